/* collectors/aws/s3.c: requests to one bucket, retried, several under way.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/s3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "collectors/aws/run.h"
#include "collectors/aws/s3_list.h"
#include "collectors/aws/uri.h"

#define OBJECT_MAX_BYTES ((size_t)16 << 30)
enum { PARALLEL = 8, PARALLEL_MAX = 64, TIMEOUT_S = 600, STALL_S = 30, ATTEMPTS = 8, NAP_MS = 1000 };
enum { RENEW_BEFORE_MS = 120000 };

/* One request and its retries. */
struct job {
    const struct wit_s3_object *object; /* NULL: a listing */
    const char *path, *query;
    FILE *spool;
    unsigned attempt;
    int64_t not_before_ms;
    bool sent, done, moved, renewed;
    struct wit_http_answer answer; /* done, and fine: a listing's body */
    enum wit_gap_reason reason;    /* done, and not fine; 0: fine */
    bool answered;                 /* somebody answered, if only with a refusal */
    char detail[640];
};
struct wit_s3 {
    struct wit_arena *arena, *scratch;
    const char *bucket, *region;
    struct wit_aws_config config;
    struct wit_aws_keys keys;
    struct wit_http *http;
    struct wit_random random;
    unsigned parallel, timeout_s, attempts, wait_percent;
    const char *token; /* of the listing's next page */
    bool listing;
};

static bool bucket_valid(const char *name)
{
    size_t len = strlen(name);
    return len >= 3 && len <= 63 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == len && name[0] != '.' &&
           strstr(name, "..") == NULL;
}

bool wit_s3_open(struct wit_s3 **out, const char *bucket, const struct wit_s3_options *o, struct wit_err *err)
{
    if (!bucket_valid(bucket))
        return wit_fail(err, WIT_EUSAGE, "\"%.80s\" is no bucket's name", bucket);
    struct wit_s3 *s = calloc(1, sizeof *s);
    if (s == NULL)
        wit_die("no memory");
    s->arena = wit_arena_new();
    s->scratch = wit_arena_new();
    s->bucket = wit_strdup(s->arena, bucket);
    s->http = wit_http_new();
    s->parallel = o->parallel == 0 ? PARALLEL : o->parallel > PARALLEL_MAX ? PARALLEL_MAX : o->parallel;
    s->timeout_s = o->timeout_s == 0 ? TIMEOUT_S : o->timeout_s;
    s->attempts = o->attempts == 0 ? ATTEMPTS : o->attempts;
    const char *percent = getenv("PATHWITNESS_WAIT_PERCENT");
    s->wait_percent = percent != NULL ? (unsigned)strtoul(percent, NULL, 10) : 100;
    if (getrandom(&s->random.state, sizeof s->random.state, 0) != (ssize_t)sizeof s->random.state)
        s->random.state = (uint64_t)wit_run_mono_ms();
    bool fine = wit_aws_config_load(&s->config, s->arena, o->profile, err);
    if (fine) {
        s->config.role_arn = o->role_arn;
        s->config.external_id = o->external_id;
        s->config.endpoints.url = o->endpoint_url;
        s->config.ca_file = o->ca_file != NULL ? o->ca_file : s->config.ca_file;
        s->config.region = o->region != NULL ? o->region : s->config.region != NULL ? s->config.region : "us-east-1";
        s->region = s->config.region;
        fine = wit_region_valid(s->region)
                   ? wit_aws_credentials_find(&s->keys, s->scratch, &s->config, err)
                   : wit_fail(err, WIT_EUSAGE, "\"%.60s\" is no region name (example: eu-west-1)", s->region);
    }
    if (fine)
        *out = s;
    else
        wit_s3_close(s);
    return fine;
}

void wit_s3_close(struct wit_s3 *s)
{
    if (s == NULL)
        return;
    wit_http_free(s->http);
    wit_aws_keys_wipe(&s->keys);
    wit_aws_config_close(&s->config);
    wit_arena_free(s->scratch);
    wit_arena_free(s->arena);
    free(s);
}

