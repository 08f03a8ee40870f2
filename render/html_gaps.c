/* render/html_gaps.c: what is missing in the evidence, what was assumed, and what was found.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/escape.h"
#include "render/html.h"
#include "render/style.h"

static void gap_row(struct wit_page *p, const struct wit_map_gap *g)
{
    wit_html_raw(p, "<tr id=\"");
    wit_html_text(p, g->id);
    wit_html_raw(p, "\"><td data-l=\"Gap\"><code>");
    wit_html_short(p, g->id);
    wit_html_raw(p, "</code><br><span class=\"tag unknown\">");
    wit_html_text(p, g->reason);
    wit_html_raw(p, "</span></td><td data-l=\"Asked\">");
    wit_html_text(p, g->service);
    wit_html_raw(p, " ");
    wit_html_text(p, g->operation);
    if (*g->resource != '\0') {
        wit_html_raw(p, "<br>");
        wit_html_short(p, g->resource);
    }
    wit_html_raw(p, "<br><span class=\"dim\">");
    wit_html_text(p, g->account);
    wit_html_raw(p, " ");
    wit_html_text(p, g->region);
    wit_html_raw(p, "</span></td><td data-l=\"What stays open\">");
    wit_esc_xml(p->out, g->text, 4000); /* the provider's words whole: elsewhere they are cut to their code */
    wit_html_raw(p, "</td><td data-l=\"What closes it\">");
    wit_html_raw(p, *g->remedy != '\0' ? "<code>" : "<span class=\"none\">no call: a later version of the model");
    wit_html_text(p, g->remedy);
    wit_html_raw(p, *g->remedy != '\0' ? "</code>" : "</span>");
    if (*g->evidence != '\0') {
        wit_html_raw(p, "<br>");
        wit_html_citation(p, g->evidence);
    }
    wit_html_raw(p, "</td></tr>\n");
}

/* Many are folded: `--assume-empty` makes one for each call that was not answered. */
static void assumptions(struct wit_page *p)
{
    enum { OPEN_MAX = 5 };
    const size_t n = p->map->n_assumptions;
    if (n == 0)
        return;
    wit_html_raw(p, "<h3>Assumed, not proved</h3>\n");
    if (n > OPEN_MAX) {
        wit_html_raw(p, "<details><summary>");
        wit_html_count(p, n, "assumption", "assumptions");
        wit_html_raw(p, "</summary>\n");
    }
    wit_html_raw(p, "<ul>\n");
    for (size_t i = 0; i < n; i++) {
        wit_html_raw(p, "<li>");
        wit_html_text(p, p->map->assumptions[i]);
        wit_html_raw(p, "</li>\n");
    }
    wit_html_raw(p, n > OPEN_MAX ? "</ul>\n</details>\n" : "</ul>\n");
}

void wit_html_gaps(struct wit_page *p)
{
    wit_html_raw(p, "<section id=\"gaps\">\n<h2>Gaps and assumptions</h2>\n");
    if (p->map->n_gaps == 0)
        wit_html_raw(p, "<p>The map records no gap.</p>\n");
    if (p->map->n_gaps > 0) {
        wit_html_raw(p,
                     "<table class=\"stack\">\n<thead><tr><th>Gap</th><th>Asked</th><th>What stays open</th><th>What "
                     "closes it</th></tr></thead>\n<tbody>\n");
        for (size_t i = 0; i < p->map->n_gaps; i++)
            gap_row(p, &p->map->gaps[i]);
        wit_html_raw(p, "</tbody></table>\n");
    }
    assumptions(p);
    wit_html_raw(p, "</section>\n");
}

static void finding_row(struct wit_page *p, const struct wit_finding *f)
{
    wit_html_raw(p, "<tr id=\"");
    wit_html_text(p, f->id);
    wit_buf_printf(
        p->out, "\"><td data-l=\"Severity\"><span class=\"tag sev-%s\">%s</span></td><td data-l=\"Finding\"><strong>",
        wit_severity_word(f->severity), wit_severity_word(f->severity));
    wit_html_text(p, f->title);
    wit_html_raw(p, "</strong><br>");
    wit_html_text(p, f->text);
    wit_html_raw(p, "</td><td data-l=\"Paths\">");
    for (size_t i = 0; i < f->n_paths && i < 12; i++) {
        wit_html_raw(p, i > 0 ? "<br>" : "");
        wit_html_path_link(p, f->paths[i]);
    }
    if (f->n_paths > 12)
        wit_buf_printf(p->out, "<br>and %zu more", f->n_paths - 12);
    wit_html_raw(p, f->n_paths == 0 ? "<span class=\"none\">\xe2\x80\x93</span></td><td data-l=\"Evidence\">"
                                    : "</td><td data-l=\"Evidence\">");
    for (size_t i = 0; i < f->n_evidence && i < 12; i++) {
        wit_html_raw(p, i > 0 ? "<br>" : "");
        wit_html_citation(p, f->evidence[i]);
    }
    wit_html_raw(p, f->n_evidence == 0 ? "<span class=\"none\">\xe2\x80\x93</span></td></tr>\n" : "</td></tr>\n");
}

void wit_html_findings(struct wit_page *p)
{
    wit_html_raw(p, "<section id=\"findings\">\n<h2>Findings</h2>\n");
    if (p->map->n_findings == 0) {
        wit_html_raw(p, "<p>None.</p>\n</section>\n");
        return;
    }
    wit_html_raw(
        p, "<table class=\"stack\">\n<thead><tr><th>Severity</th><th>Finding</th><th>Paths</th><th>Evidence</th></tr>"
           "</thead>\n<tbody>\n");
    for (int severity = WIT_HIGH; severity >= WIT_INFO; severity--) {
        for (size_t i = 0; i < p->map->n_findings; i++) {
            if ((int)p->map->findings[i].severity == severity)
                finding_row(p, &p->map->findings[i]);
        }
    }
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}
