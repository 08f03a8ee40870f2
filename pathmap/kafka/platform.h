/* pathmap/kafka/platform.h: the Kafka platform by its own evidence: clusters, Connect, Schema Registries, and where in
 * the estate each of their processes runs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Read from the artefacts of the sources "kafka", "connect", "schema-registry" and "kafka-properties"
 * (schemas/kafka.schema.json), then placed on the estate's interfaces. Everything is in one arena and sorted (clusters
 * by id, nodes by number, the rest by name). What was not asked, refused, cut or cannot be placed has a gap and is told
 * apart from what is known not to be: WIT_NOT_TOLD is never "no". Texts are hostile. Strings are never NULL, "" is "not
 * told", unless said. Secrets are not here: they never reached the disk.
 * Source: docs/kafka.md; Apache Kafka broker, Connect, MirrorMaker and topic configuration references 3.9 and 4.x.
 */
#ifndef WIT_PATHMAP_KAFKA_PLATFORM_H
#define WIT_PATHMAP_KAFKA_PLATFORM_H

#include "evidence/destinations.h"
#include "pathmap/estate.h"

struct wit_intent;

/* One effective setting. value NULL: it is there, and its value is not told (sensitive). */
struct wit_setting {
    const char *key, *value;
    const char *origin; /* "STATIC_BROKER_CONFIG", "DEFAULT_CONFIG", "DYNAMIC_BROKER_CONFIG", "file" … */
    struct wit_cite cite;
};

/* Where a host is. */
struct wit_site {
    const char *host;             /* as written: name, address or "" (wildcard) */
    const struct wit_addr *addrs; /* of that host: itself an address, a recorded DNS answer, a private DNS name */
    size_t n_addrs;
    const struct wit_interface *const *interfaces; /* of the estate, sorted by id */
    size_t n_interfaces;
    /* Of load balancers and interface endpoints that take its connections: not where the process runs. */
    const struct wit_interface *const *fronts;
    size_t n_fronts;
    bool outside;         /* addresses are known and none is in a network of the evidence (on premises, internet) */
    wit_gap_ref gap;      /* set: where it is, is not (wholly) known; index into platform.gaps */
    struct wit_cite cite; /* of the DNS answer; else of what named the host */
};

enum wit_listener_use {
    WIT_USE_CLIENT,
    WIT_USE_REPLICATION, /* inter.broker.listener.name / security.inter.broker.protocol */
    WIT_USE_CONTROLLER,  /* controller.listener.names */
    WIT_USE_BOTH         /* clients and brokers share it: one listener, and the inter-broker one */
};
struct wit_kafka_listener {
    const char *name, *protocol; /* "CLIENT"; "SASL_SSL", "" not told */
    enum wit_listener_use use;
    const char *bind_host;
    unsigned port; /* 0: not told */
    const char *advertised_host;
    unsigned advertised_port;
    const char *mechanisms;  /* sasl.enabled.mechanisms that hold for it: "SCRAM-SHA-512,PLAIN"; "" */
    const char *client_auth; /* ssl.client.auth that holds for it: "required", "requested", "none", "" not told */
    struct wit_cite cite;
};

enum wit_node_part { WIT_NODE_BROKER = 1, WIT_NODE_CONTROLLER = 2 };
struct wit_kafka_node {
    const char *id; /* "1" */
    unsigned parts; /* of enum wit_node_part; 0 not told */
    const char *rack;
    struct wit_site site; /* of its advertised and bound addresses together */
    const struct wit_kafka_listener *listeners;
    size_t n_listeners;
    wit_gap_ref listeners_gap;          /* set: there may be more or others */
    const struct wit_setting *settings; /* sorted by key */
    size_t n_settings;
    wit_gap_ref settings_gap; /* set: a key that is absent is not told */
    bool is_controller;       /* the active one when asked */
    unsigned jmx_port;        /* 0 not told */
    unsigned metrics_port;    /* of an exporter over HTTP; 0 none that is known */
    struct wit_cite cite;
};
struct wit_topic {
    const char *name;
    bool internal;
    uint32_t partitions, replication;                         /* the smallest of its partitions */
    const char *retention_ms, *cleanup, *remote, *min_insync; /* of its configs; "" not told */
    wit_gap_ref configs_gap;
    struct wit_cite cite;
};
struct wit_kafka_acl {
    const char *resource_type, *name, *pattern, *principal, *host, *operation, *permission;
    struct wit_cite cite;
};
struct wit_group_member {
    const char *client_id, *host; /* host: address as the broker sees it, without "/" */
    struct wit_cite cite;
};
struct wit_consumer_group {
    const char *id, *state, *protocol_type; /* "consumer", "connect" … */
    const char *coordinator;                /* node's id: every member keeps a connection to it; "" not told */
    const char *time;                       /* of the answer, RFC 3339 */
    const struct wit_group_member *members;
    size_t n_members;
    wit_gap_ref gap;
    struct wit_cite cite;
};
/* What the nodes open connections to by their own settings: stores of the remote tier and of AutoMQ, identity
 * providers, telemetry. */
