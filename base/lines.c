/* base/lines.c: a text file line by line, gzip or plain.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 1952 (a file is one or more members, one behind the other). A stream that ends early, is broken, or has
 * something else behind it is an error, told after the whole lines before it: half a line is never handed out.
 */
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { ROOM = 1 << 20, PACKED = 1 << 17, WINDOW_GZIP = 15 + 16 };

struct wit_lines {
    int fd;
    char *room; /* ROOM bytes and one for a NUL */
    size_t at, have;
    bool ended, begun, gzip, over; /* over: the rest of a line that was cut is passed over */
    z_stream z;
    unsigned char *packed; /* gzip: PACKED bytes */
    bool inside;           /* a member has begun and not ended */
    struct wit_err failed; /* told when the whole lines before it were handed out */
};

static void lines_of(struct wit_lines **out, int fd)
{
    struct wit_lines *l = calloc(1, sizeof *l);
    if (l == NULL || (l->room = malloc(ROOM + 1)) == NULL)
        wit_die("out of memory");
    l->fd = fd;
    *out = l;
}

bool wit_lines_open(struct wit_lines **out, const char *path, struct wit_err *err)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return wit_fail(err, WIT_EIO, "%s: %s", path, strerror(errno));
    lines_of(out, fd);
    return true;
}

bool wit_lines_open_fd(struct wit_lines **out, int fd, struct wit_err *err)
{
    int own = dup(fd);
    if (own < 0)
        return wit_fail(err, WIT_EIO, "%s", strerror(errno));
    lines_of(out, own);
    return true;
}

static bool fail(struct wit_lines *l, enum wit_code code, const char *why)
{
    l->ended = true;
    return wit_fail(&l->failed, code, "%s", why);
}

/* Up to `room` bytes; *n 0 at the end. */
static bool take(struct wit_lines *l, void *bytes, size_t room, size_t *n)
{
    ssize_t got;
    do
        got = read(l->fd, bytes, room);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail(l, WIT_EIO, strerror(errno));
    *n = (size_t)got;
    return true;
}

/* The first bytes tell: gzip begins with 1f 8b. They stand in the room. */
static bool begin(struct wit_lines *l)
{
    size_t n = 1;
    l->begun = true;
    while (l->have < 2 && n > 0) {
        if (!take(l, l->room + l->have, ROOM - l->have, &n))
            return false;
        l->have += n;
    }
    if (l->have < 2 || (unsigned char)l->room[0] != 0x1f || (unsigned char)l->room[1] != 0x8b)
        return true;
    l->packed = malloc(ROOM > PACKED ? ROOM : PACKED);
    if (l->packed == NULL || inflateInit2(&l->z, WINDOW_GZIP) != Z_OK)
        wit_die("out of memory");
    memcpy(l->packed, l->room, l->have);
    l->z.next_in = l->packed;
    l->z.avail_in = (unsigned)l->have;
    l->gzip = l->inside = true;
    l->have = 0;
    return true;
}

/* Between members: another one, zeros that some tools pad with, or nothing. */
static bool next_member(struct wit_lines *l)
{
    while (l->z.avail_in > 0 && *l->z.next_in == 0) {
        l->z.next_in++;
        l->z.avail_in--;
    }
    if (l->z.avail_in == 0)
        return true;
    if (*l->z.next_in != 0x1f)
        return fail(l, WIT_EPARSE, "something that is no gzip follows the gzip stream");
    l->inside = true;
    return inflateReset(&l->z) == Z_OK || fail(l, WIT_EPARSE, "gzip cannot go on");
}

static bool unpack(struct wit_lines *l)
{
    l->z.next_out = (unsigned char *)l->room + l->have;
    l->z.avail_out = (unsigned)(ROOM - l->have);
    while (l->z.avail_out > 0) {
        size_t n = 0;
        if (l->z.avail_in == 0) {
            if (!take(l, l->packed, PACKED, &n))
                break;
            l->z.next_in = l->packed;
            l->z.avail_in = (unsigned)n;
            if (n == 0) {
                l->ended = true;
                if (l->inside)
                    (void)fail(l, WIT_EPARSE, "the gzip stream ends early");
                break;
            }
        }
        if (!l->inside && (!next_member(l) || !l->inside)) {
            if (l->ended)
                break;
            continue;
        }
        int code = inflate(&l->z, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            l->inside = false;
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            (void)fail(l, WIT_EPARSE, l->z.msg != NULL ? l->z.msg : "the gzip stream is broken");
            break;
        }
    }
    l->have = ROOM - l->z.avail_out;
    return !l->ended;
}

/* More bytes in the room, or `ended`. */
static void fill(struct wit_lines *l)
{
    size_t n = 0;
    if (!l->begun) {
        if (!begin(l) || !l->gzip)
            return;
    }
    if (l->at > 0) {
        memmove(l->room, l->room + l->at, l->have - l->at);
        l->have -= l->at;
        l->at = 0;
    }
    if (l->gzip) {
        (void)unpack(l);
    } else if (take(l, l->room + l->have, ROOM - l->have, &n)) {
        l->have += n;
        l->ended = n == 0;
    }
}

bool wit_lines_next(struct wit_lines *l, const char **line, size_t *len, struct wit_err *err)
{
    *err = (struct wit_err){0};
    for (;;) {
        char *start = l->room + l->at, *end = memchr(start, '\n', l->have - l->at);
        if (end == NULL && !l->ended && (l->have < ROOM || l->at > 0)) {
            fill(l);
            continue;
        }
        size_t n = end != NULL ? (size_t)(end - start) : l->have - l->at;
        if (end == NULL && l->failed.code != WIT_OK)
            return wit_fail(err, l->failed.code, "%s", l->failed.text);
        if (end == NULL && n == 0)
            return false;
        l->at += n + (end != NULL);
        bool rest = l->over;
        l->over = end == NULL && !l->ended; /* a room full without an end: its line is cut, what follows is no line */
        if (rest)
            continue;
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
    if (l->gzip)
        inflateEnd(&l->z);
    close(l->fd);
    free(l->packed);
    free(l->room);
    free(l);
}
