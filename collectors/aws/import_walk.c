/* collectors/aws/import_walk.c: the files below a folder, in byte order, without ever leaving it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/utf8.h"
#include "collectors/aws/import.h"

struct walk {
    struct wit_arena *arena;
    const char *dir;
    const char *real; /* resolved path of dir */
    struct wit_import_entry *entries;
    size_t n, cap;
    struct todo {
        const char *rel;
        unsigned depth;
    } * todo;
    size_t n_todo, cap_todo;
};

/* A link may point to a file of the same folder, and to nothing else: what lies outside was not handed over. */
static const char *link_note(const struct walk *w, const char *full)
{
    char target[PATH_MAX];
    struct stat st;
    if (realpath(full, target) == NULL)
        return "a link to nothing";
    size_t len = strlen(w->real);
    bool inside = strncmp(target, w->real, len) == 0 && (target[len] == '/' || (len == 1 && w->real[0] == '/'));
    if (!inside)
        return "a link that leaves the folder: refused";
    if (stat(full, &st) != 0 || !S_ISREG(st.st_mode))
        return "a link to something that is not a file: not followed";
    return NULL;
}

static bool visit(struct walk *w, const char *rel, unsigned depth, struct wit_err *err)
{
    const char *full = wit_fmt(w->arena, "%s/%s", w->dir, rel);
    const char *note = NULL;
    struct stat st;
    if (lstat(full, &st) != 0)
        note = wit_fmt(w->arena, "cannot be looked at: %s", strerror(errno));
    else if (S_ISLNK(st.st_mode))
        note = link_note(w, full);
    else if (S_ISDIR(st.st_mode) && depth >= WIT_IMPORT_MAX_DEPTH)
        note = "a folder too deep: not opened";
    else if (S_ISDIR(st.st_mode)) {
        WIT_PUSH(w->arena, w->todo, w->n_todo, w->cap_todo) = (struct todo){rel, depth + 1};
        return true;
    } else if (!S_ISREG(st.st_mode))
        note = "not a file";
    if (w->n == WIT_IMPORT_MAX_FILES)
        return wit_fail(err, WIT_ELIMIT, "%s: more than %d files", w->dir, WIT_IMPORT_MAX_FILES);
    WIT_PUSH(w->arena, w->entries, w->n, w->cap) = (struct wit_import_entry){rel, full, note};
    return true;
}

static int by_rel(const void *a, const void *b)
{
    return strcmp(((const struct wit_import_entry *)a)->rel, ((const struct wit_import_entry *)b)->rel);
}

bool wit_import_walk(struct wit_import_entry **out, size_t *n, struct wit_arena *arena, const char *dir,
                     struct wit_err *err)
{
    char real[PATH_MAX];
    if (realpath(dir, real) == NULL)
        return wit_fail(err, WIT_EIO, "%s: %s", dir, strerror(errno));
    if (!wit_path_is_dir(dir))
        return wit_fail(err, WIT_EIO, "%s: not a folder", dir);
    struct walk w = {.arena = arena, .dir = dir, .real = real};
    WIT_PUSH(arena, w.todo, w.n_todo, w.cap_todo) = (struct todo){"", 0};
    while (w.n_todo > 0) {
        struct todo here = w.todo[--w.n_todo];
        const char **names, *full = here.rel[0] == '\0' ? dir : wit_fmt(arena, "%s/%s", dir, here.rel);
        size_t n_names;
        if (!wit_dir_list(&names, &n_names, arena, full, err))
            return false;
        for (size_t i = 0; i < n_names; i++) {
            const char *rel = here.rel[0] == '\0' ? names[i] : wit_fmt(arena, "%s/%s", here.rel, names[i]);
            if (!visit(&w, rel, here.depth, err))
                return false;
        }
    }
    if (w.n > 0)
        qsort(w.entries, w.n, sizeof *w.entries, by_rel);
    *out = w.entries;
    *n = w.n;
    return true;
}

const char *wit_import_plain(struct wit_arena *arena, const char *text)
{
    size_t len = strlen(text), filled = 0;
    char *plain = wit_alloc(arena, len + 1);
    for (size_t i = 0; i < len;) {
        uint32_t code = 0;
        size_t bytes = wit_utf8_decode(&code, text + i, len - i);
        bool shown = bytes > 0 && code >= 0x20 && !(code >= 0x7f && code < 0xa0) && code != 0x2028 && code != 0x2029 &&
                     !(code >= 0x202a && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069);
        if (shown) {
            memcpy(plain + filled, text + i, bytes);
            filled += bytes;
        } else
            plain[filled++] = '?';
        i += bytes > 0 ? bytes : 1;
    }
    plain[filled] = '\0';
    return plain;
}
