/* pathmap/review/kafka_facts.h: what Kafka's own evidence says, in the units in which a review speaks: a listener of a
 * cluster, a setting of its nodes.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/kafka.md, docs/sheets.md; Apache Kafka broker configuration reference.
 */
#ifndef WIT_PATHMAP_REVIEW_KAFKA_FACTS_H
#define WIT_PATHMAP_REVIEW_KAFKA_FACTS_H

#include "pathmap/review/exposure.h"

/* One setting of one process. */
struct wit_fact {
    bool known;        /* false: not told, or told to be there without its value */
    const char *value; /* known: what holds, the default included; NULL: it is not set and has no default */
    struct wit_cite cite;
};
/* `fallback`: Kafka's default of the key, NULL none. */
struct wit_fact wit_node_fact(const struct wit_kafka_node *node, const char *key, const char *fallback);
struct wit_fact wit_settings_fact(const struct wit_setting *settings, size_t n, bool complete, const char *key,
                                  const char *fallback);
bool wit_fact_is(const struct wit_fact *f, const char *value); /* known, and that (case ignored) */

enum wit_door_part { WIT_DOOR_LISTENER, WIT_DOOR_ZOOKEEPER, WIT_DOOR_VOTER };
/* A listener of a cluster: the same name, protocol and port on so many of its nodes. */
struct wit_kafka_door {
    const struct wit_kafka_cluster *cluster;
    enum wit_door_part part;
    const char *name, *protocol; /* "" not told */
    unsigned port;               /* 0 not told */
    enum wit_listener_use use;
    const struct wit_kafka_node *const *nodes;         /* LISTENER */
    const struct wit_kafka_listener *const *listeners; /* one a node */
    size_t n_nodes;
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
    size_t n_unplaced;          /* processes whose place is not wholly known */
    bool local;                 /* bound to the loopback address everywhere: nobody else reaches it */
    const char *unplaced, *gap; /* the first of these: its name, why */
    struct wit_cite cite;       /* of the first */
};
/* Listeners of every cluster, then ZooKeeper and voters that no listener covers; sorted by cluster, name, port. */
const struct wit_kafka_door *wit_kafka_doors(size_t *n, struct wit_review *r);
/* NULL: its port is not told. Of a local one: nobody. */
const struct wit_exposure *wit_kafka_door_exposure(struct wit_review *r, const struct wit_kafka_door *door);
/* Interfaces of a node that a listener is bound to. */
const struct wit_interface *const *wit_listener_interfaces(size_t *n, struct wit_review *r,
                                                           const struct wit_kafka_node *node,
                                                           const struct wit_kafka_listener *listener);
/* Who reaches a door over HTTP besides its own kind; NULL: its port is not told. */
const struct wit_exposure *wit_rest_door_exposure(struct wit_review *r, const struct wit_rest_door *door,
                                                  bool registry);
bool wit_host_is_local(const char *host);
unsigned wit_listener_port(const struct wit_kafka_listener *l); /* where it listens, else what it advertises; 0 */

bool wit_protocol_is_plain(const char *protocol);             /* PLAINTEXT, SASL_PLAINTEXT */
bool wit_protocol_is_anonymous(const char *protocol);         /* PLAINTEXT: nobody says who he is */
const char *wit_listener_use_word(enum wit_listener_use use); /* "client", "replication", "controller", "client and
                                                                 replication" */
/* "kafka-1"; "the cluster" when there is only one. */
const char *wit_cluster_words(const struct wit_review *r, const struct wit_kafka_cluster *c);
/* "broker 1", "controller 4", "broker and controller 1"; with its cluster when there are several. */
const char *wit_node_words(const struct wit_review *r, const struct wit_kafka_cluster *c,
                           const struct wit_kafka_node *n);
/* "brokers 1, 2, 3 and 5 more" */
const char *wit_nodes_words(struct wit_arena *arena, const struct wit_kafka_node *const *nodes, size_t n);
/* Why something of the platform is not known; never NULL. */
const struct wit_gap *wit_platform_gap(const struct wit_review *r, wit_gap_ref ref);
const char *wit_platform_gap_text(const struct wit_review *r, wit_gap_ref ref); /* "" for WIT_NO_GAP */
const char *wit_review_cite(const struct wit_review *r, struct wit_cite cite);  /* "" none */

#endif
