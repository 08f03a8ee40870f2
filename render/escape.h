/* render/escape.h: the doors through which hostile text (names, tags, rules, error texts) reaches an output.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every door first cleans: invalid UTF-8 becomes U+FFFD, line ends and tabs become one space, other control characters
 * U+FFFD, and characters that reorder or hide text (bidirectional controls, zero-width marks) become visible words such
 * as [U+202E]. `max` cuts after that many characters with an ellipsis; 0: no cut. NULL is "".
 */
#ifndef WIT_RENDER_ESCAPE_H
#define WIT_RENDER_ESCAPE_H

#include "base/buf.h"

/* Only cleaned: for terminals and for the doors below. */
void wit_esc_plain(struct wit_buf *out, const char *s, size_t max);
/* Text and attribute values (in either quotes) of HTML and XML: & < > " ' become references. XML 1.0, HTML. */
void wit_esc_xml(struct wit_buf *out, const char *s, size_t max);
/* The inside of a double-quoted string of DOT that is an escString or label: \ " and & are escaped, so that neither
 * escapes (\N, \l) nor entities of graphviz act. */
void wit_esc_dot(struct wit_buf *out, const char *s, size_t max);
/* The inside of a quoted label of Mermaid: all but letters, digits and some plain marks become its entities (#35;). */
void wit_esc_mermaid(struct wit_buf *out, const char *s, size_t max);
/*
 * One field of CSV (RFC 4180), quoted where needed. A field that a spreadsheet could take for a formula (it begins with
 * = + - @, their full-width forms, a tab or a line end) gets an apostrophe in front. Never cut.
 */
void wit_esc_csv(struct wit_buf *out, const char *s);

/* Markdown (CommonMark, GitHub's): every character that could be markup gets a backslash, < > & become references, and
 * addresses do not become links. One line. */
void wit_esc_markdown(struct wit_buf *out, const char *s, size_t max);

/* Columns that the cleaned text takes on a terminal: wide characters 2, combining marks 0. */
size_t wit_text_columns(const char *s);

#endif
