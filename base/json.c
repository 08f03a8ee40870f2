/* base/json.c: strict JSON text to a tree, in one pass, without recursion.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 8259; its section numbers are quoted. One pass sets line and col, which a general parser does not keep.
 * `col` counts bytes. Names repeat a lot in cloud answers, so a small cache shares their memory.
 */
#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

enum { NAME_CACHE = 1024 };

struct parser {
    struct wit_arena *arena;
    const char *at, *end;
    const char *line_start;
    uint32_t line;
    size_t nodes;
    struct wit_value *open[WIT_JSON_MAX_DEPTH]; /* containers that are not closed yet */
    size_t depth;
    const char *names[NAME_CACHE];
    struct wit_err *err;
};

static unsigned long long column(const struct parser *p, const char *at)
{
    return (unsigned long long)(at - p->line_start) + 1;
}

/* "line 3, column 14: expected X, found Y" */
static bool fail_at(struct parser *p, const char *expected)
{
    if (p->at >= p->end)
        return wit_fail(p->err, WIT_EPARSE, "line %u, column %llu: expected %s, found the end of the text", p->line,
                        column(p, p->at), expected);
    unsigned char c = (unsigned char)*p->at;
    if (c > 0x20 && c < 0x7f)
        return wit_fail(p->err, WIT_EPARSE, "line %u, column %llu: expected %s, found '%c'", p->line, column(p, p->at),
                        expected, c);
    return wit_fail(p->err, WIT_EPARSE, "line %u, column %llu: expected %s, found byte 0x%02x", p->line,
                    column(p, p->at), expected, c);
}

static bool fail_here(struct parser *p, const char *what)
{
    return wit_fail(p->err, WIT_EPARSE, "line %u, column %llu: %s", p->line, column(p, p->at), what);
}

/* Section 2: ws = *( %x20 / %x09 / %x0A / %x0D ) */
static void skip_space(struct parser *p)
{
    for (; p->at < p->end; p->at++) {
        if (*p->at == '\n') {
            p->line++;
            p->line_start = p->at + 1;
        } else if (*p->at != ' ' && *p->at != '\t' && *p->at != '\r') {
            return;
        }
    }
}

/* Four hex digits, or -1. */
static int32_t hex4(const char *s, const char *end)
{
    if (end - s < 4)
        return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = s[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* One escape at p->at (the backslash). Its code point; p->at goes behind it. */
static bool read_escape(struct parser *p, uint32_t *code)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char letter = p->end - p->at >= 2 ? p->at[1] : '\0';
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    if (found != NULL) {
        *code = (unsigned char)meanings[found - letters];
        p->at += 2;
        return true;
    }
    if (letter != 'u')
        return fail_here(p, "a backslash must be followed by one of \" \\ / b f n r t u");
    int32_t unit = hex4(p->at + 2, p->end);
    if (unit < 0)
        return fail_here(p, "\\u must be followed by four hex digits");
    if (unit == 0)
        return fail_here(p, "\\u0000 is not allowed");
    if (unit < 0xd800 || unit > 0xdfff) {
        *code = (uint32_t)unit;
        p->at += 6;
        return true;
    }
    /* Section 8.2: unpaired surrogates have no meaning as text. */
    int32_t low =
        unit < 0xdc00 && p->end - p->at >= 12 && p->at[6] == '\\' && p->at[7] == 'u' ? hex4(p->at + 8, p->end) : -1;
    if (low < 0xdc00 || low > 0xdfff)
        return fail_here(p, "half of a surrogate pair");
    *code = 0x10000U + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
    p->at += 12;
    return true;
}

/* Stands for itself in a string, and is one byte. */
static bool is_plain(char c)
{
    return c >= ' ' && c != '"' && c != '\\' && (unsigned char)c < 0x80;
}

/* p->at is behind the opening quote; goes behind the closing one. *escaped: the text between is not the string yet. */
static bool scan_string(struct parser *p, bool *escaped)
{
    *escaped = false;
    for (;;) {
        while (p->at < p->end && is_plain(*p->at))
            p->at++;
        if (p->at == p->end)
            break;
        unsigned char c = (unsigned char)*p->at;
        if (c == '"') {
            p->at++;
            return true;
        }
        if (c == '\\') {
            uint32_t code;
            *escaped = true;
            if (!read_escape(p, &code))
                return false;
        } else if (c < 0x20) {
            return fail_at(p, "a string without raw control characters");
        } else {
            size_t step = wit_utf8_decode(NULL, p->at, (size_t)(p->end - p->at));
            if (step == 0)
                return fail_at(p, "UTF-8");
            p->at += step;
        }
    }
    return fail_at(p, "the closing quote of a string");
}

/* The same short name twice is the same memory. A fixed table: other names only cost a copy. */
static const char *shared_name(struct parser *p, const char *from, size_t len)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < len && i < 64; i++)
        hash = (hash ^ (unsigned char)from[i]) * 16777619U;
    const char **slot = &p->names[(hash ^ hash >> 16) % NAME_CACHE];
    if (*slot == NULL || strncmp(*slot, from, len) != 0 || (*slot)[len] != '\0')
        *slot = wit_strndup(p->arena, from, len);
    return *slot;
}

