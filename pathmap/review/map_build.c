/* pathmap/review/map_build.c: puts the map together: where it comes from, what is missing, what was found.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct wit_map_gap *)a)->id, ((const struct wit_map_gap *)b)->id);
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *copy(const struct wit_review *r, const char *text)
{
    return wit_strdup(r->arena, or_empty(text));
}

static void add_gaps(struct wit_map *map, const struct wit_review *r)
{
    const struct wit_estate *e = r->estate;
    size_t kept = 0, own = e->n_gaps + r->used->n, n = own + r->used->n_identity;
    struct wit_map_gap *list = WIT_NEW_ARRAY(r->arena, struct wit_map_gap, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct wit_gap *g = i < e->n_gaps ? &e->gaps[i]
                                  : i < own     ? wit_reach_gap(r->reach, r->used->refs[i - e->n_gaps])
                                                : r->used->identity[i - own];
        const struct wit_subject *s = &g->subject;
        list[i] = (struct wit_map_gap){.id = wit_strdup(r->arena, g->id), /* the engine's memory ends with it */
                                       .reason = wit_gap_word(g->reason),
                                       .account = copy(r, s->account),
                                       .region = copy(r, s->region),
                                       .service = copy(r, s->service),
                                       .operation = copy(r, s->operation),
                                       .resource = copy(r, s->resource),
                                       .text = copy(r, g->text),
                                       .remedy = copy(r, g->remedy),
                                       .evidence = wit_cite_text(r->arena, e, g->cite)};
    }
    if (r->used->endpoints)
        list[n++] = wit_endpoint_gap(r->arena);
    if (n > 0)
        qsort(list, n, sizeof *list, by_id);
    for (size_t i = 0; i < n; i++) /* two bundles may have found the same */
        if (i == 0 || strcmp(list[i].id, list[kept - 1].id) != 0 || strcmp(list[i].text, list[kept - 1].text) != 0)
            list[kept++] = list[i];
    map->gaps = list;
    map->n_gaps = kept;
}

void wit_review_identity_gaps(const struct wit_review *r, const struct wit_identity_row *row)
{
    for (size_t i = 0; i < row->n_gaps; i++) {
        const struct wit_gap *gap = wit_identity_own_gap(r->identity, row->gaps[i]);
        if (gap != NULL && wit_strmap_put(r->used->seen, gap->id, r->used))
            WIT_PUSH(r->arena, r->used->identity, r->used->n_identity, r->used->cap_identity) = gap;
    }
}

static void add_assumptions(struct wit_map *map, const struct wit_review *r)
{
    const struct wit_estate *e = r->estate;
    size_t vantages = r->seen == NULL ? 0 : r->seen->n_vantages;
    const char **list = WIT_NEW_ARRAY(r->arena, const char *, e->n_assumptions + 2 + vantages);
    size_t n = 0;
    for (size_t i = 0; i < e->n_assumptions; i++)
        list[n++] = e->assumptions[i];
    if (r->aggregated != NULL)
        list[n++] = r->aggregated;
    if (r->indirect_cut)
        list[n++] = wit_fmt(r->arena, "There are more indirect chains than the %zu that are listed", r->n_indirect);
    for (size_t i = 0; i < vantages; i++) {
        const struct wit_vantage *v = &r->seen->vantages[i];
        if (!v->log && (!v->census || v->told) && v->n_at > 0) /* by the word of who imported or captured it */
            list[n++] = wit_fmt(r->arena,
                                "The capture %s (%s) was taken at %s%s, with no filter, as was said when it was "
                                "%s",
                                v->name, v->artefact, v->at[0],
                                v->n_at == 1 ? "" : wit_fmt(r->arena, " and %zu more", v->n_at - 1),
                                v->census ? "captured" : "imported");
    }
    map->assumptions = list;
    map->n_assumptions = n;
}

struct wit_map *wit_review_map(const struct wit_review *r, const struct wit_bundle *const *bundles, size_t n)
{
    struct wit_map *map = WIT_NEW(r->arena, struct wit_map);
    struct wit_map_bundle *list = WIT_NEW_ARRAY(r->arena, struct wit_map_bundle, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct wit_map_bundle){bundles[i]->name, bundles[i]->head, bundles[i]->sealed, bundles[i]->n};
    map->bundles = list;
    map->n_bundles = n;
    map->tool_version = WIT_VERSION;
    map->collected_first = or_empty(r->estate->time_first);
    map->collected_last = or_empty(r->estate->time_last);
    map->intent_sha256 = !wit_intent_declares(r->intent) ? "" : r->intent->sha256;
    add_assumptions(map, r);
    wit_review_summary(map, r);
    map->paths = r->paths;
    map->n_paths = r->n_paths;
    map->indirect = r->indirect;
    map->n_indirect = r->n_indirect;
    add_gaps(map, r);
    map->findings = r->findings;
    map->n_findings = r->n_findings;
    map->assertions = r->assertions;
    map->n_assertions = r->n_assertions;
    wit_review_rules(map, r);
    map->waivers = r->waivers;
    map->n_waivers = r->n_waivers;
    map->policy_sha256 = r->policy->sha256;
    map->sheets = r->sheets;
    map->n_sheets = r->n_sheets;
    return map;
}
