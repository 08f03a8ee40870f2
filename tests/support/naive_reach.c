/* tests/support/naive_reach.c: what a pair of endpoints can do, one packet at a time, straight from the rules (chapter
 * 2).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Shares the estate's types with the engine and nothing else: no classes, no sets, no memory of earlier answers.
 */
#include <string.h>

#include "tests/support/naive_inside.h"

struct total {
    bool open, may_open, delivered, may_deliver, documented, usual;
};

static enum wit_nv answered(const struct wit_nv_ask *q, const struct wit_nv_leaf *l)
{
    bool ports = q->protocol == 6 || q->protocol == 17;
    enum wit_nv near = WIT_NV_NO, far = WIT_NV_NO;
    for (size_t i = 0; i < WIT_NV_TRIED; i++) {
        near = wit_nv_most(near, l->near[i]);
        if (!ports || wit_nv_tried[i] >= 1024)
            far = wit_nv_most(far, l->far[i]);
    }
    return l->nat ? wit_nv_least(near, far) : near;
}

static bool usually(const struct wit_nv_ask *q, const struct wit_nv_leaf *l)
{
    unsigned first = 1024, last = 65535;
    if (q->protocol != 6 && q->protocol != 17)
        return true;
    if (q->a != NULL && q->a->windows)
        first = 49152;
    else if (q->a != NULL && q->a->instance[0] != '\0')
        first = 32768, last = 61000;
    for (size_t i = 0; i < WIT_NV_TRIED; i++) {
        if ((wit_nv_tried[i] >= first && wit_nv_tried[i] <= last && l->near[i] != WIT_NV_YES) ||
            (l->nat && wit_nv_tried[i] >= 1024 && l->far[i] != WIT_NV_YES))
            return false;
    }
    return true;
}

static void add_up(struct wit_nv_ask *q, struct total *t)
{
    struct total one = {true, false, true, false, false, true};
    for (size_t i = 0; i < q->n; i++) {
        const struct wit_nv_leaf *l = &q->leaves[i];
        enum wit_nv back = answered(q, l);
        one.open = one.open && l->forward == WIT_NV_YES && back == WIT_NV_YES;
        one.may_open = one.may_open || (l->forward != WIT_NV_NO && back != WIT_NV_NO);
        one.delivered = one.delivered && l->forward == WIT_NV_YES;
        one.may_deliver = one.may_deliver || l->forward != WIT_NV_NO;
        one.documented = one.documented || (l->forward != WIT_NV_NO && !l->unsettled);
        one.usual = one.usual && usually(q, l);
    }
    if (q->n == 0)
        one = (struct total){false, false, false, false, false, false};
    t->open = t->open || one.open;
    t->may_open = t->may_open || one.may_open;
    t->delivered = t->delivered || one.delivered;
    t->may_deliver = t->may_deliver || one.may_deliver;
    t->documented = t->documented || one.documented;
    t->usual = t->usual || (one.open && one.usual);
    q->n = 0;
}

/* Is something outside the cloud, or not in evidence, attached to it or to one that it is peered with? */
static bool joins_outside(const struct wit_estate *e, const struct wit_gateway *g, int depth)
{
    bool outside = g->attachments_gap != WIT_NO_GAP || g->gap != WIT_NO_GAP;
    for (size_t i = 0; i < g->n_attachments; i++) {
        const struct wit_attachment *a = g->attachments[i];
        if (a->kind == WIT_ATTACHED_NETWORK || a->state == WIT_GW_CLOSED)
            continue;
        const struct wit_gateway *other = NULL;
        for (size_t k = 0; k < e->n_gateways && a->kind == WIT_ATTACHED_PEERING; k++) {
            if (e->gateways[k].kind == WIT_GW_TRANSIT && strcmp(e->gateways[k].id, a->peer_transit) == 0)
                other = &e->gateways[k];
        }
        outside = outside || other == NULL || (depth < WIT_NV_DEPTH && joins_outside(e, other, depth + 1));
    }
    return outside;
}

static bool attached(const struct wit_gateway *g, const struct wit_network *net)
{
    for (size_t i = 0; i < g->n_attachments; i++) {
        if (g->attachments[i]->network == net && g->attachments[i]->state != WIT_GW_CLOSED)
            return true;
    }
    return g->gap != WIT_NO_GAP;
}

