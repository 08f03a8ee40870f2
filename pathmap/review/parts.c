/* pathmap/review/parts.c: one side of a statement, parted by place and filters.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Interfaces in one subnet with the same groups are told apart by no rule but by their addresses: a statement is
 * checked a pair of such parts at a time, so its cost follows the number of different rules, not of machines.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

struct units {
    struct wit_part *items;
    size_t n, cap;
};

static int compare(const struct wit_interface *x, const struct wit_interface *y, bool fine)
{
    int order = strcmp(x->subnet->id, y->subnet->id);
    if (order == 0)
        order = wit_should_not_start(x) - wit_should_not_start(y);
    if (order != 0 || !fine)
        return order;
    if (x->n_filters != y->n_filters)
        return x->n_filters < y->n_filters ? -1 : 1;
    for (size_t i = 0; i < x->n_filters && order == 0; i++)
        order = strcmp(x->filter_ids[i], y->filter_ids[i]);
    return order;
}

static int by_subnet(const void *a, const void *b)
{
    const struct wit_interface *x = *(const struct wit_interface *const *)a;
    const struct wit_interface *y = *(const struct wit_interface *const *)b;
    int order = compare(x, y, false);
    return order != 0 ? order : strcmp(x->id, y->id);
}

static int by_filters(const void *a, const void *b)
{
    const struct wit_interface *x = *(const struct wit_interface *const *)a;
    const struct wit_interface *y = *(const struct wit_interface *const *)b;
    int order = compare(x, y, true);
    return order != 0 ? order : strcmp(x->id, y->id);
}

static void add_interfaces(struct units *u, const struct wit_review *r, const struct wit_party *party, bool as_source,
                           bool fine)
{
    const struct wit_interface **list = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, party->n_interfaces);
    size_t n = 0;
    for (size_t i = 0; i < party->n_interfaces; i++)
        if (!as_source || !wit_never_starts(party->interfaces[i]))
            list[n++] = party->interfaces[i];
    if (n > 0)
        qsort(list, n, sizeof *list, fine ? by_filters : by_subnet);
    for (size_t i = 0, end; i < n; i = end) {
        const struct wit_subnet *subnet = list[i]->subnet;
        for (end = i + 1; end < n && compare(list[i], list[end], fine) == 0;)
            end++;
        struct wit_part *unit = &WIT_PUSH(r->arena, u->items, u->n, u->cap);
        *unit = (struct wit_part){.kind = "subnet", .id = subnet->id, .interfaces = list + i, .n_interfaces = end - i};
        unit->doubtful = as_source && wit_should_not_start(list[i]);
        unit->label = subnet->name[0] == '\0' ? subnet->id : wit_fmt(r->arena, "%s (%s)", subnet->name, subnet->id);
        const struct wit_interface **sorted = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, end - i);
        memcpy(sorted, list + i, (end - i) * sizeof *sorted);
        wit_sort_interfaces(sorted, end - i);
        wit_party_interfaces(&unit->party, r->arena, subnet->id, sorted, end - i, WIT_NO_GAP);
    }
}

static void add_whole(struct units *u, const struct wit_review *r, const struct wit_party *party, const char *kind)
{
    struct wit_part *unit = &WIT_PUSH(r->arena, u->items, u->n, u->cap);
    *unit = (struct wit_part){.party = *party, .label = party->text, .kind = kind, .id = party->text};
    unit->party.gap = WIT_NO_GAP;
}

static bool is_written(const struct wit_review *r, const struct wit_party *part)
{
    for (size_t i = 0; i < r->n_grounds; i++)
        if (r->grounds[i].kind == WIT_GROUND_PREFIX && strcmp(r->grounds[i].scope.id, part->text) == 0)
            return true;
    return false;
}

struct wit_part *wit_parts_of(size_t *n, const struct wit_review *r, const struct wit_party *party, bool as_source,
                              bool fine)
{
    enum { APART = 4 }; /* so many unnamed prefixes still stand for themselves */
    struct units u = {0};
    const struct wit_party *parts = party->kind == WIT_PARTY_MIXED ? party->parts : party;
    size_t n_parts = party->kind == WIT_PARTY_MIXED ? party->n_parts : 1, n_prefixes = 0;
    struct wit_prefix *rest = WIT_NEW_ARRAY(r->arena, struct wit_prefix, n_parts);
    for (size_t i = 0; i < n_parts; i++)
        n_prefixes += parts[i].kind == WIT_PARTY_PREFIX && !is_written(r, &parts[i]);
    size_t n_rest = 0;
    for (size_t i = 0; i < n_parts; i++)
        switch (parts[i].kind) {
        case WIT_PARTY_INTERFACES:
            add_interfaces(&u, r, &parts[i], as_source, fine);
            break;
        case WIT_PARTY_PREFIX:
            if (n_prefixes > APART && !is_written(r, &parts[i]))
                rest[n_rest++] = parts[i].prefix;
            else
                add_whole(&u, r, &parts[i], "prefix");
            break;
        case WIT_PARTY_BUCKET:
            add_whole(&u, r, &parts[i], "bucket");
            break;
        case WIT_PARTY_INTERNET:
            add_whole(&u, r, &parts[i], "internet");
            break;
        case WIT_PARTY_ADDRESS:
        case WIT_PARTY_MIXED:
            add_whole(&u, r, &parts[i], "endpoint");
            break;
        }
    if (n_rest > 0) {
        struct wit_party all;
        wit_prefixes_party(&all, r->arena, "addresses outside every network", rest, n_rest);
        add_whole(&u, r, &all, "prefix");
    }
    *n = u.n;
    return u.items;
}
