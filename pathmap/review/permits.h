/* pathmap/review/permits.h: what policies say beside the network on the way to a bucket, as rows of a map or an answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/identity.md.
 */
#ifndef WIT_PATHMAP_REVIEW_PERMITS_H
#define WIT_PATHMAP_REVIEW_PERMITS_H

#include "pathmap/identity/identity.h"
#include "pathmap/reach/reach.h"

/* One row for each principal, way and action of these interfaces, at most 60; memory is the arena of `id`. */
void wit_permits_of_interfaces(struct wit_identity_part *out, struct wit_identity *id,
                               const struct wit_interface *const *interfaces, size_t n, const char *bucket);
/* The same for a side of a question; the internet is anyone, and any account. */
void wit_permits_of_party(struct wit_identity_part *out, struct wit_identity *id, const struct wit_party *from,
                          const char *bucket);

#endif
