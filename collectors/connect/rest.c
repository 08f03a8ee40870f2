/* collectors/connect/rest.c: asks, waits while a worker is busy, and says what became of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka, Connect REST API: 409 while a rebalance is under way. No text of a server's error is kept: it
 * may quote a connector's settings.
 */
#include "collectors/connect/rest.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"

enum { PARALLEL = 8, FIRST_WAIT_MS = 500, LONGEST_WAIT_MS = 8000, CALL_MS = 60000 };

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void rest_ms(unsigned ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

void wit_rest_tell(struct wit_rest *r, const char *what)
{
    if (r->options->progress == NULL)
        return;
    struct wit_progress p = {.what = what, .done = r->done, .total = r->total, .gaps = r->summary->gaps};
    r->options->progress(r->options->context, &p);
}

static void start(struct wit_rest *r, const char *path, void *tag)
{
    const char *headers[] = {"Accept: application/json, application/vnd.schemaregistry.v1+json", r->auth};
    char url[4096];
    snprintf(url, sizeof url, "%s%s", r->base, path);
    struct wit_http_request q = {.method = "GET",
                                 .url = url,
                                 .headers = headers,
                                 .n_headers = r->auth != NULL ? 2 : 1,
                                 .timeout_ms = r->timeout_ms < CALL_MS ? r->timeout_ms : CALL_MS,
                                 .cap_bytes = WIT_REST_BODY_BYTES,
                                 .ca_file = r->options->ca_file,
                                 .cert_file = r->options->cert_file,
                                 .key_file = r->options->key_file,
                                 .direct = true, /* a proxy's address would be evidence about the proxy */
                                 .tag = tag};
    r->summary->calls++;
    wit_http_start(r->http, &q);
}

static const char *denied(const struct wit_rest *r, int status)
{
    if (status == 403)
        return "status 403: this user may not ask that";
    if (r->auth != NULL)
        return "status 401: the user or password of --basic-auth-file is not accepted";
    return "status 401: credentials are wanted: name a file with --basic-auth-file";
}

/* What an answer is. The body's text is parsed into the arena; nothing of it gets into `detail`. */
static void judge(struct wit_rest *r, struct wit_arena *arena, const struct wit_http_answer *a,
                  struct wit_rest_answer *out)
{
    struct wit_err why = {WIT_OK, ""};
    *out = (struct wit_rest_answer){.status = a->status, .bytes = a->len, .detail = ""};
    if (a->peer[0] != '\0')
        snprintf(r->peer, sizeof r->peer, "%s", a->peer);
    if (a->tls[0] != '\0')
        snprintf(r->tls, sizeof r->tls, "%s", a->tls);
    if (a->end != WIT_HTTP_ANSWERED) {
        out->end = a->end == WIT_HTTP_CUT         ? WIT_REST_CUT
                   : a->end == WIT_HTTP_TOO_LARGE ? WIT_REST_TOO_LARGE
                   : a->tls_trouble               ? WIT_REST_NO_TLS
                                                  : WIT_REST_FAILED;
        out->detail = wit_fmt(arena, "%s", a->end == WIT_HTTP_CUT ? "the answer ended early" : a->reason);
        /* TLS 1.3: a certificate is refused after the client's handshake is over, and the alert may be lost. */
        if (out->end == WIT_REST_FAILED && a->end == WIT_HTTP_NO_CONTACT && a->tls[0] != '\0') {
            out->end = WIT_REST_NO_TLS;
            out->detail =
                "the server hung up right after the TLS handshake: it refuses the client certificate or wants "
                "one (--cert, --key)";
        }
        return;
    }
    switch (a->status) {
    case 200:
        if (wit_json_parse(&out->json, arena, a->body, a->len, &why)) {
            out->end = WIT_REST_OK;
            return;
        }
        out->end = WIT_REST_UNREADABLE;
        out->detail = "the answer is no JSON: is this the address of that interface?";
        return;
    case 401:
    case 403:
        out->end = WIT_REST_DENIED;
        out->detail = denied(r, a->status);
        return;
    case 404:
    case 405:
        out->end = WIT_REST_ABSENT;
        out->detail = wit_fmt(arena, "status %d: the server does not know that question", a->status);
        return;
    case 409:
        out->end = WIT_REST_BUSY;
        out->detail =
            "status 409 until time was over: the workers are rebalancing; ask again when they have settled, or "
            "give more time with --timeout";
        return;
    case 429:
    case 502:
    case 503:
    case 504:
        out->end = WIT_REST_BUSY;
        out->detail = wit_fmt(arena, "status %d until time was over: ask again later", a->status);
        return;
    default:
        out->end = WIT_REST_FAILED;
        out->detail = a->status >= 300 && a->status < 400
                          ? wit_fmt(arena, "status %d: redirected, which is not followed: name that address with --url",
                                    a->status)
                          : wit_fmt(arena, "status %d: the server's log tells why", a->status);
    }
}

/* Waits before the next try; false when time is over. */
static bool wait_more(struct wit_rest *r, unsigned tries, int64_t until)
{
    unsigned ms = FIRST_WAIT_MS;
    for (unsigned i = 1; i < tries && ms < LONGEST_WAIT_MS; i++)
        ms *= 2;
    ms = ms * r->wait_percent / 100;
    if (tries > 40 || monotonic_ms() + ms >= until)
        return false;
    wit_rest_tell(r, "waiting: the workers are rebalancing");
    rest_ms(ms);
    r->summary->retries++;
    return true;
}

void wit_rest_get(struct wit_rest *r, struct wit_arena *arena, const char *path, struct wit_rest_answer *out)
{
    int64_t until = monotonic_ms() + r->timeout_ms;
    wit_rest_tell(r, path);
    for (unsigned tries = 1;; tries++) {
        struct wit_http_answer a;
        start(r, path, NULL);
        while (!wit_http_next(r->http, &a))
            wit_http_work(r->http, 1000);
        judge(r, arena, &a, out);
        wit_http_answer_free(&a);
        bool again = out->end == WIT_REST_BUSY || (out->end == WIT_REST_CUT && tries < 3);
        if (!again || !wait_more(r, tries, until))
            return;
    }
}

bool wit_rest_get_all(struct wit_rest *r, struct wit_arena *arena, const char *const *paths, size_t n,
                      wit_rest_each_fn *each, void *context, struct wit_err *err)
{
    int64_t until = monotonic_ms() + r->timeout_ms;
    size_t *index = WIT_NEW_ARRAY(r->arena, size_t, n + 1);
    bool still = true; /* the first time-out of patience is the last: not one for each */
    for (size_t next = 0, ended = 0; ended < n;) {
        for (; next < n && wit_http_under_way(r->http) < PARALLEL; next++) {
            index[next] = next;
            start(r, paths[next], &index[next]);
        }
        struct wit_http_answer a;
        wit_http_work(r->http, 1000);
        while (wit_http_next(r->http, &a)) {
            struct wit_rest_answer answer;
            size_t at = *(const size_t *)a.tag;
            judge(r, arena, &a, &answer);
            wit_http_answer_free(&a);
            if ((answer.end == WIT_REST_BUSY || answer.end == WIT_REST_CUT) && still) {
                still = wait_more(r, 1, until);
                if (still) {
                    start(r, paths[at], &index[at]);
                    continue;
                }
            }
            ended++;
            r->done++;
            wit_rest_tell(r, paths[at]);
            if (!each(context, at, &answer, err))
                return false; /* wit_http_free ends the rest */
        }
    }
    return true;
}
