/* pathmap/review/estate_gateways.c: gateways, and all that takes or forwards connections, for the drawing and the list
 * in the map.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Words of `kind` are those of decider.kind where a verdict can name the thing.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

struct listing {
    struct wit_arena *arena;
    const struct wit_estate *e;
    struct wit_map_gateway *list;
    size_t n, cap;
};

static const char *const gateway_words[] = {
    [WIT_GW_LOCAL] = "local",
    [WIT_GW_INTERNET] = "internet-gateway",
    [WIT_GW_EGRESS_ONLY] = "egress-only-gateway",
    [WIT_GW_NAT] = "nat-gateway",
    [WIT_GW_PEERING] = "peering",
    [WIT_GW_ENDPOINT] = "vpc-endpoint",
    [WIT_GW_TRANSIT] = "transit-gateway",
    [WIT_GW_VPN] = "vpn-gateway",
    [WIT_GW_INTERFACE] = "interface",
    [WIT_GW_FIREWALL_ENDPOINT] = "firewall",
    [WIT_GW_CARRIER] = "carrier-gateway",
    [WIT_GW_LOCAL_OUTPOST] = "local-gateway",
    [WIT_GW_CORE_NETWORK] = "core-network",
    [WIT_GW_ODB] = "odb-network",
    [WIT_GW_OTHER] = "gateway",
};
static const char *const balancer_words[] = {
    [WIT_BALANCER_OTHER] = "load-balancer",
    [WIT_BALANCER_NETWORK] = "network-load-balancer",
    [WIT_BALANCER_APPLICATION] = "application-load-balancer",
    [WIT_BALANCER_GATEWAY] = "gateway-load-balancer",
    [WIT_BALANCER_CLASSIC] = "classic-load-balancer",
};
static const char *const attached_words[] = {
    [WIT_ATTACHED_OTHER] = "other",
    [WIT_ATTACHED_NETWORK] = "network",
    [WIT_ATTACHED_PEERING] = "peering",
    [WIT_ATTACHED_VPN] = "VPN",
    [WIT_ATTACHED_DIRECT_CONNECT] = "Direct Connect",
    [WIT_ATTACHED_CONNECT] = "Connect",
};
static const char *const door_words[] = {
    [WIT_DOOR_CLIENT_VPN] = "client-vpn",
    [WIT_DOOR_INSTANCE_CONNECT] = "instance-connect-endpoint",
    [WIT_DOOR_VPC_ORIGIN] = "vpc-origin",
};

static const char *with(struct wit_arena *arena, const char *text, const char *more)
{
    return more == NULL || more[0] == '\0' ? text : wit_fmt(arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ", more);
}

static const char *state_of(enum wit_gateway_state state, const char *word)
{
    return state == WIT_GW_READY || word == NULL ? "" : word;
}

static const char *called(const char *name, const char *id)
{
    return name != NULL && name[0] != '\0' ? name : id;
}

static const char *network_id(const struct wit_network *n)
{
    return n == NULL ? "" : n->id;
}

static void add(struct listing *l, const char *id, const char *name, const char *kind, const char *network,
                const char *subnet, const char *detail)
{
    WIT_PUSH(l->arena, l->list, l->n, l->cap) =
        (struct wit_map_gateway){id, name == NULL ? "" : name, kind, network, subnet, detail};
}

/* "3 networks, 1 VPN": what a transit gateway joins. */
static const char *attached_text(struct wit_arena *arena, const struct wit_gateway *g)
{
    static const enum wit_attached_kind order[] = {WIT_ATTACHED_NETWORK, WIT_ATTACHED_PEERING,
                                                   WIT_ATTACHED_VPN,     WIT_ATTACHED_DIRECT_CONNECT,
                                                   WIT_ATTACHED_CONNECT, WIT_ATTACHED_OTHER};
    const char *text = "";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        size_t n = 0;
        for (size_t k = 0; k < g->n_attachments; k++)
            n += g->attachments[k]->kind == order[i] ? 1 : 0;
        if (n > 0)
            text = with(arena, text,
                        wit_fmt(arena, "%zu %s%s", n, attached_words[order[i]],
                                n > 1 && order[i] == WIT_ATTACHED_NETWORK ? "s" : ""));
    }
    return text;
}

static void add_gateways(struct listing *l)
{
    for (size_t i = 0; i < l->e->n_gateways; i++) {
        const struct wit_gateway *g = &l->e->gateways[i];
        const char *text = g->service_name == NULL ? "" : g->service_name;
        char addr[WIT_ADDR_TEXT];
        if (g->kind == WIT_GW_PEERING)
            text = wit_fmt(l->arena, "%s <-> %s", g->network == NULL ? "?" : called(g->network->name, g->network->id),
                           g->peer == NULL ? "?" : called(g->peer->name, g->peer->id));
        if (g->kind == WIT_GW_TRANSIT)
            text = attached_text(l->arena, g);
        for (size_t k = 0; k < g->n_public_addrs; k++)
            text = with(l->arena, text, wit_strdup(l->arena, wit_addr_text(addr, g->public_addrs[k])));
        add(l, g->id, g->name, gateway_words[g->kind], network_id(g->network), g->subnet == NULL ? "" : g->subnet->id,
            with(l->arena, text, state_of(g->state, g->state_word)));
    }
}

