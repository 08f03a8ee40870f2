/* collectors/aws/import_record.c: puts answers in the bundle: pages in order, gaps, and what was assumed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The order of records depends on accounts, regions, calls and names only, so the same folder gives the same journal
 * but for the times.
 */
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "collectors/aws/import.h"
#include "collectors/aws/redact.h"

enum { MAX_REQUEST = 1024 };

struct recording {
    struct wit_bundle_writer *w;
    const struct wit_aws_import_options *options;
    struct wit_arena *arena;
    struct wit_import_file *files;
    struct wit_import_summary *summary;
};

static int compare(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

/* One call: the same account, region, operation and resource. */
static int by_call(const struct wit_import_item *a, const struct wit_import_item *b)
{
    int order = compare(a->account, b->account);
    if (order == 0)
        order = compare(a->region, b->region);
    if (order == 0 && a->part.op != b->part.op)
        order = a->part.op == NULL ? -1 : b->part.op == NULL ? 1 : a->part.op < b->part.op ? -1 : 1;
    return order != 0 ? order : compare(a->part.resource, b->part.resource);
}

/* Inside a call: pages that have a next one, then the last ones; by label, then by name. */
static int by_page(const void *left, const void *right)
{
    const struct wit_import_item *a = left, *b = right;
    int order = by_call(a, b);
    if (order == 0)
        order = (b->part.more ? 1 : 0) - (a->part.more ? 1 : 0);
    if (order == 0 && a->label != b->label)
        order = a->label < b->label ? -1 : 1;
    if (order == 0)
        order = strcmp(a->rel, b->rel);
    return order != 0 ? order : compare(a->part.root, b->part.root);
}

static struct wit_subject subject_of(const struct wit_import_item *item)
{
    return (struct wit_subject){.source = "aws",
                                .account = item->account,
                                .region = item->region,
                                .service = item->part.op == NULL ? NULL : item->part.op->service,
                                .operation = item->part.op == NULL ? NULL : item->part.op->operation,
                                .resource = item->part.resource};
}

static bool put_gap(struct recording *r, const struct wit_import_item *item, enum wit_gap_reason reason,
                    const char *detail, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_GAP, .subject = subject_of(item), .reason = reason, .detail = detail};
    const struct wit_record *found;
    if (wit_bundle_writer_has(r->w, &record.subject, 0, &found) && found->kind == WIT_REC_GAP &&
        found->reason == reason && compare(found->detail, detail) == 0)
        return true; /* the same gap, imported before */
    r->summary->gaps++;
    return wit_bundle_note(r->w, &record, err);
}

static void say(struct recording *r, const struct wit_import_item *item, const char *note)
{
    struct wit_import_file *file = &r->files[item->file];
    file->operation = item->part.op == NULL ? NULL : item->part.op->operation;
    if (note != NULL && file->note == NULL)
        file->note = note;
}

/* What was taken out of an answer is told before it, never what it was. */
static bool note_removed(struct recording *r, const struct wit_import_item *item, size_t removed,
                         const struct wit_buf *pointers, struct wit_err *err)
{
    say(r, item, "secret values were removed");
    return wit_redact_record(r->w, r->arena, &(struct wit_record){.kind = WIT_REC_NOTE, .subject = subject_of(item)},
                             wit_import_plain(r->arena, item->rel), removed, pointers, err);
}

