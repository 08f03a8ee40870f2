/* collectors/traffic/conns.c: the table of connections under way.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/conns.h"

#include <stdlib.h>
#include <string.h>

/* gcc's analyzer loses sight of memory that a slot of a table holds and calls it a leak; valgrind and ASan watch it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

enum { COPIES = 1 << 16 };

/* By last packet: those that are open, and those that both sides have closed (or one reset), which go first. */
struct ages {
    uint32_t oldest, newest;
};
struct slot {
    struct wit_conn conn;
    uint64_t number;       /* order of first packets; 0: free */
    uint32_t next;         /* of its bucket, or of the free ones; UINT32_MAX the end */
    uint32_t older, newer; /* in its ages */
    bool closed;
};
struct wit_conns {
    struct slot *slots;
    uint32_t *buckets;
    size_t room, n_buckets, used;
    uint32_t free;
    struct ages open, closed;
    struct wit_facts scratch, none; /* of a side that has not said anything; `none` stays so */
    uint64_t numbers, copies;
    struct {
        uint64_t hash, time_ns;
    } * seen;
    struct wit_texts *texts;
    wit_conn_done_fn *done;
    void *context;
};
#define NONE UINT32_MAX

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15U;
    return h ^ h >> 32;
}

/* The same for both directions. */
static uint64_t hash_of(const struct wit_packet *p)
{
    uint64_t a = mix(mix(mix(1, p->src.hi), p->src.lo), p->src_port);
    uint64_t b = mix(mix(mix(1, p->dst.hi), p->dst.lo), p->dst_port);
    return mix(a + b, p->protocol);
}

static void *array(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    if (memory == NULL)
        wit_die("out of memory");
    return memory;
}

struct wit_conns *wit_conns_new(struct wit_texts *texts, wit_conn_done_fn *done, void *context)
{
    struct wit_conns *c = array(1, sizeof *c);
    c->texts = texts;
    c->done = done;
    c->context = context;
    c->room = WIT_CONNS_MAX;
    c->n_buckets = WIT_CONNS_MAX * 2;
    c->slots = array(c->room, sizeof *c->slots);
    c->buckets = array(c->n_buckets, sizeof *c->buckets);
    c->seen = array(COPIES, sizeof *c->seen);
    memset(c->buckets, 0xff, c->n_buckets * sizeof *c->buckets);
    c->free = NONE;
    c->open = c->closed = (struct ages){NONE, NONE};
    wit_facts_init(&c->scratch);
    wit_facts_init(&c->none);
    return c;
}

static void unlink_age(struct wit_conns *c, uint32_t at)
{
    struct slot *s = &c->slots[at];
    struct ages *ages = s->closed ? &c->closed : &c->open;
    *(s->older == NONE ? &ages->oldest : &c->slots[s->older].newer) = s->newer;
    *(s->newer == NONE ? &ages->newest : &c->slots[s->newer].older) = s->older;
}

static void link_newest(struct wit_conns *c, uint32_t at)
{
    struct slot *s = &c->slots[at];
    struct ages *ages = s->closed ? &c->closed : &c->open;
    s->older = ages->newest;
    s->newer = NONE;
    *(ages->newest == NONE ? &ages->oldest : &c->slots[ages->newest].newer) = at;
    ages->newest = at;
}

static uint32_t *bucket_of(struct wit_conns *c, uint64_t hash)
{
    return &c->buckets[hash & (c->n_buckets - 1)];
}

static uint64_t hash_of_conn(const struct wit_conn *k)
{
    struct wit_packet p = {.src = k->side[0].addr,
                           .dst = k->side[1].addr,
                           .src_port = k->side[0].port,
                           .dst_port = k->side[1].port,
                           .protocol = k->protocol};
    return hash_of(&p);
}

static void hand_over(struct wit_conns *c, uint32_t at)
{
    struct slot *s = &c->slots[at];
    uint32_t *link = bucket_of(c, hash_of_conn(&s->conn));
    while (*link != at)
        link = &c->slots[*link].next;
    *link = s->next;
    unlink_age(c, at);
    c->done(c->context, &s->conn);
    free(s->conn.side[0].facts);
    free(s->conn.side[1].facts);
    *s = (struct slot){.next = c->free};
    c->free = at;
}

