/* render/html_paths.c: the inventory: every path by class, with the five review columns and the three witnesses.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "render/html.h"
#include "render/style.h"

#define COLUMNS 8

static void scope(struct wit_page *p, const struct wit_scope *s)
{
    wit_html_raw(p, "<span class=\"end\">");
    wit_html_short(p, *s->name != '\0' ? s->name : s->id);
    if (*s->role != '\0') {
        wit_html_raw(p, " <span class=\"role\">");
        wit_html_short(p, s->role);
        wit_html_raw(p, "</span>");
    }
    wit_html_raw(p, "</span>");
    if (*s->name != '\0' || *s->zone != '\0') {
        wit_html_raw(p, "<span class=\"dim\">");
        if (*s->name != '\0')
            wit_html_short(p, s->id);
        if (*s->zone != '\0') {
            wit_html_raw(p, *s->name != '\0' ? ", " : "");
            wit_html_short(p, s->zone);
        }
        wit_html_raw(p, "</span>");
    }
}

/* SI, three digits: "912 kB". */
static void bytes(struct wit_page *p, uint64_t n)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    size_t unit = 0;
    uint64_t tenths = n > UINT64_MAX / 10 ? UINT64_MAX : n * 10;
    while (tenths >= 10000 && unit + 1 < sizeof units / sizeof *units) {
        tenths = (tenths + 500) / 1000;
        unit++;
    }
    if (tenths >= 1000 || unit == 0 || tenths % 10 == 0)
        wit_buf_printf(p->out, "%" PRIu64 " %s", tenths / 10, units[unit]);
    else
        wit_buf_printf(p->out, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10, units[unit]);
}

static void permitted(struct wit_page *p, const struct wit_path *path)
{
    wit_buf_printf(p->out, "<div><span class=\"k\">permitted</span> <span class=\"v v-%s\">%s</span>",
                   wit_verdict_word(path->permitted.verdict), wit_verdict_word(path->permitted.verdict));
    if (*path->permitted.kind != '\0') {
        wit_html_raw(p, ", ");
        wit_html_text(p, path->permitted.kind);
    }
    for (size_t i = 0; i < path->permitted.n_gaps && i < 4; i++) {
        wit_html_raw(p, i == 0 ? ", gap " : ", ");
        wit_html_gap_link(p, path->permitted.gaps[i]);
    }
    wit_html_raw(p, "</div>");
}

/* What traffic told: hostile text, escaped like all other. */
static void told(struct wit_page *p, const char *what, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        wit_buf_printf(p->out, "%s%s%s", i == 0 ? " " : ", ", i == 0 ? what : "", i == 0 ? ": " : "");
        wit_html_text(p, texts[i]);
    }
    if (n > 0)
        wit_html_raw(p, ".");
}

static void observed(struct wit_page *p, const struct wit_path *path)
{
    static const char *const words[] = {
        [WIT_NOT_WATCHED] = "not watched", [WIT_NOT_SEEN] = "not seen", [WIT_SEEN] = "seen"};
    wit_buf_printf(p->out, "<div><span class=\"k\">observed</span> %s", words[path->observed.verdict]);
    if (path->observed.verdict == WIT_SEEN) {
        wit_html_raw(p, ", ");
        wit_html_count(p, path->observed.connections, "connection", "connections");
        if (path->observed.bytes_estimate > 0) {
            wit_html_raw(p, ", about ");
            bytes(p, path->observed.bytes_estimate);
            wit_html_raw(p, " <span class=\"dim in\">(95%: ");
            bytes(p, path->observed.bytes_low);
            wit_html_raw(p, " to ");
            bytes(p, path->observed.bytes_high);
            wit_html_raw(p, ")</span>");
        }
    }
    if (path->observed.attempts > 0) {
        wit_html_raw(p, ", ");
        wit_html_count(p, path->observed.attempts, "opening", "openings");
        wit_html_raw(p, " without an answer");
    }
    wit_html_raw(p, "</div>");
}