/* p->at is at the opening quote. */
static bool read_string(struct parser *p, const char **out, bool is_name)
{
    const char *from = ++p->at;
    bool escaped;
    if (!scan_string(p, &escaped))
        return false;
    const char *behind = p->at;
    size_t len = (size_t)(behind - 1 - from);
    if (!escaped) {
        *out = is_name ? shared_name(p, from, len) : wit_strndup(p->arena, from, len);
        return true;
    }
    /* An escape is never shorter than its UTF-8. */
    char *text = wit_strndup(p->arena, from, len);
    size_t to = 0;
    for (p->at = from; p->at < behind - 1;) {
        uint32_t code = 0;
        if (*p->at != '\\')
            text[to++] = *p->at++;
        else if (read_escape(p, &code))
            to += wit_utf8_encode(text + to, code);
        else
            return false;
    }
    text[to] = '\0';
    p->at = behind;
    *out = text;
    return true;
}

static size_t digits(const struct parser *p, const char *at)
{
    const char *from = at;
    while (at < p->end && *at >= '0' && *at <= '9')
        at++;
    return (size_t)(at - from);
}

/* Section 6: number = [ minus ] int [ frac ] [ exp ] */
static bool read_number(struct parser *p, struct wit_value *v)
{
    const char *from = p->at;
    if (*p->at == '-')
        p->at++;
    size_t n = digits(p, p->at);
    if (n == 0)
        return fail_at(p, "a digit");
    if (n > 1 && *p->at == '0')
        return fail_here(p, "a number must not begin with 0");
    p->at += n;
    if (p->at < p->end && *p->at == '.') {
        p->at++;
        if ((n = digits(p, p->at)) == 0)
            return fail_at(p, "a digit");
        p->at += n;
    }
    if (p->at < p->end && (*p->at == 'e' || *p->at == 'E')) {
        p->at++;
        if (p->at < p->end && (*p->at == '+' || *p->at == '-'))
            p->at++;
        if ((n = digits(p, p->at)) == 0)
            return fail_at(p, "a digit");
        p->at += n;
    }
    v->kind = WIT_NUMBER;
    v->text = wit_strndup(p->arena, from, (size_t)(p->at - from));
    return true;
}

/* Section 3: the literal names must be lowercase. */
static bool read_literal(struct parser *p, struct wit_value *v)
{
    static const struct {
        const char *text;
        size_t len;
        enum wit_kind kind;
    } literals[] = {{"null", 4, WIT_NULL}, {"true", 4, WIT_BOOL}, {"false", 5, WIT_BOOL}};
    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        if ((size_t)(p->end - p->at) >= literals[i].len && memcmp(p->at, literals[i].text, literals[i].len) == 0) {
            v->kind = literals[i].kind;
            v->text = v->kind == WIT_BOOL ? literals[i].text : NULL;
            p->at += literals[i].len;
            return true;
        }
    }
    return fail_at(p, "a value");
}

