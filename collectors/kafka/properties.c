/* collectors/kafka/properties.c: Java properties files, as java.util.Properties reads them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/properties.h"

#include <string.h>

#include "base/io.h"
#include "base/utf8.h"
#include "collectors/aws/secret.h"

struct reader {
    const unsigned char *at, *end;
    unsigned line; /* of the next byte */
};

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Moves behind a line terminator that begins here: \n, \r, \r\n. */
static bool skip_terminator(struct reader *r)
{
    if (r->at == r->end || (*r->at != '\n' && *r->at != '\r'))
        return false;
    bool cr = *r->at++ == '\r';
    if (cr && r->at < r->end && *r->at == '\n')
        r->at++;
    r->line++;
    return true;
}

/* To the first byte of the next key: blanks, blank lines and comment lines are passed. False at the end. */
static bool next_entry(struct reader *r)
{
    for (;;) {
        while (r->at < r->end && is_blank(*r->at))
            r->at++;
        if (r->at == r->end)
            return false;
        if (*r->at == '#' || *r->at == '!') {
            while (r->at < r->end && *r->at != '\n' && *r->at != '\r')
                r->at++;
        }
        if (!skip_terminator(r))
            return r->at < r->end;
    }
}

/* One character of a logical line. */
enum { END = -1, BAD = -2 };
struct unit {
    long c; /* END, BAD or a UTF-16 code unit */
    bool escaped;
};

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct unit next_unit(struct reader *r)
{
    for (;;) {
        if (r->at == r->end || *r->at == '\n' || *r->at == '\r')
            return (struct unit){.c = END};
        if (*r->at != '\\')
            return (struct unit){.c = *r->at++};
        r->at++;
        if (r->at == r->end)
            return (struct unit){.c = END}; /* a last backslash joins nothing */
        if (!skip_terminator(r))
            break;
        while (r->at < r->end && is_blank(*r->at)) /* the next line's indentation is no part */
            r->at++;
    }
    int c = *r->at++;
    long unit = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 'f' ? '\f' : c;
    if (c != 'u')
        return (struct unit){.c = unit, .escaped = true};
    unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = r->at < r->end ? hex_digit(*r->at) : -1;
        if (digit < 0)
            return (struct unit){.c = BAD};
        unit = unit * 16 + digit;
        r->at++;
    }
    return (struct unit){.c = unit, .escaped = true};
}

/* Code units to UTF-8; half a surrogate pair becomes U+FFFD. */
struct sink {
    char *at;
    uint32_t high; /* a high surrogate that waits for its low one, 0 none */
};

static void put(struct sink *s, uint32_t c)
{
    s->at += wit_utf8_encode(s->at, c);
}

static void put_unit(struct sink *s, uint32_t unit)
{
    bool low = unit >= 0xdc00 && unit <= 0xdfff, high = unit >= 0xd800 && unit <= 0xdbff;
    if (s->high != 0 && low) {
        put(s, 0x10000 + ((s->high - 0xd800) << 10) + (unit - 0xdc00));
        s->high = 0;
        return;
    }
    if (s->high != 0)
        put(s, 0xfffd);
    s->high = high ? unit : 0;
    if (!high)
        put(s, low ? 0xfffd : unit);
}

static void finish(struct sink *s)
{
    if (s->high != 0)
        put(s, 0xfffd);
    s->high = 0;
    *s->at++ = '\0';
}

/* "key", blanks, one "=" or ":", blanks, value; any of them may hold line continuations. */
static bool read_entry(struct wit_property *out, struct sink *sink, struct reader *r, struct wit_err *err)
{
    unsigned line = r->line;
    struct unit u = next_unit(r);
    out->line = line;
    out->key = sink->at;
    for (; u.c >= 0 && (u.escaped || (!is_blank((int)u.c) && u.c != '=' && u.c != ':')); u = next_unit(r)) {
        if (u.c == 0)
            return wit_fail(err, WIT_EPARSE, "line %u: a NUL character", r->line);
        put_unit(sink, (uint32_t)u.c);
    }
    finish(sink);
    bool separator = false;
    for (; u.c >= 0 && !u.escaped && (is_blank((int)u.c) || (!separator && (u.c == '=' || u.c == ':')));
         u = next_unit(r))
        separator = separator || u.c == '=' || u.c == ':';
    out->value = sink->at;
    for (; u.c >= 0; u = next_unit(r)) {
        if (u.c == 0)
            return wit_fail(err, WIT_EPARSE, "line %u: a NUL character", r->line);
        put_unit(sink, (uint32_t)u.c);
    }
    finish(sink);
    if (u.c == BAD)
        return wit_fail(err, WIT_EPARSE, "line %u: \\u needs four hexadecimal digits behind it", r->line);
    if (out->key[0] == '\0' && out->value[0] == '\0' && !separator)
        out->line = 0; /* nothing but a continuation: Java skips it */
    return true;
}

/* The last of each key stays, at its place. */
static void drop_overridden(struct wit_properties *props)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct wit_strmap *seen = wit_strmap_new(scratch);
    size_t kept = props->n;
    if (props->n == 0)
        return;
    for (size_t i = props->n; i > 0; i--)
        if (wit_strmap_put(seen, props->items[i - 1].key, props))
            props->items[--kept] = props->items[i - 1];
    memmove(props->items, props->items + kept, (props->n - kept) * sizeof props->items[0]);
    props->n -= kept;
}

bool wit_properties_parse(struct wit_properties *out, struct wit_arena *arena, const char *bytes, size_t len,
                          struct wit_err *err)
{
    if (len > WIT_PROPERTIES_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "longer than %zu MB", WIT_PROPERTIES_MAX_BYTES >> 20);
    struct reader r = {.at = (const unsigned char *)bytes, .end = (const unsigned char *)bytes + len, .line = 1};
    /* One byte of Latin-1 is at most two of UTF-8, six of \uXXXX at most three; two NULs an entry of one byte or more,
     * and a waiting half pair makes three. */
    struct wit_properties props = {.text_len = len * 4 + 8};
    props.text = wit_alloc(arena, props.text_len);
    struct sink sink = {.at = props.text};
    size_t cap = 0;
    while (next_entry(&r)) {
        struct wit_property item;
        if (props.n == WIT_PROPERTIES_MAX_ENTRIES) {
            wit_properties_wipe(&props);
            return wit_fail(err, WIT_ELIMIT, "more than %d settings", WIT_PROPERTIES_MAX_ENTRIES);
        }
        if (!read_entry(&item, &sink, &r, err)) {
            wit_properties_wipe(&props);
            return false;
        }
        assert((size_t)(sink.at - props.text) <= props.text_len);
        if (item.line == 0)
            continue;
        WIT_PUSH(arena, props.items, props.n, cap) = item;
    }
    drop_overridden(&props);
    *out = props;
    return true;
}

bool wit_properties_read(struct wit_properties *out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    char *bytes;
    size_t len;
    if (!wit_file_read(&bytes, &len, arena, path, WIT_PROPERTIES_MAX_BYTES, err))
        return false;
    bool done = wit_properties_parse(out, arena, bytes, len, err);
    wit_wipe(bytes, len);
    return done ? true : wit_fail_in(err, "%s", path);
}

const char *wit_properties_get(const struct wit_properties *props, const char *key)
{
    for (size_t i = 0; i < props->n; i++)
        if (strcmp(props->items[i].key, key) == 0)
            return props->items[i].value;
    return NULL;
}

void wit_properties_wipe(struct wit_properties *props)
{
    if (props == NULL)
        return;
    wit_wipe(props->text, props->text_len);
    props->n = 0;
}
