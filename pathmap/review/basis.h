/* pathmap/review/basis.h: review columns from evidence, told apart from those that people fill.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/policy.md (review columns).
 */
#ifndef WIT_PATHMAP_REVIEW_BASIS_H
#define WIT_PATHMAP_REVIEW_BASIS_H

#include "pathmap/review/review.h"

/* Once, before the paths: which nodes of the platform an interface is. */
void wit_review_listening(struct wit_review *r);
/* Fills review.basis of a path whose other parts are there, and the columns that nobody declared and evidence tells. */
void wit_review_basis(struct wit_path *path, const struct wit_review *r, const struct wit_case *c);

/* trail.c: flow logs over every endpoint of the path's platform end. True: they are active, for all traffic and all
 * endpoints; `*text` may be filled though. */
bool wit_audit_trail(const char **text, const char **evidence, const struct wit_review *r, const struct wit_case *c);

#endif
