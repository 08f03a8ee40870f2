/* collectors/aws/sigv4.c: canonical request, string to sign, signature.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * libcurl can sign, but 7.88 (Debian 12) signs several of our requests wrongly (docs/collect-aws.md), hence our own.
 */
#include "collectors/aws/sigv4.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buf.h"
#include "collectors/aws/uri.h"

#define MAX_REQUEST_BYTES ((size_t)1 << 20)

struct pair {
    const char *name, *value; /* headers: name in lower case; query: both encoded */
    size_t order;             /* equal names of headers keep their order */
};

static char *take(struct wit_arena *arena, struct wit_buf *buf)
{
    if (buf->over)
        wit_die("a request to sign is larger than %zu bytes", MAX_REQUEST_BYTES);
    char *text = wit_strndup(arena, wit_buf_str(buf), buf->len);
    wit_wipe(buf->data, buf->len);
    wit_buf_deinit(buf);
    return text;
}

void wit_amz_date(char out[WIT_AMZ_DATE], int64_t unix_ms)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm tm;
    if (gmtime_r(&seconds, &tm) == NULL || strftime(out, WIT_AMZ_DATE, "%Y%m%dT%H%M%SZ", &tm) == 0)
        wit_die("the clock is outside the calendar");
}

/* "Normalize URI paths according to RFC 3986: remove redundant and relative path components." */
static char *normalised(struct wit_arena *arena, const char *path)
{
    size_t len = strlen(path);
    char *out = wit_alloc(arena, len + 2);
    size_t n = 0; /* out[0..n) is "" or "/a/b" */
    bool slash_last = false;
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && path[end] != '/')
            end++;
        size_t part = end - i;
        bool dot = part == 1 && path[i] == '.';
        bool dots = part == 2 && path[i] == '.' && path[i + 1] == '.';
        if (dots) {
            while (n > 0 && out[--n] != '/')
                continue;
        } else if (part > 0 && !dot) {
            out[n++] = '/';
            memcpy(out + n, path + i, part);
            n += part;
        }
        slash_last = end < len && end + 1 == len;
        i = end + 1;
    }
    if (n == 0 || slash_last)
        out[n++] = '/';
    out[n] = '\0';
    return out;
}

static void add_path(struct wit_buf *out, struct wit_arena *arena, const char *path, enum wit_sigv4_path rule)
{
    if (*path == '\0')
        path = "/";
    if (rule == WIT_PATH_NORMALISED)
        path = normalised(arena, path);
    if (rule != WIT_PATH_S3) {
        wit_uri_encode(out, path, strlen(path), true);
        return;
    }
    for (const char *at = path;; at++) { /* segment by segment, so that %2F stays a part of its segment */
        size_t len = strcspn(at, "/"), plain_len;
        const char *plain = wit_uri_decode(arena, at, len, &plain_len);
        wit_uri_encode(out, plain, plain_len, false);
        at += len;
        if (*at == '\0')
            return;
        wit_buf_putc(out, '/');
    }
}

static int by_name_then_value(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : strcmp(x->value, y->value);
}

static int by_name_then_order(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static const char *once_encoded(struct wit_arena *arena, const char *text, size_t len)
{
    size_t plain_len;
    const char *plain = wit_uri_decode(arena, text, len, &plain_len);
    struct wit_buf buf;
    wit_buf_init(&buf, MAX_REQUEST_BYTES);
    wit_uri_encode(&buf, plain, plain_len, false);
    return take(arena, &buf);
}

static void add_query(struct wit_buf *out, struct wit_arena *arena, const char *query)
{
    struct pair *pairs = NULL;
    size_t n = 0, cap = 0;
    for (const char *at = query; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, "&"), name_len = strcspn(at, "=&");
        if (len > 0) {
            size_t value_at = name_len < len ? name_len + 1 : len;
            struct pair pair = {.name = once_encoded(arena, at, name_len),
                                .value = once_encoded(arena, at + value_at, len - value_at)};
            WIT_PUSH(arena, pairs, n, cap) = pair;
        }
        at += len;
        at += *at == '&';
    }
    if (n > 1)
        qsort(pairs, n, sizeof *pairs, by_name_then_value);
    for (size_t i = 0; i < n; i++)
        wit_buf_printf(out, "%s%s=%s", i > 0 ? "&" : "", pairs[i].name, pairs[i].value);
}

