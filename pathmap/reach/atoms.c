/* pathmap/reach/atoms.c: the pieces of address space that nothing in evidence tells apart.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every prefix of a rule, route, list, network or subnet begins and ends somewhere; between two such places all
 * addresses fare alike. An atom is known by its index; both families lie in one ascending list.
 *
 * Atoms of which the same rules, routes, lists and networks speak are one class, wherever they lie: a hundred thousand
 * single hosts that one group names with one port make two classes. What speaks of an atom is summed up as 128 bits,
 * one random number a speaker, added where its prefix begins and taken away behind its end. The numbers come from the
 * system, so that nobody can write rules whose sums collide; classes are numbered by their first atom, so nothing that
 * is written depends on them.
 */
#include <stdlib.h>
#include <sys/random.h>

#include "pathmap/reach/inside.h"

struct sum {
    uint64_t a, b;
};
struct bound {
    struct wit_addr addr;
    struct sum change;
};
struct bounds {
    struct wit_reach *r;
    struct bound *items;
    size_t n, cap;
    uint64_t key[2];
};

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

static void add_range(struct bounds *b, struct wit_range range, const void *speaker, uint64_t detail)
{
    uint64_t x = mix(mix((uintptr_t)speaker ^ b->key[0]) + detail),
             y = mix(mix(detail ^ b->key[1]) + (uintptr_t)speaker);
    struct sum s = {mix(x ^ b->key[1]), mix(y ^ b->key[0])};
    WIT_PUSH(b->r->work, b->items, b->n, b->cap) = (struct bound){range.first, s};
    if (!wit_addr_is_max(range.last))
        WIT_PUSH(b->r->work, b->items, b->n, b->cap) = (struct bound){wit_addr_next(range.last), {0 - s.a, 0 - s.b}};
}

/* `speaker` and `detail`: prefixes with the same pair mean the same to whoever looks at an address. */
static void add(struct bounds *b, struct wit_prefix p, const void *speaker, uint64_t detail)
{
    if (p.addr.family != 0)
        add_range(b, wit_prefix_range(p), speaker, detail);
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(((const struct bound *)a)->addr, ((const struct bound *)b)->addr);
}

static void add_filter(struct bounds *b, const struct wit_filter *f)
{
    for (size_t k = 0; k < f->n_rules; k++) {
        const struct wit_rule *rule = &f->rules[k];
        if (rule->peer != WIT_PEER_PREFIX)
            continue;
        uint64_t detail = k; /* of an ordered list each entry is itself, of a union its ports count */
        if (f->mode == WIT_ALLOW_UNION && rule->gap == WIT_NO_GAP)
            detail = (uint64_t)1 << 40 | (uint64_t)rule->egress << 32 | wit_set_number(wit_set_of(b->r, rule->ports));
        add(b, rule->prefix, f, detail);
    }
}

