/* evidence/bundle_read.c: opens a bundle for reading; its chain is checked, its blobs when they are asked for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/blob.h"
#include "evidence/journal.h"
#include "evidence/manifest.h"
#include "evidence/store.h"

/* Last part of the folder's name; what "." and ".." stand for is looked up. */
static const char *name_of(struct wit_arena *arena, const char *dir)
{
    char real[PATH_MAX];
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    const char *path = wit_strndup(arena, dir, len);
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        if (realpath(dir, real) == NULL)
            return "bundle";
        slash = strrchr(real, '/');
        name = wit_strdup(arena, slash == NULL ? real : slash + 1);
    }
    return name[0] == '\0' ? "bundle" : name;
}

static bool load(struct wit_bundle *b, struct wit_arena *arena, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *text_arena = wit_arena_new();
    WIT_CLEANUP(wit_journal_deinit) struct wit_journal j = {0};
    WIT_CLEANUP(wit_store_close) int dir = -1;
    char *text;
    size_t len;
    if (!wit_store_dir_open(&dir, b->dir, false, err) ||
        !wit_store_read(&text, &len, text_arena, dir, WIT_JOURNAL_NAME, WIT_JOURNAL_MAX_BYTES, err))
        return false;
    if (text == NULL)
        return wit_fail(err, WIT_EIO, "not a bundle: there is no " WIT_JOURNAL_NAME);
    wit_journal_init(&j, arena, text, len);
    struct wit_record r, *records = NULL;
    size_t n = 0, cap = 0;
    enum wit_step step;
    while ((step = wit_journal_next(&j, &r, err)) == WIT_STEP_RECORD)
        WIT_PUSH(arena, records, n, cap) = r;
    if (step == WIT_STEP_BROKEN)
        return wit_fail_in(err, WIT_JOURNAL_NAME);
    if (!wit_manifest_check(&b->sealed, NULL, NULL, text_arena, dir, records, n, j.head, err))
        return false;
    if (b->sealed && step == WIT_STEP_TORN)
        return wit_fail(err, WIT_EINTEGRITY, WIT_JOURNAL_NAME ": bytes follow the last record of a sealed bundle");
    b->records = records;
    b->n = n;
    b->head = wit_strdup(arena, j.head);
    return true;
}

bool wit_bundle_open(struct wit_bundle **out, struct wit_arena *arena, const char *dir, struct wit_err *err)
{
    struct wit_bundle *b = WIT_NEW(arena, struct wit_bundle);
    b->dir = wit_strdup(arena, dir);
    b->name = name_of(arena, dir);
    if (!load(b, arena, err))
        return false;
    *out = b;
    return true;
}

bool wit_bundle_blob(const struct wit_bundle *b, const struct wit_record *record, struct wit_arena *arena, char **bytes,
                     size_t *len, struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close) int dir = -1;
    return (wit_store_dir_open(&dir, b->dir, false, err) && wit_blob_load(bytes, len, arena, dir, record, err)) ||
           wit_fail_in(err, "%s", b->dir);
}
