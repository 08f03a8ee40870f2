/* pathmap/reach/steps.c: one step of a way: what an element lets through, and the words to tell it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/reach/inside.h"

struct wit_step *wit_step_add(struct wit_walk *w, struct wit_place *p, enum wit_step_kind kind, struct wit_tri set)
{
    struct wit_step *s = WIT_NEW(w->r->scratch, struct wit_step);
    *s = (struct wit_step){.prev = p->last,
                           .kind = kind,
                           .set = set,
                           .word = "",
                           .id = "",
                           .rule = "",
                           .reason = "",
                           .text = "",
                           .cite = {UINT32_MAX, ""},
                           .gap = WIT_NO_GAP,
                           .src = p->src,
                           .dst = p->dst,
                           .new_src = p->src,
                           .new_dst = p->dst};
    p->last = s;
    p->forward = wit_tri_and(w->r, p->forward, set);
    return s;
}

wit_set wit_step_ports(const struct wit_step *s, wit_set asked)
{
    return s->reply || s->ports == NULL ? asked : s->ports;
}

struct wit_tri wit_edge_set(const struct wit_reach *r, struct wit_edge edge)
{
    return edge.passes > 0 ? wit_tri_all(r) : edge.passes < 0 ? wit_tri_none(r) : wit_tri_maybe(r);
}

void wit_step_edge(struct wit_step *s, const char *word, struct wit_edge edge)
{
    s->word = word;
    s->id = edge.id;
    s->reason = edge.reason;
    s->text = edge.text;
    s->gap = edge.passes == 0 ? edge.gap : WIT_NO_GAP;
    s->unconfirmed = edge.passes == 0 && edge.unconfirmed;
    s->cite = edge.cite;
}

void wit_step_route(struct wit_reach *r, struct wit_step *s, const struct wit_subnet *subnet,
                    const struct wit_branch *b)
{
    const struct wit_route_table *table = subnet->routes;
    s->word = "route-table";
    s->id = table != NULL ? table->id : "";
    s->rule = b->dest;
    s->gap = b->gap;
    s->branch = b->gap != WIT_NO_GAP;
    if (b->route != NULL)
        s->cite = b->route->cite;
    else if (table != NULL)
        s->cite = table->cite;
    if (b->blackhole) {
        s->reason = "blackhole";
        s->text = wit_fmt(r->scratch, "%s is a blackhole", b->dest);
    } else if (b->kind == 0 && !b->anywhere) {
        s->reason = "no-route";
        s->text = "no route to the destination";
    } else if (b->target[0] != '\0') {
        s->text = wit_fmt(r->scratch, "%s%s%s", b->dest, b->dest[0] == '\0' ? "to " : " to ", b->target);
    }
}
