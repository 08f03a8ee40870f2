/* collectors/traffic/collect_s3.c: flow logs of a bucket, from a listing to one artefact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "collectors/aws/s3.h"
#include "collectors/traffic/log_key.h"
#include "collectors/traffic/logs.h"

enum { GAPS_MAX = 1000 }; /* told one by one; what is beyond is one more, with its number */

struct missing {
    const char *operation, *resource, *detail;
    enum wit_gap_reason reason;
};
struct wit_log_take {
    struct wit_arena *arena;
    struct wit_s3 *s3;
    const struct wit_log_bucket *asked;
    const char *bucket, *prefix, *region;
    struct wit_logs logs;
    struct wit_log_objects objects;
    char digest[WIT_SHA256_HEX];
    struct missing *gaps;
    size_t n_gaps, cap_gaps;
    uint64_t parquet, untold;
    const char *first_parquet;
};

static bool read_url(struct wit_log_take *t, const char *url, struct wit_err *err)
{
    static const char scheme[] = "s3://";
    if (strncmp(url, scheme, strlen(scheme)) != 0 || url[strlen(scheme)] == '/' || url[strlen(scheme)] == '\0')
        return wit_fail(err, WIT_EUSAGE, "--s3 takes s3://bucket/prefix, not '%.200s'", url);
    const char *bucket = url + strlen(scheme), *slash = strchr(bucket, '/');
    t->bucket = wit_strndup(t->arena, bucket, slash == NULL ? strlen(bucket) : (size_t)(slash - bucket));
    t->prefix = slash == NULL ? "" : slash + 1;
    return true;
}

static void miss(struct wit_log_take *t, const char *operation, const char *resource, enum wit_gap_reason reason,
                 const char *detail)
{
    if (t->n_gaps == GAPS_MAX) {
        t->untold++;
        return;
    }
    WIT_PUSH(t->arena, t->gaps, t->n_gaps, t->cap_gaps) = (struct missing){
        operation, wit_fmt(t->arena, "%s/%s", t->bucket, resource), wit_strdup(t->arena, detail), reason};
}

static void sum_up(struct wit_log_take *t, const struct wit_s3_object *o)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf line;
    wit_buf_init(&line, 8192);
    wit_buf_printf(&line, "%s%s\t%llu\t%s\n", t->digest, o->key, (unsigned long long)o->size, o->etag);
    wit_sha256_hex(t->digest, wit_buf_str(&line), line.len);
}

/* A wit_s3_object_fn: only a full disk ends the run; what is wrong with an object is a gap. */
static bool take_object(void *context, const struct wit_s3_object *object, const struct wit_s3_got *got,
                        struct wit_err *err)
{
    struct wit_log_take *t = context;
    struct wit_lines *lines;
    struct wit_err why = {0};
    if (got->fd < 0) {
        t->objects.missing++;
        miss(t, "GetObject", object->key, got->reason, got->detail);
    } else if (!wit_lines_open_fd(&lines, got->fd, err)) {
        return false;
    } else if (!wit_logs_read(&t->logs, lines, &why)) {
        t->objects.missing++;
        miss(t, "GetObject", object->key, WIT_GAP_UNREADABLE, why.text);
    } else {
        t->objects.read++;
        sum_up(t, object);
    }
    if (t->asked->progress != NULL)
        t->asked->progress(t->asked->context, t->objects.read + t->objects.missing, t->objects.listed);
    return true;
}

static bool take_page(struct wit_log_take *t, struct wit_arena *arena, const struct wit_s3_page *page,
                      struct wit_err *err)
{
    struct wit_s3_object *wanted = WIT_NEW_ARRAY(arena, struct wit_s3_object, page->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++) {
        struct wit_log_key key = wit_log_key_read(page->objects[i].key);
        if (key.kind == WIT_LOG_OBJECT_FOLDER || !wit_log_key_within(&key, t->logs.since_s, t->logs.until_s))
            continue;
        t->objects.listed++;
        if (key.kind != WIT_LOG_OBJECT_PARQUET) {
            wanted[n++] = page->objects[i];
            continue;
        }
        t->objects.missing++;
        if (t->parquet++ == 0)
            t->first_parquet = wit_strdup(t->arena, page->objects[i].key);
    }
    return wit_s3_fetch(t->s3, wanted, n, take_object, t, err);
}

