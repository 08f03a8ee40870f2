/* pathmap/decode/raw_kinds.c: what differs from one kind of raw object to the next: its size and its gaps.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/decode/decode.h"

static const size_t sizes[WIT_RAW_KINDS] = {
    [WIT_RAW_NETWORK] = sizeof(struct wit_raw_network),
    [WIT_RAW_SUBNET] = sizeof(struct wit_raw_subnet),
    [WIT_RAW_INTERFACE] = sizeof(struct wit_raw_interface),
    [WIT_RAW_INSTANCE] = sizeof(struct wit_raw_instance),
    [WIT_RAW_FILTER] = sizeof(struct wit_raw_filter),
    [WIT_RAW_LIST] = sizeof(struct wit_raw_list),
    [WIT_RAW_TABLE] = sizeof(struct wit_raw_table),
    [WIT_RAW_GATEWAY] = sizeof(struct wit_raw_gateway),
    [WIT_RAW_ENDPOINT] = sizeof(struct wit_raw_endpoint),
    [WIT_RAW_BUCKET] = sizeof(struct wit_raw_bucket),
    [WIT_RAW_KEY] = sizeof(struct wit_raw_key),
    [WIT_RAW_ATTACHMENT] = sizeof(struct wit_raw_attachment),
    [WIT_RAW_TRANSIT_TABLE] = sizeof(struct wit_raw_transit_table),
    [WIT_RAW_LINE] = sizeof(struct wit_raw_line),
    [WIT_RAW_BALANCER] = sizeof(struct wit_raw_balancer),
    [WIT_RAW_TARGET_GROUP] = sizeof(struct wit_raw_target_group),
    [WIT_RAW_SERVICE] = sizeof(struct wit_raw_service),
    [WIT_RAW_ACCELERATOR] = sizeof(struct wit_raw_accelerator),
    [WIT_RAW_DOOR] = sizeof(struct wit_raw_door),
    [WIT_RAW_KAFKA] = sizeof(struct wit_raw_kafka),
    [WIT_RAW_FLOW_LOG] = sizeof(struct wit_raw_flow_log),
};

size_t wit_raw_size(enum wit_raw_kind kind)
{
    return sizes[kind];
}

void wit_raw_no_gaps(enum wit_raw_kind kind, struct wit_raw *raw)
{
    raw->differs = WIT_NO_GAP;
    switch (kind) {
    case WIT_RAW_NETWORK: {
        struct wit_network *o = &((struct wit_raw_network *)raw)->o;
        o->main_gap = o->acl_gap = o->gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_SUBNET: {
        struct wit_subnet *o = &((struct wit_raw_subnet *)raw)->o;
        o->routes_gap = o->acl_gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_INTERFACE:
        ((struct wit_raw_interface *)raw)->o.filters_gap = WIT_NO_GAP;
        break;
    case WIT_RAW_FILTER:
        ((struct wit_raw_filter *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_LIST:
        ((struct wit_raw_list *)raw)->o.gap = ((struct wit_raw_list *)raw)->plain_gap = WIT_NO_GAP;
        break;
    case WIT_RAW_TABLE:
        ((struct wit_raw_table *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_GATEWAY: {
        struct wit_gateway *o = &((struct wit_raw_gateway *)raw)->o;
        o->attachments_gap = o->gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_BUCKET: {
        struct wit_bucket *o = &((struct wit_raw_bucket *)raw)->o;
        o->policy_gap = o->encryption_gap = o->location_gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_KEY:
        ((struct wit_raw_key *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_ATTACHMENT: {
        struct wit_attachment *o = &((struct wit_raw_attachment *)raw)->o;
        o->subnets_gap = o->table_gap = o->gap = ((struct wit_raw_attachment *)raw)->told_gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_TRANSIT_TABLE:
        ((struct wit_raw_transit_table *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_LINE:
        ((struct wit_raw_line *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_BALANCER: {
        struct wit_balancer *o = &((struct wit_raw_balancer *)raw)->o;
        o->listeners_gap = o->attributes_gap = o->gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_TARGET_GROUP: {
        struct wit_target_group *o = &((struct wit_raw_target_group *)raw)->o;
        o->attributes_gap = o->targets_gap = o->gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_SERVICE: {
        struct wit_endpoint_service *o = &((struct wit_raw_service *)raw)->o;
        o->principals_gap = o->connections_gap = o->gap = WIT_NO_GAP;
        break;
    }
    case WIT_RAW_ACCELERATOR:
        ((struct wit_raw_accelerator *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_KAFKA:
        ((struct wit_raw_kafka *)raw)->o.gap = WIT_NO_GAP;
        break;
    case WIT_RAW_DOOR:
        ((struct wit_raw_door *)raw)->o.rules_gap = ((struct wit_raw_door *)raw)->o.gap = WIT_NO_GAP;
        break;
    default:
        break;
    }
}
