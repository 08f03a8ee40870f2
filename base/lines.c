/* base/lines.c: a text file line by line, gzip or plain.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { ROOM = 1 << 20 };

struct wit_lines {
    gzFile file;
    char *room; /* ROOM bytes and one for a NUL */
    size_t at, have;
    bool ended;
};

bool wit_lines_open(struct wit_lines **out, const char *path, struct wit_err *err)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return wit_fail(err, WIT_EIO, "%s: %s", path, strerror(errno));
    struct wit_lines *l = calloc(1, sizeof *l);
    char *room = malloc(ROOM + 1);
    gzFile file = gzdopen(fd, "rb");
    if (l == NULL || room == NULL || file == NULL)
        wit_die("out of memory");
    gzbuffer(file, 1 << 17);
    l->file = file;
    l->room = room;
    *out = l;
    return true;
}

static bool fill(struct wit_lines *l, struct wit_err *err)
{
    if (l->at > 0) {
        memmove(l->room, l->room + l->at, l->have - l->at);
        l->have -= l->at;
        l->at = 0;
    }
    int n = gzread(l->file, l->room + l->have, (unsigned)(ROOM - l->have));
    if (n < 0) {
        int code;
        const char *why = gzerror(l->file, &code);
        l->ended = true;
        return wit_fail(err, code == Z_ERRNO ? WIT_EIO : WIT_EPARSE, "%s", code == Z_ERRNO ? strerror(errno) : why);
    }
    l->have += (size_t)n;
    if (n == 0) {
        int code;
        (void)gzerror(l->file, &code);
        l->ended = true;
        if (code == Z_BUF_ERROR)
            return wit_fail(err, WIT_EPARSE, "the gzip stream ends early");
    }
    return true;
}

bool wit_lines_next(struct wit_lines *l, const char **line, size_t *len, struct wit_err *err)
{
    *err = (struct wit_err){0};
    for (;;) {
        char *start = l->room + l->at, *end = memchr(start, '\n', l->have - l->at);
        if (end == NULL && !l->ended && (l->have < ROOM || l->at > 0)) {
            if (!fill(l, err) && l->at == l->have)
                return false;
            continue;
        }
        size_t n = end != NULL ? (size_t)(end - start) : l->have - l->at;
        if (end == NULL && n == 0)
            return false;
        l->at += n + (end != NULL);
        n -= n > 0 && start[n - 1] == '\r';
        n = n > WIT_LINE_MAX ? WIT_LINE_MAX : n;
        start[n] = '\0';
        *line = start;
        *len = n;
        return true;
    }
}

void wit_lines_close(struct wit_lines *l)
{
    if (l == NULL)
        return;
    gzclose(l->file);
    free(l->room);
    free(l);
}
