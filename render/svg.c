/* render/svg.c: a scene as SVG.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/svg.h"

#include <math.h>
#include <string.h>

#include "render/escape.h"
#include "render/layout.h"
#include "render/style.h"

#define MARGIN    16.0
#define HEAD      46.0 /* room for the heading */
#define MIN_WIDTH 700.0

static const struct {
    const char *box, *label;
    double radius;
} BOXES[] = {
    [WIT_BOX_ACCOUNT] = {"bx-account", "lb-account", 8},
    [WIT_BOX_NETWORK] = {"bx-network", "lb-network", 6},
    [WIT_BOX_SUBNET] = {"bx-subnet", "lb-subnet", 3},
};

static const char *const NODES[] = {
    [WIT_NODE_ROLE] = "nd-role",       [WIT_NODE_IDLE] = "nd-idle", [WIT_NODE_GATEWAY] = "nd-gateway",
    [WIT_NODE_OUTSIDE] = "nd-outside", [WIT_NODE_HOP] = "nd-hop",   [WIT_NODE_BUNDLE] = "",
};

static void draw_box(struct wit_buf *out, const struct wit_scene_cluster *c)
{
    wit_buf_puts(out, "<g>");
    wit_svg_title(out, c->title);
    wit_svg_rect(out, c->x0, c->y0, c->x1 - c->x0, c->y1 - c->y0, BOXES[c->box].radius, BOXES[c->box].box);
    if (c->public_route) /* a second rule under the upper edge: a route to an internet gateway */
        wit_svg_rect(out, c->x0, c->y0, c->x1 - c->x0, 4, 1, "pw-p");
    wit_buf_puts(out, "</g>\n");
}

/* On a ground of its own: a line that passes under a title does not strike it out. */
static void draw_box_label(struct wit_buf *out, const struct wit_scene_cluster *c)
{
    double width = fmax(wit_text_width(c->label, 12, true), wit_text_width(c->detail, 10, false));
    wit_svg_rect(out, c->x0 + 6, c->y0 + 6, width + 6, *c->detail != '\0' ? 28 : 15, 2, BOXES[c->box].label);
    wit_svg_text(out, c->x0 + 9, c->y0 + 17, "pw-c", c->label);
    if (*c->detail != '\0')
        wit_svg_text(out, c->x0 + 9, c->y0 + 30, "pw-d", c->detail);
}

static void point(struct wit_buf *out, char before, double x, double y)
{
    wit_buf_putc(out, before);
    wit_svg_number(out, x);
    wit_buf_putc(out, ' ');
    wit_svg_number(out, y);
}

/* A head from (x, y) to its tip, or a bar across the line at the tip when the way is blocked. */
static void draw_head(struct wit_buf *out, double x, double y, const double tip[2], const struct wit_scene_bundle *b)
{
    double dx = tip[0] - x, dy = tip[1] - y, len = sqrt(dx * dx + dy * dy);
    if (len < 0.01)
        return;
    double ux = dx / len, uy = dy / len, half = b->status == WIT_RED ? 5.2 : 4.0;
    bool bar = b->verdict == WIT_ISOLATED;
    double bx = bar ? tip[0] - ux * 3 : x, by = bar ? tip[1] - uy * 3 : y;
    const char *word = wit_status_word(b->status);
    if (bar)
        wit_buf_printf(out, "<path class=\"pw-e s-%s\" stroke-width=\"3\" d=\"", word);
    else
        wit_buf_printf(out, "<path class=\"f-%s\" d=\"", word);
    point(out, 'M', bx - uy * half, by + ux * half);
    if (!bar)
        point(out, 'L', tip[0], tip[1]);
    point(out, 'L', bx + uy * half, by - ux * half);
    wit_buf_puts(out, bar ? "\"/>\n" : "Z\"/>\n");
}

static void draw_edge(struct wit_buf *out, const struct wit_scene *s, const struct wit_scene_edge *e)
{
    const struct wit_scene_bundle *b = e->bundle == WIT_NO_BUNDLE ? NULL : &s->bundles[e->bundle];
    if (b == NULL) {
        wit_buf_puts(out, "<path class=\"pw-o\"");
    } else {
        wit_buf_printf(out, "<path class=\"pw-e s-%s\"", wit_status_word(b->status));
        wit_svg_attribute(out, "stroke-width", wit_status_style(b->status)->width);
    }
    wit_buf_puts(out, " d=\"");
    for (size_t i = 0; i < e->n_points; i++)
        point(out, i == 0 ? 'M' : i == 1 ? 'C' : ' ', e->points[2 * i], e->points[2 * i + 1]);
    if (b != NULL && b->verdict == WIT_ISOLATED && e->head_to)
        point(out, 'L', e->to_end[0], e->to_end[1]);
    wit_buf_puts(out, "\"/>\n");
    if (b != NULL && e->head_from)
        draw_head(out, e->points[0], e->points[1], e->from_end, b);
    if (b != NULL && e->head_to)
        draw_head(out, e->points[2 * e->n_points - 2], e->points[2 * e->n_points - 1], e->to_end, b);
}

