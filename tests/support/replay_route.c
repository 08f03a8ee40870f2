/* tests/support/replay_route.c: which operation a request asks for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collectors/aws/endpoints.h"
#include "tests/support/replay_parts.h"

const char *replay_header_of(const struct replay_request *r, const char *name)
{
    for (size_t i = 0; i < r->n_headers; i++) {
        if (strcmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    }
    return NULL;
}

char *replay_decode(struct wit_arena *arena, const char *text, size_t len)
{
    char *out = wit_alloc(arena, len + 1), *end = out;
    for (size_t i = 0; i < len; i++) {
        char two[3] = {i + 1 < len ? text[i + 1] : '\0', i + 2 < len ? text[i + 2] : '\0', '\0'};
        if (text[i] == '%' && strspn(two, "0123456789abcdefABCDEF") == 2) {
            *end++ = (char)strtol(two, NULL, 16);
            i += 2;
        } else {
            *end++ = text[i];
        }
    }
    return out;
}

char *replay_field(struct wit_arena *arena, const char *form, const char *name)
{
    for (const char *at = form; *at != '\0';) {
        size_t len = strcspn(at, "&"), key = strcspn(at, "=&");
        if (strcmp(replay_decode(arena, at, key), name) == 0)
            return key < len ? replay_decode(arena, at + key + 1, len - key - 1) : wit_strdup(arena, "");
        at += len;
        at += *at == '&';
    }
    return NULL;
}

static const char *member(struct replay_request *r, const char *name)
{
    struct wit_value *body;
    if (name == NULL || !wit_json_parse(&body, r->arena, r->body, r->body_len, NULL))
        return NULL;
    return wit_text(wit_get(body, name));
}

/* "/{}?policy=" or "/path": the path, its one variable segment, and the query names that must be there. */
static bool rest_matches(struct replay_request *r, const struct wit_operation *op, const char **resource)
{
    if (op->path == NULL || strcmp(op->method, r->method) != 0)
        return false;
    size_t path_len = strcspn(op->path, "?");
    const char *flag = op->path[path_len] == '?'
                           ? wit_strndup(r->arena, op->path + path_len + 1, strcspn(op->path + path_len + 1, "="))
                           : NULL;
    if (flag != NULL && replay_field(r->arena, r->query, flag) == NULL)
        return false;
    if (strncmp(op->path, "/{}", 3) == 0) {
        if (strlen(r->path) < 2 || strchr(r->path + 1, '/') != NULL)
            return false;
        *resource = replay_decode(r->arena, r->path + 1, strlen(r->path + 1));
        return true;
    }
    if (strlen(r->path) != path_len || strncmp(r->path, op->path, path_len) != 0)
        return false;
    *resource = op->each_param != NULL ? replay_field(r->arena, r->query, op->each_param) : NULL;
    return true;
}

static bool matches(struct replay_request *r, const struct wit_operation *op, struct replay_call *call)
{
    const char *resource = NULL, *token = NULL, *action, *version, *target;
    switch (op->protocol) {
    case WIT_PROTO_EC2:
    case WIT_PROTO_QUERY:
        action = replay_field(r->arena, r->body, "Action");
        version = replay_field(r->arena, r->body, "Version"); /* tells elb from elbv2 */
        if (action == NULL || strcmp(action, op->operation) != 0 ||
            (version != NULL && strcmp(version, op->api_version) != 0))
            return false;
        resource = op->each_param != NULL ? replay_field(r->arena, r->body, op->each_param) : NULL;
        token = op->token_in != NULL ? replay_field(r->arena, r->body, op->token_in) : NULL;
        break;
    case WIT_PROTO_JSON:
        target = replay_header_of(r, "x-amz-target");
        if (target == NULL || strcmp(target, op->target) != 0)
            return false;
        resource = member(r, op->each_param);
        token = member(r, op->token_in);
        break;
    case WIT_PROTO_REST_XML:
    case WIT_PROTO_REST_JSON:
        if (!rest_matches(r, op, &resource))
            return false;
        token = op->token_in != NULL ? replay_field(r->arena, r->query, op->token_in) : NULL;
        break;
    }
    call->op = op;
    call->operation = op->operation;
    call->resource = resource;
    call->token = token;
    return true;
}

void replay_route(struct replay_request *r, struct replay_call *call)
{
    const struct wit_service *service = wit_service_by_scope(call->service);
    if (service != NULL)
        call->service = service->service;
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        const struct wit_service *of = wit_service_find(ops[i].service);
        bool same = strcmp(ops[i].service, call->service) == 0 ||
                    (service != NULL && of != NULL && strcmp(of->sign_as, service->sign_as) == 0);
        if (same && matches(r, &ops[i], call)) {
            call->service = ops[i].service;
            return;
        }
    }
    call->op = NULL;
    const char *action = replay_field(r->arena, r->body, "Action");
    call->operation = action != NULL ? action : "Unknown";
}
