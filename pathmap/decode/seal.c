/* pathmap/decode/seal.c: the estate's arrays, places, lists and the block on public access.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"
#include "pathmap/estate_index.h"

#define SEAL(kind, type, raw_type, array, count)                                                                       \
    do {                                                                                                               \
        const struct wit_raws *raws = &d->raws[kind];                                                                  \
        struct type *sealed = WIT_NEW_ARRAY(d->arena, struct type, raws->n);                                           \
        for (size_t i = 0; i < raws->n; i++)                                                                           \
            sealed[i] = ((const struct raw_type *)raws->items[i])->o;                                                  \
        d->estate->array = sealed;                                                                                     \
        d->estate->count = raws->n;                                                                                    \
    } while (0)

void wit_seal_arrays(struct wit_decoding *d)
{
    wit_raw_sort(d);
    SEAL(WIT_RAW_NETWORK, wit_network, wit_raw_network, networks, n_networks);
    SEAL(WIT_RAW_SUBNET, wit_subnet, wit_raw_subnet, subnets, n_subnets);
    SEAL(WIT_RAW_INTERFACE, wit_interface, wit_raw_interface, interfaces, n_interfaces);
    SEAL(WIT_RAW_INSTANCE, wit_instance, wit_raw_instance, instances, n_instances);
    SEAL(WIT_RAW_FILTER, wit_filter, wit_raw_filter, filters, n_filters);
    SEAL(WIT_RAW_LIST, wit_prefix_list, wit_raw_list, prefix_lists, n_prefix_lists);
    SEAL(WIT_RAW_TABLE, wit_route_table, wit_raw_table, tables, n_tables);
    SEAL(WIT_RAW_GATEWAY, wit_gateway, wit_raw_gateway, gateways, n_gateways);
    SEAL(WIT_RAW_ENDPOINT, wit_endpoint, wit_raw_endpoint, endpoints, n_endpoints);
    SEAL(WIT_RAW_BUCKET, wit_bucket, wit_raw_bucket, buckets, n_buckets);
    SEAL(WIT_RAW_KEY, wit_key, wit_raw_key, keys, n_keys);
    SEAL(WIT_RAW_ATTACHMENT, wit_attachment, wit_raw_attachment, attachments, n_attachments);
    SEAL(WIT_RAW_TRANSIT_TABLE, wit_transit_table, wit_raw_transit_table, transit_tables, n_transit_tables);
    SEAL(WIT_RAW_LINE, wit_line, wit_raw_line, lines, n_lines);
    SEAL(WIT_RAW_BALANCER, wit_balancer, wit_raw_balancer, balancers, n_balancers);
    SEAL(WIT_RAW_TARGET_GROUP, wit_target_group, wit_raw_target_group, target_groups, n_target_groups);
    SEAL(WIT_RAW_SERVICE, wit_endpoint_service, wit_raw_service, endpoint_services, n_endpoint_services);
    SEAL(WIT_RAW_ACCELERATOR, wit_accelerator, wit_raw_accelerator, accelerators, n_accelerators);
    SEAL(WIT_RAW_DOOR, wit_door, wit_raw_door, doors, n_doors);
    SEAL(WIT_RAW_KAFKA, wit_kafka_connection, wit_raw_kafka, kafka_connections, n_kafka_connections);
    SEAL(WIT_RAW_FLOW_LOG, wit_flow_log, wit_raw_flow_log, flow_logs, n_flow_logs);
}

static int by_place(const void *left, const void *right)
{
    const struct wit_place *a = *(const struct wit_place *const *)left, *b = *(const struct wit_place *const *)right;
    int order = strcmp(a->account, b->account);
    return order != 0 ? order : strcmp(a->region, b->region);
}

/* Where things lie is a place too, collected or not. */
static void add_owners(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->estate->n_networks; i++)
        wit_ledger_place(d, d->estate->networks[i].account, d->estate->networks[i].region);
    for (size_t i = 0; i < d->estate->n_subnets; i++)
        wit_ledger_place(d, d->estate->subnets[i].account, d->estate->subnets[i].region);
    if (d->n_places > 1)
        qsort(d->places, d->n_places, sizeof(struct wit_place *), by_place);
}

