/* tests/unit/test_platform.c: Kafka's evidence becomes clusters, nodes and listeners; what is not told is a gap.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/platform.h"
#include "tests/support/decode_kit.h"
#include "tests/support/estate_builder.h"

#define N(array) (sizeof(array) / sizeof *(array))

static const char *const world = "net vpc-1 10.0.0.0/16\n"
                                 "sub sn-a vpc-1 10.0.1.0/24\n"
                                 "eni eni-1 sn-a 10.0.1.5=54.0.0.5 instance=i-1\n"
                                 "eni eni-2 sn-a 10.0.1.6 instance=i-2\n"
                                 "eni eni-3 sn-a 10.0.1.7 type=network_load_balancer\n"
                                 "net vpc-2 10.9.0.0/16\nsub sn-z vpc-2 10.9.1.0/24\n"
                                 "net vpc-3 10.9.0.0/16\nsub sn-y vpc-3 10.9.1.0/24\n"
                                 "eni eni-8 sn-z 10.9.1.5=54.0.0.8\n"
                                 "eni eni-9 sn-y 10.9.1.5\n";

static const char *const cluster_text =
    "{\"cluster_id\":\"C\",\"bootstrap\":[\"b-1:9096\"],\"security_protocol\":\"SASL_SSL\",\"sasl_mechanism\":null,"
    "\"controller_id\":1,\"brokers\":[{\"id\":1,\"host\":\"%s\",\"port\":9092,\"rack\":null}]}";

/* "key=value;key=value" as entries; "key" alone is sensitive, "key~value" is a default. */
static const char *configs(struct wit_arena *arena, const char *text)
{
    const char *out = "";
    while (*text != '\0') {
        size_t len = strcspn(text, ";");
        char *entry = wit_strndup(arena, text, len), *sign = strpbrk(entry, "=~");
        bool standard = sign != NULL && *sign == '~';
        if (sign != NULL)
            *sign++ = '\0';
        out = wit_fmt(arena,
                      "%s%s{\"name\":\"%s\",\"value\":%s%s%s,\"source\":\"%s\",\"read_only\":true,"
                      "\"default\":%s,\"sensitive\":%s}",
                      out, out[0] == '\0' ? "" : ",", entry, sign == NULL ? "" : "\"", sign == NULL ? "null" : sign,
                      sign == NULL ? "" : "\"", standard ? "DEFAULT_CONFIG" : "STATIC_BROKER_CONFIG",
                      standard ? "true" : "false", sign == NULL ? "true" : "false");
        text += len + (text[len] == ';');
    }
    return wit_fmt(arena, "{\"type\":\"broker\",\"name\":\"1\",\"entries\":[%s],\"removed\":[]}", out);
}

static const struct wit_platform *read_platform(struct wit_arena *arena, const char *estate,
                                                const struct wit_kit_answer *answers, size_t n)
{
    struct wit_platform *p;
    struct wit_err err = {0};
    const struct wit_bundle *bundle = wit_kit_answers(arena, answers, n);
    assert_true(wit_platform_read(&p, arena, wit_estate_build(arena, estate), &bundle, 1, &err));
    return p;
}

static const struct wit_platform *one_broker(struct wit_arena *arena, const char *host, const char *settings)
{
    struct wit_kit_answer answers[] = {
        {.source = "kafka",
         .operation = "DescribeCluster",
         .resource = "C",
         .text = wit_fmt(arena, cluster_text, host)},
        {.source = "kafka", .operation = "DescribeConfigs", .resource = "C/broker/1", .text = configs(arena, settings)},
    };
    return read_platform(arena, world, answers, N(answers));
}

static const char *listeners_text(struct wit_arena *arena, const struct wit_kafka_node *node)
{
    static const char *const uses[] = {"client", "replication", "controller", "both"};
    const char *out = "";
    for (size_t i = 0; i < node->n_listeners; i++) {
        const struct wit_kafka_listener *l = &node->listeners[i];
        out = wit_fmt(arena, "%s%s%s/%s/%s %s:%u>%s:%u%s%s%s%s", out, i == 0 ? "" : " | ", l->name, l->protocol,
                      uses[l->use], l->bind_host, l->port, l->advertised_host, l->advertised_port,
                      l->mechanisms[0] == '\0' ? "" : " ", l->mechanisms,
                      l->client_auth[0] == '\0' ? "" : " auth=", l->client_auth);
    }
    return wit_fmt(arena, "%s%s", out, node->listeners_gap == WIT_NO_GAP ? "" : " ?");
}

