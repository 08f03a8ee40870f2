/* tests/unit/test_twins.c: statements about sites that number their hosts as a network in evidence does.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "pathmap/review/review.h"
#include "tests/support/estate_builder.h"

#define NETS                                                                                                           \
    "net vpc-1 10.0.0.0/16\nnet vpc-2 10.1.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nsub s-2 vpc-2 10.1.1.0/24\n"     \
    "rt rt-1 vpc-1\nsg sg-b vpc-1\nin sg-b tcp/9094 10.1.0.0/16\nout sg-b all 0.0.0.0/0\n"                             \
    "eni eni-b s-1 10.0.1.5 sg=sg-b\neni eni-x s-2 10.1.1.5\n"
#define DOOR  "vgw vgw-1 vpc-1\nline vpn vpn-1 vgw-1\n"
#define ROUTE "route rt-1 10.1.0.0/16 vgw-1\n"
#define ROLES                                                                                                          \
    "version: 1\nroles:\n  brokers: {kind: broker, match: {id: eni-b}}\n"                                              \
    "  plant: {kind: client, match: {prefix: 10.1.0.0/16}}\n"                                                          \
    "  named: {kind: client, match: {prefix: 10.1.0.0/16, vpc: vpc-2}}\nnever:\n"

static const struct {
    const char *name, *estate, *from;
    enum wit_proof proof;
} rows[] = {
    {"no door: the network's own hosts are all", NETS, "plant", WIT_PROVED},
    {"a door and a way back: a host of the site may be meant", NETS DOOR ROUTE, "plant", WIT_UNDECIDED},
    {"by the prefix itself", NETS DOOR ROUTE, "10.1.0.0/16", WIT_UNDECIDED},
    {"everything but brokers", NETS DOOR ROUTE, "\"!brokers\"", WIT_UNDECIDED},
    {"everything but brokers, no door", NETS, "\"!brokers\"", WIT_PROVED},
    {"a role that is told by its network too is no site", NETS DOOR ROUTE, "named", WIT_PROVED},
};

static void sites_are_sources(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_estate *estate = wit_estate_build(arena, rows[i].estate);
        struct wit_intent *intent;
        struct wit_err err = {0};
        const char *text =
            wit_fmt(arena, ROLES "  - {id: n, from: [%s], to: brokers, ports: [tcp/9094]}\n", rows[i].from);
        if (!wit_intent_parse(&intent, arena, "i", text, strlen(text), &err))
            fail_msg("%s: %s", rows[i].name, err.text);
        const struct wit_map *map = wit_map_of_estate(arena, estate, NULL, 0, intent, NULL, NULL);
        assert_int_equal(map->n_assertions, 1);
        if (map->assertions[0].proof != rows[i].proof)
            fail_msg("%s: proof %d", rows[i].name, (int)map->assertions[0].proof);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sites_are_sources)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
