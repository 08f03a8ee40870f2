/* pathmap/reach/transit.c: through a transit gateway: attachment, associated table, attachment.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Says what happens to a packet between the route that names the gateway and the subnet in which it comes out, for the
 * way forward and for the answer alike. Peered gateways are followed from table to table. Source: docs/reachability.md
 * 1.7, 1.2.6.
 */
#include <string.h>

#include "pathmap/reach/way.h"

enum { PEERINGS = 6 }; /* gateways behind one another */

struct work {
    struct wit_reach *r;
    struct wit_crossing *out;
    size_t n;
    struct wit_addr dst;
    const struct wit_subnet *special;
    struct arrived { /* at a gateway, by an attachment of it */
        struct wit_crossing c;
        const struct wit_attachment *in;
    } pending[8];
    size_t n_pending;
};

static void tell(struct wit_crossing *c, struct wit_edge edge, const char *rule, bool branch)
{
    if (c->n < WIT_TOLD_EDGES)
        c->told[c->n++] = (struct wit_told_edge){edge, rule, branch};
}

static struct wit_edge edge_at(const char *transit, const char *text, struct wit_cite cite)
{
    return (struct wit_edge){.passes = 1, .gap = WIT_NO_GAP, .id = transit, .text = text, .reason = "", .cite = cite};
}

/* One way more. A full list: its last place stands for everything. */
static void emit(struct work *w, struct wit_crossing *c, enum wit_crossing_end end)
{
    c->end = end;
    if (w->n < WIT_CROSSINGS) {
        w->out[w->n++] = *c;
        return;
    }
    struct wit_edge edge = edge_at("", "more ways than can be followed", (struct wit_cite){UINT32_MAX, ""});
    edge.passes = 0;
    edge.gap = w->r->gap_outside;
    struct wit_crossing *last = &w->out[w->n - 1];
    *last = (struct wit_crossing){.end = WIT_CROSSED_UNKNOWN};
    tell(last, edge, "", false);
}

static void drop(struct work *w, struct wit_crossing *c, struct wit_edge edge, const char *rule, const char *reason,
                 const char *text, bool branch)
{
    edge.passes = -1;
    edge.reason = reason;
    edge.text = text;
    tell(c, edge, rule, branch);
    emit(w, c, WIT_CROSSED_DROPPED);
}

static void unknown(struct work *w, struct wit_crossing *c, struct wit_edge edge, const char *text, wit_gap_ref gap)
{
    edge.passes = 0;
    edge.gap = gap;
    edge.text = text;
    tell(c, edge, "", false);
    emit(w, c, WIT_CROSSED_UNKNOWN);
}

bool wit_attachment_joins(const struct wit_attachment *at, const struct wit_network *network)
{
    return at->kind == WIT_ATTACHED_NETWORK && network->id[0] != '\0' &&
           (wit_same_network(at->network, network) || strcmp(at->resource, network->id) == 0);
}

/* WIT_NO_GAP: the attachment is in service. */
static wit_gap_ref state_gap(struct wit_reach *r, const struct wit_attachment *at)
{
    if (at->gap != WIT_NO_GAP)
        return at->gap;
    if (at->state == WIT_GW_READY)
        return WIT_NO_GAP;
    return wit_gap_add(r, WIT_GAP_MOVING, at->account, at->region, at->id,
                       wit_fmt(r->arena, "%s is \"%s\": whether it carries packets is not told", at->id,
                               at->state_word == NULL ? "" : at->state_word),
                       "aws ec2 describe-transit-gateway-attachments");
}

/* 1.2.6 */
static enum wit_scope_of_groups references_of(const struct wit_attachment *in, const struct wit_attachment *out)
{
    const struct wit_gateway *g = in->transit;
    enum wit_told told[] = {g != NULL ? g->group_references : WIT_NOT_TOLD, in->group_references,
                            out->group_references};
    enum wit_scope_of_groups scope = WIT_GROUPS_YES;
    if (in->kind != WIT_ATTACHED_NETWORK)
        return WIT_GROUPS_NO;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        if (told[i] == WIT_TOLD_NO)
            return WIT_GROUPS_NO;
        if (told[i] == WIT_NOT_TOLD)
            scope = WIT_GROUPS_MAYBE;
    }
    return scope;
}

static bool alike(const struct wit_subnet *a, const struct wit_subnet *b)
{
    return a->acl == b->acl && a->acl_gap == b->acl_gap && a->routes == b->routes && a->routes_gap == b->routes_gap;
}

