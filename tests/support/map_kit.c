/* tests/support/map_kit.c: a map in which no list is empty and every word is used.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/evidence_kit.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

static const char *const prefixes[] = {"10.0.0.0/16", "2001:db8::/56"};
static const char *const roles[] = {"apps", "brokers"};
static const char *const members[] = {"eni-0b1", "eni-0b2"};
static const char *const cites[] = {"a-000012#/SecurityGroups/3/IpPermissions/0"};
static const char *const gap_ids[] = {"g-000013"};
static const char *const path_ids[] = {"p-00000001"};
static const char *const assumptions[] = {"eu-west-1: no NAT gateways (--assume-empty)"};
static const char *const from_words[] = {"!brokers", "internet"};

static const struct wit_port_range tcp[] = {{6, 9092, 9098}};
static const struct wit_port_range many[] = {{1, 2048, 2048}, {17, 53, 53}, {50, 0, 65535}, {58, 32768, 32768}};

static const struct wit_map_network networks[] = {
    {"vpc-0c1", "core", "111122223333", "eu-west-1", prefixes, N(prefixes)}};
static const struct wit_map_subnet subnets[] = {
    {"subnet-0aa1", "apps-a", "111122223333", "eu-west-1", "vpc-0c1", "euw1-az1", prefixes, 1, 12, roles, 1, true},
    {"subnet-0bb1", "\"><script>alert(1)</script>", "", "", "", "", NULL, 0, 0, NULL, 0, false},
};
static const struct wit_map_gateway gateways[] = {
    {"igw-1", "", "internet-gateway", "vpc-0c1", "", "203.0.113.7"},
};
static const struct wit_map_role role_rows[] = {{"brokers", "broker", 3, members, N(members)}};
static const struct wit_map_bucket buckets[] = {{"acme-events", "111122223333", "eu-west-1", "aws:kms", "key-1", "all"},
                                                {"bare", "", "", "", "", ""}};

/* What a hop always has; the rest is empty. */
#define HOP(direction_, kind_, id_, rule_, action_, text_, before_, after_, evidence_)                                 \
    {                                                                                                                  \
        .direction = (direction_), .kind = (kind_), .id = (id_), .rule = (rule_), .action = (action_),                 \
        .text = (text_), .before = (before_), .after = (after_), .evidence = (evidence_), .name = "", .facing = "",    \
        .surely = "", .possibly = ""                                                                                   \
    }
static const struct wit_hop hops[] = {
    HOP("forward", "security-group", "sg-0c1", "sgr-1", "pass", "egress: allows all", "10.0.1.5 -> 10.0.2.7",
        "10.0.1.5 -> 10.0.2.7", "a-000012#/SecurityGroups/3"),
    HOP("reply", "network-acl", "acl-1", "90", "block", "egress: denies tcp/1024-65535", "", "", ""),
};
static const struct wit_reason reasons[] = {{"undeclared", "nobody declared this path"}};
static const struct wit_map_gap gaps[] = {
    {"g-000013", "denied", "111122223333", "eu-west-1", "ec2", "DescribeNetworkAcls", "acl-1",
     "The lists were refused.", "aws ec2 describe-network-acls --region eu-west-1", "g-000013"},
    {"g-0123abcd", "not-asked", "", "", "", "", "", "Nobody asked.", "", ""},
};
static const struct wit_witness witnesses[] = {
    {"apps-a (subnet-0aa1)", "brokers", "tcp/9099", "security-group sg-0c1", "p-00000001", "a-000012#/x",
     WIT_REACHABLE},
    {"internet", "brokers", "", "no route", "", "", WIT_ISOLATED},
};

static const struct wit_map_rule rules[] = {
    {"security-group", "sg-0c1", "brokers", "sgr-1", "ingress tcp/9092-9098 from 10.0.0.0/16",
     "a-000012#/SecurityGroups/3/IpPermissions/0"},
    {"route-table", "rtb-1", "", "", "10.0.0.0/16 to local", ""},
};

