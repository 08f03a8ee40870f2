/* pathmap/reach/service_doors.c: doors by which people with credentials come in from anywhere.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.11.1 (Client VPN: authorization rule and route, translated to its own interface),
 * 1.11.2 (Instance Connect endpoints: ports 22 and 3389, others are unsettled; egress rules checked, ingress rules
 * ignored), 1.5.5 (CloudFront VPC origins: not modelled, for their own target).
 */
#include <string.h>

#include "pathmap/reach/service.h"

static bool covers(const struct wit_prefix *list, size_t n, struct wit_addr a)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].addr.family == a.family && wit_prefix_has(list[i], a))
            return true;
    }
    return false;
}

static wit_set people_ports(struct wit_reach *r)
{
    struct wit_span spans[] = {{(uint32_t)WIT_TCP << 16 | 22, (uint32_t)WIT_TCP << 16 | 22},
                               {(uint32_t)WIT_TCP << 16 | 3389, (uint32_t)WIT_TCP << 16 | 3389}};
    return wit_set_of(r, (struct wit_pset){spans, 2});
}

static const char *word_of(const struct wit_door *d)
{
    return d->kind == WIT_DOOR_VPC_ORIGIN ? "load-balancer" : "address";
}

static wit_gap_ref gap_of(struct wit_reach *r, const struct wit_door *d, const char *text)
{
    if (d->gap != WIT_NO_GAP)
        return d->gap;
    if (d->rules_gap != WIT_NO_GAP)
        return d->rules_gap;
    return wit_gap_add(r, WIT_GAP_DANGLING, d->account, d->region, d->id, wit_fmt(r->arena, "%s: %s", d->id, text), "");
}

static void maybe(struct wit_walk *w, const struct wit_door *d, const char *text, wit_set ports)
{
    wit_beyond_add(w, word_of(d), d->id, text, gap_of(w->r, d, text), (struct wit_tri){w->r->none, ports}, true);
}

static struct wit_edge state_of(struct wit_walk *w, const struct wit_door *d, enum wit_origin origin, bool allowed)
{
    struct wit_edge edge = {.passes = 1, .gap = WIT_NO_GAP, .id = d->id, .text = "", .reason = "", .cite = d->cite};
    if (d->state == WIT_GW_STATE_UNKNOWN || d->gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap_of(w->r, d, "whether it is in service is not told");
    } else if (!allowed) {
        edge.passes = 0;
        edge.gap = gap_of(w->r, d, "whether its rules and routes lead there is not known");
    } else if (origin != WIT_FROM_INTERNET) { /* 1.8: what a place outside may do is never known */
        edge.passes = 0;
        edge.gap =
            wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, d->account, d->region, d->id,
                        wit_fmt(w->r->arena, "whether somebody at a private address outside uses %s", d->id), "");
    }
    return edge;
}

