/* tests/unit/test_sheets.c: sheets: their marks row by row, the law on every one, the document, and what they cost.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/io.h"
#include "pathmap/review/policy.h"
#include "pathmap/sheets/sheets.h"
#include "tests/support/estate_builder.h"
#include "tests/support/platform_kit.h"

#define NET                                                                                                            \
    "net vpc-1 10.0.0.0/16\nsub s-b vpc-1 10.0.1.0/24 az=z1\nsub s-a vpc-1 10.0.2.0/24 az=z2\n"                        \
    "eni eni-b1 s-b 10.0.1.11 sg=sg-b\neni eni-b2 s-b 10.0.1.12 sg=sg-b\neni eni-a s-a 10.0.2.10\n"                    \
    "eni eni-w s-a 10.0.2.20 sg=sg-w\nsg sg-w vpc-1\nout sg-w all 0.0.0.0/0\nbucket acme-own r1\n"
#define RULES  "in sg-b tcp/9092 10.0.2.0/24\nin sg-b all sg-b\nout sg-b all 0.0.0.0/0\n"
#define CLOSED NET "sg sg-b vpc-1\n" RULES
#define CUT    NET "sg sg-b vpc-1 cut\n" RULES
#define OPEN   CLOSED "in sg-b tcp/9093-9094 10.0.2.0/24\n"
#define ONLY                                                                                                           \
    "net vpc-1 10.0.0.0/16\nsub s-b vpc-1 10.0.1.0/24 az=z1\nsub s-a vpc-1 10.0.2.0/24 az=z2\nsg sg-b vpc-1\n"         \
    "sg sg-w vpc-1\nin sg-b tcp/9094 sg-w\nout sg-w tcp/9094 10.0.1.11/32\nin sg-b all sg-b\nout sg-b all 0.0.0.0/0\n" \
    "eni eni-b1 s-b 10.0.1.11 sg=sg-b\neni eni-b2 s-b 10.0.1.12 sg=sg-b\neni eni-w s-a 10.0.2.20 sg=sg-w\n"
#define LISTEN                                                                                                         \
    "listen CLIENT SASL_SSL 9092 client mech=SCRAM-SHA-512\nlisten REPL SSL 9094 replication auth=required\n"          \
    "listen CTRL SSL 9093 controller auth=required\nset authorizer.class.name A\nset auto.create.topics.enable "       \
    "false\n"                                                                                                          \
    "set log.dirs /var/kafka\n"
#define NODES   "node 1 eni-b1 both rack=z1\n" LISTEN "node 2 eni-b2 both rack=z1\n" LISTEN
#define CLUSTER "cluster c kraft authorizer=yes\n" NODES
#define AUTOMQ  CLUSTER "set s3.data.buckets 0@s3://acme-own?region=r1\nset s3.wal.path 0@block:///dev/nvme1n1\n"
#define CONNECT "connect https://w:8083 eni-w closed tls\nconnector x known\n"
#define INTENT                                                                                                         \
    "version: 1\nroles:\n  apps: {kind: client, match: {id: eni-a}}\n  brokers: {kind: broker, match: {id: [eni-b1, "  \
    "eni-b2]}}\n"                                                                                                      \
    "paths:\n  - {id: in, class: client, from: [apps], to: brokers, ports: [tcp/9092], owner: o, purpose: p, "         \
    "identity: i, "                                                                                                    \
    "encryption: e, audit: a}\nnever:\n  - {id: n, from: [\"!brokers\"], to: brokers, ports: [tcp/9093]}\n"

#define SERVICES                                                                                                       \
    "version: 1\nroles:\n  brokers: {kind: broker, match: {id: [eni-b1, eni-b2]}}\nservices:\n"                        \
    "  - {role: brokers, listener: CTRL, port: 9093, security: SSL, use: controller}\n"                                \
    "  - {role: brokers, listener: OLD, port: 9095, security: PLAINTEXT, use: client}\n"

static const struct row {
    const char *name, *estate, *platform, *intent, *sheet, *row;
    enum wit_mark mark;
    enum wit_basis basis;
    const char *text; /* in its text or one of its cells; NULL any */
} rows[] = {
    {"a listener as it should be", CLOSED, CLUSTER, NULL, "listeners", "1/CLIENT", WIT_MARK_GOOD, WIT_BASIS_COMPUTED,
     "s-a"},
    {"replication that is closed", CLOSED, CLUSTER, NULL, "listeners", "1/REPL", WIT_MARK_GOOD, WIT_BASIS_COMPUTED,
     "nobody else"},
    {"replication that is open", OPEN, CLUSTER, NULL, "listeners", "1/REPL", WIT_MARK_BAD, WIT_BASIS_COMPUTED,
     "others than nodes reach"},
    {"replication, rules cut", CUT, CLUSTER, NULL, "listeners", "1/REPL", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED,
     "others may reach it"},
    {"not placed", CLOSED, "cluster c kraft\nnode 1 ? both\n" LISTEN, NULL, "listeners", "1/CLIENT", WIT_MARK_UNKNOWN,
     WIT_BASIS_COMPUTED, "not known"},
    {"plaintext", CLOSED, "cluster c kraft\nnode 1 eni-b1 both\nlisten P PLAINTEXT 9092 client\n", NULL, "listeners",
     "1/P", WIT_MARK_BAD, WIT_BASIS_COMPUTED, "nobody says who he is"},
    {"plaintext on the loopback address", CLOSED,
     "cluster c kraft\nnode 1 eni-b1 both\nlisten P PLAINTEXT 9092 client bind=localhost\n", NULL, "listeners", "1/P",
     WIT_MARK_WATCH, WIT_BASIS_COMPUTED, "loopback"},
    {"TLS without client certificates", CLOSED,
     "cluster c kraft\nnode 1 eni-b1 both\nlisten P SSL 9092 client auth=none\n", NULL, "listeners", "1/P",
     WIT_MARK_BAD, WIT_BASIS_COMPUTED, "nobody says"},
    {"TLS, certificates not told", CLOSED, "cluster c kraft\nnode 1 eni-b1 both\nlisten P SSL 9092 client\n", NULL,
     "listeners", "1/P", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "ssl.client.auth"},
    {"listeners that may be missing", CLOSED, "cluster c kraft\nnode 1 eni-b1 both listeners=?\n", NULL, "listeners",
     "c/1/others", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "denied"},
    {"a placed broker", CLOSED, CLUSTER, NULL, "placement", "c/1", WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "vpc-1"},
    {"a broker of another zone than it says", CLOSED, "cluster c kraft\nnode 1 eni-b1 both rack=z9\n", NULL,
     "placement", "c/1", WIT_MARK_WATCH, WIT_BASIS_COMPUTED, "z9"},
    {"a broker nobody placed", CLOSED, "cluster c kraft\nnode 1 ? both\n", NULL, "placement", "c/1", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "nobody resolved"},
    {"a broker outside", CLOSED, "cluster c kraft\nnode 1 outside both\n", NULL, "placement", "c/1", WIT_MARK_UNKNOWN,
     WIT_BASIS_COMPUTED, "203.0.113.77"},
    {"nodes that may be missing", CLOSED, "cluster c kraft nodes=?\n", NULL, "placement", "c/others", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "there may be more"},
    {"who is a broker by the intent alone", CLOSED, "", INTENT, "placement", "brokers/eni-b1", WIT_MARK_WATCH,
     WIT_BASIS_BOTH, "declared"},
    {"a database inside", CLOSED, CLUSTER CONNECT "to host db 5432 eni-a tls\n", NULL, "connectors", "x/1",
     WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "s-a"},
    {"a database inside, in the clear", CLOSED, CLUSTER CONNECT "to host db 5432 eni-a clear\n", NULL, "connectors",
     "x/1", WIT_MARK_WATCH, WIT_BASIS_COMPUTED, "nothing is encrypted"},
    {"outside", CLOSED, CLUSTER CONNECT "to host db 5432 outside tls\n", NULL, "connectors", "x/1", WIT_MARK_WATCH,
     WIT_BASIS_COMPUTED, "outside"},
    {"outside in the clear", CLOSED, CLUSTER CONNECT "to host db 5432 outside clear\n", NULL, "connectors", "x/1",
     WIT_MARK_BAD, WIT_BASIS_COMPUTED, "none"},
    {"not resolved", CLOSED, CLUSTER CONNECT "to host db 5432 ? tls\n", NULL, "connectors", "x/1", WIT_MARK_UNKNOWN,
     WIT_BASIS_COMPUTED, "nobody resolved"},
    {"a class that is not modelled", CLOSED, "connect https://w:8083 eni-w closed tls\nconnector y unknown\n", NULL,
     "connectors", "y/others", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "not modelled"},
    {"hardened: no plaintext", CLOSED, CLUSTER, NULL, "broker-hardening", "plaintext", WIT_MARK_GOOD,
     WIT_BASIS_COMPUTED, "in place"},
    {"hardened: nodes may be missing", CLOSED, "cluster c kraft authorizer=yes nodes=?\n" NODES, NULL,
     "broker-hardening", "plaintext", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "nodes may be missing"},
    {"hardened: quorum", CLOSED, CLUSTER, NULL, "broker-hardening", "quorum", WIT_MARK_GOOD, WIT_BASIS_COMPUTED,
     "nobody but brokers"},
    {"hardened: quorum open", OPEN, CLUSTER, NULL, "broker-hardening", "quorum", WIT_MARK_BAD, WIT_BASIS_COMPUTED,
     "is reached from s-a"},
    {"hardened: quorum, rules cut", CUT, CLUSTER, NULL, "broker-hardening", "quorum", WIT_MARK_UNKNOWN,
     WIT_BASIS_COMPUTED, "may be reached"},
    {"hardened: controllers may be missing", CLOSED, "cluster c kraft authorizer=yes voters=?\n" NODES, NULL,
     "broker-hardening", "quorum", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "voters=? was denied"},
    {"hardened: a voter more, and nobody placed it", CLOSED,
     CLUSTER "voter b1:9093 ?\nvoter b2:9093 ?\nvoter c3:9093 ?\n", NULL, "broker-hardening", "quorum",
     WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "not placed"},
    {"hardened: between ZooKeeper's servers", CLOSED,
     "cluster c zookeeper authorizer=yes\nnode 1 eni-b1 broker\nzk "
     "z1:2181 eni-b2\n",
     NULL, "broker-hardening", "quorum", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "tcp/2888"},
    {"hardened: no controller is told", CLOSED, "cluster c kraft\nnode 1 eni-b1 broker\n", NULL, "broker-hardening",
     "quorum", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "no controller listener"},
    {"hardened: authorizer", CLOSED, CLUSTER, NULL, "broker-hardening", "authorization", WIT_MARK_GOOD,
     WIT_BASIS_COMPUTED, NULL},
    {"hardened: an authorizer that a config provider names", CLOSED,
     CLUSTER "node 3 eni-b2 broker\nset authorizer.class.name ${env:A}\n", NULL, "broker-hardening", "authorization",
     WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "is not told"},
    {"hardened: creation by a config provider", CLOSED,
     CLUSTER "node 3 eni-b2 broker\nset auto.create.topics.enable "
             "${env:A}\n",
     NULL, "broker-hardening", "auto-create", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "is not told"},
    {"hardened: neither true nor false", CLOSED,
     CLUSTER "node 3 eni-b2 broker\nset authorizer.class.name A\nset "
             "allow.everyone.if.no.acl.found maybe\n",
     NULL, "broker-hardening", "authorization", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, NULL},
    {"hardened: one node is not told", CLOSED, CLUSTER "node 3 eni-b2 broker settings=?\n", NULL, "broker-hardening",
     "authorization", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "is not told"},
    {"hardened: quotas are never told", CLOSED, CLUSTER, NULL, "broker-hardening", "limits", WIT_MARK_UNKNOWN,
     WIT_BASIS_COMPUTED, "quotas"},
    {"hardened: non-root", CLOSED, CLUSTER, NULL, "broker-hardening", "non-root", WIT_MARK_UNKNOWN, WIT_BASIS_NONE,
     "not computable"},
    {"hardened: JMX not told", CLOSED, CLUSTER, NULL, "broker-hardening", "jmx", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED,
     "not told"},
    {"hardened: a quorum by the intent alone", CLOSED, "", SERVICES, "broker-hardening", "quorum", WIT_MARK_WATCH,
     WIT_BASIS_BOTH, "declared"},
    {"hardened: an open quorum by the intent alone", OPEN, "", SERVICES, "broker-hardening", "quorum", WIT_MARK_BAD,
     WIT_BASIS_BOTH, "others than nodes reach it"},
    {"hardened: a quorum by the intent alone, rules cut", CUT, "", SERVICES, "broker-hardening", "quorum",
     WIT_MARK_UNKNOWN, WIT_BASIS_BOTH, "others may reach it"},
    {"hardened: TLS by the intent alone", CLOSED, "", SERVICES, "broker-hardening", "tls", WIT_MARK_BAD, WIT_BASIS_BOTH,
     "brokers OLD"},
    {"a declared listener", CLOSED, "", SERVICES, "listeners", "brokers/CTRL/tcp/9093", WIT_MARK_WATCH, WIT_BASIS_BOTH,
     "nobody else"},
    {"hardened: no evidence", CLOSED, "", INTENT, "broker-hardening", "tls", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
     "missing"},
    {"a registry that asks", CLOSED, "registry https://r:8081 eni-w closed tls compat=FULL\n", NULL,
     "registry-hardening", "authentication", WIT_MARK_WATCH, WIT_BASIS_COMPUTED, "who may write"},
    {"a registry that nobody tried", CLOSED, "registry https://r:8081 eni-w ? ?\n", NULL, "registry-hardening",
     "authentication", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "not tried"},
    {"compatibility NONE", CLOSED, "registry https://r:8081 eni-w closed tls compat=NONE\n", NULL, "registry-hardening",
     "compatibility", WIT_MARK_BAD, WIT_BASIS_COMPUTED, "NONE"},
    {"compatibility FULL", CLOSED, "registry https://r:8081 eni-w closed tls compat=FULL\n", NULL, "registry-hardening",
     "compatibility", WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "FULL"},
    {"no registry", CLOSED, CLUSTER, NULL, "registry-hardening", "isolation", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
     "collect schema-registry"},
    {"records on disks are not mapped", CLOSED, CLUSTER, NULL, "storage-surfaces", "durable records/c//var/kafka",
     WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "describe-volumes"},
    {"controllers keep no records", CLOSED, CLUSTER "node 9 ? controller\nset log.dirs /only\n", NULL,
     "storage-surfaces", "durable records/c//only", WIT_MARK_NONE, WIT_BASIS_NONE, "absent"},
    {"controllers keep metadata", CLOSED, CLUSTER "node 9 ? controller\nset log.dirs /only\n", NULL, "storage-surfaces",
     "metadata/c//only", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "controller 9"},
    {"records in a bucket whose encryption is not told", CLOSED, AUTOMQ, NULL, "storage-surfaces",
     "durable records/c/acme-own", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "s3://acme-own"},
    {"a WAL on a device", CLOSED, AUTOMQ, NULL, "storage-surfaces", "WAL or local log/c/block:///dev/nvme1n1",
     WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "describe-volumes"},
    {"no remote tier", CLOSED, CLUSTER, NULL, "storage-surfaces", "remote tier/c", WIT_MARK_NONE, WIT_BASIS_COMPUTED,
     "false on every node"},
    {"a remote tier that is not told", CLOSED, "cluster c kraft\nnode 1 eni-b1 both settings=?\n", NULL,
     "storage-surfaces", "remote tier/c", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "not told by every node"},
    {"backups", CLOSED, CLUSTER, NULL, "storage-surfaces", "snapshots and backups", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
     "not mapped"},
    {"metrics", CLOSED, CLUSTER, NULL, "data-locations", "metrics", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, NULL},
    {"keys that nobody told", CLOSED, CLUSTER, NULL, "key-ownership", "not-covered", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "durable records"},
    {"a consumer with a declared path", CLOSED, CLUSTER "group g app@10.0.2.10\n", INTENT, "kafka-clients",
     "app@10.0.2.10", WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "eni-a"},
    {"a consumer without one, beside one that has it", CLOSED, CLUSTER "group g app@10.0.2.20\n", INTENT,
     "kafka-clients", "app@10.0.2.20", WIT_MARK_BAD, WIT_BASIS_COMPUTED, "no declared path"},
    {"a consumer where nothing is declared", CLOSED, CLUSTER "group g app@10.0.2.10\n", NULL, "kafka-clients",
     "app@10.0.2.10", WIT_MARK_WATCH, WIT_BASIS_COMPUTED, "declared at all"},
    {"of two brokers with the same groups one is reached", ONLY, CLUSTER, NULL, "listeners", "1/REPL", WIT_MARK_BAD,
     WIT_BASIS_COMPUTED, "s-a"},
    {"and the other is not", ONLY, CLUSTER, NULL, "listeners", "2/REPL", WIT_MARK_GOOD, WIT_BASIS_COMPUTED,
     "nobody else"},
    {"a consumer from nowhere", CLOSED, CLUSTER "group g app@10.9.9.9\n", INTENT, "kafka-clients", "app@10.9.9.9",
     WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "not known"},
    {"groups that may be missing", CLOSED, "cluster c kraft groups=?\n" NODES, NULL, "kafka-clients", "c/others",
     WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, "denied"},
    {"zones that are crossed unwatched", CLOSED, CLUSTER, INTENT, "transfer-paths", "client/zone", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "no prices in the policy"},
    {"a principal that is everybody", CLOSED, CLUSTER "acl TOPIC t User:* READ ALLOW\n", NULL, "identity-capability",
     "c/User:*", WIT_MARK_BAD, WIT_BASIS_COMPUTED, "every principal"},
    {"a principal with a topic", CLOSED, CLUSTER "acl TOPIC t User:a READ ALLOW\n", NULL, "identity-capability",
     "c/User:a", WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "1 ACL"},
    {"a denied principal has nothing", CLOSED, CLUSTER "acl TOPIC t User:a READ DENY\n", NULL, "identity-capability",
     "c/User:a", WIT_MARK_NONE, WIT_BASIS_NONE, "absent"},
    {"a super user", CLOSED, CLUSTER "set super.users User:root;User:ops\n", NULL, "identity-capability", "c/User:ops",
     WIT_MARK_WATCH, WIT_BASIS_COMPUTED, "super user"},
    {"ACLs that may be missing", CLOSED, "cluster c kraft authorizer=yes acls=?\n" NODES, NULL, "identity-capability",
     "c/others", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "may be missing"},
    {"whoever reaches Connect", CLOSED, "connect https://w:8083 eni-w anonymous tls\n", NULL, "identity-capability",
     "https://w:8083", WIT_MARK_BAD, WIT_BASIS_COMPUTED, "without credentials"},
    {"broad topics", CLOSED, CLUSTER "acl TOPIC * User:a READ ALLOW\n", NULL, "anti-patterns", "broad-access",
     WIT_MARK_BAD, WIT_BASIS_COMPUTED, "found"},
    {"what has no ACL is everybody's", CLOSED,
     CLUSTER "set allow.everyone.if.no.acl.found true\nacl TOPIC t User:a READ "
             "ALLOW\n",
     NULL, "anti-patterns", "broad-access", WIT_MARK_BAD, WIT_BASIS_COMPUTED, "found"},
    {"whether what has no ACL is everybody's is not told", CLOSED,
     CLUSTER "set allow.everyone.if.no.acl.found ?\nacl "
             "TOPIC t User:a READ ALLOW\n",
     NULL, "anti-patterns", "broad-access", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, NULL},
    {"everybody is denied", CLOSED, CLUSTER "acl TOPIC t User:* ALL DENY\n", NULL, "anti-patterns", "broad-access",
     WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "not found"},
    {"narrow topics", CLOSED, CLUSTER "acl TOPIC t User:a READ ALLOW\n", NULL, "anti-patterns", "broad-access",
     WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "not found"},
    {"ACLs not told", CLOSED, "cluster c kraft authorizer=yes acls=?\n" NODES, NULL, "anti-patterns", "broad-access",
     WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "denied"},
    {"secrets in events", CLOSED, CLUSTER, NULL, "anti-patterns", "secrets-in-events", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "never read"},
    {"upgrades", CLOSED, CLUSTER, NULL, "responsibility", "upgrades", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
     "policy.yaml"},
    {"an owned class", CLOSED, "", INTENT, "responsibility", "paths-client", WIT_MARK_GOOD, WIT_BASIS_BOTH, "o"},
    {"every path is owned and closed", CLOSED, CLUSTER, INTENT, "isolation-decision", "network", WIT_MARK_BAD,
     WIT_BASIS_BOTH, "1 proved"},
    {"compatibility is tested", CLOSED, CLUSTER, INTENT, "isolation-decision", "compatibility", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "test"},
    {"disks move", CLOSED, CLUSTER, NULL, "drift-readiness", "scaling", WIT_MARK_WATCH, WIT_BASIS_COMPUTED,
     "own disks"},
    {"shared storage does not move", CLOSED, AUTOMQ, NULL, "drift-readiness", "scaling", WIT_MARK_GOOD,
     WIT_BASIS_COMPUTED, "copies none"},
    {"storage that is not told", CLOSED, "cluster c kraft\nnode 1 eni-b1 both settings=?\n", NULL, "drift-readiness",
     "scaling", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED, "not told by every node"},
    {"clients are tested", CLOSED, CLUSTER, NULL, "gates", "semantic", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, NULL},
    {"a light that is not known", CLOSED, CLUSTER, NULL, "readiness", "runtime", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED,
     "not known"},
    {"a boundary that is crossed by nobody", CLOSED, CLUSTER, INTENT, "readiness", "boundary", WIT_MARK_GOOD,
     WIT_BASIS_BOTH, "green"},
    {"tests in staging", CLOSED, CLUSTER, NULL, "evidence-gates", "recovery", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
     NULL},
    {"the recovery boundary", CLOSED, CLUSTER, NULL, "boundaries", "recovery", WIT_MARK_UNKNOWN, WIT_BASIS_COMPUTED,
     NULL},
    {"a question that is answered", CLOSED, CLUSTER, NULL, "questions", "004-no-plaintext", WIT_MARK_GOOD,
     WIT_BASIS_COMPUTED, "answered"},
    {"a question that is not computable", CLOSED, CLUSTER, NULL, "questions", "001-vendor-charges", WIT_MARK_UNKNOWN,
     WIT_BASIS_NONE, "not computable"},
    {"a question for people", CLOSED, CLUSTER, NULL, "questions", "000-classification", WIT_MARK_UNKNOWN,
     WIT_BASIS_MISSING, "missing"},
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

static const struct wit_sheet *sheet_of(const struct wit_map *map, const char *id)
{
    for (size_t i = 0; i < map->n_sheets; i++)
        if (strcmp(map->sheets[i].id, id) == 0)
            return &map->sheets[i];
    return NULL;
}

static bool says(const struct wit_sheet_row *row, const char *text)
{
    bool found = text == NULL || strstr(row->text, text) != NULL;
    for (size_t i = 0; i < row->n_cells && !found; i++)
        found = strstr(row->cells[i], text) != NULL;
    return found;
}

/* NULL: as it should be. */
static const char *look(struct wit_arena *arena, const struct wit_map *map, const struct row *want)
{
    const struct wit_sheet *s = sheet_of(map, want->sheet);
    const struct wit_sheet_row *row = NULL;
    for (size_t i = 0; s != NULL && i < s->n_rows; i++)
        if (strcmp(s->rows[i].id, want->row) == 0)
            row = &s->rows[i];
    if (want->mark == WIT_MARK_NONE && want->basis == WIT_BASIS_NONE)
        return row == NULL ? NULL : "a row that should not be there";
    if (row == NULL)
        return "no such row";
    if (row->mark == want->mark && row->basis == want->basis && says(row, want->text))
        return NULL;
    return wit_fmt(arena, "%s, %s: %s", wit_mark_word(row->mark), wit_basis_word(row->basis), row->text);
}

static void marks(void **state)
{
    (void)state;
    size_t failures = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_map *map = map_of(arena, rows[i].estate, rows[i].platform, rows[i].intent);
        const char *why = look(arena, map, &rows[i]);
        if (why != NULL) {
            print_error("%s: %s\n", rows[i].name, why);
            failures++;
        }
    }
    assert_int_equal(failures, 0);
}

