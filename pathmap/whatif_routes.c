/* pathmap/whatif_routes.c: thought changes of route tables.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/whatif_inside.h"

static struct wit_route_table *table_of(const struct wit_whatif_state *s)
{
    const struct wit_route_table *t = wit_estate_table(s->estate, s->change->object);
    if (t == NULL)
        wit_whatif_bad(s, "there is no route table '%.80s' in the evidence", s->change->object);
    return (struct wit_route_table *)(uintptr_t)t;
}

static bool read_destination(const struct wit_whatif_state *s, struct wit_route *route)
{
    const char *text = s->change->peer;
    bool host_bits = false;
    route->list_id = "";
    if (strncmp(text, "pl-", 3) == 0) {
        route->by_list = true;
        route->list_id = text;
        route->list = wit_estate_prefix_list(s->estate, text);
        route->origin = WIT_ROUTE_LIST;
        return route->list != NULL || wit_whatif_bad(s, "there is no prefix list '%.80s' in the evidence", text);
    }
    if (!wit_prefix_parse(&route->prefix, &host_bits, text, NULL))
        return wit_whatif_bad(s, "'%.80s' is no destination: there are prefixes (10.0.0.0/8) and prefix lists (pl-…)",
                              text);
    return !host_bits || wit_whatif_bad(s, "'%.80s' has bits behind its length", text);
}

/* A router: the gateway object that stands for an interface is made when no route named it before. */
static const struct wit_gateway *router_of(struct wit_whatif_state *s, const struct wit_interface *itf)
{
    struct wit_gateway *g = WIT_NEW(s->arena, struct wit_gateway);
    g->id = itf->id;
    g->name = itf->name;
    g->account = itf->account;
    g->region = itf->region;
    g->cite = itf->cite;
    g->kind = WIT_GW_INTERFACE;
    g->state = WIT_GW_READY;
    g->state_word = g->peer_account = g->peer_region = g->service_name = g->policy = "";
    g->network = itf->subnet->network;
    g->interface = itf;
    g->gap = g->attachments_gap = WIT_NO_GAP;
    return g;
}

static bool read_target(struct wit_whatif_state *s, struct wit_route *route)
{
    const char *id = s->change->other;
    route->target = id;
    route->gateway_gap = WIT_NO_GAP;
    if (strcmp(id, "local") == 0) {
        route->kind = WIT_GW_LOCAL;
        return true;
    }
    route->gateway = wit_estate_gateway(s->estate, id);
    const struct wit_interface *itf = route->gateway == NULL ? wit_estate_interface(s->estate, id) : NULL;
    if (itf != NULL)
        route->gateway = router_of(s, itf);
    if (route->gateway == NULL)
        return wit_whatif_bad(s, "there is no gateway or interface '%.80s' in the evidence", id);
    route->kind = route->gateway->kind;
    return true;
}

static bool same_destination(const struct wit_route *a, const struct wit_route *b)
{
    return a->by_list == b->by_list && a->gap == WIT_NO_GAP &&
           (a->by_list ? strcmp(a->list_id, b->list_id) == 0 : wit_prefix_cmp(a->prefix, b->prefix) == 0);
}

/* Longest prefix first, lists behind, as sealed tables are. */
static bool comes_behind(const struct wit_route *a, const struct wit_route *b)
{
    if (a->by_list != b->by_list)
        return a->by_list;
    if (a->by_list)
        return strcmp(a->list_id, b->list_id) > 0;
    return a->prefix.bits != b->prefix.bits ? a->prefix.bits < b->prefix.bits
                                            : wit_prefix_cmp(a->prefix, b->prefix) > 0;
}

/* A static route replaces the static one of its destination; propagated ones stay beside it. */
static bool replaces(const struct wit_route *with, const struct wit_route *route)
{
    return same_destination(route, with) && route->origin != WIT_ROUTE_PROPAGATED;
}

static void rebuild(struct wit_whatif_state *s, struct wit_route_table *t, const struct wit_route *gone,
                    const struct wit_route *with)
{
    struct wit_route *routes = WIT_NEW_ARRAY(s->arena, struct wit_route, t->n_routes + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->n_routes; i++) {
        const struct wit_route *route = &t->routes[i];
        if (route == gone || (with != NULL && replaces(with, route)))
            continue;
        routes[n++] = *route;
    }
    if (with != NULL) {
        size_t at = 0;
        while (at < n && !comes_behind(&routes[at], with))
            at++;
        memmove(&routes[at + 1], &routes[at], (n - at) * sizeof *routes);
        routes[at] = *with;
        n++;
    }
    t->routes = routes;
    t->n_routes = n;
    wit_whatif_touch_table(s, t);
}

bool wit_whatif_set_route(struct wit_whatif_state *s)
{
    struct wit_route_table *t = table_of(s);
    struct wit_route route = {
        .origin = WIT_ROUTE_STATIC, .list_gap = WIT_NO_GAP, .gap = WIT_NO_GAP, .cite = wit_whatif_cite(s)};
    if (t == NULL || !read_destination(s, &route) || !read_target(s, &route))
        return false;
    rebuild(s, t, NULL, &route);
    return true;
}

bool wit_whatif_remove_route(struct wit_whatif_state *s)
{
    struct wit_route_table *t = table_of(s);
    struct wit_route route = {0};
    if (t == NULL || !read_destination(s, &route))
        return false;
    for (size_t i = 0; i < t->n_routes; i++) {
        if (!replaces(&route, &t->routes[i]))
            continue;
        if (t->routes[i].origin == WIT_ROUTE_LOCAL)
            return wit_whatif_bad(s, "the local route of %s cannot be removed", t->id);
        rebuild(s, t, &t->routes[i], NULL);
        return true;
    }
    return wit_whatif_bad(s, "%s has no static route to %.80s", t->id, s->change->peer);
}
