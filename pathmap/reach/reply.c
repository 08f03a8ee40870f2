/* pathmap/reach/reply.c: the way back: B's routes, the same gateways, stateless filters once more.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 2.1-2.3. Replies follow B's routes by longest prefix; nothing checks where they come
 * from (no reverse-path filter), but they must pass the same NAT gateway. ACLs look at the port replied to: the
 * client's, and on the far side of a NAT gateway the one that it chose.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

struct back {
    struct wit_place p;
    struct wit_tri near, far;
    struct wit_addr src, dst; /* headers of the reply */
    bool at_far;
};

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

static struct wit_step *add(struct wit_walk *w, struct back *b, enum wit_step_kind kind, struct wit_tri set)
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

static void add_acl(struct wit_walk *w, struct back *b, const struct wit_subnet *subnet, bool egress,
                    struct wit_addr peer)
{
    struct wit_step *s = add(w, b, WIT_STEP_ACL, wit_filters_acl(w->r, subnet, egress, peer));
    s->word = "network-acl";
    s->subnet = subnet;
    s->egress = egress;
    s->peer = peer;
    s->reason = "reply-acl";
}

static void add_edge(struct wit_walk *w, struct back *b, enum wit_step_kind kind, const char *word,
                     struct wit_edge edge)
{
    struct wit_step *s = add(w, b, kind, wit_edge_set(w->r, edge));
    wit_step_edge(s, word, edge);
    if (edge.passes < 0)
        s->reason = "reply-route";
}

static void end(struct wit_walk *w, struct back *b)
{
    wit_leaf_add(w, &b->p, b->near, b->far);
}

/* The reply goes where it is not waited for. */
static void elsewhere(struct wit_walk *w, struct back *b, const struct wit_branch *branch, const char *text)
{
    struct wit_edge edge = {.passes = -1,
                            .gap = WIT_NO_GAP,
                            .id = branch->target,
                            .text = text,
                            .reason = "reply-route",
                            .cite = branch->route == NULL ? (struct wit_cite){UINT32_MAX, ""} : branch->route->cite};
    add_edge(w, b, WIT_STEP_GATEWAY, wit_gateway_word(branch->kind), edge);
    end(w, b);
}

static bool is_modelled(enum wit_gateway_kind kind)
{
    return kind == WIT_GW_LOCAL || kind == WIT_GW_INTERNET || kind == WIT_GW_EGRESS_ONLY || kind == WIT_GW_NAT ||
           kind == WIT_GW_PEERING || kind == WIT_GW_ENDPOINT;
}

static void through_unknown(struct wit_walk *w, struct back *b, const struct wit_branch *branch,
                            const struct wit_subnet *subnet)
{
    const struct wit_gateway *g = branch->gateway;
    const struct wit_interface *router = branch->kind == WIT_GW_INTERFACE && g != NULL ? g->interface : NULL;
    struct wit_edge edge = {
        .id = branch->target, .text = "what lies behind it is not modelled", .reason = "", .cite = {UINT32_MAX, ""}};
    if (router != NULL && router->source_dest_check && router->n_addresses > 0) {
        elsewhere(w, b, branch, "it checks source and destination, so it forwards nothing");
        return;
    }
    if (g != NULL && g->state == WIT_GW_CLOSED) {
        elsewhere(w, b, branch, "it is closed");
        return;
    }
    edge.gap = branch->doubtful || branch->anywhere ? branch->gap
               : g != NULL && g->gap != WIT_NO_GAP
                   ? g->gap
                   : wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, subnet->account, subnet->region, branch->target,
                                 wit_fmt(w->r->arena, "what lies behind %s is not modelled", branch->target), "");
    add_edge(w, b, WIT_STEP_FAR, wit_gateway_word(branch->kind), edge);
    end(w, b);
}

