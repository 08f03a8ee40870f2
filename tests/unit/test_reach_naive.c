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
#include "tests/support/naive_worlds.h"

static const char *const outside[] = {"198.51.100.7", "52.218.1.1", "203.0.113.77", "2001:db8:ffff::7"};

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
            fprintf(stderr, "seed %u\n%s\nnaive: %s, usual %d\nengine: legs %d %d, %u gaps, usual %d, %s", seed, text,
                    wit_verdict_word(expected), usual, (int)answer.forward, (int)answer.reply, (unsigned)answer.n_gaps,
                    answer.usual, wit_buf_str(&out)); /* print_error cuts long texts */
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
    const char *text = wit_naive_world(arena, seed);
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
    unsigned n = rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : 30;
    struct count count = {{0}, 0};
    for (unsigned i = 0; i < n; i++)
        one_estate(seed + i, &count);
    print_message("%u answers:", count.total);
    for (int v = 0; v < 5; v++)
        print_message(" %s %u", wit_verdict_word((enum wit_verdict)v), count.verdicts[v]);
    print_message("\n");
    if (n >= 30) { /* the comparison is worth something only when every verdict occurs */
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
