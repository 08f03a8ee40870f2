/* render/escape.c: the doors through which hostile text reaches an output.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/escape.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum door { PLAIN, XML, DOT, CSV, MERMAID };

/* Code points that change the order of what is read, or that cannot be seen: shown as a word. */
static bool is_hidden(uint32_t c)
{
    return c == 0x061c || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x2028 || c == 0x2029 || (c >= 0xe0000 && c <= 0xe007f);
}

static bool is_control(uint32_t c)
{
    /* XML 1.0 section 2.2 leaves out FFFE and FFFF too. */
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c & 0xfffe) == 0xfffe;
}

static void put_byte(struct wit_buf *out, enum door door, char c)
{
    if (door == MERMAID) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr(" _-.,:/", c);
        if (plain)
            wit_buf_putc(out, c);
        else
            wit_buf_printf(out, "#%d;", (int)(unsigned char)c);
        return;
    }
    if (door == XML) {
        switch (c) {
        case '&':
            wit_buf_puts(out, "&amp;");
            return;
        case '<':
            wit_buf_puts(out, "&lt;");
            return;
        case '>':
            wit_buf_puts(out, "&gt;");
            return;
        case '"':
            wit_buf_puts(out, "&quot;");
            return;
        case '\'':
            wit_buf_puts(out, "&#39;");
            return;
        default:
            break;
        }
    } else if (door == DOT) {
        if (c == '\\' || c == '"')
            wit_buf_putc(out, '\\');
        if (c == '&') {
            wit_buf_puts(out, "&amp;");
            return;
        }
    } else if (door == CSV && c == '"') {
        wit_buf_putc(out, '"');
    }
    wit_buf_putc(out, c);
}

static void clean(struct wit_buf *out, enum door door, const char *s, size_t max)
{
    if (s == NULL)
        return;
    size_t len = strlen(s), at = 0, chars = 0;
    while (at < len) {
        if (max != 0 && chars == max) {
            wit_buf_puts(out, "\xe2\x80\xa6");
            return;
        }
        chars++;
        uint32_t code = 0;
        size_t n = wit_utf8_decode(&code, s + at, len - at);
        if (n == 0) {
            wit_buf_puts(out, "\xef\xbf\xbd");
            at++;
            continue;
        }
        if (code == '\t' || code == '\n' || code == '\r') {
            wit_buf_putc(out, ' ');
            if (code == '\r' && s[at + 1] == '\n')
                at++;
        } else if (is_hidden(code)) {
            wit_buf_printf(out, "[U+%04X]", (unsigned)code);
        } else if (is_control(code)) {
            wit_buf_puts(out, "\xef\xbf\xbd");
        } else if (n == 1) {
            put_byte(out, door, s[at]);
        } else {
            wit_buf_add(out, s + at, n);
        }
        at += n;
    }
}

void wit_esc_plain(struct wit_buf *out, const char *s, size_t max)
{
    clean(out, PLAIN, s, max);
}

void wit_esc_xml(struct wit_buf *out, const char *s, size_t max)
{
    clean(out, XML, s, max);
}

void wit_esc_dot(struct wit_buf *out, const char *s, size_t max)
{
    clean(out, DOT, s, max);
}

void wit_esc_mermaid(struct wit_buf *out, const char *s, size_t max)
{
    clean(out, MERMAID, s, max);
}

/* What spreadsheets take for the start of a formula (OWASP, "CSV Injection"); leading blanks do not protect. */
static bool is_formula(const char *s)
{
    static const char *const starts[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
    while (*s == ' ')
        s++;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (strncmp(s, starts[i], strlen(starts[i])) == 0)
            return true;
    }
    return false;
}

void wit_esc_csv(struct wit_buf *out, const char *s)
{
    if (s == NULL)
        return;
    bool formula = is_formula(s);
    bool quoted = formula || strpbrk(s, ",\"\r\n;\t") != NULL || *s == ' ';
    if (quoted)
        wit_buf_putc(out, '"');
    if (formula)
        wit_buf_putc(out, '\'');
    clean(out, CSV, s, 0);
    if (quoted)
        wit_buf_putc(out, '"');
}

static unsigned columns_of(uint32_t c)
{
    if ((c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x20d0 && c <= 0x20ff) ||
        (c >= 0xfe00 && c <= 0xfe0f))
        return 0;
    /* The main blocks of Unicode's East Asian Width "W" and "F". */
    if ((c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
        (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
        (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd))
        return 2;
    return 1;
}

size_t wit_text_columns(const char *s)
{
    size_t len = strlen(s), at = 0, columns = 0;
    while (at < len) {
        uint32_t code = 0;
        size_t n = wit_utf8_decode(&code, s + at, len - at);
        columns += n == 0 ? 1 : columns_of(code);
        at += n == 0 ? 1 : n;
    }
    return columns;
}
