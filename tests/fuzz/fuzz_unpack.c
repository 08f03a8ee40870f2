/* tests/fuzz/fuzz_unpack.c: any bytes are refused, or are one frame within the cap; the bytes themselves pack and
 * unpack.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/pack.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { CAP_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    char *out = NULL, *packed;
    size_t len = 0, packed_len;
    bool ok = wit_unpack(&out, &len, arena, data, size, CAP_BYTES, &err);
    if (ok ? len > CAP_BYTES || out[len] != '\0' : out != NULL || err.code == WIT_OK)
        abort();
    wit_pack(&packed, &packed_len, arena, data, size);
    if (!wit_unpack(&out, &len, arena, packed, packed_len, size, &err) || len != size ||
        (size > 0 && memcmp(out, data, size) != 0))
        abort();
    if (size > 0 && wit_unpack(&out, &len, arena, packed, packed_len, size - 1, &err))
        abort();
    return 0;
}
