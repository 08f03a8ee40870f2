/* render/html_statements.c: the isolation statements: what must be impossible, and whether it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "render/html.h"
#include "render/style.h"

/* How each outcome is told. */
static const struct {
    const char *css, *word;
    enum wit_status mark;
    const char *column; /* what a witness's decider did */
} OUTCOMES[] = {
    [WIT_PROVED] = {"proved", "Proved", WIT_GREEN, "What closes it"},
    [WIT_VIOLATED] = {"violated", "Violated", WIT_RED, "What opens it"},
    [WIT_UNDECIDED] = {"unknown", "Unknown", WIT_YELLOW, "What leaves it open"},
};

enum { LISTED = 24, ROWS = 150 }; /* names in one cell, rows of one statement; statements.csv has them all */

static void sentence(struct wit_page *p, const struct wit_assertion *a)
{
    wit_html_raw(p, "<p>");
    switch (a->proof) {
    case WIT_PROVED:
        wit_html_raw(p, "Every way is closed, by evidence in the bundle");
        break;
    case WIT_VIOLATED:
        wit_html_count(p, a->n_witnesses, "way is", "ways are");
        wit_html_raw(p, " open");
        break;
    case WIT_UNDECIDED:
        wit_html_raw(p, "Not decided: ");
        wit_html_count(p, a->n_witnesses, "way", "ways");
        wit_html_raw(p, " may be open, because ");
        wit_html_count(p, a->n_gaps, "answer is", "answers are");
        wit_html_raw(p, " missing");
        break;
    }
    wit_html_raw(p, ". ");
    wit_html_count(p, a->checked_pairs, "endpoint pair", "endpoint pairs");
    wit_html_raw(p, " checked.</p>\n");
}

/* A row of the table: ways with the same ports and decider, from each of `from` to each of `to`. */
struct row {
    const struct wit_witness **ways;
    size_t n, cap;
    const char *rest;       /* what the ways share: ports, decider */
    const char *from, *tos; /* while rows are made: of one source; its destinations */
    bool merged;
};

static struct row *row_of(struct row *rows, size_t *n, struct wit_strmap *index, struct wit_arena *arena,
                          const struct wit_witness *w)
{
    const char *rest = wit_fmt(arena, "%s\n%s", w->ports, w->decider);
    const char *key = wit_fmt(arena, "%s\n%s", w->from, rest);
    uintptr_t at = (uintptr_t)wit_strmap_get(index, key);
    if (at == 0) {
        rows[(*n)++] = (struct row){.rest = rest, .from = w->from, .tos = ""};
        at = *n;
        wit_strmap_set(index, key, (void *)at);
    }
    return &rows[at - 1];
}

/* Exact: first the ways of one source are drawn together, then the sources with the same destinations. */
static size_t fold(struct row *rows, struct wit_arena *arena, const struct wit_assertion *a)
{
    struct wit_strmap *index = wit_strmap_new(arena), *alike = wit_strmap_new(arena);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < a->n_witnesses; i++) {
        const struct wit_witness *w = &a->witnesses[i];
        struct row *r = row_of(rows, &n, index, arena, w);
        WIT_PUSH(arena, r->ways, r->n, r->cap) = w;
        r->tos = wit_fmt(arena, "%s\n%s", r->tos, w->to);
    }
    for (size_t i = 0; i < n; i++) {
        const char *key = wit_fmt(arena, "%s\n%s", rows[i].rest, rows[i].tos);
        uintptr_t at = (uintptr_t)wit_strmap_get(alike, key);
        if (at == 0) {
            rows[kept++] = rows[i];
            wit_strmap_set(alike, key, (void *)(uintptr_t)kept);
            continue;
        }
        for (size_t k = 0; k < rows[i].n; k++)
            WIT_PUSH(arena, rows[at - 1].ways, rows[at - 1].n, rows[at - 1].cap) = rows[i].ways[k];
    }
    return kept;
}

enum column { FROM, TO, EVIDENCE, PATH };

static const char *value(const struct wit_witness *w, enum column c)
{
    return c == FROM ? w->from : c == TO ? w->to : c == EVIDENCE ? w->evidence : w->path;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The different values of a column, one a line; false: there are none. */
static bool values(struct wit_page *p, const struct row *r, enum column column)
{
    const char **list = WIT_NEW_ARRAY(p->arena, const char *, r->n);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        list[n] = value(r->ways[i], column);
        n += *list[n] != '\0';
    }
    if (n > 0)
        qsort(list, n, sizeof *list, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(list[i], list[kept - 1]) != 0)
            list[kept++] = list[i];
    wit_html_raw(p, kept > 0 && column == PATH ? "<div class=\"nm\">path " : "");
    for (size_t i = 0; i < kept && i < LISTED; i++) {
        wit_html_raw(p, column != PATH ? "<div class=\"nm\">" : i > 0 ? ", " : "");
        if (column == PATH)
            wit_html_path_link(p, list[i]);
        else if (column == EVIDENCE)
            wit_html_citation(p, list[i]);
        else
            wit_html_text(p, list[i]);
        wit_html_raw(p, column != PATH ? "</div>" : "");
    }
    if (kept > LISTED)
        wit_buf_printf(p->out, "%sand %zu more%s", column == PATH ? " " : "<div class=\"nm\">", kept - LISTED,
                       column == PATH ? "" : "</div>");
    wit_html_raw(p, kept > 0 && column == PATH ? "</div>" : "");
    return kept > 0;
}