/* From the NAT gateway back to the client that is behind it. */
static void behind_nat(struct wit_walk *w, const struct back *from)
{
    const struct wit_subnet *subnet = from->p.nat->subnet;
    struct back b = *from;
    b.at_far = false;
    if (b.p.last != NULL)
        b.p.last->new_dst = w->src;
    b.dst = w->src;
    if (subnet == b.p.nat_from) {
        end(w, &b);
        return;
    }
    struct wit_branch branches[WIT_BRANCHES];
    size_t n = wit_routes_lookup(w->r, branches, subnet, w->src);
    for (size_t i = 0; i < n; i++) {
        struct back one = b;
        const struct wit_branch *branch = &branches[i];
        bool nowhere = branch->blackhole || (branch->kind == 0 && !branch->anywhere);
        add_acl(w, &one, subnet, true, w->src);
        struct wit_step *s = add(w, &one, WIT_STEP_ROUTE,
                                 nowhere            ? wit_tri_none(w->r)
                                 : branch->doubtful ? wit_tri_maybe(w->r)
                                                    : wit_tri_all(w->r));
        wit_step_route(w->r, s, subnet, branch);
        if (nowhere) {
            s->reason = "reply-route";
            end(w, &one);
        } else if (branch->anywhere || !is_modelled(branch->kind)) {
            through_unknown(w, &one, branch, subnet);
        } else if (branch->kind != WIT_GW_LOCAL) {
            elsewhere(w, &one, branch, "the reply leaves the network instead of going back to the client");
        } else {
            add_acl(w, &one, one.p.nat_from, false, w->dst);
            end(w, &one);
        }
    }
}

/* The reply has come to the network of the client (or of its NAT gateway). */
static void come_home(struct wit_walk *w, struct back *b, enum wit_via via)
{
    if (b->p.subnet == NULL) { /* the client is outside */
        end(w, b);
        return;
    }
    b->src = w->dst;
    if (via == WIT_VIA_INTERNET && b->dst.family == 4) {
        const struct wit_network *network = b->p.subnet->network;
        struct wit_addr inner = b->p.nat != NULL ? b->p.nat_addr : w->src;
        struct wit_edge edge =
            wit_gateway_edge_table(w->r, network, wit_gateway_internet(w->r, network, NULL).id, inner);
        if (edge.passes <= 0)
            add_edge(w, b, WIT_STEP_ROUTE, "route-table", edge);
        b->dst = inner;
    }
    if (via != WIT_VIA_SUBNET)
        add_acl(w, b, b->p.subnet, false, w->dst);
    if (b->p.nat != NULL)
        behind_nat(w, b);
    else
        end(w, b);
}

/* IPv6 is not translated: an answer may come home by a peering though the question went through internet gateways, or
 * the reverse. Nothing that is documented stops it (2.3), nothing says that it is taken either. */
static bool crosses_over(struct wit_walk *w, struct back *b, enum wit_via via, const struct wit_branch *branch,
                         const struct wit_subnet *subnet)
{
    bool out = branch->kind == WIT_GW_INTERNET || branch->kind == WIT_GW_EGRESS_ONLY;
    bool over = (via == WIT_VIA_INTERNET && branch->kind == WIT_GW_PEERING) || (via == WIT_VIA_PEERING && out);
    if (!over || b->dst.family != 6 || b->p.nat != NULL || b->p.subnet == NULL)
        return false;
    struct wit_edge edge = out ? wit_gateway_internet(w->r, subnet->network, branch) : wit_gateway_state(w->r, branch);
    if (edge.passes < 0)
        return false;
    if (!out && branch->gateway != NULL && wit_gateway_sides_known(branch->gateway) &&
        !wit_same_network(wit_gateway_other_side(branch->gateway, subnet->network), b->p.subnet->network))
        return false;
    if (edge.passes > 0)
        edge.gap = wit_gap_unconfirmed(
            w->r, branch->target,
            "whether an IPv6 connection comes up of which one direction takes a peering and the other the internet");
    edge.passes = 0;
    edge.unconfirmed = true;
    add_edge(w, b, WIT_STEP_GATEWAY, wit_gateway_word(branch->kind), edge);
    come_home(w, b, out ? WIT_VIA_INTERNET : WIT_VIA_PEERING);
    return true;
}

