/* pathmap/reach/atoms.c: the pieces of address space that nothing in evidence tells apart.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every prefix of a rule, route, list, network or subnet begins and ends somewhere; between two such places all
 * addresses fare alike. An atom is known by its index; both families lie in one ascending list.
 */
#include <stdlib.h>

#include "pathmap/reach/inside.h"

struct bounds {
    struct wit_arena *arena;
    struct wit_addr *items;
    size_t n, cap;
};

static void add(struct bounds *b, struct wit_prefix p)
{
    struct wit_range range = wit_prefix_range(p);
    WIT_PUSH(b->arena, b->items, b->n, b->cap) = range.first;
    if (!wit_addr_is_max(range.last))
        WIT_PUSH(b->arena, b->items, b->n, b->cap) = wit_addr_next(range.last);
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

void wit_atoms_build(struct wit_reach *r)
{
    const struct wit_estate *e = r->estate;
    struct bounds b = {.arena = r->arena};
    add(&b, wit_prefix_any(4));
    add(&b, wit_prefix_any(6));
    for (uint8_t family = 4; family <= 6; family = (uint8_t)(family + 2)) {
        size_t n;
        const struct wit_range *ranges = wit_public_ranges(family, &n);
        for (size_t i = 0; i < n; i++) {
            WIT_PUSH(b.arena, b.items, b.n, b.cap) = ranges[i].first;
            if (!wit_addr_is_max(ranges[i].last))
                WIT_PUSH(b.arena, b.items, b.n, b.cap) = wit_addr_next(ranges[i].last);
        }
    }
    for (size_t i = 0; i < e->n_filters; i++) {
        for (size_t k = 0; k < e->filters[i].n_rules; k++) {
            if (e->filters[i].rules[k].peer == WIT_PEER_PREFIX && e->filters[i].rules[k].prefix.addr.family != 0)
                add(&b, e->filters[i].rules[k].prefix);
        }
    }
    for (size_t i = 0; i < e->n_prefix_lists; i++) {
        for (size_t k = 0; k < e->prefix_lists[i].n_entries; k++)
            add(&b, e->prefix_lists[i].entries[k]);
    }
    for (size_t i = 0; i < e->n_networks; i++) {
        for (size_t k = 0; k < e->networks[i].n_prefixes; k++)
            add(&b, e->networks[i].prefixes[k]);
    }
    for (size_t i = 0; i < e->n_tables; i++) {
        for (size_t k = 0; k < e->tables[i].n_routes; k++) {
            if (!e->tables[i].routes[k].by_list && e->tables[i].routes[k].prefix.addr.family != 0)
                add(&b, e->tables[i].routes[k].prefix);
        }
    }
    static const struct { /* never forwarded: rule 1.4.7 */
        uint64_t hi, lo;
        uint8_t family, bits;
    } kept[] = {{0, 0xa9fea800, 4, 22}, {0xfd000ec200000000, 0, 6, 32}};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        add(&b, wit_prefix_of((struct wit_addr){kept[i].hi, kept[i].lo, kept[i].family}, kept[i].bits));
    qsort(b.items, b.n, sizeof *b.items, by_addr);
    size_t n = 0;
    for (size_t i = 0; i < b.n; i++) {
        if (n == 0 || wit_addr_cmp(b.items[n - 1], b.items[i]) != 0)
            b.items[n++] = b.items[i];
    }
    r->atoms = b.items;
    r->n_atoms = n;
}

uint32_t wit_atom_of(const struct wit_reach *r, struct wit_addr a)
{
    size_t low = 0, high = r->n_atoms;
    while (high - low > 1) { /* atoms[low] <= a < atoms[high] */
        size_t middle = low + (high - low) / 2;
        if (wit_addr_cmp(r->atoms[middle], a) <= 0)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

size_t wit_atoms_within(const struct wit_reach *r, struct wit_addr first, struct wit_addr last)
{
    return wit_atom_of(r, last) - wit_atom_of(r, first) + 1;
}
