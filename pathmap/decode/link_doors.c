/* pathmap/decode/link_doors.c: endpoint services, accelerators and doors with what they lead to.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

static const char **sorted_words(struct wit_decoding *d, const char *const *words, size_t *n)
{
    const char **sorted = WIT_NEW_ARRAY(d->arena, const char *, *n);
    size_t filled = 0;
    if (words != NULL && *n > 0)
        memcpy(sorted, words, *n * sizeof *sorted);
    if (*n > 1)
        qsort(sorted, *n, sizeof *sorted, wit_compare_words);
    for (size_t i = 0; i < *n; i++) {
        if (filled == 0 || strcmp(sorted[filled - 1], sorted[i]) != 0)
            sorted[filled++] = sorted[i];
    }
    *n = filled;
    return sorted;
}

static int by_endpoint(const void *left, const void *right)
{
    const struct wit_service_connection *a = left, *b = right;
    return strcmp(a->endpoint_id, b->endpoint_id);
}

static void link_service(struct wit_decoding *d, const struct wit_raw_service *raw, struct wit_endpoint_service *o)
{
    o->n_balancers = raw->n_balancers;
    o->balancer_ids = sorted_words(d, raw->balancer_ids, &o->n_balancers);
    const struct wit_balancer **balancers = WIT_NEW_ARRAY(d->arena, const struct wit_balancer *, o->n_balancers);
    for (size_t i = 0; i < o->n_balancers; i++) {
        balancers[i] = wit_balancer_sealed(d, o->balancer_ids[i], raw->raw.account, raw->raw.region);
        if (balancers[i] == NULL && o->gap == WIT_NO_GAP)
            o->gap = wit_link_missing(d, "elbv2", "DescribeLoadBalancers", &raw->raw, o->balancer_ids[i]);
    }
    o->balancers = balancers;
    const struct wit_told_thing *told =
        wit_told_of(d, &o->principals_gap, "ec2", "DescribeVpcEndpointServicePermissions", &raw->raw, raw->raw.id);
    o->n_principals = told == NULL ? 0 : told->n_words;
    o->principals = sorted_words(d, told == NULL ? NULL : told->words, &o->n_principals);
    struct wit_state state =
        wit_ledger_list(d, "ec2", "DescribeVpcEndpointConnections", raw->raw.account, raw->raw.region);
    told = wit_told_about(d, "DescribeVpcEndpointConnections", raw->raw.id, raw->raw.account, raw->raw.region);
    o->connections_gap = state.state == WIT_LIST_INCOMPLETE ? state.gap : told != NULL ? told->gap : WIT_NO_GAP;
    if (told != NULL) {
        if (told->n_connections > 1)
            qsort(told->connections, told->n_connections, sizeof *told->connections, by_endpoint);
        o->connections = told->connections;
        o->n_connections = told->n_connections;
    }
    if (o->gap == WIT_NO_GAP)
        o->gap = raw->raw.differs;
}

static void link_accelerator(struct wit_decoding *d, const struct wit_raw_accelerator *raw, struct wit_accelerator *o)
{
    static const char service[] = "globalaccelerator";
    struct wit_accelerated *endpoints = NULL;
    size_t cap = 0;
    wit_gap_ref gap;
    const struct wit_told_thing *listeners = wit_told_of(d, &gap, service, "ListListeners", &raw->raw, raw->raw.id);
    if (o->gap == WIT_NO_GAP)
        o->gap = gap != WIT_NO_GAP ? gap : raw->raw.differs;
    for (size_t i = 0; listeners != NULL && i < listeners->n_listeners; i++) {
        const struct wit_told_listener *l = &listeners->listeners[i];
        const struct wit_told_thing *groups = wit_told_of(d, &gap, service, "ListEndpointGroups", &raw->raw, l->o.id);
        if (o->gap == WIT_NO_GAP)
            o->gap = gap;
        for (size_t k = 0; groups != NULL && k < groups->n_endpoints; k++) {
            struct wit_accelerated one = groups->endpoints[k];
            one.listener = l->ports;
            WIT_PUSH(d->arena, endpoints, o->n_endpoints, cap) = one;
        }
    }
    o->endpoints = endpoints;
}

/* ---- doors ---- */
static int by_prefix(const void *a, const void *b)
{
    return wit_prefix_cmp(*(const struct wit_prefix *)a, *(const struct wit_prefix *)b);
}

