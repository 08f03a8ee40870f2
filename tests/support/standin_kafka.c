/* tests/support/standin_kafka.c: answers of a Kafka cluster that is not there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/standin_kafka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    METADATA = 3,
    FIND_COORDINATOR = 10,
    DESCRIBE_GROUPS = 15,
    LIST_GROUPS = 16,
    SASL_HANDSHAKE = 17,
    API_VERSIONS = 18,
    DESCRIBE_ACLS = 29,
    DESCRIBE_CONFIGS = 32,
    SASL_AUTHENTICATE = 36
};
enum {
    TOPIC_AUTHORIZATION_FAILED = 29,
    GROUP_AUTHORIZATION_FAILED = 30,
    CLUSTER_AUTHORIZATION_FAILED = 31,
    UNSUPPORTED_SASL_MECHANISM = 33,
    UNSUPPORTED_VERSION = 35,
    SECURITY_DISABLED = 54,
    SASL_AUTHENTICATION_FAILED = 58
};
enum { PER_TOPIC = 5, DYNAMIC_TOPIC = 1, STATIC_BROKER = 4, DEFAULT = 5, SLOW_S = 30, REPLICAS = 3 };

/* ---- the wire ---- */

static void put(struct wit_buf *out, int64_t value, unsigned bytes)
{
    for (unsigned i = bytes; i > 0; i--)
        wit_buf_putc(out, (char)((uint64_t)value >> (8 * (i - 1)) & 0xff));
}

static void put_text(struct wit_buf *out, const char *text)
{
    if (text == NULL) {
        put(out, -1, 2);
        return;
    }
    put(out, (int64_t)strlen(text), 2);
    wit_buf_puts(out, text);
}

struct reader {
    const unsigned char *at, *end;
    bool bad;
};

static int64_t get(struct reader *r, unsigned bytes)
{
    uint64_t value = 0;
    if ((size_t)(r->end - r->at) < bytes) {
        r->bad = true;
        return 0;
    }
    for (unsigned i = 0; i < bytes; i++)
        value = value << 8 | *r->at++;
    unsigned shift = 64 - 8 * bytes;
    return (int64_t)(value << shift) >> shift;
}

static void get_text(char *out, size_t room, struct reader *r)
{
    int64_t len = get(r, 2);
    out[0] = '\0';
    if (len <= 0)
        return;
    if (len > r->end - r->at) {
        r->bad = true;
        return;
    }
    snprintf(out, room, "%.*s", (int)len, (const char *)r->at);
    r->at += len;
}

bool standin_fault(const struct standin *c, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = c->faults; at != NULL && (at = strstr(at, word)) != NULL; at += len)
        if ((at == c->faults || at[-1] == ',') && (at[len] == '\0' || at[len] == ','))
            return true;
    return false;
}

/* ---- the answers ---- */

static void api_versions(struct wit_buf *out, int64_t version)
{
    static const int rows[][3] = {{METADATA, 0, 4},         {DESCRIBE_GROUPS, 0, 0},  {LIST_GROUPS, 0, 0},
                                  {SASL_HANDSHAKE, 0, 1},   {API_VERSIONS, 0, 0},     {DESCRIBE_ACLS, 0, 1},
                                  {DESCRIBE_CONFIGS, 0, 1}, {FIND_COORDINATOR, 0, 1}, {SASL_AUTHENTICATE, 0, 0}};
    put(out, version > 0 ? UNSUPPORTED_VERSION : 0, 2);
    put(out, sizeof rows / sizeof rows[0], 4);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t k = 0; k < 3; k++)
            put(out, rows[i][k], 2);
}