/* One branch of b's routes for the source that it sees. */
static void follow(struct wit_walk *w, struct back *b, enum wit_via via, const struct wit_branch *branch)
{
    const struct wit_subnet *subnet = w->b->subnet;
    bool no_route = branch->kind == 0 && !branch->anywhere && !branch->blackhole;
    if (via == WIT_VIA_INTERNET && no_route) { /* does a packet come in where nothing could go out? */
        struct wit_step *s = wit_step_add(w, &b->p, WIT_STEP_ROUTE, wit_tri_maybe(w->r));
        wit_step_route(w->r, s, subnet, branch);
        s->unconfirmed = true;
        s->branch = false;
        s->reason = "inbound-without-route";
        s->text = "whether a packet from the internet comes in without a route back is not documented";
        s->gap = wit_gap_unconfirmed(w->r, subnet->id,
                                     "whether a packet from the internet is delivered to a public address whose subnet "
                                     "has no route back");
        b->p.unconfirmed = true;
    }
    add_acl(w, b, subnet, true, b->dst);
    bool nowhere = branch->blackhole || no_route;
    struct wit_step *s = add(w, b, WIT_STEP_ROUTE,
                             nowhere            ? wit_tri_none(w->r)
                             : branch->doubtful ? wit_tri_maybe(w->r)
                                                : wit_tri_all(w->r));
    wit_step_route(w->r, s, subnet, branch);
    if (nowhere) {
        s->reason = "reply-route";
        end(w, b);
        return;
    }
    if (branch->anywhere || !is_modelled(branch->kind)) {
        through_unknown(w, b, branch, subnet);
        return;
    }
    struct wit_edge edge = {.passes = 1};
    if (via == WIT_VIA_LOCAL && branch->kind == WIT_GW_LOCAL) {
        come_home(w, b, via);
    } else if (via == WIT_VIA_PEERING && branch->kind == WIT_GW_PEERING) {
        edge = wit_gateway_state(w->r, branch);
        const struct wit_network *other =
            branch->gateway == NULL ? NULL : wit_gateway_other_side(branch->gateway, subnet->network);
        if (branch->gateway != NULL && wit_gateway_sides_known(branch->gateway) && edge.passes >= 0 &&
            !wit_same_network(other, b->p.subnet->network)) {
            elsewhere(w, b, branch, "this peering leads to another network");
            return;
        }
        add_edge(w, b, WIT_STEP_GATEWAY, "peering", edge);
        come_home(w, b, via);
    } else if (via == WIT_VIA_INTERNET && branch->kind == WIT_GW_INTERNET) {
        edge = wit_gateway_internet(w->r, subnet->network, branch);
        add_edge(w, b, WIT_STEP_GATEWAY, "internet-gateway", edge);
        if (w->dst_is_public)
            b->p.last->new_src = w->dst;
        b->src = w->dst;
        come_home(w, b, via);
    } else if (via == WIT_VIA_INTERNET && branch->kind == WIT_GW_EGRESS_ONLY && b->dst.family == 6) {
        edge = wit_gateway_state(w->r, branch);
        if (edge.passes > 0) {
            edge.passes = 0;
            edge.unconfirmed = true;
            edge.gap =
                wit_gap_unconfirmed(w->r, branch->target,
                                    "whether an egress-only gateway lets replies out to connections that came in "
                                    "through an internet gateway");
        }
        add_edge(w, b, WIT_STEP_GATEWAY, "egress-only-gateway", edge);
        come_home(w, b, via);
    } else if (!crosses_over(w, b, via, branch, subnet)) {
        elsewhere(w, b, branch, "the reply leaves by another way than the client waits on");
    }
}

void wit_reply(struct wit_walk *w, const struct wit_place *p, enum wit_via via, struct wit_addr seen)
{
    struct back b = {.p = *p,
                     .near = wit_tri_all(w->r),
                     .far = wit_tri_all(w->r),
                     .src = w->b == NULL ? w->dst : w->dst_inside,
                     .dst = seen,
                     .at_far = p->nat != NULL};
    if (w->b == NULL || via == WIT_VIA_SUBNET) {
        come_home(w, &b, via);
        return;
    }
    struct wit_branch branches[WIT_BRANCHES];
    size_t n = wit_routes_lookup(w->r, branches, w->b->subnet, seen);
    for (size_t i = 0; i < n; i++) {
        struct back one = b;
        follow(w, &one, via, &branches[i]);
    }
}
