/* tests/unit/test_reach_naive.c: the engine beside a naive evaluator, on random small estates with gaps.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * WIT_SEED and WIT_ROUNDS change the first seed and the number of estates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/reach.h"
#include "tests/support/estate_builder.h"
#include "tests/support/naive_reach.h"

static uint64_t state;
static unsigned pick(unsigned n)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33) % n;
}
static bool chance(unsigned percent)
{
    return pick(100) < percent;
}
#define ONE_OF(list) (list)[pick(sizeof(list) / sizeof *(list))]

static const char *const ports[] = {
    "all",           "all",    "tcp/9094",       "tcp/443", "tcp/1024-65535", "tcp/32768-61000", "tcp/0-65535",
    "tcp/9092-9098", "udp/53", "udp/1024-65535", "icmp/8",  "icmp/0",         "icmpv6/128",      "proto/50"};
static const char *const outside[] = {"198.51.100.7", "52.218.1.1", "203.0.113.77", "2001:db8:ffff::7"};

static const char *prefix(struct wit_arena *arena, unsigned nets)
{
    static const char *const fixed[] = {"0.0.0.0/0",      "::/0",          "10.0.0.0/8",   "198.51.100.0/24",
                                        "203.0.113.0/24", "2001:db8::/32", "52.218.0.0/16"};
    unsigned n = 1 + pick(nets);
    switch (pick(4)) {
    case 0:
        return wit_fmt(arena, "10.%u.0.0/16", n);
    case 1:
        return wit_fmt(arena, "10.%u.%u.0/24", n, 1 + pick(3));
    case 2:
        return wit_fmt(arena, "10.%u.%u.%u/32", n, 1 + pick(3), 5 + pick(3));
    default:
        return ONE_OF(fixed);
    }
}

static void add_acls(struct wit_buf *out, struct wit_arena *arena, unsigned nets)
{
    for (unsigned i = 1; i <= 2; i++) {
        wit_buf_printf(out, "acl acl-%u%s\n", i, chance(5) ? " cut" : "");
        for (unsigned k = 0; k < 2 + pick(4); k++)
            wit_buf_printf(out, "entry acl-%u %s %u %s %s %s\n", i, chance(50) ? "in" : "out", 10 + k * 10,
                           chance(8)    ? "?"
                           : chance(35) ? "deny"
                                        : "allow",
                           ONE_OF(ports), prefix(arena, nets));
        if (chance(85))
            wit_buf_printf(out, "entry acl-%u in 900 allow all 0.0.0.0/0\n", i);
        if (chance(85))
            wit_buf_printf(out, "entry acl-%u out 900 allow %s 0.0.0.0/0\n", i, chance(70) ? "all" : ONE_OF(ports));
        if (chance(70))
            wit_buf_printf(out, "entry acl-%u in 901 allow all ::/0\nentry acl-%u out 901 allow all ::/0\n", i, i);
    }
}

static void add_groups(struct wit_buf *out, struct wit_arena *arena, unsigned nets)
{
    for (unsigned i = 1; i <= 4; i++) {
        wit_buf_printf(out, "sg sg-%u vpc-%u%s\n", i, 1 + (i - 1) % nets, chance(4) ? " cut" : "");
        for (unsigned k = 0; k < pick(4); k++) {
            const char *peer = chance(35)   ? wit_fmt(arena, "sg-%u", 1 + pick(4))
                               : chance(12) ? "pl-1"
                               : chance(6)  ? "?"
                                            : prefix(arena, nets);
            wit_buf_printf(out, "%s sg-%u %s %s\n", chance(60) ? "in" : "out", i, ONE_OF(ports), peer);
        }
        if (chance(75))
            wit_buf_printf(out, "out sg-%u all 0.0.0.0/0\nout sg-%u all ::/0\n", i, i);
        if (chance(30))
            wit_buf_printf(out, "in sg-%u %s 0.0.0.0/0\nin sg-%u all ::/0\n", i, ONE_OF(ports), i);
    }
}

static void add_routes(struct wit_buf *out, struct wit_arena *arena, unsigned net, unsigned nets)
{
    static const char *const flags[] = {"", "", "", "", "", "", " blackhole", " propagated", " unreadable"};
    for (unsigned t = 1; t <= 2; t++) {
        wit_buf_printf(out, "rt rt-%u%u vpc-%u%s\n", net, t, net, chance(4) ? " cut" : "");
        const char *targets[] = {wit_fmt(arena, "igw-%u", net),
                                 wit_fmt(arena, "igw-%u", net),
                                 wit_fmt(arena, "nat-%u", net),
                                 wit_fmt(arena, "pcx-%u", net),
                                 wit_fmt(arena, "pcx-%u", 1 + pick(nets)),
                                 wit_fmt(arena, "vpce-%u", net),
                                 "tgw-1",
                                 wit_fmt(arena, "eni-r%u", net),
                                 "pcx-gone",
                                 wit_fmt(arena, "eigw-%u", net)};
        if (chance(75))
            wit_buf_printf(out, "route rt-%u%u 0.0.0.0/0 %s\n", net, t, targets[pick(3)]);
        if (chance(60))
            wit_buf_printf(out, "route rt-%u%u ::/0 %s\n", net, t, chance(70) ? targets[0] : targets[9]);
        for (unsigned other = 1; other <= nets; other++) {
            if (other != net && chance(75))
                wit_buf_printf(out, "route rt-%u%u 10.%u.0.0/16 pcx-%u\n", net, t, other, net + other - 2);
        }
        for (unsigned k = 0; k < pick(3); k++)
            wit_buf_printf(out, "route rt-%u%u %s %s%s\n", net, t,
                           chance(25)   ? "pl-1"
                           : chance(15) ? "pl-2"
                                        : prefix(arena, nets),
                           ONE_OF(targets), ONE_OF(flags));
        if (chance(30))
            wit_buf_printf(out, "route rt-%u%u pl-2 vpce-%u\n", net, t, net);
    }
}

static void add_network(struct wit_buf *out, struct wit_arena *arena, unsigned n, unsigned nets)
{
    wit_buf_printf(out, "net vpc-%u 10.%u.0.0/16 2001:db8:%u::/56 %s%s\n", n, n, n, chance(15) ? "region=r2 " : "",
                   chance(6) ? "main=?" : "");
    if (chance(85))
        wit_buf_printf(out, "igw igw-%u vpc-%u%s\n", n, n, chance(4) ? " gap" : "");
    if (chance(60))
        wit_buf_printf(out, "eigw eigw-%u vpc-%u\n", n, n);
    wit_buf_printf(out, "gwe vpce-%u vpc-%u%s\n", n, n, chance(5) ? " closed" : "");
    for (unsigned s = 1; s <= 3; s++) {
        const char *rt = chance(4) ? "rt=?" : chance(12) ? "" : wit_fmt(arena, "rt=rt-%u%u", n, 1 + pick(2));
        const char *acl = chance(4) ? "acl=?" : chance(50) ? "" : wit_fmt(arena, "acl=acl-%u", 1 + pick(2));
        wit_buf_printf(out, "sub s-%u%u vpc-%u 10.%u.%u.0/24 2001:db8:%u:%u::/64 %s %s\n", n, s, n, n, s, n, s, rt,
                       acl);
    }
    wit_buf_printf(out, "nat nat-%u s-%u%u 10.%u.1.9=203.0.113.%u%s\n", n, n, 1 + pick(2), n, 100 + n,
                   chance(10)   ? " regional"
                   : chance(10) ? " private"
                   : chance(5)  ? " closed"
                                : "");
    wit_buf_printf(out, "eni eni-r%u s-%u1 10.%u.1.8 %s\n", n, n, n, chance(80) ? "nocheck" : "");
    for (unsigned k = 1; k <= 3; k++) {
        unsigned s = 1 + pick(3);
        const char *second = chance(25) ? wit_fmt(arena, " 10.%u.%u.%u", n, s, 20 + k) : "";
        const char *six = chance(40) ? wit_fmt(arena, " 2001:db8:%u:%u::%u", n, s, k) : "";
        const char *public_part = chance(45) ? wit_fmt(arena, "=203.0.113.%u", n * 10 + k) : "";
        const char *groups = chance(4)    ? "?"
                             : chance(4)  ? "sg-gone,sg-open"
                             : chance(4)  ? "none"
                             : chance(20) ? "sg-open"
                                          : wit_fmt(arena, "sg-%u%s", 1 + pick(4), chance(30) ? ",sg-2" : "");
        wit_buf_printf(out, "eni e%u%u s-%u%u 10.%u.%u.%u%s%s%s sg=%s%s%s\n", n, k, n, s, n, s, 4 + k, public_part,
                       second, six, groups, chance(40) ? " instance=i-" : "", chance(30) ? " windows" : "");
    }
    add_routes(out, arena, n, nets);
}

static const char *random_estate(struct wit_arena *arena)
{
    static const char *const missing[] = {
        "DescribeInternetGateways", "ListAccelerators", "DescribeClientVpnEndpoints", "DescribeVpnGateways",
        "DescribeRouteTables",      "ListVpcOrigins",   "DescribeLocalGateways"};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    unsigned nets = 1 + pick(3);
    for (unsigned n = 1; n <= nets; n++)
        add_network(&out, arena, n, nets);
    for (unsigned n = 1; n < nets; n++)
        wit_buf_printf(&out, "pcx pcx-%u vpc-%u vpc-%u%s\n", n, n, n + 1,
                       chance(6)   ? " closed"
                       : chance(4) ? " gap"
                                   : "");
    add_acls(&out, arena, nets);
    add_groups(&out, arena, nets);
    wit_buf_printf(&out, "pl pl-1 10.1.1.0/24 198.51.100.0/24%s\n", chance(20) ? " cut" : "");
    if (chance(80))
        wit_buf_puts(&out, "pl pl-2 52.218.0.0/16\n");
    if (chance(50))
        wit_buf_printf(&out, "tgw tgw-1 %s gap\n", chance(50) ? "vpc-1" : "-");
    if (chance(25))
        wit_buf_printf(&out, "bpa %s %s\n",
                       chance(30)   ? "?"
                       : chance(50) ? "ingress"
                                    : "both",
                       chance(40)   ? "exclude=s-11"
                       : chance(40) ? "exclude-egress=vpc-1"
                                    : "");
    while (chance(25))
        wit_buf_printf(&out, "missing %s\n", ONE_OF(missing));
    return wit_strdup(arena, wit_buf_str(&out));
}

static const struct {
    const char *text;
    unsigned protocol, port;
} asked[] = {{"tcp/9094", 6, 9094},        {"tcp/443", 6, 443}, {"udp/53", 17, 53},     {"icmp/8", 1, 8 << 8},
             {"icmpv6/128", 58, 128 << 8}, {"proto/50", 50, 0}, {"icmp/13", 1, 13 << 8}};

struct count {
    unsigned verdicts[5], total;
};

static void compare(const struct wit_estate *e, struct wit_reach *r, const char *text, unsigned seed, const char *from,
                    const char *to, struct count *count)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_party a, b;
    struct wit_err err = {0};
    if (!wit_party_parse(&a, arena, r, from, &err) || !wit_party_parse(&b, arena, r, to, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct wit_pset set = {NULL, 0};
        struct wit_answer answer;
        bool usual, explain = i == 0;
        if (!wit_ports_parse(&set, arena, asked[i].text, &err))
            fail_msg("%s", err.text);
        wit_reach_ask(&answer, arena, r, &a, &b, set, explain);
        enum wit_verdict expected = wit_naive_ask(e, a.n_interfaces > 0 ? a.interfaces[0] : NULL, a.prefix.addr,
                                                  b.n_interfaces > 0 ? b.interfaces[0] : NULL, b.prefix.addr,
                                                  asked[i].protocol, asked[i].port, &usual);
        count->verdicts[expected]++;
        count->total++;
        bool wrong = answer.verdict != expected || (expected == WIT_REACHABLE && answer.usual != usual) ||
                     (expected == WIT_UNKNOWN) != (answer.n_gaps > 0) ||
                     (expected == WIT_ISOLATED && answer.decider.kind[0] == '\0') ||
                     (expected == WIT_REACHABLE && (answer.forward != WIT_LEG_PASS || answer.reply != WIT_LEG_PASS)) ||
                     (expected == WIT_ONE_WAY && (answer.forward != WIT_LEG_PASS || answer.reply != WIT_LEG_BLOCKED));
        if (wrong) {
            WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
            wit_buf_init(&out, 1 << 20);
            wit_reach_ask(&answer, arena, r, &a, &b, set, true);
            wit_answer_text(&out, e, &answer, from, to, asked[i].text);
            fprintf(stderr, "seed %u\n%s\nnaive: %s, usual %d\nengine: %s", seed, text, wit_verdict_word(expected),
                    usual, wit_buf_str(&out)); /* print_error cuts long texts */
            fail();
        }
    }
}

