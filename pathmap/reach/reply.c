/* pathmap/reach/reply.c: the way back: B's routes, the same gateways, stateless filters once more.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 2.1-2.3. Replies follow B's routes by longest prefix; nothing checks where they come
 * from (no reverse-path filter), but they must come back to the NAT gateway through which the packet came. ACLs look at
 * the port replied to: the client's, and on the far side of a NAT gateway the one that it chose.
 */
#include <string.h>

#include "pathmap/reach/back.h"

void wit_leaf_add(struct wit_walk *w, const struct wit_place *p, struct wit_tri near, struct wit_tri far)
{
    WIT_PUSH(w->r->scratch, w->out->leaves, w->out->n, w->out->cap) =
        (struct wit_leaf){.last = p->last,
                          .alternative = w->out->alternatives,
                          .forward = p->forward,
                          .near = near,
                          .far = p->nat != NULL ? far : wit_tri_all(w->r),
                          .answers = p->answers,
                          .nat = p->nat != NULL,
                          .translated = p->translated,
                          .unconfirmed = p->unconfirmed};
}

struct wit_step *wit_back_add(struct wit_walk *w, struct wit_back *b, enum wit_step_kind kind, struct wit_tri set)
{
    struct wit_tri forward = b->p.forward;
    struct wit_step *s = wit_step_add(w, &b->p, kind, set);
    b->p.forward = forward;
    s->reply = true;
    s->far = b->at_far;
    s->src = s->new_src = b->src;
    s->dst = s->new_dst = b->dst;
    if (b->at_far)
        b->far = wit_tri_and(w->r, b->far, set);
    else
        b->near = wit_tri_and(w->r, b->near, set);
    return s;
}

void wit_back_acl(struct wit_walk *w, struct wit_back *b, const struct wit_subnet *subnet, bool egress,
                  struct wit_addr peer)
{
    struct wit_step *s = wit_back_add(w, b, WIT_STEP_ACL, wit_filters_acl(w->r, subnet, egress, peer));
    s->word = "network-acl";
    s->subnet = subnet;
    s->egress = egress;
    s->peer = peer;
    s->reason = "reply-acl";
}

void wit_back_edge(struct wit_walk *w, struct wit_back *b, enum wit_step_kind kind, const char *word,
                   struct wit_edge edge)
{
    struct wit_step *s = wit_back_add(w, b, kind, wit_edge_set(w->r, edge));
    wit_step_edge(s, word, edge);
    if (edge.passes < 0)
        s->reason = "reply-route";
}

void wit_back_end(struct wit_walk *w, struct wit_back *b)
{
    wit_leaf_add(w, &b->p, b->near, b->far);
}

void wit_back_elsewhere(struct wit_walk *w, struct wit_back *b, const struct wit_branch *branch, const char *text)
{
    struct wit_edge edge = {.passes = -1,
                            .gap = WIT_NO_GAP,
                            .id = branch->target,
                            .text = text,
                            .reason = "reply-route",
                            .cite = branch->route == NULL ? (struct wit_cite){UINT32_MAX, ""} : branch->route->cite};
    wit_back_edge(w, b, WIT_STEP_GATEWAY, wit_gateway_word(branch->kind), edge);
    wit_back_end(w, b);
}

const struct wit_subnet *wit_back_home(const struct wit_back *b)
{
    return b->behind ? b->p.nat_home : b->p.home;
}

void wit_back_unknown(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b,
                      const struct wit_branch *branch)
{
    const struct wit_gateway *g = branch->gateway;
    const struct wit_interface *router = branch->kind == WIT_GW_INTERFACE && g != NULL ? g->interface : NULL;
    struct wit_edge edge = {
        .id = branch->target, .text = "what lies behind it is not modelled", .reason = "", .cite = {UINT32_MAX, ""}};
    (void)list;
    if (router != NULL && router->source_dest_check && router->n_addresses > 0) {
        wit_back_elsewhere(w, b, branch, "it checks source and destination, so it forwards nothing");
        return;
    }
    if (g != NULL && g->state == WIT_GW_CLOSED) {
        wit_back_elsewhere(w, b, branch, "it is closed");
        return;
    }
    edge.gap = branch->doubtful || branch->anywhere ? branch->gap
               : g != NULL && g->gap != WIT_NO_GAP
                   ? g->gap
                   : wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, b->at->account, b->at->region, branch->target,
                                 wit_fmt(w->r->arena, "what lies behind %s is not modelled", branch->target), "");
    wit_back_edge(w, b, WIT_STEP_FAR, wit_gateway_word(branch->kind), edge);
    wit_back_end(w, b);
}

void wit_back_push(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b)
{
    if (list->n < sizeof list->places / sizeof list->places[0] && b->hops < WIT_HOPS) {
        list->places[list->n++] = *b;
        return;
    }
    wit_back_unknown(w, list, b,
                     &(struct wit_branch){.anywhere = true, .target = b->at->id, .dest = "", .gap = w->r->gap_outside});
}

