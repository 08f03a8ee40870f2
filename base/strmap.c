/* base/strmap.c: the string map of base/arena.h: open addressing, SipHash with a key a process.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Keys come from hostile input, so the hash is keyed: nobody can prepare names that all fall together. Nothing that is
 * written depends on the hash, since a map cannot be walked.
 * Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (SipHash-1-3).
 */
#include "base/arena.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

struct slot {
    const char *key; /* NULL: free */
    void *value;
    uint64_t hash;
};

struct wit_strmap {
    struct wit_arena *arena;
    struct slot *slots;
    size_t n, room; /* room is a power of two, at least 4/3 of n */
    uint64_t secret[2];
};

static uint64_t rotate(uint64_t x, unsigned bits)
{
    return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static uint64_t hash_of(const uint64_t secret[2], const char *key, size_t len)
{
    uint64_t v[4] = {secret[0] ^ 0x736f6d6570736575U, secret[1] ^ 0x646f72616e646f6dU, secret[0] ^ 0x6c7967656e657261U,
                     secret[1] ^ 0x7465646279746573U};
    size_t left = len;
    for (; left >= 8; left -= 8, key += 8) {
        uint64_t word;
        memcpy(&word, key, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    uint64_t word = (uint64_t)len << 56;
    for (size_t i = 0; i < left; i++)
        word |= (uint64_t)(unsigned char)key[i] << (8 * i);
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* One system call a process; two threads that race both store good randomness. */
static void secret_get(uint64_t secret[2])
{
    static _Atomic uint64_t first, second;
    static atomic_bool ready;
    if (!atomic_load(&ready)) {
        uint64_t fresh[2] = {(uint64_t)getpid(), 0};
        ssize_t got = getrandom(fresh, sizeof fresh, GRND_NONBLOCK);
        (void)got; /* an early-boot machine gets a weak key, never a failure */
        atomic_store(&first, fresh[0]);
        atomic_store(&second, fresh[1]);
        atomic_store(&ready, true);
    }
    secret[0] = atomic_load(&first);
    secret[1] = atomic_load(&second);
}

struct wit_strmap *wit_strmap_new(struct wit_arena *arena)
{
    struct wit_strmap *map = WIT_NEW(arena, struct wit_strmap);
    map->arena = arena;
    secret_get(map->secret);
    return map;
}

/* The slot of `key`, or the free slot where it would go. Needs at least one free slot. */
static struct slot *find(const struct wit_strmap *map, const char *key, uint64_t hash)
{
    for (size_t at = (size_t)hash & (map->room - 1);; at = (at + 1) & (map->room - 1)) {
        struct slot *slot = &map->slots[at];
        if (slot->key == NULL || (slot->hash == hash && strcmp(slot->key, key) == 0))
            return slot;
    }
}

static void make_room(struct wit_strmap *map)
{
    if (map->n + 1 <= map->room - map->room / 4 && map->room != 0)
        return;
    struct slot *old = map->slots;
    size_t old_room = map->room;
    map->room = old_room == 0 ? 16 : old_room * 2;
    map->slots = WIT_NEW_ARRAY(map->arena, struct slot, map->room);
    for (size_t i = 0; i < old_room; i++) {
        if (old[i].key != NULL)
            *find(map, old[i].key, old[i].hash) = old[i];
    }
}

/* True when the key is new. */
static bool insert(struct wit_strmap *map, const char *key, void *value, bool replace)
{
    make_room(map);
    size_t len = strlen(key);
    uint64_t hash = hash_of(map->secret, key, len);
    struct slot *slot = find(map, key, hash);
    if (slot->key != NULL) {
        if (replace)
            slot->value = value;
        return false;
    }
    *slot = (struct slot){wit_strndup(map->arena, key, len), value, hash};
    map->n++;
    return true;
}

bool wit_strmap_put(struct wit_strmap *map, const char *key, void *value)
{
    return insert(map, key, value, false);
}

void wit_strmap_set(struct wit_strmap *map, const char *key, void *value)
{
    insert(map, key, value, true);
}

void *wit_strmap_get(const struct wit_strmap *map, const char *key)
{
    if (map->n == 0)
        return NULL;
    return find(map, key, hash_of(map->secret, key, strlen(key)))->value;
}
