/* pathmap/observe/observe.h: what traffic was seen, out of the flow artefacts of bundles.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Artefacts keep kinds (facts of the wire); here they become the review's classes, with what the intent says about
 * listeners, and what other flows show about a port, where the wire is encrypted. Pure functions of the evidence.
 * Source: docs/traffic.md; the contract of `flows`.
 */
#ifndef WIT_PATHMAP_OBSERVE_H
#define WIT_PATHMAP_OBSERVE_H

#include "evidence/bundle.h"
#include "evidence/seen.h"

struct wit_intent;

/*
 * Every flow record of every vantage point, sorted. intent may be NULL.
 * err: WIT_EINTEGRITY a blob is missing or changed; WIT_EPARSE a flow artefact makes no sense
 */
WIT_NODISCARD bool wit_seen_read(struct wit_seen **out, struct wit_arena *arena,
                                 const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                 struct wit_err *err);
/* One record for each (client, server, port, protocol, class): what several vantage points and kinds say, together.
 * What two vantage points saw of the same is not added up: the larger count stays. */
void wit_seen_fold(struct wit_seen *seen, struct wit_arena *arena);

#endif
