/* collectors/traffic/census.c: assembles the packet filter of census.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * X is always relative to where the first network header begins, so that libpcap can move the constant part of every
 * load for cooked sockets. A load past the end of a packet makes the kernel drop it, so every load has a check of the
 * length before it: what is too short goes to the sample.
 */
#include "collectors/traffic/census.h"

#include <linux/filter.h>
#include <string.h>

#include "collectors/traffic/capture_file.h"

enum { NEXT = 0, LABELS = 64, SCRATCH_PROTOCOL = 1, SCRATCH_TYPE = 2, SCRATCH_AT = 3 };
enum { ETHER_IPV4 = 0x0800, ETHER_IPV6 = 0x86dd, ETHER_BRIDGED = 0x6558 };
enum { FLAGS_OF_OPENINGS = 0x07 /* FIN, SYN, RST */, KAFKA_HEAD = 14, KAFKA_VERSIONS = 32, KAFKA_ID = 256 };

struct program {
    struct wit_census *out;
    int jt[WIT_CENSUS_OPS], jf[WIT_CENSUS_OPS]; /* labels */
    size_t where[LABELS];
    int n_labels;
    uint32_t net; /* where the first network header begins */
    bool full;
};
struct ends {
    int census, sample, tcp;
};

static int label(struct program *p)
{
    return ++p->n_labels;
}

static void place(struct program *p, int at)
{
    p->where[at] = p->out->n;
}

static void jump(struct program *p, unsigned code, uint32_t k, int jt, int jf)
{
    if (p->out->n == WIT_CENSUS_OPS) {
        p->full = true;
        return;
    }
    p->jt[p->out->n] = jt;
    p->jf[p->out->n] = jf;
    p->out->ops[p->out->n++] = (struct wit_census_op){.code = (uint16_t)code, .k = k};
}

static void op(struct program *p, unsigned code, uint32_t k)
{
    jump(p, code, k, NEXT, NEXT);
}

static void go(struct program *p, int to)
{
    jump(p, BPF_JMP | BPF_JA, 0, to, NEXT);
}

static void if_equal(struct program *p, uint32_t k, int to)
{
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, k, to, NEXT);
}

/* A = `size` bytes (BPF_B, BPF_H, BPF_W) at X + at */
static void load(struct program *p, unsigned size, uint32_t at)
{
    op(p, BPF_LD | size | BPF_IND, p->net + at);
}

static void store(struct program *p, uint32_t slot)
{
    op(p, BPF_ST, slot);
}

static void recall(struct program *p, uint32_t slot)
{
    op(p, BPF_LD | BPF_MEM, slot);
}

/* X += n */
static void forward(struct program *p, uint32_t n)
{
    op(p, BPF_MISC | BPF_TXA, 0);
    op(p, BPF_ALU | BPF_ADD, n);
    op(p, BPF_MISC | BPF_TAX, 0);
}

/* Are there n bytes from X on? A is lost. */
static void need(struct program *p, uint32_t n, int otherwise)
{
    op(p, BPF_LD | BPF_LEN, 0);
    jump(p, BPF_JMP | BPF_JGE | BPF_X, 0, NEXT, otherwise);
    op(p, BPF_ALU | BPF_SUB | BPF_X, 0);
    jump(p, BPF_JMP | BPF_JGE | BPF_K, n + p->net - p->out->uncounted, NEXT, otherwise);
}

/* A is the type behind a tag's first bytes: while it is a tag, X moves behind it and A is the next type. */
static void tags(struct program *p, unsigned most, int otherwise)
{
    int done = label(p);
    for (unsigned i = 0; i < most; i++) {
        int tag = label(p);
        if_equal(p, 0x8100, tag);
        if_equal(p, 0x88a8, tag);
        jump(p, BPF_JMP | BPF_JEQ | BPF_K, 0x9100, NEXT, done);
        place(p, tag);
        need(p, 4, otherwise);
        load(p, BPF_H, 2);
        store(p, SCRATCH_TYPE);
        forward(p, 4);
        recall(p, SCRATCH_TYPE);
    }
    place(p, done);
}

/* A is an Ethernet type and X the network header: goes on behind it, X at the transport header, A its protocol. */
static void network(struct program *p, const struct ends *e)
{
    static const uint8_t extensions[] = {0, 43, 44, 51, 60, 135, 139, 140};
    int v6 = label(p), transport = label(p);
    if_equal(p, ETHER_IPV6, v6);
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, ETHER_IPV4, NEXT, e->sample);
    need(p, 20, e->sample);
    load(p, BPF_H, 6);
    jump(p, BPF_JMP | BPF_JSET | BPF_K, 0x1fff, e->sample, NEXT); /* a later fragment */
    load(p, BPF_B, 9);
    store(p, SCRATCH_PROTOCOL);
    load(p, BPF_B, 0);
    op(p, BPF_ALU | BPF_AND | BPF_K, 15);
    op(p, BPF_ALU | BPF_LSH | BPF_K, 2);
    op(p, BPF_ALU | BPF_ADD | BPF_X, 0);
    op(p, BPF_MISC | BPF_TAX, 0);
    recall(p, SCRATCH_PROTOCOL);
    go(p, transport);
    place(p, v6);
    need(p, 40, e->sample);
    load(p, BPF_B, 6);
    store(p, SCRATCH_PROTOCOL);
    forward(p, 40);
    recall(p, SCRATCH_PROTOCOL);
    for (size_t i = 0; i < sizeof extensions; i++)
        if_equal(p, extensions[i], e->census);
    place(p, transport);
    if_equal(p, 6, e->tcp);
}