static void declared(struct wit_page *p, const struct wit_path *path)
{
    wit_buf_printf(p->out, "<div><span class=\"k\">declared</span> <span class=\"v v-%s\">%s</span> ",
                   wit_declared_word(path->declared.verdict),
                   path->declared.verdict == WIT_UNDECLARED ? "no"
                   : path->declared.verdict == WIT_EXPIRED  ? "expired"
                                                            : "yes");
    wit_html_short(p, path->declared.intent);
    if (*path->declared.expires != '\0') {
        wit_html_raw(p, ", until ");
        wit_html_text(p, path->declared.expires);
    }
    wit_html_raw(p, "</div>");
}

/* Beside the network, for buckets: the rows are in a table of their own (html_policies.c). */
static void policies(struct wit_page *p, const struct wit_path *path)
{
    if (path->identity.n == 0)
        return;
    wit_buf_printf(p->out,
                   "<div><span class=\"k\">policies</span> <a href=\"#policies\"><span class=\"v v-%s\">%s</span></a>"
                   "</div>",
                   wit_verdict_word(path->identity.verdict), wit_verdict_word(path->identity.verdict));
}

static void review_cell(struct wit_page *p, const char *label, const char *text)
{
    if (*text != '\0') {
        wit_html_cell(p, label, text);
        return;
    }
    wit_buf_printf(p->out, "<td data-l=\"%s\"><span class=\"missing\">missing</span></td>", label);
}

static void ports_cell(struct wit_page *p, const struct wit_path *path)
{
    wit_html_raw(p, "<td data-l=\"Ports\">");
    wit_html_ports(p, path->service.ports, path->service.n_ports);
    if (*path->service.listener != '\0') {
        wit_html_raw(p, "<span class=\"dim\">");
        wit_html_short(p, path->service.listener);
        wit_html_raw(p, "</span>");
    }
    wit_html_raw(p, "</td>");
}

/* All rules that decide together, where one does not say it. */
static void rules_of(struct wit_page *p, const struct wit_hop *h)
{
    for (size_t i = 0; i < h->n_rules; i++) {
        wit_html_raw(p, "<span class=\"dim\">");
        wit_html_text(p, h->rules[i].ports);
        wit_html_raw(p, ": ");
        wit_html_text(p, h->rules[i].rule);
        wit_html_raw(p, " ");
        wit_html_text(p, h->rules[i].text);
        wit_html_raw(p, " ");
        wit_html_citation(p, h->rules[i].evidence);
        wit_html_raw(p, "</span>");
    }
}

static void hop_table(struct wit_page *p, const struct wit_path *path, const char *direction, const char *heading)
{
    size_t n = 0;
    for (size_t i = 0; i < path->permitted.n_hops; i++) {
        const struct wit_hop *h = &path->permitted.hops[i];
        if (strcmp(h->direction, direction) != 0)
            continue;
        if (n++ == 0) {
            wit_html_raw(p, "<table class=\"hops stack\">\n<caption>");
            wit_html_raw(p, heading);
            wit_html_raw(
                p, "</caption><thead><tr><th>#</th><th>Element</th><th>Rule</th><th>What it does</th><th>Evidence</th>"
                   "</tr></thead><tbody>\n");
        }
        wit_buf_printf(p->out, "<tr><td data-l=\"#\">%zu</td><td data-l=\"Element\">", n);
        wit_html_text(p, h->kind);
        wit_html_raw(p, " <code>");
        wit_html_short(p, h->id);
        wit_html_raw(p, "</code>");
        if (h->name != NULL && *h->name != '\0') {
            wit_html_raw(p, " <span class=\"dim\">");
            wit_html_short(p, h->name);
            wit_html_raw(p, "</span>");
        }
        wit_html_raw(p, "</td>");
        wit_html_cell(p, "Rule", h->rule);
        wit_html_raw(p, "<td data-l=\"What it does\"><span class=\"act act-");
        wit_html_text(p, h->action);
        wit_html_raw(p, "\">");
        wit_html_text(p, h->action);
        wit_html_raw(p, "</span> ");
        wit_html_text(p, h->text);
        rules_of(p, h);
        if (*h->before != '\0' && *h->after != '\0' && strcmp(h->before, h->after) != 0) {
            wit_html_raw(p, "<span class=\"dim\">");
            wit_html_text(p, h->before);
            wit_html_raw(p, " becomes ");
            wit_html_text(p, h->after);
            wit_html_raw(p, "</span>");
        }
        wit_html_raw(p, "</td><td data-l=\"Evidence\">");
        wit_html_citation(p, h->evidence);
        wit_html_raw(p, "</td></tr>\n");
    }
    if (n > 0)
        wit_html_raw(p, "</tbody></table>\n");
}