static bool put_answer(struct recording *r, const struct wit_import_item *item, unsigned page, bool last, bool *changed,
                       struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    char *bytes, digest[WIT_SHA256_HEX];
    size_t len;
    *changed = false;
    struct wit_err read_err = {WIT_OK, ""};
    if (wit_file_read(&bytes, &len, scratch, item->full, WIT_JSON_MAX_BYTES, &read_err))
        wit_sha256_hex(digest, bytes, len);
    else
        digest[0] = '\0';
    if (strcmp(digest, item->sha256) != 0) {
        *changed = true;
        return put_gap(r, item, WIT_GAP_MOVING,
                       wit_fmt(r->arena, "%s: changed while it was imported", wit_import_plain(r->arena, item->rel)),
                       err);
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf clean, pointers;
    wit_buf_init(&clean, WIT_BLOB_MAX_BYTES);
    wit_buf_init(&pointers, WIT_REDACT_POINTERS_BYTES);
    size_t removed = 0;
    if (item->part.status == 0) {
        removed = wit_redact_json(&clean, &pointers, bytes, len); /* it was parsed when it was recognised */
    } else if (!wit_redact(&removed, &clean, &pointers, bytes, len, &read_err)) {
        /* What the CLI said on stderr, and perhaps more: the sentence is the answer. */
        len = strcspn(bytes, "\n");
    }
    if (clean.over) {
        *changed = true;
        return put_gap(r, item, WIT_GAP_UNREADABLE,
                       wit_fmt(r->arena, "%s: larger than this version stores", wit_import_plain(r->arena, item->rel)),
                       err);
    }
    if (removed > 0) {
        bytes = clean.data;
        len = clean.len;
    }
    wit_sha256_hex(digest, bytes, len);
    const char *request = wit_import_plain(r->arena, item->rel);
    if (strlen(request) > MAX_REQUEST)
        request = request + strlen(request) - MAX_REQUEST;
    struct wit_record record = {.subject = subject_of(item),
                                .page = page,
                                .last_page = last,
                                .request = wit_import_plain(r->arena, request),
                                .status = item->part.status,
                                .media = "application/json",
                                .root = item->part.root};
    const struct wit_record *found;
    if (wit_bundle_writer_has(r->w, &record.subject, page, &found) && found->kind == WIT_REC_ARTEFACT &&
        compare(found->sha256, digest) == 0 && compare(found->root, record.root) == 0 && found->last_page == last) {
        say(r, item, "the same answer is in the bundle already");
        return true;
    }
    say(r, item, page > 1 ? wit_fmt(r->arena, "page %u", page) : NULL);
    r->summary->artefacts++;
    return (removed == 0 || note_removed(r, item, removed, &pointers, err)) &&
           wit_bundle_put(r->w, &record, bytes, len, NULL, err);
}

/* The same bytes twice are one page: somebody copied a file. */
static bool is_copy(const struct wit_import_item *items, size_t at)
{
    for (size_t i = at; i-- > 0;) {
        if (items[i].part.reason == 0 && strcmp(items[i].sha256, items[at].sha256) == 0 &&
            compare(items[i].part.root, items[at].part.root) == 0)
            return true;
    }
    return false;
}

/* Page labels 1..n with a hole tell that a page was not handed over. */
static bool labels_have_hole(const struct wit_import_item *items, size_t n)
{
    unsigned most = 0;
    for (size_t i = 0; i < n; i++)
        most = items[i].label > most ? items[i].label : most;
    for (unsigned page = 2; page < most && most <= WIT_IMPORT_MAX_FILES; page++) {
        bool there = false;
        for (size_t i = 0; i < n && !there; i++)
            there = items[i].label == page;
        if (!there)
            return true;
    }
    return most > WIT_IMPORT_MAX_FILES;
}

/* All items of one call. */
static bool record_call(struct recording *r, const struct wit_import_item *items, size_t n, struct wit_err *err)
{
    bool whole = true, ended = false, cut = labels_have_hole(items, n);
    size_t answers = 0, written = 0;
    for (size_t i = 0; i < n; i++) {
        if (items[i].part.reason != 0)
            whole = false;
        else if (!is_copy(items, i)) {
            answers++;
            ended = ended || !items[i].part.more;
        }
    }
    cut = answers > 0 && whole && (cut || !ended);
    const struct wit_import_item *last = NULL;
    for (size_t i = 0; i < n; i++) {
        bool changed;
        if (items[i].part.reason != 0) {
            say(r, &items[i], items[i].part.detail);
            /* What the service said stands as it said it, as in a bundle that was collected; a place needs its file. */
            const char *detail = items[i].part.detail;
            if (items[i].part.reason == WIT_GAP_UNREADABLE)
                detail = wit_fmt(r->arena, "%s: %s", wit_import_plain(r->arena, items[i].rel), detail);
            if (!put_gap(r, &items[i], items[i].part.reason, detail, err))
                return false;
            continue;
        }
        if (is_copy(items, i)) {
            say(r, &items[i], "a copy of another file of this call");
            continue;
        }
        written++;
        last = &items[i];
        if (!put_answer(r, &items[i], (unsigned)written, whole && !cut && written == answers, &changed, err))
            return false;
        whole = whole && !changed;
    }
    if (!cut)
        return true;
    return put_gap(r, last, WIT_GAP_CUT,
                   ended ? "a page is missing between those that were handed over"
                         : "the answer says that more follows, and no file has it",
                   err);
}

static bool is_answered(const struct recording *r, const char *account, const char *region,
                        const struct wit_operation *op)
{
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(r->w, &n);
    for (size_t i = 0; i < n; i++) {
        const struct wit_subject *s = &records[i].subject;
        if (records[i].kind == WIT_REC_NOTE || compare(s->operation, op->operation) != 0 ||
            compare(s->service, op->service) != 0 || compare(s->account, account) != 0)
            continue;
        bool here = op->scope == WIT_CALL_GLOBAL || compare(s->region, region) == 0;
        /* Calls about one thing each: only what speaks of all of them settles it. */
        if (here && (op->scope != WIT_CALL_EACH || s->resource == NULL))
            return true;
    }
    return false;
}

/* What --assume-empty may state about a call: a list of things that may not exist, or a setting that may not be set. */
static bool may_be_empty(const struct wit_operation *op)
{
    return !op->must_exist && (op->scope != WIT_CALL_EACH || op->list_key != NULL || op->absent_error != NULL);
}

static bool settle_place(struct recording *r, const char *account, const char *region, struct wit_err *err)
{
    size_t n;
    const struct wit_operation *rows = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        const struct wit_operation *op = &rows[i];
        if (is_answered(r, account, region, op))
            continue;
        if (!r->options->assume_empty || !may_be_empty(op)) {
            r->summary->not_asked += op->scope != WIT_CALL_EACH;
            continue;
        }
        struct wit_record record = {.kind = WIT_REC_ASSUMPTION,
                                    .subject = {.source = "aws",
                                                .account = account,
                                                .region = region,
                                                .service = op->service,
                                                .operation = op->operation}};
        record.detail = wit_fmt(r->arena, "assumed: %s %s in %s %s, %s, names nothing (import with --assume-empty)",
                                op->service, op->operation, account, region,
                                op->scope == WIT_CALL_EACH ? "where no answer was handed over"
                                                           : "of which no answer was handed over");
        r->summary->assumptions++;
        if (!wit_bundle_note(r->w, &record, err))
            return false;
    }
    return true;
}

bool wit_import_record(struct wit_bundle_writer *w, const struct wit_aws_import_options *options,
                       struct wit_arena *arena, struct wit_import_item *items, size_t n, struct wit_import_file *files,
                       struct wit_import_summary *summary, struct wit_err *err)
{
    struct recording r = {w, options, arena, files, summary};
    if (n > 0)
        qsort(items, n, sizeof *items, by_page);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && by_call(&items[i], &items[end]) == 0;)
            end++;
        if (!record_call(&r, items + i, end - i, err))
            return false;
        if (options->progress != NULL) {
            struct wit_progress at = {.what = items[i].rel, .done = end, .total = n, .gaps = summary->gaps};
            options->progress(options->context, &at);
        }
    }
    for (size_t i = 0; i < n; i++) {
        bool same = i > 0 && compare(items[i].account, items[i - 1].account) == 0 &&
                    compare(items[i].region, items[i - 1].region) == 0;
        if (same)
            continue;
        summary->places++;
        if (!settle_place(&r, items[i].account, items[i].region, err))
            return false;
    }
    return true;
}
