/* collectors/traffic/http_head.c: reads the head of an HTTP/1 request.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/http_head.h"

#include <string.h>
#include <strings.h>

enum { HEADERS_MAX = 64, HOST_MAX_BYTES = 255, AGENT_MAX_BYTES = 64 };

static const char *const methods[] = {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"};

/* A path that begins with `prefix` (and ends there, or goes on with '/', '?' or '-'). */
static const struct {
    const char *prefix;
    enum wit_http_kind kind;
} paths[] = {
    {"/metrics", WIT_HTTP_METRICS},        {"/federate", WIT_HTTP_METRICS},  {"/api/v1/write", WIT_HTTP_METRICS},
    {"/connectors", WIT_HTTP_CONNECT},     {"/connector", WIT_HTTP_CONNECT}, {"/admin/loggers", WIT_HTTP_CONNECT},
    {"/subjects", WIT_HTTP_REGISTRY},      {"/schemas", WIT_HTTP_REGISTRY},  {"/compatibility", WIT_HTTP_REGISTRY},
    {"/apis/registry", WIT_HTTP_REGISTRY}, {"/mode", WIT_HTTP_REGISTRY},     {"/config", WIT_HTTP_REGISTRY},
};

const char *wit_http_kind_word(enum wit_http_kind kind)
{
    static const char *const words[WIT_HTTP_KINDS] = {
        "", "other", "metrics", "connect-rest", "schema-registry", "object-storage"};
    return words[kind];
}

static bool begins(struct wit_span_text text, const char *prefix)
{
    size_t n = strlen(prefix);
    return text.len >= n && strncasecmp(text.bytes, prefix, n) == 0;
}

static enum wit_http_kind kind_of_path(struct wit_span_text path)
{
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        size_t n = strlen(paths[i].prefix);
        if (begins(path, paths[i].prefix) && (path.len == n || strchr("/?-", path.bytes[n]) != NULL))
            return paths[i].kind;
    }
    return WIT_HTTP_OTHER;
}

/* The line at *at without its end; false when there is no whole one. */
static bool next_line(struct wit_span_text *out, const char *bytes, size_t len, size_t *at)
{
    const char *end = memchr(bytes + *at, '\n', len - *at);
    if (end == NULL)
        return false;
    size_t n = (size_t)(end - bytes) - *at;
    *out = (struct wit_span_text){bytes + *at, n > 0 && end[-1] == '\r' ? n - 1 : n};
    *at += n + 1;
    return true;
}

static bool is_plain(struct wit_span_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.bytes[i] <= 0x20 || text.bytes[i] >= 0x7f)
            return false;
    }
    return true;
}

static struct wit_span_text value_of(struct wit_span_text line, size_t name)
{
    while (name < line.len && (line.bytes[name] == ' ' || line.bytes[name] == '\t'))
        name++;
    return (struct wit_span_text){line.bytes + name, line.len - name};
}

static void read_host(struct wit_http_head *out, struct wit_span_text host)
{
    bool six = host.len > 0 && host.bytes[0] == '[';
    for (size_t i = 0; i < host.len; i++) {
        if (host.bytes[i] == (six ? ']' : ':')) {
            host.len = six ? i + 1 : i;
            break;
        }
    }
    if (host.len > 0 && host.len <= HOST_MAX_BYTES && is_plain(host))
        out->host = host;
}

static void read_header(struct wit_http_head *out, struct wit_span_text line)
{
    if (begins(line, "host:")) {
        read_host(out, value_of(line, 5));
    } else if (begins(line, "user-agent:")) {
        struct wit_span_text agent = value_of(line, 11);
        for (size_t i = 0; i < agent.len; i++) {
            if (agent.bytes[i] == ' ')
                agent.len = i;
        }
        if (agent.len > 0 && agent.len <= AGENT_MAX_BYTES && is_plain(agent))
            out->agent = agent;
        if (begins(agent, "prometheus/"))
            out->kind = WIT_HTTP_METRICS;
    } else if (begins(line, "x-amz-") || begins(line, "authorization: aws4-hmac")) {
        out->kind = WIT_HTTP_OBJECTS;
    }
}

enum wit_http_kind wit_http_head_read(struct wit_http_head *out, const uint8_t *bytes, size_t len)
{
    const char *text = (const char *)bytes;
    *out = (struct wit_http_head){.kind = WIT_HTTP_NONE};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        size_t n = strlen(methods[i]);
        if (len < n + 2 || memcmp(text, methods[i], n) != 0 || text[n] != ' ' ||
            (text[n + 1] != '/' && text[n + 1] != '*'))
            continue;
        struct wit_span_text line;
        size_t at = 0, path = n + 1, path_len = 0;
        while (path + path_len < len && text[path + path_len] > ' ')
            path_len++;
        bool whole = next_line(&line, text, len, &at);
        static const char version[] = " HTTP/1.";
        size_t tail = sizeof version; /* the last digit counts */
        if (whole && (line.len < tail || memcmp(line.bytes + line.len - tail, version, tail - 1) != 0))
            return WIT_HTTP_NONE;
        out->method = (struct wit_span_text){text, n};
        out->kind = kind_of_path((struct wit_span_text){text + path, path_len});
        for (unsigned k = 0; whole && k < HEADERS_MAX && next_line(&line, text, len, &at) && line.len > 0; k++)
            read_header(out, line);
        return out->kind;
    }
    return WIT_HTTP_NONE;
}
