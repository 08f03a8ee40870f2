/* pathmap/reach/cuts.c: the outside, cut only where the filters and routes around one endpoint can tell it apart.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/service.h"
#include "pathmap/reach/way.h"

struct cuts {
    struct wit_arena *arena;
    struct wit_addr *list;
    size_t n, cap;
};

static void add(struct cuts *c, struct wit_prefix p)
{
    if (p.addr.family == 0)
        return;
    struct wit_range range = wit_prefix_range(p);
    WIT_PUSH(c->arena, c->list, c->n, c->cap) = range.first;
    if (!wit_addr_is_max(range.last))
        WIT_PUSH(c->arena, c->list, c->n, c->cap) = wit_addr_next(range.last);
}

static void add_list(struct cuts *c, const struct wit_prefix_list *list)
{
    for (size_t i = 0; list != NULL && i < list->n_entries; i++)
        add(c, list->entries[i]);
}

static void add_filter(struct cuts *c, const struct wit_filter *f)
{
    for (size_t i = 0; f != NULL && i < f->n_rules; i++) {
        if (f->rules[i].peer == WIT_PEER_PREFIX)
            add(c, f->rules[i].prefix);
        else if (f->rules[i].peer == WIT_PEER_LIST)
            add_list(c, f->rules[i].list);
    }
}

static void add_table(struct cuts *c, const struct wit_route_table *t)
{
    for (size_t i = 0; t != NULL && i < t->n_routes; i++) {
        if (t->routes[i].by_list)
            add_list(c, t->routes[i].list);
        else
            add(c, t->routes[i].prefix);
    }
}

static void add_subnet(struct cuts *c, const struct wit_subnet *s)
{
    add_filter(c, s->acl);
    add_table(c, s->routes);
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

static bool is_attached(const struct wit_reach *r, const struct wit_network *network)
{
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        if (wit_attachment_joins(&r->estate->attachments[i], network))
            return true;
    }
    return false;
}

/* Behind a transit gateway: its tables, and the subnets of whatever is attached. */
static void add_transit(struct wit_reach *r, struct cuts *c)
{
    for (size_t i = 0; i < r->estate->n_attachments; i++) {
        const struct wit_attachment *at = &r->estate->attachments[i];
        for (size_t k = 0; k < at->n_subnets; k++) {
            if (at->subnets[k] != NULL)
                add_subnet(c, at->subnets[k]);
        }
    }
    for (size_t i = 0; i < r->estate->n_transit_tables; i++) {
        const struct wit_transit_table *t = &r->estate->transit_tables[i];
        for (size_t k = 0; k < t->n_routes; k++) {
            if (t->routes[k].by_list)
                add_list(c, t->routes[k].list);
            else
                add(c, t->routes[k].prefix);
        }
    }
}

/* Everything that may look at an outside address on the way to or from that interface. */
static void add_interface(struct wit_reach *r, struct cuts *c, const struct wit_interface *itf)
{
    for (size_t i = 0; i < itf->n_filters; i++)
        add_filter(c, itf->filters[i]);
    add_subnet(c, itf->subnet);
    bool transit = is_attached(r, itf->subnet->network);
    for (size_t i = 0; i < r->estate->n_gateways; i++) { /* NAT gateways look from their own subnet */
        const struct wit_gateway *g = &r->estate->gateways[i];
        if (g->kind == WIT_GW_NAT && g->subnet != NULL &&
            (transit || wit_same_network(g->subnet->network, itf->subnet->network)))
            add_subnet(c, g->subnet);
    }
    if (transit)
        add_transit(r, c);
    for (size_t i = 0; i < r->estate->n_lines; i++) {
        for (size_t k = 0; k < r->estate->lines[i].n_prefixes; k++)
            add(c, r->estate->lines[i].prefixes[k]);
    }
    for (size_t i = 0; i < r->estate->n_networks; i++) {
        for (size_t k = 0; k < r->estate->networks[i].n_prefixes; k++)
            add(c, r->estate->networks[i].prefixes[k]);
    }
}

struct before { /* fronts through which an address outside may come to it */
    struct wit_reach *r;
    struct cuts *cuts;
    const struct wit_interface *last;
};

static void add_front(void *context, const struct wit_interface *front)
{
    struct before *b = context;
    const struct wit_interface *last = b->last;
    if (last == NULL || last->subnet != front->subnet ||
        wit_itf_facts_of(b->r, last)->group_set != wit_itf_facts_of(b->r, front)->group_set)
        add_interface(b->r, b->cuts, front);
    b->last = front;
}

struct wit_addr *wit_outside_cuts(struct wit_reach *r, struct wit_arena *arena, const struct wit_member *inside,
                                  const struct wit_range *ranges, size_t n_ranges, size_t *n)
{
    struct cuts c = {.arena = arena};
    for (size_t i = 0; i < inside->n_units; i++) {
        if (inside->units[i]->itf != NULL)
            add_interface(r, &c, inside->units[i]->itf);
        if (inside->units[i]->itf != NULL)
            wit_service_fronts(r, arena, inside->units[i]->itf, add_front, &(struct before){r, &c, NULL});
    }
    for (uint8_t family = 4; family <= 6; family = (uint8_t)(family + 2)) { /* public or not is told apart too */
        size_t n_public;
        const struct wit_range *all = wit_public_ranges(family, &n_public);
        for (size_t i = 0; i < n_public; i++) {
            WIT_PUSH(arena, c.list, c.n, c.cap) = all[i].first;
            if (!wit_addr_is_max(all[i].last))
                WIT_PUSH(arena, c.list, c.n, c.cap) = wit_addr_next(all[i].last);
        }
    }
    if (c.n > 0)
        qsort(c.list, c.n, sizeof *c.list, by_addr);
    struct wit_addr *out = NULL;
    size_t cap = 0;
    *n = 0;
    for (size_t i = 0; i < n_ranges; i++) {
        WIT_PUSH(arena, out, *n, cap) = ranges[i].first;
        size_t low = 0, high = c.n; /* the first cut behind the start of the range */
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (wit_addr_cmp(c.list[middle], ranges[i].first) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (size_t k = low; k < c.n && wit_addr_cmp(c.list[k], ranges[i].last) <= 0; k++) {
            if (wit_addr_cmp(c.list[k], out[*n - 1]) != 0)
                WIT_PUSH(arena, out, *n, cap) = c.list[k];
        }
    }
    return out;
}
