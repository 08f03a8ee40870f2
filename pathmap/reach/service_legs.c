/* pathmap/reach/service_legs.c: the two legs of a way through a front, each a pair of classes.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.10.1-2: a target sees the balancer's own address, or the client's. Then its rules
 * speak of the client's address (never of the client's groups) and of the balancer's groups, and the reply goes back
 * through the balancer whatever the target's routes say.
 */
#include <string.h>

#include "pathmap/reach/service.h"

static bool nothing(const struct wit_reach *r, const struct wit_sum *s)
{
    return s->may_deliver == r->none && s->may_open == r->none;
}

/* The source that the last element forward saw, and whether it was the client's own interface. */
static void seen_by(struct wit_arrival *a, const struct wit_leaf *leaf, const struct wit_interface *client)
{
    const struct wit_step *s = leaf->last;
    while (s != NULL && s->reply)
        s = s->prev;
    if (s == NULL)
        return;
    a->seen = s->new_src;
    a->visible = s->kind == WIT_STEP_GROUP && s->peer_itf != NULL ? s->peer_itf : client;
    bool own = false;
    for (size_t i = 0; a->visible != NULL && i < a->visible->n_addresses; i++)
        own = own || wit_addr_cmp(a->visible->addresses[i].addr, a->seen) == 0;
    if (!own)
        a->visible = NULL;
}

const struct wit_arrivals *wit_service_arrivals(struct wit_walk *w, const struct wit_unit *from,
                                                const struct wit_unit *front)
{
    struct wit_reach *r = w->r;
    struct wit_memo *memo = &r->services->arrivals;
    const struct wit_arrivals *known = w->tell ? NULL : wit_memo_get(memo, from->id, front->id, w->depth + 1);
    if (known != NULL)
        return known;
    struct wit_ways ways;
    wit_pair_leaves(r, &ways, from, front, WIT_ASK_ARRIVAL, w->depth + 1, w->tell);
    struct wit_arena *arena = w->tell ? r->scratch : r->arena;
    struct wit_arrivals *out = WIT_NEW(arena, struct wit_arrivals);
    for (size_t i = 0; i < ways.n;) {
        size_t k = i;
        bool alive = false;
        for (; k < ways.n && ways.leaves[k].alternative == ways.leaves[i].alternative; k++) {
            struct wit_sum sum = wit_leaf_sum(r, from, &ways.leaves[k]);
            alive = alive || !nothing(r, &sum);
        }
        for (; alive && i < k; i++) {
            const struct wit_leaf *leaf = &ways.leaves[i];
            struct wit_arrival a = {.alternative = leaf->alternative,
                                    .sum = wit_leaf_sum(r, from, leaf),
                                    .leaf = w->tell ? leaf : NULL,
                                    .translated = leaf->translated,
                                    .proxied = leaf->proxied};
            seen_by(&a, leaf, from->itf);
            WIT_PUSH(arena, out->list, out->n, out->cap) = a;
        }
        i = k;
    }
    if (!w->tell)
        wit_memo_put(memo, r->arena, from->id, front->id, w->depth + 1, out);
    return out;
}

/* Of several leaves the one that does best at these ports. */
static const struct wit_leaf *best_of(struct wit_reach *r, const struct wit_unit *from, const struct wit_ways *ways,
                                      wit_set ports)
{
    static const unsigned ranks[] = {[WIT_ISOLATED] = 1, [WIT_ONE_WAY] = 2, [WIT_UNKNOWN] = 3, [WIT_REACHABLE] = 4};
    const struct wit_leaf *best = NULL;
    unsigned rank = 0;
    for (size_t i = 0; i < ways->n; i++) {
        struct wit_sum sum = wit_leaf_sum(r, from, &ways->leaves[i]);
        enum wit_verdict v = wit_sum_verdict(r, &sum, ports);
        if (ranks[v] > rank) {
            rank = ranks[v];
            best = &ways->leaves[i];
        }
    }
    return best;
}

