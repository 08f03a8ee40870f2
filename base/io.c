/* base/io.c: capped reading, all-or-nothing writing, folders.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_NAMES = 1000000, FIRST_READ_BYTES = 64 << 10 };

static bool fail_io(struct wit_err *err, const char *what, const char *path)
{
    int reason = errno;
    return wit_fail(err, WIT_EIO, "cannot %s '%s': %s", what, path, strerror(reason));
}

/* One read that survives signals; 0 at the end, -1 with errno. */
static ssize_t read_some(int fd, char *to, size_t room)
{
    ssize_t got;
    do
        got = read(fd, to, room);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Reads to the end; `guess` is how much is expected. */
static bool read_all(char **out, size_t *len, struct wit_arena *arena, int fd, size_t guess, size_t cap_bytes,
                     const char *path, struct wit_err *err)
{
    size_t room = guess < cap_bytes ? guess : cap_bytes, n = 0;
    char *data = wit_alloc(arena, room + 1);
    for (;;) {
        char one;
        bool full = n == room; /* then ask for one more byte: only the end of the file is no reason to grow */
        ssize_t got = full ? read_some(fd, &one, 1) : read_some(fd, data + n, room - n);
        if (got < 0)
            return fail_io(err, "read", path);
        if (got == 0)
            break;
        if (!full) {
            n += (size_t)got;
            continue;
        }
        if (room == cap_bytes)
            return wit_fail(err, WIT_ELIMIT, "'%s' has more than %zu bytes", path, cap_bytes);
        room = room < FIRST_READ_BYTES ? FIRST_READ_BYTES : room * 2;
        if (room > cap_bytes)
            room = cap_bytes;
        char *larger = wit_alloc(arena, room + 1);
        memcpy(larger, data, n);
        larger[n++] = one;
        data = larger;
    }
    data[n] = '\0';
    *out = data;
    *len = n;
    return true;
}

bool wit_file_read(char **out, size_t *len, struct wit_arena *arena, const char *path, size_t cap_bytes,
                   struct wit_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_io(err, "open", path);
    struct stat st;
    bool ok;
    if (fstat(fd, &st) != 0) {
        ok = fail_io(err, "read", path);
    } else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > cap_bytes) {
        ok = wit_fail(err, WIT_ELIMIT, "'%s' has %jd bytes, more than %zu", path, (intmax_t)st.st_size, cap_bytes);
    } else {
        size_t guess = S_ISREG(st.st_mode) ? (size_t)st.st_size : FIRST_READ_BYTES;
        ok = read_all(out, len, arena, fd, guess, cap_bytes, path, err);
    }
    close(fd);
    return ok;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(fd, bytes, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        if (done == 0) { /* would loop for ever */
            errno = EIO;
            return false;
        }
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

/* A device, a pipe: what is written is gone, there is nothing to put back. */
static bool write_direct(const char *path, const void *bytes, size_t len, struct wit_err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_io(err, "open", path);
    bool ok = write_all(fd, bytes, len);
    if (!ok)
        fail_io(err, "write", path);
    if (close(fd) != 0 && ok)
        ok = fail_io(err, "write", path);
    return ok;
}

/* The folder's entry is on disk too. Some file systems cannot sync a folder: EINVAL is theirs. */
static bool sync_folder_of(const char *path, struct wit_err *err)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 1 : slash == path ? 1 : (size_t)(slash - path);
    char *folder = strndup(slash == NULL ? "." : path, len);
    if (folder == NULL)
        wit_die("out of memory");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL || errno == EROFS);
    if (!ok)
        fail_io(err, "sync the folder of", path);
    if (fd >= 0)
        close(fd);
    free(folder);
    return ok;
}