static enum wit_verdict ask_engine(const struct wit_reach *r, const char *from, const char *to, const char *port,
                                   struct wit_answer *a, struct wit_arena *arena)
{
    struct wit_party x, y;
    struct wit_pset set = {NULL, 0};
    struct wit_err err = {0};
    if (!wit_party_parse(&x, arena, r, from, &err) || !wit_party_parse(&y, arena, r, to, &err) ||
        !wit_ports_parse(&set, arena, port, &err))
        fail_msg("%s", err.text);
    wit_reach_ask(a, arena, (struct wit_reach *)(uintptr_t)r, &x, &y, set, false);
    return a->verdict;
}

/* A set is what its pairs are; the internet is what its samples are, as far as they tell. */
static void compare_sets(const struct wit_estate *e, struct wit_reach *r, unsigned seed)
{
    static const char *const four[] = {"198.51.100.7", "52.218.1.1", "203.0.113.200", "9.9.9.9"};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_answer a;
    for (size_t i = 0; i < e->n_subnets; i++) {
        for (size_t k = 0; k < e->n_subnets; k++) {
            unsigned counts[5] = {0}, pairs = 0;
            for (size_t x = 0; x < e->n_interfaces; x++) {
                for (size_t y = 0; y < e->n_interfaces; y++) {
                    if (x == y || e->interfaces[x].subnet != &e->subnets[i] ||
                        e->interfaces[y].subnet != &e->subnets[k])
                        continue;
                    pairs++;
                    counts[ask_engine(r, e->interfaces[x].id, e->interfaces[y].id, "tcp/9094", &a, arena)]++;
                }
            }
            unsigned open = counts[WIT_REACHABLE], closed = counts[WIT_ISOLATED] + counts[WIT_ONE_WAY];
            enum wit_verdict expected = open > 0 && closed > 0    ? WIT_PARTIAL
                                        : counts[WIT_UNKNOWN] > 0 ? WIT_UNKNOWN
                                        : open > 0                ? WIT_REACHABLE
                                        : counts[WIT_ONE_WAY] > 0 ? WIT_ONE_WAY
                                                                  : WIT_ISOLATED;
            enum wit_verdict got = ask_engine(r, e->subnets[i].id, e->subnets[k].id, "tcp/9094", &a, arena);
            if (pairs > 0 && (got != expected || a.pairs != pairs || a.pairs_open != open))
                fail_msg("seed %u: %s -> %s: %s, %u pairs, expected %s, %u", seed, e->subnets[i].id, e->subnets[k].id,
                         wit_verdict_word(got), (unsigned)a.pairs, wit_verdict_word(expected), pairs);
        }
    }
    for (size_t i = 0; i < e->n_interfaces; i++) {
        for (int outward = 0; outward < 2; outward++) {
            const char *id = e->interfaces[i].id;
            unsigned counts[5] = {0};
            for (size_t k = 0; k < sizeof four / sizeof four[0]; k++)
                counts[ask_engine(r, outward ? id : four[k], outward ? four[k] : id, "tcp/443", &a, arena)]++;
            enum wit_verdict six =
                ask_engine(r, outward ? id : "2a00::7", outward ? "2a00::7" : id, "tcp/443", &a, arena);
            enum wit_verdict got =
                ask_engine(r, outward ? id : "internet", outward ? "internet" : id, "tcp/443", &a, arena);
            bool some = counts[WIT_REACHABLE] > 0 || six == WIT_REACHABLE;
            bool maybe = some || counts[WIT_UNKNOWN] > 0 || six == WIT_UNKNOWN;
            bool four_not = counts[WIT_REACHABLE] < sizeof four / sizeof four[0];
            if ((got == WIT_ISOLATED && maybe) || (got == WIT_REACHABLE && four_not && six != WIT_REACHABLE) ||
                (got == WIT_ONE_WAY && maybe))
                fail_msg("seed %u: %s and the internet (%d): %s", seed, id, outward, wit_verdict_word(got));
        }
    }
}

