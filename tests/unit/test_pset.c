/* tests/unit/test_pset.c: port sets against a plain table of bits, and their text both ways.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/pset.h"

/* "tcp/1, udp/53"; "none"; "all" */
static struct wit_pset set_of(struct wit_arena *arena, const char *text)
{
    if (strcmp(text, "all") == 0)
        return wit_pset_all();
    struct wit_pset set = wit_pset_none();
    char *rest = strcmp(text, "none") == 0 ? NULL : wit_strdup(arena, text), *entry;
    while ((entry = strsep(&rest, ",")) != NULL) {
        struct wit_pset one;
        struct wit_err err = {0};
        if (!wit_ports_parse(&one, arena, entry + strspn(entry, " "), &err))
            fail_msg("%s", err.text);
        set = wit_pset_union(arena, set, one);
    }
    return set;
}

static void assert_text(struct wit_pset set, const char *expected)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 65536);
    wit_pset_text(&out, set);
    assert_string_equal(wit_buf_str(&out), expected);
}

static void parsed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t first, last;
    } rows[] = {
        {"tcp/9094", 6 << 16 | 9094, 6 << 16 | 9094},
        {"tcp/9092-9098", 6 << 16 | 9092, 6 << 16 | 9098},
        {"tcp/0-65535", 6 << 16, 6 << 16 | 65535},
        {"udp/53", 17 << 16 | 53, 17 << 16 | 53},
        {"udp/0", 17 << 16, 17 << 16},
        {"icmp/8", 1 << 16 | 8 << 8, 1 << 16 | 8 << 8},
        {"icmp/0", 1 << 16, 1 << 16},
        {"icmp/3", 1 << 16 | 3 << 8, 1 << 16 | 3 << 8 | 255},
        {"icmp/30", 1 << 16 | 30 << 8, 1 << 16 | 30 << 8},
        {"icmp/3.4", 1 << 16 | 3 << 8 | 4, 1 << 16 | 3 << 8 | 4},
        {"icmp/3.0-5", 1 << 16 | 3 << 8, 1 << 16 | 3 << 8 | 5},
        {"icmp/3-5", 1 << 16 | 3 << 8, 1 << 16 | 5 << 8 | 255},
        {"icmp/8.0-255", 1 << 16 | 8 << 8, 1 << 16 | 8 << 8 | 255},
        {"icmpv6/128", 58 << 16 | 128 << 8, 58 << 16 | 128 << 8},
        {"icmpv6/1", 58 << 16 | 1 << 8, 58 << 16 | 1 << 8 | 255},
        {"icmpv6/8", 58 << 16 | 8 << 8, 58 << 16 | 8 << 8 | 255}, /* IPv4's echo is nothing there */
        {"proto/50", 50 << 16, 50 << 16 | 65535},
        {"proto/6", 6 << 16, 6 << 16 | 65535},
        {"proto/0", 0, 65535},
        {"proto/255", 255 << 16, 0xffffff},
        {"proto/2-5", 2 << 16, 5 << 16 | 65535},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_pset set;
        print_message("%s\n", rows[i].text);
        assert_true(wit_ports_parse(&set, arena, rows[i].text, NULL));
        assert_int_equal(set.n, 1);
        assert_int_equal(set.spans[0].first, rows[i].first);
        assert_int_equal(set.spans[0].last, rows[i].last);
    }
}

