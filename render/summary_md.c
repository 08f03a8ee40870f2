/* render/summary_md.c: summary.md: the review in one screen, for a pull request or a ticket.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Verdict first, then statements, what blocks, what is unknown, what changed, the counts. Names are hostile text.
 */
#include <string.h>

#include "render/reports.h"

enum { ROWS_MAX = 25, CELL_MAX = 300 };

struct page {
    struct wit_buf *out;
    struct wit_arena *arena;
    const struct wit_report *r;
};

static const char *cell(struct page *p, const char *text)
{
    const char *marked = wit_report_marked(p->arena, text, CELL_MAX);
    return marked[0] != '\0' ? marked : " ";
}

static void more(struct page *p, size_t n, const char *where)
{
    if (n > ROWS_MAX)
        wit_buf_printf(p->out, "\n%zu more: %s.\n", n - ROWS_MAX, where);
}

static void verdict(struct page *p)
{
    static const char *const words[] = {
        [WIT_GATE_CLEAR] = "Clear: nothing is red, and no statement is unknown.",
        [WIT_GATE_OPEN] = "Open: nothing is red, but a statement is unknown: evidence is missing.",
        [WIT_GATE_RED] = "Red: this blocks.",
    };
    const struct wit_gate *g = p->r->gate;
    const struct wit_map *map = p->r->map;
    wit_buf_printf(p->out, "## %s\n\n", words[g->verdict]);
    wit_buf_puts(p->out, "| | | | |\n|---|---|---|---|\n");
    wit_buf_printf(p->out, "| statements | %zu violated | %zu unknown | %zu proved |\n", g->statements[WIT_VIOLATED],
                   g->statements[WIT_UNDECIDED], g->statements[WIT_PROVED]);
    wit_buf_printf(p->out, "| paths | %zu red | %zu yellow | %zu green |\n", g->paths[WIT_RED], g->paths[WIT_YELLOW],
                   g->paths[WIT_GREEN]);
    wit_buf_printf(p->out, "| findings | %zu high | %zu medium | %zu low |\n", g->findings[WIT_HIGH],
                   g->findings[WIT_MEDIUM], g->findings[WIT_LOW]);
    wit_buf_printf(p->out, "| evidence | %zu gaps | %zu assumptions | %zu waived |\n", map->n_gaps, map->n_assumptions,
                   g->waived.n);
}

static void statements(struct page *p)
{
    const struct wit_map *map = p->r->map;
    static const enum wit_proof order[] = {WIT_VIOLATED, WIT_UNDECIDED, WIT_PROVED};
    wit_buf_puts(p->out, "\n### Isolation statements\n\n");
    if (map->n_assertions == 0) {
        wit_buf_puts(p->out, "None: the intent says nothing that must be impossible.\n");
        return;
    }
    wit_buf_puts(p->out, "| | statement | never | because |\n|---|---|---|---|\n");
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < map->n_assertions; i++) {
            const struct wit_assertion *a = &map->assertions[i];
            if (a->proof == order[k])
                wit_buf_printf(p->out, "| **%s** | %s | %s | %s |\n", wit_proof_word(a->proof), cell(p, a->id),
                               cell(p, a->text), cell(p, wit_gate_statement_why(p->arena, a)));
        }
}

static void list(struct page *p, const char *title, const struct wit_gate_items *items, const char *leave_out)
{
    size_t n = 0;
    for (size_t i = 0; i < items->n; i++)
        n += strcmp(items->items[i].subject, leave_out) != 0;
    if (n == 0)
        return;
    wit_buf_printf(p->out, "\n### %s\n\n| | | what | why |\n|---|---|---|---|\n", title);
    size_t shown = 0;
    for (size_t i = 0; i < items->n && shown < ROWS_MAX; i++) {
        const struct wit_gate_item *it = &items->items[i];
        if (strcmp(it->subject, leave_out) == 0)
            continue;
        wit_buf_printf(p->out, "| %s %s | %s | %s | %s |\n", it->state, it->subject, cell(p, it->id), cell(p, it->what),
                       cell(p, it->why));
        shown++;
    }
    more(p, n, "findings.csv and paths.csv have all");
}

