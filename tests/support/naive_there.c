/* tests/support/naive_there.c: the way of a first packet, by every branch of every table (2.1, 2.8).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/naive_inside.h"

static void deliver(struct wit_nv_ask *q, struct wit_nv_at p, char via, enum wit_nv scope)
{
    if (via == 't') {
        enum wit_nv zone = wit_nv_zone(p.at, q->b->subnet);
        p.leaf.forward = wit_nv_least(p.leaf.forward, wit_nv_most(zone, WIT_NV_MAYBE));
        p.leaf.unsettled = p.leaf.unsettled || zone == WIT_NV_NO;
    }
    if (via != 's' && (via != 't' || p.subnet != q->b->subnet))
        p.leaf.forward = wit_nv_least(p.leaf.forward, wit_nv_acl(q->b->subnet, false, p.src, q->protocol, q->port));
    p.leaf.forward = wit_nv_least(p.leaf.forward,
                                  wit_nv_group(q, q->b, false, p.src, p.nat == NULL ? q->a : NULL, scope, false, NULL));
    wit_nv_back(q, p, via);
}

static enum wit_nv across(const struct wit_nv_ask *q);

/* 1.2.5: IPv6 meets its own address behind internet gateways; whether references match there is not documented. */
static enum wit_nv by_internet(const struct wit_nv_ask *q, struct wit_addr dst)
{
    if (dst.family == 4 || q->a == NULL || q->b == NULL)
        return WIT_NV_NO;
    return q->a->subnet->network == q->b->subnet->network || across(q) != WIT_NV_NO ? WIT_NV_MAYBE : WIT_NV_NO;
}

/* 1.2.5: another way than the peering that joins the two networks as well. */
static enum wit_nv beside_peering(const struct wit_nv_ask *q)
{
    const struct wit_estate *e = q->e;
    for (size_t i = 0; q->a != NULL && q->b != NULL && i < e->n_gateways; i++) {
        const struct wit_gateway *g = &e->gateways[i];
        if (g->kind == WIT_GW_PEERING && g->state != WIT_GW_CLOSED &&
            wit_nv_peer_of(g, q->a->subnet->network) == q->b->subnet->network)
            return across(q) == WIT_NV_NO ? WIT_NV_NO : WIT_NV_MAYBE;
    }
    return WIT_NV_NO;
}

/* Over a transit gateway. */
static enum wit_nv by_transit(const struct wit_nv_ask *q, enum wit_nv told)
{
    enum wit_nv scope = wit_nv_least(told, across(q));
    return scope == WIT_NV_NO ? beside_peering(q) : scope;
}

void wit_nv_from_internet(struct wit_nv_ask *q, struct wit_nv_at p)
{
    const struct wit_network *net = q->b->subnet->network;
    p.leaf.forward = wit_nv_least(p.leaf.forward, wit_nv_internet(q, net));
    bool dummy = false;
    p.leaf.forward = wit_nv_least(p.leaf.forward, wit_nv_public_access(q, q->b->subnet, 2, &dummy));
    if (!wit_nv_list_known(q, net, "DescribeRouteTables"))
        p.leaf.forward = wit_nv_least(p.leaf.forward, WIT_NV_MAYBE);
    deliver(q, p, 'i', by_internet(q, q->dst));
}

static void far_away(struct wit_nv_ask *q, struct wit_nv_at p, const struct wit_nv_choice *c)
{
    const struct wit_interface *router =
        c->kind == WIT_GW_INTERFACE && c->gw != NULL && !c->anywhere ? c->gw->interface : NULL;
    p.leaf.forward = wit_nv_least(p.leaf.forward, wit_nv_strange(c));
    if (q->b != NULL)
        p.leaf.forward =
            wit_nv_least(p.leaf.forward, wit_nv_group(q, q->b, false, q->src, NULL, WIT_NV_NO, true, router));
    p.leaf.nat = p.nat != NULL;
    wit_nv_emit_dead(q, p.leaf, WIT_NV_MAYBE);
}

