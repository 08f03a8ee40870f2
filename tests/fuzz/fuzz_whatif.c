/* tests/fuzz/fuzz_whatif.c: any bytes are refused with file, line and column, or are changes that an estate takes or
 * refuses in the same way.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/whatif.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    struct wit_whatif *whatif = NULL;
    struct wit_estate estate = {0};
    struct wit_touched touched;
    bool parsed = wit_whatif_parse(&whatif, arena, "w", (const char *)data, size, &err);
    if (parsed && (whatif->n == 0 || whatif->n > WIT_WHATIF_MAX_CHANGES))
        abort();
    if (parsed && wit_whatif_apply(&touched, arena, &estate, whatif, &err))
        abort(); /* nothing that a change may name is in an empty estate */
    if (err.code != WIT_EINTENT || strncmp(err.text, "w:", 2) != 0)
        abort();
    return 0;
}