const char *wit_s3_region(const struct wit_s3 *s)
{
    return s->region;
}

static bool renew(struct wit_s3 *s, struct wit_err *err)
{
    struct wit_aws_keys keys = {0};
    if (!wit_aws_credentials_find(&keys, s->scratch, &s->config, err))
        return wit_fail_in(err, "the credentials have expired");
    wit_aws_keys_wipe(&s->keys);
    s->keys = keys;
    return true;
}

static bool send(struct wit_s3 *s, struct job *job, struct wit_err *err)
{
    wit_arena_reset(s->scratch);
    if (s->keys.expires_ms != 0 && s->keys.expires_ms - wit_now_ms() <= RENEW_BEFORE_MS && !renew(s, err))
        return false;
    const struct wit_service *service = wit_service_find("s3");
    struct wit_endpoint endpoint;
    if (!wit_endpoint_find(&endpoint, s->scratch, service, s->region, &s->config.endpoints, err))
        return wit_fail_in(err, "s3");
    if (job->spool != NULL && (ftruncate(fileno(job->spool), 0) != 0 || lseek(fileno(job->spool), 0, SEEK_SET) != 0))
        return wit_fail(err, WIT_EIO, "a temporary file cannot be emptied");
    struct wit_unsigned plain = {.method = "GET", .path = job->path, .query = job->query};
    struct wit_wire wire;
    wit_wire_sign(&wire, s->scratch, &plain, service, &endpoint, &s->keys, wit_now_ms());
    bool object = job->spool != NULL;
    struct wit_http_request request = {.method = wire.method,
                                       .url = wire.url,
                                       .headers = (const char *const *)wire.headers,
                                       .n_headers = wire.n_headers,
                                       .timeout_ms = (object ? s->timeout_s : 60) * 1000,
                                       .stall_s = s->timeout_s < STALL_S ? s->timeout_s : STALL_S,
                                       .cap_bytes = object ? OBJECT_MAX_BYTES : WIT_ANSWER_MAX_BYTES,
                                       .ca_file = s->config.ca_file,
                                       .raw = object,
                                       .spool_fd = object ? fileno(job->spool) : 0,
                                       .tag = job};
    wit_http_start(s->http, &request);
    wit_wire_wipe(&wire);
    job->sent = true;
    return true;
}

static void end(struct wit_s3 *s, struct job *job, enum wit_gap_reason reason, const char *detail)
{
    const struct wit_secret *secrets[] = {&s->keys.secret_key, &s->keys.token};
    for (size_t i = 0; i < 2; i++) {
        if (wit_secret_is_set(secrets[i]) && strstr(detail, secrets[i]->bytes) != NULL)
            detail = "(text left out: it quotes credentials)";
    }
    job->done = true;
    job->reason = reason;
    snprintf(job->detail, sizeof job->detail, "%s", detail);
}

static void again(struct wit_s3 *s, struct job *job, enum wit_verdict_of_call why, unsigned retry_after_s,
                  enum wit_gap_reason reason, const char *detail)
{
    if (job->attempt >= s->attempts) {
        end(s, job, reason, detail);
        return;
    }
    unsigned wait = wit_backoff_ms(&s->random, why, job->attempt++, retry_after_s);
    job->not_before_ms = wit_run_mono_ms() + (int64_t)wait * s->wait_percent / 100;
    job->sent = false;
}

/* The bucket lives elsewhere: its region is asked, by a name that we make; a redirect is never followed. */
static bool move(struct wit_s3 *s, struct job *job, const char *region)
{
    if (job->moved || !wit_region_valid(region) ||
        strcmp(wit_partition_of(region)->id, wit_partition_of(s->region)->id) != 0)
        return false;
    if (strcmp(region, s->region) != 0)
        s->region = wit_strdup(s->arena, region);
    job->moved = true;
    job->sent = false;
    return true;
}

