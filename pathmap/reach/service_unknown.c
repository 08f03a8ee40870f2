/* pathmap/reach/service_unknown.c: fronts of which it is not known what they forward to, or who stands before them.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.9.3-4, 1.10, 1.12.3, chapter 3 (balancer, target group or service missing: what lies
 * beyond is unknown). Nothing passes surely; possibly what b's own filters would let in.
 */
#include <string.h>

#include "pathmap/reach/service.h"

static bool is_broker_of_msk(const struct wit_interface *itf)
{
    return strstr(itf->description, "Amazon MSK") != NULL || strstr(itf->requester, "msk") != NULL;
}

void wit_ways_of_managed_endpoints(struct wit_walk *w, enum wit_origin origin)
{
    (void)origin;
    if (w->r->services->n_managed == 0 || !is_broker_of_msk(w->b))
        return;
    for (size_t i = 0; i < w->r->services->n_managed; i++) {
        const struct wit_interface *itf = w->r->services->managed[i];
        const struct wit_sum *first = wit_pair_plain(w->r, w->from, wit_unit_of_interface(w->r, itf));
        if (itf == w->a || first->may_deliver == w->r->none)
            continue;
        wit_beyond_add(w, "vpc-endpoint", itf->endpoint_id, "an endpoint that MSK manages may lead to this broker",
                       wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, itf->account, itf->region, itf->endpoint_id,
                                   wit_fmt(w->r->arena,
                                           "which cluster %s leads to, and which port to which broker, is "
                                           "not told",
                                           itf->endpoint_id),
                                   "aws kafka list-vpc-connections"),
                       (struct wit_tri){w->r->none, w->r->tcp}, false);
        return; /* the first of several says it */
    }
}

/* 1.9.2-4: clients of other networks before an endpoint service of b. */
void wit_ways_of_foreign_consumers(struct wit_walk *w, enum wit_origin origin)
{
    struct wit_reach *r = w->r;
    const struct wit_interface *b = w->b;
    const struct wit_balancer *balancer = wit_service_balancer(r, b);
    (void)origin;
    bool may_serve = strcmp(b->type, "network_load_balancer") == 0 || strcmp(b->type, "gateway_load_balancer") == 0 ||
                     strncmp(b->description, "ELB net/", 8) == 0 ||
                     (balancer != NULL && balancer->kind == WIT_BALANCER_NETWORK);
    if (!may_serve)
        return;
    wit_gap_ref gap = wit_list_gap_of(r, b->account, b->region, "ec2", "DescribeVpcEndpointServiceConfigurations");
    if (gap != WIT_NO_GAP || balancer == NULL) {
        if (gap == WIT_NO_GAP)
            gap = wit_gap_add(r, WIT_GAP_DANGLING, b->account, b->region, b->id,
                              wit_fmt(r->arena, "the load balancer of %s is not in evidence", b->id), "");
        wit_beyond_add(w, "vpc-endpoint", b->id, "which endpoint services lead to it is not known", gap,
                       wit_tri_maybe(r), true);
        return;
    }
    for (size_t i = 0; i < r->estate->n_endpoint_services; i++) {
        const struct wit_endpoint_service *s = &r->estate->endpoint_services[i];
        bool ours = false, foreign = s->connections_gap != WIT_NO_GAP || s->gap != WIT_NO_GAP;
        for (size_t k = 0; k < s->n_balancers; k++)
            ours = ours || s->balancers[k] == balancer;
        for (size_t k = 0; k < s->n_connections; k++)
            foreign = foreign || (strcmp(s->connections[k].state, "available") == 0 &&
                                  wit_strmap_get(r->endpoint_by_id, s->connections[k].endpoint_id) == NULL);
        if (!ours || !foreign || s->state == WIT_GW_CLOSED)
            continue;
        struct wit_taking taking;
        wit_service_taking(&taking, w, b, w->from->points[0].addr);
        struct wit_tri groups = wit_entry_groups(r, balancer, b, w->from->points[0].addr);
        wit_set hi = wit_set_and(r, groups.hi, wit_set_and(r, taking.listens.hi, taking.forwards.hi));
        gap = s->gap != WIT_NO_GAP               ? s->gap
              : s->connections_gap != WIT_NO_GAP ? s->connections_gap
                                                 : wit_gap_add(r, WIT_GAP_DANGLING, s->account, s->region, s->id,
                                                               "endpoints of networks that are not in evidence are "
                                                               "connected to this service",
                                                               "");
        wit_beyond_add(w, "vpc-endpoint", s->id, "a client in another network may come through this service", gap,
                       (struct wit_tri){r->none, hi}, false);
    }
}

