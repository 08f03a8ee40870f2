/* render/html_map.c: the pictures of the page: the estate, each class of paths, and the matrix.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * All stand open, one below the other; scripts show one at a time, and pan and zoom it.
 */
#include "render/html.h"
#include "render/matrix.h"
#include "render/style.h"
#include "render/svg.h"

/* A3 across, 396 x 273 mm inside the margins: wider or higher than this, the smallest words (10 px) would be printed
 * below 6 points. */
#define PAPER_WIDTH  1870.0
#define PAPER_HEIGHT 1290.0

static bool fits(const struct wit_svg_facts *f)
{
    return f->width <= PAPER_WIDTH && f->height <= PAPER_HEIGHT;
}

static bool figure(struct wit_page *p, const char *id, const char *caption, struct wit_scene_view view,
                   struct wit_err *err)
{
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) svg;
    struct wit_svg_facts facts;
    wit_buf_init(&svg, (size_t)256 << 20);
    if (!wit_svg_inline(&svg, &facts, p->map, view, err))
        return false;
    bool paper = fits(&facts);
    wit_buf_printf(p->out, "<figure id=\"pic-%s\" class=\"pic-f%s%s\"><figcaption>%s</figcaption>\n", id,
                   facts.tall ? " tall" : " broad", paper ? "" : " big", caption);
    wit_buf_add(p->out, wit_buf_str(&svg), svg.len);
    if (!paper)
        wit_html_raw(p, "<p class=\"paper\">Larger than A3 can hold in readable letters: on paper the pictures of the "
                        "classes stand for it; map.svg is the whole.</p>\n");
    wit_html_raw(p, "</figure>\n");
    return true;
}

static bool matrix(struct wit_page *p, struct wit_err *err)
{
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) svg;
    wit_buf_init(&svg, (size_t)256 << 20);
    if (!wit_matrix_inline(&svg, p->map, err))
        return false;
    wit_html_raw(p, "<figure id=\"pic-matrix\" class=\"pic-f broad\"><figcaption>Matrix: from row to "
                    "column</figcaption>\n");
    wit_buf_add(p->out, wit_buf_str(&svg), svg.len);
    wit_html_raw(p, "</figure>\n");
    return true;
}

bool wit_html_map(struct wit_page *p, struct wit_err *err)
{
    wit_html_raw(
        p,
        "<section id=\"picture\">\n<h2>Map</h2>\n<p class=\"note\">Every label leads to its paths, every box to what "
        "reaches it. The pictures as files: <a href=\"map.svg\">map.svg</a>, to edit <a "
        "href=\"map.drawio\">map.drawio</a>, <a href=\"map.dot\">map.dot</a>, <a href=\"map.mmd\">map.mmd</a>.</p>\n"
        "<div id=\"maptools\"></div>\n<div id=\"mapbox\">\n");
    if (!figure(p, "estate", "The estate", WIT_SCENE_ALL, err))
        return false;
    size_t n[WIT_CLASS_COUNT] = {0};
    for (size_t i = 0; i < p->map->n_paths; i++)
        n[p->map->paths[i].class]++;
    for (unsigned c = 0; c < WIT_CLASS_COUNT; c++) {
        if (n[c] > 0 && !figure(p, wit_class_word((enum wit_class)c), wit_class_title((enum wit_class)c),
                                (struct wit_scene_view){.class = (int)c}, err))
            return false;
    }
    if (p->map->n_paths > 0 && !matrix(p, err))
        return false;
    wit_html_raw(p, "</div>\n<div id=\"panel\" role=\"region\" aria-label=\"What was chosen in the map\" "
                    "tabindex=\"-1\" hidden></div>\n</section>\n");
    return true;
}
