/* pathmap/decode/attachment.c: what is attached to transit gateways, from the four lists that tell parts of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types TransitGatewayAttachment, TransitGatewayVpcAttachment,
 * TransitGatewayPeeringAttachment, TransitGatewayConnect; 1.7.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

enum wit_attached_kind wit_attached_kind_of(const char *word)
{
    static const struct {
        const char *word;
        enum wit_attached_kind kind;
    } words[] = {
        {"vpc", WIT_ATTACHED_NETWORK},          {"vpn", WIT_ATTACHED_VPN},
        {"vpn-concentrator", WIT_ATTACHED_VPN}, {"direct-connect-gateway", WIT_ATTACHED_DIRECT_CONNECT},
        {"connect", WIT_ATTACHED_CONNECT},      {"peering", WIT_ATTACHED_PEERING},
        {"tgw-peering", WIT_ATTACHED_PEERING},
    };
    for (size_t i = 0; word != NULL && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, word) == 0)
            return words[i].kind;
    }
    return WIT_ATTACHED_OTHER;
}

static const char *or_else(const char *word, const char *otherwise)
{
    return word == NULL || word[0] == '\0' ? otherwise : word;
}

struct wit_raw_attachment *wit_attachment_of(struct wit_decoding *d, const char *id, const char *transit,
                                             const char *account, const char *region)
{
    struct wit_raw_attachment *raw = wit_strmap_get(d->attachment_keys, wit_key_of(d, id, transit, (const char *)NULL));
    if (raw != NULL)
        return raw;
    struct wit_head head;
    raw = wit_raw_new(d, WIT_RAW_ATTACHMENT, &head, id, account, region);
    wit_strmap_put(d->attachment_keys, wit_key_of(d, id, transit, (const char *)NULL), raw);
    WIT_HEAD_SET(raw->o, head);
    raw->raw.also = raw->o.transit_id = wit_word(d, transit);
    raw->o.state = WIT_GW_STATE_UNKNOWN;
    raw->o.state_word = raw->o.resource = raw->o.peer_transit = raw->o.peer_account = raw->o.peer_region = "";
    raw->o.table_id = raw->told_table = raw->transit_account = raw->resource_account = "";
    return raw;
}

static void contradiction(struct wit_decoding *d, struct wit_raw_attachment *raw, const char *pointer, const char *what)
{
    if (raw->o.gap == WIT_NO_GAP)
        raw->o.gap = wit_found(d, WIT_GAP_MOVING, d->source, raw->raw.id, pointer, NULL,
                               "%s: two answers tell different things about %s", raw->raw.id, what);
}

/* A word that this and other answers tell: the same, or it is a contradiction. */
static void tell(struct wit_decoding *d, struct wit_raw_attachment *raw, const char *pointer, const char **slot,
                 const char *value, const char *what)
{
    if (value == NULL || value[0] == '\0')
        return;
    if ((*slot)[0] != '\0' && strcmp(*slot, value) != 0)
        contradiction(d, raw, pointer, what);
    *slot = wit_word(d, value);
}

static enum wit_gateway_state state_of(const char *word)
{
    static const char *const closed[] = {
        "deleted", "failed", "rejected", "rejecting", "pendingAcceptance", "initiatingRequest", "initiating", NULL};
    return wit_state_word(word, "available", closed);
}

/* NULL: not readable, or told before by the same eyes with the same words. */
static struct wit_raw_attachment *view(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                       const char *id, const char *transit, const char *what)
{
    const struct wit_source *s = d->source;
    if (id == NULL || id[0] == '\0' || transit == NULL || transit[0] == '\0') {
        wit_answer_unreadable(d, pointer, what);
        return NULL;
    }
    struct wit_raw_attachment *raw = wit_attachment_of(d, id, transit, s->account, s->region);
    uint8_t digest[16];
    wit_raw_digest(digest, item);
    for (const struct wit_view *v = raw->views; v != NULL; v = v->next) {
        if (v->op != s->op || strcmp(v->account, s->account) != 0 || strcmp(v->region, s->region) != 0)
            continue;
        if (memcmp(v->digest, digest, sizeof digest) == 0)
            return NULL;
        wit_ledger_moving(d, s, id, "two answers about it differ");
        contradiction(d, raw, pointer, "it");
        break;
    }
    struct wit_view *made = WIT_NEW(d->arena, struct wit_view);
    *made = (struct wit_view){.op = s->op, .account = s->account, .region = s->region, .next = raw->views};
    memcpy(made->digest, digest, sizeof digest);
    raw->views = made;
    struct wit_head head;
    wit_raw_head(d, &head, &raw->raw, item, pointer);
    if (raw->raw.source == NULL || raw->o.n_tags < head.n_tags) { /* tags are seen by the owner only */
        raw->o.tags = head.tags;
        raw->o.n_tags = head.n_tags;
        raw->o.name = head.name;
    }
    if (raw->raw.source == NULL || strcmp(s->op->operation, "DescribeTransitGatewayAttachments") != 0)
        raw->o.cite = head.cite; /* the list of its kind tells most */
    raw->raw.source = s;
    raw->raw.rank = WIT_RANK_OWNER;
    const char *state = wit_str(item, "State");
    tell(d, raw, pointer, &raw->o.state_word, state, "its state");
    raw->o.state = state_of(raw->o.state_word);
    return raw;
}

