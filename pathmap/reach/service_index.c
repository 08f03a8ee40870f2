/* pathmap/reach/service_index.c: which balancers, endpoints and accelerators stand before which interface; built once.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A question about a pair of classes then looks only at the rows of its target: its cost does not depend on how many
 * balancers there are.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/service.h"

struct indexing {
    struct wit_reach *r;
    struct wit_services *s;
    struct wit_strmap *instances; /* instance id -> index + 1 of its first interface; next[] leads on */
    size_t *next;
};

static size_t index_of(const struct wit_reach *r, const struct wit_interface *itf)
{
    return (size_t)(itf - r->estate->interfaces);
}

static void add_row(struct indexing *x, struct wit_forward row)
{
    row.port = row.target->port != 0 ? row.target->port : row.group->port;
    WIT_PUSH(x->r->arena, x->s->forwards, x->s->n_forwards, x->s->cap_forwards) = row;
}

/* The primary address of the family that the group speaks. */
static bool primary_of(const struct wit_interface *itf, uint8_t family, struct wit_forward *row)
{
    for (size_t i = 0; i < itf->n_addresses; i++) {
        bool whole = itf->addresses[i].bits == (itf->addresses[i].addr.family == 4 ? 32 : 128);
        if (whole && (family == 0 || itf->addresses[i].addr.family == family)) {
            row->itf = itf;
            row->addr = itf->addresses[i].addr;
            row->at = i;
            return true;
        }
    }
    return false;
}

/* Of an instance's interfaces the one that was attached first is the target; not told which: each may be. */
static bool is_first(const struct indexing *x, size_t first, size_t at, bool *sure)
{
    const struct wit_interface *list = x->r->estate->interfaces;
    bool told = false;
    if (list[at - 1].first_attached == WIT_TOLD_NO)
        return false;
    for (size_t k = first; k != 0; k = x->next[k - 1])
        told = told || list[k - 1].first_attached == WIT_TOLD_YES;
    *sure = told || x->next[first - 1] == 0;
    return !told || list[at - 1].first_attached == WIT_TOLD_YES;
}

static void add_instance(struct indexing *x, struct wit_forward row, const char *id)
{
    size_t first = (size_t)(uintptr_t)wit_strmap_get(x->instances, id);
    bool found = false;
    for (size_t k = first; k != 0; k = x->next[k - 1]) {
        if (is_first(x, first, k, &row.sure) && primary_of(&x->r->estate->interfaces[k - 1], row.group->family, &row)) {
            add_row(x, row);
            found = true;
        }
    }
    row.itf = NULL;
    row.sure = true;
    if (!found)
        add_row(x, row);
}

static bool held_by(const struct wit_holder *h, struct wit_addr a)
{
    return wit_addr_cmp(h->first, a) <= 0 && wit_addr_cmp(h->last, a) >= 0;
}

static void add_holder(struct indexing *x, struct wit_forward row, const struct wit_holder *h,
                       const struct wit_network *home, bool *found)
{
    if (home != NULL && strcmp(h->itf->subnet->network->id, home->id) != 0)
        return;
    row.itf = h->itf;
    row.at = h->at;
    add_row(x, row);
    *found = true;
}

/* An address inside the group's network is that network's; another one is whoever holds it: the routes decide. */
static void add_address(struct indexing *x, struct wit_forward row)
{
    struct wit_reach *r = x->r;
    const struct wit_network *home = wit_strmap_get(r->network_by_id, row.group->network);
    bool found = false;
    row.addr = row.target->addr;
    row.sure = true;
    if (home != NULL && !wit_network_holds(home, row.addr))
        home = NULL;
    size_t low = 0, high = r->n_holders;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (wit_addr_cmp(r->holders[middle].first, row.addr) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->n_holders && wit_addr_cmp(r->holders[low].first, row.addr) == 0; low++)
        add_holder(x, row, &r->holders[low], home, &found);
    for (size_t i = 0; i < r->n_wide_holders; i++) {
        if (held_by(&r->wide_holders[i], row.addr))
            add_holder(x, row, &r->wide_holders[i], home, &found);
    }
    if (!found)
        add_row(x, row);
}

static void add_target(struct indexing *x, struct wit_forward row)
{
    const struct wit_balancer *next = row.target->balancer;
    bool found = false;
    switch (row.group->type) {
    case WIT_TARGET_INSTANCE:
        add_instance(x, row, row.target->instance != NULL ? row.target->instance->id : row.target->id);
        return;
    case WIT_TARGET_ADDRESS:
        add_address(x, row);
        return;
    case WIT_TARGET_BALANCER:
        row.sure = true;
        for (size_t i = 0; next != NULL && i < next->n_interfaces; i++) {
            if (primary_of(next->interfaces[i], row.group->family, &row)) {
                add_row(x, row);
                found = true;
            }
        }
        row.itf = NULL;
        if (!found)
            add_row(x, row);
        return;
    case WIT_TARGET_LAMBDA: /* called, not connected to */
        return;
    case WIT_TARGET_UNKNOWN:
        break;
    }
    add_row(x, row);
}