static void refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",           "/",          "tcp",       "tcp/",       "9094",       "tcp/http",  "tcp/65536",
        "tcp/-1",     "tcp/1-",     "tcp/-",     "tcp/2-1",    "tcp/01",     "tcp/1 ",    " tcp/1",
        "tcp /1",     "TCP/1",      "tcp/1,2",   "tcp/1/2",    "tcp/+1",     "tcp/1-2-3", "tcp/4294967297",
        "tcpx/1",     "tc/1",       "udp/65536", "icmp/256",   "icmp/3.256", "icmp/3.",   "icmp/.3",
        "icmp/3.4.5", "icmp/3-4.5", "icmp/",     "icmp/8.2-1", "icmpv6/256", "icmp6/1",   "proto/256",
        "proto/",     "proto/x",    "proto/5-2", "sctp/1",     "all",        "none",
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_pset set = {NULL, 77};
        struct wit_err err = {0};
        print_message("'%s'\n", rows[i]);
        assert_false(wit_ports_parse(&set, arena, rows[i], &err));
        assert_int_equal(err.code, WIT_EUSAGE);
        assert_non_null(strstr(err.text, "tcp/9092-9098"));
        assert_int_equal(set.n, 77);
    }
}

static void operations(void **state)
{
    (void)state;
    static const struct {
        const char *name, *a, *b, *any, *both, *only_a;
    } rows[] = {
        {"empty sets", "none", "none", "none", "none", "none"},
        {"with the empty set", "tcp/1", "none", "tcp/1", "none", "tcp/1"},
        {"with all", "tcp/1", "all", "all", "tcp/1", "none"},
        {"equal", "tcp/1-5", "tcp/1-5", "tcp/1-5", "tcp/1-5", "none"},
        {"disjoint", "tcp/1", "tcp/3", "tcp/1, tcp/3", "none", "tcp/1"},
        {"adjacent spans become one", "tcp/1-2", "tcp/3-4", "tcp/1-4", "none", "tcp/1-2"},
        {"overlapping", "tcp/1-5", "tcp/3-9", "tcp/1-9", "tcp/3-5", "tcp/1-2"},
        {"a hole in the middle", "tcp/1-9", "tcp/4", "tcp/1-9", "tcp/4", "tcp/1-3, tcp/5-9"},
        {"the edges", "tcp/1-9", "tcp/1, tcp/9", "tcp/1-9", "tcp/1, tcp/9", "tcp/2-8"},
        {"one over many", "tcp/1, tcp/3, tcp/5", "tcp/2-4", "tcp/1-5", "tcp/3", "tcp/1, tcp/5"},
        {"one span reaches into the next", "tcp/1-3, tcp/6-9", "tcp/2-7", "tcp/1-9", "tcp/2-3, tcp/6-7",
         "tcp/1, tcp/8-9"},
        {"protocols are apart", "tcp/0-65535", "udp/0-65535", "tcp/0-65535, udp/0-65535", "none", "tcp/0-65535"},
        {"neighbouring protocols", "tcp/0-65535", "proto/7", "proto/6-7", "none", "tcp/0-65535"},
        {"types of ICMP", "icmp/0-255", "icmp/8", "icmp/0-255", "icmp/8", "icmp/0-7, icmp/8.1-255, icmp/9-255"},
        {"codes of a type", "icmp/3", "icmp/3.4", "icmp/3", "icmp/3.4", "icmp/3.0-3, icmp/3.5-255"},
        {"rows", "proto/4-6", "tcp/22", "proto/4-6", "tcp/22", "proto/4-5, tcp/0-21, tcp/23-65535"},
        {"all but one port", "all", "tcp/9094", "all", "tcp/9094",
         "proto/0-5, tcp/0-9093, tcp/9095-65535, proto/7-255"},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_pset a = set_of(arena, rows[i].a), b = set_of(arena, rows[i].b);
        print_message("%s\n", rows[i].name);
        assert_text(wit_pset_union(arena, a, b), rows[i].any);
        assert_text(wit_pset_union(arena, b, a), rows[i].any);
        assert_text(wit_pset_intersect(arena, a, b), rows[i].both);
        assert_text(wit_pset_intersect(arena, b, a), rows[i].both);
        assert_text(wit_pset_subtract(arena, a, b), rows[i].only_a);
        assert_true(wit_pset_equal(set_of(arena, rows[i].any), wit_pset_union(arena, a, b)));
        assert_true(wit_pset_equal(set_of(arena, rows[i].only_a), wit_pset_subtract(arena, a, b)));
        assert_int_equal(wit_pset_meets(a, b), strcmp(rows[i].both, "none") != 0);
        assert_int_equal(wit_pset_has(b, a), strcmp(rows[i].only_a, "none") == 0);
    }
    assert_true(wit_pset_is_all(wit_pset_all()));
    assert_true(wit_pset_is_all(set_of(arena, "proto/0-99, proto/100-255")));
    assert_false(wit_pset_is_all(set_of(arena, "proto/0-254")));
    assert_false(wit_pset_is_all(wit_pset_none()));
}