/* Can what that front forwards to be b, as far as its groups are told? */
static bool may_forward_to(const struct wit_reach *r, const struct wit_dark_front *d, const struct wit_interface *b)
{
    if (d->balancer == NULL || d->balancer->gap != WIT_NO_GAP || d->balancer->listeners_gap != WIT_NO_GAP)
        return true;
    (void)r;
    for (size_t i = 0; i < d->balancer->n_listeners; i++) {
        const struct wit_balancer_listener *l = &d->balancer->listeners[i];
        if (l->gap != WIT_NO_GAP || l->rules_gap != WIT_NO_GAP)
            return true;
        for (size_t k = 0; k < l->n_groups; k++) {
            const struct wit_target_group *g = l->groups[k];
            bool dark = g == NULL || g->gap != WIT_NO_GAP || g->targets_gap != WIT_NO_GAP;
            bool near = g == NULL || g->network[0] == '\0' || g->type == WIT_TARGET_ADDRESS ||
                        strcmp(g->network, b->subnet->network->id) == 0;
            bool called = g != NULL && g->gap == WIT_NO_GAP && g->type == WIT_TARGET_LAMBDA;
            if (dark && near && !called)
                return true;
        }
    }
    return false;
}

/* 1.9.3: an endpoint that leads to a service nobody asked about, or to this very balancer. */
static bool is_private_service(const struct wit_reach *r, const struct wit_interface *itf)
{
    if (itf->endpoint_id[0] == '\0')
        return false;
    const struct wit_endpoint *e = wit_strmap_get(r->endpoint_by_id, itf->endpoint_id);
    return e == NULL || !wit_service_is_platform(e->service_name);
}

/* Can the client come to any dark front, or to an endpoint that may lead to one? */
static bool reaches_a_front(struct wit_walk *w)
{
    struct wit_reach *r = w->r;
    const wit_set *known = wit_memo_get(&r->lists_seen, w->from->id, 0, 2);
    if (known == NULL) {
        wit_set *made = WIT_NEW(r->arena, wit_set);
        *made = r->none;
        for (size_t i = 0; i < r->estate->n_interfaces && *made == r->none; i++) {
            const struct wit_interface *itf = &r->estate->interfaces[i];
            if (wit_interface_is_front(itf) || is_private_service(r, itf))
                *made = wit_pair_plain(r, w->from, wit_unit_of_interface(r, itf))->may_deliver;
        }
        wit_memo_put(&r->lists_seen, r->arena, w->from->id, 0, 2, made);
        known = made;
    }
    return *known != r->none;
}

/* Ways to a balancer that no route shows: accelerators, doors, origins. */
static bool has_hidden_ways(const struct wit_reach *r)
{
    return r->estate->n_accelerators + r->estate->n_doors + r->estate->n_unmodelled > 0;
}

static bool comes_from_outside(const struct wit_dark_front *d, enum wit_origin origin)
{
    return origin == WIT_FROM_PRIVATE && (d->balancer == NULL || d->balancer->kind == WIT_BALANCER_NETWORK ||
                                          d->balancer->kind == WIT_BALANCER_OTHER);
}

/* Is there anything by which a balancer of one network may have targets in the other? */
static bool may_be_joined(struct wit_reach *r, const struct wit_network *a, const struct wit_network *b)
{
    const struct wit_estate *e = r->estate;
    if (wit_same_network(a, b) || e->n_attachments > 0)
        return true;
    for (size_t i = 0; i < e->n_gateways; i++) {
        const struct wit_gateway *g = &e->gateways[i];
        if (g->kind == WIT_GW_TRANSIT || g->kind == WIT_GW_CORE_NETWORK || g->kind == WIT_GW_OTHER ||
            (g->kind == WIT_GW_PEERING && (!wit_gateway_sides_known(g) || wit_gateway_other_side(g, a) != NULL)))
            return true;
    }
    return wit_list_gap_of(r, a->account, a->region, "ec2", "DescribeVpcPeeringConnections") != WIT_NO_GAP;
}

