/* evidence/destinations.c: walks the table of connectors over one connector's configuration.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * First the rows of its family, then what every connector may have, then settings whose names tell that they hold an
 * address. A family that names no destination where it must have one gets an unresolved one: that it talks to nobody is
 * never concluded from a setting that is not there.
 */
#include "evidence/destinations.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evidence/destination_inside.h"

enum { CONFIG_MAX = 10000 };

/* What all connectors to AWS call the same thing. */
static const char *const REGION_KEYS[] = {
    "s3.region",
    "aws.s3.region",
    "aws_s3_region",
    "connect.s3.aws.region",
    "kinesis.region",
    "sqs.region",
    "aws.lambda.region",
    "aws.dynamodb.region",
    "aws.cloudwatch.region",
    "aws.eventbridge.region",
    "aws.region",
    "region",
    "*sink.region",
    "*source.region",
};
static const char *const ENDPOINT_KEYS[] = {
    "store.url",
    "aws.s3.endpoint",
    "aws_s3_endpoint",
    "aws.s3.service.endpoint",
    "connect.s3.custom.endpoint",
    "s3.endpoint",
    "kinesis.base.url",
    "kinesisEndpoint",
    "aws.dynamodb.endpoint",
    "aws.eventbridge.endpoint.uri",
    "*.uriEndpointOverride",
};

struct walk {
    struct wit_dest_out out;
    const struct wit_connector_config **config; /* sorted by key */
    bool *used;
    size_t n;
    bool source; /* by the class's name */
};

static bool is_same(const struct wit_destination *a, const struct wit_destination *b)
{
    return a->kind == b->kind && a->port == b->port && a->source == b->source && a->tls_told == b->tls_told &&
           a->tls == b->tls && a->unresolved == b->unresolved && strcmp(a->host, b->host) == 0 &&
           strcmp(a->name, b->name) == 0 && strcmp(a->region, b->region) == 0 && strcmp(a->system, b->system) == 0 &&
           (!a->unresolved || strcmp(a->key, b->key) == 0);
}

void wit_dest_add(struct wit_dest_out *out, const struct wit_destination *d)
{
    for (size_t i = 0; i < out->n; i++)
        if (is_same(&out->items[i], d))
            return;
    if (out->n == WIT_DEST_MAX) {
        out->over = true;
        return;
    }
    WIT_PUSH(out->arena, out->items, out->n, out->cap) = *d;
}

void wit_dest_add_unresolved(struct wit_dest_out *out, const struct wit_destination *like)
{
    struct wit_destination d = *like;
    d.host = d.name = "";
    d.port = 0;
    d.port_assumed = false;
    d.unresolved = true;
    wit_dest_add(out, &d);
}

static int by_key(const void *a, const void *b)
{
    const struct wit_connector_config *const *left = a, *const *right = b;
    return strcmp((*left)->key, (*right)->key);
}

/* "*suffix" or the whole key. */
static bool fits(const char *pattern, const char *key)
{
    if (pattern[0] != '*')
        return strcmp(pattern, key) == 0;
    size_t len = strlen(key), n = strlen(pattern + 1);
    return len >= n && strcasecmp(key + len - n, pattern + 1) == 0;
}

/* Index of the setting, w->n when there is none. An empty value is none. */
static size_t find(const struct walk *w, const char *pattern)
{
    for (size_t i = 0; i < w->n; i++)
        if (fits(pattern, w->config[i]->key) && (w->config[i]->value == NULL || w->config[i]->value[0] != '\0'))
            return i;
    return w->n;
}

/* Marked text of a setting; NULL when there is none; a lone mark when its value is hidden. */
static const char *marked(struct walk *w, const char *pattern)
{
    static const char hidden[] = {WIT_DEST_VARIABLE, '\0'};
    size_t at = find(w, pattern);
    if (at == w->n)
        return NULL;
    w->used[at] = true;
    return w->config[at]->value != NULL ? wit_dest_mark(w->out.arena, w->config[at]->value) : hidden;
}

