/* pathmap/reach/via_local.c: the packet stays in the network in which it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.4, 1.7.3 (a zone that a transit gateway's attachment does not serve).
 */
#include "pathmap/reach/way.h"

void wit_via_local(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    (void)list;
    if (w->b == NULL || w->dst_is_public || !wit_same_network(w->b->subnet->network, p->subnet->network)) {
        wit_way_end(w, p, "route-table", p->subnet->routes != NULL ? p->subnet->routes->id : "", b->dest,
                    "other-network", "the address leads to an endpoint of this network, not to that one");
        return;
    }
    if (p->transit != NULL) {
        struct wit_edge served = wit_zone_served(w->r, p->transit, w->b->subnet);
        if (served.passes <= 0)
            wit_way_edge(w, p, WIT_STEP_GATEWAY, "transit-gateway", served);
    }
    wit_way_arrive(w, p, WIT_VIA_ROUTES,
                   p->nat != NULL       ? WIT_GROUPS_NO
                   : p->transit != NULL ? p->references
                                        : WIT_GROUPS_YES);
}
