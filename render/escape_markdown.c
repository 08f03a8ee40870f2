/* render/escape_markdown.c: the door of Markdown.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * CommonMark 0.31, section 2.4: any ASCII punctuation may be escaped with a backslash. GitHub also links bare addresses
 * and notifies people at "@name"; a word joiner's reference after the character keeps it from doing so.
 */
#include <string.h>

#include "render/escape.h"

void wit_esc_markdown(struct wit_buf *out, const char *s, size_t max)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf clean;
    wit_buf_init(&clean, out->cap_bytes);
    wit_esc_plain(&clean, s, max);
    const char *text = wit_buf_str(&clean);
    for (const char *at = text; *at != '\0'; at++) {
        switch (*at) {
        case '<':
            wit_buf_puts(out, "&lt;");
            break;
        case '>':
            wit_buf_puts(out, "&gt;");
            break;
        case '&':
            wit_buf_puts(out, "&amp;");
            break;
        case '@':
            wit_buf_puts(out, "&#64;&#8288;");
            break;
        case ':': /* "http://…" */
            wit_buf_puts(out, strncmp(at, "://", 3) == 0 ? ":&#8288;" : ":");
            break;
        case '.': /* "www.…", and "1." at the start of a line */
            wit_buf_puts(out, (at - text >= 3 && strncasecmp(at - 3, "www", 3) == 0) ? "&#46;" : ".");
            break;
        case '-':
        case '+':
        case '=':
            wit_buf_puts(out, at == text ? "\\" : "");
            wit_buf_putc(out, *at);
            break;
        default:
            if (strchr("\\`*_{}[]()#!|~$\"", *at) != NULL)
                wit_buf_putc(out, '\\');
            wit_buf_putc(out, *at);
        }
    }
}
