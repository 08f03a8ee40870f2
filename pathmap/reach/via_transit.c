/* pathmap/reach/via_transit.c: forward through a transit gateway.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.7 (1.7.3: which ACLs are asked), 1.2.6 (group references).
 */
#include <string.h>

#include "pathmap/reach/way.h"

static void tell(struct wit_walk *w, struct wit_place *p, const struct wit_told_edge *told)
{
    wit_way_edge(w, p, WIT_STEP_GATEWAY, "transit-gateway", told->edge);
    p->last->rule = told->rule;
    if (told->branch) {
        p->last->branch = true;
        p->last->gap = told->edge.gap;
    }
}

/* 1.2.6: not in that zone, and not to an endpoint's interface. */
static enum wit_scope_of_groups references(const struct wit_walk *w, const struct wit_crossing *c)
{
    static const char *const without = "use1-az3";
    if (w->a == NULL || w->b == NULL || w->b->endpoint_id[0] != '\0' || strcmp(w->a->subnet->zone_id, without) == 0 ||
        strcmp(w->b->subnet->zone_id, without) == 0)
        return wit_gateway_other_scope(w->r, w->a, w->b);
    enum wit_scope_of_groups scope = wit_gateway_peering_scope(w->a, w->b); /* 1.2.8 */
    scope = scope < c->references ? scope : c->references;
    return scope == WIT_GROUPS_NO ? wit_gateway_other_scope(w->r, w->a, w->b) : scope;
}

/* Over several transit gateways with a network between them: no document says whether references match. */
static enum wit_scope_of_groups handed_over(const struct wit_walk *w)
{
    return wit_gateway_peering_scope(w->a, w->b) == WIT_GROUPS_NO ? WIT_GROUPS_NO : WIT_GROUPS_MAYBE;
}

struct wit_edge wit_edge_outside(struct wit_reach *r, const struct wit_attachment *at)
{
    struct wit_edge edge = {.id = at->transit_id, .reason = "", .cite = at->cite};
    edge.text = wit_fmt(r->arena, "%s joins a place outside", at->id);
    edge.gap =
        wit_gap_add(r, WIT_GAP_NOT_MODELLED, at->account, at->region, at->id,
                    wit_fmt(r->arena, "%s joins a place outside, whose own rules are not in evidence", at->id), "");
    return edge;
}

void wit_way_outside(struct wit_walk *w, struct wit_place *p, const char *word, struct wit_edge edge)
{
    bool inside = w->b != NULL && !w->dst_is_public;
    if (inside && !wit_hybrid_has_door(w->r, w->b->subnet->network, w->dst_inside)) {
        wit_way_end(w, p, word, edge.id, "", "no-way-in", "no known way leads from outside to the destination");
        return;
    }
    wit_way_beyond(w, p, word, edge, NULL); /* who sends it back in may write another source */
}

void wit_transit_follow(struct wit_walk *w, struct wit_worklist *list, const struct wit_place *p,
                        const struct wit_crossing *ways, size_t n)
{
    bool first = p->nat == NULL && p->transit == NULL;
    for (size_t i = 0; i < n; i++) {
        struct wit_place next = *p;
        const struct wit_crossing *c = &ways[i];
        size_t told = c->end == WIT_CROSSED_UNKNOWN ? c->n - 1 : c->n;
        for (size_t k = 0; k < told; k++) {
            if (k == c->before && c->entry != NULL)
                wit_way_acl(w, &next, c->entry, false, next.src); /* 1.3.5, by its source */
            tell(w, &next, &c->told[k]);
        }
        if (c->before == told && c->entry != NULL) /* nothing is known beyond it; it is asked all the same */
            wit_way_acl(w, &next, c->entry, false, next.src);
        if (c->end == WIT_CROSSED_DROPPED) {
            wit_leaf_add(w, &next, wit_tri_none(w->r), wit_tri_none(w->r));
        } else if (c->end == WIT_CROSSED_OUTSIDE) {
            wit_way_outside(w, &next, "transit-gateway", wit_edge_outside(w->r, c->out));
        } else if (c->end == WIT_CROSSED_UNKNOWN) {
            wit_way_beyond(w, &next, "transit-gateway", c->told[c->n - 1].edge, NULL);
        } else {
            next.subnet = c->subnet;
            next.transit = c->out;
            next.references = first ? references(w, c) : p->nat == NULL ? handed_over(w) : WIT_GROUPS_NO;
            next.src_public = (struct wit_addr){0, 0, 0};
            next.hops++;
            wit_way_push(w, list, &next);
        }
    }
}

void wit_via_transit(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    struct wit_crossing ways[WIT_CROSSINGS];
    if (p->transit != NULL)
        wit_way_edge(w, p, WIT_STEP_GATEWAY, "transit-gateway",
                     wit_edge_unconfirmed(w->r, b->target, "one transit gateway takes what another one hands over"));
    size_t n =
        wit_transit_cross(w->r, ways, b, p->subnet, p->transit != NULL, p->dst, w->b != NULL ? w->b->subnet : NULL);
    wit_transit_follow(w, list, p, ways, n);
}
