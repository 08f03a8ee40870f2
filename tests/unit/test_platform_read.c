/* tests/unit/test_platform_read.c: topics, ACLs, groups, Connect, registries and properties files; the law of gaps.
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
#include "tests/support/decode_kit.h"
#include "tests/support/estate_builder.h"

#define N(array) (sizeof(array) / sizeof *(array))
#define B        "https://c-1:8443"

static const char *const world = "net vpc-1 10.0.0.0/16\nsub sn-a vpc-1 10.0.1.0/24\n"
                                 "eni eni-1 sn-a 10.0.1.5\neni eni-2 sn-a 10.0.1.6\neni eni-c sn-a 10.0.1.7\n"
                                 "bucket acme-events r1\n";

static const char cluster[] = "{\"cluster_id\":\"C\",\"bootstrap\":[],\"security_protocol\":\"SSL\","
                              "\"controller_id\":null,\"brokers\":[{\"id\":10,\"host\":\"10.0.1.6\",\"port\":9092},"
                              "{\"id\":2,\"host\":\"10.0.1.5\",\"port\":9092}]}";
#define CLUSTER                                                                                                        \
    {                                                                                                                  \
        .source = "kafka", .operation = "DescribeCluster", .resource = "C", .text = cluster                            \
    }

static const struct wit_platform *read_platform(struct wit_arena *arena, const struct wit_kit_answer *answers, size_t n)
{
    struct wit_platform *p;
    struct wit_estate *e = wit_estate_build(arena, world);
    const struct wit_estate *decoded;
    struct wit_err err = {0};
    const struct wit_bundle *bundle = wit_kit_answers(arena, answers, n);
    /* The gaps of the journal come by the ledger: from the decoded estate. */
    struct wit_estate *with;
    assert_true(wit_estate_decode(&with, arena, &bundle, 1, &err));
    decoded = with;
    e->gaps = decoded->gaps;
    e->n_gaps = decoded->n_gaps;
    e->artefacts = decoded->artefacts;
    e->n_artefacts = decoded->n_artefacts;
    assert_true(wit_platform_read(&p, arena, e, &bundle, 1, &err));
    return p;
}

static const char *gap_of(const struct wit_platform *p, wit_gap_ref ref)
{
    return ref == WIT_NO_GAP ? "" : p->gaps[ref].text;
}

static void nothing_says_nothing(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {{.operation = "DescribeVpcs", .text = "{\"Vpcs\":[]}"}};
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    assert_int_equal(p->n_clusters + p->n_connects + p->n_registries + p->n_gaps, 0);
}

/* Bootstrap servers are some of the controllers; voters are all of them. */
static void who_the_controllers_are(void **state)
{
    (void)state;
    static const struct {
        const char *name, *setting, *value;
        bool whole;
    } quorums[] = {{"voters", "controller.quorum.voters", "1@10.0.1.5:9093", true},
                   {"bootstrap servers", "controller.quorum.bootstrap.servers", "10.0.1.5:9093", false},
                   {"voters of a config provider", "controller.quorum.voters", "${env:V}", false}};
    for (size_t i = 0; i < N(quorums); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[] = {
            CLUSTER,
            {.source = "kafka",
             .operation = "DescribeConfigs",
             .resource = "C/broker/2",
             .text = wit_fmt(arena,
                             "{\"entries\":[{\"name\":\"process.roles\",\"value\":\"broker,controller\"},{\"name\":"
                             "\"%s\",\"value\":\"%s\"}],\"removed\":[]}",
                             quorums[i].setting, quorums[i].value)}};
        const struct wit_platform *p = read_platform(arena, answers, N(answers));
        bool whole = p->clusters[0].voters_gap == WIT_NO_GAP;
        if (whole != quorums[i].whole)
            fail_msg("%s: '%s'", quorums[i].name, gap_of(p, p->clusters[0].voters_gap));
    }
}

/* Somebody answered: a list of brokers without one is no list. */
static void a_cluster_without_brokers(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {{.source = "kafka",
                                        .operation = "DescribeCluster",
                                        .resource = "C",
                                        .text = "{\"cluster_id\":\"C\",\"brokers\":[]}"}};
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    assert_int_equal(p->clusters[0].n_nodes, 0);
    assert_non_null(strstr(gap_of(p, p->clusters[0].nodes_gap), "the answer has none"));
}

