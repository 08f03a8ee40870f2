/* pathmap/decode/seal_gaps.c: gaps in their order, and every reference to one by its new number.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"
#include "pathmap/decode/people.h"

static int compare(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

/* By what is missing, then why: nothing depends on the order in which gaps were found. */
static int by_content(const void *left, const void *right)
{
    const struct wit_gap *a = *(const struct wit_gap *const *)left, *b = *(const struct wit_gap *const *)right;
    const struct wit_subject *s = &a->subject, *t = &b->subject;
    int order = compare(s->account, t->account);
    if (order == 0)
        order = compare(s->region, t->region);
    if (order == 0)
        order = compare(s->service, t->service);
    if (order == 0)
        order = compare(s->operation, t->operation);
    if (order == 0)
        order = compare(s->resource, t->resource);
    if (order == 0 && a->reason != b->reason)
        order = a->reason < b->reason ? -1 : 1;
    if (order == 0)
        order = compare(a->text, b->text);
    if (order == 0)
        order = compare(a->cite.pointer, b->cite.pointer);
    return order != 0 ? order : strcmp(a->id, b->id);
}

/* Writes the sorted gaps to the estate; *places[ref] is the place of the gap that was `ref`. */
static wit_gap_ref *sort_gaps(struct wit_decoding *d)
{
    const struct wit_gap **order = WIT_NEW_ARRAY(d->arena, const struct wit_gap *, d->n_gaps);
    wit_gap_ref *to = WIT_NEW_ARRAY(d->arena, wit_gap_ref, d->n_gaps);
    struct wit_gap *sorted = WIT_NEW_ARRAY(d->arena, struct wit_gap, d->n_gaps);
    for (size_t i = 0; i < d->n_gaps; i++)
        order[i] = &d->gaps[i];
    if (d->n_gaps > 1)
        qsort(order, d->n_gaps, sizeof(const struct wit_gap *), by_content);
    for (size_t i = 0; i < d->n_gaps; i++) {
        sorted[i] = *order[i];
        to[order[i] - d->gaps] = (wit_gap_ref)i;
    }
    d->estate->gaps = sorted;
    d->estate->n_gaps = d->n_gaps;
    return to;
}

static void rename_ref(const wit_gap_ref *to, wit_gap_ref *ref)
{
    if (*ref != WIT_NO_GAP)
        *ref = to[*ref];
}

static void rename_filters(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_filter *filters = WIT_SEALED(wit_filter, d->estate->filters);
    for (size_t i = 0; i < d->estate->n_filters; i++) {
        rename_ref(to, &filters[i].gap);
        struct wit_rule *rules = WIT_SEALED(wit_rule, filters[i].rules);
        for (size_t k = 0; k < filters[i].n_rules; k++) {
            rename_ref(to, &rules[k].gap);
            rename_ref(to, &rules[k].list_gap);
        }
    }
    struct wit_prefix_list *lists = WIT_SEALED(wit_prefix_list, d->estate->prefix_lists);
    for (size_t i = 0; i < d->estate->n_prefix_lists; i++)
        rename_ref(to, &lists[i].gap);
}

static void rename_networks(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_network *networks = WIT_SEALED(wit_network, d->estate->networks);
    for (size_t i = 0; i < d->estate->n_networks; i++) {
        rename_ref(to, &networks[i].gap);
        rename_ref(to, &networks[i].main_gap);
        rename_ref(to, &networks[i].acl_gap);
    }
    struct wit_subnet *subnets = WIT_SEALED(wit_subnet, d->estate->subnets);
    for (size_t i = 0; i < d->estate->n_subnets; i++) {
        rename_ref(to, &subnets[i].routes_gap);
        rename_ref(to, &subnets[i].acl_gap);
    }
    struct wit_interface *interfaces = WIT_SEALED(wit_interface, d->estate->interfaces);
    for (size_t i = 0; i < d->estate->n_interfaces; i++)
        rename_ref(to, &interfaces[i].filters_gap);
}

static void rename_routes(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_route_table *tables = WIT_SEALED(wit_route_table, d->estate->tables);
    for (size_t i = 0; i < d->estate->n_tables; i++) {
        rename_ref(to, &tables[i].gap);
        struct wit_route *routes = WIT_SEALED(wit_route, tables[i].routes);
        for (size_t k = 0; k < tables[i].n_routes; k++) {
            rename_ref(to, &routes[k].gap);
            rename_ref(to, &routes[k].list_gap);
            rename_ref(to, &routes[k].gateway_gap);
        }
    }
    struct wit_gateway *gateways = WIT_SEALED(wit_gateway, d->estate->gateways);
    for (size_t i = 0; i < d->estate->n_gateways; i++) {
        rename_ref(to, &gateways[i].gap);
        rename_ref(to, &gateways[i].attachments_gap);
    }
}

