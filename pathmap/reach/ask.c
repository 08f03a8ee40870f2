/* pathmap/reach/ask.c: the one question: pairs of classes, counted, become a verdict.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md, "Verdicts of sets". Nothing loops over pairs of machines: a pair of classes stands for
 * count times count pairs, less those of an endpoint with itself.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/asking.h"

static void no_pairs(struct wit_answer *out, struct wit_arena *arena, struct wit_asking *q,
                     const struct wit_members *from, const struct wit_members *to)
{
    const char *missing = from->no_endpoint != NULL ? from->no_endpoint : to->no_endpoint;
    struct wit_gap_bag bag = {0};
    bool all_here = from->n_gaps + to->n_gaps == 0; /* else another member may be the other end */
    if (missing == NULL && from->n > 0 && to->n > 0 && all_here) {
        out->verdict = WIT_REACHABLE;
        out->kind = "direct";
        out->reason = "same-endpoint";
        out->forward = out->reply = WIT_LEG_PASS;
        out->usual = true;
        out->open = out->possible = *q->ports;
        return;
    }
    for (size_t i = 0; i < from->n_gaps; i++)
        wit_bag_add(arena, &bag, from->gaps[i]);
    for (size_t i = 0; i < to->n_gaps; i++)
        wit_bag_add(arena, &bag, to->gaps[i]);
    if (bag.n == 0)
        (void)wit_twins_open(&bag, arena, q->r, from, to, q->ports);
    out->verdict = bag.n > 0 ? WIT_UNKNOWN : WIT_ISOLATED;
    out->forward = out->reply = bag.n > 0 ? WIT_LEG_UNKNOWN : WIT_LEG_BLOCKED;
    out->reason = bag.n > 0 ? "gap" : "no-endpoint";
    out->decider.kind = "address";
    out->decider.id = missing != NULL ? missing : "";
    wit_answer_gaps(out, arena, q->r, &bag);
    if (bag.n > 0)
        out->possible = *q->ports;
}

/* What is known of two parties before one pair speaks for them. */
struct found {
    struct wit_tally tally;
    struct wit_sum total;
    wit_set usual;
    struct wit_pair_cell first[5]; /* by verdict: the first pair of it */
    struct wit_gap_bag bag;
};

static void one_by_one(struct wit_answer *out, struct wit_asking *q, struct found *f, const struct wit_members *froms,
                       const struct wit_members *tos)
{
    struct wit_reach *r = q->r;
    bool *to_open = WIT_NEW_ARRAY(q->arena, bool, tos->n);
    for (size_t i = 0; i < froms->n; i++) {
        const struct wit_member *m = &froms->list[i];
        bool from_open = false;
        for (size_t k = 0; k < tos->n; k++) {
            const struct wit_member *n = &tos->list[k];
            uint64_t pairs = wit_pairs_of(m, n);
            if (pairs == 0)
                continue;
            bool both_outside = m->n_ranges > 0 && n->n_ranges > 0;
            struct wit_pair_cell c = {.verdict = WIT_UNKNOWN, .sum = wit_sum_none(r)};
            if (both_outside) {
                wit_bag_add(q->arena, &f->bag, r->gap_outside);
                c.sum.may_open = c.sum.may_deliver = q->ports;
            } else {
                c = m->n_ranges > 0 || n->n_ranges > 0 ? wit_cell_of_ranges(q, m, n) : wit_cell_of_units(q, m, n);
            }
            out->pairs += pairs;
            wit_tally_count(&f->tally, c.verdict, pairs);
            f->total = wit_sum_or(r, f->total, c.sum);
            if (c.verdict == WIT_REACHABLE || c.verdict == WIT_PARTIAL) {
                from_open = to_open[k] = true;
                f->usual = wit_set_and(r, f->usual, c.sum.usual);
            }
            if (f->first[c.verdict].pair.from == NULL)
                f->first[c.verdict] = c;
            if (c.verdict == WIT_UNKNOWN && c.pair.from != NULL)
                wit_doubts_of_members(&f->bag, q->arena, r, m, n, q->ports);
        }
        out->from_open += from_open ? m->count : 0;
    }
    for (size_t k = 0; k < tos->n; k++)
        out->to_open += to_open[k] ? tos->list[k].count : 0;
}

