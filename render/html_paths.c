/* render/html_paths.c: the inventory: every path with the five review columns and the three witnesses.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One table, so that it can be sorted and filtered as a whole; without scripts it stands by class, red first. Rows are
 * written tersely: five thousand of them must stay a page.
 */
#include <inttypes.h>
#include <string.h>

#include "render/html.h"
#include "render/style.h"

static void scope(struct wit_page *p, const struct wit_scope *s)
{
    wit_html_raw(p, "<td><b>");
    wit_html_short(p, *s->name != '\0' ? s->name : s->id);
    wit_html_raw(p, "</b>");
    if (*s->role != '\0') {
        wit_html_raw(p, " ");
        wit_html_short(p, s->role);
    }
    if (*s->name != '\0' || *s->zone != '\0') {
        wit_html_raw(p, "<small>");
        if (*s->name != '\0')
            wit_html_short(p, s->id);
        if (*s->zone != '\0') {
            wit_html_raw(p, *s->name != '\0' ? ", " : "");
            wit_html_short(p, s->zone);
        }
        wit_html_raw(p, "</small>");
    }
    wit_html_raw(p, "</td>");
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
    const char *word = wit_verdict_word(path->permitted.verdict);
    wit_buf_printf(p->out, "<p class=\"v-%s\">%s", word, word);
    if (*path->permitted.kind != '\0' && strcmp(path->permitted.kind, "direct") != 0) {
        wit_html_raw(p, ", ");
        wit_html_text(p, path->permitted.kind);
    }
    for (size_t i = 0; i < path->permitted.n_gaps && i < 4; i++) {
        wit_html_raw(p, i == 0 ? ", gap " : ", ");
        wit_html_gap_link(p, path->permitted.gaps[i]);
    }
    if (path->identity.n > 0) /* beside the network, for buckets: the rows are in a table of their own */
        wit_buf_printf(p->out, "; <a href=\"#policies\">policies</a> %s", wit_verdict_word(path->identity.verdict));
    wit_html_raw(p, "</p>");
}

static void observed(struct wit_page *p, const struct wit_path *path)
{
    static const char *const words[] = {
        [WIT_NOT_WATCHED] = "not watched", [WIT_NOT_SEEN] = "not seen", [WIT_SEEN] = "seen"};
    wit_buf_printf(p->out, "<p>%s", words[path->observed.verdict]);
    if (path->observed.verdict == WIT_SEEN) {
        wit_html_raw(p, ", ");
        wit_html_count(p, path->observed.connections, "connection", "connections");
        if (path->observed.bytes_estimate > 0) {
            wit_html_raw(p, ", about ");
            bytes(p, path->observed.bytes_estimate);
            wit_html_raw(p, " (95%: ");
            bytes(p, path->observed.bytes_low);
            wit_html_raw(p, " to ");
            bytes(p, path->observed.bytes_high);
            wit_html_raw(p, ")");
        }
    }
    if (path->observed.attempts > 0) {
        wit_html_raw(p, ", ");
        wit_html_count(p, path->observed.attempts, "opening", "openings");
        wit_html_raw(p, " without an answer");
    }
    wit_html_raw(p, "</p>");
}

static void declared(struct wit_page *p, const struct wit_path *path)
{
    wit_buf_printf(p->out, "<p class=\"v-%s\">%s", wit_declared_word(path->declared.verdict),
                   wit_declared_word(path->declared.verdict));
    if (*path->declared.intent != '\0') {
        wit_html_raw(p, ": ");
        wit_html_short(p, path->declared.intent);
    }
    if (*path->declared.expires != '\0') {
        wit_html_raw(p, ", until ");
        wit_html_text(p, path->declared.expires);
    }
    wit_html_raw(p, "</p>");
}

/* What traffic told: hostile text, escaped like all other. */
static void told(struct wit_page *p, const char *what, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n && i < 8; i++) {
        wit_buf_printf(p->out, "%s%s%s", i == 0 ? " " : ", ", i == 0 ? what : "", i == 0 ? ": " : "");
        wit_html_text(p, texts[i]);
    }
    if (n > 8)
        wit_buf_printf(p->out, " and %zu more", n - 8);
    if (n > 0)
        wit_html_raw(p, ".");
}

