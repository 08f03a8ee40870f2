/* evidence/stray.h: files below blobs/ that no record names.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A killed writer may leave a blob without its record; sealing sweeps those away, so in a sealed bundle there are none.
 */
#ifndef WIT_EVIDENCE_STRAY_H
#define WIT_EVIDENCE_STRAY_H

#include "base/arena.h"

/* `known` has the digests that records name. err: WIT_EINTEGRITY "blobs/ab/…: no record names it"; WIT_EIO */
WIT_NODISCARD bool wit_stray_check(int dir, const struct wit_strmap *known, struct wit_err *err);
WIT_NODISCARD bool wit_stray_remove(int dir, const struct wit_strmap *known, struct wit_err *err);
/* Every blob, and blobs/ itself: of a bundle in which no record was written. */
WIT_NODISCARD bool wit_stray_remove_all(int dir, struct wit_err *err);

#endif
