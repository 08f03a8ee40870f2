/* base/pack.h: zstd frames, with a cap on what comes out.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_BASE_PACK_H
#define WIT_BASE_PACK_H

#include "base/arena.h"

/* Same bytes in, same bytes out (fixed level, one thread). Result is in the arena. */
void wit_pack(char **out, size_t *out_len, struct wit_arena *arena, const void *bytes, size_t len);
/* The same of bytes that come piece by piece; the frame does not tell how many they are. */
struct wit_packer;
struct wit_packer *wit_packer_new(void);
void wit_packer_add(struct wit_packer *packer, const void *bytes, size_t len);
void wit_packer_end(char **out, size_t *out_len, struct wit_arena *arena, struct wit_packer *packer);
void wit_packer_free(struct wit_packer *packer); /* NULL is fine */
/* err: WIT_EPARSE not a zstd frame or cut; WIT_ELIMIT more than cap_bytes would come out */
WIT_NODISCARD bool wit_unpack(char **out, size_t *out_len, struct wit_arena *arena, const void *bytes, size_t len,
                              size_t cap_bytes, struct wit_err *err);

#endif
