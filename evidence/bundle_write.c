/* evidence/bundle_write.c: appends records to a bundle: the blob first, then its line, and both synced.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/io.h"
#include "base/pack.h"
#include "evidence/blob.h"
#include "evidence/journal.h"
#include "evidence/manifest.h"
#include "evidence/store.h"
#include "evidence/stray.h"

struct wit_bundle_writer {
    struct wit_arena *arena;
    char *path;
    int dir, log;
    off_t end; /* of the last whole record */
    uint64_t seq;
    char head[WIT_SHA256_HEX];
    struct wit_record *records;
    size_t n, cap;
    struct wit_strmap *by_key; /* subject and page -> index + 1 of the latest artefact or gap */
    bool spoiled;              /* the disk is in an unknown state: nothing more is written */
    size_t kept_len;           /* how much of the path was there before: a bundle without a record leaves nothing */
    bool made_log;             /* the journal was not there, and this writer holds it */
};

static void remember(struct wit_bundle_writer *w, const struct wit_record *r)
{
    WIT_PUSH(w->arena, w->records, w->n, w->cap) = *r;
    if (r->kind == WIT_REC_ARTEFACT || r->kind == WIT_REC_GAP)
        wit_strmap_set(w->by_key, wit_record_key(w->arena, &r->subject, r->page), (void *)(uintptr_t)w->n);
}

/* What is there already: checked, remembered, and a torn last line cut off. */
static bool take_over(struct wit_bundle_writer *w, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *text_arena = wit_arena_new();
    WIT_CLEANUP(wit_journal_deinit) struct wit_journal j = {0};
    char *text;
    size_t len;
    if (!wit_store_fd_read(&text, &len, text_arena, w->log, WIT_JOURNAL_NAME, WIT_JOURNAL_MAX_BYTES, err))
        return false;
    wit_journal_init(&j, w->arena, text, len);
    struct wit_record r;
    enum wit_step step;
    while ((step = wit_journal_next(&j, &r, err)) == WIT_STEP_RECORD)
        remember(w, &r);
    if (step == WIT_STEP_BROKEN)
        return wit_fail_in(err, WIT_JOURNAL_NAME);
    w->end = (off_t)j.at;
    w->seq = j.seq;
    memcpy(w->head, j.head, sizeof w->head);
    return step == WIT_STEP_END || wit_store_log_cut(w->log, w->end, WIT_JOURNAL_NAME, err);
}

