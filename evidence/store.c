/* evidence/store.c: the disk calls of a bundle: no symbolic links, whole or not at all, each behind the hook.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"

int (*wit_store_hook)(enum wit_store_op op, size_t *len);

/* The hook's answer as a system call would give it: false with errno set. */
static bool allowed(enum wit_store_op op, size_t *len)
{
    size_t unused = 1;
    int code = wit_store_hook == NULL ? 0 : wit_store_hook(op, len == NULL ? &unused : len);
    errno = code;
    return code == 0;
}

static bool fail_io(struct wit_err *err, const char *what, const char *name)
{
    return wit_fail(err, WIT_EIO, "%s: cannot %s: %s", name, what, strerror(errno));
}

void wit_store_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

bool wit_store_sync(int fd, const char *name, struct wit_err *err)
{
    return (allowed(WIT_STORE_SYNC, NULL) && fsync(fd) == 0) || fail_io(err, "sync", name);
}

bool wit_store_dir_open(int *fd, const char *path, bool make, struct wit_err *err)
{
    if (make && !wit_path_is_dir(path)) {
        if (!allowed(WIT_STORE_MKDIR, NULL))
            return wit_fail(err, WIT_EIO, "cannot make this folder: %s", strerror(errno));
        if (!wit_dir_make(path, err))
            return false;
    }
    int got = -1;
    if (!allowed(WIT_STORE_READ, NULL) || (got = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
        return wit_fail(err, WIT_EIO, "cannot open this folder: %s", strerror(errno));
    *fd = got;
    return true;
}

bool wit_store_subdir_open(int *fd, int at, const char *name, bool make, struct wit_err *err)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    if (!allowed(WIT_STORE_READ, NULL))
        return fail_io(err, "open", name);
    int got = openat(at, name, flags);
    if (got < 0 && errno == ENOENT) {
        if (!make) {
            *fd = -1;
            return true;
        }
        if (!allowed(WIT_STORE_MKDIR, NULL) || (mkdirat(at, name, 0777) != 0 && errno != EEXIST))
            return fail_io(err, "make this folder", name);
        if (!wit_store_sync(at, name, err))
            return false;
        got = openat(at, name, flags);
    }
    if (got < 0 && (errno == ENOTDIR || errno == ELOOP))
        return wit_fail(err, WIT_EINTEGRITY, "%s: not a plain folder", name);
    if (got < 0)
        return fail_io(err, "open", name);
    *fd = got;
    return true;
}

bool wit_store_log_open(int *fd, int at, const char *name, struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close)
    int got = -1;
    if (!allowed(WIT_STORE_OPEN, NULL) ||
        (got = openat(at, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666)) < 0)
        return fail_io(err, "open for writing", name);
    struct stat st;
    if (fstat(got, &st) != 0)
        return fail_io(err, "look at", name);
    if (!S_ISREG(st.st_mode))
        return wit_fail(err, WIT_EINTEGRITY, "%s: not a plain file", name);
    if (st.st_size == 0 && !wit_store_sync(at, name, err))
        return false;
    *fd = got;
    got = -1;
    return true;
}

/* All bytes; a call that wrote less is continued. */
static bool write_all(int fd, off_t offset, const char *bytes, size_t len, const char *name, struct wit_err *err)
{
    while (len > 0) {
        size_t want = len;
        ssize_t done = -1;
        if (allowed(WIT_STORE_WRITE, &want))
            done = pwrite(fd, bytes, want, offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            errno = done == 0 ? ENOSPC : errno;
            return fail_io(err, "write", name);
        }
        bytes += done;
        offset += done;
        len -= (size_t)done;
    }
    return true;
}

bool wit_store_log_write(int fd, off_t offset, const void *bytes, size_t len, const char *name, struct wit_err *err)
{
    if (!write_all(fd, offset, bytes, len, name, err))
        return false;
    return (allowed(WIT_STORE_SYNC, NULL) && fdatasync(fd) == 0) || fail_io(err, "sync", name);
}

bool wit_store_log_cut(int fd, off_t len, const char *name, struct wit_err *err)
{
    if (!allowed(WIT_STORE_TRUNCATE, NULL) || ftruncate(fd, len) != 0)
        return fail_io(err, "cut", name);
    return wit_store_sync(fd, name, err);
}

