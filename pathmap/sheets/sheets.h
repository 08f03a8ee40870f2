/* pathmap/sheets/sheets.h: the tables that a review asks for, one row of sheets.c each.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A sheet is made from a finished review (paths, statements, findings are there) and from the platform. Its maker adds
 * rows; the sheet's mark is the worst of them. The law holds for every row: what evidence leaves open is `unknown`.
 * Source: docs/sheets.md, which lists every sheet with its question.
 */
#ifndef WIT_PATHMAP_SHEETS_H
#define WIT_PATHMAP_SHEETS_H

#include "evidence/sheet.h"
#include "pathmap/kafka/platform.h"
#include "pathmap/review/review.h"

struct wit_sheet_maker {
    struct wit_review *review; /* review->platform is never NULL */
    struct wit_arena *arena;
    struct wit_sheet *sheet;
    struct wit_sheet_row *rows;
    size_t cap;
};
struct wit_sheet_kind {
    const char *id, *group, *title, *question, *source;
    const char *columns; /* separated by "|" */
    void (*make)(struct wit_sheet_maker *m);
};
const struct wit_sheet_kind *wit_sheet_kinds(size_t *n);

/* A new row with as many empty cells as there are columns. */
struct wit_sheet_row *wit_sheet_add(struct wit_sheet_maker *m, const char *id, enum wit_mark mark, enum wit_basis basis,
                                    const char *text);
void wit_sheet_cell(struct wit_sheet_maker *m, struct wit_sheet_row *row, size_t column, const char *text);
void wit_sheet_cite(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *evidence); /* "" is ignored */
void wit_sheet_path(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *path_id);

/* The mark of a sheet with these rows: bad before unknown before watch before good, never an average. */
enum wit_mark wit_sheet_worst(const struct wit_sheet_row *rows, size_t n);

/* Every sheet that has rows, in the order of the table. */
void wit_review_sheets(struct wit_review *r, const struct wit_sheet **out, size_t *n);

#endif
