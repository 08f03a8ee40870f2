/* collectors/kafka/run.h: what the parts of one collection share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_KAFKA_RUN_H
#define WIT_COLLECTORS_KAFKA_RUN_H

#include "collectors/kafka/documents.h"
#include "collectors/kafka/kafka.h"
#include "collectors/kafka/trouble.h"
#include "collectors/names.h"

enum { WIT_KAFKA_FIRST_GAPS = 8 };

struct wit_kafka_session {
    const struct wit_kafka_options *options;
    struct wit_arena *arena;
    struct wit_kafka_config config;
    const char *bootstrap; /* without blanks */
    struct wit_kafka_link *link;
    struct wit_kafka_cluster cluster;
    /* while collecting */
    struct wit_bundle_writer *writer;
    struct wit_kafka_summary *summary;
    struct wit_buf document;
    unsigned long done, total;
    const char *gaps[WIT_KAFKA_FIRST_GAPS];
    struct wit_names names;
    int32_t *answering; /* brokers that answered for their configs */
    size_t n_answering;
    /* what the brokers' configs tell: enum wit_kafka_told */
    int authorizer, kraft, super_user;
    bool acls_known, no_authorizer, described_all; /* described_all: an ACL lets the principal describe every topic */
};
enum wit_kafka_told { WIT_KAFKA_NOT_TOLD, WIT_KAFKA_NO, WIT_KAFKA_YES };

/* Stores the document and empties it. `resource` NULL: the cluster. */
WIT_NODISCARD bool wit_kafka_put(struct wit_kafka_session *s, const char *operation, const char *resource,
                                 unsigned page, bool last, const char *request, struct wit_err *err);
/* A gap; NOT_ASKED is one that stands always. It is recorded behind the pages of its question. */
WIT_NODISCARD bool wit_kafka_gap(struct wit_kafka_session *s, enum wit_gap_reason reason, const char *operation,
                                 const char *resource, const char *detail, struct wit_err *err);
/* DENIED for …_AUTHORIZATION_FAILED, else FAILED. */
enum wit_gap_reason wit_kafka_reason(const char *error);
void wit_kafka_step(struct wit_kafka_session *s, const char *what);
/* "C/topics" */
const char *wit_kafka_part(struct wit_kafka_session *s, const char *part);

/* principal.c: "User:alice" as far as it can be told; NULL otherwise */
const char *wit_kafka_principal(struct wit_arena *arena, const struct wit_kafka_config *config);
/* super.users holds it */
bool wit_kafka_is_super(const char *super_users, const char *principal);
/* The ACLs let it describe every topic, and deny none. */
bool wit_kafka_describes_all(const struct wit_kafka_acl *acls, size_t n, const char *principal);

/* The steps. */
WIT_NODISCARD bool wit_kafka_collect_brokers(struct wit_kafka_session *s, struct wit_err *err);
WIT_NODISCARD bool wit_kafka_collect_topics(struct wit_kafka_session *s, struct wit_err *err);
WIT_NODISCARD bool wit_kafka_collect_topic_configs(struct wit_kafka_session *s, struct wit_err *err);
WIT_NODISCARD bool wit_kafka_collect_groups(struct wit_kafka_session *s, struct wit_err *err);

#endif
