/* collectors/aws/uri.c: percent-encoding.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/uri.h"

#include <string.h>

static bool unreserved(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void wit_uri_encode(struct wit_buf *out, const char *bytes, size_t len, bool keep_slash)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (unreserved(c) || (keep_slash && c == '/')) {
            wit_buf_putc(out, (char)c);
        } else {
            char triple[3] = {'%', hex[c >> 4], hex[c & 15]};
            wit_buf_add(out, triple, sizeof triple);
        }
    }
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

char *wit_uri_decode(struct wit_arena *arena, const char *bytes, size_t len, size_t *out_len)
{
    char *out = wit_alloc(arena, len + 1);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '%' && i + 2 < len && nibble(bytes[i + 1]) >= 0 && nibble(bytes[i + 2]) >= 0) {
            out[n++] = (char)(nibble(bytes[i + 1]) << 4 | nibble(bytes[i + 2]));
            i += 2;
        } else {
            out[n++] = bytes[i];
        }
    }
    if (out_len != NULL)
        *out_len = n;
    return out;
}

void wit_uri_param(struct wit_buf *out, const char *name, const char *value)
{
    if (out->len != 0)
        wit_buf_putc(out, '&');
    wit_uri_encode(out, name, strlen(name), false);
    wit_buf_putc(out, '=');
    wit_uri_encode(out, value, strlen(value), false);
}