static const struct {
    const char *name, *settings, *expect;
} listener_rows[] = {
    {"nothing is set: PLAINTEXT on 9092", "broker.id=1", "PLAINTEXT/PLAINTEXT/both :9092>b-1:9092"},
    {"host.name and port of old versions", "port=9093;host.name=10.0.1.5",
     "PLAINTEXT/PLAINTEXT/both 10.0.1.5:9093>10.0.1.5:9093"},
    {"advertised.host.name of old versions", "port=9093;advertised.host.name=Kafka.example;advertised.port=19093",
     "PLAINTEXT/PLAINTEXT/both :9093>kafka.example:19093"},
    {"names of protocols need no map",
     "listeners=PLAINTEXT://:9092,SSL://:9093;listener.security.protocol.map~PLAINTEXT:PLAINTEXT,SSL:SSL",
     "PLAINTEXT/PLAINTEXT/replication :9092>b-1:9092 | SSL/SSL/client :9093>:9093 auth=none"},
    {"a named listener by the map",
     "listeners=CLIENT://0.0.0.0:9096,REPL://0.0.0.0:9095;advertised.listeners=CLIENT://b-1:9096,REPL://b-1.int:9095;"
     "listener.security.protocol.map=CLIENT:SASL_SSL,REPL:SSL;inter.broker.listener.name=REPL;"
     "sasl.enabled.mechanisms=SCRAM-SHA-512, PLAIN;ssl.client.auth=required",
     "CLIENT/SASL_SSL/client 0.0.0.0:9096>b-1:9096 SCRAM-SHA-512,PLAIN auth=none | "
     "REPL/SSL/replication 0.0.0.0:9095>b-1.int:9095 auth=required"},
    {"a listener's own settings win over the general ones",
     "listeners=CLIENT://:9096;listener.security.protocol.map=CLIENT:SASL_SSL;inter.broker.listener.name=CLIENT;"
     "sasl.enabled.mechanisms=PLAIN;listener.name.client.sasl.enabled.mechanisms=OAUTHBEARER;"
     "listener.name.client.ssl.client.auth=Required",
     "CLIENT/SASL_SSL/both :9096>:9096 OAUTHBEARER auth=required"},
    {"a listener's own setting that is not told hides the general one",
     "listeners=SSL://:9093;security.inter.broker.protocol=SSL;ssl.client.auth=required;"
     "listener.name.ssl.ssl.client.auth",
     "SSL/SSL/both :9093>:9093"},
    {"the map is written and has no such name", "listeners=X://:9092;listener.security.protocol.map=Y:SSL",
     "X//both :9092>b-1:9092"},
    {"the map says two things of one name", "listeners=X://:9092;listener.security.protocol.map=X:SSL,x:PLAINTEXT",
     "X//both :9092>b-1:9092"},
    {"the map says one thing twice", "listeners=X://:9092;listener.security.protocol.map=X:SSL,x:ssl",
     "X/SSL/both :9092>b-1:9092 auth=none"},
    {"which is between brokers is hidden",
     "listeners=A://:9092,B://:9093;listener.security.protocol.map=A:SSL,B:SSL;inter.broker.listener.name",
     "A/SSL/client :9092>b-1:9092 auth=none | B/SSL/client :9093>:9093 auth=none ?"},
    {"the one between brokers is no listener",
     "listeners=A://:9092,B://:9093;listener.security.protocol.map=A:SSL,B:SSL;inter.broker.listener.name=C",
     "A/SSL/client :9092>b-1:9092 auth=none | B/SSL/client :9093>:9093 auth=none ?"},
    {"the map is not told", "listeners=SSL://:9092;listener.security.protocol.map", "SSL//both :9092>b-1:9092"},
    {"small letters are the same name", "listeners=client://:9092;listener.security.protocol.map=Client:ssl",
     "CLIENT/SSL/both :9092>b-1:9092 auth=none"},
    {"KRaft, combined: the controller's listener is not advertised",
     "process.roles=broker,controller;listeners=PLAINTEXT://:9092,CONTROLLER://:9093;controller.listener.names="
     "CONTROLLER;advertised.listeners=PLAINTEXT://b-1:9092",
     "PLAINTEXT/PLAINTEXT/both :9092>b-1:9092 | CONTROLLER/PLAINTEXT/controller :9093>:0"},
    {"KRaft: no default for controllers beside SSL",
     "process.roles=broker,controller;listeners=SSL://:9092,CONTROLLER://:9093;controller.listener.names=CONTROLLER;"
     "security.inter.broker.protocol=SSL",
     "SSL/SSL/both :9092>b-1:9092 auth=none | CONTROLLER//controller :9093>:0"},
    {"KRaft: a controller alone", "process.roles=controller;listeners=CTL://:9093;controller.listener.names=CTL",
     "CTL/PLAINTEXT/controller :9093>:0"},
    {"4.x: controllers may be advertised",
     "process.roles=controller;listeners=CTL://:9093;controller.listener.names=CTL;advertised.listeners=CTL://c-1:9093",
     "CTL/PLAINTEXT/controller :9093>c-1:9093"},
    {"the control plane of ZooKeeper's days",
     "listeners=CP://:9094,PLAINTEXT://:9092;listener.security.protocol.map=CP:SSL,PLAINTEXT:PLAINTEXT;"
     "control.plane.listener.name=CP",
     "CP/SSL/controller :9094>:0 auth=none | PLAINTEXT/PLAINTEXT/both :9092>b-1:9092"},
    {"two families on one port (3.7)",
     "listeners=A://10.0.1.5:9092,B://[2001:db8::5]:9092;"
     "listener.security.protocol.map=A:PLAINTEXT,B:PLAINTEXT;"
     "inter.broker.listener.name=A",
     "A/PLAINTEXT/replication 10.0.1.5:9092>10.0.1.5:9092 | B/PLAINTEXT/client 2001:db8::5:9092>2001:db8::5:9092"},
    {"one listener advertised only",
     "listeners=A://:9092,B://:9093;listener.security.protocol.map=A:SSL,B:SSL;"
     "inter.broker.listener.name=B;advertised.listeners=B://b-1:9093",
     "A/SSL/client :9092>:0 auth=none | B/SSL/replication :9093>b-1:9093 auth=none"},
    {"GSSAPI is the default mechanism",
     "listeners=SASL_PLAINTEXT://:9092;security.inter.broker.protocol=SASL_PLAINTEXT",
     "SASL_PLAINTEXT/SASL_PLAINTEXT/both :9092>b-1:9092 GSSAPI"},
    {"listeners not told: only what the cluster says", "listeners", "/SASL_SSL/client :0>b-1:9092 ?"},
    {"a value of a config provider is not told", "listeners=${env:L}", "/SASL_SSL/client :0>b-1:9092 ?"},
    {"an entry that is none", "listeners=PLAINTEXT://:9092,junk,X://h:99999",
     "PLAINTEXT/PLAINTEXT/both :9092>b-1:9092 ?"},
};