/* Opens a new file beside `path`; *temporary is its name (malloc). `mode` of the file that it replaces, or 0. */
static int open_temporary(char **temporary, const char *path, mode_t mode)
{
    static atomic_uint counter;
    for (int attempt = 0; attempt < 100; attempt++) {
        unsigned number = atomic_fetch_add(&counter, 1);
        const char *slash = strrchr(path, '/');
        const char *name = slash == NULL ? path : slash + 1;
        /* A long name is cut, so that the temporary one is not too long where the final one just fits. */
        if (asprintf(temporary, "%.*s.%.200s.%ld-%u.tmp", (int)(name - path), path, name, (long)getpid(), number) < 0)
            wit_die("out of memory");
        int fd = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0) {
            if (mode != 0)
                (void)!fchmod(fd, mode & 07777); /* not ours to change: the usual mode then */
            return fd;
        }
        int reason = errno;
        free(*temporary);
        *temporary = NULL;
        errno = reason;
        if (reason != EEXIST)
            break;
    }
    return -1;
}

static bool write_atomic(const char *path, mode_t mode, const void *bytes, size_t len, struct wit_err *err)
{
    char *temporary = NULL;
    int fd = open_temporary(&temporary, path, mode);
    if (fd < 0)
        return fail_io(err, "write", path);
    bool ok = write_all(fd, bytes, len) && fsync(fd) == 0;
    if (!ok)
        fail_io(err, "write", path);
    if (close(fd) != 0 && ok)
        ok = fail_io(err, "write", path);
    if (ok && rename(temporary, path) != 0)
        ok = fail_io(err, "write", path);
    if (!ok)
        unlink(temporary);
    free(temporary);
    return ok && sync_folder_of(path, err);
}

bool wit_file_write(const char *path, const void *bytes, size_t len, struct wit_err *err)
{
    if (strcmp(path, "-") == 0) {
        if (fflush(stdout) != 0 || !write_all(STDOUT_FILENO, bytes, len))
            return fail_io(err, "write to", "standard output");
        return true;
    }
    struct stat st;
    if (stat(path, &st) != 0)
        return write_atomic(path, 0, bytes, len, err);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail_io(err, "write", path);
    }
    if (!S_ISREG(st.st_mode))
        return write_direct(path, bytes, len, err);
    /* A link stays a link: its target is what is replaced. */
    char *target = realpath(path, NULL);
    if (target == NULL)
        return fail_io(err, "write", path);
    bool ok = write_atomic(target, st.st_mode, bytes, len, err);
    free(target);
    return ok;
}

bool wit_dir_make(const char *path, struct wit_err *err)
{
    char *copy = strdup(path);
    if (copy == NULL)
        wit_die("out of memory");
    bool ok = copy[0] != '\0';
    if (!ok) {
        errno = ENOENT;
        fail_io(err, "make the folder", path);
    }
    for (char *at = copy; ok && *at != '\0';) {
        at += strspn(at, "/");
        at += strcspn(at, "/");
        char kept = *at;
        *at = '\0';
        int reason = mkdir(copy, 0777) == 0 ? 0 : errno;
        if (reason != 0 && !wit_path_is_dir(copy)) {
            errno = reason == EEXIST ? ENOTDIR : reason;
            ok = fail_io(err, "make the folder", copy);
        }
        *at = kept;
    }
    free(copy);
    return ok;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool wit_dir_list(const char ***out, size_t *n, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        return fail_io(err, "open the folder", path);
    size_t filled = 0, room = 64;
    const char **names = WIT_NEW_ARRAY(arena, const char *, room);
    bool ok = true;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            ok = errno == 0 || fail_io(err, "read the folder", path);
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (filled == MAX_NAMES) {
            ok = wit_fail(err, WIT_ELIMIT, "the folder '%s' has more than %d names", path, MAX_NAMES);
            break;
        }
        WIT_PUSH(arena, names, filled, room) = wit_strdup(arena, entry->d_name);
    }
    closedir(dir);
    if (!ok)
        return false;
    qsort(names, filled, sizeof *names, compare_names);
    *out = names;
    *n = filled;
    return true;
}

bool wit_path_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool wit_path_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}
