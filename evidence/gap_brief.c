/* evidence/gap_brief.c: the sentence of a gap without the provider's own long words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/map.h"

const char *wit_gap_brief(struct wit_arena *arena, const char *text)
{
    size_t len = strlen(text);
    for (const char *at = strstr(text, " ("); at != NULL && text[len - 1] == ')'; at = strstr(at + 1, " (")) {
        size_t code = strspn(at + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.");
        if (code > 0 && strncmp(at + 2 + code, ": ", 2) == 0)
            return wit_fmt(arena, "%.*s)", (int)(at + 2 + code - text), text);
    }
    return text;
}