static struct wit_dest_place place_of(struct walk *w)
{
    struct wit_dest_place place = {NULL, NULL};
    for (size_t i = 0; place.region == NULL && i < sizeof REGION_KEYS / sizeof REGION_KEYS[0]; i++)
        place.region = marked(w, REGION_KEYS[i]);
    for (size_t i = 0; place.endpoint == NULL && i < sizeof ENDPOINT_KEYS / sizeof ENDPOINT_KEYS[0]; i++)
        place.endpoint = marked(w, ENDPOINT_KEYS[i]);
    return place;
}

/* The setting beside `key` that tells the protocol: "source.cluster." + "security.protocol". */
static const char *protocol_of(struct walk *w, const char *key)
{
    size_t len = strlen(key) - strlen("bootstrap.servers");
    const char *told = marked(w, wit_fmt(w->out.arena, "%.*ssecurity.protocol", (int)len, key));
    if (told == NULL && len >= 6 && strncmp(key + len - 6, "kafka.", 6) == 0) /* Debezium's history of schemas */
        told = marked(w, wit_fmt(w->out.arena, "%.*sproducer.security.protocol", (int)len - 6, key));
    return told;
}

static void read_hosts(struct walk *w, const struct wit_dest_row *row, const struct wit_destination *like,
                       const char *text)
{
    const char *told = row->aside != NULL ? marked(w, row->aside) : NULL;
    if (row->aside == NULL && row->system != NULL && row->system[0] == '\0') { /* "x.hostname" beside "x.port" */
        const char *dot = strrchr(like->key, '.');
        told =
            marked(w, dot == NULL ? "port" : wit_fmt(w->out.arena, "%.*sport", (int)(dot + 1 - like->key), like->key));
    }
    if (strstr(text, "://") != NULL) {
        (void)wit_dest_read_urls(&w->out, like, text, row->port, true);
        return;
    }
    if (told == NULL) {
        wit_dest_read_hosts(&w->out, like, text, row->port);
        return;
    }
    for (const char *at = text; *at != '\0';) { /* each host gets the port, unless it has one of its own */
        size_t len = strcspn(at, ",; \t\r\n");
        bool own = memchr(at, ':', len) != NULL && at[0] != '[' && memchr(at, ':', len) == memrchr(at, ':', len);
        bool bare = memchr(at, ':', len) != NULL && !own && at[0] != '[';
        const char *one =
            own ? wit_strndup(w->out.arena, at, len)
                : wit_fmt(w->out.arena, "%s%.*s%s:%s", bare ? "[" : "", (int)len, at, bare ? "]" : "", told);
        if (len > 0)
            wit_dest_add_host(&w->out, like, one, strlen(one), 0);
        at += len;
        at += *at != '\0';
    }
}

static void read_named(struct walk *w, const struct wit_dest_row *row, struct wit_destination *d, const char *text)
{
    if (strchr(text, WIT_DEST_VARIABLE) != NULL || text[0] == '\0') {
        wit_dest_add_unresolved(&w->out, d);
        return;
    }
    if (row->shape == WIT_SHAPE_DOMAIN) {
        const char *percent = strchr(row->aside, '%');
        const char *value = wit_dest_lower(w->out.arena, text, strlen(text));
        const char *host =
            strchr(value, '.') != NULL && percent == row->aside
                ? value
                : wit_fmt(w->out.arena, "%.*s%s%s", (int)(percent - row->aside), row->aside, value, percent + 2);
        d->kind = WIT_DEST_HOST;
        wit_dest_add_host(&w->out, d, host, strlen(host), row->port);
        return;
    }
    d->name = text;
    if (row->aside != NULL) {
        d->host = row->aside;
        d->port = row->port;
        d->port_assumed = true;
    }
    wit_dest_add(&w->out, d);
}

