/* pathmap/reach/sets.h: port sets as values, and memories of what was computed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REACH_SETS_H
#define WIT_PATHMAP_REACH_SETS_H

#include "base/pset.h"

struct wit_reach;

/* ---- sets.c: interned port sets: equal sets are one pointer, operations are remembered ---- */
typedef const struct wit_pset *wit_set;
struct wit_tri {
    wit_set lo, hi;
};
struct wit_sets;
struct wit_sets *wit_sets_new(struct wit_arena *arena, struct wit_arena *work);
wit_set wit_set_of(struct wit_reach *r, struct wit_pset set);
uint32_t wit_set_number(wit_set set); /* 0, 1, 2 …, by first use */
wit_set wit_set_and(struct wit_reach *r, wit_set a, wit_set b);
wit_set wit_set_or(struct wit_reach *r, wit_set a, wit_set b);
wit_set wit_set_minus(struct wit_reach *r, wit_set a, wit_set b);
bool wit_set_meets(struct wit_reach *r, wit_set a, wit_set b);
bool wit_set_has(struct wit_reach *r, wit_set a, wit_set b);
struct wit_tri wit_tri_and(struct wit_reach *r, struct wit_tri a, struct wit_tri b);
struct wit_tri wit_tri_all(const struct wit_reach *r);
struct wit_tri wit_tri_none(const struct wit_reach *r);
struct wit_tri wit_tri_maybe(const struct wit_reach *r); /* none surely, all possibly */

/* ---- memo.c: three words -> a pointer ---- */
struct wit_memo {
    struct wit_memo_slot {
        uint64_t key[3];
        const void *value; /* NULL: free */
    } * slots;
    size_t n, room;
};
const void *wit_memo_get(const struct wit_memo *memo, uint64_t a, uint64_t b, uint64_t c);
void wit_memo_put(struct wit_memo *memo, struct wit_arena *arena, uint64_t a, uint64_t b, uint64_t c,
                  const void *value);
/* One word -> a pointer, half the size. */
struct wit_word_map {
    struct wit_word_slot {
        uint64_t key;
        const void *value; /* NULL: free */
    } * slots;
    size_t n, room;
};
const void *wit_word_get(const struct wit_word_map *map, uint64_t key);
void wit_word_put(struct wit_word_map *map, struct wit_arena *arena, uint64_t key, const void *value);

#endif
