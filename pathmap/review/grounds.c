/* pathmap/review/grounds.c: the scopes between which paths are listed, and the endpoints in each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

/* Above this many subnets with endpoints, an inventory without roles goes by networks. */
enum { SUBNETS_MAX = 120 };

void wit_review_roles(struct wit_review *r)
{
    size_t n = r->intent == NULL ? 0 : r->intent->n_roles;
    r->members = WIT_NEW_ARRAY(r->arena, struct wit_holders, n);
    r->roles = WIT_NEW_ARRAY(r->arena, struct wit_roles_of, r->estate->n_interfaces);
    for (size_t i = 0; i < n; i++) {
        struct wit_holders *m = &r->members[i];
        wit_role_members(m, r->arena, r->estate, &r->intent->roles[i]);
        for (size_t k = 0; k < m->n_interfaces; k++) {
            struct wit_roles_of *of = &r->roles[m->interfaces[k] - r->estate->interfaces];
            WIT_PUSH(r->arena, of->roles, of->n, of->cap) = m->role;
        }
    }
}

struct wit_roles_of wit_review_roles_of(const struct wit_review *r, const struct wit_interface *interface)
{
    return r->roles[interface - r->estate->interfaces];
}

/* A NAT gateway passes on what others open; its own way is part of theirs. */
bool wit_never_starts(const struct wit_interface *interface)
{
    return strcmp(interface->type, "nat_gateway") == 0;
}

/* 1.9.2: connections through an interface endpoint go from the consumer to the provider. No sentence of the platform's
 * documents promises that the other way is closed: the inventory leaves it out, a proof does not. */
bool wit_should_not_start(const struct wit_interface *interface)
{
    return interface->endpoint_id[0] != '\0' || strcmp(interface->type, "vpc_endpoint") == 0;
}

static int by_subnet(const void *a, const void *b)
{
    const struct wit_interface *x = *(const struct wit_interface *const *)a;
    const struct wit_interface *y = *(const struct wit_interface *const *)b;
    int order = strcmp(x->subnet->network->id, y->subnet->network->id);
    if (order == 0)
        order = strcmp(x->subnet->id, y->subnet->id);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->account, y->account);
}

static int by_network(const void *a, const void *b)
{
    const struct wit_interface *x = *(const struct wit_interface *const *)a;
    const struct wit_interface *y = *(const struct wit_interface *const *)b;
    int order = strcmp(x->subnet->network->id, y->subnet->network->id);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->account, y->account);
}

static struct wit_ground *add(struct wit_review *r, enum wit_ground_kind kind, const char *word, const char *id,
                              const char *name)
{
    struct wit_ground *g = &WIT_PUSH(r->arena, r->grounds, r->n_grounds, r->grounds_cap);
    *g = (struct wit_ground){.kind = kind, .bucket = "", .region = ""};
    g->scope = (struct wit_scope){word, id, name, "", "", "", "", ""};
    return g;
}

static void add_subnets(struct wit_review *r)
{
    size_t n = r->estate->n_interfaces, subnets = 0;
    const struct wit_interface **all = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, n);
    for (size_t i = 0; i < n; i++)
        all[i] = &r->estate->interfaces[i];
    if (n > 0)
        qsort(all, n, sizeof *all, by_subnet);
    for (size_t i = 0; i < n; i++)
        subnets += i == 0 || all[i]->subnet != all[i - 1]->subnet;
    bool networks = !wit_intent_declares(r->intent) && subnets > SUBNETS_MAX;
    if (networks) {
        qsort(all, n, sizeof *all, by_network);
        r->aggregated = wit_fmt(r->arena,
                                "No intent was given and %zu subnets hold endpoints: paths are listed between networks "
                                "instead of subnets; with an intent they are listed between subnets",
                                subnets);
    }
    for (size_t i = 0, end; i < n; i = end) {
        const struct wit_subnet *subnet = all[i]->subnet;
        const struct wit_network *network = subnet->network;
        for (end = i + 1; end < n; end++)
            if (networks ? all[end]->subnet->network != network : all[end]->subnet != subnet)
                break;
        struct wit_ground *g = networks ? add(r, WIT_GROUND_NETWORK, "network", network->id, network->name)
                                        : add(r, WIT_GROUND_SUBNET, "subnet", subnet->id, subnet->name);
        g->scope.account = networks ? network->account : subnet->account;
        g->scope.region = networks ? network->region : subnet->region;
        g->scope.network = network->id;
        g->scope.zone = networks ? "" : subnet->zone_id;
        g->interfaces = all + i;
        g->n_interfaces = end - i;
    }
}

/* A prefix ground is one prefix as somebody wrote it; several roles may have written the same. */
static void add_prefix(struct wit_review *r, struct wit_prefix prefix, const struct wit_role *role,
                       const struct wit_prefix *networks, size_t n_networks)
{
    char text[WIT_PREFIX_TEXT];
    wit_prefix_text(text, prefix);
    struct wit_ground *g = NULL;
    for (size_t i = 0; i < r->n_grounds && g == NULL; i++)
        if (r->grounds[i].kind == WIT_GROUND_PREFIX && strcmp(r->grounds[i].scope.id, text) == 0)
            g = &r->grounds[i];
    if (g == NULL) {
        const struct wit_prefix *outside;
        size_t n;
        wit_space_minus(&outside, &n, r->arena, &prefix, 1, networks, n_networks);
        if (n == 0)
            return;
        g = add(r, WIT_GROUND_PREFIX, "prefix", wit_strdup(r->arena, text), role == NULL ? "" : role->id);
        g->prefixes = outside;
        g->n_prefixes = n;
    }
    if (role == NULL)
        return;
    const struct wit_role **roles = WIT_NEW_ARRAY(r->arena, const struct wit_role *, g->n_roles + 1);
    for (size_t i = 0; i < g->n_roles; i++)
        roles[i] = g->roles[i];
    roles[g->n_roles++] = role;
    g->roles = roles;
}

