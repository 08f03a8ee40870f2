/* collectors/aws/settle.c: judge an answer: store it, ask again, go on to the next page, or record a gap.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing here ends a run but a bundle that cannot be written: what AWS does not answer is a gap.
 */
#include <stdio.h>
#include <string.h>

#include "collectors/aws/redact.h"
#include "collectors/aws/run.h"

enum { MAX_UNREADABLE = 3, MAX_PAGES = 100000 };

struct wit_subject wit_run_subject(const struct wit_run *run, const struct wit_call *call)
{
    return (struct wit_subject){.source = "aws",
                                .account = run->account,
                                .region = call->region,
                                .service = call->op->service,
                                .operation = call->op->operation,
                                .resource = call->resource};
}

static void tell(const struct wit_run *run, const struct wit_call *call)
{
    if (run->options->progress == NULL)
        return;
    char what[400];
    snprintf(what, sizeof what, "%s %s %s%s%.100s page %u", call->region, call->op->service, call->op->operation,
             call->resource != NULL ? " " : "", call->resource != NULL ? call->resource : "", call->page);
    struct wit_progress progress = {.what = what, .done = run->done, .total = run->total, .gaps = run->summary->gaps};
    run->options->progress(run->options->context, &progress);
}

/* An error text that quotes our token or key is not kept. */
static const char *without_secrets(const struct wit_run *run, const char *text)
{
    const struct wit_secret *secrets[] = {&run->keys.secret_key, &run->keys.token};
    for (size_t i = 0; i < 2; i++) {
        if (wit_secret_is_set(secrets[i]) && strstr(text, secrets[i]->bytes) != NULL)
            return "(text left out: it quotes credentials)";
    }
    return text;
}

bool wit_run_gap(struct wit_run *run, const struct wit_call *call, enum wit_gap_reason reason, const char *detail,
                 struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_GAP,
                                .subject = wit_run_subject(run, call),
                                .page = call->page,
                                .reason = reason,
                                .detail = without_secrets(run, detail)};
    run->summary->gaps++;
    const struct wit_record *old = call->old_gap;
    if (old != NULL && old->reason == reason && old->detail != NULL && strcmp(old->detail, record.detail) == 0)
        return true; /* it says so already */
    return wit_bundle_note(run->writer, &record, err);
}

/* The call ends here with a gap. A list that is not complete leaves open the calls about what it would have named:
 * decoders follow the table for that (each_of). */
static bool give_up(struct wit_run *run, struct wit_call *call, enum wit_gap_reason reason, const char *detail,
                    struct wit_err *err)
{
    run->done++;
    if (call == run->identity) {
        snprintf(run->identity_problem, sizeof run->identity_problem, "%s", without_secrets(run, detail));
        return true;
    }
    if (call->page > 1 && reason == WIT_GAP_FAILED)
        reason = WIT_GAP_CUT; /* the pages before it are there */
    if (!wit_run_gap(run, call, reason, detail, err))
        return false;
    tell(run, call);
    return wit_run_end(run, call, err);
}

static bool again(struct wit_run *run, struct wit_call *call, enum wit_verdict_of_call why, unsigned retry_after_s)
{
    if (call->attempt >= run->attempts)
        return false;
    unsigned wait = wit_backoff_ms(&run->random, why, call->attempt, retry_after_s);
    call->not_before_ms = wit_run_mono_ms() + (int64_t)wait * run->wait_percent / 100;
    call->attempt++;
    run->summary->retries++;
    wit_run_push(run, call, true);
    return true;
}

static bool renew(struct wit_run *run, struct wit_call *call)
{
    struct wit_aws_keys keys = {0};
    if (call->renewed || !wit_aws_credentials_find(&keys, run->scratch, &run->config, NULL))
        return false;
    wit_aws_keys_wipe(&run->keys);
    run->keys = keys;
    call->renewed = true;
    run->summary->retries++;
    wit_run_push(run, call, true);
    return true;
}