static void metadata(struct wit_buf *out, const struct standin *c, bool with_topics)
{
    unsigned live = standin_fault(c, "broker-gone") ? c->brokers - 1 : c->brokers;
    char text[64];
    put(out, 0, 4);
    put(out, live, 4);
    for (unsigned i = 1; i <= live; i++) {
        put(out, i, 4);
        put_text(out, c->host);
        put(out, standin_fault(c, "broker-dead") && i == live ? 1 : c->ports[i - 1], 4);
        snprintf(text, sizeof text, "az%u", i % 3);
        put_text(out, text);
    }
    put_text(out, "standin-cluster-0000001");
    put(out, 1, 4);
    unsigned topics = with_topics ? c->topics : 0, hidden = standin_fault(c, "topics-denied") ? 1 : 0;
    put(out, topics, 4);
    for (unsigned t = 0; t < topics; t++) {
        unsigned n = c->partitions / (c->topics + (c->topics == 0));
        bool denied = hidden == 1 && t == 1;
        put(out, denied ? TOPIC_AUTHORIZATION_FAILED : 0, 2);
        snprintf(text, sizeof text, t == 0 ? "__consumer_offsets" : "topic-%05u", t);
        put_text(out, text);
        put(out, t == 0, 1);
        put(out, denied ? 0 : n, 4);
        for (unsigned p = 0; p < n && !denied; p++) {
            unsigned replicas = c->brokers < REPLICAS ? c->brokers : REPLICAS;
            put(out, 0, 2);
            put(out, p, 4);
            put(out, (t + p) % live + 1, 4);
            for (unsigned list = 0; list < 2; list++) { /* replicas, in sync */
                put(out, replicas, 4);
                for (unsigned r = 0; r < replicas; r++)
                    put(out, (t + p + r) % c->brokers + 1, 4);
            }
        }
    }
}

static void put_entry(struct wit_buf *out, const char *name, const char *value, int source, bool sensitive)
{
    put_text(out, name);
    put_text(out, value);
    put(out, source == STATIC_BROKER, 1);
    put(out, source, 1);
    put(out, sensitive, 1);
    put(out, 0, 4); /* synonyms */
}

static void broker_entries(struct wit_buf *out, const struct standin *c, const char *id)
{
    enum { MANY = 250 };
    char text[400];
    put(out, MANY + 8, 4);
    snprintf(text, sizeof text, "SASL_SSL://localhost:9096,CONTROLLER://127.0.0.1:%s", id);
    put_entry(out, "listeners", text, STATIC_BROKER, false);
    put_entry(out, "process.roles", "broker,controller", STATIC_BROKER, false);
    put_entry(out, "authorizer.class.name", standin_fault(c, "no-authorizer") ? "" : "org.example.Authorizer",
              STATIC_BROKER, false);
    snprintf(text, sizeof text, "User:admin;User:%s", c->user != NULL ? c->user : "ANONYMOUS");
    put_entry(out, "super.users", standin_fault(c, "not-super") ? "User:admin" : text, STATIC_BROKER, false);
    put_entry(out, "broker.rack", "az1", STATIC_BROKER, false);
    put_entry(out, "ssl.key.password", NULL, STATIC_BROKER, true);
    put_entry(out, "vendor.license.key", "hush-license", STATIC_BROKER, false);
    put_entry(out, "s3.data.buckets", "0@s3://wal?region=eu-west-1&accessKey=hush-access&secretKey=hush-secret",
              STATIC_BROKER, false);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "some.setting.number.%03u.ms", i);
        put_entry(out, text, "9223372036854775807", DEFAULT, false);
    }
}

static void topic_entries(struct wit_buf *out)
{
    enum { MANY = 30 };
    char text[64];
    put(out, MANY + 3, 4);
    put_entry(out, "retention.ms", "604800000", DEFAULT, false);
    put_entry(out, "cleanup.policy", "compact", DYNAMIC_TOPIC, false);
    put_entry(out, "remote.storage.enable", "false", DEFAULT, false);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "topic.setting.number.%02u", i);
        put_entry(out, text, "1073741824", DEFAULT, false);
    }
}

