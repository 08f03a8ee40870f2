/* pathmap/review/intent_fields.c: one value of the intent file at a time, each with its error and its place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "pathmap/review/intent.h"

static bool fail_at(const struct wit_intent_reader *r, size_t line, size_t col, const char *fmt, va_list args)
{
    char text[600];
    if (vsnprintf(text, sizeof text, fmt, args) < 0)
        text[0] = '\0';
    return wit_fail(r->err, WIT_EINTENT, "%s:%zu:%zu: %s", r->intent->name, line, col, text);
}

bool wit_intent_bad(const struct wit_intent_reader *r, const struct wit_value *at, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fail_at(r, at == NULL ? 1 : at->line, at == NULL ? 1 : at->col, fmt, args);
    va_end(args);
    return false;
}

/* Where the value's line begins. */
static size_t offset_of(const struct wit_intent_reader *r, size_t line)
{
    size_t at = 0;
    for (size_t i = 1; i < line && at < r->len; at++)
        i += r->text[at] == '\n';
    return at;
}

/* The tree keeps places of values, not of keys: the key is the last "key:" that begins before its value. */
static void find_key(const struct wit_intent_reader *r, const struct wit_value *v, size_t *line, size_t *col)
{
    size_t key_len = strlen(v->key), end = offset_of(r, v->line), chars = v->col;
    while (chars > 1 && end < r->len) { /* columns count characters */
        end++;
        while (end < r->len && ((unsigned char)r->text[end] & 0xc0) == 0x80)
            end++;
        chars--;
    }
    for (size_t at = end; key_len > 0 && at-- > 0;) {
        if (key_len > end - at || memcmp(r->text + at, v->key, key_len) != 0)
            continue;
        size_t after = at + key_len;
        while (after < r->len && (r->text[after] == '"' || r->text[after] == '\'' || r->text[after] == ' '))
            after++;
        if (after >= r->len || r->text[after] != ':')
            continue;
        size_t first = at;
        *col = 1;
        while (first > 0 && r->text[first - 1] != '\n') {
            first--;
            *col += ((unsigned char)r->text[first] & 0xc0) != 0x80;
        }
        *line = 1;
        for (size_t i = 0; i < first; i++)
            *line += r->text[i] == '\n';
        return;
    }
}

bool wit_intent_bad_key(const struct wit_intent_reader *r, const struct wit_value *member, const char *fmt, ...)
{
    size_t line = member->line, col = member->col;
    if (member->key != NULL)
        find_key(r, member, &line, &col);
    va_list args;
    va_start(args, fmt);
    fail_at(r, line, col, fmt, args);
    va_end(args);
    return false;
}