static void waived(struct page *p)
{
    const struct wit_gate_items *items = &p->r->gate->waived;
    if (items->n == 0)
        return;
    wit_buf_puts(p->out, "\n### Waived\n\n| | | waiver | owner | until | reason |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < items->n && i < ROWS_MAX; i++) {
        const struct wit_waiver *w = wit_gate_waiver(p->r->map, items->items[i].waiver);
        wit_buf_printf(p->out, "| %s %s | %s | %s | %s | %s | %s |\n", items->items[i].state, items->items[i].subject,
                       cell(p, items->items[i].id), cell(p, items->items[i].waiver), cell(p, w != NULL ? w->owner : ""),
                       cell(p, w != NULL ? w->until : ""), cell(p, w != NULL ? w->reason : ""));
    }
    more(p, items->n, "map.json has all");
}

static void unknowns(struct page *p)
{
    const struct wit_map *map = p->r->map;
    if (map->n_gaps == 0 && p->r->gate->unknown_paths == 0)
        return;
    wit_buf_printf(p->out, "\n### Unknown\n\n%zu of the paths are unknown for want of evidence.\n",
                   p->r->gate->unknown_paths);
    if (map->n_gaps == 0)
        return;
    wit_buf_puts(p->out, "\n| gap | what is missing | what would close it |\n|---|---|---|\n");
    for (size_t i = 0; i < map->n_gaps && i < ROWS_MAX; i++)
        wit_buf_printf(p->out, "| %s | %s | %s |\n", cell(p, map->gaps[i].id),
                       cell(p, wit_gap_brief(p->arena, map->gaps[i].text)), cell(p, map->gaps[i].remedy));
    more(p, map->n_gaps, "gaps.csv has all");
}

static void changes(struct page *p)
{
    const struct wit_changes *c = p->r->changes;
    if (c == NULL)
        return;
    wit_buf_printf(p->out, "\n### What changed since %s\n\n", cell(p, c->previous_last));
    if (c->n == 0) {
        wit_buf_puts(p->out, "Nothing.\n");
        return;
    }
    wit_buf_puts(p->out, "| change | | what | before | after | because | who, when |\n|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < c->n && i < ROWS_MAX; i++) {
        const struct wit_change_row *r = &c->rows[i];
        wit_buf_printf(p->out, "| **%s** | %s | %s | %s | %s | %s | %s |\n", cell(p, r->kind), cell(p, r->id),
                       cell(p, r->what), cell(p, r->before), cell(p, r->after), cell(p, r->cause),
                       cell(p, wit_fmt(p->arena, "%s %s", r->who, r->when)));
    }
    more(p, c->n, "index.html has all");
}

static void sheets(struct page *p)
{
    const struct wit_map *map = p->r->map;
    if (map->n_sheets == 0)
        return;
    wit_buf_puts(p->out,
                 "\n### Scorecards\n\n| sheet | worst | bad | unknown | watch | good |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < map->n_sheets; i++) {
        const struct wit_sheet *s = &map->sheets[i];
        size_t marks[WIT_MARK_UNKNOWN + 1] = {0};
        for (size_t k = 0; k < s->n_rows; k++)
            marks[s->rows[k].mark]++;
        wit_buf_printf(p->out, "| %s | %s | %zu | %zu | %zu | %zu |\n", cell(p, s->title), wit_mark_word(s->mark),
                       marks[WIT_MARK_BAD], marks[WIT_MARK_UNKNOWN], marks[WIT_MARK_WATCH], marks[WIT_MARK_GOOD]);
    }
}

static void provenance(struct page *p)
{
    const struct wit_map *map = p->r->map;
    wit_buf_printf(p->out, "\nEvidence of %s to %s. Map SHA-256 %s.\n", cell(p, map->collected_first),
                   cell(p, map->collected_last), p->r->map_sha256);
    for (size_t i = 0; i < map->n_bundles; i++)
        wit_buf_printf(p->out, "Bundle %s, head %s%s.\n", cell(p, map->bundles[i].name), cell(p, map->bundles[i].head),
                       map->bundles[i].sealed ? "" : ", not sealed");
}

void wit_summary_write(struct wit_buf *out, const struct wit_report *report)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct page p = {out, arena, report};
    verdict(&p);
    statements(&p);
    list(&p, "What blocks", &report->gate->red, "statement");
    waived(&p);
    unknowns(&p);
    changes(&p);
    sheets(&p);
    provenance(&p);
}
