/* pathmap/estate_service.c: load balancers, endpoint services, accelerators and doors of an estate as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/estate_words.h"

static void target(struct wit_estate_writing *w, const struct wit_balancer_target *o)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", o->id);
    wit_ew_flag(w, "in_evidence", o->instance != NULL || o->balancer != NULL);
    if (o->port != 0)
        wit_jw_kint(&w->jw, "port", o->port);
    wit_ew_text(w, "zone", o->zone);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void target_group(struct wit_estate_writing *w, const struct wit_target_group *o)
{
    static const char *const types[] = {"unknown", "instance", "address", "lambda", "balancer"};
    WIT_EW_HEAD(w, o);
    wit_jw_kstr(&w->jw, "type", types[o->type]);
    wit_ew_text(w, "protocol", o->protocol);
    wit_jw_kint(&w->jw, "port", o->port);
    wit_ew_text(w, "network", o->network);
    wit_jw_kint(&w->jw, "family", o->family);
    wit_ew_told(w, "keeps_client", o->keeps_client);
    wit_ew_told(w, "cross_zone", o->cross_zone);
    wit_ew_flag(w, "cross_zone_inherits", o->cross_zone_inherits);
    wit_ew_gap(w, "attributes_gap", o->attributes_gap);
    WIT_EW_ARRAY(w, "targets", o->targets, o->n_targets, target);
    wit_ew_gap(w, "targets_gap", o->targets_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void listener(struct wit_estate_writing *w, const struct wit_balancer_listener *o)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", o->id);
    wit_ew_text(w, "protocol", o->protocol);
    wit_jw_kint(&w->jw, "port", o->port);
    wit_ew_texts(w, "group_ids", o->group_ids, o->n_groups);
    WIT_EW_IDS(w, "groups", o->groups, o->n_groups);
    wit_ew_flag(w, "only_answers", o->only_answers);
    wit_ew_gap(w, "rules_gap", o->rules_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void balancer(struct wit_estate_writing *w, const struct wit_balancer *o)
{
    static const char *const kinds[] = {"other", "network", "application", "gateway", "classic"};
    WIT_EW_HEAD(w, o);
    wit_jw_kstr(&w->jw, "kind", kinds[o->kind]);
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    wit_ew_flag(w, "internet_facing", o->internet_facing);
    WIT_EW_ID(w, "network", o->network);
    wit_ew_texts(w, "subnet_ids", o->subnet_ids, o->n_subnets);
    WIT_EW_IDS(w, "subnets", o->subnets, o->n_subnets);
    WIT_EW_IDS(w, "interfaces", o->interfaces, o->n_interfaces);
    wit_ew_told(w, "cross_zone", o->cross_zone);
    wit_ew_told(w, "enforces_on_private_link", o->enforces_on_private_link);
    WIT_EW_ARRAY(w, "listeners", o->listeners, o->n_listeners, listener);
    wit_ew_gap(w, "listeners_gap", o->listeners_gap);
    wit_ew_gap(w, "attributes_gap", o->attributes_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void connection(struct wit_estate_writing *w, const struct wit_service_connection *o)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "endpoint", o->endpoint_id);
    wit_ew_text(w, "account", o->account);
    wit_ew_text(w, "state", o->state);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void service(struct wit_estate_writing *w, const struct wit_endpoint_service *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "service", o->service_name);
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    wit_ew_flag(w, "acceptance_required", o->acceptance_required);
    wit_ew_texts(w, "balancer_ids", o->balancer_ids, o->n_balancers);
    WIT_EW_IDS(w, "balancers", o->balancers, o->n_balancers);
    wit_ew_flag(w, "gateway_kind", o->gateway_kind);
    wit_ew_texts(w, "principals", o->principals, o->n_principals);
    wit_ew_gap(w, "principals_gap", o->principals_gap);
    WIT_EW_ARRAY(w, "connections", o->connections, o->n_connections, connection);
    wit_ew_gap(w, "connections_gap", o->connections_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void accelerated(struct wit_estate_writing *w, const struct wit_accelerated *o)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf ports;
    wit_buf_init(&ports, 1 << 20);
    wit_pset_text(&ports, o->listener);
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", o->id);
    wit_ew_text(w, "region", o->region);
    wit_ew_told(w, "keeps_client", o->keeps_client);
    wit_jw_kstr(&w->jw, "ports", wit_buf_str(&ports));
    wit_jw_key(&w->jw, "overrides");
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < o->n_overrides; i++) {
        wit_jw_object(&w->jw);
        wit_jw_kint(&w->jw, "from", o->overrides[i].from);
        wit_jw_kint(&w->jw, "to", o->overrides[i].to);
        wit_jw_object_end(&w->jw);
    }
    wit_jw_array_end(&w->jw);
    wit_ew_cite(w, o->cite);
    wit_jw_object_end(&w->jw);
}

static void accelerator(struct wit_estate_writing *w, const struct wit_accelerator *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_flag(w, "enabled", o->enabled);
    wit_ew_addresses(w, "addresses", o->addrs, o->n_addrs);
    WIT_EW_ARRAY(w, "endpoints", o->endpoints, o->n_endpoints, accelerated);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void door(struct wit_estate_writing *w, const struct wit_door *o)
{
    static const char *const kinds[] = {"client-vpn", "instance-connect", "vpc-origin"};
    WIT_EW_HEAD(w, o);
    wit_jw_kstr(&w->jw, "kind", kinds[o->kind]);
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    WIT_EW_ID(w, "network", o->network);
    wit_ew_texts(w, "subnet_ids", o->subnet_ids, o->n_subnets);
    WIT_EW_IDS(w, "subnets", o->subnets, o->n_subnets);
    WIT_EW_IDS(w, "interfaces", o->interfaces, o->n_interfaces);
    wit_ew_texts(w, "groups", o->filter_ids, o->n_filters);
    WIT_EW_IDS(w, "filters", o->filters, o->n_filters);
    wit_ew_prefixes(w, "authorized", o->authorized, o->n_authorized);
    wit_ew_prefixes(w, "routes", o->routes, o->n_routes);
    wit_ew_told(w, "keeps_client", o->keeps_client);
    wit_ew_text(w, "target", o->target);
    wit_ew_gap(w, "rules_gap", o->rules_gap);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

static void kafka_connection(struct wit_estate_writing *w, const struct wit_kafka_connection *o)
{
    WIT_EW_HEAD(w, o);
    wit_ew_text(w, "cluster", o->cluster);
    wit_ew_text(w, "network", o->network);
    wit_jw_kstr(&w->jw, "state", wit_ew_state(o->state));
    wit_ew_text(w, "state_word", o->state_word);
    wit_ew_gap(w, "gap", o->gap);
    wit_jw_object_end(&w->jw);
}

void wit_ew_services(struct wit_estate_writing *w, const struct wit_estate *e)
{
    WIT_EW_ARRAY(w, "balancers", e->balancers, e->n_balancers, balancer);
    WIT_EW_ARRAY(w, "target_groups", e->target_groups, e->n_target_groups, target_group);
    WIT_EW_ARRAY(w, "endpoint_services", e->endpoint_services, e->n_endpoint_services, service);
    WIT_EW_ARRAY(w, "accelerators", e->accelerators, e->n_accelerators, accelerator);
    WIT_EW_ARRAY(w, "doors", e->doors, e->n_doors, door);
    WIT_EW_ARRAY(w, "kafka_connections", e->kafka_connections, e->n_kafka_connections, kafka_connection);
}
