/* base/arena.c: blocks that grow by doubling; under ASan one malloc an object.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ONE_BY_ONE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BY_ONE 1
#endif
#endif
#ifndef ONE_BY_ONE
#define ONE_BY_ONE 0
#endif

enum { FIRST_BLOCK_BYTES = 16 << 10, LARGEST_BLOCK_BYTES = 16 << 20, HUGE_PAGE_BYTES = 2 << 20 };

/* One malloc: this head, then `room` bytes. Under ASan `bytes` is one object. */
struct block {
    struct block *older;
    char *bytes;
    size_t room, used;
};

struct wit_arena {
    struct block *newest;
    size_t used_bytes;
    size_t next_room;
};

static struct block *block_new(struct wit_arena *arena, size_t room)
{
    struct block *block = malloc(sizeof *block);
    char *bytes = calloc(1, room); /* large ones come as zero pages, touched only when used */
    if (block == NULL || bytes == NULL)
        wit_die("out of memory: %zu bytes wanted, %zu in use", room, arena->used_bytes);
    if (room >= 2 * HUGE_PAGE_BYTES) { /* a quarter of the time of a large parse would go into small pages */
        uintptr_t page = ((uintptr_t)bytes + HUGE_PAGE_BYTES - 1) & ~((uintptr_t)HUGE_PAGE_BYTES - 1);
        (void)!madvise((char *)page, room - (page - (uintptr_t)bytes), MADV_HUGEPAGE); /* only a hint */
    }
    *block = (struct block){.older = arena->newest, .bytes = bytes, .room = room};
    arena->newest = block;
    return block;
}

struct wit_arena *wit_arena_new(void)
{
    struct wit_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        wit_die("out of memory");
    arena->next_room = FIRST_BLOCK_BYTES;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block != NULL) {
        struct block *older = block->older;
        free(block->bytes);
        free(block);
        block = older;
    }
}

void wit_arena_free(struct wit_arena *arena)
{
    if (arena == NULL)
        return;
    free_blocks(arena->newest);
    free(arena);
}

void wit_auto_arena(struct wit_arena **arena)
{
    wit_arena_free(*arena);
    *arena = NULL;
}

void wit_arena_reset(struct wit_arena *arena)
{
    arena->used_bytes = 0;
    struct block *kept = arena->newest;
    if (kept == NULL)
        return;
    if (ONE_BY_ONE) {
        free_blocks(kept); /* so that a use after reset is caught */
        arena->newest = NULL;
        return;
    }
    free_blocks(kept->older);
    kept->older = NULL;
    if (kept->room > LARGEST_BLOCK_BYTES) {
        free_blocks(kept);
        arena->newest = NULL;
        return;
    }
    memset(kept->bytes, 0, kept->used);
    kept->used = 0;
}

size_t wit_arena_used_bytes(const struct wit_arena *arena)
{
    return arena->used_bytes;
}

/* Blocks are owned by the arena's list, which gcc's analyzer loses sight of. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 10
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

static void *take(struct wit_arena *arena, size_t size_bytes, size_t align)
{
    if (size_bytes > SIZE_MAX / 4)
        wit_die("out of memory: %zu bytes wanted", size_bytes);
    size_t size = size_bytes == 0 ? 1 : size_bytes;
    arena->used_bytes += size;
    struct block *block = arena->newest;
    if (ONE_BY_ONE) {
        struct block *alone = block_new(arena, size);
        alone->used = size;
        return alone->bytes;
    }
    size_t at = block == NULL ? 0 : (block->used + align - 1) & ~(align - 1);
    if (block != NULL && at <= block->room && size <= block->room - at) {
        block->used = at + size;
        return block->bytes + at;
    }
    if (size > arena->next_room / 4 && block != NULL) {
        /* A large object gets its own block, behind the newest one, whose rest stays in use. */
        struct block *own = block_new(arena, size);
        own->used = size;
        arena->newest = block;
        own->older = block->older;
        block->older = own;
        return own->bytes;
    }
    block = block_new(arena, size > arena->next_room ? size : arena->next_room);
    if (arena->next_room < LARGEST_BLOCK_BYTES)
        arena->next_room *= 2;
    block->used = size;
    return block->bytes;
}

void *wit_alloc(struct wit_arena *arena, size_t size_bytes)
{
    return take(arena, size_bytes, alignof(max_align_t));
}

void *wit_alloc_array(struct wit_arena *arena, size_t n, size_t size_bytes)
{
    if (size_bytes != 0 && n > SIZE_MAX / size_bytes)
        wit_die("out of memory: %zu objects of %zu bytes wanted", n, size_bytes);
    return wit_alloc(arena, n * size_bytes);
}

char *wit_strndup(struct wit_arena *arena, const char *s, size_t len)
{
    char *copy = take(arena, len + 1, 1);
    if (len > 0)
        memcpy(copy, s, len);
    return copy;
}

char *wit_strdup(struct wit_arena *arena, const char *s)
{
    return wit_strndup(arena, s, strlen(s));
}

char *wit_fmt(struct wit_arena *arena, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        wit_die("a text could not be formatted");
    char *text = take(arena, (size_t)len + 1, 1);
    vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

void *wit_grow(struct wit_arena *arena, void *items, size_t *cap, size_t size_bytes)
{
    size_t old = *cap;
    if (old > SIZE_MAX / 4 / (size_bytes == 0 ? 1 : size_bytes))
        wit_die("out of memory: a list of %zu objects", old);
    size_t wanted = old == 0 ? 8 : old * 2;
    *cap = wanted;
    struct block *block = arena->newest;
    size_t old_bytes = old * size_bytes, more = wanted * size_bytes - old_bytes;
    if (!ONE_BY_ONE && old != 0 && block != NULL && old_bytes <= block->used &&
        block->bytes + (block->used - old_bytes) == (char *)items && more <= block->room - block->used) {
        block->used += more; /* the newest object grows in place */
        arena->used_bytes += more;
        return items;
    }
    void *larger = wit_alloc_array(arena, wanted, size_bytes);
    if (old != 0)
        memcpy(larger, items, old_bytes);
    return larger;
}
