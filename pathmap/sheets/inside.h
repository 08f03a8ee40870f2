/* pathmap/sheets/inside.h: what the makers of sheets share, and nobody else sees.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_SHEETS_INSIDE_H
#define WIT_PATHMAP_SHEETS_INSIDE_H

#include "pathmap/review/connector_places.h"
#include "pathmap/review/kafka_facts.h"
#include "pathmap/sheets/sheets.h"

enum { WIT_SHEET_NAMED = 4, WIT_SHEET_PATHS = 100, WIT_SHEET_ROWS = 20000 };

/* ---- rows ---- */
/* `cells`: as many as are known, from the first column on. */
struct wit_sheet_row *wit_row(struct wit_sheet_maker *m, const char *id, enum wit_mark mark, enum wit_basis basis,
                              const char *text, const char *const *cells, size_t n);
#define WIT_ROW(m, id, mark, basis, text, ...)                                                                         \
    wit_row((m), (id), (mark), (basis), (text), (const char *const[]){__VA_ARGS__},                                    \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
void wit_row_cite(struct wit_sheet_maker *m, struct wit_sheet_row *row, struct wit_cite cite);
void wit_row_exposure(struct wit_sheet_maker *m, struct wit_sheet_row *row, const struct wit_exposure *e);
/* For a cell: names without ids: "the internet, apps-a and 3 more". e NULL: not known. */
const char *wit_reached_by(struct wit_sheet_maker *m, const struct wit_exposure *e);
enum wit_mark wit_mark_worse(enum wit_mark a, enum wit_mark b); /* bad, unknown, watch, good, none */
/* The word of a mark in a cell: "in place", "look at it", "not in place", "not known", "". */
const char *wit_mark_state(enum wit_mark mark, enum wit_basis basis);

/* A row of a checklist or scorecard: its own words, then what was found. */
struct wit_item {
    enum wit_mark mark;
    enum wit_basis basis;
    const char *text;
    struct wit_cite cites[8];
    size_t n_cites;
    const char *paths[40];
    size_t n_paths;
};
/* Appends "; text" and takes the worse mark. */
void wit_item_add(struct wit_item *item, struct wit_arena *arena, enum wit_mark mark, const char *text);
void wit_item_cite(struct wit_item *item, struct wit_cite cite);
void wit_item_path(struct wit_item *item, const char *id);
void wit_item_exposure(struct wit_item *item, const struct wit_exposure *e);
/* Said last: what only people can say. The row is then missing, unless evidence has spoken against it. */
void wit_item_ask(struct wit_item *item, struct wit_arena *arena, const char *text);
struct wit_item wit_item_missing(const char *text); /* unknown, missing: what would fill it */
struct wit_item wit_item_none(const char *text);    /* unknown, not computable */
/* The row of an item: cells, then its state in the column after them. */
void wit_item_row(struct wit_sheet_maker *m, const char *id, const struct wit_item *item, const char *const *cells,
                  size_t n);

/* ---- sheets made before ---- */
const struct wit_sheet *wit_made(const struct wit_sheet_maker *m, const char *sheet); /* NULL: it has no rows */
const struct wit_sheet_row *wit_made_row(const struct wit_sheet_maker *m, const char *sheet, const char *row);
/* Adds the worst mark of that sheet to an item: "placement: 2 of 5 rows not known". Without the sheet: unknown. */
void wit_item_sheet(struct wit_item *item, const struct wit_sheet_maker *m, const char *sheet, const char *otherwise);
void wit_item_sheet_row(struct wit_item *item, const struct wit_sheet_maker *m, const char *sheet, const char *row);

/* ---- the estate ---- */
struct wit_places; /* interfaces by address */
const struct wit_interface *wit_interface_at(struct wit_sheet_maker *m, struct wit_strmap *index, const char *address);
struct wit_strmap *wit_address_index(struct wit_sheet_maker *m);
bool wit_path_is_open(const struct wit_path *p);                                           /* reachable or partial */
const char *wit_interface_words(struct wit_arena *arena, const struct wit_interface *itf); /* "brokers-a (eni-1)" */
const char *wit_plural(size_t n, const char *one, const char *many);
bool wit_has_kafka(const struct wit_review *r); /* any cluster, Connect or registry in evidence */
/* What to run for Kafka's own evidence. */
#define WIT_ASK_KAFKA    "pathwitness collect kafka, or import kafka-properties, tells"
#define WIT_ASK_CONNECT  "pathwitness collect connect tells"
#define WIT_ASK_REGISTRY "pathwitness collect schema-registry tells"

/* ---- storage.c: where state lands ---- */
struct wit_surface {
    const char *id;                  /* "durable-records" with its cluster and resource: the row's id */
    const char *kind;                /* "durable records" … */
    const char *resource;            /* "s3://acme-events", "log.dirs /var/kafka on brokers 1, 2", "" not mapped */
    const char *where;               /* "bucket", "volume", "topic", "" */
    const struct wit_bucket *bucket; /* NULL: no bucket, or not in evidence */
    bool mapped;                     /* the resource is in the evidence of the cloud */
    bool none;                       /* there surely is no such state */
    const char *text;                /* why, or what would tell */
    const char *copies;              /* "3 replicas", "1 (shared storage)", "" */
    struct wit_cite cite;
};
const struct wit_surface *wit_surfaces(size_t *n, struct wit_sheet_maker *m);
/* Whether brokers keep records in shared object storage: then reassignment copies nothing. */
enum wit_told wit_storage_is_shared(const struct wit_kafka_cluster *c);
/* Who owns the key of a bucket. */
struct wit_key_facts {
    const struct wit_key *key; /* NULL: no key of KMS, or not in evidence */
    const char *encryption;    /* "SSE-S3 (AES256)", "SSE-KMS", "none", "" not known */
    const char *id, *owner;    /* owner: "AWS owned", "AWS managed", "customer managed", "BYOK", "external" … "" */
    const char *customer;      /* "yes", "no", "" not known: is it a key that the customer manages? */
    enum wit_mark mark;
    const char *text;
};
void wit_bucket_key(struct wit_key_facts *out, struct wit_sheet_maker *m, const struct wit_bucket *b);
void wit_key_words(struct wit_key_facts *out, struct wit_arena *arena, const struct wit_key *key);

/* ---- scorecards ---- */
typedef void wit_look_fn(struct wit_sheet_maker *m, struct wit_item *item);
struct wit_score_row {
    const char *id, *cells[3];
    wit_look_fn *look;     /* NULL: no evidence tells */
    const char *otherwise; /* then: why */
    bool declared;         /* then: people can say (missing); else it is not computable */
};
void wit_scorecard(struct wit_sheet_maker *m, const struct wit_score_row *rows, size_t n, size_t n_cells);
/* facts.c: what several scorecards ask */
wit_look_fn wit_look_paths;      /* every path that is there has owner, purpose and audit; none is red */
wit_look_fn wit_look_nevers;     /* statements: violated, open, proved */
wit_look_fn wit_look_boundary;   /* paths that cross accounts or regions, declared or not */
wit_look_fn wit_look_outside;    /* connectors: destinations outside, not known */
wit_look_fn wit_look_storage;    /* the storage model: shared, or on brokers' own disks */
wit_look_fn wit_look_authorizer; /* brokers have one */
wit_look_fn wit_look_witness;    /* traffic was watched */
wit_look_fn wit_look_topics;     /* topics are known with their retention */
wit_look_fn wit_look_acls;       /* ACLs are known, and none is for everybody */
wit_look_fn wit_look_export;     /* what a move would have to take along is in evidence */

/* ---- makers, one a row of sheets.c ---- */
typedef void wit_sheet_make_fn(struct wit_sheet_maker *m);
wit_sheet_make_fn wit_make_listeners, wit_make_placement, wit_make_connectors, wit_make_broker_hardening,
    wit_make_registry_hardening, wit_make_storage, wit_make_locations, wit_make_keys, wit_make_clients,
    wit_make_isolation, wit_make_drift, wit_make_gates, wit_make_readiness, wit_make_evidence_gates,
    wit_make_anti_patterns, wit_make_boundaries, wit_make_identities, wit_make_responsibility, wit_make_transfer,
    wit_make_questions;

#endif
