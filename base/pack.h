/* base/pack.h: zstd frames, with a cap on what comes out.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_BASE_PACK_H
#define WIT_BASE_PACK_H

#include "base/arena.h"

/* Same bytes in, same bytes out (fixed level, one thread). Result is in the arena. */
void wit_pack(char **out, size_t *out_len, struct wit_arena *arena, const void *bytes, size_t len);
/* err: WIT_EPARSE not a zstd frame or cut; WIT_ELIMIT more than cap_bytes would come out */
WIT_NODISCARD bool wit_unpack(char **out, size_t *out_len, struct wit_arena *arena, const void *bytes, size_t len,
                              size_t cap_bytes, struct wit_err *err);

#endif
