/* base/json_write.c: the JSON writer; the same calls give the same bytes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/json.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

/* Trees that were parsed have at most WIT_JSON_MAX_DEPTH levels; ours may wrap one in a few more. */
enum { TREE_DEPTH = WIT_JSON_MAX_DEPTH * 2 };

void wit_jw_init(struct wit_jw *jw, struct wit_buf *out, int indent)
{
    *jw = (struct wit_jw){.out = out, .indent = indent, .first = true};
}

static void new_line(const struct wit_jw *jw)
{
    if (jw->indent <= 0)
        return;
    wit_buf_putc(jw->out, '\n');
    for (int i = 0; i < jw->indent * jw->depth; i++)
        wit_buf_putc(jw->out, ' ');
}

/* What stands before a value or a key: the comma and the line break, or nothing right behind a key. */
static void before(struct wit_jw *jw)
{
    if (jw->after_key) {
        jw->after_key = false;
        return;
    }
    if (jw->depth == 0)
        return;
    if (!jw->first)
        wit_buf_putc(jw->out, ',');
    jw->first = false;
    new_line(jw);
}

static void open_container(struct wit_jw *jw, char c)
{
    before(jw);
    wit_buf_putc(jw->out, c);
    jw->depth++;
    jw->first = true;
}

static void close_container(struct wit_jw *jw, char c)
{
    if (jw->depth == 0 || jw->after_key)
        wit_die("JSON writer: '%c' closes nothing", c);
    jw->depth--;
    if (!jw->first)
        new_line(jw);
    jw->first = false;
    wit_buf_putc(jw->out, c);
}

void wit_jw_object(struct wit_jw *jw)
{
    open_container(jw, '{');
}

void wit_jw_object_end(struct wit_jw *jw)
{
    close_container(jw, '}');
}

void wit_jw_array(struct wit_jw *jw)
{
    open_container(jw, '[');
}

void wit_jw_array_end(struct wit_jw *jw)
{
    close_container(jw, ']');
}

/* One code point that cannot stand as it is; RFC 8259, section 7, and what HTML and JavaScript would read as their own.
 */
static void put_escape(struct wit_buf *out, uint32_t code)
{
    static const char meanings[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = code == 0 || code > 0x7f ? NULL : strchr(meanings, (int)code);
    if (found != NULL) {
        wit_buf_putc(out, '\\');
        wit_buf_putc(out, letters[found - meanings]);
        return;
    }
    wit_buf_printf(out, "\\u%04x", (unsigned)code);
}

static bool must_escape(uint32_t code)
{
    return code < 0x20 || code == '"' || code == '\\' || code == '<' || code == '>' || code == '&' || code == 0x7f ||
           code == 0x2028 || code == 0x2029;
}

/* Most of what is written needs no look at code points. */
static size_t plain_length(const char *s, size_t len)
{
    size_t at = 0;
    while (at < len) {
        unsigned char c = (unsigned char)s[at];
        if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&')
            break;
        at++;
    }
    return at;
}

static void put_string(struct wit_buf *out, const char *s)
{
    size_t len = strlen(s), kept = 0; /* bytes kept..at are plain and not written yet */
    wit_buf_putc(out, '"');
    for (size_t at = plain_length(s, len); at < len;) {
        uint32_t code = 0;
        size_t step = wit_utf8_decode(&code, s + at, len - at);
        if (step > 0 && !must_escape(code)) {
            at += step;
            continue;
        }
        wit_buf_add(out, s + kept, at - kept);
        if (step == 0) {
            wit_buf_puts(out, "\xef\xbf\xbd");
            step = 1;
        } else {
            put_escape(out, code);
        }
        at += step;
        kept = at;
    }
    wit_buf_add(out, s + kept, len - kept);
    wit_buf_putc(out, '"');
}

void wit_jw_key(struct wit_jw *jw, const char *key)
{
    if (jw->after_key)
        wit_die("JSON writer: the key '%s' follows a key", key);
    before(jw);
    put_string(jw->out, key);
    wit_buf_puts(jw->out, jw->indent > 0 ? ": " : ":");
    jw->after_key = true;
}

void wit_jw_str(struct wit_jw *jw, const char *s)
{
    before(jw);
    if (s == NULL)
        wit_buf_puts(jw->out, "null");
    else
        put_string(jw->out, s);
}

void wit_jw_int(struct wit_jw *jw, int64_t n)
{
    before(jw);
    wit_buf_printf(jw->out, "%" PRId64, n);
}

void wit_jw_bool(struct wit_jw *jw, bool b)
{
    before(jw);
    wit_buf_puts(jw->out, b ? "true" : "false");
}

void wit_jw_null(struct wit_jw *jw)
{
    wit_jw_str(jw, NULL);
}

static void put_scalar(struct wit_jw *jw, const struct wit_value *v)
{
    /* A number keeps its text; a tree made by hand must not smuggle anything else in. */
    bool plain = v->text != NULL && v->text[0] != '\0' && v->text[strspn(v->text, "0123456789+-.eE")] == '\0';
    if (v->kind == WIT_NUMBER && plain) {
        before(jw);
        wit_buf_puts(jw->out, v->text);
    } else if (v->kind == WIT_BOOL) {
        wit_jw_bool(jw, v->text != NULL && strcmp(v->text, "true") == 0);
    } else {
        wit_jw_str(jw, v->kind == WIT_NULL ? NULL : v->text);
    }
}

void wit_jw_value(struct wit_jw *jw, const struct wit_value *v)
{
    const struct wit_value *open[TREE_DEPTH], *next[TREE_DEPTH]; /* next child to write of each open container */
    size_t depth = 0;
    const struct wit_value *at = v;
    for (;;) {
        if (at == NULL && depth == 0) {
            wit_jw_null(jw);
            return;
        }
        if (depth > 0 && at->key != NULL && open[depth - 1]->kind == WIT_OBJECT)
            wit_jw_key(jw, at->key);
        if (at->kind == WIT_OBJECT || at->kind == WIT_ARRAY) {
            if (depth == TREE_DEPTH)
                wit_die("JSON writer: a tree deeper than %d", TREE_DEPTH);
            open_container(jw, at->kind == WIT_OBJECT ? '{' : '[');
            open[depth] = at;
            next[depth++] = at->first;
        } else {
            put_scalar(jw, at);
        }
        while (depth > 0 && next[depth - 1] == NULL)
            close_container(jw, open[--depth]->kind == WIT_OBJECT ? '}' : ']');
        if (depth == 0)
            return;
        at = next[depth - 1];
        next[depth - 1] = at->next;
    }
}

void wit_jw_kstr(struct wit_jw *jw, const char *key, const char *s)
{
    wit_jw_key(jw, key);
    wit_jw_str(jw, s);
}

void wit_jw_kint(struct wit_jw *jw, const char *key, int64_t n)
{
    wit_jw_key(jw, key);
    wit_jw_int(jw, n);
}

void wit_jw_kbool(struct wit_jw *jw, const char *key, bool b)
{
    wit_jw_key(jw, key);
    wit_jw_bool(jw, b);
}

void wit_jw_khundredths(struct wit_jw *jw, const char *key, unsigned n)
{
    wit_jw_key(jw, key);
    before(jw);
    wit_buf_printf(jw->out, "%u.%02u", n / 100, n % 100);
}
