/* pathmap/decode/gateway.c: gateways: internet, egress-only, NAT, carrier, VPN, transit and local ones.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types InternetGateway, EgressOnlyInternetGateway, NatGateway, VpnGateway,
 * TransitGateway, CarrierGateway, LocalGateway; 1.5, 1.7, 1.8.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static enum wit_gateway_state state_of(const char *word)
{
    static const struct {
        const char *word;
        enum wit_gateway_state state;
    } words[] = {
        {"available", WIT_GW_READY},          {"attached", WIT_GW_READY},
        {"pending", WIT_GW_CLOSED},           {"failed", WIT_GW_CLOSED},
        {"deleted", WIT_GW_CLOSED},           {"detached", WIT_GW_CLOSED},
        {"rejected", WIT_GW_CLOSED},          {"initiating", WIT_GW_CLOSED},
        {"pendingAcceptance", WIT_GW_CLOSED}, {"initiatingRequest", WIT_GW_CLOSED},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, word) == 0)
            return words[i].state;
    }
    return WIT_GW_STATE_UNKNOWN;
}

struct wit_raw_gateway *wit_gateway_add(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                        const char *key, enum wit_gateway_kind kind)
{
    const char *id = wit_str(item, key);
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a gateway without its id");
        return NULL;
    }
    struct wit_head head;
    struct wit_raw_gateway *raw =
        wit_raw_add(d, WIT_RAW_GATEWAY, &head, WIT_RANK_OWNER, item, id, wit_str(item, "OwnerId"), pointer);
    if (raw == NULL)
        return NULL;
    WIT_HEAD_SET(raw->o, head);
    raw->o.kind = kind;
    raw->network_id = raw->subnet_id = raw->peer_id = "";
    raw->network_account = raw->o.account;
    raw->network_region = raw->o.region;
    raw->o.state_word = raw->o.peer_account = raw->o.peer_region = raw->o.service_name = raw->o.policy = "";
    return raw;
}

static void set_state(struct wit_decoding *d, struct wit_raw_gateway *raw, const char *word)
{
    raw->o.state_word = wit_word(d, word);
    raw->o.state = state_of(raw->o.state_word);
}

static void not_modelled(struct wit_decoding *d, struct wit_raw_gateway *raw, const char *what)
{
    if (raw->o.state == WIT_GW_CLOSED)
        return;
    raw->o.gap = wit_found(d, WIT_GAP_NOT_MODELLED, d->source, raw->raw.id, raw->o.cite.pointer, "",
                           "%s: %s; what lies behind it is not modelled", raw->raw.id, what);
}

/* The one attachment of an internet or egress-only gateway. */
static void read_attachment(struct wit_decoding *d, struct wit_raw_gateway *raw, const struct wit_value *item,
                            const char *list)
{
    const struct wit_value *attachments = wit_field_list(item, list);
    if (attachments == NULL)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, raw->raw.id, raw->o.cite.pointer, NULL,
                               "%s: the answer has no list \"%s\"", raw->raw.id, list);
    set_state(d, raw, attachments == NULL ? "" : "detached");
    WIT_EACH(attachment, attachments) {
        const char *network = wit_word_of(d, attachment, "VpcId"), *state = wit_str(attachment, "State");
        if (network[0] == '\0' || (raw->o.state == WIT_GW_READY && raw->network_id[0] != '\0'))
            continue;
        raw->network_id = network;
        set_state(d, raw, state == NULL ? "attached" : state);
    }
}

void wit_decode_internet_gateway(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    wit_ledger_owner(d, wit_str(item, "OwnerId"), true); /* those who share a subnet do not see it */
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "InternetGatewayId", WIT_GW_INTERNET);
    if (raw != NULL)
        read_attachment(d, raw, item, "Attachments");
}

void wit_decode_egress_only(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "EgressOnlyInternetGatewayId", WIT_GW_EGRESS_ONLY);
    if (raw != NULL)
        read_attachment(d, raw, item, "Attachments");
}

