/* pathmap/observe/hidden.c: traffic of which one end cannot be told, by the end that can.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/observe/join.h"
#include "pathmap/review/review.h"

static void hide_client(struct wit_hidden *h, const struct wit_review *r, const struct wit_sighting *s)
{
    enum { SEPARATE = 256 }; /* beyond, at every port: that hides more, never less */
    size_t at = (size_t)(s->server.interface - r->estate->interfaces);
    struct wit_span *span = WIT_NEW(r->arena, struct wit_span); /* a union may keep it */
    struct wit_pset one = {span, 1};
    *span = wit_flow_span(s->flow);
    h->behind_client[at] = s->client.why;
    if (!wit_pset_has(h->at[at], one))
        h->at[at] = h->at[at].n >= SEPARATE ? wit_pset_all() : wit_pset_union(r->arena, h->at[at], one);
}

void wit_observe_hidden(struct wit_review *r)
{
    struct wit_hidden *h = WIT_NEW(r->arena, struct wit_hidden);
    h->behind_server = WIT_NEW_ARRAY(r->arena, const char *, r->estate->n_interfaces);
    h->behind_client = WIT_NEW_ARRAY(r->arena, const char *, r->estate->n_interfaces);
    h->asks_services = WIT_NEW_ARRAY(r->arena, bool, r->estate->n_interfaces);
    h->at = WIT_NEW_ARRAY(r->arena, struct wit_pset, r->estate->n_interfaces);
    h->outside = WIT_NEW_ARRAY(r->arena, const char *, r->n_grounds);
    r->hidden = h;
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_sighting *s = &r->sightings[i];
        if (!s->carried)
            continue;
        if (s->server.hides && s->client.interface != NULL)
            h->behind_server[s->client.interface - r->estate->interfaces] = s->server.why;
        if (s->client.interface != NULL && (s->server.place == WIT_AT_SERVICE || s->server.service))
            h->asks_services[s->client.interface - r->estate->interfaces] = true;
        if (s->client.hides && s->server.interface != NULL)
            hide_client(h, r, s);
        for (size_t g = 0; s->server.hides && s->client.interface == NULL && g < r->n_grounds; g++)
            if (r->grounds[g].kind == WIT_GROUND_INTERNET || r->grounds[g].kind == WIT_GROUND_PREFIX)
                h->outside[g] = s->server.why; /* which of them it was does not matter here */
    }
}