static enum wit_verdict verdict_of_found(const struct wit_answer *out, const struct found *f, bool any, bool single)
{
    enum wit_verdict v = wit_tally_verdict(&f->tally);
    /* Open at some ports only: a single pair is never partial, but of a set `isolated` would say too much. */
    if ((v == WIT_ISOLATED || v == WIT_ONE_WAY) && out->open.n > 0 && !single)
        v = WIT_PARTIAL;
    if (any && f->tally.open + f->tally.partial > 0)
        v = f->tally.open == out->pairs ? WIT_REACHABLE : WIT_PARTIAL;
    return v;
}

static const enum wit_verdict speaking[] = {WIT_REACHABLE, WIT_PARTIAL, WIT_UNKNOWN, WIT_ONE_WAY, WIT_ISOLATED};

/* The first pair of a verdict, in the order in which one_by_one looks; and every unknown one, for its gaps. */
static void look_up(struct wit_asking *q, struct found *f, const struct wit_totals *totals,
                    const struct wit_members *froms, const struct wit_members *tos, enum wit_verdict v, bool all)
{
    for (size_t i = 0; i < froms->n; i++) {
        for (size_t k = 0; (totals->rows[i] >> v & 1) && k < tos->n; k++) {
            const struct wit_member *m = &froms->list[i], *n = &tos->list[k];
            if (wit_pairs_of(m, n) == 0)
                continue;
            struct wit_pair_cell c = wit_cell_of_units(q, m, n);
            if (c.verdict != v)
                continue;
            if (f->first[v].pair.from == NULL)
                f->first[v] = c;
            if (!all)
                return;
            wit_doubts_of_members(&f->bag, q->arena, q->r, m, n, q->ports);
        }
    }
}

static void visit(void *context, const struct wit_member *m, const struct wit_member *n)
{
    struct wit_asking *q = context;
    wit_doubts_of_members(q->bag, q->arena, q->r, m, n, q->ports);
}

/* Lists of interfaces, however long: tally.c. */
static void in_bulk(struct wit_answer *out, struct wit_asking *q, struct found *f, const struct wit_crowd *froms,
                    const struct wit_crowd *tos, bool lean)
{
    struct wit_totals totals;
    struct wit_bulk *b = wit_bulk_of(q->r);
    struct wit_question question = {.ports = q->ports, .any = q->any};
    wit_bulk_totals(&totals, q->arena, b, froms, tos, &question);
    totals.tally.gaps = f->tally.gaps;
    f->tally = totals.tally;
    f->total = totals.sum;
    f->usual = totals.usual;
    out->pairs = totals.pairs;
    out->from_open = totals.from_open;
    out->to_open = totals.to_open;
    out->open = *wit_set_and(q->r, f->total.open, q->ports);
    enum wit_verdict v = verdict_of_found(out, f, q->any, false);
    if (lean && v == WIT_UNKNOWN && f->tally.unknown > 0) {
        q->bag = &f->bag;
        question.visit = visit;
        question.context = q;
        wit_bulk_totals(&totals, q->arena, b, froms, tos, &question);
    }
    if (lean)
        return;
    const uint64_t counts[] = {[WIT_REACHABLE] = f->tally.open,
                               [WIT_PARTIAL] = f->tally.partial,
                               [WIT_UNKNOWN] = f->tally.unknown,
                               [WIT_ONE_WAY] = f->tally.one_way,
                               [WIT_ISOLATED] = f->tally.isolated};
    enum wit_verdict speaker = v == WIT_PARTIAL ? WIT_REACHABLE : v;
    for (size_t i = 0; i < 5 && counts[speaker] == 0; i++)
        speaker = speaking[i];
    if (v == WIT_UNKNOWN && counts[WIT_UNKNOWN] > 0)
        look_up(q, f, &totals, &froms->members, &tos->members, WIT_UNKNOWN, true);
    if (counts[speaker] > 0 && f->first[speaker].pair.from == NULL)
        look_up(q, f, &totals, &froms->members, &tos->members, speaker, false);
}