static const struct wit_unit *unit_at(struct wit_reach *r, const struct wit_interface *itf, size_t at,
                                      struct wit_addr addr)
{
    return wit_unit_of_address(r, itf, at, addr, WIT_USE_PRIVATE);
}

struct wit_leg2 wit_service_onward(struct wit_walk *w, const struct wit_interface *node,
                                   const struct wit_interface *target, size_t at, struct wit_addr addr, wit_set ports)
{
    struct wit_reach *r = w->r;
    const struct wit_unit *from = wit_unit_of_interface(r, node), *to = unit_at(r, target, at, addr);
    struct wit_leg2 out = {.sum = *wit_pair_plain(r, from, to)};
    if (w->tell) { /* the target in person: those of one class have names of their own */
        struct wit_unit *person = WIT_NEW(r->scratch, struct wit_unit);
        struct wit_point *own = WIT_NEW(r->scratch, struct wit_point);
        struct wit_ways ways;
        *own = (struct wit_point){addr, {0, 0, 0}};
        *person = *to;
        person->itf = target;
        person->points = own;
        wit_pair_leaves(r, &ways, from, person, WIT_ASK_PLAIN, w->depth + 1, true);
        out.leaf = best_of(r, from, &ways, ports);
    }
    return out;
}

static struct wit_step *add_filter(struct wit_walk *w, struct wit_place *p, struct wit_step like, struct wit_tri set)
{
    struct wit_step *s = wit_step_add(w, p, like.kind, set);
    s->word = like.kind == WIT_STEP_GROUP ? "security-group" : "network-acl";
    s->itf = like.itf;
    s->subnet = like.subnet;
    s->egress = like.egress;
    s->reply = like.reply;
    s->peer = like.peer;
    s->peer_itf = like.peer_itf;
    s->scope = like.scope;
    s->reason = like.kind == WIT_STEP_GROUP ? "group-deny" : like.reply ? "reply-acl" : "acl-deny";
    s->unconfirmed = like.unconfirmed;
    s->gap = like.gap;
    if (like.reply) {
        s->src = s->new_src = p->dst;
        s->dst = s->new_dst = p->src;
    }
    return s;
}

static void add_groups(struct wit_walk *w, struct wit_place *p, const struct wit_interface *itf, bool egress,
                       struct wit_addr peer, const struct wit_interface *peer_itf, enum wit_scope_of_groups scope)
{
    struct wit_step like = {.kind = WIT_STEP_GROUP,
                            .itf = itf,
                            .egress = egress,
                            .peer = peer,
                            .peer_itf = scope == WIT_GROUPS_NO ? NULL : peer_itf,
                            .scope = scope,
                            .gap = WIT_NO_GAP};
    add_filter(w, p, like, wit_filters_groups(w->r, itf, egress, peer, peer_itf, scope));
}

/* `settled`: no document leaves it open that this ACL is asked. */
static struct wit_tri add_acl(struct wit_walk *w, struct wit_place *p, const struct wit_subnet *subnet, bool egress,
                              bool reply, struct wit_addr peer, bool settled)
{
    struct wit_step like = {
        .kind = WIT_STEP_ACL, .subnet = subnet, .egress = egress, .reply = reply, .peer = peer, .gap = WIT_NO_GAP};
    struct wit_tri set = wit_filters_acl(w->r, subnet, egress, peer), forward = p->forward;
    if (!settled) {
        set.hi = w->r->all;
        like.unconfirmed = true;
        like.gap = wit_gap_unconfirmed(w->r, subnet->id,
                                       "whether a network ACL is asked where a load balancer passes a connection on "
                                       "under the client's address");
    }
    add_filter(w, p, like, set);
    if (reply)
        p->forward = forward;
    return set;
}