static void describe_configs(struct wit_buf *out, const struct standin *c, struct reader *r, unsigned *slow)
{
    int64_t n = get(r, 4);
    put(out, 0, 4);
    put(out, n, 4);
    for (int64_t i = 0; i < n && !r->bad; i++) {
        char name[300];
        int64_t type = get(r, 1);
        get_text(name, sizeof name, r);
        for (int64_t keys = get(r, 4); keys > 0 && !r->bad; keys--)
            (void)get(r, 0);
        bool is_topic = type == 2;
        bool denied = is_topic ? standin_fault(c, "topic-configs-denied") && strstr(name, "-00002") != NULL
                               : standin_fault(c, "configs-denied");
        if (!is_topic && standin_fault(c, "broker-slow") && strcmp(name, "2") == 0)
            *slow = SLOW_S;
        put(out, !denied ? 0 : is_topic ? TOPIC_AUTHORIZATION_FAILED : CLUSTER_AUTHORIZATION_FAILED, 2);
        put_text(out, denied ? "not authorized" : NULL);
        put(out, type, 1);
        put_text(out, name);
        if (denied)
            put(out, 0, 4);
        else if (is_topic)
            topic_entries(out);
        else
            broker_entries(out, c, name);
    }
}

static void describe_acls(struct wit_buf *out, const struct standin *c)
{
    int code = standin_fault(c, "acls-denied")     ? CLUSTER_AUTHORIZATION_FAILED
               : standin_fault(c, "no-authorizer") ? SECURITY_DISABLED
                                                   : 0;
    unsigned resources = code != 0 ? 0 : c->acls / PER_TOPIC;
    char text[64];
    put(out, 0, 4);
    put(out, code, 2);
    put_text(out, code == SECURITY_DISABLED ? "No Authorizer is configured on the broker" : NULL);
    put(out, resources, 4);
    for (unsigned i = 0; i < resources; i++) {
        put(out, standin_fault(c, "acls-newer") && i == 0 ? 5 : 2, 1); /* 5: transactional id */
        snprintf(text, sizeof text, "topic-%05u", i);
        put_text(out, text);
        put(out, 3, 1); /* literal */
        put(out, PER_TOPIC, 4);
        for (unsigned k = 0; k < PER_TOPIC; k++) {
            snprintf(text, sizeof text, "User:app-%u", (i * PER_TOPIC + k) % 997);
            put_text(out, text);
            put_text(out, "*");
            put(out, k % 2 == 0 ? 3 : 4, 1); /* read, write */
            put(out, 3, 1);                  /* allow */
        }
    }
}

static void list_groups(struct wit_buf *out, const struct standin *c, unsigned broker)
{
    char text[64];
    unsigned n = c->groups / c->brokers + (broker < c->groups % c->brokers ? 1 : 0);
    put(out, 0, 2);
    put(out, n, 4);
    for (unsigned i = 0; i < n; i++) {
        snprintf(text, sizeof text, "group-%u-%u", broker, i);
        put_text(out, text);
        put_text(out, i % 4 == 1 ? "connect" : "consumer");
    }
}

static void describe_groups(struct wit_buf *out, const struct standin *c, struct reader *r)
{
    int64_t n = get(r, 4);
    put(out, n, 4);
    for (int64_t i = 0; i < n && !r->bad; i++) {
        char name[128];
        get_text(name, sizeof name, r);
        bool denied = standin_fault(c, "groups-denied") && i == 0;
        bool newer = standin_fault(c, "groups-newer") && i == 1;
        put(out, denied ? GROUP_AUTHORIZATION_FAILED : 0, 2);
        put_text(out, name);
        put_text(out, denied ? "" : newer ? "Dead" : "Stable");
        put_text(out, denied || newer ? "" : "consumer");
        put_text(out, denied || newer ? "" : "range");
        unsigned members = denied || newer ? 0 : 2;
        put(out, members, 4);
        for (unsigned k = 0; k < members; k++) {
            char id[200];
            snprintf(id, sizeof id, "%s-member-%u", name, 9 - k);
            put_text(out, id);
            put_text(out, "orders-api");
            put_text(out, "/10.0.1.5");
            put(out, 4, 4);
            wit_buf_puts(out, "hush"); /* metadata and assignments are not evidence */
            put(out, 2 + 4 + 2 + 4 + 4 + 4, 4);
            put(out, 0, 2);
            put(out, 1, 4);
            put_text(out, "hush");
            put(out, 0, 4);
            put(out, -1, 4);
        }
    }
}

