/* collectors/aws/uri.h: percent-encoding by the rules of Signature Version 4.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS General Reference, "UriEncode()": unreserved A-Z a-z 0-9 - . _ ~ stay, all else is %XX in upper case.
 */
#ifndef WIT_COLLECTORS_AWS_URI_H
#define WIT_COLLECTORS_AWS_URI_H

#include "base/arena.h"
#include "base/buf.h"

void wit_uri_encode(struct wit_buf *out, const char *bytes, size_t len, bool keep_slash);
/* In the arena, NUL after the end; a "%" that two hex digits do not follow stays as it is. *out_len may be NULL. */
char *wit_uri_decode(struct wit_arena *arena, const char *bytes, size_t len, size_t *out_len);
/* name=value&…, both encoded, in the order given. Appends "&" first when `out` is not empty. */
void wit_uri_param(struct wit_buf *out, const char *name, const char *value);

#endif
