/* pathmap/decode/link_interfaces.c: interfaces with subnet, groups, public addresses; instances and endpoints with
 * theirs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: 1.1.3 to 1.1.8, chapter 3.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

static struct wit_raw_interface *interface_at(const struct wit_decoding *d, size_t i)
{
    return (struct wit_raw_interface *)d->raws[WIT_RAW_INTERFACE].items[i];
}

/* An address that some interface holds should have one; the interface's own answer comes first. */
static void place_elastic(struct wit_decoding *d, const struct wit_elastic *e)
{
    struct wit_raw_interface *raw = wit_raw_find(d, WIT_RAW_INTERFACE, e->interface, e->account, e->region);
    for (size_t i = 0; raw != NULL && i < raw->o.n_addresses; i++) {
        struct wit_address *address = &raw->addresses[i];
        bool meant = e->private_addr.family != 0 ? wit_addr_cmp(address->addr, e->private_addr) == 0 : address->primary;
        if (!meant || address->bits != 32)
            continue;
        if (address->public_addr.family == 0)
            address->public_addr = e->public_addr;
        else if (wit_addr_cmp(address->public_addr, e->public_addr) != 0)
            break;
        return;
    }
    char text[WIT_ADDR_TEXT];
    wit_ledger_moved(d, "ec2", "DescribeNetworkInterfaces", e->account, e->region, wit_addr_text(text, e->public_addr),
                     "its interface does not hold it as the list of addresses says");
}

static bool is_nat_interface(struct wit_strmap *nat_interfaces, const struct wit_raw_interface *raw)
{
    return strcmp(raw->o.type, "nat_gateway") == 0 || wit_strmap_get(nat_interfaces, raw->raw.id) != NULL;
}

static void link_groups(struct wit_decoding *d, const struct wit_raw_interface *raw, struct wit_interface *o, bool nat)
{
    const struct wit_filter **filters = WIT_NEW_ARRAY(d->arena, const struct wit_filter *, o->n_filters);
    o->filters = filters;
    if (raw->raw.differs != WIT_NO_GAP) {
        o->n_filters = 0;
        o->filters_gap = raw->raw.differs;
    } else if (!raw->groups_told && !nat) {
        o->filters_gap = wit_found(d, WIT_GAP_UNREADABLE, raw->raw.source, o->id, o->cite.pointer, NULL,
                                   "%s: its security groups could not be read", o->id);
    } else if (o->n_filters == 0) {
        o->unfiltered = nat || strcmp(o->type, "network_load_balancer") == 0;
        if (!o->unfiltered)
            o->filters_gap =
                wit_found(d, WIT_GAP_UNCONFIRMED, raw->raw.source, o->id, o->cite.pointer, "",
                          "%s (%s) has no security group: what passes it is not documented", o->id, o->type);
    }
    for (size_t i = 0; i < o->n_filters; i++) {
        const struct wit_raw_filter *f = wit_raw_find(d, WIT_RAW_FILTER, o->filter_ids[i], o->account, o->region);
        if (f != NULL && f->o.mode == WIT_ALLOW_UNION)
            filters[i] = WIT_SEALED_AT(wit_filter, d->estate->filters, f);
        else /* told among the gaps; which groups it has is known */
            (void)wit_link_missing(d, "ec2", "DescribeSecurityGroups", &raw->raw, o->filter_ids[i]);
    }
}

static int by_instance(const void *left, const void *right)
{
    const struct wit_interface *a = *(const struct wit_interface *const *)left,
                               *b = *(const struct wit_interface *const *)right;
    int order = strcmp(a->instance, b->instance);
    return order != 0 ? order : a < b ? -1 : a > b;
}

