/* evidence/destinations.h: the one table of connectors: from a connector's configuration to the systems that it talks
 * to.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The collector asks it for host names to look up, the mapper for paths. A new connector is one row of
 * evidence/destinations.def. Values are hostile and may be secrets' placeholders; nothing that looks like a credential
 * is ever given out (userinfo of URLs is dropped). Source: docs/connectors.md (each row names the plugin's
 * documentation).
 */
#ifndef WIT_EVIDENCE_DESTINATIONS_H
#define WIT_EVIDENCE_DESTINATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum wit_destination_kind {
    WIT_DEST_HOST,     /* host and port */
    WIT_DEST_BUCKET,   /* S3 bucket: `name`; host: of an S3-compatible endpoint, "" AWS */
    WIT_DEST_GCS,      /* GCS bucket */
    WIT_DEST_AZURE,    /* storage account or container */
    WIT_DEST_KAFKA,    /* another Kafka cluster: one destination a bootstrap server */
    WIT_DEST_REGISTRY, /* Schema Registry of a converter */
    WIT_DEST_TOPIC,    /* dead letter queue: `name`; stays inside its cluster */
    WIT_DEST_SERVICE   /* a named service whose address the configuration does not tell (Snowflake account …) */
};
const char *wit_destination_kind_word(enum wit_destination_kind kind); /* "host", "s3-bucket" … */

struct wit_destination {
    enum wit_destination_kind kind;
    const char *system; /* "PostgreSQL", "S3", "Elasticsearch", "Kafka" …, "" not known */
    const char *key;    /* setting that names it: "connection.url" */
    const char *host;   /* lower case, without brackets; "" none */
    unsigned port;      /* 0: not told and no default */
    bool port_assumed;  /* the default of the system, not written */
    const char *name;   /* bucket, container, topic, account; "" */
    const char *region; /* "" not told */
    bool tls_told, tls; /* the scheme or a setting tells whether it is encrypted */
    bool source;        /* data comes from it (a source connector) */
    bool unresolved;    /* its value is a config-provider reference or a variable: which one it is, is not told */
};

struct wit_connector_config { /* sorted or not; values may be NULL (hidden) */
    const char *key, *value;
};

/*
 * Destinations of one connector in the order of the table, then of keys; without doubles; in the arena. `*known` is
 * false when no row names the class: generic keys (*.url, *.hosts, *.endpoint, bootstrap.servers …) are still read,
 * and the caller must hold that there may be others.
 */
const struct wit_destination *wit_destinations(size_t *n, bool *known, struct wit_arena *arena, const char *class,
                                               const struct wit_connector_config *config, size_t n_config);

#endif
