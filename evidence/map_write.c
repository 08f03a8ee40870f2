/* evidence/map_write.c: the map as canonical JSON, row by row of map_fields.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "evidence/map.h"
#include "evidence/map_fields.h"

#define MAX_COUNT ((uint64_t)1 << 53) /* exact in every reader of JSON */

static const void *pointer_at(const char *base, size_t at)
{
    const void *p;
    memcpy(&p, base + at, sizeof p);
    return p;
}

static const char *text_at(const char *base, size_t at)
{
    const char *s = pointer_at(base, at);
    return s == NULL ? "" : s;
}

static size_t size_at(const char *base, size_t at)
{
    size_t n;
    memcpy(&n, base + at, sizeof n);
    return n;
}

static int word_at(const char *base, size_t at)
{
    int value; /* every enum of map.h is stored as an int */
    _Static_assert(sizeof(enum wit_verdict) == sizeof value, "enums are ints");
    memcpy(&value, base + at, sizeof value);
    return value;
}

static void put_count(struct wit_jw *jw, const char *base, size_t at)
{
    uint64_t n;
    memcpy(&n, base + at, sizeof n);
    wit_jw_int(jw, (int64_t)(n < MAX_COUNT ? n : MAX_COUNT));
}

static void put_ports(struct wit_jw *jw, const struct wit_port_range *ports, size_t n)
{
    wit_jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        const char *word = wit_port_protocol_word(ports[i].protocol);
        wit_jw_object(jw);
        wit_jw_key(jw, "protocol");
        if (word != NULL)
            wit_jw_str(jw, word);
        else
            wit_jw_int(jw, ports[i].protocol);
        wit_jw_kint(jw, "from", ports[i].first);
        wit_jw_kint(jw, "to", ports[i].last);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

static void put_texts(struct wit_jw *jw, const char *const *texts, size_t n)
{
    wit_jw_array(jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(jw, texts[i] == NULL ? "" : texts[i]);
    wit_jw_array_end(jw);
}

static void put_object(struct wit_jw *jw, const struct wit_table *table, const char *base);

static void put_list(struct wit_jw *jw, const struct wit_table *table, const char *items, size_t n)
{
    wit_jw_array(jw);
    for (size_t i = 0; i < n; i++)
        put_object(jw, table, items + i * table->size_bytes);
    wit_jw_array_end(jw);
}

static bool is_absent(const struct wit_field *f, const char *base)
{
    if (f->when >= 0 && word_at(base, f->when_at) != f->when)
        return true;
    if (!f->optional)
        return false;
    return f->type == WIT_F_TEXT ? text_at(base, f->at)[0] == '\0' : size_at(base, f->n_at) == 0;
}

static void put_field(struct wit_jw *jw, const struct wit_field *f, const char *base)
{
    wit_jw_key(jw, f->name);
    switch (f->type) {
    case WIT_F_TEXT:
        wit_jw_str(jw, text_at(base, f->at));
        break;
    case WIT_F_COUNT:
        put_count(jw, base, f->at);
        break;
    case WIT_F_BOOL: {
        bool b;
        memcpy(&b, base + f->at, sizeof b);
        wit_jw_bool(jw, b);
        break;
    }
    case WIT_F_WORD:
        wit_jw_str(jw, f->word(word_at(base, f->at)));
        break;
    case WIT_F_TEXTS:
        put_texts(jw, pointer_at(base, f->at), size_at(base, f->n_at));
        break;
    case WIT_F_PORTS:
        put_ports(jw, pointer_at(base, f->at), size_at(base, f->n_at));
        break;
    case WIT_F_OBJECT:
        put_object(jw, f->table, base + f->at);
        break;
    case WIT_F_LIST:
        put_list(jw, f->table, pointer_at(base, f->at), size_at(base, f->n_at));
        break;
    case WIT_F_FIXED:
        if (f->fixed == NULL)
            wit_jw_int(jw, f->number);
        else
            wit_jw_str(jw, f->fixed);
        break;
    case WIT_F_RANGE:
        wit_jw_array(jw);
        put_count(jw, base, f->at);
        put_count(jw, base, f->at + sizeof(uint64_t));
        wit_jw_array_end(jw);
        break;
    }
}

/* Recursion follows the tables, which are five levels deep, never the data. */
static void put_object(struct wit_jw *jw, const struct wit_table *table, const char *base)
{
    wit_jw_object(jw);
    for (size_t i = 0; i < table->n; i++)
        if (!is_absent(&table->fields[i], base))
            put_field(jw, &table->fields[i], base);
    wit_jw_object_end(jw);
}

void wit_map_write(struct wit_buf *out, const struct wit_map *map)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 2);
    put_object(&jw, &wit_map_table, (const char *)map);
    wit_buf_putc(out, '\n');
}
