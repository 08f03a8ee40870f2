/* collectors/traffic/conns.h: connections under way: who opened, how much each side sent, what each side said.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A table of bounded size: connections that were closed go to the flows after WIT_CLOSED_NS; when it is full the one
 * that was silent longest goes early, closed ones first. Copies of
 * one packet (seen at several interfaces, or mirrored twice) count once: same headers, sequence, identification and
 * length within WIT_COPY_NS. Source: docs/traffic.md; RFC 9293 section 3.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_CONNS_H
#define WIT_COLLECTORS_TRAFFIC_CONNS_H

#include "collectors/traffic/facts.h"

#define WIT_COPY_NS   ((uint64_t)100000000)    /* 100 ms */
#define WIT_IDLE_NS   ((uint64_t)300000000000) /* a UDP exchange, or ports used again, after 5 minutes: another one */
#define WIT_CLOSED_NS ((uint64_t)10000000000)  /* after 10 s nothing more is expected of a closed connection */
#define WIT_CONNS_MAX ((size_t)1 << 16)

/* How the opener is known, the surest first. */
enum wit_opener {
    WIT_OPENED_SYN,   /* its SYN was seen, or the other's SYN-ACK */
    WIT_OPENED_SPOKE, /* it sent a request or a ClientHello, or the other a ServerHello */
    WIT_OPENED_PORTS, /* the other side's port is the one that many connections share, or that is not ephemeral */
    WIT_OPENED_UNKNOWN
};
struct wit_side {
    struct wit_addr addr;
    uint16_t port;
    uint8_t flags;           /* TCP flags that it sent, all together */
    uint64_t packets, bytes; /* IP bytes */
    uint32_t census_packets; /* of these, the ones that were kept whatever the rate */
    uint64_t census_bytes;
    struct wit_facts *facts; /* NULL: it said nothing */
};
struct wit_conn {
    struct wit_side side[2]; /* [0] sent the first packet that was seen */
    uint8_t protocol;
    bool syn, syn_ack; /* a SYN without, with ACK was seen */
    int8_t client;     /* 0, 1: index of the opener; -1 not settled yet */
    uint64_t first_ns, last_ns;
    uint32_t vni;
};
struct wit_conns;
typedef void wit_conn_done_fn(void *context, struct wit_conn *conn);

struct wit_conns *wit_conns_new(struct wit_texts *texts, wit_conn_done_fn *done, void *context);
/* False: a copy of one that was counted. */
bool wit_conns_packet(struct wit_conns *conns, const struct wit_packet *p);
/* Every connection still in the table goes to `done`, in the order of its first packet. */
void wit_conns_finish(struct wit_conns *conns);
void wit_conns_free(struct wit_conns *conns);
uint64_t wit_conns_copies(const struct wit_conns *conns);

#endif
