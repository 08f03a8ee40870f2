/* pathmap/diff_rows.c: a diff as the rows that render reads, and as a map that holds only what changed, to be drawn.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/changes.h"
#include "pathmap/pathmap.h"

void wit_diff_changes(struct wit_changes *out, struct wit_arena *arena, const struct wit_diff *diff,
                      const struct wit_map *older, const char *sha256)
{
    struct wit_change_row *rows = WIT_NEW_ARRAY(arena, struct wit_change_row, diff->n);
    for (size_t i = 0; i < diff->n; i++) {
        const struct wit_change *c = &diff->changes[i];
        rows[i] = (struct wit_change_row){.kind = wit_change_word(c->kind),
                                          .subject = c->subject,
                                          .id = c->id,
                                          .what = c->what,
                                          .before = c->before,
                                          .after = c->after,
                                          .cause = c->cause,
                                          .who = c->who,
                                          .when = c->when,
                                          .evidence = c->cause_evidence};
    }
    *out = (struct wit_changes){.previous_sha256 = wit_strdup(arena, sha256),
                                .previous_first = older->collected_first,
                                .previous_last = older->collected_last,
                                .rows = rows,
                                .n = diff->n};
}

static void add_paths(struct wit_path *paths, size_t *n, const struct wit_map *map, const struct wit_strmap *wanted,
                      enum wit_change_kind kind, bool only)
{
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_change *c = wit_strmap_get(wanted, map->paths[i].id);
        if (c != NULL && (c->kind == kind) == only)
            paths[(*n)++] = map->paths[i];
    }
}

/* Networks, subnets and gateways are those of both maps, so that what is gone has its place. */
#define MERGE(member, type)                                                                                            \
    do {                                                                                                               \
        struct type *rows = WIT_NEW_ARRAY(arena, struct type, older->n_##member + newer->n_##member);                  \
        struct wit_strmap *known = wit_strmap_new(arena);                                                              \
        size_t kept = 0;                                                                                               \
        for (size_t i = 0; i < newer->n_##member; i++)                                                                 \
            if (wit_strmap_put(known, newer->member[i].id, rows))                                                      \
                rows[kept++] = newer->member[i];                                                                       \
        for (size_t i = 0; i < older->n_##member; i++)                                                                 \
            if (wit_strmap_put(known, older->member[i].id, rows))                                                      \
                rows[kept++] = older->member[i];                                                                       \
        map->member = rows;                                                                                            \
        map->n_##member = kept;                                                                                        \
    } while (0)

/* Subnets without a changed path would fill the picture: those at an end of one stay. */
static void drop_others(struct wit_map *map, struct wit_arena *arena)
{
    struct wit_strmap *used = wit_strmap_new(arena);
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_scope *ends[] = {&map->paths[i].from, &map->paths[i].to};
        for (size_t k = 0; k < 2; k++) {
            wit_strmap_put(used, ends[k]->id, map);
            wit_strmap_put(used, ends[k]->network, map);
        }
    }
    struct wit_map_subnet *subnets = WIT_NEW_ARRAY(arena, struct wit_map_subnet, map->n_subnets);
    struct wit_map_network *networks = WIT_NEW_ARRAY(arena, struct wit_map_network, map->n_networks);
    size_t n_subnets = 0, n_networks = 0;
    for (size_t i = 0; i < map->n_subnets; i++)
        if (wit_strmap_get(used, map->subnets[i].id) != NULL)
            subnets[n_subnets++] = map->subnets[i];
    for (size_t i = 0; i < map->n_networks; i++)
        if (wit_strmap_get(used, map->networks[i].id) != NULL)
            networks[n_networks++] = map->networks[i];
    map->subnets = subnets;
    map->n_subnets = n_subnets;
    map->networks = networks;
    map->n_networks = n_networks;
}

const struct wit_map *wit_diff_picture(struct wit_arena *arena, const struct wit_diff *diff,
                                       const struct wit_map *older, const struct wit_map *newer)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    struct wit_strmap *wanted = wit_strmap_new(arena);
    *map = *newer;
    for (size_t i = 0; i < diff->n; i++) {
        const struct wit_change *c = &diff->changes[i];
        /* The first change of a path decides: one that was removed has no other. */
        if (strcmp(c->subject, "path") == 0)
            wit_strmap_put(wanted, c->id, (void *)(uintptr_t)c);
    }
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, older->n_paths + newer->n_paths);
    size_t n = 0;
    add_paths(paths, &n, newer, wanted, WIT_REMOVED, false);
    add_paths(paths, &n, older, wanted, WIT_REMOVED, true);
    map->paths = paths;
    map->n_paths = n;
    map->n_indirect = map->n_findings = 0;
    MERGE(networks, wit_map_network);
    MERGE(subnets, wit_map_subnet);
    MERGE(gateways, wit_map_gateway);
    drop_others(map, arena);
    return map;
}
