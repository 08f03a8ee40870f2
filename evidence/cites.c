/* evidence/cites.c: citations: their form, and the list of the artefacts that a map cites.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/cites.h"

#include <string.h>

#define DIGITS "0123456789"
#define HEX    "0123456789abcdef"

/* "a-" and at least six digits: record 12 is a-000012. */
static size_t artefact_len(const char *text)
{
    size_t digits = strncmp(text, "a-", 2) == 0 ? strspn(text + 2, DIGITS) : 0;
    return digits >= 6 && digits <= 20 ? 2 + digits : 0;
}

/* RFC 6901: empty, or names each after a slash, in which ~ stands before 0 or 1. */
static bool is_pointer(const char *text)
{
    if (*text != '\0' && *text != '/')
        return false;
    for (const char *tilde = strchr(text, '~'); tilde != NULL; tilde = strchr(tilde + 1, '~')) {
        if (tilde[1] != '0' && tilde[1] != '1')
            return false;
    }
    return true;
}

bool wit_citation_read(struct wit_citation *out, struct wit_arena *arena, const char *text)
{
    size_t hex = strncmp(text, "g-", 2) == 0 ? strspn(text + 2, HEX) : 0;
    if (hex >= 6 && text[2 + hex] == '\0') {
        *out = (struct wit_citation){wit_strdup(arena, text), "", true};
        return true;
    }
    size_t bundle = 0, len = artefact_len(text);
    if (len == 0) { /* the name of a folder, which has no slash */
        const char *slash = strchr(text, '/');
        if (slash == NULL || slash == text)
            return false;
        bundle = (size_t)(slash - text) + 1;
        len = artefact_len(text + bundle);
    }
    const char *rest = text + bundle + len;
    if (len == 0 || (*rest != '\0' && *rest != '#') || (*rest == '#' && !is_pointer(rest + 1)))
        return false;
    *out = (struct wit_citation){wit_strndup(arena, text, bundle + len), *rest == '#' ? rest + 1 : "", false};
    return true;
}

struct cited {
    struct wit_arena *arena;
    struct wit_strmap *keys;
};

static bool take(void *context, enum wit_ref_kind kind, const char *place, const char *text)
{
    struct cited *c = context;
    struct wit_citation citation;
    (void)place;
    if (kind == WIT_REF_CITATION && wit_citation_read(&citation, c->arena, text) && !citation.gap)
        wit_strmap_put(c->keys, citation.key, c);
    return true;
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

void wit_map_list_artefacts(struct wit_map *map, struct wit_arena *arena, const struct wit_bundle *const *bundles,
                            size_t n)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct cited c = {scratch, wit_strmap_new(scratch)};
    struct wit_map_artefact *list = NULL;
    size_t count = 0, cap = 0;
    wit_map_refs(map, take, &c);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < bundles[i]->n; k++) {
            const struct wit_record *r = &bundles[i]->records[k];
            const struct wit_subject *s = &r->subject;
            if (r->kind != WIT_REC_ARTEFACT ||
                (wit_strmap_get(c.keys, r->id) == NULL &&
                 wit_strmap_get(c.keys, wit_fmt(scratch, "%s/%s", bundles[i]->name, r->id)) == NULL))
                continue;
            WIT_PUSH(arena, list, count, cap) = (struct wit_map_artefact){r->id,
                                                                          bundles[i]->name,
                                                                          or_empty(s->operation),
                                                                          or_empty(s->account),
                                                                          or_empty(s->region),
                                                                          or_empty(s->resource),
                                                                          or_empty(r->time),
                                                                          or_empty(r->sha256)};
        }
    }
    map->artefacts = list;
    map->n_artefacts = count;
}

struct wit_strmap *wit_map_artefact_index(const struct wit_map *map, struct wit_arena *arena)
{
    struct wit_strmap *index = wit_strmap_new(arena);
    bool one = true;
    for (size_t i = 0; i < map->n_artefacts; i++) {
        const struct wit_map_artefact *a = &map->artefacts[i];
        one = one && strcmp(a->bundle, map->artefacts[0].bundle) == 0;
        wit_strmap_put(index, wit_fmt(arena, "%s/%s", a->bundle, a->id), (void *)(uintptr_t)a);
    }
    for (size_t i = 0; one && i < map->n_artefacts; i++)
        wit_strmap_put(index, map->artefacts[i].id, (void *)(uintptr_t)&map->artefacts[i]);
    return index;
}
