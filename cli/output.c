/* cli/output.c: an output never takes the place of what is read, and never lands inside evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "cli/cli.h"
#include "render/packet.h"

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* "a/b" of "a/b/c", "." of "c", "/" of "/c"; NULL above those. */
static const char *parent(struct wit_arena *arena, const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    if ((len == 1 && (path[0] == '/' || path[0] == '.')) || len == 0)
        return NULL;
    while (len > 0 && path[len - 1] != '/')
        len--;
    while (len > 1 && path[len - 1] == '/')
        len--;
    return len == 0 ? "." : wit_strndup(arena, path, len);
}

static bool is_bundle(struct wit_arena *arena, const char *dir)
{
    return wit_path_exists(wit_fmt(arena, "%s/journal.jsonl", dir));
}

bool wit_output_check(const struct wit_args *args, const char *path, struct wit_err *err)
{
    if (path == NULL || strcmp(path, "-") == 0)
        return true;
    for (size_t i = 0; i < args->n_positional; i++)
        if (same_file(path, args->positional[i]))
            return wit_fail(err, WIT_EUSAGE, "-o %s would take the place of %s, which is read: choose another name",
                            path, args->positional[i]);
    static const char *const inputs[] = {"intent", "batch"};
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        const char *input = wit_arg(args, inputs[i]);
        if (input != NULL && same_file(path, input))
            return wit_fail(err, WIT_EUSAGE, "-o %s would take the place of the --%s file: choose another name", path,
                            inputs[i]);
    }
    unsigned steps = 0;
    for (const char *dir = parent(args->arena, path); dir != NULL && steps < 3; dir = parent(args->arena, dir)) {
        if (is_bundle(args->arena, dir))
            return wit_fail(err, WIT_EUSAGE, "-o %s lies inside the bundle %s, which holds evidence only", path, dir);
        if (steps++ == 0 && wit_packet_is(dir))
            return wit_fail(err, WIT_EUSAGE, "-o %s lies inside the packet %s, which would not verify any more", path,
                            dir);
    }
    return true;
}

bool wit_output_file_check(const struct wit_args *args, const char *path, struct wit_err *err)
{
    if (!wit_output_check(args, path, err))
        return false;
    if (path == NULL || strcmp(path, "-") == 0 || wit_path_exists(path))
        return true;
    const char *dir = parent(args->arena, path);
    if (dir == NULL || access(dir, W_OK | X_OK) == 0)
        return true;
    return wit_fail(err, WIT_EIO, "cannot write '%s': %s", path, strerror(errno));
}

bool wit_output_bundle_check(const struct wit_args *args, const char *path, struct wit_err *err)
{
    if (!wit_output_check(args, path, err))
        return false;
    if (!wit_path_is_dir(path) || is_bundle(args->arena, path) ||
        wit_path_exists(wit_fmt(args->arena, "%s/blobs", path)))
        return true;
    const char **names;
    size_t n;
    if (!wit_dir_list(&names, &n, args->arena, path, err))
        return false;
    return n == 0 || wit_fail(err, WIT_EUSAGE, "%s is there and is no bundle: choose another name", path);
}
