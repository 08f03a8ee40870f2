/* pathmap/reach/service_arrival.c: what an interface that a service made does with a connection that arrives at it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.9.2-4 (interface endpoints).
 */
#include "pathmap/reach/inside.h"

void wit_service_arrival(struct wit_walk *w, struct wit_place *p)
{
    if (w->b->endpoint_id[0] == '\0')
        return;
    struct wit_edge edge = wit_gateway_endpoint(w->r, w->b);
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_GATEWAY, wit_edge_set(w->r, edge));
    wit_step_edge(s, "vpc-endpoint", edge);
    p->unconfirmed = p->unconfirmed || s->unconfirmed;
}
