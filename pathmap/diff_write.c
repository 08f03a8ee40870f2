/* pathmap/diff_write.c: a diff as text, JSON or Markdown.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/json.h"
#include "pathmap/pathmap.h"

/* One line, whatever a name holds. */
static void plain(struct wit_buf *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        wit_buf_putc(out, (unsigned char)*at < 0x20 || *at == 0x7f ? ' ' : *at);
}

static void write_text(struct wit_buf *out, const struct wit_diff *diff)
{
    for (size_t i = 0; i < diff->n; i++) {
        const struct wit_change *c = &diff->changes[i];
        wit_buf_printf(out, "%-8s %s  ", wit_change_word(c->kind), c->id);
        plain(out, c->what);
        if (c->before[0] != '\0' || c->after[0] != '\0') {
            wit_buf_puts(out, "\n         ");
            plain(out, c->before[0] == '\0' ? "-" : c->before);
            wit_buf_puts(out, " => ");
            plain(out, c->after[0] == '\0' ? "-" : c->after);
        }
        if (c->cause[0] != '\0') {
            wit_buf_puts(out, "\n         because ");
            plain(out, c->cause);
        }
        if (c->cause_evidence[0] != '\0') {
            wit_buf_puts(out, " [");
            plain(out, c->cause_evidence);
            wit_buf_puts(out, "]");
        }
        wit_buf_putc(out, '\n');
    }
    wit_buf_printf(out, "%zu difference%s\n", diff->n, diff->n == 1 ? "" : "s");
}

static void write_json(struct wit_buf *out, const struct wit_diff *diff)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 2);
    wit_jw_object(&jw);
    wit_jw_kint(&jw, "version", 1);
    wit_jw_key(&jw, "changes");
    wit_jw_array(&jw);
    for (size_t i = 0; i < diff->n; i++) {
        const struct wit_change *c = &diff->changes[i];
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "kind", wit_change_word(c->kind));
        wit_jw_kstr(&jw, "id", c->id);
        wit_jw_kstr(&jw, "what", c->what);
        wit_jw_kstr(&jw, "before", c->before);
        wit_jw_kstr(&jw, "after", c->after);
        wit_jw_kstr(&jw, "cause", c->cause);
        wit_jw_kstr(&jw, "evidence", c->cause_evidence);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
    wit_buf_putc(out, '\n');
}

/* A cell of a table: names come from outside and must not become markup. */
static void cell(struct wit_buf *out, const char *text)
{
    wit_buf_puts(out, "| ");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '<')
            wit_buf_puts(out, "&lt;");
        else if (*at == '&')
            wit_buf_puts(out, "&amp;");
        else if ((unsigned char)*at < 0x20)
            wit_buf_putc(out, ' ');
        else if (strchr("|`*_[]\\", *at) != NULL)
            wit_buf_printf(out, "\\%c", *at);
        else
            wit_buf_putc(out, *at);
    }
    wit_buf_putc(out, ' ');
}

static void write_markdown(struct wit_buf *out, const struct wit_diff *diff)
{
    if (diff->n == 0) {
        wit_buf_puts(out, "No differences.\n");
        return;
    }
    wit_buf_puts(out, "| change | what | before | after | because | id |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < diff->n; i++) {
        const struct wit_change *c = &diff->changes[i];
        const char *const cells[] = {wit_change_word(c->kind), c->what, c->before, c->after, c->cause, c->id};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            cell(out, cells[k]);
        wit_buf_puts(out, "|\n");
    }
}

void wit_diff_write(struct wit_buf *out, const struct wit_diff *diff, enum wit_diff_format format)
{
    switch (format) {
    case WIT_DIFF_TEXT:
        write_text(out, diff);
        return;
    case WIT_DIFF_JSON:
        write_json(out, diff);
        return;
    case WIT_DIFF_MARKDOWN:
        write_markdown(out, diff);
        return;
    }
}
