/* pathmap/reach/ask.c: the one question: pairs of classes, counted, become a verdict.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md, "Verdicts of sets". Nothing loops over pairs of machines: a pair of classes stands for
 * count times count pairs, less those of an endpoint with itself.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/bulk.h"

struct cell { /* one pair of members */
    enum wit_verdict verdict;
    struct wit_sum sum;
    struct wit_case pair; /* the classes that decide it */
};
struct asking {
    struct wit_arena *arena;
    struct wit_reach *r;
    wit_set ports;
    bool any;
    struct wit_gap_bag *bag; /* where a visit puts what it finds */
};

static enum wit_verdict verdict_of(struct asking *q, const struct wit_sum *sum)
{
    return wit_any_verdict(q->r, sum, q->ports, q->any);
}

static unsigned rank_of(enum wit_verdict v)
{
    switch (v) {
    case WIT_REACHABLE:
        return 4;
    case WIT_PARTIAL:
        return 3;
    case WIT_UNKNOWN:
        return 2;
    case WIT_ONE_WAY:
        return 1;
    case WIT_ISOLATED:
        break;
    }
    return 0;
}

/* The union over the classes of both endpoints; the pair of classes with the best verdict speaks for it. */
static struct cell cell_of_units(struct asking *q, const struct wit_member *m, const struct wit_member *n)
{
    struct cell cell = {.sum = wit_sum_none(q->r), .verdict = WIT_ISOLATED};
    unsigned best = 0;
    for (size_t i = 0; i < m->n_units; i++) {
        for (size_t k = 0; k < n->n_units; k++) {
            const struct wit_sum *one = wit_pair_sum(q->r, m->units[i], n->units[k]);
            enum wit_verdict v = verdict_of(q, one);
            cell.sum = wit_sum_or(q->r, cell.sum, *one);
            if (cell.pair.from == NULL || rank_of(v) > best) {
                cell.pair = (struct wit_case){m->units[i], n->units[k], m, n, m->text, n->text};
                best = rank_of(v);
            }
        }
    }
    cell.verdict = verdict_of(q, &cell.sum);
    return cell;
}

static void count(struct wit_tally *t, enum wit_verdict v, uint64_t n)
{
    switch (v) {
    case WIT_REACHABLE:
        t->open += n;
        break;
    case WIT_PARTIAL:
        t->partial += n;
        break;
    case WIT_UNKNOWN:
        t->unknown += n;
        break;
    case WIT_ONE_WAY:
        t->one_way += n;
        break;
    case WIT_ISOLATED:
        t->isolated += n;
        break;
    }
}

static enum wit_verdict verdict_of_set(const struct wit_tally *t)
{
    uint64_t closed = t->one_way + t->isolated;
    bool some = t->open + t->partial > 0;
    if (some && (t->partial > 0 || closed > 0))
        return WIT_PARTIAL;
    if (t->unknown > 0 || t->gaps)
        return WIT_UNKNOWN;
    if (some)
        return WIT_REACHABLE;
    return t->one_way > 0 ? WIT_ONE_WAY : WIT_ISOLATED;
}

/* Every address of a side that lies outside, one family at a time. */
static struct cell cell_of_ranges(struct asking *q, const struct wit_member *m, const struct wit_member *n)
{
    const struct wit_member *inside = m->n_ranges > 0 ? n : m, *outside = m->n_ranges > 0 ? m : n;
    size_t n_cuts;
    const struct wit_addr *cuts = wit_outside_cuts(q->r, q->arena, inside, outside->ranges, outside->n_ranges, &n_cuts);
    struct wit_tally families[2] = {{0}, {0}};
    struct cell cell = {.sum = wit_sum_none(q->r), .verdict = WIT_ISOLATED}, first[5];
    memset(first, 0, sizeof first);
    for (size_t i = 0; i < n_cuts; i++) {
        const struct wit_unit *unit = wit_unit_outside(q->r, cuts[i]);
        struct wit_member *kept = WIT_NEW(q->arena, struct wit_member);
        const struct wit_unit **units = WIT_NEW(q->arena, const struct wit_unit *);
        units[0] = unit;
        *kept = (struct wit_member){.units = units, .n_units = 1, .text = unit->text};
        struct cell c = outside == m ? cell_of_units(q, kept, n) : cell_of_units(q, m, kept);
        cell.sum = wit_sum_or(q->r, cell.sum, c.sum);
        count(&families[cuts[i].family == 6], c.verdict, 1);
        if (first[c.verdict].pair.from == NULL)
            first[c.verdict] = c;
    }
    enum wit_verdict v4 = verdict_of_set(&families[0]), v6 = verdict_of_set(&families[1]);
    bool has4 = n_cuts > 0 && cuts[0].family == 4, has6 = n_cuts > 0 && cuts[n_cuts - 1].family == 6;
    if (!has4 || !has6 || !outside->internet)
        cell.verdict = has4 ? v4 : v6;
    else if (v4 == WIT_REACHABLE || v6 == WIT_REACHABLE)
        cell.verdict = WIT_REACHABLE; /* one family is enough */
    else if (v4 == WIT_UNKNOWN || v6 == WIT_UNKNOWN)
        cell.verdict = WIT_UNKNOWN;
    else
        cell.verdict = rank_of(v4) > rank_of(v6) ? v4 : v6;
    if (q->any && families[0].open + families[1].open > 0)
        cell.verdict = WIT_REACHABLE;
    enum wit_verdict speaker = cell.verdict == WIT_PARTIAL ? WIT_REACHABLE : cell.verdict;
    if (first[speaker].pair.from == NULL) { /* a mixture decides: take the best there is */
        speaker = WIT_ISOLATED;
        for (int v = 0; v < 5; v++) {
            if (first[v].pair.from != NULL &&
                (first[speaker].pair.from == NULL || rank_of((enum wit_verdict)v) > rank_of(speaker)))
                speaker = (enum wit_verdict)v;
        }
    }
    cell.pair = first[speaker].pair;
    if (outside == m)
        cell.pair.from_name = m->text;
    else
        cell.pair.to_name = n->text;
    return cell;
}

