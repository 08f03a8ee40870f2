/* pathmap/reach/transit_leave.c: out of a transit gateway by an attachment: into a network, outside, on to a peer.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.7.1, 1.7.3-4 (zones), 1.2.6 (group references).
 */
#include <string.h>

#include "pathmap/reach/transit.h"

void wit_crossing_tell(struct wit_crossing *c, struct wit_edge edge, const char *rule, bool branch)
{
    if (c->n < WIT_TOLD_EDGES)
        c->told[c->n++] = (struct wit_told_edge){edge, rule, branch};
}

struct wit_edge wit_crossing_edge(const char *transit, const char *text, struct wit_cite cite)
{
    return (struct wit_edge){.passes = 1, .gap = WIT_NO_GAP, .id = transit, .text = text, .reason = "", .cite = cite};
}

/* One way more. A full list: its last place stands for everything. */
void wit_crossing_emit(struct wit_crossings *w, struct wit_crossing *c, enum wit_crossing_end end)
{
    c->end = end;
    if (w->n < WIT_CROSSINGS) {
        w->out[w->n++] = *c;
        return;
    }
    struct wit_edge edge = wit_crossing_edge("", "more ways than can be followed", (struct wit_cite){UINT32_MAX, ""});
    edge.passes = 0;
    edge.gap = w->r->gap_outside;
    struct wit_crossing *last = &w->out[w->n - 1];
    *last = (struct wit_crossing){.end = WIT_CROSSED_UNKNOWN};
    wit_crossing_tell(last, edge, "", false);
}

void wit_crossing_drop(struct wit_crossings *w, struct wit_crossing *c, struct wit_edge edge, const char *rule,
                       const char *reason, const char *text, bool branch)
{
    edge.passes = -1;
    edge.reason = reason;
    edge.text = text;
    wit_crossing_tell(c, edge, rule, branch);
    wit_crossing_emit(w, c, WIT_CROSSED_DROPPED);
}

void wit_crossing_unknown(struct wit_crossings *w, struct wit_crossing *c, struct wit_edge edge, const char *text,
                          wit_gap_ref gap)
{
    edge.passes = 0;
    edge.gap = gap;
    edge.text = text;
    wit_crossing_tell(c, edge, "", false);
    wit_crossing_emit(w, c, WIT_CROSSED_UNKNOWN);
}

/* WIT_NO_GAP: the attachment is in service. */
wit_gap_ref wit_crossing_state_gap(struct wit_reach *r, const struct wit_attachment *at)
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
static void into_network(struct wit_crossings *w, struct wit_crossing *c, const struct wit_attachment *in,
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
        struct wit_edge edge = wit_crossing_edge(
            out->transit_id, wit_fmt(w->r->arena, "%s, out in %s", out->id, chosen[i]->id), out->cite);
        edge.gap = why;
        wit_crossing_tell(&one, edge, "", several);
        one.out = out;
        one.subnet = chosen[i];
        one.references = one.references == WIT_GROUPS_NO ? WIT_GROUPS_NO : references_of(in, out);
        wit_crossing_emit(w, &one, WIT_CROSSED_NETWORK);
    }
    if (gap != WIT_NO_GAP || n == 0)
        wit_crossing_unknown(w, c, wit_crossing_edge(out->transit_id, "", out->cite),
                             wit_fmt(w->r->arena, "in which subnets %s stands is not (all) known", out->id),
                             gap != WIT_NO_GAP
                                 ? gap
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

void wit_crossing_leave(struct wit_crossings *w, struct wit_crossing *c, const struct wit_attachment *in,
                        const struct wit_attachment *out, const char *rule)
{
    struct wit_edge edge = wit_crossing_edge(out->transit_id, "", out->cite);
    if (out->state == WIT_GW_CLOSED) {
        wit_crossing_drop(w, c, edge, rule, "gateway-closed",
                          wit_fmt(w->r->arena, "%s: state %s", out->id, out->state_word == NULL ? "" : out->state_word),
                          false);
        return;
    }
    wit_gap_ref gap = wit_crossing_state_gap(w->r, out);
    if (gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap;
        edge.text = wit_fmt(w->r->arena, "%s is not fully known", out->id);
        wit_crossing_tell(c, edge, rule, false);
    }
    switch (out->kind) {
    case WIT_ATTACHED_NETWORK:
        if (out->network != NULL && !out->network->placeholder) {
            into_network(w, c, in, out);
            return;
        }
        wit_crossing_unknown(
            w, c, edge, wit_fmt(w->r->arena, "the network behind %s is not in evidence", out->id),
            out->network != NULL && out->network->gap != WIT_NO_GAP
                ? out->network->gap
                : wit_gap_add(w->r, WIT_GAP_DANGLING, out->account, out->region, out->resource,
                              wit_fmt(w->r->arena, "the network behind %s is not in evidence", out->id), ""));
        return;
    case WIT_ATTACHED_VPN:
    case WIT_ATTACHED_DIRECT_CONNECT:
    case WIT_ATTACHED_CONNECT:
        c->out = out;
        wit_crossing_emit(w, c, WIT_CROSSED_OUTSIDE);
        return;
    case WIT_ATTACHED_PEERING: {
        const struct wit_attachment *far = other_side(w->r, out);
        if (far != NULL && (w->n_pending == sizeof w->pending / sizeof w->pending[0] || c->n + 8 > WIT_TOLD_EDGES)) {
            wit_crossing_unknown(
                w, c, edge, "more transit gateways in a row than can be followed",
                wit_gap_add(
                    w->r, WIT_GAP_NOT_MODELLED, out->account, out->region, out->id,
                    wit_fmt(w->r->arena, "more transit gateways in a row than can be followed, from %s on", out->id),
                    ""));
            return;
        }
        if (far == NULL) {
            wit_crossing_unknown(
                w, c, edge, wit_fmt(w->r->arena, "what lies behind %s is not in evidence", out->id),
                wit_gap_add(
                    w->r, WIT_GAP_NOT_ASKED, out->peer_account, out->peer_region,
                    out->peer_transit[0] != '\0' ? out->peer_transit : out->id,
                    wit_fmt(w->r->arena, "the transit gateway on the other side of %s is not in evidence", out->id),
                    "aws ec2 describe-transit-gateway-attachments"));
            return;
        }
        edge =
            wit_crossing_edge(out->transit_id, wit_fmt(w->r->arena, "%s, to %s", out->id, far->transit_id), out->cite);
        wit_crossing_tell(c, edge, "", false);
        if (far->transit != NULL) { /* the other gateway itself may be closed, or not wholly in evidence */
            struct wit_edge state = wit_gateway_state(
                w->r, &(struct wit_branch){.kind = WIT_GW_TRANSIT, .gateway = far->transit, .target = far->transit_id});
            if (state.passes < 0) {
                wit_crossing_drop(w, c, state, "", state.reason, state.text, false);
                return;
            }
            if (state.passes == 0)
                wit_crossing_tell(c, state, "", false);
        }
        c->references = WIT_GROUPS_NO;
        w->pending[w->n_pending++] = (struct arrived){*c, far};
        return;
    }
    case WIT_ATTACHED_OTHER:
        break;
    }
    wit_crossing_unknown(w, c, edge, wit_fmt(w->r->arena, "what lies behind %s is not modelled", out->id),
                         wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, out->account, out->region, out->id,
                                     wit_fmt(w->r->arena, "what lies behind %s is not modelled", out->id), ""));
}
