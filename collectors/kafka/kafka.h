/* collectors/kafka/kafka.h: evidence from Kafka itself: asked over its protocol, or imported from properties files.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only reading requests are sent. What a broker refuses, does not answer or leaves out, and what the client library
 * cannot ask, is a gap in the bundle, never an error of the run. Secrets are replaced before anything is stored.
 * Artefacts: schemas/kafka.schema.json. Source: docs/collect-kafka.md.
 */
#ifndef WIT_COLLECTORS_KAFKA_KAFKA_H
#define WIT_COLLECTORS_KAFKA_KAFKA_H

#include "evidence/bundle.h"

/* Typed progress; `what` lives during the call only. */
typedef void wit_kafka_progress_fn(void *context, const char *what, unsigned long done, unsigned long total);

struct wit_kafka_options {
    const char *bootstrap;           /* "b-1:9096,b-2:9096"; NULL: bootstrap.servers of the command configuration */
    const char *command_config;      /* a Java client's properties; NULL: none, PLAINTEXT */
    unsigned timeout_s;              /* one request; 0: request.timeout.ms of the configuration, else 15 */
    wit_kafka_progress_fn *progress; /* may be NULL */
    void *context;
};
struct wit_kafka_summary {
    const char *cluster; /* its id; in the arena */
    unsigned long brokers, topics, partitions, acls, groups, artefacts;
    unsigned long gaps;            /* questions that a broker could have answered */
    unsigned long not_asked;       /* gaps too: what the client library cannot ask */
    bool no_authorizer;            /* the cluster says that it has none */
    const char *const *first_gaps; /* sentences of some of the gaps, for people */
    size_t n_first_gaps;
};

/* A session with one cluster: it answered, and nothing was stored yet. */
struct wit_kafka_session;
/*
 * Reads the configuration and waits until a broker answers.
 *   err  WIT_EUSAGE the options or the configuration; WIT_EIO, WIT_EPARSE its files; WIT_ENET, WIT_EDENIED nothing
 * could be asked: which server, why, what to do
 */
WIT_NODISCARD bool wit_kafka_session_open(struct wit_kafka_session **out, struct wit_arena *arena,
                                          const struct wit_kafka_options *options, struct wit_err *err);
/* Sentences about settings that have no effect. */
const char *const *wit_kafka_session_warnings(const struct wit_kafka_session *session, size_t *n);
/* Asks and stores everything. err: the bundle's */
WIT_NODISCARD bool wit_kafka_collect(struct wit_kafka_session *session, struct wit_bundle_writer *w,
                                     struct wit_kafka_summary *out, struct wit_err *err);
void wit_kafka_session_close(struct wit_kafka_session *session); /* NULL is fine */

struct wit_kafka_file { /* what became of a file */
    const char *path, *kind;
    size_t entries, removed;
};
/*
 * One properties file as one artefact.
 *   at  where the process of the file runs: addresses or ids, may be empty
 *   name  what it is called in the bundle: unique among the files of a run
 *   err   WIT_EPARSE, WIT_ELIMIT, WIT_EIO of the file; the bundle's
 */
WIT_NODISCARD bool wit_kafka_import_file(struct wit_kafka_file *out, struct wit_arena *arena,
                                         struct wit_bundle_writer *w, const char *path, const char *name,
                                         const char *const *at, size_t n_at, struct wit_err *err);
/* Reads it and stores nothing: is it a properties file at all? */
WIT_NODISCARD bool wit_kafka_import_check(const char *path, struct wit_err *err);
/* Names for files: the last part of the path, with as many folders as make them differ. */
const char *const *wit_kafka_import_names(struct wit_arena *arena, const char *const *paths, size_t n);

#endif
