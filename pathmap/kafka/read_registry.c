/* pathmap/kafka/read_registry.c: Schema Registries, by their own API.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: artefacts GetMode, GetConfig, ListSubjects and Access of the source "schema-registry"
 * (schemas/kafka.schema.json).
 */
#include <string.h>

#include "pathmap/kafka/inside.h"

static bool tree_of(const struct wit_value **root, struct wit_kread *r, const char *operation, const char *url,
                    struct wit_cite *cite, struct wit_err *err)
{
    struct wit_kasked *a = (struct wit_kasked *)(uintptr_t)wit_kasked_find(r, "schema-registry", operation, url);
    *root = NULL;
    if (a == NULL || a->n == 0)
        return true;
    if (cite->artefact == UINT32_MAX)
        *cite = wit_kpage_cite(r, &a->pages[0], "");
    return wit_kpage_tree(root, r, a, 0, err);
}

static bool read_one(struct wit_kread *r, struct wit_registry *g, struct wit_err *err)
{
    const struct wit_value *root;
    if (!tree_of(&root, r, "GetMode", g->url, &g->cite, err))
        return false;
    g->mode = wit_kword_of(r, root, "mode");
    if (!tree_of(&root, r, "GetConfig", g->url, &g->cite, err))
        return false;
    g->compatibility = wit_kword_of(r, root, "compatibilityLevel");
    if (!tree_of(&root, r, "ListSubjects", g->url, &g->cite, err))
        return false;
    int64_t count = wit_int(root, "count", -1);
    g->subjects = count < 0 ? 0 : (uint64_t)count;
    const char *what = wit_fmt(r->arena, "the subjects of %s", g->url);
    g->subjects_gap =
        wit_kasked_gap(r, "schema-registry", "ListSubjects", g->url, what, "pathwitness collect schema-registry");
    if (g->subjects_gap == WIT_NO_GAP && count < 0)
        g->subjects_gap = wit_kgap(r, WIT_GAP_UNREADABLE, "ListSubjects", g->url, g->cite,
                                   "pathwitness collect schema-registry", "%s: the answer has no count", what);
    g->settings_gap = wit_kgap(r, WIT_GAP_NOT_ASKED, "Properties", g->url, wit_no_cite,
                               "pathwitness import kafka-properties schema-registry.properties",
                               "the settings of %s: its properties are not in the evidence", g->url);
    return wit_kdoor_read(&g->door, r, "schema-registry", g->url, wit_fmt(r->arena, "Schema Registry %s", g->url), err);
}

bool wit_kregistries_read(struct wit_kread *r, struct wit_err *err)
{
    for (size_t i = 0; i < r->n_asked; i++) {
        const struct wit_kasked *a = r->asked[i];
        bool known = strcmp(a->source, "schema-registry") != 0 || a->resource[0] == '\0';
        for (size_t k = 0; k < r->n_registries && !known; k++)
            known = strcmp(r->registries[k].url, a->resource) == 0;
        if (!known)
            WIT_PUSH(r->arena, r->registries, r->n_registries, r->cap_registries) =
                (struct wit_registry){.url = a->resource, .cite = wit_no_cite};
    }
    for (size_t i = 0; i < r->n_registries; i++)
        if (!read_one(r, &r->registries[i], err))
            return false;
    return true;
}
