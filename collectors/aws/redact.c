/* collectors/aws/redact.c: takes secrets out of an answer before it is stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two scanners over text that a parser accepted, so shapes are not checked again. Names are compared without case, "_"
 * and "-": EC2's XML, the AWS CLI and dumps spell them differently.
 */
#include "collectors/aws/redact.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/xml.h"
#include "evidence/bundle.h"

static const struct secret_name {
    const char *name;  /* in small letters */
    bool only_in_sets; /* a plain text of that name is no secret (a tag "Environment") */
} names[] = {
    {"customergatewayconfiguration", false}, /* EC2 VpnConnection: XML with ike/pre_shared_key */
    {"presharedkey", false},                 /* EC2 TunnelOption */
    {"userdata", false},                     /* EC2 instance attribute, launch template */
    {"environment", true},                   /* Lambda, ECS: their variables; not asked, but dumps hold them */
    {"environmentvariables", true},
    {"secretaccesskey", false},
    {"sessiontoken", false},
    {"secretstring", false},
    {"secretbinary", false},
    {"masteruserpassword", false},
    {"authtoken", false},
    {"clientsecret", false}, /* ELBv2 OIDC */
    {"authkey", false},      /* Direct Connect: BGP */
    {"sharedsecret", false}, /* RADIUS of directories */
    {"privatekey", false},
    {"keymaterial", false},
    {"passworddata", false},
    {"password", false},
    {"passphrase", false},
};

static const struct secret_name *find_name(const char *key, size_t len)
{
    char plain[40];
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = key[i] >= 'A' && key[i] <= 'Z' ? (char)(key[i] + ('a' - 'A')) : key[i];
        if (c == '_' || c == '-')
            continue;
        if (n + 1 == sizeof plain)
            return NULL;
        plain[n++] = c;
    }
    plain[n] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].name, plain) == 0)
            return &names[i];
    }
    return NULL;
}

struct level {
    bool object;     /* JSON: it has names; XML: it has children */
    bool secret;     /* JSON: below a secret name */
    size_t index;    /* JSON array: of the next value; XML: how many <item> came */
    size_t position; /* XML: which <item> of its parent, 0 for other names */
    const char *key; /* JSON object: of the value to come, between its quotes; XML: the element's name */
    size_t key_len;
    const char *inside; /* XML: the end of the start tag */
};

/* What was read, and how far it was copied. */
struct redaction {
    struct wit_buf *out, *pointers;
    const char *copied;
    size_t removed;
};

static void replace(struct redaction *r, const char *from, const char *to, const char *with)
{
    wit_buf_add(r->out, r->copied, (size_t)(from - r->copied));
    wit_buf_puts(r->out, with);
    r->copied = to;
    if (r->removed++ > 0)
        wit_buf_puts(r->pointers, " ");
}

static size_t finish(struct redaction *r, const char *end)
{
    if (r->removed > 0)
        wit_buf_add(r->out, r->copied, (size_t)(end - r->copied));
    return r->removed;
}

static void write_pointer(struct wit_buf *pointers, const struct level *levels, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        if (levels[i].object) {
            wit_buf_putc(pointers, '/');
            if (levels[i].key != NULL) /* NULL: no parser let that through */
                wit_buf_add(pointers, levels[i].key, levels[i].key_len);
        } else
            wit_buf_printf(pointers, "/%zu", levels[i].index);
    }
}

/* The place after the string's closing quote; `at` is its opening one. */
static const char *string_end(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        at += *at == '\\';
    return at < end ? at + 1 : end;
}

static bool is_text(const char *from, const char *to, const char *text)
{
    return (size_t)(to - from) == strlen(text) && memcmp(from, text, strlen(text)) == 0;
}

/* The value that comes next in `top` is secret. */
static bool value_is_secret(const struct level *top, bool set)
{
    if (top == NULL || (top->object && top->key == NULL))
        return false; /* no value is next */
    if (top->secret || !top->object)
        return top->secret;
    const struct secret_name *name = find_name(top->key, top->key_len);
    return name != NULL && (set || !name->only_in_sets);
}

