/* pathmap/reach/via_vpn.c: out through a virtual private gateway, to what a VPN or Direct Connect joins there.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.8: known prefixes and the network's own only; what lies behind has rules of its own.
 */
#include "pathmap/reach/way.h"

void wit_via_vpn(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    const struct wit_gateway *g = b->gateway;
    const struct wit_network *network = p->subnet->network;
    struct wit_edge edge = wit_gateway_state(w->r, b);
    (void)list;
    if (edge.passes < 0) {
        wit_way_edge(w, p, WIT_STEP_GATEWAY, "route-table", edge);
        wit_leaf_add(w, p, wit_tri_none(w->r), wit_tri_none(w->r));
        return;
    }
    if (g != NULL && wit_gateway_gap(w->r, g) == WIT_NO_GAP && !wit_same_network(g->network, network)) {
        wit_way_end(w, p, "route-table", b->target, "", "not-attached",
                    wit_fmt(w->r->scratch, "it is not attached to %s", network->id));
        return;
    }
    if (edge.passes == 0)
        wit_way_edge(w, p, WIT_STEP_GATEWAY, "route-table", edge);
    if (p->transit != NULL)
        wit_way_edge(w, p, WIT_STEP_GATEWAY, "route-table",
                     wit_edge_unconfirmed(w->r, b->target,
                                          "a virtual private gateway takes what comes in through a transit gateway"));
    struct wit_edge line = edge;
    if (g != NULL)
        line = wit_hybrid_line(w->r, g, network->account, network->region, p->dst);
    if (line.passes < 0) {
        wit_way_end(w, p, "route-table", b->target, "", "nothing-behind", line.text);
        return;
    }
    wit_way_outside(w, p, "route-table", line);
}
