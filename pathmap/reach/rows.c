/* pathmap/reach/rows.c: what groups let through, a group, direction and address at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A set of groups is the union of its groups, so nothing is kept a set: fully random sets cost no more memory than
 * their lists. Values are pairs of port sets with a number.
 */
#include <string.h>

#include "pathmap/reach/bulk.h"

uint32_t wit_bulk_symbol(struct wit_bulk *b, const char *group)
{
    uintptr_t known = (uintptr_t)wit_strmap_get(b->symbols, group);
    if (known != 0)
        return (uint32_t)known;
    wit_strmap_put(b->symbols, group, (void *)(uintptr_t)++b->n_symbols);
    return b->n_symbols;
}

uint32_t wit_bulk_asked(struct wit_bulk *b, struct wit_addr peer)
{
    uint32_t class = wit_atom_class(b->r, peer);
    if (b->asked_of_class[class] == 0) {
        WIT_PUSH(b->arena, b->asked, b->n_asked, b->cap_asked) = peer;
        b->asked_of_class[class] = (uint32_t)b->n_asked;
    }
    return b->asked_of_class[class] - 1;
}

uint32_t wit_bulk_tri(struct wit_bulk *b, struct wit_tri tri)
{
    uint64_t lo = wit_set_number(tri.lo), hi = wit_set_number(tri.hi);
    const uint32_t *known = wit_memo_get(&b->tris_seen, lo, hi, 0);
    if (known != NULL)
        return *known;
    uint32_t *made = WIT_NEW(b->arena, uint32_t);
    if (b->n_tris == 0) /* 0 is "not yet" */
        WIT_PUSH(b->arena, b->tris, b->n_tris, b->cap_tris) = wit_tri_none(b->r);
    *made = (uint32_t)b->n_tris;
    WIT_PUSH(b->arena, b->tris, b->n_tris, b->cap_tris) = tri;
    wit_memo_put(&b->tris_seen, b->arena, lo, hi, 0, made);
    return *made;
}

uint32_t wit_bulk_tri_or(struct wit_bulk *b, uint32_t x, uint32_t y)
{
    if (x == y)
        return x;
    struct wit_tri s = b->tris[x], t = b->tris[y];
    return wit_bulk_tri(b, (struct wit_tri){wit_set_or(b->r, s.lo, t.lo), wit_set_or(b->r, s.hi, t.hi)});
}

uint32_t wit_bulk_chain(struct wit_bulk *b, uint32_t chain, uint32_t next)
{
    const uint32_t *known = wit_memo_get(&b->chains_seen, chain, next, 1);
    if (known != NULL)
        return *known;
    uint32_t *made = WIT_NEW(b->arena, uint32_t);
    *made = ++b->n_chains;
    wit_memo_put(&b->chains_seen, b->arena, chain, next, 1, made);
    return *made;
}

static void add_refs(struct wit_bulk *b, struct wit_group_row *row, bool egress)
{
    size_t n = 0;
    for (size_t k = 0; row->filter != NULL && k < row->filter->n_rules; k++) {
        const struct wit_rule *rule = &row->filter->rules[k];
        n += rule->egress == egress && rule->peer == WIT_PEER_GROUP && rule->gap == WIT_NO_GAP;
    }
    row->refs[egress] = WIT_NEW_ARRAY(b->arena, struct wit_group_ref, n);
    for (size_t k = 0; row->filter != NULL && k < row->filter->n_rules; k++) {
        const struct wit_rule *rule = &row->filter->rules[k];
        if (rule->egress != egress || rule->peer != WIT_PEER_GROUP || rule->gap != WIT_NO_GAP)
            continue;
        uint32_t symbol = wit_bulk_symbol(b, rule->peer_id);
        wit_set ports = wit_set_of(b->r, rule->ports);
        struct wit_group_ref *same = NULL;
        for (size_t i = row->n_refs[egress]; i > 0 && i + 16 > row->n_refs[egress] && same == NULL; i--)
            same = row->refs[egress][i - 1].symbol == symbol ? &row->refs[egress][i - 1] : NULL;
        if (same != NULL)
            same->ports = wit_set_or(b->r, same->ports, ports);
        else
            row->refs[egress][row->n_refs[egress]++] = (struct wit_group_ref){symbol, ports};
    }
}