/* One string, number, true, false or null. */
static void json_value(struct redaction *r, const struct level *levels, size_t depth, const char *at,
                       const char *value_end)
{
    static const char removed[] = "\"" WIT_REDACT_REMOVED "\"";
    static const char *const kept[] = {"\"\"", removed, "null", "true", "false"};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (is_text(at, value_end, kept[i]))
            return;
    }
    replace(r, at, value_end, "\"" WIT_REDACT_REMOVED "\"");
    write_pointer(r->pointers, levels, depth);
}

size_t wit_redact_json(struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len)
{
    struct redaction r = {.out = out, .pointers = pointers, .copied = bytes};
    struct level levels[WIT_JSON_MAX_DEPTH + 2];
    size_t depth = 0;
    const char *end = bytes + len;
    for (const char *at = bytes; at < end;) {
        char c = *at;
        struct level *top = depth > 0 ? &levels[depth - 1] : NULL;
        if (strchr(" \t\r\n:", c) != NULL) {
            at++;
        } else if (c == '{' || c == '[') {
            if (depth == WIT_JSON_MAX_DEPTH + 2)
                break; /* no parser let that through */
            bool secret = value_is_secret(top, true);
            levels[depth++] = (struct level){.object = c == '{', .secret = secret};
            at++;
        } else if (c == '}' || c == ']') {
            depth -= depth > 0;
            at++;
        } else if (c == ',') {
            if (top != NULL) {
                top->index++;
                top->key = NULL;
            }
            at++;
        } else {
            const char *value_end =
                c == '"' ? string_end(at, end) : at + strcspn(at, " \t\r\n,]}"); /* a NUL follows the bytes */
            if (value_end > end)
                value_end = end;
            if (top != NULL && top->object && top->key == NULL && c == '"' && value_end - at >= 2) {
                top->key = at + 1;
                top->key_len = (size_t)(value_end - at) - 2;
            } else if (value_is_secret(top, false)) {
                json_value(&r, levels, depth, at, value_end);
            }
            at = value_end > at ? value_end : at + 1;
        }
    }
    return finish(&r, end);
}

/* After `what`, or the end. */
static const char *after(const char *at, const char *end, const char *what)
{
    const char *found = memmem(at, (size_t)(end - at), what, strlen(what));
    return found != NULL ? found + strlen(what) : end;
}

/* The end of a tag; ">" may stand in an attribute's value. */
static const char *tag_end(const char *at, const char *end)
{
    char quote = '\0';
    for (; at < end; at++) {
        if (quote != '\0')
            quote = *at == quote ? '\0' : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '>')
            return at + 1;
    }
    return end;
}

static bool is_blank(const char *from, const char *to)
{
    for (; from < to; from++) {
        if (strchr(" \t\r\n", *from) == NULL)
            return false;
    }
    return true;
}

static void xml_open(struct level *levels, size_t depth, const char *at, const char *close)
{
    struct level *level = &levels[depth];
    size_t len = strcspn(at + 1, " \t\r\n/>");
    *level = (struct level){.key = at + 1, .key_len = len, .inside = close};
    for (size_t i = 0; i < len; i++) { /* the local name */
        if (at[1 + i] == ':') {
            level->key = at + 2 + i;
            level->key_len = len - i - 1;
        }
    }
    if (depth > 0 && (is_text(level->key, level->key + level->key_len, "item") ||
                      is_text(level->key, level->key + level->key_len, "member")))
        level->position = ++levels[depth - 1].index;
}

static void xml_pointer(struct wit_buf *pointers, const struct level *levels, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        wit_buf_putc(pointers, '/');
        wit_buf_add(pointers, levels[i].key, levels[i].key_len);
        if (levels[i].position > 0)
            wit_buf_printf(pointers, "[%zu]", levels[i].position);
    }
}

