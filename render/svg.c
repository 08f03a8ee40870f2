/* render/svg.c: the map as SVG.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/escape.h"
#include "render/layout.h"
#include "render/style.h"

#define MARGIN    16.0
#define HEAD      46.0 /* room for the heading */
#define MIN_WIDTH 700.0

static const char CSS[] =
    "<style>"
    ".pw-t{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#1d2733}"
    ".pw-h{font-size:15px;font-weight:bold}"
    ".pw-l{font-size:12.5px;font-weight:bold}"
    ".pw-c{font-size:12px;font-weight:bold;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
    ".pw-k{font-size:11px;font-weight:bold}"
    ".pw-s{font-size:10.5px}"
    ".pw-d{font-size:10px;fill:#4a5665}"
    ".pw-dc{font-size:10px;fill:#4a5665;paint-order:stroke;stroke:#fff;stroke-width:3px}"
    ".pw-e{fill:none;stroke-linecap:butt}"
    "a:hover .pw-b{stroke-width:3px}"
    "</style>\n";

static const struct {
    const char *stroke, *fill, *dash;
    double width, radius;
} BOXES[] = {
    [WIT_BOX_ACCOUNT] = {"#8a94a3", "#ffffff", "none", 1, 8},
    [WIT_BOX_NETWORK] = {"#5b6b82", "#f5f7f9", "none", 1.4, 6},
    [WIT_BOX_ZONE] = {"#a3aebb", "none", "3 3", 1, 4},
    [WIT_BOX_SUBNET] = {"#93a1b3", "#ffffff", "none", 1, 3},
};

/* One decimal, whatever the locale, and never "-0.0": the same bytes everywhere. */
static void number(struct wit_buf *out, double v)
{
    long long tenths = llround(v * 10.0);
    wit_buf_printf(out, "%s%lld", tenths < 0 ? "-" : "", llabs(tenths) / 10);
    if (tenths % 10 != 0)
        wit_buf_printf(out, ".%lld", llabs(tenths) % 10);
}

static void attribute(struct wit_buf *out, const char *name, double v)
{
    wit_buf_printf(out, " %s=\"", name);
    number(out, v);
    wit_buf_putc(out, '"');
}

void wit_svg_text(struct wit_buf *out, double x, double y, const char *css, const char *text)
{
    wit_buf_puts(out, "<text");
    attribute(out, "x", x);
    attribute(out, "y", y);
    wit_buf_printf(out, " class=\"pw-t %s\">", css);
    wit_esc_xml(out, text, 0);
    wit_buf_puts(out, "</text>\n");
}

static void text_middle(struct wit_buf *out, double x, double y, const char *css, const char *text)
{
    wit_buf_puts(out, "<text text-anchor=\"middle\"");
    attribute(out, "x", x);
    attribute(out, "y", y);
    wit_buf_printf(out, " class=\"pw-t %s\">", css);
    wit_esc_xml(out, text, 0);
    wit_buf_puts(out, "</text>\n");
}

static void title(struct wit_buf *out, const char *text)
{
    wit_buf_puts(out, "<title>");
    wit_esc_xml(out, text, 2000);
    wit_buf_puts(out, "</title>");
}

static void rect(struct wit_buf *out, double x, double y, double w, double h, double radius)
{
    wit_buf_puts(out, "<rect");
    attribute(out, "x", x);
    attribute(out, "y", y);
    attribute(out, "width", w);
    attribute(out, "height", h);
    attribute(out, "rx", radius);
}

static void draw_box(struct wit_buf *out, const struct wit_scene_cluster *c)
{
    wit_buf_puts(out, "<g>");
    title(out, c->title);
    rect(out, c->x0, c->y0, c->x1 - c->x0, c->y1 - c->y0, BOXES[c->box].radius);
    wit_buf_printf(out, " fill=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s\"", BOXES[c->box].fill, BOXES[c->box].stroke,
                   BOXES[c->box].dash);
    attribute(out, "stroke-width", BOXES[c->box].width);
    wit_buf_puts(out, "/></g>\n");
    if (c->public_route) { /* a second rule under the upper edge: a route to an internet gateway */
        rect(out, c->x0, c->y0, c->x1 - c->x0, 4, 1);
        wit_buf_puts(out, " fill=\"#5b6b82\"/>\n");
    }
}

/* On a ground of its own: a line that passes under a title does not strike it out. */
static void draw_box_label(struct wit_buf *out, const struct wit_scene_cluster *c)
{
    double width = fmax(wit_text_width(c->label, 12, true), wit_text_width(c->detail, 10, false));
    rect(out, c->x0 + 6, c->y0 + 6, width + 6, *c->detail != '\0' ? 28 : 15, 2);
    wit_buf_printf(out, " fill=\"%s\" fill-opacity=\"0.85\"/>\n",
                   strcmp(BOXES[c->box].fill, "none") == 0 ? "#f5f7f9" : BOXES[c->box].fill);
    wit_svg_text(out, c->x0 + 9, c->y0 + 17, "pw-c", c->label);
    if (*c->detail != '\0')
        wit_svg_text(out, c->x0 + 9, c->y0 + 30, "pw-dc", c->detail);
}