void wit_bulk_renew_row(struct wit_bulk *b, struct wit_group_row *row)
{
    row->n_tris[0] = row->n_tris[1] = row->n_refs[0] = row->n_refs[1] = 0;
    row->renewed_in = b->epoch;
    add_refs(b, row, false);
    add_refs(b, row, true);
}

static struct wit_group_row *row_of(struct wit_bulk *b, const char *id, const struct wit_filter *filter)
{
    uint32_t symbol = wit_bulk_symbol(b, id);
    struct wit_group_row *row =
        (struct wit_group_row *)(uintptr_t)wit_memo_get(&b->rows_seen, symbol, (uintptr_t)filter, 0);
    if (row != NULL)
        return row;
    row = WIT_NEW(b->arena, struct wit_group_row);
    row->symbol = symbol;
    row->filter = filter;
    add_refs(b, row, false);
    add_refs(b, row, true);
    wit_memo_put(&b->rows_seen, b->arena, symbol, (uintptr_t)filter, 0, row);
    return row;
}

const struct wit_group_set *wit_bulk_set(struct wit_bulk *b, const struct wit_interface *itf)
{
    struct wit_group_set **at = &b->sets[wit_itf_facts_of(b->r, itf)->group_set];
    if (*at != NULL)
        return *at;
    struct wit_group_set *set = WIT_NEW(b->arena, struct wit_group_set);
    set->rows = WIT_NEW_ARRAY(b->arena, struct wit_group_row *, itf->n_filters);
    set->unfiltered = itf->unfiltered;
    set->unknown = itf->filters_gap != WIT_NO_GAP || itf->n_filters == 0;
    set->doubtful = itf->filters_gap != WIT_NO_GAP || (itf->n_filters == 0 && !itf->unfiltered);
    for (size_t i = 0; i < itf->n_filters; i++)
        set->rows[set->n++] = row_of(b, itf->filter_ids[i], itf->filters[i]);
    *at = set;
    return set;
}

static uint32_t row_at(struct wit_bulk *b, struct wit_group_row *row, bool egress, uint32_t asked)
{
    if (asked >= row->n_tris[egress]) {
        size_t n = row->n_tris[egress] == 0 ? 16 : row->n_tris[egress] * 2;
        while (n <= asked)
            n *= 2;
        uint32_t *wider = WIT_NEW_ARRAY(b->arena, uint32_t, n);
        if (row->n_tris[egress] > 0)
            memcpy(wider, row->tris[egress], row->n_tris[egress] * sizeof *wider);
        row->tris[egress] = wider;
        row->n_tris[egress] = n;
    }
    uint32_t *at = &row->tris[egress][asked];
    if (*at == 0)
        *at = wit_bulk_tri(b, wit_filters_prefixes(b->r, row->filter, egress, b->asked[asked]));
    return *at;
}

uint32_t wit_bulk_base(struct wit_bulk *b, const struct wit_group_set *set, bool egress, uint32_t asked)
{
    if (set->unfiltered)
        return wit_bulk_tri(b, wit_tri_all(b->r));
    uint32_t tri = set->unknown ? wit_bulk_tri(b, wit_tri_maybe(b->r)) : 0;
    for (size_t i = 0; i < set->n; i++) {
        uint32_t one = row_at(b, set->rows[i], egress, asked);
        tri = tri == 0 ? one : wit_bulk_tri_or(b, tri, one);
    }
    return tri;
}

uint32_t wit_bulk_anybody(struct wit_bulk *b, const struct wit_interface *itf, bool egress,
                          const struct wit_interface *router)
{
    uint64_t key = (uint64_t)wit_itf_facts_of(b->r, itf)->group_set << 2 | (uint64_t)itf->unfiltered << 1 | egress;
    const uint32_t *known = wit_memo_get(&b->anybody_seen, key, (uintptr_t)router, 1);
    if (known != NULL)
        return *known;
    uint32_t *made = WIT_NEW(b->arena, uint32_t);
    *made = wit_bulk_tri(b, wit_filters_anybody(b->r, itf, egress, router));
    wit_memo_put(&b->anybody_seen, b->arena, key, (uintptr_t)router, 1, made);
    return *made;
}
