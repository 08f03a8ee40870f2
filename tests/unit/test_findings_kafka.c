/* tests/unit/test_findings_kafka.c: what brokers, Connect and registries tell about themselves, as findings: surely,
 * possibly, or nothing said.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "pathmap/review/policy.h"
#include "pathmap/review/review.h"
#include "tests/support/estate_builder.h"
#include "tests/support/platform_kit.h"

#define NET                                                                                                            \
    "net vpc-1 10.0.0.0/16\nsub s-b vpc-1 10.0.1.0/24 az=z1\nsub s-a vpc-1 10.0.2.0/24 az=z2\n"                        \
    "eni eni-b1 s-b 10.0.1.11 sg=sg-b\neni eni-b2 s-b 10.0.1.12 sg=sg-b\neni eni-a s-a 10.0.2.10\n"                    \
    "eni eni-w s-a 10.0.2.20 sg=sg-w\nsg sg-w vpc-1\nout sg-w all 0.0.0.0/0\n"                                         \
    "bucket acme-own r1\n"
#define BROKERS "in sg-b tcp/9092 10.0.2.0/24\nin sg-b all sg-b\nout sg-b all 0.0.0.0/0\n"
#define CLOSED  NET "sg sg-b vpc-1\n" BROKERS
#define CUT     NET "sg sg-b vpc-1 cut\n" BROKERS
#define REPL    CLOSED "in sg-b tcp/9094 10.0.2.10/32\n"
#define QUORUM  CLOSED "in sg-b tcp/9093 10.0.2.0/24\n"
#define JMX     CLOSED "in sg-b tcp/9999 10.0.2.0/24\n"
#define WORLD                                                                                                          \
    NET "igw igw-1 vpc-1\nrt rt-1 vpc-1\nroute rt-1 0.0.0.0/0 igw-1\nsub s-p vpc-1 10.0.9.0/24 rt=rt-1\n"              \
        "sg sg-b vpc-1\neni eni-r s-p 10.0.9.9=198.51.100.9\n" BROKERS
#define HIDDEN                                                                                                         \
    NET "igw igw-1 vpc-1\nrt rt-1 vpc-1\nroute rt-1 0.0.0.0/0 igw-1\nsub s-p vpc-1 10.0.9.0/24 rt=rt-1\n"              \
        "sg sg-b vpc-1\nsg sg-r vpc-1 cut\neni eni-r s-p 10.0.9.9=198.51.100.9 sg=sg-r\n" BROKERS
#define LISTEN                                                                                                         \
    "listen CLIENT SASL_SSL 9092 client\nlisten REPL SSL 9094 replication auth=required\n"                             \
    "listen CTRL SSL 9093 controller auth=required\nset authorizer.class.name A\nset auto.create.topics.enable "       \
    "false\n"
#define ONE                "cluster c kraft authorizer=yes\nnode 1 eni-b1 both\n"
#define TWO                ONE LISTEN "node 2 eni-b2 both\n" LISTEN
#define DOOR(state, plain) "connect https://w:8083 eni-w " state " " plain "\n"

static const struct {
    const char *name, *estate, *platform, *check;
    size_t n;
    const char *text; /* of the first */
} rows[] = {
    {"nobody else reaches replication", CLOSED, TWO, "kafka-inner-reach", 0, NULL},
    {"nor may anybody", CLOSED, TWO, "kafka-inner-maybe", 0, NULL},
    {"nor the quorum", CLOSED, TWO, "kafka-quorum-reach", 0, NULL},
    {"one client reaches replication", REPL, TWO, "kafka-inner-reach", 1,
     "Listener REPL (SSL), tcp/9094 on brokers 1, 2, is reached from s-a"},
    {"what is sure is not said to be possible", REPL, TWO, "kafka-inner-maybe", 0, NULL},
    {"rules that are cut: it may", CUT, TWO, "kafka-inner-maybe", 1, "may be reached from"},
    {"rules that are cut: not surely", CUT, TWO, "kafka-inner-reach", 0, NULL},
    {"the controller listener", QUORUM, TWO, "kafka-quorum-reach", 1, "tcp/9093"},
    {"the controller listener, rules cut", CUT, TWO, "kafka-quorum-maybe", 1, "may be reached"},
    {"an unplaced broker may be the other", REPL,
     ONE LISTEN "node 2 ? both\nlisten REPL SSL 9094 replication auth=required\n", "kafka-inner-reach", 1,
     "1 of its processes are not placed"},
    {"a broker nobody placed accuses nobody", REPL, "cluster c kraft\nnode 2 ? both\n" LISTEN, "kafka-inner-reach", 0,
     NULL},
    {"bound to the loopback address", REPL,
     "cluster c kraft\nnode 1 eni-b1 both\nlisten REPL SSL 9094 replication bind=127.0.0.1\n", "kafka-inner-reach", 0,
     NULL},
    {"ZooKeeper", NET "sg sg-b vpc-1\nin sg-b tcp/2181 10.0.2.0/24\n" BROKERS,
     "cluster c zookeeper\nnode 1 eni-b1 broker\nzk z1:2181 eni-b2\n", "kafka-quorum-reach", 1, "ZooKeeper, tcp/2181"},
    {"a plain listener that is reached", CLOSED, ONE "listen CLIENT PLAINTEXT 9092 client\n", "kafka-plaintext-open", 1,
     "nobody says who he is; it is reached from s-a"},
    {"a plain listener that is closed", CLOSED, ONE "listen CLIENT SASL_PLAINTEXT 9095 client\nnode 2 eni-b2 both\n",
     "kafka-plaintext", 1, "no one but the cluster's own nodes reaches it"},
    {"a plain listener that may be reached", CUT, ONE "listen CLIENT PLAINTEXT 9095 client\nnode 2 eni-b2 both\n",
     "kafka-plaintext", 1, "it may be reached"},
    {"a plain listener nobody placed", CLOSED, "cluster c kraft\nnode 1 ? broker\nlisten C PLAINTEXT 9092 client\n",
     "kafka-plaintext", 1, "who reaches it is not known"},
    {"a protocol that is not told is not accused", CLOSED, ONE "listen CLIENT ? 9092 client\n", "kafka-plaintext", 0,
     NULL},
    {"no authorizer", CLOSED, "cluster c kraft authorizer=no\nnode 1 eni-b1 both\n", "kafka-no-authorizer", 1,
     "broker 1 of the cluster: no authorizer"},
    {"an authorizer", CLOSED, TWO, "kafka-no-authorizer", 0, NULL},
    {"settings that are not told", CLOSED, "cluster c kraft\nnode 1 eni-b1 both settings=?\n", "kafka-no-authorizer", 0,
     NULL},
    {"an authorizer whose name is hidden", CLOSED, ONE "set authorizer.class.name ?\n", "kafka-no-authorizer", 0, NULL},
    {"open without an ACL", CLOSED, ONE LISTEN "set allow.everyone.if.no.acl.found true\n", "kafka-open-without-acl", 1,
     "whatever has no ACL is open"},
    {"closed without an ACL, by default", CLOSED, TWO, "kafka-open-without-acl", 0, NULL},
    {"topics are created by default", CLOSED, ONE "set authorizer.class.name A\n", "kafka-auto-create", 1, "broker 1"},
    {"topics are not created", CLOSED, TWO, "kafka-auto-create", 0, NULL},
    {"creation is not told", CLOSED, "cluster c kraft\nnode 1 eni-b1 both settings=?\n", "kafka-auto-create", 0, NULL},
    {"a controller creates none", CLOSED, "cluster c kraft\nnode 1 eni-b1 controller\n", "kafka-auto-create", 0, NULL},
    {"JMX that is reached", JMX, "cluster c kraft\nnode 1 eni-b1 broker jmx=9999\n", "kafka-jmx-reach", 1, "tcp/9999"},
    {"JMX that is closed", CLOSED, "cluster c kraft\nnode 1 eni-b1 broker jmx=9999\nnode 2 eni-b2 broker\n",
     "kafka-jmx-reach", 0, NULL},
    {"JMX that another machine of the group reaches", CLOSED, "cluster c kraft\nnode 1 eni-b1 broker jmx=9999\n",
     "kafka-jmx-reach", 1, "s-b"},
    {"JMX that may be reached", CUT, "cluster c kraft\nnode 1 eni-b1 broker jmx=9999\nnode 2 eni-b2 broker\n",
     "kafka-jmx-maybe", 1, "may be"},
    {"Connect asks nobody", CLOSED, DOOR("anonymous", "tls"), "connect-anonymous", 1, "answers without credentials"},
    {"Connect asks", CLOSED, DOOR("closed", "tls"), "connect-anonymous", 0, NULL},
    {"nobody tried", CLOSED, DOOR("?", "?"), "connect-anonymous", 0, NULL},
    {"Connect over HTTP", CLOSED, DOOR("closed", "plain"), "rest-plain-http", 1, "HTTP without TLS"},
    {"a registry asks nobody", CLOSED, "registry http://r:8081 eni-w anonymous plain\n", "registry-anonymous", 1,
     "without credentials"},
    {"a registry over HTTP", CLOSED, "registry http://r:8081 eni-w closed plain\n", "rest-plain-http", 1,
     "Schema Registry"},
    {"a registry on the internet", WORLD, "registry https://r:8081 eni-r closed tls\n", "registry-internet", 1,
     "is reachable from the internet"},
    {"a registry inside", WORLD, "registry https://r:8081 eni-w closed tls\n", "registry-internet", 0, NULL},
    {"a registry that may be on the internet", HIDDEN, "registry https://r:8081 eni-r closed tls\n",
     "registry-internet-maybe", 1, "may be reachable"},
    {"a connector of a class that is known", CLOSED, DOOR("closed", "tls") "connector x known\n", "connector-unknown",
     0, NULL},
    {"a connector of a class that is not", CLOSED, DOOR("closed", "tls") "connector x unknown\n", "connector-unknown",
     1, "is not known"},
    {"a database inside", CLOSED, DOOR("closed", "tls") "connector x known\nto host db 5432 eni-a tls\n",
     "connector-outside", 0, NULL},
    {"a database outside", CLOSED, DOOR("closed", "tls") "connector x known\nto host db 5432 outside tls\n",
     "connector-outside", 1, "writes to db:5432"},
    {"a store of another cloud", CLOSED, DOOR("closed", "tls") "connector x known\nto gcs g 0 ? \n",
     "connector-outside", 1, "another cloud"},
    {"an own bucket", CLOSED, DOOR("closed", "tls") "connector x known\nto bucket - 0 - bucket=acme-own\n",
     "connector-outside-maybe", 0, NULL},
    {"somebody's bucket", CLOSED, DOOR("closed", "tls") "connector x known\nto bucket - 0 - bucket=acme-not\n",
     "connector-outside-maybe", 1, "it may belong to anybody"},
    {"a reference", CLOSED, DOOR("closed", "tls") "connector x known\nto host x 0 ? reference\n",
     "connector-outside-maybe", 1, "a reference to a secret store"},
    {"a dead letter queue", CLOSED, DOOR("closed", "tls") "connector x known\nto topic dlq 0 ?\n",
     "connector-outside-maybe", 0, NULL},
};

