/* pathmap/reach/service_arrival.c: what an interface that a service made does with a connection that arrives at it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.9.2-4 (interface endpoints), 1.10 (load balancers: only listeners take connections;
 * one that passes packets on needs a target), 1.12.3 (MSK's endpoints for clients in other networks).
 */
#include <string.h>

#include "pathmap/reach/service.h"

static struct wit_taking takes_nothing(const struct wit_reach *r)
{
    return (struct wit_taking){wit_tri_none(r), wit_tri_none(r), wit_tri_none(r)};
}

static void add_to(struct wit_reach *r, struct wit_tri *to, struct wit_tri more)
{
    to->lo = wit_set_or(r, to->lo, more.lo);
    to->hi = wit_set_or(r, to->hi, more.hi);
}

/* The ports of `listen` when `open` has those of the target. */
static struct wit_tri at_listener(struct wit_reach *r, wit_set listen, wit_set target, wit_set lo, wit_set hi,
                                  struct wit_edge zone, struct wit_edge sure)
{
    bool may = zone.passes >= 0 && wit_set_meets(r, hi, target);
    bool does = zone.passes > 0 && sure.passes > 0 && wit_set_meets(r, lo, target);
    return (struct wit_tri){does ? listen : r->none, may ? listen : r->none};
}

/* One target of a listener that passes packets on. */
static void to_target(struct wit_taking *out, struct wit_walk *w, const struct wit_forward *f,
                      const struct wit_interface *node, struct wit_addr seen, bool by_endpoint)
{
    static const unsigned both[] = {WIT_TCP, WIT_UDP};
    struct wit_reach *r = w->r;
    struct wit_edge zone = wit_forward_zone(r, f, node), sure = wit_forward_sure(r, f);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        wit_set listen = wit_forward_listen(r, f->listener, both[i]), target = wit_forward_target(r, f, both[i]);
        if (listen == r->none || wit_set_has(r, out->answers.lo, listen))
            continue;
        if (f->itf == NULL) { /* not in evidence: it may answer */
            add_to(r, &out->forwards, (struct wit_tri){r->none, listen});
            add_to(r, &out->answers, (struct wit_tri){r->none, listen});
            continue;
        }
        struct wit_onward on;
        bool tell = w->tell;
        w->tell = false;
        wit_forward_onward(&on, w, f, node, seen, by_endpoint, target);
        w->tell = tell;
        struct wit_sum sum = on.legs[0].sum;
        for (size_t k = 1; k < on.n; k++)
            sum = wit_sum_either(r, sum, on.legs[k].sum);
        add_to(r, &out->forwards, at_listener(r, listen, target, sum.delivered, sum.may_deliver, zone, sure));
        add_to(r, &out->answers, at_listener(r, listen, target, sum.open, sum.may_open, zone, sure));
    }
}

static void at_node(struct wit_taking *out, struct wit_walk *w, const struct wit_balancer *b,
                    const struct wit_interface *node, struct wit_addr seen, bool by_endpoint)
{
    struct wit_reach *r = w->r;
    const struct wit_balancer_facts *facts = wit_service_facts(r, b);
    struct wit_tri listens = wit_tri_none(r);
    *out = takes_nothing(r);
    if (b->kind == WIT_BALANCER_GATEWAY || b->kind == WIT_BALANCER_OTHER) {
        *out = (struct wit_taking){wit_tri_maybe(r), wit_tri_maybe(r), wit_tri_maybe(r)};
        return;
    }
    for (size_t i = 0; i < b->n_listeners; i++) {
        const struct wit_balancer_listener *l = &b->listeners[i];
        wit_set ports = wit_listener_ports(r, b, l);
        bool unread = l->gap != WIT_NO_GAP && l->port == 0;
        add_to(r, &listens, (struct wit_tri){unread ? r->none : ports, unread ? r->all : ports});
        bool answers = wit_listener_answers(b, l) || w->ask != WIT_ASK_ALL;
        bool dark = l->gap != WIT_NO_GAP || l->rules_gap != WIT_NO_GAP;
        for (size_t k = 0; k < l->n_groups; k++)
            dark = dark || l->groups[k] == NULL || l->groups[k]->gap != WIT_NO_GAP ||
                   l->groups[k]->targets_gap != WIT_NO_GAP;
        struct wit_tri at = {answers ? ports : r->none, answers || dark ? ports : r->none};
        if (unread)
            at = wit_tri_maybe(r);
        add_to(r, &out->forwards, at);
        add_to(r, &out->answers, at);
    }
    if (b->listeners_gap != WIT_NO_GAP || b->gap != WIT_NO_GAP)
        listens.hi = out->forwards.hi = out->answers.hi = r->all;
    out->listens = listens;
    for (size_t i = 0; w->ask == WIT_ASK_ALL && i < facts->n; i++)
        to_target(out, w, &r->services->forwards[facts->first + i], node, seen, by_endpoint);
}

