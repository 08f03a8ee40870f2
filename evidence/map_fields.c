/* evidence/map_fields.c: every name in map.json, one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/map_fields.h"

#include <string.h>

#include "base/pset.h"
#include "evidence/map.h"
#include "evidence/map_rows.h"

WORDS(class, enum wit_class)
WORDS(verdict, enum wit_verdict)
WORDS(declared, enum wit_declared)
WORDS(status, enum wit_status)
WORDS(proof, enum wit_proof)
WORDS(severity, enum wit_severity)

static const char *const protocols[] = {
    [WIT_ICMP] = "icmp", [WIT_TCP] = "tcp", [WIT_UDP] = "udp", [WIT_ICMPV6] = "icmpv6"};

const char *wit_port_protocol_word(unsigned protocol)
{
    if (protocol == WIT_PROTOCOL_OTHER)
        return "other";
    return protocol < COUNT(protocols) ? protocols[protocol] : NULL;
}

int wit_port_protocol_of(const char *word)
{
    for (size_t i = 0; word != NULL && i < COUNT(protocols); i++)
        if (protocols[i] != NULL && strcmp(protocols[i], word) == 0)
            return (int)i;
    return word != NULL && strcmp(word, "other") == 0 ? WIT_PROTOCOL_OTHER : -1;
}

/* ---- estate ---- */
static const struct wit_field network_fields[] = {
    TEXT(wit_map_network, "id", id),
    TEXT(wit_map_network, "name", name),
    TEXT_OPT(wit_map_network, "account", account),
    TEXT_OPT(wit_map_network, "region", region),
    TEXTS(wit_map_network, "prefixes", prefixes, n_prefixes),
};
TABLE(network_table, network_fields, sizeof(struct wit_map_network));

static const struct wit_field subnet_fields[] = {
    TEXT(wit_map_subnet, "id", id),
    TEXT(wit_map_subnet, "name", name),
    TEXT_OPT(wit_map_subnet, "account", account),
    TEXT_OPT(wit_map_subnet, "region", region),
    TEXT_OPT(wit_map_subnet, "network", network),
    TEXT_OPT(wit_map_subnet, "zone", zone),
    TEXTS(wit_map_subnet, "prefixes", prefixes, n_prefixes),
    NUMBER(wit_map_subnet, "endpoints", endpoints),
    TEXTS(wit_map_subnet, "roles", roles, n_roles),
    BOOL(wit_map_subnet, "public_route", public_route),
};
TABLE(subnet_table, subnet_fields, sizeof(struct wit_map_subnet));

static const struct wit_field gateway_fields[] = {
    TEXT(wit_map_gateway, "id", id),
    TEXT(wit_map_gateway, "name", name),
    TEXT(wit_map_gateway, "kind", kind),
    TEXT_OPT(wit_map_gateway, "network", network),
    TEXT_OPT(wit_map_gateway, "subnet", subnet),
    TEXT_OPT(wit_map_gateway, "detail", detail),
};
TABLE(gateway_table, gateway_fields, sizeof(struct wit_map_gateway));

static const struct wit_field role_fields[] = {
    TEXT(wit_map_role, "id", id),
    TEXT(wit_map_role, "kind", kind),
    NUMBER(wit_map_role, "endpoints", endpoints),
    TEXTS(wit_map_role, "members", members, n_members),
};
TABLE(role_table, role_fields, sizeof(struct wit_map_role));

static const struct wit_field bucket_fields[] = {
    TEXT(wit_map_bucket, "name", name),         TEXT_OPT(wit_map_bucket, "account", account),
    TEXT_OPT(wit_map_bucket, "region", region), TEXT_OPT(wit_map_bucket, "encryption", encryption),
    TEXT_OPT(wit_map_bucket, "key", key),       TEXT_OPT(wit_map_bucket, "public_access_block", public_access_block),
};
TABLE(bucket_table, bucket_fields, sizeof(struct wit_map_bucket));

