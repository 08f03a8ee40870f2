/* collectors/traffic/import_flow_logs.c: flow logs, from files in folders to one artefact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/io.h"
#include "collectors/traffic/logs.h"

enum { FILES_MAX = 1000000 };

struct files {
    const char **list;
    size_t n, cap;
};

static bool add_files(struct files *files, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    const char **stack = NULL;
    size_t n = 0, cap = 0;
    WIT_PUSH(arena, stack, n, cap) = path;
    while (n > 0) {
        const char *at = stack[--n], **names;
        size_t n_names;
        if (files->n >= FILES_MAX)
            return wit_fail(err, WIT_ELIMIT, "%s: more than %d files", path, FILES_MAX);
        if (!wit_path_is_dir(at)) {
            WIT_PUSH(arena, files->list, files->n, files->cap) = at;
            continue;
        }
        if (!wit_dir_list(&names, &n_names, arena, at, err))
            return false;
        for (size_t i = n_names; i > 0; i--) /* the first name comes off first */
            WIT_PUSH(arena, stack, n, cap) = wit_fmt(arena, "%s/%s", at, names[i - 1]);
    }
    return true;
}

static bool read_file(struct wit_logs *l, const char *path, struct wit_err *err)
{
    struct wit_lines *lines;
    struct wit_err why = {0};
    if (!wit_lines_open(&lines, path, err))
        return false;
    return wit_logs_read(l, lines, &why) || wit_fail(err, why.code, "%s: %s", path, why.text);
}

bool wit_traffic_import_logs(struct wit_bundle_writer *writer, const char *const *paths, size_t n, const char *format,
                             const struct wit_traffic_options *options, struct wit_arena *arena,
                             struct wit_log_summary *out, struct wit_err *err)
{
    struct wit_logs l;
    struct files files = {0};
    for (size_t i = 0; i < n; i++) {
        if (!add_files(&files, arena, paths[i], err))
            return false;
    }
    if (!wit_logs_init(&l, arena, format, options->anonymous, err))
        return false;
    bool good = true;
    for (size_t i = 0; i < files.n && good; i++) {
        good = read_file(&l, files.list[i], err);
        if (options->progress != NULL)
            options->progress(options->context, i + 1, files.n);
    }
    wit_logs_finish(&l);
    const char *slash = n > 0 ? strrchr(paths[0], '/') : NULL;
    const char *name = n == 0 ? "" : slash != NULL && slash[1] != '\0' ? slash + 1 : paths[0];
    good = good && wit_logs_store(writer, &l, n > 1 ? wit_fmt(arena, "%s and %zu more", name, n - 1) : name, out, err);
    wit_logs_free(&l);
    return good;
}
