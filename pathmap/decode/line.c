/* pathmap/decode/line.c: lines to places outside the cloud: site-to-site VPN and Direct Connect.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types VpnConnection, VpnStaticRoute; Direct Connect API Reference, data types
 * VirtualInterface, DirectConnectGatewayAssociation; 1.8.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

static int by_prefix(const void *a, const void *b)
{
    return wit_prefix_cmp(*(const struct wit_prefix *)a, *(const struct wit_prefix *)b);
}

static struct wit_raw_line *add(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                const char *id, const char *owner, enum wit_line_kind kind)
{
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a line without its id");
        return NULL;
    }
    struct wit_head head;
    struct wit_raw_line *raw = wit_raw_add(d, WIT_RAW_LINE, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (raw == NULL)
        return NULL;
    WIT_HEAD_SET(raw->o, head);
    raw->o.kind = kind;
    raw->o.gateway_id = raw->o.far_id = "";
    return raw;
}

static void set_state(struct wit_decoding *d, struct wit_raw_line *raw, const char *word, const char *ready,
                      const char *const *closed)
{
    raw->o.state_word = wit_word(d, word);
    raw->o.state = wit_state_word(raw->o.state_word, ready, closed);
    raw->o.gap = wit_state_gap(d, raw->o.state, raw->raw.id, raw->o.state_word, raw->o.cite.pointer);
}

/* `state` NULL: its items have none. */
static void read_prefixes(struct wit_decoding *d, struct wit_raw_line *raw, const struct wit_value *list,
                          const char *key, const char *state)
{
    struct wit_prefix *items = NULL, prefix;
    size_t n = 0, cap = 0;
    bool good = true;
    WIT_EACH(one, list) {
        const char *word = state == NULL ? NULL : wit_str(one, state);
        if (word != NULL && strcmp(word, "deleted") == 0)
            continue;
        if (!wit_field_prefix(&prefix, one, key) || (word != NULL && strcmp(word, "available") != 0))
            good = false;
        else
            WIT_PUSH(d->arena, items, n, cap) = prefix;
    }
    if (n > 1)
        qsort(items, n, sizeof *items, by_prefix);
    raw->o.prefixes = items;
    raw->o.n_prefixes = n;
    if (!good && raw->o.gap == WIT_NO_GAP)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, raw->raw.id, raw->o.cite.pointer, NULL,
                               "%s: a prefix of it could not be read, or is being changed", raw->raw.id);
}

void wit_decode_vpn_connection(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"deleted", NULL};
    struct wit_raw_line *raw = add(d, item, pointer, wit_str(item, "VpnConnectionId"), NULL, WIT_LINE_VPN);
    if (raw == NULL)
        return;
    const char *gateway = wit_word_of(d, item, "VpnGatewayId");
    raw->o.gateway_id = gateway[0] != '\0' ? gateway : wit_word_of(d, item, "TransitGatewayId");
    raw->o.far_id = wit_word_of(d, item, "CustomerGatewayId");
    raw->o.static_only = wit_bool(wit_get(item, "Options"), "StaticRoutesOnly", false);
    set_state(d, raw, wit_str(item, "State"), "available", closed);
    read_prefixes(d, raw, wit_field_list(item, "Routes"), "DestinationCidrBlock", "State");
}

void wit_decode_virtual_interface(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"deleted", "rejected", NULL};
    struct wit_raw_line *raw = add(d, item, pointer, wit_str(item, "virtualInterfaceId"), wit_str(item, "ownerAccount"),
                                   WIT_LINE_DIRECT_CONNECT);
    if (raw == NULL)
        return;
    const char *far = wit_word_of(d, item, "directConnectGatewayId"), *state = wit_str(item, "virtualInterfaceState");
    raw->o.name = wit_word_of(d, item, "virtualInterfaceName");
    raw->o.gateway_id = wit_word_of(d, item, "virtualGatewayId");
    raw->o.far_id = far[0] != '\0' ? far : wit_word_of(d, item, "connectionId");
    /* "down" is the line's state now, not what it is allowed to carry */
    set_state(d, raw, state != NULL && strcmp(state, "down") == 0 ? "available" : state, "available", closed);
    raw->o.state_word = wit_word(d, state);
    read_prefixes(d, raw, wit_field_list(item, "routeFilterPrefixes"), "cidr", NULL);
}

void wit_decode_direct_association(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"disassociated", NULL};
    const struct wit_value *gateway = wit_get(item, "associatedGateway");
    const char *id = wit_str(gateway, "id");
    struct wit_raw_line *raw = add(d, item, pointer, wit_str(item, "associationId"),
                                   wit_str(item, "directConnectGatewayOwnerAccount"), WIT_LINE_DIRECT_CONNECT);
    if (raw == NULL)
        return;
    raw->o.gateway_id = id != NULL && id[0] != '\0' ? wit_word(d, id) : wit_word_of(d, item, "virtualGatewayId");
    if (raw->o.gateway_id[0] == '\0')
        raw->o.gateway_id = d->source->resource;
    raw->o.far_id = wit_word_of(d, item, "directConnectGatewayId");
    set_state(d, raw, wit_str(item, "associationState"), "associated", closed);
    read_prefixes(d, raw, wit_field_list(item, "allowedPrefixesToDirectConnectGateway"), "cidr", NULL);
}
