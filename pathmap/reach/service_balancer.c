/* pathmap/reach/service_balancer.c: what one listener, target or endpoint of a load balancer says.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.9.3-4, 1.10. Health is of the moment: a target counts whatever it is.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/reach/service.h"

/* What a listener's or group's protocol is on the wire. A word that is not known may be either. */
static const struct {
    const char *word;
    bool tcp, udp, answers; /* answers: the balancer ends the connection and opens another */
} protocols[] = {
    {"TCP", true, false, false},    {"TLS", true, false, true},   {"UDP", false, true, false},
    {"TCP_UDP", true, true, false}, {"HTTP", true, false, true},  {"HTTPS", true, false, true},
    {"SSL", true, false, true},     {"QUIC", false, true, false}, {"TCP_QUIC", true, true, false},
    {"GENEVE", false, true, false},
};

static bool carries(const char *word, unsigned protocol)
{
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
        if (strcmp(protocols[i].word, word) == 0)
            return protocol == WIT_TCP ? protocols[i].tcp : protocols[i].udp;
    }
    return true;
}

static wit_set one_port(struct wit_reach *r, unsigned protocol, unsigned port)
{
    struct wit_span span = {protocol << 16 | port, protocol << 16 | port};
    return wit_set_of(r, (struct wit_pset){&span, 1});
}

wit_set wit_forward_listen(struct wit_reach *r, const struct wit_balancer_listener *l, unsigned protocol)
{
    return carries(l->protocol, protocol) ? one_port(r, protocol, l->port) : r->none;
}

wit_set wit_forward_target(struct wit_reach *r, const struct wit_forward *f, unsigned protocol)
{
    return one_port(r, protocol, f->port);
}

wit_set wit_listener_ports(struct wit_reach *r, const struct wit_balancer *b, const struct wit_balancer_listener *l)
{
    wit_set out = wit_set_or(r, wit_forward_listen(r, l, WIT_TCP), wit_forward_listen(r, l, WIT_UDP));
    if (b->kind == WIT_BALANCER_APPLICATION || b->kind == WIT_BALANCER_CLASSIC)
        out = wit_set_and(r, out, r->tcp);
    return out;
}

bool wit_listener_answers(const struct wit_balancer *b, const struct wit_balancer_listener *l)
{
    if (b->kind == WIT_BALANCER_APPLICATION || b->kind == WIT_BALANCER_CLASSIC)
        return true;
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
        if (strcmp(protocols[i].word, l->protocol) == 0)
            return protocols[i].answers;
    }
    return false;
}

/* 1.10.1. NOT_TOLD: it may be either. */
enum wit_told wit_forward_keeps_client(const struct wit_forward *f)
{
    if (f->balancer->kind != WIT_BALANCER_NETWORK)
        return f->balancer->kind == WIT_BALANCER_OTHER ? WIT_NOT_TOLD : WIT_TOLD_NO;
    if (f->group->type == WIT_TARGET_BALANCER)
        return WIT_TOLD_YES; /* an application balancer behind it sees the client */
    if (f->group->keeps_client != WIT_NOT_TOLD)
        return f->group->keeps_client;
    if (f->group->attributes_gap != WIT_NO_GAP || f->group->type == WIT_TARGET_UNKNOWN)
        return WIT_NOT_TOLD;
    bool tcp = strcmp(f->group->protocol, "TCP") == 0 || strcmp(f->group->protocol, "TLS") == 0;
    bool udp = strcmp(f->group->protocol, "UDP") == 0 || strcmp(f->group->protocol, "TCP_UDP") == 0;
    if (!tcp && !udp)
        return WIT_NOT_TOLD;
    return f->group->type == WIT_TARGET_INSTANCE || udp ? WIT_TOLD_YES : WIT_TOLD_NO;
}