bool wit_intent_keys(const struct wit_intent_reader *r, const struct wit_value *v, const char *what,
                     const struct wit_intent_key *keys, size_t n)
{
    const char **names = WIT_NEW_ARRAY(r->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        names[i] = keys[i].name;
    if (v->kind != WIT_OBJECT)
        return wit_intent_bad(r, v, "%s is a mapping with %s", what, wit_intent_list(r->arena, names, n));
    WIT_EACH(member, v) {
        bool known = false;
        for (size_t i = 0; i < n && !known; i++)
            known = strcmp(member->key, keys[i].name) == 0;
        if (!known)
            return wit_intent_bad_key(r, member, "%s has no key '%.80s'%s (there is %s)", what, member->key,
                                      wit_intent_near(r->arena, member->key, names, n),
                                      wit_intent_list(r->arena, names, n));
    }
    for (size_t i = 0; i < n; i++)
        if (keys[i].required && wit_get(v, keys[i].name) == NULL)
            return wit_intent_bad(r, v, "%s needs '%s'", what, keys[i].name);
    return true;
}

static bool scalar(const struct wit_intent_reader *r, const char **out, const struct wit_value *v, const char *what)
{
    const char *text = wit_text(v);
    if (text == NULL)
        return wit_intent_bad(r, v, "%s is a text", what);
    if (strlen(text) > WIT_INTENT_MAX_TEXT)
        return wit_intent_bad(r, v, "%s has more than %d bytes", what, WIT_INTENT_MAX_TEXT);
    *out = text;
    return true;
}

bool wit_intent_text(const struct wit_intent_reader *r, const char **out, const struct wit_value *object,
                     const char *key)
{
    const struct wit_value *v = wit_get(object, key);
    *out = "";
    return v == NULL || scalar(r, out, v, key);
}

bool wit_intent_texts(const struct wit_intent_reader *r, struct wit_words *out, const struct wit_value *v,
                      const char *key)
{
    bool list = v->kind == WIT_ARRAY;
    size_t n = list ? v->count : 1;
    if (n == 0)
        return wit_intent_bad(r, v, "'%s' is an empty list: it would match nothing", key);
    if (n > WIT_INTENT_MAX_ITEMS)
        return wit_intent_bad(r, v, "'%s' has more than %d items", key, WIT_INTENT_MAX_ITEMS);
    const char **items = WIT_NEW_ARRAY(r->arena, const char *, n);
    const struct wit_value *item = list ? v->first : v;
    for (size_t i = 0; i < n; i++, item = item->next) {
        if (!scalar(r, &items[i], item, wit_fmt(r->arena, "%s'%s'", list ? "an item of " : "", key)))
            return false;
        if (items[i][0] == '\0')
            return wit_intent_bad(r, item, "%s'%s' is empty", list ? "an item of " : "", key);
    }
    *out = (struct wit_words){items, n};
    return true;
}

bool wit_intent_id(const struct wit_intent_reader *r, const struct wit_value *at, const char *id, const char *what)
{
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (id[0] == '\0' || strlen(id) > 64 || id[strspn(id, good)] != '\0' || strchr("._-", id[0]) != NULL)
        return wit_intent_bad(r, at, "'%.80s' is no name of a %s: at most 64 letters, digits, '.', '_' and '-'", id,
                              what);
    if (strcmp(id, "internet") == 0)
        return wit_intent_bad(r, at, "'internet' is taken: no %s can be called so", what);
    return true;
}

bool wit_intent_class(const struct wit_intent_reader *r, enum wit_class *out, const struct wit_value *object,
                      const char *key)
{
    const struct wit_value *v = wit_get(object, key);
    const char *words[WIT_CLASS_COUNT] = {0}, *word = "";
    for (int i = 0; i < WIT_CLASS_COUNT; i++)
        words[i] = wit_class_word((enum wit_class)i);
    if (!scalar(r, &word, v, key))
        return false;
    int class = wit_class_of(word);
    if (class < 0)
        return wit_intent_bad(r, v, "there is no class '%.80s'%s (there is %s)", word,
                              wit_intent_near(r->arena, word, words, WIT_CLASS_COUNT),
                              wit_intent_list(r->arena, words, WIT_CLASS_COUNT));
    *out = (enum wit_class) class;
    return true;
}

static bool one_port(const struct wit_intent_reader *r, struct wit_pset *out, const struct wit_value *v, bool bare)
{
    const char *text = wit_text(v);
    struct wit_err why = {0};
    if (text == NULL || v->kind == WIT_BOOL)
        return wit_intent_bad(r, v, "a port is written tcp/9092, tcp/9092-9098 or udp/53%s", bare ? " or 9092" : "");
    if (bare && strchr(text, '/') == NULL && strlen(text) < 16)
        text = wit_fmt(r->arena, "tcp/%s", text);
    struct wit_pset ports;
    if (!wit_ports_parse(&ports, r->arena, text, &why))
        return wit_intent_bad(r, v, "%s", why.text);
    *out = wit_pset_union(r->arena, *out, ports);
    return true;
}

bool wit_intent_ports(const struct wit_intent_reader *r, struct wit_pset *out, const struct wit_value *v, bool bare)
{
    *out = wit_pset_none();
    if (v->kind != WIT_ARRAY)
        return one_port(r, out, v, bare);
    if (v->count == 0)
        return wit_intent_bad(r, v, "an empty list of ports; leave the key out for any port");
    if (v->count > WIT_INTENT_MAX_ITEMS)
        return wit_intent_bad(r, v, "more than %d ports", WIT_INTENT_MAX_ITEMS);
    WIT_EACH(item, v)
        if (!one_port(r, out, item, bare))
            return false;
    return true;
}

bool wit_intent_date(const struct wit_intent_reader *r, const char **out, const struct wit_value *object,
                     const char *key)
{
    const struct wit_value *v = wit_get(object, key);
    int64_t ms;
    if (!wit_intent_text(r, out, object, key))
        return false;
    if (v != NULL && (strlen(*out) != 10 || !wit_time_parse(&ms, *out, NULL)))
        return wit_intent_bad(r, v, "'%.40s' is no date: write it as 2027-01-31", *out);
    return true;
}
