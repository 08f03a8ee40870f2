/* base/xml.h: the one door for XML: libxml2's SAX push parser, page by page, no DOM of libxml2's, no entities, no
 * network.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A document type declaration, an entity other than the five predefined ones, a processing instruction, a depth or size
 * over the cap, another encoding than UTF-8: each ends the parse with an error. Attributes and namespace prefixes are
 * dropped (AWS's answers carry nothing in them).
 */
#ifndef WIT_BASE_XML_H
#define WIT_BASE_XML_H

#include "base/arena.h"

#define WIT_XML_MAX_BYTES ((size_t)64 << 20) /* one page */
#define WIT_XML_MAX_DEPTH 64

/* One element. `text` is its character data, "" when there is none; white space around it is kept only in leaves. */
struct wit_xml {
    const char *name;
    const char *text;
    struct wit_xml *first, *last, *next;
    uint32_t line;
};

/* err: WIT_EPARSE "line 41: …"; WIT_ELIMIT */
WIT_NODISCARD bool wit_xml_parse(struct wit_xml **out, struct wit_arena *arena, const char *bytes, size_t len,
                                 struct wit_err *err);
/* The first child with that name, NULL when there is none (or parent is NULL). */
const struct wit_xml *wit_xml_child(const struct wit_xml *parent, const char *name);
/* Text of that child; NULL when absent. */
const char *wit_xml_text(const struct wit_xml *parent, const char *name);

#endif
