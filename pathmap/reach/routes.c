/* pathmap/reach/routes.c: where a packet goes from a subnet: longest prefix, ties, and what may be missing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.4; chapter 3: in a longest-prefix match an unreadable entry adds a branch, a missing
 * table makes every gateway of the network possible.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

bool wit_network_holds(const struct wit_network *network, struct wit_addr a)
{
    for (size_t i = 0; i < network->n_prefixes; i++) {
        if (wit_prefix_has(network->prefixes[i], a))
            return true;
    }
    return false;
}

bool wit_same_network(const struct wit_network *a, const struct wit_network *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a->id, b->id) == 0);
}

struct lookup {
    struct wit_reach *r;
    const struct wit_subnet *subnet;
    struct wit_addr dst;
    struct wit_branch *out;
    size_t n;
};

static struct wit_branch *add_branch(struct lookup *l, struct wit_branch b)
{
    for (size_t i = 0; i < l->n; i++) {
        struct wit_branch *o = &l->out[i];
        if (o->kind == b.kind && o->blackhole == b.blackhole && o->anywhere == b.anywhere &&
            strcmp(o->target, b.target) == 0) {
            if (b.doubtful && o->gap == WIT_NO_GAP)
                o->gap = b.gap;
            return o;
        }
    }
    if (l->n == WIT_BRANCHES) { /* too many to follow: anything is possible */
        l->out[l->n - 1] =
            (struct wit_branch){.anywhere = true, .doubtful = true, .target = "", .dest = "", .gap = l->r->gap_outside};
        return &l->out[l->n - 1];
    }
    l->out[l->n] = b;
    return &l->out[l->n++];
}

static struct wit_branch branch_of(const struct lookup *l, const struct wit_route *route)
{
    char text[WIT_PREFIX_TEXT];
    return (struct wit_branch){.route = route,
                               .subnet = l->subnet,
                               .kind = route->kind,
                               .gateway = route->gateway,
                               .target = route->target,
                               .dest = route->by_list ? route->list_id
                                                      : wit_strdup(l->r->arena, wit_prefix_text(text, route->prefix)),
                               .blackhole = route->blackhole,
                               .gap = WIT_NO_GAP};
}

static wit_gap_ref table_gap(struct lookup *l)
{
    const struct wit_route_table *table = l->subnet->routes;
    wit_gap_ref gap = table != NULL ? table->gap : l->subnet->routes_gap;
    if (gap == WIT_NO_GAP)
        gap = wit_list_gap_of(l->r, l->subnet->account, l->subnet->region, "ec2", "DescribeRouteTables");
    if (gap == WIT_NO_GAP)
        gap = wit_gap_add(l->r, WIT_GAP_DANGLING, l->subnet->account, l->subnet->region, l->subnet->id,
                          wit_fmt(l->r->arena, "the route table of %s is not in evidence", l->subnet->id), "");
    return gap;
}

/* Chapter 3: no table, every gateway of the network may be the target. */
static void every_gateway(struct lookup *l, wit_gap_ref gap)
{
    const struct wit_network *network = l->subnet->network;
    const struct wit_estate *e = l->r->estate;
    if (wit_network_holds(network, l->dst) || network->gap != WIT_NO_GAP)
        add_branch(
            l, (struct wit_branch){.kind = WIT_GW_LOCAL, .target = "local", .dest = "", .doubtful = true, .gap = gap});
    for (size_t i = 0; i < e->n_gateways; i++) {
        const struct wit_gateway *g = &e->gateways[i];
        bool ours = wit_same_network(g->network, network) ||
                    (g->kind == WIT_GW_PEERING && wit_same_network(g->peer, network)) ||
                    (g->kind == WIT_GW_NAT && g->subnet != NULL && wit_same_network(g->subnet->network, network)) ||
                    (g->network == NULL && g->gap != WIT_NO_GAP);
        if (ours && l->n + 2 < WIT_BRANCHES)
            add_branch(l,
                       (struct wit_branch){
                           .kind = g->kind, .gateway = g, .target = g->id, .dest = "", .doubtful = true, .gap = gap});
    }
    add_branch(l, (struct wit_branch){.anywhere = true, .target = "", .dest = "", .doubtful = true, .gap = gap});
}

static unsigned rank_of(enum wit_route_origin origin)
{
    return origin == WIT_ROUTE_PROPAGATED ? 0 : origin == WIT_ROUTE_LIST ? 1 : 2; /* 1.4.2 */
}

/* The longest known entry of the list that holds dst, -1 none. */
static int list_length(const struct wit_route *route, struct wit_addr dst)
{
    int best = -1;
    for (size_t i = 0; route->list != NULL && i < route->list->n_entries; i++) {
        if (wit_prefix_has(route->list->entries[i], dst) && (int)route->list->entries[i].bits > best)
            best = (int)route->list->entries[i].bits;
    }
    return best;
}

static bool list_is_open(const struct wit_route *route)
{
    return route->list == NULL || route->list_gap != WIT_NO_GAP || route->list->gap != WIT_NO_GAP;
}

static int length_of(const struct wit_route *route, struct wit_addr dst)
{
    if (route->by_list)
        return list_length(route, dst);
    return route->prefix.addr.family != 0 && wit_prefix_has(route->prefix, dst) ? (int)route->prefix.bits : -1;
}

