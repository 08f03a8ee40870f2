/* collectors/traffic/kinds.h: what a connection was for, by what its client said: one table.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A kind is a fact about the wire (which program spoke which protocol how), with a confidence and its reason. Classes
 * of the review follow from it, or, where the wire is encrypted, from the listener's port later on (pathmap/observe).
 * What cannot be told is WIT_KIND_OTHER, never a guess. Source: docs/traffic.md, measured on Apache Kafka 3.9 and 4.x,
 * Connect, MirrorMaker 2, Java and librdkafka clients.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_KINDS_H
#define WIT_COLLECTORS_TRAFFIC_KINDS_H

#include "collectors/traffic/facts.h"

enum wit_kind_of_flow {
    WIT_KIND_OTHER, /* nothing was said that tells */
    WIT_KIND_REPLICA_FETCH,
    WIT_KIND_QUORUM,
    WIT_KIND_BROKER_TO_CONTROLLER,
    WIT_KIND_TXN_MARKERS,
    WIT_KIND_MIRROR,
    WIT_KIND_CONNECT_WORKER,
    WIT_KIND_CONNECT_TASK,
    WIT_KIND_REGISTRY_STORE,
    WIT_KIND_KAFKA_ADMIN,
    WIT_KIND_KAFKA_CLIENT,
    WIT_KIND_KAFKA, /* Kafka, and no more can be said */
    WIT_KIND_TLS,   /* encrypted: what is inside cannot be seen */
    WIT_KIND_METRICS,
    WIT_KIND_CONNECT_REST,
    WIT_KIND_REGISTRY_REST,
    WIT_KIND_OBJECTS,
    WIT_KIND_HTTP,
    WIT_KIND_DNS,
    WIT_KIND_COUNT
};
struct wit_kind_row {
    const char *word;  /* "replica-fetch" */
    const char *class; /* of the review: "replication"; "unknown" */
};
const struct wit_kind_row *wit_kind_row(enum wit_kind_of_flow kind);
enum wit_kind_of_flow wit_kind_of_word(const char *word); /* WIT_KIND_OTHER when unknown */

struct wit_kind_found {
    enum wit_kind_of_flow kind;
    unsigned confidence; /* percent */
    const char *reason;  /* for people: "client.id broker-N-fetcher-M, and Fetch with a replica id" */
};
/* client, server: what the two sides said; NULL: nothing. */
struct wit_kind_found wit_kind_find(const struct wit_facts *client, const struct wit_facts *server, uint8_t protocol,
                                    uint16_t port);
/* An admin client with its default name: Connect and MirrorMaker 2 make such too, so a host that runs these leaves it
 * open. */
bool wit_kind_is_default_admin(const struct wit_facts *client);

#endif
