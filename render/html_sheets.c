/* render/html_sheets.c: tables that a review asks for: scorecards, checklists, placement, identities; and waivers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "render/html.h"

enum { LINKS = 8 };

/* Groups in the order of a reader's questions; others follow. */
static const struct {
    const char *group, *title;
} GROUPS[] = {
    {"scorecard", "Scorecards"},          {"checklist", "Checklists"},
    {"storage", "Storage and keys"},      {"placement", "Placement"},
    {"identity", "Identities"},           {"traffic", "Data transfer"},
    {"responsibility", "Responsibility"}, {"questions", "Questions and answers"},
};
#define N_GROUPS (sizeof GROUPS / sizeof *GROUPS)

static void mark(struct wit_page *p, enum wit_mark m)
{
    static const char *const words[] = {[WIT_MARK_NONE] = "",
                                        [WIT_MARK_GOOD] = "good",
                                        [WIT_MARK_WATCH] = "watch",
                                        [WIT_MARK_BAD] = "bad",
                                        [WIT_MARK_UNKNOWN] = "unknown"};
    if (m != WIT_MARK_NONE)
        wit_buf_printf(p->out, "<b class=\"mk mk-%s\">%s</b>", words[m], words[m]);
}

static void basis(struct wit_page *p, enum wit_basis b)
{
    static const char *const css[] = {[WIT_BASIS_COMPUTED] = "ev",
                                      [WIT_BASIS_DECLARED] = "de",
                                      [WIT_BASIS_BOTH] = "both",
                                      [WIT_BASIS_MISSING] = "no",
                                      [WIT_BASIS_NONE] = "na"};
    wit_buf_printf(p->out, "<small class=\"%s\">%s</small>", css[b],
                   b == WIT_BASIS_COMPUTED ? "from evidence" : wit_basis_word(b));
}

static void row(struct wit_page *p, const struct wit_sheet *s, const struct wit_sheet_row *r)
{
    wit_html_raw(p, "<tr><td data-l=\"Mark\">");
    mark(p, r->mark);
    basis(p, r->basis);
    wit_html_raw(p, "</td>");
    for (size_t i = 0; i < s->n_columns; i++) {
        wit_html_raw(p, "<td data-l=\"");
        wit_html_text(p, s->columns[i]);
        wit_html_raw(p, "\">");
        wit_html_text(p, i < r->n_cells && *r->cells[i] != '\0' ? r->cells[i] : "\xe2\x80\x93");
        wit_html_raw(p, "</td>");
    }
    wit_html_raw(p, "<td data-l=\"Why\">");
    wit_html_text(p, r->text);
    for (size_t i = 0; i < r->n_paths && i < LINKS; i++) {
        wit_html_raw(p, i == 0 ? "<small>paths " : ", ");
        wit_html_path_link(p, r->paths[i]);
    }
    if (r->n_paths > LINKS)
        wit_buf_printf(p->out, " and %zu more", r->n_paths - LINKS);
    wit_html_raw(p, r->n_paths > 0 ? "</small>" : "");
    for (size_t i = 0; i < r->n_evidence && i < LINKS; i++) {
        wit_html_raw(p, "<small>");
        wit_html_citation(p, r->evidence[i]);
        wit_html_raw(p, "</small>");
    }
    if (r->n_evidence > LINKS)
        wit_buf_printf(p->out, "<small>and %zu more</small>", r->n_evidence - LINKS);
    wit_html_raw(p, "</td></tr>\n");
}

static void sheet(struct wit_page *p, const struct wit_sheet *s)
{
    size_t n[WIT_MARK_UNKNOWN + 1] = {0};
    for (size_t i = 0; i < s->n_rows; i++)
        n[s->rows[i].mark]++;
    wit_html_raw(p, "<details class=\"sheet\" id=\"sheet-");
    wit_html_text(p, s->id);
    wit_html_raw(p,
                 s->mark == WIT_MARK_BAD || s->mark == WIT_MARK_UNKNOWN ? "\" open><summary><h4>" : "\"><summary><h4>");
    wit_html_text(p, s->title);
    wit_html_raw(p, "</h4> ");
    mark(p, s->mark);
    wit_html_raw(p, " <span class=\"counts\">");
    wit_html_count(p, s->n_rows, "row", "rows");
    static const enum wit_mark order[] = {WIT_MARK_BAD, WIT_MARK_UNKNOWN, WIT_MARK_WATCH, WIT_MARK_GOOD};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (n[order[i]] > 0)
            wit_buf_printf(p->out, ", %zu %s", n[order[i]], wit_mark_word(order[i]));
    }
    wit_html_raw(p, "</span></summary>\n<p class=\"q\">");
    wit_html_text(p, s->question);
    if (*s->source != '\0') {
        wit_html_raw(p, " <span class=\"dim\">(");
        wit_html_text(p, s->source);
        wit_html_raw(p, ")</span>");
    }
    wit_html_raw(p, "</p>\n");
    if (*s->note != '\0') {
        wit_html_raw(p, "<p class=\"note\">");
        wit_html_text(p, s->note);
        wit_html_raw(p, "</p>\n");
    }
    if (s->n_rows > 0) {
        wit_html_raw(p,
                     "<div class=\"scroll\"><table class=\"stack sheet-t\">\n<thead><tr><th scope=\"col\">Mark</th>");
        for (size_t i = 0; i < s->n_columns; i++) {
            wit_html_raw(p, "<th scope=\"col\">");
            wit_html_text(p, s->columns[i]);
            wit_html_raw(p, "</th>");
        }
        wit_html_raw(p, "<th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
        for (size_t i = 0; i < s->n_rows; i++)
            row(p, s, &s->rows[i]);
        wit_html_raw(p, "</tbody></table></div>\n");
    }
    wit_html_raw(p, "</details>\n");
}

