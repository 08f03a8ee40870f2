/* tests/unit/test_inventory.c: whole reviews of small accounts: paths, witnesses, status, statements, findings.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A folder of tests/golden/review a case: cli/ what the AWS CLI printed, intent.yaml (may be absent), review.txt what
 * the map must say. WIT_GOLDEN_UPDATE=1 in the environment writes review.txt anew: read the difference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "collectors/aws/aws.h"
#include "pathmap/pathmap.h"
#include "tests/support/evidence_kit.h"

#define CASES WIT_SOURCE_DIR "/tests/golden/review"

/* Kafka's evidence, and one gap: broker 2 does not tell. */
static bool add_kafka(struct wit_bundle_writer *w, struct wit_arena *arena, const char *folder, struct wit_err *err)
{
    static const struct {
        const char *file, *source, *operation, *resource;
    } rows[] = {
        {"kafka-describecluster", "kafka", "DescribeCluster", "C"},
        {"kafka-describeconfigs", "kafka", "DescribeConfigs", "C/broker/1"},
        {"kafka-resolvenames", "kafka", "ResolveNames", "C"},
        {"kafka-listtopics", "kafka", "ListTopics", "C"},
        {"kafka-describeacls", "kafka", "DescribeAcls", "C"},
        {"kafka-describeconsumergroups", "kafka", "DescribeConsumerGroups", "C"},
        {"connect-getroot", "connect", "GetRoot", "https://10.0.5.18:8083"},
        {"connect-listconnectors", "connect", "ListConnectors", "https://10.0.5.18:8083"},
        {"connect-access", "connect", "Access", "https://10.0.5.18:8083"},
        {"connect-resolvenames", "connect", "ResolveNames", "https://10.0.5.18:8083"},
    };
    struct wit_record gap = {.kind = WIT_REC_GAP,
                             .subject = {"kafka", NULL, NULL, "kafka", "DescribeConfigs", "C/broker/2"},
                             .reason = WIT_GAP_DENIED,
                             .detail = "CLUSTER_AUTHORIZATION_FAILED"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *bytes;
        size_t len;
        struct wit_record r = {
            .subject = {rows[i].source, NULL, NULL, rows[i].source, rows[i].operation, rows[i].resource},
            .page = 1,
            .last_page = true,
            .request = "test",
            .media = "application/json",
            .root = ""};
        if (!wit_file_read(&bytes, &len, arena, wit_fmt(arena, "%s/%s.json", folder, rows[i].file), 1 << 20, err) ||
            !wit_bundle_put(w, &r, bytes, len, NULL, err))
            return false;
    }
    return wit_bundle_note(w, &gap, err);
}

static const struct wit_map *compute(struct wit_arena *arena, const char *name, const char *dir)
{
    struct wit_err err = {0};
    struct wit_bundle_writer *w;
    struct wit_import_summary sum = {0};
    struct wit_bundle *bundle;
    struct wit_intent *intent = NULL;
    struct wit_map *map;
    const char *folder = wit_fmt(arena, CASES "/%s", name), *path = wit_fmt(arena, "%s/intent.yaml", folder);
    const struct wit_aws_import_options options = {
        .account = "111122223333", .region = "eu-west-1", .assume_empty = true};
    setenv("PATHWITNESS_NOW_MS", "1792044000000", 1); /* 2026-10-15 */
    const char *evidence = wit_fmt(arena, "%s/evidence", dir), *cli = wit_fmt(arena, "%s/cli", folder);
    bool kafka = strncmp(name, "kafka", 5) == 0; /* the account of "platform", with what Kafka says of itself */
    if (!wit_bundle_writer_open(&w, evidence, false, &err) ||
        !wit_aws_import_cli(w, kafka ? CASES "/platform/cli" : cli, &options, arena, &sum, &err) ||
        (kafka && !add_kafka(w, arena, CASES "/kafka/kafka", &err)))
        fail_msg("%s: %s", name, err.text);
    wit_bundle_writer_close(w);
    if (!wit_bundle_open(&bundle, arena, evidence, &err) ||
        (wit_path_exists(path) && !wit_intent_read(&intent, arena, path, &err)))
        fail_msg("%s: %s", name, err.text);
    const struct wit_bundle *const bundles[] = {bundle};
    if (!wit_map_compute(&map, arena, bundles, 1, intent, NULL, NULL, &err))
        fail_msg("%s: %s", name, err.text);
    return map;
}

static void add_scope(struct wit_buf *out, const struct wit_scope *s)
{
    wit_buf_printf(out, "%s%s%s%s", s->id, s->role[0] == '\0' ? "" : " (", s->role, s->role[0] == '\0' ? "" : ")");
}