/* 1.7.1, 1.7.4: into the network, in one of the zones in which it is attached. `zone`: where the packet came to the
 * gateway, NULL not told. Subnets that no rule can tell apart are one. */
static void into_network(struct work *w, struct wit_crossing *c, const struct wit_attachment *in,
                         const struct wit_attachment *out)
{
    const struct wit_subnet *chosen[16];
    size_t n = 0;
    wit_gap_ref gap = out->subnets_gap;
    const struct wit_subnet *zone = in->kind == WIT_ATTACHED_NETWORK ? c->entry : NULL;
    const struct wit_subnet *same = NULL;
    for (size_t i = 0; i < out->n_subnets && zone != NULL && out->appliance_mode == WIT_TOLD_NO; i++) {
        if (out->subnets[i] != NULL && wit_zone_same(zone, out->subnets[i]) > 0)
            same = out->subnets[i];
    }
    for (size_t i = 0; i < out->n_subnets && same == NULL; i++) {
        const struct wit_subnet *s = out->subnets[i];
        bool known = false;
        if (s == NULL && gap == WIT_NO_GAP)
            gap = wit_gap_add(
                w->r, WIT_GAP_DANGLING, out->account, out->region, out->subnet_ids[i],
                wit_fmt(w->r->arena, "%s, in which %s stands, is not in evidence", out->subnet_ids[i], out->id),
                "aws ec2 describe-subnets");
        for (size_t k = 0; k < n && s != NULL && !known; k++)
            known = alike(chosen[k], s) && chosen[k] != w->special && s != w->special;
        if (s != NULL && !known && n < sizeof chosen / sizeof chosen[0])
            chosen[n++] = s;
    }
    if (same != NULL) {
        chosen[n++] = same;
        gap = WIT_NO_GAP;
    }
    bool several = n > 1 || gap != WIT_NO_GAP;
    wit_gap_ref why = gap != WIT_NO_GAP ? gap
                      : several         ? wit_gap_unconfirmed(w->r, out->id,
                                                              "in which zone a transit gateway hands over what comes from a "
                                                                      "zone that the other side is not attached in")
                                        : WIT_NO_GAP;
    for (size_t i = 0; i < n; i++) {
        struct wit_crossing one = *c;
        struct wit_edge edge =
            edge_at(out->transit_id, wit_fmt(w->r->arena, "%s, out in %s", out->id, chosen[i]->id), out->cite);
        edge.gap = why;
        tell(&one, edge, "", several);
        one.out = out;
        one.subnet = chosen[i];
        one.references = one.references == WIT_GROUPS_NO ? WIT_GROUPS_NO : references_of(in, out);
        emit(w, &one, WIT_CROSSED_NETWORK);
    }
    if (gap != WIT_NO_GAP || n == 0)
        unknown(w, c, edge_at(out->transit_id, "", out->cite),
                wit_fmt(w->r->arena, "in which subnets %s stands is not (all) known", out->id),
                gap != WIT_NO_GAP ? gap
                                  : wit_gap_add(w->r, WIT_GAP_UNREADABLE, out->account, out->region, out->id,
                                                wit_fmt(w->r->arena, "%s names no subnet", out->id), ""));
}

/* The other side of a peering of gateways. */
static const struct wit_attachment *other_side(struct wit_reach *r, const struct wit_attachment *at)
{
    const struct wit_attachment *found = NULL;
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        const struct wit_attachment *o = &r->estate->attachments[i];
        if (o == at || o->kind != WIT_ATTACHED_PEERING || strcmp(o->id, at->id) != 0 ||
            strcmp(o->transit_id, at->transit_id) == 0)
            continue;
        found = o; /* one id for both sides */
    }
    for (size_t i = 0; i < r->estate->n_attachments && found == NULL && at->peer_transit[0] != '\0'; i++) {
        const struct wit_attachment *o = &r->estate->attachments[i];
        if (o != at && o->kind == WIT_ATTACHED_PEERING && strcmp(o->transit_id, at->peer_transit) == 0 &&
            strcmp(o->peer_transit, at->transit_id) == 0 && o->state != WIT_GW_CLOSED)
            found = o;
    }
    return found;
}