/* X at a UDP header; tunnels go to their labels. */
static void udp(struct program *p, const struct ends *e, int vxlan, int geneve)
{
    need(p, 8, e->sample);
    load(p, BPF_H, 0);
    if_equal(p, 53, e->census);
    load(p, BPF_H, 2);
    if_equal(p, 53, e->census);
    if (vxlan != NEXT) {
        if_equal(p, 4789, vxlan);
        if_equal(p, 8472, vxlan);
        if_equal(p, 6081, geneve);
    }
    go(p, e->sample);
}

static void tunnels(struct program *p, const struct ends *e, int vxlan, int geneve, int gre, int inner)
{
    static const uint16_t optional[] = {0x8000, 0x2000, 0x1000}; /* checksum, key, sequence: 4 bytes each */
    int carried = label(p), bridged = label(p);
    place(p, vxlan);
    need(p, 16, e->sample);
    load(p, BPF_B, 8);
    jump(p, BPF_JMP | BPF_JSET | BPF_K, 8, NEXT, e->sample);
    forward(p, 16);
    go(p, bridged);
    place(p, geneve);
    need(p, 16, e->sample);
    load(p, BPF_H, 10);
    store(p, SCRATCH_TYPE);
    load(p, BPF_B, 8);
    op(p, BPF_ALU | BPF_AND | BPF_K, 0x3f);
    op(p, BPF_ALU | BPF_LSH | BPF_K, 2);
    op(p, BPF_ALU | BPF_ADD | BPF_X, 0);
    op(p, BPF_ALU | BPF_ADD, 16);
    op(p, BPF_MISC | BPF_TAX, 0);
    go(p, carried);
    place(p, gre);
    need(p, 4, e->sample);
    load(p, BPF_H, 2);
    store(p, SCRATCH_TYPE);
    op(p, BPF_MISC | BPF_TXA, 0);
    op(p, BPF_ALU | BPF_ADD, 4);
    store(p, SCRATCH_AT);
    load(p, BPF_H, 0);
    jump(p, BPF_JMP | BPF_JSET | BPF_K, 7, e->sample, NEXT); /* version 1 is PPTP's */
    for (size_t i = 0; i < sizeof optional / sizeof optional[0]; i++) {
        int absent = label(p);
        load(p, BPF_H, 0);
        jump(p, BPF_JMP | BPF_JSET | BPF_K, optional[i], NEXT, absent);
        recall(p, SCRATCH_AT);
        op(p, BPF_ALU | BPF_ADD, 4);
        store(p, SCRATCH_AT);
        place(p, absent);
    }
    op(p, BPF_LDX | BPF_MEM, SCRATCH_AT);
    place(p, carried);
    recall(p, SCRATCH_TYPE);
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, ETHER_BRIDGED, NEXT, inner);
    place(p, bridged);
    need(p, 14, e->sample);
    load(p, BPF_H, 12);
    store(p, SCRATCH_TYPE);
    forward(p, 14);
    recall(p, SCRATCH_TYPE);
    place(p, inner);
}

/* X at a TCP header. */
static void tcp(struct program *p, const struct ends *e)
{
    static const uint32_t methods[] = {0x47455420, 0x504f5354, 0x50555420, 0x48454144, 0x44454c45}; /* GET POST PUT … */
    static const uint16_t keys[] = {3, 10, 11, 17, 18};
    int tls = label(p), kafka = label(p), opens = label(p);
    need(p, 20, e->sample);
    load(p, BPF_B, 13);
    jump(p, BPF_JMP | BPF_JSET | BPF_K, FLAGS_OF_OPENINGS, e->census, NEXT);
    load(p, BPF_B, 12);
    op(p, BPF_ALU | BPF_AND | BPF_K, 0xf0);
    op(p, BPF_ALU | BPF_RSH | BPF_K, 2);
    op(p, BPF_ALU | BPF_ADD | BPF_X, 0);
    op(p, BPF_MISC | BPF_TAX, 0);
    need(p, KAFKA_HEAD, e->sample);
    load(p, BPF_H, 0);
    if_equal(p, 0, kafka); /* a size below 64 KiB */
    if_equal(p, 0x1603, tls);
    load(p, BPF_W, 0);
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if_equal(p, methods[i], e->census);
    go(p, e->sample);
    place(p, tls);
    load(p, BPF_B, 5);
    if_equal(p, 1, e->census);
    if_equal(p, 2, e->census);
    go(p, e->sample);
    place(p, kafka);
    load(p, BPF_H, 4);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if_equal(p, keys[i], opens);
    go(p, e->sample);
    place(p, opens);
    load(p, BPF_H, 6);
    jump(p, BPF_JMP | BPF_JGE | BPF_K, KAFKA_VERSIONS, e->sample, NEXT);
    load(p, BPF_H, 12); /* the length of client.id, or null */
    if_equal(p, 0xffff, e->census);
    jump(p, BPF_JMP | BPF_JGE | BPF_K, KAFKA_ID, e->sample, e->census);
}

