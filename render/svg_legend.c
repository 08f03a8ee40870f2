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

void wit_svg_mark(struct wit_buf *out, enum wit_status status, double x, double y)
{
    const char *colour = wit_status_style(status)->colour;
    int cx = (int)(x * 10), cy = (int)(y * 10);
    wit_buf_printf(out, "<g transform=\"translate(%d.%d %d.%d)\">", cx / 10, cx % 10, cy / 10, cy % 10);
    switch (status) {
    case WIT_GREEN:
        wit_buf_printf(out, "<circle r=\"3.4\" fill=\"%s\"/>", colour);
        break;
    case WIT_YELLOW:
        wit_buf_printf(out, "<path d=\"M0-4.4L4.6 3.6H-4.6Z\" fill=\"#fff\" stroke=\"%s\" stroke-width=\"1.6\"/>",
                       colour);
        break;
    case WIT_RED:
        wit_buf_printf(out,
                       "<rect x=\"-4.2\" y=\"-4.2\" width=\"8.4\" height=\"8.4\" fill=\"%s\"/>"
                       "<path d=\"M-2.2-2.2L2.2 2.2M2.2-2.2L-2.2 2.2\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
                       colour);
        break;
    }
    wit_buf_puts(out, "</g>\n");
}

static void line_item(struct pen *p, enum wit_status status, const char *text)
{
    const struct wit_status_style *s = wit_status_style(status);
    place(p, item_width(text, 46));
    if (p->out != NULL) {
        wit_buf_printf(p->out,
                       "<path class=\"pw-e\" d=\"M%.0f %.0fh30\" stroke=\"%s\" stroke-width=\"%d.%d\" "
                       "stroke-dasharray=\"%s\"/>\n",
                       p->x, p->y, s->colour, (int)s->width, (int)(s->width * 10) % 10, s->dash);
        wit_svg_mark(p->out, status, p->x + 39, p->y);
        wit_svg_text(p->out, p->x + 52, p->y + 4, "pw-s", text);
    }
    p->x += item_width(text, 46);
}

static void swatch_item(struct pen *p, const char *fill, const char *stroke, const char *dash, const char *text)
{
    place(p, item_width(text, 18));
    if (p->out != NULL) {
        wit_buf_printf(p->out,
                       "<rect x=\"%.0f\" y=\"%.0f\" width=\"18\" height=\"12\" rx=\"3\" fill=\"%s\" stroke=\"%s\" "
                       "stroke-dasharray=\"%s\"/>\n",
                       p->x, p->y - 6, fill, stroke, dash);
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
        wit_buf_printf(p->out,
                       "<path class=\"pw-e\" d=\"M%.0f %.0fh27m0-5v10\" stroke=\"#36414f\" stroke-width=\"2\"/>\n",
                       p->x, p->y);
        wit_svg_text(p->out, p->x + 38, p->y + 4, "pw-s", "a bar: blocked");
    }
    p->x += item_width("a bar: blocked", 30);
}

double wit_svg_legend(struct wit_buf *out, const struct wit_scene *scene, double x, double y, double width)
{
    struct pen p = {out, x, x, y + 12, width};
    if (out != NULL)
        wit_buf_printf(out, "<path d=\"M%.0f %.0fh%.0f\" stroke=\"#c9d0d8\"/>\n", x, y, width);
    line_item(&p, WIT_GREEN, "green: in order");
    line_item(&p, WIT_YELLOW, "yellow: to be settled");
    line_item(&p, WIT_RED, "red: blocks the review");
    bar_item(&p);
    new_row(&p);
    bool used[WIT_CLASS_COUNT] = {false};
    for (size_t i = 0; i < scene->n_bundles; i++)
        used[scene->bundles[i].class] = true;
    for (unsigned c = 0; c < WIT_CLASS_COUNT; c++) {
        const struct wit_class_style *style = wit_class_style((enum wit_class)c);
        if (used[c])
            swatch_item(&p, style->tint, style->ink, "none", wit_class_word((enum wit_class)c));
    }
    if (scene->n_bundles > 0)
        new_row(&p);
    swatch_item(&p, "#f5f7f9", "#5b6b82", "none", "network");
    if (!scene->by_network) {
        swatch_item(&p, "#ffffff", "#a3aebb", "3 3", "zone");
        swatch_item(&p, "#ffffff", "#93a1b3", "none", "subnet (dark upper edge: route to an internet gateway)");
        swatch_item(&p, "#e9edf1", "#8a94a3", "none", "gateway");
    }
    new_row(&p);
    text_item(&p, scene->by_network
                      ? "A label counts the paths between the networks from the start of each line to each arrow."
                      : "A label stands for one path from the start of each line to each arrow.");
    text_item(&p, "Where every line has its arrow at the outer end: between each two.");
    return p.y + 10 - y;
}
