/* pathmap/sheets/readiness.c: readiness green, yellow, red; the seven evidence gates; the seven anti-patterns.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows are never averaged: one that is bad can block. Source: docs/sheets.md ("readiness", "evidence-gates",
 * "anti-patterns"); the review texts 002, 003 and 004.
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- readiness (002) ---- */
static void enforcement(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_authorizer(m, item);
    wit_item_sheet_row(item, m, "registry-hardening", "compatibility");
}

static void limits(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet_row(item, m, "broker-hardening", "limits");
}

static void ownership(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "responsibility", "nobody is named");
}

static const struct wit_score_row six[] = {
    {"enforcement",
     {"Enforcement point", "The control is placed where the decision has enough context",
      "The control is placed where the team happened to have tooling"},
     enforcement,
     NULL,
     false},
    {"evidence",
     {"Evidence path", "Identity, offset, policy version, and outcome can be reconstructed",
      "Only aggregate rejects or dashboard counts can be shown"},
     NULL,
     "the authorizer's log tells who did what; it is not in evidence, and offsets and contract versions are in no "
     "answer",
     true},
    {"runtime",
     {"Runtime isolation", "Policy bursts have capacity limits and scaling behavior",
      "Policy work competes blindly with production traffic"},
     limits,
     NULL,
     false},
    {"boundary",
     {"Data boundary", "Storage, network, and region controls match compliance needs",
      "The enforcement path crosses unreviewed accounts or regions"},
     wit_look_boundary,
     NULL,
     false},
    {"migration",
     {"Migration plan", "Clients, offsets, and rollback are tested before cutover",
      "Policy redesign and platform migration happen in one untested step"},
     NULL,
     "that it was tested is for people to say",
     true},
    {"ownership",
     {"Ownership", "Security, data governance, SRE, and app teams know their roles",
      "Every incident falls back to the Kafka platform team"},
     ownership,
     NULL,
     false},
};

static const char *light(enum wit_mark mark)
{
    return mark == WIT_MARK_GOOD    ? "green"
           : mark == WIT_MARK_BAD   ? "red"
           : mark == WIT_MARK_WATCH ? "yellow"
                                    : "not known";
}

void wit_make_readiness(struct wit_sheet_maker *m)
{
    wit_scorecard(m, six, COUNT(six), 3);
    for (size_t i = 0; i < m->sheet->n_rows; i++)
        if (m->rows[i].basis != WIT_BASIS_MISSING && m->rows[i].basis != WIT_BASIS_NONE)
            wit_sheet_cell(m, &m->rows[i], 3, light(m->rows[i].mark));
    m->sheet->note = "Never averaged: one red row can block.";
}

/* ---- evidence-gates (003) ---- */
static void storage(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "storage-surfaces", "no place of storage is known");
}

static void keys(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "key-ownership", "no key is in evidence: aws kms list-keys and describe-key tell");
}

static void costs(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "transfer-paths", "no path that crosses a boundary is known");
    wit_item_ask(item, m->arena, "prices of storage, keys and transfer are for people to give");
}

static void migration(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_export(m, item);
    wit_item_ask(item, m->arena, "cutover, rollback and validation windows are for people to name");
}

static const struct wit_score_row seven[] = {
    {"compatibility",
     {"Compatibility", "Clients, serializers, tools, groups, offsets, transactions, and Connect have been tested"},
     NULL,
     "a test tells, and no configuration or traffic does",
     true},
    {"storage",
     {"Storage boundary",
      "Records, metadata, WAL, remote tiers, snapshots, and backups are mapped to resources and policies"},
     storage,
     NULL,
     false},
    {"keys",
     {"Key administration",
      "It is known whether keys are provider managed, customer managed, or BYOK, for this deployment"},
     keys,
     NULL,
     false},
    {"audit",
     {"Audit evidence", "Key use, role, topic and ACL changes, support access can be reviewed with time and owner"},
     NULL,
     "CloudTrail and the authorizer's log tell; name where they are kept",
     true},
    {"cost",
     {"Cost model",
      "Storage, key requests, cross-zone traffic, private connectivity, retention, and migration are in it"},
     costs,
     NULL,
     false},
    {"recovery",
     {"Failure recovery",
      "Key rotation, disabled key, broker failure, store failure, and rollback are tested in staging"},
     NULL,
     "what hangs on which key is in key-ownership; that it was tested is for people to say",
     true},
    {"migration",
     {"Migration safety", "Topics, offsets, consumer progress, cutover, rollback, and validation are documented"},
     migration,
     NULL,
     false},
};

