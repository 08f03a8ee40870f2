/* base/utf8.h: UTF-8, one sequence at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 3629: no surrogates, nothing above U+10FFFF, no overlong forms.
 */
#ifndef WIT_BASE_UTF8_H
#define WIT_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the valid sequence at `s` (1..4), its code point in *code (may be NULL); 0 when invalid, cut, or len is 0.
 */
size_t wit_utf8_decode(uint32_t *code, const char *s, size_t len);
/* Writes 1..4 bytes for a code point (no surrogate, at most U+10FFFF); returns their number. No NUL is added. */
size_t wit_utf8_encode(char out[4], uint32_t code);

#endif
