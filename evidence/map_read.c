/* evidence/map_read.c: reads map.json back, row by row of map_fields.c, and nothing that the rows do not allow.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "evidence/map.h"
#include "evidence/map_fields.h"

#define MAX_COUNT ((uint64_t)1 << 53)

struct reader {
    struct wit_arena *arena;
    struct wit_err *err;
};

/* At the value that is wrong: line and column, then what was expected. */
static bool wrong(const struct reader *rd, const struct wit_value *v, const char *what)
{
    return wit_fail(rd->err, WIT_EPARSE, "line %u, column %u: expected %s", v->line, v->col, what);
}

static bool get_count(uint64_t *out, const struct reader *rd, const struct wit_value *v)
{
    uint64_t n = 0;
    if (v->kind != WIT_NUMBER || v->text[0] == '\0' || strspn(v->text, "0123456789") != strlen(v->text) ||
        strlen(v->text) > 16)
        return wrong(rd, v, "a whole number");
    for (const char *p = v->text; *p != '\0'; p++)
        n = n * 10 + (uint64_t)(*p - '0');
    if (n > MAX_COUNT)
        return wrong(rd, v, "a number up to 2^53");
    *out = n;
    return true;
}

static bool get_texts(const char ***out, const struct reader *rd, const struct wit_value *v)
{
    if (v->kind != WIT_ARRAY)
        return wrong(rd, v, "a list of strings");
    const char **texts = WIT_NEW_ARRAY(rd->arena, const char *, v->count);
    size_t i = 0;
    WIT_EACH(item, v) {
        if (item->kind != WIT_STRING)
            return wrong(rd, item, "a string");
        texts[i++] = item->text;
    }
    *out = texts;
    return true;
}

static bool get_port(struct wit_port_range *out, const struct reader *rd, const struct wit_value *v)
{
    const struct wit_value *protocol = wit_get(v, "protocol"), *from = wit_get(v, "from"), *to = wit_get(v, "to");
    uint64_t number = 0, first = 0, last = 0;
    if (v->kind != WIT_OBJECT || v->count != 3 || protocol == NULL || from == NULL || to == NULL)
        return wrong(rd, v, "an object with protocol, from and to");
    int known = protocol->kind == WIT_STRING ? wit_port_protocol_of(protocol->text) : -1;
    if (protocol->kind == WIT_STRING && known < 0)
        return wrong(rd, protocol, "tcp, udp, icmp, icmpv6 or a number");
    if (known < 0 && !get_count(&number, rd, protocol))
        return false;
    if (known < 0 && (number > 255 || wit_port_protocol_word((unsigned)number) != NULL))
        return wrong(rd, protocol, "a protocol number up to 255, or its word");
    if (!get_count(&first, rd, from) || !get_count(&last, rd, to))
        return false;
    if (first > last || last > 65535)
        return wrong(rd, to, "ports that ascend, up to 65535");
    *out = (struct wit_port_range){known < 0 ? (unsigned)number : (unsigned)known, (unsigned)first, (unsigned)last};
    return true;
}

static bool get_ports(struct wit_port_range **out, const struct reader *rd, const struct wit_value *v)
{
    if (v->kind != WIT_ARRAY)
        return wrong(rd, v, "a list of port ranges");
    struct wit_port_range *ports = WIT_NEW_ARRAY(rd->arena, struct wit_port_range, v->count);
    size_t i = 0;
    WIT_EACH(item, v)
        if (!get_port(&ports[i++], rd, item))
            return false;
    *out = ports;
    return true;
}

static bool get_object(const struct reader *rd, const struct wit_table *table, char *base, const struct wit_value *v);

static bool get_list(char **out, const struct reader *rd, const struct wit_table *table, const struct wit_value *v)
{
    if (v->kind != WIT_ARRAY)
        return wrong(rd, v, "a list");
    char *items = wit_alloc_array(rd->arena, v->count, table->size_bytes);
    size_t i = 0;
    WIT_EACH(item, v)
        if (!get_object(rd, table, items + table->size_bytes * i++, item))
            return false;
    *out = items;
    return true;
}

static bool get_fixed(const struct reader *rd, const struct wit_field *f, const struct wit_value *v)
{
    char number[16];
    snprintf(number, sizeof number, "%d", f->number);
    const char *want = f->fixed == NULL ? number : f->fixed;
    if (v->kind == (f->fixed == NULL ? WIT_NUMBER : WIT_STRING) && strcmp(v->text, want) == 0)
        return true;
    return wit_fail(rd->err, WIT_EPARSE, "line %u, column %u: expected %s: this is not a map that this version reads",
                    v->line, v->col, want);
}

/* A list: its memory and its length. */
static void set_list(char *base, const struct wit_field *f, const void *items, size_t n)
{
    memcpy(base + f->at, &items, sizeof items);
    memcpy(base + f->n_at, &n, sizeof n);
}

