/* pathmap/reach/via_endpoint.c: through a gateway endpoint to its service.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.9.1.
 */
#include "pathmap/reach/way.h"

void wit_via_endpoint(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    (void)list;
    struct wit_edge edge = wit_gateway_state(w->r, b);
    if (p->transit != NULL && edge.passes >= 0) { /* 1.9.1 */
        wit_way_end(w, p, "vpc-endpoint", b->target, "", "not-transitive",
                    "a gateway endpoint serves its own network only");
        return;
    }
    if (w->b != NULL && edge.passes >= 0) {
        wit_way_end(w, p, "vpc-endpoint", b->target, "", "service-only",
                    "a gateway endpoint leads to its service only");
        return;
    }
    wit_way_edge(w, p, WIT_STEP_GATEWAY, "vpc-endpoint", edge);
    wit_reply(w, p, WIT_VIA_ENDPOINT, p->src);
}
