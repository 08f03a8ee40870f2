/* pathmap/review/roles.c: which interfaces, prefixes, buckets, endpoints and keys hold a role.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every filled key of `match` must hold; each holds when any of its items does. Source: docs/intent.md.
 */
#include "pathmap/review/roles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_in(const struct wit_words *words, const char *text)
{
    for (size_t i = 0; text != NULL && text[0] != '\0' && i < words->n; i++)
        if (strcmp(words->items[i], text) == 0)
            return true;
    return false;
}

/* Names of hosts do not tell upper from lower case (RFC 4343), and may be written with the root's dot. */
static bool is_host_in(const struct wit_words *words, const char *host)
{
    size_t len = host == NULL ? 0 : strlen(host);
    if (len > 0 && host[len - 1] == '.')
        len--;
    for (size_t i = 0; len > 0 && i < words->n; i++)
        if (strncasecmp(words->items[i], host, len) == 0 &&
            (words->items[i][len] == '\0' || strcmp(words->items[i] + len, ".") == 0))
            return true;
    return false;
}

/* A tagged thing, and the things whose tags count as its own. */
struct tagged {
    const struct wit_tag *tags;
    size_t n;
};

static bool has_tag(const struct wit_tag_match *want, struct tagged t)
{
    for (size_t i = 0; i < t.n; i++)
        if (strcmp(t.tags[i].key, want->key) == 0)
            for (size_t k = 0; k < want->values.n; k++)
                if (strcmp(t.tags[i].value, want->values.items[k]) == 0)
                    return true;
    return false;
}

static bool tags_match(const struct wit_match *m, const struct tagged *sets, size_t n_sets)
{
    for (size_t i = 0; i < m->n_tags; i++) {
        bool found = false;
        for (size_t k = 0; k < n_sets && !found; k++)
            found = has_tag(&m->tags[i], sets[k]);
        if (!found)
            return false;
    }
    return true;
}

static bool address_matches(const struct wit_match *m, const struct wit_interface *interface)
{
    for (size_t i = 0; i < interface->n_addresses; i++) {
        const struct wit_address *a = &interface->addresses[i];
        for (size_t k = 0; k < m->n_prefixes; k++) {
            const struct wit_prefix *p = &m->prefixes[k];
            if (wit_prefix_overlaps(*p, wit_prefix_of(a->addr, a->bits)) ||
                (a->public_addr.family != 0 && wit_prefix_has(*p, a->public_addr)))
                return true;
        }
    }
    return false;
}

static bool name_matches(const struct wit_match *m, const struct wit_interface *interface,
                         const struct wit_instance *instance, const struct wit_endpoint *endpoint)
{
    if (is_in(&m->names, interface->name) || (instance != NULL && is_in(&m->names, instance->name)))
        return true;
    if (endpoint == NULL)
        return false;
    if (is_in(&m->names, endpoint->name) || is_in(&m->names, endpoint->service_name))
        return true;
    for (size_t i = 0; i < endpoint->n_dns_names; i++)
        if (is_host_in(&m->names, endpoint->dns_names[i]))
            return true;
    return false;
}

static bool interface_matches(const struct wit_estate *estate, const struct wit_match *m,
                              const struct wit_interface *interface)
{
    const struct wit_instance *instance =
        interface->instance[0] == '\0' ? NULL : wit_estate_instance(estate, interface->instance);
    const struct wit_endpoint *endpoint =
        interface->endpoint_id[0] == '\0' ? NULL : wit_estate_endpoint(estate, interface->endpoint_id);
    struct tagged sets[3] = {{interface->tags, interface->n_tags}};
    size_t n_sets = 1;
    if (instance != NULL)
        sets[n_sets++] = (struct tagged){instance->tags, instance->n_tags};
    if (endpoint != NULL)
        sets[n_sets++] = (struct tagged){endpoint->tags, endpoint->n_tags};
    if (m->security_groups.n > 0) {
        bool found = false;
        for (size_t i = 0; i < interface->n_filters && !found; i++)
            found = is_in(&m->security_groups, interface->filter_ids[i]);
        if (!found)
            return false;
    }
    return (m->subnets.n == 0 || is_in(&m->subnets, interface->subnet->id)) &&
           (m->vpcs.n == 0 || is_in(&m->vpcs, interface->subnet->network->id)) &&
           (m->accounts.n == 0 || is_in(&m->accounts, interface->account)) &&
           (m->ids.n == 0 || is_in(&m->ids, interface->id) || is_in(&m->ids, interface->instance) ||
            is_in(&m->ids, interface->endpoint_id)) &&
           (m->names.n == 0 || name_matches(m, interface, instance, endpoint)) && tags_match(m, sets, n_sets) &&
           (m->n_prefixes == 0 || address_matches(m, interface));
}

