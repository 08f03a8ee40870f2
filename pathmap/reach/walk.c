/* pathmap/reach/walk.c: from a client to its destination: every way that the routes give, step by step.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An explicit list of places from which a packet is about to leave a subnet; the handler of the gateway that the routes
 * name (one row a kind) ends the way or adds places. A place that the way has seen before is a loop, so it ends. Order
 * of steps as docs/reachability.md 2.8: A's groups, A's ACL, A's route, gateways and rewrites, B's ACL, B's groups.
 */
#include <string.h>

#include "pathmap/reach/way.h"

void wit_way_group(struct wit_walk *w, struct wit_place *p, const struct wit_interface *itf, bool egress,
                   struct wit_addr peer, const struct wit_interface *peer_itf, enum wit_scope_of_groups scope)
{
    struct wit_step *s =
        wit_step_add(w, p, WIT_STEP_GROUP, wit_filters_groups(w->r, itf, egress, peer, peer_itf, scope));
    s->word = "security-group";
    s->itf = itf;
    s->egress = egress;
    s->peer = peer;
    s->peer_itf = scope == WIT_GROUPS_NO ? NULL : peer_itf;
    s->scope = scope;
    s->reason = "group-deny";
}

void wit_way_acl(struct wit_walk *w, struct wit_place *p, const struct wit_subnet *subnet, bool egress,
                 struct wit_addr peer)
{
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_ACL, wit_filters_acl(w->r, subnet, egress, peer));
    s->word = "network-acl";
    s->subnet = subnet;
    s->egress = egress;
    s->peer = peer;
    s->reason = "acl-deny";
}

void wit_way_end(struct wit_walk *w, struct wit_place *p, const char *word, const char *id, const char *rule,
                 const char *reason, const char *text)
{
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_ADDRESS, wit_tri_none(w->r));
    s->word = word;
    s->id = id;
    s->rule = rule;
    s->reason = reason;
    s->text = text;
    wit_leaf_add(w, p, wit_tri_none(w->r), wit_tri_none(w->r));
}

void wit_way_edge(struct wit_walk *w, struct wit_place *p, enum wit_step_kind kind, const char *word,
                  struct wit_edge edge)
{
    struct wit_step *s = wit_step_add(w, p, kind, wit_edge_set(w->r, edge));
    wit_step_edge(s, word, edge);
    p->unconfirmed = p->unconfirmed || s->unconfirmed;
}

struct wit_edge wit_edge_unconfirmed(struct wit_reach *r, const char *id, const char *text)
{
    struct wit_edge edge = {.unconfirmed = true, .id = id, .text = text, .reason = "", .cite = {UINT32_MAX, ""}};
    edge.gap = wit_gap_unconfirmed(r, id, wit_fmt(r->arena, "whether %s", text));
    return edge;
}

void wit_way_arrive(struct wit_walk *w, struct wit_place *p, enum wit_via via, enum wit_scope_of_groups scope)
{
    const struct wit_subnet *subnet = w->b->subnet;
    /* 1.3.5: from a transit gateway's interface in that very subnet no ACL is asked. */
    if (via != WIT_VIA_SUBNET && !(p->transit != NULL && p->subnet == subnet))
        wit_way_acl(w, p, subnet, false, p->src);
    wit_way_group(w, p, w->b, false, p->src, p->nat == NULL ? w->a : NULL, scope);
    if (strcmp(w->b->type, "lambda") == 0) { /* 1.11.1 */
        struct wit_edge edge = {.unconfirmed = true,
                                .id = w->b->id,
                                .text = "inbound to a function's interface",
                                .reason = "",
                                .cite = w->b->cite};
        edge.gap = wit_gap_unconfirmed(w->r, w->b->id, "whether a function's interface accepts connections");
        wit_way_edge(w, p, WIT_STEP_FAR, "address", edge);
    }
    wit_service_arrival(w, p);
    wit_reply(w, p, via, p->src);
}

void wit_way_push(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p)
{
    if (list->n < sizeof list->places / sizeof list->places[0] - 1 && p->hops < WIT_HOPS) {
        list->places[list->n++] = *p;
        return;
    }
    struct wit_edge edge = {
        .id = p->subnet->id, .text = "the way is too long to follow", .reason = "", .cite = {UINT32_MAX, ""}};
    edge.gap = wit_gap_add(
        w->r, WIT_GAP_NOT_MODELLED, p->subnet->account, p->subnet->region, p->subnet->id,
        wit_fmt(w->r->arena, "ways through more than %d networks, or more ways than can be followed", (int)WIT_HOPS),
        "");
    wit_way_beyond(w, p, "route-table", edge, NULL);
}