/* Text of somebody else: what is not read is told, and costs nothing. */
static void too_many_listeners(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *list = "listeners=";
    for (unsigned i = 0; i < 300; i++)
        list = wit_fmt(arena, "%sL%u://:%u,", list, i, 1000 + i);
    const struct wit_kafka_node *node = &one_broker(arena, "b-1", list)->clusters[0].nodes[0];
    assert_int_equal(node->n_listeners, 256);
    assert_int_not_equal(node->listeners_gap, WIT_NO_GAP);
}

static void check_listeners(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(listener_rows); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_platform *p = one_broker(arena, "b-1", listener_rows[i].settings);
        const char *text = listeners_text(arena, &p->clusters[0].nodes[0]);
        if (strcmp(text, listener_rows[i].expect) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", listener_rows[i].name, text, listener_rows[i].expect);
    }
}

/* ---- where a node is ---- */
static const struct {
    const char *name, *host, *settings, *expect;
} place_rows[] = {
    {"private address", "10.0.1.5", "broker.id=1", "eni-1"},
    {"public address", "54.0.0.5", "broker.id=1", "eni-1"},
    {"recorded name", "b-1", "broker.id=1", "eni-1"},
    {"EC2's name of an address", "ip-10-0-1-6.r1.compute.internal", "broker.id=1", "eni-2"},
    {"EC2's name of an instance", "i-2.r1.compute.internal", "broker.id=1", "eni-2"},
    {"EC2's name of another region", "ip-10-0-1-6.r2.compute.internal", "broker.id=1",
     "? no interface in evidence holds 10.0.1.6"},
    {"name without an answer", "b-9", "broker.id=1", "? no recorded answer"},
    {"name that does not resolve", "b-8", "broker.id=1", "? the name 'b-8' had no address"},
    {"inside a network, and nobody's", "10.0.1.99", "broker.id=1", "? no interface in evidence holds 10.0.1.99"},
    {"outside every network", "192.168.7.7", "broker.id=1", "outside 192.168.7.7"},
    {"loopback is everywhere", "127.0.0.1", "broker.id=1", "? 127.0.0.1 is an address that every host has"},
    {"held in two networks", "10.9.1.5", "broker.id=1", "? 10.9.1.5 is held by 2 interfaces"},
    {"held in two networks, and another address settles it", "10.9.1.5",
     "listeners=A://:9092,B://:9093;advertised.listeners=A://10.9.1.5:9092,B://54.0.0.8:9093;"
     "listener.security.protocol.map=A:SSL,B:SSL;inter.broker.listener.name=A",
     "eni-8"},
    {"a balancer in front is not the node", "10.0.1.7",
     "listeners=A://:9092,B://10.0.1.5:9093;advertised.listeners=A://10.0.1.7:9092;"
     "listener.security.protocol.map=A:SSL,B:SSL;inter.broker.listener.name=A",
     "eni-1 front eni-3"},
};

