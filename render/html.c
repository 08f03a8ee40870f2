/* render/html.c: the page as a whole, and the small pieces that its parts share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/html.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "render/escape.h"
#include "render/style.h"
#include "render/svg.h"

void wit_html_raw(struct wit_page *p, const char *markup)
{
    wit_buf_puts(p->out, markup);
}

void wit_html_text(struct wit_page *p, const char *text)
{
    wit_esc_xml(p->out, text, 400);
}

void wit_html_short(struct wit_page *p, const char *text)
{
    if (strlen(text) <= 60) {
        wit_esc_xml(p->out, text, 0);
        return;
    }
    wit_buf_puts(p->out, "<span title=\"");
    wit_esc_xml(p->out, text, 400);
    wit_buf_puts(p->out, "\">");
    wit_esc_xml(p->out, text, 60);
    wit_buf_puts(p->out, "</span>");
}

void wit_html_cell(struct wit_page *p, const char *label, const char *text)
{
    wit_buf_printf(p->out, "<td data-l=\"%s\">", label);
    if (*text == '\0')
        wit_buf_puts(p->out, "<span class=\"none\">\xe2\x80\x93</span>");
    else
        wit_html_text(p, text);
    wit_buf_puts(p->out, "</td>");
}

void wit_html_count(struct wit_page *p, uint64_t n, const char *one, const char *many)
{
    wit_buf_printf(p->out, "%" PRIu64 " %s", n, n == 1 ? one : many);
}

void wit_html_mark(struct wit_page *p, enum wit_status status)
{
    wit_buf_puts(p->out, "<svg class=\"mark\" viewBox=\"0 0 12 12\" width=\"12\" height=\"12\" aria-hidden=\"true\">");
    wit_svg_mark(p->out, status, 6, 6);
    wit_buf_puts(p->out, "</svg>");
}

void wit_html_time(struct wit_page *p, const char *rfc3339)
{
    if (strlen(rfc3339) < 16 || rfc3339[10] != 'T') {
        wit_html_text(p, rfc3339);
        return;
    }
    wit_esc_xml(p->out, wit_strndup(p->arena, rfc3339, 10), 0);
    wit_buf_putc(p->out, ' ');
    wit_esc_xml(p->out, wit_strndup(p->arena, rfc3339 + 11, 5), 0);
    wit_buf_puts(p->out, " UTC");
}

void wit_html_ports(struct wit_page *p, const struct wit_port_range *ports, size_t n)
{
    struct wit_buf text;
    wit_buf_init(&text, 1 << 20);
    wit_port_ranges_text(&text, ports, n);
    wit_esc_xml(p->out, wit_buf_str(&text), 400);
    wit_buf_deinit(&text);
}

static int text_cmp(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void wit_html_citation(struct wit_page *p, const char *citation)
{
    const char **at = *citation == '\0' || p->n_citations == 0
                          ? NULL
                          : bsearch(&citation, p->citations, p->n_citations, sizeof *p->citations, text_cmp);
    if (at == NULL)
        return;
    wit_buf_printf(p->out, "<a class=\"cite\" href=\"#e-%zu\">", p->artefact_of[at - p->citations]);
    wit_html_text(p, citation);
    wit_buf_puts(p->out, "</a>");
}

static void link_to(struct wit_page *p, struct wit_strmap *known, const char *id)
{
    bool there = wit_strmap_get(known, id) != NULL;
    if (there) {
        wit_buf_puts(p->out, "<a href=\"#");
        wit_esc_xml(p->out, id, 0);
        wit_buf_puts(p->out, "\">");
    }
    wit_html_short(p, id);
    if (there)
        wit_buf_puts(p->out, "</a>");
}

void wit_html_path_link(struct wit_page *p, const char *id)
{
    link_to(p, p->paths, id);
}

bool wit_html_path_known(const struct wit_page *p, const char *id)
{
    return wit_strmap_get(p->paths, id) != NULL;
}

void wit_html_gap_link(struct wit_page *p, const char *id)
{
    link_to(p, p->gaps, id);
}

static void add_citations(struct wit_page *p, size_t *cap, const char *const *citations, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (*citations[i] != '\0')
            WIT_PUSH(p->arena, p->citations, p->n_citations, *cap) = citations[i];
    }
}

void wit_html_citations_collect(struct wit_page *p)
{
    const struct wit_map *m = p->map;
    size_t cap = 0;
    for (size_t i = 0; i < m->n_paths; i++) {
        add_citations(p, &cap, m->paths[i].evidence, m->paths[i].n_evidence);
        for (size_t k = 0; k < m->paths[i].permitted.n_hops; k++) {
            const struct wit_hop *h = &m->paths[i].permitted.hops[k];
            add_citations(p, &cap, &h->evidence, 1);
            for (size_t j = 0; j < h->n_rules; j++)
                add_citations(p, &cap, &h->rules[j].evidence, 1);
        }
        for (size_t k = 0; k < m->paths[i].identity.n; k++)
            add_citations(p, &cap, &m->paths[i].identity.rows[k].evidence, 1);
    }
    for (size_t i = 0; i < m->n_gaps; i++)
        add_citations(p, &cap, &m->gaps[i].evidence, 1);
    for (size_t i = 0; i < m->n_findings; i++)
        add_citations(p, &cap, m->findings[i].evidence, m->findings[i].n_evidence);
    for (size_t i = 0; i < m->n_assertions; i++) {
        for (size_t k = 0; k < m->assertions[i].n_witnesses; k++)
            add_citations(p, &cap, &m->assertions[i].witnesses[k].evidence, 1);
    }
    for (size_t i = 0; i < m->n_sheets; i++) {
        for (size_t k = 0; k < m->sheets[i].n_rows; k++)
            add_citations(p, &cap, m->sheets[i].rows[k].evidence, m->sheets[i].rows[k].n_evidence);
    }
    for (size_t i = 0; i < m->n_events; i++)
        add_citations(p, &cap, &m->events[i].evidence, 1);
    for (size_t i = 0; p->changes != NULL && i < p->changes->n; i++)
        add_citations(p, &cap, &p->changes->rows[i].evidence, 1);
    if (p->n_citations > 0)
        qsort(p->citations, p->n_citations, sizeof *p->citations, text_cmp);
    size_t n = 0;
    for (size_t i = 0; i < p->n_citations; i++) {
        if (n == 0 || strcmp(p->citations[n - 1], p->citations[i]) != 0)
            p->citations[n++] = p->citations[i];
    }
    p->n_citations = n;
}

static void index_anchors(struct wit_page *p)
{
    p->paths = wit_strmap_new(p->arena);
    p->gaps = wit_strmap_new(p->arena);
    for (size_t i = 0; i < p->map->n_paths; i++)
        wit_strmap_put(p->paths, p->map->paths[i].id, p);
    for (size_t i = 0; i < p->map->n_gaps; i++)
        wit_strmap_put(p->gaps, p->map->gaps[i].id, p);
}

static void footer(struct wit_page *p, const char *map_sha256)
{
    wit_html_raw(
        p,
        "<footer id=\"verify\">\n<h2>How to verify this packet</h2>\n"
        "<ol>\n<li><code>pathwitness verify FOLDER</code> checks each file here against "
        "<code>manifest.json</code>.</li>\n<li>By hand: <code>sha256sum map.json</code> gives <code class=\"hash\">");
    wit_html_text(p, map_sha256);
    wit_html_raw(
        p, "</code>.</li>\n<li><code>pathwitness verify BUNDLE</code> checks the evidence itself; its head must be "
           "the one at the top of this page. <code>pathwitness map BUNDLE --intent FILE</code> gives the same "
           "<code>map.json</code>, byte for byte, from the same evidence.</li>\n</ol>\n<p class=\"note\">Made by "
           "pathwitness ");
    wit_html_text(p, p->map->tool_version);
    wit_html_raw(p, ". A missing answer is never counted as \xe2\x80\x9cno\xe2\x80\x9d: what was not in evidence is "
                    "listed as a gap, and "
                    "what depends on it is unknown.</p>\n</footer>\n");
}

static void styles(struct wit_buf *out)
{
    wit_buf_putc(out, '\n');
    for (size_t i = 0; wit_html_css[i] != NULL; i++)
        wit_buf_puts(out, wit_html_css[i]);
    wit_svg_css(out, "", false);
    wit_buf_puts(out, "@media screen and (prefers-color-scheme:dark){\n");
    wit_svg_css(out, ":root:not([data-theme=light]) ", true);
    wit_buf_puts(out, "}\n@media screen{\n");
    wit_svg_css(out, ":root[data-theme=dark] ", true);
    wit_buf_puts(out, "}\n");
    for (size_t i = 0; wit_html_css_print[i] != NULL; i++)
        wit_buf_puts(out, wit_html_css_print[i]);
}

static void scripts(struct wit_buf *out)
{
    wit_buf_putc(out, '\n');
    for (size_t i = 0; wit_html_js[i] != NULL; i++)
        wit_buf_puts(out, wit_html_js[i]);
}

/* "'sha256-…'" of what stands between the tags (Content Security Policy Level 3, "hash-source"). */
static void hash_source(struct wit_buf *out, const struct wit_buf *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t sum[WIT_SHA256_BYTES + 1] = {0};
    wit_sha256(sum, wit_buf_str(text), text->len);
    wit_buf_puts(out, "'sha256-");
    for (size_t i = 0; i < WIT_SHA256_BYTES; i += 3) { /* 32 bytes: ten threes and a two */
        unsigned v = (unsigned)sum[i] << 16 | (unsigned)sum[i + 1] << 8 | (i + 2 < WIT_SHA256_BYTES ? sum[i + 2] : 0u);
        wit_buf_putc(out, digits[v >> 18]);
        wit_buf_putc(out, digits[v >> 12 & 63]);
        wit_buf_putc(out, digits[v >> 6 & 63]);
        wit_buf_putc(out, i + 2 < WIT_SHA256_BYTES ? digits[v & 63] : '=');
    }
    wit_buf_puts(out, "'");
}