/* A scalar, or the opening of a container, which becomes p->open[depth - 1]. */
static bool read_value(struct parser *p, struct wit_value **out, const char *key)
{
    if (p->at >= p->end)
        return fail_at(p, "a value");
    if (++p->nodes > WIT_JSON_MAX_NODES)
        return wit_fail(p->err, WIT_ELIMIT, "line %u, column %llu: more than %zu values", p->line, column(p, p->at),
                        WIT_JSON_MAX_NODES);
    struct wit_value *v = wit_value_new(p->arena, WIT_NULL);
    v->key = key;
    v->line = p->line;
    v->col = (uint32_t)column(p, p->at);
    if (p->depth > 0)
        wit_value_append(p->open[p->depth - 1], v);
    *out = v;
    char c = *p->at;
    if (c == '{' || c == '[') {
        if (p->depth == WIT_JSON_MAX_DEPTH)
            return wit_fail(p->err, WIT_ELIMIT, "line %u, column %llu: nested deeper than %d", p->line,
                            column(p, p->at), WIT_JSON_MAX_DEPTH);
        v->kind = c == '{' ? WIT_OBJECT : WIT_ARRAY;
        p->open[p->depth++] = v;
        p->at++;
        return true;
    }
    if (c == '"') {
        v->kind = WIT_STRING;
        return read_string(p, &v->text, false);
    }
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(p, v);
    return read_literal(p, v);
}

static bool close_container(struct parser *p)
{
    struct wit_value *v = p->open[--p->depth];
    p->at++;
    const struct wit_value *twice = v->kind == WIT_OBJECT ? wit_value_repeated(v) : NULL;
    if (twice == NULL)
        return true;
    return wit_fail(p->err, WIT_EPARSE, "line %u, column %u: the name '%.80s' is there twice in one object",
                    twice->line, twice->col, twice->key);
}

/* One member or element of the innermost open container, with the comma before it; or its end. */
static bool read_next(struct parser *p)
{
    const struct wit_value *parent = p->open[p->depth - 1];
    bool object = parent->kind == WIT_OBJECT;
    char close = object ? '}' : ']';
    skip_space(p);
    if (p->at < p->end && *p->at == close)
        return close_container(p);
    if (parent->count > 0) {
        if (p->at >= p->end || *p->at != ',')
            return fail_at(p, object ? "',' or '}'" : "',' or ']'");
        p->at++;
        skip_space(p);
    }
    const char *key = NULL;
    if (object) {
        if (p->at >= p->end || *p->at != '"')
            return fail_at(p, parent->count > 0 ? "a name in quotes" : "a name in quotes or '}'");
        if (!read_string(p, &key, true))
            return false;
        skip_space(p);
        if (p->at >= p->end || *p->at != ':')
            return fail_at(p, "':'");
        p->at++;
        skip_space(p);
    }
    struct wit_value *child;
    return read_value(p, &child, key);
}

bool wit_json_parse(struct wit_value **out, struct wit_arena *arena, const char *text, size_t len, struct wit_err *err)
{
    if (len > WIT_JSON_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "the JSON text has %zu bytes, more than %zu", len, WIT_JSON_MAX_BYTES);
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        return wit_fail(err, WIT_EPARSE, "line 1, column 1: expected a value, found a byte order mark");
    struct parser p = {.arena = arena, .at = text, .end = text + len, .line_start = text, .line = 1, .err = err};
    struct wit_value *root = NULL;
    skip_space(&p);
    if (!read_value(&p, &root, NULL))
        return false;
    while (p.depth > 0) {
        if (!read_next(&p))
            return false;
    }
    skip_space(&p);
    if (p.at < p.end)
        return fail_at(&p, "the end of the text");
    *out = root;
    return true;
}
