/* tests/support/sample_map.c: believable maps for tests.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/sample_map.h"

#include <stdlib.h>
#include <string.h>

#define N(array)     (sizeof(array) / sizeof(*(array)))
#define STRINGS(...) (const char *const[]){__VA_ARGS__}, N(((const char *const[]){__VA_ARGS__}))

const char *const WIT_HOSTILE[] = {
    "\"><script>alert(1)</script>",
    "'; DROP TABLE paths; --",
    "{rank=same; a -> b} | <port> \\N \\G \\",
    "=HYPERLINK(\"http://192.0.2.1/\",\"x\")",
    "line one\r\nline two\nline three",
    "abc\xff\xfe\xc0\xaf def \xed\xa0\x80",
    "\xe2\x80\xaegnp.exe \xe2\x80\x8b hidden",
    "]]></svg><svg onload=\"x\">&lt;b&gt;&amp;&#60;",
    "\x01\x02 bell\x07 escape \x1b[31m",
    "<!-- --> <style>*{display:none}</style>",
    NULL,
};

#define ACCOUNT "111122223333"
#define REGION  "eu-west-1"
#define KAFKA   "vpc-0c1d2e3f40516273a"
#define APPS    "vpc-0a9b8c7d6e5f40312"

static const struct wit_map_network NETWORKS[] = {
    {KAFKA, "kafka-platform", ACCOUNT, REGION, STRINGS("10.20.0.0/16")},
    {APPS, "apps", ACCOUNT, REGION, STRINGS("10.30.0.0/16")},
};

#define SUBNET(id, name, net, zone, cidr, n, ...)                                                                      \
    {                                                                                                                  \
        id, name, ACCOUNT, REGION, net, zone, STRINGS(cidr), n, STRINGS(__VA_ARGS__), false                            \
    }

static const struct wit_map_subnet SUBNETS[] = {
    SUBNET("subnet-0b0000000000000a1", "brokers-a", KAFKA, "euw1-az1", "10.20.1.0/24", 2, "brokers", "controllers"),
    SUBNET("subnet-0b0000000000000b1", "brokers-b", KAFKA, "euw1-az2", "10.20.2.0/24", 2, "brokers", "controllers"),
    SUBNET("subnet-0b0000000000000c1", "brokers-c", KAFKA, "euw1-az3", "10.20.3.0/24", 2, "brokers", "controllers"),
    SUBNET("subnet-0c0000000000000a1", "connect-a", KAFKA, "euw1-az1", "10.20.11.0/24", 3, "connect", "registry"),
    SUBNET("subnet-0d0000000000000a1", "ops-a", KAFKA, "euw1-az1", "10.20.21.0/24", 2, "monitoring"),
    {"subnet-0e0000000000000a1", "public-a", ACCOUNT, REGION, KAFKA, "euw1-az1", STRINGS("10.20.31.0/26"), 2,
     STRINGS("bastion"), true},
    SUBNET("subnet-0f0000000000000a1", "apps-a", APPS, "euw1-az1", "10.30.1.0/24", 12, "apps"),
    SUBNET("subnet-0f0000000000000b1", "apps-b", APPS, "euw1-az2", "10.30.2.0/24", 9, "apps"),
    {"subnet-0f0000000000000b2", "batch-b", ACCOUNT, REGION, APPS, "euw1-az2", STRINGS("10.30.12.0/24"), 4, NULL, 0,
     false},
};
enum { BR_A, BR_B, BR_C, CONNECT_A, OPS_A, PUBLIC_A, APPS_A, APPS_B, BATCH_B };

static const struct wit_map_gateway GATEWAYS[] = {
    {"igw-0aa11", "kafka-igw", "internet-gateway", KAFKA, "", ""},
    {"nat-0bb22", "kafka-nat", "nat-gateway", KAFKA, "subnet-0e0000000000000a1", "203.0.113.7"},
    {"pcx-0cc33", "apps-kafka", "peering", KAFKA, "", "apps <-> kafka-platform"},
    {"vpce-0dd44", "s3", "vpc-endpoint", KAFKA, "", "com.amazonaws.eu-west-1.s3"},
    {"vpce-0ee55", "kms", "vpc-endpoint", KAFKA, "subnet-0c0000000000000a1", "com.amazonaws.eu-west-1.kms"},
};

static const struct wit_map_role ROLES[] = {
    {"apps", "client", 21, NULL, 0},
    {"bastion", "admin", 1, NULL, 0},
    {"brokers", "broker", 3, STRINGS("eni-0b1", "eni-0b2", "eni-0b3")},
    {"connect", "connect-worker", 2, NULL, 0},
    {"controllers", "controller", 3, NULL, 0},
    {"monitoring", "monitoring", 1, NULL, 0},
    {"plant", "client", 0, STRINGS("192.168.0.0/16")},
    {"registry", "schema-registry", 1, NULL, 0},
};

static const struct wit_map_bucket BUCKETS[] = {
    {"acme-events-archive", ACCOUNT, REGION, "aws:kms", "arn:aws:kms:eu-west-1:111122223333:key/0f-1", "all four on"},
    {"acme-connect-dlq", ACCOUNT, REGION, "", "", ""},
};

static struct wit_scope at_subnet(size_t i, const char *role)
{
    const struct wit_map_subnet *s = &SUBNETS[i];
    return (struct wit_scope){"subnet", s->id, s->name, s->account, s->region, s->network, s->zone, role};
}

static struct wit_scope outside(const char *kind, const char *id, const char *name, const char *role)
{
    return (struct wit_scope){kind, id, name, "", "", "", "", role};
}

static const struct wit_port_range PORTS[] = {{6, 9096, 9096}, {6, 9095, 9095}, {6, 9099, 9099},
                                              {6, 8083, 8083}, {6, 443, 443},   {6, 9404, 9404},
                                              {6, 8081, 8081}, {6, 22, 22},     {6, 9092, 9098}};
enum { P_CLIENT, P_REPLICATION, P_QUORUM, P_REST, P_HTTPS, P_METRICS, P_REGISTRY, P_SSH, P_WIDE };

static const struct wit_hop HOPS[] = {
    {"forward", "security-group", "sg-0apps", "sgr-0a1", "pass", "egress: allows tcp/0-65535 to 0.0.0.0/0",
     "10.30.1.21 -> 10.20.1.10", "", "a-000012#/SecurityGroups/3/IpPermissionsEgress/0"},
    {"forward", "network-acl", "acl-0apps", "100", "pass", "egress 100: allows all to 0.0.0.0/0", "", "",
     "a-000014#/NetworkAcls/0/Entries/1"},
    {"forward", "route-table", "rtb-0apps", "10.20.0.0/16", "pass", "10.20.0.0/16 to pcx-0cc33", "", "",
     "a-000016#/RouteTables/1/Routes/2"},
    {"forward", "peering", "pcx-0cc33", "", "pass", "active, apps <-> kafka-platform", "", "",
     "a-000021#/VpcPeeringConnections/0"},
    {"forward", "network-acl", "acl-0kafka", "110", "pass", "ingress 110: allows tcp/9092-9099 from 10.30.0.0/16", "",
     "", "a-000014#/NetworkAcls/1/Entries/3"},
    {"forward", "security-group", "sg-0brokers", "sgr-0b7", "pass", "ingress: allows tcp/9096 from 10.30.0.0/16", "",
     "", "a-000012#/SecurityGroups/4/IpPermissions/1"},
    {"reply", "network-acl", "acl-0kafka", "120", "pass", "egress 120: allows tcp/1024-65535 to 10.30.0.0/16",
     "10.20.1.10 -> 10.30.1.21", "", "a-000014#/NetworkAcls/1/Entries/5"},
    {"reply", "route-table", "rtb-0kafka", "10.30.0.0/16", "pass", "10.30.0.0/16 to pcx-0cc33", "", "",
     "a-000016#/RouteTables/2/Routes/1"},
};

static const struct wit_hop CLOSED_HOPS[] = {
    {"forward", "route-table", "rtb-0kafka", "0.0.0.0/0", "pass", "0.0.0.0/0 to nat-0bb22", "", "",
     "a-000016#/RouteTables/2/Routes/3"},
    {"forward", "nat-gateway", "nat-0bb22", "", "rewrite", "source becomes the gateway's address",
     "10.20.11.14 -> 198.51.100.9", "203.0.113.7 -> 198.51.100.9", "a-000019#/NatGateways/0"},
    {"reply", "network-acl", "acl-0public", "32767", "block", "egress: no rule allows tcp/1024-65535 to 10.20.11.0/24",
     "198.51.100.9 -> 203.0.113.7", "", "a-000014#/NetworkAcls/2/Entries/7"},
};

struct row {
    enum wit_class class;
    struct wit_scope from, to;
    int port;
    const char *service_role, *listener;
    enum wit_verdict verdict;
    enum wit_observed observed;
    enum wit_declared declared;
    enum wit_status status;
    const char *owner, *purpose, *identity, *encryption, *audit, *reason, *reason_text;
};

static struct wit_path path_of(struct wit_arena *arena, const struct row *r)
{
    struct wit_path p = {.class = r->class, .from = r->from, .to = r->to, .status = r->status};
    char *id = wit_alloc(arena, 16);
    wit_path_id(id, r->class, &r->from, &r->to);
    p.id = id;
    p.service.role = r->service_role;
    p.service.listener = r->listener;
    p.service.ports = &PORTS[r->port];
    p.service.n_ports = 1;
    p.permitted.verdict = r->verdict;
    p.permitted.kind = r->verdict == WIT_REACHABLE ? "direct" : "";
    p.permitted.from_endpoints = 3;
    p.permitted.to_endpoints = 1;
    if (r->verdict != WIT_ISOLATED && r->verdict != WIT_UNKNOWN) {
        p.permitted.ports = r->class == WIT_CLASS_CLIENT ? &PORTS[P_WIDE] : &PORTS[r->port];
        p.permitted.n_ports = 1;
        p.permitted.pairs = 3;
    }
    p.permitted.hops = r->verdict == WIT_ISOLATED || r->verdict == WIT_ONE_WAY ? CLOSED_HOPS : HOPS;
    p.permitted.n_hops = p.permitted.hops == HOPS ? N(HOPS) : N(CLOSED_HOPS);
    if (r->verdict == WIT_UNKNOWN) {
        static const char *const gap[] = {"g-000013"};
        p.permitted.gaps = gap;
        p.permitted.n_gaps = 1;
        p.permitted.possible = &PORTS[r->port];
        p.permitted.n_possible = 1;
    }
    p.observed.verdict = r->observed;
    p.observed.first = p.observed.last = "";
    if (r->observed == WIT_SEEN) {
        p.observed.connections = 41;
        p.observed.bytes_estimate = 912000;
        p.observed.bytes_low = 840000;
        p.observed.bytes_high = 990000;
        p.observed.first = "2026-11-19T08:00:12.000Z";
        p.observed.last = "2026-11-19T17:41:03.000Z";
    }
    p.declared.verdict = r->declared;
    p.declared.intent = r->declared == WIT_UNDECLARED ? "" : "app-ingress";
    p.declared.expires = r->declared == WIT_EXPIRED ? "2026-09-30" : "";
    p.review.owner = r->owner;
    p.review.purpose = r->purpose;
    p.review.identity = r->identity;
    p.review.encryption = r->encryption;
    p.review.audit = r->audit;
    if (*r->reason != '\0') {
        struct wit_reason *reason = WIT_NEW(arena, struct wit_reason);
        *reason = (struct wit_reason){r->reason, r->reason_text};
        p.reasons = reason;
        p.n_reasons = 1;
    }
    static const char *const evidence[] = {"a-000012#/SecurityGroups/3/IpPermissionsEgress/0",
                                           "a-000012#/SecurityGroups/4/IpPermissions/1",
                                           "a-000014#/NetworkAcls/1/Entries/3", "a-000016#/RouteTables/1/Routes/2"};
    p.evidence = evidence;
    p.n_evidence = N(evidence);
    return p;
}

#define REVIEWED                                                                                                       \
    "payments-platform", "produce and read order events", "SCRAM user per service", "TLS 1.2+",                        \
        "broker authorizer log, CloudTrail"
#define PLATFORM "kafka-platform", "cluster internals", "mTLS, broker certificate", "TLS 1.3", "broker log"
#define MISSING  "", "", "", "", ""
#define IN_ORDER "", ""

static size_t fill_rows(struct row *rows)
{
    size_t n = 0;
    static const int brokers[] = {BR_A, BR_B, BR_C};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 3; k++)
            rows[n++] = (struct row){WIT_CLASS_CLIENT,
                                     at_subnet((size_t)(APPS_A + i), "apps"),
                                     at_subnet((size_t)brokers[k], "brokers"),
                                     P_CLIENT,
                                     "broker",
                                     "CLIENT",
                                     WIT_REACHABLE,
                                     WIT_SEEN,
                                     WIT_DECLARED,
                                     WIT_GREEN,
                                     REVIEWED,
                                     IN_ORDER};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            if (i != k)
                rows[n++] = (struct row){WIT_CLASS_REPLICATION,
                                         at_subnet((size_t)brokers[i], "brokers"),
                                         at_subnet((size_t)brokers[k], "brokers"),
                                         P_REPLICATION,
                                         "broker",
                                         "REPLICATION",
                                         WIT_REACHABLE,
                                         WIT_NOT_WATCHED,
                                         WIT_DECLARED,
                                         WIT_GREEN,
                                         PLATFORM,
                                         IN_ORDER};
    for (int i = 0; i < 3; i++)
        rows[n++] = (struct row){WIT_CLASS_CONTROLLER,
                                 at_subnet((size_t)brokers[i], "brokers"),
                                 at_subnet((size_t)brokers[i], "controllers"),
                                 P_QUORUM,
                                 "controller",
                                 "CONTROLLER",
                                 WIT_REACHABLE,
                                 WIT_NOT_WATCHED,
                                 WIT_DECLARED,
                                 WIT_GREEN,
                                 PLATFORM,
                                 IN_ORDER};
    rows[n++] = (struct row){WIT_CLASS_CONTROLLER,
                             at_subnet(APPS_A, "apps"),
                             at_subnet(BR_A, "controllers"),
                             P_QUORUM,
                             "controller",
                             "CONTROLLER",
                             WIT_REACHABLE,
                             WIT_NOT_SEEN,
                             WIT_UNDECLARED,
                             WIT_RED,
                             MISSING,
                             "undeclared-controller",
                             "applications can reach the quorum's listener and nobody declared it"};
    for (int k = 0; k < 3; k++)
        rows[n++] = (struct row){WIT_CLASS_CONNECTOR,
                                 at_subnet(CONNECT_A, "connect"),
                                 at_subnet((size_t)brokers[k], "brokers"),
                                 P_CLIENT,
                                 "broker",
                                 "CLIENT",
                                 WIT_REACHABLE,
                                 WIT_SEEN,
                                 WIT_DECLARED,
                                 WIT_GREEN,
                                 "data-integration",
                                 "sink and source connectors",
                                 "SCRAM connect-worker",
                                 "TLS 1.2+",
                                 "broker authorizer log",
                                 IN_ORDER};
    rows[n++] = (struct row){WIT_CLASS_CONNECTOR,
                             outside("internet", "internet", "", ""),
                             at_subnet(CONNECT_A, "connect"),
                             P_REST,
                             "connect-worker",
                             "",
                             WIT_REACHABLE,
                             WIT_SEEN,
                             WIT_UNDECLARED,
                             WIT_RED,
                             MISSING,
                             "internet-to-service",
                             "the Connect REST port is open to every public address"};
    rows[n++] = (struct row){WIT_CLASS_CONNECTOR,
                             at_subnet(CONNECT_A, "connect"),
                             outside("prefix", "198.51.100.0/24", "crm vendor", ""),
                             P_HTTPS,
                             "other",
                             "",
                             WIT_ONE_WAY,
                             WIT_SEEN,
                             WIT_DECLARED,
                             WIT_YELLOW,
                             "data-integration",
                             "CRM sink",
                             "OAuth client",
                             "TLS 1.2+",
                             "",
                             "reply-blocked",
                             "a network ACL blocks the replies"};
    rows[n++] = (struct row){WIT_CLASS_OBJECT_STORAGE,
                             at_subnet(CONNECT_A, "connect"),
                             outside("bucket", "acme-events-archive", "", ""),
                             P_HTTPS,
                             "object-store",
                             "",
                             WIT_REACHABLE,
                             WIT_NOT_WATCHED,
                             WIT_DECLARED,
                             WIT_GREEN,
                             "data-integration",
                             "archive of order events",
                             "IAM role connect-s3",
                             "TLS 1.2+, SSE-KMS",
                             "CloudTrail data events",
                             IN_ORDER};
    rows[n++] = (struct row){WIT_CLASS_OBJECT_STORAGE,
                             at_subnet(BR_A, "brokers"),
                             outside("bucket", "acme-connect-dlq", "", ""),
                             P_HTTPS,
                             "object-store",
                             "",
                             WIT_UNKNOWN,
                             WIT_NOT_WATCHED,
                             WIT_UNDECLARED,
                             WIT_YELLOW,
                             MISSING,
                             "gap",
                             "the bucket's policy could not be read"};
    for (int k = 0; k < 3; k++)
        rows[n++] = (struct row){WIT_CLASS_TELEMETRY,
                                 at_subnet(OPS_A, "monitoring"),
                                 at_subnet((size_t)brokers[k], "brokers"),
                                 P_METRICS,
                                 "broker",
                                 "JMX",
                                 WIT_REACHABLE,
                                 WIT_SEEN,
                                 WIT_DECLARED,
                                 WIT_YELLOW,
                                 "sre",
                                 "metrics",
                                 "none",
                                 "none",
                                 "Prometheus log",
                                 "plaintext",
                                 "the exporter answers without encryption"};
    for (int i = 0; i < 2; i++)
        rows[n++] = (struct row){WIT_CLASS_SCHEMA_REGISTRY,
                                 at_subnet((size_t)(APPS_A + i), "apps"),
                                 at_subnet(CONNECT_A, "registry"),
                                 P_REGISTRY,
                                 "schema-registry",
                                 "",
                                 WIT_REACHABLE,
                                 WIT_SEEN,
                                 WIT_DECLARED,
                                 WIT_GREEN,
                                 REVIEWED,
                                 IN_ORDER};
    for (int k = 0; k < 3; k++)
        rows[n++] = (struct row){WIT_CLASS_ADMIN,
                                 at_subnet(PUBLIC_A, "bastion"),
                                 at_subnet((size_t)brokers[k], "brokers"),
                                 P_SSH,
                                 "broker",
                                 "",
                                 WIT_REACHABLE,
                                 WIT_NOT_SEEN,
                                 WIT_EXPIRED,
                                 WIT_YELLOW,
                                 "sre",
                                 "emergency access",
                                 "SSH certificate",
                                 "SSH",
                                 "session recording",
                                 "expired",
                                 "the declared exception ended on 2026-09-30"};
    for (int k = 0; k < 3; k++)
        rows[n++] = (struct row){WIT_CLASS_MIGRATION,
                                 outside("prefix", "192.168.0.0/16", "plant", "plant"),
                                 at_subnet((size_t)brokers[k], "brokers"),
                                 P_CLIENT,
                                 "broker",
                                 "CLIENT",
                                 WIT_ISOLATED,
                                 WIT_NOT_WATCHED,
                                 WIT_DECLARED,
                                 WIT_YELLOW,
                                 "plant-it",
                                 "mirror of line telemetry",
                                 "SCRAM mirror",
                                 "TLS 1.2+",
                                 "broker authorizer log",
                                 "declared-but-blocked",
                                 "declared, but no route leads there"};
    return n;
}

static const struct wit_map_gap GAPS[] = {
    {"g-000013", "denied", ACCOUNT, REGION, "s3", "GetBucketPolicy", "acme-connect-dlq",
     "The policy of bucket acme-connect-dlq was refused (AccessDenied). Whether anyone can reach it stays open.",
     "Grant s3:GetBucketPolicy and run: aws s3api get-bucket-policy --bucket acme-connect-dlq", "g-000013"},
    {"g-000044", "not-asked", ACCOUNT, "eu-central-1", "ec2", "DescribeVpcs", "",
     "The region eu-central-1 is enabled and was not scanned. Networks there are not in this map.",
     "aws ec2 describe-vpcs --region eu-central-1", ""},
    {"g-9f31c2aa", "not-modelled", ACCOUNT, REGION, "ec2", "DescribeRouteTables", "rtb-0kafka",
     "A route of rtb-0kafka leads to a gateway of a kind that this version does not model.", "",
     "a-000016#/RouteTables/2/Routes/4"},
};

static const struct wit_finding FINDINGS[] = {
    {"f-1a2b3c4d", "internet-to-service", WIT_HIGH, "The Connect REST port is open to the internet",
     "Group sg-0connect allows tcp/8083 from 0.0.0.0/0; connect-a has a public address.", STRINGS("p-00000000"),
     STRINGS("a-000012#/SecurityGroups/5/IpPermissions/0")},
    {"f-2b3c4d5e", "expired-exception", WIT_MEDIUM, "An exception has expired",
     "bastion-ssh ended on 2026-09-30 and is still open.", NULL, 0, NULL, 0},
    {"f-3c4d5e6f", "plaintext", WIT_LOW, "Metrics travel unencrypted", "tcp/9404 from ops-a to every broker.", NULL, 0,
     NULL, 0},
};

static const struct wit_witness CUT[] = {
    {"internet", "brokers (3 interfaces)", "any",
     "No route table of brokers-a, brokers-b, brokers-c has a route to an internet gateway", "",
     "a-000016#/RouteTables/2", WIT_ISOLATED},
    {"internet", "brokers (3 interfaces)", "any", "No broker interface has a public address", "",
     "a-000018#/NetworkInterfaces", WIT_ISOLATED},
};
static const struct wit_witness VIOLATION[] = {
    {"apps-a (subnet-0f0000000000000a1)", "controllers in brokers-a", "tcp/9099",
     "sg-0brokers ingress sgr-0b9: allows tcp/9092-9099 from 10.30.0.0/16", "p-00000000",
     "a-000012#/SecurityGroups/4/IpPermissions/2", WIT_REACHABLE},
};
static const struct wit_witness OPEN_WAY[] = {
    {"brokers", "acme-connect-dlq", "tcp/443", "The bucket's policy is not in evidence", "", "g-000013", WIT_UNKNOWN},
};
static const char *const BUCKET_GAP[] = {"g-000013"};

static const struct wit_assertion ASSERTIONS[] = {
    {"no-internet-to-brokers", "from internet to brokers, any port", WIT_PROVED, STRINGS("internet"), "brokers", NULL,
     0, CUT, N(CUT), NULL, 0, 3},
    {"quorum-is-closed", "from everything but brokers and controllers to controllers, tcp/9099", WIT_VIOLATED,
     STRINGS("!brokers", "!controllers"), "controllers", &PORTS[P_QUORUM], 1, VIOLATION, N(VIOLATION), NULL, 0, 96},
    {"dlq-is-private", "from brokers to acme-connect-dlq, any port", WIT_UNDECIDED, STRINGS("brokers"),
     "acme-connect-dlq", NULL, 0, OPEN_WAY, N(OPEN_WAY), BUCKET_GAP, 1, 3},
};

static const char *const ASSUMPTIONS[] = {
    "--assume-empty: ec2 DescribeEgressOnlyInternetGateways of 111122223333 eu-west-1 was not asked and is taken as "
    "empty",
};

const struct wit_map *wit_sample_map(struct wit_arena *arena)
{
    struct row rows[64];
    size_t n = fill_rows(rows);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, n);
    for (size_t i = 0; i < n; i++)
        paths[i] = path_of(arena, &rows[i]);
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    map->tool_version = WIT_VERSION;
    map->collected_first = "2026-11-18T21:04:09.000Z";
    map->collected_last = "2026-11-18T21:05:51.000Z";
    map->bundles = WIT_NEW_ARRAY(arena, __typeof__(*map->bundles), 1);
    __typeof__(*map->bundles) bundle = {"acme.evidence",
                                        "4c1d9a0b7e5f3321c8aa90b7d6e5f4433221100ffeeddccbbaa9988776655443", true, 48};
    memcpy((void *)(uintptr_t)map->bundles, &bundle, sizeof bundle);
    map->n_bundles = 1;
    map->intent_sha256 = "77aa0d3c5be1f29f4c1d9a0b7e5f3321c8aa90b7d6e5f44332211000ffeeddcc";
    map->assumptions = ASSUMPTIONS;
    map->n_assumptions = N(ASSUMPTIONS);
    map->networks = NETWORKS;
    map->n_networks = N(NETWORKS);
    map->subnets = SUBNETS;
    map->n_subnets = N(SUBNETS);
    map->gateways = GATEWAYS;
    map->n_gateways = N(GATEWAYS);
    map->roles = ROLES;
    map->n_roles = N(ROLES);
    map->buckets = BUCKETS;
    map->n_buckets = N(BUCKETS);
    map->paths = paths;
    map->n_paths = n;
    map->gaps = GAPS;
    map->n_gaps = N(GAPS);
    map->findings = FINDINGS;
    map->n_findings = N(FINDINGS);
    map->assertions = ASSERTIONS;
    map->n_assertions = N(ASSERTIONS);
    return map;
}

static const char *hostile(struct wit_arena *arena, size_t i)
{
    size_t n = 0;
    while (WIT_HOSTILE[n] != NULL)
        n++;
    if (i % (n + 1) < n)
        return WIT_HOSTILE[i % (n + 1)];
    char *big = wit_alloc(arena, 4097); /* 4 kB of one name */
    memset(big, 'x', 4096);
    memcpy(big, "\"<&'", 4);
    return big;
}