static void read_nat_addresses(struct wit_decoding *d, struct wit_raw_gateway *raw, const struct wit_value *list)
{
    struct wit_addr *inside = WIT_NEW_ARRAY(d->arena, struct wit_addr, list->count);
    struct wit_addr *outside = WIT_NEW_ARRAY(d->arena, struct wit_addr, list->count);
    size_t n = 0, n_public = 0;
    bool good = true;
    for (int primary = 1; primary >= 0; primary--) {
        WIT_EACH(one, list) {
            const char *status = wit_str(one, "Status");
            bool first = one == list->first;
            if (wit_bool(one, "IsPrimary", first) != (primary == 1) ||
                (status != NULL && strcmp(status, "failed") == 0))
                continue;
            bool has_private = wit_field_addr(&inside[n], one, "PrivateIp");
            bool has_public = wit_field_addr(&outside[n], one, "PublicIp");
            good = good && (has_private || has_public);
            n += has_private || has_public;
            n_public += has_public;
        }
    }
    raw->o.private_addrs = inside;
    raw->o.n_private_addrs = n;
    raw->o.public_addrs = outside;
    raw->o.n_public_addrs = n_public > 0 ? n : 0;
    if (!good)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, raw->raw.id, raw->o.cite.pointer, NULL,
                               "%s: an address of it could not be read", raw->raw.id);
}

void wit_decode_nat(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "NatGatewayId", WIT_GW_NAT);
    if (raw == NULL)
        return;
    const char *mode = wit_str(item, "AvailabilityMode"), *type = wit_str(item, "ConnectivityType");
    const struct wit_value *addresses = wit_field_list(item, "NatGatewayAddresses");
    raw->network_id = wit_word_of(d, item, "VpcId");
    raw->subnet_id = wit_word_of(d, item, "SubnetId");
    raw->o.nat_private = type != NULL && strcmp(type, "private") == 0;
    raw->o.nat_regional = mode != NULL && strcmp(mode, "regional") == 0;
    set_state(d, raw, wit_str(item, "State"));
    if (addresses != NULL)
        read_nat_addresses(d, raw, addresses);
    wit_field_ids(d, &raw->interface_ids, &raw->n_interfaces, &raw->cap_interfaces, addresses, "NetworkInterfaceId");
    bool odd = (mode != NULL && !raw->o.nat_regional && strcmp(mode, "zonal") != 0) ||
               (type != NULL && !raw->o.nat_private && strcmp(type, "public") != 0);
    if (addresses == NULL || odd)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, raw->raw.id, pointer, NULL,
                               "%s: its addresses, its mode or its connectivity could not be read", raw->raw.id);
    if (raw->o.nat_regional)
        raw->o.gap =
            wit_found(d, WIT_GAP_UNCONFIRMED, d->source, raw->raw.id, pointer, "",
                      "%s: a regional NAT gateway: which network ACL stands before it is not documented", raw->raw.id);
}

void wit_decode_carrier(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "CarrierGatewayId", WIT_GW_CARRIER);
    if (raw == NULL)
        return;
    raw->network_id = wit_word_of(d, item, "VpcId");
    set_state(d, raw, wit_str(item, "State"));
    not_modelled(d, raw, "a carrier gateway");
}

void wit_decode_local_gateway(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "LocalGatewayId", WIT_GW_LOCAL_OUTPOST);
    if (raw == NULL)
        return;
    set_state(d, raw, wit_str(item, "State"));
    not_modelled(d, raw, "a local gateway");
}

void wit_decode_vpn_gateway(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "VpnGatewayId", WIT_GW_VPN);
    if (raw == NULL)
        return;
    read_attachment(d, raw, item, "VpcAttachments");
    const char *state = wit_str(item, "State");
    if (state != NULL && strcmp(state, "available") != 0)
        set_state(d, raw, state);
    if (raw->o.gap == WIT_NO_GAP)
        raw->o.gap = wit_state_gap(d, raw->o.state, raw->raw.id, raw->o.state_word, pointer);
}

void wit_decode_transit(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "TransitGatewayId", WIT_GW_TRANSIT);
    if (raw == NULL)
        return;
    set_state(d, raw, wit_str(item, "State"));
    const char *support = wit_str(wit_get(item, "Options"), "SecurityGroupReferencingSupport");
    raw->o.group_references = wit_told_word(support, "enable", "disable");
    raw->o.gap = wit_state_gap(d, raw->o.state, raw->raw.id, raw->o.state_word, pointer);
}