/* 1: one zone, -1: two, 0: not told. */
static int same_zone(const struct wit_subnet *a, const struct wit_subnet *b)
{
    if (a->zone_id[0] != '\0' && b->zone_id[0] != '\0')
        return strcmp(a->zone_id, b->zone_id) == 0 ? 1 : -1;
    if (a->zone_name[0] != '\0' && b->zone_name[0] != '\0' && strcmp(a->account, b->account) == 0)
        return strcmp(a->zone_name, b->zone_name) == 0 ? 1 : -1;
    return a == b ? 1 : 0;
}

static struct wit_edge passing(const char *id, struct wit_cite cite)
{
    return (struct wit_edge){.passes = 1, .gap = WIT_NO_GAP, .id = id, .text = "", .reason = "", .cite = cite};
}

static struct wit_edge zone_unknown(struct wit_reach *r, struct wit_edge edge, const char *what)
{
    edge.passes = 0;
    edge.gap = wit_gap_add(r, WIT_GAP_NOT_ASKED, "", "", edge.id,
                           wit_fmt(r->arena, "which zone %s stands in is not told", what), "");
    return edge;
}

/* Does the balancer spread over zones for that group? */
static enum wit_told crosses(const struct wit_forward *f)
{
    const struct wit_balancer *b = f->balancer;
    if (f->group->attributes_gap != WIT_NO_GAP)
        return WIT_NOT_TOLD;
    if (f->group->cross_zone != WIT_NOT_TOLD && !f->group->cross_zone_inherits)
        return f->group->cross_zone;
    if (b->kind == WIT_BALANCER_APPLICATION)
        return WIT_TOLD_YES;
    if (b->cross_zone != WIT_NOT_TOLD)
        return b->cross_zone;
    /* A network balancer's default is off. */
    return b->kind == WIT_BALANCER_NETWORK && b->attributes_gap == WIT_NO_GAP ? WIT_TOLD_NO : WIT_NOT_TOLD;
}

static wit_gap_ref attributes_gap(struct wit_reach *r, const struct wit_forward *f)
{
    wit_gap_ref gap = f->group->attributes_gap != WIT_NO_GAP ? f->group->attributes_gap : f->balancer->attributes_gap;
    return gap != WIT_NO_GAP ? gap
                             : wit_gap_add(r, WIT_GAP_NOT_ASKED, f->balancer->account, f->balancer->region,
                                           f->balancer->id, "whether it spreads over zones is not told",
                                           "aws elbv2 describe-load-balancer-attributes");
}

struct wit_edge wit_forward_zone(struct wit_reach *r, const struct wit_forward *f, const struct wit_interface *node)
{
    struct wit_edge edge = passing(f->balancer->id, f->group->cite);
    if (f->itf == NULL || strcmp(f->target->zone, "all") == 0 || f->group->type == WIT_TARGET_BALANCER)
        return edge;
    int same = same_zone(node->subnet, f->itf->subnet);
    if (same > 0 || !wit_same_network(node->subnet->network, f->itf->subnet->network))
        return edge;
    enum wit_told over = crosses(f);
    if (over == WIT_TOLD_NO && same < 0) {
        edge.passes = -1;
        edge.reason = "other-zone";
        edge.text = "it does not spread over zones, and the target stands in another zone than this node";
        return edge;
    }
    if (over != WIT_TOLD_YES) {
        if (same == 0)
            return zone_unknown(r, edge, f->itf->id);
        edge.passes = 0;
        edge.gap = attributes_gap(r, f);
        return edge;
    }
    if (f->balancer->kind == WIT_BALANCER_NETWORK) /* told for zones that cannot be enabled: no need of it */
        return edge;
    int enabled = -1;
    for (size_t i = 0; i < f->balancer->n_subnets && enabled < 1; i++) {
        const struct wit_subnet *s = f->balancer->subnets[i];
        int one = s == NULL ? 0 : same_zone(s, f->itf->subnet);
        enabled = one > enabled ? one : enabled;
    }
    if (enabled == 0)
        return zone_unknown(r, edge, f->itf->id);
    if (enabled < 0) {
        edge.passes = 0;
        edge.unconfirmed = true;
        edge.gap = wit_gap_unconfirmed(r, edge.id,
                                       "whether a load balancer that spreads over zones uses a target in a zone that "
                                       "is not enabled for it");
    }
    return edge;
}

