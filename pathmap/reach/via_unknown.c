/* pathmap/reach/via_unknown.c: beyond what is modelled: routers, firewalls, and whatever a missing table may name.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.4.5, 1.4.7, chapter 3.
 */
#include <string.h>

#include "pathmap/reach/way.h"

void wit_way_beyond(struct wit_walk *w, struct wit_place *p, const char *word, struct wit_edge edge,
                    const struct wit_interface *router)
{
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_FAR, wit_tri_maybe(w->r));
    wit_step_edge(s, word, edge);
    if (strcmp(word, "route-table") == 0 && s->prev != NULL && s->prev->kind == WIT_STEP_ROUTE) {
        s->id = s->prev->id;
        s->rule = s->prev->rule;
    }
    if (w->b != NULL) {
        struct wit_step *in = wit_step_add(w, p, WIT_STEP_GROUP, wit_filters_anybody(w->r, w->b, false, router));
        in->word = "security-group";
        in->itf = w->b;
        in->peer_itf = router;
        in->reason = "group-deny";
    }
    wit_leaf_add(w, p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
}

/* Beyond what is modelled: nothing surely; possibly whatever b's own filters would ever let in. */
void wit_via_unknown(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    (void)list;
    const struct wit_gateway *g = b->gateway;
    const struct wit_interface *router = b->kind == WIT_GW_INTERFACE && g != NULL ? g->interface : NULL;
    const char *word = wit_gateway_word(b->kind);
    if (router != NULL && router->source_dest_check && router->n_addresses > 0) {
        wit_way_end(w, p, "route-table", p->subnet->routes != NULL ? p->subnet->routes->id : "", b->dest,
                    "no-forwarding",
                    wit_fmt(w->r->scratch, "%s checks source and destination, so it forwards nothing", router->id));
        return;
    }
    if (g != NULL && g->state == WIT_GW_CLOSED) {
        wit_way_edge(w, p, WIT_STEP_GATEWAY, word, wit_gateway_state(w->r, b));
        wit_leaf_add(w, p, wit_tri_none(w->r), wit_tri_none(w->r));
        return;
    }
    struct wit_edge edge = {
        .id = b->target, .text = "what lies behind it is not modelled", .reason = "", .cite = {UINT32_MAX, ""}};
    edge.gap = b->doubtful || b->anywhere           ? b->gap
               : g == NULL && b->kind == WIT_GW_NAT ? wit_gateway_state(w->r, b).gap
               : g != NULL && g->gap != WIT_NO_GAP
                   ? g->gap
                   : wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, p->subnet->account, p->subnet->region, b->target,
                                 wit_fmt(w->r->arena, "what lies behind %s is not modelled", b->target), "");
    wit_way_beyond(w, p, word, edge, router);
}
