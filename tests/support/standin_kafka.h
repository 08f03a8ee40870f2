/* tests/support/standin_kafka.h: answers of a Kafka cluster that is not there, for the collector's tests.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The requests that a collection sends, in the versions that are plain to write. Source: Apache Kafka protocol guide.
 */
#ifndef WIT_TESTS_STANDIN_KAFKA_H
#define WIT_TESTS_STANDIN_KAFKA_H

#include <stdint.h>

#include "base/buf.h"

/* What the cluster is like; every number is of the whole cluster. */
struct standin {
    const char *host;
    const unsigned *ports; /* one a broker; a dead one is said to be at port 1 */
    unsigned brokers, topics, partitions, acls, groups;
    const char *user, *password; /* SASL/PLAIN; NULL: none */
    const char *faults;          /* words with commas between; see standin_kafka_main.c */
};
bool standin_fault(const struct standin *cluster, const char *word);

/* A request to a broker (from 0) without its length; the answer with its length. *slow: seconds to wait first.
 * *authenticated is kept for the connection. False: the connection is to be ended. */
bool standin_answer(struct wit_buf *out, const struct standin *cluster, unsigned broker, const unsigned char *request,
                    size_t len, bool *authenticated, unsigned *slow);

#endif
