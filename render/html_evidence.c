/* render/html_evidence.c: where every statement comes from: citation -> artefact and place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "render/html.h"

/* Length of the artefact's part: all before '#'. */
static size_t artefact_len(const char *citation)
{
    const char *hash = strchr(citation, '#');
    return hash != NULL ? (size_t)(hash - citation) : strlen(citation);
}

static const char *place_of(const char *citation, size_t artefact)
{
    if (citation[artefact] == '#')
        return citation + artefact + 1;
    const char *slash = memrchr(citation, '/', artefact); /* "bundle/g-000013" */
    return strncmp(slash != NULL ? slash + 1 : citation, "g-", 2) == 0 ? "what was not obtained" : "the whole answer";
}

void wit_html_evidence(struct wit_page *p)
{
    wit_html_raw(p, "<section id=\"evidence\">\n<h2>Evidence index</h2>\n");
    if (p->n_citations == 0) {
        wit_html_raw(p, "<p>Nothing is cited.</p>\n</section>\n");
        return;
    }
    wit_html_raw(
        p, "<p class=\"note\">An artefact is one raw answer, kept as received. <code>a-000012</code> is record 12 of "
           "the bundle's <code>journal.jsonl</code>, which names its request, its time and the SHA-256 of its "
           "bytes; the place is a path into the answer. <code>g-\xe2\x80\xa6</code> is a record of what was not "
           "obtained.</p>\n<table class=\"index\">\n<thead><tr><th>Artefact</th><th>Place</th></tr></thead>\n");
    const char *before = NULL;
    for (size_t i = 0; i < p->n_citations; i++) {
        const char *c = p->citations[i];
        size_t len = artefact_len(c);
        bool same = before != NULL && artefact_len(before) == len && memcmp(before, c, len) == 0;
        if (!same)
            wit_html_raw(p, i == 0 ? "<tbody>\n" : "</tbody>\n<tbody>\n");
        wit_buf_printf(p->out, "<tr id=\"e-%zu\"><td><code>", i + 1);
        wit_html_short(p, same ? "" : wit_strndup(p->arena, c, len));
        wit_html_raw(p, "</code></td><td><code>");
        wit_html_text(p, place_of(c, len));
        wit_html_raw(p, "</code></td></tr>\n");
        before = c;
    }
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}
