/* pathmap/reach/back_ways.c: the answer at one gateway: does it come nearer to who waits for it?
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.5-1.8, 2.3: it may come back by another way than the packet took, as long as only
 * filters lie on it; a translation must be undone by the gateway that made it.
 */
#include "pathmap/reach/back.h"

bool wit_back_waits_on_internet(const struct wit_back *b)
{
    return b->via == WIT_VIA_INTERNET && !b->behind && !b->transit;
}

/* On to the client: out of the NAT gateway's subnet. */
static void undo_translation(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b)
{
    b->behind = true;
    b->at_far = false;
    b->transit = NULL;
    b->via = WIT_VIA_ROUTES;
    if (b->p.last != NULL)
        b->p.last->new_dst = w->src;
    b->dst = w->src;
    b->at = b->p.nat->subnet;
    wit_back_push(w, list, b);
}

void wit_back_come_home(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b, bool crosses)
{
    const struct wit_subnet *home = wit_back_home(b);
    if (home == NULL) {
        wit_back_end(w, b);
        return;
    }
    b->src = w->dst;
    if (b->via == WIT_VIA_INTERNET && b->dst.family == 4) {
        struct wit_addr inner = b->p.nat != NULL ? b->p.nat_addr : w->src;
        struct wit_edge edge =
            wit_gateway_edge_table(w->r, home->network, wit_gateway_internet(w->r, home->network, NULL).id, inner);
        if (edge.passes <= 0)
            wit_back_edge(w, b, WIT_STEP_ROUTE, "route-table", edge);
        b->dst = inner;
    }
    if (crosses)
        wit_back_acl(w, b, home, false, w->dst);
    if (b->p.nat != NULL && !b->behind)
        undo_translation(w, list, b);
    else
        wit_back_end(w, b);
}

void wit_back_other_way(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b,
                        const struct wit_branch *branch)
{
    (void)list;
    if (!b->behind) {
        wit_back_elsewhere(w, b, branch, "the reply leaves by another way than the client waits on");
        return;
    }
    const struct wit_route_table *table = b->at->routes;
    struct wit_edge edge = {.passes = -1,
                            .gap = WIT_NO_GAP,
                            .id = table != NULL ? table->id : "",
                            .text = "the reply leaves the network instead of going back to the client",
                            .reason = "reply-route",
                            .cite = branch->route == NULL ? (struct wit_cite){UINT32_MAX, ""} : branch->route->cite};
    wit_back_edge(w, b, WIT_STEP_ROUTE, "route-table", edge);
    b->p.last->rule = branch->dest;
    wit_back_end(w, b);
}

/* IPv6 is not translated: an answer may come home by a peering though the question went through internet gateways, or
 * the reverse. Nothing that is documented stops it (2.3), nothing says that it is taken either. */
static bool may_cross_over(const struct wit_back *b)
{
    return b->dst.family == 6 && b->p.nat == NULL && wit_back_home(b) != NULL && !b->transit &&
           (b->via == WIT_VIA_INTERNET || b->via == WIT_VIA_ROUTES);
}

static struct wit_edge crossed_over(struct wit_walk *w, const struct wit_branch *branch, struct wit_edge edge)
{
    if (edge.passes > 0)
        edge.gap = wit_gap_unconfirmed(w->r, branch->target,
                                       "whether an IPv6 connection comes up of which one direction takes a peering or "
                                       "a transit gateway and the other "
                                       "the internet");
    if (edge.passes >= 0) {
        edge.passes = 0;
        edge.unconfirmed = true;
    }
    return edge;
}

/* 1.7.3: an answer too is delivered there only by behaviour that no document settles. */
static void zone_served(struct wit_walk *w, struct wit_back *b, const struct wit_subnet *home)
{
    struct wit_edge served = wit_zone_served(w->r, b->transit, home);
    if (served.passes <= 0)
        wit_back_edge(w, b, WIT_STEP_GATEWAY, "transit-gateway", served);
}

void wit_back_local(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b, const struct wit_branch *branch)
{
    const struct wit_subnet *home = wit_back_home(b);
    if (wit_back_waits_on_internet(b) || home == NULL || !wit_same_network(home->network, b->at->network))
        wit_back_other_way(w, list, b, branch);
    else {
        if (b->transit != NULL)
            zone_served(w, b, home);
        wit_back_come_home(w, list, b, true);
    }
}

void wit_back_peering(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b,
                      const struct wit_branch *branch)
{
    const struct wit_subnet *home = wit_back_home(b);
    bool over = wit_back_waits_on_internet(b);
    /* A peering joins two networks: none leads back into the one that it is left from. */
    if ((over && !may_cross_over(b)) || home == NULL || wit_same_network(home->network, b->at->network)) {
        wit_back_other_way(w, list, b, branch);
        return;
    }
    struct wit_edge edge = wit_gateway_state(w->r, branch);
    if (over)
        edge = crossed_over(w, branch, edge);
    const struct wit_network *other =
        branch->gateway == NULL ? NULL : wit_gateway_other_side(branch->gateway, b->at->network);
    if (branch->gateway != NULL && wit_gateway_sides_known(branch->gateway) && edge.passes >= 0 &&
        !wit_same_network(other, home->network)) {
        wit_back_elsewhere(w, b, branch,
                           over ? "the reply leaves by another way than the client waits on"
                                : "this peering leads to another network");
        return;
    }
    wit_back_edge(w, b, WIT_STEP_GATEWAY, "peering", edge);
    if (b->transit)
        wit_back_edge(
            w, b, WIT_STEP_GATEWAY, "peering",
            wit_edge_unconfirmed(w->r, branch->target, "a peering takes what comes in through a transit gateway"));
    wit_back_come_home(w, list, b, true);
}