/* A head from (x, y) to its tip, or a bar across the line at the tip when the way is blocked. */
static void draw_head(struct wit_buf *out, double x, double y, const double tip[2], const struct wit_scene_bundle *b)
{
    const struct wit_status_style *style = wit_status_style(b->status);
    double dx = tip[0] - x, dy = tip[1] - y, len = sqrt(dx * dx + dy * dy);
    if (len < 0.01)
        return;
    double ux = dx / len, uy = dy / len, half = b->status == WIT_RED ? 5.2 : 4.0;
    bool bar = b->verdict == WIT_ISOLATED;
    double bx = bar ? tip[0] - ux * 3 : x, by = bar ? tip[1] - uy * 3 : y;
    wit_buf_puts(out, bar ? "<path class=\"pw-e\" d=\"M" : "<path d=\"M");
    number(out, bx - uy * half);
    wit_buf_putc(out, ' ');
    number(out, by + ux * half);
    wit_buf_putc(out, 'L');
    if (!bar) {
        number(out, tip[0]);
        wit_buf_putc(out, ' ');
        number(out, tip[1]);
        wit_buf_putc(out, 'L');
    }
    number(out, bx + uy * half);
    wit_buf_putc(out, ' ');
    number(out, by - ux * half);
    if (bar)
        wit_buf_printf(out, "\" stroke=\"%s\" stroke-width=\"3\"/>\n", style->colour);
    else
        wit_buf_printf(out, "Z\" fill=\"%s\"/>\n", style->colour);
}

static void draw_edge(struct wit_buf *out, const struct wit_scene *s, const struct wit_scene_edge *e)
{
    const struct wit_scene_bundle *b = &s->bundles[e->bundle];
    const struct wit_status_style *style = wit_status_style(b->status);
    wit_buf_printf(out, "<path class=\"pw-e\" stroke=\"%s\" stroke-dasharray=\"%s\"", style->colour, style->dash);
    attribute(out, "stroke-width", style->width);
    wit_buf_puts(out, " d=\"");
    for (size_t i = 0; i < e->n_points; i++) {
        wit_buf_putc(out, i == 0 ? 'M' : i == 1 ? 'C' : ' ');
        number(out, e->points[2 * i]);
        wit_buf_putc(out, ' ');
        number(out, e->points[2 * i + 1]);
    }
    if (b->verdict == WIT_ISOLATED && e->head_to) {
        wit_buf_putc(out, 'L');
        number(out, e->to_end[0]);
        wit_buf_putc(out, ' ');
        number(out, e->to_end[1]);
    }
    wit_buf_puts(out, "\"/>\n");
    if (e->head_from)
        draw_head(out, e->points[0], e->points[1], e->from_end, b);
    if (e->head_to)
        draw_head(out, e->points[2 * e->n_points - 2], e->points[2 * e->n_points - 1], e->to_end, b);
}

static void draw_bundle(struct wit_buf *out, const struct wit_scene *s, const struct wit_scene_node *n,
                        const char *page)
{
    const struct wit_scene_bundle *b = &s->bundles[n->bundle];
    const struct wit_class_style *c = wit_class_style(b->class);
    const struct wit_status_style *style = wit_status_style(b->status);
    double x = n->x - n->width / 2, y = n->y - n->height / 2, label = wit_text_width(n->label, 11, true);
    wit_buf_printf(out, "<a href=\"%s#", page);
    wit_esc_xml(out, b->anchor, 0);
    wit_buf_puts(out, "\">");
    title(out, n->title);
    rect(out, x, y, n->width, n->height, 7);
    wit_buf_printf(out, " class=\"pw-b\" fill=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s\"", c->tint, style->colour,
                   style->dash);
    attribute(out, "stroke-width", b->status == WIT_RED ? 2.4 : 1.2);
    wit_buf_puts(out, "/>\n");
    double line = *n->detail != '\0' ? n->y - 3.5 : n->y + 4;
    wit_svg_mark(out, b->status, n->x - label / 2 - 5, line - 4);
    wit_buf_puts(out, "<text text-anchor=\"middle\"");
    attribute(out, "x", n->x + 6);
    attribute(out, "y", line);
    wit_buf_printf(out, " class=\"pw-t pw-k\" style=\"fill:%s\">", c->ink);
    wit_esc_xml(out, n->label, 0);
    wit_buf_puts(out, "</text>\n");
    if (*n->detail != '\0')
        text_middle(out, n->x, n->y + 10, "pw-d", n->detail);
    wit_buf_puts(out, "</a>\n");
}