static const struct wit_prefix *prefixes_of(const struct wit_told_thing *told, size_t *n)
{
    *n = told == NULL ? 0 : told->n_prefixes;
    if (*n > 1)
        qsort(told->prefixes, *n, sizeof *told->prefixes, by_prefix);
    return told == NULL ? NULL : told->prefixes;
}

static void client_vpn(struct wit_decoding *d, struct wit_raw_door *raw, struct wit_door *o)
{
    wit_gap_ref gaps[3];
    const struct wit_told_thing *networks =
        wit_told_of(d, &gaps[0], "ec2", "DescribeClientVpnTargetNetworks", &raw->raw, raw->raw.id);
    const struct wit_told_thing *routes =
        wit_told_of(d, &gaps[1], "ec2", "DescribeClientVpnRoutes", &raw->raw, raw->raw.id);
    const struct wit_told_thing *rules =
        wit_told_of(d, &gaps[2], "ec2", "DescribeClientVpnAuthorizationRules", &raw->raw, raw->raw.id);
    for (size_t i = 0; i < 3 && o->rules_gap == WIT_NO_GAP; i++)
        o->rules_gap = gaps[i];
    o->routes = prefixes_of(routes, &o->n_routes);
    o->authorized = prefixes_of(rules, &o->n_authorized);
    for (size_t i = 0; networks != NULL && i < networks->n_words; i++)
        WIT_PUSH(d->arena, raw->subnet_ids, raw->n_subnets, raw->cap_subnets) = networks->words[i];
    for (size_t i = 0; networks != NULL && i < networks->n_more; i++)
        WIT_PUSH(d->arena, raw->filter_ids, raw->n_filters, raw->cap_filters) = networks->more[i];
    if (networks != NULL && raw->network_id[0] == '\0')
        raw->network_id = networks->network;
}

static void link_parts(struct wit_decoding *d, struct wit_raw_door *raw, struct wit_door *o)
{
    const char *account = raw->raw.account, *region = raw->raw.region;
    const struct wit_raw_network *network = wit_raw_find(d, WIT_RAW_NETWORK, raw->network_id, account, region);
    if (network != NULL)
        o->network = WIT_SEALED_AT(wit_network, d->estate->networks, network);
    o->n_subnets = raw->n_subnets;
    o->subnet_ids = sorted_words(d, raw->subnet_ids, &o->n_subnets);
    const struct wit_subnet **subnets = WIT_NEW_ARRAY(d->arena, const struct wit_subnet *, o->n_subnets);
    for (size_t i = 0; i < o->n_subnets; i++) {
        const struct wit_raw_subnet *subnet = wit_raw_find(d, WIT_RAW_SUBNET, o->subnet_ids[i], account, region);
        if (subnet != NULL)
            subnets[i] = WIT_SEALED_AT(wit_subnet, d->estate->subnets, subnet);
    }
    o->subnets = subnets;
    o->n_filters = raw->n_filters;
    o->filter_ids = sorted_words(d, raw->filter_ids, &o->n_filters);
    const struct wit_filter **filters = WIT_NEW_ARRAY(d->arena, const struct wit_filter *, o->n_filters);
    for (size_t i = 0; i < o->n_filters; i++) {
        const struct wit_raw_filter *f = wit_raw_find(d, WIT_RAW_FILTER, o->filter_ids[i], account, region);
        if (f != NULL && f->o.mode == WIT_ALLOW_UNION)
            filters[i] = WIT_SEALED_AT(wit_filter, d->estate->filters, f);
        else
            (void)wit_link_missing(d, "ec2", "DescribeSecurityGroups", &raw->raw, o->filter_ids[i]);
    }
    o->filters = filters;
}

