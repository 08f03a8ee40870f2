/* pathmap/reach/service_public.c: ways in that need no route: accelerators, and doors for people with credentials.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.5.5 (accelerators; no internet route is no proof), 1.5.4
 * (BPA), 1.11.
 */
#include <string.h>

#include "pathmap/reach/service.h"

/* ---- Global Accelerator ---- */

/* Of a source that is not known: what passes whoever it is, what passes for somebody. */
static struct wit_tri whoever(struct wit_reach *r, const struct wit_filter *const *filters, size_t n, bool egress,
                              uint8_t family)
{
    struct wit_tri out = wit_tri_none(r);
    wit_set denied = r->none, closed = r->none; /* by some rule before, for everybody */
    for (size_t i = 0; i < n; i++) {
        const struct wit_filter *f = filters[i];
        if (f == NULL || f->gap != WIT_NO_GAP)
            out.hi = r->all;
        for (size_t k = 0; f != NULL && k < f->n_rules; k++) {
            const struct wit_rule *rule = &f->rules[k];
            if (rule->egress != egress)
                continue;
            bool any = rule->gap == WIT_NO_GAP && rule->peer == WIT_PEER_PREFIX && rule->prefix.bits == 0 &&
                       rule->prefix.addr.family == family;
            wit_set ports = rule->gap != WIT_NO_GAP ? r->all : wit_set_of(r, rule->ports);
            bool allows = rule->allow || rule->gap != WIT_NO_GAP;
            if (allows)
                out.hi = wit_set_or(r, out.hi, wit_set_minus(r, ports, closed));
            if (any && rule->allow)
                out.lo = wit_set_or(r, out.lo, wit_set_minus(r, ports, denied));
            if (f->mode == WIT_FIRST_MATCH && (!rule->allow || rule->gap != WIT_NO_GAP))
                denied = wit_set_or(r, denied, ports);
            if (f->mode == WIT_FIRST_MATCH && any && !allows)
                closed = wit_set_or(r, closed, ports);
        }
    }
    return out;
}

static void add_filters(struct wit_walk *w, struct wit_place *p, const struct wit_interface *b, bool keeps,
                        struct wit_addr seen)
{
    struct wit_reach *r = w->r;
    const struct wit_subnet *subnet = b->subnet;
    if (!keeps) { /* 1.3.6 speaks of kept addresses only: another source is filtered like any */
        struct wit_step *acl =
            wit_step_add(w, p, WIT_STEP_FAR,
                         subnet->acl == NULL ? wit_tri_maybe(r) : whoever(r, &subnet->acl, 1, false, seen.family));
        acl->word = "network-acl";
        acl->id = subnet->acl != NULL ? subnet->acl->id : "";
        acl->reason = "acl-deny";
        acl->text = "the accelerator writes an address of its own";
        acl->gap = subnet->acl != NULL && subnet->acl->gap != WIT_NO_GAP ? subnet->acl->gap : subnet->acl_gap;
        if (acl->gap == WIT_NO_GAP)
            acl->gap = wit_gap_unconfirmed(r, b->id,
                                           "which address an accelerator that does not keep the client's "
                                           "address writes");
    }
    struct wit_tri groups = keeps           ? wit_filters_groups(r, b, false, seen, NULL, WIT_GROUPS_NO)
                            : b->unfiltered ? wit_tri_all(r)
                            : b->filters_gap != WIT_NO_GAP || b->n_filters == 0
                                ? wit_tri_maybe(r)
                                : whoever(r, b->filters, b->n_filters, false, seen.family);
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_GROUP, groups);
    s->word = "security-group";
    s->itf = b;
    s->reason = "group-deny";
    if (keeps)
        s->peer = seen;
    else
        s->gap = wit_gap_unconfirmed(r, b->id,
                                     "which address an accelerator that does not keep the client's address writes");
}