static enum wit_destination_kind kind_of(enum wit_dest_shape shape, const char *aside)
{
    switch (shape) {
    case WIT_SHAPE_KAFKA:
        return WIT_DEST_KAFKA;
    case WIT_SHAPE_REGISTRY:
        return WIT_DEST_REGISTRY;
    case WIT_SHAPE_BUCKET:
        return WIT_DEST_BUCKET;
    case WIT_SHAPE_KCQL:
        return strcmp(aside, "s3") == 0 ? WIT_DEST_BUCKET : WIT_DEST_GCS;
    case WIT_SHAPE_GCS:
        return WIT_DEST_GCS;
    case WIT_SHAPE_AZURE:
        return WIT_DEST_AZURE;
    case WIT_SHAPE_TOPIC:
        return WIT_DEST_TOPIC;
    case WIT_SHAPE_AWS:
    case WIT_SHAPE_SERVICE:
        return WIT_DEST_SERVICE;
    case WIT_SHAPE_FAMILY:
    case WIT_SHAPE_URL:
    case WIT_SHAPE_JDBC:
    case WIT_SHAPE_HOSTS:
    case WIT_SHAPE_DOMAIN:
        break;
    }
    return WIT_DEST_HOST;
}

/* One row over the value of one key. `sure`: the key is known to hold destinations. */
static void read_value(struct walk *w, const struct wit_dest_row *row, struct wit_destination d, const char *text,
                       bool sure)
{
    struct wit_dest_place place = {NULL, NULL};
    d.kind = kind_of(row->shape, row->aside);
    if (row->tls != NULL)
        wit_dest_tls_word(&d, marked(w, row->tls));
    if (text[0] == WIT_DEST_VARIABLE && text[1] == '\0') { /* all of it */
        wit_dest_add_unresolved(&w->out, &d);
        return;
    }
    switch (row->shape) {
    case WIT_SHAPE_FAMILY:
        break;
    case WIT_SHAPE_URL:
    case WIT_SHAPE_REGISTRY:
        if (strncasecmp(text, "jdbc:", 5) == 0) {
            wit_dest_read_jdbc(&w->out, &d, text);
            break;
        }
        (void)wit_dest_read_urls(&w->out, &d, text, row->port, sure);
        break;
    case WIT_SHAPE_JDBC:
        wit_dest_read_jdbc(&w->out, &d, text);
        break;
    case WIT_SHAPE_HOSTS:
        read_hosts(w, row, &d, text);
        break;
    case WIT_SHAPE_KAFKA:
        wit_dest_tls_word(&d, protocol_of(w, d.key));
        wit_dest_read_hosts(&w->out, &d, text, 9092);
        break;
    case WIT_SHAPE_BUCKET:
    case WIT_SHAPE_GCS:
        place = place_of(w);
        wit_dest_read_bucket(&w->out, &d, text, &place);
        break;
    case WIT_SHAPE_KCQL:
        place = place_of(w);
        wit_dest_read_kcql(&w->out, &d, text, &place);
        break;
    case WIT_SHAPE_AZURE:
        wit_dest_read_azure(&w->out, &d, text, row->aside);
        break;
    case WIT_SHAPE_AWS:
        place = place_of(w);
        wit_dest_read_aws(&w->out, &d, text, row->aside, &place);
        break;
    case WIT_SHAPE_TOPIC:
    case WIT_SHAPE_SERVICE:
    case WIT_SHAPE_DOMAIN:
        read_named(w, row, &d, text);
        break;
    }
}

static bool by_direction(const struct walk *w, enum wit_dest_direction way)
{
    return way == WIT_DEST_FROM || (way == WIT_DEST_BY_CLASS && w->source);
}

static void read_family(struct walk *w, const struct wit_dest_row *head, size_t n)
{
    const struct wit_dest_row *first = NULL;
    struct wit_destination like = {.system = head->system, .host = "", .name = "", .region = ""};
    for (size_t i = 1; i < n; i++) {
        const struct wit_dest_row *row = &head[i];
        const char *text = marked(w, row->key);
        first = first != NULL ? first : row;
        if (text == NULL)
            text = row->otherwise;
        if (text == NULL)
            continue;
        struct wit_destination d = like;
        d.key = row->key[0] == '*' ? w->config[find(w, row->key)]->key : row->key;
        d.system = row->system != NULL ? row->system : head->system;
        d.source = by_direction(w, row->direction != WIT_DEST_BY_CLASS ? row->direction : head->direction);
        read_value(w, row, d, text, true);
    }
    if (w->out.n == 0 && !w->out.local && !head->optional && first != NULL) {
        like.kind = kind_of(first->shape, first->aside);
        like.key = first->key;
        like.source = by_direction(w, first->direction != WIT_DEST_BY_CLASS ? first->direction : head->direction);
        wit_dest_add_unresolved(&w->out, &like);
    }
}

