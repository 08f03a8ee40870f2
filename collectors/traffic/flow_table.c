/* collectors/traffic/flow_table.c: flow records by their key, and small ones folded into prefixes when there are too
 * many.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/flow_table.h"

#include <stdlib.h>
#include <string.h>

/* gcc's analyzer loses sight of memory that a slot of a table holds and calls it a leak; valgrind and ASan watch it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

static void *array(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    if (memory == NULL)
        wit_die("out of memory");
    return memory;
}

void wit_flow_table_init(struct wit_flow_table *t, size_t most)
{
    t->most = most;
    t->room = 1024;
    t->n_buckets = 4096;
    t->flows = array(t->room, sizeof *t->flows);
    t->buckets = array(t->n_buckets, sizeof *t->buckets);
}

static uint64_t hash_of(const struct wit_flow *f)
{
    uint64_t h = wit_flow_mix(wit_flow_mix(f->client.hi, f->client.lo), wit_flow_mix(f->server.hi, f->server.lo));
    return wit_flow_mix(h, (uint64_t)f->port << 24 | (uint64_t)f->protocol << 16 | (uint64_t)f->kind << 8 |
                               f->client_bits);
}

static bool same_addr(struct wit_addr a, struct wit_addr b)
{
    return a.lo == b.lo && a.hi == b.hi && a.family == b.family;
}

static bool same(const struct wit_flow *a, const struct wit_flow *b)
{
    return a->port == b->port && a->protocol == b->protocol && a->kind == b->kind && a->client_bits == b->client_bits &&
           a->server_bits == b->server_bits && same_addr(a->client, b->client) && same_addr(a->server, b->server);
}

static void rehash(struct wit_flow_table *t, size_t buckets)
{
    free(t->buckets);
    t->n_buckets = buckets;
    t->buckets = array(buckets, sizeof *t->buckets);
    for (size_t i = 0; i < t->n; i++) {
        uint64_t hash = hash_of(&t->flows[i]);
        size_t at = hash & (buckets - 1);
        while (t->buckets[at].index != 0)
            at = (at + 1) & (buckets - 1);
        t->buckets[at] = (struct wit_flow_bucket){(uint32_t)i + 1, (uint32_t)(hash >> 32)};
    }
}

static void join_facts(struct wit_facts **into, const struct wit_facts *from)
{
    if (from == NULL)
        return;
    if (*into == NULL) {
        *into = array(1, sizeof **into);
        wit_facts_init(*into);
    }
    wit_facts_join(*into, from);
}

static void join_answers(struct wit_answers *a, const struct wit_answers *b)
{
    a->server_hello = a->server_hello || b->server_hello;
    a->tls_records = a->tls_records || b->tls_records;
    if (b->tls_version != 0 && (a->tls_version == 0 || b->tls_version < a->tls_version))
        a->tls_version = b->tls_version;
}

static void merge(struct wit_flow_table *t, const struct wit_flow *one, uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    size_t at = hash & (t->n_buckets - 1);
    while (t->buckets[at].index != 0 && (t->buckets[at].tag != tag || !same(&t->flows[t->buckets[at].index - 1], one)))
        at = (at + 1) & (t->n_buckets - 1);
    struct wit_flow *f;
    if (t->buckets[at].index == 0) {
        if (t->n == t->room) {
            size_t room = t->room < 1024 ? 1024 : t->room * 2;
            t->room = room;
            t->flows = realloc(t->flows, room * sizeof *t->flows);
            if (t->flows == NULL)
                wit_die("out of memory");
        }
        f = &t->flows[t->n++];
        *f = *one;
        f->said = NULL;
        join_facts(&f->said, one->said);
        t->buckets[at] = (struct wit_flow_bucket){(uint32_t)t->n, tag};
        if (t->n * 2 > t->n_buckets)
            rehash(t, t->n_buckets * 2);
        return;
    }
    f = &t->flows[t->buckets[at].index - 1];
    if (one->confidence > f->confidence ||
        (one->confidence == f->confidence && one->reason != f->reason && strcmp(one->reason, f->reason) < 0)) {
        f->confidence = one->confidence;
        f->reason = one->reason;
    }
    f->opener = one->opener > f->opener ? one->opener : f->opener;
    f->connections += one->connections;
    f->opened += one->opened;
    f->refused += one->refused;
    f->unanswered += one->unanswered;
    f->rejected += one->rejected;
    f->accepted += one->accepted;
    for (int i = 0; i < 2; i++) {
        f->packets[i] += one->packets[i];
        f->bytes[i] += one->bytes[i];
        f->census_packets[i] += one->census_packets[i];
        f->census_bytes[i] += one->census_bytes[i];
    }
    f->first_ns = one->first_ns < f->first_ns ? one->first_ns : f->first_ns;
    f->last_ns = one->last_ns > f->last_ns ? one->last_ns : f->last_ns;
    f->mutual += one->mutual;
    f->not_mutual += one->not_mutual;
    join_facts(&f->said, one->said);
    join_answers(&f->answered, &one->answered);
}

void wit_flow_table_merge(struct wit_flow_table *t, const struct wit_flow *one)
{
    merge(t, one, hash_of(one));
}

/* Lines of a log follow each other faster than memory answers: eight later the bucket is there, sixteen later the flow.
 */
