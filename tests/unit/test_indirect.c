/* tests/unit/test_indirect.c: chains through relays: which are listed, which are not, and that a map keeps them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pathmap/review/review.h"
#include "tests/support/estate_builder.h"

/* Workers stand where the route to the object store is, clients do not. */
#define PLACES                                                                                                         \
    "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nsub s-2 vpc-1 10.0.2.0/24 rt=rt-2\n"                    \
    "pl pl-s3 52.218.0.0/17 name=com.amazonaws.r1.s3\ngwe vpce-s3 vpc-1\nroute rt-2 pl-s3 vpce-s3\n"                   \
    "bucket events r1\nsg sg-a vpc-1\nout sg-a all 0.0.0.0/0\nsg sg-c vpc-1\nout sg-c all 0.0.0.0/0\n"                 \
    "eni a s-1 10.0.1.5 sg=sg-a\neni c s-2 10.0.2.5 sg=sg-c\n"
#define TO_WORKER "in sg-c tcp/8083 sg-a\n"
#define ROLES                                                                                                          \
    "version: 1\nroles:\n  clients: {kind: client, match: {security-group: [sg-a]}}\n  connect: {kind: "               \
    "connect-worker, match: {security-group: [sg-c]}}\n  store: {kind: object-store, match: {name: [events]}}\n"       \
    "  brokers: {kind: broker, match: {security-group: [sg-b]}}\nservices:\n  - {role: connect, listener: REST, "      \
    "port: 8083, security: HTTP, use: connector}\n  - {role: brokers, listener: CLIENT, port: 9094, security: SSL, "   \
    "use: client}\n"

struct row {
    const char *name, *estate;
    const char *chain; /* "clients -> connect -> store", or NULL: none of that kind */
    enum wit_verdict verdict;
};

static const struct row rows[] = {
    {"50: client -> worker -> store", PLACES TO_WORKER, "clients -> connect -> store", WIT_REACHABLE},
    {"the worker is closed to the client", PLACES, NULL, WIT_ISOLATED},
    {"the worker has no way to the store", PLACES TO_WORKER "entry acl-open out 1 deny all 52.218.0.0/17\n", NULL,
     WIT_ISOLATED},
    {"the client reaches the store itself", PLACES TO_WORKER "route rt-1 pl-s3 vpce-s3\n", NULL, WIT_ISOLATED},
    {"a group that is not in evidence may let it through",
     PLACES "missing DescribeSecurityGroups\neni c2 s-2 10.0.2.6 sg=sg-c,sg-gone\n", "clients -> connect -> store",
     WIT_UNKNOWN},
    {"brokers relay to stores",
     PLACES "sg sg-b vpc-1\nin sg-b tcp/9094 sg-a\nout sg-b all 0.0.0.0/0\neni b s-2 "
            "10.0.2.7 sg=sg-b\n",
     "clients -> brokers -> store", WIT_REACHABLE},
};

static struct wit_map *map_of(struct wit_arena *arena, const char *estate)
{
    struct wit_err err = {0};
    struct wit_intent *intent;
    if (!wit_intent_parse(&intent, arena, "intent.yaml", ROLES, strlen(ROLES), &err))
        fail_msg("%s", err.text);
    return wit_map_of_estate(arena, wit_estate_build(arena, estate), NULL, 0, intent, NULL, NULL);
}

static void chains(void **state)
{
    const struct row *row = *state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = map_of(arena, row->estate);
    const struct wit_indirect *found = NULL;
    for (size_t i = 0; i < map->n_indirect; i++)
        if (map->indirect[i].n_legs > 1 && strcmp(map->indirect[i].to, "store") == 0 &&
            strcmp(map->indirect[i].from, "clients") == 0)
            found = &map->indirect[i];
    if ((found != NULL) != (row->chain != NULL))
        fail_msg("%s: %s", row->name, found != NULL ? found->text : "no chain");
    if (found == NULL)
        return;
    assert_memory_equal(found->text, row->chain, strlen(row->chain));
    assert_int_equal(found->verdict, row->verdict);
    assert_string_equal(found->direct, "isolated");
    assert_int_equal(found->n_legs, 2);
    assert_int_equal(found->id[1], '-');
}

/* Verdicts of paths are the same whether there is a chain or not; the map gives back what was written. */
static void apart(void **unused)
{
    (void)unused;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = map_of(arena, rows[0].estate);
    for (size_t i = 0; i < map->n_paths; i++)
        if (strcmp(map->paths[i].from.role, "clients") == 0 && strcmp(map->paths[i].to.kind, "bucket") == 0)
            assert_int_equal(map->paths[i].permitted.verdict, WIT_ISOLATED);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf again;
    wit_buf_init(&text, 1 << 22);
    wit_buf_init(&again, 1 << 22);
    wit_map_write(&text, map);
    struct wit_map *read;
    struct wit_err err = {0};
    if (!wit_map_read(&read, arena, text.data, text.len, &err))
        fail_msg("%s", err.text);
    assert_int_equal(read->n_indirect, map->n_indirect);
    wit_map_write(&again, read);
    assert_string_equal(wit_buf_str(&again), wit_buf_str(&text));
}

int main(void)
{
    enum { N = sizeof rows / sizeof rows[0] };
    struct CMUnitTest tests[N + 1];
    for (size_t i = 0; i < N; i++)
        tests[i] = (struct CMUnitTest){rows[i].name, chains, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    tests[N] = (struct CMUnitTest)cmocka_unit_test(apart);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
