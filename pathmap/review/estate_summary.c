/* pathmap/review/estate_summary.c: what the drawing needs of the estate: networks, subnets, roles, buckets.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

enum { MEMBERS_MAX = 1000 };

static const char *const *prefix_texts(struct wit_arena *arena, const struct wit_prefix *prefixes, size_t n)
{
    const char **texts = WIT_NEW_ARRAY(arena, const char *, n);
    char text[WIT_PREFIX_TEXT];
    for (size_t i = 0; i < n; i++)
        texts[i] = wit_strdup(arena, wit_prefix_text(text, prefixes[i]));
    return texts;
}

static void add_networks(struct wit_map *map, const struct wit_review *r)
{
    const struct wit_estate *e = r->estate;
    struct wit_map_network *list = WIT_NEW_ARRAY(r->arena, struct wit_map_network, e->n_networks);
    for (size_t i = 0; i < e->n_networks; i++) {
        const struct wit_network *n = &e->networks[i];
        list[i] = (struct wit_map_network){
            n->id, n->name, n->account, n->region, prefix_texts(r->arena, n->prefixes, n->n_prefixes), n->n_prefixes};
    }
    map->networks = list;
    map->n_networks = e->n_networks;
}

static bool leads_out(const struct wit_route_table *table)
{
    for (size_t i = 0; table != NULL && i < table->n_routes; i++)
        if (table->routes[i].kind == WIT_GW_INTERNET && !table->routes[i].blackhole)
            return true;
    return false;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t sort_unique(const char **list, size_t n)
{
    size_t kept = 0;
    if (n > 0)
        qsort(list, n, sizeof *list, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(list[i], list[kept - 1]) != 0)
            list[kept++] = list[i];
    return kept;
}

struct here {
    const char **roles;
    size_t n, cap;
    uint64_t endpoints;
};

static void add_subnets(struct wit_map *map, const struct wit_review *r)
{
    const struct wit_estate *e = r->estate;
    struct wit_map_subnet *list = WIT_NEW_ARRAY(r->arena, struct wit_map_subnet, e->n_subnets);
    struct here *here = WIT_NEW_ARRAY(r->arena, struct here, e->n_subnets);
    for (size_t i = 0; i < e->n_interfaces; i++) {
        const struct wit_subnet *s = wit_estate_subnet(e, e->interfaces[i].subnet->id);
        if (s == NULL)
            continue;
        struct here *h = &here[s - e->subnets];
        h->endpoints++;
        for (size_t k = 0; k < r->roles[i].n; k++)
            WIT_PUSH(r->arena, h->roles, h->n, h->cap) = r->roles[i].roles[k]->id;
    }
    for (size_t i = 0; i < e->n_subnets; i++) {
        const struct wit_subnet *s = &e->subnets[i];
        here[i].n = sort_unique(here[i].roles, here[i].n);
        list[i] = (struct wit_map_subnet){.id = s->id,
                                          .name = s->name,
                                          .account = s->account,
                                          .region = s->region,
                                          .network = s->network->id,
                                          .zone = s->zone_id[0] != '\0' ? s->zone_id : s->zone_name,
                                          .prefixes = prefix_texts(r->arena, s->prefixes, s->n_prefixes),
                                          .n_prefixes = s->n_prefixes,
                                          .endpoints = here[i].endpoints,
                                          .roles = here[i].roles,
                                          .n_roles = here[i].n,
                                          .public_route = leads_out(s->routes)};
    }
    map->subnets = list;
    map->n_subnets = e->n_subnets;
}

static void add_roles(struct wit_map *map, const struct wit_review *r)
{
    size_t n_roles = r->intent == NULL ? 0 : r->intent->n_roles;
    struct wit_map_role *list = WIT_NEW_ARRAY(r->arena, struct wit_map_role, n_roles);
    for (size_t i = 0; i < n_roles; i++) {
        const struct wit_holders *m = &r->members[i];
        size_t all = m->n_interfaces + m->n_outside + m->n_buckets + m->n_gateways + m->n_keys, n = 0;
        const char **members = WIT_NEW_ARRAY(r->arena, const char *, all);
        char text[WIT_PREFIX_TEXT];
        for (size_t k = 0; k < m->n_interfaces; k++)
            members[n++] = m->interfaces[k]->id;
        for (size_t k = 0; k < m->n_outside; k++)
            members[n++] = wit_strdup(r->arena, wit_prefix_text(text, m->outside[k]));
        for (size_t k = 0; k < m->n_buckets; k++)
            members[n++] = m->buckets[k]->id;
        for (size_t k = 0; k < m->n_gateways; k++)
            members[n++] = m->gateways[k]->id;
        for (size_t k = 0; k < m->n_keys; k++)
            members[n++] = m->keys[k]->id;
        n = sort_unique(members, n);
        list[i] = (struct wit_map_role){m->role->id, wit_role_kind_word(m->role->kind), n, members,
                                        n < MEMBERS_MAX ? n : MEMBERS_MAX};
    }
    map->roles = list;
    map->n_roles = n_roles;
}

static void add_buckets(struct wit_map *map, const struct wit_review *r)
{
    const struct wit_estate *e = r->estate;
    struct wit_map_bucket *list = WIT_NEW_ARRAY(r->arena, struct wit_map_bucket, e->n_buckets);
    for (size_t i = 0; i < e->n_buckets; i++) {
        const struct wit_bucket *b = &e->buckets[i];
        list[i] = (struct wit_map_bucket){b->id, b->account, b->region, b->encryption, b->key, b->public_access_block};
    }
    map->buckets = list;
    map->n_buckets = e->n_buckets;
}

void wit_review_summary(struct wit_map *map, const struct wit_review *r)
{
    add_networks(map, r);
    add_subnets(map, r);
    wit_review_gateways(map, r);
    add_roles(map, r);
    add_buckets(map, r);
}
