/* base/buf.h: a byte buffer that is born with its cap.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Invariant: data[len] is NUL when data is not NULL; len <= cap_bytes. Going past the cap sets `over` and drops the
 * rest: check once, at the end.
 */
#ifndef WIT_BASE_BUF_H
#define WIT_BASE_BUF_H

#include <stddef.h>

#include "base/err.h"

struct wit_buf {
    char *data;
    size_t len;
    size_t cap_bytes; /* largest len allowed */
    size_t room;
    bool over;
};

void wit_buf_init(struct wit_buf *buf, size_t cap_bytes);
void wit_buf_deinit(struct wit_buf *buf); /* also for WIT_CLEANUP */
void wit_buf_reset(struct wit_buf *buf);
void wit_buf_add(struct wit_buf *buf, const void *bytes, size_t len);
void wit_buf_puts(struct wit_buf *buf, const char *s);
void wit_buf_putc(struct wit_buf *buf, char c);
WIT_PRINTF(2, 3) void wit_buf_printf(struct wit_buf *buf, const char *fmt, ...);
/* "" when empty, never NULL. */
const char *wit_buf_str(const struct wit_buf *buf);

#endif