static void names_cell(struct wit_page *p, const struct row *r, enum column column, const char *label)
{
    wit_buf_printf(p->out, "<td data-l=\"%s\"><div>", label);
    if (!values(p, r, column))
        wit_html_raw(p, "<span class=\"none\">\xe2\x80\x93</span>");
    wit_html_raw(p, "</div></td>");
}

static void witnesses(struct wit_page *p, const struct wit_assertion *a)
{
    if (a->n_witnesses == 0)
        return;
    struct row *rows = WIT_NEW_ARRAY(p->arena, struct row, a->n_witnesses);
    size_t n = fold(rows, p->arena, a);
    wit_html_raw(p, "<table class=\"stack\">\n<thead><tr><th scope=\"col\">From</th><th scope=\"col\">To</th><th "
                    "scope=\"col\">Ports</th><th scope=\"col\">");
    wit_html_raw(p, OUTCOMES[a->proof].column);
    wit_html_raw(p, "</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n && i < ROWS; i++) {
        const struct row *r = &rows[i];
        wit_html_raw(p, "<tr>");
        names_cell(p, r, FROM, "From");
        names_cell(p, r, TO, "To");
        if (r->ways[0]->verdict == WIT_ONE_WAY && *r->ways[0]->ports == '\0')
            wit_html_raw(p, "<td data-l=\"Ports\">one-way</td>");
        else
            wit_html_cell(p, "Ports",
                          *r->ways[0]->ports == '\0' && *r->ways[0]->from != '\0' ? "any" : r->ways[0]->ports);
        wit_buf_printf(p->out, "<td data-l=\"%s\">", OUTCOMES[a->proof].column);
        wit_html_text(p, r->ways[0]->decider);
        wit_html_raw(p, "</td><td data-l=\"Evidence\"><div>");
        (void)values(p, r, EVIDENCE);
        (void)values(p, r, PATH);
        wit_html_raw(p, "</div></td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n");
    if (n > ROWS)
        wit_buf_printf(p->out,
                       "<p class=\"note\">And %zu more rows in <a href=\"statements.csv\">statements.csv</a>.</p>\n",
                       n - ROWS);
    if (n < a->n_witnesses)
        wit_html_raw(
            p, "<p class=\"note\">A row with several names stands for each on the left with each on the right; one "
               "by one in <a href=\"statements.csv\">statements.csv</a>.</p>\n");
}

static const struct wit_map_gap *gap_of(const struct wit_map *map, const char *id)
{
    for (size_t i = 0; i < map->n_gaps; i++) {
        if (strcmp(map->gaps[i].id, id) == 0)
            return &map->gaps[i];
    }
    return NULL;
}

static void open_gaps(struct wit_page *p, const struct wit_assertion *a)
{
    if (a->n_gaps == 0)
        return;
    wit_html_raw(p, "<p class=\"h\">What is missing, and what closes it</p>\n<ul class=\"gaps\">\n");
    for (size_t i = 0; i < a->n_gaps; i++) {
        const struct wit_map_gap *gap = gap_of(p->map, a->gaps[i]);
        wit_html_raw(p, "<li>");
        wit_html_gap_link(p, a->gaps[i]);
        if (gap != NULL) {
            wit_html_raw(p, " ");
            wit_html_text(p, wit_gap_brief(p->arena, gap->text));
            if (*gap->remedy != '\0') {
                wit_html_raw(p, "<br><code>");
                wit_html_text(p, gap->remedy);
                wit_html_raw(p, "</code>");
            }
        }
        wit_html_raw(p, "</li>\n");
    }
    wit_html_raw(p, "</ul>\n");
}

static void statement(struct wit_page *p, const struct wit_assertion *a)
{
    wit_buf_printf(p->out, "<article class=\"st-box %s\" id=\"s-", OUTCOMES[a->proof].css);
    wit_html_text(p, a->id);
    wit_html_raw(p, "\">\n<h3><span class=\"tag\">");
    wit_html_mark(p, OUTCOMES[a->proof].mark);
    wit_html_raw(p, OUTCOMES[a->proof].word);
    wit_html_raw(p, "</span> ");
    wit_html_short(p, a->id);
    wit_html_raw(p, "</h3>\n<p class=\"claim\">Must be impossible: ");
    wit_html_text(p, a->text);
    wit_html_raw(p, ".</p>\n");
    sentence(p, a);
    witnesses(p, a);
    open_gaps(p, a);
    wit_html_raw(p, "</article>\n");
}

void wit_html_statements(struct wit_page *p)
{
    static const enum wit_proof order[] = {WIT_VIOLATED, WIT_UNDECIDED, WIT_PROVED};
    wit_html_raw(p, "<section id=\"statements\">\n<h2>Isolation statements</h2>\n");
    if (p->map->n_assertions == 0)
        wit_html_raw(p, "<p>The intent has no <code>never</code> statement, so no isolation is claimed here.</p>\n");
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        for (size_t i = 0; i < p->map->n_assertions; i++) {
            if (p->map->assertions[i].proof == order[k])
                statement(p, &p->map->assertions[i]);
        }
    }
    wit_html_raw(p, "</section>\n");
}