/* How the node gets to a target that must stand in its own network, or in a peer of one region (1.10.1). */
static void add_route(struct wit_walk *w, struct wit_place *p, const struct wit_interface *node,
                      const struct wit_interface *target, struct wit_addr addr, enum wit_scope_of_groups scope)
{
    struct wit_branch branches[WIT_BRANCHES];
    size_t n = wit_routes_lookup(w->r, branches, node->subnet, addr);
    const struct wit_branch *b = &branches[0];
    const struct wit_network *network = node->subnet->network;
    bool known = n == 1 && !b->doubtful && !b->anywhere;
    struct wit_tri passes = wit_tri_maybe(w->r);
    wit_gap_ref gap = n > 0 ? b->gap : WIT_NO_GAP;
    if (known && (b->blackhole || b->kind == 0)) {
        passes = wit_tri_none(w->r);
    } else if (known && b->kind == WIT_GW_LOCAL && wit_same_network(target->subnet->network, network)) {
        passes = wit_tri_all(w->r);
    } else if (known && b->kind == WIT_GW_PEERING && b->gateway != NULL &&
               wit_same_network(wit_gateway_other_side(b->gateway, network), target->subnet->network)) {
        struct wit_edge edge = wit_gateway_state(w->r, b);
        passes = wit_edge_set(w->r, edge);
        gap = edge.gap;
        if (edge.passes > 0 && scope == WIT_GROUPS_NO) { /* another region: the address is not kept there */
            passes = wit_tri_maybe(w->r);
            gap = WIT_NO_GAP;
        }
    }
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_ROUTE, passes);
    if (n > 0)
        wit_step_route(w->r, s, node->subnet, b);
    s->gap = gap;
    s->branch = false;
    if (passes.lo != passes.hi && gap == WIT_NO_GAP)
        s->gap = wit_gap_unconfirmed(w->r, node->id,
                                     "how a load balancer that keeps the client's address reaches a "
                                     "target outside its network and its peers");
}

static struct wit_leaf *as_client(struct wit_walk *w, const struct wit_interface *node,
                                  const struct wit_interface *target, struct wit_addr addr, struct wit_addr seen)
{
    struct wit_reach *r = w->r;
    wit_set family = addr.family == 4 ? r->family4 : r->family6;
    struct wit_place p = {.subnet = node->subnet, .src = seen, .dst = addr, .forward = {family, family}};
    bool inside = node->subnet == target->subnet;
    struct wit_tri near = wit_tri_all(r);
    enum wit_scope_of_groups scope = wit_same_network(node->subnet->network, target->subnet->network)
                                         ? WIT_GROUPS_YES
                                         : wit_gateway_peering_scope(node, target);
    add_groups(w, &p, node, true, addr, target, scope);
    if (!inside) {
        add_acl(w, &p, node->subnet, true, false, addr, true);
        add_route(w, &p, node, target, addr, scope);
    }
    add_acl(w, &p, target->subnet, false, false, seen, !inside);
    add_groups(w, &p, target, false, seen, node, scope);
    struct wit_tri out = add_acl(w, &p, target->subnet, true, true, seen, !inside);
    near = wit_tri_and(r, near, out);
    if (!inside)
        near = wit_tri_and(r, near, add_acl(w, &p, node->subnet, false, true, addr, false));
    struct wit_leaf *leaf = WIT_NEW(r->scratch, struct wit_leaf);
    *leaf = (struct wit_leaf){.last = p.last, .forward = p.forward, .near = near, .far = wit_tri_all(r)};
    return leaf;
}

struct wit_leg2 wit_service_as_client(struct wit_walk *w, const struct wit_interface *node,
                                      const struct wit_interface *target, struct wit_addr addr, struct wit_addr seen,
                                      wit_set ports)
{
    (void)ports;
    struct wit_leaf *leaf = as_client(w, node, target, addr, seen);
    return (struct wit_leg2){.sum = wit_leaf_sum(w->r, w->from, leaf), .leaf = w->tell ? leaf : NULL};
}