static void leave_by(struct work *w, struct wit_crossing *c, const struct wit_attachment *in,
                     const struct wit_attachment *out, const char *rule)
{
    struct wit_edge edge = edge_at(out->transit_id, "", out->cite);
    if (out->state == WIT_GW_CLOSED) {
        drop(w, c, edge, rule, "gateway-closed",
             wit_fmt(w->r->arena, "%s: state %s", out->id, out->state_word == NULL ? "" : out->state_word), false);
        return;
    }
    wit_gap_ref gap = state_gap(w->r, out);
    if (gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap;
        edge.text = wit_fmt(w->r->arena, "%s is not fully known", out->id);
        tell(c, edge, rule, false);
    }
    switch (out->kind) {
    case WIT_ATTACHED_NETWORK:
        if (out->network != NULL && !out->network->placeholder) {
            into_network(w, c, in, out);
            return;
        }
        unknown(w, c, edge, wit_fmt(w->r->arena, "the network behind %s is not in evidence", out->id),
                out->network != NULL && out->network->gap != WIT_NO_GAP
                    ? out->network->gap
                    : wit_gap_add(w->r, WIT_GAP_DANGLING, out->account, out->region, out->resource,
                                  wit_fmt(w->r->arena, "the network behind %s is not in evidence", out->id), ""));
        return;
    case WIT_ATTACHED_VPN:
    case WIT_ATTACHED_DIRECT_CONNECT:
    case WIT_ATTACHED_CONNECT:
        c->out = out;
        emit(w, c, WIT_CROSSED_OUTSIDE);
        return;
    case WIT_ATTACHED_PEERING: {
        const struct wit_attachment *far = other_side(w->r, out);
        if (far == NULL || w->n_pending == sizeof w->pending / sizeof w->pending[0] || c->n + 8 > WIT_TOLD_EDGES) {
            unknown(w, c, edge, wit_fmt(w->r->arena, "what lies behind %s is not in evidence", out->id),
                    wit_gap_add(
                        w->r, WIT_GAP_NOT_ASKED, out->peer_account, out->peer_region,
                        out->peer_transit[0] != '\0' ? out->peer_transit : out->id,
                        wit_fmt(w->r->arena, "the transit gateway on the other side of %s is not in evidence", out->id),
                        "aws ec2 describe-transit-gateway-attachments"));
            return;
        }
        edge = edge_at(out->transit_id, wit_fmt(w->r->arena, "%s, to %s", out->id, far->transit_id), out->cite);
        tell(c, edge, "", false);
        c->references = WIT_GROUPS_NO;
        w->pending[w->n_pending++] = (struct arrived){*c, far};
        return;
    }
    case WIT_ATTACHED_OTHER:
        break;
    }
    unknown(w, c, edge, wit_fmt(w->r->arena, "what lies behind %s is not modelled", out->id),
            wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, out->account, out->region, out->id,
                        wit_fmt(w->r->arena, "what lies behind %s is not modelled", out->id), ""));
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

static void by_choice(struct work *w, struct wit_crossing c, const struct wit_attachment *in,
                      const struct wit_transit_choice *choice)
{
    char text[WIT_PREFIX_TEXT];
    const struct wit_transit_table *table = in->table;
    const struct wit_transit_route *route = choice->route;
    bool named = route != NULL && !route->by_list && route->prefix.addr.family != 0;
    const char *dest = named                             ? wit_strdup(w->r->arena, wit_prefix_text(text, route->prefix))
                       : route != NULL && route->by_list ? route->list_id
                                                         : "";
    struct wit_edge edge = edge_at(in->transit_id, "", route != NULL ? route->cite : table->cite);
    bool branch = choice->gap != WIT_NO_GAP;
    edge.gap = choice->gap;
    if (choice->anywhere) {
        unknown(w, &c, edge, wit_fmt(w->r->arena, "the routes of %s are not all known", table->id), choice->gap);
        return;
    }
    if (route == NULL) {
        drop(w, &c, edge, dest, "no-route", wit_fmt(w->r->arena, "%s has no route to the destination", table->id),
             branch);
        return;
    }
    if (choice->blackhole) {
        drop(w, &c, edge, dest, "blackhole", wit_fmt(w->r->arena, "%s: %s is a blackhole", table->id, dest), branch);
        return;
    }
    edge.text = wit_fmt(w->r->arena, "%s: %s to %s", table->id, dest, choice->attachment_id);
    tell(&c, edge, dest, branch);
    if (choice->attachment == NULL) {
        unknown(w, &c, edge, wit_fmt(w->r->arena, "%s is not in evidence", choice->attachment_id),
                wit_gap_add(w->r, WIT_GAP_DANGLING, table->account, table->region, choice->attachment_id,
                            wit_fmt(w->r->arena, "%s is named by a route of %s and is not in evidence",
                                    choice->attachment_id, table->id),
                            "aws ec2 describe-transit-gateway-attachments"));
        return;
    }
    leave_by(w, &c, in, of_gateway(w->r, choice->attachment, in->transit_id), dest);
}

