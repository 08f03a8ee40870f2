/* evidence/changes.h: what changed since an earlier map, as the packet and other formats tell it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Filled from a diff (pathmap), read by render: the two never include each other. Strings are never NULL; "" is
 * nothing. All of it may be hostile text. Order is that of the diff: statements first, then red paths.
 * Source: docs/diff.md.
 */
#ifndef WIT_EVIDENCE_CHANGES_H
#define WIT_EVIDENCE_CHANGES_H

#include <stddef.h>

struct wit_change_row {
    const char *kind;           /* word of a change: "added", "widened", "narrowed", "now-observed", "gap-opened" … */
    const char *subject;        /* what the id is of: "statement", "path", "gap", "finding" */
    const char *id;             /* "p-7f3a91c2", a statement's id, "g-…" */
    const char *what;           /* "client apps-a -> brokers-a" */
    const char *before, *after; /* "tcp/9096", "tcp/9092-9098"; verdicts; statuses; names */
    const char *cause;      /* rule, route, membership or listener that changed, old and new; "" not told by the maps */
    const char *who, *when; /* by events in the evidence: principal, RFC 3339; "" nobody saw it */
    const char *evidence;   /* citation of the cause in the new map's evidence, or "" */
};
struct wit_changes {
    const char *previous_sha256;                /* of the earlier map's file */
    const char *previous_first, *previous_last; /* time span of its evidence */
    const struct wit_change_row *rows;
    size_t n;
};

#endif