static int by_list(const void *left, const void *right)
{
    const struct wit_list *a = left, *b = right;
    int order = strcmp(a->account, b->account);
    if (order == 0)
        order = strcmp(a->region, b->region);
    if (order == 0)
        order = strcmp(a->service, b->service);
    return order != 0 ? order : strcmp(a->operation, b->operation);
}

static void make_lists(struct wit_decoding *d)
{
    size_t n_rows, n = 0;
    const struct wit_operation *rows = wit_operations(&n_rows);
    struct wit_list *lists = WIT_NEW_ARRAY(d->arena, struct wit_list, d->n_places * n_rows);
    for (size_t i = 0; i < d->n_places; i++) {
        const struct wit_place *p = d->places[i];
        for (size_t k = 0; k < n_rows; k++) {
            struct wit_state s = wit_ledger_list(d, rows[k].service, rows[k].operation, p->account, p->region);
            lists[n++] = (struct wit_list){p->account,
                                           p->region,
                                           rows[k].service,
                                           rows[k].operation,
                                           s.state,
                                           s.items,
                                           s.state == WIT_LIST_INCOMPLETE ? s.gap : WIT_NO_GAP};
        }
    }
    if (n > 1)
        qsort(lists, n, sizeof *lists, by_list);
    d->estate->lists = lists;
    d->estate->n_lists = n;
}

static int by_exclusion(const void *left, const void *right)
{
    const struct wit_exclusion *a = left, *b = right;
    int order = strcmp(a->resource, b->resource);
    return order != 0 ? order : (int)a->egress_only - (int)b->egress_only;
}

/* Whose answer speaks for the place. */
static const struct wit_bpa_raw *bpa_of(struct wit_decoding *d, const struct wit_place *place)
{
    const struct wit_place *from = place->collected || place->answers == NULL ? place : place->answers;
    return wit_strmap_get(d->bpa_keys, wit_key_of(d, from->account, from->region, (const char *)NULL));
}

static void make_block(struct wit_decoding *d, const struct wit_place *place, struct wit_bpa *o)
{
    const struct wit_bpa_raw *raw = bpa_of(d, place);
    struct wit_state mode =
        wit_ledger_list(d, "ec2", "DescribeVpcBlockPublicAccessOptions", place->account, place->region);
    struct wit_state exclusions =
        wit_ledger_list(d, "ec2", "DescribeVpcBlockPublicAccessExclusions", place->account, place->region);
    *o = (struct wit_bpa){.account = place->account,
                          .region = place->region,
                          .mode = WIT_BPA_UNKNOWN,
                          .gap = WIT_NO_GAP,
                          .exclusions_gap = exclusions.state == WIT_LIST_INCOMPLETE ? exclusions.gap : WIT_NO_GAP,
                          .cite = {UINT32_MAX, NULL}};
    if (raw != NULL && raw->told && mode.state == WIT_LIST_COMPLETE) {
        o->mode = raw->mode;
        o->gap = raw->gap;
        o->cite = raw->cite;
    } else if (mode.state == WIT_LIST_ASSUMED_EMPTY) {
        o->mode = WIT_BPA_OFF;
    } else {
        o->gap = mode.gap;
    }
    if (raw == NULL)
        return;
    if (o->exclusions_gap == WIT_NO_GAP)
        o->exclusions_gap = raw->exclusions_gap;
    if (raw->n > 1)
        qsort(raw->exclusions, raw->n, sizeof *raw->exclusions, by_exclusion);
    o->exclusions = WIT_NEW_ARRAY(d->arena, __typeof__(*o->exclusions), raw->n);
    for (size_t i = 0; i < raw->n; i++)
        memcpy((void *)(uintptr_t)&o->exclusions[i], &raw->exclusions[i], sizeof raw->exclusions[i]);
    o->n_exclusions = raw->n;
}