/* One row a kind; a kind without a row leads beyond what is modelled. */
static const struct {
    enum wit_gateway_kind kind;
    wit_back_fn *back;
} handlers[] = {
    {WIT_GW_LOCAL, wit_back_local},     {WIT_GW_INTERNET, wit_back_internet},
    {WIT_GW_PEERING, wit_back_peering}, {WIT_GW_EGRESS_ONLY, wit_back_internet},
    {WIT_GW_TRANSIT, wit_back_transit}, {WIT_GW_ENDPOINT, wit_back_other_way},
    {WIT_GW_VPN, wit_back_vpn},         {WIT_GW_NAT, wit_back_other_way},
};

static wit_back_fn *handler_of(const struct wit_branch *branch)
{
    for (size_t i = 0; i < sizeof handlers / sizeof handlers[0] && !branch->anywhere; i++) {
        if (handlers[i].kind == branch->kind)
            return handlers[i].back;
    }
    return wit_back_unknown;
}

/* One branch of the routes for the destination of the reply. */
static void follow(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b, const struct wit_branch *branch)
{
    bool no_route = branch->kind == 0 && !branch->anywhere && !branch->blackhole;
    if (wit_back_waits_on_internet(b) && no_route) { /* does a packet come in where nothing could go out? */
        struct wit_step *s = wit_step_add(w, &b->p, WIT_STEP_ROUTE, wit_tri_maybe(w->r));
        wit_step_route(w->r, s, b->at, branch);
        s->unconfirmed = true;
        s->branch = false;
        s->reason = "inbound-without-route";
        s->text = "whether a packet from the internet comes in without a route back is not documented";
        s->gap = wit_gap_unconfirmed(w->r, b->at->id,
                                     "whether a packet from the internet is delivered to a public address whose subnet "
                                     "has no route back");
        b->p.unconfirmed = true;
    }
    const struct wit_gateway *nat = branch->kind == WIT_GW_NAT && !branch->doubtful ? branch->gateway : NULL;
    bool stays = nat != NULL && nat->subnet == b->at; /* 1.3.2 */
    if (!stays && (!b->transit || branch->kind == WIT_GW_LOCAL))
        wit_back_acl(w, b, b->at, true, b->dst);
    bool nowhere = branch->blackhole || no_route;
    struct wit_step *s = wit_back_add(w, b, WIT_STEP_ROUTE,
                                      nowhere            ? wit_tri_none(w->r)
                                      : branch->doubtful ? wit_tri_maybe(w->r)
                                                         : wit_tri_all(w->r));
    wit_step_route(w->r, s, b->at, branch);
    if (nowhere) {
        s->reason = "reply-route";
        wit_back_end(w, b);
        return;
    }
    handler_of(branch)(w, list, b, branch);
}

static bool is_loop(struct wit_walk *w, struct wit_back *b)
{
    for (const struct wit_visited *v = b->visited; v != NULL; v = v->prev) {
        if (v->subnet == b->at && v->transit == (b->transit != NULL) && (v->state != NULL) == b->behind)
            return true;
    }
    struct wit_visited *here = WIT_NEW(w->r->scratch, struct wit_visited);
    *here = (struct wit_visited){b->visited, b->at, b->behind ? b->p.nat : NULL, b->transit != NULL};
    b->visited = here;
    return false;
}

void wit_reply(struct wit_walk *w, const struct wit_place *p, enum wit_via via, struct wit_addr seen)
{
    struct wit_backlist list = {.n = 0};
    struct wit_back b = {.p = *p,
                         .near = wit_tri_all(w->r),
                         .far = wit_tri_all(w->r),
                         .src = w->b == NULL ? w->dst : w->dst_inside,
                         .dst = seen,
                         .at_far = p->nat != NULL,
                         .via = via,
                         .at = w->b != NULL ? w->b->subnet : NULL};
    if (w->b == NULL)
        wit_back_come_home(w, &list, &b, via != WIT_VIA_SUBNET);
    else
        list.places[list.n++] = b;
    while (list.n > 0) {
        struct wit_back at = list.places[--list.n];
        if (wit_back_home(&at) == at.at && at.via != WIT_VIA_INTERNET) { /* in that subnet already */
            wit_back_come_home(w, &list, &at, false);
            continue;
        }
        if (is_loop(w, &at)) {
            wit_back_elsewhere(w, &at, &(struct wit_branch){.kind = WIT_GW_LOCAL, .target = at.at->id, .dest = ""},
                               "the routes lead round in a circle");
            continue;
        }
        struct wit_branch branches[WIT_BRANCHES];
        size_t n = wit_routes_lookup(w->r, branches, at.at, at.dst);
        for (size_t i = 0; i < n; i++) {
            struct wit_back one = at;
            follow(w, &list, &one, &branches[i]);
        }
    }
}
