/* pathmap/sheets/sheets.c: the one table of sheets, and how their rows are made.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/sheets/sheets.h"

#include <string.h>

static const struct wit_sheet_kind kinds[] = {
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

const struct wit_sheet_kind *wit_sheet_kinds(size_t *n)
{
    *n = sizeof kinds / sizeof kinds[0] - 1;
    return kinds;
}

struct wit_sheet_row *wit_sheet_add(struct wit_sheet_maker *m, const char *id, enum wit_mark mark, enum wit_basis basis,
                                    const char *text)
{
    struct wit_sheet *s = m->sheet;
    const char **cells = WIT_NEW_ARRAY(m->arena, const char *, s->n_columns);
    for (size_t i = 0; i < s->n_columns; i++)
        cells[i] = "";
    struct wit_sheet_row row = {
        .id = id, .cells = cells, .n_cells = s->n_columns, .mark = mark, .basis = basis, .text = text};
    WIT_PUSH(m->arena, m->rows, s->n_rows, m->cap) = row;
    return &m->rows[s->n_rows - 1];
}

void wit_sheet_cell(struct wit_sheet_maker *m, struct wit_sheet_row *row, size_t column, const char *text)
{
    if (column >= row->n_cells || text == NULL)
        return;
    const char **cells = WIT_NEW_ARRAY(m->arena, const char *, row->n_cells);
    memcpy(cells, row->cells, row->n_cells * sizeof *cells);
    cells[column] = text;
    row->cells = cells;
}

static void append(struct wit_arena *arena, const char *const **list, size_t *n, const char *text)
{
    for (size_t i = 0; i < *n; i++) {
        if (strcmp((*list)[i], text) == 0)
            return;
    }
    const char **longer = WIT_NEW_ARRAY(arena, const char *, *n + 1);
    if (*n > 0)
        memcpy(longer, *list, *n * sizeof *longer);
    longer[*n] = text;
    *list = longer;
    (*n)++;
}

void wit_sheet_cite(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *evidence)
{
    if (evidence != NULL && evidence[0] != '\0')
        append(m->arena, &row->evidence, &row->n_evidence, evidence);
}

void wit_sheet_path(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *path_id)
{
    append(m->arena, &row->paths, &row->n_paths, path_id);
}

/* bad before unknown before watch before good: never an average */
static unsigned rank(enum wit_mark mark)
{
    static const unsigned ranks[] = {
        [WIT_MARK_NONE] = 0, [WIT_MARK_GOOD] = 1, [WIT_MARK_WATCH] = 2, [WIT_MARK_UNKNOWN] = 3, [WIT_MARK_BAD] = 4};
    return ranks[mark];
}

enum wit_mark wit_sheet_worst(const struct wit_sheet_row *rows, size_t n)
{
    enum wit_mark worst = WIT_MARK_NONE;
    for (size_t i = 0; i < n; i++) {
        if (rank(rows[i].mark) > rank(worst))
            worst = rows[i].mark;
    }
    return worst;
}

static void split_columns(struct wit_sheet_maker *m, const char *columns)
{
    size_t n = 1;
    for (const char *p = columns; *p != '\0'; p++)
        n += *p == '|';
    const char **list = WIT_NEW_ARRAY(m->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        size_t len = strcspn(columns, "|");
        list[i] = wit_strndup(m->arena, columns, len);
        columns += len + (i + 1 < n);
    }
    m->sheet->columns = list;
    m->sheet->n_columns = n;
}

void wit_review_sheets(struct wit_review *r, const struct wit_sheet **out, size_t *n)
{
    size_t n_kinds;
    const struct wit_sheet_kind *table = wit_sheet_kinds(&n_kinds);
    struct wit_sheet *sheets = WIT_NEW_ARRAY(r->arena, struct wit_sheet, n_kinds + 1);
    *n = 0;
    for (size_t i = 0; i < n_kinds; i++) {
        struct wit_sheet *s = &sheets[*n];
        *s = (struct wit_sheet){.id = table[i].id,
                                .group = table[i].group,
                                .title = table[i].title,
                                .question = table[i].question,
                                .source = table[i].source};
        struct wit_sheet_maker m = {.review = r, .arena = r->arena, .sheet = s};
        split_columns(&m, table[i].columns);
        table[i].make(&m);
        s->rows = m.rows;
        s->mark = wit_sheet_worst(m.rows, s->n_rows);
        *n += s->n_rows > 0;
    }
    *out = sheets;
}
