/* render/render.h: the map as pictures and tables: one row of one table a format.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Everything here is a pure function of the map: the same map gives the same bytes. Names in a map are hostile text;
 * each format has its own door in render/escape.h and nothing reaches an output but through it.
 * Documents: docs/render.md (pictures and tables), docs/packet.md (the folder).
 */
#ifndef WIT_RENDER_RENDER_H
#define WIT_RENDER_RENDER_H

#include "base/buf.h"
#include "evidence/map.h"
#include "render/scene.h"

#define WIT_RENDER_MAX_BYTES ((size_t)512 << 20) /* a cap that fits every output of this folder */

enum wit_format {
    WIT_FORMAT_DOT,
    WIT_FORMAT_SVG,
    WIT_FORMAT_DRAWIO,
    WIT_FORMAT_MERMAID,
    WIT_FORMAT_HTML,
    WIT_FORMAT_COUNT
};

/* By the ending of a file name ("net.svg"). err: WIT_EUSAGE, lists the endings that there are. */
WIT_NODISCARD bool wit_format_of(enum wit_format *out, const char *path, struct wit_err *err);
const char *wit_format_list(void); /* "dot, svg, drawio, mmd, html": for --help */

/*
 * Appends the picture to `out`. Links point to `index.html#p-…`, the anchors of a packet. `view`: WIT_SCENE_ALL, one
 * class, or one finding; HTML is the packet's page and always holds everything.
 * err: WIT_ELIMIT the picture is larger than the cap of `out`; WIT_EIO graphviz gave up (its own words follow).
 */
WIT_NODISCARD bool wit_render(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view,
                              enum wit_format f, struct wit_err *err);

/* ---- the path inventory as text ---- */

struct wit_paths_filter {
    int class;  /* enum wit_class, or -1: every class */
    int status; /* enum wit_status, or -1: every status */
};

enum wit_table_format { WIT_TABLE_TEXT, WIT_TABLE_CSV, WIT_TABLE_JSON, WIT_TABLE_JSONL, WIT_TABLE_COUNT };

/* "table" "csv" "json" "jsonl"; err: WIT_EUSAGE, lists the words that there are. */
WIT_NODISCARD bool wit_table_format_of(enum wit_table_format *out, const char *word, struct wit_err *err);

/*
 * Appends the paths that pass the filter. `width` is the number of columns of the terminal for WIT_TABLE_TEXT (cells
 * are cut to fit, never the id), 0: as wide as it takes. JSON is that of map.json: an array, or one object a line.
 * err: WIT_ELIMIT
 */
WIT_NODISCARD bool wit_paths_print(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter,
                                   enum wit_table_format format, unsigned width, struct wit_err *err);

#endif