const struct wit_map *wit_sample_map_hostile(struct wit_arena *arena)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    struct wit_map_subnet *subnets = WIT_NEW_ARRAY(arena, struct wit_map_subnet, map->n_subnets);
    memcpy(subnets, map->subnets, map->n_subnets * sizeof *subnets);
    for (size_t i = 0; i < map->n_subnets; i++)
        subnets[i].name = hostile(arena, i);
    map->subnets = subnets;
    struct wit_map_network *networks = WIT_NEW_ARRAY(arena, struct wit_map_network, map->n_networks);
    memcpy(networks, map->networks, map->n_networks * sizeof *networks);
    for (size_t i = 0; i < map->n_networks; i++)
        networks[i].name = hostile(arena, i + 6);
    map->networks = networks;
    struct wit_map_gateway *gateways = WIT_NEW_ARRAY(arena, struct wit_map_gateway, map->n_gateways);
    memcpy(gateways, map->gateways, map->n_gateways * sizeof *gateways);
    for (size_t i = 0; i < map->n_gateways; i++)
        gateways[i].detail = gateways[i].name = hostile(arena, i + 3);
    map->gateways = gateways;
    struct wit_map_gap *gaps = WIT_NEW_ARRAY(arena, struct wit_map_gap, map->n_gaps);
    memcpy(gaps, map->gaps, map->n_gaps * sizeof *gaps);
    for (size_t i = 0; i < map->n_gaps; i++)
        gaps[i].text = gaps[i].remedy = gaps[i].resource = hostile(arena, i);
    map->gaps = gaps;
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, map->n_paths);
    memcpy(paths, map->paths, map->n_paths * sizeof *paths);
    for (size_t i = 0; i < map->n_paths; i++) {
        struct wit_path *p = &paths[i];
        p->from.name = hostile(arena, i);
        p->to.name = hostile(arena, i + 1);
        p->to.role = hostile(arena, i + 2);
        p->service.listener = p->review.owner = hostile(arena, i + 3);
        p->review.purpose = p->review.audit = hostile(arena, i + 4);
        p->id = i % 7 == 0 ? hostile(arena, i + 5) : p->id;
        p->evidence = WIT_HOSTILE;
        p->n_evidence = 3;
        struct wit_hop *hops = WIT_NEW_ARRAY(arena, struct wit_hop, p->permitted.n_hops);
        memcpy(hops, p->permitted.hops, p->permitted.n_hops * sizeof *hops);
        for (size_t k = 0; k < p->permitted.n_hops; k++)
            hops[k].text = hops[k].rule = hops[k].evidence = hostile(arena, i + k);
        p->permitted.hops = hops;
    }
    map->paths = paths;
    map->assumptions = WIT_HOSTILE;
    map->n_assumptions = 5;
    return map;
}

