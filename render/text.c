/* render/text.c: the inventory for a terminal, as CSV, JSON and JSON lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "render/csv.h"
#include "render/escape.h"

enum { STATUS, CLASS, FROM, TO, PORTS, PERMITTED, OBSERVED, DECLARED, OWNER, ID, COLUMNS };

/* `least`: columns are not cut below this; 0 is never cut. */
static const struct {
    const char *title;
    size_t least;
    size_t ahead; /* counts as that much wider when something must give */
} HEADS[COLUMNS] = {
    [STATUS] = {"STATUS", 0, 0},     [CLASS] = {"CLASS", 0, 0},
    [FROM] = {"FROM", 10, 0},        [TO] = {"TO", 10, 0},
    [PORTS] = {"PORTS", 8, 0},       [PERMITTED] = {"PERMITTED", 0, 0},
    [OBSERVED] = {"OBSERVED", 0, 0}, [DECLARED] = {"DECLARED", 0, 0},
    [OWNER] = {"OWNER", 6, 6},       [ID] = {"ID", 0, 0},
};

static const char *plain(struct wit_arena *arena, const char *s)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 1 << 16);
    wit_esc_plain(&buf, s, 100);
    const char *text = wit_strdup(arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return text;
}

static const char *scope_text(struct wit_arena *arena, const struct wit_scope *s)
{
    const char *name = plain(arena, *s->name != '\0' ? s->name : s->id);
    return *s->role != '\0' ? wit_fmt(arena, "%s (%s)", name, plain(arena, s->role)) : name;
}

static const char *ports_text(struct wit_arena *arena, const struct wit_path *p)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 1 << 20);
    wit_port_ranges_text(&buf, p->service.ports, p->service.n_ports);
    const char *text = plain(arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return text;
}

static void fill(const char *cells[COLUMNS], struct wit_arena *arena, const struct wit_path *p)
{
    cells[STATUS] = wit_status_word(p->status);
    cells[CLASS] = wit_class_word(p->class);
    cells[FROM] = scope_text(arena, &p->from);
    cells[TO] = scope_text(arena, &p->to);
    cells[PORTS] = ports_text(arena, p);
    cells[PERMITTED] = wit_verdict_word(p->permitted.verdict);
    cells[OBSERVED] = wit_observed_word(p->observed.verdict);
    cells[DECLARED] = wit_declared_word(p->declared.verdict);
    cells[OWNER] = *p->review.owner != '\0' ? plain(arena, p->review.owner) : "-";
    cells[ID] = plain(arena, p->id);
}

/* Left out, in this order, when the terminal is too narrow for all. A width of 0 is a column that is left out. */
static const size_t DISPENSABLE[] = {OWNER, OBSERVED, DECLARED};

static void leave_out(size_t widths[COLUMNS], unsigned width)
{
    for (size_t i = 0; width > 0 && i < sizeof DISPENSABLE / sizeof *DISPENSABLE; i++) {
        size_t total = 0;
        for (size_t c = 0; c < COLUMNS; c++) {
            bool cut = HEADS[c].least > 0 && widths[c] > HEADS[c].least;
            total += widths[c] == 0 ? 0 : (cut ? HEADS[c].least : widths[c]) + 2;
        }
        if (total <= (size_t)width + 2)
            return;
        widths[DISPENSABLE[i]] = 0;
    }
}

/* Takes columns from the widest cell that may be cut until the line fits; from owners a little sooner than from ends.
 */
static void shrink(size_t widths[COLUMNS], unsigned width)
{
    leave_out(widths, width);
    for (;;) {
        size_t total = 0, widest = COLUMNS;
        for (size_t c = 0; c < COLUMNS; c++) {
            total += widths[c] + (widths[c] > 0 && c > 0 ? 2 : 0);
            if (HEADS[c].least > 0 && widths[c] > HEADS[c].least &&
                (widest == COLUMNS || widths[c] + HEADS[c].ahead > widths[widest] + HEADS[widest].ahead))
                widest = c;
        }
        if (width == 0 || total <= width || widest == COLUMNS)
            return;
        widths[widest]--;
    }
}

static void put_cell(struct wit_buf *out, const char *text, size_t width, bool last)
{
    size_t columns = wit_text_columns(text);
    if (columns > width) { /* cut at a character, with an ellipsis */
        size_t at = 0, taken = 0, len = strlen(text);
        while (at < len) {
            char one[5] = {0};
            size_t n = wit_utf8_decode(NULL, text + at, len - at);
            n = n == 0 ? 1 : n;
            memcpy(one, text + at, n);
            size_t w = wit_text_columns(one);
            if (taken + w + 1 > width)
                break;
            wit_buf_add(out, one, n);
            taken += w;
            at += n;
        }
        wit_buf_puts(out, "\xe2\x80\xa6");
        columns = taken + 1;
    } else {
        wit_buf_puts(out, text);
    }
    for (; !last && columns < width + 2; columns++)
        wit_buf_putc(out, ' ');
}

