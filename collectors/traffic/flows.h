/* collectors/traffic/flows.h: flow records: what was seen between a client and a server's port, connections together.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Key: client address, server address, server port, protocol, kind. Client ports are dropped. Memory is bounded: beyond
 * WIT_FLOWS_MAX the smaller half is folded into prefixes: of their clients (IPv4 /24, IPv6 /64); of their servers too,
 * and shorter ones, as far as it takes. Ports stay. That is counted. Source: docs/traffic.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_FLOWS_H
#define WIT_COLLECTORS_TRAFFIC_FLOWS_H

#include "collectors/traffic/conns.h"
#include "collectors/traffic/kinds.h"

#define WIT_FLOWS_MAX ((size_t)200000)

/* What its servers said that matters: their side of TLS. */
struct wit_answers {
    bool server_hello, tls_records;
    uint16_t tls_version; /* the weakest; 0: none */
};
struct wit_flow {
    struct wit_addr client, server;
    uint8_t client_bits; /* 32 or 128; less: folded, `client` is the prefix */
    uint8_t server_bits; /* less: anonymous, or folded */
    uint16_t port;
    uint8_t protocol;
    enum wit_kind_of_flow kind;
    unsigned confidence;
    const char *reason;
    enum wit_opener opener;                      /* the least sure of its connections */
    uint64_t connections;                        /* 5-tuples that were seen */
    uint64_t opened;                             /* whose SYN or SYN-ACK was seen */
    uint64_t refused, unanswered;                /* openings answered by RST, by nothing */
    uint64_t rejected;                           /* flow logs: records that filters refused */
    uint64_t accepted;                           /* flow logs: records of connections under way that were let through */
    uint64_t packets[2], bytes[2];               /* from the client, from the server; as seen, not scaled */
    uint64_t census_packets[2], census_bytes[2]; /* of these, the ones that were kept whatever the rate */
    uint64_t first_ns, last_ns;
    struct wit_facts *said; /* by its clients; NULL: nothing */
    struct wit_answers answered;
    uint64_t mutual, not_mutual; /* TLS: connections whose client showed a certificate, surely did not */
};
struct wit_flows {
    struct wit_arena *arena;
    struct wit_flow *list; /* after finish: sorted by client, server, port, protocol, kind */
    size_t n;
    uint64_t folded; /* flows that went into prefixes */
    bool anonymous;  /* addresses are kept as prefixes only, /24 and /64 */
    struct wit_flow_table *table;
};

void wit_flows_init(struct wit_flows *flows, struct wit_arena *arena, bool anonymous);
void wit_flows_cap(struct wit_flows *flows, size_t most); /* another one than WIT_FLOWS_MAX; for tests */
/* A wit_conn_done_fn; context is the flows. */
void wit_flows_add(void *flows, struct wit_conn *conn);
/* Adds what `one` tells to the record of its key; borrows its facts. */
void wit_flows_merge(struct wit_flows *flows, const struct wit_flow *one);
/* Has this end been seen as a server, by more than ports? */
bool wit_flows_is_server(const struct wit_flows *flows, struct wit_addr addr, uint16_t port);
void wit_flows_learn_server(struct wit_flows *flows, struct wit_addr addr, uint16_t port);
void wit_flows_finish(struct wit_flows *flows);
void wit_flows_free(struct wit_flows *flows);

#endif
