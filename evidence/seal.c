/* evidence/seal.c: closes a bundle for good: everything is checked once more, then the manifest is written and signed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The signature stands before the manifest does: killed between the two, the bundle is not sealed and can be sealed
 * again. A signature without a manifest says nothing and is overwritten or removed then.
 */
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "evidence/journal.h"
#include "evidence/manifest.h"
#include "evidence/store.h"
#include "evidence/stray.h"

static void close_writer(struct wit_bundle_writer **w)
{
    wit_bundle_writer_close(*w);
}

static bool head_of(const char **out, struct wit_arena *arena, const char *previous_dir, struct wit_err *err)
{
    struct wit_bundle *previous;
    *out = NULL;
    if (previous_dir == NULL)
        return true;
    if (!wit_bundle_open(&previous, arena, previous_dir, err))
        return wit_fail_in(err, "the bundle before, %s", previous_dir);
    if (!previous->sealed)
        return wit_fail(err, WIT_EUSAGE, "the bundle before, %s, is not sealed: its head may still change",
                        previous_dir);
    *out = previous->head;
    return true;
}

static bool sweep(int dir, struct wit_arena *arena, const struct wit_record *records, size_t n, struct wit_err *err)
{
    struct wit_strmap *known = wit_strmap_new(arena);
    for (size_t i = 0; i < n; i++)
        if (records[i].kind == WIT_REC_ARTEFACT)
            wit_strmap_put(known, records[i].sha256, arena);
    return wit_stray_remove(dir, known, err);
}

static bool write_seal(int dir, const struct wit_buf *text, const char *key_path, struct wit_err *err)
{
    uint8_t sig[64];
    if (key_path == NULL) {
        if (!wit_store_unlink(dir, WIT_SIGNATURE_NAME, err))
            return false;
    } else if (!wit_ed25519_sign(sig, key_path, text->data, text->len, err) ||
               !wit_store_replace(dir, WIT_MANIFEST_NEW, dir, WIT_SIGNATURE_NAME, sig, sizeof sig, err)) {
        return false;
    }
    return wit_store_replace(dir, WIT_MANIFEST_NEW, dir, WIT_MANIFEST_NAME, text->data, text->len, err);
}

static bool seal(int dir, const char *path, const char *previous_dir, const char *key_path, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(close_writer) struct wit_bundle_writer *w = NULL;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text = {0};
    struct wit_manifest_facts facts = {.tool_version = WIT_VERSION};
    struct wit_verify_report report;
    char now[WIT_TIME_TEXT];
    /* As a writer: nobody else appends meanwhile, and a torn last line is cut off. */
    if (!wit_bundle_writer_open(&w, path, true, err) || !wit_bundle_verify(&report, path, NULL, err) ||
        !head_of(&facts.previous_head, arena, previous_dir, err))
        return false;
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(w, &n);
    if (!sweep(dir, arena, records, n, err))
        return false;
    facts.sealed = wit_time_text(now, wit_now_ms());
    wit_buf_init(&text, WIT_MANIFEST_MAX_BYTES);
    wit_manifest_write(&text, records, n, report.head, &facts);
    if (text.over)
        return wit_fail(err, WIT_ELIMIT, WIT_MANIFEST_NAME " would have more than %zu bytes", WIT_MANIFEST_MAX_BYTES);
    return write_seal(dir, &text, key_path, err);
}

bool wit_bundle_seal(const char *dir, const char *previous_dir, const char *key_path, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_store_close) int fd = -1;
    struct wit_bundle *b;
    bool good = wit_bundle_open(&b, arena, dir, err); /* there is one, and it is whole */
    if (good && b->sealed)
        good = wit_fail(err, WIT_EUSAGE, "the bundle is sealed already");
    good = good && wit_store_dir_open(&fd, dir, false, err) && seal(fd, dir, previous_dir, key_path, err);
    return good || wit_fail_in(err, "%s", dir);
}
