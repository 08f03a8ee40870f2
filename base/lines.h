/* base/lines.h: a text file line by line, gzip or plain (zlib is behind it).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_BASE_LINES_H
#define WIT_BASE_LINES_H

#include <stddef.h>

#include "base/err.h"

#define WIT_LINE_MAX ((size_t)64 << 10)

struct wit_lines;
/* "-" is standard input. err: WIT_EIO */
WIT_NODISCARD bool wit_lines_open(struct wit_lines **out, const char *path, struct wit_err *err);
/* The same from an open file, from where it stands; the descriptor stays the caller's. err: WIT_EIO */
WIT_NODISCARD bool wit_lines_open_fd(struct wit_lines **out, int fd, struct wit_err *err);
/*
 * The next line without its end (and without a carriage return), NUL behind it, valid until the next call; lines of
 * more than WIT_LINE_MAX bytes are cut there. False: the end (err->code WIT_OK), or WIT_EIO, WIT_EPARSE (gzip that is
 * broken or ends early; what came before counts).
 */
bool wit_lines_next(struct wit_lines *lines, const char **line, size_t *len, struct wit_err *err);
void wit_lines_close(struct wit_lines *lines); /* NULL is fine */

#endif