/* What matters of a map, one line a thing; no ids that come from digests. */
static void describe(struct wit_buf *out, const struct wit_map *map)
{
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        wit_buf_printf(out, "%s %s ", wit_status_word(p->status), wit_class_word(p->class));
        add_scope(out, &p->from);
        wit_buf_puts(out, " -> ");
        add_scope(out, &p->to);
        wit_buf_printf(out, ": %s at ", wit_verdict_word(p->permitted.verdict));
        wit_port_ranges_text(out, p->service.ports, p->service.n_ports);
        wit_buf_printf(out, " [%s] %zu>%zu, open ", p->service.listener, (size_t)p->permitted.from_endpoints,
                       (size_t)p->permitted.to_endpoints);
        wit_port_ranges_text(out, p->permitted.ports, p->permitted.n_ports);
        wit_buf_printf(out, "; %s %s;", wit_declared_word(p->declared.verdict), p->declared.intent);
        for (size_t k = 0; k < p->n_reasons; k++)
            wit_buf_printf(out, " %s", p->reasons[k].code);
        if (p->observed.verdict == WIT_SEEN)
            wit_buf_printf(out, "; seen by %s: %s", p->observed.vantages[0],
                           p->observed.n_client_ids == 0 ? "" : p->observed.client_ids[0]);
        wit_buf_puts(out, "\n");
    }
    for (size_t i = 0; i < map->n_assertions; i++) {
        const struct wit_assertion *a = &map->assertions[i];
        wit_buf_printf(out, "never %s: %s (%zu gaps)\n", a->id, wit_proof_word(a->proof), a->n_gaps);
        for (size_t k = 0; k < a->n_witnesses; k++) {
            const struct wit_witness *x = &a->witnesses[k];
            wit_buf_printf(out, "  %s: %s -> %s %s: %s\n", wit_verdict_word(x->verdict), x->from, x->to, x->ports,
                           x->decider);
        }
    }
    for (size_t i = 0; i < map->n_findings; i++)
        wit_buf_printf(out, "%s %s (%zu paths): %s\n", wit_severity_word(map->findings[i].severity),
                       map->findings[i].check, map->findings[i].n_paths, map->findings[i].text);
}

static void check(const char *name)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out, json, again;
    struct wit_err err = {0};
    char *dir = wit_kit_dir(arena), *expected;
    size_t len;
    wit_buf_init(&out, 1 << 20);
    wit_buf_init(&json, 64 << 20);
    wit_buf_init(&again, 64 << 20);
    const struct wit_map *map = compute(arena, name, dir);
    describe(&out, map);
    const char *path = wit_fmt(arena, CASES "/%s/review.txt", name);
    if (getenv("WIT_GOLDEN_UPDATE") != NULL)
        assert_true(wit_file_write(path, wit_buf_str(&out), out.len, &err));
    if (!wit_file_read(&expected, &len, arena, path, 1 << 20, &err))
        fail_msg("%s", err.text);
    if (strcmp(expected, wit_buf_str(&out)) != 0)
        fail_msg("%s: the review says\n%s", name, wit_buf_str(&out));
    struct wit_map *read;
    wit_map_write(&json, map);
    if (!wit_map_read(&read, arena, wit_buf_str(&json), json.len, &err))
        fail_msg("%s: %s", name, err.text);
    wit_map_write(&again, read);
    assert_string_equal(wit_buf_str(&json), wit_buf_str(&again));
    wit_kit_remove(dir);
}

static void a_platform_with_faults(void **state)
{
    (void)state;
    check("platform");
}

/* The same account, its network ACLs denied: nothing between subnets is sure any more, and nothing becomes "no". */
static void denied_acls_leave_it_open(void **state)
{
    (void)state;
    check("denied");
}

/* The same account, its open port admitting one office only: some of the internet is not all of it. */
static void one_office_is_not_the_internet(void **state)
{
    (void)state;
    check("office");
}

static void without_intent(void **state)
{
    (void)state;
    check("no-intent");
}

/* Kafka's own evidence beside an intent: services and destinations are added, roles and statements stay. */
static void kafka_beside_an_intent(void **state)
{
    (void)state;
    check("kafka");
}

static void kafka_without_intent(void **state)
{
    (void)state;
    check("kafka-no-intent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_platform_with_faults),         cmocka_unit_test(denied_acls_leave_it_open),
        cmocka_unit_test(one_office_is_not_the_internet), cmocka_unit_test(without_intent),
        cmocka_unit_test(kafka_beside_an_intent),         cmocka_unit_test(kafka_without_intent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
