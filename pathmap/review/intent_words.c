/* pathmap/review/intent_words.c: the words of the intent file, lists of them, and the nearest one to a misspelt word.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/review/intent.h"

/* One row a kind. `ports`: where it listens when nobody says; only where the kind leaves no choice. */
static const struct {
    const char *word, *ports;
    enum wit_class class;
} kinds[WIT_ROLE_KIND_COUNT] = {
    [WIT_ROLE_BROKER] = {"broker", "", WIT_CLASS_CLIENT},
    [WIT_ROLE_CONTROLLER] = {"controller", "", WIT_CLASS_CONTROLLER},
    [WIT_ROLE_ZOOKEEPER] = {"zookeeper", "", WIT_CLASS_CONTROLLER},
    [WIT_ROLE_CONNECT_WORKER] = {"connect-worker", "", WIT_CLASS_ADMIN},
    [WIT_ROLE_SCHEMA_REGISTRY] = {"schema-registry", "", WIT_CLASS_SCHEMA_REGISTRY},
    [WIT_ROLE_CLIENT] = {"client", "", WIT_CLASS_OTHER},
    [WIT_ROLE_MIRROR] = {"mirror", "", WIT_CLASS_MIGRATION},
    [WIT_ROLE_MONITORING] = {"monitoring", "", WIT_CLASS_TELEMETRY},
    [WIT_ROLE_OBJECT_STORE] = {"object-store", "tcp/443", WIT_CLASS_OBJECT_STORAGE},
    [WIT_ROLE_ADMIN] = {"admin", "", WIT_CLASS_ADMIN},
    [WIT_ROLE_KEY_SERVICE] = {"key-service", "tcp/443", WIT_CLASS_KEY_SERVICE},
    [WIT_ROLE_DNS] = {"dns", "tcp/53 udp/53", WIT_CLASS_DNS},
    [WIT_ROLE_OTHER] = {"other", "", WIT_CLASS_OTHER},
};

const char *wit_role_kind_word(enum wit_role_kind kind)
{
    return kinds[kind].word;
}

int wit_role_kind_of(const char *word)
{
    for (int i = 0; i < WIT_ROLE_KIND_COUNT; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return i;
    return -1;
}

struct wit_pset wit_role_kind_ports(struct wit_arena *arena, enum wit_role_kind kind)
{
    struct wit_pset all = wit_pset_none();
    for (const char *at = kinds[kind].ports; *at != '\0';) {
        size_t len = strcspn(at, " ");
        struct wit_pset one;
        if (wit_ports_parse(&one, arena, wit_strndup(arena, at, len), NULL))
            all = wit_pset_union(arena, all, one);
        at += len + (at[len] == ' ');
    }
    return all;
}

enum wit_class wit_role_kind_class(enum wit_role_kind kind)
{
    return kinds[kind].class;
}

bool wit_intent_declares(const struct wit_intent *intent)
{
    return intent != NULL && !intent->derived_only;
}

const struct wit_role *wit_intent_role(const struct wit_intent *intent, const char *id)
{
    size_t low = 0, high = intent == NULL ? 0 : intent->n_roles;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(intent->roles[middle].id, id);
        if (order == 0)
            return &intent->roles[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

enum { NEAR_MAX = 40 };

/* Edits (insert, delete, replace) from a to b; both at most NEAR_MAX bytes. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NEAR_MAX + 1], a_len = strlen(a), b_len = strlen(b);
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t best = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b_len];
}

const char *wit_intent_near(struct wit_arena *arena, const char *word, const char *const *words, size_t n)
{
    size_t len = strlen(word), best = len / 3 + 2;
    const char *found = NULL;
    if (len > NEAR_MAX)
        return "";
    for (size_t i = 0; i < n; i++) {
        if (strlen(words[i]) > NEAR_MAX)
            continue;
        size_t edits = distance(word, words[i]);
        if (edits < best) {
            best = edits;
            found = words[i];
        }
    }
    return found == NULL ? "" : wit_fmt(arena, "; did you mean '%s'?", found);
}

const char *wit_intent_list(struct wit_arena *arena, const char *const *words, size_t n)
{
    enum { SHOWN = 20 };
    const char *text = n == 0 ? "none" : words[0];
    for (size_t i = 1; i < n && i < SHOWN; i++)
        text = wit_fmt(arena, "%s%s%s", text, i + 1 == n ? " and " : ", ", words[i]);
    return n > SHOWN ? wit_fmt(arena, "%s and %zu more", text, n - SHOWN) : text;
}
