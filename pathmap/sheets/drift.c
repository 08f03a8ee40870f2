/* pathmap/sheets/drift.c: the drift readiness scorecard and the three gates before a migration.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("drift-readiness", "gates"); the review text 000.
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void topics(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_topics(m, item);
    wit_item_ask(item, m->arena, "owner and data class of a topic are in no answer of Kafka");
}

static void network(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t expired = 0;
    for (size_t i = 0; i < m->review->n_paths; i++)
        if (m->review->paths[i].declared.verdict == WIT_EXPIRED) {
            expired++;
            wit_item_path(item, m->review->paths[i].id);
        }
    if (expired > 0)
        wit_item_add(item, m->arena, WIT_MARK_BAD,
                     wit_fmt(m->arena, "%zu exception%s ended and %s still there", expired,
                             wit_plural(expired, " has", "s have"), wit_plural(expired, "is", "are")));
    wit_look_paths(m, item);
    wit_look_outside(m, item);
}

static void model(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_storage(m, item);
    wit_item_sheet(item, m, "storage-surfaces", "no place of storage is known");
}

static void rollback(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_export(m, item);
    wit_item_ask(item, m->arena, "a plan that keeps offsets, policy and audit trail is for people to name");
}

static const struct wit_score_row rows[] = {
    {"topics",
     {"Topic inventory", "Every topic has owner, classification, and retention", "Topics without owner or data class"},
     topics,
     NULL,
     false},
    {"access",
     {"Access control", "ACLs or equivalent map to current service identities",
      "Temporary principals remain after incidents"},
     wit_look_acls,
     NULL,
     false},
    {"network",
     {"Network boundary", "Producers, consumers, connectors, and storage paths are documented",
      "Connector exceptions bypass normal review"},
     network,
     NULL,
     false},
    {"storage",
     {"Storage model", "Durable path, WAL, object storage, and key policy are understood",
      "Broker-local storage requires case-by-case review"},
     model,
     NULL,
     false},
    {"scaling",
     {"Scaling procedure", "Compute scaling does not require uncontrolled data movement",
      "Reassignment changes security evidence"},
     wit_look_storage,
     NULL,
     false},
    {"observability",
     {"Observability", "Metrics and logs expose posture-relevant drift signals", "Review depends on tribal knowledge"},
     wit_look_witness,
     NULL,
     false},
    {"rollback",
     {"Rollback", "Cutover preserves offsets, access policy, and audit trail", "Rollback focuses only on traffic"},
     rollback,
     NULL,
     false},
};

void wit_make_drift(struct wit_sheet_maker *m)
{
    wit_scorecard(m, rows, COUNT(rows), 3);
}

/* ---- gates ---- */
static void control(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_nevers(m, item);
    wit_look_paths(m, item);
    wit_item_sheet_row(item, m, "broker-hardening", "authentication");
    wit_look_authorizer(m, item);
    wit_item_sheet_row(item, m, "broker-hardening", "tls");
}

/* A way back: paths of class migration, and which way they lead. */
static void reverse(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t n = 0;
    for (size_t i = 0; i < m->review->n_paths; i++)
        if (m->review->paths[i].class == WIT_CLASS_MIGRATION && wit_path_is_open(&m->review->paths[i])) {
            n++;
            wit_item_path(item, m->review->paths[i].id);
        }
    wit_item_add(item, m->arena, WIT_MARK_NONE,
                 n == 0 ? "no migration path is open"
                        : wit_fmt(m->arena, "%zu migration path%s open", n, wit_plural(n, " is", "s are")));
    wit_look_export(m, item);
    wit_item_ask(item, m->arena, "that a way back was rehearsed is for people to say");
}

static const struct wit_score_row gates[] = {
    {"semantic",
     {"Semantic readiness", "Clients, offsets, transactions, and tooling behave as expected"},
     NULL,
     "a test of the clients tells, and no configuration or traffic does",
     true},
    {"control",
     {"Control readiness",
      "Identity, encryption, network boundaries, and audit evidence are defined before traffic moves"},
     control,
     NULL,
     false},
    {"rollback",
     {"Rollback readiness", "Traffic can return without losing track of offsets, topic policy, or access boundaries"},
     reverse,
     NULL,
     false},
};

void wit_make_gates(struct wit_sheet_maker *m)
{
    wit_scorecard(m, gates, COUNT(gates), 2);
}
