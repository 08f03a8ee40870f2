/* pathmap/reach/sets.c: interned port sets: equal sets are one pointer, and an operation is done once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/inside.h"

static uint64_t digest(struct wit_pset set, uint64_t seed)
{
    uint64_t h = 0xcbf29ce484222325U ^ seed;
    for (size_t i = 0; i < set.n; i++)
        h = (h ^ ((uint64_t)set.spans[i].first << 32 | set.spans[i].last)) * 0x100000001b3U;
    return h ^ h >> 32;
}

wit_set wit_set_of(struct wit_reach *r, struct wit_pset set)
{
    for (uint64_t salt = 0;; salt++) { /* different sets with one digest live under different salts */
        uint64_t key = digest(set, 0);
        wit_set found = wit_memo_get(&r->interned, key, set.n, salt);
        if (found != NULL && wit_pset_equal(*found, set))
            return found;
        if (found == NULL) {
            struct wit_pset *kept = WIT_NEW(r->arena, struct wit_pset);
            struct wit_span *spans = WIT_NEW_ARRAY(r->arena, struct wit_span, set.n);
            if (set.n > 0)
                memcpy(spans, set.spans, set.n * sizeof *spans);
            *kept = (struct wit_pset){spans, set.n};
            wit_memo_put(&r->interned, r->arena, key, set.n, salt, kept);
            return kept;
        }
    }
}

enum op { AND = 1, OR, MINUS };

static wit_set operate(struct wit_reach *r, enum op op, wit_set a, wit_set b)
{
    if (op != MINUS && (uintptr_t)a > (uintptr_t)b) { /* both commute: one entry */
        wit_set swap = a;
        a = b;
        b = swap;
    }
    wit_set known = wit_memo_get(&r->ops, (uint64_t)op, (uintptr_t)a, (uintptr_t)b);
    if (known != NULL)
        return known;
    struct wit_pset made = op == AND  ? wit_pset_intersect(r->work, *a, *b)
                           : op == OR ? wit_pset_union(r->work, *a, *b)
                                      : wit_pset_subtract(r->work, *a, *b);
    wit_set kept = wit_set_of(r, made);
    wit_arena_reset(r->work);
    wit_memo_put(&r->ops, r->arena, (uint64_t)op, (uintptr_t)a, (uintptr_t)b, kept);
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
