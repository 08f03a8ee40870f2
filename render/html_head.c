/* render/html_head.c: the first screen: what was looked at, and what came out of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <string.h>

#include "render/html.h"
#include "render/style.h"

/* Distinct values of one field of the networks and subnets, in their order. */
static void distinct(struct wit_page *p, bool regions)
{
    struct wit_strmap *seen = wit_strmap_new(p->arena);
    size_t n = 0;
    for (size_t i = 0; i < p->map->n_networks; i++) {
        const char *value = regions ? p->map->networks[i].region : p->map->networks[i].account;
        if (*value == '\0' || !wit_strmap_put(seen, value, p))
            continue;
        wit_html_raw(p, n++ > 0 ? ", " : "");
        wit_html_text(p, value);
    }
    if (n == 0)
        wit_html_raw(p, "none in evidence");
}

static void bundles(struct wit_page *p)
{
    for (size_t i = 0; i < p->map->n_bundles; i++) {
        wit_html_raw(p, "<div>");
        wit_html_text(p, p->map->bundles[i].name);
        wit_html_raw(p, ", ");
        wit_html_count(p, p->map->bundles[i].records, "record", "records");
        wit_html_raw(p, p->map->bundles[i].sealed ? ", sealed" : ", <strong>not sealed</strong>");
        wit_html_raw(p, "<br><code class=\"hash\">");
        wit_html_text(p, p->map->bundles[i].head);
        wit_html_raw(p, "</code></div>");
    }
    if (p->map->n_bundles == 0)
        wit_html_raw(p, "none");
}

static void fact(struct wit_page *p, const char *name)
{
    wit_html_raw(p, "</dd>\n<dt>");
    wit_html_raw(p, name);
    wit_html_raw(p, "</dt><dd>");
}

/* "2 NAT gateways, 1 transit gateway": the map lists them by kind. */
static void gateways(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    for (size_t i = 0, n; i < m->n_gateways; i += n) {
        for (n = 1; i + n < m->n_gateways && strcmp(m->gateways[i + n].kind, m->gateways[i].kind) == 0;)
            n++;
        const char *kind = wit_kind_words(p->arena, m->gateways[i].kind);
        wit_buf_printf(p->out, "%s%zu ", i > 0 ? ", " : "", n);
        wit_html_text(p, kind);
        wit_html_raw(p, n > 1 ? "s" : "");
    }
    if (m->n_gateways == 0)
        wit_html_raw(p, "none in evidence");
}

static void facts(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    wit_html_raw(p, "<dl class=\"facts\">\n<dt>Accounts</dt><dd>");
    distinct(p, false);
    fact(p, "Regions");
    distinct(p, true);
    fact(p, "Gateways, services, doors");
    gateways(p);
    fact(p, "Evidence of");
    if (*m->collected_first == '\0') {
        wit_html_raw(p, "no time: no artefact");
    } else {
        wit_html_time(p, m->collected_first);
        if (strcmp(m->collected_first, m->collected_last) != 0) {
            wit_html_raw(p, " to ");
            wit_html_time(p, m->collected_last);
        }
    }
    fact(p, "Evidence head");
    bundles(p);
    fact(p, "Intent");
    if (*m->intent_sha256 == '\0') {
        wit_html_raw(p, "<strong>none given</strong>: nothing is declared, and no statement is checked");
    } else {
        wit_html_raw(p, "<code class=\"hash\">");
        wit_html_text(p, m->intent_sha256);
        wit_html_raw(p, "</code>");
    }
    wit_html_raw(p, "</dd>\n</dl>\n");
}

static void verdict_box(struct wit_page *p, const char *css, size_t n, const char *word, const char *means,
                        enum wit_status mark)
{
    wit_buf_printf(p->out, "<a class=\"box %s%s\" href=\"#statements\"><span class=\"n\">", css, n == 0 ? " zero" : "");
    wit_html_mark(p, mark);
    wit_buf_printf(p->out, "%zu</span> <span class=\"w\">%s</span><span class=\"m\">%s</span></a>\n", n, word, means);
}

