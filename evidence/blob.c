/* evidence/blob.c: saves and loads content-addressed blobs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/blob.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/pack.h"
#include "evidence/store.h"

/* Incompressible bytes grow a little: zstd's bound is len + len / 256 + 64 KiB at most. */
static size_t packed_cap(uint64_t size_bytes)
{
    return (size_t)size_bytes + (size_t)size_bytes / 128 + ((size_t)128 << 10);
}

/* What stands under that name: *out NULL when nothing does. */
static bool load_packed(char **out, size_t *len, struct wit_arena *arena, int dir, const char *sha256, uint64_t size,
                        struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close) int blobs = -1;
    WIT_CLEANUP(wit_store_close) int shelf = -1;
    char first[3] = {sha256[0], sha256[1], '\0'};
    *out = NULL;
    *len = 0;
    if (!wit_store_subdir_open(&blobs, dir, WIT_BLOBS_NAME, false, err))
        return false;
    if (blobs >= 0 && !wit_store_subdir_open(&shelf, blobs, first, false, err))
        return wit_fail_in(err, WIT_BLOBS_NAME);
    if (shelf < 0)
        return true;
    return wit_store_read(out, len, arena, shelf, sha256, packed_cap(size), err);
}

static bool unpack(char **out, size_t *len, struct wit_arena *arena, const char *packed, size_t packed_len,
                   const char *sha256, uint64_t size)
{
    char digest[WIT_SHA256_HEX];
    if (!wit_unpack(out, len, arena, packed, packed_len, (size_t)size, NULL) || *len != size)
        return false;
    wit_sha256_hex(digest, *out, *len);
    return strcmp(digest, sha256) == 0;
}

/* Of the bytes on disk: a zstd frame has bits that may flip without a change of what comes out. */
static void stored_sum(char out[WIT_STORED_HEX], const char *packed, size_t packed_len)
{
    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, packed, packed_len);
    memcpy(out, digest, WIT_STORED_HEX - 1);
    out[WIT_STORED_HEX - 1] = '\0';
}

/* There already, and whole? A blob that was damaged since is written again. */
static bool is_there(char stored[WIT_STORED_HEX], int dir, const char *sha256, uint64_t len)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    char *packed, *raw;
    size_t packed_len, raw_len;
    if (!load_packed(&packed, &packed_len, scratch, dir, sha256, len, NULL) || packed == NULL ||
        !unpack(&raw, &raw_len, scratch, packed, packed_len, sha256, len))
        return false;
    stored_sum(stored, packed, packed_len);
    return true;
}

/* packed NULL: `bytes` are to be packed when they are not there. */
static bool save(char stored[WIT_STORED_HEX], int dir, const char *sha256, const void *bytes, uint64_t len,
                 const char *packed, size_t packed_len, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    WIT_CLEANUP(wit_store_close) int blobs = -1;
    WIT_CLEANUP(wit_store_close) int shelf = -1;
    char first[3] = {sha256[0], sha256[1], '\0'};
    if (!wit_store_subdir_open(&blobs, dir, WIT_BLOBS_NAME, true, err) ||
        !wit_store_subdir_open(&shelf, blobs, first, true, err))
        return false;
    /* Whoever put it there may have been killed before these folders were synced. */
    if (is_there(stored, dir, sha256, len))
        return wit_store_sync(shelf, first, err) && wit_store_sync(blobs, WIT_BLOBS_NAME, err) &&
               wit_store_sync(dir, WIT_BLOBS_NAME, err);
    if (packed == NULL) {
        char *fresh;
        wit_pack(&fresh, &packed_len, scratch, bytes, (size_t)len);
        packed = fresh;
    }
    stored_sum(stored, packed, packed_len);
    return wit_store_replace(blobs, WIT_BLOB_NEW, shelf, sha256, packed, packed_len, err) ||
           wit_fail_in(err, WIT_BLOBS_NAME "/%s", first);
}

bool wit_blob_save(char stored[WIT_STORED_HEX], int dir, const char *sha256, const void *bytes, size_t len,
                   struct wit_err *err)
{
    return save(stored, dir, sha256, bytes, len, NULL, 0, err);
}

bool wit_blob_save_packed(char stored[WIT_STORED_HEX], int dir, const char *sha256, uint64_t len, const char *packed,
                          size_t packed_len, struct wit_err *err)
{
    return save(stored, dir, sha256, NULL, len, packed, packed_len, err);
}

bool wit_blob_load(char **out, size_t *len, struct wit_arena *arena, int dir, const struct wit_record *r,
                   struct wit_err *err)
{
    char *packed, *raw;
    size_t packed_len, raw_len;
    if (!load_packed(&packed, &packed_len, arena, dir, r->sha256, r->size_bytes, err)) {
        if (err != NULL && err->code == WIT_ELIMIT)
            err->code = WIT_EINTEGRITY; /* longer than its record says */
        return wit_fail_in(err, "record %" PRIu64 " (%s)", r->seq, r->id);
    }
    if (packed == NULL)
        return wit_fail(err, WIT_EINTEGRITY, "record %" PRIu64 " (%s): blob %s is missing", r->seq, r->id, r->sha256);
    char stored[WIT_STORED_HEX];
    stored_sum(stored, packed, packed_len);
    if (strcmp(stored, r->stored) != 0 || !unpack(&raw, &raw_len, arena, packed, packed_len, r->sha256, r->size_bytes))
        return wit_fail(err, WIT_EINTEGRITY, "record %" PRIu64 " (%s): blob %s has other bytes", r->seq, r->id,
                        r->sha256);
    *out = raw;
    *len = raw_len;
    return true;
}
