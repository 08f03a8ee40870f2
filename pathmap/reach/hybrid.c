/* pathmap/reach/hybrid.c: ways in from outside the cloud: VPN, Direct Connect, transit gateways, local and carrier
 * gateways.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.8: a place outside is a prefix, its own policy is never known, so nothing of it is
 * sure; what may come in is what doors, routes, ACLs and groups of the cloud let in.
 */
#include <string.h>

#include "pathmap/reach/way.h"

/* WIT_NO_GAP when that list was told. That it is empty may not be assumed of a gateway that is there: somebody made it
 * for something. */
static wit_gap_ref told_gap(struct wit_reach *r, const struct wit_gateway *gateway, const char *account,
                            const char *region, const char *service, const char *operation)
{
    wit_gap_ref gap = wit_list_gap_of(r, account, region, service, operation);
    if (gap != WIT_NO_GAP ||
        wit_estate_list(r->estate, account, region, service, operation)->state != WIT_LIST_ASSUMED_EMPTY)
        return gap;
    return wit_gap_add(r, WIT_GAP_NOT_ASKED, account, region, gateway->id,
                       wit_fmt(r->arena, "what is joined to %s was not asked (%s %s)", gateway->id, service, operation),
                       "");
}

struct wit_edge wit_hybrid_line(struct wit_reach *r, const struct wit_gateway *gateway, const char *account,
                                const char *region, struct wit_addr dst)
{
    static const struct {
        const char *service, *operation;
    } lists[] = {{"ec2", "DescribeVpnConnections"},
                 {"directconnect", "DescribeVirtualInterfaces"},
                 {"directconnect", "DescribeDirectConnectGatewayAssociations"}};
    struct wit_edge edge = {.passes = -1, .gap = WIT_NO_GAP, .id = gateway->id, .reason = "", .cite = gateway->cite};
    for (size_t i = 0; i < r->estate->n_lines; i++) {
        const struct wit_line *line = &r->estate->lines[i];
        if (line->state == WIT_GW_CLOSED || strcmp(line->gateway_id, gateway->id) != 0)
            continue;
        bool held = false;
        for (size_t k = 0; k < line->n_prefixes && line->kind == WIT_LINE_VPN; k++)
            held = held || wit_prefix_has(line->prefixes[k], dst);
        bool known = line->gap == WIT_NO_GAP && line->state == WIT_GW_READY;
        if (known && line->kind == WIT_LINE_VPN && (dst.family == 6 || (line->static_only && !held)))
            continue; /* a VPN of a virtual private gateway carries IPv4, and without BGP its static routes only */
        edge.passes = 0;
        edge.id = gateway->id;
        edge.text = wit_fmt(r->arena, "%s joins a place outside", line->id);
        edge.gap = line->gap != WIT_NO_GAP
                       ? line->gap
                       : wit_gap_add(r, WIT_GAP_NOT_MODELLED, line->account, line->region, gateway->id,
                                     wit_fmt(r->arena,
                                             "%s joins a place outside to %s, whose own rules are not in "
                                             "evidence",
                                             line->id, gateway->id),
                                     "");
        return edge;
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        wit_gap_ref gap = told_gap(r, gateway, account, region, lists[i].service, lists[i].operation);
        if (gap == WIT_NO_GAP)
            continue;
        edge.passes = 0;
        edge.gap = gap;
        edge.text = wit_fmt(r->arena, "what is joined to %s is not known", gateway->id);
        return edge;
    }
    edge.reason = "nothing-behind";
    edge.text = wit_fmt(r->arena, "no VPN and no Direct Connect that carries it is joined to %s", gateway->id);
    return edge;
}

/* Attachments by which something comes in that is in no evidence. */
static bool is_outside(const struct wit_reach *r, const struct wit_attachment *at)
{
    if (at->state == WIT_GW_CLOSED)
        return false;
    if (at->kind == WIT_ATTACHED_NETWORK)
        return at->network == NULL || at->network->placeholder;
    for (size_t i = 0; i < r->estate->n_gateways && at->kind == WIT_ATTACHED_PEERING; i++) {
        if (r->estate->gateways[i].kind == WIT_GW_TRANSIT && at->peer_transit[0] != '\0' &&
            strcmp(r->estate->gateways[i].id, at->peer_transit) == 0 &&
            r->estate->gateways[i].attachments_gap == WIT_NO_GAP)
            return false; /* its own attachments tell */
    }
    return true;
}