/* Missing and not computable rows are never good; unknown rows say why; a sheet is as bad as its worst row; ids of a
 * sheet are unique; rows have a cell for each column. */
static void the_law(void **state)
{
    (void)state;
    static const int ranks[] = {
        [WIT_MARK_NONE] = 0, [WIT_MARK_GOOD] = 1, [WIT_MARK_WATCH] = 2, [WIT_MARK_UNKNOWN] = 3, [WIT_MARK_BAD] = 4};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_map *map = map_of(arena, rows[i].estate, rows[i].platform, rows[i].intent);
        for (size_t s = 0; s < map->n_sheets; s++) {
            const struct wit_sheet *sheet = &map->sheets[s];
            struct wit_strmap *ids = wit_strmap_new(arena);
            int worst = 0;
            for (size_t k = 0; k < sheet->n_rows; k++) {
                const struct wit_sheet_row *row = &sheet->rows[k];
                bool open = row->basis == WIT_BASIS_MISSING || row->basis == WIT_BASIS_NONE;
                if (!wit_strmap_put(ids, row->id, sheet->rows == NULL ? NULL : (void *)ids))
                    fail_msg("%s: %s/%s twice", rows[i].name, sheet->id, row->id);
                if ((open && row->mark != WIT_MARK_UNKNOWN) || (row->mark == WIT_MARK_UNKNOWN && row->text[0] == '\0'))
                    fail_msg("%s: %s/%s is %s, %s: '%s'", rows[i].name, sheet->id, row->id, wit_mark_word(row->mark),
                             wit_basis_word(row->basis), row->text);
                assert_int_equal(row->n_cells, sheet->n_columns);
                worst = ranks[row->mark] > worst ? ranks[row->mark] : worst;
            }
            assert_int_equal(ranks[sheet->mark], worst);
        }
    }
}

