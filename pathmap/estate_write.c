/* pathmap/estate_write.c: an estate as canonical JSON, for golden files and for comparing estates.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Bare: nothing that depends on how the evidence was cut into artefacts: no citations, no ids and texts of gaps.
 */
#include "base/json.h"
#include "pathmap/estate.h"

#include <string.h>

struct writing {
    struct wit_jw jw;
    const struct wit_estate *e;
    struct wit_arena *arena;
    bool bare;
};

static void text(struct writing *w, const char *key, const char *value)
{
    if (value != NULL && value[0] != '\0')
        wit_jw_kstr(&w->jw, key, value);
}

static void flag(struct writing *w, const char *key, bool value)
{
    if (value)
        wit_jw_kbool(&w->jw, key, true);
}

static void gap(struct writing *w, const char *key, wit_gap_ref ref)
{
    if (ref == WIT_NO_GAP)
        return;
    const struct wit_gap *g = &w->e->gaps[ref];
    const struct wit_subject *s = &g->subject;
    const char *parts[] = {s->account, s->region, s->service, s->operation, s->resource};
    if (!w->bare) {
        wit_jw_kstr(&w->jw, key, g->id);
        return;
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 64 << 10);
    wit_buf_puts(&out, wit_gap_word(g->reason));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        wit_buf_printf(&out, " %s", parts[i] == NULL ? "-" : parts[i]);
    wit_jw_kstr(&w->jw, key, wit_buf_str(&out));
}

static void cite(struct writing *w, struct wit_cite c)
{
    if (!w->bare)
        text(w, "cite", wit_cite_text(w->arena, w->e, c));
}

static void prefixes(struct writing *w, const char *key, const struct wit_prefix *list, size_t n)
{
    char out[WIT_PREFIX_TEXT];
    if (n == 0)
        return;
    wit_jw_key(&w->jw, key);
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(&w->jw, wit_prefix_text(out, list[i]));
    wit_jw_array_end(&w->jw);
}

static void addresses(struct writing *w, const char *key, const struct wit_addr *list, size_t n)
{
    char out[WIT_ADDR_TEXT];
    if (n == 0)
        return;
    wit_jw_key(&w->jw, key);
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(&w->jw, list[i].family == 0 ? NULL : wit_addr_text(out, list[i]));
    wit_jw_array_end(&w->jw);
}

static void texts(struct writing *w, const char *key, const char *const *list, size_t n)
{
    if (n == 0)
        return;
    wit_jw_key(&w->jw, key);
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(&w->jw, list[i]);
    wit_jw_array_end(&w->jw);
}

/* Of anything that begins with WIT_OBJECT_HEAD. */
#define HEAD(w, o) head((w), (o)->id, (o)->name, (o)->account, (o)->region, (o)->tags, (o)->n_tags, (o)->cite)
static void head(struct writing *w, const char *id, const char *name, const char *account, const char *region,
                 const struct wit_tag *tags, size_t n_tags, struct wit_cite c)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", id);
    text(w, "name", name);
    text(w, "account", account);
    text(w, "region", region);
    if (n_tags > 0) {
        wit_jw_key(&w->jw, "tags");
        wit_jw_array(&w->jw);
        for (size_t i = 0; i < n_tags; i++) {
            wit_jw_array(&w->jw);
            wit_jw_str(&w->jw, tags[i].key);
            wit_jw_str(&w->jw, tags[i].value);
            wit_jw_array_end(&w->jw);
        }
        wit_jw_array_end(&w->jw);
    }
    cite(w, c);
}

#define ID(w, key, o)                                                                                                  \
    do {                                                                                                               \
        if ((o) != NULL)                                                                                               \
            wit_jw_kstr(&(w)->jw, (key), (o)->id);                                                                     \
    } while (0)
/* "name": [ … ] over an array of the estate. */
#define ARRAY(w, name, items, count, one)                                                                              \
    do {                                                                                                               \
        wit_jw_key(&(w)->jw, (name));                                                                                  \
        wit_jw_array(&(w)->jw);                                                                                        \
        for (size_t i = 0; i < (count); i++)                                                                           \
            one((w), &(items)[i]);                                                                                     \
        wit_jw_array_end(&(w)->jw);                                                                                    \
    } while (0)
