/* tests/unit/test_addr.c: what an address is, how it is written, and the order and algebra of prefixes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/addr.h"

static struct wit_addr addr(const char *text)
{
    struct wit_addr a = {0};
    struct wit_err err = {0};
    if (!wit_addr_parse(&a, text, &err))
        fail_msg("%s", err.text);
    return a;
}

static struct wit_prefix prefix(const char *text)
{
    struct wit_prefix p = {0};
    struct wit_err err = {0};
    if (!wit_prefix_parse(&p, NULL, text, &err))
        fail_msg("%s", err.text);
    return p;
}

/* RFC 4291, section 2.2; RFC 5952, sections 2 and 4. */
static void addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *canonical;
        uint64_t hi, lo;
    } rows[] = {
        {"0.0.0.0", "0.0.0.0", 0, 0},
        {"10.1.2.3", "10.1.2.3", 0, 0x0a010203},
        {"255.255.255.255", "255.255.255.255", 0, 0xffffffff},
        {"::", "::", 0, 0},
        {"::1", "::1", 0, 1},
        {"0:0:0:0:0:0:0:1", "::1", 0, 1},
        {"1::", "1::", 0x0001000000000000, 0},
        {"2001:DB8::A", "2001:db8::a", 0x20010db800000000, 0xa},
        {"2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1", 0x20010db800000000, 0x20001},
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", 0x20010db800000001, 0x0001000100010001},
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1", 0x2001000000000001, 1},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1", 0x20010db800000000, 0x0001000000000001},
        {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", 0x0001000200030004, 0x0005000600070008},
        {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", 0x0001000200030004, 0x0005000600070000},
        {"0:0:3:4:5:6:7:8", "::3:4:5:6:7:8", 0x0000000000030004, 0x0005000600070008},
        {"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::", 0x0001000200030004, 0x0005000600000000},
        {"::ffff:10.1.2.3", "::ffff:10.1.2.3", 0, 0xffff0a010203},
        {"::ffff:a01:203", "::ffff:10.1.2.3", 0, 0xffff0a010203},
        {"64:ff9b::10.1.2.3", "64:ff9b::a01:203", 0x0064ff9b00000000, 0x0a010203},
        {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", UINT64_MAX, UINT64_MAX},
        {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", UINT64_MAX,
         UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[WIT_ADDR_TEXT];
        print_message("%s\n", rows[i].text);
        struct wit_addr a = addr(rows[i].text);
        assert_int_equal(a.family, strchr(rows[i].text, ':') == NULL ? 4 : 6);
        assert_true(a.hi == rows[i].hi && a.lo == rows[i].lo);
        assert_ptr_equal(wit_addr_text(text, a), text);
        assert_string_equal(text, rows[i].canonical);
        assert_int_equal(wit_addr_cmp(addr(text), a), 0);
    }
    char text[WIT_ADDR_TEXT];
    assert_string_equal(wit_addr_text(text, (struct wit_addr){0}), "none");
}

static void no_addresses(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        " ",
        "10",
        "10.0",
        "10.0.0",
        "10.0.0.",
        ".10.0.0.1",
        "10.0.0.0.1",
        "10..0.1",
        "256.0.0.1",
        "10.0.0.999",
        "010.0.0.1",
        "10.0.0.01",
        "0x0a.0.0.1",
        "1e1.0.0.1",
        "+1.0.0.0",
        "-1.0.0.0",
        "10.0.0.1 ",
        " 10.0.0.1",
        "10.0.0.1\n",
        "10.0.0.1/32",
        "10,0,0,1",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "[::1]",
        "::1 ",
        "::10.0.0",
        "::010.0.0.1",
        "10.0.0.1::",
        "::ffff:10.0.0.1:1",
        "localhost",
        "::1/128",
        "1:2:3:4:5:6:7:10.0.0.1",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_addr a = {.lo = 42};
        struct wit_err err = {0};
        print_message("'%s'\n", rows[i]);
        assert_false(wit_addr_parse(&a, rows[i], &err));
        assert_int_equal(err.code, WIT_EPARSE);
        assert_int_equal(a.lo, 42);
    }
}

static void prefixes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *canonical; /* NULL: refused */
        bool host_bits;
        const char *first, *last;
    } rows[] = {
        {"10.0.0.0/16", "10.0.0.0/16", false, "10.0.0.0", "10.0.255.255"},
        {"10.0.1.5/16", "10.0.0.0/16", true, "10.0.0.0", "10.0.255.255"},
        {"0.0.0.0/0", "0.0.0.0/0", false, "0.0.0.0", "255.255.255.255"},
        {"255.255.255.255/0", "0.0.0.0/0", true, "0.0.0.0", "255.255.255.255"},
        {"10.0.0.1/32", "10.0.0.1/32", false, "10.0.0.1", "10.0.0.1"},
        {"128.0.0.0/1", "128.0.0.0/1", false, "128.0.0.0", "255.255.255.255"},
        {"10.0.0.254/31", "10.0.0.254/31", false, "10.0.0.254", "10.0.0.255"},
        {"::/0", "::/0", false, "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
        {"2001:db8::/32", "2001:db8::/32", false, "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
        {"2001:db8::1/64", "2001:db8::/64", true, "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"},
        {"2001:db8:0:0:8000::/65", "2001:db8:0:0:8000::/65", false,
         "2001:db8:0:0:8000::", "2001:db8::ffff:ffff:ffff:ffff"},
        {"2001:db8::/63", "2001:db8::/63", false, "2001:db8::", "2001:db8:0:1:ffff:ffff:ffff:ffff"},
        {"::1/128", "::1/128", false, "::1", "::1"},
        {"10.0.0.0", NULL, false, NULL, NULL},
        {"10.0.0.0/", NULL, false, NULL, NULL},
        {"10.0.0.0/33", NULL, false, NULL, NULL},
        {"10.0.0.0/016", NULL, false, NULL, NULL},
        {"10.0.0.0/+8", NULL, false, NULL, NULL},
        {"10.0.0.0/-1", NULL, false, NULL, NULL},
        {"10.0.0.0/8 ", NULL, false, NULL, NULL},
        {"10.0.0.0/ 8", NULL, false, NULL, NULL},
        {"10.0.0.0/8/8", NULL, false, NULL, NULL},
        {"10.0.0.0/255.0.0.0", NULL, false, NULL, NULL},
        {"10.0.0.0/4294967304", NULL, false, NULL, NULL},
        {"/8", NULL, false, NULL, NULL},
        {"::/129", NULL, false, NULL, NULL},
        {"10/8", NULL, false, NULL, NULL},
        {"1111111111111111111111111111111111111111111111111111/8", NULL, false, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_prefix p = {.bits = 99};
        struct wit_err err = {0};
        bool host_bits = false;
        char text[WIT_PREFIX_TEXT];
        print_message("%s\n", rows[i].text);
        bool ok = wit_prefix_parse(&p, &host_bits, rows[i].text, &err);
        assert_int_equal(ok, rows[i].canonical != NULL);
        if (!ok) {
            assert_int_equal(err.code, WIT_EPARSE);
            assert_int_equal(p.bits, 99);
            continue;
        }
        assert_string_equal(wit_prefix_text(text, p), rows[i].canonical);
        assert_int_equal(host_bits, rows[i].host_bits);
        struct wit_range range = wit_prefix_range(p);
        assert_int_equal(wit_addr_cmp(range.first, addr(rows[i].first)), 0);
        assert_int_equal(wit_addr_cmp(range.last, addr(rows[i].last)), 0);
        assert_true(wit_prefix_has(p, range.first) && wit_prefix_has(p, range.last));
        assert_true(wit_addr_is_max(range.last) || !wit_prefix_has(p, wit_addr_next(range.last)));
    }
    assert_int_equal(wit_prefix_cmp(wit_prefix_any(4), prefix("0.0.0.0/0")), 0);
    assert_int_equal(wit_prefix_cmp(wit_prefix_any(6), prefix("::/0")), 0);
}

static void relations(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool a_covers_b, b_covers_a;
        int order;
    } rows[] = {
        {"10.0.0.0/8", "10.0.0.0/8", true, true, 0},
        {"10.0.0.0/8", "10.0.0.0/16", true, false, -1},
        {"10.0.0.0/8", "10.255.0.0/16", true, false, -1},
        {"10.0.0.0/8", "11.0.0.0/8", false, false, -1},
        {"11.0.0.0/8", "10.0.0.0/8", false, false, 1},
        {"0.0.0.0/0", "10.0.0.0/32", true, false, -1},
        {"0.0.0.0/0", "::/0", false, false, -1}, /* families never mix */
        {"::/0", "10.0.0.0/8", false, false, 1},
        {"::/0", "::ffff:10.0.0.0/104", true, false, -1},
        {"2001:db8::/32", "2001:db8:1::/48", true, false, -1},
        {"2001:db8::/64", "2001:db8:0:1::/64", false, false, -1},
        {"2001:db8:0:0:8000::/65", "2001:db8::/65", false, false, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_prefix a = prefix(rows[i].a), b = prefix(rows[i].b);
        print_message("%s %s\n", rows[i].a, rows[i].b);
        assert_int_equal(wit_prefix_covers(a, b), rows[i].a_covers_b);
        assert_int_equal(wit_prefix_covers(b, a), rows[i].b_covers_a);
        assert_int_equal(wit_prefix_overlaps(a, b), rows[i].a_covers_b || rows[i].b_covers_a);
        assert_int_equal(wit_prefix_overlaps(b, a), rows[i].a_covers_b || rows[i].b_covers_a);
        assert_int_equal(wit_prefix_cmp(a, b), rows[i].order);
        assert_int_equal(wit_prefix_cmp(b, a), -rows[i].order);
    }
}

static void steps(void **state)
{
    (void)state;
    static const struct {
        const char *a, *next;
    } rows[] = {
        {"10.0.0.255", "10.0.1.0"},
        {"255.255.255.255", "0.0.0.0"},
        {"::ffff:ffff:ffff:ffff", "0:0:0:1::"},
        {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::"},
        {"::ffff:255.255.255.255", "::1:0:0:0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_addr a = addr(rows[i].a), next = addr(rows[i].next);
        assert_int_equal(wit_addr_cmp(wit_addr_next(a), next), 0);
        assert_int_equal(wit_addr_cmp(wit_addr_prev(next), a), 0);
        assert_int_equal(wit_addr_is_max(a), i == 1 || i == 3);
        assert_false(wit_addr_is_max(next));
    }
}

static void public_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_public;
    } rows[] = {
        {"0.0.0.0", false},
        {"0.255.255.255", false},
        {"1.0.0.0", true},
        {"9.255.255.255", true},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"100.128.0.0", true},
        {"126.255.255.255", true},
        {"127.0.0.1", false},
        {"128.0.0.0", true},
        {"169.253.255.255", true},
        {"169.254.169.254", false},
        {"169.255.0.0", true},
        {"172.15.255.255", true},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"172.32.0.0", true},
        {"192.167.255.255", true},
        {"192.168.0.0", false},
        {"192.168.255.255", false},
        {"192.169.0.0", true},
        {"203.0.113.7", true},
        {"223.255.255.255", true},
        {"224.0.0.0", false},
        {"255.255.255.255", false},
        {"::", false},
        {"::1", false},
        {"::ffff:8.8.8.8", false},
        {"1fff:ffff::", false},
        {"2000::", true},
        {"2001:db8::1", true},
        {"3fff:ffff::1", true},
        {"4000::", false},
        {"fc00::1", false},
        {"fe80::1", false},
        {"ff02::1", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("%s\n", rows[i].text);
        assert_int_equal(wit_addr_is_public(addr(rows[i].text)), rows[i].is_public);
    }
    assert_false(wit_addr_is_public((struct wit_addr){0}));
    for (unsigned family = 4; family <= 6; family += 2) { /* ascending, disjoint, not adjacent; edges are edges */
        size_t n;
        const struct wit_range *ranges = wit_public_ranges((uint8_t)family, &n);
        assert_true(n > 0);
        for (size_t i = 0; i < n; i++) {
            assert_true(wit_addr_cmp(ranges[i].first, ranges[i].last) <= 0);
            assert_false(wit_addr_is_public(wit_addr_prev(ranges[i].first)));
            assert_false(wit_addr_is_public(wit_addr_next(ranges[i].last)));
            assert_true(i == 0 || wit_addr_cmp(wit_addr_next(ranges[i - 1].last), ranges[i].first) < 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses), cmocka_unit_test(no_addresses), cmocka_unit_test(prefixes),
        cmocka_unit_test(relations), cmocka_unit_test(steps),        cmocka_unit_test(public_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
