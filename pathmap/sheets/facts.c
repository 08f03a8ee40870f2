/* pathmap/sheets/facts.c: what several scorecards ask, answered once.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/sheets/inside.h"

void wit_scorecard(struct wit_sheet_maker *m, const struct wit_score_row *rows, size_t n, size_t n_cells)
{
    for (size_t i = 0; i < n; i++) {
        struct wit_item item = {.basis = WIT_BASIS_COMPUTED, .text = ""};
        if (rows[i].look != NULL)
            rows[i].look(m, &item);
        else
            item = rows[i].declared ? wit_item_missing(rows[i].otherwise) : wit_item_none(rows[i].otherwise);
        if (item.mark == WIT_MARK_UNKNOWN && item.basis == WIT_BASIS_COMPUTED && !wit_has_kafka(m->review))
            item.basis = WIT_BASIS_MISSING;
        wit_item_row(m, rows[i].id, &item, rows[i].cells, n_cells);
    }
}

void wit_look_paths(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t n = 0, red = 0, unknown = 0, bare = 0;
    for (size_t i = 0; i < m->review->n_paths; i++) {
        const struct wit_path *p = &m->review->paths[i];
        bool there = wit_path_is_open(p) || p->observed.verdict == WIT_SEEN;
        bool full = p->review.owner[0] != '\0' && p->review.purpose[0] != '\0' && p->review.audit[0] != '\0';
        n += there;
        unknown += p->permitted.verdict == WIT_UNKNOWN;
        red += p->status == WIT_RED;
        bare += there && !full;
        if (p->status == WIT_RED || (there && !full))
            wit_item_path(item, p->id);
    }
    item->basis = WIT_BASIS_BOTH;
    if (n + unknown == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no path is in the inventory");
    else if (n > 0 && bare == 0)
        wit_item_add(item, m->arena, WIT_MARK_GOOD,
                     wit_fmt(m->arena, "all %zu open paths have an owner, a purpose and an audit trail", n));
    if (red > 0)
        wit_item_add(item, m->arena, WIT_MARK_BAD,
                     wit_fmt(m->arena, "%zu path%s red", red, wit_plural(red, " is", "s are")));
    if (bare > 0)
        wit_item_add(item, m->arena, WIT_MARK_WATCH,
                     wit_fmt(m->arena, "%zu of %zu open paths lack an owner, a purpose or an audit trail", bare, n));
    if (unknown > 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "%zu path%s left open by missing evidence", unknown,
                             wit_plural(unknown, " is", "s are")));
}

void wit_look_nevers(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t counts[3] = {0};
    for (size_t i = 0; i < m->review->n_assertions; i++)
        counts[m->review->assertions[i].proof]++;
    if (m->review->n_assertions == 0) {
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "nothing is declared as impossible: `never` in the intent");
        return;
    }
    enum wit_mark mark = counts[WIT_VIOLATED] > 0    ? WIT_MARK_BAD
                         : counts[WIT_UNDECIDED] > 0 ? WIT_MARK_UNKNOWN
                                                     : WIT_MARK_GOOD;
    wit_item_add(item, m->arena, mark,
                 wit_fmt(m->arena, "statements: %zu proved, %zu violated, %zu open", counts[WIT_PROVED],
                         counts[WIT_VIOLATED], counts[WIT_UNDECIDED]));
}

static bool crosses(const char *a, const char *b)
{
    return a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

void wit_look_boundary(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t crossing = 0, undeclared = 0, unknown = 0;
    for (size_t i = 0; i < m->review->n_paths; i++) {
        const struct wit_path *p = &m->review->paths[i];
        bool over = crosses(p->from.account, p->to.account) || crosses(p->from.region, p->to.region) ||
                    strcmp(p->from.kind, "internet") == 0 || strcmp(p->to.kind, "internet") == 0;
        if (!over)
            continue;
        if (p->permitted.verdict == WIT_UNKNOWN)
            unknown++;
        else if (wit_path_is_open(p) || p->observed.verdict == WIT_SEEN) {
            crossing++;
            if (p->declared.verdict != WIT_DECLARED) {
                undeclared++;
                wit_item_path(item, p->id);
            }
        }
    }
    item->basis = WIT_BASIS_BOTH;
    if (undeclared > 0)
        wit_item_add(item, m->arena, WIT_MARK_BAD,
                     wit_fmt(m->arena, "%zu undeclared path%s leave%s the account, the region or for the internet",
                             undeclared, wit_plural(undeclared, "", "s"), wit_plural(undeclared, "s", "")));
    else
        wit_item_add(item, m->arena, m->review->n_paths == 0 ? WIT_MARK_UNKNOWN : WIT_MARK_GOOD,
                     crossing == 0
                         ? "no open path of the inventory leaves the account or the region"
                         : wit_fmt(m->arena, "%zu path%s across accounts, regions or to the internet, all declared",
                                   crossing, wit_plural(crossing, "", "s")));
    if (unknown > 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "%zu that may are left open by missing evidence", unknown));
}

void wit_look_outside(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    size_t outside = 0, unknown = 0, n = 0;
    for (size_t i = 0; i < p->n_connects; i++) {
        unknown += p->connects[i].connectors_gap != WIT_NO_GAP;
        for (size_t k = 0; k < p->connects[i].n_connectors; k++) {
            const struct wit_connector *c = &p->connects[i].connectors[k];
            n++;
            unknown += !c->known || c->gap != WIT_NO_GAP;
            for (size_t d = 0; d < c->n_destinations; d++) {
                struct wit_destination_place place;
                wit_destination_place(&place, m->review, &p->connects[i], &c->destinations[d]);
                outside += place.where == WIT_PLACE_OUTSIDE;
                unknown += place.where == WIT_PLACE_UNKNOWN;
            }
        }
    }
    if (p->n_connects == 0) {
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no Connect cluster is in evidence: " WIT_ASK_CONNECT);
        return;
    }
    wit_item_add(
        item, m->arena,
        unknown > 0   ? WIT_MARK_UNKNOWN
        : outside > 0 ? WIT_MARK_WATCH
                      : WIT_MARK_GOOD,
        wit_fmt(m->arena, "%zu connectors: %zu destinations outside the account, %zu not known", n, outside, unknown));
}

void wit_look_storage(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < p->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &p->clusters[i];
        enum wit_told shared = wit_storage_is_shared(c);
        wit_item_cite(item, c->cite);
        wit_item_add(item, m->arena,
                     shared == WIT_TOLD_YES  ? WIT_MARK_GOOD
                     : shared == WIT_TOLD_NO ? WIT_MARK_WATCH
                                             : WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "%s: %s", wit_cluster_words(m->review, c),
                             shared == WIT_TOLD_YES
                                 ? "records are in shared object storage, so reassignment copies none"
                             : shared == WIT_TOLD_NO
                                 ? "records are on the brokers' own disks, so reassignment copies them over the "
                                   "replication paths"
                                 : "whether records are on brokers' disks is not told by every node"));
    }
    if (p->n_clusters == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no broker's configuration is in evidence: " WIT_ASK_KAFKA);
}

void wit_look_authorizer(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet_row(item, m, "broker-hardening", "authorization");
}

void wit_look_witness(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t watched = 0, n = 0;
    for (size_t i = 0; i < m->review->n_paths; i++) {
        bool there = wit_path_is_open(&m->review->paths[i]);
        n += there;
        watched += there && m->review->paths[i].observed.verdict != WIT_NOT_WATCHED;
    }
    if (m->review->seen == NULL || watched == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     "no traffic was watched: collect capture, or flow logs, would tell");
    else
        wit_item_add(item, m->arena, watched == n ? WIT_MARK_GOOD : WIT_MARK_WATCH,
                     wit_fmt(m->arena, "%zu of %zu open paths were watched", watched, n));
}

void wit_look_topics(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < p->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &p->clusters[i];
        size_t told = 0;
        for (size_t k = 0; k < c->n_topics; k++)
            told += c->topics[k].retention_ms[0] != '\0' || c->topics[k].cleanup[0] != '\0';
        wit_item_cite(item, c->cite);
        if (c->topics_gap != WIT_NO_GAP)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, wit_platform_gap_text(m->review, c->topics_gap));
        wit_item_add(item, m->arena, told < c->n_topics || c->n_topics == 0 ? WIT_MARK_UNKNOWN : WIT_MARK_GOOD,
                     wit_fmt(m->arena, "%s: %zu topics, %zu with their retention", wit_cluster_words(m->review, c),
                             c->n_topics, told));
    }
    if (p->n_clusters == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no topics are in evidence: " WIT_ASK_KAFKA);
}

void wit_look_acls(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < p->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &p->clusters[i];
        size_t everybody = 0, everything = 0;
        for (size_t k = 0; k < c->n_acls; k++) {
            const struct wit_kafka_acl *a = &c->acls[k];
            bool allows = strcasecmp(a->permission, "ALLOW") == 0;
            bool topics = strcasecmp(a->resource_type, "TOPIC") == 0 && strcmp(a->name, "*") == 0;
            if (allows && (strcmp(a->principal, "User:*") == 0 || topics))
                wit_item_cite(item, a->cite);
            everybody += allows && strcmp(a->principal, "User:*") == 0;
            everything += allows && topics;
        }
        if (c->authorizer == WIT_TOLD_NO)
            wit_item_add(item, m->arena, WIT_MARK_BAD, "no authorizer: every service reads and writes every topic");
        else if (c->acls_gap != WIT_NO_GAP || c->authorizer == WIT_NOT_TOLD)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                         c->acls_gap != WIT_NO_GAP ? wit_platform_gap_text(m->review, c->acls_gap)
                                                   : "whether brokers have an authorizer is not told");
        for (size_t k = 0; k < c->n_nodes; k++) {
            struct wit_fact f = wit_node_fact(&c->nodes[k], "allow.everyone.if.no.acl.found", "false");
            if (wit_fact_is(&f, "false"))
                continue;
            bool open = wit_fact_is(&f, "true");
            wit_item_cite(item, f.cite);
            wit_item_add(item, m->arena, open ? WIT_MARK_BAD : WIT_MARK_UNKNOWN,
                         open ? "what has no ACL is open to everybody (allow.everyone.if.no.acl.found)"
                              : "whether what has no ACL is open to everybody is not told");
            break;
        }
        if (everybody + everything > 0)
            wit_item_add(item, m->arena, WIT_MARK_BAD,
                         wit_fmt(m->arena, "%zu ACLs allow every principal something, %zu allow every topic", everybody,
                                 everything));
        else
            wit_item_add(item, m->arena, WIT_MARK_GOOD,
                         wit_fmt(m->arena, "%zu ACLs known, none for every principal or every topic", c->n_acls));
    }
    if (p->n_clusters == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no ACLs are in evidence: " WIT_ASK_KAFKA);
}

void wit_look_export(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    size_t topics = 0, acls = 0, groups = 0, connectors = 0, gaps = 0;
    uint64_t subjects = 0;
    for (size_t i = 0; i < p->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &p->clusters[i];
        topics += c->n_topics;
        acls += c->n_acls;
        groups += c->n_groups;
        gaps += c->topics_gap != WIT_NO_GAP || c->acls_gap != WIT_NO_GAP || c->groups_gap != WIT_NO_GAP;
    }
    for (size_t i = 0; i < p->n_connects; i++) {
        connectors += p->connects[i].n_connectors;
        gaps += p->connects[i].connectors_gap != WIT_NO_GAP;
    }
    for (size_t i = 0; i < p->n_registries; i++) {
        subjects += p->registries[i].subjects;
        gaps += p->registries[i].subjects_gap != WIT_NO_GAP;
    }
    if (p->n_clusters == 0) {
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "nothing of it is in evidence: " WIT_ASK_KAFKA);
        return;
    }
    wit_item_add(
        item, m->arena, gaps > 0 ? WIT_MARK_UNKNOWN : WIT_MARK_WATCH,
        wit_fmt(m->arena,
                "to move: %zu topics, %zu ACLs, %zu groups with offsets, %zu connectors, %llu schema subjects%s",
                topics, acls, groups, connectors, (unsigned long long)subjects,
                gaps > 0 ? "; some of these lists are not whole" : ""));
}