struct wit_kafka_use {
    const char *what; /* "data", "operations", "wal", "tier" (object storage); "identity provider", "telemetry" … */
    enum wit_class use;
    const char *key; /* setting that names it */
    const char *host;
    unsigned port; /* 0: not told */
    const char *bucket, *region;
    const struct wit_bucket *in_estate; /* NULL: not in evidence, or no bucket of AWS */
    struct wit_site site;
    struct wit_cite cite;
};
struct wit_kafka_cluster {
    const char *id;       /* cluster id; of imports without one: "properties" or the file's folder name */
    const char *flavour;  /* "Apache Kafka", "AutoMQ", "Amazon MSK", "Confluent Server", "" not told: by their keys */
    const char *metadata; /* "kraft", "zookeeper", "" not told */
    const char *asked_protocol; /* security protocol that the collector used; "" imported only */
    const struct wit_kafka_node *nodes;
    size_t n_nodes;
    wit_gap_ref nodes_gap;         /* set: there may be more */
    const char *const *zookeepers; /* host:port, of zookeeper.connect */
    size_t n_zookeepers;
    const char *const *voters; /* host:port of controller.quorum.voters / bootstrap.servers */
    size_t n_voters;
    wit_gap_ref voters_gap;                               /* set: there may be more controllers */
    const struct wit_site *zookeeper_sites, *voter_sites; /* as many as the above */
    const char *voter_listener, *voter_protocol;          /* that brokers use to reach controllers; "" not told */
    const struct wit_topic *topics;
    size_t n_topics;
    wit_gap_ref topics_gap;
    const struct wit_kafka_acl *acls;
    size_t n_acls;
    wit_gap_ref acls_gap;
    const struct wit_kafka_use *uses; /* sorted by key, host, bucket */
    size_t n_uses;
    wit_gap_ref uses_gap;     /* set: there may be more */
    enum wit_told authorizer; /* YES: an authorizer class is set on every node known; NO: surely none on one */
    const struct wit_consumer_group *groups;
    size_t n_groups;
    wit_gap_ref groups_gap;
    struct wit_cite cite;
};

struct wit_placed_destination {
    struct wit_destination what;
    struct wit_site site;               /* hosts; of buckets: n_addrs 0 */
    const char *bucket;                 /* name when it is an S3 bucket, else "" */
    const struct wit_bucket *in_estate; /* that bucket, NULL when not in evidence */
};
struct wit_connector {
    const char *name, *class, *type, *state; /* "source", "sink", "" */
    bool known;                              /* its class has rows in the table of destinations */
    const char *const *workers;              /* "10.0.3.5:8083": where its tasks run */
    size_t n_workers;
    const struct wit_placed_destination *destinations;
    size_t n_destinations;
    const struct wit_setting *settings;
    size_t n_settings;
    size_t n_hidden; /* values that were taken out as secrets */
    wit_gap_ref gap; /* set: destinations may be missing */
    struct wit_cite cite;
};
/* A door over HTTP: Connect's REST, a registry's API. */
struct wit_rest_door {
    const char *url, *scheme;
    struct wit_site site;
    unsigned port;
    enum wit_told anonymous; /* YES: it answered a request without credentials */
    enum wit_told plain;     /* YES: it answers over HTTP without TLS */
    struct wit_cite cite;
};
struct wit_connect_cluster {
    const char *id; /* URL asked, or group.id of imported properties */
    const char *version, *kafka_cluster;
    const struct wit_rest_door *doors; /* one a worker whose address is known */
    size_t n_doors;
    wit_gap_ref workers_gap;
    const struct wit_connector *connectors;
    size_t n_connectors;
    wit_gap_ref connectors_gap;
    const struct wit_setting *settings; /* worker properties, when imported */
    size_t n_settings;
    struct wit_cite cite;
};
struct wit_registry {
    const char *url, *mode, *compatibility;
    struct wit_rest_door door;
    uint64_t subjects;
    wit_gap_ref subjects_gap;
    const struct wit_setting *settings; /* when its properties are imported */
    size_t n_settings;
    wit_gap_ref settings_gap;
    struct wit_cite cite;
};

struct wit_platform {
    const struct wit_kafka_cluster *clusters;
    size_t n_clusters;
    const struct wit_connect_cluster *connects;
    size_t n_connects;
    const struct wit_registry *registries;
    size_t n_registries;
    const struct wit_gap *gaps; /* its own numbering: not the estate's */
    size_t n_gaps;
    const wit_gap_ref *gaps_in_estate; /* the same gaps by the estate's numbering, after wit_platform_adopt */
};

/* Never fails for bad artefacts (they become gaps). With no such artefact the platform is empty, which says nothing.
 * err: WIT_EINTEGRITY a blob is missing or changed */
WIT_NODISCARD bool wit_platform_read(struct wit_platform **out, struct wit_arena *arena,
                                     const struct wit_estate *estate, const struct wit_bundle *const *bundles, size_t n,
                                     struct wit_err *err);
/* Adds the platform's own gaps to the estate's, so that engine, map and answers can name them. Before wit_reach_new. */
void wit_platform_adopt(struct wit_estate *estate, struct wit_platform *platform, struct wit_arena *arena);
/*
 * The intent with what the platform tells added: services on roles that hold the interfaces of nodes, workers,
 * registries (by kind), and roles of its own ("kafka-brokers", "kafka-controllers", "connect-workers",
 * "schema-registries", and one for each destination) for those that no role of that kind holds. Never takes anything
 * away. intent NULL is fine: the result then has only derived roles and `derived` is set on them.
 */
const struct wit_intent *wit_platform_intent(struct wit_arena *arena, const struct wit_estate *estate,
                                             const struct wit_platform *platform, const struct wit_intent *intent);

/* The value of a setting; NULL when absent or not told. */
const char *wit_setting_value(const struct wit_setting *settings, size_t n, const char *key);

#endif
