/* pathmap/review/kafka_doors.c: the listeners of a cluster, one row for what is alike on its nodes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pathmap/review/kafka_facts.h"

struct doors {
    struct wit_kafka_door *items;
    size_t n, cap;
    struct wit_strmap *index;
};

bool wit_host_is_local(const char *host)
{
    struct wit_addr a;
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "::1") == 0)
        return true;
    return wit_addr_parse(&a, host, NULL) && a.family == 4 && (a.lo >> 24) == 127;
}

unsigned wit_listener_port(const struct wit_kafka_listener *l)
{
    return l->port != 0 ? l->port : l->advertised_port;
}

static bool holds(const struct wit_interface *itf, struct wit_addr addr)
{
    for (size_t i = 0; i < itf->n_addresses; i++)
        if (wit_addr_cmp(itf->addresses[i].addr, addr) == 0)
            return true;
    return false;
}

const struct wit_interface *const *wit_listener_interfaces(size_t *n, struct wit_review *r,
                                                           const struct wit_kafka_node *node,
                                                           const struct wit_kafka_listener *listener)
{
    struct wit_addr bound;
    *n = 0;
    if (wit_host_is_local(listener->bind_host))
        return NULL;
    if (wit_addr_parse(&bound, listener->bind_host, NULL)) {
        const struct wit_interface **list =
            WIT_NEW_ARRAY(r->arena, const struct wit_interface *, node->site.n_interfaces);
        for (size_t i = 0; i < node->site.n_interfaces; i++)
            if (holds(node->site.interfaces[i], bound))
                list[(*n)++] = node->site.interfaces[i];
        if (*n > 0)
            return list;
    }
    *n = node->site.n_interfaces;
    return node->site.interfaces;
}

static struct wit_kafka_door *door_of(struct doors *d, struct wit_review *r, const char *key)
{
    uintptr_t at = (uintptr_t)wit_strmap_get(d->index, key);
    if (at != 0)
        return &d->items[at - 1];
    struct wit_kafka_door *fresh = &WIT_PUSH(r->arena, d->items, d->n, d->cap);
    *fresh = (struct wit_kafka_door){.unplaced = "", .gap = "", .local = true};
    wit_strmap_set(d->index, key, (void *)(uintptr_t)d->n);
    return fresh;
}

static void add_interfaces(struct wit_kafka_door *d, struct wit_review *r, const struct wit_interface *const *list,
                           size_t n)
{
    const struct wit_interface **all = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, d->n_interfaces + n);
    for (size_t i = 0; i < d->n_interfaces; i++)
        all[i] = d->interfaces[i];
    for (size_t i = 0; list != NULL && i < n; i++) {
        bool there = false;
        for (size_t k = 0; k < d->n_interfaces && !there; k++)
            there = all[k] == list[i];
        if (!there)
            all[d->n_interfaces++] = list[i];
    }
    d->interfaces = all;
}

static void place(struct wit_kafka_door *d, struct wit_review *r, const struct wit_site *site, const char *name)
{
    if (site->gap == WIT_NO_GAP && site->n_interfaces > 0)
        return;
    if (d->n_unplaced++ > 0)
        return;
    d->unplaced = name;
    d->gap =
        site->gap != WIT_NO_GAP ? wit_platform_gap_text(r, site->gap) : "it runs outside every network of the evidence";
}

static void add_listener(struct doors *doors, struct wit_review *r, const struct wit_kafka_cluster *c,
                         const struct wit_kafka_node *node, const struct wit_kafka_listener *l)
{
    size_t n;
    const struct wit_interface *const *list = wit_listener_interfaces(&n, r, node, l);
    const char *key =
        wit_fmt(r->arena, "%s\n%s\n%s\n%u\n%d", c->id, l->name, l->protocol, wit_listener_port(l), (int)l->use);
    struct wit_kafka_door *d = door_of(doors, r, key);
    if (d->n_nodes == 0) {
        d->cluster = c;
        d->name = l->name;
        d->protocol = l->protocol;
        d->port = wit_listener_port(l);
        d->use = l->use;
        d->cite = l->cite;
    }
    const struct wit_kafka_node **nodes = WIT_NEW_ARRAY(r->arena, const struct wit_kafka_node *, d->n_nodes + 1);
    const struct wit_kafka_listener **own = WIT_NEW_ARRAY(r->arena, const struct wit_kafka_listener *, d->n_nodes + 1);
    for (size_t i = 0; i < d->n_nodes; i++) {
        nodes[i] = d->nodes[i];
        own[i] = d->listeners[i];
    }
    nodes[d->n_nodes] = node;
    own[d->n_nodes++] = l;
    d->nodes = nodes;
    d->listeners = own;
    d->local = d->local && wit_host_is_local(l->bind_host);
    add_interfaces(d, r, list, n);
    if (!wit_host_is_local(l->bind_host))
        place(d, r, &node->site, wit_node_words(r, c, node));
}

static unsigned port_of(const char *text)
{
    const char *colon = strrchr(text, ':');
    unsigned long port = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);
    return port > 65535 ? 0 : (unsigned)port;
}

/* A voter that is a listener already: the same interface and port. */
static bool covered(const struct doors *doors, const struct wit_site *site, unsigned port)
{
    for (size_t i = 0; i < doors->n; i++)
        for (size_t k = 0; doors->items[i].port == port && k < doors->items[i].n_interfaces; k++)
            for (size_t m = 0; m < site->n_interfaces; m++)
                if (doors->items[i].interfaces[k] == site->interfaces[m])
                    return true;
    return false;
}

