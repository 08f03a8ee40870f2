/* pathmap/decode/peering.c: peering connections and the prefixes of both their networks.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One connection seen from two accounts or regions is one object: its requester's.
 * Source: EC2 API Reference, data types VpcPeeringConnection, VpcPeeringConnectionVpcInfo; 1.6.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static const struct wit_prefix *read_prefixes(struct wit_decoding *d, size_t *n, const struct wit_value *info)
{
    struct wit_prefix *items = NULL, prefix;
    size_t cap = 0;
    *n = 0;
    const struct wit_value *v4 = wit_field_list(info, "CidrBlockSet");
    if ((v4 == NULL || v4->count == 0) && wit_field_prefix(&prefix, info, "CidrBlock"))
        WIT_PUSH(d->arena, items, *n, cap) = prefix;
    WIT_EACH(one, v4) {
        if (wit_field_prefix(&prefix, one, "CidrBlock"))
            WIT_PUSH(d->arena, items, *n, cap) = prefix;
    }
    WIT_EACH(one, wit_field_list(info, "Ipv6CidrBlockSet")) {
        if (wit_field_prefix(&prefix, one, "Ipv6CidrBlock"))
            WIT_PUSH(d->arena, items, *n, cap) = prefix;
    }
    return items;
}

static enum wit_gateway_state state_of(const char *code)
{
    static const char *const closed[] = {"deleted", "rejected",           "expired",           "failed",
                                         "pending", "pending-acceptance", "initiating-request"};
    if (strcmp(code, "active") == 0)
        return WIT_GW_READY;
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        if (strcmp(code, closed[i]) == 0)
            return WIT_GW_CLOSED;
    }
    return WIT_GW_STATE_UNKNOWN;
}

static const char *or_else(const char *word, const char *otherwise)
{
    return word[0] == '\0' ? otherwise : word;
}

void wit_decode_peering(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "VpcPeeringConnectionId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a peering connection without its id");
        return;
    }
    const struct wit_value *from = wit_get(item, "RequesterVpcInfo"), *to = wit_get(item, "AccepterVpcInfo");
    const struct wit_source *s = d->source;
    struct wit_source requester = *s; /* the object belongs to the requester's place, whoever was asked */
    requester.region = or_else(wit_word_of(d, from, "Region"), s->region);
    const char *account = or_else(wit_word_of(d, from, "OwnerId"), s->account);
    struct wit_head head;
    struct wit_source *kept = WIT_NEW(d->arena, struct wit_source);
    *kept = requester;
    d->source = kept;
    struct wit_raw_gateway *raw = wit_raw_add(d, WIT_RAW_GATEWAY, &head, WIT_RANK_OWNER, item, id, account, pointer);
    d->source = s;
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.kind = WIT_GW_PEERING;
    raw->subnet_id = raw->o.service_name = raw->o.policy = "";
    raw->network_id = wit_word_of(d, from, "VpcId");
    raw->network_account = account;
    raw->network_region = requester.region;
    raw->prefixes = read_prefixes(d, &raw->n_prefixes, from);
    raw->peer_id = wit_word_of(d, to, "VpcId");
    raw->o.peer_account = or_else(wit_word_of(d, to, "OwnerId"), s->account);
    raw->o.peer_region = or_else(wit_word_of(d, to, "Region"), s->region);
    raw->peer_prefixes = read_prefixes(d, &raw->n_peer_prefixes, to);
    raw->o.state_word = wit_word_of(d, wit_get(item, "Status"), "Code");
    raw->o.state = state_of(raw->o.state_word);
    if (raw->network_id[0] == '\0' || raw->peer_id[0] == '\0')
        raw->o.gap =
            wit_found(d, WIT_GAP_UNREADABLE, s, id, pointer, NULL, "%s: one of its two networks could not be read", id);
}
