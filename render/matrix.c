/* render/matrix.c: the adjacency matrix as SVG.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/matrix.h"

#include <math.h>
#include <string.h>

#include "render/escape.h"
#include "render/style.h"
#include "render/svg.h"

#define CELL 30.0
#define GAP  16.0

struct cell {
    size_t paths;
    enum wit_status worst;
};
struct table {
    struct wit_arena *arena;
    const struct wit_map *map;
    const struct wit_scene_units *units;
    const char **names;   /* of the groups */
    size_t *row, *column; /* of each group, from 1; 0: it has none */
    size_t n_rows, n_columns, left_out;
    struct cell *cells;
    bool by_role;
};

static const char *network_name(const struct wit_map *map, const char *id)
{
    for (size_t i = 0; i < map->n_networks; i++) {
        if (strcmp(map->networks[i].id, id) == 0 && *map->networks[i].name != '\0')
            return map->networks[i].name;
    }
    return id;
}

static const char *name_of(struct table *t, const struct wit_scene_unit *u, size_t members)
{
    const struct wit_scope *s = &u->scope;
    const char *text;
    if (strcmp(s->kind, "internet") == 0)
        text = "Internet";
    else if (u->subnet == NULL)
        text = members > 1 ? wit_fmt(t->arena, "%s \xc3\x97%zu", *s->role != '\0' ? s->role : s->kind, members)
                           : (*s->name != '\0' ? s->name : s->id);
    else if (t->by_role)
        text = *s->role != '\0' ? s->role : "endpoints";
    else
        text =
            wit_fmt(t->arena, "%s in %s", *s->role != '\0' ? s->role : "endpoints", network_name(t->map, s->network));
    return wit_scene_text(t->arena, text, 36);
}

static void fill(struct table *t, enum wit_scene_level level)
{
    const struct wit_map *map = t->map;
    bool *all = WIT_NEW_ARRAY(t->arena, bool, map->n_paths);
    for (size_t i = 0; i < map->n_paths; i++)
        all[i] = true;
    t->by_role = level == WIT_LEVEL_ROLE;
    t->units = wit_scene_units_new(t->arena, map, all, false, level);
    size_t n = t->units->n_groups, *members = WIT_NEW_ARRAY(t->arena, size_t, n);
    t->names = WIT_NEW_ARRAY(t->arena, const char *, n);
    t->row = WIT_NEW_ARRAY(t->arena, size_t, n);
    t->column = WIT_NEW_ARRAY(t->arena, size_t, n);
    t->n_rows = t->n_columns = t->left_out = 0;
    for (size_t i = 0; i < t->units->n; i++)
        members[t->units->units[i].group]++;
    for (size_t i = 0; i < t->units->n; i++) {
        size_t g = t->units->units[i].group;
        if (t->names[g] == NULL)
            t->names[g] = name_of(t, &t->units->units[i], members[g]);
    }
    for (int status = WIT_RED; status >= WIT_GREEN; status--) { /* what blocks is never cut */
        for (size_t i = 0; i < map->n_paths; i++) {
            size_t from = t->units->units[t->units->from[i]].group, to = t->units->units[t->units->to[i]].group;
            if ((int)map->paths[i].status != status)
                continue;
            if (t->row[from] == 0 && (level != WIT_LEVEL_ROLE || t->n_rows < WIT_MATRIX_MAX))
                t->row[from] = ++t->n_rows;
            if (t->column[to] == 0 && (level != WIT_LEVEL_ROLE || t->n_columns < WIT_MATRIX_MAX))
                t->column[to] = ++t->n_columns;
        }
    }
}

static void count(struct table *t)
{
    t->cells = WIT_NEW_ARRAY(t->arena, struct cell, t->n_rows * t->n_columns);
    for (size_t i = 0; i < t->map->n_paths; i++) {
        size_t row = t->row[t->units->units[t->units->from[i]].group];
        size_t column = t->column[t->units->units[t->units->to[i]].group];
        if (row == 0 || column == 0) {
            t->left_out++;
            continue;
        }
        struct cell *c = &t->cells[(row - 1) * t->n_columns + column - 1];
        c->paths++;
        if (t->map->paths[i].status > c->worst)
            c->worst = t->map->paths[i].status;
    }
}

static double widest(const struct table *t, const size_t *place)
{
    double width = 60;
    for (size_t g = 0; g < t->units->n_groups; g++) {
        if (place[g] > 0)
            width = fmax(width, wit_text_width(t->names[g], 10.5, false));
    }
    return width;
}

