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

bool wit_decider_is_word(const char *kind)
{
    static const char *const words[] = {"security-group", "network-acl",
                                        "route-table",    "internet-gateway",
                                        "nat-gateway",    "egress-only-gateway",
                                        "peering",        "transit-gateway",
                                        "vpc-endpoint",   "block-public-access",
                                        "load-balancer",  "firewall",
                                        "address",        "policy"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], kind) == 0)
            return true;
    }
    return false;
}

/* The step that closes forward; NULL when none does, or one of the reply. */
static const struct wit_step *first_closing(struct wit_closing *out, struct wit_reach *r, const struct wit_leaf *leaf,
                                            wit_set port)
{
    struct wit_closing all[WIT_CLOSINGS];
    *out = (struct wit_closing){NULL, port, port, true, "not-answered"};
    if (wit_leaf_closings(all, r, leaf, port) > 0)
        *out = all[0];
    return out->reply ? NULL : out->step;
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

/* Whether a packet of these ports exists in the family of that way: ICMP is IPv4, ICMPv6 is IPv6. */
static bool of_the_family(struct wit_reach *r, const struct wit_leaf *leaf, wit_set ports)
{
    unsigned family = leaf == NULL || leaf->last == NULL ? 0 : leaf->last->src.family;
    return family == 0 || wit_set_meets(r, ports, family == 4 ? r->family4 : r->family6);
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
        unsigned rank = ranks[v] * 8;
        if (v == WIT_ISOLATED && of_the_family(r, leaf, rest == r->none ? ports : rest)) {
            struct wit_closing first;
            rank += depth_of(first_closing(&first, r, leaf, one_port(r, rest == r->none ? ports : rest)));
        }
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
                          const struct wit_leaf *leaf, wit_set port)
{
    struct wit_closing closing;
    first_closing(&closing, r, leaf, port);
    out->reason = closing.reason;
    if (closing.step != NULL) {
        wit_step_decider(&out->decider, arena, r, closing.step, closing.left, false);
    } else if (!closing.reply) { /* ICMP of the other family */
        out->decider.kind = "address";
        out->decider.id = out->to_endpoint;
    }
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
    if (pair->ways != NULL) {
        ways = *pair->ways;
    } else {
        const struct wit_unit *from = wit_unit_in_person(r, arena, pair->from_member, pair->from);
        const struct wit_unit *to = wit_unit_in_person(r, arena, pair->to_member, pair->to);
        wit_pair_ways(r, &ways, from, to);
    }
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
        if (verdict == WIT_ONE_WAY && !wit_set_meets(r, ports, sum->open))
            out->reply = WIT_LEG_BLOCKED; /* whatever a branch that delivers nothing would let back */
        wit_set gone = verdict == WIT_ONE_WAY ? wit_set_and(r, rest, sum->delivered) : rest;
        decide_closed(out, arena, r, leaf, one_port(r, gone));
        if (wit_set_meets(r, ports, sum->open))
            out->reason = "some-ports";
    }
    if (explain)
        wit_hops_fill(out, arena, r, leaf, rest == r->none ? ports : rest);
}
