/* pathmap/reach/units.c: which endpoints no rule can tell apart, and who holds an address.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A class is a subnet, a set of groups, the flags that matter, and for each address the atoms of its private and its
 * public form. Two interfaces of one class get the same answer to every question, so one of them is asked for all.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/service.h"

enum { WIDE_ATOMS = 256 }; /* parts of one delegated prefix that are told apart */

static void key_of_groups(struct wit_buf *key, const struct wit_interface *itf)
{
    for (size_t i = 0; i < itf->n_filters; i++)
        wit_buf_printf(key, "%s\x1f", itf->filter_ids[i]);
    wit_buf_printf(key, "|%d|%u", itf->unfiltered, itf->filters_gap);
}

static void key_of_point(struct wit_buf *key, const struct wit_reach *r, const struct wit_point *p)
{
    wit_buf_printf(key, "|%u", wit_atom_class(r, p->addr));
    if (p->public_addr.family != 0)
        wit_buf_printf(key, ",%u", wit_atom_class(r, p->public_addr));
}

/* Points with equal keys are one: a hundred secondary addresses of one subnet fare alike. */
static const struct wit_unit *unit_of(struct wit_reach *r, const struct wit_interface *itf, enum wit_use use,
                                      const struct wit_point *points, size_t n)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf key;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf part;
    wit_buf_init(&key, (size_t)1 << 24);
    wit_buf_init(&part, 4096);
    const struct wit_itf_facts *facts = wit_itf_facts_of(r, itf);
    bool instance = itf->instance[0] != '\0' && !itf->requester_managed;
    wit_buf_printf(&key, "%p|%u|%d%d%d%d%d%d", (const void *)itf->subnet, facts->group_set, itf->source_dest_check,
                   itf->windows, instance, (int)use, strcmp(itf->type, "nat_gateway") == 0,
                   strcmp(itf->type, "lambda") == 0);
    if (wit_pods_on(r, itf))
        wit_buf_printf(&key, "|%s/%d", itf->instance,
                       n > 0 && itf->n_addresses > 0 && wit_addr_cmp(points[0].addr, itf->addresses[0].addr) == 0);
    if (itf->addresses_unread)
        wit_buf_puts(&key, "|?");
    if (itf->endpoint_id[0] != '\0' || strcmp(itf->type, "vpc_endpoint") == 0)
        wit_buf_printf(&key, "|%s", itf->endpoint_id);
    wit_service_key(r, &key, itf, use == WIT_USE_ANY || n == 0 ? (struct wit_addr){0, 0, 0} : points[0].addr);
    struct wit_point *kept = WIT_NEW_ARRAY(r->scratch, struct wit_point, n);
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        wit_buf_reset(&part);
        key_of_point(&part, r, &points[i]);
        bool seen = false;
        for (size_t k = 0; k < n_kept && k < 64 && !seen; k++)
            seen = wit_atom_class(r, kept[k].addr) == wit_atom_class(r, points[i].addr) &&
                   kept[k].public_addr.family == points[i].public_addr.family &&
                   (points[i].public_addr.family == 0 ||
                    wit_atom_class(r, kept[k].public_addr) == wit_atom_class(r, points[i].public_addr));
        if (seen)
            continue;
        wit_buf_puts(&key, wit_buf_str(&part));
        kept[n_kept++] = points[i];
    }
    struct wit_unit *unit = wit_strmap_get(r->unit_by_key, wit_buf_str(&key));
    if (unit != NULL)
        return unit;
    unit = WIT_NEW(r->arena, struct wit_unit);
    struct wit_point *copy = WIT_NEW_ARRAY(r->arena, struct wit_point, n_kept);
    if (n_kept > 0)
        memcpy(copy, kept, n_kept * sizeof *copy);
    *unit = (struct wit_unit){(uint32_t)r->n_units, itf, use, copy, n_kept, NULL, ""};
    WIT_PUSH(r->arena, r->units, r->n_units, r->cap_units) = unit;
    wit_strmap_put(r->unit_by_key, wit_buf_str(&key), unit);
    return unit;
}

const struct wit_itf_facts *wit_itf_facts_of(const struct wit_reach *r, const struct wit_interface *itf)
{
    return &r->itf_facts[itf - r->estate->interfaces];
}

const struct wit_unit *wit_unit_of_interface(struct wit_reach *r, const struct wit_interface *itf)
{
    struct wit_itf_facts *facts = &r->itf_facts[itf - r->estate->interfaces];
    if (facts->unit != NULL)
        return facts->unit;
    struct wit_point *points = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < itf->n_addresses; i++) {
        const struct wit_address *a = &itf->addresses[i];
        struct wit_range range = wit_prefix_range(wit_prefix_of(a->addr, a->bits));
        WIT_PUSH(r->arena, points, n, cap) = (struct wit_point){a->addr, a->public_addr};
        uint32_t first = wit_atom_of(r, range.first), last = wit_atom_of(r, range.last);
        for (uint32_t k = first + 1; k <= last && k - first <= WIDE_ATOMS; k++)
            WIT_PUSH(r->arena, points, n, cap) = (struct wit_point){r->atoms[k], {0, 0, 0}};
    }
    facts->unit = unit_of(r, itf, WIT_USE_ANY, points, n);
    return facts->unit;
}