struct wit_edge wit_balancer_state(struct wit_reach *r, const struct wit_balancer *b)
{
    struct wit_edge edge = passing(b->id, b->cite);
    if (b->state == WIT_GW_CLOSED) {
        edge.passes = -1;
        edge.reason = "gateway-closed";
        edge.text = wit_fmt(r->arena, "state %s", b->state_word == NULL ? "" : b->state_word);
    } else if (b->state == WIT_GW_STATE_UNKNOWN) {
        edge.passes = 0;
        edge.gap = b->gap != WIT_NO_GAP ? b->gap
                                        : wit_gap_add(r, WIT_GAP_MOVING, b->account, b->region, b->id,
                                                      "whether the load balancer is in service is not told", "");
    }
    return edge;
}

struct wit_edge wit_entry_state(struct wit_reach *r, const struct wit_entry *e)
{
    const struct wit_endpoint_service *s = e->service;
    struct wit_edge edge = passing(s->id, s->cite);
    if (s->state == WIT_GW_CLOSED) {
        edge.passes = -1;
        edge.reason = "gateway-closed";
        edge.text = wit_fmt(r->arena, "state %s", s->state_word == NULL ? "" : s->state_word);
        return edge;
    }
    const struct wit_service_connection *found = NULL;
    for (size_t i = 0; i < s->n_connections && found == NULL; i++) {
        if (strcmp(s->connections[i].endpoint_id, e->endpoint->id) == 0)
            found = &s->connections[i];
    }
    if (found != NULL && strcasecmp(found->state, "available") != 0) {
        edge.passes = -1;
        edge.cite = found->cite;
        edge.reason = "not-accepted";
        edge.text = wit_fmt(r->arena, "the provider's side of %s is \"%s\"", e->endpoint->id, found->state);
    } else if (s->state == WIT_GW_STATE_UNKNOWN || s->gap != WIT_NO_GAP ||
               (found == NULL && s->connections_gap == WIT_NO_GAP)) {
        edge.passes = 0;
        edge.gap = s->gap != WIT_NO_GAP
                       ? s->gap
                       : wit_gap_add(r, WIT_GAP_MOVING, s->account, s->region, e->endpoint->id,
                                     wit_fmt(r->arena, "%s does not list the connection of %s", s->id, e->endpoint->id),
                                     "aws ec2 describe-vpc-endpoint-connections");
    }
    return edge;
}

/* An endpoint's interface leads to the node of its own zone. */
struct wit_edge wit_entry_zone(struct wit_reach *r, const struct wit_entry *e, const struct wit_balancer *b,
                               const struct wit_interface *node)
{
    struct wit_edge edge = passing(e->endpoint->id, e->endpoint->cite);
    int same = same_zone(e->itf->subnet, node->subnet);
    bool other = false;
    for (size_t i = 0; i < b->n_interfaces; i++)
        other = other || same_zone(e->itf->subnet, b->interfaces[i]->subnet) > 0;
    if (same == 0 || (same < 0 && !other))
        return zone_unknown(r, edge, e->itf->id);
    if (same < 0) {
        edge.passes = -1;
        edge.reason = "other-zone";
        edge.text = "an endpoint's interface leads to the balancer's node of its own zone";
    }
    return edge;
}

struct wit_tri wit_entry_groups(struct wit_reach *r, const struct wit_balancer *b, const struct wit_interface *node,
                                struct wit_addr seen)
{
    if (node->unfiltered || b->enforces_on_private_link == WIT_TOLD_NO)
        return wit_tri_all(r);
    struct wit_tri tested = wit_filters_groups(r, node, false, seen, NULL, WIT_GROUPS_NO);
    if (b->enforces_on_private_link == WIT_NOT_TOLD)
        tested.hi = r->all; /* it is the default, and may be off */
    return tested;
}
