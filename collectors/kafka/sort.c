/* collectors/kafka/sort.c: the orders of what brokers answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/sort.h"

#include <stdlib.h>
#include <string.h>

static void sort(void *items, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    if (n > 1)
        qsort(items, n, size, compare);
}

static int by_broker(const void *a, const void *b)
{
    int32_t x = ((const struct wit_kafka_broker *)a)->id, y = ((const struct wit_kafka_broker *)b)->id;
    return (x > y) - (x < y);
}

static int by_partition(const void *a, const void *b)
{
    int32_t x = ((const struct wit_kafka_partition *)a)->id, y = ((const struct wit_kafka_partition *)b)->id;
    return (x > y) - (x < y);
}

/* Their first member is the name: topics, entries, resources, groups. */
static int by_first_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_consumer(const void *a, const void *b)
{
    return strcmp(((const struct wit_kafka_member *)a)->consumer_id, ((const struct wit_kafka_member *)b)->consumer_id);
}

static int by_acl(const void *a, const void *b)
{
    const struct wit_kafka_acl *x = a, *y = b;
    const char *const left[] = {x->resource_type, x->name,      x->pattern,   x->principal,
                                x->host,          x->operation, x->permission};
    const char *const right[] = {y->resource_type, y->name,      y->pattern,   y->principal,
                                 y->host,          y->operation, y->permission};
    int order = 0;
    for (size_t i = 0; order == 0 && i < sizeof left / sizeof left[0]; i++)
        order = strcmp(left[i], right[i]);
    return order;
}

void wit_kafka_sort_cluster(struct wit_kafka_cluster *cluster)
{
    sort(cluster->brokers, cluster->n_brokers, sizeof cluster->brokers[0], by_broker);
    sort(cluster->topics, cluster->n_topics, sizeof cluster->topics[0], by_first_string);
    for (size_t i = 0; i < cluster->n_topics; i++)
        sort(cluster->topics[i].partitions, cluster->topics[i].n, sizeof cluster->topics[i].partitions[0],
             by_partition);
}

void wit_kafka_sort_lines(struct wit_kafka_resource *resources, size_t n)
{
    sort(resources, n, sizeof resources[0], by_first_string);
}

void wit_kafka_sort_resources(struct wit_kafka_resource *resources, size_t n)
{
    wit_kafka_sort_lines(resources, n);
    for (size_t i = 0; i < n; i++)
        sort(resources[i].entries, resources[i].n, sizeof resources[i].entries[0], by_first_string);
}

void wit_kafka_sort_acls(struct wit_kafka_acl *acls, size_t n)
{
    sort(acls, n, sizeof acls[0], by_acl);
}

void wit_kafka_sort_groups(struct wit_kafka_group *groups, size_t n)
{
    sort(groups, n, sizeof groups[0], by_first_string);
    for (size_t i = 0; i < n; i++)
        sort(groups[i].members, groups[i].n, sizeof groups[i].members[0], by_consumer);
}