static int by_id(const void *a, const void *b)
{
    const struct wit_interface *x = *(const struct wit_interface *const *)a;
    const struct wit_interface *y = *(const struct wit_interface *const *)b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->account, y->account);
}

void wit_sort_interfaces(const struct wit_interface **list, size_t n)
{
    size_t sorted = 1; /* most lists come in order */
    while (sorted < n && by_id(&list[sorted - 1], &list[sorted]) <= 0)
        sorted++;
    if (sorted >= n)
        return;
    if (n > 0)
        qsort(list, n, sizeof *list, by_id);
}

static void find_interfaces(struct wit_holders *out, struct wit_arena *arena, const struct wit_estate *estate)
{
    const struct wit_interface **list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < estate->n_interfaces; i++)
        if (interface_matches(estate, &out->role->match, &estate->interfaces[i]))
            WIT_PUSH(arena, list, n, cap) = &estate->interfaces[i];
    wit_sort_interfaces(list, n);
    out->interfaces = list;
    out->n_interfaces = n;
}

/* Outside every network only addresses are known: any other key cannot hold there. */
bool wit_role_is_space(const struct wit_role *role)
{
    const struct wit_match *m = &role->match;
    return m->n_prefixes > 0 &&
           m->n_tags + m->security_groups.n + m->subnets.n + m->vpcs.n + m->accounts.n + m->ids.n + m->names.n == 0;
}

static void find_outside(struct wit_holders *out, struct wit_arena *arena, const struct wit_estate *estate)
{
    const struct wit_match *m = &out->role->match;
    const struct wit_prefix *networks;
    size_t n_networks;
    if (!wit_role_is_space(out->role))
        return;
    wit_space_networks(&networks, &n_networks, arena, estate);
    wit_space_minus(&out->outside, &out->n_outside, arena, m->prefixes, m->n_prefixes, networks, n_networks);
}

/* Keys that stores, endpoints and keys can hold: those of networks cannot. */
static bool object_matches(const struct wit_match *m, const char *id, const char *name, const char *other_name,
                           const char *account, const char *vpc, struct tagged tags)
{
    return m->security_groups.n == 0 && m->subnets.n == 0 && m->n_prefixes == 0 &&
           (m->vpcs.n == 0 || is_in(&m->vpcs, vpc)) && (m->accounts.n == 0 || is_in(&m->accounts, account)) &&
           (m->ids.n == 0 || is_in(&m->ids, id)) &&
           (m->names.n == 0 || is_in(&m->names, name) || is_in(&m->names, other_name)) && tags_match(m, &tags, 1);
}

static void find_stores(struct wit_holders *out, struct wit_arena *arena, const struct wit_estate *estate)
{
    const struct wit_match *m = &out->role->match;
    const struct wit_bucket **buckets = NULL;
    const struct wit_gateway **gateways = NULL;
    size_t bucket_cap = 0, gateway_cap = 0;
    for (size_t i = 0; i < estate->n_buckets; i++) {
        const struct wit_bucket *b = &estate->buckets[i];
        if (object_matches(m, b->id, b->name, b->id, b->account, "", (struct tagged){b->tags, b->n_tags}))
            WIT_PUSH(arena, buckets, out->n_buckets, bucket_cap) = b;
    }
    for (size_t i = 0; i < estate->n_gateways; i++) {
        const struct wit_gateway *g = &estate->gateways[i];
        if (g->kind == WIT_GW_ENDPOINT &&
            object_matches(m, g->id, g->name, g->service_name, g->account, g->network == NULL ? "" : g->network->id,
                           (struct tagged){g->tags, g->n_tags}))
            WIT_PUSH(arena, gateways, out->n_gateways, gateway_cap) = g;
    }
    out->buckets = buckets;
    out->gateways = gateways;
}

