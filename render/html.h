/* render/html.h: index.html of the packet: one page, style and script inline under their hashes, nothing from outside.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The order is that of a reader's questions: what was asked, what is proved, violated and unknown, what changed, what
 * was found, the pictures, every path, tables, what is missing, where it comes from, how to verify. Complete without
 * scripts; with them it sorts, filters and answers clicks in the map. Contents: docs/packet.md. Anchors: s-ID a
 * statement, g-… a gap, f-… a finding, c-CLASS a class, p-… a path; w-N a way, r-N a rule, e-N an artefact hold for one
 * packet.
 */
#ifndef WIT_RENDER_HTML_H
#define WIT_RENDER_HTML_H

#include "evidence/changes.h"
#include "evidence/map.h"

/* `map_sha256` is printed in the footer; `changes` NULL: no earlier map. err: WIT_ELIMIT, and what the picture says. */
WIT_NODISCARD bool wit_html_write(struct wit_buf *out, const struct wit_map *map, const char *map_sha256,
                                  const struct wit_changes *changes, struct wit_err *err);

/* ---- parts ---- */
struct wit_page {
    struct wit_buf *out;
    const struct wit_map *map;
    const struct wit_changes *changes; /* NULL: no earlier map */
    struct wit_arena *arena;
    const char **citations; /* sorted, unique */
    size_t n_citations;
    size_t *artefact_of;             /* number of each citation's artefact */
    struct wit_html_ways *ways;      /* html_ways.c */
    struct wit_strmap *paths, *gaps; /* id -> its struct: which anchors there are */
};

extern const char *const wit_html_css[], *const wit_html_css_print[],
                                             *const wit_html_js[]; /* pieces, NULL at the end */

void wit_html_raw(struct wit_page *p, const char *markup);
void wit_html_text(struct wit_page *p, const char *text);                    /* escaped, cut after 400 characters */
void wit_html_short(struct wit_page *p, const char *text);                   /* cut after 60, the whole as its title */
void wit_html_cell(struct wit_page *p, const char *label, const char *text); /* <td>; "" is an en dash */
void wit_html_count(struct wit_page *p, uint64_t n, const char *one, const char *many);
void wit_html_mark(struct wit_page *p, enum wit_status status); /* the mark of the picture, as inline SVG */
void wit_html_time(struct wit_page *p, const char *rfc3339);    /* "2026-11-18 21:04 UTC" */
void wit_html_ports(struct wit_page *p, const struct wit_port_range *ports, size_t n);
void wit_html_citation(struct wit_page *p, const char *citation); /* a link into the evidence index */
void wit_html_path_link(struct wit_page *p, const char *id);
bool wit_html_path_known(const struct wit_page *p, const char *id);
void wit_html_gap_link(struct wit_page *p, const char *id);

void wit_html_citations_collect(struct wit_page *p);
void wit_html_artefacts_number(struct wit_page *p);
void wit_html_ways_collect(struct wit_page *p);
size_t wit_html_way_of(const struct wit_page *p, size_t path); /* from 1; 0: the path has no hops */

void wit_html_head(struct wit_page *p);
void wit_html_statements(struct wit_page *p);
void wit_html_changes(struct wit_page *p); /* html_changes.c; nothing without an earlier map */
/* Findings, the severest first, with their pictures. err: as wit_svg_inline */
WIT_NODISCARD bool wit_html_findings(struct wit_page *p, struct wit_err *err);
/* html_map.c: the estate, each class, the matrix. */
WIT_NODISCARD bool wit_html_map(struct wit_page *p, struct wit_err *err);
void wit_html_paths(struct wit_page *p);
void wit_html_policies(struct wit_page *p); /* html_policies.c: paths to buckets; nothing when there is none */
void wit_html_indirect(struct wit_page *p); /* html_indirect.c; nothing when there is none */
void wit_html_sheets(struct wit_page *p);   /* html_sheets.c; each nothing when there is none */
void wit_html_storage(struct wit_page *p);
void wit_html_waivers(struct wit_page *p);
void wit_html_gaps(struct wit_page *p);
void wit_html_ways(struct wit_page *p);
void wit_html_evidence(struct wit_page *p);

#endif
