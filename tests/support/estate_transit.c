/* tests/support/estate_transit.c: verbs of transit gateways, what is attached to them, and lines to the outside.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/estate_parts.h"

static struct wit_transit_table *transit_table_of(struct wit_builder *b, const char *id)
{
    for (size_t i = 0; i < b->e->n_transit_tables; i++) {
        if (strcmp(b->transit_tables[i].id, id) == 0)
            return &b->transit_tables[i];
    }
    WIT_CHECK_ROOM(b->e->n_transit_tables);
    struct wit_transit_table *t = &b->transit_tables[b->e->n_transit_tables++];
    *t = (struct wit_transit_table){.id = id,
                                    .name = "",
                                    .account = "1",
                                    .region = "r1",
                                    .cite = {UINT32_MAX, ""},
                                    .transit_id = "",
                                    .state = WIT_GW_READY,
                                    .gap = WIT_NO_GAP};
    return t;
}

static const struct {
    const char *word;
    enum wit_attached_kind kind;
} kinds[] = {
    {"peer", WIT_ATTACHED_PEERING},    {"vpn", WIT_ATTACHED_VPN},     {"dx", WIT_ATTACHED_DIRECT_CONNECT},
    {"connect", WIT_ATTACHED_CONNECT}, {"other", WIT_ATTACHED_OTHER}, {"vpc", WIT_ATTACHED_NETWORK},
};

static enum wit_attached_kind attached_kind(const char *word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].word, word) == 0)
            return kinds[i].kind;
    }
    return WIT_ATTACHED_NETWORK;
}

static void do_attach(struct wit_builder *b, char **w, size_t n)
{
    WIT_CHECK_ROOM(b->e->n_attachments);
    struct wit_attachment *a = &b->attachments[b->e->n_attachments++];
    const char *table = wit_build_value(w, n, "table"), *subnets = wit_build_value(w, n, "subnets");
    bool closed = wit_build_has(w, n, "closed");
    *a = (struct wit_attachment){.id = w[1],
                                 .name = "",
                                 .account = "1",
                                 .region = "r1",
                                 .cite = {UINT32_MAX, ""},
                                 .transit_id = w[2],
                                 .kind = attached_kind(w[3]),
                                 .state = closed ? WIT_GW_CLOSED : WIT_GW_READY,
                                 .state_word = closed ? "deleted" : "available",
                                 .resource = w[3],
                                 .subnets_gap = WIT_NO_GAP,
                                 .appliance_mode = wit_build_told(w, n, "appliance", WIT_TOLD_NO),
                                 .group_references = wit_build_told(w, n, "refs", WIT_TOLD_NO),
                                 .peer_transit = "",
                                 .peer_account = "",
                                 .peer_region = "",
                                 .table_id = table != NULL && strcmp(table, "?") != 0 ? table : "",
                                 .table_gap = WIT_NO_GAP,
                                 .gap = WIT_NO_GAP};
    if (table != NULL && strcmp(table, "?") == 0)
        a->table_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "table of %s", w[1]));
    if (wit_build_has(w, n, "gap"))
        a->gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "attachment %s", w[1]));
    if (a->kind == WIT_ATTACHED_NETWORK)
        a->network = wit_build_network(b, w[3]);
    if (a->kind == WIT_ATTACHED_PEERING) {
        if (n < 5)
            wit_build_bad(b);
        a->resource = a->peer_transit = w[4];
    }
    if (subnets != NULL && strcmp(subnets, "?") == 0)
        a->subnets_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "subnets of %s", w[1]));
    else if (subnets != NULL)
        a->subnet_ids = wit_build_ids(b, subnets, &a->n_subnets);
}

static void do_transit_table(struct wit_builder *b, char **w, size_t n)
{
    struct wit_transit_table *t = transit_table_of(b, w[1]);
    t->transit_id = w[2];
    if (wit_build_has(w, n, "cut"))
        t->gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "routes of %s", w[1]));
    if (wit_build_has(w, n, "closed"))
        t->state = WIT_GW_CLOSED;
}

static void do_transit_route(struct wit_builder *b, char **w, size_t n)
{
    struct wit_transit_table *t = transit_table_of(b, w[1]);
    struct wit_transit_route *grown = WIT_NEW_ARRAY(b->arena, struct wit_transit_route, t->n_routes + 1);
    const char *from = wit_build_value(w, n, "propagated");
    struct wit_transit_route route = {.list_id = "",
                                      .list_gap = WIT_NO_GAP,
                                      .origin = from != NULL ? WIT_ROUTE_PROPAGATED : WIT_ROUTE_STATIC,
                                      .propagated_from = from != NULL ? attached_kind(from) : WIT_ATTACHED_OTHER,
                                      .blackhole = strcmp(w[3], "blackhole") == 0,
                                      .gap = WIT_NO_GAP,
                                      .cite = {UINT32_MAX, ""}};
    if (!wit_prefix_parse(&route.prefix, NULL, w[2], NULL)) {
        route.by_list = true;
        route.list_id = w[2];
        route.origin = WIT_ROUTE_LIST;
    }
    if (!route.blackhole)
        route.attachment_ids = wit_build_ids(b, w[3], &route.n_attachments);
    if (wit_build_has(w, n, "unreadable"))
        route.gap = wit_build_gap(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "a route of %s", w[1]));
    if (t->n_routes > 0)
        memcpy(grown, t->routes, t->n_routes * sizeof route);
    grown[t->n_routes++] = route;
    t->routes = grown;
}

static void do_uplink(struct wit_builder *b, char **w, size_t n)
{
    WIT_CHECK_ROOM(b->e->n_lines);
    struct wit_line *l = &b->lines[b->e->n_lines++];
    *l = (struct wit_line){.id = w[2],
                           .name = "",
                           .account = "1",
                           .region = "r1",
                           .cite = {UINT32_MAX, ""},
                           .kind = strcmp(w[1], "dx") == 0 ? WIT_LINE_DIRECT_CONNECT : WIT_LINE_VPN,
                           .state = wit_build_has(w, n, "closed") ? WIT_GW_CLOSED : WIT_GW_READY,
                           .state_word = wit_build_has(w, n, "closed") ? "deleted" : "available",
                           .gateway_id = w[3],
                           .far_id = "",
                           .static_only = wit_build_has(w, n, "static"),
                           .gap = WIT_NO_GAP};
    l->prefixes = wit_build_prefixes(b, w, n, &l->n_prefixes);
    if (wit_build_has(w, n, "gap"))
        l->gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "line %s", w[2]));
}

static void link_routes(struct wit_builder *b, struct wit_transit_table *t)
{
    for (size_t i = 0; i < t->n_routes; i++) {
        struct wit_transit_route *route = (struct wit_transit_route *)(uintptr_t)&t->routes[i];
        const struct wit_attachment **list =
            WIT_NEW_ARRAY(b->arena, const struct wit_attachment *, route->n_attachments);
        for (size_t k = 0; k < route->n_attachments; k++) {
            for (size_t j = 0; j < b->e->n_attachments; j++) {
                if (strcmp(b->attachments[j].id, route->attachment_ids[k]) == 0)
                    list[k] = &b->attachments[j];
            }
        }
        route->attachments = list;
        for (size_t j = 0; j < b->e->n_prefix_lists && route->by_list; j++) {
            if (strcmp(b->lists[j].id, route->list_id) == 0)
                route->list = &b->lists[j];
        }
        if (route->by_list && route->list == NULL)
            route->list_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "entries of %s", route->list_id));
    }
}

static void link_transit(struct wit_builder *b)
{
    for (size_t i = 0; i < b->e->n_transit_tables; i++)
        link_routes(b, &b->transit_tables[i]);
    for (size_t i = 0; i < b->e->n_attachments; i++) {
        struct wit_attachment *a = &b->attachments[i];
        const struct wit_subnet **subnets = WIT_NEW_ARRAY(b->arena, const struct wit_subnet *, a->n_subnets);
        for (size_t k = 0; k < a->n_subnets; k++) {
            for (size_t j = 0; j < b->e->n_subnets; j++) {
                if (strcmp(b->subnets[j].id, a->subnet_ids[k]) == 0)
                    subnets[k] = &b->subnets[j];
            }
        }
        a->subnets = subnets;
        for (size_t j = 0; j < b->e->n_transit_tables; j++) {
            if (strcmp(b->transit_tables[j].id, a->table_id) == 0)
                a->table = &b->transit_tables[j];
        }
        if (a->table == NULL && a->table_id[0] != '\0')
            a->table_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "table %s", a->table_id));
        for (size_t j = 0; j < b->e->n_gateways; j++) {
            struct wit_gateway *g = &b->gateways[j];
            if (strcmp(g->id, a->transit_id) != 0)
                continue;
            const struct wit_attachment **list =
                WIT_NEW_ARRAY(b->arena, const struct wit_attachment *, g->n_attachments + 1);
            if (g->n_attachments > 0)
                memcpy(list, g->attachments, g->n_attachments * sizeof(const struct wit_attachment *));
            list[g->n_attachments++] = a;
            g->attachments = list;
            a->transit = g;
        }
    }
}

static const struct wit_build_verb verbs[] = {
    {"attach", 4, do_attach}, {"ttb", 3, do_transit_table}, {"troute", 4, do_transit_route}, {"line", 4, do_uplink},
    {NULL, 0, NULL},
};
const struct wit_build_part wit_build_transit = {verbs, link_transit};
