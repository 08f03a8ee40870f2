/* render/html_evidence.c: provenance: whose evidence, of when, and which artefacts are cited.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "render/html.h"

enum { EVENTS = 200 };

/* All before '#'. */
static size_t artefact_len(const char *citation)
{
    const char *hash = strchr(citation, '#');
    return hash != NULL ? (size_t)(hash - citation) : strlen(citation);
}

static void bundles(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    wit_html_raw(p,
                 "<table class=\"stack\">\n<thead><tr><th scope=\"col\">Bundle</th><th scope=\"col\">Records</th><th "
                 "scope=\"col\">Sealed</th><th scope=\"col\">Head of its journal</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < m->n_bundles; i++) {
        wit_html_raw(p, "<tr>");
        wit_html_cell(p, "Bundle", m->bundles[i].name);
        wit_html_raw(p, "<td data-l=\"Records\">");
        wit_html_count(p, m->bundles[i].records, "record", "records");
        wit_html_raw(p, m->bundles[i].sealed
                            ? "</td><td data-l=\"Sealed\">sealed</td><td data-l=\"Head\"><code class=\"hash\">"
                            : "</td><td data-l=\"Sealed\"><strong>not sealed</strong></td><td data-l=\"Head\"><code "
                              "class=\"hash\">");
        wit_html_text(p, m->bundles[i].head);
        wit_html_raw(p, "</code></td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n");
}

static void events(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    if (m->n_events == 0)
        return;
    wit_html_raw(p, "<h3>Who changed what</h3>\n<table class=\"stack\">\n<thead><tr><th scope=\"col\">When</th><th "
                    "scope=\"col\">Who</th><th scope=\"col\">What</th><th scope=\"col\">Of</th><th "
                    "scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
    size_t first = m->n_events > EVENTS ? m->n_events - EVENTS : 0; /* the latest */
    for (size_t i = m->n_events; i > first; i--) {
        const struct wit_map_event *e = &m->events[i - 1];
        wit_html_raw(p, "<tr><td data-l=\"When\">");
        wit_html_time(p, e->time);
        wit_html_raw(p, "</td>");
        wit_html_cell(p, "Who", e->who);
        wit_html_raw(p, "<td data-l=\"What\">");
        wit_html_text(p, e->action);
        wit_html_raw(p, "<small>");
        wit_html_text(p, e->text);
        wit_html_raw(p, "</small></td><td data-l=\"Of\">");
        for (size_t k = 0; k < e->n_resources && k < 6; k++) {
            wit_html_raw(p, k > 0 ? ", " : "");
            wit_html_short(p, e->resources[k]);
        }
        wit_html_raw(p, "</td><td data-l=\"Evidence\">");
        wit_html_citation(p, e->evidence);
        wit_html_raw(p, "</td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n");
    if (first > 0)
        wit_buf_printf(p->out, "<p class=\"note\">And %zu earlier ones in <a href=\"map.json\">map.json</a>.</p>\n",
                       first);
}

static void artefacts(struct wit_page *p)
{
    if (p->n_citations == 0) {
        wit_html_raw(p, "<p>Nothing is cited.</p>\n");
        return;
    }
    wit_html_raw(
        p,
        "<h3>Artefacts cited</h3>\n<p class=\"note\">An artefact is one raw answer, kept as received. "
        "<code>a-000012</code> is record 12 of the bundle's <code>journal.jsonl</code>, which names its request, its "
        "time and the SHA-256 of its bytes; after <code>#</code> stands the place in the answer. "
        "<code>g-\xe2\x80\xa6</code> is a record of what was not obtained.</p>\n<table "
        "class=\"index\">\n<thead><tr><th "
        "scope=\"col\">Artefact</th><th scope=\"col\">Places cited</th><th scope=\"col\">The first</th></tr></thead>\n"
        "<tbody>\n");
    for (size_t i = 0, n; i < p->n_citations; i += n) {
        const char *c = p->citations[i];
        size_t len = artefact_len(c);
        for (n = 1; i + n < p->n_citations && artefact_len(p->citations[i + n]) == len &&
                    memcmp(p->citations[i + n], c, len) == 0;)
            n++;
        wit_buf_printf(p->out, "<tr id=\"e-%zu\"><td><code>", i + 1);
        wit_html_short(p, wit_strndup(p->arena, c, len));
        wit_buf_printf(p->out, "</code></td><td>%zu</td><td><code>", n);
        wit_html_short(p, c[len] == '#' ? c + len + 1 : "");
        wit_html_raw(p, "</code></td></tr>\n");
    }
    wit_html_raw(p, "</tbody></table>\n");
}

/* The row of an artefact is numbered by its first citation: citations are sorted, so those of one stand together. */
void wit_html_artefacts_number(struct wit_page *p)
{
    p->artefact_of = WIT_NEW_ARRAY(p->arena, size_t, p->n_citations);
    for (size_t i = 0; i < p->n_citations; i++) {
        size_t len = artefact_len(p->citations[i]);
        bool same =
            i > 0 && artefact_len(p->citations[i - 1]) == len && memcmp(p->citations[i - 1], p->citations[i], len) == 0;
        p->artefact_of[i] = same ? p->artefact_of[i - 1] : i + 1;
    }
}

void wit_html_evidence(struct wit_page *p)
{
    wit_html_raw(p, "<section id=\"evidence\" class=\"annex\">\n<h2>Provenance</h2>\n");
    bundles(p);
    events(p);
    artefacts(p);
    wit_html_raw(p, "</section>\n");
}