static const char *site_text(struct wit_arena *arena, const struct wit_platform *p, const struct wit_site *s)
{
    const char *out = "";
    char addr[WIT_ADDR_TEXT];
    for (size_t i = 0; i < s->n_interfaces; i++)
        out = wit_fmt(arena, "%s%s%s", out, i == 0 ? "" : " ", s->interfaces[i]->id);
    for (size_t i = 0; i < s->n_fronts; i++)
        out = wit_fmt(arena, "%s front %s", out, s->fronts[i]->id);
    if (s->outside)
        out = wit_fmt(arena, "%soutside %s", out, wit_addr_text(addr, s->addrs[0]));
    if (s->gap != WIT_NO_GAP)
        out = wit_fmt(arena, "%s?%s", out,
                      strrchr(p->gaps[s->gap].text, ':') == NULL ? "" : strstr(p->gaps[s->gap].text, " is: ") + 4);
    return out;
}

static void check_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(place_rows); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[] = {
            {.source = "kafka",
             .operation = "DescribeCluster",
             .resource = "C",
             .text = wit_fmt(arena, cluster_text, place_rows[i].host)},
            {.source = "kafka",
             .operation = "DescribeConfigs",
             .resource = "C/broker/1",
             .text = configs(arena, place_rows[i].settings)},
            {.source = "kafka",
             .operation = "ResolveNames",
             .resource = "C",
             .text = "{\"names\":[{\"name\":\"B-1.\",\"addresses\":[\"10.0.1.5\"],\"error\":null},"
                     "{\"name\":\"b-8\",\"addresses\":[],\"error\":\"no such name\"}]}"},
        };
        const struct wit_platform *p = read_platform(arena, world, answers, N(answers));
        const char *text = site_text(arena, p, &p->clusters[0].nodes[0].site);
        if (strncmp(text, place_rows[i].expect, strlen(place_rows[i].expect)) != 0 ||
            (place_rows[i].expect[0] != '?' && strcmp(text, place_rows[i].expect) != 0))
            fail_msg("%s:\n  got  %s\n  want %s", place_rows[i].name, text, place_rows[i].expect);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_listeners),
        cmocka_unit_test(too_many_listeners),
        cmocka_unit_test(check_places),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    wit_kit_bundles_remove();
    return failed;
}