static bool take_all(struct wit_log_take *t, struct wit_err *err)
{
    const char *start = wit_log_key_start(t->arena, t->prefix, t->logs.since_s);
    struct wit_s3_page page = {0};
    for (unsigned number = 1; !page.last; number++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_err why = {0};
        if (!wit_s3_list(t->s3, &page, arena, t->prefix, start, &why)) {
            if (number == 1 || (why.code != WIT_EDENIED && why.code != WIT_ENET && why.code != WIT_EPARSE))
                return wit_fail(err, why.code, "%s", why.text);
            t->objects.missing++; /* nobody knows how many */
            miss(t, "ListObjectsV2", t->prefix, WIT_GAP_CUT, wit_fmt(arena, "page %u: %s", number, why.text));
            return true;
        }
        if (!take_page(t, arena, &page, err))
            return false;
    }
    return true;
}

static bool something(const struct wit_log_take *t, struct wit_err *err)
{
    const char *url = t->asked->url;
    if (t->objects.read > 0)
        return true;
    if (t->objects.listed == 0)
        return wit_fail(err, WIT_ENET, "%s: there is no object%s", url,
                        t->logs.since_s != 0 || t->logs.until_s != 0 ? " of that time" : "");
    if (t->n_gaps == 0)
        return wit_fail(err, WIT_EPARSE,
                        "%s: only Parquet objects (%llu), which are not read; flow logs can be delivered as text", url,
                        (unsigned long long)t->parquet);
    bool denied = t->gaps[0].reason == WIT_GAP_DENIED;
    return wit_fail(err, denied ? WIT_EDENIED : WIT_ENET, "%s: none of %llu objects could be read; the first, %s: %s",
                    url, (unsigned long long)t->objects.listed, t->gaps[0].resource, t->gaps[0].detail);
}

static const char *time_of(struct wit_arena *arena, int64_t ms)
{
    char text[WIT_TIME_TEXT];
    return ms == 0 ? NULL : wit_strdup(arena, wit_time_text(text, ms));
}

bool wit_traffic_take_logs(struct wit_log_take **out, struct wit_arena *arena, const struct wit_log_bucket *bucket,
                           struct wit_err *err)
{
    struct wit_log_take *t = WIT_NEW(arena, struct wit_log_take);
    *t = (struct wit_log_take){.arena = arena, .asked = bucket};
    if (!read_url(t, bucket->url, err) || !wit_logs_init(&t->logs, arena, bucket->format, bucket->anonymous, err))
        return false;
    t->logs.since_s = bucket->since_ms / 1000;
    t->logs.until_s = bucket->until_ms / 1000;
    t->objects.since = time_of(arena, bucket->since_ms);
    t->objects.until = time_of(arena, bucket->until_ms);
    t->objects.digest = t->digest;
    bool fine = wit_s3_open(&t->s3, t->bucket, bucket->s3, err) && take_all(t, err) && something(t, err);
    t->region = t->s3 == NULL ? NULL : wit_strdup(arena, wit_s3_region(t->s3));
    wit_s3_close(t->s3);
    t->s3 = NULL;
    wit_logs_finish(&t->logs);
    t->logs.facts.objects = &t->objects;
    if (fine)
        *out = t;
    else
        wit_logs_free(&t->logs);
    return fine;
}

bool wit_traffic_store_logs(struct wit_bundle_writer *writer, struct wit_log_take *t, struct wit_log_summary *out,
                            struct wit_err *err)
{
    if (!wit_logs_store(writer, &t->logs, t->asked->url, out, err))
        return false;
    if (t->parquet > 0)
        miss(t, "GetObject", t->prefix, WIT_GAP_NOT_MODELLED,
             wit_fmt(t->arena, "%llu Parquet objects are not read; the first: %s", (unsigned long long)t->parquet,
                     t->first_parquet));
    if (t->untold > 0) {
        struct missing *more = WIT_NEW(t->arena, struct missing);
        *more = (struct missing){"GetObject", wit_fmt(t->arena, "%s/%s", t->bucket, t->prefix),
                                 wit_fmt(t->arena, "%llu more objects were not obtained or could not be read",
                                         (unsigned long long)t->untold),
                                 WIT_GAP_FAILED};
        WIT_PUSH(t->arena, t->gaps, t->n_gaps, t->cap_gaps) = *more;
    }
    for (size_t i = 0; i < t->n_gaps; i++) {
        struct wit_subject subject = {.source = "traffic",
                                      .region = t->region,
                                      .service = "s3",
                                      .operation = t->gaps[i].operation,
                                      .resource = t->gaps[i].resource};
        if (!wit_logs_gap(writer, &subject, t->gaps[i].reason, t->gaps[i].detail, err))
            return false;
    }
    return true;
}

void wit_traffic_drop_logs(struct wit_log_take *t)
{
    if (t != NULL)
        wit_logs_free(&t->logs);
}