static void draw_bundle(struct wit_buf *out, const struct wit_scene *s, const struct wit_map *map,
                        const struct wit_scene_node *n, const char *page)
{
    const struct wit_scene_bundle *b = &s->bundles[n->bundle];
    const char *class = wit_class_word(b->class);
    double x = n->x - n->width / 2, y = n->y - n->height / 2, label = wit_text_width(n->label, 11, true);
    wit_buf_printf(out, "<a href=\"%s#", page);
    wit_esc_xml(out, b->anchor, 0);
    wit_buf_puts(out, "\"");
    if (*page == '\0') { /* what the page's panel lists */
        wit_buf_puts(out, " data-p=\"");
        for (size_t i = 0; i < b->n_paths; i++) {
            wit_buf_puts(out, i > 0 ? " " : "");
            wit_esc_xml(out, map->paths[b->paths[i]].id, 80);
        }
        wit_buf_putc(out, '"');
    }
    wit_buf_putc(out, '>');
    wit_svg_title(out, n->title);
    wit_buf_printf(out, "<rect class=\"pw-b k-%s s-%s\" rx=\"7\"", class, wit_status_word(b->status));
    wit_svg_attribute(out, "x", x);
    wit_svg_attribute(out, "y", y);
    wit_svg_attribute(out, "width", n->width);
    wit_svg_attribute(out, "height", n->height);
    wit_svg_attribute(out, "stroke-width", b->status == WIT_RED ? 2.4 : 1.2);
    wit_buf_puts(out, "/>\n");
    double line = *n->detail != '\0' ? n->y - 3.5 : n->y + 4;
    wit_svg_mark(out, b->status, n->x - label / 2 - 5, line - 4);
    wit_buf_puts(out, "<text text-anchor=\"middle\"");
    wit_svg_attribute(out, "x", n->x + 6);
    wit_svg_attribute(out, "y", line);
    wit_buf_printf(out, " class=\"pw-t pw-k i-%s\">", class);
    wit_esc_xml(out, n->label, 0);
    wit_buf_puts(out, "</text>\n");
    if (*n->detail != '\0')
        wit_svg_text_middle(out, n->x, n->y + 10, "pw-d", n->detail);
    wit_buf_puts(out, "</a>\n");
}

static void draw_node(struct wit_buf *out, const struct wit_scene_node *n, bool page)
{
    bool small = n->kind == WIT_NODE_GATEWAY || n->kind == WIT_NODE_IDLE;
    double x = n->x - n->width / 2, y = n->y - n->height / 2;
    wit_buf_puts(out, page && n->n_scopes > 0 ? "<g class=\"nd\" data-s=\"" : "<g>");
    for (size_t i = 0; page && i < n->n_scopes; i++) {
        wit_buf_puts(out, i > 0 ? "\n" : "");
        wit_esc_xml(out, n->scopes[i], 400);
    }
    wit_buf_puts(out, page && n->n_scopes > 0 ? "\">" : "");
    wit_svg_title(out, n->title);
    wit_svg_rect(out, x, y, n->width, n->height, n->kind == WIT_NODE_OUTSIDE ? fmin(n->height / 2, 19) : 4,
                 NODES[n->kind]);
    if (n->public_route)
        wit_svg_rect(out, x, y, n->width, 4, 1, "pw-p");
    if (n->kind == WIT_NODE_HOP && n->status != WIT_GREEN)
        wit_svg_mark(out, n->status, fmax(x + 9, 0), fmax(y + 10, 0));
    wit_svg_text_middle(out, n->x, y + (small ? 16 : 17), small ? "pw-s" : "pw-l", n->label);
    double line = y + 17;
    if (*n->detail != '\0')
        wit_svg_text_middle(out, n->x, line += 13, "pw-d", n->detail);
    if (n->n_rows > 0) {
        wit_buf_puts(out, "<path class=\"pw-r\" d=\"");
        point(out, 'M', x + 6, line + 8);
        wit_buf_puts(out, "h");
        wit_svg_number(out, n->width - 12);
        wit_buf_puts(out, "\"/>\n");
        line += 7;
    }
    for (size_t i = 0; i < n->n_rows; i++)
        wit_svg_text(out, x + 10, line += 13, "pw-d", n->rows[i]);
    wit_buf_puts(out, "</g>\n");
}

