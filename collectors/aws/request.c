/* collectors/aws/request.c: put an operation's parameters where its protocol wants them, and sign.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/request.h"

#include <string.h>

#include "base/json.h"
#include "collectors/aws/uri.h"

#define MAX_BODY_BYTES ((size_t)256 << 10)

static char *take(struct wit_arena *arena, struct wit_buf *buf)
{
    if (buf->over)
        wit_die("a request is larger than %zu bytes", MAX_BODY_BYTES);
    char *text = wit_strndup(arena, wit_buf_str(buf), buf->len);
    wit_buf_deinit(buf);
    return text;
}

/* "MaxResults may not be combined with ids": no operation of the table has both but the EACH ones, whose one id is
 * their subject, not a filter. An empty token is never sent. */
static void paging(struct wit_buf *form, struct wit_arena *arena, const struct wit_operation *op, const char *token)
{
    if (op->limit != NULL)
        wit_uri_param(form, op->limit, wit_fmt(arena, "%u", op->limit_value));
    if (op->token_in != NULL && token != NULL && *token != '\0')
        wit_uri_param(form, op->token_in, token);
}

static void build_query(struct wit_unsigned *out, struct wit_arena *arena, const struct wit_operation *op,
                        const char *resource, const char *token)
{
    struct wit_buf form;
    wit_buf_init(&form, MAX_BODY_BYTES);
    wit_uri_param(&form, "Action", op->operation);
    wit_uri_param(&form, "Version", op->api_version);
    if (op->params != NULL)
        wit_buf_printf(&form, "&%s", op->params);
    if (resource != NULL)
        wit_uri_param(&form, op->each_param, resource);
    paging(&form, arena, op, token);
    out->body = take(arena, &form);
    out->content_type = "application/x-www-form-urlencoded; charset=utf-8";
}

static void build_json(struct wit_unsigned *out, struct wit_arena *arena, const struct wit_operation *op,
                       const char *resource, const char *token)
{
    struct wit_buf text;
    wit_buf_init(&text, MAX_BODY_BYTES);
    struct wit_jw jw;
    wit_jw_init(&jw, &text, 0);
    wit_jw_object(&jw);
    if (resource != NULL)
        wit_jw_kstr(&jw, op->each_param, resource);
    if (strcmp(op->operation, "LookupEvents") == 0) { /* what only read is most of it, and changed nothing */
        wit_jw_key(&jw, "LookupAttributes");
        wit_jw_array(&jw);
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "AttributeKey", "ReadOnly");
        wit_jw_kstr(&jw, "AttributeValue", "false");
        wit_jw_object_end(&jw);
        wit_jw_array_end(&jw);
    }
    if (op->limit != NULL)
        wit_jw_kint(&jw, op->limit, op->limit_value);
    if (op->token_in != NULL && token != NULL && *token != '\0')
        wit_jw_kstr(&jw, op->token_in, token);
    wit_jw_object_end(&jw);
    out->body = take(arena, &text);
    out->content_type = "application/x-amz-json-1.1";
    out->target = op->target;
}

static void build_rest(struct wit_unsigned *out, struct wit_arena *arena, const struct wit_operation *op,
                       const char *resource, const char *token)
{
    const char *pattern = op->path != NULL ? op->path : "/";
    size_t path_len = strcspn(pattern, "?");
    const char *hole = strstr(pattern, "{}");
    bool in_path = hole != NULL && (size_t)(hole - pattern) < path_len && resource != NULL;
    struct wit_buf path;
    wit_buf_init(&path, MAX_BODY_BYTES);
    if (in_path) {
        wit_buf_add(&path, pattern, (size_t)(hole - pattern));
        wit_uri_encode(&path, resource, strlen(resource), false);
        wit_buf_add(&path, hole + 2, path_len - (size_t)(hole - pattern) - 2);
    } else {
        wit_buf_add(&path, pattern, path_len);
    }
    out->path = take(arena, &path);
    struct wit_buf query;
    wit_buf_init(&query, MAX_BODY_BYTES);
    if (pattern[path_len] == '?')
        wit_buf_puts(&query, pattern + path_len + 1);
    if (resource != NULL && !in_path)
        wit_uri_param(&query, op->each_param, resource);
    paging(&query, arena, op, token);
    out->query = query.len != 0 ? wit_strndup(arena, wit_buf_str(&query), query.len) : NULL;
    wit_buf_deinit(&query);
}

