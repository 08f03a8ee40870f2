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
WIT_NODISCARD bool wit_svg_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view,
                                 struct wit_err *err);
struct wit_svg_facts {
    bool tall;            /* higher than wide */
    size_t paths, shown;  /* that the picture speaks of; lines */
    double width, height; /* px */
};
/* The <svg> element alone, for a page that holds wit_svg_css: links go to "#…". `facts` may be NULL. */
WIT_NODISCARD bool wit_svg_inline(struct wit_buf *out, struct wit_svg_facts *facts, const struct wit_map *map,
                                  struct wit_scene_view view, struct wit_err *err);

/* ---- part: render/svg_css.c ---- */
/* The rules that pictures need, each selector after `scope` ("", ":root[data-theme=dark] "). Literal colours: there are
 * viewers that know no variables. */
void wit_svg_css(struct wit_buf *out, const char *scope, bool dark);

/* ---- part: render/svg_pen.c ---- */
void wit_svg_number(struct wit_buf *out, double v); /* one decimal, whatever the locale, never "-0.0" */
void wit_svg_attribute(struct wit_buf *out, const char *name, double v);
void wit_svg_rect(struct wit_buf *out, double x, double y, double w, double h, double radius, const char *css);
/* One text element; `css` are classes of render/svg_css.c. */
void wit_svg_text(struct wit_buf *out, double x, double y, const char *css, const char *text);
void wit_svg_text_middle(struct wit_buf *out, double x, double y, const char *css, const char *text);
void wit_svg_title(struct wit_buf *out, const char *text);
/* The mark of a status (disc, triangle, crossed square) around (x, y); both at least 0. */
void wit_svg_mark(struct wit_buf *out, enum wit_status status, double x, double y);

/* ---- part: render/svg_legend.c ---- */
/* Draws the legend at (x, y), px, at most `width` wide, and returns its height. `out` NULL: only measures. */
double wit_svg_legend(struct wit_buf *out, const struct wit_scene *scene, double x, double y, double width);

#endif
