/* pathmap/decode/link_routes.c: routes in order with their targets, and gateways with what they stand at.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

/* The list that would have told a target of that kind. */
static const char *const lister[WIT_GW_OTHER + 1] = {
    [WIT_GW_INTERNET] = "DescribeInternetGateways",
    [WIT_GW_EGRESS_ONLY] = "DescribeEgressOnlyInternetGateways",
    [WIT_GW_NAT] = "DescribeNatGateways",
    [WIT_GW_PEERING] = "DescribeVpcPeeringConnections",
    [WIT_GW_ENDPOINT] = "DescribeVpcEndpoints",
    [WIT_GW_TRANSIT] = "DescribeTransitGateways",
    [WIT_GW_VPN] = "DescribeVpnGateways",
    [WIT_GW_INTERFACE] = "DescribeNetworkInterfaces",
    [WIT_GW_FIREWALL_ENDPOINT] = "DescribeVpcEndpoints",
    [WIT_GW_CARRIER] = "DescribeCarrierGateways",
    [WIT_GW_LOCAL_OUTPOST] = "DescribeLocalGateways",
};

static int by_place(const void *left, const void *right)
{
    const struct wit_route *a = left, *b = right;
    if (a->by_list != b->by_list)
        return a->by_list ? 1 : -1;
    int order = strcmp(a->list_id, b->list_id);
    if (order == 0 && a->prefix.bits != b->prefix.bits)
        order = a->prefix.bits > b->prefix.bits ? -1 : 1;
    if (order == 0)
        order = wit_prefix_cmp(a->prefix, b->prefix);
    if (order == 0 && a->origin != b->origin)
        order = a->origin < b->origin ? -1 : 1;
    if (order == 0)
        order = strcmp(a->target, b->target);
    return order != 0 ? order : strcmp(a->cite.pointer, b->cite.pointer);
}

static void link_target(struct wit_decoding *d, const struct wit_raw_table *table, struct wit_route *route)
{
    if (route->kind == WIT_GW_LOCAL || route->target[0] == '\0')
        return;
    const struct wit_raw_gateway *g =
        wit_raw_find(d, WIT_RAW_GATEWAY, route->target, table->raw.account, table->raw.region);
    if (g != NULL) {
        route->gateway = WIT_SEALED_AT(wit_gateway, d->estate->gateways, g);
        if (route->kind == WIT_GW_ENDPOINT || route->kind == WIT_GW_FIREWALL_ENDPOINT || route->kind == WIT_GW_OTHER)
            route->kind = g->o.kind;
        return;
    }
    if (route->blackhole)
        return;
    if (lister[route->kind] != NULL)
        route->gateway_gap = wit_link_missing(d, "ec2", lister[route->kind], &table->raw, route->target);
    else
        route->gateway_gap = wit_found(d, WIT_GAP_NOT_MODELLED, table->raw.source, table->raw.id, route->cite.pointer,
                                       "", "%s: a route to %s, which is not modelled", table->raw.id, route->target);
}

void wit_link_tables(struct wit_decoding *d)
{
    struct wit_route_table *tables = WIT_SEALED(wit_route_table, d->estate->tables);
    for (size_t i = 0; i < d->raws[WIT_RAW_TABLE].n; i++) {
        struct wit_raw_table *raw = (struct wit_raw_table *)d->raws[WIT_RAW_TABLE].items[i];
        for (size_t k = 0; k < raw->n_routes; k++) {
            struct wit_route *route = &raw->routes[k];
            link_target(d, raw, route);
            if (!route->by_list)
                continue;
            const struct wit_raw_list *list =
                wit_raw_find(d, WIT_RAW_LIST, route->list_id, raw->raw.source->account, raw->raw.region);
            if (list != NULL)
                route->list = WIT_SEALED_AT(wit_prefix_list, d->estate->prefix_lists, list);
            else
                route->list_gap = wit_link_missing(d, "ec2", "DescribeManagedPrefixLists", &raw->raw, route->list_id);
        }
        if (raw->n_routes > 1)
            qsort(raw->routes, raw->n_routes, sizeof *raw->routes, by_place);
        tables[i].routes = raw->routes;
        tables[i].n_routes = raw->n_routes;
        if (raw->raw.differs != WIT_NO_GAP) {
            tables[i].n_routes = 0;
            tables[i].gap = raw->raw.differs;
        }
    }
}

/* ---- gateways ---- */
static struct wit_raw_network *network_of(struct wit_decoding *d, const char *id, const char *account,
                                          const char *region)
{
    return id[0] == '\0' ? NULL : wit_raw_find(d, WIT_RAW_NETWORK, id, account, region);
}

