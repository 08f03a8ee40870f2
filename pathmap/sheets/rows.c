/* pathmap/sheets/rows.c: rows, items of checklists, and how one sheet reads another.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

struct wit_sheet_row *wit_row(struct wit_sheet_maker *m, const char *id, enum wit_mark mark, enum wit_basis basis,
                              const char *text, const char *const *cells, size_t n)
{
    struct wit_sheet_row *row = wit_sheet_add(m, id, mark, basis, text);
    const char **list = WIT_NEW_ARRAY(m->arena, const char *, row->n_cells);
    for (size_t i = 0; i < row->n_cells; i++)
        list[i] = i < n && cells[i] != NULL ? cells[i] : "";
    row->cells = list;
    return row;
}

void wit_row_cite(struct wit_sheet_maker *m, struct wit_sheet_row *row, struct wit_cite cite)
{
    wit_sheet_cite(m, row, wit_review_cite(m->review, cite));
}

void wit_row_exposure(struct wit_sheet_maker *m, struct wit_sheet_row *row, const struct wit_exposure *e)
{
    for (size_t i = 0; e != NULL && i < e->n_paths && i < WIT_SHEET_PATHS; i++)
        wit_sheet_path(m, row, e->paths[i]);
}

const char *wit_reached_by(struct wit_sheet_maker *m, const struct wit_exposure *e)
{
    enum { NAMED = 3 };
    struct wit_exposure brief;
    if (e == NULL)
        return "not known";
    brief = *e;
    size_t n = e->n < NAMED ? e->n : NAMED;
    struct wit_reacher *who = WIT_NEW_ARRAY(m->arena, struct wit_reacher, e->n);
    for (size_t i = 0; i < e->n; i++)
        who[i] = e->who[i];
    for (size_t i = 0; i < n; i++) {
        const char *paren = strstr(who[i].label, " (");
        if (paren != NULL)
            who[i].label = wit_strndup(m->arena, who[i].label, (size_t)(paren - who[i].label));
    }
    brief.who = who;
    return wit_exposure_words(m->arena, &brief, NAMED);
}

static int rank(enum wit_mark mark)
{
    static const int ranks[] = {
        [WIT_MARK_NONE] = 0, [WIT_MARK_GOOD] = 1, [WIT_MARK_WATCH] = 2, [WIT_MARK_UNKNOWN] = 3, [WIT_MARK_BAD] = 4};
    return ranks[mark];
}

enum wit_mark wit_mark_worse(enum wit_mark a, enum wit_mark b)
{
    return rank(a) >= rank(b) ? a : b;
}

const char *wit_mark_state(enum wit_mark mark, enum wit_basis basis)
{
    if (basis == WIT_BASIS_MISSING)
        return "missing";
    if (basis == WIT_BASIS_NONE)
        return "not computable";
    switch (mark) {
    case WIT_MARK_GOOD:
        return "in place";
    case WIT_MARK_WATCH:
        return "in part";
    case WIT_MARK_BAD:
        return "not in place";
    case WIT_MARK_UNKNOWN:
        return "not known";
    case WIT_MARK_NONE:
        break;
    }
    return "does not apply";
}

void wit_item_add(struct wit_item *item, struct wit_arena *arena, enum wit_mark mark, const char *text)
{
    bool begins = item->text == NULL || item->text[0] == '\0';
    item->mark = wit_mark_worse(item->mark, mark);
    if (text[0] != '\0' && (begins || strstr(item->text, text) == NULL))
        item->text = begins ? text : wit_fmt(arena, "%s; %s", item->text, text);
}

void wit_item_ask(struct wit_item *item, struct wit_arena *arena, const char *text)
{
    if (item->mark != WIT_MARK_BAD && item->mark != WIT_MARK_UNKNOWN)
        item->basis = WIT_BASIS_MISSING;
    wit_item_add(item, arena, WIT_MARK_UNKNOWN, text);
}

void wit_item_cite(struct wit_item *item, struct wit_cite cite)
{
    if (item->n_cites < sizeof item->cites / sizeof *item->cites)
        item->cites[item->n_cites++] = cite;
}

void wit_item_path(struct wit_item *item, const char *id)
{
    if (item->n_paths < sizeof item->paths / sizeof *item->paths)
        item->paths[item->n_paths++] = id;
}

void wit_item_exposure(struct wit_item *item, const struct wit_exposure *e)
{
    for (size_t i = 0; e != NULL && i < e->n_paths; i++)
        wit_item_path(item, e->paths[i]);
}

struct wit_item wit_item_missing(const char *text)
{
    return (struct wit_item){.mark = WIT_MARK_UNKNOWN, .basis = WIT_BASIS_MISSING, .text = text};
}

struct wit_item wit_item_none(const char *text)
{
    return (struct wit_item){.mark = WIT_MARK_UNKNOWN, .basis = WIT_BASIS_NONE, .text = text};
}

void wit_item_row(struct wit_sheet_maker *m, const char *id, const struct wit_item *item, const char *const *cells,
                  size_t n)
{
    const char *text = item->text == NULL ? "" : item->text;
    struct wit_sheet_row *row = wit_row(m, id, item->mark, item->basis, text, cells, n);
    wit_sheet_cell(m, row, n, wit_mark_state(item->mark, item->basis));
    for (size_t i = 0; i < item->n_cites; i++)
        wit_row_cite(m, row, item->cites[i]);
    for (size_t i = 0; i < item->n_paths; i++)
        wit_sheet_path(m, row, item->paths[i]);
}

const struct wit_sheet *wit_made(const struct wit_sheet_maker *m, const char *sheet)
{
    for (size_t i = 0; i < m->review->n_sheets; i++)
        if (strcmp(m->review->sheets[i].id, sheet) == 0)
            return &m->review->sheets[i];
    return NULL;
}

const struct wit_sheet_row *wit_made_row(const struct wit_sheet_maker *m, const char *sheet, const char *row)
{
    const struct wit_sheet *s = wit_made(m, sheet);
    for (size_t i = 0; s != NULL && i < s->n_rows; i++)
        if (strcmp(s->rows[i].id, row) == 0)
            return &s->rows[i];
    return NULL;
}

void wit_item_sheet(struct wit_item *item, const struct wit_sheet_maker *m, const char *sheet, const char *otherwise)
{
    const struct wit_sheet *s = wit_made(m, sheet);
    size_t counts[WIT_MARK_UNKNOWN + 1] = {0};
    if (s == NULL) {
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, otherwise);
        return;
    }
    for (size_t i = 0; i < s->n_rows; i++)
        counts[s->rows[i].mark]++;
    const char *text = wit_fmt(m->arena, "%s: ", sheet);
    const struct {
        size_t n;
        const char *word;
    } parts[] = {{counts[WIT_MARK_BAD], "bad"},
                 {counts[WIT_MARK_UNKNOWN], "not known"},
                 {counts[WIT_MARK_WATCH], "to look at"},
                 {counts[WIT_MARK_GOOD], "good"}};
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n > 0) {
            text = wit_fmt(m->arena, "%s%s%zu %s", text, any ? ", " : "", parts[i].n, parts[i].word);
            any = true;
        }
    wit_item_add(item, m->arena, s->mark, any ? text : "");
}

void wit_item_sheet_row(struct wit_item *item, const struct wit_sheet_maker *m, const char *sheet, const char *row)
{
    const struct wit_sheet_row *r = wit_made_row(m, sheet, row);
    if (r == NULL) {
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, wit_fmt(m->arena, "%s/%s is not told", sheet, row));
        return;
    }
    wit_item_add(item, m->arena, r->mark, r->text);
    for (size_t i = 0; i < r->n_paths; i++)
        wit_item_path(item, r->paths[i]);
}

bool wit_path_is_open(const struct wit_path *p)
{
    return p->permitted.verdict == WIT_REACHABLE || p->permitted.verdict == WIT_PARTIAL;
}

const char *wit_interface_words(struct wit_arena *arena, const struct wit_interface *itf)
{
    return itf->name[0] == '\0' ? itf->id : wit_fmt(arena, "%s (%s)", itf->name, itf->id);
}

const char *wit_plural(size_t n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

bool wit_has_kafka(const struct wit_review *r)
{
    return r->platform->n_clusters + r->platform->n_connects + r->platform->n_registries > 0;
}

/* Private addresses may repeat over networks: such an address names nobody (the map holds SIZE_MAX for it). */
struct wit_strmap *wit_address_index(struct wit_sheet_maker *m)
{
    static const char several;
    const struct wit_estate *e = m->review->estate;
    struct wit_strmap *index = wit_strmap_new(m->arena);
    for (size_t i = 0; i < e->n_interfaces; i++)
        for (size_t k = 0; k < e->interfaces[i].n_addresses; k++) {
            char text[WIT_ADDR_TEXT];
            wit_addr_text(text, e->interfaces[i].addresses[k].addr);
            void *there = wit_strmap_get(index, text);
            bool doubt = there != NULL && there != (void *)(uintptr_t)&e->interfaces[i];
            wit_strmap_set(index, text, doubt ? (void *)(uintptr_t)&several : (void *)(uintptr_t)&e->interfaces[i]);
        }
    wit_strmap_set(index, "", (void *)(uintptr_t)&several);
    return index;
}

const struct wit_interface *wit_interface_at(struct wit_sheet_maker *m, struct wit_strmap *index, const char *address)
{
    void *at = wit_strmap_get(index, address);
    (void)m;
    return at == wit_strmap_get(index, "") ? NULL : at;
}
