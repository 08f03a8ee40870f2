/* pathmap/reach/answer_json.c: one answer as one line of JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the query contract (docs/query.md, schemas): fixed names first, ours behind them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/reach/reach.h"

static const char *leg_word(enum wit_leg leg)
{
    return leg == WIT_LEG_PASS ? "pass" : leg == WIT_LEG_BLOCKED ? "blocked" : "unknown";
}

static void write_or_null(struct wit_jw *jw, const char *key, const char *text)
{
    wit_jw_kstr(jw, key, text != NULL && text[0] != '\0' ? text : NULL);
}

static void write_element(struct wit_jw *jw, const struct wit_decider *d)
{
    wit_jw_object(jw);
    wit_jw_kstr(jw, "kind", d->kind);
    write_or_null(jw, "id", d->id);
    if (strcmp(d->kind, "network-acl") == 0 && d->rule[0] >= '0' && d->rule[0] <= '9')
        wit_jw_kint(jw, "rule", strtol(d->rule, NULL, 10));
    else
        write_or_null(jw, "rule", d->rule);
    write_or_null(jw, "direction", d->direction);
    wit_jw_object_end(jw);
}

static void write_decider(struct wit_jw *jw, const struct wit_decider *d)
{
    wit_jw_key(jw, "decider");
    if (d->kind == NULL || d->kind[0] == '\0')
        wit_jw_null(jw);
    else
        write_element(jw, d);
}

static void write_some(struct wit_jw *jw, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        wit_jw_kstr(jw, key, text);
}

static void write_ports(struct wit_jw *jw, const char *key, struct wit_pset ports)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 20);
    wit_pset_text(&text, ports);
    wit_jw_kstr(jw, key, wit_buf_str(&text));
}

static void write_rules(struct wit_jw *jw, const struct wit_hop *h)
{
    wit_jw_key(jw, "rules");
    wit_jw_array(jw);
    for (size_t i = 0; i < h->n_rules; i++) {
        wit_jw_object(jw);
        wit_jw_kstr(jw, "id", h->rules[i].id);
        wit_jw_kstr(jw, "rule", h->rules[i].rule);
        wit_jw_kstr(jw, "ports", h->rules[i].ports);
        wit_jw_kstr(jw, "text", h->rules[i].text);
        write_some(jw, "evidence", h->rules[i].evidence);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

static void write_hops(struct wit_jw *jw, const struct wit_answer *a)
{
    wit_jw_key(jw, "hops");
    wit_jw_array(jw);
    for (size_t i = 0; i < a->n_hops; i++) {
        const struct wit_hop *h = &a->hops[i];
        wit_jw_object(jw);
        wit_jw_kstr(jw, "direction", h->direction);
        wit_jw_kstr(jw, "kind", h->kind);
        write_or_null(jw, "id", h->id);
        write_some(jw, "name", h->name);
        write_or_null(jw, "rule", h->rule);
        write_some(jw, "facing", h->facing);
        wit_jw_kstr(jw, "action", h->action);
        wit_jw_kstr(jw, "text", h->text);
        write_some(jw, "surely", h->surely);
        write_some(jw, "possibly", h->possibly);
        wit_jw_kstr(jw, "before", h->before);
        wit_jw_kstr(jw, "after", h->after);
        write_or_null(jw, "evidence", h->evidence);
        if (h->n_rules > 0)
            write_rules(jw, h);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

static void write_cuts(struct wit_jw *jw, const struct wit_answer *a)
{
    wit_jw_key(jw, "cut");
    wit_jw_array(jw);
    for (size_t i = 0; i < a->n_cuts; i++) {
        const struct wit_cut *c = &a->cuts[i];
        wit_jw_object(jw);
        wit_jw_kstr(jw, "from", c->from);
        wit_jw_kstr(jw, "to", c->to);
        wit_jw_kint(jw, "pairs", (int64_t)c->pairs);
        write_some(jw, "way", c->way);
        write_some(jw, "before", c->before);
        wit_jw_kstr(jw, "ports", c->ports);
        wit_jw_kstr(jw, "direction", c->reply ? "reply" : "forward");
        wit_jw_key(jw, "closed_by");
        write_element(jw, &c->decider);
        wit_jw_kstr(jw, "reason", c->reason);
        write_some(jw, "text", c->text);
        write_some(jw, "evidence", c->evidence);
        if (c->n_also > 0) {
            wit_jw_key(jw, "also");
            wit_jw_array(jw);
            for (size_t k = 0; k < c->n_also; k++)
                write_element(jw, &c->also[k]);
            wit_jw_array_end(jw);
        }
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
    if (a->cuts_left > 0)
        wit_jw_kint(jw, "cut_left", (int64_t)a->cuts_left);
}

/* What to ask, and why: the step that the gap clouds first. */
static void write_missing(struct wit_jw *jw, const struct wit_answer *a)
{
    wit_jw_key(jw, "missing");
    wit_jw_array(jw);
    for (size_t i = 0; i < a->n_gaps; i++) {
        const struct wit_gap *g = a->gap_rows[i];
        const struct wit_missed *at = &a->missed[i];
        wit_jw_object(jw);
        wit_jw_kstr(jw, "gap", g->id);
        wit_jw_kstr(jw, "reason", wit_gap_word(g->reason));
        wit_jw_kstr(jw, "text", g->text);
        write_some(jw, "account", g->subject.account);
        if (at->kind[0] != '\0') {
            wit_jw_key(jw, "hop");
            wit_jw_object(jw);
            wit_jw_kstr(jw, "kind", at->kind);
            write_some(jw, "id", at->id);
            write_some(jw, "rule", at->rule);
            write_some(jw, "facing", at->facing);
            write_some(jw, "direction", at->direction);
            wit_jw_object_end(jw);
        }
        write_some(jw, "call", g->remedy);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

static void write_identity(struct wit_jw *jw, const struct wit_answer *a)
{
    wit_jw_key(jw, "identity");
    wit_jw_object(jw);
    wit_jw_kstr(jw, "verdict", wit_verdict_word(a->identity.verdict));
    wit_jw_key(jw, "rows");
    wit_jw_array(jw);
    for (size_t i = 0; i < a->identity.n; i++) {
        const struct wit_identity_row *row = &a->identity.rows[i];
        wit_jw_object(jw);
        wit_jw_kstr(jw, "action", row->action);
        write_some(jw, "principal", row->principal);
        wit_jw_kstr(jw, "way", row->way);
        wit_jw_kstr(jw, "verdict", wit_verdict_word(row->verdict));
        wit_jw_key(jw, "decider");
        wit_jw_object(jw);
        write_some(jw, "kind", row->decider.kind);
        write_some(jw, "of", row->decider.of);
        write_some(jw, "id", row->decider.id);
        write_some(jw, "statement", row->decider.statement);
        wit_jw_object_end(jw);
        wit_jw_kstr(jw, "text", row->text);
        write_some(jw, "remedy", row->remedy);
        wit_jw_key(jw, "gaps");
        wit_jw_array(jw);
        for (size_t k = 0; k < row->n_gaps; k++)
            wit_jw_str(jw, row->gaps[k]);
        wit_jw_array_end(jw);
        write_some(jw, "evidence", row->evidence);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
    wit_jw_object_end(jw);
}

static void write_indirect(struct wit_jw *jw, const struct wit_answer *a)
{
    wit_jw_key(jw, "indirect");
    wit_jw_array(jw);
    for (size_t i = 0; i < a->n_indirect; i++) {
        const struct wit_indirect *c = &a->indirect[i];
        wit_jw_object(jw);
        wit_jw_kstr(jw, "kind", c->kind);
        wit_jw_kstr(jw, "verdict", wit_verdict_word(c->verdict));
        wit_jw_key(jw, "relays");
        wit_jw_array(jw);
        for (size_t k = 0; k < c->n_relays; k++)
            wit_jw_str(jw, c->relays[k]);
        wit_jw_array_end(jw);
        wit_jw_key(jw, "legs");
        wit_jw_array(jw);
        for (size_t k = 0; k < c->n_legs; k++) {
            wit_jw_object(jw);
            wit_jw_kstr(jw, "from", c->legs[k].from);
            wit_jw_kstr(jw, "to", c->legs[k].to);
            write_some(jw, "ports", c->legs[k].ports);
            wit_jw_kstr(jw, "verdict", wit_verdict_word(c->legs[k].verdict));
            wit_jw_object_end(jw);
        }
        wit_jw_array_end(jw);
        wit_jw_kstr(jw, "text", c->text);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

void wit_answer_json(struct wit_buf *out, const struct wit_estate *e, const struct wit_answer *a, const char *from,
                     const char *to, const char *port, bool hops)
{
    struct wit_jw jw;
    (void)e;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "from", from);
    wit_jw_kstr(&jw, "to", to);
    wit_jw_kstr(&jw, "port", port);
    wit_jw_kstr(&jw, "verdict", wit_verdict_word(a->verdict));
    write_or_null(&jw, "kind", a->kind);
    write_decider(&jw, &a->decider);
    wit_jw_kstr(&jw, "forward", leg_word(a->forward));
    wit_jw_kstr(&jw, "reply", leg_word(a->reply));
    wit_jw_key(&jw, "gaps");
    wit_jw_array(&jw);
    for (size_t i = 0; i < a->n_gaps; i++)
        wit_jw_str(&jw, a->gap_rows[i]->id);
    wit_jw_array_end(&jw);
    if (a->verdict == WIT_REACHABLE)
        wit_jw_kbool(&jw, "usual", a->usual);
    if (a->reason[0] != '\0')
        wit_jw_kstr(&jw, "reason", a->reason);
    if (a->verdict != WIT_REACHABLE && a->open.n > 0)
        write_ports(&jw, "open", a->open);
    if (a->pairs > 1) {
        wit_jw_key(&jw, "pairs");
        wit_jw_object(&jw);
        wit_jw_kint(&jw, "all", (int64_t)a->pairs);
        wit_jw_kint(&jw, "open", (int64_t)a->pairs_open);
        wit_jw_kint(&jw, "unknown", (int64_t)a->pairs_unknown);
        wit_jw_kint(&jw, "one_way", (int64_t)a->pairs_one_way);
        wit_jw_object_end(&jw);
    }
    if (hops)
        write_hops(&jw, a);
    if (hops && a->n_cuts > 0)
        write_cuts(&jw, a);
    if (hops && a->n_gaps > 0)
        write_missing(&jw, a);
    if (a->identity.n > 0)
        write_identity(&jw, a);
    if (hops && a->n_indirect > 0)
        write_indirect(&jw, a);
    wit_jw_object_end(&jw);
}