static void draw_cells(struct wit_buf *out, const struct table *t, double x0, double y0)
{
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        const struct cell *c = &t->cells[i];
        size_t row = i / t->n_columns, column = i % t->n_columns;
        double x = x0 + CELL * (double)column, y = y0 + CELL * (double)row;
        wit_svg_rect(out, x + 1, y + 1, CELL - 2, CELL - 2, 2, "cell");
        if (c->paths == 0)
            continue;
        wit_svg_mark(out, c->worst, x + CELL / 2, y + 10);
        struct wit_buf WIT_CLEANUP(wit_buf_deinit) number;
        wit_buf_init(&number, 24);
        wit_buf_printf(&number, "%zu", c->paths);
        wit_svg_text_middle(out, x + CELL / 2, y + 25, "pw-d", wit_buf_str(&number));
    }
}

static void draw_names(struct wit_buf *out, const struct table *t, double x0, double y0)
{
    for (size_t g = 0; g < t->units->n_groups; g++) {
        if (t->row[g] > 0) {
            double width = wit_text_width(t->names[g], 10.5, false);
            wit_svg_text(out, fmax(x0 - 8 - width, 0), y0 + CELL * (double)t->row[g] - CELL / 2 + 4, "pw-s",
                         t->names[g]);
        }
        if (t->column[g] > 0) {
            wit_buf_puts(out, "<g transform=\"translate(");
            wit_svg_number(out, x0 + CELL * (double)t->column[g] - CELL / 2 + 4);
            wit_buf_putc(out, ' ');
            wit_svg_number(out, y0 - 8);
            wit_buf_puts(out, ") rotate(-60)\">");
            wit_svg_text(out, 0, 0, "pw-s", t->names[g]);
            wit_buf_puts(out, "</g>\n");
        }
    }
}

static bool draw(struct wit_buf *out, const struct wit_map *map, bool alone, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct table t = {.arena = arena, .map = map};
    fill(&t, WIT_LEVEL_NETWORK);
    if (t.n_rows > WIT_MATRIX_MAX || t.n_columns > WIT_MATRIX_MAX)
        fill(&t, WIT_LEVEL_ROLE);
    count(&t);
    double names = widest(&t, t.row) + 12, heads = widest(&t, t.column) * 0.87 + 14;
    double x0 = GAP + names, y0 = GAP + 40 + heads;
    double width = fmax(x0 + CELL * (double)t.n_columns + widest(&t, t.column) * 0.5 + GAP, 560);
    double height = y0 + CELL * (double)t.n_rows + 40;
    wit_buf_puts(out,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pic\" role=\"group\" aria-label=\"Paths from row "
                 "to column\"");
    wit_svg_attribute(out, "width", ceil(width));
    wit_svg_attribute(out, "height", ceil(height));
    wit_buf_puts(out, " viewBox=\"0 0 ");
    wit_svg_number(out, ceil(width));
    wit_buf_putc(out, ' ');
    wit_svg_number(out, ceil(height));
    wit_buf_puts(out, "\">\n");
    wit_svg_title(out, "Paths from row to column, with the mark of the worst");
    if (alone) {
        wit_buf_puts(out, "<style>");
        wit_svg_css(out, "", false);
        wit_buf_puts(out, "@media screen and (prefers-color-scheme:dark){");
        wit_svg_css(out, "", true);
        wit_buf_puts(out, "}</style>\n");
    }
    wit_buf_puts(out, "<rect width=\"100%\" height=\"100%\" class=\"pw-g\"/>\n");
    wit_svg_text(out, GAP, GAP + 14, "pw-h",
                 t.by_role ? "Paths from role to role" : "Paths from role to role, by network");
    wit_svg_text(out, GAP, GAP + 30, "pw-d",
                 "A cell counts the paths from its row to its column; its mark is the worst status among them.");
    draw_cells(out, &t, x0, y0);
    draw_names(out, &t, x0, y0);
    if (t.left_out > 0)
        wit_svg_text(out, GAP, height - 14, "pw-s",
                     wit_fmt(arena, "%zu of %zu paths are not in the matrix: they are in the inventory.", t.left_out,
                             map->n_paths));
    wit_buf_puts(out, "</svg>\n");
    return out->over ? wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes) : true;
}

bool wit_matrix_write(struct wit_buf *out, const struct wit_map *map, struct wit_err *err)
{
    wit_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return draw(out, map, true, err);
}

bool wit_matrix_inline(struct wit_buf *out, const struct wit_map *map, struct wit_err *err)
{
    return draw(out, map, false, err);
}
