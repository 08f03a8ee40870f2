/* collectors/kafka/door.c: the one door to the Kafka client library.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/door.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "collectors/kafka/oauth.h"
#include "collectors/kafka/sort.h"
#include "collectors/kafka/trouble.h"

enum { FIRST_WAIT_MS = 500, POLL_MS = 100, GRACE_MS = 2500, MAX_MESSAGE_BYTES = 1000000000 };

struct wit_kafka_link {
    rd_kafka_t *client;
    rd_kafka_queue_t *queue;
    const struct wit_kafka_config *config;
    unsigned timeout_ms;
    struct wit_kafka_troubles troubles;
};

/* ---- what the library complains about ---- */

static void on_error(rd_kafka_t *client, int code, const char *reason, void *context)
{
    struct wit_kafka_link *link = context;
    (void)client;
    wit_kafka_trouble_add(&link->troubles, reason, code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN);
}

/* Everything that matters comes as an error event too; the rest is for developers. */
static void on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    (void)client, (void)level, (void)facility, (void)text;
}

static int on_certificate(rd_kafka_t *client, const char *name, int32_t id, int *verify, int depth, const char *der,
                          size_t len, char *text, size_t text_room, void *context)
{
    struct wit_kafka_link *link = context;
    (void)client, (void)id, (void)depth;
    if (*verify == 0)
        return 1;
    wit_kafka_trouble_certificate(&link->troubles, name, *verify, der, len);
    snprintf(text, text_room, "certificate not trusted");
    return 0;
}

static void on_token_wanted(rd_kafka_t *client, const char *unused, void *context)
{
    struct wit_kafka_link *link = context;
    struct wit_kafka_token token = {0};
    struct wit_err err = {0};
    char reason[256] = "";
    (void)unused;
    if (!wit_kafka_token_ask(&token, &link->config->oauth, link->timeout_ms, &err)) {
        snprintf(reason, sizeof reason, "://token endpoint/: %.200s", err.text);
        wit_kafka_trouble_add(&link->troubles, reason, true);
        rd_kafka_oauthbearer_set_token_failure(client, "no token");
    } else if (rd_kafka_oauthbearer_set_token(client, token.text, token.expires_ms, token.principal, NULL, 0, reason,
                                              sizeof reason) != RD_KAFKA_RESP_ERR_NO_ERROR)
        rd_kafka_oauthbearer_set_token_failure(client, reason);
    wit_kafka_token_wipe(&token);
}

struct wit_kafka_troubles *wit_kafka_link_troubles(struct wit_kafka_link *link)
{
    rd_kafka_poll(link->client, 0);
    return &link->troubles;
}

/* ---- opening ---- */

static bool set(rd_kafka_conf_t *conf, const char *name, const char *value, struct wit_err *err)
{
    char text[256];
    if (rd_kafka_conf_set(conf, name, value, text, sizeof text) == RD_KAFKA_CONF_OK)
        return true;
    return wit_fail(err, WIT_EUSAGE, "the client library refuses the setting %s", name); /* text may hold the value */
}

static bool set_number(rd_kafka_conf_t *conf, const char *name, unsigned value, struct wit_err *err)
{
    char text[16];
    snprintf(text, sizeof text, "%u", value);
    return set(conf, name, text, err);
}

