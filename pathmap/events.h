/* pathmap/events.h: who changed what, as CloudTrail tells it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Events explain changes and are part of no verdict. Source: CloudTrail User Guide, "CloudTrail record contents"; API
 * Reference 2013-11-01, LookupEvents.
 */
#ifndef WIT_PATHMAP_EVENTS_H
#define WIT_PATHMAP_EVENTS_H

#include "evidence/bundle.h"
#include "evidence/map.h"

/*
 * Sets events of the map: what changed something and succeeded, of services that have to do with ways and storage;
 * sorted by time, who, action, evidence. An event that cannot be read is left out: nothing hangs on it.
 * err: WIT_EINTEGRITY, WIT_EIO of the bundle
 */
WIT_NODISCARD bool wit_events_read(struct wit_map *map, struct wit_arena *arena,
                                   const struct wit_bundle *const *bundles, size_t n, struct wit_err *err);

#endif