static void add_ends(struct wit_review *r, const struct wit_end *ends, size_t n, const struct wit_prefix *networks,
                     size_t n_networks)
{
    for (size_t i = 0; i < n; i++)
        if (ends[i].kind == WIT_END_PREFIX && ends[i].prefix.bits > 0)
            add_prefix(r, ends[i].prefix, NULL, networks, n_networks);
}

/* What connectors and brokers talk to is led to; of what starts there the internet and the intent's prefixes tell. */
static bool is_only_led_to(const struct wit_role *role)
{
    return role->derived && !wit_is_platform(&role, 1);
}

static void add_role_prefixes(struct wit_review *r, bool led_to)
{
    const struct wit_prefix *networks;
    size_t n_networks;
    wit_space_networks(&networks, &n_networks, r->arena, r->estate);
    for (size_t i = 0; i < r->intent->n_roles; i++) {
        const struct wit_holders *m = &r->members[i];
        for (size_t k = 0; is_only_led_to(m->role) == led_to && m->n_outside > 0 && k < m->role->match.n_prefixes; k++)
            add_prefix(r, m->role->match.prefixes[k], m->role, networks, n_networks);
    }
}

static void add_prefixes(struct wit_review *r)
{
    const struct wit_prefix *networks;
    size_t n_networks;
    wit_space_networks(&networks, &n_networks, r->arena, r->estate);
    add_role_prefixes(r, false);
    for (size_t i = 0; i < r->intent->n_paths; i++) {
        add_ends(r, r->intent->paths[i].from, r->intent->paths[i].n_from, networks, n_networks);
        add_ends(r, &r->intent->paths[i].to, 1, networks, n_networks);
    }
}

static void add_stores(struct wit_review *r)
{
    for (size_t i = 0; i < r->intent->n_roles; i++) {
        const struct wit_holders *m = &r->members[i];
        const struct wit_role **role = WIT_NEW_ARRAY(r->arena, const struct wit_role *, 1);
        role[0] = m->role;
        for (size_t k = 0; k < m->n_buckets; k++) {
            const struct wit_bucket *b = m->buckets[k];
            struct wit_ground *g = add(r, WIT_GROUND_BUCKET, "bucket", b->id, b->name);
            g->scope.account = b->account;
            g->scope.region = g->region = b->region;
            g->bucket = b->id;
            g->roles = role;
            g->n_roles = 1;
        }
        for (size_t k = 0; k < m->n_gateways; k++) {
            const struct wit_gateway *e = m->gateways[k];
            struct wit_ground *g = add(r, WIT_GROUND_ENDPOINT, "endpoint", e->id, e->service_name);
            g->scope.account = e->account;
            g->scope.region = g->region = e->region;
            g->scope.network = e->network == NULL ? "" : e->network->id;
            g->roles = role;
            g->n_roles = 1;
        }
    }
}

/* Public addresses that a role or a path names are scopes of their own: the internet is everybody else. So are the
 * platform's own stores behind a gateway endpoint: a way to these is no way to the internet. */
static void part_internet(struct wit_review *r)
{
    const struct wit_prefix *public, *rest;
    struct wit_prefix *named = NULL;
    size_t n_public, n_rest, n_named = 0, cap = 0;
    wit_space_public(&public, &n_public, r->arena);
    for (size_t i = 0; i < r->n_grounds; i++)
        for (size_t k = 0; k < r->grounds[i].n_prefixes; k++)
            for (size_t m = 0; m < n_public; m++)
                if (wit_prefix_overlaps(public[m], r -> grounds[i].prefixes[k])) {
                    WIT_PUSH(r->arena, named, n_named, cap) = r->grounds[i].prefixes[k];
                    break;
                }
    for (size_t i = 0; i < r->estate->n_gateways; i++)
        for (size_t k = 0; r->estate->gateways[i].kind == WIT_GW_ENDPOINT && k < r->estate->n_prefix_lists; k++) {
            const struct wit_prefix_list *list = &r->estate->prefix_lists[k];
            for (size_t m = 0; strcmp(list->name, r->estate->gateways[i].service_name) == 0 && m < list->n_entries; m++)
                WIT_PUSH(r->arena, named, n_named, cap) = list->entries[m];
        }
    if (n_named == 0)
        return;
    wit_space_minus(&rest, &n_rest, r->arena, public, n_public, named, n_named);
    for (size_t i = 0; i < r->n_grounds; i++)
        if (r->grounds[i].kind == WIT_GROUND_INTERNET) {
            r->grounds[i].prefixes = rest;
            r->grounds[i].n_prefixes = n_rest;
        }
}

void wit_review_grounds(struct wit_review *r)
{
    add_subnets(r);
    add(r, WIT_GROUND_INTERNET, "internet", "internet", "internet");
    if (r->intent != NULL)
        add_prefixes(r);
    part_internet(r);
    r->n_sources = r->n_grounds;
    if (r->intent != NULL) {
        add_role_prefixes(r, true);
        add_stores(r);
    }
}
