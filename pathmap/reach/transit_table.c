/* pathmap/reach/transit_table.c: where a transit gateway's table sends a packet.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.7.1: longest prefix; on a tie static, then prefix list, then propagated: network,
 * Direct Connect, Connect, VPN. Chapter 3: an unreadable route is one branch more, missing routes are every branch.
 */
#include <string.h>

#include "pathmap/reach/way.h"

static int rank_of(const struct wit_transit_route *route)
{
    if (route->origin == WIT_ROUTE_STATIC)
        return 7;
    if (route->origin == WIT_ROUTE_LIST)
        return 6;
    switch (route->propagated_from) {
    case WIT_ATTACHED_NETWORK:
        return 5;
    case WIT_ATTACHED_DIRECT_CONNECT:
        return 4;
    case WIT_ATTACHED_CONNECT:
        return 3;
    case WIT_ATTACHED_VPN:
        return 2;
    case WIT_ATTACHED_OTHER:
    case WIT_ATTACHED_PEERING:
        break;
    }
    return -1; /* not told where it comes from: it stands beside any other propagated one */
}

/* The longest known prefix of the route that holds dst, -1 none. */
static int length_of(const struct wit_transit_route *route, struct wit_addr dst)
{
    int best = -1;
    if (!route->by_list)
        return route->prefix.addr.family != 0 && wit_prefix_has(route->prefix, dst) ? (int)route->prefix.bits : -1;
    for (size_t i = 0; route->list != NULL && i < route->list->n_entries; i++) {
        if (wit_prefix_has(route->list->entries[i], dst) && (int)route->list->entries[i].bits > best)
            best = (int)route->list->entries[i].bits;
    }
    return best;
}

struct choices {
    struct wit_reach *r;
    const struct wit_transit_table *table;
    struct wit_transit_choice *out;
    size_t n;
};

static void add(struct choices *c, struct wit_transit_choice choice)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct wit_transit_choice *o = &c->out[i];
        if (o->blackhole == choice.blackhole && o->anywhere == choice.anywhere &&
            (o->route == NULL) == (choice.route == NULL) && strcmp(o->attachment_id, choice.attachment_id) == 0)
            return;
    }
    if (c->n == WIT_TRANSIT_CHOICES) { /* too many to follow */
        c->out[c->n - 1] = (struct wit_transit_choice){.attachment_id = "", .anywhere = true, .gap = c->r->gap_outside};
        return;
    }
    c->out[c->n++] = choice;
}

static void add_route(struct choices *c, const struct wit_transit_route *route, wit_gap_ref gap)
{
    struct wit_transit_choice choice = {.route = route, .attachment_id = "", .blackhole = route->blackhole, .gap = gap};
    if (route->blackhole || route->n_attachments == 0) {
        choice.blackhole = true;
        choice.anywhere = !route->blackhole && route->gap != WIT_NO_GAP;
        add(c, choice);
        return;
    }
    for (size_t i = 0; i < route->n_attachments; i++) {
        choice.attachment_id = route->attachment_ids[i];
        choice.attachment = route->attachments[i];
        add(c, choice);
    }
}

static wit_gap_ref list_gap(struct choices *c, const struct wit_transit_route *route)
{
    if (route->list_gap != WIT_NO_GAP)
        return route->list_gap;
    if (route->list != NULL && route->list->gap != WIT_NO_GAP)
        return route->list->gap;
    return wit_gap_add(c->r, WIT_GAP_DANGLING, c->table->account, c->table->region, route->list_id,
                       wit_fmt(c->r->arena, "the entries of prefix list %s are not in evidence", route->list_id), "");
}

/* Routes of which it is not known whether they hold dst. */
static void add_doubtful(struct choices *c, struct wit_addr dst, int best)
{
    for (size_t i = 0; i < c->table->n_routes; i++) {
        const struct wit_transit_route *route = &c->table->routes[i];
        bool open_list = route->by_list && length_of(route, dst) < 0 &&
                         (route->list == NULL || route->list_gap != WIT_NO_GAP || route->list->gap != WIT_NO_GAP);
        bool may_hold = route->by_list || route->prefix.addr.family == 0 ||
                        (wit_prefix_has(route->prefix, dst) && (int)route->prefix.bits >= best);
        if (route->gap != WIT_NO_GAP ? !may_hold : !open_list)
            continue;
        wit_gap_ref gap = route->gap != WIT_NO_GAP ? route->gap : list_gap(c, route);
        add_route(c, route, gap);
        for (size_t k = 0; k < c->n; k++) {
            if (c->out[k].gap == WIT_NO_GAP)
                c->out[k].gap = gap;
        }
    }
}

size_t wit_transit_lookup(struct wit_reach *r, struct wit_transit_choice out[WIT_TRANSIT_CHOICES],
                          const struct wit_transit_table *table, struct wit_addr dst)
{
    struct choices c = {r, table, out, 0};
    int best = -1, rank = -2;
    for (size_t i = 0; i < table->n_routes; i++) {
        const struct wit_transit_route *route = &table->routes[i];
        int length = route->gap != WIT_NO_GAP ? -1 : length_of(route, dst);
        if (length > best || (length >= 0 && length == best && rank_of(route) > rank)) {
            best = length;
            rank = rank_of(route);
        }
    }
    for (size_t i = 0; best >= 0 && i < table->n_routes; i++) {
        const struct wit_transit_route *route = &table->routes[i];
        bool equal = rank_of(route) == rank || (rank_of(route) < 0 && rank < 6);
        if (route->gap == WIT_NO_GAP && length_of(route, dst) == best && equal)
            add_route(&c, route, WIT_NO_GAP);
    }
    if (c.n > 1) {
        wit_gap_ref gap = wit_gap_unconfirmed(
            r, table->id, wit_fmt(r->arena, "which of several equal routes of %s is taken", table->id));
        for (size_t i = 0; i < c.n; i++)
            out[i].gap = gap;
    }
    if (c.n == 0)
        add(&c, (struct wit_transit_choice){.attachment_id = "", .gap = WIT_NO_GAP});
    add_doubtful(&c, dst, best);
    if (table->gap != WIT_NO_GAP) {
        for (size_t i = 0; i < c.n; i++) {
            if (out[i].gap == WIT_NO_GAP)
                out[i].gap = table->gap;
        }
        add(&c, (struct wit_transit_choice){.attachment_id = "", .anywhere = true, .gap = table->gap});
    }
    return c.n;
}
