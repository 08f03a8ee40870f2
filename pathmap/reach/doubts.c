/* pathmap/reach/doubts.c: which missing answers would decide a verdict, and where each is missed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A gap is named when filling it could change the verdict: it clouds ports that some way may still pass everywhere
 * else. What a known deny closes needs no answer (docs/reachability.md 2.3).
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/inside.h"

void wit_trace_of(struct wit_trace *t, const struct wit_step *last)
{
    t->n = 0;
    for (const struct wit_step *s = last; s != NULL && t->n < WIT_TRACE_STEPS; s = s->prev)
        t->n++;
    size_t i = t->n;
    for (const struct wit_step *s = last; s != NULL && i > 0; s = s->prev)
        t->steps[--i] = s;
}

wit_set wit_replies_to(struct wit_reach *r, wit_set ports, bool far)
{
    wit_set out = wit_set_and(r, ports, r->others);
    if (wit_set_meets(r, ports, r->tcp))
        out = wit_set_or(r, out, far ? r->tcp_nat : r->tcp_source);
    if (wit_set_meets(r, ports, r->udp))
        out = wit_set_or(r, out, far ? r->udp_nat : r->udp_source);
    for (unsigned type = 0; type < 256; type++) {
        for (unsigned k = 0; k < 2; k++) {
            unsigned protocol = k == 0 ? WIT_ICMP : WIT_ICMPV6;
            int answer = wit_icmp_answer(protocol, type);
            if (answer < 0)
                continue;
            struct wit_span request = {protocol << 16 | type << 8, protocol << 16 | type << 8};
            struct wit_span reply = {protocol << 16 | (unsigned)answer << 8, protocol << 16 | (unsigned)answer << 8};
            if (wit_pset_meets(*ports, (struct wit_pset){&request, 1}))
                out = wit_set_or(r, out, wit_set_of(r, (struct wit_pset){&reply, 1}));
        }
    }
    return out;
}

void wit_bag_add(struct wit_arena *arena, struct wit_gap_bag *bag, wit_gap_ref gap)
{
    wit_bag_add_at(arena, bag, gap, &(struct wit_missed){"", "", "", "", ""});
}

void wit_bag_add_at(struct wit_arena *arena, struct wit_gap_bag *bag, wit_gap_ref gap, const struct wit_missed *at)
{
    if (gap == WIT_NO_GAP)
        return;
    for (size_t i = 0; i < bag->n; i++) {
        if (bag->refs[i] == gap)
            return;
    }
    WIT_PUSH(arena, bag->refs, bag->n, bag->cap) = gap;
    WIT_PUSH(arena, bag->at, bag->n_at, bag->cap_at) = (struct wit_missed){
        at->kind, wit_strdup(arena, at->id), wit_strdup(arena, at->rule), at->facing, at->direction};
}

struct gathering {
    struct wit_gap_bag *bag;
    struct wit_arena *arena;
    const struct wit_step *step;
};

static void found_gap(void *context, wit_gap_ref gap, const char *kind, const char *id)
{
    struct gathering *g = context;
    const struct wit_step *s = g->step;
    bool filter = s->kind == WIT_STEP_GROUP || s->kind == WIT_STEP_ACL;
    struct wit_missed at = {kind, id, filter ? "" : s->rule,
                            !filter     ? ""
                            : s->egress ? "egress"
                                        : "ingress",
                            s->reply ? "reply" : "forward"};
    if (gap == WIT_NO_GAP)
        return;
    if (!wit_decider_is_word(at.kind)) /* as in wit_step_decider */
        at.kind = "policy";
    wit_bag_add_at(g->arena, g->bag, gap, &at);
    if (g->bag->kind == NULL) {
        g->bag->kind = at.kind;
        g->bag->id = wit_strdup(g->arena, id);
        g->bag->rule = wit_strdup(g->arena, at.rule);
        g->bag->direction = at.facing;
    }
}