static void refused(struct wit_s3 *s, struct job *job, const struct wit_http_answer *a)
{
    struct wit_answer told = {0};
    if (!wit_answer_read(&told, s->scratch, wit_operation_find("s3", "ListBuckets"), a->status, a->error_type, a->body,
                         a->len, NULL))
        told = (struct wit_answer){0};
    const char *detail = told.code[0] != '\0' ? wit_fmt(s->scratch, "%s: %s", told.code, told.message)
                                              : wit_fmt(s->scratch, "HTTP status %d", a->status);
    const char *region = a->region[0] != '\0' ? a->region : told.region;
    bool elsewhere = a->status == 301 || a->status == 307 || a->status == 400;
    if (elsewhere && region[0] != '\0' && move(s, job, region))
        return;
    switch (wit_retry_judge(a->end, a->status, told.code)) {
    case WIT_TRY_SLOWER:
        again(s, job, WIT_TRY_SLOWER, a->retry_after_s, WIT_GAP_THROTTLED, detail);
        return;
    case WIT_TRY_AGAIN:
        again(s, job, WIT_TRY_AGAIN, a->retry_after_s, WIT_GAP_FAILED, detail);
        return;
    case WIT_TRY_CREDENTIALS:
        if (!job->renewed && renew(s, NULL)) {
            job->renewed = true;
            job->sent = false;
            return;
        }
        end(s, job, WIT_GAP_DENIED, detail);
        return;
    case WIT_TRY_DONE:
        break;
    }
    bool archived = strcmp(told.code, "InvalidObjectState") == 0;
    bool denied = !archived && (wit_denied_code(told.code) || a->status == 401 || a->status == 403);
    bool gone = job->object != NULL && a->status == 404;
    end(s, job,
        denied ? WIT_GAP_DENIED
        : gone ? WIT_GAP_MOVING
               : WIT_GAP_FAILED,
        gone ? wit_fmt(s->scratch, "it was listed, and was gone when it was asked for (%s)", detail) : detail);
}

static bool take(struct wit_s3 *s, struct wit_http_answer *a, struct wit_err *err)
{
    struct job *job = a->tag;
    wit_arena_reset(s->scratch);
    job->answered = job->answered || a->end == WIT_HTTP_ANSWERED;
    if (a->end == WIT_HTTP_NO_ROOM)
        return wit_fail(err, WIT_EIO, "%s", a->reason);
    if (a->end == WIT_HTTP_TOO_LARGE) {
        end(s, job, WIT_GAP_CUT, a->reason);
    } else if (a->end != WIT_HTTP_ANSWERED) {
        again(s, job, WIT_TRY_AGAIN, 0, a->end == WIT_HTTP_CUT ? WIT_GAP_CUT : WIT_GAP_FAILED, a->reason);
    } else if (a->status < 200 || a->status > 299) {
        refused(s, job, a);
    } else if (job->object != NULL && a->len != job->object->size) {
        /* A body that ends early without a Content-Length looks like this, so it is asked again. */
        again(s, job, WIT_TRY_AGAIN, 0, WIT_GAP_CUT,
              wit_fmt(s->scratch, "%zu bytes came, %llu were listed", a->len, (unsigned long long)job->object->size));
    } else {
        job->done = true;
        job->answer = *a; /* its body is the job's now */
        a->body = NULL;
    }
    return true;
}

/* Works until the first of the jobs is done; others go on beside it. */
static bool work(struct wit_s3 *s, struct job *jobs, size_t n, struct wit_err *err)
{
    while (!jobs[0].done) {
        int64_t now = wit_run_mono_ms();
        unsigned nap = NAP_MS;
        for (size_t i = 0; i < n; i++) {
            if (jobs[i].sent || jobs[i].done)
                continue;
            int64_t wait = jobs[i].not_before_ms - now;
            if (wait <= 0 && !send(s, &jobs[i], err))
                return false;
            if (wait > 0 && wait < nap)
                nap = (unsigned)wait;
        }
        wit_http_work(s->http, nap);
        struct wit_http_answer answer;
        while (wit_http_next(s->http, &answer)) {
            bool fine = take(s, &answer, err);
            wit_http_answer_free(&answer);
            if (!fine)
                return false;
        }
    }
    return true;
}