static const struct wit_field estate_fields[] = {
    LIST(wit_map, "networks", networks, n_networks, network_table),
    LIST(wit_map, "subnets", subnets, n_subnets, subnet_table),
    LIST(wit_map, "gateways", gateways, n_gateways, gateway_table),
    LIST(wit_map, "roles", roles, n_roles, role_table),
    LIST(wit_map, "buckets", buckets, n_buckets, bucket_table),
};
TABLE(estate_table, estate_fields, 0);

/* ---- paths ---- */
static const struct wit_field scope_fields[] = {
    TEXT(wit_scope, "kind", kind),         TEXT(wit_scope, "id", id),
    TEXT(wit_scope, "name", name),         TEXT_OPT(wit_scope, "account", account),
    TEXT_OPT(wit_scope, "region", region), TEXT_OPT(wit_scope, "network", network),
    TEXT_OPT(wit_scope, "zone", zone),     TEXT_OPT(wit_scope, "role", role),
};
TABLE(scope_table, scope_fields, 0);

static const struct wit_field service_fields[] = {
    TEXT(wit_path, "role", service.role),
    TEXT(wit_path, "listener", service.listener),
    PORTS(wit_path, "ports", service.ports, service.n_ports, false),
};
TABLE(service_table, service_fields, 0);

static const struct wit_field hop_rule_fields[] = {
    TEXT(wit_hop_rule, "id", id),
    TEXT(wit_hop_rule, "rule", rule),
    TEXT(wit_hop_rule, "ports", ports),
    TEXT(wit_hop_rule, "text", text),
    TEXT_OPT(wit_hop_rule, "evidence", evidence),
};
TABLE(hop_rule_table, hop_rule_fields, sizeof(struct wit_hop_rule));

static const struct wit_field hop_fields[] = {
    TEXT(wit_hop, "direction", direction),
    TEXT(wit_hop, "kind", kind),
    TEXT(wit_hop, "id", id),
    TEXT_OPT(wit_hop, "name", name),
    TEXT_OPT(wit_hop, "rule", rule),
    TEXT_OPT(wit_hop, "facing", facing),
    TEXT(wit_hop, "action", action),
    TEXT(wit_hop, "text", text),
    TEXT_OPT(wit_hop, "surely", surely),
    TEXT_OPT(wit_hop, "possibly", possibly),
    TEXT_OPT(wit_hop, "before", before),
    TEXT_OPT(wit_hop, "after", after),
    TEXT_OPT(wit_hop, "evidence", evidence),
    LIST_OPT(wit_hop, "rules", rules, n_rules, hop_rule_table),
};
TABLE(hop_table, hop_fields, sizeof(struct wit_hop));

static const struct wit_field endpoints_fields[] = {
    NUMBER(wit_path, "from", permitted.from_endpoints),
    NUMBER(wit_path, "to", permitted.to_endpoints),
    NUMBER(wit_path, "pairs", permitted.pairs),
};
TABLE(endpoints_table, endpoints_fields, 0);

static const struct wit_field permitted_fields[] = {
    WORD(wit_path, "verdict", permitted.verdict, verdict),
    PORTS(wit_path, "ports", permitted.ports, permitted.n_ports, false),
    PORTS(wit_path, "possible", permitted.possible, permitted.n_possible, true),
    TEXT(wit_path, "kind", permitted.kind),
    GROUP("endpoints", endpoints_table),
    LIST(wit_path, "hops", permitted.hops, permitted.n_hops, hop_table),
    TEXTS(wit_path, "gaps", permitted.gaps, permitted.n_gaps),
};
TABLE(permitted_table, permitted_fields, 0);

static const struct wit_field declared_fields[] = {
    WORD(wit_path, "verdict", declared.verdict, declared),
    TEXT_OPT(wit_path, "intent", declared.intent),
    TEXT_OPT(wit_path, "expires", declared.expires),
};
TABLE(declared_table, declared_fields, 0);

