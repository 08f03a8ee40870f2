/* pathmap/reach/service_lookup.c: what the index of services says about one interface, balancer or endpoint.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/service.h"

static size_t index_of(const struct wit_reach *r, const struct wit_interface *itf)
{
    return (size_t)(itf - r->estate->interfaces);
}

const struct wit_balancer *wit_service_balancer(const struct wit_reach *r, const struct wit_interface *itf)
{
    return r->services->balancer_of[index_of(r, itf)];
}

const struct wit_balancer_facts *wit_service_facts(const struct wit_reach *r, const struct wit_balancer *b)
{
    return &r->services->facts[b - r->estate->balancers];
}

const struct wit_endpoint_service *wit_service_named(const struct wit_reach *r, const char *service_name)
{
    return wit_strmap_get(r->services->by_name, service_name);
}

bool wit_service_is_platform(const char *service_name)
{
    static const char *const starts[] = {"com.amazonaws.", "cn.com.amazonaws.", "aws.api."};
    if (strstr(service_name, ".vpce-svc-") != NULL)
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (strncmp(service_name, starts[i], strlen(starts[i])) == 0)
            return true;
    }
    return false;
}

/* 1.12.3: MSK marks the endpoints that it makes for clients in other networks. */
bool wit_service_made_by_msk(const struct wit_endpoint *e)
{
    for (size_t i = 0; e != NULL && i < e->n_tags; i++) {
        if (strcmp(e->tags[i].key, "AWSMSKManaged") == 0 && strcmp(e->tags[i].value, "true") == 0)
            return true;
    }
    return false;
}

bool wit_service_is_followed(const struct wit_reach *r, const char *id)
{
    return wit_strmap_get(r->services->followed, id) != NULL;
}

bool wit_service_is_managed(const struct wit_reach *r, const struct wit_interface *itf)
{
    return itf->endpoint_id[0] != '\0' && wit_service_made_by_msk(wit_strmap_get(r->endpoint_by_id, itf->endpoint_id));
}

struct wit_edge wit_service_kafka(struct wit_reach *r, const struct wit_interface *itf)
{
    const struct wit_network *n = itf->subnet->network;
    struct wit_edge edge = {.passes = -1,
                            .gap = WIT_NO_GAP,
                            .id = itf->endpoint_id,
                            .text = "",
                            .reason = "gateway-closed",
                            .cite = itf->cite};
    for (size_t i = 0; i < r->estate->n_kafka_connections; i++) {
        const struct wit_kafka_connection *c = &r->estate->kafka_connections[i];
        if (strcmp(c->network, n->id) == 0 && c->state != WIT_GW_CLOSED)
            edge.passes = c->state == WIT_GW_READY && c->gap == WIT_NO_GAP ? 1 : edge.passes > 0 ? 1 : 0;
    }
    if (edge.passes > 0)
        return edge;
    edge.gap = wit_list_gap_of(r, n->account, n->region, "kafka", "ListVpcConnections");
    if (edge.gap == WIT_NO_GAP && edge.passes == 0)
        edge.gap = wit_gap_add(r, WIT_GAP_MOVING, n->account, n->region, itf->endpoint_id,
                               "whether the VPC connection of Amazon MSK is in service is not told",
                               "aws kafka list-vpc-connections");
    edge.passes = edge.gap != WIT_NO_GAP ? 0 : -1;
    return edge;
}

bool wit_service_concerns(const struct wit_unit *unit, struct wit_addr addr)
{
    if (unit->use == WIT_USE_PUBLIC) /* fronts lead to the private address */
        return false;
    return unit->use == WIT_USE_ANY || (unit->n_points == 1 && wit_addr_cmp(unit->points[0].addr, addr) == 0);
}

void wit_service_key(const struct wit_reach *r, struct wit_buf *key, const struct wit_interface *itf,
                     struct wit_addr pinned)
{
    const struct wit_services *s = r->services;
    size_t at = index_of(r, itf);
    for (size_t i = s->first_of[at]; i < s->first_of[at + 1]; i++) {
        const struct wit_forward *f = &s->forwards[s->forwards_of[i]];
        if (pinned.family == 0 || wit_addr_cmp(pinned, f->addr) == 0)
            wit_buf_printf(key, "|f%p,%p,%u,%zu,%d", (const void *)f->listener, (const void *)f->group, f->port, f->at,
                           f->sure);
    }
    if (s->balancer_of[at] != NULL)
        wit_buf_printf(key, "|b%p", (const void *)s->balancer_of[at]);
    else if (wit_interface_is_front(itf))
        wit_buf_puts(key, "|F");
    size_t low = 0, high = s->n_speeded;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->speeded[middle].itf < itf)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < s->n_speeded && s->speeded[low].itf == itf; low++)
        wit_buf_printf(key, "|a%p,%p", (const void *)s->speeded[low].accelerator,
                       (const void *)s->speeded[low].endpoint);
}

/* Breadth first over what stands before what; each balancer once. */
void wit_service_fronts(struct wit_reach *r, struct wit_arena *arena, const struct wit_interface *itf,
                        void (*found)(void *context, const struct wit_interface *front), void *context)
{
    const struct wit_services *s = r->services;
    const struct wit_balancer **seen = NULL;
    const struct wit_interface **queue = NULL;
    size_t n = 0, cap = 0, n_queue = 0, queue_cap = 0;
    WIT_PUSH(arena, queue, n_queue, queue_cap) = itf;
    for (size_t done = 0; done < n_queue; done++) {
        size_t at = index_of(r, queue[done]);
        for (size_t i = s->first_of[at]; i < s->first_of[at + 1]; i++) {
            const struct wit_balancer *b = s->forwards[s->forwards_of[i]].balancer;
            bool known = false;
            for (size_t k = 0; k < n && !known; k++)
                known = seen[k] == b;
            for (size_t k = 0; k < b->n_interfaces && !known; k++)
                WIT_PUSH(arena, queue, n_queue, queue_cap) = b->interfaces[k];
            if (!known)
                WIT_PUSH(arena, seen, n, cap) = b;
        }
    }
    for (size_t i = 1; i < n_queue; i++)
        found(context, queue[i]);
    for (size_t k = 0; k < n; k++) {
        const struct wit_balancer_facts *facts = wit_service_facts(r, seen[k]);
        for (size_t i = 0; i < facts->n_entries; i++)
            found(context, facts->entries[i].itf);
    }
    for (size_t k = 0; k < s->n_dark; k++)
        found(context, s->dark[k].itf);
}