/* Whatever was not asked of a cluster has a gap; nodes are in order of their numbers. */
static void what_nobody_asked(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {CLUSTER};
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    const struct wit_kafka_cluster *c = &p->clusters[0];
    assert_int_equal(c->n_nodes, 2);
    assert_string_equal(c->nodes[0].id, "2");
    assert_string_equal(c->nodes[1].id, "10");
    assert_int_equal(c->nodes_gap, WIT_NO_GAP);
    assert_non_null(strstr(gap_of(p, c->topics_gap), "nobody asked"));
    assert_non_null(strstr(gap_of(p, c->acls_gap), "nobody asked"));
    assert_non_null(strstr(gap_of(p, c->groups_gap), "nobody asked"));
    assert_non_null(strstr(gap_of(p, c->nodes[0].settings_gap), "the settings of broker 2"));
    assert_int_equal(c->authorizer, WIT_NOT_TOLD);
    assert_string_equal(c->flavour, "");
    assert_string_equal(c->metadata, "");
    assert_string_equal(c->nodes[0].listeners[0].protocol, "SSL");
}

static const struct {
    const char *name, *settings; /* of broker 2; broker 10 has an authorizer */
    enum wit_told authorizer;
    const char *flavour, *metadata;
} fact_rows[] = {
    {"an authorizer on both", "[{\"name\":\"authorizer.class.name\",\"value\":\"A\"}]", WIT_TOLD_YES, "Apache Kafka",
     ""},
    {"none on one", "[{\"name\":\"authorizer.class.name\",\"value\":\"\"}]", WIT_TOLD_NO, "Apache Kafka", ""},
    {"absent is none: the answer is whole", "[{\"name\":\"x\",\"value\":\"\"}]", WIT_TOLD_NO, "Apache Kafka", ""},
    {"hidden is not none", "[{\"name\":\"authorizer.class.name\",\"value\":null,\"sensitive\":true}]", WIT_NOT_TOLD,
     "Apache Kafka", ""},
    {"a config provider's may be empty", "[{\"name\":\"authorizer.class.name\",\"value\":\"${env:A}\"}]", WIT_NOT_TOLD,
     "Apache Kafka", ""},
    {"KRaft",
     "[{\"name\":\"authorizer.class.name\",\"value\":\"A\"},{\"name\":\"process.roles\",\"value\":\"broker\"}]",
     WIT_TOLD_YES, "Apache Kafka", "kraft"},
    {"ZooKeeper",
     "[{\"name\":\"authorizer.class.name\",\"value\":\"A\"},{\"name\":\"zookeeper.connect\",\"value\":\"10.0.1.7:2181,"
     "zk:2181/kafka\"}]",
     WIT_TOLD_YES, "Apache Kafka", "zookeeper"},
    {"AutoMQ",
     "[{\"name\":\"authorizer.class.name\",\"value\":\"A\"},{\"name\":\"s3.data.buckets\",\"value\":"
     "\"0@s3://acme-events?region=r1\"}]",
     WIT_TOLD_YES, "AutoMQ", ""},
    {"Confluent Server",
     "[{\"name\":\"authorizer.class.name\",\"value\":\"A\"},{\"name\":\"confluent.license\","
     "\"value\":null,\"sensitive\":true}]",
     WIT_TOLD_YES, "Confluent Server", ""},
};

static void facts_of_a_cluster(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(fact_rows); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[] = {
            CLUSTER,
            {.source = "kafka",
             .operation = "DescribeConfigs",
             .resource = "C/broker/2",
             .text = wit_fmt(arena, "{\"entries\":%s,\"removed\":[]}", fact_rows[i].settings)},
            {.source = "kafka",
             .operation = "DescribeConfigs",
             .resource = "C/broker/10",
             .text = "{\"entries\":[{\"name\":\"authorizer.class.name\",\"value\":\"A\"}],\"removed\":[]}"}};
        const struct wit_kafka_cluster *c = &read_platform(arena, answers, N(answers))->clusters[0];
        if (c->authorizer != fact_rows[i].authorizer || strcmp(c->flavour, fact_rows[i].flavour) != 0 ||
            strcmp(c->metadata, fact_rows[i].metadata) != 0)
            fail_msg("%s: authorizer %d, '%s', '%s'", fact_rows[i].name, (int)c->authorizer, c->flavour, c->metadata);
        if (strcmp(fact_rows[i].name, "ZooKeeper") == 0) {
            assert_int_equal(c->n_zookeepers, 2);
            assert_string_equal(c->zookeepers[1], "zk:2181");
            assert_string_equal(c->zookeeper_sites[0].interfaces[0]->id, "eni-c");
            assert_int_not_equal(c->zookeeper_sites[1].gap, WIT_NO_GAP);
        }
        if (strcmp(fact_rows[i].name, "AutoMQ") == 0) {
            assert_int_equal(c->n_uses, 1);
            assert_string_equal(c->uses[0].what, "data");
            assert_string_equal(c->uses[0].in_estate->id, "acme-events");
        }
    }
}

