/* pathmap/kafka/notes.c: words that are shared, and gaps that reading the platform finds.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "pathmap/kafka/inside.h"

const struct wit_cite wit_no_cite = {UINT32_MAX, NULL};

const char *wit_kword(struct wit_kread *r, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return "";
    const char *word = wit_strmap_get(r->words, text);
    if (word == NULL) {
        char *copy = wit_strdup(r->arena, text);
        wit_strmap_put(r->words, text, copy);
        word = copy;
    }
    return word;
}

const char *wit_kword_of(struct wit_kread *r, const struct wit_value *object, const char *key)
{
    const char *text = wit_text(wit_get(object, key));
    return wit_kword(r, text);
}

static wit_gap_ref note(struct wit_kread *r, const struct wit_gap *gap, wit_gap_ref in_estate)
{
    const char *key = wit_fmt(r->arena, "%s\x1f%s", gap->id, gap->text);
    struct wit_gap **there = wit_strmap_get(r->gap_keys, key);
    if (there != NULL)
        return (wit_gap_ref)((uintptr_t)there - 1);
    wit_gap_ref ref = (wit_gap_ref)r->n_gaps;
    wit_strmap_put(r->gap_keys, key, (void *)((uintptr_t)ref + 1));
    size_t n = r->n_gaps;
    WIT_PUSH(r->arena, r->gaps, r->n_gaps, r->cap_gaps) = *gap;
    WIT_PUSH(r->arena, r->gaps_in_estate, n, r->cap_in_estate) = in_estate;
    return ref;
}

wit_gap_ref wit_kgap(struct wit_kread *r, enum wit_gap_reason reason, const char *operation, const char *resource,
                     struct wit_cite cite, const char *remedy, const char *fmt, ...)
{
    char text[1200], hex[WIT_SHA256_HEX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    struct wit_gap gap = {.reason = reason,
                          .subject = {.source = "kafka",
                                      .service = "kafka",
                                      .operation = operation,
                                      .resource = resource[0] == '\0' ? NULL : resource},
                          .text = wit_strdup(r->arena, text),
                          .remedy = remedy,
                          .cite = cite};
    const char *key = wit_fmt(r->arena, "%s\x1f%s\x1f%s\x1f%s", wit_gap_word(reason), operation, resource, text);
    wit_sha256_hex(hex, key, strlen(key));
    gap.id = wit_fmt(r->arena, "g-%.8s", hex);
    return note(r, &gap, WIT_NO_GAP);
}

wit_gap_ref wit_kgap_of_estate(struct wit_kread *r, wit_gap_ref ref, const char *remedy)
{
    struct wit_gap gap = r->estate->gaps[ref];
    if (gap.remedy == NULL || gap.remedy[0] == '\0')
        gap.remedy = remedy;
    return note(r, &gap, ref);
}
