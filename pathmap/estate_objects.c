/* pathmap/estate_objects.c: networks, interfaces, filters, tables and gateways of an estate as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/estate_words.h"

void wit_ew_network(struct wit_estate_writing *w, const struct wit_network *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_prefixes(w, "prefixes", o->prefixes, o->n_prefixes);
    WIT_EW_ID(w, "main", o->main);
    WIT_EW_ID(w, "default_acl", o->default_acl);
    wit_ew_gap(w, "main_gap", o->main_gap);
    wit_ew_gap(w, "acl_gap", o->acl_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_ew_flag(w, "placeholder", o->placeholder);
    WIT_EW_IDS(w, "attached", o->attached, o->n_attached);
    wit_jw_object_end(&w->jw);
}

void wit_ew_subnet(struct wit_estate_writing *w, const struct wit_subnet *o)
{
    WIT_EW_HEAD(w, o);
    WIT_EW_ID(w, "network", o->network);
    wit_ew_text(w, "zone_name", o->zone_name);
    wit_ew_text(w, "zone_id", o->zone_id);
    wit_ew_prefixes(w, "prefixes", o->prefixes, o->n_prefixes);
    WIT_EW_ID(w, "routes", o->routes);
    WIT_EW_ID(w, "acl", o->acl);
    wit_ew_gap(w, "routes_gap", o->routes_gap);
    wit_ew_gap(w, "acl_gap", o->acl_gap);
    wit_jw_object_end(&w->jw);
}

static void address(struct wit_estate_writing *w, const struct wit_address *o)
{
    char out[WIT_ADDR_TEXT];
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "address", wit_addr_text(out, o->addr));
    wit_jw_kint(&w->jw, "bits", o->bits);
    if (o->public_addr.family != 0)
        wit_jw_kstr(&w->jw, "public", wit_addr_text(out, o->public_addr));
    wit_ew_flag(w, "primary", o->primary);
    wit_jw_object_end(&w->jw);
}

void wit_ew_interface(struct wit_estate_writing *w, const struct wit_interface *o)
{
    WIT_EW_HEAD(w, o);
    WIT_EW_ID(w, "subnet", o->subnet);
    wit_ew_text(w, "type", o->type);
    wit_ew_text(w, "description", o->description);
    wit_ew_text(w, "instance", o->instance);
    wit_ew_text(w, "requester", o->requester);
    wit_ew_text(w, "endpoint", o->endpoint_id);
    wit_ew_flag(w, "requester_managed", o->requester_managed);
    wit_ew_flag(w, "source_dest_check", o->source_dest_check);
    wit_ew_told(w, "first_attached", o->first_attached);
    wit_ew_flag(w, "windows", o->windows);
    wit_ew_flag(w, "stopped", o->stopped);
    WIT_EW_ARRAY(w, "addresses", o->addresses, o->n_addresses, address);
    wit_ew_texts(w, "groups", o->filter_ids, o->n_filters);
    WIT_EW_IDS(w, "filters", o->filters, o->n_filters);
    wit_ew_flag(w, "unfiltered", o->unfiltered);
    wit_ew_gap(w, "filters_gap", o->filters_gap);
    wit_jw_object_end(&w->jw);
}

void wit_ew_instance(struct wit_estate_writing *w, const struct wit_instance *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "state", o->state);
    wit_ew_text(w, "platform", o->platform);
    WIT_EW_IDS(w, "interfaces", o->interfaces, o->n_interfaces);
    wit_jw_object_end(&w->jw);
}

static void rule(struct wit_estate_writing *w, const struct wit_rule *o)
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
    wit_ew_flag(w, "peer_in_evidence", o->group != NULL || o->list != NULL);
    wit_ew_text(w, "peer_account", o->peer_account);
    wit_ew_text(w, "peer_network", o->peer_network);
    wit_ew_text(w, "id", o->id);
    wit_ew_gap(w, "gap", o->gap);
    wit_ew_gap(w, "list_gap", o->list_gap);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

void wit_ew_filter(struct wit_estate_writing *w, const struct wit_filter *o)
{
    WIT_EW_HEAD(w, o);
    wit_jw_kstr(&w->jw, "mode", o->mode == WIT_ALLOW_UNION ? "allow-union" : "first-match");
    wit_ew_flag(w, "stateful", o->stateful);
    wit_ew_flag(w, "default", o->is_default);
    wit_ew_text(w, "network", o->network);
    WIT_EW_ARRAY(w, "rules", o->rules, o->n_rules, rule);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

void wit_ew_prefix_list(struct wit_estate_writing *w, const struct wit_prefix_list *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_flag(w, "managed_by_platform", o->managed_by_platform);
    wit_ew_prefixes(w, "entries", o->entries, o->n_entries);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static const char *kind_word(enum wit_gateway_kind kind)
{
    static const char *const words[] = {
        "",    "local",     "internet",          "egress-only", "nat",           "peering",      "endpoint", "transit",
        "vpn", "interface", "firewall-endpoint", "carrier",     "local-outpost", "core-network", "odb",      "other"};
    return (unsigned)kind < sizeof words / sizeof words[0] ? words[kind] : "";
}

static void route(struct wit_estate_writing *w, const struct wit_route *o)
{
    static const char *const origins[] = {"local", "static", "list", "propagated"};
    char out[WIT_PREFIX_TEXT];
    wit_jw_object(&w->jw);
    if (o->by_list)
        wit_jw_kstr(&w->jw, "list", o->list_id);
    else if (o->prefix.addr.family != 0)
        wit_jw_kstr(&w->jw, "prefix", wit_prefix_text(out, o->prefix));
    wit_ew_flag(w, "list_in_evidence", o->list != NULL);
    wit_ew_text(w, "target", o->target);
    wit_jw_kstr(&w->jw, "kind", kind_word(o->kind));
    wit_ew_flag(w, "target_in_evidence", o->gateway != NULL);
    wit_jw_kstr(&w->jw, "origin", origins[o->origin]);
    wit_ew_flag(w, "blackhole", o->blackhole);
    wit_ew_gap(w, "list_gap", o->list_gap);
    wit_ew_gap(w, "gateway_gap", o->gateway_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

void wit_ew_table(struct wit_estate_writing *w, const struct wit_route_table *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "network", o->network);
    wit_ew_flag(w, "main", o->is_main);
    wit_ew_text(w, "edge_of", o->edge_of);
    WIT_EW_ARRAY(w, "routes", o->routes, o->n_routes, route);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

void wit_ew_gateway(struct wit_estate_writing *w, const struct wit_gateway *o)
{
    WIT_EW_HEAD(w, o);
    wit_jw_kstr(&w->jw, "kind", kind_word(o->kind));
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    WIT_EW_ID(w, "network", o->network);
    WIT_EW_ID(w, "subnet", o->subnet);
    wit_ew_flag(w, "private", o->nat_private);
    wit_ew_flag(w, "regional", o->nat_regional);
    wit_ew_addresses(w, "private_addresses", o->private_addrs, o->n_private_addrs);
    wit_ew_addresses(w, "public_addresses", o->public_addrs, o->n_public_addrs);
    WIT_EW_ID(w, "peer", o->peer);
    wit_ew_text(w, "peer_account", o->peer_account);
    wit_ew_text(w, "peer_region", o->peer_region);
    wit_ew_text(w, "service", o->service_name);
    if (o->n_tables > 0)
        WIT_EW_IDS(w, "tables", o->tables, o->n_tables);
    wit_ew_text(w, "policy", o->policy);
    WIT_EW_ID(w, "interface", o->interface);
    if (o->kind == WIT_GW_TRANSIT) {
        WIT_EW_IDS(w, "attachments", o->attachments, o->n_attachments);
        wit_ew_gap(w, "attachments_gap", o->attachments_gap);
        wit_ew_told(w, "group_references", o->group_references);
    }
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}
