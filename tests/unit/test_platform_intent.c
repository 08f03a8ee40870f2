/* tests/unit/test_platform_intent.c: what Kafka tells becomes services and roles; what people wrote stays as it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "pathmap/kafka/platform.h"
#include "pathmap/pathmap.h"
#include "pathmap/review/roles.h"
#include "tests/support/decode_kit.h"
#include "tests/support/estate_builder.h"

#define N(array) (sizeof(array) / sizeof *(array))

static const char *const world = "net vpc-1 10.0.0.0/16\nsub sn-a vpc-1 10.0.1.0/24\n"
                                 "eni eni-1 sn-a 10.0.1.5\neni eni-2 sn-a 10.0.1.6\neni eni-3 sn-a 10.0.1.7\n"
                                 "eni eni-lb sn-a 10.0.1.9 type=network_load_balancer\n";

struct made {
    struct wit_estate *estate;
    struct wit_platform *platform;
    const struct wit_intent *before, *after;
};

/* Broker 1 at 10.0.1.5 with these settings, broker 2 at `second`. */
static struct made make(struct wit_arena *arena, const char *settings, const char *second, const char *intent)
{
    struct made m = {.estate = wit_estate_build(arena, world)};
    struct wit_err err = {0};
    struct wit_intent *read = NULL;
    struct wit_kit_answer answers[] = {
        {.source = "kafka",
         .operation = "DescribeCluster",
         .resource = "C",
         .text = wit_fmt(arena,
                         "{\"cluster_id\":\"C\",\"security_protocol\":\"SSL\",\"brokers\":[{\"id\":1,\"host\":"
                         "\"10.0.1.5\",\"port\":9092},{\"id\":2,\"host\":\"%s\",\"port\":9092}]}",
                         second)},
        {.source = "kafka",
         .operation = "DescribeConfigs",
         .resource = "C/broker/1",
         .text = wit_fmt(arena, "{\"entries\":[%s],\"removed\":[]}", settings)},
        {.source = "kafka",
         .operation = "DescribeConfigs",
         .resource = "C/broker/2",
         .text = wit_fmt(arena, "{\"entries\":[%s],\"removed\":[]}", settings)}};
    const struct wit_bundle *bundle = wit_kit_answers(arena, answers, N(answers));
    if (intent != NULL && !wit_intent_parse(&read, arena, "i", intent, strlen(intent), &err))
        fail_msg("%s", err.text);
    assert_true(wit_platform_read(&m.platform, arena, m.estate, &bundle, 1, &err));
    wit_platform_adopt(m.estate, m.platform, arena);
    m.before = read;
    m.after = wit_platform_intent(arena, m.estate, m.platform, read);
    return m;
}

static const char *text_of(struct wit_arena *arena, const struct made *m)
{
    const char *out = "";
    for (size_t i = 0; i < m->after->n_roles; i++) {
        struct wit_holders h;
        wit_role_members(&h, arena, m->estate, &m->after->roles[i]);
        out = wit_fmt(arena, "%s%s%s%s:", out, i == 0 ? "" : " ", m->after->roles[i].id,
                      m->after->roles[i].derived ? "*" : "");
        for (size_t k = 0; k < h.n_interfaces; k++)
            out = wit_fmt(arena, "%s %s", out, h.interfaces[k]->id);
        char prefix[WIT_PREFIX_TEXT];
        for (size_t k = 0; k < h.n_outside; k++)
            out = wit_fmt(arena, "%s %s", out, wit_prefix_text(prefix, h.outside[k]));
        out = wit_fmt(arena, "%s%s;", out, m->after->roles[i].derived && h.gap != WIT_NO_GAP ? " ?" : "");
    }
    for (size_t i = 0; i < m->after->n_services; i++) {
        const struct wit_service *s = &m->after->services[i];
        struct wit_buf ports;
        wit_buf_init(&ports, 200);
        wit_pset_text(&ports, s->ports);
        out = wit_fmt(arena, "%s %s%s=%s/%s/%s/%s", out, s->role->id, s->derived ? "*" : "", s->listener, s->security,
                      wit_class_word(s->use), wit_buf_str(&ports));
        wit_buf_deinit(&ports);
    }
    for (size_t i = 0; i < m->after->n_differences; i++)
        out = wit_fmt(arena, "%s !%s", out, m->after->differences[i].text);
    return out;
}