static const char *told(struct wit_run *run, const struct wit_http_answer *answer, const struct wit_answer *a)
{
    if (a->code[0] == '\0')
        return wit_fmt(run->scratch, "HTTP status %d", answer->status);
    return wit_fmt(run->scratch, "%s: %s", a->code, a->message);
}

/* S3 tells where a bucket lives; it is asked there, by a name that we make, never by following the redirect. */
static bool move_to_bucket(struct wit_run *run, struct wit_call *call, const struct wit_http_answer *answer,
                           const struct wit_answer *a)
{
    const char *region = answer->region[0] != '\0' ? answer->region : a->region;
    const char *now = call->sign_region != NULL ? call->sign_region : call->region;
    if (strcmp(call->op->service, "s3") != 0 || call->moved || !wit_region_valid(region) || strcmp(region, now) == 0 ||
        strcmp(wit_partition_of(region)->id, wit_partition_of(call->region)->id) != 0)
        return false;
    call->moved = true;
    call->sign_region = wit_strdup(run->arena, region);
    wit_run_push(run, call, true);
    return true;
}

/* Stores the answer without its secrets. An answer in which they cannot be found is not stored: that is a gap. */
static bool store(struct wit_run *run, struct wit_call *call, const struct wit_http_answer *answer,
                  const char *request_line, bool last, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_ARTEFACT,
                                .subject = wit_run_subject(run, call),
                                .page = call->page,
                                .last_page = last,
                                .request = request_line,
                                .status = answer->status,
                                .media = answer->media[0] != '\0' ? answer->media : "application/octet-stream",
                                .root = ""};
    const char *body = answer->body;
    size_t len = answer->len, removed;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf clean, pointers;
    wit_buf_init(&clean, WIT_BLOB_MAX_BYTES);
    wit_buf_init(&pointers, WIT_REDACT_POINTERS_BYTES);
    struct wit_err why = {WIT_OK, ""};
    if (!wit_redact(&removed, &clean, &pointers, body, len, &why))
        return wit_run_gap(run, call, WIT_GAP_UNREADABLE, why.text, err);
    if (clean.over)
        return wit_run_gap(run, call, WIT_GAP_UNREADABLE, "larger than this version stores", err);
    if (removed > 0) {
        body = clean.data;
        len = clean.len;
        if (!wit_redact_record(run->writer, run->scratch, &record, wit_fmt(run->scratch, "page %u", call->page),
                               removed, &pointers, err))
            return false;
    }
    if (!wit_bundle_put(run->writer, &record, body, len, NULL, err))
        return false;
    run->summary->artefacts++;
    tell(run, call);
    return true;
}

static bool settle_error(struct wit_run *run, struct wit_call *call, const struct wit_http_answer *answer,
                         const char *request_line, const struct wit_answer *a, struct wit_err *err)
{
    if (call->op->absent_error != NULL && strcmp(a->code, call->op->absent_error) == 0) {
        run->done++;
        return store(run, call, answer, request_line, true, err) && wit_run_end(run, call, err);
    }
    if (move_to_bucket(run, call, answer, a))
        return true;
    if (answer->status >= 300 && answer->status < 400)
        return give_up(run, call, WIT_GAP_FAILED,
                       wit_fmt(run->scratch, "redirected to %.200s, which is not followed",
                               answer->location[0] != '\0' ? answer->location : "nowhere"),
                       err);
    switch (wit_retry_judge(answer->end, answer->status, a->code)) {
    case WIT_TRY_SLOWER:
        return again(run, call, WIT_TRY_SLOWER, answer->retry_after_s) ||
               give_up(run, call, WIT_GAP_THROTTLED, told(run, answer, a), err);
    case WIT_TRY_AGAIN:
        return again(run, call, WIT_TRY_AGAIN, answer->retry_after_s) ||
               give_up(run, call, WIT_GAP_FAILED, told(run, answer, a), err);
    case WIT_TRY_CREDENTIALS:
        return renew(run, call) || give_up(run, call, WIT_GAP_DENIED, told(run, answer, a), err);
    case WIT_TRY_DONE:
        break;
    }
    bool denied = wit_denied_code(a->code) || answer->status == 401 || answer->status == 403;
    return give_up(run, call, denied ? WIT_GAP_DENIED : WIT_GAP_FAILED, told(run, answer, a), err);
}