static void attach(struct wit_decoding *d, struct wit_raw_network *network, struct wit_raw_gateway *g)
{
    for (size_t i = 0; i < network->n_attached; i++) {
        if (network->attached[i] == g)
            return;
    }
    WIT_PUSH(d->arena, network->attached, network->n_attached, network->cap_attached) = g;
}

static void link_tables_of(struct wit_decoding *d, const struct wit_raw_gateway *raw, struct wit_gateway *o)
{
    const struct wit_route_table **tables = WIT_NEW_ARRAY(d->arena, const struct wit_route_table *, raw->n_tables);
    qsort(raw->table_ids, raw->n_tables, sizeof(const char *), wit_compare_words);
    for (size_t i = 0; i < raw->n_tables; i++) {
        const struct wit_raw_table *t =
            wit_raw_find(d, WIT_RAW_TABLE, raw->table_ids[i], raw->raw.account, raw->raw.region);
        if (t != NULL)
            tables[o->n_tables++] = WIT_SEALED_AT(wit_route_table, d->estate->tables, t);
    }
    o->tables = tables;
}

static void link_gateway(struct wit_decoding *d, struct wit_raw_gateway *raw, struct wit_gateway *o)
{
    const bool peering = o->kind == WIT_GW_PEERING;
    struct wit_raw_network *network = network_of(d, raw->network_id, raw->network_account, raw->network_region);
    if (peering && network == NULL)
        network = wit_raw_network_named(d, raw->network_id, raw->network_account, raw->network_region);
    if (network != NULL) {
        o->network = WIT_SEALED_AT(wit_network, d->estate->networks, network);
        if (o->kind == WIT_GW_INTERNET || o->kind == WIT_GW_EGRESS_ONLY || o->kind == WIT_GW_VPN ||
            o->kind == WIT_GW_CARRIER)
            attach(d, network, raw);
    }
    for (size_t i = 0; i < raw->n_networks; i++) {
        network = network_of(d, raw->networks[i], raw->raw.account, raw->raw.region);
        if (network != NULL)
            attach(d, network, raw);
    }
    const struct wit_raw_subnet *subnet = wit_raw_find(d, WIT_RAW_SUBNET, raw->subnet_id, o->account, o->region);
    if (subnet != NULL)
        o->subnet = WIT_SEALED_AT(wit_subnet, d->estate->subnets, subnet);
    if (o->kind == WIT_GW_NAT && subnet == NULL && !o->nat_regional && o->gap == WIT_NO_GAP)
        o->gap = wit_found(d, WIT_GAP_UNREADABLE, raw->raw.source, raw->raw.id, o->cite.pointer, NULL,
                           "%s: its subnet is not told", raw->raw.id);
    if (peering) {
        const struct wit_raw_network *peer = wit_raw_network_named(d, raw->peer_id, o->peer_account, o->peer_region);
        o->peer = WIT_SEALED_AT(wit_network, d->estate->networks, peer);
    }
    if (o->kind == WIT_GW_INTERFACE) {
        const struct wit_raw_interface *interface =
            wit_raw_find(d, WIT_RAW_INTERFACE, raw->raw.id, raw->raw.account, raw->raw.region);
        o->interface = WIT_SEALED_AT(wit_interface, d->estate->interfaces, interface);
    }
    if (raw->n_tables > 0)
        link_tables_of(d, raw, o);
    if (raw->raw.differs != WIT_NO_GAP && o->gap == WIT_NO_GAP) {
        o->gap = raw->raw.differs;
        o->state = WIT_GW_STATE_UNKNOWN;
    }
}

static int by_id(const void *left, const void *right)
{
    const struct wit_gateway *a = *(struct wit_gateway *const *)left, *b = *(struct wit_gateway *const *)right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : a < b ? -1 : a > b;
}

void wit_link_gateways(struct wit_decoding *d)
{
    struct wit_gateway *gateways = WIT_SEALED(wit_gateway, d->estate->gateways);
    for (size_t i = 0; i < d->raws[WIT_RAW_GATEWAY].n; i++)
        link_gateway(d, (struct wit_raw_gateway *)d->raws[WIT_RAW_GATEWAY].items[i], &gateways[i]);
    struct wit_network *networks = WIT_SEALED(wit_network, d->estate->networks);
    for (size_t i = 0; i < d->raws[WIT_RAW_NETWORK].n; i++) {
        struct wit_raw_network *raw = (struct wit_raw_network *)d->raws[WIT_RAW_NETWORK].items[i];
        struct wit_gateway **attached = WIT_NEW_ARRAY(d->arena, struct wit_gateway *, raw->n_attached);
        for (size_t k = 0; k < raw->n_attached; k++)
            attached[k] = &gateways[raw->attached[k]->raw.at];
        if (raw->n_attached > 1)
            qsort(attached, raw->n_attached, sizeof(struct wit_gateway *), by_id);
        networks[i].attached = attached;
        networks[i].n_attached = raw->n_attached;
    }
}
