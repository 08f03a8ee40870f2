/* tests/support/estate_link.c: names of a built estate become pointers, what nobody named becomes the default.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/operations.h"
#include "tests/support/estate_parts.h"

/* ---- linking ---- */
static void link_filters(struct wit_builder *b)
{
    for (size_t i = 0; i < b->e->n_filters; i++) {
        for (size_t k = 0; k < b->filters[i].n_rules; k++) {
            struct wit_rule *rule = (struct wit_rule *)(uintptr_t)&b->filters[i].rules[k];
            for (size_t j = 0; j < b->e->n_filters && rule->peer == WIT_PEER_GROUP; j++) {
                if (strcmp(b->filters[j].id, rule->peer_id) == 0)
                    rule->group = &b->filters[j];
            }
            for (size_t j = 0; j < b->e->n_prefix_lists && rule->peer == WIT_PEER_LIST; j++) {
                if (strcmp(b->lists[j].id, rule->peer_id) == 0)
                    rule->list = &b->lists[j];
            }
        }
    }
}

static void local_routes(struct wit_builder *b, struct wit_route_table *t, const struct wit_network *n)
{
    for (size_t i = 0; i < n->n_prefixes; i++)
        wit_build_route(b, t,
                        (struct wit_route){.prefix = n->prefixes[i],
                                           .list_id = "",
                                           .list_gap = WIT_NO_GAP,
                                           .target = "local",
                                           .kind = WIT_GW_LOCAL,
                                           .origin = WIT_ROUTE_LOCAL,
                                           .gap = WIT_NO_GAP,
                                           .cite = {UINT32_MAX, ""}});
}

static void link_tables(struct wit_builder *b)
{
    for (size_t i = 0; i < b->e->n_networks; i++) {
        struct wit_network *n = &b->networks[i];
        const char *main = b->net_main[i];
        if (main != NULL && strcmp(main, "?") == 0) {
            n->main_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "main table of %s", n->id));
            continue;
        }
        struct wit_route_table *t = wit_build_table(b, main != NULL ? main : wit_fmt(b->arena, "rt-main-%s", n->id));
        t->network = n->id;
        t->is_main = true;
        n->main = t;
    }
    for (size_t i = 0; i < b->e->n_subnets; i++) {
        struct wit_subnet *s = &b->subnets[i];
        const char *rt = b->subnet_rt[i], *acl = b->subnet_acl[i];
        s->account = s->network->account;
        s->region = s->network->region;
        if (rt != NULL && strcmp(rt, "?") == 0) {
            s->routes_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "route table of %s", s->id));
        } else if (rt != NULL) {
            s->routes = wit_build_table(b, rt);
            ((struct wit_route_table *)(uintptr_t)s->routes)->network = s->network->id;
        } else {
            s->routes = s->network->main;
            s->routes_gap = s->network->main_gap;
        }
        if (acl != NULL && strcmp(acl, "?") == 0)
            s->acl_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "ACL of %s", s->id));
        else
            s->acl = wit_build_filter(b, acl != NULL ? acl : "acl-open");
    }
    for (size_t i = 0; i < b->e->n_tables; i++) {
        struct wit_route_table *t = &b->tables[i];
        if (t->network[0] != '\0')
            local_routes(b, t, wit_build_network(b, t->network));
        for (size_t k = 0; k < t->n_routes; k++) {
            struct wit_route *route = (struct wit_route *)(uintptr_t)&t->routes[k];
            for (size_t j = 0; j < b->e->n_prefix_lists && route->by_list; j++) {
                if (strcmp(b->lists[j].id, route->list_id) == 0)
                    route->list = &b->lists[j];
            }
            if (route->by_list && route->list == NULL)
                route->list_gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "entries of %s", route->list_id));
            for (size_t j = 0; j < b->e->n_gateways; j++) {
                if (strcmp(b->gateways[j].id, route->target) == 0)
                    route->gateway = &b->gateways[j];
            }
            for (size_t j = 0; j < b->e->n_interfaces && route->kind == WIT_GW_INTERFACE; j++) {
                if (strcmp(b->interfaces[j].id, route->target) == 0) {
                    struct wit_gateway *g = wit_build_gateway(b, route->target, WIT_GW_INTERFACE);
                    g->interface = &b->interfaces[j];
                    g->network = b->interfaces[j].subnet->network;
                    g->gap = wit_build_gap(b, WIT_GAP_NOT_MODELLED, wit_fmt(b->arena, "router %s", route->target));
                    route->gateway = g;
                }
            }
        }
    }
}

