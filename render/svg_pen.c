/* render/svg_pen.c: the elements that pictures are made of.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdlib.h>

#include "render/escape.h"
#include "render/svg.h"

void wit_svg_number(struct wit_buf *out, double v)
{
    long long tenths = llround(v * 10.0);
    wit_buf_printf(out, "%s%lld", tenths < 0 ? "-" : "", llabs(tenths) / 10);
    if (tenths % 10 != 0)
        wit_buf_printf(out, ".%lld", llabs(tenths) % 10);
}

void wit_svg_attribute(struct wit_buf *out, const char *name, double v)
{
    wit_buf_printf(out, " %s=\"", name);
    wit_svg_number(out, v);
    wit_buf_putc(out, '"');
}

void wit_svg_rect(struct wit_buf *out, double x, double y, double w, double h, double radius, const char *css)
{
    wit_buf_puts(out, "<rect");
    wit_svg_attribute(out, "x", x);
    wit_svg_attribute(out, "y", y);
    wit_svg_attribute(out, "width", w);
    wit_svg_attribute(out, "height", h);
    wit_svg_attribute(out, "rx", radius);
    wit_buf_printf(out, " class=\"%s\"/>\n", css);
}

static void text(struct wit_buf *out, const char *anchor, double x, double y, const char *css, const char *words)
{
    wit_buf_printf(out, "<text%s", anchor);
    wit_svg_attribute(out, "x", x);
    wit_svg_attribute(out, "y", y);
    wit_buf_printf(out, " class=\"pw-t %s\">", css);
    wit_esc_xml(out, words, 0);
    wit_buf_puts(out, "</text>\n");
}

void wit_svg_text(struct wit_buf *out, double x, double y, const char *css, const char *words)
{
    text(out, "", x, y, css, words);
}

void wit_svg_text_middle(struct wit_buf *out, double x, double y, const char *css, const char *words)
{
    text(out, " text-anchor=\"middle\"", x, y, css, words);
}

void wit_svg_title(struct wit_buf *out, const char *words)
{
    wit_buf_puts(out, "<title>");
    wit_esc_xml(out, words, 2000);
    wit_buf_puts(out, "</title>");
}

void wit_svg_mark(struct wit_buf *out, enum wit_status status, double x, double y)
{
    static const char *const shapes[] = {
        [WIT_GREEN] = "<circle r=\"3.4\" class=\"f-green\"/>",
        [WIT_YELLOW] = "<path d=\"M0-4.4L4.6 3.6H-4.6Z\" class=\"pw-w m-yellow\" stroke-width=\"1.6\"/>",
        [WIT_RED] = ("<rect x=\"-4.2\" y=\"-4.2\" width=\"8.4\" height=\"8.4\" class=\"f-red\"/>"
                     "<path d=\"M-2.2-2.2L2.2 2.2M2.2-2.2L-2.2 2.2\" class=\"pw-x\" stroke-width=\"1.5\"/>"),
    };
    wit_buf_puts(out, "<g transform=\"translate(");
    wit_svg_number(out, x);
    wit_buf_putc(out, ' ');
    wit_svg_number(out, y);
    wit_buf_printf(out, ")\">%s</g>\n", shapes[status]);
}
