/* render/reports.h: what `check` and the packet hand to other programs and to people in a hurry: one row of one table
 * a format.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * All are pure functions of the map: the same map gives the same bytes. Names in a map are hostile text; each format
 * escapes by its own rules. Source: docs/check.md.
 */
#ifndef WIT_RENDER_REPORTS_H
#define WIT_RENDER_REPORTS_H

#include "base/buf.h"
#include "evidence/changes.h"
#include "evidence/map.h"
#include "render/gate.h"

struct wit_report {
    const struct wit_map *map;
    const char *map_sha256;            /* of the map's file */
    const struct wit_gate *gate;       /* of that map */
    const struct wit_changes *changes; /* NULL: no earlier map */
    bool strict;                       /* what is open or yellow fails too */
};

enum wit_report_format { WIT_REPORT_TEXT, WIT_REPORT_SARIF, WIT_REPORT_JUNIT, WIT_REPORT_OSCAL, WIT_REPORT_COUNT };
/* "text" "sarif" "junit" "oscal"; err: WIT_EUSAGE, lists the words that there are. */
WIT_NODISCARD bool wit_report_format_of(enum wit_report_format *out, const char *word, struct wit_err *err);
/* err: WIT_ELIMIT */
WIT_NODISCARD bool wit_report_write(struct wit_buf *out, const struct wit_report *report, enum wit_report_format format,
                                    struct wit_err *err);

void wit_check_text_write(struct wit_buf *out, const struct wit_report *report);
/* SARIF 2.1.0 (OASIS Standard, 27 March 2020). */
void wit_sarif_write(struct wit_buf *out, const struct wit_report *report);
/* JUnit XML as Jenkins (junit-10.xsd) and Ant (JUnit.xsd) read it. */
void wit_junit_write(struct wit_buf *out, const struct wit_report *report);
/* NIST OSCAL assessment-results 1.1.2, JSON. */
void wit_oscal_write(struct wit_buf *out, const struct wit_report *report);
/* Markdown for a pull request or a ticket. */
void wit_summary_write(struct wit_buf *out, const struct wit_report *report);

/* What a check means and what to do about it; "" for a check that is not in the table (check_help.c). */
const char *wit_check_help(const char *check);

/* ---- what the formats share (report_parts.c) ---- */

/* Cleaned (render/escape.h), and cut after `max` characters; 0: not cut. */
const char *wit_report_clean(struct wit_arena *arena, const char *text, size_t max);
/* The same as Markdown that shows as what it is. */
const char *wit_report_marked(struct wit_arena *arena, const char *text, size_t max);
/* Where a citation points: "acme.evidence/journal.jsonl" (percent-encoded), line 12, "/SecurityGroups/3". Without a
 * journal line (`line` 0) the file is map.json. */
struct wit_report_place {
    const char *uri, *pointer;
    unsigned long long line;
};
struct wit_report_place wit_report_place(struct wit_arena *arena, const struct wit_map *map, const char *citation);
/* RFC 9562 version 5 in form; SHA-256 of the parts stands for the name, so the same content has the same id. */
const char *wit_report_uuid(struct wit_arena *arena, const char *space, const char *kind, const char *id);

#endif