static enum wit_nv across(const struct wit_nv_ask *q)
{
    const char *x = q->a->subnet->network->region, *y = q->b->subnet->network->region;
    if (x[0] == '\0' || y[0] == '\0')
        return WIT_NV_MAYBE;
    if (strcmp(x, y) != 0)
        return WIT_NV_NO;
    const struct wit_interface *both[] = {q->a, q->b};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < both[i]->n_filters; k++) {
            const struct wit_filter *f = both[i]->filters[k];
            if (f != NULL && f->network[0] != '\0' && strcmp(f->network, both[i]->subnet->network->id) != 0)
                return WIT_NV_MAYBE;
        }
    }
    return WIT_NV_YES;
}

static void unsettled(struct wit_nv_at *p)
{
    p->leaf.forward = wit_nv_least(p->leaf.forward, WIT_NV_MAYBE);
    p->leaf.unsettled = true;
}

/* The ACL of the gateway's interface is asked by source, be it in this subnet or another (1.3.5). */
static void enter_transit(struct wit_nv_ask *q, const struct wit_nv_at *p, const struct wit_gateway *g)
{
    struct wit_nv_exit ways[WIT_NV_CHOICES];
    size_t n = wit_nv_transit(ways, WIT_NV_CHOICES, q, g, p->subnet, q->dst, p->entered);
    const struct wit_nv_choice anywhere = {.anywhere = true};
    for (size_t i = 0; i < n; i++) {
        struct wit_nv_at one = *p;
        one.leaf.forward = wit_nv_least(one.leaf.forward, ways[i].passes);
        if (ways[i].ear != NULL && ways[i].passes != WIT_NV_NO)
            one.leaf.forward =
                wit_nv_least(one.leaf.forward, wit_nv_acl(ways[i].ear, false, p->src, q->protocol, q->port));
        if (ways[i].passes == WIT_NV_NO) {
            one.leaf.nat = p->nat != NULL;
            wit_nv_emit_dead(q, one.leaf, WIT_NV_NO);
        } else if (ways[i].far) {
            far_away(q, one, &anywhere);
        } else {
            bool mine =
                q->b != NULL && q->b->subnet->zone_id[0] != '\0' && strcmp(q->b->subnet->zone_id, "use1-az3") == 0;
            one.scope = p->entered ? WIT_NV_MAYBE : mine ? WIT_NV_NO : ways[i].scope;
            one.entered = true;
            one.at = ways[i].at;
            one.src_public = (struct wit_addr){0, 0, 0};
            one.subnet = ways[i].out;
            wit_nv_leave(q, one);
        }
    }
}

