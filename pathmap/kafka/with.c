/* pathmap/kafka/with.c: for commands that ask without a map: the intent together with Kafka's own evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/kafka/platform.h"
#include "pathmap/pathmap.h"

static bool is_there(const struct wit_bundle *const *bundles, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < bundles[i]->n; k++) {
            const char *source = bundles[i]->records[k].subject.source;
            if (source != NULL && strcmp(source, "aws") != 0 && strcmp(source, "traffic") != 0)
                return true;
        }
    return false;
}

bool wit_intent_with_platform(const struct wit_intent **out, struct wit_arena *arena, struct wit_estate *estate,
                              const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                              struct wit_err *err)
{
    struct wit_platform *platform;
    *out = intent;
    if (!is_there(bundles, n))
        return true;
    if ((estate == NULL && !wit_estate_decode(&estate, arena, bundles, n, err)) ||
        !wit_platform_read(&platform, arena, estate, bundles, n, err))
        return false;
    wit_platform_adopt(estate, platform, arena);
    *out = wit_platform_intent(arena, estate, platform, intent);
    return true;
}