/* Through one interface of the door to one address of b. */
static void enter(struct wit_walk *w, const struct wit_door *d, const struct wit_interface *itf, size_t at,
                  struct wit_addr addr, struct wit_edge state, wit_set ports)
{
    struct wit_reach *r = w->r;
    bool people = d->kind == WIT_DOOR_INSTANCE_CONNECT;
    struct wit_arrival a = wit_service_from_anywhere(w->from->points[0].addr, r->all);
    struct wit_joint j = {.listen = ports,
                          .same = true,
                          .answers = true,
                          .word = word_of(d),
                          .id = d->id,
                          .text = people ? "an Instance Connect endpoint lets people with credentials in"
                                         : "a Client VPN endpoint lets people with credentials in",
                          .cite = d->cite,
                          .new_dst = addr};
    j.target = j.listen;
    wit_joint_gate(&j, word_of(d), state);
    if (people && !wit_set_meets(r, ports, people_ports(r))) /* one page of the platform says so, others do not */
        wit_joint_gate(&j, word_of(d),
                       (struct wit_edge){.unconfirmed = true,
                                         .gap = wit_gap_unconfirmed(r, d->id,
                                                                    "whether an Instance Connect endpoint opens "
                                                                    "connections to other ports than 22 and 3389"),
                                         .id = d->id,
                                         .text = "a port that is neither 22 nor 3389",
                                         .reason = "",
                                         .cite = d->cite});
    enum wit_told keeps = people ? d->keeps_client : WIT_TOLD_NO;
    if (keeps != WIT_TOLD_NO && a.seen.family != addr.family) { /* what a client of the other family appears as */
        wit_joint_gate(&j, word_of(d),
                       (struct wit_edge){.unconfirmed = true,
                                         .gap = wit_gap_unconfirmed(r, d->id,
                                                                    "which address an Instance Connect endpoint that "
                                                                    "keeps the client's address writes for a client of "
                                                                    "the other family"),
                                         .id = d->id,
                                         .text = "the client's address is of the other family",
                                         .reason = "",
                                         .cite = d->cite});
        keeps = WIT_TOLD_NO;
    }
    if (keeps != WIT_TOLD_NO) {
        struct wit_leg2 second = wit_service_as_client(w, itf, w->b, addr, a.seen, j.listen);
        wit_service_compose(w, &a, &j, &second);
    }
    if (keeps != WIT_TOLD_YES) {
        j.new_src = itf->n_addresses > 0 ? itf->addresses[0].addr : (struct wit_addr){0, 0, 0};
        struct wit_leg2 second = wit_service_onward(w, itf, w->b, at, addr, j.listen);
        wit_service_compose(w, &a, &j, &second);
    }
    w->out->alternatives++;
}

static void through_interfaces(struct wit_walk *w, const struct wit_door *d, enum wit_origin origin)
{
    bool vpn = d->kind == WIT_DOOR_CLIENT_VPN, dark = false;
    for (size_t i = 0; i < w->to->n_points; i++) {
        struct wit_addr addr = w->to->points[i].addr;
        bool allowed = !vpn || (covers(d->authorized, d->n_authorized, addr) && covers(d->routes, d->n_routes, addr));
        size_t at = 0;
        while (at < w->b->n_addresses &&
               !wit_prefix_has(wit_prefix_of(w->b->addresses[at].addr, w->b->addresses[at].bits), addr))
            at++;
        if (at == w->b->n_addresses || (!allowed && d->rules_gap == WIT_NO_GAP && d->gap == WIT_NO_GAP))
            continue;
        dark = dark || d->n_interfaces == 0;
        for (size_t k = 0; k < d->n_interfaces; k++) {
            struct wit_edge state = state_of(w, d, origin, allowed);
            enter(w, d, d->interfaces[k], at, addr, state, vpn ? w->r->all : people_ports(w->r));
            if (!vpn)
                enter(w, d, d->interfaces[k], at, addr, state, wit_set_minus(w->r, w->r->tcp, people_ports(w->r)));
        }
    }
    if (dark)
        maybe(w, d, "its interfaces are not in evidence", vpn ? w->r->all : w->r->tcp);
}

static bool is_target(const struct wit_walk *w, const struct wit_door *d)
{
    const struct wit_balancer *b = wit_service_balancer(w->r, w->b);
    if (d->target == NULL || d->target[0] == '\0')
        return d->network == NULL || wit_same_network(d->network, w->b->subnet->network);
    if (b != NULL)
        return strcmp(b->id, d->target) == 0;
    if (strstr(d->target, ":loadbalancer/") != NULL)
        return wit_interface_is_front(w->b);
    return w->b->instance[0] != '\0' && strstr(d->target, w->b->instance) != NULL;
}

void wit_ways_of_doors(struct wit_walk *w, enum wit_origin origin)
{
    for (size_t i = 0; i < w->r->estate->n_doors; i++) {
        const struct wit_door *d = &w->r->estate->doors[i];
        if (d->state == WIT_GW_CLOSED || (d->kind != WIT_DOOR_CLIENT_VPN && origin != WIT_FROM_INTERNET))
            continue;
        if (d->kind != WIT_DOOR_VPC_ORIGIN)
            through_interfaces(w, d, origin);
        else if (is_target(w, d) && wit_gateway_internet(w->r, w->b->subnet->network, NULL).passes >= 0)
            maybe(w, d, "what a CloudFront VPC origin lets in is not modelled", w->r->tcp);
    }
}
