/* base/utf8.c: the table of well-formed UTF-8 sequences (RFC 3629, section 4), as code.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/utf8.h"

static uint32_t tail(unsigned char byte)
{
    return byte & 0x3fU;
}

size_t wit_utf8_decode(uint32_t *code, const char *s, size_t len)
{
    if (len == 0)
        return 0;
    const unsigned char *b = (const unsigned char *)s;
    uint32_t value = b[0];
    size_t size = value < 0x80 ? 1 : value < 0xc2 ? 0 : value < 0xe0 ? 2 : value < 0xf0 ? 3 : value < 0xf5 ? 4 : 0;
    if (size == 0 || size > len)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((b[i] & 0xc0) != 0x80)
            return 0;
    }
    if (size == 2)
        value = (value & 0x1f) << 6 | tail(b[1]);
    else if (size == 3)
        value = (value & 0x0f) << 12 | tail(b[1]) << 6 | tail(b[2]);
    else if (size == 4)
        value = (value & 0x07) << 18 | tail(b[1]) << 12 | tail(b[2]) << 6 | tail(b[3]);
    if ((size == 3 && (value < 0x800 || (value >= 0xd800 && value <= 0xdfff))) ||
        (size == 4 && (value < 0x10000 || value > 0x10ffff)))
        return 0;
    if (code != NULL)
        *code = value;
    return size;
}

size_t wit_utf8_encode(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}