static void draw_scene(struct wit_buf *out, const struct wit_scene *s, const struct wit_map *map, const char *page)
{
    for (size_t i = 0; i < s->n_clusters; i++) /* parents stand before children */
        draw_box(out, &s->clusters[i]);
    for (size_t i = 0; i < s->n_edges; i++) {
        if (s->edges[i].bundle == WIT_NO_BUNDLE)
            draw_edge(out, s, &s->edges[i]);
    }
    for (int status = WIT_GREEN; status <= WIT_RED; status++) { /* what blocks lies on top */
        for (size_t i = 0; i < s->n_edges; i++) {
            if (s->edges[i].bundle != WIT_NO_BUNDLE && (int)s->bundles[s->edges[i].bundle].status == status)
                draw_edge(out, s, &s->edges[i]);
        }
    }
    for (size_t i = 0; i < s->n_clusters; i++)
        draw_box_label(out, &s->clusters[i]);
    for (size_t i = 0; i < s->n_nodes; i++) {
        if (s->nodes[i].kind == WIT_NODE_BUNDLE)
            draw_bundle(out, s, map, &s->nodes[i], page);
        else
            draw_node(out, &s->nodes[i], *page == '\0');
    }
}

static void draw_heading(struct wit_buf *out, const struct wit_map *map, const struct wit_scene *s)
{
    wit_svg_text(out, MARGIN, MARGIN + 14, "pw-h", s->heading);
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) line;
    wit_buf_init(&line, 512);
    wit_buf_printf(&line, "%zu path%s.", s->n_paths, s->n_paths == 1 ? "" : "s");
    if (strncmp(map->collected_first, map->collected_last, 10) != 0)
        wit_buf_printf(&line, " Evidence of %.10s to %.10s.", map->collected_first, map->collected_last);
    else if (*map->collected_first != '\0')
        wit_buf_printf(&line, " Evidence of %.10s.", map->collected_first);
    wit_svg_text(out, MARGIN, MARGIN + 30, "pw-d", wit_buf_str(&line));
}

static bool draw(struct wit_buf *out, struct wit_svg_facts *facts, const struct wit_map *map,
                 struct wit_scene_view view, const char *page, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_scene *s = wit_scene_new(arena, map, view);
    if (!wit_layout(s, arena, err))
        return false;
    double width = fmax(s->width, MIN_WIDTH) + 2 * MARGIN;
    double notes = 16.0 * (double)s->n_notes;
    double legend = wit_svg_legend(NULL, s, MARGIN, 0, width - 2 * MARGIN);
    double height = MARGIN + HEAD + s->height + notes + 20 + legend + MARGIN;
    *facts = (struct wit_svg_facts){height > width, s->n_paths, s->n_edges, ceil(width), ceil(height)};
    wit_buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pic\" role=\"group\" aria-label=\"");
    wit_esc_xml(out, s->heading, 0);
    wit_buf_putc(out, '"');
    wit_svg_attribute(out, "width", ceil(width));
    wit_svg_attribute(out, "height", ceil(height));
    wit_buf_puts(out, " viewBox=\"0 0 ");
    wit_svg_number(out, ceil(width));
    wit_buf_putc(out, ' ');
    wit_svg_number(out, ceil(height));
    wit_buf_puts(out, "\">\n");
    wit_svg_title(out, "Paths between networks, subnets and what is outside, by class and status");
    if (*page != '\0') {
        wit_buf_puts(out, "<style>");
        wit_svg_css(out, "", false);
        wit_buf_puts(out, "@media screen and (prefers-color-scheme:dark){");
        wit_svg_css(out, "", true);
        wit_buf_puts(out, "}</style>\n");
    }
    wit_buf_puts(out, "<rect width=\"100%\" height=\"100%\" class=\"pw-g\"/>\n");
    draw_heading(out, map, s);
    wit_buf_puts(out, "<g transform=\"translate(");
    wit_svg_number(out, MARGIN + (width - 2 * MARGIN - s->width) / 2);
    wit_buf_putc(out, ' ');
    wit_svg_number(out, MARGIN + HEAD);
    wit_buf_puts(out, ")\">\n");
    draw_scene(out, s, map, page);
    wit_buf_puts(out, "</g>\n");
    double y = MARGIN + HEAD + s->height + 20;
    for (size_t i = 0; i < s->n_notes; i++)
        wit_svg_text(out, MARGIN, y + 16.0 * (double)i, "pw-s", s->notes[i]);
    wit_svg_legend(out, s, MARGIN, y + notes, width - 2 * MARGIN);
    wit_buf_puts(out, "</svg>\n");
    return out->over ? wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes) : true;
}

bool wit_svg_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, struct wit_err *err)
{
    struct wit_svg_facts facts;
    wit_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return draw(out, &facts, map, view, "index.html", err);
}

bool wit_svg_inline(struct wit_buf *out, struct wit_svg_facts *facts, const struct wit_map *map,
                    struct wit_scene_view view, struct wit_err *err)
{
    struct wit_svg_facts ignored;
    return draw(out, facts != NULL ? facts : &ignored, map, view, "", err);
}