static wit_gap_ref first_of(wit_gap_ref a, wit_gap_ref b)
{
    return a != WIT_NO_GAP ? a : b;
}

static wit_gap_ref dangling(struct wit_reach *r, const struct wit_balancer *b, const char *group)
{
    wit_gap_ref gap = wit_list_gap_of(r, b->account, b->region, "elbv2", "DescribeTargetGroups");
    return gap != WIT_NO_GAP ? gap
                             : wit_gap_add(r, WIT_GAP_DANGLING, b->account, b->region, group,
                                           wit_fmt(r->arena, "target group %s is not in evidence", group),
                                           "aws elbv2 describe-target-groups");
}

static void add_balancer(struct indexing *x, const struct wit_balancer *b, struct wit_balancer_facts *facts)
{
    facts->targets_gap = first_of(b->gap, b->listeners_gap);
    facts->first = x->s->n_forwards;
    for (size_t i = 0; i < b->n_listeners; i++) {
        const struct wit_balancer_listener *l = &b->listeners[i];
        facts->targets_gap = first_of(facts->targets_gap, first_of(l->gap, l->rules_gap));
        for (size_t k = 0; k < l->n_groups; k++) {
            const struct wit_target_group *g = l->groups[k];
            if (g == NULL) {
                facts->targets_gap = first_of(facts->targets_gap, dangling(x->r, b, l->group_ids[k]));
                continue;
            }
            facts->targets_gap = first_of(facts->targets_gap, first_of(g->gap, g->targets_gap));
            for (size_t j = 0; j < g->n_targets; j++)
                add_target(x, (struct wit_forward){.balancer = b, .listener = l, .group = g, .target = &g->targets[j]});
        }
    }
    facts->n = x->s->n_forwards - facts->first;
    facts->nodes_gap = WIT_NO_GAP;
    if (b->state != WIT_GW_CLOSED && (b->n_interfaces == 0 || b->n_interfaces < b->n_subnets)) {
        facts->nodes_gap = wit_list_gap_of(x->r, b->account, b->region, "ec2", "DescribeNetworkInterfaces");
        if (facts->nodes_gap == WIT_NO_GAP)
            facts->nodes_gap =
                wit_gap_add(x->r, WIT_GAP_DANGLING, b->account, b->region, b->id,
                            wit_fmt(x->r->arena, "not all interfaces of the load balancer %s are in evidence", b->id),
                            "aws ec2 describe-network-interfaces");
    }
    for (size_t i = 0; i < b->n_interfaces; i++)
        x->s->balancer_of[index_of(x->r, b->interfaces[i])] = b;
}

