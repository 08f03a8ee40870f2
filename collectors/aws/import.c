/* collectors/aws/import.c: takes over a folder of answers that the AWS CLI printed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two passes: the first reads every file and learns which call, account and region it is of; the second stores. A file
 * that is wrong is a gap or a line in the summary, never the end of the import. Source: docs/import.md.
 */
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "collectors/aws/import.h"

enum { MAX_NAMED = 200 }; /* files that are left out, in notes */

/* A folder that stands for one account and region, and what its answers tell about them. */
struct place {
    const char *folder;
    const char *account, *region; /* from names or options first; NULL: not told */
    struct wit_import_hints hints;
};

struct import {
    struct wit_arena *arena;
    const struct wit_aws_import_options *options;
    struct wit_import_file *files;
    struct place **places;
    size_t n_places, cap_places;
    struct wit_strmap *by_folder;
    struct found {
        struct wit_import_item item;
        struct place *place;
    } * found;
    size_t n_found, cap_found;
};

static struct place *place_of(struct import *im, const struct wit_import_name *name)
{
    struct place *place = wit_strmap_get(im->by_folder, name->place);
    if (place != NULL)
        return place;
    place = WIT_NEW(im->arena, struct place);
    *place = (struct place){.folder = name->place,
                            .account = name->account != NULL ? name->account : im->options->account,
                            .region = name->region != NULL ? name->region : im->options->region};
    wit_strmap_put(im->by_folder, name->place, place);
    WIT_PUSH(im->arena, im->places, im->n_places, im->cap_places) = place;
    return place;
}

static void read_entry(struct import *im, const struct wit_import_entry *entry, size_t index, struct wit_arena *scratch)
{
    struct wit_import_file *file = &im->files[index];
    struct wit_import_name name;
    wit_import_name_read(&name, im->arena, entry->rel);
    file->path = wit_import_plain(im->arena, entry->rel);
    file->note = entry->note;
    if (entry->note == NULL && !name.answer)
        file->note = "not an answer: its name does not end in .json";
    if (file->note != NULL)
        return;
    char *bytes = NULL;
    size_t len = 0;
    struct wit_err err = {WIT_OK, ""};
    struct wit_import_answer answer = {0};
    struct wit_import_part unread = {
        .op = name.op, .resource = name.resource, .root = "", .reason = WIT_GAP_UNREADABLE};
    char sha256[WIT_SHA256_HEX] = "";
    if (!wit_file_read(&bytes, &len, scratch, entry->full, WIT_JSON_MAX_BYTES, &err)) {
        unread.detail = err.code == WIT_ELIMIT ? "larger than this version reads" : "the file could not be read";
        answer.parts = &unread;
        answer.n = 1;
    } else {
        wit_sha256_hex(sha256, bytes, len);
        wit_import_answer_read(&answer, im->arena, scratch, &name, bytes, len);
    }
    file->note = answer.note;
    if (answer.n == 0)
        return;
    if (name.account == NULL && answer.parts[0].root[0] != '\0')
        name.place = entry->rel; /* a dump is one account's, whatever lies beside it */
    struct place *place = place_of(im, &name);
    wit_import_hints_merge(&place->hints, &answer.hints);
    for (size_t i = 0; i < answer.n; i++) {
        struct found *found = &WIT_PUSH(im->arena, im->found, im->n_found, im->cap_found);
        *found = (struct found){
            .place = place,
            .item = {
                .part = answer.parts[i], .rel = entry->rel, .full = entry->full, .label = name.page, .file = index}};
        memcpy(found->item.sha256, sha256, sizeof sha256);
    }
}

/* The value that all places which have one agree on, below `folder` ("" is everywhere); NULL otherwise. */
static const char *agreed(const struct import *im, const char *folder, bool account)
{
    const char *value = NULL;
    size_t len = strlen(folder);
    for (size_t i = 0; i < im->n_places; i++) {
        const struct place *p = im->places[i];
        const char *own = account ? p->account : p->region;
        bool below =
            len == 0 || (strncmp(p->folder, folder, len) == 0 && (p->folder[len] == '/' || p->folder[len] == '\0'));
        if (!below || own == NULL)
            continue;
        if (value != NULL && strcmp(value, own) != 0)
            return NULL;
        value = own;
    }
    return value;
}

/* The folder above; false at the top. */
static bool parent(char *folder)
{
    char *slash = strrchr(folder, '/');
    bool had = folder[0] != '\0';
    *(slash != NULL ? slash : folder) = '\0';
    return had;
}

