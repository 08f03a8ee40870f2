/* base/yaml.c: libyaml's events to a tree, without recursion.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: YAML 1.1; what base/yaml.h refuses is refused at its event, before anything is built from it.
 * `col` counts characters.
 */
#include "base/yaml.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

enum { MANY_KEYS = 64 };

#define NO_TAGS "tags are not allowed; a text that begins with '!' needs quotes"

struct reader {
    struct wit_arena *arena;
    struct wit_value *open[WIT_YAML_MAX_DEPTH];
    size_t depth;
    const char *key; /* the name that waits for its value */
    struct wit_value *root;
    struct wit_err *err;
};

static bool fail_at(const struct reader *r, yaml_mark_t mark, enum wit_code code, const char *what)
{
    return wit_fail(r->err, code, "line %zu, column %zu: %s", mark.line + 1, mark.column + 1, what);
}

/* Hangs a value into the innermost open container, or makes it the root. */
static void place(struct reader *r, struct wit_value *v, yaml_mark_t mark)
{
    v->line = (uint32_t)(mark.line + 1);
    v->col = (uint32_t)(mark.column + 1);
    v->key = r->key;
    r->key = NULL;
    if (r->depth > 0)
        wit_value_append(r->open[r->depth - 1], v);
    else
        r->root = v;
}

static bool is_integer(const char *s)
{
    s += *s == '-';
    if (*s == '\0' || (*s == '0' && s[1] != '\0')) /* 010 is octal in YAML 1.1: neither meaning is taken */
        return false;
    return s[strspn(s, "0123456789")] == '\0';
}

static struct wit_value *scalar_value(const struct reader *r, const char *text, bool plain)
{
    struct wit_value *v = wit_value_string(r->arena, text);
    if (!plain)
        return v;
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
        v->kind = WIT_BOOL;
    } else if (text[0] == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0) {
        v->kind = WIT_NULL;
        v->text = NULL;
    } else if (is_integer(text)) {
        v->kind = WIT_NUMBER;
    }
    return v;
}

static bool in_object(const struct reader *r)
{
    return r->depth > 0 && r->open[r->depth - 1] != NULL && r->open[r->depth - 1]->kind == WIT_OBJECT;
}

static bool fail_twice(const struct reader *r, size_t line, size_t col, const char *key)
{
    return wit_fail(r->err, WIT_EPARSE, "line %zu, column %zu: the key '%.80s' is there twice in one mapping", line,
                    col, key);
}

/* Small mappings are looked through at once, so that the error has the key's own place; close_mapping does the others.
 */
static bool key_is_known(const struct wit_value *mapping, const char *key)
{
    if (mapping->count > MANY_KEYS)
        return false;
    WIT_EACH(sibling, mapping) {
        if (strcmp(sibling->key, key) == 0)
            return true;
    }
    return false;
}

static bool close_mapping(struct reader *r)
{
    const struct wit_value *mapping = r->open[--r->depth];
    assert(mapping != NULL);
    const struct wit_value *twice = mapping->count > MANY_KEYS ? wit_value_repeated(mapping) : NULL;
    return twice == NULL || fail_twice(r, twice->line, twice->col, twice->key);
}

static bool on_scalar(struct reader *r, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (event->data.scalar.anchor != NULL)
        return fail_at(r, event->start_mark, WIT_EPARSE, "anchors are not allowed");
    if (event->data.scalar.tag != NULL)
        return fail_at(r, event->start_mark, WIT_EPARSE, NO_TAGS);
    if (memchr(text, '\0', event->data.scalar.length) != NULL)
        return fail_at(r, event->start_mark, WIT_EPARSE, "a NUL character is not allowed");
    if (!in_object(r) || r->key != NULL) {
        place(r, scalar_value(r, text, plain), event->start_mark);
        return true;
    }
    if (plain && strcmp(text, "<<") == 0)
        return fail_at(r, event->start_mark, WIT_EPARSE, "merge keys are not allowed");
    if (plain && text[0] == '\0')
        return fail_at(r, event->start_mark, WIT_EPARSE, "a key is missing");
    if (key_is_known(r->open[r->depth - 1], text))
        return fail_twice(r, event->start_mark.line + 1, event->start_mark.column + 1, text);
    r->key = wit_strdup(r->arena, text);
    return true;
}

static bool on_open(struct reader *r, const yaml_event_t *event)
{
    bool object = event->type == YAML_MAPPING_START_EVENT;
    const void *anchor = object ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const void *tag = object ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    if (anchor != NULL)
        return fail_at(r, event->start_mark, WIT_EPARSE, "anchors are not allowed");
    if (tag != NULL)
        return fail_at(r, event->start_mark, WIT_EPARSE, NO_TAGS);
    if (in_object(r) && r->key == NULL)
        return fail_at(r, event->start_mark, WIT_EPARSE, "a key must be a plain text");
    if (r->depth == WIT_YAML_MAX_DEPTH)
        return fail_at(r, event->start_mark, WIT_ELIMIT, "nested too deep");
    struct wit_value *v = wit_value_new(r->arena, object ? WIT_OBJECT : WIT_ARRAY);
    place(r, v, event->start_mark);
    r->open[r->depth++] = v;
    return true;
}

static bool on_event(struct reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->root != NULL)
            return fail_at(r, event->start_mark, WIT_EPARSE, "more than one document");
        if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
            return fail_at(r, event->start_mark, WIT_EPARSE, NO_TAGS);
        return true;
    case YAML_ALIAS_EVENT:
        return fail_at(r, event->start_mark, WIT_EPARSE, "aliases are not allowed");
    case YAML_SCALAR_EVENT:
        return on_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return on_open(r, event);
    case YAML_MAPPING_END_EVENT:
        return close_mapping(r);
    case YAML_SEQUENCE_END_EVENT:
        r->depth--;
        return true;
    default:
        return true;
    }
}

static bool fail_parser(const struct reader *r, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR)
        wit_die("out of memory in libyaml");
    if (parser->context != NULL && strcmp(parser->context, "while scanning a tag") == 0)
        return fail_at(r, parser->context_mark, WIT_EPARSE, NO_TAGS); /* [!role] */
    yaml_mark_t mark = parser->error == YAML_READER_ERROR ? parser->mark : parser->problem_mark;
    return fail_at(r, mark, WIT_EPARSE, parser->problem != NULL ? parser->problem : "not YAML");
}

bool wit_yaml_parse(struct wit_value **out, struct wit_arena *arena, const char *text, size_t len, struct wit_err *err)
{
    if (len > WIT_YAML_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "the YAML text has %zu bytes, more than %zu", len, WIT_YAML_MAX_BYTES);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        wit_die("out of memory in libyaml");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    struct reader r = {.arena = arena, .err = err};
    bool ok = true, end = false;
    while (ok && !end) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            ok = fail_parser(&r, &parser);
            break;
        }
        end = event.type == YAML_STREAM_END_EVENT;
        ok = on_event(&r, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (!ok)
        return false;
    if (r.root == NULL)
        return wit_fail(err, WIT_EPARSE, "line 1, column 1: the document is empty");
    *out = r.root;
    return true;
}
