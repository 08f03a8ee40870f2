/* pathmap/kafka/settings.c: lists of settings: what is set, what is not, and what is not told.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

struct ranked {
    struct wit_setting setting;
    size_t at;
};

static int by_key(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = strcmp(x->setting.key, y->setting.key);
    return order != 0 ? order : x->at < y->at ? -1 : 1;
}

void wit_ksettings_sort(struct wit_ksettings *s)
{
    if (s->n < 2)
        return;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct ranked *list = WIT_NEW_ARRAY(scratch, struct ranked, s->n);
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++)
        list[i] = (struct ranked){s->items[i], i};
    qsort(list, s->n, sizeof *list, by_key);
    for (size_t i = 0; i < s->n; i++) { /* java.util.Properties: the later line stands */
        if (kept > 0 && strcmp(s->items[kept - 1].key, list[i].setting.key) == 0)
            kept--;
        s->items[kept++] = list[i].setting;
    }
    s->n = kept;
}

static const struct wit_setting *find(const struct wit_setting *settings, size_t n, const char *key)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(settings[mid].key, key);
        if (order == 0)
            return &settings[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

const char *wit_setting_value(const struct wit_setting *settings, size_t n, const char *key)
{
    const struct wit_setting *s = find(settings, n, key);
    return s == NULL ? NULL : s->value;
}

enum wit_kknown wit_ksettings_get(const struct wit_ksettings *s, const char *key, const char **value,
                                  const struct wit_setting **found)
{
    const struct wit_setting *there = find(s->items, s->n, key);
    *value = "";
    if (found != NULL)
        *found = there;
    if (there == NULL)
        return s->whole ? WIT_K_UNSET : WIT_K_UNKNOWN;
    if (there->value == NULL || strstr(there->value, "${") != NULL) /* a config provider's: it stands elsewhere */
        return WIT_K_HIDDEN;
    if (there->value[strspn(there->value, " \t")] == '\0')
        return WIT_K_UNSET;
    *value = there->value;
    return WIT_K_TOLD;
}

const char *const *wit_klist(struct wit_arena *arena, size_t *n, const char *text)
{
    const char **list = NULL;
    size_t cap = 0;
    *n = 0;
    while (*text != '\0') {
        text += strspn(text, " \t\r\n,");
        size_t len = strcspn(text, ","), kept = len;
        while (kept > 0 && strchr(" \t\r\n", text[kept - 1]) != NULL)
            kept--;
        if (kept > 0)
            WIT_PUSH(arena, list, *n, cap) = wit_strndup(arena, text, kept);
        text += len;
    }
    return list;
}

const char *wit_klower(struct wit_arena *arena, const char *text)
{
    char *copy = wit_strdup(arena, text);
    for (char *p = copy; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + ('a' - 'A'));
    return copy;
}