static void find_keys(struct wit_holders *out, struct wit_arena *arena, const struct wit_estate *estate)
{
    const struct wit_key **keys = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < estate->n_keys; i++) {
        const struct wit_key *k = &estate->keys[i];
        if (object_matches(&out->role->match, k->id, k->name, k->arn, k->account, "",
                           (struct tagged){k->tags, k->n_tags}))
            WIT_PUSH(arena, keys, out->n_keys, cap) = k;
    }
    out->keys = keys;
}

static wit_gap_ref list_gap(const struct wit_estate *estate, const struct wit_words *accounts, const char *service,
                            const char *operation)
{
    wit_gap_ref gap = WIT_NO_GAP;
    bool asked = false;
    for (size_t i = 0; i < estate->n_places && gap == WIT_NO_GAP; i++) {
        if (accounts != NULL && accounts->n > 0 && !is_in(accounts, estate->places[i].account))
            continue;
        const struct wit_list *list =
            wit_estate_list(estate, estate->places[i].account, estate->places[i].region, service, operation);
        asked = true;
        if (list->state == WIT_LIST_INCOMPLETE)
            gap = list->gap;
    }
    if (!asked)
        gap = wit_estate_list(estate, "", "", service, operation)->gap;
    return gap;
}

wit_gap_ref wit_interfaces_gap(const struct wit_estate *estate, const struct wit_words *accounts)
{
    return list_gap(estate, accounts, "ec2", "DescribeNetworkInterfaces");
}

/* What a member might have been missed by: interfaces not listed; tags and names of instances not known. */
static wit_gap_ref find_gap(const struct wit_estate *estate, const struct wit_role *role)
{
    const struct wit_match *m = &role->match;
    wit_gap_ref gap = wit_interfaces_gap(estate, &m->accounts);
    if (gap == WIT_NO_GAP && (m->n_tags > 0 || m->names.n > 0))
        gap = list_gap(estate, &m->accounts, "ec2", "DescribeInstances");
    return gap;
}

/* Stores and keys need other lists; when something was found by its id or name, there is no other of that id. */
static wit_gap_ref find_object_gap(const struct wit_estate *estate, const struct wit_holders *m)
{
    const struct wit_match *match = &m->role->match;
    bool named = match->n_tags == 0 && match->ids.n + match->names.n > 0;
    size_t found = m->n_buckets + m->n_gateways + m->n_keys + m->n_interfaces;
    if (named && found >= match->ids.n + match->names.n)
        return WIT_NO_GAP;
    wit_gap_ref gap = WIT_NO_GAP;
    if (m->role->kind == WIT_ROLE_OBJECT_STORE)
        gap = list_gap(estate, &match->accounts, "s3", "ListBuckets");
    if (gap == WIT_NO_GAP)
        gap = list_gap(estate, &match->accounts, "ec2", "DescribeVpcEndpoints");
    return gap;
}

void wit_role_members(struct wit_holders *out, struct wit_arena *arena, const struct wit_estate *estate,
                      const struct wit_role *role)
{
    *out = (struct wit_holders){.role = role, .gap = WIT_NO_GAP};
    find_interfaces(out, arena, estate);
    find_outside(out, arena, estate);
    if (role->kind == WIT_ROLE_OBJECT_STORE)
        find_stores(out, arena, estate);
    if (role->kind == WIT_ROLE_KEY_SERVICE)
        find_keys(out, arena, estate);
    bool object = role->kind == WIT_ROLE_OBJECT_STORE || role->kind == WIT_ROLE_KEY_SERVICE;
    out->gap = object ? find_object_gap(estate, out) : find_gap(estate, role);
    if (role->derived && role->more != WIT_NO_GAP)
        out->gap = role->more;
}

bool wit_holders_none(const struct wit_holders *m)
{
    return m->n_interfaces + m->n_outside + m->n_buckets + m->n_gateways + m->n_keys == 0;
}