static void add_everything(struct bounds *b)
{
    static const struct { /* never forwarded: rule 1.4.7 */
        uint64_t hi, lo;
        uint8_t family, bits;
    } kept[] = {{0, 0xa9fea800, 4, 22}, {0xfd000ec200000000, 0, 6, 32}};
    const struct wit_estate *e = b->r->estate;
    add(b, wit_prefix_any(4), kept, 4);
    add(b, wit_prefix_any(6), kept, 6);
    for (uint8_t family = 4; family <= 6; family = (uint8_t)(family + 2)) {
        size_t n;
        const struct wit_range *ranges = wit_public_ranges(family, &n);
        for (size_t i = 0; i < n; i++)
            add_range(b, ranges[i], ranges, i);
    }
    for (size_t i = 0; i < e->n_filters; i++)
        add_filter(b, &e->filters[i]);
    for (size_t i = 0; i < e->n_prefix_lists; i++) { /* its length counts where it is a route's destination */
        for (size_t k = 0; k < e->prefix_lists[i].n_entries; k++)
            add(b, e->prefix_lists[i].entries[k], &e->prefix_lists[i], e->prefix_lists[i].entries[k].bits);
    }
    for (size_t i = 0; i < e->n_networks; i++) {
        for (size_t k = 0; k < e->networks[i].n_prefixes; k++)
            add(b, e->networks[i].prefixes[k], &e->networks[i], 0);
    }
    for (size_t i = 0; i < e->n_target_groups; i++) { /* one address of a delegated prefix may be a target */
        const struct wit_target_group *g = &e->target_groups[i];
        for (size_t k = 0; g->type == WIT_TARGET_ADDRESS && k < g->n_targets; k++) {
            uint8_t bits = g->targets[k].addr.family == 4 ? 32 : 128;
            if (g->targets[k].addr.family != 0)
                add(b, wit_prefix_of(g->targets[k].addr, bits), g, k);
        }
    }
    for (size_t i = 0; i < e->n_doors; i++) {
        const struct wit_door *d = &e->doors[i];
        for (size_t k = 0; k < d->n_authorized; k++)
            add(b, d->authorized[k], d, 0);
        for (size_t k = 0; k < d->n_routes; k++)
            add(b, d->routes[k], d, 1);
    }
    for (size_t i = 0; i < e->n_tables; i++) {
        for (size_t k = 0; k < e->tables[i].n_routes; k++) {
            if (!e->tables[i].routes[k].by_list)
                add(b, e->tables[i].routes[k].prefix, &e->tables[i], k);
        }
    }
    for (size_t i = 0; i < e->n_transit_tables; i++) {
        for (size_t k = 0; k < e->transit_tables[i].n_routes; k++) {
            if (!e->transit_tables[i].routes[k].by_list)
                add(b, e->transit_tables[i].routes[k].prefix, &e->transit_tables[i], k);
        }
    }
    for (size_t i = 0; i < e->n_lines; i++) {
        for (size_t k = 0; k < e->lines[i].n_prefixes; k++)
            add(b, e->lines[i].prefixes[k], &e->lines[i], 0);
    }
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        add(b, wit_prefix_of((struct wit_addr){kept[i].hi, kept[i].lo, kept[i].family}, kept[i].bits), &kept[i], i);
}

void wit_atoms_build(struct wit_reach *r)
{
    struct bounds b = {.r = r, .key = {0x243f6a8885a308d3U, 0x13198a2e03707344U}};
    (void)!getrandom(b.key, sizeof b.key, 0); /* without it a collision could be made on purpose, not by accident */
    add_everything(&b);
    qsort(b.items, b.n, sizeof *b.items, by_addr);
    r->atoms = WIT_NEW_ARRAY(r->arena, struct wit_addr, b.n);
    r->atom_classes = WIT_NEW_ARRAY(r->arena, uint32_t, b.n);
    struct wit_memo seen = {0};
    struct sum now = {0, 0};
    for (size_t i = 0; i < b.n;) {
        struct wit_addr at = b.items[i].addr;
        for (; i < b.n && wit_addr_cmp(b.items[i].addr, at) == 0; i++) {
            now.a += b.items[i].change.a;
            now.b += b.items[i].change.b;
        }
        uint32_t *known = (uint32_t *)(uintptr_t)wit_memo_get(&seen, now.a, now.b, 0);
        if (known == NULL) {
            known = WIT_NEW(r->work, uint32_t);
            *known = r->n_atom_classes++;
            wit_memo_put(&seen, r->work, now.a, now.b, 0, known);
        }
        r->atoms[r->n_atoms] = at;
        r->atom_classes[r->n_atoms++] = *known;
    }
    wit_arena_reset(r->work);
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

uint32_t wit_atom_class(const struct wit_reach *r, struct wit_addr a)
{
    return r->atom_classes[wit_atom_of(r, a)];
}

size_t wit_atoms_within(const struct wit_reach *r, struct wit_addr first, struct wit_addr last)
{
    return wit_atom_of(r, last) - wit_atom_of(r, first) + 1;
}