static const struct wit_map *map_of(struct wit_arena *arena, const char *estate_text, const char *platform_text,
                                    const char *intent_text)
{
    struct wit_estate *estate = wit_estate_build(arena, estate_text);
    const struct wit_platform *platform = wit_platform_build(arena, estate, platform_text);
    struct wit_intent *intent = NULL;
    struct wit_err err = {0};
    if (intent_text != NULL && !wit_intent_parse(&intent, arena, "i", intent_text, strlen(intent_text), &err))
        fail_msg("%s", err.text);
    struct wit_reach *reach = wit_reach_new(estate);
    const struct wit_map *map =
        wit_map_of_parts(arena, estate, NULL, 0, intent, NULL, platform, wit_review_policy_none(), reach, NULL, NULL);
    wit_reach_free(reach);
    return map;
}

static size_t failures; /* every row is told, then the test fails */

static void expect(const char *name, const struct wit_map *map, const char *check, size_t n, const char *text)
{
    size_t found = 0;
    for (size_t i = 0; i < map->n_findings; i++) {
        if (strcmp(map->findings[i].check, check) != 0)
            continue;
        if (found++ == 0 && text != NULL && strstr(map->findings[i].text, text) == NULL) {
            print_error("%s: '%s'\n", name, map->findings[i].text);
            failures++;
        }
    }
    if (found != n) {
        print_error("%s: %zu findings of %s\n", name, found, check);
        failures++;
    }
}