/* Gateways whose other side is never in evidence, or of which too little is. */
static bool is_unseen(const struct wit_reach *r, const struct wit_gateway *g, bool internet)
{
    if (g->kind == WIT_GW_CARRIER || g->kind == WIT_GW_OTHER)
        return true;
    return !internet && (g->kind == WIT_GW_LOCAL_OUTPOST || g->kind == WIT_GW_CORE_NETWORK || g->kind == WIT_GW_ODB ||
                         (g->kind == WIT_GW_TRANSIT && wit_gateway_gap(r, g) != WIT_NO_GAP));
}

/* The gateway stands at that network, or where is not told. */
static bool stands_at(const struct wit_gateway *g, const struct wit_network *network)
{
    return wit_same_network(g->network, network) || g->network == NULL;
}

/* Whether attachments of the gateways that the network is attached to may be missing. */
static wit_gap_ref attachments_gap(struct wit_reach *r, const struct wit_attachment *at)
{
    if (at->transit != NULL)
        return at->transit->attachments_gap;
    return wit_gap_add(r, WIT_GAP_DANGLING, at->account, at->region, at->transit_id,
                       wit_fmt(r->arena, "%s, and what else is attached to it, is not in evidence", at->transit_id),
                       "aws ec2 describe-transit-gateways");
}

static bool has_door(struct wit_reach *r, const struct wit_network *network, struct wit_addr dst)
{
    static const char *const lists[] = {"DescribeVpnGateways", "DescribeTransitGatewayVpcAttachments",
                                        "DescribeLocalGateways"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (wit_list_gap_of(r, network->account, network->region, "ec2", lists[i]) != WIT_NO_GAP)
            return true;
    }
    if (network->placeholder)
        return true;
    for (size_t i = 0; i < r->estate->n_gateways; i++) {
        const struct wit_gateway *g = &r->estate->gateways[i];
        const struct wit_network *other = g->kind == WIT_GW_PEERING ? wit_gateway_other_side(g, network) : NULL;
        if (g->state == WIT_GW_CLOSED)
            continue;
        if ((other != NULL && other->gap != WIT_NO_GAP) || (is_unseen(r, g, false) && stands_at(g, network)) ||
            (g->kind == WIT_GW_VPN && stands_at(g, network) &&
             wit_hybrid_line(r, g, network->account, network->region, dst).passes >= 0))
            return true;
    }
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        const struct wit_attachment *at = &r->estate->attachments[i];
        struct wit_crossing ways[WIT_CROSSINGS];
        if (wit_attachment_joins(at, network) && at->state != WIT_GW_CLOSED && attachments_gap(r, at) != WIT_NO_GAP)
            return true;
        size_t n = is_outside(r, at) ? wit_transit_enter(r, ways, at, dst, NULL) : 0;
        for (size_t k = 0; k < n; k++) {
            if (ways[k].end != WIT_CROSSED_DROPPED)
                return true;
        }
    }
    return false;
}

bool wit_hybrid_has_door(struct wit_reach *r, const struct wit_network *network, struct wit_addr dst)
{
    static const bool answers[] = {false, true};
    uint64_t atom = wit_atom_of(r, dst);
    const bool *known = wit_memo_get(&r->network_facts, (uintptr_t)network, atom, 1);
    if (known == NULL) {
        known = &answers[has_door(r, network, dst)];
        wit_memo_put(&r->network_facts, r->arena, (uintptr_t)network, atom, 1, known);
    }
    return *known;
}

/* ---- ways in ---- */
static struct wit_place at_outside(const struct wit_walk *w)
{
    wit_set family = w->src.family == 4 ? w->r->family4 : w->r->family6;
    return (struct wit_place){.src = w->src, .dst = w->dst, .forward = {family, family}};
}

/* 1.8: to the network's own addresses only. */
static void by_vpn(struct wit_walk *w, const struct wit_gateway *g)
{
    const struct wit_network *network = w->b->subnet->network;
    struct wit_edge line = wit_hybrid_line(w->r, g, network->account, network->region, w->src);
    if (line.passes < 0)
        return;
    struct wit_place p = at_outside(w);
    wit_way_edge(w, &p, WIT_STEP_FAR, "route-table", line);
    struct wit_edge table = wit_gateway_edge_table(w->r, network, g->id, w->dst_inside);
    if (table.passes <= 0)
        wit_way_edge(w, &p, WIT_STEP_ROUTE, "route-table", table);
    wit_way_arrive(w, &p, WIT_VIA_OUTSIDE, WIT_GROUPS_NO);
    w->out->alternatives++;
}