static void limit(struct wit_reach *r, struct wit_taking *t, struct wit_tri by)
{
    t->listens = wit_tri_and(r, t->listens, by);
    t->forwards = wit_tri_and(r, t->forwards, by);
    t->answers = wit_tri_and(r, t->answers, by);
}

/* An endpoint of a service whose provider is in evidence: every balancer of it, each by the node of this zone. */
static void at_provider(struct wit_taking *out, struct wit_walk *w, const struct wit_endpoint_service *service,
                        const struct wit_interface *itf, struct wit_addr seen)
{
    struct wit_reach *r = w->r;
    const struct wit_entry entry = {service, wit_strmap_get(r->endpoint_by_id, itf->endpoint_id), itf};
    *out = takes_nothing(r);
    for (size_t i = 0; i < service->n_balancers; i++) {
        const struct wit_balancer *b = service->balancers[i];
        for (size_t k = 0; b != NULL && k < b->n_interfaces; k++) {
            struct wit_taking one;
            struct wit_edge zone = wit_entry_zone(r, &entry, b, b->interfaces[k]);
            if (zone.passes < 0)
                continue;
            at_node(&one, w, b, b->interfaces[k], seen, true);
            limit(r, &one, wit_edge_set(r, zone));
            limit(r, &one, wit_edge_set(r, wit_balancer_state(r, b)));
            limit(r, &one, wit_entry_groups(r, b, b->interfaces[k], seen));
            add_to(r, &out->listens, one.listens);
            add_to(r, &out->forwards, one.forwards);
            add_to(r, &out->answers, one.answers);
        }
        if (b == NULL || b->n_interfaces == 0) /* not in evidence */
            out->listens.hi = out->forwards.hi = out->answers.hi = r->all;
    }
    limit(r, out, wit_edge_set(r, wit_entry_state(r, &entry)));
}

void wit_service_taking(struct wit_taking *out, struct wit_walk *w, const struct wit_interface *itf,
                        struct wit_addr seen)
{
    struct wit_reach *r = w->r;
    const struct wit_balancer *b = wit_service_balancer(r, itf);
    const struct wit_endpoint *e =
        itf->endpoint_id[0] == '\0' ? NULL : wit_strmap_get(r->endpoint_by_id, itf->endpoint_id);
    *out = (struct wit_taking){wit_tri_all(r), wit_tri_all(r), wit_tri_all(r)};
    if (e != NULL && !wit_service_is_platform(e->service_name)) {
        const struct wit_endpoint_service *service = wit_service_named(r, e->service_name);
        if (wit_service_is_managed(r, itf)) {
            struct wit_span ports = {(uint32_t)WIT_TCP << 16 | 14001, (uint32_t)WIT_TCP << 16 | 14100};
            wit_set set = wit_set_of(r, (struct wit_pset){&ports, 1});
            out->listens = (struct wit_tri){set, set};
            out->forwards = wit_edge_set(r, wit_service_kafka(r, itf));
        } else if (service == NULL || service->gateway_kind) {
            *out = (struct wit_taking){wit_tri_all(r), wit_tri_maybe(r), wit_tri_maybe(r)};
        } else {
            at_provider(out, w, service, itf, seen);
        }
    } else if (b != NULL) {
        at_node(out, w, b, itf, seen, false);
        limit(r, out, wit_edge_set(r, wit_balancer_state(r, b)));
    } else if (wit_interface_is_front(itf)) {
        *out = (struct wit_taking){wit_tri_maybe(r), wit_tri_maybe(r), wit_tri_maybe(r)};
    }
}

