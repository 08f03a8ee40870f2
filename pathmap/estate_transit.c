/* pathmap/estate_transit.c: transit gateways' attachments and tables, and lines outside, of an estate as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/estate_words.h"

const char *wit_ew_state(enum wit_gateway_state state)
{
    static const char *const states[] = {"ready", "closed", "unknown"};
    return states[state];
}

void wit_ew_told(struct wit_estate_writing *w, const char *key, enum wit_told told)
{
    if (told != WIT_NOT_TOLD)
        wit_jw_kbool(&w->jw, key, told == WIT_TOLD_YES);
}

static const char *attached_word(enum wit_attached_kind kind)
{
    static const char *const words[] = {"other", "network", "peering", "vpn", "direct-connect", "connect"};
    return words[kind];
}

static void attachment(struct wit_estate_writing *w, const struct wit_attachment *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "transit", o->transit_id);
    wit_ew_flag(w, "transit_in_evidence", o->transit != NULL);
    wit_jw_kstr(&w->jw, "kind", attached_word(o->kind));
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    wit_ew_text(w, "resource", o->resource);
    WIT_EW_ID(w, "network", o->network);
    if (o->kind == WIT_ATTACHED_NETWORK) {
        wit_ew_texts(w, "subnet_ids", o->subnet_ids, o->n_subnets);
        WIT_EW_IDS(w, "subnets", o->subnets, o->n_subnets);
        wit_ew_gap(w, "subnets_gap", o->subnets_gap);
    }
    wit_ew_told(w, "appliance_mode", o->appliance_mode);
    wit_ew_told(w, "group_references", o->group_references);
    wit_ew_text(w, "peer_transit", o->peer_transit);
    wit_ew_text(w, "peer_account", o->peer_account);
    wit_ew_text(w, "peer_region", o->peer_region);
    wit_ew_text(w, "table_id", o->table_id);
    WIT_EW_ID(w, "table", o->table);
    wit_ew_gap(w, "table_gap", o->table_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void route(struct wit_estate_writing *w, const struct wit_transit_route *o)
{
    static const char *const origins[] = {"local", "static", "list", "propagated"};
    char out[WIT_PREFIX_TEXT];
    wit_jw_object(&w->jw);
    if (!o->by_list && o->prefix.addr.family != 0)
        wit_jw_kstr(&w->jw, "prefix", wit_prefix_text(out, o->prefix));
    wit_ew_text(w, "list", o->list_id);
    wit_ew_flag(w, "list_in_evidence", o->list != NULL);
    wit_ew_texts(w, "attachment_ids", o->attachment_ids, o->n_attachments);
    WIT_EW_IDS(w, "attachments", o->attachments, o->n_attachments);
    wit_jw_kstr(&w->jw, "origin", origins[o->origin]);
    if (o->origin == WIT_ROUTE_PROPAGATED)
        wit_jw_kstr(&w->jw, "propagated_from", attached_word(o->propagated_from));
    wit_ew_flag(w, "blackhole", o->blackhole);
    wit_ew_gap(w, "list_gap", o->list_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void table(struct wit_estate_writing *w, const struct wit_transit_table *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "transit", o->transit_id);
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    WIT_EW_ARRAY(w, "routes", o->routes, o->n_routes, route);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void line(struct wit_estate_writing *w, const struct wit_line *o)
{
    WIT_EW_HEAD(w, o);
    wit_jw_kstr(&w->jw, "kind", o->kind == WIT_LINE_VPN ? "vpn" : "direct-connect");
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    wit_ew_text(w, "gateway", o->gateway_id);
    wit_ew_text(w, "far", o->far_id);
    wit_ew_flag(w, "static_only", o->static_only);
    wit_ew_prefixes(w, "prefixes", o->prefixes, o->n_prefixes);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

void wit_ew_transit(struct wit_estate_writing *w, const struct wit_estate *e)
{
    WIT_EW_ARRAY(w, "attachments", e->attachments, e->n_attachments, attachment);
    WIT_EW_ARRAY(w, "transit_tables", e->transit_tables, e->n_transit_tables, table);
    WIT_EW_ARRAY(w, "lines", e->lines, e->n_lines, line);
}