void wit_make_evidence_gates(struct wit_sheet_maker *m)
{
    wit_scorecard(m, seven, COUNT(seven), 2);
}

/* ---- anti-patterns (004) ---- */
static void internal_network(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet_row(item, m, "broker-hardening", "plaintext");
    wit_item_sheet_row(item, m, "broker-hardening", "authentication");
}

static void clear(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet_row(item, m, "broker-hardening", "tls");
    wit_item_ask(item, m->arena, "payloads are never read: whether personal data is in them is for people to say");
}

static void schemas(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet_row(item, m, "registry-hardening", "compatibility");
    wit_item_ask(item, m->arena, "whether every producer validates is in no answer");
}

static void control_plane(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    wit_item_sheet_row(item, m, "broker-hardening", "quorum");
    wit_look_authorizer(m, item);
    wit_item_sheet_row(item, m, "registry-hardening", "authentication");
    for (size_t i = 0; i < p->n_connects; i++)
        for (size_t k = 0; k < p->connects[i].n_doors; k++) {
            const struct wit_rest_door *d = &p->connects[i].doors[k];
            if (d->anonymous != WIT_TOLD_NO)
                wit_item_add(item, m->arena, d->anonymous == WIT_TOLD_YES ? WIT_MARK_BAD : WIT_MARK_UNKNOWN,
                             wit_fmt(m->arena, "%s %s", d->url,
                                     d->anonymous == WIT_TOLD_YES ? "answers without credentials"
                                                                  : "was not tried without credentials"));
            wit_item_cite(item, d->cite);
        }
}

static const struct wit_score_row patterns[] = {
    {"internal-network",
     {"\"It's on the internal network\"", "Authenticate and authorize every connection, regardless of location"},
     internal_network,
     NULL,
     false},
    {"shared-credentials",
     {"Shared credentials across services", "Unique credentials per service"},
     NULL,
     "which credentials a service holds is in no answer, and they are never read from the wire",
     true},
    {"broad-access",
     {"Overly broad topic access", "Deny by default; the minimum required access per service"},
     wit_look_acls,
     NULL,
     false},
    {"plaintext-pii",
     {"PII in plaintext everywhere", "Encrypt PII at the source; mask it in logs and alerts"},
     clear,
     NULL,
     false},
    {"no-schema-validation",
     {"No schema validation", "Mandatory validation at serialization, ideally enforced by the broker"},
     schemas,
     NULL,
     false},
    {"secrets-in-events",
     {"Secrets in event payloads", "Pass references, not values"},
     NULL,
     "payloads are never read",
     true},
    {"control-plane",
     {"Ignoring the control plane", "Secure the control plane at least as rigorously as the data plane"},
     control_plane,
     NULL,
     false},
};

void wit_make_anti_patterns(struct wit_sheet_maker *m)
{
    wit_scorecard(m, patterns, COUNT(patterns), 2);
    for (size_t i = 0; i < m->sheet->n_rows; i++) {
        enum wit_mark mark = m->rows[i].mark;
        const char *state = mark == WIT_MARK_BAD ? "found" : mark == WIT_MARK_GOOD ? "not found" : NULL;
        if (state != NULL)
            wit_sheet_cell(m, &m->rows[i], 2, state);
    }
}