static void link_interfaces(struct wit_builder *b)
{
    for (size_t i = 0; i < b->e->n_interfaces; i++) {
        struct wit_interface *itf = &b->interfaces[i];
        const struct wit_filter **filters = WIT_NEW_ARRAY(b->arena, const struct wit_filter *, itf->n_filters);
        itf->account = itf->subnet->account;
        itf->region = itf->subnet->region;
        for (size_t k = 0; k < itf->n_filters; k++) {
            for (size_t j = 0; j < b->e->n_filters; j++) {
                if (strcmp(b->filters[j].id, itf->filter_ids[k]) == 0)
                    filters[k] = &b->filters[j];
            }
        }
        itf->filters = filters;
        if (itf->instance[0] == '\0')
            continue;
        struct wit_instance *host = NULL;
        for (size_t k = 0; k < b->e->n_instances; k++)
            host = strcmp(b->instances[k].id, itf->instance) == 0 ? &b->instances[k] : host;
        if (host == NULL) {
            host = &b->instances[b->e->n_instances++];
            *host = (struct wit_instance){.id = itf->instance,
                                          .name = "",
                                          .account = itf->account,
                                          .region = itf->region,
                                          .state = "running",
                                          .platform = ""};
        }
        const struct wit_interface **list = WIT_NEW_ARRAY(b->arena, const struct wit_interface *, WIT_BUILD_ROOM);
        if (host->n_interfaces > 0)
            memcpy(list, host->interfaces, host->n_interfaces * sizeof(const struct wit_interface *));
        list[host->n_interfaces++] = itf;
        host->interfaces = list;
    }
    for (size_t i = 0; i < b->e->n_endpoints; i++) {
        const struct wit_interface **list = WIT_NEW_ARRAY(b->arena, const struct wit_interface *, WIT_BUILD_ROOM);
        for (size_t k = 0; k < b->e->n_interfaces; k++) {
            if (strcmp(b->interfaces[k].endpoint_id, b->endpoints[i].id) == 0)
                list[b->endpoints[i].n_interfaces++] = &b->interfaces[k];
        }
        b->endpoints[i].interfaces = list;
    }
}

static void make_lists(struct wit_builder *b)
{
    size_t n_rows, cap = 0;
    const struct wit_operation *rows = wit_operations(&n_rows);
    struct wit_list *lists = NULL;
    for (size_t i = 0; i < b->e->n_networks; i++) {
        const struct wit_network *n = &b->networks[i];
        bool told = n->placeholder;
        for (size_t k = 0; k < i; k++)
            told = told || (!b->networks[k].placeholder && strcmp(b->networks[k].account, n->account) == 0 &&
                            strcmp(b->networks[k].region, n->region) == 0);
        for (size_t k = 0; k < n_rows && !told; k++) {
            bool missing = false;
            for (size_t j = 0; j < b->n_missing; j++)
                missing = missing || strcmp(b->missing[j], rows[k].operation) == 0;
            WIT_PUSH(b->arena, lists, b->e->n_lists, cap) =
                (struct wit_list){n->account,
                                  n->region,
                                  rows[k].service,
                                  rows[k].operation,
                                  missing ? WIT_LIST_INCOMPLETE : WIT_LIST_COMPLETE,
                                  0,
                                  missing ? wit_build_gap(b, WIT_GAP_DENIED, rows[k].operation) : WIT_NO_GAP};
        }
        bool has_bpa = told;
        for (size_t k = 0; k < b->e->n_bpa; k++)
            has_bpa =
                has_bpa || (strcmp(b->bpa[k].account, n->account) == 0 && strcmp(b->bpa[k].region, n->region) == 0);
        if (!has_bpa)
            b->bpa[b->e->n_bpa++] = (struct wit_bpa){.account = n->account,
                                                     .region = n->region,
                                                     .mode = WIT_BPA_OFF,
                                                     .gap = WIT_NO_GAP,
                                                     .exclusions_gap = WIT_NO_GAP,
                                                     .cite = {UINT32_MAX, ""}};
    }
    b->e->lists = lists;
}

static void link_gateways(struct wit_builder *b)
{
    for (size_t i = 0; i < b->e->n_gateways; i++) {
        struct wit_gateway *g = &b->gateways[i];
        if (g->kind != WIT_GW_NAT && g->network != NULL) {
            g->account = g->network->account;
            g->region = g->network->region;
        }
    }
}

void wit_build_link(struct wit_builder *b)
{
    link_gateways(b);
    link_filters(b);
    link_tables(b);
    link_interfaces(b);
    make_lists(b);
}
