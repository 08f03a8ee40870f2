/* tests/support/sample_paths.c: the paths of the sample map.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/sample_parts.h"

static struct wit_scope at_subnet(size_t i, const char *role)
{
    const struct wit_map_subnet *s = &wit_sample_subnets[i];
    return (struct wit_scope){"subnet", s->id, s->name, s->account, s->region, s->network, s->zone, role};
}

static struct wit_scope outside(const char *kind, const char *id, const char *name, const char *role)
{
    return (struct wit_scope){kind, id, name, "", "", "", "", role};
}

const struct wit_port_range wit_sample_ports[9] = {{6, 9096, 9096}, {6, 9095, 9095}, {6, 9099, 9099},
                                                   {6, 8083, 8083}, {6, 443, 443},   {6, 9404, 9404},
                                                   {6, 8081, 8081}, {6, 22, 22},     {6, 9092, 9098}};

/* What a hop always has; the rest is empty. */
#define HOP(direction_, kind_, id_, rule_, action_, text_, before_, after_, evidence_)                                 \
    {                                                                                                                  \
        .direction = (direction_), .kind = (kind_), .id = (id_), .rule = (rule_), .action = (action_),                 \
        .text = (text_), .before = (before_), .after = (after_), .evidence = (evidence_), .name = "", .facing = "",    \
        .surely = "", .possibly = ""                                                                                   \
    }
static const struct wit_hop HOPS[] = {
    HOP("forward", "security-group", "sg-0apps", "sgr-0a1", "pass", "egress: allows tcp/0-65535 to 0.0.0.0/0",
        "10.30.1.21 -> 10.20.1.10", "", "a-000012#/SecurityGroups/3/IpPermissionsEgress/0"),
    HOP("forward", "network-acl", "acl-0apps", "100", "pass", "egress 100: allows all to 0.0.0.0/0", "", "",
        "a-000014#/NetworkAcls/0/Entries/1"),
    HOP("forward", "route-table", "rtb-0apps", "10.20.0.0/16", "pass", "10.20.0.0/16 to pcx-0cc33", "", "",
        "a-000016#/RouteTables/1/Routes/2"),
    HOP("forward", "peering", "pcx-0cc33", "", "pass", "active, apps <-> kafka-platform", "", "",
        "a-000021#/VpcPeeringConnections/0"),
    HOP("forward", "network-acl", "acl-0kafka", "110", "pass", "ingress 110: allows tcp/9092-9099 from 10.30.0.0/16",
        "", "", "a-000014#/NetworkAcls/1/Entries/3"),
    HOP("forward", "security-group", "sg-0brokers", "sgr-0b7", "pass", "ingress: allows tcp/9096 from 10.30.0.0/16", "",
        "", "a-000012#/SecurityGroups/4/IpPermissions/1"),
    HOP("reply", "network-acl", "acl-0kafka", "120", "pass", "egress 120: allows tcp/1024-65535 to 10.30.0.0/16",
        "10.20.1.10 -> 10.30.1.21", "", "a-000014#/NetworkAcls/1/Entries/5"),
    HOP("reply", "route-table", "rtb-0kafka", "10.30.0.0/16", "pass", "10.30.0.0/16 to pcx-0cc33", "", "",
        "a-000016#/RouteTables/2/Routes/1"),
};

static const struct wit_hop CLOSED_HOPS[] = {
    HOP("forward", "route-table", "rtb-0kafka", "0.0.0.0/0", "pass", "0.0.0.0/0 to nat-0bb22", "", "",
        "a-000016#/RouteTables/2/Routes/3"),
    HOP("forward", "nat-gateway", "nat-0bb22", "", "rewrite", "source becomes the gateway's address",
        "10.20.11.14 -> 198.51.100.9", "203.0.113.7 -> 198.51.100.9", "a-000019#/NatGateways/0"),
    HOP("reply", "network-acl", "acl-0public", "32767", "block",
        "egress: no rule allows tcp/1024-65535 to 10.20.11.0/24", "198.51.100.9 -> 203.0.113.7", "",
        "a-000014#/NetworkAcls/2/Entries/7"),
};

struct wit_path wit_sample_path(struct wit_arena *arena, const struct wit_sample_row *r)
{
    struct wit_path p = {.class = r->class, .from = r->from, .to = r->to, .status = r->status};
    char *id = wit_alloc(arena, 16);
    wit_path_id(id, r->class, &r->from, &r->to);
    p.id = id;
    p.service.role = r->service_role;
    p.service.listener = r->listener;
    p.service.ports = &wit_sample_ports[r->port];
    p.service.n_ports = 1;
    p.permitted.verdict = r->verdict;
    p.permitted.kind = r->verdict == WIT_REACHABLE ? "direct" : "";
    p.permitted.from_endpoints = 3;
    p.permitted.to_endpoints = 1;
    if (r->verdict != WIT_ISOLATED && r->verdict != WIT_UNKNOWN) {
        p.permitted.ports = r->class == WIT_CLASS_CLIENT ? &wit_sample_ports[P_WIDE] : &wit_sample_ports[r->port];
        p.permitted.n_ports = 1;
        p.permitted.pairs = 3;
    }
    p.permitted.hops = r->verdict == WIT_ISOLATED || r->verdict == WIT_ONE_WAY ? CLOSED_HOPS : HOPS;
    p.permitted.n_hops = p.permitted.hops == HOPS ? N(HOPS) : N(CLOSED_HOPS);
    if (r->verdict == WIT_UNKNOWN) {
        static const char *const gap[] = {"g-000013"};
        p.permitted.gaps = gap;
        p.permitted.n_gaps = 1;
        p.permitted.possible = &wit_sample_ports[r->port];
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

size_t wit_sample_rows(struct wit_sample_row *rows)
{
    size_t n = 0;
    static const int brokers[] = {BR_A, BR_B, BR_C};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 3; k++)
            rows[n++] = (struct wit_sample_row){WIT_CLASS_CLIENT,
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
                rows[n++] = (struct wit_sample_row){WIT_CLASS_REPLICATION,
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
        rows[n++] = (struct wit_sample_row){WIT_CLASS_CONTROLLER,
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
    rows[n++] = (struct wit_sample_row){WIT_CLASS_CONTROLLER,
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
        rows[n++] = (struct wit_sample_row){WIT_CLASS_CONNECTOR,
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
    rows[n++] = (struct wit_sample_row){WIT_CLASS_CONNECTOR,
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
    rows[n++] = (struct wit_sample_row){WIT_CLASS_CONNECTOR,
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
    rows[n++] = (struct wit_sample_row){WIT_CLASS_OBJECT_STORAGE,
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
    rows[n++] = (struct wit_sample_row){WIT_CLASS_OBJECT_STORAGE,
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
        rows[n++] = (struct wit_sample_row){WIT_CLASS_TELEMETRY,
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
        rows[n++] = (struct wit_sample_row){WIT_CLASS_SCHEMA_REGISTRY,
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
        rows[n++] = (struct wit_sample_row){WIT_CLASS_ADMIN,
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
        rows[n++] = (struct wit_sample_row){WIT_CLASS_MIGRATION,
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
