/* render/mermaid.c: a scene as a Mermaid flowchart.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/mermaid.h"

#include "render/escape.h"
#include "render/style.h"

static void indent(struct wit_buf *out, int depth)
{
    for (int i = 0; i < depth; i++)
        wit_buf_puts(out, "  ");
}

static void label(struct wit_buf *out, const char *first, const char *second, const char *const *rows, size_t n)
{
    wit_buf_putc(out, '"');
    wit_esc_mermaid(out, first, 0);
    if (*second != '\0') {
        wit_buf_puts(out, "<br/>");
        wit_esc_mermaid(out, second, 0);
    }
    for (size_t i = 0; i < n; i++) {
        wit_buf_puts(out, "<br/>");
        wit_esc_mermaid(out, rows[i], 0);
    }
    wit_buf_putc(out, '"');
}

static void write_node(struct wit_buf *out, const struct wit_scene *s, size_t i, int depth)
{
    static const char *const open[] = {"[", "[", "[", "([", "[", "(["}, *const close[] = {"]",  "]", "]",
                                                                                          "])", "]", "])"};
    const struct wit_scene_node *n = &s->nodes[i];
    indent(out, depth);
    wit_buf_printf(out, "n%zu%s", i, open[n->kind]);
    label(out, n->label, n->detail, n->rows, n->n_rows);
    wit_buf_puts(out, close[n->kind]);
    if (n->kind == WIT_NODE_BUNDLE)
        wit_buf_printf(out, ":::%s", wit_status_word(s->bundles[n->bundle].status));
    else if (n->kind == WIT_NODE_GATEWAY || n->kind == WIT_NODE_IDLE)
        wit_buf_puts(out, ":::thing");
    wit_buf_putc(out, '\n');
}

/* Each cluster is visited through its parent: at most account, network, subnets. */
static void write_clusters(struct wit_buf *out, const struct wit_scene *s, int parent, int depth)
{
    for (size_t i = 0; i < s->n_clusters; i++) {
        if (s->clusters[i].parent != parent)
            continue;
        indent(out, depth);
        wit_buf_printf(out, "subgraph c%zu[", i);
        label(out, s->clusters[i].label, s->clusters[i].detail, NULL, 0);
        wit_buf_puts(out, "]\n");
        for (size_t k = 0; k < s->n_nodes; k++) {
            if (s->nodes[k].cluster == (int)i)
                write_node(out, s, k, depth + 1);
        }
        write_clusters(out, s, (int)i, depth + 1);
        indent(out, depth);
        wit_buf_puts(out, "end\n");
    }
}

static const char *arrow_of(const struct wit_scene *s, const struct wit_scene_edge *e)
{
    if (e->bundle == WIT_NO_BUNDLE)
        return "-.-";
    const struct wit_scene_bundle *b = &s->bundles[e->bundle];
    bool head = e->head_to || e->head_from;
    if (head && b->verdict == WIT_ISOLATED)
        return "--x";
    switch (b->status) {
    case WIT_RED:
        return head ? "==>" : "===";
    case WIT_YELLOW:
        return head ? "-.->" : "-.-";
    case WIT_GREEN:
        break;
    }
    return head ? "-->" : "---";
}

bool wit_mermaid_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_scene *s = wit_scene_new(arena, map, view);
    wit_buf_puts(out, "flowchart LR\n");
    for (size_t i = 0; i < s->n_notes; i++) {
        wit_buf_puts(out, "  %% ");
        wit_esc_mermaid(out, s->notes[i], 0);
        wit_buf_putc(out, '\n');
    }
    write_clusters(out, s, -1, 1);
    for (size_t k = 0; k < s->n_nodes; k++) {
        if (s->nodes[k].cluster < 0)
            write_node(out, s, k, 1);
    }
    for (size_t i = 0; i < s->n_edges; i++) {
        const struct wit_scene_edge *e = &s->edges[i];
        /* An arrow points at the end of its line: lines that come from the label's other side are turned round. */
        wit_buf_printf(out, "  n%zu %s n%zu\n", e->head_from ? e->to : e->from, arrow_of(s, e),
                       e->head_from ? e->from : e->to);
    }
    for (int status = WIT_GREEN; status <= WIT_RED; status++) {
        const struct wit_status_style *style = wit_status_style((enum wit_status)status);
        wit_buf_printf(out, "  classDef %s fill:%s,stroke:%s,stroke-width:%dpx,color:#1d2733\n",
                       wit_status_word((enum wit_status)status), style->tint, style->colour, status == WIT_RED ? 3 : 1);
    }
    wit_buf_puts(out, "  classDef thing fill:#e9edf1,stroke:#8a94a3,color:#1d2733\n");
    return out->over ? wit_fail(err, WIT_ELIMIT, "the picture is larger than %zu bytes", out->cap_bytes) : true;
}
