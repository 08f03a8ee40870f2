/* render/html_changes.c: what changed since the last review, and why.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "render/html.h"

static void subject(struct wit_page *p, const struct wit_change_row *r)
{
    bool path = strcmp(r->subject, "path") == 0, gap = strcmp(r->subject, "gap") == 0;
    if (path)
        wit_html_path_link(p, r->id);
    else if (gap)
        wit_html_gap_link(p, r->id);
    else
        wit_html_short(p, r->id);
}

static void row(struct wit_page *p, const struct wit_change_row *r)
{
    wit_html_raw(p, "<tr><td data-l=\"Change\"><strong>");
    wit_html_text(p, r->kind);
    wit_html_raw(p, "</strong><span class=\"dim\">");
    subject(p, r);
    wit_html_raw(p, "</span></td>");
    wit_html_cell(p, "What", r->what);
    wit_html_cell(p, "Before", r->before);
    wit_html_cell(p, "After", r->after);
    wit_html_raw(p, "<td data-l=\"Because\">");
    wit_html_text(p, *r->cause != '\0' ? r->cause : "the maps do not tell");
    if (*r->evidence != '\0') {
        wit_html_raw(p, " ");
        wit_html_citation(p, r->evidence);
    }
    wit_html_raw(p, "</td><td data-l=\"Who, when\">");
    if (*r->who == '\0' && *r->when == '\0') {
        wit_html_raw(p, "<span class=\"none\">not in evidence</span>");
    } else {
        wit_html_text(p, r->who);
        wit_html_raw(p, "<span class=\"dim\">");
        wit_html_time(p, r->when);
        wit_html_raw(p, "</span>");
    }
    wit_html_raw(p, "</td></tr>\n");
}

void wit_html_changes(struct wit_page *p)
{
    const struct wit_changes *c = p->changes;
    if (c == NULL)
        return;
    wit_html_raw(p, "<section id=\"changes\">\n<h2>What changed</h2>\n<p class=\"note\">Against the map of ");
    wit_html_time(p, c->previous_last);
    wit_html_raw(p, ", <code class=\"hash\">");
    wit_html_text(p, c->previous_sha256);
    wit_html_raw(p, "</code>. By effective path: rules that were rewritten to the same effect are no change.</p>\n");
    if (c->n == 0) {
        wit_html_raw(p, "<p>Nothing.</p>\n</section>\n");
        return;
    }
    wit_html_raw(p, "<table class=\"stack\">\n<thead><tr><th scope=\"col\">Change</th><th scope=\"col\">What</th><th "
                    "scope=\"col\">Before</th><th scope=\"col\">After</th>"
                    "<th scope=\"col\">Because</th><th scope=\"col\">Who, when</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < c->n; i++)
        row(p, &c->rows[i]);
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}
