/* pathmap/decode/link_transit.c: attachments with their gateway, network, subnets and route table.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: 1.7.1 and 1.7.2; chapter 3. Which table packets of an attachment are looked up in is a fact when one of the
 * two answers that tell it does, and they agree; that there is none is a fact only by every association of every table.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

static const char *owner_of(const struct wit_raw_attachment *raw)
{
    const char *owner = raw->resource_account[0] != '\0' ? raw->resource_account : raw->transit_account;
    return owner[0] != '\0' ? owner : raw->raw.source->account;
}

static struct wit_raw_gateway *transit_of(const struct wit_decoding *d, const struct wit_raw_attachment *raw)
{
    const char *account = raw->transit_account[0] != '\0' ? raw->transit_account : raw->raw.source->account;
    return wit_raw_find(d, WIT_RAW_GATEWAY, raw->o.transit_id, account, raw->raw.region);
}

/* Tables of which only the contents were told, and the gateway of each by what is associated with it. */
static void name_tables(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->n_told; i++) {
        const struct wit_told_table *told = d->told[i];
        const struct wit_source *s = told->source;
        const struct wit_raw *raw = wit_raw_find(d, WIT_RAW_TRANSIT_TABLE, told->id, s->account, s->region);
        if (told->id[0] == '\0' ||
            (raw != NULL && strcmp(raw->account, s->account) == 0 && strcmp(raw->region, s->region) == 0))
            continue;
        struct wit_head head;
        struct wit_raw_transit_table *made =
            wit_raw_new(d, WIT_RAW_TRANSIT_TABLE, &head, told->id, s->account, s->region);
        WIT_HEAD_SET(made->o, head);
        made->raw.source = s;
        made->o.transit_id = "";
        made->o.state = WIT_GW_READY; /* it answered */
    }
    for (size_t i = 0; i < d->raws[WIT_RAW_ATTACHMENT].n; i++) {
        const struct wit_raw_attachment *a = (struct wit_raw_attachment *)d->raws[WIT_RAW_ATTACHMENT].items[i];
        struct wit_raw_transit_table *table =
            wit_raw_find(d, WIT_RAW_TRANSIT_TABLE, a->told_table, a->raw.account, a->raw.region);
        if (table != NULL && table->o.transit_id[0] == '\0')
            table->o.transit_id = a->o.transit_id;
    }
    for (size_t i = 0; i < d->n_told; i++) {
        const struct wit_told_table *told = d->told[i];
        struct wit_raw_transit_table *table =
            wit_raw_find(d, WIT_RAW_TRANSIT_TABLE, told->id, told->source->account, told->source->region);
        for (size_t k = 0; table != NULL && table->o.transit_id[0] == '\0' && k < told->n_named; k++) {
            const struct wit_raw_attachment *a =
                wit_raw_find(d, WIT_RAW_ATTACHMENT, told->named[k].id, told->source->account, told->source->region);
            if (a != NULL)
                table->o.transit_id = a->o.transit_id;
        }
    }
}

/* Attachments that no list has: a route or an association names them. */
static void name_attachments(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->n_told; i++) {
        const struct wit_told_table *told = d->told[i];
        const struct wit_source *s = told->source;
        const struct wit_raw_transit_table *table =
            wit_raw_find(d, WIT_RAW_TRANSIT_TABLE, told->id, s->account, s->region);
        if (table == NULL || table->o.transit_id[0] == '\0')
            continue;
        for (size_t k = 0; k < told->n_named; k++) {
            const struct wit_named_attachment *named = &told->named[k];
            struct wit_raw_attachment *raw =
                wit_attachment_of(d, named->id, table->o.transit_id, s->account, s->region);
            if (raw->raw.source != NULL)
                continue;
            raw->raw.source = s;
            raw->raw.rank = WIT_RANK_NAMED;
            raw->o.kind = named->kind;
            raw->o.resource = named->resource;
            raw->o.gap = wit_link_missing(d, "ec2", "DescribeTransitGatewayAttachments", &table->raw, named->id);
        }
    }
}

static void name_others(struct wit_decoding *d, struct wit_raw_attachment *raw)
{
    struct wit_raw_gateway *g = transit_of(d, raw);
    if (g == NULL) {
        const char *account = raw->transit_account[0] != '\0' ? raw->transit_account : raw->raw.source->account;
        g = wit_gateway_named(d, raw->o.transit_id, account, raw->raw.region, WIT_GW_TRANSIT);
        g->o.gap = wit_link_missing(d, "ec2", "DescribeTransitGateways", &raw->raw, raw->o.transit_id);
    }
    raw->raw.account = raw->o.account = owner_of(raw);
    if (raw->o.kind != WIT_ATTACHED_NETWORK || raw->o.resource[0] == '\0')
        return;
    wit_raw_network_named(d, raw->o.resource, owner_of(raw), raw->raw.region);
    if (raw->o.state != WIT_GW_CLOSED)
        WIT_PUSH(d->arena, g->networks, g->n_networks, g->cap_networks) = raw->o.resource;
}

void wit_link_transit_named(struct wit_decoding *d)
{
    name_tables(d);
    name_attachments(d);
    for (size_t i = 0; i < d->raws[WIT_RAW_ATTACHMENT].n; i++)
        name_others(d, (struct wit_raw_attachment *)d->raws[WIT_RAW_ATTACHMENT].items[i]);
}

