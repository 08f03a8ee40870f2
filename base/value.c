/* base/value.c: the tree of plain values and its getters.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct wit_value *wit_value_new(struct wit_arena *arena, enum wit_kind kind)
{
    struct wit_value *v = WIT_NEW(arena, struct wit_value);
    v->kind = kind;
    return v;
}

struct wit_value *wit_value_string(struct wit_arena *arena, const char *text)
{
    struct wit_value *v = wit_value_new(arena, WIT_STRING);
    v->text = wit_strdup(arena, text);
    return v;
}

void wit_value_add(struct wit_arena *arena, struct wit_value *parent, const char *key, struct wit_value *child)
{
    if (key != NULL)
        child->key = wit_strdup(arena, key);
    wit_value_append(parent, child);
}

void wit_value_append(struct wit_value *parent, struct wit_value *child)
{
    if (parent->last == NULL)
        parent->first = child;
    else
        parent->last->next = child;
    parent->last = child;
    parent->count++;
}

/* By name; the same name in the order of the text. */
static int compare_members(const void *a, const void *b)
{
    const struct wit_value *left = *(const struct wit_value *const *)a, *right = *(const struct wit_value *const *)b;
    int order = strcmp(left->key, right->key);
    if (order != 0)
        return order;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return left->col < right->col ? -1 : left->col > right->col;
}

const struct wit_value *wit_value_repeated(const struct wit_value *object)
{
    if (object->count < 2)
        return NULL;
    if (object->count <= 12) { /* nearly every object: no memory, few comparisons */
        for (const struct wit_value *later = object->first->next; later != NULL; later = later->next) {
            for (const struct wit_value *v = object->first; v != later; v = v->next) {
                if (v->key == later->key || (v->key[0] == later->key[0] && strcmp(v->key, later->key) == 0))
                    return later;
            }
        }
        return NULL;
    }
    /* Sorting, not hashing: names are chosen by others, and nothing they choose makes this slow. */
    const struct wit_value **members = malloc(object->count * sizeof *members);
    if (members == NULL)
        wit_die("out of memory: an object of %zu members", object->count);
    size_t n = 0;
    WIT_EACH(v, object)
        members[n++] = v;
    qsort(members, n, sizeof *members, compare_members);
    const struct wit_value *found = NULL;
    for (size_t i = 1; i < n; i++) {
        const struct wit_value *v = members[i];
        if (strcmp(members[i - 1]->key, v->key) == 0 &&
            (found == NULL || v->line < found->line || (v->line == found->line && v->col < found->col)))
            found = v;
    }
    free(members);
    return found;
}

const struct wit_value *wit_get(const struct wit_value *object, const char *key)
{
    if (object == NULL || object->kind != WIT_OBJECT)
        return NULL;
    WIT_EACH(v, object) {
        if (strcmp(v->key, key) == 0)
            return v->kind == WIT_NULL ? NULL : v;
    }
    return NULL;
}

const struct wit_value *wit_at(const struct wit_value *array, size_t index)
{
    if (array == NULL || index >= array->count)
        return NULL;
    const struct wit_value *v = array->first;
    while (index-- > 0)
        v = v->next;
    return v;
}

const char *wit_str(const struct wit_value *object, const char *key)
{
    const struct wit_value *v = wit_get(object, key);
    return v != NULL && v->kind == WIT_STRING ? v->text : NULL;
}

const char *wit_text(const struct wit_value *v)
{
    return v != NULL && (v->kind == WIT_STRING || v->kind == WIT_NUMBER || v->kind == WIT_BOOL) ? v->text : NULL;
}

int64_t wit_int(const struct wit_value *object, const char *key, int64_t otherwise)
{
    const struct wit_value *v = wit_get(object, key);
    if (v == NULL || (v->kind != WIT_NUMBER && v->kind != WIT_STRING))
        return otherwise;
    const char *digits = v->text[0] == '-' ? v->text + 1 : v->text;
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return otherwise;
    errno = 0;
    long long n = strtoll(v->text, NULL, 10);
    return errno == 0 ? (int64_t)n : otherwise;
}

bool wit_bool(const struct wit_value *object, const char *key, bool otherwise)
{
    const struct wit_value *v = wit_get(object, key);
    if (v == NULL || (v->kind != WIT_BOOL && v->kind != WIT_STRING))
        return otherwise;
    if (strcmp(v->text, "true") == 0)
        return true;
    return strcmp(v->text, "false") == 0 ? false : otherwise;
}