#define PLAIN "{\"name\":\"listeners\",\"value\":\"PLAINTEXT://:9092\"}"
#define TWO                                                                                                            \
    "{\"name\":\"listeners\",\"value\":\"A://:9092,R://:9093\"},{\"name\":\"listener.security.protocol.map\","         \
    "\"value\":\"A:SASL_SSL,R:SSL\"},{\"name\":\"inter.broker.listener.name\",\"value\":\"R\"}"

static const struct {
    const char *name, *settings, *second, *intent, *expect;
} rows[] = {
    {"no intent: a role of its own", PLAIN, "10.0.1.6", NULL,
     "kafka-brokers*: eni-1 eni-2; kafka-brokers*=PLAINTEXT/PLAINTEXT/client/tcp/9092"},
    {"a broker that is not placed: there may be more", PLAIN, "10.0.1.77", NULL,
     "kafka-brokers*: eni-1 ?; kafka-brokers*=PLAINTEXT/PLAINTEXT/client/tcp/9092"},
    {"a broker outside: a role beside it", PLAIN, "192.168.1.1", NULL,
     "kafka-brokers*: eni-1; kafka-brokers-outside*: 192.168.1.1/32; "
     "kafka-brokers*=PLAINTEXT/PLAINTEXT/client/tcp/9092 kafka-brokers-outside*=PLAINTEXT/PLAINTEXT/client/tcp/9092"},
    {"a written role keeps its members and gets the listeners", TWO, "10.0.1.6",
     "version: 1\nroles:\n  b: {kind: broker, match: {id: eni-1}}\n",
     "b: eni-1; kafka-brokers*: eni-2; b*=A/SASL_SSL/client/tcp/9092 b*=R/SSL/replication/tcp/9093 "
     "kafka-brokers*=A/SASL_SSL/client/tcp/9092 kafka-brokers*=R/SSL/replication/tcp/9093"},
    {"a role of another kind is not touched", PLAIN, "10.0.1.6",
     "version: 1\nroles:\n  b: {kind: client, match: {id: [eni-1, eni-2]}}\n",
     "b: eni-1 eni-2; kafka-brokers*: eni-1 eni-2; kafka-brokers*=PLAINTEXT/PLAINTEXT/client/tcp/9092"},
    {"a written service stands, the difference is told", TWO, "10.0.1.6",
     "version: 1\nroles:\n  b: {kind: broker, match: {id: [eni-1, eni-2]}}\nservices:\n"
     "  - {role: b, listener: A, port: 9092, security: PLAINTEXT, use: client}\n",
     "b: eni-1 eni-2; b=A/PLAINTEXT/client/tcp/9092 b*=R/SSL/replication/tcp/9093 "
     "!security is 'PLAINTEXT' in the intent and 'SASL_SSL' by broker 1 of C"},
    {"an id that is taken", PLAIN, "10.0.1.6",
     "version: 1\nroles:\n  kafka-brokers: {kind: client, match: {id: eni-3}}\n",
     "kafka-brokers: eni-3; kafka-brokers-2*: eni-1 eni-2; kafka-brokers-2*=PLAINTEXT/PLAINTEXT/client/tcp/9092"},
    {"a balancer in front has a role of its own",
     "{\"name\":\"listeners\",\"value\":\"P://10.0.1.5:9092\"},{\"name\":\"advertised.listeners\",\"value\":"
     "\"P://10.0.1.9:19092\"},{\"name\":\"listener.security.protocol.map\",\"value\":\"P:SSL\"}",
     "10.0.1.5", NULL,
     "kafka-brokers*: eni-1; kafka-fronts*: eni-lb; kafka-brokers*=P/SSL/client/tcp/9092 "
     "kafka-fronts*=P/SSL/client/tcp/19092"},
    {"JMX and an exporter are telemetry",
     PLAIN ",{\"name\":\"jmx.port\",\"value\":\"9999\"},{\"name\":\"s3.telemetry.metrics.exporter.uri\",\"value\":"
           "\"prometheus://?host=0.0.0.0&port=9090\"}",
     "10.0.1.6", NULL,
     "kafka-brokers*: eni-1 eni-2; kafka-brokers*=PLAINTEXT/PLAINTEXT/client/tcp/9092 "
     "kafka-brokers*=JMX//telemetry/tcp/9999 kafka-brokers*=metrics//telemetry/tcp/9090"},
    {"a listener on loopback is on no interface",
     "{\"name\":\"listeners\",\"value\":\"P://127.0.0.1:9092,Q://10.0.1.5:9093\"},{\"name\":"
     "\"listener.security.protocol.map\",\"value\":\"P:SSL,Q:SSL\"},{\"name\":\"inter.broker.listener.name\",\"value\":"
     "\"Q\"}",
     "10.0.1.5", NULL, "kafka-brokers*: eni-1 ?; kafka-brokers*=Q/SSL/replication/tcp/9093"},
};

