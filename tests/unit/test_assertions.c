/* tests/unit/test_assertions.c: `never` statements about one small account, each proved, violated or unknown.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/aws/aws.h"
#include "pathmap/pathmap.h"
#include "tests/support/evidence_kit.h"

#define GOLDEN WIT_SOURCE_DIR "/tests/golden/review"
#define ROLES                                                                                                          \
    "version: 1\nroles:\n"                                                                                             \
    "  brokers:     {kind: broker,         match: {tag: {Role: broker}}}\n"                                            \
    "  controllers: {kind: controller,     match: {tag: {Role: controller}}}\n"                                        \
    "  connect:     {kind: connect-worker, match: {security-group: sg-connect}}\n"                                     \
    "  far:         {kind: client,         match: {subnet: subnet-far}}\n"                                             \
    "  nobody:      {kind: client,         match: {name: nobody}}\n"                                                   \
    "never:\n  - "

/* `full`: every list is there or assumed empty; `denied`: network ACLs were refused; `bare`: nothing is assumed. */
static const struct {
    const char *name, *statement;
    enum wit_proof full, denied, bare;
} rows[] = {
    {"no public address", "{id: n, from: internet, to: brokers}", WIT_PROVED, WIT_PROVED, WIT_UNDECIDED},
    {"open to the world", "{id: n, from: internet, to: connect, ports: [tcp/8083]}", WIT_VIOLATED, WIT_UNDECIDED,
     WIT_UNDECIDED},
    {"another port", "{id: n, from: internet, to: connect, ports: [tcp/8082]}", WIT_PROVED, WIT_PROVED, WIT_PROVED},
    {"a group closes it", "{id: n, from: far, to: controllers}", WIT_PROVED, WIT_PROVED, WIT_PROVED},
    {"answers are blocked", "{id: n, from: far, to: brokers, ports: [tcp/9096]}", WIT_VIOLATED, WIT_UNDECIDED,
     WIT_VIOLATED},
    {"neither of two roles", "{id: n, from: [\"!brokers\", \"!controllers\"], to: controllers}", WIT_PROVED, WIT_PROVED,
     WIT_UNDECIDED},
    {"one of the two may", "{id: n, from: [\"!controllers\"], to: controllers}", WIT_VIOLATED, WIT_UNDECIDED,
     WIT_VIOLATED},
    {"added to by a role", "{id: n, from: [\"!brokers\", \"!controllers\", brokers], to: controllers}", WIT_VIOLATED,
     WIT_UNDECIDED, WIT_VIOLATED},
    {"inside one subnet no ACL", "{id: n, from: controllers, to: controllers, ports: [tcp/9093]}", WIT_VIOLATED,
     WIT_VIOLATED, WIT_VIOLATED},
    {"outside without a way in", "{id: n, from: 192.168.0.0/16, to: brokers}", WIT_PROVED, WIT_PROVED, WIT_UNDECIDED},
    {"from nobody", "{id: n, from: nobody, to: brokers}", WIT_UNDECIDED, WIT_UNDECIDED, WIT_UNDECIDED},
    {"to nobody", "{id: n, from: internet, to: nobody}", WIT_UNDECIDED, WIT_UNDECIDED, WIT_UNDECIDED},
};

static struct wit_bundle *import(struct wit_arena *arena, const char *dir, const char *name, bool assume_empty)
{
    struct wit_err err = {0};
    struct wit_bundle_writer *w;
    struct wit_import_summary sum = {0};
    struct wit_bundle *bundle;
    const struct wit_aws_import_options options = {
        .account = "111122223333", .region = "eu-west-1", .assume_empty = assume_empty};
    const char *evidence = wit_fmt(arena, "%s/%s%d", dir, name, assume_empty);
    if (!wit_bundle_writer_open(&w, evidence, false, &err) ||
        !wit_aws_import_cli(w, wit_fmt(arena, GOLDEN "/%s/cli", name), &options, arena, &sum, &err))
        fail_msg("%s", err.text);
    wit_bundle_writer_close(w);
    if (!wit_bundle_open(&bundle, arena, evidence, &err))
        fail_msg("%s", err.text);
    return bundle;
}

static enum wit_proof prove(struct wit_arena *arena, const struct wit_bundle *bundle, const char *statement)
{
    struct wit_err err = {0};
    struct wit_intent *intent;
    struct wit_map *map = NULL;
    const char *text = wit_fmt(arena, ROLES "%s\n", statement);
    if (!wit_intent_parse(&intent, arena, "i", text, strlen(text), &err) ||
        !wit_map_compute(&map, arena, &bundle, 1, intent, NULL, NULL, &err))
        fail_msg("%s", err.text);
    const struct wit_assertion *a = &map->assertions[0];
    assert_true(a->n_witnesses > 0 || a->n_gaps > 0); /* no verdict without its reason */
    for (size_t i = 0; i < a->n_witnesses && a->proof == WIT_PROVED; i++) {
        assert_int_equal(a->witnesses[i].verdict, WIT_ISOLATED);
        if (a->witnesses[i].evidence[0] == 0)
            fail_msg("%s: nothing cited for %s", statement, a->witnesses[i].decider);
    }
    for (size_t i = 0; i < a->n_gaps; i++) { /* every gap that is named is told */
        bool told = false;
        for (size_t k = 0; k < map->n_gaps && !told; k++)
            told = strcmp(map->gaps[k].id, a->gaps[i]) == 0;
        assert_true(told);
    }
    return a->proof;
}

static void proves_violates_or_leaves_open(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *dir = wit_kit_dir(arena);
    setenv("PATHWITNESS_NOW_MS", "1792044000000", 1);
    const struct wit_bundle *full = import(arena, dir, "platform", true), *denied = import(arena, dir, "denied", true);
    const struct wit_bundle *bare = import(arena, dir, "platform", false);
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct {
            const char *name;
            const struct wit_bundle *bundle;
            enum wit_proof proof;
        } runs[] = {{"full", full, rows[i].full}, {"denied", denied, rows[i].denied}, {"bare", bare, rows[i].bare}};
        for (size_t k = 0; k < 3; k++) {
            enum wit_proof proof = prove(arena, runs[k].bundle, rows[i].statement);
            if (proof != runs[k].proof) {
                print_error("%s, %s: %s, not %s\n", rows[i].name, runs[k].name, wit_proof_word(proof),
                            wit_proof_word(runs[k].proof));
                wrong++;
            }
        }
    }
    wit_kit_remove(dir);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(proves_violates_or_leaves_open)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
