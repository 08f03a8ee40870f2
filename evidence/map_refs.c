/* evidence/map_refs.c: walks everything in a map that refers to something else, row by row of map_fields.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/cites.h"
#include "evidence/map_fields.h"

/* Longer than the deepest place: five levels of names of the tables, four indices. */
#define PLACE_MAX_BYTES 512

/* A name of this type means the same wherever it stands, so a table that is added later is walked too. */
static const struct {
    const char *name;
    enum wit_field_type type;
    enum wit_ref_kind kind;
} REFS[] = {
    {"evidence", WIT_F_TEXT, WIT_REF_CITATION}, {"evidence", WIT_F_TEXTS, WIT_REF_CITATION},
    {"path", WIT_F_TEXT, WIT_REF_PATH},         {"paths", WIT_F_TEXTS, WIT_REF_PATH},
    {"gaps", WIT_F_TEXTS, WIT_REF_GAP},         {"waiver", WIT_F_TEXT, WIT_REF_WAIVER},
};

struct walk {
    wit_ref_fn *fn;
    void *context;
    struct wit_buf place;
};

static const void *pointer_at(const char *base, size_t at)
{
    const void *p;
    memcpy(&p, base + at, sizeof p);
    return p;
}

static size_t size_at(const char *base, size_t at)
{
    size_t n;
    memcpy(&n, base + at, sizeof n);
    return n;
}

static void cut(struct wit_buf *place, size_t len)
{
    if (place->len > len) {
        place->len = len;
        place->data[len] = '\0';
    }
}

static bool tell(struct walk *w, enum wit_ref_kind kind, const char *text)
{
    return text == NULL || text[0] == '\0' || w->fn(w->context, kind, wit_buf_str(&w->place), text);
}

static bool tell_field(struct walk *w, const struct wit_field *f, const char *base)
{
    size_t row = 0, rows = sizeof REFS / sizeof *REFS;
    while (row < rows && (REFS[row].type != f->type || strcmp(REFS[row].name, f->name) != 0))
        row++;
    if (row == rows)
        return true;
    if (f->type == WIT_F_TEXT)
        return tell(w, REFS[row].kind, pointer_at(base, f->at));
    const char *const *texts = pointer_at(base, f->at);
    size_t len = w->place.len;
    for (size_t i = 0; i < size_at(base, f->n_at); i++) {
        wit_buf_printf(&w->place, "/%zu", i);
        if (!tell(w, REFS[row].kind, texts[i]))
            return false;
        cut(&w->place, len);
    }
    return true;
}

static bool walk_object(struct walk *w, const struct wit_table *table, const char *base);

static bool walk_list(struct walk *w, const struct wit_field *f, const char *base)
{
    const char *items = pointer_at(base, f->at);
    size_t len = w->place.len;
    for (size_t i = 0; i < size_at(base, f->n_at); i++) {
        wit_buf_printf(&w->place, "/%zu", i);
        if (!walk_object(w, f->table, items + i * f->table->size_bytes))
            return false;
        cut(&w->place, len);
    }
    return true;
}

/* Recursion follows the tables, which are five levels deep, never the data. */
static bool walk_object(struct walk *w, const struct wit_table *table, const char *base)
{
    size_t len = w->place.len;
    for (size_t i = 0; i < table->n; i++) {
        const struct wit_field *f = &table->fields[i];
        wit_buf_putc(&w->place, '/');
        wit_buf_puts(&w->place, f->name);
        bool on = f->type == WIT_F_OBJECT ? walk_object(w, f->table, base + f->at)
                  : f->type == WIT_F_LIST ? walk_list(w, f, base)
                                          : tell_field(w, f, base);
        if (!on)
            return false;
        cut(&w->place, len);
    }
    return true;
}

bool wit_map_refs(const struct wit_map *map, wit_ref_fn *fn, void *context)
{
    struct walk w = {.fn = fn, .context = context};
    wit_buf_init(&w.place, PLACE_MAX_BYTES);
    bool on = walk_object(&w, &wit_map_table, (const char *)map);
    wit_buf_deinit(&w.place);
    return on;
}
