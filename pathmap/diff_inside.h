/* pathmap/diff_inside.h: how the parts of a diff work together; nobody else includes it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_DIFF_INSIDE_H
#define WIT_PATHMAP_DIFF_INSIDE_H

#include "base/pset.h"
#include "pathmap/pathmap.h"

/* A rule that only one of the two maps has. */
struct wit_rule_change {
    const struct wit_map_rule *rule;
    bool added;
    struct wit_pset ports; /* that its text names; everything for routes */
};
struct wit_causes {
    struct wit_arena *arena;
    const struct wit_map *older, *newer;
    struct wit_rule_change *changes; /* sorted by kind, id, text */
    size_t n;
};

void wit_causes_find(struct wit_causes *out, struct wit_arena *arena, const struct wit_map *older,
                     const struct wit_map *newer);
/*
 * Sets cause and cause_evidence of a change of a path; before or after NULL when the path is only in one map. `ports`:
 * what came or went, empty when the ports are the same.
 */
void wit_cause_of_path(struct wit_change *change, const struct wit_causes *causes, const struct wit_path *before,
                       const struct wit_path *after, struct wit_pset ports);
void wit_cause_of_assertion(struct wit_change *change, const struct wit_causes *causes,
                            const struct wit_assertion *before, const struct wit_assertion *after);

#endif