static size_t group_of(const char *group)
{
    for (size_t i = 0; i < N_GROUPS; i++) {
        if (strcmp(GROUPS[i].group, group) == 0)
            return i;
    }
    return N_GROUPS;
}

void wit_html_sheets(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    if (m->n_sheets == 0)
        return;
    wit_html_raw(p, "<section id=\"sheets\">\n<h2>Scorecards and tables</h2>\n<p class=\"note\">Each row says where it "
                    "comes from: <small class=\"ev\">from evidence</small>, <small class=\"de\">declared</small> by "
                    "people, both, missing, or not computable. The mark of a table is its worst row's; nothing is "
                    "averaged. What is unknown is never good.</p>\n");
    for (size_t g = 0; g <= N_GROUPS; g++) {
        bool first = true;
        for (size_t i = 0; i < m->n_sheets; i++) {
            if (group_of(m->sheets[i].group) != g)
                continue;
            if (first)
                wit_buf_printf(p->out, "<h3>%s</h3>\n", g < N_GROUPS ? GROUPS[g].title : "More");
            first = false;
            sheet(p, &m->sheets[i]);
        }
    }
    wit_html_raw(p, "</section>\n");
}

void wit_html_waivers(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    if (m->n_waivers == 0)
        return;
    wit_html_raw(p, "<section id=\"waivers\">\n<h2>Waivers</h2>\n<p class=\"note\">What somebody decided to live with, "
                    "until when.</p>\n<table class=\"stack\">\n<thead><tr><th scope=\"col\">Waiver</th><th "
                    "scope=\"col\">About</th><th scope=\"col\">Owner</th><th scope=\"col\">Reason</th><th "
                    "scope=\"col\">Until</th><th scope=\"col\">State</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < m->n_waivers; i++) {
        const struct wit_waiver *w = &m->waivers[i];
        wit_html_raw(p, "<tr>");
        wit_html_cell(p, "Waiver", w->id);
        wit_html_cell(p, "About", w->subject);
        wit_html_cell(p, "Owner", w->owner);
        wit_html_cell(p, "Reason", w->reason);
        wit_html_cell(p, "Until", w->until);
        wit_html_raw(p, w->ended   ? "<td data-l=\"State\"><b class=\"mk mk-bad\">ended</b></td></tr>\n"
                        : !w->used ? "<td data-l=\"State\">not needed: nothing here is what it speaks of</td></tr>\n"
                                   : "<td data-l=\"State\"><b class=\"mk mk-watch\">in force</b></td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}

/* Storage surfaces known from evidence. */
void wit_html_storage(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    if (m->n_buckets == 0)
        return;
    wit_html_raw(p, "<section id=\"storage\">\n<h2>Storage surfaces</h2>\n<table class=\"stack\">\n<thead><tr><th "
                    "scope=\"col\">Bucket</th><th scope=\"col\">Account</th><th scope=\"col\">Region</th><th "
                    "scope=\"col\">Encryption</th><th scope=\"col\">Key</th><th scope=\"col\">Public access "
                    "block</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < m->n_buckets; i++) {
        const struct wit_map_bucket *b = &m->buckets[i];
        wit_html_raw(p, "<tr>");
        wit_html_cell(p, "Bucket", b->name);
        wit_html_cell(p, "Account", b->account);
        wit_html_cell(p, "Region", b->region);
        wit_html_cell(p, "Encryption", *b->encryption != '\0' ? b->encryption : "unknown: not in evidence");
        wit_html_cell(p, "Key", b->key);
        wit_html_cell(p, "Public access block",
                      *b->public_access_block != '\0' ? b->public_access_block : "unknown: not in evidence");
        wit_html_raw(p, "</tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}
