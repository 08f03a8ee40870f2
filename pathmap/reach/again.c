/* pathmap/reach/again.c: the engine after a change of the estate: what no change touches is kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What is kept when a group's rules change: names, holders, classes, port sets, places and what they let through
 * (skeleton.c), every other group's rows, every crowd. When an ACL, a route table, or a subnet's choice of one changes:
 * the groups' side is kept, and of the pairs of places those that do not begin or end there, unless ways may lead
 * through such a subnet in the middle. Everything else begins anew: an interface with other groups, and a prefix that
 * the classes of addresses do not know.
 */
#include <string.h>

#include "pathmap/reach/bulk.h"
#include "pathmap/reach/service.h"

/* Does every class of addresses lie wholly inside the prefix, or wholly outside? Then nothing new is told apart. */
static bool is_known_prefix(const struct wit_reach *r, struct wit_prefix p, uint32_t *inside, const uint32_t *all)
{
    if (p.addr.family == 0)
        return true;
    struct wit_range range = wit_prefix_range(p);
    uint32_t first = wit_atom_of(r, range.first), last = wit_atom_of(r, range.last);
    bool ends = last + 1 == r->n_atoms || wit_addr_is_max(range.last) ||
                wit_addr_cmp(r->atoms[last + 1], wit_addr_next(range.last)) == 0;
    bool known = ends && wit_addr_cmp(r->atoms[first], range.first) == 0;
    for (uint32_t i = first; known && i <= last; i++)
        inside[r->atom_classes[i]]++;
    for (uint32_t i = first; known && i <= last; i++)
        known = inside[r->atom_classes[i]] == all[r->atom_classes[i]];
    for (uint32_t i = first; i <= last; i++)
        inside[r->atom_classes[i]] = 0;
    return known;
}

static bool are_known_prefixes(struct wit_reach *r, const struct wit_touched *t)
{
    uint32_t *all = WIT_NEW_ARRAY(r->scratch, uint32_t, r->n_atom_classes);
    uint32_t *inside = WIT_NEW_ARRAY(r->scratch, uint32_t, r->n_atom_classes);
    bool known = true;
    for (size_t i = 0; i < r->n_atoms; i++)
        all[r->atom_classes[i]]++;
    for (size_t i = 0; i < t->n_filters; i++) {
        for (size_t k = 0; known && k < t->filters[i]->n_rules; k++) {
            if (t->filters[i]->rules[k].peer == WIT_PEER_PREFIX)
                known = is_known_prefix(r, t->filters[i]->rules[k].prefix, inside, all);
        }
    }
    for (size_t i = 0; i < t->n_tables; i++) {
        for (size_t k = 0; known && k < t->tables[i]->n_routes; k++) {
            if (!t->tables[i]->routes[k].by_list)
                known = is_known_prefix(r, t->tables[i]->routes[k].prefix, inside, all);
        }
    }
    wit_arena_reset(r->scratch);
    return known;
}

static bool touches_filter(const struct wit_touched *t, const struct wit_filter *f)
{
    for (size_t i = 0; i < t->n_filters; i++) {
        if (t->filters[i] == f)
            return true;
    }
    return false;
}

static bool touches_subnet(const struct wit_touched *t, const struct wit_subnet *s)
{
    bool touched = s->acl != NULL && touches_filter(t, s->acl);
    for (size_t i = 0; i < t->n_tables && !touched; i++)
        touched = t->tables[i] == s->routes;
    for (size_t i = 0; i < t->n_subnets && !touched; i++)
        touched = t->subnets[i] == s;
    return touched;
}

/* Ways in two legs: what they give depends on the groups of a third party. */
static bool has_legs(const struct wit_reach *r)
{
    const struct wit_estate *e = r->estate;
    return e->n_balancers + e->n_endpoint_services + e->n_accelerators + e->n_doors + e->n_endpoints + r->n_fronts > 0;
}

/* May a way lead through the middle of something that changed? Then no pair of places is known to be as it was. */
static bool is_on_the_way(const struct wit_reach *r, const struct wit_touched *t)
{
    const struct wit_estate *e = r->estate;
    if (has_legs(r)) /* to and from their subnets */
        return true;
    for (size_t i = 0; i < t->n_tables; i++) {
        if (t->tables[i]->edge_of[0] != '\0')
            return true;
    }
    for (size_t i = 0; i < e->n_gateways; i++) {
        if (e->gateways[i].subnet != NULL && touches_subnet(t, e->gateways[i].subnet))
            return true;
    }
    for (size_t i = 0; i < e->n_attachments; i++) {
        for (size_t k = 0; k < e->attachments[i].n_subnets; k++) {
            const struct wit_subnet *s = e->attachments[i].subnets[k];
            if (s != NULL && touches_subnet(t, s))
                return true;
        }
    }
    for (size_t i = 0; i < e->n_interfaces; i++) { /* routers, and endpoints that lead on */
        const struct wit_interface *itf = &e->interfaces[i];
        if ((!itf->source_dest_check || itf->endpoint_id[0] != '\0') && touches_subnet(t, itf->subnet))
            return true;
    }
    return false;
}