static bool same_addr(struct wit_addr a, struct wit_addr b)
{
    return a.lo == b.lo && a.hi == b.hi && a.family == b.family;
}

static bool is_end(const struct wit_side *s, struct wit_addr addr, uint16_t port)
{
    return s->port == port && same_addr(s->addr, addr);
}

static struct slot *find(struct wit_conns *c, const struct wit_packet *p, uint64_t hash, int *from)
{
    for (uint32_t at = *bucket_of(c, hash); at != NONE; at = c->slots[at].next) {
        struct slot *s = &c->slots[at];
        if (s->conn.protocol != p->protocol)
            continue;
        for (int i = 0; i < 2; i++) {
            if (is_end(&s->conn.side[i], p->src, p->src_port) && is_end(&s->conn.side[1 - i], p->dst, p->dst_port)) {
                *from = i;
                return s;
            }
        }
    }
    return NULL;
}

static struct slot *make(struct wit_conns *c, const struct wit_packet *p, uint64_t hash)
{
    for (unsigned i = 0; i < 2 && c->closed.oldest != NONE; i++) {
        const struct wit_conn *k = &c->slots[c->closed.oldest].conn;
        if (p->time_ns < k->last_ns || p->time_ns - k->last_ns < WIT_CLOSED_NS)
            break;
        hand_over(c, c->closed.oldest);
    }
    uint32_t at = c->free;
    if (at != NONE) {
        c->free = c->slots[at].next;
    } else if (c->used < c->room) {
        at = (uint32_t)c->used++;
    } else {
        hand_over(c, c->closed.oldest != NONE ? c->closed.oldest : c->open.oldest);
        at = c->free;
        c->free = c->slots[at].next;
    }
    struct slot *s = &c->slots[at];
    *s = (struct slot){.number = ++c->numbers, .next = *bucket_of(c, hash)};
    *bucket_of(c, hash) = at;
    link_newest(c, at);
    s->conn = (struct wit_conn){.protocol = p->protocol,
                                .client = -1,
                                .first_ns = p->time_ns,
                                .last_ns = p->time_ns,
                                .side = {{.addr = p->src, .port = p->src_port}, {.addr = p->dst, .port = p->dst_port}},
                                .vni = p->tunnel == WIT_TUNNEL_VXLAN ? p->tunnel_id : 0};
    return s;
}

/* Was this very packet counted a moment ago? */
static bool is_copy(struct wit_conns *c, const struct wit_packet *p, uint64_t hash)
{
    uint64_t h = mix(mix(hash, p->src_port), (uint64_t)p->seq << 32 | p->ack);
    h = mix(mix(h, p->src.lo), (uint64_t)p->ip_id << 32 | (uint64_t)p->flags << 24 | (p->payload_whole & 0xffffff));
    if (p->protocol != WIT_IP_TCP && p->ip_id == 0)
        return false; /* nothing tells two equal datagrams apart */
    size_t at = h & (COPIES - 1);
    /* Without an identification a packet that was sent again looks the same: only what comes at once is a copy. */
    uint64_t window = p->ip_id != 0 ? WIT_COPY_NS : WIT_COPY_NS / 50;
    /* Interfaces that are read by turns may hand over the earlier copy second. */
    uint64_t then = c->seen[at].time_ns, apart = p->time_ns >= then ? p->time_ns - then : then - p->time_ns;
    bool copy = c->seen[at].hash == h && apart < window;
    if (!copy) {
        c->seen[at].hash = h;
        c->seen[at].time_ns = p->time_ns;
    }
    return copy;
}

static bool begins_anew(const struct wit_conn *k, const struct wit_packet *p)
{
    if (p->time_ns > k->last_ns && p->time_ns - k->last_ns > WIT_IDLE_NS)
        return p->protocol != WIT_IP_TCP || (p->flags & WIT_TCP_SYN) != 0;
    bool ended = ((k->side[0].flags | k->side[1].flags) & (WIT_TCP_FIN | WIT_TCP_RST)) != 0;
    return p->protocol == WIT_IP_TCP && ended && (p->flags & (WIT_TCP_SYN | WIT_TCP_ACK)) == WIT_TCP_SYN;
}