/* Indices of the rows by their interface: counted, then filled in. */
static void sort_rows(struct indexing *x)
{
    struct wit_services *s = x->s;
    size_t n = x->r->estate->n_interfaces;
    s->first_of = WIT_NEW_ARRAY(x->r->arena, size_t, n + 2);
    s->forwards_of = WIT_NEW_ARRAY(x->r->arena, uint32_t, s->n_forwards + 1);
    for (size_t i = 0; i < s->n_forwards; i++) {
        if (s->forwards[i].itf != NULL)
            s->first_of[index_of(x->r, s->forwards[i].itf) + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++)
        s->first_of[i] += s->first_of[i - 1];
    for (size_t i = 0; i < s->n_forwards; i++) {
        if (s->forwards[i].itf != NULL)
            s->forwards_of[s->first_of[index_of(x->r, s->forwards[i].itf) + 1]++] = (uint32_t)i;
    }
}

static void add_entries(struct indexing *x)
{
    const struct wit_estate *e = x->r->estate;
    for (size_t i = 0; i < e->n_endpoint_services; i++)
        (void)wit_strmap_put(x->s->by_name, e->endpoint_services[i].service_name,
                             (void *)(uintptr_t)&e->endpoint_services[i]);
    for (size_t i = 0; i < e->n_endpoints; i++) {
        const struct wit_endpoint *p = &e->endpoints[i];
        const struct wit_endpoint_service *service = wit_strmap_get(x->s->by_name, p->service_name);
        bool managed = wit_service_made_by_msk(p), led = wit_service_is_platform(p->service_name) || service != NULL;
        for (size_t k = 0; k < p->n_interfaces && managed; k++)
            WIT_PUSH(x->r->arena, x->s->managed, x->s->n_managed, x->s->cap_managed) = p->interfaces[k];
        for (size_t k = 0; k < p->n_interfaces && !managed && !led; k++)
            WIT_PUSH(x->r->arena, x->s->unled, x->s->n_unled, x->s->cap_unled) = p->interfaces[k];
        for (size_t k = 0; service != NULL && k < service->n_balancers; k++) {
            if (service->balancers[k] == NULL)
                continue;
            struct wit_balancer_facts *facts = &x->s->facts[service->balancers[k] - e->balancers];
            for (size_t j = 0; j < p->n_interfaces; j++)
                WIT_PUSH(x->r->arena, facts->entries, facts->n_entries, facts->cap_entries) =
                    (struct wit_entry){service, p, p->interfaces[j]};
        }
    }
}

static void add_dark(struct indexing *x)
{
    struct wit_reach *r = x->r;
    for (size_t i = 0; i < r->n_fronts; i++) {
        const struct wit_interface *itf = r->fronts[i];
        const struct wit_balancer *b = wit_service_balancer(r, itf);
        wit_gap_ref gap = b != NULL ? wit_service_facts(r, b)->targets_gap : WIT_NO_GAP;
        if (b != NULL && gap == WIT_NO_GAP)
            continue;
        if (b == NULL)
            gap = wit_list_gap_of(r, itf->account, itf->region, "elbv2", "DescribeLoadBalancers");
        if (gap == WIT_NO_GAP)
            gap = wit_gap_add(r, WIT_GAP_DANGLING, itf->account, itf->region, itf->id,
                              wit_fmt(r->arena, "the load balancer of %s is not in evidence", itf->id),
                              "aws elbv2 describe-load-balancers");
        WIT_PUSH(r->arena, x->s->dark, x->s->n_dark, x->s->cap_dark) = (struct wit_dark_front){itf, b, gap};
    }
}

static void add_speeded(struct indexing *x, struct wit_speeded row)
{
    if (row.itf != NULL)
        WIT_PUSH(x->r->arena, x->s->speeded, x->s->n_speeded, x->s->cap_speeded) = row;
}

static void add_accelerator(struct indexing *x, const struct wit_accelerator *a)
{
    const struct wit_estate *e = x->r->estate;
    for (size_t i = 0; i < a->n_endpoints; i++) {
        struct wit_speeded row = {.accelerator = a, .endpoint = &a->endpoints[i], .sure = true};
        const char *id = row.endpoint->id;
        for (size_t k = 0; k < e->n_balancers; k++) {
            for (size_t j = 0; strcmp(e->balancers[k].id, id) == 0 && j < e->balancers[k].n_interfaces; j++) {
                row.itf = e->balancers[k].interfaces[j];
                row.balancer = &e->balancers[k];
                add_speeded(x, row);
            }
        }
        row.balancer = NULL;
        size_t first = (size_t)(uintptr_t)wit_strmap_get(x->instances, id);
        for (size_t k = first; k != 0; k = x->next[k - 1]) {
            row.itf = is_first(x, first, k, &row.sure) ? &e->interfaces[k - 1] : NULL;
            add_speeded(x, row);
        }
    }
}

static int by_interface(const void *a, const void *b)
{
    const struct wit_speeded *x = a, *y = b;
    if (x->itf != y->itf)
        return x->itf < y->itf ? -1 : 1; /* of one array: the order of the estate */
    if (x->accelerator != y->accelerator)
        return x->accelerator < y->accelerator ? -1 : 1;
    return x->endpoint < y->endpoint ? -1 : x->endpoint > y->endpoint;
}

void wit_services_build(struct wit_reach *r)
{
    const struct wit_estate *e = r->estate;
    struct wit_services *s = WIT_NEW(r->arena, struct wit_services);
    struct indexing x = {.r = r, .s = s, .instances = wit_strmap_new(r->arena)};
    r->services = s;
    s->by_name = wit_strmap_new(r->arena);
    s->followed = wit_strmap_new(r->arena);
    for (size_t i = 0; i < e->n_accelerators; i++)
        (void)wit_strmap_put(s->followed, e->accelerators[i].id, s);
    for (size_t i = 0; i < e->n_doors; i++)
        (void)wit_strmap_put(s->followed, e->doors[i].id, s);
    s->balancer_of = WIT_NEW_ARRAY(r->arena, const struct wit_balancer *, e->n_interfaces + 1);
    s->facts = WIT_NEW_ARRAY(r->arena, struct wit_balancer_facts, e->n_balancers + 1);
    x.next = WIT_NEW_ARRAY(r->arena, size_t, e->n_interfaces + 1);
    for (size_t i = e->n_interfaces; i > 0; i--) {
        const struct wit_interface *itf = &e->interfaces[i - 1];
        if (itf->instance[0] == '\0')
            continue;
        x.next[i - 1] = (size_t)(uintptr_t)wit_strmap_get(x.instances, itf->instance);
        wit_strmap_set(x.instances, itf->instance, (void *)(uintptr_t)i);
    }
    for (size_t i = 0; i < e->n_balancers; i++)
        add_balancer(&x, &e->balancers[i], &s->facts[i]);
    sort_rows(&x);
    add_entries(&x);
    add_dark(&x);
    for (size_t i = 0; i < e->n_accelerators; i++)
        add_accelerator(&x, &e->accelerators[i]);
    if (s->n_speeded > 0)
        qsort(s->speeded, s->n_speeded, sizeof *s->speeded, by_interface);
}
