/* collectors/aws/scheduler.c: send what may be sent, wait for the rest: many regions through one multi handle.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "collectors/aws/run.h"

enum { RENEW_BEFORE_MS = 120000, LONGEST_NAP_MS = 1000 };

/* What a request under way belongs to. */
struct flight {
    struct wit_call *call;
    const char *request_line;
};

int64_t wit_run_mono_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void wit_run_push(struct wit_run *run, struct wit_call *call, bool first)
{
    if (first) {
        call->next = run->head;
        run->head = call;
        if (call->next == NULL)
            run->tail = &call->next;
        return;
    }
    call->next = NULL;
    *run->tail = call;
    run->tail = &call->next;
}

static struct wit_pace *pace_of(struct wit_run *run, const struct wit_call *call)
{
    const char *region = call->sign_region != NULL ? call->sign_region : call->region;
    char key[160];
    snprintf(key, sizeof key, "%s %s", region, call->op->service);
    struct wit_pace *pace = wit_strmap_get(run->paces, key);
    if (pace == NULL) {
        pace = WIT_NEW(run->arena, struct wit_pace);
        wit_strmap_put(run->paces, key, pace);
    }
    return pace;
}

/* Takes the first call that may go out now; NULL and the time to wait when there is none. */
static struct wit_call *next_ready(struct wit_run *run, unsigned *wait_ms)
{
    int64_t now = wit_run_mono_ms();
    *wait_ms = LONGEST_NAP_MS;
    for (struct wit_call **at = &run->head; *at != NULL; at = &(*at)->next) {
        struct wit_call *call = *at;
        int64_t wait = call->not_before_ms > now ? call->not_before_ms - now : 0;
        if (wait == 0)
            wait = (int64_t)wit_pace_take(pace_of(run, call), now) * run->wait_percent / 100;
        if (wait == 0) {
            *at = call->next;
            if (call->next == NULL)
                run->tail = at;
            return call;
        }
        if (wait < *wait_ms)
            *wait_ms = (unsigned)wait;
    }
    return NULL;
}

static bool renew_when_due(struct wit_run *run, struct wit_err *err)
{
    if (run->keys.expires_ms == 0 || run->keys.expires_ms - wit_now_ms() > RENEW_BEFORE_MS)
        return true;
    struct wit_aws_keys keys = {0};
    if (!wit_aws_credentials_find(&keys, run->scratch, &run->config, err))
        return wit_fail_in(err, "the credentials have expired");
    wit_aws_keys_wipe(&run->keys);
    run->keys = keys;
    return true;
}

static bool send(struct wit_run *run, struct wit_call *call, struct wit_err *err)
{
    wit_arena_reset(run->scratch);
    if (!renew_when_due(run, err))
        return false;
    const struct wit_service *service = wit_service_find(call->op->service);
    if (service == NULL)
        wit_die("service %s has no endpoint row", call->op->service);
    struct wit_endpoint endpoint;
    const char *region = call->sign_region != NULL ? call->sign_region : call->region;
    if (!wit_endpoint_find(&endpoint, run->scratch, service, region, &run->config.endpoints, err))
        return wit_fail_in(err, "%s", call->op->service);
    struct wit_unsigned plain;
    struct wit_wire wire;
    wit_unsigned_build(&plain, run->scratch, call->op, call->resource, call->token);
    if (strcmp(call->op->service, "s3control") == 0) {
        wit_endpoint_of_account(&endpoint, run->scratch, run->account);
        plain.account = run->account;
    }
    wit_wire_sign(&wire, run->scratch, &plain, service, &endpoint, &run->keys, wit_now_ms());
    struct flight *flight = WIT_NEW(run->arena, struct flight);
    flight->call = call;
    flight->request_line = wit_strdup(run->arena, wire.summary);
    struct wit_http_request request = {.method = wire.method,
                                       .url = wire.url,
                                       .headers = (const char *const *)wire.headers,
                                       .n_headers = wire.n_headers,
                                       .body = wire.body,
                                       .body_len = wire.body_len,
                                       .timeout_ms = run->timeout_s * 1000,
                                       .stall_s = run->timeout_s < 20 ? run->timeout_s : 20,
                                       .cap_bytes = WIT_ANSWER_MAX_BYTES,
                                       .ca_file = run->config.ca_file,
                                       .tag = flight};
    wit_http_start(run->http, &request);
    wit_wire_wipe(&wire);
    run->summary->calls++;
    return true;
}

static bool take_answer(struct wit_run *run, struct wit_http_answer *answer, struct wit_err *err)
{
    struct flight *flight = answer->tag;
    wit_arena_reset(run->scratch);
    run->summary->bytes += answer->len;
    struct wit_answer code = {0};
    if (answer->status >= 300 && answer->end == WIT_HTTP_ANSWERED &&
        !wit_answer_read(&code, run->scratch, flight->call->op, answer->status, answer->error_type, answer->body,
                         answer->len, err))
        return false; /* an error answer is never an err */
    struct wit_pace *pace = pace_of(run, flight->call);
    if (wit_retry_judge(answer->end, answer->status, code.code) == WIT_TRY_SLOWER)
        wit_pace_throttled(pace, wit_run_mono_ms());
    else if (answer->end == WIT_HTTP_ANSWERED)
        wit_pace_answered(pace);
    return wit_run_settle(run, flight->call, answer, flight->request_line, err);
}

bool wit_run_queue(struct wit_run *run, struct wit_err *err)
{
    for (;;) {
        unsigned wait_ms = LONGEST_NAP_MS;
        while (wit_http_under_way(run->http) < run->parallel) {
            struct wit_call *call = next_ready(run, &wait_ms);
            if (call == NULL)
                break;
            if (!send(run, call, err))
                return false;
        }
        if (run->head == NULL && wit_http_under_way(run->http) == 0)
            return true;
        wit_http_work(run->http, wait_ms);
        struct wit_http_answer answer;
        while (wit_http_next(run->http, &answer)) {
            bool fine = take_answer(run, &answer, err);
            wit_http_answer_free(&answer);
            if (!fine)
                return false;
        }
    }
}
