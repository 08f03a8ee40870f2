/* render/svg_css.c: how pictures look, in light and in dark.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/style.h"
#include "render/svg.h"

static const struct {
    const char *selector, *light, *dark; /* dark NULL: the same */
} RULES[] = {
    {".pw-t", "font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#1d2733", "fill:#e8edf3"},
    {".pw-h", "font-size:15px;font-weight:bold", NULL},
    {".pw-l", "font-size:12.5px;font-weight:bold", NULL},
    {".pw-c", "font-size:12px;font-weight:bold", NULL},
    {".pw-k", "font-size:11px;font-weight:bold", NULL},
    {".pw-s", "font-size:10.5px", NULL},
    {".pw-d", "font-size:10px;fill:#465262", "fill:#b6c1cd"},
    {".pw-e", "fill:none;stroke-linecap:butt", NULL},
    {".pw-g", "fill:#ffffff", "fill:#14181d"},               /* ground */
    {".pw-w", "fill:#ffffff", "fill:#14181d"},               /* inside of an open mark */
    {".pw-x", "fill:none;stroke:#ffffff", "stroke:#14181d"}, /* the cross in a red mark */
    {".pw-r", "fill:none;stroke:#c9d0d8", "stroke:#4a5562"}, /* rules */
    {".pw-o", "fill:none;stroke:#7d8896", "stroke:#8793a1"}, /* what hangs on a gateway */
    {".pw-p", "fill:#5b6b82", "fill:#9fb0c4"},               /* upper edge of a public subnet */
    {".bx-account", "fill:#ffffff;stroke:#8a94a3", "fill:#14181d;stroke:#5c6774"},
    {".bx-network", "fill:#f5f7f9;stroke:#5b6b82;stroke-width:1.4", "fill:#1b2128;stroke:#7c8da6"},
    {".bx-subnet", "fill:#ffffff;stroke:#93a1b3", "fill:#212931;stroke:#7a8898"},
    {".lb-account", "fill:#ffffff;fill-opacity:.85", "fill:#14181d"},
    {".lb-network", "fill:#f5f7f9;fill-opacity:.85", "fill:#1b2128"},
    {".lb-subnet", "fill:#ffffff;fill-opacity:.85", "fill:#212931"},
    {".nd-role", "fill:#ffffff;stroke:#36414f;stroke-width:1.2", "fill:#26303a;stroke:#b3c0ce"},
    {".nd-outside", "fill:#ffffff;stroke:#36414f;stroke-width:1.8", "fill:#26303a;stroke:#d3dde8"},
    {".nd-gateway", "fill:#e9edf1;stroke:#8a94a3", "fill:#2a323b;stroke:#8793a1"},
    {".nd-idle", "fill:none;stroke:#a3aebb;stroke-dasharray:3 3", "stroke:#6d7887"},
    {".nd-hop", "fill:#f8f9fb;stroke:#5b6b82", "fill:#20272f;stroke:#8fa1b8"},
    {".cell", "fill:#f1f3f5", "fill:#222930"},
    {".nd", "cursor:pointer", NULL},
    {"a:hover .pw-b", "stroke-width:3px", NULL},
};

static void rule(struct wit_buf *out, const char *scope, const char *selector, const char *declarations)
{
    wit_buf_printf(out, "%s%s{%s}\n", scope, selector, declarations);
}

void wit_svg_css(struct wit_buf *out, const char *scope, bool dark)
{
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        const char *text = dark ? RULES[i].dark : RULES[i].light;
        if (text != NULL)
            rule(out, scope, RULES[i].selector, text);
    }
    for (int s = WIT_GREEN; s <= WIT_RED; s++) {
        const struct wit_status_style *style = wit_status_style((enum wit_status)s);
        const char *word = wit_status_word((enum wit_status)s), *colour = dark ? style->dark_colour : style->colour;
        wit_buf_printf(out, "%s.s-%s{stroke:%s", scope, word, colour);
        if (!dark && style->dash[0] != 'n')
            wit_buf_printf(out, ";stroke-dasharray:%s", style->dash);
        wit_buf_printf(out, "}\n%s.f-%s{fill:%s}\n%s.m-%s{stroke:%s}\n", scope, word, colour, scope, word, colour);
    }
    for (unsigned c = 0; c < WIT_CLASS_COUNT; c++) {
        const struct wit_class_style *style = wit_class_style((enum wit_class)c);
        const char *word = wit_class_word((enum wit_class)c);
        wit_buf_printf(out, "%s.k-%s{fill:%s}\n%s.i-%s{fill:%s}\n", scope, word, dark ? style->dark_tint : style->tint,
                       scope, word, dark ? style->dark_ink : style->ink);
    }
}
