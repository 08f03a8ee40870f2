/* pathmap/diff_rest.c: what is different beside paths and statements: findings, waivers, sheets, gaps.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A gap is what was asked and of what, never its id: two collections number their records differently.
 */
#include <string.h>

#include "pathmap/diff_inside.h"

/* A finding about paths is told by its paths; what has none (settings, roles) is told here. */
static void findings(struct wit_diff_work *w, const struct wit_map *map, const struct wit_map *other,
                     enum wit_change_kind kind)
{
    struct wit_strmap *known = wit_strmap_new(w->arena);
    for (size_t i = 0; i < other->n_findings; i++)
        wit_strmap_put(known, other->findings[i].id, w);
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        if (f->n_paths > 0 || wit_strmap_get(known, f->id) != NULL)
            continue;
        struct wit_change *c = wit_diff_add(w, kind, "finding", f->id, f->title, WIT_DIFF_FINDINGS);
        const char *text = wit_fmt(w->arena, "%s: %s", wit_severity_word(f->severity), f->text);
        *(kind == WIT_ADDED ? &c->after : &c->before) = text;
        wit_cause_of_evidence(c, &w->causes, f->evidence, f->n_evidence, kind == WIT_ADDED);
    }
}

static void waivers(struct wit_diff_work *w)
{
    const struct wit_map *older = w->causes.older, *newer = w->causes.newer;
    for (size_t i = 0; i < newer->n_waivers; i++) {
        const struct wit_waiver *is = &newer->waivers[i];
        for (size_t k = 0; k < older->n_waivers && is->ended; k++) {
            const struct wit_waiver *was = &older->waivers[k];
            if (strcmp(was->id, is->id) != 0 || was->ended)
                continue;
            struct wit_change *c = wit_diff_add(w, WIT_CHANGE_EXPIRED, "waiver", is->id,
                                                wit_fmt(w->arena, "waiver of %s", is->subject), WIT_DIFF_RED);
            c->before = "in force";
            c->after = "ended";
            c->cause = wit_fmt(w->arena, "the waiver '%s' of %s ended on %s", is->id, is->owner, is->until);
        }
    }
}

static const char *row_words(struct wit_arena *arena, const struct wit_sheet_row *row)
{
    return row->text[0] == '\0' ? wit_mark_word(row->mark)
                                : wit_fmt(arena, "%s: %s", wit_mark_word(row->mark), row->text);
}

static struct wit_strmap *rows_of(struct wit_arena *arena, const struct wit_map *map)
{
    struct wit_strmap *rows = wit_strmap_new(arena);
    for (size_t i = 0; i < map->n_sheets; i++) {
        wit_strmap_put(rows, map->sheets[i].id, arena); /* the sheet is there */
        for (size_t k = 0; k < map->sheets[i].n_rows; k++)
            wit_strmap_put(rows, wit_fmt(arena, "%s/%s", map->sheets[i].id, map->sheets[i].rows[k].id),
                           (void *)(uintptr_t)&map->sheets[i].rows[k]);
    }
    return rows;
}

/* Marks only: numbers in cells change with every capture. A sheet that one version of the program has and another has
 * not is no change of the estate. */
static void sheets(struct wit_diff_work *w, const struct wit_map *map, const struct wit_strmap *other, bool newer)
{
    for (size_t i = 0; i < map->n_sheets; i++) {
        const struct wit_sheet *s = &map->sheets[i];
        for (size_t k = 0; k < s->n_rows && wit_strmap_get(other, s->id) != NULL; k++) {
            const struct wit_sheet_row *row = &s->rows[k];
            const char *id = wit_fmt(w->arena, "%s/%s", s->id, row->id);
            const struct wit_sheet_row *before = wit_strmap_get(other, id);
            if (before != NULL && (!newer || before->mark == row->mark))
                continue;
            struct wit_change *c = wit_diff_add(w, WIT_CHANGED_SHEET, "sheet", id,
                                                wit_fmt(w->arena, "%s: %s", s->title, row->id), WIT_DIFF_SHEETS);
            if (before != NULL)
                c->before = row_words(w->arena, before);
            *(newer ? &c->after : &c->before) = row_words(w->arena, row);
            wit_cause_of_evidence(c, &w->causes, row->evidence, row->n_evidence, newer);
        }
    }
}

static const char *gap_key(struct wit_arena *arena, const struct wit_map_gap *g)
{
    /* What has no operation is told by its text alone. */
    return wit_fmt(arena, "%s\n%s\n%s\n%s\n%s\n%s\n%s", g->reason, g->account, g->region, g->service, g->operation,
                   g->resource, g->operation[0] != '\0' ? "" : wit_gap_brief(arena, g->text));
}

static void gaps(struct wit_diff_work *w, const struct wit_map *map, const struct wit_map *other,
                 enum wit_change_kind kind)
{
    struct wit_strmap *known = wit_strmap_new(w->arena);
    for (size_t i = 0; i < other->n_gaps; i++)
        wit_strmap_put(known, gap_key(w->arena, &other->gaps[i]), w);
    for (size_t i = 0; i < map->n_gaps; i++) {
        const struct wit_map_gap *g = &map->gaps[i];
        if (!wit_strmap_put(known, gap_key(w->arena, g), w)) /* known, or the same a second time */
            continue;
        struct wit_change *c = wit_diff_add(w, kind, "gap", g->id, wit_gap_brief(w->arena, g->text), WIT_DIFF_GAPS);
        *(kind == WIT_GAP_OPENED ? &c->after : &c->before) = g->reason;
        c->cause = kind == WIT_GAP_OPENED ? "evidence is missing that was not missing before"
                                          : "evidence that was missing is there";
    }
}

void wit_diff_rest(struct wit_diff_work *w)
{
    const struct wit_map *older = w->causes.older, *newer = w->causes.newer;
    findings(w, older, newer, WIT_REMOVED);
    findings(w, newer, older, WIT_ADDED);
    waivers(w);
    sheets(w, older, rows_of(w->arena, newer), false);
    sheets(w, newer, rows_of(w->arena, older), true);
    gaps(w, older, newer, WIT_GAP_CLOSED);
    gaps(w, newer, older, WIT_GAP_OPENED);
}
