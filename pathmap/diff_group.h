/* pathmap/diff_group.h: a diff for people: the changes by cause, those of one path merged, paths that are alike folded.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_DIFF_GROUP_H
#define WIT_PATHMAP_DIFF_GROUP_H

#include "pathmap/pathmap.h"

struct wit_diff_line {
    const char *word;  /* "never", "added", "removed", "changed"; "finding", "waiver", "sheet", "gap" */
    const char *what;  /* "client apps-a -> brokers-a"; folded: "client apps -> brokers", of the roles */
    const char *state; /* "tcp/9096 => tcp/9092-9096, green => red" */
    const struct wit_change *const *members; /* the first change of each path or statement */
    size_t n, cap;
};
struct wit_diff_block {
    const char *cause, *evidence; /* "" "": the maps do not tell; that block is the last */
    const char *who, *when;       /* by events in the evidence, "" nobody saw it */
    struct wit_diff_line *lines;
    size_t n, cap;
};
struct wit_diff_groups {
    struct wit_diff_block *blocks; /* in the order of their first change */
    size_t n, cap;
    size_t statements, added, removed, changed; /* of statements; of paths, each counted once */
    size_t findings, waivers, sheets, gaps_opened, gaps_closed;
};

void wit_diff_group(struct wit_diff_groups *out, struct wit_arena *arena, const struct wit_diff *diff);
/* Which paths a folded line stands for: "a, b -> c, d" when it is each of these with each, else one by one. */
const char *wit_diff_members(struct wit_arena *arena, const struct wit_diff_line *line);

#endif