bool wit_store_unlink(int at, const char *name, struct wit_err *err)
{
    if (!allowed(WIT_STORE_UNLINK, NULL) || (unlinkat(at, name, 0) != 0 && errno != ENOENT))
        return fail_io(err, "remove", name);
    return true;
}

bool wit_store_rmdir(int at, const char *name, struct wit_err *err)
{
    if (!allowed(WIT_STORE_UNLINK, NULL) || (unlinkat(at, name, AT_REMOVEDIR) != 0 && errno != ENOENT))
        return fail_io(err, "remove", name);
    return true;
}

/* Cuts the last name off; false when there is none before it. */
static bool to_parent(char *path)
{
    size_t len = strlen(path);
    while (len > 0 && path[len - 1] == '/')
        len--;
    while (len > 0 && path[len - 1] != '/')
        len--;
    while (len > 0 && path[len - 1] == '/')
        len--;
    path[len] = '\0';
    return len > 0;
}

size_t wit_store_existing(const char *path)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *at = wit_strdup(arena, path);
    while (!wit_path_exists(at))
        if (!to_parent(at))
            return 0;
    return strlen(at);
}

void wit_store_remove_empty(const char *path, size_t kept_len)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *at = wit_strdup(arena, path);
    while (strlen(at) > kept_len && allowed(WIT_STORE_UNLINK, NULL) && rmdir(at) == 0 && to_parent(at))
        ;
}

static bool fill(int at, const char *temporary, const void *bytes, size_t len, struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close)
    int fd = -1;
    if (!wit_store_unlink(at, temporary, err)) /* what a killed writer left */
        return false;
    if (!allowed(WIT_STORE_OPEN, NULL) ||
        (fd = openat(at, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)) < 0)
        return fail_io(err, "open for writing", temporary);
    return write_all(fd, 0, bytes, len, temporary, err) && wit_store_sync(fd, temporary, err);
}

bool wit_store_replace(int at, const char *temporary, int to, const char *name, const void *bytes, size_t len,
                       struct wit_err *err)
{
    bool renamed = false;
    if (fill(at, temporary, bytes, len, err)) {
        renamed = allowed(WIT_STORE_RENAME, NULL) && renameat(at, temporary, to, name) == 0;
        if (!renamed)
            fail_io(err, "rename into place", name);
    }
    if (!renamed) { /* a full disk gets its room back; the first failure is the one that counts */
        (void)unlinkat(at, temporary, 0);
        return false;
    }
    return wit_store_sync(to, name, err);
}

bool wit_store_fd_read(char **out, size_t *len, struct wit_arena *arena, int fd, const char *name, size_t cap_bytes,
                       struct wit_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return fail_io(err, "look at", name);
    if (!S_ISREG(st.st_mode))
        return wit_fail(err, WIT_EINTEGRITY, "%s: not a plain file", name);
    if (st.st_size < 0 || (uint64_t)st.st_size > cap_bytes)
        return wit_fail(err, WIT_ELIMIT, "%s: %lld bytes, more than the cap of %zu", name, (long long)st.st_size,
                        cap_bytes);
    size_t size = (size_t)st.st_size, have = 0;
    char *bytes = wit_alloc(arena, size + 1);
    while (have < size) {
        ssize_t got = -1;
        if (allowed(WIT_STORE_READ, NULL))
            got = pread(fd, bytes + have, size - have, (off_t)have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_io(err, "read", name);
        if (got == 0)
            break; /* it became shorter meanwhile; what is there is what is read */
        have += (size_t)got;
    }
    bytes[have] = '\0';
    *out = bytes;
    *len = have;
    return true;
}

bool wit_store_read(char **out, size_t *len, struct wit_arena *arena, int at, const char *name, size_t cap_bytes,
                    struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close)
    int fd = -1;
    if (allowed(WIT_STORE_READ, NULL))
        fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        *out = NULL;
        *len = 0;
        return true;
    }
    if (fd < 0 && errno == ELOOP)
        return wit_fail(err, WIT_EINTEGRITY, "%s: a symbolic link, not a plain file", name);
    if (fd < 0)
        return fail_io(err, "open", name);
    return wit_store_fd_read(out, len, arena, fd, name, cap_bytes, err);
}
