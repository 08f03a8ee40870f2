/* collectors/kafka/door.h: the one door to the Kafka client library: asks, and gives answers as plain structs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only reading requests exist here: Metadata, DescribeConfigs, DescribeAcls, ListGroups, DescribeGroups. Nothing is
 * logged; what the library complains about is kept as troubles. Answers live in the arena that is given. Texts of
 * brokers are hostile. Source: librdkafka 2.0.2, rdkafka.h; Apache Kafka protocol guide.
 */
#ifndef WIT_COLLECTORS_KAFKA_DOOR_H
#define WIT_COLLECTORS_KAFKA_DOOR_H

#include "collectors/kafka/client_config.h"

/* An error name of the protocol ("TOPIC_AUTHORIZATION_FAILED"), or this one when no broker said anything. NULL: fine */
#define WIT_KAFKA_NOT_ANSWERED "NOT_ANSWERED"

struct wit_kafka_broker {
    int32_t id;
    const char *host;
    int port;
};
struct wit_kafka_partition {
    int32_t id, leader; /* leader -1: none */
    const int32_t *replicas, *isr;
    size_t n_replicas, n_isr;
};
struct wit_kafka_topic {
    const char *name, *error;
    struct wit_kafka_partition *partitions; /* sorted by id */
    size_t n;
};
struct wit_kafka_cluster {
    const char *id;                   /* "" a broker older than 0.10.1 tells none */
    int32_t controller;               /* -1 not told */
    struct wit_kafka_broker *brokers; /* sorted by id */
    size_t n_brokers;
    struct wit_kafka_topic *topics; /* sorted by name */
    size_t n_topics;
};
struct wit_kafka_entry {
    const char *name, *value; /* value NULL: sensitive, or unset */
    const char *source;       /* "STATIC_BROKER_CONFIG" */
    bool read_only, is_default, sensitive;
};
struct wit_kafka_resource {
    const char *name, *error;
    struct wit_kafka_entry *entries; /* sorted by name */
    size_t n;
};
struct wit_kafka_acl {
    const char *resource_type, *name, *pattern, *principal, *host, *operation, *permission;
};
struct wit_kafka_member {
    const char *client_id, *consumer_id, *host;
};
struct wit_kafka_group {
    const char *id, *state, *protocol_type, *error;
    int32_t coordinator;
    struct wit_kafka_member *members; /* sorted by consumer id */
    size_t n;
};

/* The answer to one request that was started. */
struct wit_kafka_answer {
    uintptr_t tag;                        /* of the start */
    const char *error, *text;             /* error NULL: it was answered; text: a sentence of who refused */
    struct wit_kafka_resource *resources; /* configs, sorted by name */
    struct wit_kafka_acl *acls;           /* sorted */
    size_t n;
};

struct wit_kafka_link;

/* Starts; nothing was asked yet. `config` must live until the close. err: WIT_EUSAGE a setting is refused */
WIT_NODISCARD bool wit_kafka_link_open(struct wit_kafka_link **out, const struct wit_kafka_config *config,
                                       const char *bootstrap, unsigned timeout_ms, struct wit_err *err);
void wit_kafka_link_close(struct wit_kafka_link *link); /* NULL is fine */
/* Waits until a broker answered, at most the timeout; earlier false when every server refused. */
bool wit_kafka_link_wait(struct wit_kafka_link *link);
struct wit_kafka_troubles;
struct wit_kafka_troubles *wit_kafka_link_troubles(struct wit_kafka_link *link); /* the link's own */

/* Asks for everything that Metadata tells. False: *error and *text as in struct wit_kafka_answer. */
bool wit_kafka_ask_cluster(struct wit_kafka_cluster *out, struct wit_arena *arena, struct wit_kafka_link *link,
                           const char **error, const char **text);
/* Starts a request; its answer comes through wit_kafka_next. broker: who is asked; -1: whom the library chooses. */
/* Configs of that broker (no topics), or of topics. */
void wit_kafka_start_configs(struct wit_kafka_link *link, uintptr_t tag, int32_t broker,
                             const struct wit_kafka_topic *topics, size_t n);
void wit_kafka_start_acls(struct wit_kafka_link *link, uintptr_t tag, int32_t broker);
/* The next answer; false when none came within wait_ms. ACLs and errors go into an arena that lives longer. */
bool wit_kafka_next(struct wit_kafka_answer *out, struct wit_arena *arena, struct wit_arena *longer,
                    struct wit_kafka_link *link, unsigned wait_ms);
/*
 * Groups with their members. *missing: NULL, or a sentence about which may be missing. False as for the cluster.
 * door_groups.c; with a broker that does not answer only those of consumers are told.
 */
bool wit_kafka_ask_groups(struct wit_kafka_group **out, size_t *n, const char **missing, struct wit_arena *arena,
                          struct wit_kafka_link *link, const char **error, const char **text);
struct rd_kafka_s;
struct rd_kafka_s *wit_kafka_link_client(struct wit_kafka_link *link, unsigned *timeout_ms); /* for door_groups.c */
/* The name of an error of the library; NULL for 0. */
const char *wit_kafka_error_name(int code);

/* Of the library that runs here: 0x020002ff is 2.0.2. */
int wit_kafka_library_version(void);

#endif