/* Ports of the step that are in doubt and that the rest of the way may still pass. */
static wit_set doubt_of(struct wit_reach *r, const struct wit_leaf *leaf, const struct wit_step *s, wit_set asked,
                        bool reply_matters)
{
    wit_set doubt = wit_set_minus(r, s->set.hi, s->set.lo);
    if (!s->reply)
        return wit_set_and(r, doubt, asked);
    if (!reply_matters)
        return r->none;
    wit_set replies = wit_set_and(r, wit_replies_to(r, asked, s->far), s->far ? leaf->far.hi : leaf->near.hi);
    return wit_set_and(r, doubt, replies);
}

/* Of a branch that may be taken: does it matter which? Only when another one of them gives something else. */
static bool branches_differ(struct wit_reach *r, const struct wit_ways *ways, const struct wit_unit *from, size_t which,
                            wit_set asked)
{
    struct wit_sum mine = wit_leaf_sum(r, from, &ways->leaves[which]);
    for (size_t i = 0; i < ways->n; i++) {
        if (i == which || ways->leaves[i].alternative != ways->leaves[which].alternative)
            continue;
        struct wit_sum other = wit_leaf_sum(r, from, &ways->leaves[i]);
        if (wit_set_and(r, mine.open, asked) != wit_set_and(r, other.open, asked) ||
            wit_set_and(r, mine.may_open, asked) != wit_set_and(r, other.may_open, asked) ||
            wit_set_and(r, mine.may_deliver, asked) != wit_set_and(r, other.may_deliver, asked))
            return true;
    }
    return false;
}

static void doubts_of_leaf(struct gathering *g, struct wit_reach *r, const struct wit_leaf *leaf, wit_set asked,
                           bool may_open, bool differs)
{
    struct wit_trace t;
    bool reply_matters = may_open && (leaf->composed != NULL ||
                                      !wit_set_has(r, wit_answered(r, leaf->near.lo, leaf->far.lo, leaf->nat), asked));
    wit_trace_of(&t, leaf->last);
    for (size_t i = 0; i < t.n; i++) {
        const struct wit_step *s = t.steps[i];
        wit_set doubt = doubt_of(r, leaf, s, asked, reply_matters);
        g->step = s;
        if (s->gap != WIT_NO_GAP && (doubt != r->none || (s->branch && differs && (may_open || !s->reply))))
            found_gap(g, s->gap, s->word, s->id);
        else if (doubt != r->none && (s->kind == WIT_STEP_GROUP || s->kind == WIT_STEP_ACL))
            wit_filters_gaps(r, s, wit_step_ports(s, doubt), found_gap, g);
    }
}

/* The other branches of a way that may be taken: which of them it is depends on their gaps too. */
static void gaps_of_branches(struct gathering *g, const struct wit_ways *ways, size_t which)
{
    for (size_t i = 0; i < ways->n; i++) {
        if (i == which || ways->leaves[i].alternative != ways->leaves[which].alternative)
            continue;
        struct wit_trace t;
        wit_trace_of(&t, ways->leaves[i].last);
        for (size_t k = 0; k < t.n; k++) {
            g->step = t.steps[k];
            if (g->step->branch)
                found_gap(g, g->step->gap, g->step->word, g->step->id);
        }
    }
}

static void doubts_of_pair(struct gathering *g, struct wit_reach *r, const struct wit_unit *from,
                           const struct wit_unit *to, wit_set rest, bool may_open)
{
    struct wit_ways ways;
    wit_pair_ways(r, &ways, from, to);
    for (size_t i = 0; i < ways.n; i++) {
        struct wit_sum leaf = wit_leaf_sum(r, from, &ways.leaves[i]);
        wit_set asked = wit_set_and(r, rest, may_open ? leaf.may_open : leaf.may_deliver);
        if (asked == r->none)
            continue;
        bool differs = branches_differ(r, &ways, from, i, asked);
        doubts_of_leaf(g, r, &ways.leaves[i], asked, may_open, differs);
        if (differs)
            gaps_of_branches(g, &ways, i);
    }
}

