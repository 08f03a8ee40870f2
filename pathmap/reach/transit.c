/* pathmap/reach/transit.c: through a transit gateway: attachment, associated table, attachment.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Says what happens to a packet between the route that names the gateway and the subnet in which it comes out, for the
 * way forward and for the answer alike. Peered gateways are followed from table to table. Source: docs/reachability.md
 * 1.7, 1.2.6.
 */
#include <string.h>

#include "pathmap/reach/transit.h"

bool wit_attachment_joins(const struct wit_attachment *at, const struct wit_network *network)
{
    return at->kind == WIT_ATTACHED_NETWORK && network->id[0] != '\0' &&
           (wit_same_network(at->network, network) || strcmp(at->resource, network->id) == 0);
}

/* Both sides of a peering of gateways may have one id: this gateway's. */
static const struct wit_attachment *of_gateway(struct wit_reach *r, const struct wit_attachment *at,
                                               const char *transit)
{
    for (size_t i = 0; i < r->estate->n_attachments && strcmp(at->transit_id, transit) != 0; i++) {
        const struct wit_attachment *o = &r->estate->attachments[i];
        if (strcmp(o->id, at->id) == 0 && strcmp(o->transit_id, transit) == 0)
            return o;
    }
    return at;
}

static void by_choice(struct wit_crossings *w, struct wit_crossing c, const struct wit_attachment *in,
                      const struct wit_transit_choice *choice)
{
    char text[WIT_PREFIX_TEXT];
    const struct wit_transit_table *table = in->table;
    const struct wit_transit_route *route = choice->route;
    bool named = route != NULL && !route->by_list && route->prefix.addr.family != 0;
    const char *dest = named                             ? wit_strdup(w->r->arena, wit_prefix_text(text, route->prefix))
                       : route != NULL && route->by_list ? route->list_id
                                                         : "";
    struct wit_edge edge = wit_crossing_edge(in->transit_id, "", route != NULL ? route->cite : table->cite);
    bool branch = choice->gap != WIT_NO_GAP;
    edge.gap = choice->gap;
    if (choice->anywhere) {
        wit_crossing_unknown(w, &c, edge, wit_fmt(w->r->arena, "the routes of %s are not all known", table->id),
                             choice->gap);
        return;
    }
    if (route == NULL) {
        wit_crossing_drop(w, &c, edge, dest, "no-route",
                          wit_fmt(w->r->arena, "%s has no route to the destination", table->id), branch);
        return;
    }
    if (choice->blackhole) {
        wit_crossing_drop(w, &c, edge, dest, "blackhole",
                          wit_fmt(w->r->arena, "%s: %s is a blackhole", table->id, dest), branch);
        return;
    }
    edge.text = wit_fmt(w->r->arena, "%s: %s to %s", table->id, dest, choice->attachment_id);
    wit_crossing_tell(&c, edge, dest, branch);
    if (choice->attachment == NULL) {
        wit_crossing_unknown(w, &c, edge, wit_fmt(w->r->arena, "%s is not in evidence", choice->attachment_id),
                             wit_gap_add(w->r, WIT_GAP_DANGLING, table->account, table->region, choice->attachment_id,
                                         wit_fmt(w->r->arena, "%s is named by a route of %s and is not in evidence",
                                                 choice->attachment_id, table->id),
                                         "aws ec2 describe-transit-gateway-attachments"));
        return;
    }
    wit_crossing_leave(w, &c, in, of_gateway(w->r, choice->attachment, in->transit_id), dest);
}

/* At a gateway, by that attachment: its table. */
static void look_up(struct wit_crossings *w, struct wit_crossing c, const struct wit_attachment *in)
{
    struct wit_edge edge = wit_crossing_edge(in->transit_id, "", in->cite);
    if (in->state == WIT_GW_CLOSED) {
        wit_crossing_drop(w, &c, edge, "", "gateway-closed",
                          wit_fmt(w->r->arena, "%s: state %s", in->id, in->state_word == NULL ? "" : in->state_word),
                          false);
        return;
    }
    wit_gap_ref gap = wit_crossing_state_gap(w->r, in);
    if (gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap;
        edge.text = wit_fmt(w->r->arena, "%s is not fully known", in->id);
        wit_crossing_tell(&c, edge, "", false);
        edge = wit_crossing_edge(in->transit_id, "", in->cite);
    }
    if (in->table == NULL) {
        if (in->table_gap == WIT_NO_GAP)
            wit_crossing_drop(w, &c, edge, "", "no-association",
                              wit_fmt(w->r->arena, "%s is associated with no route table", in->id), false);
        else
            wit_crossing_unknown(w, &c, edge,
                                 wit_fmt(w->r->arena, "the table that %s is associated with is not known", in->id),
                                 in->table_gap);
        return;
    }
    gap = in->table_gap;
    if (gap == WIT_NO_GAP && in->table->state != WIT_GW_READY)
        gap = wit_gap_add(w->r, WIT_GAP_MOVING, in->table->account, in->table->region, in->table->id,
                          wit_fmt(w->r->arena, "%s is not in service", in->table->id), "");
    if (gap != WIT_NO_GAP) {
        struct wit_crossing other = c;
        wit_crossing_unknown(
            w, &other, edge,
            wit_fmt(w->r->arena, "whether %s is associated with %s is not sure", in->id, in->table->id), gap);
        edge.passes = 0;
        edge.gap = gap;
        wit_crossing_tell(&c, edge, "", false);
    }
    for (size_t i = 0; i < c.n_tables; i++) {
        if (c.tables[i] == in->table) { /* what else it may choose there was followed when it came first */
            wit_crossing_drop(w, &c, edge, "", "loop",
                              wit_fmt(w->r->arena, "the routes lead round in a circle to %s", in->table->id), false);
            return;
        }
    }
    if (c.n_tables < sizeof c.tables / sizeof c.tables[0])
        c.tables[c.n_tables++] = in->table;
    struct wit_transit_choice choices[WIT_TRANSIT_CHOICES];
    size_t n = wit_transit_lookup(w->r, choices, in->table, w->dst);
    for (size_t i = 0; i < n; i++)
        by_choice(w, c, in, &choices[i]);
}