const struct wit_unit *wit_unit_of_address(struct wit_reach *r, const struct wit_interface *itf, size_t at,
                                           struct wit_addr pinned, enum wit_use use)
{
    struct wit_point point = {itf->addresses[at].addr, itf->addresses[at].public_addr};
    if (pinned.family != 0 && wit_addr_cmp(pinned, point.addr) != 0 && use != WIT_USE_PUBLIC)
        point = (struct wit_point){pinned, {0, 0, 0}};
    return unit_of(r, itf, use, &point, 1);
}

/* One an address, though those of one atom fare alike: answers name it, whichever was asked for before. */
const struct wit_unit *wit_unit_outside(struct wit_reach *r, struct wit_addr a)
{
    const struct wit_unit *known = wit_memo_get(&r->outside_units, a.hi, a.lo, a.family);
    if (known != NULL)
        return known;
    struct wit_unit *unit = WIT_NEW(r->arena, struct wit_unit);
    struct wit_point *point = WIT_NEW(r->arena, struct wit_point);
    char text[WIT_ADDR_TEXT];
    point->addr = a;
    *unit = (struct wit_unit){
        (uint32_t)r->n_units, NULL, WIT_USE_ANY, point, 1, NULL, wit_strdup(r->arena, wit_addr_text(text, a))};
    WIT_PUSH(r->arena, r->units, r->n_units, r->cap_units) = unit;
    wit_memo_put(&r->outside_units, r->arena, a.hi, a.lo, a.family, unit);
    return unit;
}

const struct wit_unit *wit_unit_of_bucket(struct wit_reach *r, const struct wit_bucket *bucket)
{
    const struct wit_unit *known = wit_memo_get(&r->outside_units, (uintptr_t)bucket, 1, 0);
    if (known != NULL)
        return known;
    struct wit_unit *unit = WIT_NEW(r->arena, struct wit_unit);
    *unit = (struct wit_unit){(uint32_t)r->n_units, NULL, WIT_USE_ANY, NULL, 0, bucket, bucket->id};
    WIT_PUSH(r->arena, r->units, r->n_units, r->cap_units) = unit;
    wit_memo_put(&r->outside_units, r->arena, (uintptr_t)bucket, 1, 0, unit);
    return unit;
}

static int by_first(const void *a, const void *b)
{
    const struct wit_holder *x = a, *y = b;
    int order = wit_addr_cmp(x->first, y->first);
    return order != 0 ? order : strcmp(x->itf->id, y->itf->id);
}

static void sort_holders(struct wit_holder *list, size_t n)
{
    if (n > 0)
        qsort(list, n, sizeof *list, by_first);
}

void wit_holders_build(struct wit_reach *r)
{
    const struct wit_estate *e = r->estate;
    size_t cap = 0, public_cap = 0, wide_cap = 0;
    for (size_t i = 0; i < e->n_interfaces; i++) {
        const struct wit_interface *itf = &e->interfaces[i];
        for (size_t k = 0; k < itf->n_addresses; k++) {
            const struct wit_address *a = &itf->addresses[k];
            struct wit_range range = wit_prefix_range(wit_prefix_of(a->addr, a->bits));
            struct wit_holder h = {range.first, range.last, itf, k};
            if (wit_addr_cmp(range.first, range.last) == 0)
                WIT_PUSH(r->arena, r->holders, r->n_holders, cap) = h;
            else
                WIT_PUSH(r->arena, r->wide_holders, r->n_wide_holders, wide_cap) = h;
            if (a->public_addr.family != 0)
                WIT_PUSH(r->arena, r->public_holders, r->n_public_holders, public_cap) =
                    (struct wit_holder){a->public_addr, a->public_addr, itf, k};
        }
    }
    sort_holders(r->holders, r->n_holders);
    sort_holders(r->public_holders, r->n_public_holders);
    sort_holders(r->wide_holders, r->n_wide_holders);
}

/* What of an interface's groups the ways between places look at: not which they are. */
static uint32_t group_flags(const struct wit_interface *itf)
{
    bool foreign = false; /* 1.2.8 */
    for (size_t i = 0; i < itf->n_filters && !foreign; i++)
        foreign = itf->filters[i] != NULL && itf->filters[i]->network[0] != '\0' &&
                  strcmp(itf->filters[i]->network, itf->subnet->network->id) != 0;
    return (uint32_t)(foreign | itf->unfiltered << 1 | (itf->filters_gap != WIT_NO_GAP) << 2 |
                      (itf->n_filters == 0) << 3);
}

void wit_units_build(struct wit_reach *r)
{
    const struct wit_estate *e = r->estate;
    struct wit_strmap *sets = wit_strmap_new(r->arena);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf key;
    wit_buf_init(&key, (size_t)1 << 20);
    r->itf_facts = WIT_NEW_ARRAY(r->arena, struct wit_itf_facts, e->n_interfaces);
    for (size_t i = 0; i < e->n_interfaces; i++) {
        const struct wit_interface *itf = &e->interfaces[i];
        if (wit_interface_is_front(itf))
            WIT_PUSH(r->arena, r->fronts, r->n_fronts, r->cap_fronts) = itf;
        if (r->open_groups) {
            r->itf_facts[i].group_set = group_flags(itf);
            continue;
        }
        wit_buf_reset(&key);
        key_of_groups(&key, itf);
        struct wit_itf_facts *same = wit_strmap_get(sets, wit_buf_str(&key));
        r->itf_facts[i].group_set = same == NULL ? r->n_group_sets++ : same->group_set;
        if (same == NULL)
            wit_strmap_put(sets, wit_buf_str(&key), &r->itf_facts[i]);
    }
}
