/* collectors/kafka/sort.h: the orders of what brokers answer, so that the same answers give the same documents.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_KAFKA_SORT_H
#define WIT_COLLECTORS_KAFKA_SORT_H

#include "collectors/kafka/door.h"

void wit_kafka_sort_cluster(struct wit_kafka_cluster *cluster); /* brokers, topics, their partitions */
void wit_kafka_sort_resources(struct wit_kafka_resource *resources, size_t n);
void wit_kafka_sort_lines(struct wit_kafka_resource *resources, size_t n); /* not their entries */
void wit_kafka_sort_acls(struct wit_kafka_acl *acls, size_t n);
void wit_kafka_sort_groups(struct wit_kafka_group *groups, size_t n);

#endif