void wit_back_internet(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b,
                       const struct wit_branch *branch)
{
    const struct wit_subnet *subnet = b->at;
    struct wit_edge edge;
    if (wit_back_waits_on_internet(b) && branch->kind == WIT_GW_INTERNET) {
        edge = wit_gateway_internet(w->r, subnet->network, branch);
        wit_back_edge(w, b, WIT_STEP_GATEWAY, "internet-gateway", edge);
        if (w->dst_is_public)
            b->p.last->new_src = w->dst;
        b->src = w->dst;
        wit_back_come_home(w, list, b, true);
    } else if (wit_back_waits_on_internet(b) && b->dst.family == 6) {
        edge = wit_gateway_state(w->r, branch);
        if (edge.passes > 0) {
            edge.passes = 0;
            edge.unconfirmed = true;
            edge.gap =
                wit_gap_unconfirmed(w->r, branch->target,
                                    "whether an egress-only gateway lets replies out to connections that came in "
                                    "through an internet gateway");
        }
        wit_back_edge(w, b, WIT_STEP_GATEWAY, "egress-only-gateway", edge);
        wit_back_come_home(w, list, b, true);
    } else if (may_cross_over(b) && wit_gateway_internet(w->r, subnet->network, branch).passes >= 0 &&
               wit_gateway_internet(w->r, wit_back_home(b)->network, NULL).passes >= 0) {
        edge = crossed_over(w, branch, wit_gateway_internet(w->r, subnet->network, branch));
        wit_back_edge(w, b, WIT_STEP_GATEWAY, wit_gateway_word(branch->kind), edge);
        wit_back_come_home(w, list, b, true);
    } else if (b->transit != NULL && b->dst.family == 6 && b->p.nat == NULL &&
               wit_gateway_internet(w->r, subnet->network, branch).passes >= 0) {
        edge = wit_edge_unconfirmed(w->r, branch->target,
                                    "an internet gateway forwards addresses of another network that come through a "
                                    "transit gateway");
        wit_back_edge(w, b, WIT_STEP_GATEWAY, wit_gateway_word(branch->kind), edge);
        wit_back_end(w, b);
    } else {
        wit_back_other_way(w, list, b, branch);
    }
}

/* At a place outside: there waits the client, or from there something leads to it. */
static void outside(struct wit_walk *w, struct wit_back *b, const struct wit_branch *branch, const char *word,
                    struct wit_edge edge)
{
    const struct wit_subnet *home = wit_back_home(b);
    if (home != NULL && !wit_hybrid_has_door(w->r, home->network, b->dst)) {
        wit_back_elsewhere(w, b, branch, "no known way leads from outside back to the client");
        return;
    }
    wit_back_edge(w, b, WIT_STEP_FAR, word, edge);
    wit_back_end(w, b);
}

void wit_back_vpn(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b, const struct wit_branch *branch)
{
    const struct wit_gateway *g = branch->gateway;
    struct wit_edge line = wit_gateway_state(w->r, branch);
    (void)list;
    if (line.passes < 0) {
        wit_back_elsewhere(w, b, branch, "it is closed");
        return;
    }
    if (g != NULL)
        line = wit_hybrid_line(w->r, g, b->at->account, b->at->region, b->dst);
    if (line.passes < 0)
        wit_back_elsewhere(w, b, branch, line.text);
    else
        outside(w, b, branch, "route-table", line);
}

void wit_back_transit(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b,
                      const struct wit_branch *branch)
{
    struct wit_crossing ways[WIT_CROSSINGS];
    if (wit_back_waits_on_internet(b) && b->dst.family == 4) { /* only its own internet gateway knows the translation */
        wit_back_other_way(w, list, b, branch);
        return;
    }
    if (wit_back_waits_on_internet(b))
        wit_back_edge(
            w, b, WIT_STEP_GATEWAY, "transit-gateway",
            crossed_over(w, branch,
                         (struct wit_edge){
                             .passes = 1, .id = branch->target, .text = "", .reason = "", .cite = {UINT32_MAX, ""}}));
    if (b->transit)
        wit_back_edge(
            w, b, WIT_STEP_GATEWAY, "transit-gateway",
            wit_edge_unconfirmed(w->r, branch->target, "one transit gateway takes what another one hands over"));
    size_t n = wit_transit_cross(w->r, ways, branch, b->at, b->transit != NULL, b->dst, wit_back_home(b));
    for (size_t i = 0; i < n; i++) {
        struct wit_back next = *b;
        const struct wit_crossing *c = &ways[i];
        for (size_t k = 0; k < c->n; k++) {
            if (k == c->before && c->entry != NULL)
                wit_back_acl(w, &next, c->entry, false, next.src); /* 1.3.5 */
            if (c->end == WIT_CROSSED_UNKNOWN && k + 1 == c->n)
                break;
            wit_back_edge(w, &next, WIT_STEP_GATEWAY, "transit-gateway", c->told[k].edge);
            next.p.last->rule = c->told[k].rule;
            if (c->told[k].branch) {
                next.p.last->branch = true;
                next.p.last->gap = c->told[k].edge.gap;
            }
        }
        if (c->end == WIT_CROSSED_DROPPED) {
            wit_back_end(w, &next);
        } else if (c->end == WIT_CROSSED_OUTSIDE) {
            outside(w, &next, branch, "transit-gateway", wit_edge_outside(w->r, c->out));
        } else if (c->end == WIT_CROSSED_UNKNOWN) {
            wit_back_edge(w, &next, WIT_STEP_FAR, "transit-gateway", c->told[c->n - 1].edge);
            wit_back_end(w, &next);
        } else {
            next.at = c->subnet;
            next.transit = c->out;
            next.hops++;
            wit_back_push(w, list, &next);
        }
    }
}