static void roles_and_services(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct made m = make(arena, rows[i].settings, rows[i].second, rows[i].intent);
        const char *text = text_of(arena, &m);
        if (strcmp(text, rows[i].expect) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", rows[i].name, text, rows[i].expect);
        assert_int_equal(wit_intent_declares(m.after), rows[i].intent != NULL);
    }
}

/* Statements and paths speak of the same endpoints as before: no role of theirs got or lost a member. */
static void statements_stay_as_they_are(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct made m = make(arena, TWO, "10.0.1.6",
                         "version: 1\nroles:\n  b: {kind: broker, match: {id: eni-1}}\n"
                         "  z: {kind: client, match: {id: eni-3}}\n"
                         "paths:\n  - {id: p, class: client, from: z, to: b, owner: o}\n"
                         "never:\n  - {id: n, from: [\"!b\"], to: b}\n");
    assert_int_equal(m.after->n_nevers, 1);
    assert_int_equal(m.after->n_paths, 1);
    assert_true(m.after->paths[0].any_port == m.before->paths[0].any_port);
    struct wit_party was, is;
    wit_ends_party(&was, arena, m.estate, m.before->nevers[0].from, 1, false);
    wit_ends_party(&is, arena, m.estate, m.after->nevers[0].from, 1, false);
    assert_int_equal(was.n_parts, is.n_parts);
    assert_int_equal(was.gap, is.gap);
    for (size_t i = 0; i < was.n_parts; i++) {
        assert_int_equal(was.parts[i].n_interfaces, is.parts[i].n_interfaces);
        for (size_t k = 0; k < was.parts[i].n_interfaces; k++)
            assert_ptr_equal(was.parts[i].interfaces[k], is.parts[i].interfaces[k]);
    }
    assert_ptr_equal(m.after->nevers[0].to.role, wit_intent_role(m.after, "b"));
    assert_ptr_equal(m.after->paths[0].from[0].role, wit_intent_role(m.after, "z"));
}

/* "!kafka-brokers" with a broker that is not placed: nobody can be sure who is none. */
static void others_than_brokers_are_not_sure(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct made m = make(arena, PLAIN, "10.0.1.77", NULL);
    struct wit_party party;
    assert_true(wit_intent_party(&party, arena, m.after, m.estate, "!kafka-brokers"));
    assert_int_not_equal(party.gap, WIT_NO_GAP);
    assert_non_null(strstr(m.estate->gaps[party.gap].text, "10.0.1.77"));
}

static void without_kafka_nothing_changes(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_estate *e = wit_estate_build(arena, world);
    struct wit_platform none = {0};
    assert_null(wit_platform_intent(arena, e, &none, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_and_services),
        cmocka_unit_test(statements_stay_as_they_are),
        cmocka_unit_test(others_than_brokers_are_not_sure),
        cmocka_unit_test(without_kafka_nothing_changes),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    wit_kit_bundles_remove();
    return failed;
}