static void beginning(struct program *p, uint32_t type_at, const struct ends *e)
{
    op(p, BPF_LDX | BPF_IMM, 0);
    if (type_at != UINT32_MAX) {
        op(p, BPF_LD | BPF_H | BPF_ABS, type_at);
        tags(p, 2, e->sample);
        return;
    }
    int v6 = label(p), known = label(p); /* no type: by the version */
    op(p, BPF_LD | BPF_B | BPF_ABS, 0);
    op(p, BPF_ALU | BPF_RSH | BPF_K, 4);
    if_equal(p, 6, v6);
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, 4, NEXT, e->sample);
    op(p, BPF_IMM, ETHER_IPV4);
    go(p, known);
    place(p, v6);
    op(p, BPF_IMM, ETHER_IPV6);
    place(p, known);
}

static void whole(struct program *p, uint32_t type_at, uint64_t sample)
{
    struct ends e = {label(p), label(p), label(p)};
    int vxlan = label(p), geneve = label(p), gre = label(p), inner = label(p), v4 = label(p), v6 = label(p);
    int datagram = label(p), drop = label(p);
    beginning(p, type_at, &e);
    network(p, &e);
    if_equal(p, 17, datagram);
    if_equal(p, 47, gre);
    if_equal(p, 4, v4);
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, 41, v6, e.sample);
    place(p, v4);
    op(p, BPF_IMM, ETHER_IPV4);
    go(p, inner);
    place(p, v6);
    op(p, BPF_IMM, ETHER_IPV6);
    go(p, inner);
    place(p, datagram);
    udp(p, &e, vxlan, geneve);
    tunnels(p, &e, vxlan, geneve, gre, inner);
    tags(p, 1, e.sample);
    network(p, &e);
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, 17, NEXT, e.sample);
    udp(p, &e, NEXT, NEXT);
    place(p, e.tcp);
    tcp(p, &e);
    place(p, e.sample);
    p->out->random_at = SIZE_MAX;
    if (sample > 1) {
        p->out->random_at = p->out->n;
        op(p, BPF_LD | BPF_ABS, (uint32_t)SKF_AD_OFF + SKF_AD_RANDOM);
        jump(p, BPF_JMP | BPF_JGE | BPF_K, (uint32_t)(((uint64_t)1 << 32) / sample), drop, NEXT);
    }
    op(p, BPF_RET | BPF_K, p->out->snap_sample);
    place(p, e.census);
    op(p, BPF_RET | BPF_K, p->out->snap_census);
    place(p, drop);
    op(p, BPF_RET | BPF_K, 0);
}

static bool resolve(struct program *p)
{
    for (size_t i = 0; i < p->out->n; i++) {
        struct wit_census_op *o = &p->out->ops[i];
        size_t t = p->jt[i] == NEXT ? 0 : p->where[p->jt[i]] - i - 1,
               f = p->jf[i] == NEXT ? 0 : p->where[p->jf[i]] - i - 1;
        if (o->code == (BPF_JMP | BPF_JA)) {
            o->k = (uint32_t)t;
            continue;
        }
        if (t > 255 || f > 255)
            return false;
        o->jt = (uint8_t)t;
        o->jf = (uint8_t)f;
    }
    return !p->full;
}

bool wit_census_make(struct wit_census *out, uint32_t link, uint64_t sample, uint32_t snap, struct wit_err *err)
{
    static const struct {
        uint32_t link, type_at, net, uncounted;
    } layouts[] = {
        {WIT_LINK_ETHERNET, 12, 14, 0},   {WIT_LINK_SLL, 14, 16, 16},           {WIT_LINK_SLL2, 0, 20, 20},
        {WIT_LINK_RAW, UINT32_MAX, 0, 0}, {WIT_LINK_RAW_BSD, UINT32_MAX, 0, 0},
    };
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        if (layouts[i].link != link)
            continue;
        struct program p = {.out = out, .net = layouts[i].net};
        *out = (struct wit_census){.uncounted = layouts[i].uncounted,
                                   .snap_sample = snap,
                                   .snap_census = snap > WIT_CENSUS_SNAP ? snap : WIT_CENSUS_SNAP};
        whole(&p, layouts[i].type_at, sample);
        if (!resolve(&p))
            wit_die("the packet filter does not fit");
        return true;
    }
    return wit_fail(err, WIT_EUSAGE, "packets of link type %u cannot be looked into: name another interface, or 'any'",
                    link);
}
