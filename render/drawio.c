/* render/drawio.c: a scene for draw.io: containers, nodes at their places, lines that stay connected when moved.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Labels have `html=0`: draw.io takes them as text, whatever they hold.
 */
#include "render/drawio.h"

#include <string.h>

#include "render/escape.h"
#include "render/layout.h"
#include "render/style.h"
#include "render/svg.h"

static const char *const BOXES[] = {
    [WIT_BOX_ACCOUNT] = "fillColor=none;strokeColor=#8a94a3;",
    [WIT_BOX_NETWORK] = "fillColor=#f5f7f9;strokeColor=#5b6b82;",
    [WIT_BOX_SUBNET] = "fillColor=#ffffff;strokeColor=#93a1b3;",
};
static const char *const NODES[] = {
    [WIT_NODE_ROLE] = "fillColor=#ffffff;strokeColor=#36414f;",
    [WIT_NODE_IDLE] = "fillColor=none;strokeColor=#a3aebb;dashed=1;",
    [WIT_NODE_GATEWAY] = "fillColor=#e9edf1;strokeColor=#8a94a3;",
    [WIT_NODE_OUTSIDE] = "fillColor=#ffffff;strokeColor=#36414f;strokeWidth=2;rounded=1;arcSize=40;",
    [WIT_NODE_HOP] = "fillColor=#f8f9fb;strokeColor=#5b6b82;",
    [WIT_NODE_BUNDLE] = "rounded=1;arcSize=30;",
};

static void line(struct wit_buf *out, const char *text, bool first)
{
    if (*text == '\0')
        return;
    wit_buf_puts(out, first ? "" : "&#10;");
    wit_esc_xml(out, text, 0);
}

static void geometry(struct wit_buf *out, double x, double y, double w, double h)
{
    wit_buf_puts(out, "<mxGeometry");
    wit_svg_attribute(out, "x", x);
    wit_svg_attribute(out, "y", y);
    wit_svg_attribute(out, "width", w);
    wit_svg_attribute(out, "height", h);
    wit_buf_puts(out, " as=\"geometry\"/></mxCell>\n");
}

/* "c4", or "1": the page's own layer. */
static void parent(struct wit_buf *out, int cluster)
{
    if (cluster < 0)
        wit_buf_puts(out, " parent=\"1\">");
    else
        wit_buf_printf(out, " parent=\"c%d\">", cluster);
}

static void draw_cluster(struct wit_buf *out, const struct wit_scene *s, size_t i)
{
    const struct wit_scene_cluster *c = &s->clusters[i];
    double x = c->parent < 0 ? 0 : s->clusters[c->parent].x0, y = c->parent < 0 ? 0 : s->clusters[c->parent].y0;
    wit_buf_printf(out, "<mxCell id=\"c%zu\" value=\"", i);
    line(out, c->label, true);
    line(out, c->detail, false);
    wit_buf_printf(out,
                   "\" style=\"html=0;container=1;collapsible=0;recursiveResize=0;verticalAlign=top;align=left;"
                   "spacingLeft=8;spacingTop=2;fontSize=11;%s%s\" vertex=\"1\"",
                   BOXES[c->box], c->public_route ? "strokeWidth=3;" : "");
    parent(out, c->parent);
    geometry(out, c->x0 - x, c->y0 - y, c->x1 - c->x0, c->y1 - c->y0);
}

static void draw_node(struct wit_buf *out, const struct wit_scene *s, size_t i)
{
    const struct wit_scene_node *n = &s->nodes[i];
    double x = n->cluster < 0 ? 0 : s->clusters[n->cluster].x0, y = n->cluster < 0 ? 0 : s->clusters[n->cluster].y0;
    wit_buf_printf(out, "<mxCell id=\"n%zu\" value=\"", i);
    line(out, n->label, true);
    line(out, n->detail, false);
    for (size_t k = 0; k < n->n_rows; k++)
        line(out, n->rows[k], false);
    wit_buf_printf(out, "\" style=\"html=0;fontSize=10;%s", NODES[n->kind]);
    if (n->kind == WIT_NODE_BUNDLE) {
        const struct wit_scene_bundle *b = &s->bundles[n->bundle];
        wit_buf_printf(out, "fillColor=%s;fontColor=%s;strokeColor=%s;strokeWidth=%d;", wit_class_style(b->class)->tint,
                       wit_class_style(b->class)->ink, wit_status_style(b->status)->colour,
                       b->status == WIT_RED ? 3 : 1);
        if (b->status == WIT_YELLOW)
            wit_buf_puts(out, "dashed=1;");
    }
    wit_buf_puts(out, n->public_route ? "strokeWidth=3;\" vertex=\"1\"" : "\" vertex=\"1\"");
    parent(out, n->cluster);
    geometry(out, n->x - n->width / 2 - x, n->y - n->height / 2 - y, n->width, n->height);
}

static void draw_edge(struct wit_buf *out, const struct wit_scene *s, size_t i)
{
    const struct wit_scene_edge *e = &s->edges[i];
    wit_buf_printf(out, "<mxCell id=\"e%zu\" style=\"html=0;rounded=1;curved=1;", i);
    if (e->bundle == WIT_NO_BUNDLE) {
        wit_buf_puts(out, "strokeColor=#7d8896;endArrow=none;");
    } else {
        const struct wit_scene_bundle *b = &s->bundles[e->bundle];
        const struct wit_status_style *style = wit_status_style(b->status);
        const char *head = b->verdict == WIT_ISOLATED ? "box" : "block";
        wit_buf_printf(out, "strokeColor=%s;strokeWidth=%d;%sstartArrow=%s;endArrow=%s;", style->colour,
                       b->status == WIT_RED ? 3 : 1, b->status == WIT_YELLOW ? "dashed=1;" : "",
                       e->head_from ? head : "none", e->head_to ? head : "none");
    }
    wit_buf_printf(out,
                   "\" edge=\"1\" parent=\"1\" source=\"n%zu\" target=\"n%zu\"><mxGeometry relative=\"1\" "
                   "as=\"geometry\"/></mxCell>\n",
                   e->from, e->to);
}

bool wit_drawio_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_scene *s = wit_scene_new(arena, map, view);
    if (!wit_layout(s, arena, err))
        return false;
    wit_buf_puts(out, "<mxfile host=\"pathwitness\"><diagram id=\"map\" name=\"");
    wit_esc_xml(out, s->heading, 0);
    wit_buf_puts(out, "\"><mxGraphModel grid=\"0\" page=\"0\" math=\"0\"><root>\n<mxCell id=\"0\"/>\n<mxCell id=\"1\" "
                      "parent=\"0\"/>\n");
    for (size_t i = 0; i < s->n_clusters; i++) /* parents stand before children */
        draw_cluster(out, s, i);
    for (size_t i = 0; i < s->n_nodes; i++)
        draw_node(out, s, i);
    for (size_t i = 0; i < s->n_edges; i++)
        draw_edge(out, s, i);
    for (size_t i = 0; i < s->n_notes; i++) {
        wit_buf_printf(out, "<mxCell id=\"t%zu\" value=\"", i);
        wit_esc_xml(out, s->notes[i], 0);
        wit_buf_puts(out, "\" style=\"html=0;text;align=left;fontSize=10;\" vertex=\"1\" parent=\"1\">");
        geometry(out, 0, s->height + 16 + 16 * (double)i, 700, 16);
    }
    wit_buf_puts(out, "</root></mxGraphModel></diagram></mxfile>\n");
    return out->over ? wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes) : true;
}