static bool set_all(rd_kafka_conf_t *conf, struct wit_kafka_link *link, const char *bootstrap, int fds[2],
                    struct wit_err *err)
{
    const struct wit_kafka_config *c = link->config;
    char path[64];
    if (!set(conf, "client.id", "pathwitness", err) || !set(conf, "bootstrap.servers", bootstrap, err) ||
        !set_number(conf, "receive.message.max.bytes", MAX_MESSAGE_BYTES, err) ||
        /* Longer than the library waits for groups: then those that came are not thrown away for one broker. */
        !set_number(conf, "socket.timeout.ms", link->timeout_ms < 250000 ? link->timeout_ms + 30000 : 280000, err) ||
        !set_number(conf, "socket.connection.setup.timeout.ms", link->timeout_ms > 1000 ? link->timeout_ms : 1000, err))
        return false;
    for (size_t i = 0; i < c->n_settings; i++)
        if (!set(conf, c->settings[i].name, c->settings[i].value, err))
            return false;
    if (c->trust.certificates != NULL) {
        fds[0] = wit_keystore_memory_file(path, c->trust.certificates);
        if (fds[0] < 0 || !set(conf, "ssl.ca.location", path, err))
            return fds[0] >= 0 || wit_fail(err, WIT_EIO, "no memory file for certificates");
    }
    if (c->identity.certificates != NULL) {
        fds[1] = wit_keystore_memory_file(path, c->identity.certificates);
        if (fds[1] < 0 || !set(conf, "ssl.certificate.location", path, err))
            return fds[1] >= 0 || wit_fail(err, WIT_EIO, "no memory file for certificates");
        if (!set(conf, "ssl.key.pem", c->identity.key, err))
            return false;
    }
    rd_kafka_conf_set_opaque(conf, link);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_log_cb(conf, on_log);
    if (strstr(c->protocol, "SSL") != NULL)
        rd_kafka_conf_set_ssl_cert_verify_cb(conf, on_certificate);
    if (c->oauth.url != NULL) {
        rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf, on_token_wanted);
        rd_kafka_conf_enable_sasl_queue(conf, 1);
    }
    return true;
}

bool wit_kafka_link_open(struct wit_kafka_link **out, const struct wit_kafka_config *config, const char *bootstrap,
                         unsigned timeout_ms, struct wit_err *err)
{
    struct wit_kafka_link *link = calloc(1, sizeof *link);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    int fds[2] = {-1, -1};
    char text[256];
    if (link == NULL)
        wit_die("no memory for a connection");
    link->config = config;
    link->timeout_ms = timeout_ms;
    pthread_mutex_init(&link->troubles.lock, NULL);
    bool done = set_all(conf, link, bootstrap, fds, err);
    if (done) {
        link->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text); /* takes conf over when it succeeds */
        done = link->client != NULL || wit_fail(err, WIT_EUSAGE, "the client library cannot start: %s", text);
    }
    for (size_t i = 0; i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    if (!done) {
        rd_kafka_conf_destroy(conf);
        pthread_mutex_destroy(&link->troubles.lock);
        free(link);
        return false;
    }
    if (config->oauth.url != NULL)
        rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(link->client));
    link->queue = rd_kafka_queue_new(link->client);
    *out = link;
    return true;
}

