/* pathmap/reach/sets.c: interned port sets: equal sets are one pointer, and an operation is done once.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A set has a number, so that (operation, a, b) is one word and its result is found in a flat table. The tables are
 * shared by the engine and its twin (skeleton.c), whose sets must be the same pointers.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

struct numbered {
    struct wit_pset set; /* first: a wit_set points here */
    uint32_t number;
    uint64_t digest;
};
struct wit_sets {
    struct wit_arena *arena, *work;
    struct numbered **slots; /* by digest; NULL: free */
    size_t n, room;
    struct wit_word_map ops;
};

struct wit_sets *wit_sets_new(struct wit_arena *arena, struct wit_arena *work)
{
    struct wit_sets *s = WIT_NEW(arena, struct wit_sets);
    s->arena = arena;
    s->work = work;
    s->room = 1024;
    s->slots = WIT_NEW_ARRAY(arena, struct numbered *, s->room);
    return s;
}

uint32_t wit_set_number(wit_set set)
{
    return ((const struct numbered *)(const void *)set)->number;
}

static uint64_t digest(struct wit_pset set)
{
    uint64_t h = 0x9e3779b97f4a7c15U + set.n;
    for (size_t i = 0; i < set.n; i++) {
        h = (h ^ ((uint64_t)set.spans[i].first << 32 | set.spans[i].last)) * 0xbf58476d1ce4e5b9U;
        h ^= h >> 31;
    }
    return h;
}

static void widen(struct wit_sets *s)
{
    size_t room = s->room * 2;
    struct numbered **slots = WIT_NEW_ARRAY(s->arena, struct numbered *, room);
    for (size_t i = 0; i < s->room; i++) {
        if (s->slots[i] == NULL)
            continue;
        size_t at = (size_t)s->slots[i]->digest & (room - 1);
        while (slots[at] != NULL)
            at = (at + 1) & (room - 1);
        slots[at] = s->slots[i];
    }
    s->slots = slots;
    s->room = room;
}

wit_set wit_set_of(struct wit_reach *r, struct wit_pset set)
{
    struct wit_sets *s = r->sets;
    uint64_t key = digest(set);
    size_t at = (size_t)key & (s->room - 1);
    for (; s->slots[at] != NULL; at = (at + 1) & (s->room - 1)) {
        if (s->slots[at]->digest == key && wit_pset_equal(s->slots[at]->set, set))
            return &s->slots[at]->set;
    }
    struct numbered *kept = WIT_NEW(s->arena, struct numbered);
    struct wit_span *spans = WIT_NEW_ARRAY(s->arena, struct wit_span, set.n);
    if (set.n > 0)
        memcpy(spans, set.spans, set.n * sizeof *spans);
    *kept = (struct numbered){{spans, set.n}, (uint32_t)s->n, key};
    s->slots[at] = kept;
    s->n++;
    if (s->n * 2 > s->room)
        widen(s);
    return &kept->set;
}

enum op { AND = 1, OR, MINUS };

static wit_set operate(struct wit_reach *r, enum op op, wit_set a, wit_set b)
{
    struct wit_sets *s = r->sets;
    uint64_t x = wit_set_number(a), y = wit_set_number(b);
    if (op != MINUS && x > y) { /* both commute: one entry */
        uint64_t swap = x;
        x = y;
        y = swap;
    }
    uint64_t key = (uint64_t)op << 62 | x << 31 | y;
    wit_set known = wit_word_get(&s->ops, key);
    if (known != NULL)
        return known;
    struct wit_pset made = op == AND  ? wit_pset_intersect(s->work, *a, *b)
                           : op == OR ? wit_pset_union(s->work, *a, *b)
                                      : wit_pset_subtract(s->work, *a, *b);
    wit_set kept = wit_set_of(r, made);
    wit_arena_reset(s->work);
    wit_word_put(&s->ops, s->arena, key, kept);
    return kept;
}

wit_set wit_set_and(struct wit_reach *r, wit_set a, wit_set b)
{
    if (a == b || b == r->all || a == r->none)
        return a;
    return a == r->all || b == r->none ? b : operate(r, AND, a, b);
}

wit_set wit_set_or(struct wit_reach *r, wit_set a, wit_set b)
{
    if (a == b || b == r->none || a == r->all)
        return a;
    return a == r->none || b == r->all ? b : operate(r, OR, a, b);
}

wit_set wit_set_minus(struct wit_reach *r, wit_set a, wit_set b)
{
    if (a == b || b == r->all || a == r->none)
        return r->none;
    return b == r->none ? a : operate(r, MINUS, a, b);
}

bool wit_set_meets(struct wit_reach *r, wit_set a, wit_set b)
{
    return wit_set_and(r, a, b) != r->none;
}

bool wit_set_has(struct wit_reach *r, wit_set a, wit_set b)
{
    return wit_set_minus(r, b, a) == r->none;
}

struct wit_tri wit_tri_and(struct wit_reach *r, struct wit_tri a, struct wit_tri b)
{
    return (struct wit_tri){wit_set_and(r, a.lo, b.lo), wit_set_and(r, a.hi, b.hi)};
}

struct wit_tri wit_tri_all(const struct wit_reach *r)
{
    return (struct wit_tri){r->all, r->all};
}

struct wit_tri wit_tri_none(const struct wit_reach *r)
{
    return (struct wit_tri){r->none, r->none};
}

struct wit_tri wit_tri_maybe(const struct wit_reach *r)
{
    return (struct wit_tri){r->none, r->all};
}
