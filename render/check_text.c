/* render/check_text.c: `check` for people: the verdict, the counts, then what blocks, first the heaviest.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/reports.h"

static void section(struct wit_buf *out, struct wit_arena *arena, const char *title, const struct wit_gate_items *list)
{
    enum { WHY_MAX = 400 };
    if (list->n == 0)
        return;
    wit_buf_printf(out, "\n%s\n", title);
    for (size_t i = 0; i < list->n; i++) {
        const struct wit_gate_item *item = &list->items[i];
        wit_buf_printf(out, "  %s %s  %s\n", item->subject, wit_report_clean(arena, item->id, 0),
                       wit_report_clean(arena, wit_fmt(arena, "%s: %s", item->state, item->what), 0));
        if (item->why[0] != '\0')
            wit_buf_printf(out, "      %s\n", wit_report_clean(arena, item->why, WHY_MAX));
    }
}

static void waived(struct wit_buf *out, struct wit_arena *arena, const struct wit_report *r)
{
    const struct wit_gate_items *list = &r->gate->waived;
    if (list->n == 0)
        return;
    wit_buf_puts(out, "\nwaived, and told all the same\n");
    for (size_t i = 0; i < list->n; i++) {
        const struct wit_gate_item *item = &list->items[i];
        const struct wit_waiver *w = wit_gate_waiver(r->map, item->waiver);
        wit_buf_printf(out, "  %s %s  %s\n", item->subject, wit_report_clean(arena, item->id, 0),
                       wit_report_clean(arena, wit_fmt(arena, "%s: %s", item->state, item->what), 0));
        if (w != NULL)
            wit_buf_printf(
                out, "      %s\n",
                wit_report_clean(
                    arena, wit_fmt(arena, "waiver %s of %s until %s: %s", w->id, w->owner, w->until, w->reason), 0));
    }
}

void wit_check_text_write(struct wit_buf *out, const struct wit_report *r)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_gate *g = r->gate;
    const struct wit_map *map = r->map;
    static const char *const verdicts[] = {
        [WIT_GATE_CLEAR] = "clear: nothing is red and no statement is unknown",
        [WIT_GATE_OPEN] = "open: nothing is red, but evidence is missing that a statement needs",
        [WIT_GATE_RED] = "red: this blocks",
    };
    wit_buf_printf(out, "%s\n", verdicts[g->verdict]);
    if (map->n_assertions > 0)
        wit_buf_printf(out, "statements  %zu violated, %zu unknown, %zu proved\n", g->statements[WIT_VIOLATED],
                       g->statements[WIT_UNDECIDED], g->statements[WIT_PROVED]);
    else
        wit_buf_puts(out, "statements  none: the intent says nothing that must be impossible\n");
    wit_buf_printf(out, "paths       %zu red, %zu yellow, %zu green; %zu of them unknown\n", g->paths[WIT_RED],
                   g->paths[WIT_YELLOW], g->paths[WIT_GREEN], g->unknown_paths);
    wit_buf_printf(out, "findings    %zu high, %zu medium, %zu low, %zu for information\n", g->findings[WIT_HIGH],
                   g->findings[WIT_MEDIUM], g->findings[WIT_LOW], g->findings[WIT_INFO]);
    if (g->waived.n > 0)
        wit_buf_printf(out, "waived      %zu of these, told below\n", g->waived.n);
    wit_buf_printf(out, "gaps        %zu\n", map->n_gaps);
    section(out, arena, "blocks", &g->red);
    section(out, arena, r->strict ? "open (blocks: --strict)" : "open", &g->open);
    section(out, arena, r->strict ? "yellow (blocks: --strict)" : "yellow", &g->yellow);
    waived(out, arena, r);
}
