/* collectors/kafka/kinds.c: what a properties file configures, told by its keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the files in config/ of Apache Kafka 2.8 to 4.1 and Confluent Platform, ZooKeeper's administrator guide.
 */
#include "collectors/kafka/kinds.h"

#include <string.h>

/* The first row of which a key is there decides. "*" at the end: any key that begins so; at the start: that ends so. */
static const struct kind_row {
    const char *key;
    const char *value; /* NULL: any; else the value, blanks aside */
    const char *kind;
} rows[] = {
    {"process.roles", "controller", "controller"},
    {"process.roles", NULL, "broker"},
    {"broker.id", NULL, "broker"},
    {"broker.id.generation.enable", NULL, "broker"},
    {"zookeeper.connect", NULL, "broker"},
    {"kafkastore.*", NULL, "schema-registry"},
    {"schema.registry.group.id", NULL, "schema-registry"},
    {"schema.registry.host.name", NULL, "schema-registry"},
    {"*->*.enabled", NULL, "mirror-maker"},
    {"clusters", NULL, "mirror-maker"},
    {"*.bootstrap.servers", NULL, "mirror-maker"}, /* source.bootstrap.servers; connect's own prefixes come below */
    {"offset.storage.topic", NULL, "connect"},
    {"offset.storage.file.filename", NULL, "connect"},
    {"plugin.path", NULL, "connect"},
    {"key.converter", NULL, "connect"},
    {"initLimit", NULL, "zookeeper"},
    {"clientPort", NULL, "zookeeper"},
    {"secureClientPort", NULL, "zookeeper"},
    {"dataDir", NULL, "zookeeper"},
    {"log.dirs", NULL, "broker"},
    {"advertised.listeners", NULL, "broker"},
    {"inter.broker.listener.name", NULL, "broker"},
    {"bootstrap.servers", NULL, "client"},
    {"metadata.broker.list", NULL, "client"},
    {"security.protocol", NULL, "client"},
    {"sasl.mechanism", NULL, "client"},
    {"sasl.jaas.config", NULL, "client"},
    {"ssl.truststore.location", NULL, "client"},
};

static bool matches(const char *pattern, const char *key)
{
    size_t len = strlen(pattern), key_len = strlen(key);
    if (strncmp(pattern, "*->*", 4) == 0) { /* "primary->backup.enabled" */
        const char *arrow = strstr(key, "->");
        return arrow != NULL && key_len >= len - 4 && strcmp(key + key_len - (len - 4), pattern + 4) == 0;
    }
    if (pattern[0] == '*')
        return key_len >= len && strcmp(key + key_len - (len - 1), pattern + 1) == 0;
    if (pattern[len - 1] == '*')
        return strncmp(key, pattern, len - 1) == 0;
    return strcmp(pattern, key) == 0;
}

static bool is_value(const char *expected, const char *value)
{
    size_t len = strlen(expected);
    value += strspn(value, " \t");
    return strncmp(value, expected, len) == 0 && value[len + strspn(value + len, " \t")] == '\0';
}

const char *wit_kafka_kind_of(const struct wit_properties *props)
{
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++)
        for (size_t i = 0; i < props->n; i++)
            if (matches(rows[r].key, props->items[i].key) &&
                (rows[r].value == NULL || is_value(rows[r].value, props->items[i].value)))
                return rows[r].kind;
    return "unknown";
}
