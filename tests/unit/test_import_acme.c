/* tests/unit/test_import_acme.c: samples/acme goes in both ways, is the same account, and shows its faults.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/aws/aws.h"
#include "pathmap/estate.h"
#include "pathmap/pathmap.h"
#include "tests/support/replay.h"
#include "tests/support/temp.h"

#define SAMPLE WIT_SOURCE_DIR "/samples/acme"

enum { SEPTEMBER, OCTOBER };
/* The 15th at 06:00 UTC: an exception that ends on September 30 has ended in October only. */
static const struct {
    const char *name, *now_ms;
} months[] = {{"2026-09", "1789452000000"}, {"2026-10", "1792044000000"}};

static void import(const struct wit_temp *t, int month, const char *bundle)
{
    struct wit_bundle_writer *w;
    struct wit_err err = {0};
    struct wit_import_summary sum = {0};
    const char *dir = wit_fmt(t->arena, SAMPLE "/%s/cli", months[month].name);
    setenv("PATHWITNESS_NOW_MS", months[month].now_ms, 1);
    assert_true(wit_bundle_writer_open(&w, bundle, true, &err));
    if (!wit_aws_import_cli(w, dir, &(struct wit_aws_import_options){0}, t->arena, &sum, &err))
        fail_msg("%s", err.text);
    wit_bundle_writer_close(w);
    assert_int_equal(sum.unrecognised, 0);
    assert_int_equal(sum.not_asked, 0); /* a new row of the table: add its answer to scripts/acme */
    assert_int_equal(sum.gaps, 2);
}

static void collect(const struct wit_temp *t, int month, const char *bundle)
{
    struct wit_replay *replay;
    struct wit_bundle_writer *w;
    struct wit_err err = {0};
    struct wit_collect_summary sum = {0};
    const char *dir = wit_fmt(t->arena, SAMPLE "/%s/http", months[month].name), *region = "eu-west-1";
    if (!wit_replay_start(&replay, &(struct wit_replay_options){.dir = dir}, &err))
        fail_msg("%s", err.text);
    setenv("PATHWITNESS_NOW_MS", months[month].now_ms, 1);
    setenv("AWS_ACCESS_KEY_ID", WIT_REPLAY_KEY, 1);
    setenv("AWS_SECRET_ACCESS_KEY", WIT_REPLAY_SECRET, 1);
    setenv("AWS_CONFIG_FILE", "/dev/null", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1);
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_PROFILE");
    const struct wit_aws_options options = {.regions = &region,
                                            .n_regions = 1,
                                            .endpoint_url =
                                                wit_fmt(t->arena, "http://127.0.0.1:%u", wit_replay_port(replay))};
    assert_true(wit_bundle_writer_open(&w, bundle, true, &err));
    if (!wit_aws_collect(w, &options, &sum, &err))
        fail_msg("%s", err.text);
    wit_bundle_writer_close(w);
    wit_replay_stop(replay);
    assert_int_equal(sum.gaps, 2);
}

static const char *estate_text(const struct wit_temp *t, const char *dir)
{
    struct wit_bundle *b;
    struct wit_estate *e;
    struct wit_err err = {0};
    struct wit_buf out;
    if (!wit_bundle_open(&b, t->arena, dir, &err) ||
        !wit_estate_decode(&e, t->arena, (const struct wit_bundle *const[]){b}, 1, &err))
        fail_msg("%s", err.text);
    wit_buf_init(&out, (size_t)16 << 20);
    wit_estate_write(&out, e, true);
    assert_false(out.over);
    const char *text = wit_strndup(t->arena, wit_buf_str(&out), out.len);
    wit_buf_deinit(&out);
    return text;
}

/* EC2's XML and the command line's JSON of one account are one estate. */
static void test_same_estate(void **state)
{
    const struct wit_temp *t = *state;
    for (int month = SEPTEMBER; month <= OCTOBER; month++) {
        const char *cli = wit_temp_path(t, wit_fmt(t->arena, "%s.cli", months[month].name));
        const char *http = wit_temp_path(t, wit_fmt(t->arena, "%s.http", months[month].name));
        import(t, month, cli);
        collect(t, month, http);
        const char *a = estate_text(t, cli), *b = estate_text(t, http);
        size_t at = 0;
        while (a[at] != '\0' && a[at] == b[at])
            at++;
        size_t from = at < 200 ? 0 : at - 200;
        if (a[at] != b[at])
            fail_msg("%s differ at byte %zu:\n%.400s\n----\n%.400s", months[month].name, at, a + from, b + from);
        assert_true(strlen(a) > 20000);
    }
}

