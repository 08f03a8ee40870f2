/* tests/fuzz/fuzz_intent.c: any bytes are refused with file, line and column, or are an intent whose references hold.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/pathmap.h"
#include "pathmap/review/intent.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_end(const struct wit_intent *intent, const struct wit_end *end)
{
    bool role = end->kind == WIT_END_ROLE || end->kind == WIT_END_NOT_ROLE;
    if (role && (end->role < intent->roles || end->role >= intent->roles + intent->n_roles))
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    struct wit_intent *intent = NULL;
    if (!wit_intent_parse(&intent, arena, "i", (const char *)data, size, &err)) {
        if (intent != NULL || err.code != WIT_EINTENT || strncmp(err.text, "i:", 2) != 0)
            abort();
        return 0;
    }
    for (size_t i = 0; i < intent->n_services; i++)
        if (intent->services[i].role == NULL || intent->services[i].ports.n == 0)
            abort();
    for (size_t i = 0; i < intent->n_paths; i++) {
        check_end(intent, &intent->paths[i].to);
        for (size_t k = 0; k < intent->paths[i].n_from; k++)
            check_end(intent, &intent->paths[i].from[k]);
        if (intent->paths[i].ports.n == 0)
            abort();
    }
    for (size_t i = 0; i < intent->n_nevers; i++)
        check_end(intent, &intent->nevers[i].to);
    return 0;
}
