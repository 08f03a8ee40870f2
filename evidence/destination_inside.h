/* evidence/destination_inside.h: what the files of the table of connectors share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * destinations.c walks the rows of destinations.def (destination_rows.c); destination_url.c reads URLs and lists of
 * hosts; destination_jdbc.c JDBC URLs; destination_place.c buckets, AWS services and accounts.
 */
#ifndef WIT_EVIDENCE_DESTINATION_INSIDE_H
#define WIT_EVIDENCE_DESTINATION_INSIDE_H

#include "evidence/destinations.h"

#define WIT_DEST_MAX       256                /* of one connector */
#define WIT_DEST_MAX_VALUE ((size_t)64 << 10) /* bytes of a value that are read */
#define WIT_DEST_VARIABLE  '\1'               /* stands in a marked text for what is not told */

enum wit_dest_shape {
    WIT_SHAPE_FAMILY,   /* not a key: a connector begins here */
    WIT_SHAPE_URL,      /* URLs, or hosts with ports, with commas between */
    WIT_SHAPE_JDBC,     /* a JDBC URL */
    WIT_SHAPE_HOSTS,    /* hosts with or without ports, in a list; `aside` a key of the port, or NULL */
    WIT_SHAPE_KAFKA,    /* bootstrap servers */
    WIT_SHAPE_REGISTRY, /* URLs of a Schema Registry */
    WIT_SHAPE_BUCKET,   /* S3 bucket; region and endpoint from the keys that all such connectors use */
    WIT_SHAPE_KCQL,     /* Lenses: the bucket of "INSERT INTO bucket:prefix SELECT …"; `aside` "s3" or "gcs" */
    WIT_SHAPE_GCS,      /* GCS bucket */
    WIT_SHAPE_AZURE,    /* storage account or its URL; `aside` the domain of its host */
    WIT_SHAPE_TOPIC,    /* a topic of the connector's own cluster */
    WIT_SHAPE_AWS,      /* stream, queue, function or its ARN; `aside` the service's label in host names */
    WIT_SHAPE_SERVICE,  /* a name of something whose address is not told; `aside` the fixed host of the service */
    WIT_SHAPE_DOMAIN    /* `aside` is the host's name with %s for the value */
};

enum wit_dest_direction { WIT_DEST_BY_CLASS, WIT_DEST_FROM, WIT_DEST_TO };

/* A row of destinations.def. Strings may be NULL where it makes no sense. */
struct wit_dest_row {
    enum wit_dest_shape shape;
    const char *key;    /* exact, or "*.suffix"; of a family: its classes, with blanks between ("io.x.*" a prefix) */
    const char *system; /* NULL: the family's */
    unsigned port;      /* of the system; 0 none */
    const char *aside;
    const char *tls;       /* key that tells whether it is encrypted */
    const char *otherwise; /* the value when the key is absent; NULL none */
    enum wit_dest_direction direction;
    bool optional; /* of a family: it may have no destination at all */
};

/* Where destinations gather. */
struct wit_dest_out {
    struct wit_arena *arena;
    struct wit_destination *items;
    size_t n, cap;
    bool over;  /* more than WIT_DEST_MAX */
    bool local; /* a value says that it is a file or memory of the worker itself */
};

/* Copies `d` unless it is there; its strings must live as long as the arena. */
void wit_dest_add(struct wit_dest_out *out, const struct wit_destination *d);
/* The same as not told: `like` without host, unresolved. */
void wit_dest_add_unresolved(struct wit_dest_out *out, const struct wit_destination *like);

/* destination_rows.c: a family's rows, its head first; NULL for a class that none names. */
const struct wit_dest_row *wit_dest_family(size_t *n, const char *class);
/* What every connector may have, whatever its class. */
const struct wit_dest_row *wit_dest_common(size_t *n);

/* destination_url.c. `text` is marked (wit_dest_mark): no other NULs, variables are one byte. */
const char *wit_dest_mark(struct wit_arena *arena, const char *value); /* ${…} and "(removed)" become one byte */
/* One "host", "host:port", "[v6]:port" of `len` bytes without userinfo, added as `like` with it. A part that is no host
 * is added as unresolved. */
void wit_dest_add_host(struct wit_dest_out *out, const struct wit_destination *like, const char *text, size_t len,
                       unsigned port);
void wit_dest_read_hosts(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port);
/* False: `sure` is not set and the text is no URL and no host with a port: nothing was added. */
bool wit_dest_read_urls(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port,
                        bool sure);
/* An "@" behind the authority: a password with "/" or "?" in it cannot be told from a path or query. Then no part is a
 * host. The value of a parameter may hold one. */
bool wit_dest_is_doubtful(const char *behind);
/* Value of a parameter ("sslmode") that stands behind one of ? & ; ( , and before the next; NULL when absent. */
const char *wit_dest_param(struct wit_arena *arena, const char *text, const char *name);
/* "require", "SASL_SSL", "true" … -> told and set; other words leave it. */
void wit_dest_tls_word(struct wit_destination *d, const char *word);
const char *wit_dest_lower(struct wit_arena *arena, const char *text, size_t len);

/* destination_jdbc.c */
void wit_dest_read_jdbc(struct wit_dest_out *out, const struct wit_destination *like, const char *text);

/* destination_place.c: `region` and `endpoint` (marked) may be NULL */
struct wit_dest_place {
    const char *region, *endpoint;
};
void wit_dest_read_bucket(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                          const struct wit_dest_place *place);
void wit_dest_read_kcql(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                        const struct wit_dest_place *place);
void wit_dest_read_azure(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                         const char *domain);
void wit_dest_read_aws(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                       const char *label, const struct wit_dest_place *place);
/* "s3://bucket/…", "gs://…", "abfss://container@account.dfs…/": true when it was one. */
bool wit_dest_read_store_url(struct wit_dest_out *out, const struct wit_destination *like, const char *scheme,
                             const char *authority, size_t len);

#endif