/* 1.4.2: propagated routes that overlap local lose, even when they are more specific. */
static bool is_ignored(const struct wit_route_table *table, const struct wit_route *route, struct wit_addr dst)
{
    if (route->origin != WIT_ROUTE_PROPAGATED)
        return false;
    for (size_t i = 0; i < table->n_routes; i++) {
        const struct wit_route *t = &table->routes[i];
        if (t->origin == WIT_ROUTE_LOCAL && length_of(t, dst) >= 0)
            return true;
    }
    return false;
}

static wit_gap_ref list_gap(struct lookup *l, const struct wit_route *route)
{
    if (route->list_gap != WIT_NO_GAP)
        return route->list_gap;
    if (route->list != NULL && route->list->gap != WIT_NO_GAP)
        return route->list->gap;
    return wit_gap_add(l->r, WIT_GAP_DANGLING, l->subnet->account, l->subnet->region, route->list_id,
                       wit_fmt(l->r->arena, "the entries of prefix list %s are not in evidence", route->list_id), "");
}

static void known_routes(struct lookup *l, const struct wit_route_table *table, int *best_out)
{
    int best = -1;
    unsigned rank = 0;
    for (size_t i = 0; i < table->n_routes; i++) {
        const struct wit_route *route = &table->routes[i];
        int length = route->gap != WIT_NO_GAP ? -1 : length_of(route, l->dst);
        if (length < 0 || is_ignored(table, route, l->dst))
            continue;
        if (length > best || (length == best && rank_of(route->origin) > rank)) {
            best = length;
            rank = rank_of(route->origin);
        }
    }
    *best_out = best;
    for (size_t i = 0; best >= 0 && i < table->n_routes; i++) {
        const struct wit_route *route = &table->routes[i];
        int length = route->gap != WIT_NO_GAP ? -1 : length_of(route, l->dst);
        if (length < 0 || is_ignored(table, route, l->dst))
            continue;
        /* 1.4.4: where lists overlap, nobody can say which one is taken, whatever their lengths. */
        bool taken = (length == best && rank_of(route->origin) == rank) || (rank == 1 && route->by_list);
        if (taken)
            add_branch(l, branch_of(l, route));
    }
    if (l->n > 1) {
        wit_gap_ref gap = wit_gap_unconfirmed(
            l->r, table->id, wit_fmt(l->r->arena, "which of several equal routes of %s is taken", table->id));
        for (size_t i = 0; i < l->n; i++)
            l->out[i].gap = gap;
    }
}

/* 1.9.1: the list of a gateway endpoint holds public addresses of its service, never those of a network. */
static bool leads_to_service_only(const struct wit_route *route, const struct wit_subnet *subnet, struct wit_addr dst)
{
    return route->by_list && route->gateway != NULL && route->gateway->kind == WIT_GW_ENDPOINT &&
           (!wit_addr_is_public(dst) || wit_network_holds(subnet->network, dst));
}

static void doubtful_routes(struct lookup *l, const struct wit_route_table *table, int best)
{
    for (size_t i = 0; i < table->n_routes; i++) {
        const struct wit_route *route = &table->routes[i];
        if (is_ignored(table, route, l->dst))
            continue;
        bool unreadable = route->gap != WIT_NO_GAP;
        if (!unreadable && leads_to_service_only(route, l->subnet, l->dst))
            continue;
        if (!unreadable && !(route->by_list && list_is_open(route) && list_length(route, l->dst) < 0))
            continue;
        if (unreadable && !route->by_list && route->prefix.addr.family != 0 &&
            (!wit_prefix_has(route->prefix, l->dst) || (int)route->prefix.bits < best))
            continue;
        struct wit_branch b = branch_of(l, route);
        b.gap = unreadable ? route->gap : list_gap(l, route);
        b.anywhere = b.kind == 0;
        add_branch(l, b);
        for (size_t k = 0; k < l->n; k++) {
            if (l->out[k].gap == WIT_NO_GAP)
                l->out[k].gap = b.gap;
        }
    }
}

/* 1.4.7: link-local service ranges never leave the host's subnet. */
static bool is_never_forwarded(struct wit_addr a)
{
    static const struct wit_prefix kept[] = {{{0, 0xa9fea800, 4}, 22}, {{0xfd000ec200000000, 0, 6}, 32}};
    return wit_prefix_has(kept[0], a) || wit_prefix_has(kept[1], a);
}

size_t wit_routes_lookup(struct wit_reach *r, struct wit_branch out[WIT_BRANCHES], const struct wit_subnet *subnet,
                         struct wit_addr dst)
{
    struct lookup l = {r, subnet, dst, out, 0};
    const struct wit_branch nothing = {.target = "", .dest = "", .gap = WIT_NO_GAP};
    const struct wit_route_table *table = subnet->routes;
    if (is_never_forwarded(dst)) {
        out[0] = nothing;
        return 1;
    }
    if (table == NULL) {
        every_gateway(&l, table_gap(&l));
        return l.n;
    }
    int best;
    known_routes(&l, table, &best);
    if (best < 0)
        add_branch(&l, nothing);
    doubtful_routes(&l, table, best);
    if (table->gap != WIT_NO_GAP) {
        wit_gap_ref gap = table_gap(&l);
        for (size_t i = 0; i < l.n; i++) {
            if (l.out[i].gap == WIT_NO_GAP)
                l.out[i].gap = gap;
        }
        every_gateway(&l, gap);
    }
    return l.n;
}