/* Everything that was worked out from rules and routes. A new memory of the engine belongs here too. */
static void forget(struct wit_reach *r)
{
    struct wit_memo *const all[] = {&r->groups_seen,  &r->acls_seen,     &r->pairs_seen,
                                    &r->outside_cuts, &r->network_facts, &r->lists_seen};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = (struct wit_memo){0};
    memset(&r->services->arrivals, 0, sizeof r->services->arrivals);
    memset(&r->services->kept, 0, sizeof r->services->kept);
}

/* ---- what bulk.h keeps ---- */
static void renew_rows(struct wit_bulk *b, const struct wit_touched *t)
{
    for (size_t i = 0; i < b->rows_seen.room; i++) {
        struct wit_group_row *row = (struct wit_group_row *)(uintptr_t)b->rows_seen.slots[i].value;
        if (row != NULL && row->filter != NULL && touches_filter(t, row->filter))
            wit_bulk_renew_row(b, row);
    }
    memset(&b->anybody_seen, 0, sizeof b->anybody_seen);
    for (uint32_t i = 0; i < b->r->n_group_sets; i++) {
        for (size_t k = 0; b->sets[i] != NULL && k < b->sets[i]->n; k++) {
            if (b->sets[i]->rows[k]->renewed_in == b->epoch)
                b->sets[i]->renewed_in = b->epoch;
        }
    }
}

static void forget_places(struct wit_bulk *b, const struct wit_touched *t)
{
    bool *touched = WIT_NEW_ARRAY(b->twin->scratch, bool, b->twin->n_units);
    for (size_t i = 0; i < b->twin->n_units; i++)
        touched[i] = b->twin->units[i]->itf != NULL && touches_subnet(t, b->twin->units[i]->itf->subnet);
    for (size_t i = 0; i < b->between.room; i++) {
        struct wit_word_slot *s = &b->between.slots[i];
        if (s->value != NULL && (touched[s->key >> 32] || touched[s->key & UINT32_MAX]))
            s->value = &b->stale;
    }
    wit_arena_reset(b->twin->scratch);
}

static void renew_crowd(struct wit_bulk *b, struct wit_crowd *c, const struct wit_touched *t, bool groups, bool places,
                        bool all)
{
    if (all)
        c->renewed_in = c->moved_in = b->epoch;
    for (size_t i = 0; i < c->n; i++) {
        struct wit_stand *s = &c->stands[i];
        bool renewed = false;
        for (uint32_t k = 0; groups && k < s->n && !renewed; k++)
            renewed = s->posts[k].set->renewed_in == b->epoch;
        if (renewed)
            wit_stand_renew(b, s);
        if (renewed)
            c->renewed_in = b->epoch;
        if (places && touches_subnet(t, s->place->itf->subnet))
            c->moved_in = b->epoch;
    }
}

static void bulk_again(struct wit_bulk *b, const struct wit_touched *t, bool groups, bool places)
{
    bool middle = places && is_on_the_way(b->r, t);
    b->epoch++;
    if (groups)
        renew_rows(b, t);
    if (middle)
        memset(&b->between, 0, sizeof b->between);
    else if (places)
        forget_places(b, t);
    for (size_t i = 0; i < b->crowds.room; i++) {
        struct wit_crowd *c = (struct wit_crowd *)(uintptr_t)b->crowds.slots[i].value;
        if (c != NULL)
            renew_crowd(b, c, t, groups, places, middle || has_legs(b->r));
    }
}

struct wit_reach *wit_reach_again(struct wit_reach *old, const struct wit_touched *touched)
{
    bool groups = false, places = touched->n_tables + touched->n_subnets > 0;
    for (size_t i = 0; i < touched->n_filters; i++)
        *(touched->filters[i]->mode == WIT_ALLOW_UNION ? &groups : &places) = true;
    if (touched->n_interfaces > 0 || !are_known_prefixes(old, touched)) {
        const struct wit_estate *estate = old->estate;
        wit_reach_free(old);
        return wit_reach_new(estate);
    }
    forget(old);
    if (old->bulk != NULL) {
        if (places)
            forget(old->bulk->twin);
        bulk_again(old->bulk, touched, groups, places);
    }
    return old;
}
