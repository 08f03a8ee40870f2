/* tests/unit/test_census.c: every opening is kept whatever the rate, one in N of the rest, at every link layer.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The program that the kernel would run is run here by libpcap's interpreter, with random numbers of a fixed seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "collectors/traffic/live.h"

enum { ROOM = 512, SAMPLE = 100, TRIES = 200000 };

struct frame {
    uint8_t bytes[ROOM];
    size_t len;
};

static void add(struct frame *f, const char *hex)
{
    for (; *hex != '\0'; hex++) {
        if (*hex == ' ')
            continue;
        unsigned value;
        assert_int_equal(sscanf(hex, "%2x", &value), 1);
        f->bytes[f->len++] = (uint8_t)value;
        hex++;
    }
}

#define ETHER               "020000000001 020000000002 "
#define IPV4(protocol)      "45 00 0100 0001 4000 40 " protocol " 0000 0a000001 0a000002 "
#define IPV6(next)          "60000000 0100 " next " 40 fd000000000000000000000000000001 fd000000000000000000000000000002 "
#define TCP(flags)          "c350 2384 00000001 00000001 50 " flags " 0400 0000 0000 "
#define TCP_OPTIONS(flags)  "c350 2384 00000001 00000001 80 " flags " 0400 0000 0000 0101080a0000000000000000 "
#define UDP(port)           "c350 " port " 0040 0000 "
#define FILL                "78787878787878787878787878787878787878787878787878787878"
#define HELLO               "16 0301 0200 01 0001fc 0303 1122334455667788"
#define KAFKA(key, version) "00000040 " key " " version " 00000007 0006 6f7264657273 78787878"
#define VXLAN               "08000000 00007b00 "
#define GENEVE              "01 00 6558 00007b 00 deadbeef "

static const struct {
    const char *name;
    uint32_t link;
    const char *hex;
    bool census;
} frames[] = {
    {"SYN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("02"), true},
    {"SYN-ACK", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("12"), true},
    {"RST", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("14"), true},
    {"FIN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("11"), true},
    {"ACK", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("10"), false},
    {"ACK, padded", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("10") "000000000000", false},
    {"data", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") FILL, false},
    {"ClientHello", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") HELLO, true},
    {"ClientHello behind options", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP_OPTIONS("18") HELLO, true},
    {"TLS, but no hello", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") "16 0303 0200 14 0001fc " FILL, false},
    {"TLS data", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") "17 0303 0200 01 0001fc " FILL, false},
    {"ApiVersions", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") KAFKA("0012", "0003"), true},
    {"SaslHandshake", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") KAFKA("0011", "0001"), true},
    {"Metadata", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") KAFKA("0003", "000c"), true},
    {"JoinGroup", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") KAFKA("000b", "0009"), true},
    {"Produce", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") KAFKA("0000", "0009"), false},
    {"no version of Kafka", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") KAFKA("0003", "0f0c"), false},
    {"GET", WIT_LINK_ETHERNET, ETHER "0800" IPV4("06") TCP("18") "474554202f6d65747269637320485454502f312e310d0a",
     true},
    {"DNS", WIT_LINK_ETHERNET, ETHER "0800" IPV4("11") UDP("0035") FILL, true},
    {"UDP", WIT_LINK_ETHERNET, ETHER "0800" IPV4("11") UDP("1234") FILL, false},
    {"ping", WIT_LINK_ETHERNET, ETHER "0800" IPV4("01") "0800000000000000" FILL, false},
    {"ARP", WIT_LINK_ETHERNET, ETHER "0806" FILL, false},
    {"later fragment", WIT_LINK_ETHERNET, ETHER "0800 45 00 0100 0001 2010 40 06 0000 0a000001 0a000002" TCP("02"),
     false},
    {"options of IPv4", WIT_LINK_ETHERNET,
     ETHER "0800 46 00 0100 0001 4000 40 06 0000 0a000001 0a000002 01010101" TCP("02"), true},
    {"VLAN", WIT_LINK_ETHERNET, ETHER "8100 0064 0800" IPV4("06") TCP("02"), true},
    {"VLAN, data", WIT_LINK_ETHERNET, ETHER "8100 0064 0800" IPV4("06") TCP("10") FILL, false},
    {"QinQ", WIT_LINK_ETHERNET, ETHER "88a8 0001 8100 0064 86dd" IPV6("06") TCP("02"), true},
    {"IPv6", WIT_LINK_ETHERNET, ETHER "86dd" IPV6("06") TCP("02"), true},
    {"IPv6, data", WIT_LINK_ETHERNET, ETHER "86dd" IPV6("06") TCP("10") FILL, false},
    {"IPv6, hello", WIT_LINK_ETHERNET, ETHER "86dd" IPV6("06") TCP("18") HELLO, true},
    {"IPv6, extension headers", WIT_LINK_ETHERNET, ETHER "86dd" IPV6("00") "0600000000000000" TCP("10") FILL, true},
    {"VXLAN, SYN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("11") UDP("12b5") VXLAN ETHER "0800" IPV4("06") TCP("02"),
     true},
    {"VXLAN, VLAN, SYN", WIT_LINK_ETHERNET,
     ETHER "0800" IPV4("11") UDP("12b5") VXLAN ETHER "8100 0064 0800" IPV4("06") TCP("02"), true},
    {"VXLAN, data", WIT_LINK_ETHERNET, ETHER "0800" IPV4("11") UDP("12b5") VXLAN ETHER "0800" IPV4("06") TCP("10") FILL,
     false},
    {"VXLAN, hello, IPv6", WIT_LINK_ETHERNET,
     ETHER "86dd" IPV6("11") UDP("12b5") VXLAN ETHER "86dd" IPV6("06") TCP("18") HELLO, true},
    {"VXLAN in VXLAN", WIT_LINK_ETHERNET,
     ETHER "0800" IPV4("11") UDP("12b5") VXLAN ETHER "0800" IPV4("11") UDP("12b5") VXLAN ETHER "0800" IPV4("06")
         TCP("02"),
     false},
    {"GENEVE, SYN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("11") UDP("17c1") GENEVE ETHER "0800" IPV4("06") TCP("02"),
     true},
    {"GENEVE, data", WIT_LINK_ETHERNET,
     ETHER "0800" IPV4("11") UDP("17c1") GENEVE ETHER "0800" IPV4("06") TCP("10") FILL, false},
    {"GRE, SYN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("2f") "0000 0800" IPV4("06") TCP("02"), true},
    {"GRE with key and sequence, SYN", WIT_LINK_ETHERNET,
     ETHER "0800" IPV4("2f") "3000 6558 00000001 00000002" ETHER "86dd" IPV6("06") TCP("02"), true},
    {"GRE, data", WIT_LINK_ETHERNET, ETHER "0800" IPV4("2f") "0000 0800" IPV4("06") TCP("10") FILL, false},
    {"IP in IP, SYN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("04") IPV4("06") TCP("02"), true},
    {"IPv6 in IP, SYN", WIT_LINK_ETHERNET, ETHER "0800" IPV4("29") IPV6("06") TCP("02"), true},
    {"cooked 1, SYN", WIT_LINK_SLL, "0000 0001 0006 020000000001 0000 0800" IPV4("06") TCP("02"), true},
    {"cooked 1, data", WIT_LINK_SLL, "0000 0001 0006 020000000001 0000 0800" IPV4("06") TCP("10") FILL, false},
    {"cooked 2, hello", WIT_LINK_SLL2, "0800 0000 00000002 0001 00 06 0200000000010000" IPV4("06") TCP("18") HELLO,
     true},
    {"cooked 2, data", WIT_LINK_SLL2, "0800 0000 00000002 0001 00 06 0200000000010000" IPV4("06") TCP("18") FILL,
     false},
    {"raw, SYN", WIT_LINK_RAW, IPV4("06") TCP("02"), true},
    {"raw IPv6, SYN", WIT_LINK_RAW, IPV6("06") TCP("02"), true},
    {"raw, data", WIT_LINK_RAW, IPV4("06") TCP("10") FILL, false},
};

/* What is kept whatever the random number, and what with some only. */
static void openings(void **state)
{
    (void)state;
    static const uint32_t lucky = 0, unlucky = UINT32_MAX;
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        struct wit_census census;
        struct frame f = {.len = 0};
        add(&f, frames[i].hex);
        assert_true(wit_census_make(&census, frames[i].link, SAMPLE, 256, NULL));
        uint32_t kept = wit_census_run(&census, &unlucky, f.bytes, f.len, f.len);
        uint32_t with_luck = wit_census_run(&census, &lucky, f.bytes, f.len, f.len);
        if (kept != (frames[i].census ? WIT_CENSUS_SNAP : 0) || with_luck != (frames[i].census ? WIT_CENSUS_SNAP : 256))
            fail_msg("%s: %u bytes without luck, %u with", frames[i].name, kept, with_luck);
        if ((wit_census_run(&census, NULL, f.bytes, f.len, f.len) != 0) != frames[i].census)
            fail_msg("%s: told apart wrongly afterwards", frames[i].name);
    }
}

