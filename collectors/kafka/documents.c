/* collectors/kafka/documents.c: the artefacts of a Kafka cluster as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/documents.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "collectors/secrets.h"

/* Places where something was taken out. */
struct removals {
    struct wit_arena *arena;
    const char **pointers;
    size_t n, cap;
};

static void put_ids(struct wit_jw *jw, const char *key, const int32_t *ids, size_t n)
{
    wit_jw_key(jw, key);
    wit_jw_array(jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_int(jw, ids[i]);
    wit_jw_array_end(jw);
}

/* The value of a setting without secrets; its place is noted when something was taken out. */
WIT_PRINTF(5, 6)
static void put_value(struct wit_jw *jw, struct removals *removed, const char *key, const char *value,
                      const char *place, ...)
{
    wit_jw_key(jw, "value");
    if (value == NULL) {
        wit_jw_null(jw);
        return;
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf clean;
    wit_buf_init(&clean, strlen(value) * 11 + 16);
    bool taken = wit_secret_scrub(&clean, key, value);
    wit_jw_str(jw, wit_buf_str(&clean));
    if (!taken)
        return;
    char pointer[96];
    va_list args;
    va_start(args, place);
    vsnprintf(pointer, sizeof pointer, place, args);
    va_end(args);
    WIT_PUSH(removed->arena, removed->pointers, removed->n, removed->cap) = wit_strdup(removed->arena, pointer);
}

static void put_removed(struct wit_jw *jw, const struct removals *removed)
{
    wit_jw_key(jw, "removed");
    wit_jw_array(jw);
    for (size_t i = 0; i < removed->n; i++)
        wit_jw_str(jw, removed->pointers[i]);
    wit_jw_array_end(jw);
}

void wit_kafka_write_cluster(struct wit_buf *out, const struct wit_kafka_cluster *cluster,
                             const struct wit_kafka_config *config, const char *bootstrap)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "cluster_id", cluster->id);
    wit_jw_key(&jw, "bootstrap");
    wit_jw_array(&jw);
    for (const char *at = bootstrap; *at != '\0';) {
        size_t len = strcspn(at, ", ");
        if (len > 0)
            wit_jw_str(&jw, wit_strndup(arena, at, len));
        at += len + (at[len] != '\0');
    }
    wit_jw_array_end(&jw);
    wit_jw_kstr(&jw, "security_protocol", config->protocol);
    wit_jw_kstr(&jw, "sasl_mechanism", config->mechanism);
    wit_jw_key(&jw, "controller_id");
    if (cluster->controller >= 0)
        wit_jw_int(&jw, cluster->controller);
    else
        wit_jw_null(&jw);
    wit_jw_key(&jw, "brokers");
    wit_jw_array(&jw);
    for (size_t i = 0; i < cluster->n_brokers; i++) {
        wit_jw_object(&jw);
        wit_jw_kint(&jw, "id", cluster->brokers[i].id);
        wit_jw_kstr(&jw, "host", cluster->brokers[i].host);
        wit_jw_kint(&jw, "port", cluster->brokers[i].port);
        wit_jw_kstr(&jw, "rack", NULL); /* the library does not give it: it is the broker's setting broker.rack */
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
}

void wit_kafka_write_topics(struct wit_buf *out, const struct wit_kafka_topic *topics, size_t n)
{
    /* Metadata says which topics are internal, the library does not pass it on; org.apache.kafka.common.internals.Topic
     * and 4.x name these. */
    static const char *const internal[] = {"__consumer_offsets", "__transaction_state", "__share_group_state"};
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "topics");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n; i++) {
        bool is_internal = false;
        for (size_t k = 0; k < sizeof internal / sizeof internal[0]; k++)
            is_internal = is_internal || strcmp(internal[k], topics[i].name) == 0;
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "name", topics[i].name);
        wit_jw_kbool(&jw, "internal", is_internal);
        wit_jw_kstr(&jw, "error", topics[i].error);
        wit_jw_key(&jw, "partitions");
        wit_jw_array(&jw);
        for (size_t k = 0; k < topics[i].n; k++) {
            const struct wit_kafka_partition *p = &topics[i].partitions[k];
            wit_jw_object(&jw);
            wit_jw_kint(&jw, "id", p->id);
            wit_jw_kint(&jw, "leader", p->leader);
            put_ids(&jw, "replicas", p->replicas, p->n_replicas);
            put_ids(&jw, "isr", p->isr, p->n_isr);
            wit_jw_object_end(&jw);
        }
        wit_jw_array_end(&jw);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
}