/* An empty table would not say whether there is nothing, or nothing was there to look at. */
static void no_paths(struct wit_buf *out, const struct wit_map *map)
{
    if (map->n_paths > 0)
        wit_buf_printf(out, "no path of that class and status; the map has %zu of others\n", map->n_paths);
    else if (map->n_gaps > 0)
        wit_buf_printf(out,
                       "no paths in the map; %zu answer%s missing in its evidence, so this is no proof that there are "
                       "none\n",
                       map->n_gaps, map->n_gaps == 1 ? " is" : "s are");
    else
        wit_buf_puts(out, "no paths in the map: between the endpoints in evidence nothing is open or declared\n");
}

static void print_table(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter, unsigned width)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *(*rows)[COLUMNS] = WIT_NEW_ARRAY(arena, __typeof__(*rows), map->n_paths + 1);
    size_t n = 1, widths[COLUMNS] = {0};
    for (size_t c = 0; c < COLUMNS; c++)
        rows[0][c] = HEADS[c].title;
    for (int status = WIT_RED; status >= WIT_GREEN; status--) { /* the worst is what a reader looks for */
        for (size_t i = 0; i < map->n_paths; i++) {
            if ((int)map->paths[i].status == status && wit_paths_pass(&map->paths[i], filter))
                fill(rows[n++], arena, &map->paths[i]);
        }
    }
    if (n == 1) {
        no_paths(out, map);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            size_t columns = wit_text_columns(rows[i][c]);
            widths[c] = columns > widths[c] ? columns : widths[c];
        }
    }
    shrink(widths, width);
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < COLUMNS; c++)
            if (widths[c] > 0)
                put_cell(out, rows[i][c], widths[c], c + 1 == COLUMNS);
        wit_buf_putc(out, '\n');
    }
    bool any = false;
    for (size_t c = 0; c < COLUMNS; c++) {
        if (widths[c] > 0)
            continue;
        wit_buf_printf(out, "%s%s", any ? ", " : "left out, the terminal is too narrow: ", HEADS[c].title);
        any = true;
    }
    if (any)
        wit_buf_putc(out, '\n');
}

/*
 * A path's JSON is written in one place, evidence/map_write.c: a map that holds nothing but these paths is written
 * there and its list taken out.
 */
static bool print_json(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter, bool lines,
                       struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, map->n_paths);
    struct wit_map only = {.tool_version = map->tool_version,
                           .collected_first = map->collected_first,
                           .collected_last = map->collected_last,
                           .intent_sha256 = map->intent_sha256,
                           .paths = paths};
    for (size_t i = 0; i < map->n_paths; i++) {
        if (wit_paths_pass(&map->paths[i], filter))
            paths[only.n_paths++] = map->paths[i];
    }
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) text;
    wit_buf_init(&text, WIT_RENDER_MAX_BYTES);
    wit_map_write(&text, &only);
    struct wit_value *tree = NULL;
    if (text.over)
        return wit_fail(err, WIT_ELIMIT, "the paths take more than %zu bytes", text.cap_bytes);
    if (!wit_json_parse(&tree, arena, wit_buf_str(&text), text.len, err))
        return false;
    struct wit_jw jw;
    if (!lines) {
        wit_jw_init(&jw, out, 2);
        wit_jw_value(&jw, wit_get(tree, "paths"));
        wit_buf_putc(out, '\n');
        return true;
    }
    WIT_EACH(path, wit_get(tree, "paths")) {
        struct wit_value one = *path;
        one.key = NULL;
        wit_jw_init(&jw, out, 0);
        wit_jw_value(&jw, &one);
        wit_buf_putc(out, '\n');
    }
    return true;
}

bool wit_paths_print(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter,
                     enum wit_table_format format, unsigned width, struct wit_err *err)
{
    switch (format) {
    case WIT_TABLE_TEXT:
        print_table(out, map, filter, width);
        break;
    case WIT_TABLE_CSV:
        wit_csv_paths(out, map, filter);
        break;
    case WIT_TABLE_JSON:
    case WIT_TABLE_JSONL:
        if (!print_json(out, map, filter, format == WIT_TABLE_JSONL, err))
            return false;
        break;
    case WIT_TABLE_COUNT:
    default:
        return wit_fail(err, WIT_EUSAGE, "no such table format");
    }
    return out->over ? wit_fail(err, WIT_ELIMIT, "the table is larger than %zu bytes", out->cap_bytes) : true;
}
