/* evidence/map_fields_sheets.c: the names of what the review adds to the map: sheets, events, waivers, artefacts, one
 * row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/map.h"
#include "evidence/map_rows.h"

static const char *const marks[] = {[WIT_MARK_NONE] = "none",
                                    [WIT_MARK_GOOD] = "good",
                                    [WIT_MARK_WATCH] = "watch",
                                    [WIT_MARK_BAD] = "bad",
                                    [WIT_MARK_UNKNOWN] = "unknown"};
static const char *const bases[] = {[WIT_BASIS_COMPUTED] = "computed",
                                    [WIT_BASIS_DECLARED] = "declared",
                                    [WIT_BASIS_BOTH] = "computed and declared",
                                    [WIT_BASIS_MISSING] = "missing",
                                    [WIT_BASIS_NONE] = "not computable"};

static int value_of(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; word != NULL && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

const char *wit_mark_word(enum wit_mark m)
{
    return (unsigned)m < COUNT(marks) ? marks[m] : "";
}

int wit_mark_of(const char *word)
{
    return value_of(marks, COUNT(marks), word);
}

const char *wit_basis_word(enum wit_basis b)
{
    return (unsigned)b < COUNT(bases) ? bases[b] : "";
}

int wit_basis_of(const char *word)
{
    return value_of(bases, COUNT(bases), word);
}

WORDS(mark, enum wit_mark)
WORDS(basis, enum wit_basis)

static const struct wit_field basis_fields[] = {
    TEXT(wit_review_basis, "column", column),       WORD(wit_review_basis, "basis", basis, basis),
    TEXT_OPT(wit_review_basis, "derived", derived), TEXT_OPT(wit_review_basis, "declared", declared),
    BOOL(wit_review_basis, "disagree", disagree),   TEXT_OPT(wit_review_basis, "evidence", evidence),
};
const struct wit_table wit_basis_table = {basis_fields, COUNT(basis_fields), sizeof(struct wit_review_basis)};

static const struct wit_field row_fields[] = {
    TEXT(wit_sheet_row, "id", id),
    TEXTS(wit_sheet_row, "cells", cells, n_cells),
    WORD(wit_sheet_row, "mark", mark, mark),
    WORD(wit_sheet_row, "basis", basis, basis),
    TEXT_OPT(wit_sheet_row, "text", text),
    TEXTS(wit_sheet_row, "paths", paths, n_paths),
    TEXTS(wit_sheet_row, "evidence", evidence, n_evidence),
};
TABLE(row_table, row_fields, sizeof(struct wit_sheet_row));

static const struct wit_field sheet_fields[] = {
    TEXT(wit_sheet, "id", id),
    TEXT(wit_sheet, "group", group),
    TEXT(wit_sheet, "title", title),
    TEXT_OPT(wit_sheet, "question", question),
    TEXT_OPT(wit_sheet, "source", source),
    TEXT_OPT(wit_sheet, "note", note),
    WORD(wit_sheet, "mark", mark, mark),
    TEXTS(wit_sheet, "columns", columns, n_columns),
    LIST(wit_sheet, "rows", rows, n_rows, row_table),
};
const struct wit_table wit_sheet_table = {sheet_fields, COUNT(sheet_fields), sizeof(struct wit_sheet)};

static const struct wit_field event_fields[] = {
    TEXT(wit_map_event, "time", time),
    TEXT(wit_map_event, "source", source),
    TEXT(wit_map_event, "action", action),
    TEXT(wit_map_event, "who", who),
    TEXTS(wit_map_event, "resources", resources, n_resources),
    TEXT_OPT(wit_map_event, "text", text),
    TEXT_OPT(wit_map_event, "evidence", evidence),
};
const struct wit_table wit_event_table = {event_fields, COUNT(event_fields), sizeof(struct wit_map_event)};

static const struct wit_field waiver_fields[] = {
    TEXT(wit_waiver, "id", id),         TEXT(wit_waiver, "subject", subject), TEXT(wit_waiver, "owner", owner),
    TEXT(wit_waiver, "reason", reason), TEXT(wit_waiver, "until", until),     BOOL(wit_waiver, "ended", ended),
    BOOL(wit_waiver, "used", used),
};
const struct wit_table wit_waiver_table = {waiver_fields, COUNT(waiver_fields), sizeof(struct wit_waiver)};

static const struct wit_field artefact_fields[] = {
    TEXT(wit_map_artefact, "id", id),
    TEXT(wit_map_artefact, "bundle", bundle),
    TEXT_OPT(wit_map_artefact, "operation", operation),
    TEXT_OPT(wit_map_artefact, "account", account),
    TEXT_OPT(wit_map_artefact, "region", region),
    TEXT_OPT(wit_map_artefact, "resource", resource),
    TEXT_OPT(wit_map_artefact, "time", time),
    TEXT(wit_map_artefact, "sha256", sha256),
};
const struct wit_table wit_artefact_table = {artefact_fields, COUNT(artefact_fields), sizeof(struct wit_map_artefact)};
