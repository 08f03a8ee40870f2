/* evidence/verify.c: checks every record, every blob, the manifest and the signature, in the order of the journal.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "evidence/blob.h"
#include "evidence/journal.h"
#include "evidence/manifest.h"
#include "evidence/store.h"
#include "evidence/stray.h"

struct run {
    struct wit_verify_report report;
    struct wit_arena *arena, *scratch;
    struct wit_strmap *blobs; /* digests that were checked */
    struct wit_record *records;
    size_t n, cap;
    int dir;
};

static bool check_record(struct run *v, const struct wit_record *r, struct wit_err *err)
{
    WIT_PUSH(v->arena, v->records, v->n, v->cap) = *r;
    v->report.records++;
    v->report.gaps += r->kind == WIT_REC_GAP;
    v->report.assumptions += r->kind == WIT_REC_ASSUMPTION;
    if (r->kind != WIT_REC_ARTEFACT)
        return true;
    v->report.artefacts++;
    /* The same digest with another size or other stored bytes is not the same claim: look again. */
    const struct wit_record *seen = wit_strmap_get(v->blobs, r->sha256);
    if (seen != NULL && seen->size_bytes == r->size_bytes && strcmp(seen->stored, r->stored) == 0)
        return true;
    char *bytes;
    size_t len;
    wit_arena_reset(v->scratch);
    if (!wit_blob_load(&bytes, &len, v->scratch, v->dir, r, err))
        return false;
    struct wit_record *kept = WIT_NEW(v->arena, struct wit_record);
    *kept = *r;
    wit_strmap_set(v->blobs, r->sha256, kept);
    v->report.blobs++;
    v->report.blob_bytes += r->size_bytes;
    return true;
}

/* A bundle that lost its journal is broken; a folder that never was one is a wrong argument. */
static bool no_journal(int dir, struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close) int blobs = -1;
    bool sealed = false;
    if (!wit_manifest_exists(&sealed, dir, err) || !wit_store_subdir_open(&blobs, dir, WIT_BLOBS_NAME, false, err))
        return false;
    if (sealed || blobs >= 0)
        return wit_fail(err, WIT_EINTEGRITY, WIT_JOURNAL_NAME ": missing");
    return wit_fail(err, WIT_EIO, "not a bundle: there is no " WIT_JOURNAL_NAME);
}

static bool check_records(struct run *v, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *text_arena = wit_arena_new();
    WIT_CLEANUP(wit_journal_deinit) struct wit_journal j = {0};
    char *text;
    size_t len;
    if (!wit_store_read(&text, &len, text_arena, v->dir, WIT_JOURNAL_NAME, WIT_JOURNAL_MAX_BYTES, err))
        return false;
    if (text == NULL)
        return no_journal(v->dir, err);
    wit_journal_init(&j, v->arena, text, len);
    struct wit_record r;
    enum wit_step step;
    while ((step = wit_journal_next(&j, &r, err)) == WIT_STEP_RECORD)
        if (!check_record(v, &r, err))
            return false;
    if (step == WIT_STEP_BROKEN)
        return wit_fail_in(err, WIT_JOURNAL_NAME);
    v->report.torn_tail = step == WIT_STEP_TORN;
    memcpy(v->report.head, j.head, sizeof v->report.head);
    return true;
}

/* With a key, a bundle without a signature is not what was asked for. */
static bool check_signature(struct run *v, const char *manifest, size_t len, const char *public_key_path,
                            struct wit_err *err)
{
    char *sig;
    size_t sig_len;
    if (!wit_store_read(&sig, &sig_len, v->arena, v->dir, WIT_SIGNATURE_NAME, 4096, err))
        return false;
    v->report.is_signed = sig != NULL;
    if (sig != NULL && sig_len != 64)
        return wit_fail(err, WIT_EINTEGRITY, WIT_SIGNATURE_NAME ": %zu bytes, an Ed25519 signature has 64", sig_len);
    if (public_key_path == NULL)
        return true;
    if (sig == NULL)
        return wit_fail(err, WIT_EINTEGRITY, WIT_SIGNATURE_NAME ": missing: the manifest is not signed");
    return wit_ed25519_verify(public_key_path, (const uint8_t *)sig, manifest, len, err) ||
           wit_fail_in(err, WIT_SIGNATURE_NAME);
}

static bool check_seal(struct run *v, const char *public_key_path, struct wit_err *err)
{
    char *text = NULL;
    size_t len = 0;
    if (!wit_manifest_check(&v->report.sealed, &text, &len, v->arena, v->dir, v->records, v->n, v->report.head, err))
        return false;
    if (!v->report.sealed)
        return public_key_path == NULL ||
               wit_fail(err, WIT_EINTEGRITY, WIT_MANIFEST_NAME ": missing: the bundle is not sealed");
    if (v->report.torn_tail)
        return wit_fail(err, WIT_EINTEGRITY, WIT_JOURNAL_NAME ": bytes follow the last record of a sealed bundle");
    return check_signature(v, text, len, public_key_path, err) && wit_stray_check(v->dir, v->blobs, err);
}

bool wit_bundle_verify(struct wit_verify_report *out, const char *dir, const char *public_key_path, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    WIT_CLEANUP(wit_store_close) int fd = -1;
    struct run v = {.arena = arena, .scratch = scratch, .blobs = wit_strmap_new(arena)};
    if (!wit_store_dir_open(&fd, dir, false, err))
        return false;
    v.dir = fd;
    if (!check_records(&v, err) || !check_seal(&v, public_key_path, err))
        return false;
    *out = v.report;
    return true;
}
