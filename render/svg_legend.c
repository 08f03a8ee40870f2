/* render/svg_legend.c: what the lines, marks and tints of the picture mean.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/style.h"
#include "render/svg.h"

#define ROW 19.0

struct pen {
    struct wit_buf *out; /* NULL: only measures */
    double x0, x, y, width;
};

/* Moves to where an item of that width fits. */
static void place(struct pen *p, double width)
{
    if (p->x > p->x0 && p->x + width > p->x0 + p->width) {
        p->x = p->x0;
        p->y += ROW;
    }
}

static void new_row(struct pen *p)
{
    p->x = p->x0;
    p->y += ROW;
}

static double item_width(const char *text, double sample)
{
    return sample + 8 + wit_text_width(text, 10.5, false) + 20;
}

static void line_item(struct pen *p, enum wit_status status, const char *text)
{
    const struct wit_status_style *s = wit_status_style(status);
    place(p, item_width(text, 46));
    if (p->out != NULL) {
        wit_buf_printf(p->out, "<path class=\"pw-e s-%s\" d=\"M%.0f %.0fh30\" stroke-width=\"%d.%d\"/>\n",
                       wit_status_word(status), p->x, p->y, (int)s->width, (int)(s->width * 10) % 10);
        wit_svg_mark(p->out, status, p->x + 39, p->y);
        wit_svg_text(p->out, p->x + 52, p->y + 4, "pw-s", text);
    }
    p->x += item_width(text, 46);
}

static void swatch_item(struct pen *p, const char *css, const char *prefix, const char *text)
{
    place(p, item_width(text, 18));
    if (p->out != NULL) {
        wit_buf_printf(p->out, "<rect x=\"%.0f\" y=\"%.0f\" width=\"18\" height=\"12\" rx=\"3\" class=\"%s%s\"/>\n",
                       p->x, p->y - 6, prefix, css);
        wit_svg_text(p->out, p->x + 26, p->y + 4, "pw-s", text);
    }
    p->x += item_width(text, 18);
}

static void text_item(struct pen *p, const char *text)
{
    place(p, item_width(text, -8));
    if (p->out != NULL)
        wit_svg_text(p->out, p->x, p->y + 4, "pw-s", text);
    p->x += item_width(text, -8);
}

static void bar_item(struct pen *p)
{
    place(p, item_width("a bar: blocked", 30));
    if (p->out != NULL) {
        wit_buf_printf(p->out, "<path class=\"pw-e s-green\" d=\"M%.0f %.0fh27m0-5v10\" stroke-width=\"2\"/>\n", p->x,
                       p->y);
        wit_svg_text(p->out, p->x + 38, p->y + 4, "pw-s", "a bar: blocked");
    }
    p->x += item_width("a bar: blocked", 30);
}

double wit_svg_legend(struct wit_buf *out, const struct wit_scene *scene, double x, double y, double width)
{
    struct pen p = {out, x, x, y + 12, width};
    if (out != NULL)
        wit_buf_printf(out, "<path d=\"M%.0f %.0fh%.0f\" class=\"pw-r\"/>\n", x, y, width);
    line_item(&p, WIT_GREEN, "green: in order");
    line_item(&p, WIT_YELLOW, "yellow: to be settled");
    line_item(&p, WIT_RED, "red: blocks the review");
    bar_item(&p);
    new_row(&p);
    bool used[WIT_CLASS_COUNT] = {false}, labels = false;
    for (size_t i = 0; i < scene->n_bundles; i++)
        used[scene->bundles[i].class] = true;
    for (size_t i = 0; i < scene->n_nodes; i++)
        labels = labels || scene->nodes[i].kind == WIT_NODE_BUNDLE;
    for (unsigned c = 0; labels && c < WIT_CLASS_COUNT; c++) {
        if (used[c])
            swatch_item(&p, wit_class_word((enum wit_class)c), "k-", wit_class_word((enum wit_class)c));
    }
    if (labels)
        new_row(&p);
    if (scene->n_clusters > 0)
        swatch_item(&p, "network", "bx-", "network");
    if (scene->level == WIT_LEVEL_SUBNET && scene->n_clusters > 0)
        swatch_item(&p, "role", "nd-",
                    "role and its subnets, \xc3\x97 how many (dark upper edge: route to an internet gateway)");
    new_row(&p);
    if (!labels)
        return p.y - 10 - y;
    text_item(&p, scene->level != WIT_LEVEL_SUBNET
                      ? "A label counts the paths from the start of its lines to its arrows."
                      : "A label stands for the paths from the start of each line to each arrow: \xc3\x97"
                        "9 from each subnet to each, \xc3\x97"
                        "5 of 9 for some of them.");
    text_item(&p, "Where every line has its arrow at the outer end: between each two.");
    return p.y + 10 - y;
}