static void topics_acls_and_groups(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {
        CLUSTER,
        {.source = "kafka",
         .operation = "ListTopics",
         .resource = "C",
         .more = true,
         .text =
             "{\"topics\":[{\"name\":\"b\",\"internal\":false,\"error\":null,\"partitions\":[{\"id\":0,\"leader\":2,"
             "\"replicas\":[2,10],\"isr\":[2]},{\"id\":1,\"leader\":2,\"replicas\":[2],\"isr\":[2]}]}]}"},
        {.source = "kafka",
         .operation = "ListTopics",
         .resource = "C",
         .page = 2,
         .text = "{\"topics\":[{\"name\":\"a\",\"internal\":true,\"error\":null,\"partitions\":[{\"id\":0,\"leader\":2,"
                 "\"replicas\":[2,77],\"isr\":[2]}]}]}"},
        {.source = "kafka",
         .operation = "DescribeConfigs",
         .resource = "C/topics",
         .text =
             "{\"topics\":[{\"name\":\"a\",\"error\":null,\"entries\":[{\"name\":\"retention.ms\",\"value\":\"5\"}]},"
             "{\"name\":\"b\",\"error\":\"TOPIC_AUTHORIZATION_FAILED\",\"entries\":[]}],\"removed\":[]}"},
        {.source = "kafka", .operation = "DescribeAcls", .resource = "C", .reason = WIT_GAP_DENIED, .text = "no"},
        {.source = "kafka",
         .operation = "DescribeConsumerGroups",
         .resource = "C",
         .text = "{\"groups\":[{\"id\":\"g\",\"state\":\"Stable\",\"protocol_type\":\"consumer\",\"coordinator\":2,"
                 "\"error\":null,\"members\":[{\"client_id\":\"x\",\"host\":\"/10.0.1.7\"}]}]}"},
    };
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    const struct wit_kafka_cluster *c = &p->clusters[0];
    assert_int_equal(c->n_topics, 2);
    assert_string_equal(c->topics[0].name, "a");
    assert_int_equal(c->topics[1].partitions, 2);
    assert_int_equal(c->topics[1].replication, 1);
    assert_string_equal(c->topics[0].retention_ms, "5");
    assert_int_equal(c->topics[0].configs_gap, WIT_NO_GAP);
    assert_int_not_equal(c->topics[1].configs_gap, WIT_NO_GAP);
    assert_int_equal(c->topics_gap, WIT_NO_GAP);
    assert_non_null(strstr(gap_of(p, c->nodes_gap), "broker 77"));
    assert_non_null(strstr(gap_of(p, c->acls_gap), "denied"));
    assert_string_equal(p->gaps[c->acls_gap].remedy,
                        "pathwitness collect kafka, as a principal with Describe on the cluster");
    assert_string_equal(c->groups[0].members[0].host, "10.0.1.7");
    assert_string_equal(c->groups[0].coordinator, "2");
}

/* A page that never came, and one that is no JSON: cut and unreadable, and what came is kept. */
static void pages_that_are_missing(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {
        CLUSTER,
        {.source = "kafka", .operation = "ListTopics", .resource = "C", .more = true, .text = "{\"topics\":[]}"},
        {.source = "kafka", .operation = "DescribeAcls", .resource = "C", .text = "{\"acls\":"},
    };
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    assert_non_null(strstr(gap_of(p, p->clusters[0].topics_gap), "not every page"));
    assert_non_null(strstr(gap_of(p, p->clusters[0].acls_gap), "could not be read"));
}

