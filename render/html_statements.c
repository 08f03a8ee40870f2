/* render/html_statements.c: the isolation statements: what must be impossible, and whether it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
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

static void witnesses(struct wit_page *p, const struct wit_assertion *a)
{
    if (a->n_witnesses == 0)
        return;
    wit_html_raw(p, "<table class=\"stack\">\n<thead><tr><th>From</th><th>To</th><th>Ports</th><th>");
    wit_html_raw(p, OUTCOMES[a->proof].column);
    wit_html_raw(p, "</th><th>Evidence</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < a->n_witnesses; i++) {
        const struct wit_witness *w = &a->witnesses[i];
        wit_html_raw(p, "<tr>");
        wit_html_cell(p, "From", w->from);
        wit_html_cell(p, "To", w->to);
        wit_html_cell(p, "Ports", w->ports);
        wit_buf_printf(p->out, "<td data-l=\"%s\">", OUTCOMES[a->proof].column);
        wit_html_text(p, w->decider);
        wit_html_raw(p, "</td><td data-l=\"Evidence\">");
        wit_html_citation(p, w->evidence);
        if (*w->path != '\0') {
            wit_html_raw(p, *w->evidence != '\0' ? "<br>path " : "path ");
            wit_html_path_link(p, w->path);
        }
        wit_html_raw(p, "</td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n");
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
            wit_html_text(p, gap->text);
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
    wit_buf_printf(p->out, "<article class=\"st %s\" id=\"s-", OUTCOMES[a->proof].css);
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
