/* collectors/traffic/capture_file.c: opens a capture, hands out its bytes block by block, reads classic pcap.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/capture_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collectors/traffic/capture_reader.h"

/* gcc's analyzer loses sight of memory that a slot of a table holds and calls it a leak; valgrind and ASan watch it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

enum { BUFFER_BYTES = 4 << 20 };

static bool fill(struct wit_capture_reader *r, size_t need, struct wit_err *err)
{
    if (r->fd < 0)
        return r->have - r->at >= need;
    if (r->at > 0 && r->at + need > BUFFER_BYTES) {
        memmove(r->buffer, r->buffer + r->at, r->have - r->at);
        r->have -= r->at;
        r->at = 0;
    }
    while (r->have - r->at < need && !r->ended) {
        ssize_t n = read(r->fd, r->buffer + r->have, BUFFER_BYTES - r->have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return wit_fail(err, WIT_EIO, "%s: %s", r->path, strerror(errno));
        if (n == 0)
            r->ended = true;
        else
            r->have += (size_t)n;
    }
    return r->have - r->at >= need;
}

const uint8_t *wit_reader_take(struct wit_capture_reader *r, size_t n, struct wit_err *err)
{
    if (r->have - r->at < n && !fill(r, n, err))
        return NULL;
    const uint8_t *bytes = r->bytes + r->at;
    r->at += n;
    return bytes;
}

const uint8_t *wit_reader_peek(struct wit_capture_reader *r, size_t n, struct wit_err *err)
{
    return r->have - r->at < n && !fill(r, n, err) ? NULL : r->bytes + r->at;
}

bool wit_reader_at_end(struct wit_capture_reader *r, struct wit_err *err)
{
    return wit_reader_peek(r, 1, err) == NULL;
}

bool wit_capture_cut(struct wit_capture *c, const char *why)
{
    c->cut = true;
    if (c->why == NULL)
        c->why = why;
    return false;
}

static bool begin(struct wit_capture *c, struct wit_err *err)
{
    struct wit_capture_reader *r = c->reader;
    const uint8_t *head = wit_reader_peek(r, 4, err);
    if (head == NULL)
        return err->code != WIT_OK ? false
                                   : wit_fail(err, WIT_EPARSE, "%s: no capture: it has less than 4 bytes", c->path);
    static const struct {
        uint8_t magic[4];
        bool swapped, nano, modified;
    } kinds[] = {
        {{0xa1, 0xb2, 0xc3, 0xd4}, false, false, false}, {{0xd4, 0xc3, 0xb2, 0xa1}, true, false, false},
        {{0xa1, 0xb2, 0x3c, 0x4d}, false, true, false},  {{0x4d, 0x3c, 0xb2, 0xa1}, true, true, false},
        {{0xa1, 0xb2, 0xcd, 0x34}, false, false, true},  {{0x34, 0xcd, 0xb2, 0xa1}, true, false, true},
    };
    static const uint8_t section[4] = {0x0a, 0x0d, 0x0d, 0x0a};
    if (memcmp(head, section, 4) == 0) {
        r->pcapng = true;
        return true;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (memcmp(head, kinds[i].magic, 4) != 0)
            continue;
        const uint8_t *b = wit_reader_take(r, 24, err);
        if (b == NULL)
            return wit_fail(err, WIT_EPARSE, "%s: no capture: its header is cut", c->path);
        r->little = kinds[i].swapped;
        r->record_head = kinds[i].modified ? 24 : 16;
        struct wit_capture_interface *itf = wit_capture_interface_add(c);
        itf->link = wit_reader_u32(r, b + 20) & 0x0fffffff;
        itf->snap = wit_reader_u32(r, b + 16);
        itf->units = kinds[i].nano ? 1000000000U : 1000000U;
        return true;
    }
    return wit_fail(err, WIT_EPARSE, "%s: no capture: it begins like neither pcap nor pcapng", c->path);
}

struct wit_capture_interface *wit_capture_interface_add(struct wit_capture *c)
{
    if (c->n_interfaces == WIT_CAPTURE_IFACES)
        return &c->interfaces[WIT_CAPTURE_IFACES - 1];
    struct wit_capture_interface *itf = &c->interfaces[c->n_interfaces++];
    *itf = (struct wit_capture_interface){
        .name = "", .filter = "", .units = 1000000, .received = UINT64_MAX, .dropped = UINT64_MAX};
    return itf;
}

static struct wit_capture *capture_new(struct wit_arena *arena, const char *path)
{
    struct wit_capture *c = WIT_NEW(arena, struct wit_capture);
    c->path = wit_strdup(arena, path);
    c->interfaces = WIT_NEW_ARRAY(arena, struct wit_capture_interface, WIT_CAPTURE_IFACES);
    c->reader = WIT_NEW(arena, struct wit_capture_reader);
    c->reader->arena = arena;
    c->reader->path = c->path;
    c->reader->fd = -1;
    return c;
}

bool wit_capture_open(struct wit_capture **out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    struct wit_capture *c = capture_new(arena, path);
    struct wit_err why = {0};
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return wit_fail(err, WIT_EIO, "%s: %s", path, strerror(errno));
    c->reader->fd = fd;
    c->reader->buffer = malloc(BUFFER_BYTES);
    if (c->reader->buffer == NULL)
        wit_die("out of memory");
    c->reader->bytes = c->reader->buffer;
    if (!begin(c, &why)) {
        wit_capture_close(c);
        return wit_fail(err, why.code, "%s", why.text);
    }
    *out = c;
    return true;
}

bool wit_capture_of_bytes(struct wit_capture **out, struct wit_arena *arena, const uint8_t *bytes, size_t len,
                          struct wit_err *err)
{
    struct wit_capture *c = capture_new(arena, "capture");
    struct wit_err why = {0};
    c->reader->bytes = bytes;
    c->reader->have = len;
    if (!begin(c, &why))
        return wit_fail(err, why.code, "%s", why.text);
    *out = c;
    return true;
}

/* One record of a classic file. */
static bool next_record(struct wit_capture *c, struct wit_frame *frame, struct wit_err *err)
{
    struct wit_capture_reader *r = c->reader;
    const struct wit_capture_interface *itf = &c->interfaces[0];
    if (wit_reader_at_end(r, err))
        return false;
    const uint8_t *b = wit_reader_take(r, r->record_head, err);
    if (b == NULL)
        return wit_capture_cut(c, "the file ends inside a record's header");
    uint64_t seconds = wit_reader_u32(r, b), part = wit_reader_u32(r, b + 4);
    size_t len = wit_reader_u32(r, b + 8), whole = wit_reader_u32(r, b + 12);
    if (len > WIT_FRAME_MAX)
        return wit_capture_cut(c, "a record says that it has more than a megabyte");
    b = wit_reader_take(r, len, err);
    if (b == NULL)
        return wit_capture_cut(c, "the file ends inside a frame");
    *frame = (struct wit_frame){.bytes = b,
                                .len = len,
                                .whole = whole < len ? len : whole,
                                .time_ns = seconds * 1000000000U + (itf->units == 1000000 ? part * 1000 : part),
                                .link = itf->link};
    return true;
}

bool wit_capture_next(struct wit_capture *c, struct wit_frame *frame, struct wit_err *err)
{
    *err = (struct wit_err){0};
    if (c->cut || !(c->reader->pcapng ? wit_pcapng_next(c, frame, err) : next_record(c, frame, err)))
        return false;
    c->frames++;
    c->bytes += frame->whole;
    if (frame->time_ns != 0) {
        if (frame->time_ns > c->last_ns && c->last_ns != 0 && frame->time_ns - c->last_ns <= WIT_CAPTURE_HOLE_NS)
            c->watched_ns += frame->time_ns - c->last_ns;
        c->first_ns = c->first_ns == 0 || frame->time_ns < c->first_ns ? frame->time_ns : c->first_ns;
        c->last_ns = frame->time_ns > c->last_ns ? frame->time_ns : c->last_ns;
    }
    return true;
}

void wit_capture_close(struct wit_capture *c)
{
    if (c == NULL)
        return;
    if (c->reader->fd > STDIN_FILENO)
        close(c->reader->fd);
    c->reader->fd = -1;
    free(c->reader->buffer);
    c->reader->buffer = NULL;
}