#define IDS(w, name, items, count)                                                                                     \
    do {                                                                                                               \
        wit_jw_key(&(w)->jw, (name));                                                                                  \
        wit_jw_array(&(w)->jw);                                                                                        \
        for (size_t i = 0; i < (count); i++)                                                                           \
            wit_jw_str(&(w)->jw, (items)[i] == NULL ? NULL : (items)[i]->id);                                          \
        wit_jw_array_end(&(w)->jw);                                                                                    \
    } while (0)

static void network(struct writing *w, const struct wit_network *o)
{
    HEAD(w, o);
    prefixes(w, "prefixes", o->prefixes, o->n_prefixes);
    ID(w, "main", o->main);
    ID(w, "default_acl", o->default_acl);
    gap(w, "main_gap", o->main_gap);
    gap(w, "acl_gap", o->acl_gap);
    gap(w, "gap", o->gap);
    flag(w, "placeholder", o->placeholder);
    IDS(w, "attached", o->attached, o->n_attached);
    wit_jw_object_end(&w->jw);
}

static void subnet(struct writing *w, const struct wit_subnet *o)
{
    HEAD(w, o);
    ID(w, "network", o->network);
    text(w, "zone_name", o->zone_name);
    text(w, "zone_id", o->zone_id);
    prefixes(w, "prefixes", o->prefixes, o->n_prefixes);
    ID(w, "routes", o->routes);
    ID(w, "acl", o->acl);
    gap(w, "routes_gap", o->routes_gap);
    gap(w, "acl_gap", o->acl_gap);
    wit_jw_object_end(&w->jw);
}

static void address(struct writing *w, const struct wit_address *o)
{
    char out[WIT_ADDR_TEXT];
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "address", wit_addr_text(out, o->addr));
    wit_jw_kint(&w->jw, "bits", o->bits);
    if (o->public_addr.family != 0)
        wit_jw_kstr(&w->jw, "public", wit_addr_text(out, o->public_addr));
    flag(w, "primary", o->primary);
    wit_jw_object_end(&w->jw);
}

static void interface(struct writing *w, const struct wit_interface *o)
{
    HEAD(w, o);
    ID(w, "subnet", o->subnet);
    text(w, "type", o->type);
    text(w, "description", o->description);
    text(w, "instance", o->instance);
    text(w, "requester", o->requester);
    text(w, "endpoint", o->endpoint_id);
    flag(w, "requester_managed", o->requester_managed);
    flag(w, "source_dest_check", o->source_dest_check);
    flag(w, "windows", o->windows);
    flag(w, "stopped", o->stopped);
    ARRAY(w, "addresses", o->addresses, o->n_addresses, address);
    texts(w, "groups", o->filter_ids, o->n_filters);
    IDS(w, "filters", o->filters, o->n_filters);
    flag(w, "unfiltered", o->unfiltered);
    gap(w, "filters_gap", o->filters_gap);
    wit_jw_object_end(&w->jw);
}

static void instance(struct writing *w, const struct wit_instance *o)
{
    HEAD(w, o);
    text(w, "state", o->state);
    text(w, "platform", o->platform);
    IDS(w, "interfaces", o->interfaces, o->n_interfaces);
    wit_jw_object_end(&w->jw);
}