static void set_kind(struct wit_decoding *d, struct wit_raw_attachment *raw, const char *pointer,
                     enum wit_attached_kind kind)
{
    if (raw->o.kind != WIT_ATTACHED_OTHER && raw->o.kind != kind)
        contradiction(d, raw, pointer, "what is attached");
    raw->o.kind = kind;
}

void wit_decode_attachment(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_attachment *raw =
        view(d, item, pointer, wit_str(item, "TransitGatewayAttachmentId"), wit_str(item, "TransitGatewayId"),
             "an attachment without its id or its gateway");
    if (raw == NULL)
        return;
    const char *type = wit_str(item, "ResourceType");
    if (type == NULL)
        wit_answer_unreadable(d, pointer, "an attachment without its kind");
    else
        set_kind(d, raw, pointer, wit_attached_kind_of(type));
    tell(d, raw, pointer, &raw->o.resource, wit_str(item, "ResourceId"), "what is attached");
    tell(d, raw, pointer, &raw->resource_account, wit_str(item, "ResourceOwnerId"), "its owner");
    tell(d, raw, pointer, &raw->transit_account, wit_str(item, "TransitGatewayOwnerId"), "its gateway's owner");
    if (raw->o.kind == WIT_ATTACHED_PEERING)
        raw->o.peer_transit = or_else(raw->o.peer_transit, raw->o.resource);
    const struct wit_value *association = wit_get(item, "Association");
    const char *table = wit_str(association, "TransitGatewayRouteTableId"), *state = wit_str(association, "State");
    if (table == NULL || table[0] == '\0' || (state != NULL && strcmp(state, "disassociated") == 0))
        return;
    raw->told_table = wit_word(d, table);
    raw->told_gap = WIT_NO_GAP;
    if (state == NULL || strcmp(state, "associated") != 0)
        raw->told_gap = wit_found(d, WIT_GAP_MOVING, d->source, raw->raw.id, pointer, NULL,
                                  "%s: its association is \"%s\"", raw->raw.id, state == NULL ? "" : state);
}

void wit_decode_vpc_attachment(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_attachment *raw =
        view(d, item, pointer, wit_str(item, "TransitGatewayAttachmentId"), wit_str(item, "TransitGatewayId"),
             "an attachment without its id or its gateway");
    if (raw == NULL)
        return;
    set_kind(d, raw, pointer, WIT_ATTACHED_NETWORK);
    tell(d, raw, pointer, &raw->o.resource, wit_str(item, "VpcId"), "what is attached");
    tell(d, raw, pointer, &raw->resource_account, wit_str(item, "VpcOwnerId"), "its owner");
    const struct wit_value *subnets = wit_field_list(item, "SubnetIds"), *options = wit_get(item, "Options");
    raw->n_subnets = 0;
    wit_field_ids(d, &raw->subnet_ids, &raw->n_subnets, &raw->cap_subnets, subnets, NULL);
    raw->subnets_told = subnets != NULL && raw->n_subnets == subnets->count;
    raw->o.appliance_mode = wit_told_word(wit_str(options, "ApplianceModeSupport"), "enable", "disable");
    raw->o.group_references = wit_told_word(wit_str(options, "SecurityGroupReferencingSupport"), "enable", "disable");
    if (raw->o.resource[0] == '\0')
        wit_answer_unreadable(d, pointer, "an attachment without its VPC");
}

/* A side of a peering is seen where its gateway is; the other side's attachment has an id of its own, if told. */
static void peering_side(struct wit_decoding *d, const struct wit_value *item, const char *pointer, const char *id,
                         const struct wit_value *near, const struct wit_value *far)
{
    const char *region = wit_str(near, "Region"), *transit = wit_str(near, "TransitGatewayId");
    if (transit == NULL || transit[0] == '\0' || (region != NULL && strcmp(region, d->source->region) != 0))
        return;
    struct wit_raw_attachment *raw = view(d, item, pointer, id, transit, "a peering without its id");
    if (raw == NULL)
        return;
    set_kind(d, raw, pointer, WIT_ATTACHED_PEERING);
    tell(d, raw, pointer, &raw->transit_account, wit_str(near, "OwnerId"), "its gateway's owner");
    tell(d, raw, pointer, &raw->o.peer_transit, wit_str(far, "TransitGatewayId"), "its other side");
    raw->o.resource = or_else(raw->o.peer_transit, raw->o.resource);
    raw->o.peer_account = wit_word_of(d, far, "OwnerId");
    raw->o.peer_region = wit_word_of(d, far, "Region");
}

void wit_decode_peering_attachment(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const struct wit_value *from = wit_get(item, "RequesterTgwInfo"), *to = wit_get(item, "AccepterTgwInfo");
    const char *id = wit_str(item, "TransitGatewayAttachmentId");
    const char *accepter = wit_str(item, "AccepterTransitGatewayAttachmentId");
    if (wit_str(from, "TransitGatewayId") == NULL || wit_str(to, "TransitGatewayId") == NULL)
        wit_answer_unreadable(d, pointer, "a peering of which a side could not be read");
    peering_side(d, item, pointer, id, from, to);
    peering_side(d, item, pointer, or_else(accepter, id), to, from);
}

void wit_decode_connect(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_attachment *raw =
        view(d, item, pointer, wit_str(item, "TransitGatewayAttachmentId"), wit_str(item, "TransitGatewayId"),
             "an attachment without its id or its gateway");
    if (raw == NULL)
        return;
    set_kind(d, raw, pointer, WIT_ATTACHED_CONNECT);
    raw->o.resource = or_else(raw->o.resource, wit_word_of(d, item, "TransportTransitGatewayAttachmentId"));
}
