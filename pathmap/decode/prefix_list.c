/* pathmap/decode/prefix_list.c: prefix lists and their entries.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two answers tell entries: GetManagedPrefixListEntries, for any list, and DescribePrefixLists, for the platform's own.
 * Source: EC2 API Reference, data types ManagedPrefixList, PrefixListEntry, PrefixList.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/decode/decode.h"

void wit_decode_managed_list(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "PrefixListId"), *owner = wit_str(item, "OwnerId"), *state = wit_str(item, "State");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a prefix list without its id");
        return;
    }
    bool platform = owner != NULL && strcasecmp(owner, "aws") == 0;
    struct wit_head head;
    struct wit_raw_list *list =
        wit_raw_add(d, WIT_RAW_LIST, &head, WIT_RANK_OWNER, item, id, platform ? NULL : owner, pointer);
    if (list == NULL)
        return;
    head.name = wit_word_of(d, item, "PrefixListName");
    WIT_HEAD_SET(list->o, head);
    list->o.managed_by_platform = platform;
    list->changing = state != NULL && strstr(state, "-in-progress") != NULL;
}

static struct wit_entries *entries_of(struct wit_decoding *d, const char *id)
{
    const char *key = wit_key_of(d, id, d->source->account, d->source->region, (const char *)NULL);
    struct wit_entries *entries = wit_strmap_get(d->entries, key);
    if (entries == NULL) {
        entries = WIT_NEW(d->arena, struct wit_entries);
        entries->gap = WIT_NO_GAP;
        wit_strmap_put(d->entries, key, entries);
    }
    return entries;
}

void wit_decode_entry(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_entries *entries = entries_of(d, d->source->resource);
    struct wit_prefix prefix;
    if (wit_field_prefix(&prefix, item, "Cidr"))
        WIT_PUSH(d->arena, entries->items, entries->n, entries->cap) = prefix;
    else
        entries->gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, d->source->resource, pointer, NULL,
                                 "%s: an entry could not be read", d->source->resource);
}

/* Kept beside the managed list of that id, which may come before or after. */
void wit_decode_plain_list(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "PrefixListId");
    const struct wit_value *cidrs = wit_field_list(item, "Cidrs");
    if (id == NULL || id[0] == '\0' || cidrs == NULL) {
        wit_answer_unreadable(d, pointer, "a prefix list without its id or its entries");
        return;
    }
    const char *key = wit_key_of(d, id, d->source->account, d->source->region, (const char *)NULL);
    struct wit_raw_list *plain = wit_strmap_get(d->plain_lists, key);
    if (plain == NULL) {
        plain = WIT_NEW(d->arena, struct wit_raw_list);
        wit_strmap_put(d->plain_lists, key, plain);
        WIT_PUSH(d->arena, d->plain, d->n_plain, d->cap_plain) = plain;
    }
    *plain = (struct wit_raw_list){
        .raw = {.id = wit_word(d, id), .account = d->source->account, .region = d->source->region, .source = d->source},
        .plain_told = true,
        .plain_gap = WIT_NO_GAP};
    plain->o.name = wit_word_of(d, item, "PrefixListName");
    plain->o.cite = wit_here(d, pointer);
    WIT_EACH(cidr, cidrs) {
        struct wit_prefix prefix;
        if (cidr->kind == WIT_STRING && strlen(cidr->text) < WIT_PREFIX_TEXT &&
            wit_prefix_parse(&prefix, NULL, cidr->text, NULL))
            WIT_PUSH(d->arena, plain->plain, plain->n_plain, plain->cap_plain) = prefix;
        else
            plain->plain_gap =
                wit_found(d, WIT_GAP_UNREADABLE, d->source, id, pointer, NULL, "%s: an entry could not be read", id);
    }
}