/* Leading and trailing white space goes, runs of it (folded lines too) become one space. */
static char *trimmed(struct wit_arena *arena, const char *value)
{
    char *out = wit_alloc(arena, strlen(value) + 1);
    size_t n = 0;
    bool gap = false;
    for (; *value != '\0'; value++) {
        if (strchr(" \t\r\n", *value) != NULL) {
            gap = true;
            continue;
        }
        if (gap && n > 0)
            out[n++] = ' ';
        gap = false;
        out[n++] = *value;
    }
    return out;
}

/* Headers that a proxy may change, or that are not there yet when the signature is made. */
static bool never_signed(const char *name)
{
    static const char *const names[] = {"authorization", "connection",        "expect",
                                        "user-agent",    "transfer-encoding", "x-amzn-trace-id"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

struct headers {
    struct pair *pairs;
    size_t n, cap;
};

static void headers_add(struct headers *h, struct wit_arena *arena, const char *name, const char *value)
{
    char *lower = wit_strdup(arena, name);
    for (char *c = lower; *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + ('a' - 'A'));
    }
    if (never_signed(lower))
        return;
    struct pair pair = {.name = lower, .value = trimmed(arena, value), .order = h->n};
    WIT_PUSH(arena, h->pairs, h->n, h->cap) = pair;
}

/* Writes the canonical headers, and the list of their names. */
static char *add_headers(struct wit_buf *out, struct wit_arena *arena, const struct headers *h)
{
    struct wit_buf names;
    wit_buf_init(&names, MAX_REQUEST_BYTES);
    for (size_t i = 0; i < h->n; i++) {
        bool again = i > 0 && strcmp(h->pairs[i].name, h->pairs[i - 1].name) == 0;
        if (again) {
            wit_buf_printf(out, ",%s", h->pairs[i].value);
            continue;
        }
        wit_buf_printf(out, "%s%s:%s", i > 0 ? "\n" : "", h->pairs[i].name, h->pairs[i].value);
        wit_buf_printf(&names, "%s%s", i > 0 ? ";" : "", h->pairs[i].name);
    }
    wit_buf_putc(out, '\n');
    return take(arena, &names);
}

static const char *query_with_signature_fields(struct wit_arena *arena, const struct wit_sigv4_request *request,
                                               const struct wit_sigv4_options *options, const struct wit_aws_keys *keys,
                                               const char *scope, const char *signed_headers)
{
    struct wit_buf q;
    wit_buf_init(&q, MAX_REQUEST_BYTES);
    if (request->query != NULL)
        wit_buf_puts(&q, request->query);
    wit_uri_param(&q, "X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    wit_uri_param(&q, "X-Amz-Credential", wit_fmt(arena, "%s/%s", keys->access_key, scope));
    wit_uri_param(&q, "X-Amz-Date", options->date);
    wit_uri_param(&q, "X-Amz-SignedHeaders", signed_headers);
    wit_uri_param(&q, "X-Amz-Expires", wit_fmt(arena, "%u", options->expires_s));
    if (wit_secret_is_set(&keys->token) && !options->token_unsigned)
        wit_uri_param(&q, "X-Amz-Security-Token", keys->token.bytes);
    return take(arena, &q);
}

static void signature(char out[WIT_SHA256_HEX], const struct wit_sigv4_options *options,
                      const struct wit_aws_keys *keys, const char *string_to_sign)
{
    char first[4 + WIT_SECRET_MAX_BYTES + 1];
    memcpy(first, "AWS4", sizeof "AWS4");
    memcpy(first + 4, keys->secret_key.bytes, keys->secret_key.len + 1);
    uint8_t key[WIT_SHA256_BYTES];
    wit_hmac_sha256(key, first, 4 + keys->secret_key.len, options->date, 8);
    wit_wipe(first, sizeof first);
    const char *parts[] = {options->region, options->service, "aws4_request", string_to_sign};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        uint8_t next[WIT_SHA256_BYTES];
        wit_hmac_sha256(next, key, sizeof key, parts[i], strlen(parts[i]));
        memcpy(key, next, sizeof key);
    }
    wit_hex(out, key, sizeof key);
    wit_wipe(key, sizeof key);
}

void wit_sigv4_sign(struct wit_sigv4_stages *out, struct wit_arena *arena, const struct wit_sigv4_request *request,
                    const struct wit_sigv4_options *options, const struct wit_aws_keys *keys)
{
    *out = (struct wit_sigv4_stages){0};
    wit_sha256_hex(out->payload, request->body != NULL ? request->body : "", request->body_len);
    const char *scope = wit_fmt(arena, "%.8s/%s/%s/aws4_request", options->date, options->region, options->service);
    bool token = wit_secret_is_set(&keys->token);

    struct headers headers = {0};
    for (size_t i = 0; i < request->n_headers; i++)
        headers_add(&headers, arena, request->headers[i].name, request->headers[i].value);
    if (!options->in_query) {
        headers_add(&headers, arena, "x-amz-date", options->date);
        if (token && !options->token_unsigned)
            headers_add(&headers, arena, "x-amz-security-token", keys->token.bytes);
        if (options->hash_header)
            headers_add(&headers, arena, "x-amz-content-sha256", out->payload);
    }
    if (headers.n > 1)
        qsort(headers.pairs, headers.n, sizeof *headers.pairs, by_name_then_order);
    struct wit_buf lines;
    wit_buf_init(&lines, MAX_REQUEST_BYTES);
    out->signed_headers = add_headers(&lines, arena, &headers);
    char *header_lines = take(arena, &lines);

    const char *query = request->query;
    if (options->in_query)
        query = query_with_signature_fields(arena, request, options, keys, scope, out->signed_headers);
    struct wit_buf text;
    wit_buf_init(&text, MAX_REQUEST_BYTES);
    wit_buf_printf(&text, "%s\n", request->method);
    add_path(&text, arena, request->path, options->path);
    wit_buf_putc(&text, '\n');
    add_query(&text, arena, query);
    wit_buf_printf(&text, "\n%s\n%s\n%s", header_lines, out->signed_headers, out->payload);
    wit_wipe(header_lines, strlen(header_lines));
    out->canonical_request = take(arena, &text);

    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, out->canonical_request, strlen(out->canonical_request));
    out->string_to_sign = wit_fmt(arena, "AWS4-HMAC-SHA256\n%s\n%s\n%s", options->date, scope, digest);
    signature(out->signature, options, keys, out->string_to_sign);
    if (!options->in_query) {
        out->authorization = wit_fmt(arena, "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                                     keys->access_key, scope, out->signed_headers, out->signature);
        return;
    }
    struct wit_buf whole;
    wit_buf_init(&whole, MAX_REQUEST_BYTES);
    wit_buf_puts(&whole, query);
    if (token && options->token_unsigned)
        wit_uri_param(&whole, "X-Amz-Security-Token", keys->token.bytes);
    wit_uri_param(&whole, "X-Amz-Signature", out->signature);
    out->query = take(arena, &whole);
}

void wit_sigv4_wipe(struct wit_sigv4_stages *stages)
{
    if (stages->canonical_request != NULL)
        wit_wipe(stages->canonical_request, strlen(stages->canonical_request));
    if (stages->query != NULL)
        wit_wipe(stages->query, strlen(stages->query));
}