const struct wit_map *wit_sample_map_empty(struct wit_arena *arena)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    map->tool_version = WIT_VERSION;
    map->collected_first = map->collected_last = map->intent_sha256 = "";
    return map;
}

const struct wit_map *wit_sample_map_large(struct wit_arena *arena, size_t networks, size_t subnets)
{
    static const char *const both[] = {"apps", "brokers"};
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    struct wit_map_network *nets = WIT_NEW_ARRAY(arena, struct wit_map_network, networks);
    struct wit_map_subnet *subs = WIT_NEW_ARRAY(arena, struct wit_map_subnet, networks * subnets);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, networks * subnets * 2);
    size_t n = 0;
    for (size_t i = 0; i < networks; i++) {
        nets[i] = (struct wit_map_network){wit_fmt(arena, "vpc-%03zu", i),
                                           wit_fmt(arena, "net-%zu", i),
                                           wit_fmt(arena, "11112222%04zu", i / 3),
                                           REGION,
                                           NULL,
                                           0};
        for (size_t k = 0; k < subnets; k++)
            subs[i * subnets + k] = (struct wit_map_subnet){wit_fmt(arena, "subnet-%03zu-%03zu", i, k),
                                                            wit_fmt(arena, "s-%zu-%zu", i, k),
                                                            nets[i].account,
                                                            REGION,
                                                            nets[i].id,
                                                            wit_fmt(arena, "euw1-az%zu", k % 3 + 1),
                                                            NULL,
                                                            0,
                                                            2,
                                                            both,
                                                            2,
                                                            false};
    }
    for (size_t i = 0; i < networks * subnets; i++) {
        for (size_t k = 0; k < 2; k++) {
            size_t to = (i * 7 + k * subnets + i % 5) % (networks * subnets);
            const struct wit_map_subnet *a = &subs[i], *b = &subs[to];
            struct row r = {WIT_CLASS_CLIENT,
                            {"subnet", a->id, a->name, a->account, REGION, a->network, a->zone, "apps"},
                            {"subnet", b->id, b->name, b->account, REGION, b->network, b->zone, "brokers"},
                            P_CLIENT,
                            "broker",
                            "CLIENT",
                            WIT_REACHABLE,
                            WIT_NOT_WATCHED,
                            WIT_DECLARED,
                            i % 11 == 0 ? WIT_RED : WIT_GREEN,
                            REVIEWED,
                            IN_ORDER};
            paths[n++] = path_of(arena, &r);
        }
    }
    map->networks = nets;
    map->n_networks = networks;
    map->subnets = subs;
    map->n_subnets = networks * subnets;
    map->paths = paths;
    map->n_paths = n;
    map->n_gateways = 0;
    return map;
}
