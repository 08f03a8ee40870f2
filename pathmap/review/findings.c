/* pathmap/review/findings.c: what a reviewer would write down, from one table of checks.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A check looks at the finished paths, statements and roles and says what it found; findings about one thing are one
 * finding with all its paths. Documented in docs/findings.md, row by row.
 */
#include "pathmap/review/findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

/* Keys and titles are stable: other tools filter by them. */
static const struct wit_check rows[] = {
    {"internet-exposure", WIT_HIGH, "A listener is reachable from the internet", wit_check_internet},
    {"inner-port-open", WIT_HIGH, "A controller or replication listener is open to others than the platform",
     wit_check_inner},
    {"never-violated", WIT_HIGH, "What must be impossible is possible", wit_check_violated},
    {"expired-exception", WIT_HIGH, "An exception has expired and is still open", wit_check_expired},
    {"undeclared-path", WIT_HIGH, "A path is reachable that nobody declared", wit_check_undeclared},
    {"excess-outside", WIT_HIGH, "Event data is reachable from outside the account; nobody declared it or uses it",
     wit_check_excess_outside},
    {"column-contradicted", WIT_HIGH, "Evidence contradicts what is declared of a path", wit_check_disproved},
    {"undeclared-members", WIT_HIGH, "More endpoints have a path than its declaration holds", wit_check_members},
    {"excess-access", WIT_MEDIUM, "A path is open that nobody declared and nobody uses", wit_check_excess},
    {"undeclared-outbound", WIT_MEDIUM, "The platform can open connections outwards that nobody declared",
     wit_check_outbound},
    {"wider-than-declared", WIT_MEDIUM, "More is open than was declared", wit_check_wider},
    {"declared-one-way", WIT_MEDIUM, "A declared path is delivered but never answered", wit_check_one_way},
    {"declared-blocked", WIT_MEDIUM, "A declared path is blocked", wit_check_blocked},
    {"never-undecided", WIT_MEDIUM, "A statement is left open by missing evidence", wit_check_undecided},
    {"plaintext-listener", WIT_MEDIUM, "A listener speaks without encryption", wit_check_plaintext},
    {"bucket-public-access", WIT_MEDIUM, "A bucket has no full public access block", wit_check_buckets},
    {"bucket-public", WIT_HIGH, "Policies let anybody into a bucket", wit_check_public_buckets},
    {"bucket-off-network", WIT_MEDIUM, "A bucket that is meant for endpoints can be used from elsewhere",
     wit_check_off_network},
    {"bucket-not-confined", WIT_LOW, "No policy of a bucket shuts out what does not come by an endpoint",
     wit_check_unconfined},
    {"endpoint-policy-default", WIT_LOW, "The policy of an endpoint lets everything through", wit_check_full_endpoints},
    {"role-without-members", WIT_MEDIUM, "A role matches nothing", wit_check_roles},
    {"not-modelled", WIT_LOW, "Something exists that may open ways and is not modelled", wit_check_unmodelled},
    {"traffic-contradiction", WIT_HIGH, "Traffic was seen that the configuration closes", wit_check_contradictions},
    {"traffic-undeclared", WIT_HIGH, "Traffic was seen on a path that nobody declared", wit_check_seen},
    {"traffic-inner-listener", WIT_HIGH, "A controller or replication listener is used by others than brokers",
     wit_check_inner_used},
    {"traffic-sasl-plain", WIT_HIGH, "Passwords were sent outside TLS (SASL/PLAIN)", wit_check_sasl_plain},
    {"traffic-plaintext", WIT_HIGH, "Kafka was seen on the wire without encryption", wit_check_clear},
    {"traffic-old-tls", WIT_MEDIUM, "TLS below version 1.2 was negotiated", wit_check_old_tls},
    {"traffic-unknown-ends", WIT_LOW, "Traffic was seen whose ends cannot be told", wit_check_ends},
    {"traffic-attempts", WIT_INFO, "Openings were seen that got no connection", wit_check_attempts},
    {"traffic-across-zones", WIT_INFO, "Traffic crosses zones", wit_check_zones},
    {"traffic-versions", WIT_INFO, "Client software that was seen", wit_check_versions},
    {"kafka-inner-reach", WIT_HIGH, "An inter-broker listener is reachable from others than brokers",
     wit_check_kafka_inner},
    {"kafka-inner-maybe", WIT_MEDIUM, "An inter-broker listener may be reachable from others than brokers",
     wit_check_kafka_inner_maybe},
    {"kafka-quorum-reach", WIT_HIGH, "A controller or ZooKeeper port is reachable from others than the cluster",
     wit_check_kafka_quorum},
    {"kafka-quorum-maybe", WIT_MEDIUM, "A controller or ZooKeeper port may be reachable from others than the cluster",
     wit_check_kafka_quorum_maybe},
    {"kafka-plaintext-open", WIT_HIGH, "A listener without encryption is reachable from others than the cluster",
     wit_check_kafka_plain_open},
    {"kafka-plaintext", WIT_MEDIUM, "A listener is set up without encryption", wit_check_kafka_plain},
    {"kafka-no-authorizer", WIT_HIGH, "Brokers have no authorizer", wit_check_kafka_authorizer},
    {"kafka-open-without-acl", WIT_HIGH, "What has no ACL is open to everybody", wit_check_kafka_open_acls},
    {"kafka-auto-create", WIT_MEDIUM, "Topics come into being by being named", wit_check_kafka_auto_create},
    {"kafka-jmx-reach", WIT_HIGH, "JMX is reachable and no authentication is known", wit_check_kafka_jmx},
    {"kafka-jmx-maybe", WIT_MEDIUM, "JMX may be reachable and no authentication is known", wit_check_kafka_jmx_maybe},
    {"kafka-intent-differs", WIT_MEDIUM, "Declared services differ from what the brokers tell", wit_check_kafka_intent},
    {"connect-anonymous", WIT_HIGH, "Connect's REST API answers without credentials", wit_check_connect_anonymous},
    {"registry-anonymous", WIT_HIGH, "A Schema Registry answers without credentials", wit_check_registry_anonymous},
    {"registry-internet", WIT_HIGH, "A Schema Registry is reachable from the internet", wit_check_registry_internet},
    {"registry-internet-maybe", WIT_MEDIUM, "A Schema Registry may be reachable from the internet",
     wit_check_registry_internet_maybe},
    {"rest-plain-http", WIT_MEDIUM, "Connect REST or a Schema Registry answers over plain HTTP", wit_check_rest_plain},
    {"connector-outside", WIT_MEDIUM, "A connector exchanges data with something outside the account",
     wit_check_connector_outside},
    {"connector-outside-maybe", WIT_LOW, "A connector may exchange data with something outside the account",
     wit_check_connector_outside_maybe},
    {"connector-unknown", WIT_LOW, "The destinations of a connector are not known", wit_check_connector_unknown},
    {"waiver-ended", WIT_HIGH, "A waiver has ended", wit_check_waivers},
    {"review-columns", WIT_LOW, "A declared path lacks review columns", wit_check_columns},
};
enum { ROWS = sizeof rows / sizeof *rows };