/* By the ids that its answer tells; of Client VPN by their description, in the subnets that it is associated with. */
static bool is_of(const struct wit_interface *itf, const struct wit_door *o)
{
    if (o->kind != WIT_DOOR_CLIENT_VPN || strncmp(itf->description, "ClientVPN Endpoint resource", 27) != 0)
        return false;
    if (strstr(itf->description, "cvpn-endpoint-") != NULL)
        return strstr(itf->description, o->id) != NULL;
    for (size_t i = 0; i < o->n_subnets; i++) {
        if (strcmp(o->subnet_ids[i], itf->subnet->id) == 0)
            return true;
    }
    return false;
}

static void link_interfaces(struct wit_decoding *d, const struct wit_raw_door *raw, struct wit_door *o)
{
    const struct wit_interface **list = NULL;
    size_t cap = 0, n = raw->n_interfaces;
    const char **ids = sorted_words(d, raw->interface_ids, &n);
    for (size_t i = 0; i < n; i++) {
        const struct wit_raw_interface *one =
            wit_raw_find(d, WIT_RAW_INTERFACE, ids[i], raw->raw.account, raw->raw.region);
        if (one != NULL)
            WIT_PUSH(d->arena, list, o->n_interfaces, cap) = WIT_SEALED_AT(wit_interface, d->estate->interfaces, one);
        else
            wit_ledger_moved(d, "ec2", "DescribeNetworkInterfaces", raw->raw.account, raw->raw.region, ids[i],
                             "an endpoint has it, and the list of interfaces does not");
    }
    for (size_t i = 0; o->kind == WIT_DOOR_CLIENT_VPN && i < d->estate->n_interfaces; i++) {
        const struct wit_interface *itf = &d->estate->interfaces[i];
        if (is_of(itf, o))
            WIT_PUSH(d->arena, list, o->n_interfaces, cap) = itf;
    }
    o->interfaces = list;
}

static void link_door(struct wit_decoding *d, struct wit_raw_door *raw, struct wit_door *o)
{
    if (o->kind == WIT_DOOR_CLIENT_VPN)
        client_vpn(d, raw, o);
    link_parts(d, raw, o);
    link_interfaces(d, raw, o);
    if (o->kind == WIT_DOOR_VPC_ORIGIN && o->target[0] != '\0') {
        const struct wit_balancer *b = wit_balancer_sealed(d, o->target, raw->raw.account, raw->raw.region);
        o->network = b == NULL ? NULL : b->network;
    }
    if (o->gap == WIT_NO_GAP)
        o->gap = raw->raw.differs;
}

void wit_link_services_named(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->raws[WIT_RAW_BALANCER].n; i++) {
        const struct wit_raw_balancer *raw = (struct wit_raw_balancer *)d->raws[WIT_RAW_BALANCER].items[i];
        if (raw->network_id[0] != '\0')
            wit_raw_network_named(d, raw->network_id, raw->raw.account, raw->raw.region);
    }
    for (size_t i = 0; i < d->raws[WIT_RAW_DOOR].n; i++) {
        const struct wit_raw_door *raw = (struct wit_raw_door *)d->raws[WIT_RAW_DOOR].items[i];
        if (raw->network_id[0] != '\0')
            wit_raw_network_named(d, raw->network_id, raw->raw.account, raw->raw.region);
    }
}

void wit_link_services(struct wit_decoding *d)
{
    wit_link_target_groups(d);
    wit_link_balancers(d);
    for (size_t i = 0; i < d->raws[WIT_RAW_SERVICE].n; i++)
        link_service(d, (struct wit_raw_service *)d->raws[WIT_RAW_SERVICE].items[i],
                     &WIT_SEALED(wit_endpoint_service, d->estate->endpoint_services)[i]);
    for (size_t i = 0; i < d->raws[WIT_RAW_ACCELERATOR].n; i++)
        link_accelerator(d, (struct wit_raw_accelerator *)d->raws[WIT_RAW_ACCELERATOR].items[i],
                         &WIT_SEALED(wit_accelerator, d->estate->accelerators)[i]);
    for (size_t i = 0; i < d->raws[WIT_RAW_DOOR].n; i++)
        link_door(d, (struct wit_raw_door *)d->raws[WIT_RAW_DOOR].items[i], &WIT_SEALED(wit_door, d->estate->doors)[i]);
}
