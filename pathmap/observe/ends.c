/* pathmap/observe/ends.c: whose an address is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/observe/join.h"
#include "pathmap/review/roles.h"

struct holder {
    struct wit_prefix prefix;
    const struct wit_interface *interface; /* NULL: a gateway's or an accelerator's own public address */
    const char *id;
};
struct wit_addresses {
    struct wit_arena *arena;
    const struct wit_estate *estate;
    struct holder *items; /* by prefix, then id */
    size_t n, cap;
    bool lengths[2][129]; /* prefix lengths in use, by family */
    const struct wit_prefix *networks;
    size_t n_networks;
};

static int by_prefix(const void *a, const void *b)
{
    const struct holder *x = a, *y = b;
    int order = wit_prefix_cmp(x->prefix, y->prefix);
    return order != 0 ? order : strcmp(x->id, y->id);
}

static void add(struct wit_addresses *t, struct wit_addr addr, uint8_t bits, const struct wit_interface *interface,
                const char *id)
{
    if (addr.family == 0)
        return;
    t->lengths[addr.family == 6][bits] = true;
    WIT_PUSH(t->arena, t->items, t->n, t->cap) = (struct holder){wit_prefix_of(addr, bits), interface, id};
}

static uint8_t full(struct wit_addr addr)
{
    return addr.family == 4 ? 32 : 128;
}

struct wit_addresses *wit_addresses_new(struct wit_arena *arena, const struct wit_estate *estate)
{
    struct wit_addresses *t = WIT_NEW(arena, struct wit_addresses);
    t->arena = arena;
    t->estate = estate;
    for (size_t i = 0; i < estate->n_interfaces; i++) {
        const struct wit_interface *itf = &estate->interfaces[i];
        for (size_t k = 0; k < itf->n_addresses; k++) {
            const struct wit_address *a = &itf->addresses[k];
            add(t, a->addr, a->bits, itf, itf->id);
            add(t, a->public_addr, full(a->public_addr), itf, itf->id);
        }
    }
    for (size_t i = 0; i < estate->n_gateways; i++)
        for (size_t k = 0; k < estate->gateways[i].n_public_addrs; k++)
            add(t, estate->gateways[i].public_addrs[k], full(estate->gateways[i].public_addrs[k]), NULL,
                estate->gateways[i].id);
    for (size_t i = 0; i < estate->n_accelerators; i++)
        for (size_t k = 0; k < estate->accelerators[i].n_addrs; k++)
            add(t, estate->accelerators[i].addrs[k], full(estate->accelerators[i].addrs[k]), NULL,
                estate->accelerators[i].id);
    if (t->n > 1)
        qsort(t->items, t->n, sizeof *t->items, by_prefix);
    wit_space_networks(&t->networks, &t->n_networks, arena, estate);
    return t;
}