static void one_estate(unsigned seed, struct count *count)
{
    static const char *const public_outside[] = {"198.51.100.7", "52.218.1.1", "203.0.113.77", "2001:db8:ffff::7",
                                                 "192.168.7.7"};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    state = seed * 2654435761U + 12345;
    for (unsigned i = 0; i < 8; i++)
        pick(2);
    const char *text = random_estate(arena);
    struct wit_estate *e = wit_estate_build(arena, text);
    struct wit_reach *r = wit_reach_new(e);
    for (size_t i = 0; i < e->n_interfaces; i++) {
        for (size_t k = 0; k < e->n_interfaces; k++) {
            if (i != k)
                compare(e, r, text, seed, e->interfaces[i].id, e->interfaces[k].id, count);
        }
        for (size_t k = 0; k < sizeof outside / sizeof outside[0]; k++)
            compare(e, r, text, seed, e->interfaces[i].id, outside[k], count);
        for (size_t k = 0; k < sizeof public_outside / sizeof public_outside[0]; k++)
            compare(e, r, text, seed, public_outside[k], e->interfaces[i].id, count);
    }
    compare_sets(e, r, seed);
    wit_reach_free(r);
}

static void random_estates(void **unused)
{
    (void)unused;
    const char *first = getenv("WIT_SEED"), *rounds = getenv("WIT_ROUNDS");
    unsigned seed = first != NULL ? (unsigned)strtoul(first, NULL, 10) : 1;
    unsigned n = rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : 60;
    struct count count = {{0}, 0};
    for (unsigned i = 0; i < n; i++)
        one_estate(seed + i, &count);
    print_message("%u answers:", count.total);
    for (int v = 0; v < 5; v++)
        print_message(" %s %u", wit_verdict_word((enum wit_verdict)v), count.verdicts[v]);
    print_message("\n");
    if (n >= 60) { /* the comparison is worth something only when every verdict occurs */
        assert_true(count.verdicts[WIT_REACHABLE] > 500);
        assert_true(count.verdicts[WIT_ISOLATED] > 500);
        assert_true(count.verdicts[WIT_UNKNOWN] > 500);
        assert_true(count.verdicts[WIT_ONE_WAY] > 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_estates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
