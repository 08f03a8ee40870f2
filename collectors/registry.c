/* collectors/registry.c: the table of sources of evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/registry.h"

static const struct wit_source sources[] = {
    {"aws", "collect", "ask an AWS account over HTTPS, read-only"},
    {"flow-logs", "collect", "read flow logs out of a bucket"},
    {"connect", "collect", "ask Kafka Connect over REST, read-only"},
    {"schema-registry", "collect", "ask a Schema Registry over REST, read-only"},
    {"kafka", "collect", "ask a Kafka cluster over its protocol, read-only"},
    {"kafka-properties", "import", "read properties files of Kafka and its relatives"},
    {"aws-cli", "import", "read files that the AWS CLI printed"},
};

const struct wit_source *wit_sources(size_t *n)
{
    *n = sizeof sources / sizeof sources[0];
    return sources;
}