/* One row a kind; a kind without a row leads beyond what is modelled. */
static const struct {
    enum wit_gateway_kind kind;
    wit_via_fn *via;
} handlers[] = {
    {WIT_GW_LOCAL, wit_via_local},     {WIT_GW_INTERNET, wit_via_internet}, {WIT_GW_EGRESS_ONLY, wit_via_internet},
    {WIT_GW_PEERING, wit_via_peering}, {WIT_GW_ENDPOINT, wit_via_endpoint}, {WIT_GW_NAT, wit_via_nat},
    {WIT_GW_TRANSIT, wit_via_transit}, {WIT_GW_VPN, wit_via_vpn},
};

static wit_via_fn *handler_of(const struct wit_branch *b)
{
    for (size_t i = 0; i < sizeof handlers / sizeof handlers[0] && !b->anywhere; i++) {
        if (handlers[i].kind == b->kind)
            return handlers[i].via;
    }
    return wit_via_unknown;
}

static enum wit_scope_of_groups egress_scope(struct wit_walk *w, const struct wit_place *p, const struct wit_branch *b)
{
    if (w->b == NULL || w->dst_is_public)
        return WIT_GROUPS_NO;
    bool same = wit_same_network(w->b->subnet->network, p->subnet->network);
    if (b->kind == WIT_GW_LOCAL)
        return same ? WIT_GROUPS_YES : WIT_GROUPS_NO;
    if (b->kind == WIT_GW_PEERING)
        return wit_gateway_peering_scope(w->a, w->b);
    if (b->kind == WIT_GW_INTERNET || b->kind == WIT_GW_EGRESS_ONLY)
        return wit_gateway_internet_scope(w->a, w->b, p->dst);
    if (b->kind == WIT_GW_NAT && same) /* it writes another source, not another destination: not documented */
        return WIT_GROUPS_MAYBE;
    if (b->kind == WIT_GW_TRANSIT || b->kind == WIT_GW_NAT)
        return wit_gateway_other_scope(w->r, w->a, w->b);
    if (b->anywhere || ((b->kind == WIT_GW_INTERFACE || b->kind == WIT_GW_FIREWALL_ENDPOINT) && same))
        return WIT_GROUPS_MAYBE;
    return WIT_GROUPS_NO;
}

/* 1.3.2, 1.3.5: an ACL is never asked inside its subnet, and what a transit gateway hands over is asked on its way to
 * another subnet of the network only. */
static bool leaves_subnet(const struct wit_place *p, const struct wit_branch *b)
{
    bool stays = b->kind == WIT_GW_NAT && b->gateway != NULL && b->gateway->subnet == p->subnet && !b->doubtful;
    return !stays && (p->transit == NULL || b->kind == WIT_GW_LOCAL || (b->kind == WIT_GW_NAT && !b->doubtful));
}

/* One branch of the routes of the place. */
static void follow(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    if (p->nat == NULL && p->transit == NULL && w->a != NULL)
        wit_way_group(w, p, w->a, true, p->dst, w->b, egress_scope(w, p, b));
    if (leaves_subnet(p, b))
        wit_way_acl(w, p, p->subnet, true, p->dst);
    bool nowhere = b->blackhole || (b->kind == 0 && !b->anywhere);
    struct wit_tri passes = nowhere ? wit_tri_none(w->r) : b->doubtful ? wit_tri_maybe(w->r) : wit_tri_all(w->r);
    wit_step_route(w->r, wit_step_add(w, p, WIT_STEP_ROUTE, passes), p->subnet, b);
    if (nowhere) {
        wit_leaf_add(w, p, wit_tri_none(w->r), wit_tri_none(w->r));
        return;
    }
    bool igw = b->kind == WIT_GW_INTERNET && !b->anywhere;
    if (w->need_public_source && !igw && !b->anywhere && !(b->kind == WIT_GW_NAT)) {
        wit_way_end(w, p, "address", w->a->id, "", "not-translated", "this way does not use the public address");
        return;
    }
    if (w->need_public_source && b->kind == WIT_GW_NAT) {
        wit_way_end(w, p, "nat-gateway", b->target, "", "not-translated", "the gateway uses its own public address");
        return;
    }
    handler_of(b)(w, list, p, b);
}

