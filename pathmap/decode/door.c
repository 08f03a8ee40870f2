/* pathmap/decode/door.c: doors for people: Client VPN, EC2 Instance Connect endpoints, CloudFront VPC origins.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types ClientVpnEndpoint, TargetNetwork, ClientVpnRoute, AuthorizationRule,
 * Ec2InstanceConnectEndpoint; CloudFront API Reference, VpcOriginSummary; 1.11.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static struct wit_raw_door *add(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                const char *key, const char *owner, enum wit_door_kind kind)
{
    const char *id = wit_str(item, key);
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a door without its id");
        return NULL;
    }
    struct wit_head head;
    struct wit_raw_door *raw = wit_raw_add(d, WIT_RAW_DOOR, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (raw == NULL)
        return NULL;
    WIT_HEAD_SET(raw->o, head);
    raw->o.kind = kind;
    raw->o.target = "";
    raw->network_id = wit_word_of(d, item, "VpcId");
    return raw;
}

static void set_state(struct wit_decoding *d, struct wit_raw_door *raw, const char *word, const char *ready,
                      const char *const *closed)
{
    raw->o.state_word = wit_word(d, word);
    raw->o.state = wit_state_word(raw->o.state_word, ready, closed);
    raw->o.gap = wit_state_gap(d, raw->o.state, raw->raw.id, raw->o.state_word, raw->o.cite.pointer);
}

void wit_decode_client_vpn(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"deleted", "pending-associate", NULL};
    const char *state = wit_str(wit_get(item, "Status"), "Code");
    struct wit_raw_door *raw = add(d, item, pointer, "ClientVpnEndpointId", NULL, WIT_DOOR_CLIENT_VPN);
    if (raw == NULL)
        return;
    set_state(d, raw, state, "available", closed);
    wit_field_ids(d, &raw->filter_ids, &raw->n_filters, &raw->cap_filters, wit_field_list(item, "SecurityGroupIds"),
                  NULL);
    if (wit_str(wit_get(item, "TransitGatewayConfiguration"), "TransitGatewayId") != NULL)
        raw->o.gap = wit_found(d, WIT_GAP_NOT_MODELLED, d->source, raw->raw.id, pointer, "",
                               "%s: a Client VPN endpoint on a transit gateway", raw->raw.id);
}

/* Of the three lists about one Client VPN endpoint: is this item in force? */
static bool in_force(struct wit_decoding *d, struct wit_told_thing *told, const struct wit_value *item,
                     const char *pointer, const char *word, const char *gone)
{
    const char *state = wit_str(wit_get(item, "Status"), "Code");
    if (state != NULL && (strcmp(state, gone) == 0 || strstr(state, "failed") != NULL))
        return false;
    if (state == NULL || strcmp(state, word) != 0)
        told->gap = wit_found(d, WIT_GAP_MOVING, d->source, d->source->resource, pointer, NULL,
                              "%s: a part of it is \"%s\"", d->source->resource, state == NULL ? "" : state);
    return true;
}

void wit_decode_target_network(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    const char *subnet = wit_word_of(d, item, "TargetNetworkId");
    if (!in_force(d, told, item, pointer, "associated", "disassociated"))
        return;
    if (subnet[0] == '\0') {
        wit_answer_unreadable(d, pointer, "an association without its subnet");
        return;
    }
    WIT_PUSH(d->arena, told->words, told->n_words, told->cap_words) = subnet;
    told->network = wit_word_of(d, item, "VpcId");
    wit_field_ids(d, &told->more, &told->n_more, &told->cap_more, wit_field_list(item, "SecurityGroups"), NULL);
}

static void read_destination(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                             const char *gone)
{
    struct wit_told_thing *told = wit_told_here(d);
    struct wit_prefix prefix;
    if (!in_force(d, told, item, pointer, "active", gone))
        return;
    if (wit_field_prefix(&prefix, item, "DestinationCidr"))
        WIT_PUSH(d->arena, told->prefixes, told->n_prefixes, told->cap_prefixes) = prefix;
    else
        wit_answer_unreadable(d, pointer, "a destination that is no prefix");
}

void wit_decode_client_route(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    read_destination(d, item, pointer, "deleted");
}

void wit_decode_authorization_rule(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    read_destination(d, item, pointer, "revoked");
}

void wit_decode_connect_endpoint(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"delete-complete", "create-failed", NULL};
    const char *state = wit_word_of(d, item, "State");
    struct wit_raw_door *raw =
        add(d, item, pointer, "InstanceConnectEndpointId", wit_str(item, "OwnerId"), WIT_DOOR_INSTANCE_CONNECT);
    if (raw == NULL)
        return;
    set_state(d, raw, strcmp(state, "update-complete") == 0 ? "create-complete" : state, "create-complete", closed);
    raw->o.state_word = state;
    const char *subnet = wit_word_of(d, item, "SubnetId");
    if (subnet[0] != '\0')
        WIT_PUSH(d->arena, raw->subnet_ids, raw->n_subnets, raw->cap_subnets) = subnet;
    wit_field_ids(d, &raw->filter_ids, &raw->n_filters, &raw->cap_filters, wit_field_list(item, "SecurityGroupIds"),
                  NULL);
    wit_field_ids(d, &raw->interface_ids, &raw->n_interfaces, &raw->cap_interfaces,
                  wit_field_list(item, "NetworkInterfaceIds"), NULL);
    if (wit_get(item, "PreserveClientIp") != NULL)
        raw->o.keeps_client = wit_bool(item, "PreserveClientIp", false) ? WIT_TOLD_YES : WIT_TOLD_NO;
}

void wit_decode_origin(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {NULL};
    wit_unmodelled_add(d, item, pointer, "Id", "cloudfront-vpc-origin", "");
    struct wit_raw_door *raw = add(d, item, pointer, "Id", wit_str(item, "AccountId"), WIT_DOOR_VPC_ORIGIN);
    if (raw == NULL)
        return;
    set_state(d, raw, wit_str(item, "Status"), "Deployed", closed);
    raw->o.name = wit_word_of(d, item, "Name");
    raw->o.target = wit_word_of(d, item, "OriginEndpointArn");
}