static void connect_and_its_destinations(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {
        {.source = "connect",
         .operation = "GetRoot",
         .resource = B,
         .text = "{\"version\":\"3.9.0\",\"kafka_cluster_id\":\"C\"}"},
        {.source = "connect",
         .operation = "Access",
         .resource = B,
         .text = "{\"url\":\"" B "\",\"port\":8443,\"anonymous\":false,\"plain\":null,\"server\":[\"10.0.1.7\"]}"},
        {.source = "connect",
         .operation = "ListConnectors",
         .resource = B,
         .text =
             "{\"connectors\":{\"s3\":{\"info\":{\"type\":\"sink\",\"config\":{\"connector.class\":"
             "\"io.confluent.connect.s3.S3SinkConnector\",\"s3.bucket.name\":\"acme-events\",\"aws.secret.access."
             "key\":\"(removed)\"}},\"status\":{\"connector\":{\"state\":\"RUNNING\",\"worker_id\":\"10.0.1.6:8083\"},"
             "\"tasks\":[{\"id\":0,\"worker_id\":\"10.0.1.6:8083\"}]}},\"odd\":{\"info\":{\"type\":\"sink\","
             "\"config\":{\"connector.class\":\"x.Odd\"}},\"status\":{}}},\"removed\":[]}"},
    };
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    const struct wit_connect_cluster *c = &p->connects[0];
    assert_int_equal(c->n_doors, 2);
    assert_int_equal(c->doors[0].anonymous, WIT_TOLD_NO);
    assert_int_equal(c->doors[0].plain, WIT_NOT_TOLD);
    assert_string_equal(c->doors[0].site.interfaces[0]->id, "eni-c");
    assert_string_equal(c->doors[1].site.interfaces[0]->id, "eni-2");
    assert_int_equal(c->n_connectors, 2);
    assert_string_equal(c->connectors[0].name, "odd");
    assert_false(c->connectors[0].known);
    assert_non_null(strstr(gap_of(p, c->connectors[0].gap), "x.Odd"));
    const struct wit_connector *s3 = &c->connectors[1];
    assert_int_equal(s3->n_hidden, 1);
    assert_null(wit_setting_value(s3->settings, s3->n_settings, "aws.secret.access.key"));
    assert_int_equal(s3->n_workers, 1);
    assert_string_equal(s3->destinations[0].in_estate->id, "acme-events");
}

static void a_registry(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {
        {.source = "schema-registry",
         .operation = "GetMode",
         .resource = "http://10.0.1.7:8081",
         .text = "{\"mode\":\"READWRITE\"}"},
        {.source = "schema-registry",
         .operation = "ListSubjects",
         .resource = "http://10.0.1.7:8081",
         .text = "{\"count\":12,\"subjects\":[\"a\"]}"},
        {.source = "schema-registry",
         .operation = "Access",
         .resource = "http://10.0.1.7:8081",
         .text = "{\"port\":8081,\"anonymous\":true,\"plain\":true,\"server\":[]}"},
    };
    const struct wit_registry *g = &read_platform(arena, answers, N(answers))->registries[0];
    assert_string_equal(g->mode, "READWRITE");
    assert_string_equal(g->compatibility, "");
    assert_int_equal(g->subjects, 12);
    assert_int_equal(g->subjects_gap, WIT_NO_GAP);
    assert_int_not_equal(g->settings_gap, WIT_NO_GAP);
    assert_int_equal(g->door.anonymous, WIT_TOLD_YES);
    assert_string_equal(g->door.site.interfaces[0]->id, "eni-c");
}

static const char *file_text(struct wit_arena *arena, const char *kind, const char *at, const char *settings)
{
    const char *out = "";
    while (*settings != '\0') {
        size_t len = strcspn(settings, ";"), key = strcspn(settings, "=");
        out = wit_fmt(arena, "%s%s{\"key\":\"%.*s\",\"value\":\"%.*s\",\"line\":1}", out, out[0] == '\0' ? "" : ",",
                      (int)key, settings, (int)(len - key - 1), settings + key + 1);
        settings += len + (settings[len] == ';');
    }
    return wit_fmt(arena, "{\"file\":\"f\",\"kind\":\"%s\",\"at\":[%s],\"entries\":[%s],\"removed\":[]}", kind, at,
                   out);
}

#define FILE_OF(name, kind, at, settings)                                                                              \
    {                                                                                                                  \
        .source = "kafka-properties", .operation = "Properties", .resource = (name),                                   \
        .text = file_text(arena, (kind), (at), (settings))                                                             \
    }