/* `at`: the "<" of the end tag of the innermost element. All that stands in a secret element goes, tags included. */
static void xml_close(struct redaction *r, const struct level *levels, size_t depth, const char *at, bool has_children)
{
    const struct level *level = &levels[depth - 1];
    const struct secret_name *name = find_name(level->key, level->key_len);
    if (name == NULL || (name->only_in_sets && !has_children) || level->inside < r->copied ||
        is_blank(level->inside, at) || is_text(level->inside, at, WIT_REDACT_REMOVED))
        return;
    replace(r, level->inside, at, WIT_REDACT_REMOVED);
    xml_pointer(r->pointers, levels, depth);
}

size_t wit_redact_xml(struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len)
{
    struct redaction r = {.out = out, .pointers = pointers, .copied = bytes};
    struct level levels[WIT_XML_MAX_DEPTH];
    size_t depth = 0, hidden = 0; /* hidden: elements open below a secret one */
    const char *end = bytes + len;
    for (const char *at = bytes; at < end;) {
        if (*at != '<') {
            at = memchr(at, '<', (size_t)(end - at));
            if (at == NULL)
                break;
        } else if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
            at = after(at + 4, end, "-->");
        } else if (end - at >= 9 && memcmp(at, "<![CDATA[", 9) == 0) {
            at = after(at + 9, end, "]]>");
        } else if (end - at >= 2 && (at[1] == '?' || at[1] == '!')) {
            at = after(at, end, ">");
        } else if (end - at >= 2 && at[1] == '/') {
            if (hidden > 0) {
                hidden--;
            } else if (depth > 0) {
                xml_close(&r, levels, depth, at, levels[depth - 1].object);
                depth--;
            }
            at = tag_end(at, end);
        } else {
            const char *close = tag_end(at, end);
            bool empty = close - at >= 2 && close[-2] == '/';
            if (depth > 0) {
                struct level *top = &levels[depth - 1];
                top->object = true;
                if (hidden > 0 || find_name(top->key, top->key_len) != NULL) {
                    hidden += !empty;
                    at = close;
                    continue;
                }
            }
            if (depth == WIT_XML_MAX_DEPTH)
                break; /* no parser let that through */
            xml_open(levels, depth, at, close);
            depth += !empty;
            at = close;
        }
    }
    return finish(&r, end);
}

bool wit_redact(size_t *removed, struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len,
                struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    const char *first = bytes;
    while (first < bytes + len && strchr(" \t\r\n", *first) != NULL)
        first++;
    struct wit_value *json;
    struct wit_xml *xml;
    *removed = 0;
    if (first == bytes + len)
        return true;
    if (*first == '<') {
        if (!wit_xml_parse(&xml, scratch, bytes, len, err))
            return false;
        *removed = wit_redact_xml(out, pointers, bytes, len);
        return true;
    }
    if (*first != '{' && *first != '[')
        return wit_fail(err, WIT_EPARSE, "the text is neither JSON nor XML");
    if (!wit_json_parse(&json, scratch, bytes, len, err))
        return false;
    *removed = wit_redact_json(out, pointers, bytes, len);
    return true;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static bool same_subject(const struct wit_subject *a, const struct wit_subject *b)
{
    return same(a->source, b->source) && same(a->account, b->account) && same(a->region, b->region) &&
           same(a->service, b->service) && same(a->operation, b->operation) && same(a->resource, b->resource);
}

bool wit_redact_record(struct wit_bundle_writer *w, struct wit_arena *arena, const struct wit_record *note,
                       const char *what, size_t removed, const struct wit_buf *pointers, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_NOTE, .subject = note->subject};
    record.detail = wit_fmt(arena, "%s: %zu secret value%s removed before storing, at %s%s", what, removed,
                            removed == 1 ? "" : "s", wit_buf_str(pointers), pointers->over ? " and more" : "");
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(w, &n);
    for (size_t i = 0; i < n; i++) {
        if (records[i].kind == WIT_REC_NOTE && same(records[i].detail, record.detail) &&
            same_subject(&records[i].subject, &record.subject))
            return true;
    }
    return wit_bundle_note(w, &record, err);
}