static void findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        expect(rows[i].name, map_of(arena, rows[i].estate, rows[i].platform, NULL), rows[i].check, rows[i].n,
               rows[i].text);
    }
    assert_int_equal(failures, 0);
}

#define INTENT(service)                                                                                                \
    "version: 1\nroles:\n  brokers: {kind: broker, match: {id: [eni-b1, eni-b2]}}\nservices:\n  - " service "\n"
static const struct {
    const char *name, *platform, *intent;
    size_t n;
    const char *text;
} declared[] = {
    {"as declared", ONE "listen CLIENT SASL_SSL 9092 client\n",
     INTENT("{role: brokers, listener: CLIENT, port: 9092, security: SASL_SSL, use: client}"), 0, NULL},
    {"another protocol", ONE "listen CLIENT PLAINTEXT 9092 client\n",
     INTENT("{role: brokers, listener: CLIENT, port: 9092, security: SASL_SSL, use: client}"), 1,
     "declared with SASL_SSL, and listener CLIENT there speaks PLAINTEXT"},
    {"no listener there, and one that is not declared", ONE "listen CLIENT SASL_SSL 9096 client\n",
     INTENT("{role: brokers, listener: CLIENT, port: 9092, security: SASL_SSL, use: client}"), 2,
     "CLIENT of brokers at tcp/9092"},
    {"an exporter is no listener of Kafka", ONE "listen CLIENT SASL_SSL 9092 client\n",
     INTENT("{role: brokers, listener: JMX, port: 7071, security: HTTPS, use: telemetry}"), 1, "tcp/9092"},
    {"listeners that may be missing contradict nobody",
     "cluster c kraft\nnode 1 eni-b1 both listeners=?\nlisten CLIENT SASL_SSL 9092 client\n",
     INTENT("{role: brokers, listener: OLD, port: 9099, security: SSL, use: client}"), 1, "tcp/9092"},
};

static void services_that_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof declared / sizeof declared[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        expect(declared[i].name, map_of(arena, CLOSED, declared[i].platform, declared[i].intent),
               "kafka-intent-differs", declared[i].n, declared[i].text);
    }
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings),
        cmocka_unit_test(services_that_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