static const struct wit_map *map_of(const struct wit_temp *t, int month)
{
    struct wit_bundle *b;
    struct wit_intent *intent;
    struct wit_map *map = NULL;
    struct wit_err err = {0};
    const char *dir = wit_temp_path(t, months[month].name);
    import(t, month, dir);
    if (!wit_bundle_open(&b, t->arena, dir, &err) || !wit_intent_read(&intent, t->arena, SAMPLE "/intent.yaml", &err) ||
        !wit_map_compute(&map, t->arena, (const struct wit_bundle *const[]){b}, 1, intent, NULL, NULL, &err))
        fail_msg("%s", err.text);
    return map;
}

static void check_assertion(const struct wit_map *map, const char *id, enum wit_proof proof)
{
    for (size_t i = 0; i < map->n_assertions; i++) {
        if (strcmp(map->assertions[i].id, id) != 0)
            continue;
        if (map->assertions[i].proof != proof)
            fail_msg("%s is %s, wanted %s", id, wit_proof_word(map->assertions[i].proof), wit_proof_word(proof));
        return;
    }
    fail_msg("there is no statement %s", id);
}

/* Paths of a class, by what their ends' names begin with. */
struct found {
    size_t n, undeclared, expired, one_way, reachable;
};
static struct found find(const struct wit_map *map, enum wit_class class, const char *from, const char *to)
{
    struct found f = {0};
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        if (p->class != class ||
            strncmp(p->from.name[0] != '\0' ? p->from.name : p->from.id, from, strlen(from)) != 0 ||
            strncmp(p->to.name[0] != '\0' ? p->to.name : p->to.id, to, strlen(to)) != 0)
            continue;
        f.n++;
        f.undeclared += p->declared.verdict == WIT_UNDECLARED;
        f.expired += p->declared.verdict == WIT_EXPIRED;
        f.one_way += p->permitted.verdict == WIT_ONE_WAY;
        f.reachable += p->permitted.verdict == WIT_REACHABLE || p->permitted.verdict == WIT_PARTIAL;
    }
    return f;
}

static void test_september(void **state)
{
    const struct wit_map *map = map_of(*state, SEPTEMBER);
    check_assertion(map, "no-internet-to-brokers", WIT_PROVED);
    check_assertion(map, "no-internet-to-connect-rest", WIT_PROVED);
    check_assertion(map, "quorum-is-closed", WIT_PROVED);
    check_assertion(map, "no-sandbox-to-registry", WIT_PROVED);
    struct found analytics = find(map, WIT_CLASS_CLIENT, "apps-analytics", "kafka-brokers");
    assert_true(analytics.n > 0 && analytics.reachable == analytics.n);
    struct found payments = find(map, WIT_CLASS_CLIENT, "apps-payments", "kafka-brokers");
    assert_true(payments.n > 0 && payments.expired == 0 && payments.undeclared == 0);
    assert_int_equal(find(map, WIT_CLASS_CLIENT, "sandbox", "kafka-brokers").reachable, 0);
}

static void test_october(void **state)
{
    const struct wit_map *map = map_of(*state, OCTOBER);
    check_assertion(map, "no-internet-to-brokers", WIT_PROVED);
    check_assertion(map, "no-internet-to-connect-rest", WIT_VIOLATED);
    check_assertion(map, "quorum-is-closed", WIT_VIOLATED);
    check_assertion(map, "no-sandbox-to-registry", WIT_UNDECIDED);
    struct found analytics = find(map, WIT_CLASS_CLIENT, "apps-analytics", "kafka-brokers");
    assert_true(analytics.n > 0 && analytics.one_way == analytics.n);
    assert_true(find(map, WIT_CLASS_CLIENT, "apps-payments", "kafka-brokers").expired > 0);
    struct found sandbox = find(map, WIT_CLASS_CLIENT, "sandbox", "kafka-brokers");
    assert_true(sandbox.n > 0 && sandbox.undeclared == sandbox.n && sandbox.reachable == sandbox.n);
    assert_true(find(map, WIT_CLASS_CONTROLLER, "apps-orders", "kafka-controllers").reachable > 0);
    assert_true(find(map, WIT_CLASS_CONNECTOR, "internet", "kafka-public").reachable > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_estate, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_september, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_october, wit_temp_set_up, wit_temp_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
