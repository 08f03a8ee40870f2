/* base/buf.c: the capped byte buffer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wit_buf_init(struct wit_buf *buf, size_t cap_bytes)
{
    *buf = (struct wit_buf){.cap_bytes = cap_bytes < SIZE_MAX / 4 ? cap_bytes : SIZE_MAX / 4};
}

void wit_buf_deinit(struct wit_buf *buf)
{
    free(buf->data);
    *buf = (struct wit_buf){.cap_bytes = buf->cap_bytes};
}

void wit_buf_reset(struct wit_buf *buf)
{
    buf->len = 0;
    buf->over = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

/* Room for `more` bytes and a NUL; false, and `over`, when that is past the cap. */
static bool make_room(struct wit_buf *buf, size_t more)
{
    if (buf->over || more > buf->cap_bytes - buf->len) {
        buf->over = true;
        return false;
    }
    size_t needed = buf->len + more + 1;
    if (needed <= buf->room)
        return true;
    size_t room = buf->room == 0 ? 256 : buf->room * 2;
    if (room > buf->cap_bytes + 1)
        room = buf->cap_bytes + 1;
    if (room < needed)
        room = needed;
    char *data = realloc(buf->data, room);
    if (data == NULL)
        wit_die("out of memory: %zu bytes wanted", room);
    buf->data = data;
    buf->room = room;
    return true;
}

void wit_buf_add(struct wit_buf *buf, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    /* What still fits is kept, so that a cut text shows where it was cut. */
    size_t fits = buf->over ? 0 : buf->cap_bytes - buf->len;
    size_t kept = len < fits ? len : fits;
    if (kept > 0 && make_room(buf, kept)) {
        memcpy(buf->data + buf->len, bytes, kept);
        buf->len += kept;
        buf->data[buf->len] = '\0';
    }
    if (kept < len)
        buf->over = true;
}

void wit_buf_puts(struct wit_buf *buf, const char *s)
{
    wit_buf_add(buf, s, strlen(s));
}

void wit_buf_putc(struct wit_buf *buf, char c)
{
    if (!buf->over && buf->len + 1 < buf->room && buf->len < buf->cap_bytes) {
        buf->data[buf->len++] = c;
        buf->data[buf->len] = '\0';
        return;
    }
    wit_buf_add(buf, &c, 1);
}

void wit_buf_printf(struct wit_buf *buf, const char *fmt, ...)
{
    char text[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (len < 0)
        wit_die("a text could not be formatted");
    if ((size_t)len < sizeof text) {
        wit_buf_add(buf, text, (size_t)len);
    } else {
        char *larger = malloc((size_t)len + 1);
        if (larger == NULL)
            wit_die("out of memory: %d bytes wanted", len);
        vsnprintf(larger, (size_t)len + 1, fmt, again);
        wit_buf_add(buf, larger, (size_t)len);
        free(larger);
    }
    va_end(again);
}

const char *wit_buf_str(const struct wit_buf *buf)
{
    return buf->data == NULL ? "" : buf->data;
}