static void decide(struct wit_answer *out, struct wit_asking *q, struct found *f, const struct wit_party *from,
                   const struct wit_party *to, const struct wit_members *froms, const struct wit_members *tos,
                   bool explain)
{
    struct wit_pair_cell *speaker = &f->first[out->verdict == WIT_PARTIAL ? WIT_REACHABLE : out->verdict];
    for (size_t i = 0; i < 5 && speaker->pair.from == NULL; i++)
        speaker = &f->first[speaking[i]];
    out->usual =
        (out->verdict == WIT_REACHABLE || out->verdict == WIT_PARTIAL) && wit_set_has(q->r, f->usual, q->ports);
    if (speaker->verdict == WIT_UNKNOWN)
        speaker->pair.ways = NULL; /* what was looked for in between has taken its room */
    if (speaker->pair.from != NULL)
        wit_decide(out, q->arena, q->r, &speaker->pair, q->ports, speaker->verdict, explain);
    else
        out->forward = out->reply = WIT_LEG_UNKNOWN;
    if (out->verdict != WIT_UNKNOWN)
        return;
    if (speaker->verdict != WIT_UNKNOWN ||
        speaker->pair.from == NULL) { /* members, or those of one side, are missing */
        const struct wit_gap_bag *bag = &f->bag;
        bool of_pair = bag->kind != NULL;
        out->decider = of_pair ? (struct wit_decider){bag->kind, bag->id, bag->rule, bag->direction, {UINT32_MAX, ""}}
                               : (struct wit_decider){"address",
                                                      tos->n_gaps > 0 || froms->n_gaps == 0 ? to->text : from->text,
                                                      "",
                                                      "",
                                                      {UINT32_MAX, ""}};
        out->kind = "";
        out->forward = out->reply = WIT_LEG_UNKNOWN;
    }
    out->reason = "gap";
}

static void ask(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_party *from,
                const struct wit_party *to, struct wit_pset ports, bool explain, bool any, bool lean)
{
    *out = (struct wit_answer){.kind = "",
                               .reason = "",
                               .from_endpoint = "",
                               .to_endpoint = "",
                               .decider = {"", "", "", "", {UINT32_MAX, ""}}};
    struct wit_asking q = {.arena = arena, .r = r, .ports = wit_set_of(r, ports), .any = any};
    struct found f = {.total = wit_sum_none(r), .usual = r->all};
    struct wit_members made[2];
    const struct wit_members *froms = &made[0], *tos = &made[1];
    if (!r->one_by_one && wit_party_is_crowd(from) && wit_party_is_crowd(to) &&
        from->n_interfaces * to->n_interfaces > 1 && ports.n > 0) {
        struct wit_bulk *b = wit_bulk_of(r);
        wit_bulk_begin(b);
        const struct wit_crowd *one = wit_crowd_of(b, from), *other = wit_crowd_of(b, to);
        froms = &one->members;
        tos = &other->members;
        f.tally.gaps = froms->n_gaps + tos->n_gaps > 0;
        in_bulk(out, &q, &f, one, other, lean);
    } else {
        wit_members_of(&made[0], arena, r, from, false);
        wit_members_of(&made[1], arena, r, to, true);
        f.tally.gaps = froms->n_gaps + tos->n_gaps > 0;
        q.one = froms->n == 1 && tos->n == 1 && froms->n_twins + froms->list[0].n_ranges + tos->list[0].n_ranges == 0;
        one_by_one(out, &q, &f, froms, tos);
    }
    if (out->pairs == 0) {
        no_pairs(out, arena, &q, froms, tos);
        return;
    }
    out->pairs_open = f.tally.open + f.tally.partial;
    out->pairs_unknown = f.tally.unknown;
    out->pairs_one_way = f.tally.one_way;
    out->open = *wit_set_and(r, f.total.open, q.ports);
    out->possible = *wit_set_and(r, f.total.may_open, q.ports);
    out->verdict = verdict_of_found(out, &f, any, from->single && to->single);
    if (out->verdict == WIT_ISOLATED && froms->n_twins > 0 && wit_twins_open(&f.bag, arena, r, froms, tos, q.ports))
        out->verdict = WIT_UNKNOWN;
    for (size_t i = 0; out->verdict == WIT_UNKNOWN && i < froms->n_gaps; i++)
        wit_bag_add(arena, &f.bag, froms->gaps[i]);
    for (size_t i = 0; out->verdict == WIT_UNKNOWN && i < tos->n_gaps; i++)
        wit_bag_add(arena, &f.bag, tos->gaps[i]);
    if (out->verdict != WIT_UNKNOWN)
        f.bag = (struct wit_gap_bag){0};
    if (!lean)
        decide(out, &q, &f, from, to, froms, tos, explain);
    wit_answer_gaps(out, arena, r, &f.bag);
}

void wit_reach_ask(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                   const struct wit_party *from, const struct wit_party *to, struct wit_pset ports, bool explain)
{
    ask(out, arena, reach, from, to, ports, explain, false, false);
}

void wit_reach_any(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                   const struct wit_party *from, const struct wit_party *to, struct wit_pset ports, bool explain)
{
    ask(out, arena, reach, from, to, ports, explain, true, false);
}

void wit_reach_spread(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                      const struct wit_party *from, const struct wit_party *to, struct wit_pset ports)
{
    ask(out, arena, reach, from, to, ports, false, true, true);
}