static size_t run(struct wit_crossings *w, const struct wit_crossing *c, const struct wit_attachment *in)
{
    w->pending[0] = (struct arrived){*c, in};
    w->n_pending = 1;
    while (w->n_pending > 0) {
        struct arrived next = w->pending[--w->n_pending];
        look_up(w, next.c, next.in);
    }
    return w->n;
}

size_t wit_transit_enter(struct wit_reach *r, struct wit_crossing out[WIT_CROSSINGS], const struct wit_attachment *in,
                         struct wit_addr dst, const struct wit_subnet *special)
{
    struct wit_crossings w = {.r = r, .out = out, .dst = dst, .special = special};
    struct wit_crossing c = {.references = WIT_GROUPS_NO};
    return run(&w, &c, in);
}

/* Why an attachment of that network to that gateway may be there though none is in evidence; WIT_NO_GAP: it is not. */
static wit_gap_ref missing_gap(struct wit_reach *r, const struct wit_branch *b, const struct wit_network *network)
{
    if (network->placeholder)
        return network->gap;
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        const struct wit_attachment *at = &r->estate->attachments[i];
        if (at->gap != WIT_NO_GAP && at->resource[0] == '\0' && strcmp(at->transit_id, b->target) == 0)
            return at->gap;
    }
    return wit_list_gap_of(r, network->account, network->region, "ec2", "DescribeTransitGatewayVpcAttachments");
}

size_t wit_transit_cross(struct wit_reach *r, struct wit_crossing out[WIT_CROSSINGS], const struct wit_branch *branch,
                         const struct wit_subnet *from, bool onward, struct wit_addr dst,
                         const struct wit_subnet *special)
{
    struct wit_crossings w = {.r = r, .out = out, .dst = dst, .special = special};
    struct wit_crossing c = {.references = WIT_GROUPS_YES};
    const struct wit_attachment *in = NULL;
    const struct wit_network *network = from->network;
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        const struct wit_attachment *at = &r->estate->attachments[i];
        if (strcmp(at->transit_id, branch->target) == 0 && wit_attachment_joins(at, network) &&
            (in == NULL || in->state == WIT_GW_CLOSED))
            in = at;
    }
    struct wit_edge edge = wit_crossing_edge(branch->target, "", (struct wit_cite){UINT32_MAX, ""});
    if (branch->gateway != NULL || in == NULL) {
        edge = wit_gateway_state(r, branch);
        if (edge.passes < 0) {
            wit_crossing_drop(&w, &c, edge, "", edge.reason, edge.text, false);
            return w.n;
        }
    }
    if (in == NULL || in->state == WIT_GW_CLOSED) { /* one that is closed may have been followed by another */
        wit_gap_ref gap = in == NULL && edge.passes == 0 ? edge.gap : missing_gap(r, branch, network);
        if (gap != WIT_NO_GAP)
            wit_crossing_unknown(&w, &c, edge, wit_fmt(r->arena, "how %s is attached to it is not known", network->id),
                                 gap);
        else if (in == NULL)
            wit_crossing_drop(&w, &c, edge, "", "not-attached",
                              wit_fmt(r->arena, "%s is not attached to it", network->id), false);
        else
            look_up(&w, c, in);
        return w.n;
    }
    if (edge.passes == 0)
        wit_crossing_tell(&c, edge, "", false);
    struct wit_edge zone = wit_zone_attached(r, in, from, &c.entry);
    if (zone.passes < 0 && onward) { /* it came in by another gateway: which rules hold then is not documented */
        zone = wit_edge_unconfirmed(r, branch->target, "one transit gateway takes what another one hands over");
        c.entry = NULL;
    }
    if (zone.passes < 0) {
        wit_crossing_drop(&w, &c, zone, "", zone.reason, zone.text, false);
        return w.n;
    }
    zone.text = zone.passes > 0 && c.entry != NULL ? wit_fmt(r->arena, "%s, in by %s", in->id, c.entry->id) : zone.text;
    wit_crossing_tell(&c, zone, "", false);
    c.before = c.n;
    return run(&w, &c, in);
}