const struct wit_check *wit_checks(size_t *n)
{
    *n = ROWS;
    return rows;
}

/* From check and subject, so that it stays the same from run to run. */
static const char *finding_id(struct wit_arena *arena, const char *check, const char *subject)
{
    char digest[WIT_SHA256_HEX];
    const char *text = wit_fmt(arena, "%s\n%s", check, subject);
    wit_sha256_hex(digest, text, strlen(text));
    return wit_fmt(arena, "f-%.8s", digest);
}

struct wit_finding *wit_finding_add(struct wit_review *r, const struct wit_check *check, const char *subject,
                                    const char *text)
{
    struct wit_finding *f = &WIT_PUSH(r->arena, r->findings, r->n_findings, r->findings_cap);
    *f = (struct wit_finding){.id = finding_id(r->arena, check->key, subject),
                              .check = check->key,
                              .severity = wit_review_policy_severity(r->policy, check->key, check->severity),
                              .title = check->title,
                              .text = text,
                              .waiver = ""};
    return f;
}

static void add_text(struct wit_arena *arena, const char *const **list, size_t *n, const char *text)
{
    if (text[0] == '\0')
        return;
    for (size_t i = 0; i < *n; i++)
        if (strcmp((*list)[i], text) == 0)
            return;
    const char **longer = WIT_NEW_ARRAY(arena, const char *, *n + 1);
    for (size_t i = 0; i < *n; i++)
        longer[i] = (*list)[i];
    longer[(*n)++] = text;
    *list = longer;
}

void wit_finding_cite(struct wit_finding *f, struct wit_arena *arena, const char *evidence)
{
    enum { CITED = 40 };
    if (f->n_evidence < CITED)
        add_text(arena, &f->evidence, &f->n_evidence, evidence);
}

void wit_finding_path(struct wit_finding *f, struct wit_arena *arena, const struct wit_path *path)
{
    add_text(arena, &f->paths, &f->n_paths, path->id);
    for (size_t i = 0; i < path->n_evidence; i++)
        wit_finding_cite(f, arena, path->evidence[i]);
}

static int by_weight(const void *a, const void *b)
{
    const struct wit_finding *x = a, *y = b;
    if (x->severity != y->severity)
        return x->severity > y->severity ? -1 : 1;
    int order = strcmp(x->check, y->check);
    if (order == 0)
        order = strcmp(x->text, y->text);
    return order != 0 ? order : strcmp(x->id, y->id);
}

void wit_review_findings(struct wit_review *r)
{
    for (size_t i = 0; i < ROWS; i++)
        rows[i].run(r, &rows[i]);
    if (r->n_findings > 0)
        qsort(r->findings, r->n_findings, sizeof *r->findings, by_weight);
}
