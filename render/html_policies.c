/* render/html_policies.c: paths to buckets, one row each: what the network permits beside what policies permit.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two verdicts that are never merged (docs/identity.md): data moves only where both are open.
 */
#include <string.h>

#include "render/csv.h"
#include "render/html.h"

/* The row that makes the part's verdict: the first of that verdict. */
const struct wit_identity_row *wit_policies_decisive(const struct wit_path *path)
{
    for (size_t i = 0; i < path->identity.n; i++)
        if (path->identity.rows[i].verdict == path->identity.verdict)
            return &path->identity.rows[i];
    return path->identity.n > 0 ? &path->identity.rows[0] : NULL;
}

static void verdict(struct wit_page *p, enum wit_verdict v)
{
    wit_buf_printf(p->out, "<span class=\"v v-%s\">%s</span>", wit_verdict_word(v), wit_verdict_word(v));
}

static void end(struct wit_page *p, const char *label, const struct wit_scope *s, const char *path)
{
    wit_buf_printf(p->out, "<td data-l=\"%s\">", label);
    wit_html_short(p, *s->name != '\0' ? s->name : s->id);
    if (*s->role != '\0') {
        wit_html_raw(p, " <span class=\"role\">");
        wit_html_short(p, s->role);
        wit_html_raw(p, "</span>");
    }
    if (path != NULL) {
        wit_html_raw(p, "<span class=\"dim\">");
        wit_html_path_link(p, path);
        wit_html_raw(p, "</span>");
    }
    wit_html_raw(p, "</td>");
}

static void decider(struct wit_page *p, const struct wit_identity_row *row)
{
    if (*row->decider.of == '\0') {
        for (size_t i = 0; i < row->n_gaps && i < 4; i++) {
            wit_html_raw(p, i == 0 ? "gap " : ", ");
            wit_html_gap_link(p, row->gaps[i]);
        }
        if (row->n_gaps == 0)
            wit_html_raw(p, "<span class=\"none\">\xe2\x80\x93</span>");
        return;
    }
    wit_html_text(p, row->decider.of);
    if (strcmp(row->decider.of, "acl") != 0 && strcmp(row->decider.of, "public-access-block") != 0)
        wit_html_raw(p, " policy");
    if (*row->decider.statement != '\0') {
        wit_html_raw(p, ", statement ");
        wit_html_short(p, row->decider.statement);
    }
    wit_html_raw(p, "<span class=\"dim\">");
    wit_html_short(p, row->decider.id);
    wit_html_raw(p, "</span>");
}

static void reason(struct wit_page *p, const struct wit_identity_row *row)
{
    wit_html_text(p, row->text);
    if (row->verdict == WIT_UNKNOWN && *row->remedy != '\0') {
        wit_html_raw(p, "<br><code>");
        wit_html_text(p, row->remedy);
        wit_html_raw(p, "</code>");
    }
    if (*row->evidence != '\0') {
        wit_html_raw(p, "<br>");
        wit_html_citation(p, row->evidence);
    }
}

static void all_rows(struct wit_page *p, const struct wit_path *path)
{
    if (path->identity.n < 2)
        return;
    wit_html_raw(p, "<tr class=\"more\"><td colspan=\"6\"><details><summary>");
    wit_html_count(p, path->identity.n, "answer", "answers");
    wit_html_raw(p, ": every action, principal and way</summary>\n<table class=\"hops stack\">\n<thead><tr>"
                    "<th scope=\"col\">Action</th><th scope=\"col\">Who</th><th scope=\"col\">By way of</th><th "
                    "scope=\"col\">Verdict</th><th scope=\"col\">Decided by</th><th scope=\"col\">Why</th></tr>"
                    "</thead><tbody>\n");
    for (size_t i = 0; i < path->identity.n; i++) {
        const struct wit_identity_row *row = &path->identity.rows[i];
        wit_html_raw(p, "<tr>");
        wit_html_cell(p, "Action", row->action);
        wit_html_cell(p, "Who", *row->principal != '\0' ? row->principal : "not known");
        wit_html_cell(p, "By way of", row->way);
        wit_html_raw(p, "<td data-l=\"Verdict\">");
        verdict(p, row->verdict);
        wit_html_raw(p, "</td><td data-l=\"Decided by\">");
        decider(p, row);
        wit_html_raw(p, "</td><td data-l=\"Why\">");
        reason(p, row);
        wit_html_raw(p, "</td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n</details></td></tr>\n");
}

static void path_row(struct wit_page *p, const struct wit_path *path)
{
    const struct wit_identity_row *row = wit_policies_decisive(path);
    wit_html_raw(p, "<tr>");
    end(p, "From", &path->from, path->id);
    end(p, "Bucket", &path->to, NULL);
    wit_html_raw(p, "<td data-l=\"Network\">");
    verdict(p, path->permitted.verdict);
    wit_html_raw(p, "</td><td data-l=\"Policies\">");
    verdict(p, path->identity.verdict);
    wit_html_raw(p, "<span class=\"dim\">");
    wit_html_text(p, row->action);
    wit_html_raw(p, " by ");
    wit_html_text(p, *row->principal != '\0' ? row->principal : "an unknown principal");
    wit_html_raw(p, "</span></td><td data-l=\"Decided by\">");
    decider(p, row);
    wit_html_raw(p, "</td><td data-l=\"Why\">");
    reason(p, row);
    wit_html_raw(p, "</td></tr>\n");
    all_rows(p, path);
}

void wit_html_policies(struct wit_page *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->map->n_paths; i++) {
        if (p->map->paths[i].identity.n == 0)
            continue;
        if (n++ == 0)
            wit_html_raw(
                p, "<section id=\"policies\">\n<h2>Buckets: network and policies</h2>\n<p class=\"note\">Two verdicts "
                   "apart: whether the network lets a connection through, and whether policies let the credentials "
                   "that are used there read, write or list. Data moves only where both are open.</p>\n"
                   "<table class=\"stack\">\n<thead><tr><th scope=\"col\">From</th><th scope=\"col\">Bucket</th><th "
                   "scope=\"col\">Network</th><th scope=\"col\">Policies</th>"
                   "<th scope=\"col\">Decided by</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
        path_row(p, &p->map->paths[i]);
    }
    if (n > 0)
        wit_html_raw(p, "</tbody></table>\n</section>\n");
}