static void draw_node(struct wit_buf *out, const struct wit_scene *s, const struct wit_scene_node *n, const char *page)
{
    if (n->kind == WIT_NODE_BUNDLE) {
        draw_bundle(out, s, n, page);
        return;
    }
    bool small = n->kind == WIT_NODE_GATEWAY || n->kind == WIT_NODE_IDLE;
    double x = n->x - n->width / 2, y = n->y - n->height / 2;
    wit_buf_puts(out, "<g>");
    title(out, n->title);
    rect(out, x, y, n->width, n->height, n->kind == WIT_NODE_ROLE ? 5 : n->kind == WIT_NODE_OUTSIDE ? 16 : 1);
    switch (n->kind) {
    case WIT_NODE_IDLE:
        wit_buf_puts(out, " fill=\"none\"/>\n");
        break;
    case WIT_NODE_GATEWAY:
        wit_buf_puts(out, " fill=\"#e9edf1\" stroke=\"#8a94a3\"/>\n");
        break;
    case WIT_NODE_OUTSIDE:
        wit_buf_puts(out, " fill=\"#ffffff\" stroke=\"#36414f\" stroke-width=\"1.8\"/>\n");
        break;
    case WIT_NODE_ROLE:
    case WIT_NODE_BUNDLE:
    default:
        wit_buf_puts(out, " fill=\"#ffffff\" stroke=\"#36414f\"/>\n");
        break;
    }
    double line = *n->detail != '\0' ? n->y - 2 : n->y + 4.5;
    text_middle(out, n->x, line, small ? "pw-s" : "pw-l", n->label);
    if (*n->detail != '\0')
        text_middle(out, n->x, n->y + 12, "pw-d", n->detail);
    wit_buf_puts(out, "</g>\n");
}

static void draw_scene(struct wit_buf *out, const struct wit_scene *s, const char *page)
{
    for (size_t i = 0; i < s->n_clusters; i++) /* parents stand before children */
        draw_box(out, &s->clusters[i]);
    for (int status = WIT_GREEN; status <= WIT_RED; status++) { /* what blocks lies on top */
        for (size_t i = 0; i < s->n_edges; i++) {
            if ((int)s->bundles[s->edges[i].bundle].status == status)
                draw_edge(out, s, &s->edges[i]);
        }
    }
    for (size_t i = 0; i < s->n_clusters; i++)
        draw_box_label(out, &s->clusters[i]);
    for (size_t i = 0; i < s->n_nodes; i++)
        draw_node(out, s, &s->nodes[i], page);
}

static void draw_heading(struct wit_buf *out, const struct wit_map *map, const struct wit_scene *s)
{
    wit_svg_text(out, MARGIN, MARGIN + 14, "pw-t pw-h",
                 s->by_network ? "Paths by network" : "Paths by subnet and role");
    struct wit_buf line;
    wit_buf_init(&line, 512);
    wit_buf_printf(&line, "%zu path%s.", map->n_paths, map->n_paths == 1 ? "" : "s");
    if (*map->collected_first != '\0')
        wit_buf_printf(&line, " Evidence of %.10s to %.10s.", map->collected_first, map->collected_last);
    wit_svg_text(out, MARGIN, MARGIN + 30, "pw-t pw-d", wit_buf_str(&line));
    wit_buf_deinit(&line);
}

static bool draw(struct wit_buf *out, bool *tall, const struct wit_map *map, const char *page, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_scene *s = wit_scene_new(arena, map);
    if (!wit_layout(s, arena, err))
        return false;
    double width = fmax(s->width, MIN_WIDTH) + 2 * MARGIN;
    double notes = 16.0 * (double)s->n_notes;
    double legend = wit_svg_legend(NULL, s, MARGIN, 0, width - 2 * MARGIN);
    double height = MARGIN + HEAD + s->height + notes + 20 + legend + MARGIN;
    *tall = height > width;
    wit_buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" style=\"max-width:100%;height:auto\"");
    attribute(out, "width", ceil(width));
    attribute(out, "height", ceil(height));
    wit_buf_puts(out, " viewBox=\"0 0 ");
    number(out, ceil(width));
    wit_buf_putc(out, ' ');
    number(out, ceil(height));
    wit_buf_puts(out, "\">\n");
    title(out, "Paths between networks, subnets and what is outside, by class and status");
    wit_buf_puts(out, CSS);
    wit_buf_puts(out, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    draw_heading(out, map, s);
    wit_buf_puts(out, "<g transform=\"translate(");
    number(out, MARGIN + (width - 2 * MARGIN - s->width) / 2);
    wit_buf_putc(out, ' ');
    number(out, MARGIN + HEAD);
    wit_buf_puts(out, ")\">\n");
    draw_scene(out, s, page);
    wit_buf_puts(out, "</g>\n");
    double y = MARGIN + HEAD + s->height + 20;
    for (size_t i = 0; i < s->n_notes; i++)
        wit_svg_text(out, MARGIN, y + 16.0 * (double)i, "pw-s", s->notes[i]);
    wit_svg_legend(out, s, MARGIN, y + notes, width - 2 * MARGIN);
    wit_buf_puts(out, "</svg>\n");
    return out->over ? wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes) : true;
}

bool wit_svg_write(struct wit_buf *out, const struct wit_map *map, struct wit_err *err)
{
    wit_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    bool tall;
    return draw(out, &tall, map, "index.html", err);
}

bool wit_svg_inline(struct wit_buf *out, bool *tall, const struct wit_map *map, struct wit_err *err)
{
    return draw(out, tall, map, "", err);
}