void wit_flow_table_merge_soon(struct wit_flow_table *t, const struct wit_flow *one)
{
    size_t at = t->at_soon++ % WIT_FLOWS_SOON;
    if (t->n_soon == WIT_FLOWS_SOON)
        merge(t, &t->soon[at], t->soon_hash[at]);
    else
        t->n_soon++;
    t->soon[at] = *one;
    t->soon_hash[at] = hash_of(one);
    __builtin_prefetch(&t->buckets[t->soon_hash[at] & (t->n_buckets - 1)]);
    if (t->n_soon < WIT_FLOWS_SOON)
        return;
    const struct wit_flow_bucket *b =
        &t->buckets[t->soon_hash[(at + WIT_FLOWS_SOON / 2) % WIT_FLOWS_SOON] & (t->n_buckets - 1)];
    const char *there = (const char *)&t->flows[b->index == 0 ? 0 : b->index - 1];
    for (size_t i = 0; i < sizeof(struct wit_flow); i += 64)
        __builtin_prefetch(there + i);
}

void wit_flow_table_settle(struct wit_flow_table *t)
{
    for (size_t n = t->n_soon; n > 0; n--) {
        size_t at = (t->at_soon - n) % WIT_FLOWS_SOON;
        merge(t, &t->soon[at], t->soon_hash[at]);
    }
    t->n_soon = 0;
}

static uint64_t size_of(const struct wit_flow *f)
{
    return f->packets[0] + f->packets[1];
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* How far ends are folded: more only when less does not make the table smaller. Ports always stay: what may have gone
 * to a port is never lost sight of. */
static const struct level {
    uint8_t client[2], server[2]; /* prefix lengths: IPv4, IPv6 */
} levels[] = {
    {{24, 64}, {32, 128}}, {{24, 64}, {24, 64}}, {{16, 48}, {16, 48}}, {{8, 32}, {8, 32}}, {{0, 0}, {0, 0}},
};
enum { LEVELS = sizeof levels / sizeof levels[0] };

static bool fold_end(struct wit_addr *addr, uint8_t *bits, const uint8_t to[2])
{
    uint8_t most = to[addr->family == 6];
    if (*bits <= most)
        return false;
    *addr = wit_prefix_of(*addr, most).addr;
    *bits = most;
    return true;
}

static uint64_t fold_to(struct wit_flow_table *t, const struct level *level, uint64_t limit)
{
    size_t n = t->n;
    uint64_t folded = 0;
    t->n = 0; /* in place: what is written is never ahead of what is read */
    memset(t->buckets, 0, t->n_buckets * sizeof *t->buckets);
    for (size_t i = 0; i < n; i++) {
        struct wit_flow one = t->flows[i];
        bool whole = one.client_bits == (one.client.family == 4 ? 32 : 128);
        if (size_of(&one) <= limit) {
            bool client = fold_end(&one.client, &one.client_bits, level->client);
            bool server = fold_end(&one.server, &one.server_bits, level->server);
            folded += whole && (client || server);
        }
        wit_flow_table_merge(t, &one);
        free(one.said);
    }
    return folded;
}

uint64_t wit_flow_table_fold(struct wit_flow_table *t)
{
    wit_flow_table_settle(t);
    uint64_t *sizes = array(t->n + 1, sizeof *sizes), folded = 0;
    for (size_t i = 0; i < t->n; i++)
        sizes[i] = size_of(&t->flows[i]);
    qsort(sizes, t->n, sizeof *sizes, by_size);
    uint64_t limit = sizes[t->n / 2];
    free(sizes);
    for (size_t i = 0; i < LEVELS && t->n > t->most - t->most / 4; i++)
        folded += fold_to(t, &levels[i], limit);
    return folded;
}
