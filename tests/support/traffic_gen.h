/* tests/support/traffic_gen.h: made-up traffic of a Kafka platform, packet by packet, with what each connection is.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Not a copy of any capture: messages are written by Kafka's, TLS's and HTTP's definitions, of several versions. The
 * same options give the same bytes. Memory is that of the connections under way, so any number of packets can be made.
 */
#ifndef WIT_TESTS_TRAFFIC_GEN_H
#define WIT_TESTS_TRAFFIC_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wit_gen_role {
    WIT_GEN_PRODUCER,
    WIT_GEN_CONSUMER,
    WIT_GEN_OLD_PRODUCER, /* versions without tagged fields (librdkafka, Kafka 2) */
    WIT_GEN_OLD_CONSUMER,
    WIT_GEN_NEW_CONSUMER, /* versions and keys beyond those that are known */
    WIT_GEN_REPLICA,
    WIT_GEN_OLD_REPLICA,
    WIT_GEN_RAFT,
    WIT_GEN_CONTROLLER,
    WIT_GEN_CONNECT,
    WIT_GEN_SINK,
    WIT_GEN_MIRROR,
    WIT_GEN_ADMIN,
    WIT_GEN_SASL,
    WIT_GEN_METRICS,
    WIT_GEN_CONNECT_REST,
    WIT_GEN_OBJECTS,
    WIT_GEN_TLS,
    WIT_GEN_DNS,
    WIT_GEN_SCAN, /* a SYN without an answer */
    WIT_GEN_ROLES
};
struct wit_gen_options {
    uint64_t packets; /* at least; the last connections are closed behind them */
    uint32_t conns;   /* opened in all */
    uint32_t at_once; /* 0: 4096 */
    uint64_t seed;
    bool six;       /* a fourth of the connections are IPv6 */
    bool tunnels;   /* an eighth comes in VXLAN, an eighth with a VLAN tag, a sixteenth in GRE */
    bool only_scan; /* SYNs only, each from an address of its own */
};
struct wit_gen_conn {
    enum wit_gen_role role;
    uint32_t number;         /* in the order of opening */
    uint32_t client, server; /* IPv4; of IPv6 the last 32 bits behind 2001:db8:: */
    uint16_t client_port, port;
    bool six;
};
struct wit_gen_packet {
    const uint8_t *bytes; /* until the next call; an Ethernet frame */
    size_t len;
    uint64_t time_ns;
    struct wit_gen_conn conn;
    bool from_client;
};
const char *wit_gen_class(enum wit_gen_role role); /* class of the review that the role is; "unknown": cannot be told */

struct wit_gen *wit_gen_new(const struct wit_gen_options *options);
bool wit_gen_next(struct wit_gen *gen, struct wit_gen_packet *out); /* false: the end */
void wit_gen_free(struct wit_gen *gen);

/* traffic_gen_talk.c: the next message of a connection. len: whole; up to `room` bytes of its beginning are written,
 * *head of them; from_client: who says it. `turn`: how many messages there were; `corr`: of Kafka. */
struct wit_gen_say {
    size_t len, head;
    bool from_client, last; /* last: the connection ends behind it */
};
struct wit_gen_say wit_gen_talk(enum wit_gen_role role, uint32_t number, uint32_t turn, uint64_t random, uint8_t *out,
                                size_t room);

#endif