/* A server of the connector itself, or a word that only looks like a host. */
static bool is_no_destination(const char *key, const char *text)
{
    return strstr(key, ".listener.") != NULL || strncmp(key, "listener.", 9) == 0 || strcmp(text, "true") == 0 ||
           strcmp(text, "false") == 0;
}

static void read_common(struct walk *w)
{
    size_t n;
    const struct wit_dest_row *rows = wit_dest_common(&n);
    for (size_t r = 0; r < n; r++) {
        const struct wit_dest_row *row = &rows[r];
        for (size_t i = 0; i < w->n; i++) {
            const char *key = w->config[i]->key, *value = w->config[i]->value;
            if (w->used[i] || !fits(row->key, key) || (value != NULL && value[0] == '\0'))
                continue;
            const char *text = marked(w, key);
            if (text == NULL || is_no_destination(key, text))
                continue;
            bool own =
                row->shape == WIT_SHAPE_KAFKA || row->shape == WIT_SHAPE_REGISTRY || row->shape == WIT_SHAPE_TOPIC;
            struct wit_destination d = {.key = wit_strdup(w->out.arena, key),
                                        .system = row->shape == WIT_SHAPE_KAFKA || row->shape == WIT_SHAPE_TOPIC
                                                      ? "Kafka"
                                                  : row->shape == WIT_SHAPE_REGISTRY ? "Schema Registry"
                                                                                     : "",
                                        .host = "",
                                        .name = "",
                                        .region = "",
                                        .source = !own && w->source};
            read_value(w, row, d, text, false);
        }
    }
}

/* Converters that find AWS Glue's registry by a region, not by a URL. */
static void read_glue(struct walk *w)
{
    static const char *const converters[] = {"key.converter", "value.converter", "header.converter"};
    for (size_t i = 0; i < sizeof converters / sizeof converters[0]; i++) {
        size_t at = find(w, converters[i]);
        if (at == w->n || w->config[at]->value == NULL ||
            strncmp(w->config[at]->value, "com.amazonaws.services.schemaregistry.", 38) != 0)
            continue;
        struct wit_dest_place place = {marked(w, wit_fmt(w->out.arena, "%s.region", converters[i])),
                                       marked(w, wit_fmt(w->out.arena, "%s.endpoint", converters[i]))};
        const char *name = marked(w, wit_fmt(w->out.arena, "%s.registry.name", converters[i]));
        struct wit_destination d = {.kind = WIT_DEST_REGISTRY,
                                    .system = "AWS Glue Schema Registry",
                                    .key = converters[i],
                                    .host = "",
                                    .name = "",
                                    .region = ""};
        wit_dest_read_aws(&w->out, &d, name != NULL ? name : "default-registry", "glue", &place);
    }
}

const struct wit_destination *wit_destinations(size_t *n, bool *known, struct wit_arena *arena, const char *class,
                                               const struct wit_connector_config *config, size_t n_config)
{
    const struct wit_connector_config **sorted =
        WIT_NEW_ARRAY(arena, const struct wit_connector_config *, n_config + 1);
    struct walk w = {.out = {.arena = arena}, .config = sorted, .source = strstr(class, "Source") != NULL};
    bool cut = n_config > CONFIG_MAX;
    for (size_t i = 0; i < n_config && i < CONFIG_MAX; i++)
        if (config[i].key != NULL)
            sorted[w.n++] = &config[i];
    qsort(sorted, w.n, sizeof *sorted, by_key);
    w.used = WIT_NEW_ARRAY(arena, bool, w.n + 1);
    size_t n_rows;
    const struct wit_dest_row *family = wit_dest_family(&n_rows, class);
    if (family != NULL)
        read_family(&w, family, n_rows);
    read_glue(&w);
    read_common(&w);
    *known = family != NULL && !w.out.over && !cut;
    *n = w.out.n;
    return w.out.items;
}