void wit_doubts_of_units(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r,
                         const struct wit_unit *const *from, size_t n_from, const struct wit_unit *const *to,
                         size_t n_to, wit_set ports)
{
    struct gathering g = {bag, arena, NULL};
    struct wit_sum sum = wit_sum_none(r);
    for (size_t i = 0; i < n_from * n_to; i++)
        sum = wit_sum_or(r, sum, *wit_pair_sum(r, from[i / n_to], to[i % n_to]));
    wit_set rest = wit_set_minus(r, ports, sum.open);
    bool may_open = wit_set_meets(r, rest, sum.may_open);
    for (size_t i = 0; i < n_from * n_to; i++) {
        const struct wit_sum *one = wit_pair_sum(r, from[i / n_to], to[i % n_to]);
        if (wit_set_meets(r, rest, may_open ? one->may_open : one->may_deliver))
            doubts_of_pair(&g, r, from[i / n_to], to[i % n_to], rest, may_open);
    }
}

void wit_doubts_of_members(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r,
                           const struct wit_member *from, const struct wit_member *to, wit_set ports)
{
    const struct wit_member *inside = from->n_ranges > 0 ? to : from, *outside = from->n_ranges > 0 ? from : to;
    if (outside->n_ranges == 0) {
        wit_doubts_of_units(bag, arena, r, from->units, from->n_units, to->units, to->n_units, ports);
        return;
    }
    size_t n_cuts;
    const struct wit_addr *cuts = wit_outside_cuts(r, arena, inside, outside->ranges, outside->n_ranges, &n_cuts);
    for (size_t i = 0; i < n_cuts; i++) { /* each address of the outside is a question of its own */
        const struct wit_unit *unit = wit_unit_outside(r, cuts[i]);
        struct wit_sum sum = wit_sum_none(r);
        for (size_t k = 0; k < inside->n_units; k++)
            sum = wit_sum_or(r, sum,
                             outside == from ? *wit_pair_sum(r, unit, inside->units[k])
                                             : *wit_pair_sum(r, inside->units[k], unit));
        if (wit_sum_verdict(r, &sum, ports) != WIT_UNKNOWN)
            continue;
        if (outside == from)
            wit_doubts_of_units(bag, arena, r, &unit, 1, inside->units, inside->n_units, ports);
        else
            wit_doubts_of_units(bag, arena, r, inside->units, inside->n_units, &unit, 1, ports);
    }
}

struct answered_gap {
    const struct wit_gap *row;
    wit_gap_ref ref;
    struct wit_missed at;
};

static int by_id(const void *a, const void *b)
{
    const struct answered_gap *x = a, *y = b;
    return strcmp(x->row->id, y->row->id);
}

/* Sorted by id, so that the answer does not depend on what was asked before. */
void wit_answer_gaps(struct wit_answer *out, struct wit_arena *arena, const struct wit_reach *r,
                     const struct wit_gap_bag *bag)
{
    if (bag->n == 0)
        return;
    struct answered_gap *list = WIT_NEW_ARRAY(arena, struct answered_gap, bag->n);
    const struct wit_gap **rows = WIT_NEW_ARRAY(arena, const struct wit_gap *, bag->n);
    struct wit_missed *missed = WIT_NEW_ARRAY(arena, struct wit_missed, bag->n);
    wit_gap_ref *refs = WIT_NEW_ARRAY(arena, wit_gap_ref, bag->n);
    for (size_t i = 0; i < bag->n; i++)
        list[i] = (struct answered_gap){wit_reach_gap(r, bag->refs[i]), bag->refs[i], bag->at[i]};
    qsort(list, bag->n, sizeof *list, by_id);
    for (size_t i = 0; i < bag->n; i++) {
        rows[i] = list[i].row;
        refs[i] = list[i].ref;
        missed[i] = list[i].at;
    }
    out->gaps = refs;
    out->gap_rows = rows;
    out->missed = missed;
    out->n_gaps = bag->n;
}
