/* pathmap/kafka/read.c: the platform, out of bundles: the order of the steps.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

static int by_cluster(const void *a, const void *b)
{
    return strcmp(((const struct wit_kafka_cluster *)a)->id, ((const struct wit_kafka_cluster *)b)->id);
}

static int by_connect(const void *a, const void *b)
{
    return strcmp(((const struct wit_connect_cluster *)a)->id, ((const struct wit_connect_cluster *)b)->id);
}

static int by_registry(const void *a, const void *b)
{
    return strcmp(((const struct wit_registry *)a)->url, ((const struct wit_registry *)b)->url);
}

static void seal(struct wit_platform *p, struct wit_kread *r)
{
    if (r->n_clusters > 1)
        qsort(r->clusters, r->n_clusters, sizeof *r->clusters, by_cluster);
    if (r->n_connects > 1)
        qsort(r->connects, r->n_connects, sizeof *r->connects, by_connect);
    if (r->n_registries > 1)
        qsort(r->registries, r->n_registries, sizeof *r->registries, by_registry);
    for (size_t i = 0; i < r->n_clusters; i++)
        wit_kcluster_facts(r, &r->clusters[i]);
    p->clusters = r->clusters;
    p->n_clusters = r->n_clusters;
    p->connects = r->connects;
    p->n_connects = r->n_connects;
    p->registries = r->registries;
    p->n_registries = r->n_registries;
    p->gaps = r->gaps;
    p->n_gaps = r->n_gaps;
    p->gaps_in_estate = r->gaps_in_estate;
}

bool wit_platform_read(struct wit_platform **out, struct wit_arena *arena, const struct wit_estate *estate,
                       const struct wit_bundle *const *bundles, size_t n, struct wit_err *err)
{
    return wit_platform_read_by(out, arena, estate, bundles, n, wit_bundle_blob, err);
}

bool wit_platform_read_by(struct wit_platform **out, struct wit_arena *arena, const struct wit_estate *estate,
                          const struct wit_bundle *const *bundles, size_t n, wit_kblob_fn *blob, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct wit_platform *p = WIT_NEW(arena, struct wit_platform);
    struct wit_kread r = {.arena = arena, .scratch = scratch, .estate = estate, .several = n > 1, .blob = blob};
    r.words = wit_strmap_new(arena);
    r.gap_keys = wit_strmap_new(arena);
    r.asked_keys = wit_strmap_new(arena);
    r.names = wit_strmap_new(arena);
    if (wit_kasked_gather(&r, bundles, n)) {
        wit_kplaces_index(&r);
        if (!wit_knames_read(&r, err) || !wit_kclusters_read(&r, err) || !wit_kconnects_read(&r, err) ||
            !wit_kregistries_read(&r, err) || !wit_kfiles_read(&r, err))
            return false;
        seal(p, &r);
    }
    *out = p;
    return true;
}

void wit_platform_adopt(struct wit_estate *estate, struct wit_platform *platform, struct wit_arena *arena)
{
    struct wit_gap *all = WIT_NEW_ARRAY(arena, struct wit_gap, estate->n_gaps + platform->n_gaps);
    wit_gap_ref *refs = WIT_NEW_ARRAY(arena, wit_gap_ref, platform->n_gaps);
    size_t n = estate->n_gaps;
    if (platform->n_gaps == 0)
        return;
    if (n > 0)
        memcpy(all, estate->gaps, n * sizeof *all);
    for (size_t i = 0; i < platform->n_gaps; i++) {
        wit_gap_ref there = platform->gaps_in_estate[i];
        refs[i] = there != WIT_NO_GAP ? there : (wit_gap_ref)n;
        if (there != WIT_NO_GAP)
            all[there] = platform->gaps[i]; /* the same, with its remedy */
        else
            all[n++] = platform->gaps[i];
    }
    estate->gaps = all;
    estate->n_gaps = n;
    platform->gaps_in_estate = refs;
}
