/* tests/fuzz/fuzz_judgement.c: any bytes are refused with file, line and column, or are a policy that makes nothing
 * green.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/policy.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    const struct wit_review_policy *policy = NULL;
    if (!wit_review_policy_parse(&policy, arena, "p", (const char *)data, size, &err)) {
        if (policy != NULL || err.code != WIT_EINTENT || strncmp(err.text, "p:", 2) != 0)
            abort();
        return 0;
    }
    for (size_t i = 0; i < policy->n_statuses; i++)
        if (policy->statuses[i].status == WIT_GREEN)
            abort();
    for (size_t i = 0; i < policy->n_waivers; i++)
        if (policy->waivers[i].owner[0] == '\0' || policy->waivers[i].until[0] == '\0')
            abort();
    return 0;
}
