/* evidence/blob.h: raw bytes on disk, compressed, under the name that their digest gives them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_EVIDENCE_BLOB_H
#define WIT_EVIDENCE_BLOB_H

#include "evidence/bundle.h"

#define WIT_BLOBS_NAME "blobs"
#define WIT_STORED_HEX 17    /* of wit_record.stored, with its NUL */
#define WIT_BLOB_NEW   "new" /* blobs/new: the one being written; no blob has that name */

/* Complete and synced under its name when this answers true. Nothing is written when it is there with the right bytes.
 * `dir` is the bundle's folder; `stored` becomes the record's. */
WIT_NODISCARD bool wit_blob_save(char stored[WIT_STORED_HEX], int dir, const char *sha256, const void *bytes,
                                 size_t len, struct wit_err *err);
/* The same of bytes that are packed already: one zstd frame, of `len` bytes with that digest. */
WIT_NODISCARD bool wit_blob_save_packed(char stored[WIT_STORED_HEX], int dir, const char *sha256, uint64_t len,
                                        const char *packed, size_t packed_len, struct wit_err *err);
/* err: WIT_EINTEGRITY "record 12 (a-000012): blob … is missing", "… has other bytes"; WIT_EIO */
WIT_NODISCARD bool wit_blob_load(char **out, size_t *len, struct wit_arena *arena, int dir, const struct wit_record *r,
                                 struct wit_err *err);

#endif