/* Own answers first; then what the nearest folder around agrees on. */
static void settle_places(struct import *im)
{
    for (size_t i = 0; i < im->n_places; i++) {
        struct place *p = im->places[i];
        if (p->account == NULL)
            p->account = wit_import_hints_account(&p->hints);
        if (p->region == NULL)
            p->region = wit_import_hints_region(&p->hints);
    }
    const char **found = WIT_NEW_ARRAY(im->arena, const char *, 2 * im->n_places + 1);
    for (size_t i = 0; i < im->n_places; i++) {
        const struct place *p = im->places[i];
        char *folder = wit_strdup(im->arena, p->folder);
        do {
            if (p->account == NULL && found[2 * i] == NULL)
                found[2 * i] = agreed(im, folder, true);
            if (p->region == NULL && found[2 * i + 1] == NULL)
                found[2 * i + 1] = agreed(im, folder, false);
        } while (parent(folder));
    }
    for (size_t i = 0; i < im->n_places; i++) {
        struct place *p = im->places[i];
        p->account = p->account != NULL ? p->account : found[2 * i];
        p->region = p->region != NULL ? p->region : found[2 * i + 1];
    }
}

/* Names of what is not told, for the sentence. */
static const char *missing(const struct place *p)
{
    if (p->account == NULL && p->region == NULL)
        return "neither the account nor the region";
    return p->account == NULL ? "not the account" : "not the region";
}

/* The same words may stand there from an import before. */
static bool note_once(struct wit_bundle_writer *w, const char *detail, struct wit_err *err)
{
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(w, &n);
    for (size_t i = 0; i < n; i++) {
        if (records[i].kind == WIT_REC_NOTE && records[i].detail != NULL && strcmp(records[i].detail, detail) == 0)
            return true;
    }
    struct wit_record note = {.kind = WIT_REC_NOTE, .subject = {.source = "aws"}, .detail = detail};
    return wit_bundle_note(w, &note, err);
}

/* Somebody's whole home may lie in the folder: the first files are named, the rest is counted. */
static bool note_left_out(struct wit_bundle_writer *w, const struct import *im, size_t n,
                          struct wit_import_summary *summary, struct wit_err *err)
{
    for (size_t i = 0; i < n; i++) {
        const struct wit_import_file *file = &im->files[i];
        if (file->operation != NULL)
            continue;
        size_t len = strlen(file->path);
        if (summary->unrecognised++ < MAX_NAMED &&
            !note_once(w,
                       wit_fmt(im->arena, "not imported: %s: %s", len > 1000 ? file->path + len - 1000 : file->path,
                               file->note),
                       err))
            return false;
    }
    return summary->unrecognised <= MAX_NAMED ||
           note_once(w, wit_fmt(im->arena, "not imported: %lu more files", summary->unrecognised - MAX_NAMED), err);
}

bool wit_aws_import_cli(struct wit_bundle_writer *w, const char *dir, const struct wit_aws_import_options *options,
                        struct wit_arena *arena, struct wit_import_summary *summary, struct wit_err *err)
{
    struct wit_import_entry *entries;
    size_t n;
    if (!wit_import_walk(&entries, &n, arena, dir, err))
        return false;
    struct import im = {.arena = arena,
                        .options = options,
                        .files = WIT_NEW_ARRAY(arena, struct wit_import_file, n),
                        .by_folder = wit_strmap_new(arena)};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    for (size_t i = 0; i < n; i++) {
        read_entry(&im, &entries[i], i, scratch);
        wit_arena_reset(scratch);
        if (options->progress != NULL) {
            struct wit_progress at = {.what = im.files[i].path, .done = i + 1, .total = n};
            options->progress(options->context, &at);
        }
    }
    if (n == 0)
        return wit_fail(err, WIT_EPARSE, "%s: the folder holds no file", dir);
    if (im.n_found == 0)
        return wit_fail(err, WIT_EPARSE, "%s: none of its %zu files is an answer of the AWS CLI", dir, n);
    settle_places(&im);
    struct wit_import_item *items = WIT_NEW_ARRAY(arena, struct wit_import_item, im.n_found);
    size_t n_items = 0;
    const struct place *untold = NULL;
    for (size_t i = 0; i < im.n_found; i++) {
        const struct found *found = &im.found[i];
        struct wit_import_item item = found->item;
        item.account = found->place->account;
        item.region = found->place->region;
        if (item.account == NULL || item.region == NULL) {
            untold = found->place;
            im.files[item.file].note = wit_fmt(arena, "left out: its answers tell %s", missing(untold));
        } else
            items[n_items++] = item;
    }
    assert(n_items > 0 || untold != NULL);
    if (n_items == 0)
        return wit_fail(err, WIT_EUSAGE,
                        "%s: the answers tell %s they are of; say %s, or use folders accounts/<account>/<region>/", dir,
                        missing(untold),
                        untold->account != NULL  ? "--region"
                        : untold->region != NULL ? "--account"
                                                 : "--account and --region");
    struct wit_import_summary sum = {.files = n, .list = im.files, .n_list = n};
    if (!wit_import_record(w, options, arena, items, n_items, im.files, &sum, err) ||
        !note_left_out(w, &im, n, &sum, err))
        return false;
    *summary = sum;
    return true;
}