/* One of several attachments that share a table stands for all. */
static bool stands_for_another(const struct wit_reach *r, size_t at)
{
    const struct wit_attachment *list = r->estate->attachments;
    for (size_t i = 0; i < at && list[at].table != NULL; i++) {
        if (list[i].table == list[at].table && is_outside(r, &list[i]) && list[i].state == WIT_GW_READY &&
            list[i].gap == WIT_NO_GAP && list[i].table_gap == WIT_NO_GAP)
            return true;
    }
    return false;
}

static void by_attachment(struct wit_walk *w, const struct wit_attachment *at)
{
    struct wit_crossing ways[WIT_CROSSINGS];
    struct wit_worklist list;
    struct wit_place p = at_outside(w);
    size_t n = wit_transit_enter(w->r, ways, at, w->dst, w->b->subnet), kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (ways[i].end != WIT_CROSSED_DROPPED && ways[i].end != WIT_CROSSED_OUTSIDE)
            ways[kept++] = ways[i];
    }
    if (kept == 0)
        return;
    list.n = 0;
    wit_way_edge(w, &p, WIT_STEP_FAR, "transit-gateway", wit_edge_outside(w->r, at));
    wit_transit_follow(w, &list, &p, ways, kept);
    wit_way_run(w, &list);
    w->out->alternatives++;
}

static void between(struct wit_walk *w, const struct wit_point *from, const struct wit_point *to)
{
    const struct wit_estate *e = w->r->estate;
    const struct wit_network *network = w->b->subnet->network;
    w->src = from->addr;
    w->src_public = (struct wit_addr){0, 0, 0};
    w->dst = w->dst_inside = to->addr;
    w->dst_is_public = w->need_public_source = false;
    for (size_t i = 0; i < e->n_gateways; i++) {
        const struct wit_gateway *g = &e->gateways[i];
        if (g->kind == WIT_GW_VPN && g->state != WIT_GW_CLOSED && stands_at(g, network))
            by_vpn(w, g);
    }
    for (size_t i = 0; i < e->n_attachments; i++) {
        if (is_outside(w->r, &e->attachments[i]) && !stands_for_another(w->r, i))
            by_attachment(w, &e->attachments[i]);
    }
}

/* Ways of which nothing but b's groups is known. */
static void unseen(struct wit_walk *w, enum wit_origin origin)
{
    const struct wit_estate *e = w->r->estate;
    const struct wit_network *network = w->b->subnet->network;
    for (size_t i = 0; i < e->n_gateways; i++) {
        const struct wit_gateway *g = &e->gateways[i];
        const struct wit_network *other =
            origin == WIT_FROM_PRIVATE && g->kind == WIT_GW_PEERING ? wit_gateway_other_side(g, network) : NULL;
        bool open_peer = other != NULL && other->gap != WIT_NO_GAP; /* the address may lie in it */
        if (g->state == WIT_GW_CLOSED ||
            !(open_peer || (is_unseen(w->r, g, origin == WIT_FROM_INTERNET) && stands_at(g, network))))
            continue;
        wit_gap_ref gap = open_peer ? other->gap : g->gap;
        if (gap == WIT_NO_GAP)
            gap = wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, network->account, network->region, g->id,
                              wit_fmt(w->r->arena, "what lies behind %s is not modelled", g->id), "");
        wit_beyond_add(w, wit_gateway_word(g->kind), g->id,
                       wit_fmt(w->r->scratch, "what comes in through %s is not modelled", g->id), gap,
                       wit_tri_maybe(w->r), true);
    }
    for (size_t i = 0; i < e->n_attachments && origin == WIT_FROM_PRIVATE; i++) {
        const struct wit_attachment *at = &e->attachments[i];
        if (!wit_attachment_joins(at, network) || at->state == WIT_GW_CLOSED)
            continue;
        wit_gap_ref gap = attachments_gap(w->r, at);
        if (gap != WIT_NO_GAP)
            wit_beyond_add(w, "transit-gateway", at->transit_id,
                           wit_fmt(w->r->scratch, "what is attached to %s is not (all) known", at->transit_id), gap,
                           wit_tri_maybe(w->r), true);
    }
}

/* On premises and the like. */
void wit_hybrid(struct wit_walk *w, enum wit_origin origin)
{
    if (origin == WIT_FROM_INSIDE)
        return;
    unseen(w, origin);
    for (size_t i = 0; i < w->from->n_points && origin == WIT_FROM_PRIVATE; i++) {
        for (size_t k = 0; k < w->to->n_points; k++) {
            if (w->from->points[i].addr.family == w->to->points[k].addr.family && w->to->use != WIT_USE_PUBLIC)
                between(w, &w->from->points[i], &w->to->points[k]);
        }
    }
}