/* At a gateway, by that attachment: its table. */
static void look_up(struct work *w, struct wit_crossing c, const struct wit_attachment *in)
{
    struct wit_edge edge = edge_at(in->transit_id, "", in->cite);
    if (in->state == WIT_GW_CLOSED) {
        drop(w, &c, edge, "", "gateway-closed",
             wit_fmt(w->r->arena, "%s: state %s", in->id, in->state_word == NULL ? "" : in->state_word), false);
        return;
    }
    wit_gap_ref gap = state_gap(w->r, in);
    if (gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap;
        edge.text = wit_fmt(w->r->arena, "%s is not fully known", in->id);
        tell(&c, edge, "", false);
        edge = edge_at(in->transit_id, "", in->cite);
    }
    if (in->table == NULL) {
        if (in->table_gap == WIT_NO_GAP)
            drop(w, &c, edge, "", "no-association",
                 wit_fmt(w->r->arena, "%s is associated with no route table", in->id), false);
        else
            unknown(w, &c, edge, wit_fmt(w->r->arena, "the table that %s is associated with is not known", in->id),
                    in->table_gap);
        return;
    }
    gap = in->table_gap;
    if (gap == WIT_NO_GAP && in->table->state != WIT_GW_READY)
        gap = wit_gap_add(w->r, WIT_GAP_MOVING, in->table->account, in->table->region, in->table->id,
                          wit_fmt(w->r->arena, "%s is not in service", in->table->id), "");
    if (gap != WIT_NO_GAP) {
        struct wit_crossing other = c;
        unknown(w, &other, edge,
                wit_fmt(w->r->arena, "whether %s is associated with %s is not sure", in->id, in->table->id), gap);
        edge.passes = 0;
        edge.gap = gap;
        tell(&c, edge, "", false);
    }
    struct wit_transit_choice choices[WIT_TRANSIT_CHOICES];
    size_t n = wit_transit_lookup(w->r, choices, in->table, w->dst);
    for (size_t i = 0; i < n; i++)
        by_choice(w, c, in, &choices[i]);
}

static size_t run(struct work *w, const struct wit_crossing *c, const struct wit_attachment *in)
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
    struct work w = {.r = r, .out = out, .dst = dst, .special = special};
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
    struct work w = {.r = r, .out = out, .dst = dst, .special = special};
    struct wit_crossing c = {.references = WIT_GROUPS_YES};
    const struct wit_attachment *in = NULL;
    const struct wit_network *network = from->network;
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        const struct wit_attachment *at = &r->estate->attachments[i];
        if (strcmp(at->transit_id, branch->target) == 0 && wit_attachment_joins(at, network) &&
            (in == NULL || in->state == WIT_GW_CLOSED))
            in = at;
    }
    struct wit_edge edge = edge_at(branch->target, "", (struct wit_cite){UINT32_MAX, ""});
    if (branch->gateway != NULL || in == NULL) {
        edge = wit_gateway_state(r, branch);
        if (edge.passes < 0) {
            drop(&w, &c, edge, "", edge.reason, edge.text, false);
            return w.n;
        }
    }
    if (in == NULL) {
        wit_gap_ref gap = edge.passes == 0 ? edge.gap : missing_gap(r, branch, network);
        if (gap == WIT_NO_GAP)
            drop(&w, &c, edge, "", "not-attached", wit_fmt(r->arena, "%s is not attached to it", network->id), false);
        else
            unknown(&w, &c, edge, wit_fmt(r->arena, "how %s is attached to it is not known", network->id), gap);
        return w.n;
    }
    if (edge.passes == 0)
        tell(&c, edge, "", false);
    struct wit_edge zone = wit_zone_attached(r, in, from, &c.entry);
    if (zone.passes < 0 && onward) { /* it came in by another gateway: which rules hold then is not documented */
        zone = wit_edge_unconfirmed(r, branch->target, "one transit gateway takes what another one hands over");
        c.entry = NULL;
    }
    if (zone.passes < 0) {
        drop(&w, &c, zone, "", zone.reason, zone.text, false);
        return w.n;
    }
    zone.text = zone.passes > 0 ? wit_fmt(r->arena, "%s, in by %s", in->id, c.entry->id) : zone.text;
    tell(&c, zone, "", false);
    c.before = c.n;
    return run(&w, &c, in);
}