static bool open_files(struct wit_bundle_writer *w, bool resume, struct wit_err *err)
{
    bool sealed;
    w->kept_len = wit_store_existing(w->path);
    bool fresh = !wit_path_exists(wit_fmt(w->arena, "%s/" WIT_JOURNAL_NAME, w->path)) &&
                 !wit_path_exists(wit_fmt(w->arena, "%s/" WIT_BLOBS_NAME, w->path));
    if (!wit_store_dir_open(&w->dir, w->path, true, err) || !wit_manifest_exists(&sealed, w->dir, err))
        return false;
    if (sealed)
        return wit_fail(err, WIT_EUSAGE, "the bundle is sealed and takes no more records; choose another name");
    if (!wit_store_log_open(&w->log, w->dir, WIT_JOURNAL_NAME, err))
        return false;
    if (flock(w->log, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return wit_fail(err, WIT_EUSAGE, "another process is writing this bundle");
        return wit_fail(err, WIT_EIO, WIT_JOURNAL_NAME ": cannot lock: %s", strerror(errno));
    }
    struct stat st;
    if (fstat(w->log, &st) != 0 || st.st_nlink == 0) /* a writer that had nothing to write took it away again */
        return wit_fail(err, WIT_EUSAGE, "another process is writing this bundle");
    /* Sealed by another process between the look and the lock? */
    if (!wit_manifest_exists(&sealed, w->dir, err))
        return false;
    if (sealed)
        return wit_fail(err, WIT_EUSAGE, "the bundle is sealed and takes no more records; choose another name");
    if (!take_over(w, err))
        return false;
    w->made_log = fresh;
    if (!resume && w->seq > 0)
        return wit_fail(err, WIT_EUSAGE,
                        "the bundle exists, with %" PRIu64 " records; say --resume or choose another name", w->seq);
    return true;
}

bool wit_bundle_writer_open(struct wit_bundle_writer **out, const char *dir, bool resume, struct wit_err *err)
{
    struct wit_arena *arena = wit_arena_new();
    struct wit_bundle_writer *w = WIT_NEW(arena, struct wit_bundle_writer);
    *w = (struct wit_bundle_writer){.arena = arena, .path = wit_strdup(arena, dir), .dir = -1, .log = -1};
    w->by_key = wit_strmap_new(arena);
    if (!open_files(w, resume, err)) {
        wit_bundle_writer_close(w);
        return false;
    }
    *out = w;
    return true;
}

/* A run that was refused before its first record leaves no empty bundle behind; what was there before stays. */
static void take_back(struct wit_bundle_writer *w)
{
    bool ours = w->made_log && w->seq == 0 && !w->spoiled;
    if (ours && wit_stray_remove_all(w->dir, NULL))
        (void)!wit_store_unlink(w->dir, WIT_JOURNAL_NAME, NULL); /* nothing is lost when it stays */
    if (w->seq == 0)
        wit_store_remove_empty(w->path, w->kept_len);
}

void wit_bundle_writer_close(struct wit_bundle_writer *w)
{
    if (w == NULL)
        return;
    take_back(w);
    wit_store_close(&w->log); /* every record was synced; the lock goes with it */
    wit_store_close(&w->dir);
    wit_arena_free(w->arena);
}

/* The line of a record that is whole but for its place in the chain. */
static bool append(struct wit_bundle_writer *w, struct wit_record *r, struct wit_err *err)
{
    char id[24], now[WIT_TIME_TEXT];
    r->seq = w->seq + 1;
    wit_record_id(id, r->kind, r->seq);
    r->id = wit_strdup(w->arena, id);
    r->time = wit_strdup(w->arena, wit_time_text(now, wit_now_ms()));
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf line;
    wit_buf_init(&line, WIT_LINE_MAX_BYTES);
    wit_record_encode(&line, r, w->head);
    char head[WIT_SHA256_HEX];
    wit_sha256_hex(head, line.data, line.len);
    wit_buf_putc(&line, '\n');
    if (line.over)
        return wit_fail(err, WIT_ELIMIT, "a record has more than %zu bytes", WIT_LINE_MAX_BYTES);
    if ((uint64_t)w->end + line.len > WIT_JOURNAL_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, WIT_JOURNAL_NAME ": full: %zu bytes", WIT_JOURNAL_MAX_BYTES);
    if (!wit_store_log_write(w->log, w->end, line.data, line.len, WIT_JOURNAL_NAME, err)) {
        /* Back to the last whole record; if even that fails the tail is torn, and the next writer cuts it. */
        w->spoiled = !wit_store_log_cut(w->log, w->end, WIT_JOURNAL_NAME, NULL);
        return false;
    }
    w->end += (off_t)line.len;
    w->seq = r->seq;
    memcpy(w->head, head, sizeof w->head);
    remember(w, r);
    return true;
}

static bool usable(const struct wit_bundle_writer *w, struct wit_err *err)
{
    return !w->spoiled || wit_fail(err, WIT_EIO, "an earlier write failed and could not be taken back");
}

struct wit_draft {
    struct wit_sha256_run *sum;
    struct wit_packer *packer;
    uint64_t len;
};

struct wit_draft *wit_draft_new(void)
{
    struct wit_draft *d = calloc(1, sizeof *d);
    if (d == NULL)
        wit_die("out of memory");
    d->sum = wit_sha256_run_new();
    d->packer = wit_packer_new();
    return d;
}

void wit_draft_add(struct wit_draft *d, const void *bytes, size_t len)
{
    wit_sha256_run_add(d->sum, bytes, len);
    wit_packer_add(d->packer, bytes, len);
    d->len += len;
}

void wit_draft_free(struct wit_draft *d)
{
    if (d == NULL)
        return;
    if (d->sum != NULL)
        wit_sha256_run_end(NULL, d->sum);
    wit_packer_free(d->packer);
    free(d);
}

/* What is saved, from memory or from a draft. */
static bool save(struct wit_bundle_writer *w, struct wit_record *r, const void *bytes, struct wit_draft *draft,
                 struct wit_err *err)
{
    char digest[WIT_SHA256_HEX], stored[WIT_STORED_HEX];
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    char *packed;
    size_t packed_len;
    if (r->size_bytes > WIT_BLOB_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "an answer of %" PRIu64 " bytes, the cap is %zu", r->size_bytes,
                        WIT_BLOB_MAX_BYTES);
    bool done;
    if (draft == NULL) {
        wit_sha256_hex(digest, bytes, (size_t)r->size_bytes);
        done = wit_blob_save(stored, w->dir, digest, bytes, (size_t)r->size_bytes, err);
    } else {
        wit_sha256_run_end(digest, draft->sum);
        draft->sum = NULL;
        wit_packer_end(&packed, &packed_len, scratch, draft->packer);
        done = wit_blob_save_packed(stored, w->dir, digest, r->size_bytes, packed, packed_len, err);
    }
    r->sha256 = wit_strdup(w->arena, digest);
    r->stored = done ? wit_strdup(w->arena, stored) : NULL;
    return done;
}

static bool put(struct wit_bundle_writer *w, const struct wit_record *record, const void *bytes, uint64_t len,
                struct wit_draft *draft, char id_out[24], struct wit_err *err)
{
    struct wit_record r, in = *record;
    in.kind = WIT_REC_ARTEFACT;
    if (in.page == 0)
        in.page = 1;
    bool done = usable(w, err) && wit_record_clean(&r, w->arena, &in, err);
    if (done) {
        r.size_bytes = len;
        done = save(w, &r, bytes, draft, err) && append(w, &r, err);
    }
    if (!done)
        return wit_fail_in(err, "%s", w->path);
    if (id_out != NULL)
        wit_record_id(id_out, r.kind, r.seq);
    return true;
}

bool wit_bundle_put(struct wit_bundle_writer *w, const struct wit_record *record, const void *bytes, size_t len,
                    char id_out[24], struct wit_err *err)
{
    return put(w, record, bytes, len, NULL, id_out, err);
}

bool wit_bundle_put_draft(struct wit_bundle_writer *w, const struct wit_record *record, struct wit_draft *draft,
                          char id_out[24], struct wit_err *err)
{
    return put(w, record, NULL, draft->len, draft, id_out, err);
}

bool wit_bundle_note(struct wit_bundle_writer *w, const struct wit_record *record, struct wit_err *err)
{
    struct wit_record r;
    if (record->kind == WIT_REC_ARTEFACT)
        wit_die("a note cannot be an artefact");
    return (usable(w, err) && wit_record_clean(&r, w->arena, record, err) && append(w, &r, err)) ||
           wit_fail_in(err, "%s", w->path);
}

bool wit_bundle_writer_has(const struct wit_bundle_writer *w, const struct wit_subject *subject, unsigned page,
                           const struct wit_record **found)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    size_t at = (size_t)(uintptr_t)wit_strmap_get(w->by_key, wit_record_key(scratch, subject, page));
    if (at > 0 && found != NULL)
        *found = &w->records[at - 1];
    return at > 0;
}

const struct wit_record *wit_bundle_writer_records(const struct wit_bundle_writer *w, size_t *n)
{
    *n = w->n;
    return w->records;
}

bool wit_bundle_writer_blob(struct wit_bundle_writer *w, const struct wit_record *record, struct wit_arena *arena,
                            char **bytes, size_t *len, struct wit_err *err)
{
    return wit_blob_load(bytes, len, arena, w->dir, record, err) || wit_fail_in(err, "%s", w->path);
}