/* The kernel ends the program, and drops the packet, when a load is past its end: no packet may be lost that way. */
static void nothing_is_too_short(void **state)
{
    (void)state;
    static const uint32_t lucky = 0;
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        struct wit_census census;
        struct frame f = {.len = 0};
        add(&f, frames[i].hex);
        assert_true(wit_census_make(&census, frames[i].link, SAMPLE, 256, NULL));
        size_t link = frames[i].link == WIT_LINK_SLL2 ? 20 : frames[i].link == WIT_LINK_SLL ? 16 : 14;
        for (size_t len = frames[i].link == WIT_LINK_RAW ? 1 : link; len < f.len; len++) {
            if (wit_census_run(&census, &lucky, f.bytes, len, len) == 0)
                fail_msg("%s: lost when it has %zu bytes", frames[i].name, len);
        }
    }
}

static void share(void **state)
{
    (void)state;
    static const unsigned rates[] = {1, 2, 10, 100, 1000};
    struct frame f = {.len = 0};
    add(&f, ETHER "0800" IPV4("06") TCP("10") FILL);
    for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
        struct wit_census census;
        uint64_t seed = 20261121, kept = 0;
        assert_true(wit_census_make(&census, WIT_LINK_ETHERNET, rates[r], 256, NULL));
        for (unsigned i = 0; i < TRIES; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            uint32_t random = (uint32_t)(seed >> 32);
            kept += wit_census_run(&census, &random, f.bytes, f.len, f.len) != 0;
        }
        double p = 1.0 / rates[r], expected = TRIES * p, spread = sqrt(TRIES * p * (1 - p));
        if (fabs((double)kept - expected) > 4 * spread + 0.5)
            fail_msg("1 in %u: %lu of %d", rates[r], (unsigned long)kept, TRIES);
    }
}

static void links(void **state)
{
    (void)state;
    struct wit_census census;
    struct wit_err err = {0};
    assert_false(wit_census_make(&census, 127, 100, 256, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_true(wit_census_make(&census, WIT_LINK_ETHERNET, 100, 4096, NULL));
    assert_int_equal(census.snap_census, 4096); /* never shorter than the rest */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(openings), cmocka_unit_test(nothing_is_too_short),
                                       cmocka_unit_test(share), cmocka_unit_test(links)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
