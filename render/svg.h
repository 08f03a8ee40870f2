/* render/svg.h: the map as SVG: titles, links, a legend; no scripts, no references to anything outside.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: SVG 1.1. Positions come from graphviz (render/layout.h); everything that is seen is written here, so that the
 * same map gives the same bytes whatever fonts are installed.
 */
#ifndef WIT_RENDER_SVG_H
#define WIT_RENDER_SVG_H

#include "render/render.h"
#include "render/scene.h"

/* Links go to "index.html#…", beside the file. */
WIT_NODISCARD bool wit_svg_write(struct wit_buf *out, const struct wit_map *map, struct wit_err *err);
/* The <svg> element alone, for a page that holds it: links go to "#…". *tall: higher than wide. */
WIT_NODISCARD bool wit_svg_inline(struct wit_buf *out, bool *tall, const struct wit_map *map, struct wit_err *err);

/* ---- part: render/svg_legend.c ---- */
/* Draws the legend at (x, y), px, at most `width` wide, and returns its height. `out` NULL: only measures. */
double wit_svg_legend(struct wit_buf *out, const struct wit_scene *scene, double x, double y, double width);
/* The mark of a status (disc, triangle, crossed square) around (x, y); both at least 0. */
void wit_svg_mark(struct wit_buf *out, enum wit_status status, double x, double y);
/* One text element; `css` is one of the classes in render/svg.c. */
void wit_svg_text(struct wit_buf *out, double x, double y, const char *css, const char *text);

#endif