static int by_unmodelled(const void *left, const void *right)
{
    const struct wit_unmodelled *a = left, *b = right;
    int order = strcmp(a->account, b->account);
    if (order == 0)
        order = strcmp(a->region, b->region);
    if (order == 0)
        order = strcmp(a->kind, b->kind);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static void make_places(struct wit_decoding *d)
{
    struct place_pair {
        const char *account, *region;
    } *pairs = WIT_NEW_ARRAY(d->arena, struct place_pair, d->n_places);
    struct wit_bpa *bpa = WIT_NEW_ARRAY(d->arena, struct wit_bpa, d->n_places);
    for (size_t i = 0; i < d->n_places; i++) {
        pairs[i] = (struct place_pair){d->places[i]->account, d->places[i]->region};
        make_block(d, d->places[i], &bpa[i]);
    }
    _Static_assert(sizeof *pairs == sizeof *d->estate->places, "one shape");
    d->estate->places = (const void *)pairs;
    d->estate->n_places = d->n_places;
    d->estate->bpa = bpa;
    d->estate->n_bpa = d->n_places;
}

void wit_seal_places(struct wit_decoding *d)
{
    add_owners(d);
    make_lists(d);
    make_places(d);
    if (d->n_unmodelled > 1)
        qsort(d->unmodelled, d->n_unmodelled, sizeof *d->unmodelled, by_unmodelled);
    d->estate->unmodelled = d->unmodelled;
    d->estate->n_unmodelled = d->n_unmodelled;
}

/* ---- buckets and keys: what was not told about each ---- */
static wit_gap_ref gap_of(struct wit_decoding *d, const char *operation, const struct wit_raw *raw)
{
    const struct wit_operation *op = wit_operation_find("s3", operation);
    struct wit_state state = wit_ledger_state(d, op, raw->account, raw->region, raw->id);
    return state.state == WIT_LIST_INCOMPLETE ? state.gap : WIT_NO_GAP;
}

void wit_link_storage(struct wit_decoding *d)
{
    struct wit_bucket *buckets = WIT_SEALED(wit_bucket, d->estate->buckets);
    for (size_t i = 0; i < d->estate->n_buckets; i++) {
        const struct wit_raw_bucket *raw = (const struct wit_raw_bucket *)d->raws[WIT_RAW_BUCKET].items[i];
        struct wit_bucket *o = &buckets[i];
        o->location_gap = raw->located ? WIT_NO_GAP : gap_of(d, "GetBucketLocation", &raw->raw);
        o->policy_gap = gap_of(d, "GetBucketPolicy", &raw->raw);
        o->encryption_gap = gap_of(d, "GetBucketEncryption", &raw->raw);
        /* The answer "there is none" is one. */
        if (o->encryption[0] == '\0' && o->encryption_gap == WIT_NO_GAP)
            o->encryption = "none";
        o->block_gap = gap_of(d, "GetPublicAccessBlock", &raw->raw);
        o->ownership_gap = gap_of(d, "GetBucketOwnershipControls", &raw->raw);
        if (o->public_access_block[0] == '\0' && o->block_gap == WIT_NO_GAP)
            o->public_access_block = "none";
        if (o->restricts_public == WIT_NOT_TOLD && o->block_gap == WIT_NO_GAP)
            o->restricts_public = o->ignores_acls = WIT_TOLD_NO;
        if (o->owner_enforced == WIT_NOT_TOLD && o->ownership_gap == WIT_NO_GAP)
            o->owner_enforced = WIT_TOLD_NO; /* "there is none": lists count */
    }
    struct wit_key *keys = WIT_SEALED(wit_key, d->estate->keys);
    const struct wit_operation *describe = wit_operation_find("kms", "DescribeKey");
    for (size_t i = 0; i < d->estate->n_keys; i++) {
        const struct wit_raw_key *raw = (const struct wit_raw_key *)d->raws[WIT_RAW_KEY].items[i];
        struct wit_state state = wit_ledger_state(d, describe, raw->raw.account, raw->raw.region, raw->raw.id);
        if (!raw->told)
            keys[i].gap = state.gap;
    }
}

void wit_seal_index(struct wit_decoding *d)
{
    d->estate->index = wit_estate_index_new(d->arena, d->estate);
}