static void rename_transit(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_attachment *attachments = WIT_SEALED(wit_attachment, d->estate->attachments);
    for (size_t i = 0; i < d->estate->n_attachments; i++) {
        rename_ref(to, &attachments[i].subnets_gap);
        rename_ref(to, &attachments[i].table_gap);
        rename_ref(to, &attachments[i].gap);
    }
    struct wit_transit_table *tables = WIT_SEALED(wit_transit_table, d->estate->transit_tables);
    for (size_t i = 0; i < d->estate->n_transit_tables; i++) {
        rename_ref(to, &tables[i].gap);
        struct wit_transit_route *routes = WIT_SEALED(wit_transit_route, tables[i].routes);
        for (size_t k = 0; k < tables[i].n_routes; k++) {
            rename_ref(to, &routes[k].list_gap);
            rename_ref(to, &routes[k].gap);
        }
    }
    struct wit_line *lines = WIT_SEALED(wit_line, d->estate->lines);
    for (size_t i = 0; i < d->estate->n_lines; i++)
        rename_ref(to, &lines[i].gap);
}

static void rename_balancers(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_balancer *balancers = WIT_SEALED(wit_balancer, d->estate->balancers);
    for (size_t i = 0; i < d->estate->n_balancers; i++) {
        rename_ref(to, &balancers[i].listeners_gap);
        rename_ref(to, &balancers[i].attributes_gap);
        rename_ref(to, &balancers[i].gap);
        struct wit_balancer_listener *listeners = WIT_SEALED(wit_balancer_listener, balancers[i].listeners);
        for (size_t k = 0; k < balancers[i].n_listeners; k++) {
            rename_ref(to, &listeners[k].rules_gap);
            rename_ref(to, &listeners[k].gap);
        }
    }
    struct wit_target_group *groups = WIT_SEALED(wit_target_group, d->estate->target_groups);
    for (size_t i = 0; i < d->estate->n_target_groups; i++) {
        rename_ref(to, &groups[i].attributes_gap);
        rename_ref(to, &groups[i].targets_gap);
        rename_ref(to, &groups[i].gap);
    }
}

static void rename_doors(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_endpoint_service *services = WIT_SEALED(wit_endpoint_service, d->estate->endpoint_services);
    for (size_t i = 0; i < d->estate->n_endpoint_services; i++) {
        rename_ref(to, &services[i].principals_gap);
        rename_ref(to, &services[i].connections_gap);
        rename_ref(to, &services[i].gap);
    }
    struct wit_accelerator *accelerators = WIT_SEALED(wit_accelerator, d->estate->accelerators);
    for (size_t i = 0; i < d->estate->n_accelerators; i++)
        rename_ref(to, &accelerators[i].gap);
    struct wit_kafka_connection *connections = WIT_SEALED(wit_kafka_connection, d->estate->kafka_connections);
    for (size_t i = 0; i < d->estate->n_kafka_connections; i++)
        rename_ref(to, &connections[i].gap);
    struct wit_door *doors = WIT_SEALED(wit_door, d->estate->doors);
    for (size_t i = 0; i < d->estate->n_doors; i++) {
        rename_ref(to, &doors[i].rules_gap);
        rename_ref(to, &doors[i].gap);
    }
}

static void rename_rest(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_bucket *buckets = WIT_SEALED(wit_bucket, d->estate->buckets);
    for (size_t i = 0; i < d->estate->n_buckets; i++) {
        rename_ref(to, &buckets[i].policy_gap);
        rename_ref(to, &buckets[i].encryption_gap);
        rename_ref(to, &buckets[i].location_gap);
    }
    struct wit_key *keys = WIT_SEALED(wit_key, d->estate->keys);
    for (size_t i = 0; i < d->estate->n_keys; i++)
        rename_ref(to, &keys[i].gap);
    struct wit_list *lists = WIT_SEALED(wit_list, d->estate->lists);
    for (size_t i = 0; i < d->estate->n_lists; i++)
        rename_ref(to, &lists[i].gap);
    struct wit_bpa *bpa = WIT_SEALED(wit_bpa, d->estate->bpa);
    for (size_t i = 0; i < d->estate->n_bpa; i++) {
        rename_ref(to, &bpa[i].gap);
        rename_ref(to, &bpa[i].exclusions_gap);
    }
    struct wit_unmodelled *unmodelled = WIT_SEALED(wit_unmodelled, d->estate->unmodelled);
    for (size_t i = 0; i < d->estate->n_unmodelled; i++)
        rename_ref(to, &unmodelled[i].gap);
}

void wit_seal_gaps(struct wit_decoding *d)
{
    const wit_gap_ref *to = sort_gaps(d);
    rename_filters(d, to);
    rename_networks(d, to);
    rename_routes(d, to);
    rename_transit(d, to);
    rename_balancers(d, to);
    rename_doors(d, to);
    rename_rest(d, to);
    wit_seal_people_gaps(d, to);
}