static void properties_files(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {
        FILE_OF("server-1.properties", "broker", "\"10.0.1.5\"",
                "node.id=1;process.roles=broker;listeners=SSL://b-1:9093;controller.quorum.voters=9@c:9"),
        FILE_OF("server-2.properties", "broker", "\"eni-2\"",
                "node.id=2;process.roles=broker;controller.quorum.voters=9@c:9;ssl.keystore.password=(removed)"),
        FILE_OF("worker.properties", "connect", "\"10.0.1.7\"", "group.id=g;listeners=http://:8083"),
        FILE_OF("registry.properties", "schema-registry", "\"10.0.1.7\"", "listeners=https://0.0.0.0:8085"),
        FILE_OF("mm2.properties", "mirror-maker", "\"10.0.1.7\"",
                "clusters=a,b;a.bootstrap.servers=10.0.1.5:9093;b.bootstrap.servers=192.168.1.1:9092"),
        FILE_OF("odd.properties", "unknown", "", "a=b"),
        FILE_OF("zoo.cfg", "zookeeper", "", "clientPort=2181;server.1=10.0.1.7:2888:3888"),
    };
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    bool told = false;
    for (size_t i = 0; i < p->n_gaps; i++)
        told = told || strncmp(p->gaps[i].text, "what odd.properties configures", 30) == 0;
    assert_true(told);
    assert_int_equal(p->n_clusters, 1);
    const struct wit_kafka_cluster *c = &p->clusters[0];
    assert_string_equal(c->id, "properties");
    assert_int_equal(c->n_nodes, 2);
    assert_string_equal(c->nodes[0].site.interfaces[0]->id, "eni-1");
    assert_string_equal(c->nodes[1].site.interfaces[0]->id, "eni-2");
    assert_string_equal(wit_setting_value(c->nodes[0].settings, c->nodes[0].n_settings, "auto.create.topics.enable"),
                        "true");
    assert_null(wit_setting_value(c->nodes[1].settings, c->nodes[1].n_settings, "ssl.keystore.password"));
    assert_int_equal(c->nodes[1].listeners[0].port, 9092);
    assert_int_equal(c->authorizer, WIT_TOLD_NO);
    assert_int_not_equal(c->nodes_gap, WIT_NO_GAP);
    assert_string_equal(c->zookeepers[0], "10.0.1.7:2181");
    assert_int_equal(p->n_connects, 2);
    assert_string_equal(p->connects[0].id, "g");
    assert_int_equal(p->connects[0].doors[0].plain, WIT_TOLD_YES);
    assert_int_not_equal(p->connects[0].connectors_gap, WIT_NO_GAP);
    assert_int_equal(p->connects[1].connectors[0].n_destinations, 2);
    assert_true(p->connects[1].connectors[0].destinations[1].site.outside);
    assert_int_equal(p->registries[0].door.port, 8085);
}

/* A broker that refused to tell its settings, and its file: the file fills in. One that told them wins over its file.
 */
static void a_file_fills_in(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kit_answer answers[] = {
        CLUSTER,
        {.source = "kafka",
         .operation = "DescribeConfigs",
         .resource = "C/broker/2",
         .reason = WIT_GAP_DENIED,
         .text = "no"},
        {.source = "kafka",
         .operation = "DescribeConfigs",
         .resource = "C/broker/10",
         .text =
             "{\"entries\":[{\"name\":\"listeners\",\"value\":\"PLAINTEXT://:9092\"},{\"name\":\"zookeeper.connect\","
             "\"value\":\"z:1\"}],\"removed\":[]}"},
        FILE_OF("two.properties", "broker", "", "broker.id=2;zookeeper.connect=z:1;listeners=SSL://:9092"),
        FILE_OF("ten.properties", "broker", "", "broker.id=10;zookeeper.connect=z:1;listeners=SSL://:9092"),
    };
    const struct wit_platform *p = read_platform(arena, answers, N(answers));
    assert_int_equal(p->n_clusters, 1);
    assert_int_equal(p->clusters[0].n_nodes, 2);
    assert_string_equal(p->clusters[0].nodes[0].listeners[0].protocol, "SSL");
    assert_int_equal(p->clusters[0].nodes[0].settings_gap, WIT_NO_GAP);
    assert_string_equal(p->clusters[0].nodes[0].site.interfaces[0]->id, "eni-1");
    assert_string_equal(p->clusters[0].nodes[1].listeners[0].protocol, "PLAINTEXT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_says_nothing),
        cmocka_unit_test(what_nobody_asked),
        cmocka_unit_test(who_the_controllers_are),
        cmocka_unit_test(a_cluster_without_brokers),
        cmocka_unit_test(facts_of_a_cluster),
        cmocka_unit_test(topics_acls_and_groups),
        cmocka_unit_test(pages_that_are_missing),
        cmocka_unit_test(connect_and_its_destinations),
        cmocka_unit_test(a_registry),
        cmocka_unit_test(properties_files),
        cmocka_unit_test(a_file_fills_in),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    wit_kit_bundles_remove();
    return failed;
}
