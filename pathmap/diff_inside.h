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
    const struct wit_map_rule *other; /* the rule of the same object and number in the other map, NULL none */
    bool added;
    struct wit_pset ports; /* that its text names; everything for routes */
    size_t next;           /* the next one of the same object, + 1; 0: the last */
};
struct wit_causes {
    struct wit_arena *arena;
    const struct wit_map *older, *newer;
    struct wit_rule_change *changes; /* sorted by kind, id, text */
    size_t n;
    struct wit_strmap *by_object; /* id of the object -> index of its first change + 1 */
    struct wit_strmap *older_roles, *newer_roles, *older_subnets, *newer_subnets, *newer_gaps;
};

void wit_causes_find(struct wit_causes *out, struct wit_arena *arena, const struct wit_map *older,
                     const struct wit_map *newer);
/*
 * Sets cause, cause_evidence, who and when of a change of a path; before or after NULL when the path is only in one
 * map. `ports`: what came or went, empty when the ports are the same.
 */
void wit_cause_of_path(struct wit_change *change, const struct wit_causes *causes, const struct wit_path *before,
                       const struct wit_path *after, struct wit_pset ports);
void wit_cause_of_assertion(struct wit_change *change, const struct wit_causes *causes,
                            const struct wit_assertion *before, const struct wit_assertion *after);
/* The listener's own configuration, where the maps have it as rules. */
void wit_cause_of_listener(struct wit_change *change, const struct wit_causes *causes, const struct wit_path *before,
                           const struct wit_path *after);
/* A changed rule that one of the citations is about; else the first citation alone. `newer`: of which map they are. */
void wit_cause_of_evidence(struct wit_change *change, const struct wit_causes *causes, const char *const *evidence,
                           size_t n, bool newer);
/* diff_why.c: where no rule changed: members, declarations, evidence; "" nothing. */
const char *wit_cause_without_rule(const struct wit_causes *causes, const struct wit_path *before,
                                   const struct wit_path *after);
/* diff_who.c: by the events between the two maps that name the object (or the rule). `added`: somebody made it. */
void wit_cause_who(struct wit_change *change, const struct wit_causes *causes, const struct wit_rule_change *cause);

struct wit_diff_entry {
    struct wit_change change;
    int weight;
    size_t order;
};
struct wit_diff_work {
    struct wit_arena *arena;
    struct wit_causes causes;
    struct wit_diff_entry *items;
    size_t n, cap;
};
enum {
    WIT_DIFF_STATEMENTS,
    WIT_DIFF_RED,
    WIT_DIFF_YELLOW,
    WIT_DIFF_GREEN,
    WIT_DIFF_FINDINGS,
    WIT_DIFF_SHEETS,
    WIT_DIFF_GAPS
};
struct wit_change *wit_diff_add(struct wit_diff_work *w, enum wit_change_kind kind, const char *subject, const char *id,
                                const char *what, int weight);

void wit_diff_paths(struct wit_diff_work *w); /* diff_path.c */
void wit_diff_rest(struct wit_diff_work *w);  /* diff_rest.c: findings without paths, waivers, sheets, gaps */

#endif
