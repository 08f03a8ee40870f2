/* pathmap/kafka/uses.c: what brokers open connections to, by their own settings.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One row a setting. Source: KIP-405 and the S3 remote storage manager's settings (rsm.config.storage.s3.*, the prefix
 * is remote.log.storage.manager.impl.prefix); AutoMQ configuration (s3.data.buckets, s3.ops.buckets, s3.wal.path: URIs
 * "0@s3://bucket?region=…&endpoint=…"; until 1.1 s3.bucket, s3.region, s3.endpoint); Confluent Server
 * (confluent.tier.*); KIP-768 (sasl.oauthbearer.*).
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

enum shape { URIS, BUCKET, URL, HOSTS, EXPORTERS };
static const struct {
    const char *key; /* one that begins with '*' is an end of keys */
    enum shape shape;
    const char *what;
    enum wit_class use;
    const char *region_key, *endpoint_key; /* of buckets; ends of keys too */
} rows[] = {
    {"s3.data.buckets", URIS, "data", WIT_CLASS_OBJECT_STORAGE, "", ""},
    {"s3.ops.buckets", URIS, "operations", WIT_CLASS_OBJECT_STORAGE, "", ""},
    {"s3.wal.path", URIS, "wal", WIT_CLASS_OBJECT_STORAGE, "", ""},
    {"s3.bucket", BUCKET, "data", WIT_CLASS_OBJECT_STORAGE, "s3.region", "s3.endpoint"},
    {"s3.ops.bucket", BUCKET, "operations", WIT_CLASS_OBJECT_STORAGE, "s3.region", "s3.endpoint"},
    {"*storage.s3.bucket.name", BUCKET, "tier", WIT_CLASS_OBJECT_STORAGE, "storage.s3.region",
     "storage.s3.endpoint.url"},
    {"confluent.tier.s3.bucket", BUCKET, "tier", WIT_CLASS_OBJECT_STORAGE, "confluent.tier.s3.region",
     "confluent.tier.s3.aws.endpoint.override"},
    {"*sasl.oauthbearer.jwks.endpoint.url", URL, "identity provider", WIT_CLASS_OTHER, "", ""},
    {"*sasl.oauthbearer.token.endpoint.url", URL, "identity provider", WIT_CLASS_OTHER, "", ""},
    {"opa.authorizer.url", URL, "authorizer", WIT_CLASS_OTHER, "", ""},
    {"ldap.java.naming.provider.url", URL, "identity provider", WIT_CLASS_OTHER, "", ""},
    {"confluent.schema.registry.url", URL, "schema registry", WIT_CLASS_SCHEMA_REGISTRY, "", ""},
    {"s3.telemetry.metrics.exporter.uri", EXPORTERS, "telemetry", WIT_CLASS_TELEMETRY, "", ""},
    {"confluent.metrics.reporter.bootstrap.servers", HOSTS, "telemetry", WIT_CLASS_TELEMETRY, "", ""},
};

const struct wit_bucket *wit_kbucket_of(const struct wit_kread *r, const char *name)
{
    for (size_t i = 0; i < r->estate->n_buckets; i++)
        if (strcmp(r->estate->buckets[i].id, name) == 0 || strcmp(r->estate->buckets[i].name, name) == 0)
            return &r->estate->buckets[i];
    return NULL;
}

bool wit_kis_s3_host(const char *host)
{
    const char *end = strstr(host, ".amazonaws.com");
    return host[0] == '\0' || (strstr(host, "s3") != NULL && end != NULL && (end[14] == '\0' || end[14] == '.'));
}

struct using
{
    struct wit_kread *r;
    struct wit_kafka_cluster *c;
    struct wit_kafka_use *items;
    size_t n, cap;
};

