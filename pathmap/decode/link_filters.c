/* pathmap/decode/link_filters.c: groups, NACLs and prefix lists: rules in order, peers as pointers, rule ids.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

static int compare_prefixes(const void *a, const void *b)
{
    return wit_prefix_cmp(*(const struct wit_prefix *)a, *(const struct wit_prefix *)b);
}

static void set_entries(struct wit_decoding *d, struct wit_prefix_list *o, const struct wit_prefix *items, size_t n)
{
    struct wit_prefix *sorted = WIT_NEW_ARRAY(d->arena, struct wit_prefix, n);
    size_t filled = 0;
    if (n > 0) {
        memcpy(sorted, items, n * sizeof *items);
        qsort(sorted, n, sizeof *sorted, compare_prefixes);
    }
    for (size_t i = 0; i < n; i++) {
        if (filled == 0 || wit_prefix_cmp(sorted[filled - 1], sorted[i]) != 0)
            sorted[filled++] = sorted[i];
    }
    o->entries = sorted;
    o->n_entries = filled;
}

static void link_list(struct wit_decoding *d, const struct wit_raw_list *raw, struct wit_prefix_list *o)
{
    const struct wit_operation *op = wit_operation_find("ec2", "GetManagedPrefixListEntries");
    const char *account = raw->raw.source->account, *region = raw->raw.source->region;
    struct wit_state state = wit_ledger_state(d, op, account, region, raw->raw.id);
    const struct wit_entries *entries =
        wit_strmap_get(d->entries, wit_key_of(d, raw->raw.id, account, region, (const char *)NULL));
    static const struct wit_entries none = {.gap = WIT_NO_GAP};
    if (entries == NULL)
        entries = &none;
    if (state.state == WIT_LIST_COMPLETE || !raw->plain_told) {
        set_entries(d, o, entries->items, entries->n);
        o->gap = state.state == WIT_LIST_COMPLETE ? entries->gap : state.gap;
    } else {
        set_entries(d, o, raw->plain, raw->n_plain);
        o->gap = raw->plain_gap;
    }
    if (raw->changing)
        o->gap = wit_found(d, WIT_GAP_MOVING, raw->raw.source, raw->raw.id, o->cite.pointer, NULL,
                           "%s is just being changed", raw->raw.id);
    else if (o->gap == WIT_NO_GAP && o->managed_by_platform && o->n_entries == 0)
        o->gap = wit_found(d, WIT_GAP_UNREADABLE, raw->raw.source, raw->raw.id, o->cite.pointer, NULL,
                           "%s: the platform's own list cannot be empty", raw->raw.id);
}

void wit_link_lists(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->raws[WIT_RAW_LIST].n; i++)
        link_list(d, (struct wit_raw_list *)d->raws[WIT_RAW_LIST].items[i],
                  &WIT_SEALED(wit_prefix_list, d->estate->prefix_lists)[i]);
}

/* ---- rules ---- */
struct placed_rule {
    struct wit_rule rule;
    size_t index;
};

static int by_number(const void *left, const void *right)
{
    const struct placed_rule *a = left, *b = right;
    if (a->rule.egress != b->rule.egress)
        return a->rule.egress ? 1 : -1;
    if (a->rule.number != b->rule.number)
        return a->rule.number < b->rule.number ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* The order of the answer decides between equal numbers. */
static void sort_rules(struct wit_decoding *d, struct wit_raw_filter *raw)
{
    struct placed_rule *placed = WIT_NEW_ARRAY(d->scratch, struct placed_rule, raw->n_rules);
    for (size_t i = 0; i < raw->n_rules; i++)
        placed[i] = (struct placed_rule){raw->rules[i], i};
    if (raw->n_rules > 1)
        qsort(placed, raw->n_rules, sizeof *placed, by_number);
    for (size_t i = 0; i < raw->n_rules; i++)
        raw->rules[i] = placed[i].rule;
    wit_arena_reset(d->scratch);
}

static void link_peer(struct wit_decoding *d, const struct wit_raw_filter *raw, struct wit_rule *rule)
{
    if (rule->peer == WIT_PEER_GROUP) {
        const char *account = rule->peer_account[0] != '\0' ? rule->peer_account : raw->raw.account;
        const struct wit_raw_filter *group = wit_raw_find(d, WIT_RAW_FILTER, rule->peer_id, account, raw->raw.region);
        if (group != NULL && group->o.mode == WIT_ALLOW_UNION)
            rule->group = WIT_SEALED_AT(wit_filter, d->estate->filters, group);
    } else if (rule->peer == WIT_PEER_LIST) {
        const char *account = raw->raw.source->account;
        const struct wit_raw_list *list = wit_raw_find(d, WIT_RAW_LIST, rule->peer_id, account, raw->raw.region);
        if (list != NULL)
            rule->list = WIT_SEALED_AT(wit_prefix_list, d->estate->prefix_lists, list);
        else
            rule->list_gap = wit_link_missing(d, "ec2", "DescribeManagedPrefixLists", &raw->raw, rule->peer_id);
    }
}

/* While decoding a rule's id is the text by which DescribeSecurityGroupRules would know it. */
static void link_ids(struct wit_decoding *d, struct wit_raw_filter *raw)
{
    for (size_t i = 0; i < raw->n_rules; i++) {
        struct wit_rule *rule = &raw->rules[i];
        struct wit_listed_rule *listed = rule->id[0] == '\0' ? NULL : wit_strmap_get(d->rule_keys, rule->id);
        rule->id = listed == NULL ? "" : listed->id;
        if (listed != NULL)
            listed->found = true;
    }
}

/* Rules that one answer has and the other has not. */
static void compare_rules(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->n_listed_rules; i++) {
        const struct wit_listed_rule *listed = d->listed_rules[i];
        if (listed->found)
            continue;
        struct wit_raw_filter *raw = wit_raw_find(d, WIT_RAW_FILTER, listed->group, listed->account, listed->region);
        if (raw == NULL)
            continue;
        struct wit_filter *o = WIT_SEALED_AT(wit_filter, d->estate->filters, raw);
        if (o->gap == WIT_NO_GAP)
            o->gap = wit_found(d, WIT_GAP_MOVING, listed->source, listed->group, listed->rule.cite.pointer, NULL,
                               "%s: rule %s is in one answer and not in the other", listed->group, listed->id);
    }
}

void wit_link_filters(struct wit_decoding *d)
{
    struct wit_filter *filters = WIT_SEALED(wit_filter, d->estate->filters);
    for (size_t i = 0; i < d->raws[WIT_RAW_FILTER].n; i++) {
        struct wit_raw_filter *raw = (struct wit_raw_filter *)d->raws[WIT_RAW_FILTER].items[i];
        if (!raw->from_rules)
            link_ids(d, raw);
        sort_rules(d, raw);
        for (size_t k = 0; k < raw->n_rules; k++)
            link_peer(d, raw, &raw->rules[k]);
        filters[i].rules = raw->rules;
        filters[i].n_rules = raw->n_rules;
        if (raw->raw.differs != WIT_NO_GAP) { /* none of its rules is sure */
            filters[i].n_rules = 0;
            filters[i].gap = raw->raw.differs;
        }
        if (raw->from_rules) {
            struct wit_state state = wit_ledger_list(d, "ec2", "DescribeSecurityGroupRules", raw->raw.source->account,
                                                     raw->raw.source->region);
            if (state.state == WIT_LIST_INCOMPLETE)
                filters[i].gap = state.gap;
        }
    }
    compare_rules(d);
}
