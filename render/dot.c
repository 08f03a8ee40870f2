/* render/dot.c: the map as DOT.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/dot.h"

#include "render/escape.h"
#include "render/scene.h"
#include "render/style.h"

static const struct {
    const char *colour, *fill, *style;
} BOXES[] = {
    [WIT_BOX_ACCOUNT] = {"#8a94a3", "#ffffff", "rounded,filled"},
    [WIT_BOX_NETWORK] = {"#5b6b82", "#f6f8fa", "rounded,filled"},
    [WIT_BOX_SUBNET] = {"#8fa0b5", "#ffffff", "filled"},
};

static const char *const SHAPES[] = {
    [WIT_NODE_ROLE] = "shape=box style=\"rounded,filled\" fillcolor=\"#ffffff\" color=\"#36414f\"",
    [WIT_NODE_IDLE] = "shape=plaintext fontcolor=\"#6b7686\"",
    [WIT_NODE_GATEWAY] = "shape=box style=\"filled\" fillcolor=\"#eef1f4\" color=\"#6b7686\"",
    [WIT_NODE_OUTSIDE] = "shape=box style=\"bold,filled\" fillcolor=\"#ffffff\" color=\"#36414f\"",
    [WIT_NODE_HOP] = "shape=box style=\"filled\" fillcolor=\"#f8f9fb\" color=\"#5b6b82\"",
    [WIT_NODE_BUNDLE] = "shape=box style=\"rounded,filled\"",
};

static void put(struct wit_buf *out, const char *name, const char *text, const char *second, const char *const *rows,
                size_t n)
{
    wit_buf_printf(out, " %s=\"", name);
    wit_esc_dot(out, text, 0);
    if (*second != '\0') {
        wit_buf_puts(out, "\\n");
        wit_esc_dot(out, second, 0);
    }
    for (size_t i = 0; i < n; i++) {
        wit_buf_puts(out, "\\n");
        wit_esc_dot(out, rows[i], 0);
    }
    wit_buf_putc(out, '"');
}

static void indent(struct wit_buf *out, int depth)
{
    for (int i = 0; i < depth; i++)
        wit_buf_puts(out, "  ");
}

static void write_node(struct wit_buf *out, const struct wit_scene *s, size_t at, int depth)
{
    const struct wit_scene_node *n = &s->nodes[at];
    indent(out, depth);
    wit_buf_printf(out, "n%zu [%s", at, SHAPES[n->kind]);
    put(out, "label", n->label, n->detail, n->rows, n->n_rows);
    put(out, "tooltip", n->title, "", NULL, 0);
    if (n->kind == WIT_NODE_BUNDLE) {
        const struct wit_scene_bundle *b = &s->bundles[n->bundle];
        const struct wit_class_style *c = wit_class_style(b->class);
        wit_buf_printf(out, " fillcolor=\"%s\" color=\"%s\" fontcolor=\"%s\" margin=\"0.08,0.03\"", c->tint,
                       wit_status_style(b->status)->colour, c->ink);
        wit_buf_puts(out, " URL=\"index.html#");
        wit_esc_dot(out, b->anchor, 0);
        wit_buf_putc(out, '"');
    }
    wit_buf_puts(out, "];\n");
}

static void open_cluster(struct wit_buf *out, const struct wit_scene *s, size_t at, int depth)
{
    const struct wit_scene_cluster *c = &s->clusters[at];
    indent(out, depth);
    wit_buf_printf(out, "subgraph cluster%zu {\n", at);
    indent(out, depth + 1);
    wit_buf_printf(out, "graph [color=\"%s\" fillcolor=\"%s\" style=\"%s\" labeljust=l", BOXES[c->box].colour,
                   BOXES[c->box].fill, BOXES[c->box].style);
    put(out, "label", c->label, c->detail, NULL, 0);
    put(out, "tooltip", c->title, "", NULL, 0);
    wit_buf_puts(out, "];\n");
}

/* Clusters stand in the scene with parents before children, but not in nesting order: each is visited through its
 * parent. At most three levels deep: account, network, subnets. */
static void write_clusters(struct wit_buf *out, const struct wit_scene *s, int parent, int depth)
{
    for (size_t i = 0; i < s->n_clusters; i++) {
        if (s->clusters[i].parent != parent)
            continue;
        open_cluster(out, s, i, depth);
        for (size_t k = 0; k < s->n_nodes; k++) {
            if (s->nodes[k].cluster == (int)i)
                write_node(out, s, k, depth + 1);
        }
        write_clusters(out, s, (int)i, depth + 1);
        indent(out, depth);
        wit_buf_puts(out, "}\n");
    }
}

static void write_edges(struct wit_buf *out, const struct wit_scene *s)
{
    for (size_t i = 0; i < s->n_edges; i++) {
        const struct wit_scene_edge *e = &s->edges[i];
        if (e->bundle == WIT_NO_BUNDLE) {
            wit_buf_printf(out, "  n%zu -> n%zu [color=\"#7d8896\" dir=none constraint=false];\n", e->from, e->to);
            continue;
        }
        const struct wit_scene_bundle *b = &s->bundles[e->bundle];
        const struct wit_status_style *status = wit_status_style(b->status);
        const char *head = b->verdict == WIT_ISOLATED ? "tee" : wit_class_style(b->class)->arrow;
        wit_buf_printf(out, "  n%zu -> n%zu [color=\"%s\" style=%s penwidth=%d.%d dir=%s arrowhead=%s arrowtail=%s];\n",
                       e->from, e->to, status->colour, status->dot, (int)status->width, (int)(status->width * 10) % 10,
                       e->head_from ? "back"
                       : e->head_to ? "forward"
                                    : "none",
                       head, head);
    }
}

bool wit_dot_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, struct wit_err *err)
{
    struct wit_arena *arena = wit_arena_new();
    const struct wit_scene *s = wit_scene_new(arena, map, view);
    wit_buf_puts(out, "digraph map {\n"
                      "  graph [rankdir=LR newrank=true nodesep=0.22 ranksep=1.1 fontname=\"Helvetica\" fontsize=11 "
                      "compound=true];\n"
                      "  node [fontname=\"Helvetica\" fontsize=11];\n"
                      "  edge [arrowsize=0.7];\n");
    for (size_t i = 0; i < s->n_notes; i++) {
        wit_buf_puts(out, i == 0 ? "  label=\"" : "\\l");
        wit_esc_dot(out, s->notes[i], 0);
    }
    if (s->n_notes > 0)
        wit_buf_puts(out, "\";\n");
    write_clusters(out, s, -1, 1);
    for (size_t k = 0; k < s->n_nodes; k++) {
        if (s->nodes[k].cluster < 0)
            write_node(out, s, k, 1);
    }
    write_edges(out, s);
    wit_buf_puts(out, "}\n");
    wit_arena_free(arena);
    if (out->over)
        return wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes);
    return true;
}
