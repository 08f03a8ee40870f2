/* pathmap/pathmap.h: from bundles to a map: what the commands map, query and diff call.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_H
#define WIT_PATHMAP_H

#include "evidence/bundle.h"
#include "evidence/map.h"
#include "pathmap/reach/reach.h"

struct wit_intent;

/* Reads an intent file. err: WIT_EINTENT "intent.yaml:12:7: …" (file, line, column), WIT_EIO */
WIT_NODISCARD bool wit_intent_read(struct wit_intent **out, struct wit_arena *arena, const char *path,
                                   struct wit_err *err);
/* For tests and fuzzing; `name` stands in errors. */
WIT_NODISCARD bool wit_intent_parse(struct wit_intent **out, struct wit_arena *arena, const char *name,
                                    const char *text, size_t len, struct wit_err *err);

/* A role of the intent (or "!role") as a party; false when there is no such role. */
bool wit_intent_party(struct wit_party *out, struct wit_arena *arena, const struct wit_intent *intent,
                      const struct wit_estate *estate, const char *role);

/*
 * The intent together with what Kafka's own evidence tells (docs/kafka.md). estate gets the gaps of that evidence, so
 * this comes before wit_reach_new; NULL: it is decoded here. intent may be NULL; *out is NULL when neither is there.
 * err: WIT_EINTEGRITY
 */
WIT_NODISCARD bool wit_intent_with_platform(const struct wit_intent **out, struct wit_arena *arena,
                                            struct wit_estate *estate, const struct wit_bundle *const *bundles,
                                            size_t n, const struct wit_intent *intent, struct wit_err *err);

typedef void wit_map_progress_fn(void *context, const char *what, size_t done, size_t total);

/*
 * The whole computation. intent NULL: nothing is declared, roles are unknown: the inventory then has every
 * subnet-to-subnet path. err: WIT_EINTENT e.g. a path names a role that does not exist
 */
WIT_NODISCARD bool wit_map_compute(struct wit_map **out, struct wit_arena *arena,
                                   const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                   wit_map_progress_fn *progress, void *context, struct wit_err *err);

/* The same by a policy (policy.yaml): docs/policy.md. */
struct wit_review_policy;
WIT_NODISCARD bool wit_map_compute_by(struct wit_map **out, struct wit_arena *arena,
                                      const struct wit_bundle *const *bundles, size_t n,
                                      const struct wit_intent *intent, const struct wit_review_policy *policy,
                                      wit_map_progress_fn *progress, void *context, struct wit_err *err);

/* One `query` question as text: X, Y, port -> answer. Roles need an intent (may be NULL). err: WIT_EUSAGE */
WIT_NODISCARD bool wit_query(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                             const struct wit_estate *estate, const struct wit_intent *intent, const char *from,
                             const char *to, const char *port, bool explain, struct wit_err *err);
/* One line of --batch in, one line of answer (with newline) out; false when that line is an error line. */
bool wit_query_line(struct wit_buf *out, struct wit_reach *reach, const struct wit_estate *estate,
                    const struct wit_intent *intent, const char *line, size_t len);

/* diff of two maps */
enum wit_change_kind {
    WIT_ADDED,
    WIT_REMOVED,
    WIT_WIDENED,
    WIT_NARROWED,
    WIT_CHANGED_STATUS,
    WIT_CHANGED_VERDICT,
    WIT_CHANGED_PROOF,
    WIT_CHANGED_REVIEW,
    WIT_CHANGED_OWNER,
    WIT_CHANGED_LISTENER, /* the listener of a path, or its ports */
    WIT_NOW_OBSERVED,
    WIT_NO_LONGER_OBSERVED, /* watched, and not seen */
    WIT_NO_LONGER_WATCHED,  /* seen before; nobody looked this time, which is no "not seen" */
    WIT_CHANGE_EXPIRED,     /* a declaration or a waiver has ended */
    WIT_GAP_OPENED,
    WIT_GAP_CLOSED,
    WIT_CHANGED_SHEET /* the mark of a row of a sheet */
};
const char *wit_change_word(enum wit_change_kind k);
struct wit_change {
    enum wit_change_kind kind;
    const char *subject;        /* "statement", "path", "finding", "waiver", "sheet", "gap" */
    const char *id;             /* of it; of a sheet's row "sheet/row" */
    const char *what;           /* "client apps-a -> brokers-a" */
    const char *before, *after; /* "tcp/9096", "tcp/9092-9098"; verdicts; statuses */
    const char *cause; /* the rule that changed: "security-group sg-0c1 ingress tcp/8083 from 0.0.0.0/0 added", "" when
                          not told by the maps */
    const char *cause_evidence;
    const char *who, *when; /* by the events of the maps: principal, RFC 3339; "" nobody saw it */
    /* Of a path, for folding; "" for statements: its class, ends as in `what`, and their roles ("subnets" where a
     * subnet has none). */
    const char *class, *from, *to, *from_role, *to_role;
};
struct wit_diff {
    const struct wit_change *changes; /* sorted: assertions, then paths, red first; then the rest; then id */
    size_t n;
};
void wit_diff_maps(struct wit_diff *out, struct wit_arena *arena, const struct wit_map *older,
                   const struct wit_map *newer);
/* The same for render: `older` is the earlier map, `sha256` its file's digest. Strings are the diff's. */
struct wit_changes;
void wit_diff_changes(struct wit_changes *out, struct wit_arena *arena, const struct wit_diff *diff,
                      const struct wit_map *older, const char *sha256);
/* A map that holds what changed and what is around it, to be drawn: paths that changed, removed ones as they were. */
const struct wit_map *wit_diff_picture(struct wit_arena *arena, const struct wit_diff *diff,
                                       const struct wit_map *older, const struct wit_map *newer);
enum wit_diff_format { WIT_DIFF_TEXT, WIT_DIFF_JSON, WIT_DIFF_MARKDOWN };
/* Text and Markdown: a summary line, then a block a cause, one line a path or statement, alike paths folded into one.
 * JSON: one object a change. docs/diff.md */
void wit_diff_write(struct wit_buf *out, const struct wit_diff *diff, enum wit_diff_format format);

#endif