void wit_kafka_link_close(struct wit_kafka_link *link)
{
    if (link == NULL)
        return;
    rd_kafka_queue_destroy(link->queue);
    rd_kafka_destroy_flags(link->client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    pthread_mutex_destroy(&link->troubles.lock);
    free(link);
}

struct rd_kafka_s *wit_kafka_link_client(struct wit_kafka_link *link, unsigned *timeout_ms)
{
    *timeout_ms = link->timeout_ms;
    return link->client;
}

bool wit_kafka_link_wait(struct wit_kafka_link *link)
{
    const struct rd_kafka_metadata *first = NULL;
    unsigned waited = FIRST_WAIT_MS, down_since = 0;
    if (rd_kafka_metadata(link->client, 0, NULL, &first, FIRST_WAIT_MS) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_metadata_destroy(first);
        return true;
    }
    for (; waited < link->timeout_ms; waited += POLL_MS) {
        if (rd_kafka_controllerid(link->client, POLL_MS) >= 0)
            return true;
        rd_kafka_poll(link->client, 0);
        pthread_mutex_lock(&link->troubles.lock);
        bool all_down = link->troubles.all_down;
        pthread_mutex_unlock(&link->troubles.lock);
        down_since = all_down && down_since == 0 ? waited : down_since;
        if (down_since > 0 && waited >= down_since + GRACE_MS)
            return false;
    }
    return false;
}

/* ---- asking ---- */

/* Error names of the protocol pass; the library's own begin with "_" and mean that nobody answered. */
const char *wit_kafka_error_name(int code)
{
    return code == 0 ? NULL : code < 0 ? WIT_KAFKA_NOT_ANSWERED : rd_kafka_err2name((rd_kafka_resp_err_t)code);
}

static const char *copy(struct wit_arena *arena, const char *text)
{
    return wit_strdup(arena, text != NULL ? text : "");
}

static int32_t *copy_ids(struct wit_arena *arena, const int32_t *ids, int n)
{
    int32_t *out = WIT_NEW_ARRAY(arena, int32_t, (size_t)n + 1);
    return n > 0 ? memcpy(out, ids, (size_t)n * sizeof *ids) : out;
}

static struct wit_kafka_topic copy_topic(struct wit_arena *arena, const struct rd_kafka_metadata_topic *from)
{
    size_t n = (size_t)from->partition_cnt;
    struct wit_kafka_topic topic = {.name = copy(arena, from->topic), .error = wit_kafka_error_name(from->err), .n = n};
    topic.partitions = WIT_NEW_ARRAY(arena, struct wit_kafka_partition, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct rd_kafka_metadata_partition *p = &from->partitions[i];
        topic.partitions[i] = (struct wit_kafka_partition){.id = p->id,
                                                           .leader = p->leader,
                                                           .replicas = copy_ids(arena, p->replicas, p->replica_cnt),
                                                           .n_replicas = (size_t)p->replica_cnt,
                                                           .isr = copy_ids(arena, p->isrs, p->isr_cnt),
                                                           .n_isr = (size_t)p->isr_cnt};
    }
    return topic;
}

bool wit_kafka_ask_cluster(struct wit_kafka_cluster *out, struct wit_arena *arena, struct wit_kafka_link *link,
                           const char **error, const char **text)
{
    const struct rd_kafka_metadata *all;
    rd_kafka_resp_err_t code = rd_kafka_metadata(link->client, 1, NULL, &all, (int)link->timeout_ms);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        *error = wit_kafka_error_name(code);
        *text = rd_kafka_err2str(code);
        return false;
    }
    char *id = rd_kafka_clusterid(link->client, POLL_MS);
    *out = (struct wit_kafka_cluster){.id = copy(arena, id),
                                      .controller = rd_kafka_controllerid(link->client, POLL_MS),
                                      .n_brokers = (size_t)all->broker_cnt,
                                      .n_topics = (size_t)all->topic_cnt};
    rd_kafka_mem_free(link->client, id);
    out->brokers = WIT_NEW_ARRAY(arena, struct wit_kafka_broker, out->n_brokers + 1);
    for (size_t i = 0; i < out->n_brokers; i++)
        out->brokers[i] =
            (struct wit_kafka_broker){all->brokers[i].id, copy(arena, all->brokers[i].host), all->brokers[i].port};
    out->topics = WIT_NEW_ARRAY(arena, struct wit_kafka_topic, out->n_topics + 1);
    for (size_t i = 0; i < out->n_topics; i++)
        out->topics[i] = copy_topic(arena, &all->topics[i]);
    rd_kafka_metadata_destroy(all);
    wit_kafka_sort_cluster(out);
    return true;
}

static rd_kafka_AdminOptions_t *options(struct wit_kafka_link *link, rd_kafka_admin_op_t op, uintptr_t tag,
                                        int32_t broker)
{
    char text[128]; /* of values out of range, which these are not */
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(link->client, op);
    (void)rd_kafka_AdminOptions_set_request_timeout(o, (int)link->timeout_ms, text, sizeof text);
    if (broker >= 0)
        (void)rd_kafka_AdminOptions_set_broker(o, broker, text, sizeof text);
    rd_kafka_AdminOptions_set_opaque(o, (void *)tag);
    return o;
}

void wit_kafka_start_configs(struct wit_kafka_link *link, uintptr_t tag, int32_t broker,
                             const struct wit_kafka_topic *topics, size_t n)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    rd_kafka_ConfigResource_t **which = WIT_NEW_ARRAY(scratch, rd_kafka_ConfigResource_t *, n + 1);
    rd_kafka_AdminOptions_t *o =
        options(link, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, tag, n > 0 ? broker : -1); /* a broker is asked for itself */
    for (size_t i = 0; i < n; i++)
        which[i] = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topics[i].name);
    if (n == 0)
        which[n++] = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, wit_fmt(scratch, "%d", broker));
    rd_kafka_DescribeConfigs(link->client, which, n, o, link->queue);
    rd_kafka_ConfigResource_destroy_array(which, n);
    rd_kafka_AdminOptions_destroy(o);
}