void wit_nv_leave(struct wit_nv_ask *q, struct wit_nv_at p)
{
    if (wit_nv_goes_round(&p, p.subnet, p.nat != NULL, p.entered)) {
        p.leaf.forward = WIT_NV_NO;
        p.leaf.nat = p.nat != NULL;
        wit_nv_emit_dead(q, p.leaf, WIT_NV_NO);
        return;
    }
    bool to_inner = q->b != NULL && !q->to_public;
    if (to_inner && q->b->subnet == p.subnet) {
        if (p.entered) {
            deliver(q, p, 't', p.nat == NULL ? by_transit(q, p.scope) : WIT_NV_NO);
            return;
        }
        if (p.nat == NULL)
            p.leaf.forward =
                wit_nv_least(p.leaf.forward, wit_nv_group(q, q->a, true, q->dst, q->b, WIT_NV_YES, false, NULL));
        deliver(q, p, 's', p.nat == NULL ? WIT_NV_YES : WIT_NV_NO);
        return;
    }
    struct wit_nv_choice c[WIT_NV_CHOICES];
    size_t n = wit_nv_route(q, c, p.subnet, q->dst);
    for (size_t i = 0; i < n; i++) {
        struct wit_nv_at one = p;
        const struct wit_network *net = p.subnet->network;
        bool same_net = to_inner && q->b->subnet->network == net;
        enum wit_gateway_kind kind = c[i].anywhere ? 0 : c[i].kind;
        const struct wit_gateway *g = c[i].gw;
        enum wit_nv scope = WIT_NV_NO;
        if (to_inner && c[i].anywhere)
            scope = WIT_NV_MAYBE;
        else if (to_inner && kind == WIT_GW_PEERING)
            scope = across(q);
        else if (to_inner && (kind == WIT_GW_INTERNET || kind == WIT_GW_EGRESS_ONLY))
            scope = by_internet(q, q->dst);
        else if (same_net && kind == WIT_GW_NAT)
            scope = WIT_NV_MAYBE;
        else if (to_inner && (kind == WIT_GW_TRANSIT || kind == WIT_GW_NAT))
            scope = beside_peering(q);
        else if (same_net && kind == WIT_GW_LOCAL)
            scope = WIT_NV_YES;
        else if (same_net && (kind == WIT_GW_INTERFACE || kind == WIT_GW_FIREWALL_ENDPOINT))
            scope = WIT_NV_MAYBE;
        if (p.nat == NULL && !p.entered)
            one.leaf.forward =
                wit_nv_least(one.leaf.forward, wit_nv_group(q, q->a, true, q->dst, q->b, scope, false, NULL));
        bool stays = kind == WIT_GW_NAT && g != NULL && g->subnet == p.subnet && !c[i].doubtful;
        bool asked = !p.entered || kind == WIT_GW_LOCAL || (kind == WIT_GW_NAT && !c[i].doubtful); /* 1.3.5 */
        if (!stays && asked)
            one.leaf.forward = wit_nv_least(one.leaf.forward, wit_nv_acl(p.subnet, true, q->dst, q->protocol, q->port));
        one.leaf.forward = wit_nv_least(one.leaf.forward, c[i].nowhere    ? WIT_NV_NO
                                                          : c[i].doubtful ? WIT_NV_MAYBE
                                                                          : WIT_NV_YES);
        struct wit_nv_leaf dead = one.leaf;
        dead.forward = WIT_NV_NO;
        dead.nat = p.nat != NULL;
        if (c[i].nowhere) {
            wit_nv_emit_dead(q, dead, WIT_NV_NO);
        } else if (kind == WIT_GW_LOCAL) {
            if (same_net && p.entered)
                deliver(q, one, 't', p.nat == NULL ? by_transit(q, p.scope) : WIT_NV_NO);
            else if (same_net)
                deliver(q, one, 'l', p.nat == NULL ? WIT_NV_YES : WIT_NV_NO);
            else
                wit_nv_emit_dead(q, dead, WIT_NV_NO);
        } else if (p.entered && kind == WIT_GW_ENDPOINT) {
            wit_nv_emit_dead(q, dead, WIT_NV_NO); /* 1.9.1 */
        } else if (kind == WIT_GW_TRANSIT && g != NULL) {
            if (p.entered) /* one hands over to another: no document says that it does, or does not */
                unsettled(&one);
            enter_transit(q, &one, g);
        } else if (kind == WIT_GW_PEERING) {
            const struct wit_network *other = g == NULL ? NULL : wit_nv_peer_of(g, net);
            enum wit_nv v = same_net ? WIT_NV_NO : wit_nv_works(g); /* it leads out of the network, never into it */
            if (p.entered)                                          /* 1.7.2 */
                unsettled(&one);
            if (g != NULL && v != WIT_NV_NO && other == NULL) {
                wit_nv_emit_dead(q, dead, WIT_NV_NO);
            } else if (to_inner && (other == NULL || q->b->subnet->network == other || v == WIT_NV_NO)) {
                one.leaf.forward = wit_nv_least(one.leaf.forward, v);
                deliver(q, one, 'p', p.nat != NULL ? WIT_NV_NO : p.entered ? WIT_NV_MAYBE : across(q));
            } else if (!to_inner && (other == NULL || other->gap != WIT_NO_GAP) && v != WIT_NV_NO) {
                one.leaf.forward = wit_nv_least(one.leaf.forward, WIT_NV_MAYBE);
                one.leaf.nat = p.nat != NULL;
                wit_nv_emit_dead(q, one.leaf, WIT_NV_MAYBE);
            } else {
                wit_nv_emit_dead(q, dead, WIT_NV_NO);
            }
        } else if (kind == WIT_GW_INTERNET || kind == WIT_GW_EGRESS_ONLY) {
            enum wit_nv v = g != NULL && g->network != net ? WIT_NV_NO : wit_nv_works(g);
            bool six = q->dst.family == 6, open_question = false, dummy = false;
            struct wit_addr shown = six ? p.src : p.src_public;
            if (!wit_addr_is_public(q->dst) || shown.family == 0 || (six && !wit_addr_is_public(shown)) ||
                (!six && (kind == WIT_GW_EGRESS_ONLY || to_inner))) {
                wit_nv_emit_dead(q, dead, WIT_NV_NO);
                continue;
            }
            v = wit_nv_least(v, wit_nv_public_access(q, p.subnet, p.nat != NULL || kind == WIT_GW_EGRESS_ONLY ? 0 : 1,
                                                     &open_question));
            if (p.nat != NULL && p.behind != p.subnet) {
                enum wit_nv own = wit_nv_public_access(q, p.behind, 0, &dummy);
                open_question = open_question || own == WIT_NV_NO;
                v = wit_nv_least(v, own == WIT_NV_NO ? WIT_NV_MAYBE : own);
            }
            one.leaf.forward = wit_nv_least(one.leaf.forward, v);
            one.leaf.unsettled = one.leaf.unsettled || open_question;
            one.src = shown;
            if (p.entered) { /* IPv6: the gateway is another network's (1.7.2) */
                unsettled(&one);
                wit_nv_emit_dead(q, one.leaf, WIT_NV_MAYBE);
            } else if (q->b != NULL)
                wit_nv_from_internet(q, one);
            else
                wit_nv_back(q, one, 'i');
        } else if (kind == WIT_GW_ENDPOINT) {
            if (q->b != NULL && wit_nv_works(g) != WIT_NV_NO) {
                wit_nv_emit_dead(q, dead, WIT_NV_NO);
            } else {
                one.leaf.forward = wit_nv_least(one.leaf.forward, wit_nv_works(g));
                wit_nv_back(q, one, 'e');
            }
        } else if (kind == WIT_GW_NAT && q->dst.family == 4) {
            if (p.nat != NULL && g == p.nat) {
                wit_nv_emit_dead(q, dead, WIT_NV_NO);
            } else if (g == NULL || g->nat_regional || p.nat != NULL) {
                far_away(q, one, &c[i]);
            } else {
                one.leaf.forward = wit_nv_least(one.leaf.forward, wit_nv_works(g));
                if (q->protocol != 1 && q->protocol != 6 && q->protocol != 17)
                    one.leaf.forward = WIT_NV_NO;
                if (g->subnet != p.subnet)
                    one.leaf.forward =
                        wit_nv_least(one.leaf.forward, wit_nv_acl(g->subnet, false, p.src, q->protocol, q->port));
                one.nat = g;
                one.entered = false;
                one.behind = p.subnet;
                one.subnet = one.home = g->subnet;
                one.src = g->private_addrs[0];
                one.src_public =
                    g->nat_private || g->n_public_addrs == 0 ? (struct wit_addr){0, 0, 0} : g->public_addrs[0];
                wit_nv_leave(q, one);
            }
        } else {
            far_away(q, one, &c[i]);
        }
    }
}