static void begin(struct wit_page *p, const struct wit_buf *css, const struct wit_buf *js)
{
    wit_html_raw(p, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                    "form-action 'none'; style-src ");
    hash_source(p->out, css);
    wit_html_raw(p, "; script-src ");
    hash_source(p->out, js);
    wit_html_raw(p, "\">\n<title>Network isolation review</title>\n<style>");
    wit_buf_add(p->out, wit_buf_str(css), css->len);
    wit_html_raw(p, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the verdict</a>\n");
}

static bool sections(struct wit_page *p, struct wit_err *err)
{
    wit_html_head(p);
    wit_html_raw(p, "<main id=\"main\" tabindex=\"-1\">\n");
    wit_html_statements(p);
    wit_html_changes(p);
    if (!wit_html_findings(p, err) || !wit_html_map(p, err))
        return false;
    wit_html_paths(p);
    wit_html_policies(p);
    wit_html_indirect(p);
    wit_html_sheets(p);
    wit_html_storage(p);
    wit_html_gaps(p);
    wit_html_waivers(p);
    wit_html_evidence(p);
    wit_html_ways(p);
    wit_html_raw(p, "</main>\n");
    return true;
}

bool wit_html_write(struct wit_buf *out, const struct wit_map *map, const char *map_sha256,
                    const struct wit_changes *changes, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_page p = {.out = out, .map = map, .changes = changes, .arena = arena};
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) css;
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) js;
    wit_buf_init(&css, 1 << 20);
    wit_buf_init(&js, 1 << 20);
    styles(&css);
    scripts(&js);
    wit_html_citations_collect(&p);
    wit_html_artefacts_number(&p);
    wit_html_ways_collect(&p);
    index_anchors(&p);
    begin(&p, &css, &js);
    if (!sections(&p, err))
        return false;
    footer(&p, map_sha256);
    wit_html_raw(&p, "<script>");
    wit_buf_add(out, wit_buf_str(&js), js.len);
    wit_html_raw(&p, "</script>\n</body>\n</html>\n");
    return out->over ? wit_fail(err, WIT_ELIMIT, "the page is larger than %zu bytes", out->cap_bytes) : true;
}
