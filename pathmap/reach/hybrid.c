/* pathmap/reach/hybrid.c: ways in from outside the cloud: VPN, Direct Connect, transit gateways, local and carrier
 * gateways.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.8: a place outside is a prefix, its own policy is never known.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

/* On premises and the like: whatever gateway of that kind the network has. */
void wit_hybrid(struct wit_walk *w, enum wit_origin origin)
{
    if (origin == WIT_FROM_INSIDE)
        return;
    const struct wit_network *network = w->b->subnet->network;
    for (size_t i = 0; i < w->r->estate->n_gateways; i++) {
        const struct wit_gateway *g = &w->r->estate->gateways[i];
        bool hybrid = g->kind == WIT_GW_VPN || g->kind == WIT_GW_TRANSIT || g->kind == WIT_GW_CARRIER ||
                      g->kind == WIT_GW_LOCAL_OUTPOST || g->kind == WIT_GW_CORE_NETWORK || g->kind == WIT_GW_ODB ||
                      g->kind == WIT_GW_OTHER;
        if (origin == WIT_FROM_INTERNET) /* the other kinds carry private addresses only */
            hybrid = g->kind == WIT_GW_CARRIER || g->kind == WIT_GW_OTHER;
        const struct wit_network *other =
            origin == WIT_FROM_PRIVATE && g->kind == WIT_GW_PEERING ? wit_gateway_other_side(g, network) : NULL;
        bool open_peer = other != NULL && other->gap != WIT_NO_GAP; /* the address may lie in it */
        if (g->state == WIT_GW_CLOSED || !(hybrid || open_peer) ||
            (hybrid && !wit_same_network(g->network, network) && g->network != NULL))
            continue;
        wit_gap_ref gap = open_peer ? other->gap : g->gap;
        if (gap == WIT_NO_GAP)
            gap = wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, network->account, network->region, g->id,
                              wit_fmt(w->r->arena, "what lies behind %s is not modelled", g->id), "");
        wit_beyond_add(w, wit_gateway_word(g->kind), g->id,
                       wit_fmt(w->r->scratch, "what comes in through %s is not modelled", g->id), gap,
                       wit_tri_maybe(w->r), true);
    }
}