/* The account stands in GetCallerIdentity's answer; it names the subject of every record. */
static bool read_identity(struct wit_run *run, const struct wit_http_answer *answer)
{
    static const char open[] = "<Account>";
    const char *at = strstr(answer->body, open);
    if (at == NULL || strspn(at + strlen(open), "0123456789") != 12 || at[strlen(open) + 12] != '<')
        return false;
    run->account = wit_strndup(run->arena, at + strlen(open), 12);
    return true;
}

static bool settle_page(struct wit_run *run, struct wit_call *call, const struct wit_http_answer *answer,
                        const char *request_line, const struct wit_answer *a, struct wit_err *err)
{
    if (call == run->identity) {
        if (!read_identity(run, answer))
            return give_up(run, call, WIT_GAP_UNREADABLE, "the answer names no account", err);
        run->done++;
        struct wit_subject subject = wit_run_subject(run, call);
        if (wit_resume_has(run, &subject)) {
            run->summary->skipped++;
            return true;
        }
        return store(run, call, answer, request_line, true, err);
    }
    if (call->tokens == NULL)
        call->tokens = wit_strmap_new(run->arena);
    bool repeats = a->token != NULL && !wit_strmap_put(call->tokens, a->token, call);
    if (!store(run, call, answer, request_line, a->token == NULL, err) ||
        !wit_run_page(run, call, answer->body, answer->len, err))
        return false;
    if (a->token == NULL) {
        run->done++;
        return wit_run_end(run, call, err);
    }
    call->page++;
    call->attempt = 1;
    call->unreadable = 0;
    if (repeats)
        return give_up(run, call, WIT_GAP_CUT, "the page token repeats: the list has no end", err);
    if (call->page > MAX_PAGES)
        return give_up(run, call, WIT_GAP_CUT, "too many pages", err);
    call->token = wit_strdup(run->arena, a->token);
    wit_run_push(run, call, true);
    return true;
}

bool wit_run_settle(struct wit_run *run, struct wit_call *call, const struct wit_http_answer *answer,
                    const char *request_line, struct wit_err *err)
{
    call->not_before_ms = 0;
    run->identity_answered = run->identity_answered || answer->end == WIT_HTTP_ANSWERED;
    if (answer->end != WIT_HTTP_ANSWERED) {
        if (wit_retry_judge(answer->end, answer->status, "") == WIT_TRY_AGAIN && again(run, call, WIT_TRY_AGAIN, 0))
            return true;
        bool cut = answer->end == WIT_HTTP_CUT || answer->end == WIT_HTTP_TOO_LARGE;
        return give_up(run, call, cut ? WIT_GAP_CUT : WIT_GAP_FAILED, answer->reason, err);
    }
    struct wit_answer a;
    struct wit_err why = {0};
    if (!wit_answer_read(&a, run->scratch, call->op, answer->status, answer->error_type, answer->body, answer->len,
                         &why)) {
        /* A body that ends early without a Content-Length looks like this too, so it is asked again. */
        if (++call->unreadable < MAX_UNREADABLE && again(run, call, WIT_TRY_AGAIN, 0))
            return true;
        return give_up(run, call, WIT_GAP_UNREADABLE, why.text, err);
    }
    if (a.is_error)
        return settle_error(run, call, answer, request_line, &a, err);
    return settle_page(run, call, answer, request_line, &a, err);
}