static size_t first_at(const struct wit_addresses *t, struct wit_prefix prefix)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (wit_prefix_cmp(t->items[mid].prefix, prefix) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

struct holders {
    enum { MOST = 64 } most;
    const struct holder *items[MOST];
    size_t n;
};

/* An interface's row goes before that of the gateway that it belongs to. */
static void add_holder(struct holders *out, const struct holder *h)
{
    for (size_t i = 0; i < out->n; i++) {
        if (out->items[i]->interface == NULL || h->interface == NULL || out->items[i]->interface == h->interface) {
            if (out->items[i]->interface == NULL)
                out->items[i] = h;
            return;
        }
    }
    if (out->n < MOST)
        out->items[out->n++] = h;
}

static void find(struct holders *out, const struct wit_addresses *t, struct wit_addr addr)
{
    out->n = 0;
    for (unsigned bits = 0; bits <= full(addr); bits++) {
        if (!t->lengths[addr.family == 6][bits])
            continue;
        struct wit_prefix prefix = wit_prefix_of(addr, (uint8_t)bits);
        for (size_t i = first_at(t, prefix); i < t->n && wit_prefix_cmp(t->items[i].prefix, prefix) == 0; i++)
            add_holder(out, &t->items[i]);
    }
}

const struct wit_interface *wit_addresses_holder(const struct wit_addresses *t, struct wit_addr addr)
{
    struct holders found;
    find(&found, t, addr);
    return found.n == 1 ? found.items[0]->interface : NULL;
}

/* Interfaces that pass on what others open, or answer for others. One row a kind. */
static const char *relay_of(const struct wit_interface *itf)
{
    static const struct {
        const char *type, *what;
    } rows[] = {{"nat_gateway", "a NAT gateway"},
                {"network_load_balancer", "a load balancer"},
                {"load_balancer", "a load balancer"},
                {"gateway_load_balancer", "a load balancer"},
                {"gateway_load_balancer_endpoint", "an endpoint"},
                {"vpc_endpoint", "an endpoint"},
                {"transit_gateway", "a transit gateway"},
                {"global_accelerator_managed", "an accelerator"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(itf->type, rows[i].type) == 0)
            return rows[i].what;
    if (itf->endpoint_id[0] != '\0')
        return "an endpoint";
    if (strncmp(itf->description, "ELB ", 4) == 0 || strcmp(itf->requester, "amazon-elb") == 0)
        return "a load balancer";
    /* Forwards for others: a NAT instance, a proxy appliance (1.1.7). */
    return itf->source_dest_check ? NULL : "a host that forwards for others";
}

/* "com.amazonaws.vpce.REGION.vpce-svc-…" is somebody's; "com.amazonaws.REGION.kms" is the platform's own. */
static bool is_platform_service(const struct wit_addresses *t, const struct wit_interface *itf)
{
    const struct wit_endpoint *e =
        itf->endpoint_id[0] == '\0' ? NULL : wit_estate_endpoint(t->estate, itf->endpoint_id);
    return e != NULL && strncmp(e->service_name, "com.amazonaws.", 14) == 0 &&
           strncmp(e->service_name, "com.amazonaws.vpce.", 19) != 0;
}

static void at_interface(struct wit_seen_end *end, const struct wit_addresses *t, const struct wit_interface *itf)
{
    const char *relay = relay_of(itf);
    end->place = WIT_AT_INTERFACE;
    end->interface = itf;
    end->service = relay != NULL && is_platform_service(t, itf);
    end->hides = relay != NULL && !end->service;
    if (relay != NULL)
        end->why = wit_fmt(t->arena, "%s is %s: who stands behind it is not in the traffic", itf->id, relay);
}

static void unknown(struct wit_seen_end *end, bool hides, const char *why)
{
    end->place = WIT_AT_UNKNOWN;
    end->hides = hides;
    end->why = why;
}

static const struct wit_prefix *network_of(const struct wit_addresses *t, struct wit_prefix prefix)
{
    for (size_t i = 0; i < t->n_networks; i++)
        if (wit_prefix_overlaps(t->networks[i], prefix))
            return &t->networks[i];
    return NULL;
}

/* The first addresses of a subnet are the network's own: its router and its resolver. */
static bool is_reserved(const struct wit_addresses *t, struct wit_addr addr)
{
    for (size_t i = 0; i < t->estate->n_subnets; i++)
        for (size_t k = 0; k < t->estate->subnets[i].n_prefixes; k++) {
            struct wit_prefix p = t->estate->subnets[i].prefixes[k];
            if (wit_prefix_has(p, addr) && addr.lo - p.addr.lo < 4)
                return true;
        }
    return false;
}

static bool is_link_local(struct wit_addr addr)
{
    return addr.family == 4 ? (addr.lo >> 16) == 0xa9fe : (addr.hi >> 54) == 0x3fa;
}

static const struct wit_prefix_list *service_of(const struct wit_addresses *t, struct wit_prefix prefix)
{
    for (size_t i = 0; i < t->estate->n_prefix_lists; i++) {
        const struct wit_prefix_list *list = &t->estate->prefix_lists[i];
        for (size_t k = 0; list->managed_by_platform && k < list->n_entries; k++)
            if (wit_prefix_covers(list->entries[k], prefix))
                return list;
    }
    return NULL;
}

static bool holds_any(const struct wit_addresses *t, struct wit_prefix prefix)
{
    struct wit_range range = wit_prefix_range(prefix);
    struct holders around;
    find(&around, t, range.first);
    size_t at = first_at(t, (struct wit_prefix){range.first, 0});
    return around.n > 0 || (at < t->n && wit_addr_cmp(t->items[at].prefix.addr, range.last) <= 0);
}

static void outside(struct wit_seen_end *end, const struct wit_addresses *t)
{
    end->list = service_of(t, end->prefix);
    end->place = end->list == NULL ? WIT_AT_OUTSIDE : WIT_AT_SERVICE;
}

static void place_prefix(struct wit_seen_end *end, const struct wit_addresses *t)
{
    if (network_of(t, end->prefix) != NULL || holds_any(t, end->prefix))
        unknown(end, true, "only a prefix is told, and the estate has addresses in it");
    else
        outside(end, t);
}

static void place(struct wit_seen_end *end, const struct wit_addresses *t, const struct holders *found,
                  const struct wit_network *beside)
{
    struct wit_addr addr = end->prefix.addr;
    const struct holder *only = found->n == 1 ? found->items[0] : NULL;
    for (size_t i = 0, n = 0; found->n > 1 && beside != NULL && i < found->n; i++) {
        const struct wit_interface *itf = found->items[i]->interface;
        if (itf == NULL || itf->subnet->network != beside)
            continue;
        only = n++ == 0 ? found->items[i] : NULL;
    }
    if (only != NULL && only->interface != NULL)
        at_interface(end, t, only->interface);
    else if (only != NULL)
        unknown(end, true, wit_fmt(t->arena, "%s passes on for others", only->id));
    else if (found->n > 1)
        unknown(end, true,
                wit_fmt(t->arena, "several interfaces have this address: %s, %s%s", found->items[0]->id,
                        found->items[1]->id, found->n > 2 ? " …" : ""));
    else if (is_link_local(addr))
        unknown(end, false, "a link-local address: the platform's own services, or none of the network");
    else if (network_of(t, end->prefix) == NULL)
        outside(end, t);
    else if (is_reserved(t, addr))
        unknown(end, false, "an address that the platform keeps: router or resolver of a subnet");
    else
        unknown(end, true, "in a network of the evidence, and no interface in evidence has it");
}

static const struct wit_network *sure_network(const struct holders *found)
{
    return found->n == 1 && found->items[0]->interface != NULL ? found->items[0]->interface->subnet->network : NULL;
}

void wit_seen_ends(struct wit_seen_end *client, struct wit_seen_end *server, const struct wit_addresses *t,
                   const struct wit_seen_flow *flow)
{
    struct wit_prefix prefixes[2] = {flow->client_prefix, flow->server_prefix};
    struct wit_seen_end *ends[2] = {client, server};
    struct holders found[2];
    for (size_t i = 0; i < 2; i++) {
        *ends[i] = (struct wit_seen_end){.prefix = prefixes[i], .why = ""};
        found[i].n = 0;
        if (prefixes[i].bits == full(prefixes[i].addr))
            find(&found[i], t, prefixes[i].addr);
    }
    for (size_t i = 0; i < 2; i++) {
        if (prefixes[i].bits == full(prefixes[i].addr))
            place(ends[i], t, &found[i], sure_network(&found[1 - i]));
        else
            place_prefix(ends[i], t);
    }
}
