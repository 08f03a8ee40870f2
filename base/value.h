/* base/value.h: a tree of plain values, whatever text it was read from (JSON, YAML, EC2's XML).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Built by base/json.h and base/yaml.h, then only read. All memory is in the arena given to the parser. Strings are
 * valid UTF-8, NUL-terminated and hold no NUL inside. Every getter accepts NULL and answers NULL/default, so that
 * chains such as wit_str(wit_get(v, "Vpc"), "VpcId") need no checks.
 */
#ifndef WIT_BASE_VALUE_H
#define WIT_BASE_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum wit_kind { WIT_NULL, WIT_BOOL, WIT_NUMBER, WIT_STRING, WIT_ARRAY, WIT_OBJECT };

struct wit_value {
    enum wit_kind kind;
    uint32_t line, col;      /* where it begins in its text, from 1; 0 when unknown */
    const char *key;         /* its name in the object that holds it, else NULL */
    const char *text;        /* WIT_STRING: the string; WIT_NUMBER: as written; WIT_BOOL: "true"/"false" */
    struct wit_value *first; /* WIT_ARRAY, WIT_OBJECT: children in order */
    struct wit_value *last;
    struct wit_value *next; /* next sibling */
    size_t count;           /* number of children */
};

struct wit_value *wit_value_new(struct wit_arena *arena, enum wit_kind kind);
struct wit_value *wit_value_string(struct wit_arena *arena, const char *text);
/* Appends; `key` (copied) for objects, NULL for arrays. */
void wit_value_add(struct wit_arena *arena, struct wit_value *parent, const char *key, struct wit_value *child);
/* The same for a child whose `key` is set already (in the arena), or that needs none. */
void wit_value_append(struct wit_value *parent, struct wit_value *child);
/* The first member, in the order of the text, whose name an earlier member has; NULL when all differ. n log n. */
const struct wit_value *wit_value_repeated(const struct wit_value *object);

const struct wit_value *wit_get(const struct wit_value *object, const char *key); /* NULL when absent or null */
const struct wit_value *wit_at(const struct wit_value *array, size_t index);
const char *wit_str(const struct wit_value *object, const char *key); /* NULL when absent or no string */
const char *wit_text(const struct wit_value *v); /* string, number or bool as text; NULL otherwise */
/* `otherwise` when absent or not an integer; reads numbers and numeric strings (EC2's XML has only strings). */
int64_t wit_int(const struct wit_value *object, const char *key, int64_t otherwise);
/* true/false and "true"/"false" */
bool wit_bool(const struct wit_value *object, const char *key, bool otherwise);
#define WIT_EACH(child, parent)                                                                                        \
    for (const struct wit_value *child = (parent) != NULL ? (parent)->first : NULL; child != NULL; child = child->next)

#endif
