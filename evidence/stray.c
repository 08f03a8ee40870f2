/* evidence/stray.c: finds, or sweeps away, files below blobs/ that no record names.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/stray.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evidence/blob.h"
#include "evidence/store.h"

enum { MAX_NAMES = 10000000 };

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in an open folder, sorted, so that the first stray file is the same one everywhere. */
static bool list(const char ***out, size_t *n, struct wit_arena *arena, int at, struct wit_err *err)
{
    int fd = dup(at);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (stream == NULL) {
        if (fd >= 0)
            close(fd);
        return wit_fail(err, WIT_EIO, WIT_BLOBS_NAME ": cannot list: %s", strerror(errno));
    }
    rewinddir(stream);
    size_t count = 0, cap = 64;
    const char **names = WIT_NEW_ARRAY(arena, const char *, cap);
    struct dirent *entry;
    errno = 0;
    while (count < MAX_NAMES && (entry = readdir(stream)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            WIT_PUSH(arena, names, count, cap) = wit_strdup(arena, entry->d_name);
    int code = errno;
    closedir(stream);
    if (code != 0)
        return wit_fail(err, WIT_EIO, WIT_BLOBS_NAME ": cannot list: %s", strerror(code));
    if (count == MAX_NAMES)
        return wit_fail(err, WIT_ELIMIT, WIT_BLOBS_NAME ": more than %d names", MAX_NAMES);
    qsort(names, count, sizeof *names, by_text);
    *out = names;
    *n = count;
    return true;
}

static bool stray(int at, const char *shelf, const char *name, bool sweep, struct wit_err *err)
{
    if (sweep)
        return wit_store_unlink(at, name, err);
    return wit_fail(err, WIT_EINTEGRITY, WIT_BLOBS_NAME "/%s%s%s: no record names it", shelf,
                    shelf[0] == '\0' ? "" : "/", name);
}

static bool walk_shelf(int blobs, const char *shelf, const struct wit_strmap *known, struct wit_arena *arena,
                       bool sweep, struct wit_err *err)
{
    WIT_CLEANUP(wit_store_close) int fd = -1;
    const char **names = NULL;
    size_t n = 0;
    if (!wit_store_subdir_open(&fd, blobs, shelf, false, err))
        return false;
    if (fd < 0)
        return true;
    if (!list(&names, &n, arena, fd, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((strncmp(names[i], shelf, 2) != 0 || wit_strmap_get(known, names[i]) == NULL) &&
            !stray(fd, shelf, names[i], sweep, err))
            return false;
    return true;
}

static bool walk(int dir, const struct wit_strmap *known, bool sweep, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_store_close) int blobs = -1;
    const char **names = NULL;
    size_t n = 0;
    if (!wit_store_subdir_open(&blobs, dir, WIT_BLOBS_NAME, false, err))
        return false;
    if (blobs < 0)
        return true;
    if (!list(&names, &n, arena, blobs, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool is_shelf = strlen(names[i]) == 2 && strspn(names[i], "0123456789abcdef") == 2;
        if (!(is_shelf ? walk_shelf(blobs, names[i], known, arena, sweep, err)
                       : stray(blobs, "", names[i], sweep, err)))
            return false;
    }
    return true;
}

bool wit_stray_check(int dir, const struct wit_strmap *known, struct wit_err *err)
{
    return walk(dir, known, false, err);
}

bool wit_stray_remove(int dir, const struct wit_strmap *known, struct wit_err *err)
{
    return walk(dir, known, true, err);
}

bool wit_stray_remove_all(int dir, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_store_close) int blobs = -1;
    const char **names = NULL;
    size_t n = 0;
    if (!walk(dir, wit_strmap_new(arena), true, err) || !wit_store_subdir_open(&blobs, dir, WIT_BLOBS_NAME, false, err))
        return false;
    if (blobs < 0)
        return true;
    if (!list(&names, &n, arena, blobs, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!wit_store_rmdir(blobs, names[i], err))
            return false;
    return wit_store_rmdir(dir, WIT_BLOBS_NAME, err);
}
