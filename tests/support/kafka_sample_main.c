/* tests/support/kafka_sample_main.c: writes one of every document of Kafka evidence, for schema checks.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * kafka_sample DIR: DIR/kafka-NAME.json
 */
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "collectors/kafka/documents.h"
#include "collectors/names.h"

static bool write(const char *dir, const char *name, struct wit_buf *out)
{
    char path[1024];
    struct wit_err err = {0};
    snprintf(path, sizeof path, "%s/kafka-%s.json", dir, name);
    bool done = wit_file_write(path, out->data, out->len, &err);
    if (!done)
        fprintf(stderr, "%s\n", err.text);
    wit_buf_reset(out);
    return done;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const char *dir = argv[1];
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    const int32_t ids[] = {1, 2};
    struct wit_kafka_partition partitions[] = {
        {.id = 0, .leader = 1, .replicas = ids, .n_replicas = 2, .isr = ids, .n_isr = 1}, {.id = 1, .leader = -1}};
    struct wit_kafka_topic topics[] = {{"__consumer_offsets", NULL, partitions, 2},
                                       {"orders", "TOPIC_AUTHORIZATION_FAILED", NULL, 0}};
    struct wit_kafka_broker brokers[] = {{1, "b-1", 9096}};
    const struct wit_kafka_cluster cluster = {.id = "c", .controller = 1, .brokers = brokers, .n_brokers = 1};
    const struct wit_kafka_config config = {.protocol = "SASL_SSL", .mechanism = "PLAIN"};
    struct wit_kafka_entry entries[] = {{"listeners", "SASL_SSL://:9096", "STATIC_BROKER_CONFIG", true, false, false},
                                        {"ssl.key.password", NULL, "STATIC_BROKER_CONFIG", true, false, true},
                                        {"vendor.api.key", "hush", "STATIC_BROKER_CONFIG", false, false, false}};
    struct wit_kafka_resource lines[] = {{"1", NULL, entries, 3}, {"2", WIT_KAFKA_NOT_ANSWERED, NULL, 0}};
    struct wit_kafka_acl acls[] = {{"TOPIC", "orders", "LITERAL", "User:a", "*", "READ", "ALLOW"}};
    struct wit_kafka_member members[] = {{"app", "app-1", "/10.0.1.5"}};
    struct wit_kafka_group groups[] = {{"g", "Stable", "consumer", NULL, 1, members, 1},
                                       {"h", "Dead", "", "NOT_DESCRIBED", 2, NULL, 0}};
    const char *const addresses[] = {"10.0.1.5"};
    struct wit_resolved names[] = {{.name = "b-1", .addresses = addresses, .n = 1},
                                   {.name = "b-2", .error = "not known"}};
    static const char text[] = "process.roles=broker\nssl.key.password=hush\n";
    struct wit_properties props;
    size_t removed;
    bool done = wit_properties_parse(&props, arena, text, sizeof text - 1, NULL);
    wit_kafka_write_cluster(&out, &cluster, &config, "b-1:9096, b-2:9096");
    done = done && write(dir, "cluster", &out);
    wit_kafka_write_topics(&out, topics, 2);
    done = done && write(dir, "topics", &out);
    wit_kafka_write_broker_configs(&out, &lines[0]);
    done = done && write(dir, "broker-configs", &out);
    wit_kafka_write_topic_configs(&out, lines, 2);
    done = done && write(dir, "topic-configs", &out);
    wit_kafka_write_acls(&out, acls, 1, NULL);
    done = done && write(dir, "acls", &out);
    wit_kafka_write_groups(&out, groups, 2);
    done = done && write(dir, "groups", &out);
    wit_names_write(&out, names, 2);
    done = done && write(dir, "names", &out);
    wit_kafka_write_properties(&out, "server.properties", "broker", addresses, 1, &props, &removed);
    done = done && write(dir, "properties", &out);
    return done ? 0 : 1;
}
