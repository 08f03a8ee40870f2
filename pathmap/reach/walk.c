/* pathmap/reach/walk.c: from a client's interface to its destination: every way that the routes give, step by step.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An explicit list of places from which a packet is about to leave a subnet; only a NAT gateway adds a place, and never
 * twice the same, so it ends. Order of steps as docs/reachability.md 2.8: A's groups, A's ACL, A's route, gateways and
 * rewrites, B's ACL, B's groups.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

static void add_group(struct wit_walk *w, struct wit_place *p, const struct wit_interface *itf, bool egress,
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

static void add_acl(struct wit_walk *w, struct wit_place *p, const struct wit_subnet *subnet, bool egress,
                    struct wit_addr peer)
{
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_ACL, wit_filters_acl(w->r, subnet, egress, peer));
    s->word = "network-acl";
    s->subnet = subnet;
    s->egress = egress;
    s->peer = peer;
    s->reason = "acl-deny";
}

/* A route or an address that ends the way here. */
static void add_end(struct wit_walk *w, struct wit_place *p, const char *word, const char *id, const char *rule,
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

static void add_edge(struct wit_walk *w, struct wit_place *p, enum wit_step_kind kind, const char *word,
                     struct wit_edge edge)
{
    struct wit_step *s = wit_step_add(w, p, kind, wit_edge_set(w->r, edge));
    wit_step_edge(s, word, edge);
    p->unconfirmed = p->unconfirmed || s->unconfirmed;
}

/* At b: its ACL unless the packet never left the subnet, then its groups. */
static void arrive(struct wit_walk *w, struct wit_place *p, enum wit_via via, enum wit_scope_of_groups scope)
{
    const struct wit_subnet *subnet = w->b->subnet;
    if (via != WIT_VIA_SUBNET)
        add_acl(w, p, subnet, false, p->src);
    add_group(w, p, w->b, false, p->src, p->nat == NULL ? w->a : NULL, scope);
    if (strcmp(w->b->type, "lambda") == 0) { /* 1.11.1 */
        struct wit_edge edge = {.unconfirmed = true,
                                .id = w->b->id,
                                .text = "inbound to a function's interface",
                                .reason = "",
                                .cite = w->b->cite};
        edge.gap = wit_gap_unconfirmed(w->r, w->b->id, "whether a function's interface accepts connections");
        add_edge(w, p, WIT_STEP_FAR, "address", edge);
    }
    wit_service_arrival(w, p);
    wit_reply(w, p, via, p->src);
}

/* From the internet to b's public address (1.5.1). */
static void arrive_from_internet(struct wit_walk *w, struct wit_place *p)
{
    const struct wit_network *network = w->b->subnet->network;
    struct wit_edge gateway = wit_gateway_internet(w->r, network, NULL);
    add_edge(w, p, WIT_STEP_GATEWAY, "internet-gateway", gateway);
    if (gateway.passes >= 0)
        add_edge(w, p, WIT_STEP_BPA, "block-public-access", wit_gateway_bpa(w->r, w->b->subnet, false, false));
    if (strcmp(w->b->type, "nat_gateway") == 0) { /* 1.5.3: outbound-initiated only */
        add_end(w, p, "nat-gateway", w->b->id, "", "nat-inbound", "a NAT gateway accepts no connections");
        return;
    }
    if (gateway.passes >= 0) {
        struct wit_edge edge = wit_gateway_edge_table(w->r, network, gateway.id, w->dst_inside);
        if (edge.passes <= 0)
            add_edge(w, p, WIT_STEP_ROUTE, "route-table", edge);
    }
    if (w->dst_is_public) {
        p->last->new_dst = w->dst_inside;
        p->dst = w->dst_inside;
        p->translated = true;
    }
    arrive(w, p, WIT_VIA_INTERNET, wit_gateway_internet_scope(w->a, w->b, p->dst));
}

static void to_internet(struct wit_walk *w, struct wit_place *p, const struct wit_branch *b)
{
    const struct wit_network *network = p->subnet->network;
    bool egress_only = b->kind == WIT_GW_EGRESS_ONLY;
    const char *word = wit_gateway_word(b->kind);
    if (p->dst.family == 4 && egress_only) {
        add_end(w, p, word, b->target, "", "wrong-family", "an egress-only gateway forwards IPv6 only");
        return;
    }
    bool named_inside = p->dst.family == 4 && w->b != NULL && !w->dst_is_public;
    if (!wit_addr_is_public(p->dst) || named_inside) {
        add_end(w, p, word, b->target, "", "private-destination", "a private address has no place on the internet");
        return;
    }
    add_edge(w, p, WIT_STEP_GATEWAY, word, wit_gateway_internet(w->r, network, b));
    bool by_nat = egress_only || p->nat != NULL;
    add_edge(w, p, WIT_STEP_BPA, "block-public-access", wit_gateway_bpa(w->r, p->subnet, true, by_nat));
    if (p->nat != NULL && p->nat_from != p->subnet) {
        struct wit_edge own = wit_gateway_bpa(w->r, p->nat_from, true, true);
        if (own.passes < 0) { /* only the gateway's subnet is excluded: not documented */
            own.passes = 0;
            own.unconfirmed = true;
            own.gap = wit_gap_unconfirmed(w->r, "block-public-access",
                                          "whether a subnet that is not excluded from block public access may use a "
                                          "NAT gateway in one that is");
        }
        if (own.passes == 0)
            add_edge(w, p, WIT_STEP_BPA, "block-public-access", own);
    }
    if (p->dst.family == 4) {
        if (p->src_public.family == 0) {
            add_end(w, p, "address", w->a->id, "", "no-public-address",
                    p->nat != NULL ? "the NAT gateway has no public address" : "the source has no public address");
            return;
        }
        p->last->new_src = p->src_public;
        p->src = p->src_public;
        p->translated = true;
    } else if (!wit_addr_is_public(p->src)) {
        add_end(w, p, "address", w->a->id, "", "no-public-address", "the source is no public address");
        return;
    }
    if (w->b != NULL)
        arrive_from_internet(w, p);
    else
        wit_reply(w, p, WIT_VIA_INTERNET, p->src);
}

static void to_peering(struct wit_walk *w, struct wit_place *p, const struct wit_branch *b)
{
    struct wit_edge edge = wit_gateway_state(w->r, b);
    const struct wit_network *other =
        b->gateway == NULL ? NULL : wit_gateway_other_side(b->gateway, p->subnet->network);
    bool readable = b->gateway != NULL && wit_gateway_sides_known(b->gateway);
    if (readable && edge.passes >= 0 && other == NULL) {
        add_end(w, p, "peering", b->target, "", "not-attached", "it is no peering of this network");
        return;
    }
    bool inside = w->b != NULL && !w->dst_is_public;
    if (readable && other != NULL && edge.passes >= 0) {
        bool theirs = inside && wit_same_network(other, w->b->subnet->network);
        bool may_be = !inside && other->gap != WIT_NO_GAP; /* their addresses are not all known */
        if (!theirs && !may_be) {                          /* 1.6: the destination must lie in the peer network */
            add_end(w, p, "peering", b->target, "", "not-transitive",
                    wit_fmt(w->r->scratch, "the destination does not lie in %s, and a peering passes nothing on",
                            other->id));
            return;
        }
        if (may_be) {
            edge.passes = 0;
            edge.gap = other->gap;
        }
    }
    add_edge(w, p, WIT_STEP_GATEWAY, "peering", edge);
    if (!inside)
        wit_leaf_add(w, p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
    else
        arrive(w, p, WIT_VIA_PEERING, p->nat != NULL ? WIT_GROUPS_NO : wit_gateway_peering_scope(w->a, w->b));
}

static void to_endpoint(struct wit_walk *w, struct wit_place *p, const struct wit_branch *b)
{
    struct wit_edge edge = wit_gateway_state(w->r, b);
    if (w->b != NULL && edge.passes >= 0) {
        add_end(w, p, "vpc-endpoint", b->target, "", "service-only", "a gateway endpoint leads to its service only");
        return;
    }
    add_edge(w, p, WIT_STEP_GATEWAY, "vpc-endpoint", edge);
    wit_reply(w, p, WIT_VIA_ENDPOINT, p->src);
}

/* Beyond what is modelled: nothing surely; possibly whatever b's own filters would ever let in. */
static void to_unknown(struct wit_walk *w, struct wit_place *p, const struct wit_branch *b)
{
    const struct wit_gateway *g = b->gateway;
    const struct wit_interface *router = b->kind == WIT_GW_INTERFACE && g != NULL ? g->interface : NULL;
    const char *word = wit_gateway_word(b->kind);
    if (router != NULL && router->source_dest_check && router->n_addresses > 0) {
        add_end(w, p, "route-table", p->subnet->routes != NULL ? p->subnet->routes->id : "", b->dest, "no-forwarding",
                wit_fmt(w->r->scratch, "%s checks source and destination, so it forwards nothing", router->id));
        return;
    }
    if (g != NULL && g->state == WIT_GW_CLOSED) {
        add_edge(w, p, WIT_STEP_GATEWAY, word, wit_gateway_state(w->r, b));
        wit_leaf_add(w, p, wit_tri_none(w->r), wit_tri_none(w->r));
        return;
    }
    struct wit_edge edge = {
        .id = b->target, .text = "what lies behind it is not modelled", .reason = "", .cite = {UINT32_MAX, ""}};
    edge.gap = b->doubtful || b->anywhere           ? b->gap
               : g == NULL && b->kind == WIT_GW_NAT ? wit_gateway_state(w->r, b).gap
               : g != NULL && g->gap != WIT_NO_GAP
                   ? g->gap
                   : wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, p->subnet->account, p->subnet->region, b->target,
                                 wit_fmt(w->r->arena, "what lies behind %s is not modelled", b->target), "");
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_FAR, wit_tri_maybe(w->r));
    wit_step_edge(s, word, edge);
    if (strcmp(word, "route-table") == 0) {
        s->id = p->subnet->routes != NULL ? p->subnet->routes->id : "";
        s->rule = b->dest;
    }
    if (w->b != NULL) {
        struct wit_step *in = wit_step_add(w, p, WIT_STEP_GROUP, wit_filters_anybody(w->r, w->b, false, router));
        in->word = "security-group";
        in->itf = w->b;
        in->peer_itf = router;
        in->reason = "group-deny";
    }
    wit_leaf_add(w, p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
}

/* Places from which the packet goes on. */
struct worklist {
    struct wit_place places[64];
    size_t n;
};

/* One place for each address that the gateway may write as the source: with several, which one is taken is its choice.
 */
static void push_translated(struct wit_walk *w, struct worklist *list, const struct wit_place *p,
                            const struct wit_gateway *nat)
{
    for (size_t i = 0; i < nat->n_private_addrs; i++) {
        struct wit_place next = *p;
        if (list->n == sizeof list->places / sizeof list->places[0] - 1) {
            to_unknown(w, &next,
                       &(struct wit_branch){.anywhere = true, .target = nat->id, .dest = "", .gap = w->r->gap_outside});
            return;
        }
        struct wit_step *s = wit_step_add(w, &next, WIT_STEP_GATEWAY, wit_tri_all(w->r));
        s->word = "nat-gateway";
        s->id = nat->id;
        s->text = "translates the source";
        s->cite = nat->cite;
        s->new_src = nat->private_addrs[i];
        if (nat->n_private_addrs > 1) {
            s->branch = true;
            s->gap = wit_gap_unconfirmed(w->r, nat->id, "which of its addresses a NAT gateway takes");
        }
        next.nat = nat;
        next.nat_addr = next.src = nat->private_addrs[i];
        next.nat_from = p->subnet;
        next.subnet = nat->subnet;
        next.src_public =
            nat->nat_private || i >= nat->n_public_addrs ? (struct wit_addr){0, 0, 0} : nat->public_addrs[i];
        next.translated = true;
        list->places[list->n++] = next;
    }
}

static void to_nat(struct wit_walk *w, struct worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    const struct wit_gateway *nat = b->gateway;
    if (p->nat != NULL && nat == p->nat) {
        add_end(w, p, "nat-gateway", b->target, "", "loop", "the gateway's subnet routes back to the gateway");
        return;
    }
    /* Not followed: NAT64 (it would need 64:ff9b::/96), regional gateways (1.5.4), one gateway behind another. */
    if (p->dst.family == 6 || nat == NULL || nat->nat_regional || nat->subnet == NULL || nat->n_private_addrs == 0 ||
        p->nat != NULL) {
        to_unknown(w, p, b);
        return;
    }
    add_edge(w, p, WIT_STEP_GATEWAY, "nat-gateway", wit_gateway_state(w->r, b));
    struct wit_step *only =
        wit_step_add(w, p, WIT_STEP_GATEWAY, (struct wit_tri){w->r->nat_protocols, w->r->nat_protocols});
    only->word = "nat-gateway";
    only->id = b->target;
    only->reason = "nat-protocol";
    only->text = "takes TCP, UDP and ICMP";
    only->cite = nat->cite;
    if (nat->subnet != p->subnet)
        add_acl(w, p, nat->subnet, false, p->src);
    push_translated(w, list, p, nat);
}

/* One branch of the routes of the place. */
static void follow(struct wit_walk *w, struct worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    bool stays = b->kind == WIT_GW_NAT && b->gateway != NULL && b->gateway->subnet == p->subnet && !b->doubtful;
    bool first = p->nat == NULL;
    enum wit_scope_of_groups scope = WIT_GROUPS_NO;
    if (w->b != NULL && !w->dst_is_public) {
        bool same = wit_same_network(w->b->subnet->network, p->subnet->network);
        if (b->kind == WIT_GW_LOCAL)
            scope = same ? WIT_GROUPS_YES : WIT_GROUPS_NO;
        else if (b->kind == WIT_GW_PEERING)
            scope = wit_gateway_peering_scope(w->a, w->b);
        else if (b->kind == WIT_GW_INTERNET || b->kind == WIT_GW_EGRESS_ONLY)
            scope = wit_gateway_internet_scope(w->a, w->b, p->dst);
        else if (b->anywhere || ((b->kind == WIT_GW_INTERFACE || b->kind == WIT_GW_FIREWALL_ENDPOINT) && same))
            scope = WIT_GROUPS_MAYBE;
    }
    if (first)
        add_group(w, p, w->a, true, p->dst, w->b, scope);
    if (!stays) /* 1.3.2: an ACL is never asked inside its subnet */
        add_acl(w, p, p->subnet, true, p->dst);
    bool nowhere = b->blackhole || (b->kind == 0 && !b->anywhere);
    struct wit_tri passes = nowhere ? wit_tri_none(w->r) : b->doubtful ? wit_tri_maybe(w->r) : wit_tri_all(w->r);
    wit_step_route(w->r, wit_step_add(w, p, WIT_STEP_ROUTE, passes), p->subnet, b);
    if (nowhere) {
        wit_leaf_add(w, p, wit_tri_none(w->r), wit_tri_none(w->r));
        return;
    }
    bool igw = b->kind == WIT_GW_INTERNET && !b->anywhere;
    if (w->need_public_source && !igw && !b->anywhere && !(b->kind == WIT_GW_NAT)) {
        add_end(w, p, "address", w->a->id, "", "not-translated", "this way does not use the public address");
        return;
    }
    if (w->need_public_source && b->kind == WIT_GW_NAT) {
        add_end(w, p, "nat-gateway", b->target, "", "not-translated", "the gateway uses its own public address");
        return;
    }
    if (b->anywhere) {
        to_unknown(w, p, b);
    } else if (b->kind == WIT_GW_LOCAL) {
        if (w->b != NULL && !w->dst_is_public && wit_same_network(w->b->subnet->network, p->subnet->network))
            arrive(w, p, WIT_VIA_LOCAL, p->nat != NULL ? WIT_GROUPS_NO : WIT_GROUPS_YES);
        else
            add_end(w, p, "route-table", p->subnet->routes != NULL ? p->subnet->routes->id : "", b->dest,
                    "other-network", "the address leads to an endpoint of this network, not to that one");
    } else if (b->kind == WIT_GW_INTERNET || b->kind == WIT_GW_EGRESS_ONLY) {
        to_internet(w, p, b);
    } else if (b->kind == WIT_GW_PEERING) {
        to_peering(w, p, b);
    } else if (b->kind == WIT_GW_ENDPOINT) {
        to_endpoint(w, p, b);
    } else if (b->kind == WIT_GW_NAT) {
        to_nat(w, list, p, b);
    } else {
        to_unknown(w, p, b);
    }
}

void wit_walk_inside(struct wit_walk *w)
{
    struct worklist list; /* 16 kB: only what is pushed is written */
    list.n = 1;
    wit_set family = w->src.family == 4 ? w->r->family4 : w->r->family6;
    list.places[0] = (struct wit_place){
        .subnet = w->a->subnet, .src = w->src, .dst = w->dst, .src_public = w->src_public, .forward = {family, family}};
    if (strcmp(w->a->type, "vpc_endpoint") == 0 || w->a->endpoint_id[0] != '\0') { /* 1.9.2 */
        struct wit_edge edge = {.unconfirmed = true,
                                .id = w->a->endpoint_id[0] != '\0' ? w->a->endpoint_id : w->a->id,
                                .text = "an endpoint's interface opening a connection",
                                .reason = "",
                                .cite = w->a->cite};
        edge.gap = wit_gap_unconfirmed(w->r, edge.id, "whether an endpoint's interface ever opens connections");
        add_edge(w, &list.places[0], WIT_STEP_FAR, "vpc-endpoint", edge);
    }
    while (list.n > 0) {
        struct wit_place p = list.places[--list.n];
        if (w->b != NULL && !w->dst_is_public && w->b->subnet == p.subnet) { /* rule 1.3.2, 1.4.3 */
            if (p.nat == NULL)
                add_group(w, &p, w->a, true, p.dst, w->b, WIT_GROUPS_YES);
            if (w->need_public_source)
                add_end(w, &p, "address", w->a->id, "", "not-translated", "this way does not use the public address");
            else
                arrive(w, &p, WIT_VIA_SUBNET, p.nat == NULL ? WIT_GROUPS_YES : WIT_GROUPS_NO);
            continue;
        }
        struct wit_branch branches[WIT_BRANCHES];
        size_t n = wit_routes_lookup(w->r, branches, p.subnet, p.dst);
        for (size_t i = 0; i < n; i++) {
            struct wit_place here = p;
            follow(w, &list, &here, &branches[i]);
        }
    }
}

void wit_walk_outside(struct wit_walk *w)
{
    wit_set family = w->src.family == 4 ? w->r->family4 : w->r->family6;
    struct wit_place p = {.src = w->src, .dst = w->dst, .forward = {family, family}};
    arrive_from_internet(w, &p);
}