/* Facts are kept of a side from the first segment that tells something: most servers never do. */
static void hear(struct wit_conns *c, struct wit_side *side, struct wit_side *peer, const struct wit_packet *p)
{
    struct wit_facts *f = side->facts != NULL ? side->facts : &c->scratch;
    if (p->protocol == WIT_IP_TCP)
        wit_facts_segment(f, peer->facts != NULL ? peer->facts : &c->none, c->texts, p);
    else
        wit_facts_datagram(f, c->texts, p);
    if (side->facts == NULL && wit_facts_any(f)) {
        side->facts = array(1, sizeof *side->facts);
        *side->facts = *f;
        wit_facts_init(&c->scratch);
    }
}

static bool is_closed(const struct wit_conn *k)
{
    return ((k->side[0].flags | k->side[1].flags) & WIT_TCP_RST) != 0 ||
           (k->side[0].flags & k->side[1].flags & WIT_TCP_FIN) != 0;
}

static void count(struct wit_conns *c, struct wit_conn *k, const struct wit_packet *p, int from)
{
    struct wit_side *side = &k->side[from];
    side->packets++;
    side->bytes += p->ip_len;
    if (p->census) {
        side->census_packets += side->census_packets < UINT32_MAX;
        side->census_bytes += p->ip_len;
    }
    k->last_ns = p->time_ns > k->last_ns ? p->time_ns : k->last_ns;
    if (p->protocol == WIT_IP_TCP) {
        side->flags |= p->flags;
        if ((p->flags & WIT_TCP_SYN) != 0) {
            bool answer = (p->flags & WIT_TCP_ACK) != 0;
            *(answer ? &k->syn_ack : &k->syn) = true;
            k->client = (int8_t)(answer ? 1 - from : from);
        }
        if (p->payload_len > 0)
            hear(c, side, &k->side[1 - from], p);
    } else if (p->protocol == WIT_IP_UDP && p->payload_len > 0 && p->dst_port == 53) {
        hear(c, side, &k->side[1 - from], p);
    }
}

bool wit_conns_packet(struct wit_conns *c, const struct wit_packet *p)
{
    uint64_t hash = hash_of(p);
    int from = 0;
    __builtin_prefetch(bucket_of(c, hash)); /* while the copies are looked through */
    if (is_copy(c, p, hash)) {
        c->copies++;
        return false;
    }
    struct slot *s = find(c, p, hash, &from);
    if (s != NULL && begins_anew(&s->conn, p)) {
        hand_over(c, (uint32_t)(s - c->slots));
        s = NULL;
        from = 0;
    }
    if (s == NULL)
        s = make(c, p, hash);
    count(c, &s->conn, p, from);
    uint32_t at = (uint32_t)(s - c->slots);
    if (at != (s->closed ? c->closed.newest : c->open.newest) || is_closed(&s->conn) != s->closed) {
        unlink_age(c, at);
        s->closed = is_closed(&s->conn);
        link_newest(c, at);
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct slot *x = *(struct slot *const *)a, *y = *(struct slot *const *)b;
    return x->number < y->number ? -1 : x->number > y->number;
}

void wit_conns_finish(struct wit_conns *c)
{
    struct slot **order = array(c->used + 1, sizeof *order);
    size_t n = 0;
    for (size_t i = 0; i < c->used; i++) {
        if (c->slots[i].number != 0)
            order[n++] = &c->slots[i];
    }
    if (n > 1)
        qsort(order, n, sizeof(struct slot *), by_number);
    for (size_t i = 0; i < n; i++)
        hand_over(c, (uint32_t)(order[i] - c->slots));
    free(order);
}

uint64_t wit_conns_copies(const struct wit_conns *c)
{
    return c->copies;
}

void wit_conns_free(struct wit_conns *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < c->used; i++) {
        free(c->slots[i].conn.side[0].facts);
        free(c->slots[i].conn.side[1].facts);
    }
    free(c->slots);
    free(c->buckets);
    free(c->seen);
    free(c);
}
