/* collectors/kafka/documents.h: the artefacts of a Kafka cluster as JSON (schemas/kafka.schema.json).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Values that are secrets are replaced here, before anything can be stored, and their places are listed in "removed".
 */
#ifndef WIT_COLLECTORS_KAFKA_DOCUMENTS_H
#define WIT_COLLECTORS_KAFKA_DOCUMENTS_H

#include "base/buf.h"
#include "collectors/kafka/door.h"

#define WIT_KAFKA_PAGE_TOPICS 1000
#define WIT_KAFKA_PAGE_ACLS   5000
#define WIT_KAFKA_PAGE_GROUPS 500

void wit_kafka_write_cluster(struct wit_buf *out, const struct wit_kafka_cluster *cluster,
                             const struct wit_kafka_config *config, const char *bootstrap);
void wit_kafka_write_topics(struct wit_buf *out, const struct wit_kafka_topic *topics, size_t n);
void wit_kafka_write_broker_configs(struct wit_buf *out, const struct wit_kafka_resource *broker);
/* Only what is not default, and the few that a review always asks for. */
void wit_kafka_write_topic_configs(struct wit_buf *out, const struct wit_kafka_resource *topics, size_t n);
/* error: "SECURITY_DISABLED" when there is no authorizer, else NULL */
void wit_kafka_write_acls(struct wit_buf *out, const struct wit_kafka_acl *acls, size_t n, const char *error);
void wit_kafka_write_groups(struct wit_buf *out, const struct wit_kafka_group *groups, size_t n);

/* Properties of a file: what `import kafka-properties` stores. */
void wit_kafka_write_properties(struct wit_buf *out, const char *file, const char *kind, const char *const *at,
                                size_t n_at, const struct wit_properties *props, size_t *n_removed);

#endif
