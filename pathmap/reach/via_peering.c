/* pathmap/reach/via_peering.c: over a peering into the network on its other side.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.6.
 */
#include "pathmap/reach/way.h"

void wit_via_peering(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    (void)list;
    struct wit_edge edge = wit_gateway_state(w->r, b);
    const struct wit_network *other =
        b->gateway == NULL ? NULL : wit_gateway_other_side(b->gateway, p->subnet->network);
    bool readable = b->gateway != NULL && wit_gateway_sides_known(b->gateway);
    if (readable && edge.passes >= 0 && other == NULL) {
        wit_way_end(w, p, "peering", b->target, "", "not-attached", "it is no peering of this network");
        return;
    }
    bool inside = w->b != NULL && !w->dst_is_public;
    if (inside && wit_same_network(w->b->subnet->network, p->subnet->network)) {
        wit_way_end(w, p, "peering", b->target, "", "not-transitive",
                    "a peering leads out of the network, never back into it");
        return;
    }
    if (readable && other != NULL && edge.passes >= 0) {
        bool theirs = inside && wit_same_network(other, w->b->subnet->network);
        bool may_be = !inside && other->gap != WIT_NO_GAP; /* their addresses are not all known */
        if (!theirs && !may_be) {                          /* 1.6: the destination must lie in the peer network */
            wit_way_end(w, p, "peering", b->target, "", "not-transitive",
                        wit_fmt(w->r->scratch, "the destination does not lie in %s, and a peering passes nothing on",
                                other->id));
            return;
        }
        if (may_be) {
            edge.passes = 0;
            edge.gap = other->gap;
        }
    }
    wit_way_edge(w, p, WIT_STEP_GATEWAY, "peering", edge);
    if (p->transit != NULL)
        wit_way_edge(w, p, WIT_STEP_GATEWAY, "peering",
                     wit_edge_unconfirmed(w->r, b->target, "a peering takes what comes in through a transit gateway"));
    if (!inside)
        wit_leaf_add(w, p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
    else
        wit_way_arrive(w, p, WIT_VIA_ROUTES,
                       p->nat != NULL       ? WIT_GROUPS_NO
                       : p->transit != NULL ? WIT_GROUPS_MAYBE
                                            : wit_gateway_peering_scope(w->a, w->b));
}