static void open_ports(struct wit_page *p, const struct wit_path *path)
{
    wit_html_raw(p, "<p class=\"facts-line\">Open between these ends: ");
    if (path->permitted.n_ports > 0)
        wit_html_ports(p, path->permitted.ports, path->permitted.n_ports);
    else
        wit_html_raw(p, "nothing for sure");
    if (path->permitted.n_possible > 0) {
        wit_html_raw(p, "; possibly, if the gaps hide it: ");
        wit_html_ports(p, path->permitted.possible, path->permitted.n_possible);
    }
    wit_html_raw(p, ". ");
    wit_html_count(p, path->permitted.from_endpoints, "endpoint", "endpoints");
    wit_buf_printf(p->out, " here, %" PRIu64 " there; ", path->permitted.to_endpoints);
    wit_html_count(p, path->permitted.pairs, "pair", "pairs");
    wit_html_raw(p, " open at the service's ports.");
    if (path->observed.verdict == WIT_SEEN) {
        wit_html_raw(p, " Seen from ");
        wit_html_time(p, path->observed.first);
        wit_html_raw(p, " to ");
        wit_html_time(p, path->observed.last);
        wit_html_raw(p, ".");
    }
    told(p, "By", path->observed.vantages, path->observed.n_vantages);
    told(p, "Encryption on the wire", path->observed.encryption, path->observed.n_encryption);
    told(p, "SASL", path->observed.sasl, path->observed.n_sasl);
    told(p, "Software", path->observed.software, path->observed.n_software);
    told(p, "Client ids", path->observed.client_ids, path->observed.n_client_ids);
    if (path->observed.text != NULL && *path->observed.text != '\0') {
        static const char *const words[] = {
            [WIT_NOT_WATCHED] = " Not watched: ", [WIT_NOT_SEEN] = " Not seen: ", [WIT_SEEN] = " But "};
        wit_html_raw(p, words[path->observed.verdict]);
        wit_html_text(p, path->observed.text);
        wit_html_raw(p, ".");
    }
    if (path->permitted.n_hops > 0) {
        wit_html_raw(p, " The hops are those of one pair that is ");
        wit_html_raw(p, path->permitted.verdict == WIT_ISOLATED  ? "closed."
                        : path->permitted.verdict == WIT_UNKNOWN ? "not decided."
                        : path->permitted.verdict == WIT_ONE_WAY ? "open one way."
                                                                 : "open.");
    }
    wit_html_raw(p, "</p>\n");
}

static void details(struct wit_page *p, const struct wit_path *path)
{
    wit_buf_printf(p->out, "<tr class=\"more\"><td colspan=\"%d\"><details><summary>Hops and evidence</summary>\n",
                   COLUMNS);
    open_ports(p, path);
    hop_table(p, path, "forward", "Forward");
    hop_table(p, path, "reply", "Reply");
    if (path->n_evidence > 0) {
        wit_html_raw(p, "<p class=\"facts-line\">Cited: ");
        for (size_t i = 0; i < path->n_evidence; i++) {
            wit_html_raw(p, i > 0 ? ", " : "");
            wit_html_citation(p, path->evidence[i]);
        }
        wit_html_raw(p, "</p>\n");
    }
    wit_html_raw(p, "</details></td></tr>\n");
}