static const char *const sheet_columns[] = {"Item", "Seen"};
static const char *const sheet_cells[] = {"No PLAINTEXT listeners", "1 of 3 brokers"};
static const char *const changed[] = {"sg-0c1"};
static const struct wit_sheet_row sheet_rows[] = {
    {"plaintext", sheet_cells, 2, WIT_MARK_BAD, WIT_BASIS_COMPUTED, "Broker 1 listens in plaintext.", sheet_columns, 1,
     cites, N(cites)},
    {"root", sheet_cells, 2, WIT_MARK_UNKNOWN, WIT_BASIS_NONE, "", NULL, 0, NULL, 0},
};
static const struct wit_sheet sheets[] = {
    {"broker-hardening", "checklist", "Broker hardening checklist", "Is each broker hardened?", "review text 004", "",
     WIT_MARK_BAD, sheet_columns, 2, sheet_rows, N(sheet_rows)},
    {"boundaries", "scorecard", "Boundaries", "", "", "", WIT_MARK_NONE, sheet_columns, 1, NULL, 0},
};
static const struct wit_map_event events[] = {
    {"2026-11-01T00:00:00.000Z", "cloudtrail", "AuthorizeSecurityGroupIngress", "arn:aws:iam::111122223333:user/eve",
     changed, 1, "opened tcp/9092", "a-000014#/Events/0"},
    {"2026-11-01T00:00:01.000Z", "cloudtrail", "CreateRoute", "", NULL, 0, "", ""},
};
static const struct wit_waiver waivers[] = {
    {"w-1", "undeclared-path", "payments", "Until the move is done", "2027-01-31", false, true},
};
static const struct wit_review_basis bases[] = {
    {"identity", WIT_BASIS_DECLARED, "SASL_SSL listener CLIENT", "SASL/SCRAM", false, "a-000015#/entries/3"},
    {"encryption", WIT_BASIS_MISSING, "", "", true, ""},
};

static void fill_path(struct wit_path *p, struct wit_arena *arena, unsigned i)
{
    p->class = (enum wit_class)(i % WIT_CLASS_COUNT);
    p->from = (struct wit_scope){"subnet",    "subnet-0aa1", "apps-a",   "111122223333",
                                 "eu-west-1", "vpc-0c1",     "euw1-az1", "apps"};
    p->to = (struct wit_scope){"prefix", wit_fmt(arena, "10.%u.0.0/16", i), "", "", "", "", "", ""};
    char *id = wit_alloc(arena, 16);
    wit_path_id(id, p->class, &p->from, &p->to);
    p->id = id;
    p->service.role = "broker";
    p->service.listener = i % 2 == 0 ? "SASL_SSL" : "";
    p->service.ports = tcp;
    p->service.n_ports = N(tcp);
    p->permitted.verdict = (enum wit_verdict)(i % 5);
    p->permitted.kind = i % 2 == 0 ? "direct" : "";
    p->permitted.ports = many;
    p->permitted.n_ports = N(many);
    p->permitted.possible = tcp;
    p->permitted.n_possible = i % 2;
    p->permitted.from_endpoints = 12;
    p->permitted.to_endpoints = 1;
    p->permitted.pairs = 12;
    p->permitted.hops = hops;
    p->permitted.n_hops = i % 3;
    p->permitted.gaps = gap_ids;
    p->permitted.n_gaps = i % 2;
    p->observed.verdict = (enum wit_observed)(i % 3);
    bool seen = p->observed.verdict == WIT_SEEN;
    p->observed.connections = seen ? 41 : 0;
    p->observed.bytes_estimate = seen ? 912000 : 0;
    p->observed.bytes_low = seen ? 840000 : 0;
    p->observed.bytes_high = seen ? 990000 : 0;
    p->observed.first = seen ? "2026-11-01T00:00:00.000Z" : "";
    p->observed.last = seen ? "2026-11-02T00:00:00.000Z" : "";
    p->declared.verdict = (enum wit_declared)(i % 3);
    p->declared.intent = i % 3 == 0 ? "" : "app-ingress";
    p->declared.expires = i % 3 == 2 ? "2026-01-31" : "";
    p->review.owner = i % 2 == 0 ? "payments" : "";
    p->review.purpose = "orders \xc3\xbc & <more>";
    p->review.identity = "SASL/SCRAM";
    p->review.encryption = "TLS";
    p->review.audit = "CloudTrail";
    p->review.basis = bases;
    p->review.n_basis = i % 3;
    p->status = (enum wit_status)(i % 3);
    p->reasons = reasons;
    p->n_reasons = i % 2;
    p->evidence = cites;
    p->n_evidence = N(cites);
}