static void wire(struct wit_page *p, const struct wit_path *path)
{
    bool says = path->observed.text != NULL && *path->observed.text != '\0';
    if (path->observed.verdict != WIT_SEEN && !says)
        return;
    wit_html_raw(p, "<small>");
    if (path->observed.verdict == WIT_SEEN) {
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
    if (says) {
        wit_html_raw(p, " ");
        wit_html_text(p, path->observed.text);
        wit_html_raw(p, ".");
    }
    wit_html_raw(p, "</small>");
}

static void review_cell(struct wit_page *p, const char *text)
{
    wit_html_raw(p, *text == '\0' ? "<td><i class=\"missing\">missing</i></td>" : "<td>");
    if (*text == '\0')
        return;
    wit_html_text(p, text);
    wit_html_raw(p, "</td>");
}

/* Identity, encryption, audit: what evidence tells and what people say are told apart, by word and mark. */
static void based_cell(struct wit_page *p, const struct wit_path *path, const char *column, const char *text)
{
    const struct wit_review_basis *b = NULL;
    for (size_t i = 0; i < path->review.n_basis; i++)
        if (strcmp(path->review.basis[i].column, column) == 0)
            b = &path->review.basis[i];
    if (b == NULL || *text == '\0') {
        review_cell(p, text);
        return;
    }
    wit_html_raw(p, "<td>");
    wit_html_text(p, text);
    bool computed = b->basis == WIT_BASIS_COMPUTED || b->basis == WIT_BASIS_BOTH;
    wit_html_raw(p, b->basis == WIT_BASIS_BOTH ? "<small class=\"both\">evidence and declared</small>"
                    : computed                 ? "<small class=\"ev\">from evidence</small>"
                                               : "<small class=\"de\">declared</small>");
    if (*b->derived != '\0' && strcmp(b->derived, text) != 0) {
        wit_html_raw(p, b->disagree ? "<small class=\"no\">evidence says: " : "<small class=\"ev\">");
        wit_html_text(p, b->derived);
        wit_html_raw(p, "</small>");
    }
    wit_html_raw(p, "</td>");
}

static bool same_ports(const struct wit_path *path)
{
    if (path->service.n_ports != path->permitted.n_ports)
        return false;
    for (size_t i = 0; i < path->service.n_ports; i++) {
        const struct wit_port_range *a = &path->service.ports[i], *b = &path->permitted.ports[i];
        if (a->protocol != b->protocol || a->first != b->first || a->last != b->last)
            return false;
    }
    return true;
}

static void ports_cell(struct wit_page *p, const struct wit_path *path)
{
    wit_html_raw(p, "<td>");
    wit_html_ports(p, path->service.ports, path->service.n_ports);
    if (*path->service.listener != '\0') {
        wit_html_raw(p, "<small>");
        wit_html_short(p, path->service.listener);
        wit_html_raw(p, "</small>");
    }
    if (path->permitted.n_ports > 0 && !same_ports(path)) {
        wit_html_raw(p, "<small>open: ");
        wit_html_ports(p, path->permitted.ports, path->permitted.n_ports);
        wit_html_raw(p, "</small>");
    }
    if (path->permitted.n_possible > 0) {
        wit_html_raw(p, "<small>open, if gaps hide it: ");
        wit_html_ports(p, path->permitted.possible, path->permitted.n_possible);
        wit_html_raw(p, "</small>");
    }
    if (path->permitted.pairs > 1)
        wit_buf_printf(p->out, "<small>%" PRIu64 " of %" PRIu64 " pairs</small>", path->permitted.pairs,
                       path->permitted.from_endpoints * path->permitted.to_endpoints);
    wit_html_raw(p, "</td>");
}

static void row(struct wit_page *p, size_t index)
{
    const struct wit_path *path = &p->map->paths[index];
    const char *word = wit_status_word(path->status);
    size_t way = wit_html_way_of(p, index);
    wit_html_raw(p, "<tr id=\"");
    wit_html_text(p, path->id);
    wit_buf_printf(p->out, "\" class=\"p %s\" data-c=\"%s\" data-f=\"", word, wit_class_word(path->class));
    wit_html_text(p, path->from.id);
    wit_html_raw(p, "\" data-t=\"");
    wit_html_text(p, path->to.id);
    wit_buf_printf(p->out, "\"><td><b class=\"st\">%s</b> %s ", word, wit_class_word(path->class));
    if (way > 0)
        wit_buf_printf(p->out, "<a class=\"w\" href=\"#w-%zu\">", way);
    wit_html_raw(p, "<code>");
    wit_html_short(p, path->id);
    wit_html_raw(p, way > 0 ? "</code></a>" : "</code>");
    for (size_t i = 0; i < path->n_reasons; i++) {
        wit_html_raw(p, "<i>");
        wit_html_text(p, path->reasons[i].text);
        wit_html_raw(p, "</i>");
    }
    wit_html_raw(p, "</td>");
    scope(p, &path->from);
    scope(p, &path->to);
    ports_cell(p, path);
    wit_html_raw(p, "<td>");
    permitted(p, path);
    observed(p, path);
    declared(p, path);
    wire(p, path);
    wit_html_raw(p, "</td>");
    review_cell(p, path->review.owner);
    review_cell(p, path->review.purpose);
    based_cell(p, path, "identity", path->review.identity);
    based_cell(p, path, "encryption", path->review.encryption);
    based_cell(p, path, "audit", path->review.audit);
    wit_html_raw(p, "</tr>\n");
}

static void class_rows(struct wit_page *p, enum wit_class c)
{
    size_t n[3] = {0};
    for (size_t i = 0; i < p->map->n_paths; i++) {
        if (p->map->paths[i].class == c)
            n[p->map->paths[i].status]++;
    }
    if (n[0] + n[1] + n[2] == 0)
        return;
    wit_buf_printf(p->out, "<tr class=\"g\" id=\"c-%s\"><th colspan=\"10\" scope=\"colgroup\">%s <span>",
                   wit_class_word(c), wit_class_title(c));
    wit_html_count(p, n[0] + n[1] + n[2], "path", "paths");
    for (int s = WIT_RED; s >= WIT_GREEN; s--) {
        if (n[s] > 0)
            wit_buf_printf(p->out, ", %zu %s", n[s], wit_status_word((enum wit_status)s));
    }
    wit_html_raw(p, "</span></th></tr>\n");
    for (int s = WIT_RED; s >= WIT_GREEN; s--) {
        for (size_t i = 0; i < p->map->n_paths; i++) {
            if (p->map->paths[i].class == c && (int)p->map->paths[i].status == s)
                row(p, i);
        }
    }
}

void wit_html_paths(struct wit_page *p)
{
    static const char *const columns[] = {
        "Status", "From",    "To",       "Ports",      "Permitted, observed, declared",
        "Owner",  "Purpose", "Identity", "Encryption", "Audit trail"};
    wit_html_raw(p,
                 "<section id=\"paths\" class=\"wide\">\n<h2>Paths</h2>\n<p class=\"note\">Tables for spreadsheets and "
                 "programs: <a href=\"paths.csv\">paths.csv</a>, <a href=\"paths.json\">paths.json</a>. The id of a "
                 "path leads to its way, hop by hop, and from there to each rule and its evidence.</p>\n"
                 "<div id=\"tools\"></div>\n");
    if (p->map->n_paths == 0) {
        wit_html_raw(p, "<p>The inventory is empty.</p>\n</section>\n");
        return;
    }
    wit_html_raw(p, "<table class=\"paths\" id=\"inventory\">\n<caption class=\"sr\">Every path, by class</caption>"
                    "<thead><tr>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        wit_buf_printf(p->out, "<th scope=\"col\">%s</th>", columns[i]);
    wit_html_raw(p, "</tr></thead>\n<tbody>\n");
    for (unsigned c = 0; c < WIT_CLASS_COUNT; c++)
        class_rows(p, (enum wit_class)c);
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}
