/* base/json.h: the one door for JSON, strict on the way in, canonical on the way out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 8259. Stricter than it demands: one value and nothing after it, valid UTF-8, no byte order mark, no
 * duplicate names in an object, no control characters in strings, no \u0000, no half surrogate pairs; depth and size
 * within the caps. The parser is ours and does not recurse: general ones keep no lines and columns. `col` counts bytes.
 */
#ifndef WIT_BASE_JSON_H
#define WIT_BASE_JSON_H

#include "base/buf.h"
#include "base/value.h"

#define WIT_JSON_MAX_BYTES ((size_t)512 << 20) /* one document */
#define WIT_JSON_MAX_DEPTH 64
#define WIT_JSON_MAX_NODES ((size_t)40 << 20)

/*
 * err  WIT_EPARSE "line 3, column 14: …"; WIT_ELIMIT. The same bytes give the same tree; line and col are set.
 */
WIT_NODISCARD bool wit_json_parse(struct wit_value **out, struct wit_arena *arena, const char *text, size_t len,
                                  struct wit_err *err);

/*
 * Writer. Compact by default; `indent` 2 for files that people open. Names are written in the order given. Invalid
 * UTF-8 in strings becomes U+FFFD; < > & and U+2028/9 are escaped as \u00XX so that the text is safe inside HTML.
 */
struct wit_jw {
    struct wit_buf *out;
    int indent;
    int depth;
    bool first; /* nothing written yet at this depth */
    bool after_key;
};

void wit_jw_init(struct wit_jw *jw, struct wit_buf *out, int indent);
void wit_jw_object(struct wit_jw *jw);
void wit_jw_object_end(struct wit_jw *jw);
void wit_jw_array(struct wit_jw *jw);
void wit_jw_array_end(struct wit_jw *jw);
void wit_jw_key(struct wit_jw *jw, const char *key);
void wit_jw_str(struct wit_jw *jw, const char *s); /* NULL writes null */
void wit_jw_int(struct wit_jw *jw, int64_t n);
void wit_jw_bool(struct wit_jw *jw, bool b);
void wit_jw_null(struct wit_jw *jw);
void wit_jw_value(struct wit_jw *jw, const struct wit_value *v); /* a whole tree, in its order */
/* key and value in one call */
void wit_jw_kstr(struct wit_jw *jw, const char *key, const char *s);
void wit_jw_kint(struct wit_jw *jw, const char *key, int64_t n);
void wit_jw_kbool(struct wit_jw *jw, const char *key, bool b);
void wit_jw_khundredths(struct wit_jw *jw, const char *key, unsigned n); /* 98 is written as 0.98 */

#endif