static bool get_scalar(const struct reader *rd, const struct wit_field *f, char *base, const struct wit_value *v)
{
    if (f->type == WIT_F_COUNT) {
        uint64_t n;
        if (!get_count(&n, rd, v))
            return false;
        memcpy(base + f->at, &n, sizeof n);
        return true;
    }
    if (f->type == WIT_F_BOOL) {
        if (v->kind != WIT_BOOL)
            return wrong(rd, v, "true or false");
        bool b = strcmp(v->text, "true") == 0;
        memcpy(base + f->at, &b, sizeof b);
        return true;
    }
    if (v->kind != WIT_STRING)
        return wrong(rd, v, "a string");
    if (f->type == WIT_F_TEXT) {
        if (f->optional && v->text[0] == '\0')
            return wrong(rd, v, "a string that is not empty");
        memcpy(base + f->at, &v->text, sizeof v->text);
        return true;
    }
    int value = f->value(v->text);
    if (value < 0)
        return wrong(rd, v, "one of the words of the contract");
    memcpy(base + f->at, &value, sizeof value);
    return true;
}

static bool get_range(const struct reader *rd, const struct wit_field *f, char *base, const struct wit_value *v)
{
    uint64_t both[2];
    if (v->kind != WIT_ARRAY || v->count != 2)
        return wrong(rd, v, "two numbers");
    if (!get_count(&both[0], rd, v->first) || !get_count(&both[1], rd, v->first->next))
        return false;
    memcpy(base + f->at, both, sizeof both);
    return true;
}

static bool get_field(const struct reader *rd, const struct wit_field *f, char *base, const struct wit_value *v)
{
    void *items = NULL;
    switch (f->type) {
    case WIT_F_OBJECT:
        return get_object(rd, f->table, base + f->at, v);
    case WIT_F_FIXED:
        return get_fixed(rd, f, v);
    case WIT_F_RANGE:
        return get_range(rd, f, base, v);
    case WIT_F_TEXTS: {
        const char **texts = NULL;
        if (!get_texts(&texts, rd, v))
            return false;
        items = texts;
        break;
    }
    case WIT_F_PORTS: {
        struct wit_port_range *ports = NULL;
        if (!get_ports(&ports, rd, v))
            return false;
        items = ports;
        break;
    }
    case WIT_F_LIST: {
        char *list = NULL;
        if (!get_list(&list, rd, f->table, v))
            return false;
        items = list;
        break;
    }
    case WIT_F_TEXT:
    case WIT_F_COUNT:
    case WIT_F_BOOL:
    case WIT_F_WORD:
        return get_scalar(rd, f, base, v);
    }
    if (f->optional && v->count == 0)
        return wrong(rd, v, "a list that is not empty");
    set_list(base, f, items, v->count);
    return true;
}

/* Strings are never NULL in a map. */
static void set_absent(const struct wit_field *f, char *base)
{
    const void *empty = "";
    if (f->type == WIT_F_TEXT)
        memcpy(base + f->at, &empty, sizeof(void *));
}

static bool is_due(const struct wit_field *f, const char *base)
{
    int value;
    if (f->when < 0)
        return true;
    memcpy(&value, base + f->when_at, sizeof value); /* its row stands before this one */
    return value == f->when;
}

static bool get_object(const struct reader *rd, const struct wit_table *table, char *base, const struct wit_value *v)
{
    size_t taken = 0;
    if (v->kind != WIT_OBJECT)
        return wrong(rd, v, "an object");
    for (size_t i = 0; i < table->n; i++) {
        const struct wit_field *f = &table->fields[i];
        const struct wit_value *found = NULL;
        WIT_EACH(child, v)
            if (child->key != NULL && strcmp(child->key, f->name) == 0)
                found = child;
        if (found == NULL || !is_due(f, base)) {
            if (found == NULL && !f->optional && is_due(f, base))
                return wit_fail(rd->err, WIT_EPARSE, "line %u, column %u: \"%s\" is missing", v->line, v->col, f->name);
            set_absent(f, base);
            continue;
        }
        if (!get_field(rd, f, base, found))
            return false;
        taken++;
    }
    if (taken == v->count)
        return true;
    return wit_fail(rd->err, WIT_EPARSE, "line %u, column %u: a name that a map does not have here", v->line, v->col);
}

bool wit_map_read(struct wit_map **out, struct wit_arena *arena, const char *text, size_t len, struct wit_err *err)
{
    struct wit_value *v = NULL;
    struct reader rd = {arena, err};
    if (!wit_json_parse(&v, arena, text, len, err))
        return false;
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    if (!get_object(&rd, &wit_map_table, (char *)map, v))
        return false;
    *out = map;
    return true;
}