/* With no Kafka evidence at all no row of a scorecard or checklist may be good but by paths and statements. */
static void nothing_is_no_pass(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = map_of(arena, CLOSED, "", NULL);
    static const char *const sheets[] = {
        "broker-hardening", "registry-hardening", "anti-patterns", "drift-readiness", "gates",
        "evidence-gates",   "storage-surfaces",   "data-locations"};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        const struct wit_sheet *s = sheet_of(map, sheets[i]);
        assert_non_null(s);
        for (size_t k = 0; s != NULL && k < s->n_rows; k++)
            if (s->rows[k].mark == WIT_MARK_GOOD || s->rows[k].mark == WIT_MARK_NONE)
                fail_msg("%s/%s is %s", s->id, s->rows[k].id, wit_mark_word(s->rows[k].mark));
    }
}

static void the_document_has_every_sheet(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    char *text;
    size_t len, n;
    if (!wit_file_read(&text, &len, arena, WIT_SOURCE_DIR "/docs/sheets.md", 1 << 20, &err))
        fail_msg("%s", err.text);
    const struct wit_sheet_kind *kinds = wit_sheet_kinds(&n);
    for (size_t i = 0; i < n; i++) {
        const char *row = wit_fmt(arena, "\n| `%s` | %s | %s |", kinds[i].id, kinds[i].group, kinds[i].question);
        if (strstr(text, row) == NULL)
            fail_msg("docs/sheets.md lacks%s", row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks),
        cmocka_unit_test(the_law),
        cmocka_unit_test(nothing_is_no_pass),
        cmocka_unit_test(the_document_has_every_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