/* What the reply needs: out to the client, and the matching rule inbound (1.3.6). */
static struct wit_tri add_reply(struct wit_walk *w, struct wit_place *p, const struct wit_interface *b, bool keeps,
                                struct wit_addr seen)
{
    struct wit_tri near = wit_tri_all(w->r);
    for (int egress = 1; egress >= 0; egress--) {
        struct wit_tri forward = p->forward;
        struct wit_tri set = keeps                    ? wit_filters_acl(w->r, b->subnet, egress == 1, seen)
                             : b->subnet->acl == NULL ? wit_tri_maybe(w->r)
                                                      : whoever(w->r, &b->subnet->acl, 1, egress == 1, seen.family);
        struct wit_step *s = wit_step_add(w, p, WIT_STEP_ACL, set);
        p->forward = forward;
        near = wit_tri_and(w->r, near, set);
        s->word = "network-acl";
        s->subnet = b->subnet;
        s->egress = egress == 1;
        s->reply = true;
        s->peer = seen;
        s->reason = "reply-acl";
        if (!keeps)
            break;
    }
    return near;
}

static struct wit_leg2 at_endpoint(struct wit_walk *w, const struct wit_speeded *x, struct wit_addr addr, bool keeps,
                                   struct wit_addr seen)
{
    struct wit_reach *r = w->r;
    const struct wit_network *network = x->itf->subnet->network;
    wit_set family = addr.family == 4 ? r->family4 : r->family6;
    struct wit_place p = {.src = seen, .dst = addr, .forward = {family, family}};
    struct wit_edge gateway = wit_gateway_internet(r, network, NULL);
    wit_step_edge(wit_step_add(w, &p, WIT_STEP_GATEWAY, wit_edge_set(r, gateway)), "internet-gateway", gateway);
    struct wit_edge bpa = wit_gateway_bpa(r, x->itf->subnet, false, false);
    if (gateway.passes >= 0)
        wit_step_edge(wit_step_add(w, &p, WIT_STEP_BPA, wit_edge_set(r, bpa)), "block-public-access", bpa);
    add_filters(w, &p, x->itf, keeps, seen);
    wit_service_arrival(w, &p);
    struct wit_tri near = add_reply(w, &p, x->itf, keeps, seen);
    struct wit_leaf *leaf = WIT_NEW(r->scratch, struct wit_leaf);
    *leaf = (struct wit_leaf){
        .last = p.last, .forward = p.forward, .near = near, .far = wit_tri_all(r), .answers = p.answers};
    return (struct wit_leg2){wit_leaf_sum(r, w->from, leaf), w->tell ? leaf : NULL};
}

static wit_set port_set(struct wit_reach *r, wit_set like, uint16_t port)
{
    wit_set out = r->none;
    for (size_t i = 0; i < like->n; i++) {
        struct wit_span span = {(like->spans[i].first & ~0xffffU) | port, (like->spans[i].first & ~0xffffU) | port};
        out = wit_set_or(r, out, wit_set_of(r, (struct wit_pset){&span, 1}));
    }
    return out;
}

/* One mapping of ports, from one arrival at the accelerator; kept, not kept, or nobody knows which. */
static void speed(struct wit_walk *w, const struct wit_speeded *x, const struct wit_arrival *a, struct wit_addr addr,
                  wit_set listen, wit_set target, bool same)
{
    const struct wit_accelerated *endpoint = x->endpoint;
    struct wit_edge sure = {.passes = 0,
                            .gap = x->accelerator->gap,
                            .id = x->accelerator->id,
                            .text = "",
                            .reason = "",
                            .cite = endpoint->cite};
    struct wit_joint j = {.listen = listen,
                          .target = target,
                          .same = same,
                          .answers = true,
                          .word = "load-balancer",
                          .id = x->accelerator->id,
                          .text = "an accelerator hands it on, without any route",
                          .cite = endpoint->cite,
                          .new_dst = addr};
    if (!x->sure) {
        sure.gap = wit_gap_add(
            w->r, WIT_GAP_NOT_MODELLED, "", "", endpoint->id,
            wit_fmt(w->r->arena, "which of the interfaces of %s was attached first is not told", endpoint->id), "");
        wit_joint_gate(&j, "load-balancer", sure);
    }
    enum wit_told keeps = endpoint->keeps_client;
    if (keeps != WIT_TOLD_NO) {
        struct wit_leg2 second = at_endpoint(w, x, addr, true, a->seen);
        wit_service_compose(w, a, &j, &second);
    }
    if (keeps != WIT_TOLD_YES) {
        struct wit_leg2 second = at_endpoint(w, x, addr, false, a->seen);
        wit_service_compose(w, a, &j, &second);
    }
    w->out->alternatives++;
}