/* "group-0-3" lives on the first broker. */
static void find_coordinator(struct wit_buf *out, const struct standin *c, struct reader *r, int64_t version)
{
    char name[128];
    get_text(name, sizeof name, r);
    unsigned long broker = strlen(name) > 6 ? strtoul(name + 6, NULL, 10) % c->brokers : 0;
    if (version > 0)
        put(out, 0, 4);
    put(out, 0, 2);
    if (version > 0)
        put_text(out, NULL);
    put(out, (int64_t)broker + 1, 4);
    put_text(out, c->host);
    put(out, c->ports[broker], 4);
}

static bool authenticate(struct wit_buf *out, const struct standin *c, struct reader *r)
{
    char expected[256];
    int64_t len = get(r, 4);
    size_t user = strlen(c->user), password = strlen(c->password);
    memcpy(expected, "", 1);
    memcpy(expected + 1, c->user, user + 1);
    memcpy(expected + 2 + user, c->password, password);
    bool right = !r->bad && len == (int64_t)(user + password + 2) && len <= r->end - r->at &&
                 memcmp(expected, r->at, user + password + 2) == 0;
    put(out, right ? 0 : SASL_AUTHENTICATION_FAILED, 2);
    put_text(out, right ? NULL : "Authentication failed: Invalid username or password");
    put(out, 0, 4);
    return right;
}

bool standin_answer(struct wit_buf *out, const struct standin *c, unsigned broker, const unsigned char *request,
                    size_t len, bool *authenticated, unsigned *slow)
{
    struct reader r = {.at = request, .end = request + len};
    char text[300];
    int64_t key = get(&r, 2), version = get(&r, 2), correlation = get(&r, 4);
    get_text(text, sizeof text, &r);
    wit_buf_reset(out);
    put(out, 0, 4);
    put(out, correlation, 4);
    if (c->user != NULL && !*authenticated && key != API_VERSIONS && key != SASL_HANDSHAKE && key != SASL_AUTHENTICATE)
        return false;
    if (key == API_VERSIONS)
        api_versions(out, version);
    else if (key == METADATA)
        metadata(out, c, get(&r, 4) < 0);
    else if (key == DESCRIBE_CONFIGS)
        describe_configs(out, c, &r, slow);
    else if (key == DESCRIBE_ACLS)
        describe_acls(out, c);
    else if (key == LIST_GROUPS)
        list_groups(out, c, broker);
    else if (key == DESCRIBE_GROUPS)
        describe_groups(out, c, &r);
    else if (key == FIND_COORDINATOR)
        find_coordinator(out, c, &r, version);
    else if (key == SASL_HANDSHAKE) {
        get_text(text, sizeof text, &r);
        put(out, strcmp(text, "PLAIN") == 0 && c->user != NULL ? 0 : UNSUPPORTED_SASL_MECHANISM, 2);
        put(out, 1, 4);
        put_text(out, "PLAIN");
    } else if (key == SASL_AUTHENTICATE && c->user != NULL)
        *authenticated = authenticate(out, c, &r);
    else
        return false;
    for (unsigned i = 0; i < 4; i++)
        out->data[i] = (char)((out->len - 4) >> (8 * (3 - i)) & 0xff);
    return !r.bad && !out->over;
}