/* Interfaces of an instance stand side by side in `sorted`. */
static void link_instances(struct wit_decoding *d)
{
    size_t n = d->estate->n_interfaces;
    const struct wit_interface **sorted = WIT_NEW_ARRAY(d->arena, const struct wit_interface *, n);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &d->estate->interfaces[i];
    if (n > 1)
        qsort(sorted, n, sizeof(const struct wit_interface *), by_instance);
    struct wit_instance *instances = WIT_SEALED(wit_instance, d->estate->instances);
    for (size_t i = 0; i < d->estate->n_instances; i++) {
        size_t low = 0, high = n;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (strcmp(sorted[middle]->instance, instances[i].id) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        instances[i].interfaces = sorted + low;
        while (low < n && strcmp(sorted[low]->instance, instances[i].id) == 0) {
            low++;
            instances[i].n_interfaces++;
        }
    }
}

static void link_endpoints(struct wit_decoding *d)
{
    struct wit_endpoint *endpoints = WIT_SEALED(wit_endpoint, d->estate->endpoints);
    for (size_t i = 0; i < d->estate->n_endpoints; i++) {
        struct wit_raw_endpoint *raw = (struct wit_raw_endpoint *)d->raws[WIT_RAW_ENDPOINT].items[i];
        const struct wit_raw_network *network =
            wit_raw_find(d, WIT_RAW_NETWORK, raw->network_id, raw->raw.account, raw->raw.region);
        if (network != NULL)
            endpoints[i].network = WIT_SEALED_AT(wit_network, d->estate->networks, network);
        const struct wit_interface **list = WIT_NEW_ARRAY(d->arena, const struct wit_interface *, raw->n);
        if (raw->n > 1)
            qsort(raw->interface_ids, raw->n, sizeof(const char *), wit_compare_words);
        for (size_t k = 0; k < raw->n; k++) {
            const struct wit_raw_interface *one =
                wit_raw_find(d, WIT_RAW_INTERFACE, raw->interface_ids[k], raw->raw.account, raw->raw.region);
            if (one == NULL) {
                wit_ledger_moved(d, "ec2", "DescribeNetworkInterfaces", raw->raw.account, raw->raw.region,
                                 raw->interface_ids[k], "an endpoint has it, and the list of interfaces does not");
                continue;
            }
            struct wit_interface *o = WIT_SEALED_AT(wit_interface, d->estate->interfaces, one);
            o->endpoint_id = raw->raw.id;
            list[endpoints[i].n_interfaces++] = o;
        }
        endpoints[i].interfaces = list;
    }
}

void wit_link_interfaces(struct wit_decoding *d)
{
    struct wit_interface *interfaces = WIT_SEALED(wit_interface, d->estate->interfaces);
    struct wit_strmap *nat_interfaces = wit_strmap_new(d->arena);
    for (size_t i = 0; i < d->raws[WIT_RAW_GATEWAY].n; i++) {
        const struct wit_raw_gateway *g = (struct wit_raw_gateway *)d->raws[WIT_RAW_GATEWAY].items[i];
        for (size_t k = 0; k < g->n_interfaces; k++)
            wit_strmap_put(nat_interfaces, g->interface_ids[k], d);
    }
    for (size_t i = 0; i < d->n_elastic; i++)
        place_elastic(d, &d->elastic[i]);
    for (size_t i = 0; i < d->estate->n_interfaces; i++) {
        const struct wit_raw_interface *raw = interface_at(d, i);
        struct wit_interface *o = &interfaces[i];
        const struct wit_raw_subnet *subnet =
            wit_raw_subnet_named(d, raw->subnet_id, raw->raw.account, raw->raw.region, raw->network_id);
        o->subnet = WIT_SEALED_AT(wit_subnet, d->estate->subnets, subnet);
        link_groups(d, raw, o, is_nat_interface(nat_interfaces, raw));
        const struct wit_raw_instance *instance =
            wit_raw_find(d, WIT_RAW_INSTANCE, o->instance, raw->raw.account, raw->raw.region);
        if (instance != NULL) {
            o->windows = instance->windows;
            o->stopped = instance->stopped;
        }
    }
    link_instances(d);
    link_endpoints(d);
}
