/* pathmap/decode/table.c: route tables: routes, associations, edge tables.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types RouteTable, Route, RouteTableAssociation; 1.4.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

/* Where a route says its target: field -> kind. The first field that is there wins; GatewayId goes by its prefix. An
 * instance's interface is what routes. */
static const struct {
    const char *field;
    enum wit_gateway_kind kind;
} targets[] = {
    {"NatGatewayId", WIT_GW_NAT},
    {"TransitGatewayId", WIT_GW_TRANSIT},
    {"VpcPeeringConnectionId", WIT_GW_PEERING},
    {"EgressOnlyInternetGatewayId", WIT_GW_EGRESS_ONLY},
    {"CarrierGatewayId", WIT_GW_CARRIER},
    {"LocalGatewayId", WIT_GW_LOCAL_OUTPOST},
    {"CoreNetworkArn", WIT_GW_CORE_NETWORK},
    {"OdbNetworkArn", WIT_GW_ODB},
    {"NetworkInterfaceId", WIT_GW_INTERFACE},
    {"InstanceId", WIT_GW_INTERFACE},
    {"GatewayId", WIT_GW_OTHER},
};
/* A gateway endpoint is the target of prefix lists only; other routes to an endpoint go to a Gateway Load Balancer's.
 */
static const struct {
    const char *prefix;
    enum wit_gateway_kind kind;
} gateway_ids[] = {
    {"igw-", WIT_GW_INTERNET},
    {"vgw-", WIT_GW_VPN},
    {"eigw-", WIT_GW_EGRESS_ONLY},
    {"nat-", WIT_GW_NAT},
    {"tgw-", WIT_GW_TRANSIT},
    {"pcx-", WIT_GW_PEERING},
    {"vpce-", WIT_GW_FIREWALL_ENDPOINT},
    {"cagw-", WIT_GW_CARRIER},
    {"lgw-", WIT_GW_LOCAL_OUTPOST},
};

static void read_target(struct wit_decoding *d, struct wit_route *route, const struct wit_value *item)
{
    route->target = "";
    route->kind = WIT_GW_OTHER;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0] && route->target[0] == '\0'; i++) {
        route->target = wit_word_of(d, item, targets[i].field);
        route->kind = targets[i].kind;
    }
    if (route->kind != WIT_GW_OTHER || route->target[0] == '\0')
        return;
    if (strcmp(route->target, "local") == 0)
        route->kind = WIT_GW_LOCAL;
    for (size_t i = 0; i < sizeof gateway_ids / sizeof gateway_ids[0]; i++) {
        if (strncmp(route->target, gateway_ids[i].prefix, strlen(gateway_ids[i].prefix)) == 0)
            route->kind = gateway_ids[i].kind;
    }
    if (route->kind == WIT_GW_FIREWALL_ENDPOINT && route->by_list)
        route->kind = WIT_GW_ENDPOINT;
}

/* False: the word is not known. A table that tells no origins (old dumps) leaves only propagation open. */
static bool read_origin(struct wit_route *route, const struct wit_value *item)
{
    const char *origin = wit_str(item, "Origin");
    route->origin = route->by_list ? WIT_ROUTE_LIST : route->kind == WIT_GW_LOCAL ? WIT_ROUTE_LOCAL : WIT_ROUTE_STATIC;
    if (origin == NULL)
        return route->kind != WIT_GW_VPN;
    if (strcmp(origin, "CreateRoute") == 0)
        return true;
    if (strcmp(origin, "CreateRouteTable") == 0) {
        route->origin = WIT_ROUTE_LOCAL;
        return true;
    }
    route->origin = WIT_ROUTE_PROPAGATED;
    return strcmp(origin, "EnableVgwRoutePropagation") == 0;
}