/* A place that the way has been at with the same headers is a loop: whoever goes round never arrives. */
static bool is_loop(struct wit_walk *w, struct wit_place *p)
{
    for (const struct wit_visited *v = p->visited; v != NULL; v = v->prev) {
        if (v->subnet == p->subnet && v->state == p->nat && v->transit == (p->transit != NULL))
            return true;
    }
    struct wit_visited *here = WIT_NEW(w->r->scratch, struct wit_visited);
    *here = (struct wit_visited){p->visited, p->subnet, p->nat, p->transit != NULL};
    p->visited = here;
    return false;
}

static void in_subnet(struct wit_walk *w, struct wit_place *p) /* rules 1.3.2, 1.4.3 */
{
    bool first = p->nat == NULL && p->transit == NULL;
    enum wit_scope_of_groups scope = p->nat != NULL ? WIT_GROUPS_NO : first ? WIT_GROUPS_YES : p->references;
    if (first && w->a != NULL)
        wit_way_group(w, p, w->a, true, p->dst, w->b, WIT_GROUPS_YES);
    if (w->need_public_source && w->a != NULL)
        wit_way_end(w, p, "address", w->a->id, "", "not-translated", "this way does not use the public address");
    else
        wit_way_arrive(w, p, p->transit != NULL ? WIT_VIA_ROUTES : WIT_VIA_SUBNET, scope);
}

void wit_way_run(struct wit_walk *w, struct wit_worklist *list)
{
    while (list->n > 0) {
        struct wit_place p = list->places[--list->n];
        if (is_loop(w, &p)) {
            wit_way_end(w, &p, "route-table", p.subnet->routes != NULL ? p.subnet->routes->id : "", "", "loop",
                        "the routes lead round in a circle");
            continue;
        }
        if (w->b != NULL && !w->dst_is_public && w->b->subnet == p.subnet) {
            in_subnet(w, &p);
            continue;
        }
        struct wit_branch branches[WIT_BRANCHES];
        size_t n = wit_routes_lookup(w->r, branches, p.subnet, p.dst);
        for (size_t i = 0; i < n; i++) {
            struct wit_place here = p;
            follow(w, list, &here, &branches[i]);
        }
    }
}

/* From an interface, under that address. */
static void from_interface(struct wit_walk *w, bool pods)
{
    struct wit_worklist list; /* 20 kB: only what is pushed is written */
    list.n = 1;
    wit_set family = w->src.family == 4 ? w->r->family4 : w->r->family6;
    list.places[0] = (struct wit_place){.subnet = w->a->subnet,
                                        .home = w->a->subnet,
                                        .src = w->src,
                                        .dst = w->dst,
                                        .src_public = w->src_public,
                                        .forward = {family, family}};
    if (strcmp(w->a->type, "vpc_endpoint") == 0 || w->a->endpoint_id[0] != '\0') { /* 1.9.2 */
        struct wit_edge edge = {.unconfirmed = true,
                                .id = w->a->endpoint_id[0] != '\0' ? w->a->endpoint_id : w->a->id,
                                .text = "an endpoint's interface opening a connection",
                                .reason = "",
                                .cite = w->a->cite};
        edge.gap = wit_gap_unconfirmed(w->r, edge.id, "whether an endpoint's interface ever opens connections");
        wit_way_edge(w, &list.places[0], WIT_STEP_FAR, "vpc-endpoint", edge);
    }
    if (pods)
        wit_pods_branch(w, &list.places[0]);
    wit_way_run(w, &list);
}

void wit_walk_inside(struct wit_walk *w)
{
    const struct wit_interface *nodes[8], *a = w->a;
    struct wit_walk kept = *w;
    bool pods = wit_pods_may_translate(w);
    from_interface(w, pods);
    for (size_t i = 0, n = pods ? wit_pods_nodes(w, nodes, 8) : 0; i < n; i++) { /* branches of the same way */
        w->a = nodes[i];
        w->src = nodes[i]->addresses[0].addr;
        w->src_public = nodes[i]->addresses[0].public_addr;
        from_interface(w, true);
        w->a = a;
        w->src = kept.src;
        w->src_public = kept.src_public;
    }
}

void wit_walk_outside(struct wit_walk *w)
{
    wit_set family = w->src.family == 4 ? w->r->family4 : w->r->family6;
    struct wit_place p = {.src = w->src, .dst = w->dst, .forward = {family, family}};
    wit_way_arrive_from_internet(w, &p);
}
