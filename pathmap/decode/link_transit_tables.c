/* pathmap/decode/link_transit_tables.c: routes of transit gateways in order, and which table stands at an attachment.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

/* What was told about a table, NULL nothing. */
static struct wit_told_table *told_of(const struct wit_decoding *d, const struct wit_raw *table)
{
    struct wit_decoding *writable = (struct wit_decoding *)(uintptr_t)d; /* the key's buffer */
    return wit_strmap_get(d->told_tables,
                          wit_key_of(writable, table->id, table->account, table->region, (const char *)NULL));
}

static int by_order(const struct wit_transit_route *a, const struct wit_transit_route *b)
{
    if (a->by_list != b->by_list)
        return a->by_list ? 1 : -1;
    if (a->prefix.bits != b->prefix.bits)
        return a->prefix.bits > b->prefix.bits ? -1 : 1;
    int order = wit_prefix_cmp(a->prefix, b->prefix);
    if (order == 0 && a->by_list)
        order = strcmp(a->list_id, b->list_id);
    if (order == 0 && a->origin != b->origin)
        order = a->origin < b->origin ? -1 : 1;
    return order;
}

static int compare_targets(const struct wit_transit_route *a, const struct wit_transit_route *b)
{
    for (size_t i = 0; i < a->n_attachments && i < b->n_attachments; i++) {
        int order = strcmp(a->attachment_ids[i], b->attachment_ids[i]);
        if (order != 0)
            return order;
    }
    if (a->n_attachments != b->n_attachments)
        return a->n_attachments < b->n_attachments ? -1 : 1;
    return (int)a->blackhole - (int)b->blackhole;
}

static int by_place(const void *left, const void *right)
{
    const struct wit_transit_route *a = left, *b = right;
    int order = by_order(a, b);
    if (order == 0)
        order = compare_targets(a, b);
    return order != 0 ? order : strcmp(a->cite.pointer, b->cite.pointer);
}

static void link_route(struct wit_decoding *d, const struct wit_raw_transit_table *table, struct wit_told_route *told)
{
    struct wit_transit_route *o = &told->o;
    if (told->n_ids > 1)
        qsort(told->ids, told->n_ids, sizeof(const char *), wit_compare_words);
    const struct wit_attachment **attachments = WIT_NEW_ARRAY(d->arena, const struct wit_attachment *, told->n_ids);
    for (size_t i = 0; i < told->n_ids; i++) {
        const struct wit_raw_attachment *a =
            wit_strmap_get(d->attachment_keys, wit_key_of(d, told->ids[i], table->o.transit_id, (const char *)NULL));
        if (a != NULL)
            attachments[i] = WIT_SEALED_AT(wit_attachment, d->estate->attachments, a);
    }
    o->attachment_ids = told->ids;
    o->attachments = attachments;
    o->n_attachments = told->n_ids;
    if (o->list_id[0] == '\0')
        return;
    const struct wit_raw_list *list =
        wit_raw_find(d, WIT_RAW_LIST, o->list_id, told->source->account, told->source->region);
    if (list != NULL)
        o->list = WIT_SEALED_AT(wit_prefix_list, d->estate->prefix_lists, list);
    else if (o->by_list)
        o->list_gap = wit_link_missing(d, "ec2", "DescribeManagedPrefixLists", &table->raw, o->list_id);
}

/* The same route from two bundles is one; two that differ leave the table open. */
static void fill_routes(struct wit_decoding *d, const struct wit_raw_transit_table *raw, struct wit_transit_table *o,
                        const struct wit_told_table *told, bool whole)
{
    size_t n = told->n_routes + (whole ? 0 : told->n_references), filled = 0;
    struct wit_transit_route *routes = WIT_NEW_ARRAY(d->arena, struct wit_transit_route, n);
    for (size_t i = 0; i < n; i++) {
        struct wit_told_route *one = i < told->n_routes ? &told->routes[i] : &told->references[i - told->n_routes];
        link_route(d, raw, one);
        routes[i] = one->o;
    }
    if (n > 1)
        qsort(routes, n, sizeof *routes, by_place);
    for (size_t i = 0; i < n; i++) {
        const struct wit_transit_route *before = filled == 0 ? NULL : &routes[filled - 1];
        bool same = before != NULL && by_order(before, &routes[i]) == 0 && before->gap == WIT_NO_GAP &&
                    routes[i].gap == WIT_NO_GAP;
        if (same && compare_targets(before, &routes[i]) == 0)
            continue;
        if (same && o->gap == WIT_NO_GAP)
            o->gap = wit_found(d, WIT_GAP_MOVING, raw->raw.source, raw->raw.id, routes[i].cite.pointer, NULL,
                               "%s: two answers tell different targets of one route", raw->raw.id);
        routes[filled++] = routes[i];
    }
    o->routes = routes;
    o->n_routes = filled;
}

