/* pathmap/estate_write.c: an estate as canonical JSON, for golden files and for comparing estates.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Bare: nothing that depends on how the evidence was cut into artefacts: no citations, no ids and texts of gaps.
 */
#include "pathmap/estate_words.h"

static void endpoint(struct wit_estate_writing *w, const struct wit_endpoint *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "type", o->type);
    wit_ew_text(w, "service", o->service_name);
    wit_ew_text(w, "state", o->state);
    WIT_EW_ID(w, "network", o->network);
    WIT_EW_IDS(w, "interfaces", o->interfaces, o->n_interfaces);
    wit_ew_texts(w, "dns_names", o->dns_names, o->n_dns_names);
    wit_jw_object_end(&w->jw);
}

static void bucket(struct wit_estate_writing *w, const struct wit_bucket *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "encryption", o->encryption);
    wit_ew_text(w, "key", o->key);
    wit_ew_text(w, "public_access_block", o->public_access_block);
    wit_ew_text(w, "policy", o->policy);
    wit_ew_gap(w, "policy_gap", o->policy_gap);
    wit_ew_gap(w, "encryption_gap", o->encryption_gap);
    wit_ew_gap(w, "location_gap", o->location_gap);
    wit_jw_object_end(&w->jw);
}

static void key(struct wit_estate_writing *w, const struct wit_key *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "manager", o->manager);
    wit_ew_text(w, "origin", o->origin);
    wit_ew_text(w, "state", o->state);
    wit_ew_text(w, "arn", o->arn);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void flow_log(struct wit_estate_writing *w, const struct wit_flow_log *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "resource", o->resource);
    wit_ew_text(w, "status", o->status);
    wit_ew_text(w, "delivery", o->delivery);
    wit_ew_text(w, "traffic", o->traffic);
    wit_ew_text(w, "destination", o->destination);
    wit_jw_object_end(&w->jw);
}

static void bpa(struct wit_estate_writing *w, const struct wit_bpa *o)
{
    static const char *const modes[] = {"off", "block-ingress", "block-bidirectional", "unknown"};
    wit_jw_object(&w->jw);
    wit_ew_text(w, "account", o->account);
    wit_ew_text(w, "region", o->region);
    wit_jw_kstr(&w->jw, "mode", modes[o->mode]);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_key(&w->jw, "exclusions");
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < o->n_exclusions; i++) {
        wit_jw_object(&w->jw);
        wit_jw_kstr(&w->jw, "resource", o->exclusions[i].resource);
        wit_ew_flag(w, "egress_only", o->exclusions[i].egress_only);
        wit_jw_object_end(&w->jw);
    }
    wit_jw_array_end(&w->jw);
    wit_ew_gap(w, "exclusions_gap", o->exclusions_gap);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void unmodelled(struct wit_estate_writing *w, const struct wit_unmodelled *o)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", o->id);
    wit_jw_kstr(&w->jw, "kind", o->kind);
    wit_ew_text(w, "network", o->network);
    wit_ew_text(w, "account", o->account);
    wit_ew_text(w, "region", o->region);
    wit_ew_gap(w, "gap", o->gap);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void list(struct wit_estate_writing *w, const struct wit_list *o)
{
    static const char *const states[] = {"complete", "assumed-empty", "incomplete"};
    wit_jw_object(&w->jw);
    wit_ew_text(w, "account", o->account);
    wit_ew_text(w, "region", o->region);
    wit_jw_kstr(&w->jw, "service", o->service);
    wit_jw_kstr(&w->jw, "operation", o->operation);
    wit_jw_kstr(&w->jw, "state", states[o->state]);
    wit_jw_kint(&w->jw, "items", (int64_t)o->items);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void whole_gap(struct wit_estate_writing *w, const struct wit_gap *o)
{
    wit_jw_object(&w->jw);
    if (!w->bare)
        wit_jw_kstr(&w->jw, "id", o->id);
    wit_jw_kstr(&w->jw, "reason", wit_gap_word(o->reason));
    wit_ew_text(w, "account", o->subject.account);
    wit_ew_text(w, "region", o->subject.region);
    wit_ew_text(w, "service", o->subject.service);
    wit_ew_text(w, "operation", o->subject.operation);
    wit_ew_text(w, "resource", o->subject.resource);
    if (!w->bare) {
        wit_ew_text(w, "text", o->text);
        wit_ew_text(w, "remedy", o->remedy);
    }
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

void wit_estate_write(struct wit_buf *out, const struct wit_estate *e, bool bare)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_estate_writing writing = {.e = e, .arena = arena, .bare = bare}, *w = &writing;
    wit_jw_init(&w->jw, out, 2);
    wit_jw_object(&w->jw);
    WIT_EW_ARRAY(w, "networks", e->networks, e->n_networks, wit_ew_network);
    WIT_EW_ARRAY(w, "subnets", e->subnets, e->n_subnets, wit_ew_subnet);
    WIT_EW_ARRAY(w, "interfaces", e->interfaces, e->n_interfaces, wit_ew_interface);
    WIT_EW_ARRAY(w, "instances", e->instances, e->n_instances, wit_ew_instance);
    WIT_EW_ARRAY(w, "filters", e->filters, e->n_filters, wit_ew_filter);
    WIT_EW_ARRAY(w, "prefix_lists", e->prefix_lists, e->n_prefix_lists, wit_ew_prefix_list);
    WIT_EW_ARRAY(w, "tables", e->tables, e->n_tables, wit_ew_table);
    WIT_EW_ARRAY(w, "gateways", e->gateways, e->n_gateways, wit_ew_gateway);
    WIT_EW_ARRAY(w, "endpoints", e->endpoints, e->n_endpoints, endpoint);
    WIT_EW_ARRAY(w, "buckets", e->buckets, e->n_buckets, bucket);
    WIT_EW_ARRAY(w, "keys", e->keys, e->n_keys, key);
    WIT_EW_ARRAY(w, "flow_logs", e->flow_logs, e->n_flow_logs, flow_log);
    wit_ew_transit(w, e);
    wit_ew_services(w, e);
    WIT_EW_ARRAY(w, "block_public_access", e->bpa, e->n_bpa, bpa);
    WIT_EW_ARRAY(w, "unmodelled", e->unmodelled, e->n_unmodelled, unmodelled);
    WIT_EW_ARRAY(w, "lists", e->lists, e->n_lists, list);
    WIT_EW_ARRAY(w, "gaps", e->gaps, e->n_gaps, whole_gap);
    if (!bare)
        wit_ew_texts(w, "assumptions", e->assumptions, e->n_assumptions);
    wit_jw_object_end(&w->jw);
    wit_buf_putc(out, '\n');
}