static const struct wit_field review_fields[] = {
    TEXT(wit_path, "owner", review.owner),
    TEXT(wit_path, "purpose", review.purpose),
    TEXT(wit_path, "identity", review.identity),
    TEXT(wit_path, "encryption", review.encryption),
    TEXT(wit_path, "audit", review.audit),
    LIST_OPT(wit_path, "basis", review.basis, review.n_basis, wit_basis_table),
};
TABLE(review_table, review_fields, 0);

static const struct wit_field reason_fields[] = {
    TEXT(wit_reason, "code", code),
    TEXT(wit_reason, "text", text),
};
TABLE(reason_table, reason_fields, sizeof(struct wit_reason));

static const struct wit_field path_fields[] = {
    TEXT(wit_path, "id", id),
    WORD(wit_path, "class", class, class),
    INNER(wit_path, "from", from, scope_table),
    INNER(wit_path, "to", to, scope_table),
    GROUP("service", service_table),
    GROUP("permitted", permitted_table),
    WIT_IDENTITY_FIELD,
    GROUP("observed", wit_observed_table),
    GROUP("declared", declared_table),
    GROUP("review", review_table),
    WORD(wit_path, "status", status, status),
    LIST(wit_path, "reasons", reasons, n_reasons, reason_table),
    TEXTS(wit_path, "evidence", evidence, n_evidence),
};
TABLE(path_table, path_fields, sizeof(struct wit_path));

/* ---- chains ---- */
static const struct wit_field leg_fields[] = {
    TEXT(wit_indirect_leg, "from", from),       TEXT(wit_indirect_leg, "to", to),
    TEXT_OPT(wit_indirect_leg, "ports", ports), WORD(wit_indirect_leg, "verdict", verdict, verdict),
    TEXT_OPT(wit_indirect_leg, "path", path),
};
TABLE(leg_table, leg_fields, sizeof(struct wit_indirect_leg));

static const struct wit_field indirect_fields[] = {
    TEXT(wit_indirect, "id", id),
    TEXT(wit_indirect, "kind", kind),
    TEXT(wit_indirect, "from", from),
    TEXT(wit_indirect, "to", to),
    TEXTS(wit_indirect, "relays", relays, n_relays),
    WORD(wit_indirect, "verdict", verdict, verdict),
    TEXT_OPT(wit_indirect, "direct", direct),
    LIST(wit_indirect, "legs", legs, n_legs, leg_table),
    TEXT(wit_indirect, "text", text),
};
TABLE(indirect_table, indirect_fields, sizeof(struct wit_indirect));

/* ---- gaps, findings, assertions ---- */
static const struct wit_field gap_fields[] = {
    TEXT(wit_map_gap, "id", id),
    TEXT(wit_map_gap, "reason", reason),
    TEXT_OPT(wit_map_gap, "account", account),
    TEXT_OPT(wit_map_gap, "region", region),
    TEXT_OPT(wit_map_gap, "service", service),
    TEXT_OPT(wit_map_gap, "operation", operation),
    TEXT_OPT(wit_map_gap, "resource", resource),
    TEXT(wit_map_gap, "text", text),
    TEXT_OPT(wit_map_gap, "remedy", remedy),
    TEXT_OPT(wit_map_gap, "evidence", evidence),
};
TABLE(gap_table, gap_fields, sizeof(struct wit_map_gap));

static const struct wit_field finding_fields[] = {
    TEXT(wit_finding, "id", id),
    TEXT(wit_finding, "check", check),
    WORD(wit_finding, "severity", severity, severity),
    TEXT(wit_finding, "title", title),
    TEXT(wit_finding, "text", text),
    TEXTS(wit_finding, "paths", paths, n_paths),
    TEXTS(wit_finding, "evidence", evidence, n_evidence),
    TEXT_OPT(wit_finding, "waiver", waiver),
};
TABLE(finding_table, finding_fields, sizeof(struct wit_finding));

