/* base/io.h: files, with caps on the way in and all-or-nothing on the way out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Writers write to a temporary name in the same folder, fsync, then rename: a full or unwritable disk leaves what was
 * there. Errors name the path and the system's reason.
 */
#ifndef WIT_BASE_IO_H
#define WIT_BASE_IO_H

#include "base/arena.h"
#include "base/buf.h"

/* Whole file into the arena, NUL after the end. err: WIT_EIO; WIT_ELIMIT when longer than cap_bytes */
WIT_NODISCARD bool wit_file_read(char **out, size_t *len, struct wit_arena *arena, const char *path, size_t cap_bytes,
                                 struct wit_err *err);
/* "-" writes to standard output. */
WIT_NODISCARD bool wit_file_write(const char *path, const void *bytes, size_t len, struct wit_err *err);
WIT_NODISCARD bool wit_dir_make(const char *path, struct wit_err *err); /* with its parents; there already is fine */
/* Names in a folder (no "." and ".."), sorted by bytes. err: WIT_EIO; WIT_ELIMIT over 1,000,000 names */
WIT_NODISCARD bool wit_dir_list(const char ***out, size_t *n, struct wit_arena *arena, const char *path,
                                struct wit_err *err);
bool wit_path_is_dir(const char *path);
bool wit_path_exists(const char *path);

#endif