/* Endpoints that stand on both sides: no pair with itself. */
static uint64_t shared(const struct wit_member *m, const struct wit_member *n)
{
    uint64_t found = 0;
    for (size_t i = 0, k = 0; i < m->n_itfs && k < n->n_itfs;) {
        int order = strcmp(m->itfs[i]->id, n->itfs[k]->id);
        if (order == 0) {
            const struct wit_interface *same = m->itfs[i];
            uint64_t left = 0, right = 0;
            for (; i < m->n_itfs && m->itfs[i] == same; i++)
                left++;
            for (; k < n->n_itfs && n->itfs[k] == same; k++)
                right++;
            found += left * right;
        } else if (order < 0) {
            i++;
        } else {
            k++;
        }
    }
    return found;
}

uint64_t wit_pairs_of(const struct wit_member *m, const struct wit_member *n)
{
    uint64_t all = m->count * n->count, same = shared(m, n);
    if (same == 0)
        return all;
    if ((m->n_units > 1 || n->n_units > 1) && m->count == 1 && n->count == 1)
        return 0;
    return all > same ? all - same : 0;
}

static void no_pairs(struct wit_answer *out, struct wit_arena *arena, struct asking *q, const struct wit_members *from,
                     const struct wit_members *to)
{
    const char *missing = from->no_endpoint != NULL ? from->no_endpoint : to->no_endpoint;
    struct wit_gap_bag bag = {0};
    if (missing == NULL && from->n > 0 && to->n > 0) {
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
    struct cell first[5]; /* by verdict: the first pair of it */
    struct wit_gap_bag bag;
};

static void one_by_one(struct wit_answer *out, struct asking *q, struct found *f, const struct wit_members *froms,
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
            struct cell c = {.verdict = WIT_UNKNOWN, .sum = wit_sum_none(r)};
            if (both_outside) {
                wit_bag_add(q->arena, &f->bag, r->gap_outside);
                c.sum.may_open = c.sum.may_deliver = q->ports;
            } else {
                c = m->n_ranges > 0 || n->n_ranges > 0 ? cell_of_ranges(q, m, n) : cell_of_units(q, m, n);
            }
            out->pairs += pairs;
            count(&f->tally, c.verdict, pairs);
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
    enum wit_verdict v = verdict_of_set(&f->tally);
    /* Open at some ports only: a single pair is never partial, but of a set `isolated` would say too much. */
    if ((v == WIT_ISOLATED || v == WIT_ONE_WAY) && out->open.n > 0 && !single)
        v = WIT_PARTIAL;
    if (any && f->tally.open + f->tally.partial > 0)
        v = f->tally.open == out->pairs ? WIT_REACHABLE : WIT_PARTIAL;
    return v;
}

static const enum wit_verdict speaking[] = {WIT_REACHABLE, WIT_PARTIAL, WIT_UNKNOWN, WIT_ONE_WAY, WIT_ISOLATED};

/* The first pair of a verdict, in the order in which one_by_one looks; and every unknown one, for its gaps. */
static void look_up(struct asking *q, struct found *f, const struct wit_totals *totals, const struct wit_members *froms,
                    const struct wit_members *tos, enum wit_verdict v, bool all)
{
    for (size_t i = 0; i < froms->n; i++) {
        for (size_t k = 0; (totals->rows[i] >> v & 1) && k < tos->n; k++) {
            const struct wit_member *m = &froms->list[i], *n = &tos->list[k];
            if (wit_pairs_of(m, n) == 0)
                continue;
            struct cell c = cell_of_units(q, m, n);
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
    struct asking *q = context;
    wit_doubts_of_members(q->bag, q->arena, q->r, m, n, q->ports);
}

/* Lists of interfaces, however long: tally.c. */
static void in_bulk(struct wit_answer *out, struct asking *q, struct found *f, const struct wit_crowd *froms,
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

static void decide(struct wit_answer *out, struct asking *q, struct found *f, const struct wit_party *from,
                   const struct wit_party *to, const struct wit_members *froms, const struct wit_members *tos,
                   bool explain)
{
    const struct cell *speaker = &f->first[out->verdict == WIT_PARTIAL ? WIT_REACHABLE : out->verdict];
    for (size_t i = 0; i < 5 && speaker->pair.from == NULL; i++)
        speaker = &f->first[speaking[i]];
    out->usual =
        (out->verdict == WIT_REACHABLE || out->verdict == WIT_PARTIAL) && wit_set_has(q->r, f->usual, q->ports);
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
    struct asking q = {arena, r, wit_set_of(r, ports), any, NULL};
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