void wit_unsigned_build(struct wit_unsigned *out, struct wit_arena *arena, const struct wit_operation *op,
                        const char *resource, const char *token)
{
    *out = (struct wit_unsigned){.method = op->method != NULL ? op->method : "POST", .path = "/"};
    switch (op->protocol) {
    case WIT_PROTO_EC2:
    case WIT_PROTO_QUERY:
        build_query(out, arena, op, resource, token);
        return;
    case WIT_PROTO_JSON:
        build_json(out, arena, op, resource, token);
        return;
    case WIT_PROTO_REST_XML:
    case WIT_PROTO_REST_JSON:
        build_rest(out, arena, op, resource, token);
        return;
    }
}

const char *wit_unsigned_summary(struct wit_arena *arena, const struct wit_unsigned *request)
{
    if (request->target != NULL)
        return wit_fmt(arena, "%s %s", request->target, request->body);
    if (request->body != NULL)
        return request->body;
    return wit_fmt(arena, "%s %s%s%s", request->method, request->path, request->query != NULL ? "?" : "",
                   request->query != NULL ? request->query : "");
}

static void add_header(struct wit_wire *wire, struct wit_arena *arena, const char *name, const char *value)
{
    if (wire->n_headers == WIT_WIRE_MAX_HEADERS)
        wit_die("too many headers");
    wire->headers[wire->n_headers++] = wit_fmt(arena, "%s: %s", name, value);
}

void wit_wire_sign(struct wit_wire *out, struct wit_arena *arena, const struct wit_unsigned *request,
                   const struct wit_service *service, const struct wit_endpoint *endpoint,
                   const struct wit_aws_keys *keys, int64_t now_ms)
{
    *out = (struct wit_wire){.method = request->method, .body = request->body};
    out->body_len = request->body != NULL ? strlen(request->body) : 0;
    const char *path = *endpoint->path != '\0' ? wit_fmt(arena, "%s%s", endpoint->path, request->path) : request->path;
    out->url = wit_fmt(arena, "%s%s%s%s", endpoint->base, path, request->query != NULL ? "?" : "",
                       request->query != NULL ? request->query : "");
    out->summary = wit_unsigned_summary(arena, request);

    struct wit_header headers[4] = {{"Host", endpoint->host}};
    size_t n = 1;
    if (request->content_type != NULL)
        headers[n++] = (struct wit_header){"Content-Type", request->content_type};
    if (request->target != NULL)
        headers[n++] = (struct wit_header){"X-Amz-Target", request->target};
    if (request->account != NULL)
        headers[n++] = (struct wit_header){"X-Amz-Account-Id", request->account};
    for (size_t i = 0; i < n; i++)
        add_header(out, arena, headers[i].name, headers[i].value);
    if (keys == NULL)
        return;
    struct wit_sigv4_options options = {.region = endpoint->sign_region,
                                        .service = service->sign_as,
                                        .path = service->path,
                                        .hash_header = service->hash_header};
    wit_amz_date(options.date, now_ms);
    struct wit_sigv4_request plain = {.method = request->method,
                                      .path = path,
                                      .query = request->query,
                                      .headers = headers,
                                      .n_headers = n,
                                      .body = out->body,
                                      .body_len = out->body_len};
    struct wit_sigv4_stages stages;
    wit_sigv4_sign(&stages, arena, &plain, &options, keys);
    add_header(out, arena, "X-Amz-Date", options.date);
    if (service->hash_header)
        add_header(out, arena, "X-Amz-Content-Sha256", stages.payload);
    if (wit_secret_is_set(&keys->token))
        add_header(out, arena, "X-Amz-Security-Token", keys->token.bytes);
    add_header(out, arena, "Authorization", stages.authorization);
    wit_sigv4_wipe(&stages);
}

void wit_wire_wipe(struct wit_wire *wire)
{
    for (size_t i = 0; i < wire->n_headers; i++)
        wit_wipe(wire->headers[i], strlen(wire->headers[i]));
    wire->n_headers = 0;
}
