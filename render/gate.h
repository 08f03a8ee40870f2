/* render/gate.h: what stands between a map and an approval: the red, the open and the waived, in the order of weight.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One judgement for `check`, for its formats and for summary.md. Nothing is averaged: one red blocks. Unknown is never
 * green: it is open. What a waiver in force speaks of is told and does not block. Source: docs/check.md.
 */
#ifndef WIT_RENDER_GATE_H
#define WIT_RENDER_GATE_H

#include "evidence/map.h"

enum wit_gate_verdict {
    WIT_GATE_CLEAR, /* nothing red, no statement unknown */
    WIT_GATE_OPEN,  /* nothing red, but a statement is left open by missing evidence */
    WIT_GATE_RED    /* a violated statement, a red path, or a high finding, that no waiver covers */
};
const char *wit_gate_word(enum wit_gate_verdict v); /* "clear", "open", "red" */

struct wit_gate_item {
    const char *subject; /* "statement", "path", "finding" */
    const char *id;
    const char *state;  /* "violated", "red", "high"; "unknown", "yellow" */
    const char *what;   /* the statement; "client apps-a -> brokers-a, tcp/9096"; the finding's title */
    const char *why;    /* deciders, reasons, the finding's text */
    const char *waiver; /* id, "" none */
};
struct wit_gate_items {
    struct wit_gate_item *items;
    size_t n, cap;
};
struct wit_gate {
    enum wit_gate_verdict verdict;
    size_t statements[3];                            /* by enum wit_proof */
    size_t paths[3];                                 /* by enum wit_status */
    size_t unknown_paths;                            /* permitted: unknown */
    size_t findings[4];                              /* by enum wit_severity */
    struct wit_gate_items red, open, yellow, waived; /* open: unknown statements; yellow: paths */
    const char *const *path_waivers;                 /* one a path of the map, "" none */
    const char *const *statement_waivers;            /* one a statement */
};

/* Reads the map only; everything is in the arena or the map's. */
void wit_gate_judge(struct wit_gate *out, struct wit_arena *arena, const struct wit_map *map);
const struct wit_waiver *wit_gate_waiver(const struct wit_map *map, const char *id); /* NULL: there is none */

/* "client apps-a -> brokers-a, tcp/9096" */
const char *wit_gate_path_title(struct wit_arena *arena, const struct wit_path *path);
/* Its reasons in one line. */
const char *wit_gate_path_why(struct wit_arena *arena, const struct wit_path *path);
/* What decides a statement: the deciders of its first witnesses, and how many more there are. */
const char *wit_gate_statement_why(struct wit_arena *arena, const struct wit_assertion *a);

#endif
