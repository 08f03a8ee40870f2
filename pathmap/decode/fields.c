/* pathmap/decode/fields.c: values that many decoders need: addresses, prefixes, lists of ids.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/decode/decode.h"

bool wit_field_prefix(struct wit_prefix *out, const struct wit_value *object, const char *key)
{
    const char *text = wit_str(object, key);
    return text != NULL && strlen(text) < WIT_PREFIX_TEXT && wit_prefix_parse(out, NULL, text, NULL);
}

bool wit_field_addr(struct wit_addr *out, const struct wit_value *object, const char *key)
{
    const char *text = wit_str(object, key);
    return text != NULL && strlen(text) < WIT_ADDR_TEXT && wit_addr_parse(out, text, NULL);
}

const struct wit_value *wit_field_list(const struct wit_value *object, const char *key)
{
    const struct wit_value *list = wit_get(object, key);
    return list != NULL && list->kind == WIT_ARRAY ? list : NULL;
}

void wit_field_ids(struct wit_decoding *d, const char ***out, size_t *n, size_t *cap, const struct wit_value *list,
                   const char *key)
{
    WIT_EACH(item, list) {
        const char *id = item->kind == WIT_STRING ? item->text : key == NULL ? NULL : wit_str(item, key);
        if (id != NULL && id[0] != '\0')
            WIT_PUSH(d->arena, *out, *n, *cap) = wit_word(d, id);
    }
}

enum wit_told wit_told_word(const char *word, const char *yes, const char *no)
{
    if (word == NULL)
        return WIT_NOT_TOLD;
    return strcmp(word, yes) == 0 ? WIT_TOLD_YES : strcmp(word, no) == 0 ? WIT_TOLD_NO : WIT_NOT_TOLD;
}

enum wit_gateway_state wit_state_word(const char *word, const char *ready, const char *const *closed)
{
    if (strcmp(word, ready) == 0)
        return WIT_GW_READY;
    for (size_t i = 0; closed[i] != NULL; i++) {
        if (strcmp(closed[i], word) == 0)
            return WIT_GW_CLOSED;
    }
    return WIT_GW_STATE_UNKNOWN;
}

int wit_compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