static const struct wit_field witness_fields[] = {
    TEXT(wit_witness, "from", from),
    TEXT(wit_witness, "to", to),
    TEXT_OPT(wit_witness, "ports", ports),
    WORD(wit_witness, "verdict", verdict, verdict),
    TEXT(wit_witness, "decider", decider),
    TEXT_OPT(wit_witness, "path", path),
    TEXT_OPT(wit_witness, "evidence", evidence),
};
TABLE(witness_table, witness_fields, sizeof(struct wit_witness));

static const struct wit_field assertion_fields[] = {
    TEXT(wit_assertion, "id", id),
    TEXT(wit_assertion, "text", text),
    WORD(wit_assertion, "verdict", proof, proof),
    TEXTS(wit_assertion, "from", from, n_from),
    TEXT(wit_assertion, "to", to),
    PORTS(wit_assertion, "ports", ports, n_ports, true),
    NUMBER(wit_assertion, "checked_pairs", checked_pairs),
    LIST(wit_assertion, "witnesses", witnesses, n_witnesses, witness_table),
    TEXTS(wit_assertion, "gaps", gaps, n_gaps),
};
TABLE(assertion_table, assertion_fields, sizeof(struct wit_assertion));

static const struct wit_field rule_fields[] = {
    TEXT(wit_map_rule, "kind", kind), TEXT_OPT(wit_map_rule, "name", name),
    TEXT(wit_map_rule, "id", id),     TEXT_OPT(wit_map_rule, "rule", rule),
    TEXT(wit_map_rule, "text", text), TEXT_OPT(wit_map_rule, "evidence", evidence),
};
TABLE(rule_table, rule_fields, sizeof(struct wit_map_rule));

/* ---- the map ---- */
static const struct wit_field tool_fields[] = {
    {.name = "name", .type = WIT_F_FIXED, .fixed = "pathwitness", ALWAYS},
    TEXT(wit_map, "version", tool_version),
};
TABLE(tool_table, tool_fields, 0);

static const struct wit_field bundle_fields[] = {
    TEXT(wit_map_bundle, "name", name),
    TEXT(wit_map_bundle, "head", head),
    BOOL(wit_map_bundle, "sealed", sealed),
    NUMBER(wit_map_bundle, "records", records),
};
TABLE(bundle_table, bundle_fields, sizeof(struct wit_map_bundle));

static const struct wit_field evidence_fields[] = {
    TEXT(wit_map, "first", collected_first),
    TEXT(wit_map, "last", collected_last),
    LIST(wit_map, "bundles", bundles, n_bundles, bundle_table),
    LIST_OPT(wit_map, "artefacts", artefacts, n_artefacts, wit_artefact_table),
    TEXT_OPT(wit_map, "intent_sha256", intent_sha256),
    TEXT_OPT(wit_map, "policy_sha256", policy_sha256),
};
TABLE(evidence_table, evidence_fields, 0);

static const struct wit_field map_fields[] = {
    {.name = "version", .type = WIT_F_FIXED, .number = 1, ALWAYS},
    GROUP("tool", tool_table),
    GROUP("evidence", evidence_table),
    TEXTS(wit_map, "assumptions", assumptions, n_assumptions),
    GROUP("estate", estate_table),
    LIST(wit_map, "paths", paths, n_paths, path_table),
    LIST_OPT(wit_map, "indirect", indirect, n_indirect, indirect_table),
    LIST(wit_map, "gaps", gaps, n_gaps, gap_table),
    LIST(wit_map, "findings", findings, n_findings, finding_table),
    LIST(wit_map, "assertions", assertions, n_assertions, assertion_table),
    LIST(wit_map, "rules", rules, n_rules, rule_table),
    LIST_OPT(wit_map, "sheets", sheets, n_sheets, wit_sheet_table),
    LIST_OPT(wit_map, "events", events, n_events, wit_event_table),
    LIST_OPT(wit_map, "waivers", waivers, n_waivers, wit_waiver_table),
};
const struct wit_table wit_map_table = {map_fields, COUNT(map_fields), sizeof(struct wit_map)};