static void add(struct using *u, const struct wit_kafka_use *use)
{
    for (size_t i = 0; i < u->n; i++) /* every broker says the same */
        if (strcmp(u->items[i].key, use->key) == 0 && strcmp(u->items[i].host, use->host) == 0 &&
            u->items[i].port == use->port && strcmp(u->items[i].bucket, use->bucket) == 0)
            return;
    struct wit_kafka_use *own = &WIT_PUSH(u->r->arena, u->items, u->n, u->cap);
    *own = *use;
    const char *what =
        wit_fmt(u->r->arena, "%s '%s' of %s", use->what, use->bucket[0] != '\0' ? use->bucket : use->host, u->c->id);
    own->site = (struct wit_site){.host = use->host, .gap = WIT_NO_GAP, .cite = use->cite};
    if (use->bucket[0] != '\0' && wit_kis_s3_host(use->host)) {
        own->in_estate = wit_kbucket_of(u->r, use->bucket);
        if (own->in_estate == NULL)
            own->site.gap =
                wit_kgap(u->r, WIT_GAP_DANGLING, "DescribeConfigs", u->c->id, use->cite, "aws s3api list-buckets",
                         "bucket %s: it is not in the evidence, nor who owns it", what);
    } else {
        wit_kplace(u->r, &own->site, &own->host, 1, use->cite, what);
    }
}

/* "http://minio:9000" or "minio:9000" */
static void read_endpoint(struct wit_kread *r, struct wit_kafka_use *use, const char *text)
{
    struct wit_kurl url;
    if (strstr(text, "://") == NULL)
        text = wit_fmt(r->arena, "https://%s", text);
    if (text[0] != '\0' && wit_kurl_parse(&url, r->arena, text)) {
        use->host = url.host;
        use->port = url.port;
    }
}

/* The value of `name` in "region=us-east-1&endpoint=https://…", "" absent. */
static const char *parameter(struct wit_arena *arena, const char *query, const char *name)
{
    size_t len = strlen(name);
    while (query != NULL && *query != '\0') {
        size_t end = strcspn(query, "&");
        if (strncmp(query, name, len) == 0 && query[len] == '=')
            return wit_strndup(arena, query + len + 1, end - len - 1);
        query += end + (query[end] == '&');
    }
    return "";
}

/* "0@s3://bucket?region=…": a store; "0@file:///…" and block devices are none. */
static void read_uri(struct using *u, struct wit_kafka_use use, const char *uri)
{
    struct wit_arena *arena = u->r->arena;
    const char *scheme = strstr(uri, "s3://"), *query = strchr(uri, '?');
    if (scheme == NULL)
        return;
    use.bucket = wit_kword(u->r, wit_strndup(arena, scheme + 5, strcspn(scheme + 5, "?/,")));
    use.region = wit_kword(u->r, parameter(arena, query == NULL ? NULL : query + 1, "region"));
    read_endpoint(u->r, &use, parameter(arena, query == NULL ? NULL : query + 1, "endpoint"));
    if (use.bucket[0] != '\0')
        add(u, &use);
}

/* The value of another setting with the same beginning. */
static const char *beside(const struct wit_ksettings *s, struct wit_arena *arena, const char *key, const char *end,
                          const char *other)
{
    const char *value;
    size_t len = strlen(key) - strlen(end);
    (void)wit_ksettings_get(s, wit_fmt(arena, "%.*s%s", (int)len, key, other), &value, NULL);
    return value;
}

/* "otlp://?endpoint=http://collector:4317&…" is a place; "prometheus://?port=9090" listens, and "ops://" writes to the
 * bucket of operations. */
static void read_exporter(struct using *u, struct wit_kafka_use use, const char *uri)
{
    const char *query = strchr(uri, '?');
    if (strncmp(uri, "otlp://", 7) == 0)
        read_endpoint(u->r, &use, parameter(u->r->arena, query == NULL ? NULL : query + 1, "endpoint"));
    if (use.host[0] != '\0')
        add(u, &use);
}

static bool is_key(const char *row, const char *key)
{
    size_t n = strlen(row), m = strlen(key);
    if (row[0] != '*')
        return strcmp(row, key) == 0;
    return m >= n - 1 && strcmp(key + m - (n - 1), row + 1) == 0;
}

