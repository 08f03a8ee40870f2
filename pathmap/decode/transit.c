/* pathmap/decode/transit.c: route tables of transit gateways: routes, references to prefix lists, associations.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A search of routes writes out what prefix list references stand for; the references themselves are looked at only
 * where the search is not whole.
 * Source: EC2 API Reference, data types TransitGatewayRouteTable, TransitGatewayRoute, TransitGatewayRouteAttachment,
 * TransitGatewayRouteTableAssociation, TransitGatewayPrefixListReference; 1.7.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

void wit_decode_transit_table(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"deleted", NULL};
    const char *id = wit_str(item, "TransitGatewayRouteTableId"), *state = wit_word_of(d, item, "State");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a route table of a transit gateway without its id");
        return;
    }
    struct wit_head head;
    struct wit_raw_transit_table *raw =
        wit_raw_add(d, WIT_RAW_TRANSIT_TABLE, &head, WIT_RANK_OWNER, item, id, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.transit_id = wit_word_of(d, item, "TransitGatewayId");
    raw->o.state = wit_state_word(state, "available", closed);
    raw->o.gap = wit_state_gap(d, raw->o.state, id, state, pointer);
    if (raw->o.transit_id[0] == '\0')
        wit_answer_unreadable(d, pointer, "a route table without its transit gateway");
}

/* What the answers about one table told so far; d->source is about that table. */
static struct wit_told_table *told(struct wit_decoding *d)
{
    const struct wit_source *s = d->source;
    const char *key = wit_key_of(d, s->resource, s->account, s->region, (const char *)NULL);
    struct wit_told_table *table = wit_strmap_get(d->told_tables, key);
    if (table == NULL) {
        table = WIT_NEW(d->arena, struct wit_told_table);
        wit_strmap_put(d->told_tables, key, table);
        table->id = s->resource;
        table->source = s;
        WIT_PUSH(d->arena, d->told, d->n_told, d->cap_told) = table;
    }
    return table;
}

static struct wit_told_route new_route(const struct wit_decoding *d, const char *pointer)
{
    return (struct wit_told_route){
        .o = {.list_id = "", .list_gap = WIT_NO_GAP, .gap = WIT_NO_GAP, .cite = wit_here(d, pointer)},
        .source = d->source};
}

/* An attachment that a route or an association names; what is told of it is kept for where its own list is not. */
static const char *attachment_named(struct wit_decoding *d, struct wit_told_table *table, const struct wit_value *one,
                                    enum wit_attached_kind *kind)
{
    const char *id = wit_word_of(d, one, "TransitGatewayAttachmentId");
    *kind = wit_attached_kind_of(wit_str(one, "ResourceType"));
    if (id[0] != '\0')
        WIT_PUSH(d->arena, table->named, table->n_named, table->cap_named) =
            (struct wit_named_attachment){id, wit_word_of(d, one, "ResourceId"), *kind};
    return id;
}

static bool read_attachments(struct wit_decoding *d, struct wit_told_table *table, struct wit_told_route *route,
                             const struct wit_value *item)
{
    bool good = true;
    WIT_EACH(one, wit_field_list(item, "TransitGatewayAttachments")) {
        enum wit_attached_kind kind;
        const char *id = attachment_named(d, table, one, &kind);
        if (id[0] == '\0') {
            good = false;
            continue;
        }
        if (route->n_ids == 0)
            route->o.propagated_from = kind;
        WIT_PUSH(d->arena, route->ids, route->n_ids, route->cap_ids) = id;
    }
    return good;
}

void wit_decode_transit_route(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_table *table = told(d);
    struct wit_told_route route = new_route(d, pointer);
    const char *type = wit_str(item, "Type"), *state = wit_str(item, "State"), *wrong = "";
    const char *list = wit_str(item, "PrefixListId");
    if (state != NULL && strcmp(state, "deleted") == 0)
        return;
    bool of_list = list != NULL && list[0] != '\0';
    if (!wit_field_prefix(&route.o.prefix, item, "DestinationCidrBlock")) {
        route.o.by_list = of_list;
        if (!of_list)
            wrong = "its destination";
    }
    if (of_list)
        route.o.list_id = wit_word(d, list);
    route.o.blackhole = state != NULL && strcmp(state, "blackhole") == 0;
    if (!read_attachments(d, table, &route, item))
        wrong = "its attachments";
    if (type == NULL || (strcmp(type, "static") != 0 && strcmp(type, "propagated") != 0))
        wrong = "its type";
    else
        route.o.origin = of_list                       ? WIT_ROUTE_LIST
                         : strcmp(type, "static") == 0 ? WIT_ROUTE_STATIC
                                                       : WIT_ROUTE_PROPAGATED;
    if (!route.o.blackhole && (state == NULL || strcmp(state, "active") != 0))
        wrong = "its state";
    else if (!route.o.blackhole && route.n_ids == 0)
        wrong = "its attachments";
    if (wrong[0] != '\0')
        route.o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, table->id, pointer, NULL,
                                "%s: a route could not be read: %s", table->id, wrong);
    WIT_PUSH(d->arena, table->routes, table->n_routes, table->cap_routes) = route;
}

void wit_decode_transit_reference(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_table *table = told(d);
    struct wit_told_route route = new_route(d, pointer);
    const char *list = wit_str(item, "PrefixListId"), *state = wit_str(item, "State");
    if (list == NULL || list[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a reference to a prefix list without its id");
        return;
    }
    route.o.by_list = true;
    route.o.list_id = wit_word(d, list);
    route.o.origin = WIT_ROUTE_LIST;
    route.o.blackhole = wit_bool(item, "Blackhole", false);
    const char *id = attachment_named(d, table, wit_get(item, "TransitGatewayAttachment"), &route.o.propagated_from);
    if (id[0] != '\0')
        WIT_PUSH(d->arena, route.ids, route.n_ids, route.cap_ids) = id;
    if (state == NULL || strcmp(state, "available") != 0 || (id[0] == '\0' && !route.o.blackhole))
        route.o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, table->id, pointer, NULL,
                                "%s: what becomes of %s could not be read", table->id, list);
    WIT_PUSH(d->arena, table->references, table->n_references, table->cap_references) = route;
}

void wit_decode_transit_association(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_table *table = told(d);
    const char *state = wit_str(item, "State");
    enum wit_attached_kind kind;
    const char *id = attachment_named(d, table, item, &kind);
    if (id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "an association without its attachment");
        return;
    }
    if (state != NULL && strcmp(state, "disassociated") == 0)
        return;
    struct wit_told_association association = {.attachment = id, .gap = WIT_NO_GAP, .cite = wit_here(d, pointer)};
    if (state == NULL || strcmp(state, "associated") != 0)
        association.gap = wit_found(d, WIT_GAP_MOVING, d->source, id, pointer, NULL, "%s: its association is \"%s\"",
                                    id, state == NULL ? "" : state);
    WIT_PUSH(d->arena, table->associations, table->n_associations, table->cap_associations) = association;
}
