/* collectors/connect/access.c: who gets an answer from a REST interface: anybody? without TLS?
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One more GET without password and client certificate, and one over plain HTTP on the same port. "No" is said only
 * when the server itself refused; where nothing was heard it is null: not told.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "collectors/connect/rest.h"

enum told { NOT_TOLD, NO, YES };

static void ask(const struct wit_rest *r, const char *url, struct wit_http_answer *out)
{
    const char *headers[] = {"Accept: application/json, application/vnd.schemaregistry.v1+json"};
    struct wit_http_request q = {.method = "GET",
                                 .url = url,
                                 .headers = headers,
                                 .n_headers = 1,
                                 .timeout_ms = r->timeout_ms < 15000 ? r->timeout_ms : 15000,
                                 .cap_bytes = WIT_REST_BODY_BYTES,
                                 .ca_file = r->options->ca_file,
                                 .direct = true};
    r->summary->calls++;
    wit_http_ask(&q, out);
}

/* 409 and an error of the question itself come from behind the door. */
static enum told anonymous_of(int status, bool reached, bool refused_by_tls)
{
    if ((status >= 200 && status < 300) || status == 409)
        return YES;
    if (status == 401 || status == 403)
        return NO;
    return status == 0 && reached && refused_by_tls ? NO : NOT_TOLD;
}

/* A server of TLS tells a plain request off with 400 (or 426), or sends it to https, or hangs up. */
static enum told plain_of(const struct wit_http_answer *a)
{
    if (a->status == 400 || a->status == 426 || (a->status >= 300 && a->status < 400))
        return a->status == 400 || a->status == 426 || strncmp(a->location, "https:", 6) == 0 ? NO : NOT_TOLD;
    if (a->status != 0)
        return YES;
    return a->peer[0] != '\0' && a->end != WIT_HTTP_STALLED ? NO : NOT_TOLD;
}

static void put_told(struct wit_jw *jw, const char *key, enum told told)
{
    wit_jw_key(jw, key);
    if (told == NOT_TOLD)
        wit_jw_null(jw);
    else
        wit_jw_bool(jw, told == YES);
}

bool wit_rest_access(struct wit_rest *r, const char *path, const struct wit_rest_answer *first, struct wit_err *err)
{
    bool tls = strcmp(r->scheme, "https") == 0;
    bool had_credentials = r->auth != NULL || r->options->cert_file != NULL;
    int status = first->status;
    enum told anonymous = anonymous_of(status, false, false), plain = first->status != 0 ? YES : NOT_TOLD;
    struct wit_http_answer a;
    wit_rest_tell(r, "asking without credentials");
    if (had_credentials) {
        ask(r, wit_fmt(r->arena, "%s%s", r->base, path), &a);
        /* The server's own certificate was accepted before; so what fails now is ours, which is not there. */
        bool only_ours = first->status != 0 && r->options->cert_file != NULL;
        status = a.status;
        anonymous = anonymous_of(a.status, a.peer[0] != '\0',
                                 only_ours && (a.tls_trouble || a.end == WIT_HTTP_NO_CONTACT || a.end == WIT_HTTP_CUT));
        wit_http_answer_free(&a);
    }
    if (tls) {
        ask(r, wit_fmt(r->arena, "http%s%s", r->base + strlen("https"), path), &a);
        plain = plain_of(&a);
        if (r->peer[0] == '\0')
            snprintf(r->peer, sizeof r->peer, "%s", a.peer);
        wit_http_answer_free(&a);
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
    wit_buf_init(&body, (size_t)1 << 20);
    struct wit_jw jw;
    wit_jw_init(&jw, &body, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "url", r->base);
    wit_jw_kstr(&jw, "scheme", r->scheme);
    wit_jw_kint(&jw, "port", (int64_t)r->port);
    put_told(&jw, "anonymous", anonymous);
    wit_jw_key(&jw, "anonymous_status");
    if (status != 0)
        wit_jw_int(&jw, status);
    else
        wit_jw_null(&jw);
    put_told(&jw, "plain", plain);
    wit_jw_key(&jw, "tls");
    if (tls && r->tls[0] != '\0') {
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "version", r->tls);
        wit_jw_object_end(&jw);
    } else {
        wit_jw_null(&jw);
    }
    wit_jw_key(&jw, "server");
    wit_jw_array(&jw);
    if (r->peer[0] != '\0')
        wit_jw_str(&jw, r->peer);
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
    return wit_rest_store(r, "Access", r->base, wit_fmt(r->arena, "GET %s without credentials", path), status, 1, true,
                          &body, err);
}