bool wit_s3_list(struct wit_s3 *s, struct wit_s3_page *out, struct wit_arena *arena, const char *prefix,
                 const char *start_after, struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf query;
    wit_buf_init(&query, (size_t)64 << 10);
    if (s->token != NULL)
        wit_uri_param(&query, "continuation-token", s->token);
    wit_uri_param(&query, "encoding-type", "url");
    wit_uri_param(&query, "list-type", "2");
    wit_uri_param(&query, "max-keys", "1000");
    wit_uri_param(&query, "prefix", prefix);
    if (s->token == NULL && start_after[0] != '\0')
        wit_uri_param(&query, "start-after", start_after);
    if (query.over)
        return wit_fail(err, WIT_EUSAGE, "the prefix is too long");
    struct job job = {.path = wit_fmt(arena, "/%s", s->bucket), .query = wit_buf_str(&query), .attempt = 1};
    if (!work(s, &job, 1, err))
        return false;
    if (job.reason != 0)
        return wit_fail(err, job.reason == WIT_GAP_DENIED ? WIT_EDENIED : WIT_ENET, "s3://%s: ListObjectsV2: %s",
                        s->bucket, job.detail);
    const char *token = NULL;
    bool fine = wit_s3_list_read(out, &token, arena, job.answer.body, job.answer.len, err);
    wit_http_answer_free(&job.answer);
    if (!fine)
        return wit_fail_in(err, "s3://%s: ListObjectsV2", s->bucket);
    if (token != NULL && s->token != NULL && strcmp(token, s->token) == 0)
        return wit_fail(err, WIT_EPARSE, "s3://%s: ListObjectsV2: the page token repeats: the list has no end",
                        s->bucket);
    s->token = token == NULL ? NULL : wit_strdup(s->arena, token);
    out->last = token == NULL;
    return true;
}

static const char *path_of(struct wit_s3 *s, struct wit_arena *arena, const char *key)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf path;
    wit_buf_init(&path, (size_t)16 << 10);
    wit_buf_printf(&path, "/%s/", s->bucket);
    wit_uri_encode(&path, key, strlen(key), true);
    return wit_strdup(arena, wit_buf_str(&path));
}

/* gcc's analyzer loses sight of what an element of an array holds and calls it a leak; valgrind and ASan watch it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

bool wit_s3_fetch(struct wit_s3 *s, const struct wit_s3_object *objects, size_t n, wit_s3_object_fn *got, void *context,
                  struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct job *jobs = WIT_NEW_ARRAY(arena, struct job, n + 1);
    bool fine = true;
    size_t begun = 0;
    for (size_t i = 0; i < n && fine; i++) {
        for (; begun < n && begun < i + s->parallel && fine; begun++) {
            jobs[begun] =
                (struct job){.object = &objects[begun], .path = path_of(s, arena, objects[begun].key), .attempt = 1};
            jobs[begun].spool = tmpfile();
            if (jobs[begun].spool == NULL)
                fine = wit_fail(err, WIT_EIO, "no temporary file can be made");
        }
        fine = fine && work(s, &jobs[i], begun - i, err);
        if (!fine)
            break;
        struct wit_s3_got what = {-1, jobs[i].reason, jobs[i].detail};
        if (jobs[i].reason == 0) {
            what.fd = fileno(jobs[i].spool);
            fine = lseek(what.fd, 0, SEEK_SET) == 0 || wit_fail(err, WIT_EIO, "a temporary file cannot be read");
        }
        fine = fine && got(context, &objects[i], &what, err);
        wit_http_answer_free(&jobs[i].answer);
        fclose(jobs[i].spool);
        jobs[i].spool = NULL;
    }
    if (!fine) { /* nothing may write into these any more */
        wit_http_free(s->http);
        s->http = wit_http_new();
    }
    for (size_t i = 0; i < begun; i++) {
        if (jobs[i].spool != NULL) {
            wit_http_answer_free(&jobs[i].answer);
            fclose(jobs[i].spool);
        }
    }
    return fine;
}
