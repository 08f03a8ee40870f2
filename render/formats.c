/* render/formats.c: the one table of picture formats (by file ending) and the one of table formats (by word).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "render/dot.h"
#include "render/drawio.h"
#include "render/escape.h"
#include "render/html.h"
#include "render/mermaid.h"
#include "render/render.h"
#include "render/svg.h"

static bool page(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, struct wit_err *err)
{
    (void)view;
    return wit_html_write(out, map, "", NULL, err);
}

static const struct {
    const char *ending;
    bool (*draw)(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, struct wit_err *err);
} FORMATS[WIT_FORMAT_COUNT] = {
    [WIT_FORMAT_DOT] = {"dot", wit_dot_write},
    [WIT_FORMAT_SVG] = {"svg", wit_svg_write},
    [WIT_FORMAT_DRAWIO] = {"drawio", wit_drawio_write},
    [WIT_FORMAT_MERMAID] = {"mmd", wit_mermaid_write},
    [WIT_FORMAT_HTML] = {"html", page},
};

static const char *const TABLES[WIT_TABLE_COUNT] = {
    [WIT_TABLE_TEXT] = "table",
    [WIT_TABLE_CSV] = "csv",
    [WIT_TABLE_JSON] = "json",
    [WIT_TABLE_JSONL] = "jsonl",
};

const char *wit_format_list(void)
{
    static char list[64]; /* the same bytes however often it is filled */
    for (size_t i = 0, at = 0; i < WIT_FORMAT_COUNT && at < sizeof list; i++)
        at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i > 0 ? ", " : "", FORMATS[i].ending);
    return list;
}

bool wit_format_of(enum wit_format *out, const char *path, struct wit_err *err)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    for (size_t i = 0; dot != NULL && i < WIT_FORMAT_COUNT; i++) {
        if (strcmp(dot + 1, FORMATS[i].ending) == 0) {
            *out = (enum wit_format)i;
            return true;
        }
    }
    return wit_fail(err, WIT_EUSAGE, "%s: no picture format goes by that ending; there are: %s", path,
                    wit_format_list());
}

bool wit_render(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, enum wit_format f,
                struct wit_err *err)
{
    if ((unsigned)f >= WIT_FORMAT_COUNT)
        return wit_fail(err, WIT_EUSAGE, "no such picture format; there are: %s", wit_format_list());
    if (!FORMATS[f].draw(out, map, view, err))
        return false;
    if (out->over)
        return wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes);
    return true;
}

bool wit_table_format_of(enum wit_table_format *out, const char *word, struct wit_err *err)
{
    for (size_t i = 0; i < WIT_TABLE_COUNT; i++) {
        if (strcmp(word, TABLES[i]) == 0) {
            *out = (enum wit_table_format)i;
            return true;
        }
    }
    return wit_fail(err, WIT_EUSAGE, "no table format '%.40s'; there are: table, csv, json, jsonl", word);
}