void wit_link_transit_tables(struct wit_decoding *d)
{
    const struct wit_operation *search = wit_operation_find("ec2", "SearchTransitGatewayRoutes");
    struct wit_transit_table *tables = WIT_SEALED(wit_transit_table, d->estate->transit_tables);
    for (size_t i = 0; i < d->raws[WIT_RAW_TRANSIT_TABLE].n; i++) {
        const struct wit_raw_transit_table *raw =
            (struct wit_raw_transit_table *)d->raws[WIT_RAW_TRANSIT_TABLE].items[i];
        const struct wit_told_table *told = told_of(d, &raw->raw);
        struct wit_state state = wit_ledger_state(d, search, raw->raw.account, raw->raw.region, raw->raw.id);
        bool whole = state.state == WIT_LIST_COMPLETE;
        if (tables[i].gap == WIT_NO_GAP)
            tables[i].gap = raw->raw.differs != WIT_NO_GAP ? raw->raw.differs : whole ? WIT_NO_GAP : state.gap;
        if (told != NULL)
            fill_routes(d, raw, &tables[i], told, whole);
    }
}

/* ---- associations ---- */
static bool may_be_of(const struct wit_raw_transit_table *table, const struct wit_raw_attachment *raw)
{
    return table->o.transit_id[0] == '\0' || strcmp(table->o.transit_id, raw->o.transit_id) == 0;
}

struct claim {
    const char *table;
    wit_gap_ref gap;
    size_t n; /* tables that claim it */
};

/* Tables whose own list names the attachment. */
static struct claim claim_of(const struct wit_decoding *d, const struct wit_raw_attachment *raw)
{
    struct claim claim = {"", WIT_NO_GAP, 0};
    for (size_t i = 0; i < d->raws[WIT_RAW_TRANSIT_TABLE].n; i++) {
        const struct wit_raw_transit_table *table =
            (struct wit_raw_transit_table *)d->raws[WIT_RAW_TRANSIT_TABLE].items[i];
        const struct wit_told_table *told = may_be_of(table, raw) ? told_of(d, &table->raw) : NULL;
        for (size_t k = 0; told != NULL && k < told->n_associations; k++) {
            if (strcmp(told->associations[k].attachment, raw->raw.id) != 0)
                continue;
            if (strcmp(claim.table, table->raw.id) != 0)
                claim.n++;
            claim.table = table->raw.id;
            if (claim.gap == WIT_NO_GAP)
                claim.gap = told->associations[k].gap;
        }
    }
    return claim;
}

/* No answer names a table: is that so? */
static wit_gap_ref no_claim(struct wit_decoding *d, const char *account, const char *region)
{
    static const char operation[] = "GetTransitGatewayRouteTableAssociations";
    struct wit_state state = wit_ledger_list(d, "ec2", operation, account, region);
    if (state.state != WIT_LIST_ASSUMED_EMPTY)
        return state.state == WIT_LIST_COMPLETE ? WIT_NO_GAP : state.gap;
    struct wit_source source = {.artefact = UINT32_MAX,
                                .op = wit_operation_find("ec2", "DescribeTransitGatewayRouteTables"),
                                .account = account,
                                .region = region,
                                .resource = ""};
    return wit_found(
        d, WIT_GAP_NOT_ASKED, &source, NULL, NULL, NULL,
        "which route table stands at an attachment was not asked in %s %s: that there is none is not assumed", account,
        region);
}

void wit_transit_associate(struct wit_decoding *d, const struct wit_raw_attachment *raw, struct wit_attachment *o)
{
    const char *account = o->transit != NULL ? o->transit->account : raw->raw.source->account;
    const char *region = raw->raw.region;
    const struct wit_operation *list = wit_operation_find("ec2", "GetTransitGatewayRouteTableAssociations");
    struct claim claim = claim_of(d, raw);
    wit_gap_ref gap = raw->told_gap != WIT_NO_GAP ? raw->told_gap : claim.gap;
    const char *table = raw->told_table[0] != '\0' ? raw->told_table : claim.table;
    bool differ = claim.n > 1 || (claim.n == 1 && strcmp(table, claim.table) != 0) ||
                  (claim.n == 0 && table[0] != '\0' &&
                   wit_ledger_state(d, list, account, region, table).state == WIT_LIST_COMPLETE);
    if (gap == WIT_NO_GAP && differ)
        gap = wit_found(d, WIT_GAP_MOVING, raw->raw.source, raw->raw.id, o->cite.pointer, NULL,
                        "%s: two answers tell different route tables for it", raw->raw.id);
    o->table_id = table;
    o->table_gap = gap;
    if (table[0] == '\0') {
        if (gap == WIT_NO_GAP && o->state != WIT_GW_CLOSED)
            o->table_gap = no_claim(d, account, region);
        return;
    }
    const struct wit_raw_transit_table *found = wit_raw_find(d, WIT_RAW_TRANSIT_TABLE, table, account, region);
    if (found != NULL)
        o->table = WIT_SEALED_AT(wit_transit_table, d->estate->transit_tables, found);
    else if (gap == WIT_NO_GAP)
        o->table_gap = wit_link_missing(d, "ec2", "DescribeTransitGatewayRouteTables", &raw->raw, table);
}
