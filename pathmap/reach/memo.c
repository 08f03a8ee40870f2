/* pathmap/reach/memo.c: three words to a pointer: what was computed once is looked up.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Keys are ids and pointers of our own, never hostile text. Nothing that is written depends on the order of slots.
 */
#include "pathmap/reach/inside.h"

static uint64_t mix(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t h = a * 0x9e3779b97f4a7c15U;
    h = (h ^ (h >> 29) ^ b) * 0xbf58476d1ce4e5b9U;
    h = (h ^ (h >> 32) ^ c) * 0x94d049bb133111ebU;
    return h ^ (h >> 31);
}

static size_t slot_of(const struct wit_memo *memo, uint64_t a, uint64_t b, uint64_t c)
{
    size_t at = (size_t)mix(a, b, c) & (memo->room - 1);
    while (memo->slots[at].value != NULL &&
           (memo->slots[at].key[0] != a || memo->slots[at].key[1] != b || memo->slots[at].key[2] != c))
        at = (at + 1) & (memo->room - 1);
    return at;
}

const void *wit_memo_get(const struct wit_memo *memo, uint64_t a, uint64_t b, uint64_t c)
{
    return memo->room == 0 ? NULL : memo->slots[slot_of(memo, a, b, c)].value;
}

static void grow(struct wit_memo *memo, struct wit_arena *arena)
{
    struct wit_memo larger = {NULL, memo->n, memo->room == 0 ? 64 : memo->room * 2};
    larger.slots = WIT_NEW_ARRAY(arena, struct wit_memo_slot, larger.room);
    for (size_t i = 0; i < memo->room; i++) {
        const struct wit_memo_slot *s = &memo->slots[i];
        if (s->value != NULL)
            larger.slots[slot_of(&larger, s->key[0], s->key[1], s->key[2])] = *s;
    }
    *memo = larger;
}

void wit_memo_put(struct wit_memo *memo, struct wit_arena *arena, uint64_t a, uint64_t b, uint64_t c, const void *value)
{
    if (memo->n * 2 >= memo->room)
        grow(memo, arena);
    struct wit_memo_slot *s = &memo->slots[slot_of(memo, a, b, c)];
    if (s->value == NULL)
        memo->n++;
    *s = (struct wit_memo_slot){{a, b, c}, value};
}

static size_t word_slot(const struct wit_word_map *map, uint64_t key)
{
    uint64_t h = key * 0x9e3779b97f4a7c15U;
    size_t at = (size_t)(h ^ h >> 32) & (map->room - 1);
    while (map->slots[at].value != NULL && map->slots[at].key != key)
        at = (at + 1) & (map->room - 1);
    return at;
}

const void *wit_word_get(const struct wit_word_map *map, uint64_t key)
{
    return map->room == 0 ? NULL : map->slots[word_slot(map, key)].value;
}

void wit_word_put(struct wit_word_map *map, struct wit_arena *arena, uint64_t key, const void *value)
{
    if (map->n * 2 >= map->room) {
        struct wit_word_map larger = {NULL, map->n, map->room == 0 ? 64 : map->room * 2};
        larger.slots = WIT_NEW_ARRAY(arena, struct wit_word_slot, larger.room);
        for (size_t i = 0; i < map->room; i++) {
            if (map->slots[i].value != NULL)
                larger.slots[word_slot(&larger, map->slots[i].key)] = map->slots[i];
        }
        *map = larger;
    }
    struct wit_word_slot *s = &map->slots[word_slot(map, key)];
    map->n += s->value == NULL;
    *s = (struct wit_word_slot){key, value};
}