static void speed_ports(struct wit_walk *w, const struct wit_speeded *x, const struct wit_arrival *a,
                        struct wit_addr addr)
{
    struct wit_reach *r = w->r;
    wit_set rest = wit_set_of(r, x->endpoint->listener);
    for (size_t i = 0; i < x->endpoint->n_overrides; i++) {
        wit_set listen = port_set(r, rest, x->endpoint->overrides[i].from);
        wit_set target = port_set(r, listen, x->endpoint->overrides[i].to);
        listen = wit_set_and(r, listen, wit_set_of(r, x->endpoint->listener));
        if (listen == r->none)
            continue;
        rest = wit_set_minus(r, rest, listen);
        speed(w, x, a, addr, listen, target, false);
    }
    if (rest != r->none)
        speed(w, x, a, addr, rest, rest, true);
}

static void speed_all(struct wit_walk *w, const struct wit_speeded *x, enum wit_origin origin, struct wit_addr addr)
{
    const struct wit_accelerator *acc = x->accelerator;
    for (size_t i = 0; i < acc->n_addrs; i++) {
        if (acc->addrs[i].family != addr.family)
            continue;
        if (origin == WIT_FROM_INTERNET) {
            if (w->from->points[0].addr.family != addr.family)
                continue;
            struct wit_arrival a = wit_service_from_anywhere(w->from->points[0].addr, w->r->all);
            speed_ports(w, x, &a, addr);
            return; /* its addresses fare alike */
        }
        const struct wit_arrivals *first = wit_service_arrivals(w, w->from, wit_unit_outside(w->r, acc->addrs[i]));
        for (size_t k = 0; k < first->n; k++) {
            struct wit_arrival a = first->list[k];
            bool branch = (k > 0 && first->list[k - 1].alternative == a.alternative) ||
                          (k + 1 < first->n && first->list[k + 1].alternative == a.alternative);
            if (branch) /* of one way out: each may hold, none surely */
                a.sum.open = a.sum.delivered = a.sum.usual = w->r->none;
            speed_ports(w, x, &a, addr);
        }
    }
}

/* Endpoints of an accelerator that are not told, or that no interface could be found for. */
static void speed_unknown(struct wit_walk *w)
{
    const struct wit_estate *e = w->r->estate;
    for (size_t i = 0; i < e->n_accelerators; i++) {
        const struct wit_accelerator *acc = &e->accelerators[i];
        bool may = acc->gap != WIT_NO_GAP;
        for (size_t k = 0; k < acc->n_endpoints && !may; k++) {
            const struct wit_accelerated *x = &acc->endpoints[k];
            bool here = x->region[0] == '\0' || strcmp(x->region, w->b->region) == 0;
            bool address = strncmp(x->id, "eipalloc-", 9) == 0, front = strstr(x->id, ":loadbalancer/") != NULL;
            for (size_t j = 0; address && here && j < w->b->n_addresses; j++)
                may = may || w->b->addresses[j].public_addr.family != 0;
            may = may || (front && here && wit_interface_is_front(w->b) && wit_service_balancer(w->r, w->b) == NULL);
        }
        if (!may || (!acc->enabled && acc->gap == WIT_NO_GAP))
            continue;
        wit_gap_ref gap = acc->gap;
        if (gap == WIT_NO_GAP)
            gap = wit_gap_add(w->r, WIT_GAP_DANGLING, acc->account, "", acc->id,
                              "which interface an endpoint of this accelerator is could not be found", "");
        wit_beyond_add(w, "load-balancer", acc->id, "an accelerator may lead to it", gap, wit_tri_maybe(w->r), true);
    }
}

void wit_ways_of_accelerators(struct wit_walk *w, enum wit_origin origin)
{
    const struct wit_services *s = w->r->services;
    if (w->r->estate->n_accelerators == 0 || wit_gateway_internet(w->r, w->b->subnet->network, NULL).passes < 0)
        return;
    speed_unknown(w);
    for (size_t i = 0; i < s->n_speeded; i++) {
        const struct wit_speeded *x = &s->speeded[i];
        if (x->itf != w->b || !x->accelerator->enabled)
            continue;
        bool done[2] = {false, false};
        for (size_t k = 0; k < w->b->n_addresses; k++) {
            const struct wit_addr addr = w->b->addresses[k].addr;
            if (!done[addr.family == 6] && wit_service_concerns(w->to, addr))
                speed_all(w, x, origin, addr);
            done[addr.family == 6] = true; /* the primary one */
        }
    }
}