enum { LISTED = 6 };

static void more(struct wit_page *p, size_t n, const char *where)
{
    if (n > LISTED)
        wit_buf_printf(p->out, "<li><a href=\"#%s\">and %zu more</a></li>\n", where, n - LISTED);
}

/* What blocks: red paths' findings and violated statements; a waiver in force does not block. */
static void blocks(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    size_t n = 0;
    wit_html_raw(p, "<div><h2>What blocks</h2>\n<ul>\n");
    for (size_t i = 0; i < m->n_assertions; i++) {
        if (m->assertions[i].proof != WIT_VIOLATED || ++n > LISTED)
            continue;
        wit_html_raw(p, "<li class=\"red\"><b class=\"st\"></b><a href=\"#s-");
        wit_html_text(p, m->assertions[i].id);
        wit_html_raw(p, "\">");
        wit_html_short(p, m->assertions[i].id);
        wit_html_raw(p, "</a> is violated</li>\n");
    }
    for (size_t i = 0, alike = 1; i < m->n_findings; i += alike) {
        const struct wit_finding *f = &m->findings[i];
        for (alike = 1; i + alike < m->n_findings && strcmp(m->findings[i + alike].title, f->title) == 0 &&
                        *m->findings[i + alike].waiver == *f->waiver && m->findings[i + alike].severity == f->severity;)
            alike++;
        if (f->severity != WIT_HIGH || *f->waiver != '\0' || ++n > LISTED)
            continue;
        wit_html_raw(p, "<li class=\"red\"><b class=\"st\"></b><a href=\"#");
        wit_html_text(p, f->id);
        wit_html_raw(p, "\">");
        wit_html_text(p, f->title);
        wit_html_raw(p, "</a>");
        if (alike > 1)
            wit_buf_printf(p->out, " (%zu)", alike);
        wit_html_raw(p, "</li>\n");
    }
    if (n == 0)
        wit_html_raw(p, "<li>Nothing.</li>\n");
    more(p, n, "findings");
    wit_html_raw(p, "</ul></div>\n");
}

static void unknowns(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    size_t n = 0;
    wit_html_raw(p, "<div><h2>What is unknown</h2>\n<ul>\n");
    for (size_t i = 0; i < m->n_assertions; i++) {
        if (m->assertions[i].proof != WIT_UNDECIDED || ++n > LISTED)
            continue;
        wit_html_raw(p, "<li class=\"yellow\"><b class=\"st\"></b><a href=\"#s-");
        wit_html_text(p, m->assertions[i].id);
        wit_html_raw(p, "\">");
        wit_html_short(p, m->assertions[i].id);
        wit_html_raw(p, "</a>: ");
        wit_html_count(p, m->assertions[i].n_gaps, "answer is missing", "answers are missing");
        wit_html_raw(p, "</li>\n");
    }
    for (size_t i = 0; i < m->n_sheets; i++) {
        if (m->sheets[i].mark != WIT_MARK_UNKNOWN || ++n > LISTED)
            continue;
        wit_html_raw(p, "<li class=\"yellow\"><b class=\"st\"></b><a href=\"#sheet-");
        wit_html_text(p, m->sheets[i].id);
        wit_html_raw(p, "\">");
        wit_html_short(p, m->sheets[i].title);
        wit_html_raw(p, "</a></li>\n");
    }
    if (n == 0)
        wit_html_raw(p, m->n_gaps == 0 ? "<li>Nothing.</li>\n"
                                       : "<li>No statement; <a href=\"#gaps\">the gaps</a> stand below.</li>\n");
    more(p, n, "gaps");
    wit_html_raw(p, "</ul></div>\n");
}