static void rule(struct writing *w, const struct wit_rule *o)
{
    char out[WIT_PREFIX_TEXT];
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf ports;
    wit_buf_init(&ports, 1 << 20);
    wit_pset_text(&ports, o->ports);
    wit_jw_object(&w->jw);
    wit_jw_kint(&w->jw, "number", o->number);
    wit_jw_kstr(&w->jw, "direction", o->egress ? "egress" : "ingress");
    wit_jw_kstr(&w->jw, "action", o->allow ? "allow" : "deny");
    wit_jw_kstr(&w->jw, "ports", wit_buf_str(&ports));
    if (o->peer == WIT_PEER_PREFIX)
        wit_jw_kstr(&w->jw, "prefix", wit_prefix_text(out, o->prefix));
    else if (o->peer == WIT_PEER_ANYTHING_UNREADABLE)
        wit_jw_kbool(&w->jw, "unreadable_peer", true);
    else
        wit_jw_kstr(&w->jw, o->peer == WIT_PEER_GROUP ? "group" : "list", o->peer_id);
    flag(w, "peer_in_evidence", o->group != NULL || o->list != NULL);
    text(w, "peer_account", o->peer_account);
    text(w, "peer_network", o->peer_network);
    text(w, "id", o->id);
    gap(w, "gap", o->gap);
    gap(w, "list_gap", o->list_gap);
    cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void filter(struct writing *w, const struct wit_filter *o)
{
    HEAD(w, o);
    wit_jw_kstr(&w->jw, "mode", o->mode == WIT_ALLOW_UNION ? "allow-union" : "first-match");
    flag(w, "stateful", o->stateful);
    flag(w, "default", o->is_default);
    text(w, "network", o->network);
    ARRAY(w, "rules", o->rules, o->n_rules, rule);
    gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void prefix_list(struct writing *w, const struct wit_prefix_list *o)
{
    HEAD(w, o);
    flag(w, "managed_by_platform", o->managed_by_platform);
    prefixes(w, "entries", o->entries, o->n_entries);
    gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static const char *kind_word(enum wit_gateway_kind kind)
{
    static const char *const words[] = {
        "",    "local",     "internet",          "egress-only", "nat",           "peering",      "endpoint", "transit",
        "vpn", "interface", "firewall-endpoint", "carrier",     "local-outpost", "core-network", "odb",      "other"};
    return (unsigned)kind < sizeof words / sizeof words[0] ? words[kind] : "";
}

static void route(struct writing *w, const struct wit_route *o)
{
    static const char *const origins[] = {"local", "static", "list", "propagated"};
    char out[WIT_PREFIX_TEXT];
    wit_jw_object(&w->jw);
    if (o->by_list)
        wit_jw_kstr(&w->jw, "list", o->list_id);
    else if (o->prefix.addr.family != 0)
        wit_jw_kstr(&w->jw, "prefix", wit_prefix_text(out, o->prefix));
    flag(w, "list_in_evidence", o->list != NULL);
    text(w, "target", o->target);
    wit_jw_kstr(&w->jw, "kind", kind_word(o->kind));
    flag(w, "target_in_evidence", o->gateway != NULL);
    wit_jw_kstr(&w->jw, "origin", origins[o->origin]);
    flag(w, "blackhole", o->blackhole);
    gap(w, "list_gap", o->list_gap);
    gap(w, "gateway_gap", o->gateway_gap);
    gap(w, "gap", o->gap);
    cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void table(struct writing *w, const struct wit_route_table *o)
{
    HEAD(w, o);
    text(w, "network", o->network);
    flag(w, "main", o->is_main);
    text(w, "edge_of", o->edge_of);
    ARRAY(w, "routes", o->routes, o->n_routes, route);
    gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void gateway(struct writing *w, const struct wit_gateway *o)
{
    static const char *const states[] = {"ready", "closed", "unknown"};
    HEAD(w, o);
    wit_jw_kstr(&w->jw, "kind", kind_word(o->kind));
    wit_jw_kstr(&w->jw, "state", states[o->state]);
    text(w, "state_word", o->state_word);
    ID(w, "network", o->network);
    ID(w, "subnet", o->subnet);
    flag(w, "private", o->nat_private);
    flag(w, "regional", o->nat_regional);
    addresses(w, "private_addresses", o->private_addrs, o->n_private_addrs);
    addresses(w, "public_addresses", o->public_addrs, o->n_public_addrs);
    ID(w, "peer", o->peer);
    text(w, "peer_account", o->peer_account);
    text(w, "peer_region", o->peer_region);
    text(w, "service", o->service_name);
    if (o->n_tables > 0)
        IDS(w, "tables", o->tables, o->n_tables);
    text(w, "policy", o->policy);
    ID(w, "interface", o->interface);
    gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void endpoint(struct writing *w, const struct wit_endpoint *o)
{
    HEAD(w, o);
    text(w, "type", o->type);
    text(w, "service", o->service_name);
    text(w, "state", o->state);
    ID(w, "network", o->network);
    IDS(w, "interfaces", o->interfaces, o->n_interfaces);
    texts(w, "dns_names", o->dns_names, o->n_dns_names);
    wit_jw_object_end(&w->jw);
}

static void bucket(struct writing *w, const struct wit_bucket *o)
{
    HEAD(w, o);
    text(w, "encryption", o->encryption);
    text(w, "key", o->key);
    text(w, "public_access_block", o->public_access_block);
    text(w, "policy", o->policy);
    gap(w, "policy_gap", o->policy_gap);
    gap(w, "encryption_gap", o->encryption_gap);
    gap(w, "location_gap", o->location_gap);
    wit_jw_object_end(&w->jw);
}

static void key(struct writing *w, const struct wit_key *o)
{
    HEAD(w, o);
    text(w, "manager", o->manager);
    text(w, "origin", o->origin);
    text(w, "state", o->state);
    text(w, "arn", o->arn);
    gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void bpa(struct writing *w, const struct wit_bpa *o)
{
    static const char *const modes[] = {"off", "block-ingress", "block-bidirectional", "unknown"};
    wit_jw_object(&w->jw);
    text(w, "account", o->account);
    text(w, "region", o->region);
    wit_jw_kstr(&w->jw, "mode", modes[o->mode]);
    gap(w, "gap", o->gap);
    wit_jw_key(&w->jw, "exclusions");
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < o->n_exclusions; i++) {
        wit_jw_object(&w->jw);
        wit_jw_kstr(&w->jw, "resource", o->exclusions[i].resource);
        flag(w, "egress_only", o->exclusions[i].egress_only);
        wit_jw_object_end(&w->jw);
    }
    wit_jw_array_end(&w->jw);
    gap(w, "exclusions_gap", o->exclusions_gap);
    cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void unmodelled(struct writing *w, const struct wit_unmodelled *o)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", o->id);
    wit_jw_kstr(&w->jw, "kind", o->kind);
    text(w, "network", o->network);
    text(w, "account", o->account);
    text(w, "region", o->region);
    gap(w, "gap", o->gap);
    cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void list(struct writing *w, const struct wit_list *o)
{
    static const char *const states[] = {"complete", "assumed-empty", "incomplete"};
    wit_jw_object(&w->jw);
    text(w, "account", o->account);
    text(w, "region", o->region);
    wit_jw_kstr(&w->jw, "service", o->service);
    wit_jw_kstr(&w->jw, "operation", o->operation);
    wit_jw_kstr(&w->jw, "state", states[o->state]);
    wit_jw_kint(&w->jw, "items", (int64_t)o->items);
    gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void whole_gap(struct writing *w, const struct wit_gap *o)
{
    wit_jw_object(&w->jw);
    if (!w->bare)
        wit_jw_kstr(&w->jw, "id", o->id);
    wit_jw_kstr(&w->jw, "reason", wit_gap_word(o->reason));
    text(w, "account", o->subject.account);
    text(w, "region", o->subject.region);
    text(w, "service", o->subject.service);
    text(w, "operation", o->subject.operation);
    text(w, "resource", o->subject.resource);
    if (!w->bare) {
        text(w, "text", o->text);
        text(w, "remedy", o->remedy);
    }
    cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

void wit_estate_write(struct wit_buf *out, const struct wit_estate *e, bool bare)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct writing writing = {.e = e, .arena = arena, .bare = bare}, *w = &writing;
    wit_jw_init(&w->jw, out, 2);
    wit_jw_object(&w->jw);
    ARRAY(w, "networks", e->networks, e->n_networks, network);
    ARRAY(w, "subnets", e->subnets, e->n_subnets, subnet);
    ARRAY(w, "interfaces", e->interfaces, e->n_interfaces, interface);
    ARRAY(w, "instances", e->instances, e->n_instances, instance);
    ARRAY(w, "filters", e->filters, e->n_filters, filter);
    ARRAY(w, "prefix_lists", e->prefix_lists, e->n_prefix_lists, prefix_list);
    ARRAY(w, "tables", e->tables, e->n_tables, table);
    ARRAY(w, "gateways", e->gateways, e->n_gateways, gateway);
    ARRAY(w, "endpoints", e->endpoints, e->n_endpoints, endpoint);
    ARRAY(w, "buckets", e->buckets, e->n_buckets, bucket);
    ARRAY(w, "keys", e->keys, e->n_keys, key);
    ARRAY(w, "block_public_access", e->bpa, e->n_bpa, bpa);
    ARRAY(w, "unmodelled", e->unmodelled, e->n_unmodelled, unmodelled);
    ARRAY(w, "lists", e->lists, e->n_lists, list);
    ARRAY(w, "gaps", e->gaps, e->n_gaps, whole_gap);
    if (!bare)
        texts(w, "assumptions", e->assumptions, e->n_assumptions);
    wit_jw_object_end(&w->jw);
    wit_buf_putc(out, '\n');
}