static void read_setting(struct using *u, const struct wit_ksettings *s, const struct wit_setting *setting, size_t row)
{
    struct wit_arena *arena = u->r->arena;
    struct wit_kafka_use use = {.what = rows[row].what,
                                .use = rows[row].use,
                                .key = setting->key,
                                .host = "",
                                .bucket = "",
                                .region = "",
                                .cite = setting->cite};
    const char *end = rows[row].key + (rows[row].key[0] == '*');
    size_t n;
    if (setting->value == NULL || strstr(setting->value, "${") != NULL) {
        if (u->c->uses_gap == WIT_NO_GAP)
            u->c->uses_gap =
                wit_kgap(u->r, WIT_GAP_NOT_ASKED, "DescribeConfigs", u->c->id, setting->cite,
                         "import kafka-properties of a node",
                         "what %s keeps or asks elsewhere: the value of '%s' is not told", u->c->id, setting->key);
        return;
    }
    const char *const *items = wit_klist(arena, &n, setting->value);
    for (size_t i = 0; i < n; i++) {
        struct wit_kafka_use one = use;
        switch (rows[row].shape) {
        case URIS:
            read_uri(u, one, items[i]);
            break;
        case BUCKET:
            one.bucket = items[i];
            one.region = beside(s, arena, setting->key, end, rows[row].region_key);
            read_endpoint(u->r, &one, beside(s, arena, setting->key, end, rows[row].endpoint_key));
            add(u, &one);
            break;
        case EXPORTERS:
            read_exporter(u, one, items[i]);
            break;
        case URL:
        case HOSTS:
            if (strncmp(items[i], "file:", 5) == 0)
                break;
            read_endpoint(u->r, &one, items[i]);
            if (strncmp(items[i], "ldap", 4) == 0 && one.port == 0)
                one.port = strncmp(items[i], "ldaps", 5) == 0 ? 636 : 389;
            if (one.host[0] != '\0')
                add(u, &one);
            break;
        }
    }
}

static int by_use(const void *a, const void *b)
{
    const struct wit_kafka_use *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    if (order == 0)
        order = strcmp(x->host, y->host);
    return order != 0 ? order : strcmp(x->bucket, y->bucket);
}

void wit_kuses_read(struct wit_kread *r, struct wit_kafka_cluster *c)
{
    struct using u = {.r = r, .c = c};
    c->uses_gap = WIT_NO_GAP;
    for (size_t i = 0; i < c->n_nodes; i++) {
        const struct wit_kafka_node *node = &c->nodes[i];
        struct wit_ksettings s = {(struct wit_setting *)(uintptr_t)node->settings, node->n_settings, node->n_settings,
                                  node->settings_gap == WIT_NO_GAP};
        const char *remote;
        if (node->settings_gap != WIT_NO_GAP && c->uses_gap == WIT_NO_GAP)
            c->uses_gap = node->settings_gap;
        size_t before = u.n;
        for (size_t k = 0; k < node->n_settings; k++)
            for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
                if (is_key(rows[row].key, node->settings[k].key))
                    read_setting(&u, &s, &node->settings[k], row);
        bool tier = wit_ksettings_get(&s, "remote.log.storage.system.enable", &remote, NULL) == WIT_K_TOLD &&
                    strcmp(remote, "true") == 0;
        for (size_t k = 0; k < u.n && tier; k++)
            tier = strcmp(u.items[k].what, "tier") != 0;
        if (tier && u.n == before && c->uses_gap == WIT_NO_GAP)
            c->uses_gap = wit_kgap(r, WIT_GAP_NOT_MODELLED, "DescribeConfigs", c->id, node->cite,
                                   "import kafka-properties of a node",
                                   "where the remote tier of %s is: no setting that is known names its store", c->id);
    }
    if (u.n > 1)
        qsort(u.items, u.n, sizeof *u.items, by_use);
    c->uses = u.items;
    c->n_uses = u.n;
}