/* In each network that a transit gateway is attached to, the gateway's name. */
static void add_attachments(struct listing *l)
{
    for (size_t i = 0; i < l->e->n_attachments; i++) {
        const struct wit_attachment *a = &l->e->attachments[i];
        if (a->kind != WIT_ATTACHED_NETWORK || a->network == NULL)
            continue;
        const char *to = a->transit == NULL ? a->transit_id : called(a->transit->name, a->transit_id);
        add(l, a->id, a->name, "transit-attachment", a->network->id, a->n_subnets == 1 ? a->subnet_ids[0] : "",
            with(l->arena, to, state_of(a->state, a->state_word)));
    }
}

static void add_lines(struct listing *l)
{
    for (size_t i = 0; i < l->e->n_lines; i++) {
        const struct wit_line *line = &l->e->lines[i];
        const struct wit_gateway *g = wit_estate_gateway(l->e, line->gateway_id);
        const char *text = line->gateway_id[0] == '\0'
                               ? ""
                               : wit_fmt(l->arena, "on %s", g == NULL ? line->gateway_id : called(g->name, g->id));
        add(l, line->id, line->name, line->kind == WIT_LINE_VPN ? "vpn-connection" : "direct-connect",
            g == NULL ? "" : network_id(g->network), "", with(l->arena, text, state_of(line->state, line->state_word)));
    }
}

static void add_endpoints(struct listing *l)
{
    for (size_t i = 0; i < l->e->n_endpoints; i++) {
        const struct wit_endpoint *p = &l->e->endpoints[i];
        if (wit_estate_gateway(l->e, p->id) != NULL)
            continue; /* gateway endpoints are there already */
        const struct wit_subnet *subnet = p->n_interfaces == 1 ? p->interfaces[0]->subnet : NULL;
        add(l, p->id, p->name, "vpc-endpoint", network_id(p->network), subnet == NULL ? "" : subnet->id,
            p->service_name);
    }
}

/* "internal, TCP 9094, TLS 9096" */
static const char *balancer_text(struct wit_arena *arena, const struct wit_balancer *b)
{
    enum { LISTENERS = 4 };
    const char *text = b->internet_facing ? "internet-facing" : "internal";
    for (size_t i = 0; i < b->n_listeners && i < LISTENERS; i++)
        text = with(arena, text, wit_fmt(arena, "%s %u", b->listeners[i].protocol, (unsigned)b->listeners[i].port));
    if (b->n_listeners > LISTENERS)
        text = with(arena, text, wit_fmt(arena, "%zu more", b->n_listeners - LISTENERS));
    return with(arena, text, state_of(b->state, b->state_word));
}

static void add_services(struct listing *l)
{
    const struct wit_estate *e = l->e;
    for (size_t i = 0; i < e->n_balancers; i++) {
        const struct wit_balancer *b = &e->balancers[i];
        add(l, b->id, b->name, balancer_words[b->kind], network_id(b->network),
            b->n_subnets == 1 ? b->subnet_ids[0] : "", balancer_text(l->arena, b));
    }
    for (size_t i = 0; i < e->n_endpoint_services; i++) {
        const struct wit_endpoint_service *s = &e->endpoint_services[i];
        const struct wit_network *n = s->n_balancers > 0 && s->balancers[0] != NULL ? s->balancers[0]->network : NULL;
        const char *text = wit_fmt(l->arena, "%zu connection%s", s->n_connections, s->n_connections == 1 ? "" : "s");
        add(l, s->id, s->name, "endpoint-service", network_id(n), "",
            with(l->arena, text, state_of(s->state, s->state_word)));
    }
    for (size_t i = 0; i < e->n_accelerators; i++) {
        const struct wit_accelerator *a = &e->accelerators[i];
        const char *text = a->enabled ? "" : "disabled";
        char addr[WIT_ADDR_TEXT];
        for (size_t k = 0; k < a->n_addrs; k++)
            text = with(l->arena, text, wit_strdup(l->arena, wit_addr_text(addr, a->addrs[k])));
        add(l, a->id, a->name, "accelerator", "", "", text);
    }
    for (size_t i = 0; i < e->n_kafka_connections; i++) {
        const struct wit_kafka_connection *k = &e->kafka_connections[i];
        add(l, k->id, k->name, "kafka-connection", wit_estate_network(e, k->network) == NULL ? "" : k->network, "",
            with(l->arena, k->cluster, state_of(k->state, k->state_word)));
    }
}

static void add_doors(struct listing *l)
{
    for (size_t i = 0; i < l->e->n_doors; i++) {
        const struct wit_door *d = &l->e->doors[i];
        const char *text = d->kind == WIT_DOOR_VPC_ORIGIN && d->target != NULL ? d->target : "";
        add(l, d->id, d->name, door_words[d->kind], network_id(d->network), d->n_subnets == 1 ? d->subnet_ids[0] : "",
            with(l->arena, text, state_of(d->state, d->state_word)));
    }
}

static int by_kind_and_id(const void *a, const void *b)
{
    const struct wit_map_gateway *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->network, y->network);
}

void wit_review_gateways(struct wit_map *map, const struct wit_review *r)
{
    struct listing l = {.arena = r->arena, .e = r->estate};
    add_gateways(&l);
    add_attachments(&l);
    add_lines(&l);
    add_endpoints(&l);
    add_services(&l);
    add_doors(&l);
    if (l.n > 0)
        qsort(l.list, l.n, sizeof *l.list, by_kind_and_id);
    map->gateways = l.list;
    map->n_gateways = l.n;
}