const struct wit_map *wit_kit_map(struct wit_arena *arena)
{
    enum { PATHS = 30 };
    struct wit_map *m = WIT_NEW(arena, struct wit_map);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, PATHS);
    for (unsigned i = 0; i < PATHS; i++)
        fill_path(&paths[i], arena, i);
    struct wit_finding *findings = WIT_NEW_ARRAY(arena, struct wit_finding, 4);
    for (unsigned i = 0; i < 4; i++)
        findings[i] = (struct wit_finding){wit_fmt(arena, "f-%08x", i),
                                           "undeclared-path",
                                           (enum wit_severity)i,
                                           "A path nobody declared",
                                           "Text.",
                                           path_ids,
                                           1,
                                           cites,
                                           i % 2,
                                           i == 1 ? "w-1" : ""};
    struct wit_assertion *assertions = WIT_NEW_ARRAY(arena, struct wit_assertion, 3);
    for (unsigned i = 0; i < 3; i++)
        assertions[i] = (struct wit_assertion){.id = "no-internet-to-brokers",
                                               .text = "from internet to brokers, any port",
                                               .proof = (enum wit_proof)i,
                                               .from = from_words,
                                               .n_from = N(from_words),
                                               .to = "brokers",
                                               .ports = tcp,
                                               .n_ports = i % 2,
                                               .witnesses = witnesses,
                                               .n_witnesses = N(witnesses),
                                               .gaps = gap_ids,
                                               .n_gaps = i == 2 ? 1 : 0,
                                               .checked_pairs = 1200};
    struct wit_map_bundle *bundles = WIT_NEW(arena, struct wit_map_bundle);
    bundles->name = "acme.evidence";
    bundles->head = "00000000000000000000000000000000000000000000000000000000000000aa";
    bundles->sealed = true;
    bundles->records = 61;
    *m = (struct wit_map){.tool_version = "0.1.0",
                          .collected_first = "2026-11-01T00:00:00.000Z",
                          .collected_last = "2026-11-01T00:05:00.000Z",
                          .bundles = bundles,
                          .n_bundles = 1,
                          .intent_sha256 = "00000000000000000000000000000000000000000000000000000000000000bb",
                          .assumptions = assumptions,
                          .n_assumptions = N(assumptions),
                          .networks = networks,
                          .n_networks = N(networks),
                          .subnets = subnets,
                          .n_subnets = N(subnets),
                          .gateways = gateways,
                          .n_gateways = N(gateways),
                          .roles = role_rows,
                          .n_roles = N(role_rows),
                          .buckets = buckets,
                          .n_buckets = N(buckets),
                          .paths = paths,
                          .n_paths = PATHS,
                          .gaps = gaps,
                          .n_gaps = N(gaps),
                          .findings = findings,
                          .n_findings = 4,
                          .assertions = assertions,
                          .n_assertions = 3,
                          .rules = rules,
                          .n_rules = N(rules),
                          .sheets = sheets,
                          .n_sheets = N(sheets),
                          .events = events,
                          .n_events = N(events),
                          .waivers = waivers,
                          .n_waivers = N(waivers),
                          .policy_sha256 = "00000000000000000000000000000000000000000000000000000000000000cc"};
    return m;
}