/* Nodes that are known to be controllers: when they are as many as the voters, they are the voters. */
static size_t controllers_of(const struct wit_kafka_cluster *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_nodes; i++)
        n += (c->nodes[i].parts & WIT_NODE_CONTROLLER) != 0 && c->nodes[i].listeners_gap == WIT_NO_GAP;
    return n;
}

static void add_member(struct doors *doors, struct wit_review *r, const struct wit_kafka_cluster *c, bool voter,
                       const char *text, const struct wit_site *site)
{
    unsigned port = port_of(text);
    if (voter && (covered(doors, site, port) || (site->n_interfaces == 0 && controllers_of(c) >= c->n_voters)))
        for (size_t i = 0; i < doors->n; i++)
            if (doors->items[i].cluster == c && doors->items[i].use == WIT_USE_CONTROLLER &&
                doors->items[i].port == port)
                return;
    struct wit_kafka_door *d = door_of(doors, r, wit_fmt(r->arena, "%s\n%d\n%u", c->id, voter, port));
    d->cluster = c;
    d->part = voter ? WIT_DOOR_VOTER : WIT_DOOR_ZOOKEEPER;
    d->name = voter ? "controller quorum" : "ZooKeeper";
    d->protocol = "";
    d->port = port;
    d->use = WIT_USE_CONTROLLER;
    d->cite = site->cite;
    d->local = d->local && wit_host_is_local(site->host);
    add_interfaces(d, r, site->interfaces, site->n_interfaces);
    if (!wit_host_is_local(site->host))
        place(d, r, site, text);
}

static int by_name(const void *a, const void *b)
{
    const struct wit_kafka_door *x = a, *y = b;
    int order = strcmp(x->cluster->id, y->cluster->id);
    if (order == 0)
        order = (int)x->part - (int)y->part;
    if (order == 0)
        order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->protocol, y->protocol);
    return order != 0 ? order : (x->port > y->port) - (x->port < y->port);
}

const struct wit_kafka_door *wit_kafka_doors(size_t *n, struct wit_review *r)
{
    struct doors doors = {.index = wit_strmap_new(r->arena)};
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        for (size_t k = 0; k < c->n_nodes; k++)
            for (size_t m = 0; m < c->nodes[k].n_listeners; m++)
                add_listener(&doors, r, c, &c->nodes[k], &c->nodes[k].listeners[m]);
        for (size_t k = 0; k < c->n_voters; k++)
            add_member(&doors, r, c, true, c->voters[k], &c->voter_sites[k]);
        for (size_t k = 0; k < c->n_zookeepers; k++)
            add_member(&doors, r, c, false, c->zookeepers[k], &c->zookeeper_sites[k]);
    }
    if (doors.n > 1)
        qsort(doors.items, doors.n, sizeof *doors.items, by_name);
    *n = doors.n;
    return doors.items;
}

const struct wit_exposure *wit_kafka_door_exposure(struct wit_review *r, const struct wit_kafka_door *door)
{
    static const struct wit_exposure nobody = {.placed = true, .why = "", .remedy = ""};
    if (door->local)
        return &nobody;
    return door->port == 0 ? NULL
                           : wit_exposure_of(r, door->interfaces, door->n_interfaces, door->port, WIT_INSIDE_NODES);
}

const struct wit_exposure *wit_rest_door_exposure(struct wit_review *r, const struct wit_rest_door *door, bool registry)
{
    if (door->port == 0)
        return NULL;
    return wit_exposure_of(r, door->site.interfaces, door->site.n_interfaces, door->port,
                           registry ? WIT_INSIDE_REGISTRIES : WIT_INSIDE_WORKERS);
}
