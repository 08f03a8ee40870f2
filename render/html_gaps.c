/* render/html_gaps.c: what is missing in the evidence, what was assumed, and what was found.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/escape.h"
#include "render/html.h"
#include "render/style.h"
#include "render/svg.h"

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
        wit_html_raw(p, "<table class=\"stack\">\n<thead><tr><th scope=\"col\">Gap</th><th scope=\"col\">Asked</th><th "
                        "scope=\"col\">What stays "
                        "open</th><th scope=\"col\">What closes it</th></tr></thead>\n<tbody>\n");
        for (size_t i = 0; i < p->map->n_gaps; i++)
            gap_row(p, &p->map->gaps[i]);
        wit_html_raw(p, "</tbody></table>\n");
    }
    assumptions(p);
    wit_html_raw(p, "</section>\n");
}

enum { PICTURES = 12, LISTED = 8 }; /* findings that are drawn; links in one cell */

static bool finding_picture(struct wit_page *p, const struct wit_finding *f, struct wit_err *err)
{
    wit_html_raw(p, "<tr class=\"fp\"><td colspan=\"4\"><figure>\n");
    if (!wit_svg_inline(p->out, NULL, p->map, (struct wit_scene_view){-1, f}, err))
        return false;
    wit_html_raw(p, "</figure></td></tr>\n");
    return true;
}

static void finding_row(struct wit_page *p, const struct wit_finding *f)
{
    wit_html_raw(p, "<tr id=\"");
    wit_html_text(p, f->id);
    wit_buf_printf(p->out, "\"><td data-l=\"Severity\"><b class=\"sev sev-%s\">%s</b>", wit_severity_word(f->severity),
                   wit_severity_word(f->severity));
    if (*f->waiver != '\0') {
        wit_html_raw(p, "<small>waived: ");
        wit_html_text(p, f->waiver);
        wit_html_raw(p, "</small>");
    }
    wit_html_raw(p, "</td><td data-l=\"Finding\"><strong>");
    wit_html_text(p, f->title);
    wit_html_raw(p, "</strong><br>");
    wit_html_text(p, f->text);
    wit_html_raw(p, "</td><td data-l=\"Paths\">");
    for (size_t i = 0; i < f->n_paths && i < LISTED; i++) {
        wit_html_raw(p, i > 0 ? "<br>" : "");
        wit_html_path_link(p, f->paths[i]);
    }
    if (f->n_paths > LISTED)
        wit_buf_printf(p->out, "<br>and %zu more", f->n_paths - LISTED);
    wit_html_raw(p, f->n_paths == 0 ? "<span class=\"none\">\xe2\x80\x93</span></td><td data-l=\"Evidence\">"
                                    : "</td><td data-l=\"Evidence\">");
    for (size_t i = 0; i < f->n_evidence && i < LISTED; i++) {
        wit_html_raw(p, i > 0 ? "<br>" : "");
        wit_html_citation(p, f->evidence[i]);
    }
    wit_html_raw(p, f->n_evidence == 0 ? "<span class=\"none\">\xe2\x80\x93</span></td></tr>\n" : "</td></tr>\n");
}

bool wit_html_findings(struct wit_page *p, struct wit_err *err)
{
    wit_html_raw(p, "<section id=\"findings\">\n<h2>Findings</h2>\n");
    if (p->map->n_findings == 0) {
        wit_html_raw(p, "<p>None.</p>\n</section>\n");
        return true;
    }
    size_t drawn = 0, more = 0;
    wit_html_raw(p, "<table class=\"stack\">\n<thead><tr><th scope=\"col\">Severity</th><th scope=\"col\">Finding</th>"
                    "<th scope=\"col\">Paths</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
    for (int severity = WIT_HIGH; severity >= WIT_INFO; severity--) {
        for (size_t i = 0; i < p->map->n_findings; i++) {
            const struct wit_finding *f = &p->map->findings[i];
            if ((int)f->severity != severity)
                continue;
            finding_row(p, f);
            if (f->n_paths == 0 || !wit_html_path_known(p, f->paths[0]))
                continue;
            if (drawn++ < PICTURES && !finding_picture(p, f, err))
                return false;
            more += drawn > PICTURES ? 1 : 0;
        }
    }
    wit_html_raw(p, "</tbody></table>\n");
    if (more > 0)
        wit_buf_printf(p->out,
                       "<p class=\"note\">The %d severest are drawn, %zu more are not: <code>pathwitness render</code> "
                       "draws any class.</p>\n",
                       PICTURES, more);
    wit_html_raw(p, "</section>\n");
    return true;
}
