/* collectors/traffic/facts.h: what one side of one connection said about itself, segment by segment.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Facts only, in the order seen; what they mean is kinds.c's business. Texts are interned with a cap, so hostile
 * traffic cannot fill memory. Nothing is kept of records, passwords, paths or bodies. Source: docs/traffic.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_FACTS_H
#define WIT_COLLECTORS_TRAFFIC_FACTS_H

#include "base/arena.h"
#include "collectors/traffic/http_head.h"
#include "collectors/traffic/packet.h"

enum { WIT_FACT_IDS = 4, WIT_TEXTS_MAX = 100000, WIT_TEXTS_MAX_BYTES = 8 << 20 };

/* Interned texts: equal ones are one pointer. Beyond the caps everything new is "…" and `full` is set. */
struct wit_texts {
    struct wit_arena *arena;
    struct wit_strmap *map;
    size_t n, bytes;
    bool full;
};
const char *wit_texts_keep(struct wit_texts *texts, struct wit_span_text text);

struct wit_facts {
    /* Kafka: requests that this side sent */
    uint64_t requests, keys[2]; /* API keys as bits */
    const char *client_ids[WIT_FACT_IDS];
    uint8_t n_client_ids;
    bool more_client_ids, null_client_id;
    const char *software, *mechanism, *group_type; /* "apache-kafka-java/3.9.2"; "SCRAM-SHA-512"; NULL none */
    int32_t replica;                               /* the highest told; WIT_KAFKA_REPLICA_UNKNOWN none */
    /* TLS */
    bool client_hello, server_hello, resumed, certificate;
    uint16_t tls_version, cipher;
    const char *sni, *alpn, *ja3, *ja4;
    uint32_t flight; /* bytes of the first records behind the peer's hello */
    bool flight_done;
    bool tls_records; /* begins records all the time, hello or not */
    /* HTTP */
    enum wit_http_kind http;
    uint64_t http_requests;
    const char *host, *agent;
    /* DNS */
    const char *dns_name;
    /* where the next request begins, when that is known */
    bool in_step;
    uint32_t next_seq;
};
void wit_facts_init(struct wit_facts *f);
/*
 * A segment that this side sent, with payload. `peer`: what the other side said so far. The connection is new (its SYN
 * was seen) when `from_start`.
 */
void wit_facts_segment(struct wit_facts *f, struct wit_facts *peer, struct wit_texts *texts,
                       const struct wit_packet *p);
void wit_facts_datagram(struct wit_facts *f, struct wit_texts *texts, const struct wit_packet *p);
static inline bool wit_facts_has_key(const struct wit_facts *f, unsigned key)
{
    return (f->keys[key / 64] >> (key % 64) & 1) != 0;
}
/* Does it tell anything? */
static inline bool wit_facts_any(const struct wit_facts *f)
{
    return f->requests > 0 || f->client_hello || f->server_hello || f->tls_records || f->http_requests > 0 ||
           f->dns_name != NULL;
}
/* Adds what `b` has to `a` (several connections of one flow). */
void wit_facts_join(struct wit_facts *a, const struct wit_facts *b);

#endif
