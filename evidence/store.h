/* evidence/store.h: the one door between a bundle and the disk.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every file of a bundle is reached from a descriptor of its folder, never through a symbolic link, and only when it is
 * a plain file: a bundle may come from a stranger. Every call that touches the disk passes the hook first, so that
 * tests can end the process, fail the call or shorten a write at any one of them.
 *
 * Errors are WIT_EIO, WIT_ELIMIT over a cap, WIT_EINTEGRITY where something is no plain file or folder; they name the
 * file inside the bundle, callers put the bundle before it.
 */
#ifndef WIT_EVIDENCE_STORE_H
#define WIT_EVIDENCE_STORE_H

#include <sys/types.h>

#include "base/arena.h"

enum wit_store_op {
    WIT_STORE_READ, /* open for reading, read */
    WIT_STORE_OPEN, /* open for writing */
    WIT_STORE_MKDIR,
    WIT_STORE_WRITE,
    WIT_STORE_SYNC,
    WIT_STORE_RENAME,
    WIT_STORE_TRUNCATE,
    WIT_STORE_UNLINK,
};

/* For tests; NULL otherwise. Answers 0 to go on or an errno to fail with; may lower *len (never to 0) for a short
 * write. */
extern int (*wit_store_hook)(enum wit_store_op op, size_t *len);

/* A folder named by the user (a symbolic link is the user's choice); `make` makes it with its parents. */
WIT_NODISCARD bool wit_store_dir_open(int *fd, const char *path, bool make, struct wit_err *err);
/* A folder inside; with `make` false and no such folder *fd is -1 and the answer true. */
WIT_NODISCARD bool wit_store_subdir_open(int *fd, int at, const char *name, bool make, struct wit_err *err);
/* What was renamed or made in this folder stays there when the power goes. */
WIT_NODISCARD bool wit_store_sync(int fd, const char *name, struct wit_err *err);
void wit_store_close(int *fd); /* also for WIT_CLEANUP; -1 is fine */

/* The journal: made when absent (its folder is synced then). */
WIT_NODISCARD bool wit_store_log_open(int *fd, int at, const char *name, struct wit_err *err);
/* All bytes at `offset`, then fdatasync. On failure the file may hold a part of them: truncate. */
WIT_NODISCARD bool wit_store_log_write(int fd, off_t offset, const void *bytes, size_t len, const char *name,
                                       struct wit_err *err);
WIT_NODISCARD bool wit_store_log_cut(int fd, off_t len, const char *name, struct wit_err *err);

/* New content for `name` in folder `to`, whole or not at all: written as `temporary` in folder `at`, synced, renamed,
 * folder synced. */
WIT_NODISCARD bool wit_store_replace(int at, const char *temporary, int to, const char *name, const void *bytes,
                                     size_t len, struct wit_err *err);
/* No such file is fine. */
WIT_NODISCARD bool wit_store_unlink(int at, const char *name, struct wit_err *err);
WIT_NODISCARD bool wit_store_rmdir(int at, const char *name, struct wit_err *err);
/* How many bytes of a path are there already; and, for taking back what was made since: removes the folders behind
 * them, from the last one on, as long as they are empty. */
size_t wit_store_existing(const char *path);
void wit_store_remove_empty(const char *path, size_t kept_len);

/* Whole file, NUL after the end. No such file: true with *out NULL. */
WIT_NODISCARD bool wit_store_read(char **out, size_t *len, struct wit_arena *arena, int at, const char *name,
                                  size_t cap_bytes, struct wit_err *err);
WIT_NODISCARD bool wit_store_fd_read(char **out, size_t *len, struct wit_arena *arena, int fd, const char *name,
                                     size_t cap_bytes, struct wit_err *err);

#endif