static void beyond(struct wit_nv_ask *q, struct total *t)
{
    static const struct {
        const char *operation;
        bool from_public, from_private, needs_gateway;
    } ways[] = {{"ListAccelerators", true, false, true},
                {"ListVpcOrigins", true, false, true},
                {"DescribeClientVpnEndpoints", true, true, false},
                {"DescribeInstanceConnectEndpoints", true, false, false},
                {"ListServiceNetworkVpcAssociations", true, false, false},
                {"DescribeVpnGateways", false, true, false},
                {"DescribeTransitGatewayVpcAttachments", false, true, false},
                {"DescribeLocalGateways", false, true, false}};
    const struct wit_network *net = q->b->subnet->network;
    bool open = false, is_public = wit_addr_is_public(q->src);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if ((is_public ? ways[i].from_public : ways[i].from_private) && !wit_nv_list_known(q, net, ways[i].operation) &&
            (!ways[i].needs_gateway || wit_nv_internet(q, net) != WIT_NV_NO))
            open = true;
    }
    bool wrong_family = (q->src.family == 4 && q->protocol == 58) || (q->src.family == 6 && q->protocol == 1);
    for (size_t i = 0; i < q->e->n_gateways && !is_public; i++) {
        const struct wit_gateway *g = &q->e->gateways[i];
        if (wrong_family && g->kind == WIT_GW_TRANSIT && g->gap == WIT_NO_GAP && g->attachments_gap == WIT_NO_GAP)
            continue; /* who comes by its attachments writes addresses of his own */
        bool hybrid =
            g->kind == WIT_GW_VPN || (g->kind == WIT_GW_TRANSIT && attached(g, net) && joins_outside(q->e, g, 0));
        const struct wit_network *other = g->kind == WIT_GW_PEERING ? wit_nv_peer_of(g, net) : NULL;
        if (g->state != WIT_GW_CLOSED &&
            ((hybrid && (g->network == net || g->network == NULL)) || (other != NULL && other->gap != WIT_NO_GAP)))
            open = true;
    }
    if (open && wit_nv_group(q, q->b, false, q->src, NULL, WIT_NV_NO, true, NULL) != WIT_NV_NO)
        t->may_open = t->may_deliver = t->documented = true;
}

static void one_pair(struct wit_nv_ask *q, struct total *t)
{
    bool wrong_family = (q->src.family == 4 && q->protocol == 58) || (q->src.family == 6 && q->protocol == 1);
    struct wit_nv_at p = {.subnet = q->a != NULL ? q->a->subnet : NULL,
                          .home = q->a != NULL ? q->a->subnet : NULL,
                          .src = q->src,
                          .src_public = q->src_public};
    p.leaf.forward = wrong_family ? WIT_NV_NO : WIT_NV_YES;
    if (q->a != NULL)
        wit_nv_leave(q, p);
    else if (wit_addr_is_public(q->src) && wit_addr_is_public(q->dst) && (q->to_public || q->dst.family == 6))
        wit_nv_from_internet(q, p);
    add_up(q, t);
}

enum wit_verdict wit_naive_ask(const struct wit_estate *e, const struct wit_interface *a, struct wit_addr src,
                               const struct wit_interface *b, struct wit_addr dst, unsigned protocol, unsigned port,
                               bool *usual)
{
    static struct wit_nv_ask q; /* large */
    *usual = false;
    if (b != NULL && strcmp(b->type, "nat_gateway") == 0) /* 1.5.3 */
        return WIT_ISOLATED;
    q.e = e;
    q.a = a;
    q.b = b;
    q.protocol = protocol;
    q.port = port;
    q.n = 0;
    struct total t = {false, false, false, false, false, false};
    for (size_t i = 0; i < (a != NULL ? a->n_addresses : 1); i++) {
        q.src = a != NULL ? a->addresses[i].addr : src;
        q.src_public = a != NULL ? a->addresses[i].public_addr : (struct wit_addr){0, 0, 0};
        for (size_t k = 0; k < (b != NULL ? b->n_addresses : 1); k++) {
            q.to_public = false;
            q.dst = b != NULL ? b->addresses[k].addr : dst;
            if (q.src.family == q.dst.family)
                one_pair(&q, &t);
            if (b != NULL && b->addresses[k].public_addr.family == q.src.family) {
                q.to_public = true;
                q.dst = b->addresses[k].public_addr;
                one_pair(&q, &t);
            }
        }
    }
    if (b != NULL && a == NULL)
        beyond(&q, &t);
    *usual = t.usual;
    if (t.open)
        return WIT_REACHABLE;
    if (t.may_open)
        return WIT_UNKNOWN;
    if (!t.may_deliver)
        return WIT_ISOLATED;
    if (t.delivered)
        return WIT_ONE_WAY;
    return protocol == 6 && !t.documented ? WIT_ISOLATED : WIT_UNKNOWN;
}
