/* render/html_indirect.c: chains of connections through nodes that open connections of their own, in a table apart.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/html.h"

enum { ROWS_MAX = 300 };

static void row(struct wit_page *p, const struct wit_indirect *c)
{
    wit_html_raw(p, "<tr id=\"");
    wit_html_text(p, c->id);
    wit_html_raw(p, "\"><td data-l=\"From\">");
    wit_html_text(p, c->from);
    wit_html_raw(p, "</td><td data-l=\"By way of\">");
    for (size_t i = 0; i < c->n_relays; i++) {
        wit_html_raw(p, i > 0 ? " &rarr; " : "");
        wit_html_text(p, c->relays[i]);
    }
    wit_html_raw(p, "<br><span class=\"dim\">");
    wit_html_text(p, c->kind);
    wit_html_raw(p, "</span></td><td data-l=\"To\">");
    wit_html_text(p, c->to);
    wit_html_raw(p, "</td><td data-l=\"Connections\">");
    for (size_t i = 0; i < c->n_legs; i++) {
        const struct wit_indirect_leg *leg = &c->legs[i];
        wit_html_raw(p, i > 0 ? "<br>" : "");
        wit_html_text(p, leg->from);
        wit_html_raw(p, " &rarr; ");
        wit_html_text(p, leg->to);
        wit_html_raw(p, " <code>");
        wit_html_short(p, leg->ports);
        wit_html_raw(p, "</code> ");
        if (*leg->path != '\0')
            wit_html_path_link(p, leg->path);
    }
    if (c->n_legs == 0)
        wit_html_text(p, c->text);
    wit_html_raw(p, "</td><td data-l=\"Without and with it\">");
    if (*c->direct != '\0') {
        wit_html_text(p, c->direct);
        wit_html_raw(p, " &rarr; ");
    }
    wit_html_text(p, c->verdict == WIT_REACHABLE ? "reachable" : "unknown");
    wit_html_raw(p, "</td></tr>\n");
}

void wit_html_indirect(struct wit_page *p)
{
    if (p->map->n_indirect == 0)
        return;
    wit_html_raw(
        p, "<section id=\"indirect\">\n<h2>Indirect chains</h2>\n<p class=\"note\">Two or three connections, each "
           "permitted by itself, that together lead where no single one does: the node between opens a "
           "connection of its own. They are no part of any verdict above.</p>\n<table class=\"stack\">\n"
           "<thead><tr><th scope=\"col\">From</th><th scope=\"col\">By way of</th><th scope=\"col\">To</th><th "
           "scope=\"col\">Connections</th>"
           "<th scope=\"col\">Without and with it</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < p->map->n_indirect && i < ROWS_MAX; i++)
        row(p, &p->map->indirect[i]);
    wit_html_raw(p, "</tbody></table>\n");
    if (p->map->n_indirect > ROWS_MAX) {
        wit_html_raw(p, "<p class=\"note\">And ");
        wit_html_count(p, p->map->n_indirect - ROWS_MAX, "more in map.json", "more in map.json");
        wit_html_raw(p, ".</p>\n");
    }
    wit_html_raw(p, "</section>\n");
}