void wit_ways_through_dark_fronts(struct wit_walk *w, enum wit_origin origin)
{
    struct wit_reach *r = w->r;
    const struct wit_unit *last = NULL;
    for (size_t i = 0; i < r->services->n_dark; i++) {
        const struct wit_dark_front *d = &r->services->dark[i];
        if (d->itf == w->b || d->itf == w->a || !may_forward_to(r, d, w->b))
            continue;
        const struct wit_unit *front = wit_unit_of_interface(r, d->itf);
        if (front == last || front == w->from ||
            !(comes_from_outside(d, origin) || has_hidden_ways(r) || reaches_a_front(w)))
            continue;
        last = front;
        /* 1.10.1: the target sees the balancer's address, or the client's, which rules may let in that keep the
         * balancer's out. */
        wit_set hi = wit_pair_plain(r, front, w->to)->may_deliver;
        for (size_t k = 0; k < w->from->n_points && may_be_joined(r, d->itf->subnet->network, w->b->subnet->network);
             k++)
            hi = wit_set_or(r, hi, wit_filters_groups(r, w->b, false, w->from->points[k].addr, NULL, WIT_GROUPS_NO).hi);
        if (hi == r->none)
            continue;
        wit_beyond_add(w, "load-balancer", d->itf->id, "a load balancer may forward to it", d->gap,
                       (struct wit_tri){r->none, hi}, false);
    }
}

/* A client at an endpoint whose service is not in evidence, and a network balancer before b whose services were not
 * asked for: the one may lead to the other. */
void wit_ways_of_unled_endpoints(struct wit_walk *w, enum wit_origin origin)
{
    struct wit_reach *r = w->r;
    const struct wit_services *s = r->services;
    size_t at = (size_t)(w->b - r->estate->interfaces);
    (void)origin;
    for (size_t i = s->first_of[at]; s->n_unled > 0 && i < s->first_of[at + 1]; i++) {
        const struct wit_forward *f = &s->forwards[s->forwards_of[i]];
        const struct wit_balancer *b = f->balancer;
        if (b->kind != WIT_BALANCER_NETWORK || !wit_service_concerns(w->to, f->addr))
            continue;
        wit_gap_ref gap = wit_list_gap_of(r, b->account, b->region, "ec2", "DescribeVpcEndpointServiceConfigurations");
        for (size_t k = 0; k < s->n_unled && gap != WIT_NO_GAP; k++) {
            if (wit_pair_plain(r, w->from, wit_unit_of_interface(r, s->unled[k]))->may_deliver == r->none)
                continue;
            wit_beyond_add(w, "vpc-endpoint", s->unled[k]->endpoint_id,
                           "an endpoint may lead to a load balancer that forwards to it", gap, wit_tri_maybe(r), true);
            return;
        }
    }
}

/* Neither the interfaces nor the balancers of b's place are all in evidence: there may be a front that nobody sees. */
void wit_ways_through_unseen_fronts(struct wit_walk *w, enum wit_origin origin)
{
    struct wit_reach *r = w->r;
    const struct wit_network *n = w->b->subnet->network;
    const wit_gap_ref *known = wit_memo_get(&r->services->kept, (uintptr_t)n, 0, 0);
    (void)origin;
    if (known == NULL) {
        wit_gap_ref *gap = WIT_NEW(r->arena, wit_gap_ref);
        *gap = wit_list_gap_of(r, n->account, n->region, "ec2", "DescribeNetworkInterfaces");
        if (*gap != WIT_NO_GAP &&
            wit_list_gap_of(r, n->account, n->region, "elbv2", "DescribeLoadBalancers") == WIT_NO_GAP)
            *gap = WIT_NO_GAP;
        wit_memo_put(&r->services->kept, r->arena, (uintptr_t)n, 0, 0, gap);
        known = gap;
    }
    if (*known != WIT_NO_GAP)
        wit_beyond_add(w, "load-balancer", "", "neither the load balancers nor the interfaces are all in evidence",
                       *known, wit_tri_maybe(r), true);
}
