/* base/arena.h: memory that is given back all at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One arena a bundle, one scratch arena a request; no per-object free. Allocation never returns NULL: the program ends
 * with status 70. Safe because every input has a cap that was checked first. Memory is zeroed. Under ASan each object
 * is its own malloc, so that overruns are caught.
 */
#ifndef WIT_BASE_ARENA_H
#define WIT_BASE_ARENA_H

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define WIT_NONNULL_RESULT __attribute__((returns_nonnull))

struct wit_arena;

struct wit_arena *wit_arena_new(void);
void wit_arena_free(struct wit_arena *arena);  /* NULL is fine */
void wit_auto_arena(struct wit_arena **arena); /* for WIT_CLEANUP */
/* Forgets every object but keeps a block for reuse. */
void wit_arena_reset(struct wit_arena *arena);
size_t wit_arena_used_bytes(const struct wit_arena *arena);

/* Zeroed, aligned for any type. size 0 gives a valid unique pointer. */
WIT_NONNULL_RESULT void *wit_alloc(struct wit_arena *arena, size_t size_bytes);
#define WIT_NEW(arena, type)          ((type *)wit_alloc((arena), sizeof(type)))
#define WIT_NEW_ARRAY(arena, type, n) ((type *)wit_alloc_array((arena), (n), sizeof(type)))
WIT_NONNULL_RESULT void *wit_alloc_array(struct wit_arena *arena, size_t n, size_t size_bytes); /* dies on overflow */

WIT_NONNULL_RESULT char *wit_strdup(struct wit_arena *arena, const char *s);
WIT_NONNULL_RESULT char *wit_strndup(struct wit_arena *arena, const char *s, size_t len);
WIT_PRINTF(2, 3) char *wit_fmt(struct wit_arena *arena, const char *fmt, ...);

/*
 * A growing array in an arena: declare `type *items; size_t n, cap;` then WIT_PUSH(arena, items, n, cap) = value;
 * evaluates its arguments more than once.
 */
#define WIT_PUSH(arena, items, n, cap)                                                                                 \
    (*((n) == (cap) ? ((items) = wit_grow((arena), (items), &(cap), sizeof *(items)), &(items)[(n)++])                 \
                    : (assert((items) != NULL), &(items)[(n)++])))
WIT_NONNULL_RESULT void *wit_grow(struct wit_arena *arena, void *items, size_t *cap, size_t size_bytes);

/* String -> index map, insertion order irrelevant to output. Keys are copied into the arena. */
struct wit_strmap;
struct wit_strmap *wit_strmap_new(struct wit_arena *arena);
/* False when the key is there already (value is left alone). */
bool wit_strmap_put(struct wit_strmap *map, const char *key, void *value);
void wit_strmap_set(struct wit_strmap *map, const char *key, void *value); /* insert or replace */
void *wit_strmap_get(const struct wit_strmap *map, const char *key);       /* NULL when absent */

#endif
