/* pathmap/reach/cells.c: one pair of members of two parties: what connects, and what speaks for it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md, "Verdicts of sets".
 */
#include <string.h>

#include "pathmap/reach/asking.h"

static enum wit_verdict verdict_of(struct wit_asking *q, const struct wit_sum *sum)
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

/* Two classes of which nothing is known yet, and whose ways are the same whether they are told or not: walked in person
 * once, for the sum and for who decides. Members of a class have the same sums: that is what a class is. */
static const struct wit_sum *walk_once(struct wit_asking *q, const struct wit_member *m, const struct wit_member *n)
{
    struct wit_reach *r = q->r;
    const struct wit_unit *a = m->units[0], *b = n->units[0];
    struct wit_sum *kept = WIT_NEW(r->arena, struct wit_sum);
#ifndef NDEBUG
    struct wit_sum expected = *wit_pair_sum(r, a, b);
#endif
    wit_pair_ways(r, &q->ways, wit_unit_in_person(r, q->arena, m, a), wit_unit_in_person(r, q->arena, n, b));
    *kept = wit_ways_sum(r, a, &q->ways);
#ifndef NDEBUG
    if (memcmp(&expected, kept, sizeof expected) != 0)
        wit_die("%s to %s: not what their classes have", m->text, n->text);
#endif
    wit_memo_put(&r->pairs_seen, r->arena, a->id, b->id, WIT_ASK_ALL, kept);
    return kept;
}

static bool can_walk_once(const struct wit_asking *q, const struct wit_member *m, const struct wit_member *n)
{
    const struct wit_estate *e = q->r->estate;
    bool services = e->n_balancers + e->n_endpoints + e->n_endpoint_services + e->n_accelerators + e->n_doors > 0;
    return q->one && !services && m->n_units == 1 && n->n_units == 1 &&
           wit_memo_get(&q->r->pairs_seen, m->units[0]->id, n->units[0]->id, WIT_ASK_ALL) == NULL;
}

/* The union over the classes of both endpoints; the pair of classes with the best verdict speaks for it. */
struct wit_pair_cell wit_cell_of_units(struct wit_asking *q, const struct wit_member *m, const struct wit_member *n)
{
    struct wit_pair_cell cell = {.sum = wit_sum_none(q->r), .verdict = WIT_ISOLATED};
    unsigned best = 0;
    bool once = can_walk_once(q, m, n);
    for (size_t i = 0; i < m->n_units; i++) {
        for (size_t k = 0; k < n->n_units; k++) {
            const struct wit_sum *one = once ? walk_once(q, m, n) : wit_pair_sum(q->r, m->units[i], n->units[k]);
            enum wit_verdict v = verdict_of(q, one);
            cell.sum = wit_sum_or(q->r, cell.sum, *one);
            if (cell.pair.from == NULL || rank_of(v) > best) {
                cell.pair = (struct wit_case){m->units[i], n->units[k], m, n, m->text, n->text, once ? &q->ways : NULL};
                best = rank_of(v);
            }
        }
    }
    cell.verdict = verdict_of(q, &cell.sum);
    return cell;
}

void wit_tally_count(struct wit_tally *t, enum wit_verdict v, uint64_t n)
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

enum wit_verdict wit_tally_verdict(const struct wit_tally *t)
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
struct wit_pair_cell wit_cell_of_ranges(struct wit_asking *q, const struct wit_member *m, const struct wit_member *n)
{
    const struct wit_member *inside = m->n_ranges > 0 ? n : m, *outside = m->n_ranges > 0 ? m : n;
    size_t n_cuts;
    const struct wit_addr *cuts = wit_outside_cuts(q->r, q->arena, inside, outside->ranges, outside->n_ranges, &n_cuts);
    struct wit_tally families[2] = {{0}, {0}};
    struct wit_pair_cell cell = {.sum = wit_sum_none(q->r), .verdict = WIT_ISOLATED}, first[5];
    memset(first, 0, sizeof first);
    for (size_t i = 0; i < n_cuts; i++) {
        const struct wit_unit *unit = wit_unit_outside(q->r, cuts[i]);
        struct wit_member *kept = WIT_NEW(q->arena, struct wit_member);
        const struct wit_unit **units = WIT_NEW(q->arena, const struct wit_unit *);
        units[0] = unit;
        *kept = (struct wit_member){.units = units, .n_units = 1, .text = unit->text};
        struct wit_pair_cell c = outside == m ? wit_cell_of_units(q, kept, n) : wit_cell_of_units(q, m, kept);
        cell.sum = wit_sum_or(q->r, cell.sum, c.sum);
        wit_tally_count(&families[cuts[i].family == 6], c.verdict, 1);
        if (first[c.verdict].pair.from == NULL)
            first[c.verdict] = c;
    }
    enum wit_verdict v4 = wit_tally_verdict(&families[0]), v6 = wit_tally_verdict(&families[1]);
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