static bool read_destination(struct wit_decoding *d, struct wit_route *route, const struct wit_value *item)
{
    const char *list = wit_str(item, "DestinationPrefixListId");
    route->list_id = "";
    if (list != NULL && list[0] != '\0') {
        route->by_list = true;
        route->list_id = wit_word(d, list);
        return true;
    }
    const char *v4 = wit_str(item, "DestinationCidrBlock");
    return wit_field_prefix(&route->prefix, item,
                            v4 != NULL && v4[0] != '\0' ? "DestinationCidrBlock" : "DestinationIpv6CidrBlock");
}

static void read_route(struct wit_decoding *d, struct wit_raw_table *table, const struct wit_value *item,
                       const char *pointer)
{
    struct wit_route route = {
        .list_gap = WIT_NO_GAP, .gateway_gap = WIT_NO_GAP, .gap = WIT_NO_GAP, .cite = wit_here(d, pointer)};
    const char *state = wit_str(item, "State");
    const char *wrong = "";
    if (!read_destination(d, &route, item))
        wrong = "its destination";
    read_target(d, &route, item);
    if (!read_origin(&route, item))
        wrong = "where it comes from";
    route.blackhole = state != NULL && strcmp(state, "blackhole") == 0;
    if (state != NULL && !route.blackhole && strcmp(state, "active") != 0)
        wrong = "its state";
    if (route.kind == WIT_GW_OTHER && !route.blackhole)
        wrong = "its target";
    if (wrong[0] != '\0')
        route.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, table->raw.id, pointer, NULL,
                              "%s: a route could not be read: %s", table->raw.id, wrong);
    WIT_PUSH(d->arena, table->routes, table->n_routes, table->cap_routes) = route;
}

static void read_association(struct wit_decoding *d, struct wit_raw_table *table, const struct wit_value *item,
                             const char *pointer)
{
    const char *state = wit_str(wit_get(item, "AssociationState"), "State");
    if (state != NULL && (strcmp(state, "disassociated") == 0 || strcmp(state, "failed") == 0))
        return;
    bool settled = state == NULL || strcmp(state, "associated") == 0;
    wit_gap_ref gap = WIT_NO_GAP;
    if (!settled)
        gap = wit_found(d, WIT_GAP_MOVING, d->source, table->raw.id, pointer, NULL, "%s: an association is \"%s\"",
                        table->raw.id, state);
    const char *subnet = wit_word_of(d, item, "SubnetId"), *gateway = wit_word_of(d, item, "GatewayId");
    if (wit_bool(item, "Main", false)) {
        table->o.is_main = true;
        if (!settled && d->source->asked->found == WIT_NO_GAP)
            d->source->asked->found = gap;
    }
    if (subnet[0] != '\0')
        WIT_PUSH(d->arena, table->subnets, table->n_subnets, table->cap_subnets) =
            (struct wit_table_subnet){subnet, gap};
    if (gateway[0] != '\0')
        table->o.edge_of = gateway;
}

void wit_decode_table(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "RouteTableId"), *owner = wit_str(item, "OwnerId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a route table without its id");
        return;
    }
    wit_ledger_owner(d, owner, false);
    struct wit_head head;
    struct wit_raw_table *table = wit_raw_add(d, WIT_RAW_TABLE, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (table == NULL)
        return;
    WIT_HEAD_SET(table->o, head);
    table->o.network = wit_word_of(d, item, "VpcId");
    table->o.edge_of = "";
    const struct wit_value *routes = wit_field_list(item, "Routes");
    if (routes == NULL) /* a table always has its local route */
        table->o.gap =
            wit_found(d, WIT_GAP_UNREADABLE, d->source, id, pointer, NULL, "%s: the answer has no list \"Routes\"", id);
    size_t at = 0;
    WIT_EACH(route, routes)
        read_route(d, table, route, wit_pointer(d, "%s/Routes/%zu", pointer, at++));
    const struct wit_value *associations = wit_field_list(item, "Associations");
    if (associations == NULL)
        wit_answer_unreadable(d, pointer, wit_fmt(d->scratch, "%s: no list \"Associations\"", id));
    at = 0;
    WIT_EACH(association, associations)
        read_association(d, table, association, wit_pointer(d, "%s/Associations/%zu", pointer, at++));
}
