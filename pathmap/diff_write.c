/* pathmap/diff_write.c: a diff as text, JSON or Markdown.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/json.h"
#include "pathmap/diff_group.h"

/* One line, whatever a name holds. */
static void plain(struct wit_buf *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        wit_buf_putc(out, (unsigned char)*at < 0x20 || *at == 0x7f ? ' ' : *at);
}

static void summary(struct wit_buf *out, const struct wit_diff_groups *g)
{
    const struct {
        size_t n;
        const char *thing, *did;
    } counts[] = {{g->statements, "statement", "changed"},  {g->added, "path", "added"},
                  {g->removed, "path", "removed"},          {g->changed, "path", "changed"},
                  {g->findings, "finding", "changed"},      {g->waivers, "waiver", "ended"},
                  {g->sheets, "row of a sheet", "changed"}, {g->gaps_opened, "gap", "opened"},
                  {g->gaps_closed, "gap", "closed"}};
    bool any = false;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].n > 0) {
            bool one = counts[i].n == 1, row = strncmp(counts[i].thing, "row", 3) == 0;
            wit_buf_printf(out, "%s%zu %s%s %s", any ? ", " : "", counts[i].n,
                           row && !one ? "rows of sheets" : counts[i].thing, one || row ? "" : "s", counts[i].did);
            any = true;
        }
    wit_buf_puts(out, any ? "\n" : "no differences\n");
}

static void text_line(struct wit_buf *out, struct wit_arena *arena, const struct wit_diff_line *line)
{
    const struct wit_change *first = line->members[0];
    bool path = first->class[0] != '\0';
    wit_buf_printf(out, "  %-8s ", line->word);
    if (!path) {
        plain(out, wit_fmt(arena, "%s: %s (%s)", first->id, line->state, line->what));
        wit_buf_putc(out, '\n');
        return;
    }
    plain(out, wit_fmt(arena, "%s: %s", line->what, line->state));
    if (line->n == 1) {
        plain(out, wit_fmt(arena, "  %s", first->id));
        wit_buf_putc(out, '\n');
        return;
    }
    wit_buf_printf(out, " (%zu paths)\n           ", line->n);
    plain(out, wit_diff_members(arena, line));
    wit_buf_puts(out, "\n          ");
    for (size_t i = 0; i < line->n; i++)
        plain(out, wit_fmt(arena, " %s", line->members[i]->id));
    wit_buf_putc(out, '\n');
}

static const char *cause_words(const struct wit_diff_block *b)
{
    return b->cause[0] == '\0' ? "for a reason that the maps do not tell" : b->cause;
}

static void write_text(struct wit_buf *out, struct wit_arena *arena, const struct wit_diff_groups *g)
{
    summary(out, g);
    for (size_t i = 0; i < g->n; i++) {
        const struct wit_diff_block *b = &g->blocks[i];
        wit_buf_putc(out, '\n');
        plain(out, cause_words(b));
        if (b->evidence[0] != '\0')
            plain(out, wit_fmt(arena, " [%s]", b->evidence));
        if (b->who[0] != '\0')
            plain(out, wit_fmt(arena, ", by %s, %s", b->who, b->when));
        wit_buf_putc(out, '\n');
        for (size_t k = 0; k < b->n; k++)
            text_line(out, arena, &b->lines[k]);
    }
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
        wit_jw_kstr(&jw, "subject", c->subject);
        wit_jw_kstr(&jw, "id", c->id);
        wit_jw_kstr(&jw, "what", c->what);
        wit_jw_kstr(&jw, "before", c->before);
        wit_jw_kstr(&jw, "after", c->after);
        wit_jw_kstr(&jw, "cause", c->cause);
        wit_jw_kstr(&jw, "evidence", c->cause_evidence);
        wit_jw_kstr(&jw, "who", c->who);
        wit_jw_kstr(&jw, "when", c->when);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
    wit_buf_putc(out, '\n');
}

/* Names come from outside and must not become markup. */
static void marked(struct wit_buf *out, const char *text)
{
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
}

static void markdown_line(struct wit_buf *out, struct wit_arena *arena, const struct wit_diff_line *line)
{
    const struct wit_change *first = line->members[0];
    wit_buf_printf(out, "- **%s** ", line->word);
    if (first->class[0] == '\0') {
        marked(out, wit_fmt(arena, "%s: %s (%s)", first->id, line->state, line->what));
        wit_buf_putc(out, '\n');
        return;
    }
    marked(out, wit_fmt(arena, "%s: %s", line->what, line->state));
    if (line->n > 1) {
        wit_buf_printf(out, " (%zu paths: ", line->n);
        marked(out, wit_diff_members(arena, line));
        wit_buf_putc(out, ')');
    }
    wit_buf_puts(out, " \xe2\x80\x94 ");
    for (size_t i = 0; i < line->n; i++)
        marked(out, wit_fmt(arena, "%s%s", i > 0 ? ", " : "", line->members[i]->id));
    wit_buf_putc(out, '\n');
}

static void write_markdown(struct wit_buf *out, struct wit_arena *arena, const struct wit_diff_groups *g)
{
    summary(out, g);
    for (size_t i = 0; i < g->n; i++) {
        const struct wit_diff_block *b = &g->blocks[i];
        wit_buf_puts(out, "\n### ");
        marked(out, cause_words(b));
        wit_buf_puts(out, "\n\n");
        for (size_t k = 0; k < b->n; k++)
            markdown_line(out, arena, &b->lines[k]);
        if (b->evidence[0] != '\0') {
            wit_buf_puts(out, "\nEvidence: ");
            marked(out, b->evidence);
            wit_buf_putc(out, '\n');
        }
        if (b->who[0] != '\0') {
            wit_buf_puts(out, "\nBy ");
            marked(out, wit_fmt(arena, "%s, %s", b->who, b->when));
            wit_buf_putc(out, '\n');
        }
    }
}

void wit_diff_write(struct wit_buf *out, const struct wit_diff *diff, enum wit_diff_format format)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_diff_groups groups;
    wit_diff_group(&groups, arena, diff);
    switch (format) {
    case WIT_DIFF_TEXT:
        write_text(out, arena, &groups);
        return;
    case WIT_DIFF_JSON:
        write_json(out, diff);
        return;
    case WIT_DIFF_MARKDOWN:
        write_markdown(out, arena, &groups);
        return;
    }
}