void wit_kafka_start_acls(struct wit_kafka_link *link, uintptr_t tag, int32_t broker)
{
    char text[128];
    rd_kafka_AclBindingFilter_t *every =
        rd_kafka_AclBindingFilter_new(RD_KAFKA_RESOURCE_ANY, NULL, RD_KAFKA_RESOURCE_PATTERN_ANY, NULL, NULL,
                                      RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, text, sizeof text);
    rd_kafka_AdminOptions_t *o = options(link, RD_KAFKA_ADMIN_OP_DESCRIBEACLS, tag, broker);
    rd_kafka_DescribeAcls(link->client, every, o, link->queue);
    rd_kafka_AclBinding_destroy(every);
    rd_kafka_AdminOptions_destroy(o);
}

static void take_configs(struct wit_kafka_answer *out, struct wit_arena *arena, rd_kafka_event_t *event)
{
    const rd_kafka_ConfigResource_t **all =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &out->n);
    out->resources = WIT_NEW_ARRAY(arena, struct wit_kafka_resource, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        struct wit_kafka_resource *r = &out->resources[i];
        const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(all[i], &r->n);
        r->name = copy(arena, rd_kafka_ConfigResource_name(all[i]));
        r->error = wit_kafka_error_name(rd_kafka_ConfigResource_error(all[i]));
        r->entries = WIT_NEW_ARRAY(arena, struct wit_kafka_entry, r->n + 1);
        for (size_t k = 0; k < r->n; k++) {
            const char *value = rd_kafka_ConfigEntry_value(entries[k]);
            r->entries[k] = (struct wit_kafka_entry){
                .name = copy(arena, rd_kafka_ConfigEntry_name(entries[k])),
                .value = value != NULL ? copy(arena, value) : NULL,
                .source = rd_kafka_ConfigSource_name(rd_kafka_ConfigEntry_source(entries[k])),
                .read_only = rd_kafka_ConfigEntry_is_read_only(entries[k]) == 1,
                .is_default = rd_kafka_ConfigEntry_is_default(entries[k]) == 1,
                .sensitive = rd_kafka_ConfigEntry_is_sensitive(entries[k]) == 1,
            };
        }
    }
    wit_kafka_sort_resources(out->resources, out->n);
}

static void take_acls(struct wit_kafka_answer *out, struct wit_arena *arena, rd_kafka_event_t *event)
{
    const rd_kafka_AclBinding_t **all =
        rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event), &out->n);
    out->acls = WIT_NEW_ARRAY(arena, struct wit_kafka_acl, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        rd_kafka_ResourceType_t type = rd_kafka_AclBinding_restype(all[i]);
        out->acls[i] = (struct wit_kafka_acl){
            /* 4 is BROKER in configs and CLUSTER in ACLs */
            .resource_type = type == RD_KAFKA_RESOURCE_BROKER ? "CLUSTER" : rd_kafka_ResourceType_name(type),
            .name = copy(arena, rd_kafka_AclBinding_name(all[i])),
            .pattern = rd_kafka_ResourcePatternType_name(rd_kafka_AclBinding_resource_pattern_type(all[i])),
            .principal = copy(arena, rd_kafka_AclBinding_principal(all[i])),
            .host = copy(arena, rd_kafka_AclBinding_host(all[i])),
            .operation = rd_kafka_AclOperation_name(rd_kafka_AclBinding_operation(all[i])),
            .permission = rd_kafka_AclPermissionType_name(rd_kafka_AclBinding_permission_type(all[i])),
        };
    }
    wit_kafka_sort_acls(out->acls, out->n);
}

bool wit_kafka_next(struct wit_kafka_answer *out, struct wit_arena *arena, struct wit_arena *longer,
                    struct wit_kafka_link *link, unsigned wait_ms)
{
    rd_kafka_poll(link->client, 0);
    rd_kafka_event_t *event = rd_kafka_queue_poll(link->queue, (int)wait_ms);
    if (event == NULL)
        return false;
    *out = (struct wit_kafka_answer){.tag = (uintptr_t)rd_kafka_event_opaque(event),
                                     .error = wit_kafka_error_name(rd_kafka_event_error(event)),
                                     .text = copy(longer, rd_kafka_event_error_string(event))};
    if (out->error == NULL && rd_kafka_event_type(event) == RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT)
        take_configs(out, arena, event);
    else if (out->error == NULL && rd_kafka_event_type(event) == RD_KAFKA_EVENT_DESCRIBEACLS_RESULT)
        take_acls(out, longer, event);
    rd_kafka_event_destroy(event);
    return true;
}
