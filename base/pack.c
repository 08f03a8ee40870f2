/* base/pack.c: one zstd frame in, one out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 8878. A blob is exactly one frame: bytes behind it, or a second frame, are an error.
 */
#include "base/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { LEVEL = 3, PIECE = 1 << 18 };

static ZSTD_CCtx *new_context(void)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (context == NULL)
        wit_die("out of memory in zstd");
    if (ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)))
        wit_die("zstd refuses its parameters");
    return context;
}

struct wit_packer {
    ZSTD_CCtx *context;
    char *packed;
    size_t n, room;
};

struct wit_packer *wit_packer_new(void)
{
    struct wit_packer *p = calloc(1, sizeof *p);
    if (p == NULL || (p->packed = malloc(PIECE)) == NULL)
        wit_die("out of memory");
    p->room = PIECE;
    p->context = new_context();
    return p;
}

static void feed(struct wit_packer *p, const void *bytes, size_t len, ZSTD_EndDirective end)
{
    ZSTD_inBuffer in = {bytes, len, 0};
    size_t left;
    do {
        if (p->room - p->n < PIECE / 2) {
            p->room *= 2;
            p->packed = realloc(p->packed, p->room);
            if (p->packed == NULL)
                wit_die("out of memory: %zu bytes wanted", p->room);
        }
        ZSTD_outBuffer out = {p->packed, p->room, p->n};
        left = ZSTD_compressStream2(p->context, &out, &in, end);
        if (ZSTD_isError(left))
            wit_die("zstd: %s", ZSTD_getErrorName(left));
        p->n = out.pos;
    } while (in.pos < in.size || (end == ZSTD_e_end && left > 0));
}

void wit_packer_add(struct wit_packer *p, const void *bytes, size_t len)
{
    if (len > 0)
        feed(p, bytes, len, ZSTD_e_continue);
}

void wit_packer_end(char **out, size_t *out_len, struct wit_arena *arena, struct wit_packer *p)
{
    feed(p, "", 0, ZSTD_e_end);
    *out = wit_strndup(arena, p->packed, p->n);
    *out_len = p->n;
}

void wit_packer_free(struct wit_packer *p)
{
    if (p == NULL)
        return;
    ZSTD_freeCCtx(p->context);
    free(p->packed);
    free(p);
}

void wit_pack(char **out, size_t *out_len, struct wit_arena *arena, const void *bytes, size_t len)
{
    size_t room = ZSTD_compressBound(len);
    char *packed = malloc(room);
    ZSTD_CCtx *context = new_context();
    if (packed == NULL)
        wit_die("out of memory: %zu bytes wanted", room);
    size_t n = ZSTD_compress2(context, packed, room, len == 0 ? "" : bytes, len);
    if (ZSTD_isError(n))
        wit_die("zstd: %s", ZSTD_getErrorName(n));
    ZSTD_freeCCtx(context);
    *out = wit_strndup(arena, packed, n);
    *out_len = n;
    free(packed);
}

/* Decodes the frame into an arena array that grows up to the cap. `claimed` bytes are expected. */
static bool unpack(char **out, size_t *out_len, struct wit_arena *arena, ZSTD_DCtx *context, ZSTD_inBuffer *in,
                   size_t claimed, size_t cap_bytes, struct wit_err *err)
{
    size_t room = claimed, n = 0;
    char *data = wit_alloc(arena, room + 1);
    for (;;) {
        char one = '\0'; /* when full, whether anything more comes decides */
        ZSTD_outBuffer to = {n < room ? data + n : &one, n < room ? room - n : 1, 0};
        size_t before = in->pos;
        size_t left = ZSTD_decompressStream(context, &to, in);
        if (ZSTD_isError(left))
            return wit_fail(err, WIT_EPARSE, "not a zstd frame: %s", ZSTD_getErrorName(left));
        if (n < room) {
            n += to.pos;
        } else if (to.pos > 0) {
            if (room >= cap_bytes)
                return wit_fail(err, WIT_ELIMIT, "more than %zu bytes would come out of a zstd frame", cap_bytes);
            room = room * 2 < cap_bytes ? room * 2 : cap_bytes;
            char *larger = wit_alloc(arena, room + 1);
            memcpy(larger, data, n);
            larger[n++] = one;
            data = larger;
        }
        if (left == 0)
            break;
        if (in->pos == in->size && in->pos == before && to.pos == 0)
            return wit_fail(err, WIT_EPARSE, "a zstd frame is cut after %zu bytes", in->size);
    }
    if (in->pos != in->size)
        return wit_fail(err, WIT_EPARSE, "%zu bytes follow a zstd frame", in->size - in->pos);
    data[n] = '\0';
    *out = data;
    *out_len = n;
    return true;
}

bool wit_unpack(char **out, size_t *out_len, struct wit_arena *arena, const void *bytes, size_t len, size_t cap_bytes,
                struct wit_err *err)
{
    /* The magic number is told apart here, since zstd skips "skippable frames" in silence. */
    static const char magic[] = {'\x28', '\xb5', '\x2f', '\xfd'};
    bool is_frame = len > sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
    unsigned long long size = is_frame ? ZSTD_getFrameContentSize(bytes, len) : ZSTD_CONTENTSIZE_ERROR;
    if (size == ZSTD_CONTENTSIZE_ERROR)
        return wit_fail(err, WIT_EPARSE, "not a zstd frame");
    if (size != ZSTD_CONTENTSIZE_UNKNOWN && size > cap_bytes)
        return wit_fail(err, WIT_ELIMIT, "%llu bytes would come out of a zstd frame, more than %zu", size, cap_bytes);
    size_t claimed = size == ZSTD_CONTENTSIZE_UNKNOWN ? 64 << 10 : (size_t)size;
    if (claimed > cap_bytes)
        claimed = cap_bytes;
    ZSTD_DCtx *context = ZSTD_createDCtx();
    if (context == NULL)
        wit_die("out of memory in zstd");
    ZSTD_inBuffer in = {bytes, len, 0};
    bool ok = unpack(out, out_len, arena, context, &in, claimed, cap_bytes, err);
    ZSTD_freeDCtx(context);
    return ok;
}
