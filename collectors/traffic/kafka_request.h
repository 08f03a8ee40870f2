/* collectors/traffic/kafka_request.h: the head of a Kafka request, and the few facts behind it that tell who speaks.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every request carries its API key, version, correlation id and client.id, so a connection can be told from any
 * request that begins a segment. Beyond the head only this is read: software name and version (ApiVersions v3+), the
 * mechanism (SaslHandshake), the replica id (Fetch), the protocol type of a group (JoinGroup, SyncGroup). Records,
 * keys, topic names, user names and tokens are never looked at. Source: Apache Kafka protocol guide, message
 * definitions of 0.10 to 4.1; KIP-482 (tagged fields), KIP-511 (software), KIP-903 (replica state of Fetch v15+).
 */
#ifndef WIT_COLLECTORS_TRAFFIC_KAFKA_REQUEST_H
#define WIT_COLLECTORS_TRAFFIC_KAFKA_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIT_KAFKA_KEYS = 128 }; /* keys are below this; the protocol has 93 today */
enum {
    WIT_KAFKA_PRODUCE = 0,
    WIT_KAFKA_FETCH = 1,
    WIT_KAFKA_METADATA = 3,
    WIT_KAFKA_JOIN_GROUP = 11,
    WIT_KAFKA_SYNC_GROUP = 14,
    WIT_KAFKA_SASL_HANDSHAKE = 17,
    WIT_KAFKA_API_VERSIONS = 18,
    WIT_KAFKA_SASL_AUTHENTICATE = 36
};

#define WIT_KAFKA_REPLICA_UNKNOWN INT32_MIN

/* A text inside the packet; bytes NULL: none. Printable UTF-8, no control characters. */
struct wit_span_text {
    const char *bytes;
    size_t len;
};
struct wit_kafka_request {
    uint32_t size; /* behind the length field itself */
    uint16_t key, version;
    int32_t correlation;
    bool has_client_id;             /* it may be null */
    struct wit_span_text client_id; /* "" is possible */
    struct wit_span_text software_name, software_version, mechanism, protocol_type;
    int32_t replica; /* Fetch: -1 a consumer, 0 and more a broker */
};

enum wit_kafka_found {
    WIT_KAFKA_NOTHING, /* these bytes do not begin a request */
    WIT_KAFKA_REQUEST
};
/*
 * Do `len` captured bytes begin a request? Strict: a key and version that exist (with room for versions to come), a
 * length that can be, a client.id that is text. What the snap length cut off behind the head is left out, never
 * guessed.
 */
enum wit_kafka_found wit_kafka_request_read(struct wit_kafka_request *out, const uint8_t *bytes, size_t len);
/* "Fetch"; NULL for keys without a row. */
const char *wit_kafka_key_word(unsigned key);

#endif