/* The same operations on plain bits, for sets that a simple generator makes. 3 protocols of 64 ports are enough. */
enum { BITS = 192, ROUNDS = 2000 };

static uint32_t member(unsigned bit)
{
    static const uint32_t rows[] = {WIT_TCP, WIT_TCP + 1, WIT_UDP};
    return rows[bit / 64] << 16 | bit % 64;
}

static uint32_t pseudo_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 12;
}

static struct wit_pset random_set(struct wit_arena *arena, bool bits[BITS], uint32_t *seed)
{
    struct wit_pset set = wit_pset_none();
    memset(bits, 0, BITS * sizeof bits[0]);
    for (uint32_t n = pseudo_random(seed) % 8; n > 0; n--) {
        unsigned row = pseudo_random(seed) % 3, first = pseudo_random(seed) % 64,
                 last = first + pseudo_random(seed) % (64 - first);
        set = wit_pset_union(arena, set, wit_pset_ports(arena, member(row * 64) >> 16, first, last));
        for (unsigned i = first; i <= last; i++)
            bits[row * 64 + i] = true;
    }
    return set;
}

static bool holds(struct wit_pset set, uint32_t number)
{
    for (size_t i = 0; i < set.n; i++) {
        if (set.spans[i].first <= number && number <= set.spans[i].last)
            return true;
    }
    return false;
}

static void assert_sound(struct wit_pset set)
{
    for (size_t i = 0; i < set.n; i++) {
        assert_true(set.spans[i].first <= set.spans[i].last);
        assert_true(i == 0 || set.spans[i - 1].last + 1 < set.spans[i].first);
    }
}

static void against_bits(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    uint32_t seed = 7;
    for (int round = 0; round < ROUNDS; round++) {
        bool a_bits[BITS], b_bits[BITS], subset = true, meets = false, equal = true;
        wit_arena_reset(arena);
        struct wit_pset a = random_set(arena, a_bits, &seed), b = random_set(arena, b_bits, &seed);
        struct wit_pset any = wit_pset_union(arena, a, b), both = wit_pset_intersect(arena, a, b),
                        only_a = wit_pset_subtract(arena, a, b), not_a = wit_pset_subtract(arena, wit_pset_all(), a);
        assert_sound(any);
        assert_sound(both);
        assert_sound(only_a);
        assert_sound(not_a);
        for (unsigned i = 0; i < BITS; i++) {
            assert_int_equal(holds(any, member(i)), a_bits[i] || b_bits[i]);
            assert_int_equal(holds(both, member(i)), a_bits[i] && b_bits[i]);
            assert_int_equal(holds(only_a, member(i)), a_bits[i] && !b_bits[i]);
            assert_int_equal(holds(not_a, member(i)), !a_bits[i]);
            subset = subset && (a_bits[i] || !b_bits[i]);
            meets = meets || (a_bits[i] && b_bits[i]);
            equal = equal && a_bits[i] == b_bits[i];
        }
        assert_int_equal(wit_pset_has(a, b), subset);
        assert_int_equal(wit_pset_meets(a, b), meets);
        assert_int_equal(wit_pset_equal(a, b), equal);
        assert_true(wit_pset_equal(wit_pset_subtract(arena, wit_pset_all(), not_a), a));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsed),
        cmocka_unit_test(refused),
        cmocka_unit_test(operations),
        cmocka_unit_test(against_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
