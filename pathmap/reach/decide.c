/* pathmap/reach/decide.c: which element decides a verdict.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Steps are taken in the order of docs/reachability.md 2.8; the first one that closes decides.
 */
#include <stdio.h>
#include <string.h>

#include "pathmap/reach/inside.h"

static uint32_t lowest(wit_set set)
{
    return set->n == 0 ? 0 : set->spans[0].first;
}

static wit_set one_port(struct wit_reach *r, wit_set set)
{
    struct wit_span span = {lowest(set), lowest(set)};
    return set->n == 0 ? set : wit_set_of(r, (struct wit_pset){&span, 1});
}

void wit_step_decider(struct wit_decider *out, struct wit_arena *arena, struct wit_reach *r,
                      const struct wit_step *step, wit_set ports, bool passes)
{
    wit_set port = one_port(r, ports);
    *out = (struct wit_decider){step->word, wit_strdup(arena, step->id), wit_strdup(arena, step->rule), "", step->cite};
    if (step->kind == WIT_STEP_GROUP) {
        const struct wit_filter *filter = NULL;
        const struct wit_rule *rule =
            passes && step->peer.family != 0 ? wit_filters_group_rule(step, &filter, port) : NULL;
        out->direction = step->egress ? "egress" : "ingress";
        out->id = filter != NULL ? filter->id : step->itf->n_filters > 0 ? step->itf->filter_ids[0] : "";
        if (rule != NULL) {
            out->rule = rule->id[0] != '\0' ? rule->id : wit_fmt(arena, "%s/%u", out->direction, rule->number);
            out->cite = rule->cite;
        } else if (step->itf->n_filters > 0 && step->itf->filters[0] != NULL) {
            out->cite = step->itf->filters[0]->cite;
        }
    } else if (step->kind == WIT_STEP_ACL) {
        const struct wit_filter *acl = step->subnet->acl;
        const struct wit_rule *rule = wit_filters_acl_rule(step, lowest(port));
        out->direction = step->egress ? "egress" : "ingress";
        out->id = acl != NULL ? acl->id : "";
        out->rule = wit_fmt(arena, "%u", rule != NULL ? rule->number : 32767U);
        out->cite = rule != NULL ? rule->cite : acl != NULL ? acl->cite : (struct wit_cite){UINT32_MAX, ""};
    }
}

/* The first step forward that lets nothing of `port` through. */
static const struct wit_step *closes_forward(struct wit_reach *r, const struct wit_trace *t, wit_set port)
{
    for (size_t i = 0; i < t->n; i++) {
        if (!t->steps[i]->reply && !wit_set_meets(r, t->steps[i]->set.hi, port))
            return t->steps[i];
    }
    return NULL;
}

/* The first step of the reply after which no source port is left. *left: what was left before it. */
static const struct wit_step *closes_reply(struct wit_reach *r, const struct wit_trace *t, wit_set port, wit_set *left)
{
    wit_set near = wit_replies_to(r, port, false), far = wit_replies_to(r, port, true);
    for (size_t i = 0; i < t->n; i++) {
        const struct wit_step *s = t->steps[i];
        if (!s->reply)
            continue;
        wit_set *at = s->far ? &far : &near;
        *left = *at;
        *at = wit_set_and(r, *at, s->set.hi);
        if (*at == r->none)
            return s;
    }
    return NULL;
}

static unsigned depth_of(const struct wit_step *s)
{
    if (s == NULL)
        return 6;
    switch (s->kind) {
    case WIT_STEP_GROUP:
    case WIT_STEP_ACL:
        return 5;
    case WIT_STEP_GATEWAY:
    case WIT_STEP_BPA:
        return 4;
    case WIT_STEP_FAR:
        return 3;
    case WIT_STEP_ROUTE:
        return 2;
    case WIT_STEP_ADDRESS:
        break;
    }
    return 1;
}

static enum wit_leg leg_of(struct wit_reach *r, wit_set ports, wit_set lo, wit_set hi)
{
    if (wit_set_has(r, lo, ports))
        return WIT_LEG_PASS;
    return wit_set_has(r, hi, ports) || (wit_set_meets(r, hi, ports) && !wit_set_meets(r, lo, ports)) ? WIT_LEG_UNKNOWN
                                                                                                      : WIT_LEG_BLOCKED;
}

/* The leaf that speaks for the pair. */
static const struct wit_leaf *speaker(struct wit_reach *r, const struct wit_ways *ways, const struct wit_unit *from,
                                      wit_set ports, wit_set rest)
{
    static const unsigned ranks[] = {[WIT_ISOLATED] = 0, [WIT_ONE_WAY] = 1, [WIT_UNKNOWN] = 2, [WIT_REACHABLE] = 3};
    const struct wit_leaf *best = NULL;
    unsigned best_rank = 0;
    for (size_t i = 0; i < ways->n; i++) {
        const struct wit_leaf *leaf = &ways->leaves[i];
        struct wit_sum sum = wit_leaf_sum(r, from, leaf);
        enum wit_verdict v = wit_sum_verdict(r, &sum, rest == r->none ? ports : rest);
        struct wit_trace t;
        wit_trace_of(&t, leaf->last);
        unsigned rank = ranks[v] * 8;
        if (v == WIT_ISOLATED)
            rank += depth_of(closes_forward(r, &t, one_port(r, rest == r->none ? ports : rest)));
        if (best == NULL || rank > best_rank) {
            best = leaf;
            best_rank = rank;
        }
    }
    return best;
}