/* What leaves it open what the interface does. */
static wit_gap_ref doubt_of(struct wit_reach *r, const struct wit_interface *itf)
{
    const struct wit_balancer *b = wit_service_balancer(r, itf);
    wit_gap_ref gap = WIT_NO_GAP;
    if (wit_service_is_managed(r, itf))
        return wit_service_kafka(r, itf).gap;
    if (itf->endpoint_id[0] != '\0') {
        const struct wit_endpoint *e = wit_strmap_get(r->endpoint_by_id, itf->endpoint_id);
        const struct wit_endpoint_service *service = e == NULL ? NULL : wit_service_named(r, e->service_name);
        gap = service == NULL ? WIT_NO_GAP : service->gap != WIT_NO_GAP ? service->gap : service->connections_gap;
        if (gap != WIT_NO_GAP || e == NULL)
            return gap;
        return wit_gap_add(r, WIT_GAP_DANGLING, itf->account, itf->region, itf->endpoint_id,
                           wit_fmt(r->arena, "the service %s that %s leads to is not (all) in evidence",
                                   e->service_name, itf->endpoint_id),
                           "aws ec2 describe-vpc-endpoint-service-configurations");
    }
    if (b != NULL)
        gap = wit_service_facts(r, b)->targets_gap;
    for (size_t i = 0; b == NULL && i < r->services->n_dark; i++) {
        if (r->services->dark[i].itf == itf)
            gap = r->services->dark[i].gap;
    }
    return gap != WIT_NO_GAP ? gap
                             : wit_gap_add(r, WIT_GAP_DANGLING, itf->account, itf->region, itf->id,
                                           wit_fmt(r->arena,
                                                   "whether a target behind %s takes the connection is not "
                                                   "known: ask about its targets",
                                                   itf->id),
                                           "");
}

static void add_step(struct wit_walk *w, struct wit_place *p, struct wit_tri set, const char *reason, const char *text)
{
    if (set.lo == w->r->all)
        return;
    const struct wit_balancer *b = wit_service_balancer(w->r, w->b);
    bool endpoint = w->b->endpoint_id[0] != '\0';
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_GATEWAY, set);
    s->word = endpoint ? "vpc-endpoint" : "load-balancer";
    s->id = endpoint ? w->b->endpoint_id : b != NULL ? b->id : w->b->id;
    s->cite = b != NULL ? b->cite : w->b->cite;
    s->reason = reason;
    s->text = text;
    if (w->tell && set.lo != set.hi)
        s->gap = doubt_of(w->r, w->b);
}

/* An endpoint's interface whose endpoint is not in evidence: what it leads to, and whether it is in service, is not
 * told. */
static void lost_endpoint(struct wit_walk *w, struct wit_place *p)
{
    const struct wit_interface *b = w->b;
    struct wit_edge edge = {.id = b->id, .text = "its endpoint is not in evidence", .reason = "", .cite = b->cite};
    edge.gap = wit_list_gap_of(w->r, b->account, b->region, "ec2", "DescribeVpcEndpoints");
    if (edge.gap == WIT_NO_GAP)
        edge.gap = wit_gap_add(w->r, WIT_GAP_DANGLING, b->account, b->region, b->id,
                               wit_fmt(w->r->arena, "the endpoint that %s belongs to is not in evidence", b->id),
                               "aws ec2 describe-vpc-endpoints");
    wit_step_edge(wit_step_add(w, p, WIT_STEP_GATEWAY, wit_edge_set(w->r, edge)), "vpc-endpoint", edge);
}

void wit_service_arrival(struct wit_walk *w, struct wit_place *p)
{
    bool endpoint = w->b->endpoint_id[0] != '\0';
    if (!endpoint && strcmp(w->b->type, "vpc_endpoint") == 0) {
        lost_endpoint(w, p);
        return;
    }
    if (!endpoint && !wit_interface_is_front(w->b) && wit_service_balancer(w->r, w->b) == NULL)
        return;
    if (endpoint) {
        struct wit_edge edge = wit_gateway_endpoint(w->r, w->b);
        struct wit_step *s = wit_step_add(w, p, WIT_STEP_GATEWAY, wit_edge_set(w->r, edge));
        wit_step_edge(s, "vpc-endpoint", edge);
        p->unconfirmed = p->unconfirmed || s->unconfirmed;
    }
    struct wit_taking taking;
    wit_service_taking(&taking, w, w->b, p->src);
    add_step(w, p, taking.listens, "no-listener", "takes connections at the ports of its listeners");
    if (taking.forwards.lo != taking.listens.lo || taking.forwards.hi != taking.listens.hi)
        add_step(w, p, taking.forwards, "no-target",
                 "passes the connection on to a target, if this node can reach one");
    if (taking.answers.lo != w->r->all)
        p->answers = taking.answers;
}