static void row(struct wit_page *p, const struct wit_path *path)
{
    const struct wit_status_style *style = wit_status_style(path->status);
    wit_html_raw(p, "<tbody class=\"path\" id=\"");
    wit_html_text(p, path->id);
    wit_buf_printf(p->out, "\">\n<tr><td data-l=\"Path\" class=\"way\"><span class=\"tag %s\">", style->word);
    wit_html_mark(p, path->status);
    wit_buf_printf(p->out, "%s</span> <code class=\"dim in\">", style->word);
    wit_html_short(p, path->id);
    wit_html_raw(p, "</code><div class=\"ends\">");
    scope(p, &path->from);
    wit_html_raw(p, "<span class=\"arrow\">to</span>");
    scope(p, &path->to);
    wit_html_raw(p, "</div>");
    for (size_t i = 0; i < path->n_reasons; i++) {
        wit_html_raw(p, "<div class=\"why\">");
        wit_html_text(p, path->reasons[i].text);
        wit_html_raw(p, "</div>");
    }
    wit_html_raw(p, "</td>");
    ports_cell(p, path);
    wit_html_raw(p, "<td data-l=\"Witnesses\">");
    permitted(p, path);
    policies(p, path);
    observed(p, path);
    declared(p, path);
    wit_html_raw(p, "</td>");
    review_cell(p, "Owner", path->review.owner);
    review_cell(p, "Purpose", path->review.purpose);
    review_cell(p, "Identity", path->review.identity);
    review_cell(p, "Encryption", path->review.encryption);
    review_cell(p, "Audit trail", path->review.audit);
    wit_html_raw(p, "</tr>\n");
    details(p, path);
    wit_html_raw(p, "</tbody>\n");
}

static void class_section(struct wit_page *p, enum wit_class c)
{
    size_t n[3] = {0};
    for (size_t i = 0; i < p->map->n_paths; i++) {
        if (p->map->paths[i].class == c)
            n[p->map->paths[i].status]++;
    }
    if (n[0] + n[1] + n[2] == 0)
        return;
    wit_buf_printf(p->out,
                   "<h3 id=\"c-%s\"><span class=\"swatch\" style=\"background:%s;border-color:%s\"></span>%s "
                   "<span class=\"counts\">",
                   wit_class_word(c), wit_class_style(c)->tint, wit_class_style(c)->ink, wit_class_title(c));
    wit_html_count(p, n[0] + n[1] + n[2], "path", "paths");
    for (int s = WIT_RED; s >= WIT_GREEN; s--) {
        if (n[s] > 0)
            wit_buf_printf(p->out, ", %zu %s", n[s], wit_status_word((enum wit_status)s));
    }
    wit_html_raw(
        p, "</span></h3>\n<table class=\"paths stack\">\n<thead><tr><th class=\"c1\">Path</th><th class=\"c2\">Ports"
           "</th><th class=\"c3\">Witnesses</th><th>Owner</th><th>Purpose</th><th>Identity</th><th>Encryption</th>"
           "<th>Audit trail</th></tr></thead>\n");
    for (int s = WIT_RED; s >= WIT_GREEN; s--) {
        for (size_t i = 0; i < p->map->n_paths; i++) {
            if (p->map->paths[i].class == c && (int)p->map->paths[i].status == s)
                row(p, &p->map->paths[i]);
        }
    }
    wit_html_raw(p, "</table>\n");
}

void wit_html_paths(struct wit_page *p)
{
    wit_html_raw(p,
                 "<section id=\"paths\" class=\"wide\">\n<h2>Paths</h2>\n<p class=\"note\">The same as a table for a "
                 "spreadsheet: <a href=\"paths.csv\">paths.csv</a>.</p>\n");
    if (p->map->n_paths == 0)
        wit_html_raw(p, "<p>The inventory is empty.</p>\n");
    for (unsigned c = 0; c < WIT_CLASS_COUNT; c++)
        class_section(p, (enum wit_class)c);
    wit_html_raw(p, "</section>\n");
}