void wit_kafka_write_broker_configs(struct wit_buf *out, const struct wit_kafka_resource *broker)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct removals removed = {.arena = arena};
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "type", "broker");
    wit_jw_kstr(&jw, "name", broker->name);
    wit_jw_key(&jw, "entries");
    wit_jw_array(&jw);
    for (size_t i = 0; i < broker->n; i++) {
        const struct wit_kafka_entry *e = &broker->entries[i];
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "name", e->name);
        put_value(&jw, &removed, e->name, e->sensitive ? NULL : e->value, "/entries/%zu/value", i);
        wit_jw_kstr(&jw, "source", e->source);
        wit_jw_kbool(&jw, "read_only", e->read_only);
        wit_jw_kbool(&jw, "default", e->is_default);
        wit_jw_kbool(&jw, "sensitive", e->sensitive);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    put_removed(&jw, &removed);
    wit_jw_object_end(&jw);
}

static bool topic_entry_counts(const struct wit_kafka_entry *e)
{
    static const char *const always[] = {"cleanup.policy", "min.insync.replicas", "remote.storage.enable",
                                         "retention.ms"};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        if (strcmp(e->name, always[i]) == 0)
            return true;
    return !e->is_default && strcmp(e->source, "DEFAULT_CONFIG") != 0;
}

void wit_kafka_write_topic_configs(struct wit_buf *out, const struct wit_kafka_resource *topics, size_t n)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct removals removed = {.arena = arena};
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "type", "topic");
    wit_jw_key(&jw, "topics");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n; i++) {
        size_t kept = 0;
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "name", topics[i].name);
        wit_jw_kstr(&jw, "error", topics[i].error);
        wit_jw_key(&jw, "entries");
        wit_jw_array(&jw);
        for (size_t k = 0; k < topics[i].n; k++) {
            const struct wit_kafka_entry *e = &topics[i].entries[k];
            if (!topic_entry_counts(e))
                continue;
            wit_jw_object(&jw);
            wit_jw_kstr(&jw, "name", e->name);
            put_value(&jw, &removed, e->name, e->sensitive ? NULL : e->value, "/topics/%zu/entries/%zu/value", i,
                      kept++);
            wit_jw_kstr(&jw, "source", e->source);
            wit_jw_object_end(&jw);
        }
        wit_jw_array_end(&jw);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    put_removed(&jw, &removed);
    wit_jw_object_end(&jw);
}

void wit_kafka_write_acls(struct wit_buf *out, const struct wit_kafka_acl *acls, size_t n, const char *error)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "error", error);
    wit_jw_key(&jw, "acls");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n; i++) {
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "resource_type", acls[i].resource_type);
        wit_jw_kstr(&jw, "name", acls[i].name);
        wit_jw_kstr(&jw, "pattern", acls[i].pattern);
        wit_jw_kstr(&jw, "principal", acls[i].principal);
        wit_jw_kstr(&jw, "host", acls[i].host);
        wit_jw_kstr(&jw, "operation", acls[i].operation);
        wit_jw_kstr(&jw, "permission", acls[i].permission);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
}

void wit_kafka_write_groups(struct wit_buf *out, const struct wit_kafka_group *groups, size_t n)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "groups");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n; i++) {
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "id", groups[i].id);
        wit_jw_kstr(&jw, "state", groups[i].state);
        wit_jw_kstr(&jw, "protocol_type", groups[i].protocol_type);
        wit_jw_kint(&jw, "coordinator", groups[i].coordinator);
        wit_jw_kstr(&jw, "error", groups[i].error);
        wit_jw_key(&jw, "members");
        wit_jw_array(&jw);
        for (size_t k = 0; k < groups[i].n; k++) {
            const struct wit_kafka_member *m = &groups[i].members[k];
            wit_jw_object(&jw);
            wit_jw_kstr(&jw, "client_id", m->client_id);
            wit_jw_kstr(&jw, "consumer_id", m->consumer_id);
            wit_jw_kstr(&jw, "host", m->host[0] == '/' ? m->host + 1 : m->host); /* InetAddress.toString() */
            wit_jw_object_end(&jw);
        }
        wit_jw_array_end(&jw);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
}

void wit_kafka_write_properties(struct wit_buf *out, const char *file, const char *kind, const char *const *at,
                                size_t n_at, const struct wit_properties *props, size_t *n_removed)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct removals removed = {.arena = arena};
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "file", file);
    wit_jw_kstr(&jw, "kind", kind);
    wit_jw_key(&jw, "at");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n_at; i++)
        wit_jw_str(&jw, at[i]);
    wit_jw_array_end(&jw);
    wit_jw_key(&jw, "entries");
    wit_jw_array(&jw);
    for (size_t i = 0; i < props->n; i++) {
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "key", props->items[i].key);
        put_value(&jw, &removed, props->items[i].key, props->items[i].value, "/entries/%zu/value", i);
        wit_jw_kint(&jw, "line", props->items[i].line);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    put_removed(&jw, &removed);
    wit_jw_object_end(&jw);
    *n_removed = removed.n;
}