/* ---- after sealing ---- */
static void link_subnets(struct wit_decoding *d, struct wit_raw_attachment *raw, struct wit_attachment *o)
{
    if (raw->n_subnets > 1)
        qsort(raw->subnet_ids, raw->n_subnets, sizeof(const char *), wit_compare_words);
    const struct wit_subnet **subnets = WIT_NEW_ARRAY(d->arena, const struct wit_subnet *, raw->n_subnets);
    if (!raw->subnets_told)
        o->subnets_gap = wit_link_missing(d, "ec2", "DescribeTransitGatewayVpcAttachments", &raw->raw, raw->raw.id);
    for (size_t i = 0; i < raw->n_subnets; i++) {
        const struct wit_raw_subnet *subnet =
            wit_raw_find(d, WIT_RAW_SUBNET, raw->subnet_ids[i], o->account, raw->raw.region);
        if (subnet != NULL)
            subnets[i] = WIT_SEALED_AT(wit_subnet, d->estate->subnets, subnet);
        if (subnet != NULL && !subnet->placeholder)
            continue;
        struct wit_raw by = raw->raw; /* its network's owner has it */
        by.source = NULL;
        if (o->subnets_gap == WIT_NO_GAP)
            o->subnets_gap = wit_link_missing(d, "ec2", "DescribeSubnets", &by, raw->subnet_ids[i]);
    }
    o->subnet_ids = raw->subnet_ids;
    o->subnets = subnets;
    o->n_subnets = raw->n_subnets;
}

static void link_attachment(struct wit_decoding *d, struct wit_raw_attachment *raw, struct wit_attachment *o)
{
    const struct wit_raw_gateway *g = transit_of(d, raw);
    if (g != NULL)
        o->transit = WIT_SEALED_AT(wit_gateway, d->estate->gateways, g);
    if (o->gap == WIT_NO_GAP && o->state == WIT_GW_STATE_UNKNOWN)
        o->gap = wit_found(d, WIT_GAP_MOVING, raw->raw.source, raw->raw.id, o->cite.pointer, NULL,
                           "%s: its state is \"%s\"", raw->raw.id, o->state_word);
    if (o->kind == WIT_ATTACHED_NETWORK) {
        const struct wit_raw_network *network =
            wit_raw_find(d, WIT_RAW_NETWORK, o->resource, o->account, raw->raw.region);
        if (network != NULL)
            o->network = WIT_SEALED_AT(wit_network, d->estate->networks, network);
        else if (o->gap == WIT_NO_GAP)
            o->gap = wit_link_missing(d, "ec2", "DescribeTransitGatewayVpcAttachments", &raw->raw, raw->raw.id);
        link_subnets(d, raw, o);
    }
    wit_transit_associate(d, raw, o);
}

static int by_transit(const void *left, const void *right)
{
    const struct wit_attachment *a = *(const struct wit_attachment *const *)left,
                                *b = *(const struct wit_attachment *const *)right;
    int order = strcmp(a->transit_id, b->transit_id);
    if (order == 0)
        order = strcmp(a->id, b->id);
    return order != 0 ? order : a < b ? -1 : a > b;
}

/* Attachments of a gateway stand side by side in `sorted`. */
static void link_gateways(struct wit_decoding *d)
{
    size_t n = d->estate->n_attachments;
    const struct wit_attachment **sorted = WIT_NEW_ARRAY(d->arena, const struct wit_attachment *, n);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &d->estate->attachments[i];
    if (n > 1)
        qsort(sorted, n, sizeof(const struct wit_attachment *), by_transit);
    struct wit_gateway *gateways = WIT_SEALED(wit_gateway, d->estate->gateways);
    for (size_t i = 0; i < d->estate->n_gateways; i++) {
        struct wit_gateway *g = &gateways[i];
        if (g->kind != WIT_GW_TRANSIT)
            continue;
        size_t low = 0;
        while (low < n && (strcmp(sorted[low]->transit_id, g->id) < 0))
            low++;
        g->attachments = sorted + low;
        while (low < n && strcmp(sorted[low]->transit_id, g->id) == 0) {
            low++;
            g->n_attachments++;
        }
        struct wit_state state = wit_ledger_list(d, "ec2", "DescribeTransitGatewayAttachments", g->account, g->region);
        g->attachments_gap = state.state == WIT_LIST_INCOMPLETE ? state.gap : WIT_NO_GAP;
    }
}

void wit_link_transit(struct wit_decoding *d)
{
    struct wit_attachment *attachments = WIT_SEALED(wit_attachment, d->estate->attachments);
    for (size_t i = 0; i < d->raws[WIT_RAW_ATTACHMENT].n; i++)
        link_attachment(d, (struct wit_raw_attachment *)d->raws[WIT_RAW_ATTACHMENT].items[i], &attachments[i]);
    link_gateways(d);
    wit_link_transit_tables(d);
    for (size_t i = 0; i < d->raws[WIT_RAW_LINE].n; i++) {
        const struct wit_raw_line *raw = (struct wit_raw_line *)d->raws[WIT_RAW_LINE].items[i];
        struct wit_line *o = &WIT_SEALED(wit_line, d->estate->lines)[i];
        if (o->gap == WIT_NO_GAP)
            o->gap = raw->raw.differs;
    }
}
