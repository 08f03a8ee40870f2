/* tests/support/traffic_gen.c: connections under way, cut into frames.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/traffic_gen.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { SEGMENT = 1448, HEAD = 640, FRAME = 1700, FILLER = 1 << 16, AT_ONCE = 4096, SERVERS = 40 };

enum stage { OPEN, OPENED, ACKED, TALK, FIN, FINNED, LAST };
struct conn {
    struct wit_gen_conn told;
    enum stage stage;
    uint32_t turn, seq[2]; /* [0] the client's */
    uint16_t id[2];
    uint64_t wanted, sent; /* packets that it is to have, at least */
    struct wit_gen_say say;
    size_t at; /* bytes of the message that were sent */
    bool owed; /* the other side acknowledges next */
    uint8_t head[HEAD];
};
struct wit_gen {
    struct wit_gen_options o;
    struct conn *conns;
    uint32_t n, opened;
    uint64_t packets, random, time_ns;
    uint8_t frame[FRAME], *filler;
};

static uint64_t next(struct wit_gen *g)
{
    uint64_t z = g->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Of a hundred connections; the port that the role is served at. */
static const struct {
    enum wit_gen_role role;
    unsigned share, weight; /* weight: packets, beside the others' */
    uint16_t port;
} mix[] = {
    {WIT_GEN_PRODUCER, 20, 4, 9092},
    {WIT_GEN_CONSUMER, 18, 4, 9092},
    {WIT_GEN_OLD_PRODUCER, 8, 3, 9092},
    {WIT_GEN_OLD_CONSUMER, 6, 3, 9092},
    {WIT_GEN_NEW_CONSUMER, 3, 2, 9092},
    {WIT_GEN_REPLICA, 3, 20, 9094},
    {WIT_GEN_OLD_REPLICA, 2, 10, 9094},
    {WIT_GEN_RAFT, 2, 4, 9093},
    {WIT_GEN_CONTROLLER, 2, 3, 9093},
    {WIT_GEN_CONNECT, 3, 3, 9092},
    {WIT_GEN_SINK, 3, 4, 9092},
    {WIT_GEN_MIRROR, 2, 5, 9092},
    {WIT_GEN_ADMIN, 2, 1, 9092},
    {WIT_GEN_SASL, 3, 3, 9096},
    {WIT_GEN_METRICS, 3, 1, 7071},
    {WIT_GEN_CONNECT_REST, 2, 1, 8083},
    {WIT_GEN_OBJECTS, 3, 3, 80},
    {WIT_GEN_TLS, 9, 3, 9098},
    {WIT_GEN_DNS, 5, 1, 53},
    {WIT_GEN_SCAN, 1, 1, 22},
};

static void begin(struct wit_gen *g, struct conn *c)
{
    unsigned ticket = (unsigned)(next(g) % 100), i = 0;
    uint32_t number = g->opened++;
    while (ticket >= mix[i].share)
        ticket -= mix[i++].share;
    *c = (struct conn){.told = {.role = g->o.only_scan ? WIT_GEN_SCAN : mix[i].role, .number = number}};
    c->told.client = 0x0a400000U + number; /* an address each */
    c->told.server = 0x0a000000U + 256U * (unsigned)c->told.role + (unsigned)(next(g) % SERVERS) + 1;
    c->told.client_port = (uint16_t)(32768 + next(g) % 28000);
    c->told.port = g->o.only_scan ? 9092 : mix[i].port;
    c->told.six = g->o.six && number % 4 == 1;
    c->seq[0] = (uint32_t)next(g);
    c->seq[1] = (uint32_t)next(g);
    c->id[0] = (uint16_t)next(g);
    c->id[1] = (uint16_t)next(g);
    uint64_t mean = g->o.packets / (g->o.conns == 0 ? 1 : g->o.conns);
    /* shares times weights sum to 383 a hundred; most connections are shorter, some much longer */
    c->wanted = mean * mix[i].weight * 100 / 383;
    c->wanted = next(g) % 8 == 0 ? c->wanted * 4 : c->wanted * 4 / 7;
    if (c->told.role == WIT_GEN_DNS)
        c->stage = TALK;
}

struct wit_gen *wit_gen_new(const struct wit_gen_options *options)
{
    struct wit_gen *g = calloc(1, sizeof *g);
    if (g == NULL || (g->filler = malloc(FILLER + SEGMENT)) == NULL)
        wit_die("no memory");
    g->o = *options;
    g->n = options->at_once == 0 ? AT_ONCE : options->at_once;
    g->n = g->n > options->conns ? options->conns : g->n;
    g->random = options->seed;
    g->time_ns = UINT64_C(1763762400000000000);
    for (size_t i = 0; i < FILLER + SEGMENT; i++)
        g->filler[i] = (uint8_t)next(g);
    g->conns = calloc(g->n == 0 ? 1 : g->n, sizeof *g->conns);
    if (g->conns == NULL)
        wit_die("no memory");
    for (uint32_t i = 0; i < g->n; i++)
        begin(g, &g->conns[i]);
    return g;
}

void wit_gen_free(struct wit_gen *g)
{
    free(g->conns);
    free(g->filler);
    free(g);
}

static uint8_t *put(uint8_t *at, uint64_t value, unsigned width)
{
    for (unsigned i = width; i > 0; i--)
        *at++ = (uint8_t)(value >> (8 * (i - 1)));
    return at;
}

static uint8_t *ip(uint8_t *at, const struct conn *c, unsigned from, size_t inside)
{
    uint32_t src = from == 0 ? c->told.client : c->told.server, dst = from == 0 ? c->told.server : c->told.client;
    unsigned protocol = c->told.role == WIT_GEN_DNS ? 17 : 6;
    if (c->told.six) {
        at = put(at, 0x60000000, 4);
        at = put(at, inside, 2);
        at = put(at, protocol << 8 | 63, 2);
        at = put(put(at, UINT64_C(0x20010db800000000), 8), src, 8);
        return put(put(at, UINT64_C(0x20010db800000000), 8), dst, 8);
    }
    at = put(at, 0x4500, 2);
    at = put(at, inside + 20, 2);
    at = put(at, c->id[from], 2);
    at = put(at, 0x4000, 2);
    at = put(at, 63U << 8 | protocol, 2);
    at = put(at, 0, 2);
    return put(put(at, src, 4), dst, 4);
}

static uint8_t *ethernet(uint8_t *at, unsigned type, bool tagged)
{
    at = put(put(at, UINT64_C(0x020000000001), 6), UINT64_C(0x020000000002), 6);
    if (tagged)
        at = put(at, 0x81000064, 4);
    return put(at, type, 2);
}

/* An IPv4 header of the tunnel's own ends. */
static uint8_t *outer(uint8_t *at, unsigned protocol, size_t inside)
{
    at = put(put(at, 0x4500, 2), inside + 20, 2);
    at = put(put(at, 0, 4), 64U << 8 | protocol, 2);
    return put(put(put(at, 0, 2), 0xac100001, 4), 0xac100002, 4);
}

static void frame(struct wit_gen *g, struct wit_gen_packet *out, struct conn *c, unsigned from, unsigned flags,
                  const uint8_t *payload, size_t len)
{
    bool udp = c->told.role == WIT_GEN_DNS;
    size_t transport = (udp ? 8 : flags & 2 ? 24 : 20) + len, whole = transport + (c->told.six ? 40 : 20);
    unsigned type = c->told.six ? 0x86dd : 0x0800, way = g->o.tunnels ? c->told.number % 16 : 15;
    uint8_t *at = g->frame;
    if (way < 2) { /* VXLAN */
        at = outer(ethernet(at, 0x0800, false), 17, whole + 14 + 16);
        at = put(put(put(put(at, 50000, 2), 4789, 2), whole + 14 + 16, 2), 0, 2);
        at = put(put(at, 0x08000000, 4), 4242 << 8, 4);
        at = ethernet(at, type, false);
    } else if (way == 2) { /* GRE */
        at = outer(ethernet(at, 0x0800, false), 47, whole + 4);
        at = put(put(at, 0, 2), type, 2);
    } else {
        at = ethernet(at, type, way < 5);
    }
    at = ip(at, c, from, transport);
    c->id[from]++;
    at = put(put(at, from == 0 ? c->told.client_port : c->told.port, 2), from == 0 ? c->told.port : c->told.client_port,
             2);
    if (udp) {
        at = put(put(at, transport, 2), 0, 2);
    } else {
        at = put(put(at, c->seq[from], 4), flags & 16 ? c->seq[1 - from] : 0, 4);
        at = put(put(at, (flags & 2 ? 0x6000U : 0x5000U) | flags, 2), 0xfaf0, 2);
        at = put(at, 0, 4);
        if (flags & 2)
            at = put(at, 0x020405b4, 4);
        c->seq[from] += (uint32_t)len + ((flags & 3) != 0);
    }
    if (len > 0)
        memcpy(at, payload, len);
    at += len;
    g->time_ns += 500 + next(g) % 20000;
    c->sent++;
    g->packets++;
    *out = (struct wit_gen_packet){g->frame, (size_t)(at - g->frame), g->time_ns, c->told, from == 0};
}

/* The next piece of the message under way. False: there is none, and the connection is to end. */
static bool talk(struct wit_gen *g, struct wit_gen_packet *out, struct conn *c)
{
    uint8_t piece[SEGMENT];
    if (c->owed) { /* a bare acknowledgement now and then */
        c->owed = false;
        frame(g, out, c, c->say.from_client ? 1 : 0, 16, NULL, 0);
        return true;
    }
    if (c->at == c->say.len) {
        if (c->say.last || (c->turn % 2 == 0 && c->turn > 3 && c->sent >= c->wanted && c->told.role != WIT_GEN_DNS))
            return false;
        c->say = wit_gen_talk(c->told.role, c->told.number, c->turn++, next(g), c->head, sizeof c->head);
        c->at = 0;
    }
    size_t len = c->say.len - c->at < SEGMENT ? c->say.len - c->at : SEGMENT, known = 0;
    if (c->at < c->say.head) {
        known = c->say.head - c->at < len ? c->say.head - c->at : len;
        memcpy(piece, c->head + c->at, known);
    }
    memcpy(piece + known, g->filler + next(g) % FILLER, len - known);
    c->at += len;
    c->owed = c->told.role != WIT_GEN_DNS && next(g) % 3 == 0;
    frame(g, out, c, c->say.from_client ? 0 : 1, c->at == c->say.len ? 24 : 16, piece, len);
    return true;
}

static void step(struct wit_gen *g, struct wit_gen_packet *out, struct conn *c)
{
    switch (c->stage) {
    case OPEN:
        frame(g, out, c, 0, 2, NULL, 0);
        c->stage = c->told.role == WIT_GEN_SCAN ? LAST : OPENED;
        return;
    case OPENED:
        frame(g, out, c, 1, 18, NULL, 0);
        c->stage = ACKED;
        return;
    case ACKED:
        frame(g, out, c, 0, 16, NULL, 0);
        c->stage = TALK;
        return;
    case TALK:
        if (talk(g, out, c)) {
            if (c->told.role == WIT_GEN_DNS && c->say.last)
                c->stage = LAST;
            return;
        }
        c->stage = FIN;
        /* fall through */
    case FIN:
        frame(g, out, c, 0, 17, NULL, 0);
        c->stage = FINNED;
        return;
    case FINNED:
        frame(g, out, c, 1, 17, NULL, 0);
        c->stage = LAST;
        return;
    case LAST:
        break;
    }
}

bool wit_gen_next(struct wit_gen *g, struct wit_gen_packet *out)
{
    if (g->n == 0)
        return false;
    uint32_t at = (uint32_t)(next(g) % g->n);
    struct conn *c = &g->conns[at];
    step(g, out, c);
    if (c->stage == LAST) {
        if (g->opened < g->o.conns)
            begin(g, c);
        else
            *c = g->conns[--g->n];
    }
    return true;
}
