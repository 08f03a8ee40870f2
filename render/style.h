/* render/style.h: one style a path class, one a status, and the widths of letters.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Status is told three times, so that neither colour blindness nor a grey printer hides it: colour (a palette that
 * differs in lightness: blue-green, amber, vermilion), line (thin solid, dashed, heavy) and a mark (a tick, a question,
 * a cross). Class is told by the word on the label and the tint of the label; the line is the status's.
 */
#ifndef WIT_RENDER_STYLE_H
#define WIT_RENDER_STYLE_H

#include "base/buf.h"
#include "evidence/map.h"

struct wit_class_style {
    const char *tint;  /* fill of the label: "#e3eefb" */
    const char *ink;   /* border of the label and text on the tint: at least 7:1 against it */
    const char *arrow; /* arrow head in DOT */
    const char *dark_tint, *dark_ink;
};

struct wit_status_style {
    const char *colour, *dark_colour;
    const char *tint;  /* pale, behind text */
    const char *dash;  /* SVG stroke-dasharray, "none" */
    const char *dot;   /* DOT style */
    double width;      /* px */
    const char *mark;  /* one character, UTF-8 */
    const char *word;  /* "in order", "to settle", "blocks" */
    const char *means; /* one line for legends */
};

const struct wit_class_style *wit_class_style(enum wit_class c);
const struct wit_status_style *wit_status_style(enum wit_status s);

/* The kind of a gateway, service or door as people write it: "nat-gateway" is "NAT gateway". In the arena. */
const char *wit_kind_words(struct wit_arena *arena, const char *kind);

/* Width of cleaned text in a Helvetica-like face, px. Independent of installed fonts: pictures are the same bytes on
 * every machine. */
double wit_text_width(const char *s, double size_px, bool bold);

#endif