static void decide_reachable(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r,
                             const struct wit_trace *t, wit_set ports)
{
    for (size_t i = t->n; i > 0; i--) {
        const struct wit_step *s = t->steps[i - 1];
        bool filter = s->kind == WIT_STEP_ACL || (s->kind == WIT_STEP_GROUP && !s->itf->unfiltered);
        if (!s->reply && filter) {
            wit_step_decider(&out->decider, arena, r, s, ports, true);
            return;
        }
    }
    for (size_t i = t->n; i > 0; i--) {
        if (!t->steps[i - 1]->reply) {
            wit_step_decider(&out->decider, arena, r, t->steps[i - 1], ports, true);
            return;
        }
    }
}

static void decide_closed(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r,
                          const struct wit_trace *t, const struct wit_leaf *leaf, wit_set port)
{
    const struct wit_step *s = closes_forward(r, t, port);
    wit_set left = port;
    if (s == NULL && !wit_set_meets(r, leaf->forward.hi, port)) { /* ICMP of the other family */
        out->decider.kind = "address";
        out->decider.id = out->to_endpoint;
        out->reason = "wrong-family";
        return;
    }
    if (s == NULL) {
        s = closes_reply(r, t, port, &left);
        if (s == NULL) {
            out->reason = "not-answered";
            return;
        }
        /* The rule that people look for is the one that answers to usual source ports meet. */
        wit_set common = wit_set_and(r, left, wit_set_or(r, r->tcp_nat, r->udp_nat));
        if (common != r->none)
            left = common;
    }
    wit_step_decider(&out->decider, arena, r, s, left, false);
    out->reason = s->reason;
}

void wit_decide(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_case *pair,
                wit_set ports, enum wit_verdict verdict, bool explain)
{
    struct wit_gap_bag bag = {0};
    if (verdict == WIT_UNKNOWN)
        wit_doubts_of_units(&bag, arena, r, &pair->from, 1, &pair->to, 1, ports);
    const struct wit_sum *sum = wit_pair_sum(r, pair->from, pair->to);
    wit_set rest = wit_set_minus(r, ports, sum->open);
    struct wit_ways ways;
    const struct wit_unit *from = wit_unit_in_person(r, arena, pair->from_member, pair->from);
    const struct wit_unit *to = wit_unit_in_person(r, arena, pair->to_member, pair->to);
    wit_pair_ways(r, &ways, from, to);
    const struct wit_leaf *leaf = speaker(r, &ways, pair->from, ports, rest);
    struct wit_trace t = {.n = 0};
    out->from_endpoint = wit_strdup(arena, pair->from_name);
    out->to_endpoint = wit_strdup(arena, pair->to_name);
    if (leaf == NULL)
        return;
    wit_trace_of(&t, leaf->last);
    out->forward = leg_of(r, ports, sum->delivered, sum->may_deliver);
    wit_set lo = wit_answered(r, leaf->near.lo, leaf->far.lo, leaf->nat);
    wit_set hi = wit_answered(r, leaf->near.hi, leaf->far.hi, leaf->nat);
    for (size_t i = 0; i < ways.n; i++) { /* its branches */
        const struct wit_leaf *o = &ways.leaves[i];
        if (o->alternative != leaf->alternative)
            continue;
        lo = wit_set_and(r, lo, wit_answered(r, o->near.lo, o->far.lo, o->nat));
        hi = wit_set_or(r, hi, wit_answered(r, o->near.hi, o->far.hi, o->nat));
    }
    out->reply = leg_of(r, ports, lo, hi);
    if (rest == r->none) {
        out->reply = WIT_LEG_PASS;
        out->kind = leaf->proxied ? "proxied" : leaf->translated ? "translated" : "direct";
        decide_reachable(out, arena, r, &t, ports);
    } else if (verdict == WIT_UNKNOWN) {
        out->reason = "gap";
        if (bag.kind != NULL)
            out->decider = (struct wit_decider){bag.kind, bag.id, bag.rule, bag.direction, {UINT32_MAX, ""}};
    } else {
        wit_set gone = verdict == WIT_ONE_WAY ? wit_set_and(r, rest, sum->delivered) : rest;
        decide_closed(out, arena, r, &t, leaf, one_port(r, gone));
        if (wit_set_meets(r, ports, sum->open))
            out->reason = "some-ports";
    }
    if (explain)
        wit_hops_fill(out, arena, r, leaf->last, rest == r->none ? ports : rest);
}