static void changed(struct wit_page *p)
{
    const struct wit_changes *c = p->changes;
    wit_html_raw(p, "<div><h2>What changed</h2>\n<ul>\n");
    if (c == NULL)
        wit_html_raw(p, "<li>No earlier map was given.</li>\n");
    else if (c->n == 0)
        wit_html_raw(p, "<li>Nothing since the earlier map.</li>\n");
    for (size_t i = 0; c != NULL && i < c->n && i < LISTED; i++) {
        wit_html_raw(p, "<li>");
        wit_html_text(p, c->rows[i].kind);
        wit_html_raw(p, ": ");
        wit_html_short(p, c->rows[i].what);
        wit_html_raw(p, "</li>\n");
    }
    more(p, c != NULL ? c->n : 0, "changes");
    wit_html_raw(p, "</ul></div>\n");
}

static void verdicts(struct wit_page *p)
{
    wit_html_raw(p, "<div class=\"verdicts\">\n");
    blocks(p);
    unknowns(p);
    changed(p);
    wit_html_raw(p, "</div>\n");
}

static void navigation(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    bool policies = false;
    for (size_t i = 0; i < m->n_paths; i++)
        policies = policies || m->paths[i].identity.n > 0;
    const struct {
        const char *id, *title;
        bool there;
    } parts[] = {
        {"statements", "Statements", true},
        {"changes", "Changes", p->changes != NULL},
        {"findings", "Findings", true},
        {"picture", "Map", true},
        {"paths", "Paths", true},
        {"policies", "Buckets", policies},
        {"indirect", "Chains", m->n_indirect > 0},
        {"sheets", "Scorecards", m->n_sheets > 0},
        {"storage", "Storage", m->n_buckets > 0},
        {"gaps", "Gaps", true},
        {"waivers", "Waivers", m->n_waivers > 0},
        {"evidence", "Provenance", true},
        {"verify", "Verify", true},
    };
    wit_html_raw(p, "<nav aria-label=\"Sections\">");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].there)
            wit_buf_printf(p->out, "<a href=\"#%s\">%s</a> ", parts[i].id, parts[i].title);
    }
    wit_html_raw(p, "</nav>\n");
}

void wit_html_head(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    size_t proofs[3] = {0}, status[3] = {0}, unknown = 0;
    for (size_t i = 0; i < m->n_assertions; i++)
        proofs[m->assertions[i].proof]++;
    for (size_t i = 0; i < m->n_paths; i++) {
        status[m->paths[i].status]++;
        unknown += m->paths[i].permitted.verdict == WIT_UNKNOWN ? 1 : 0;
    }
    wit_html_raw(p,
                 "<header>\n<div class=\"top\"><h1>Network isolation review</h1><button id=\"theme\" type=\"button\" "
                 "hidden>Dark colours</button></div>\n");
    wit_html_raw(p, "<div class=\"boxes\">\n");
    verdict_box(p, "violated", proofs[WIT_VIOLATED], "violated", "a way is open that must not be", WIT_RED);
    verdict_box(p, "unknown", proofs[WIT_UNDECIDED], "unknown", "evidence is missing", WIT_YELLOW);
    verdict_box(p, "proved", proofs[WIT_PROVED], "proved", "every way is closed, by evidence", WIT_GREEN);
    wit_html_raw(p, "</div>\n<p class=\"lead\">");
    wit_html_count(p, m->n_assertions, "isolation statement", "isolation statements");
    wit_html_raw(p, " checked. <a href=\"#paths\">");
    wit_html_count(p, m->n_paths, "path", "paths");
    wit_buf_printf(p->out, "</a>: %zu red, %zu yellow, %zu green; whether they are permitted is unknown for %zu. ",
                   status[WIT_RED], status[WIT_YELLOW], status[WIT_GREEN], unknown);
    wit_html_raw(p, "<a href=\"#gaps\">");
    wit_html_count(p, m->n_gaps, "gap", "gaps");
    wit_html_raw(p, "</a> in the evidence, ");
    wit_html_count(p, m->n_assumptions, "assumption", "assumptions");
    wit_html_raw(p, ", <a href=\"#findings\">");
    wit_html_count(p, m->n_findings, "finding", "findings");
    wit_html_raw(p, "</a>.</p>\n");
    verdicts(p);
    facts(p);
    navigation(p);
    wit_html_raw(p, "</header>\n");
}
