/* pathmap/review/asks.c: questions between groups, put to the engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/review.h"

int wit_verdict_rank(enum wit_verdict v)
{
    static const int ranks[] = {
        [WIT_ISOLATED] = 0, [WIT_ONE_WAY] = 1, [WIT_UNKNOWN] = 2, [WIT_PARTIAL] = 3, [WIT_REACHABLE] = 4};
    return ranks[v];
}

void wit_group_party(struct wit_party *out, const struct wit_review *r, const struct wit_group *group)
{
    const struct wit_ground *g = group->ground;
    switch (g->kind) {
    case WIT_GROUND_SUBNET:
    case WIT_GROUND_NETWORK: {
        const struct wit_interface **list = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, group->n_interfaces);
        for (size_t i = 0; i < group->n_interfaces; i++)
            list[i] = group->interfaces[i];
        wit_sort_interfaces(list, group->n_interfaces);
        wit_party_interfaces(out, r->arena, g->scope.id, list, group->n_interfaces, WIT_NO_GAP);
        return;
    }
    case WIT_GROUND_INTERNET:
        if (g->n_prefixes > 0)
            wit_prefixes_party(out, r->arena, g->scope.id, g->prefixes, g->n_prefixes);
        else
            wit_internet_party(out);
        return;
    case WIT_GROUND_PREFIX:
        wit_prefixes_party(out, r->arena, g->scope.id, g->prefixes, g->n_prefixes);
        return;
    case WIT_GROUND_BUCKET:
    case WIT_GROUND_ENDPOINT:
        wit_bucket_party(out, r->arena, g->scope.id, g->bucket, g->region);
        return;
    }
}

/* The internet is one endpoint, also where what is named of it is cut out: it has the way when any of it has. */
static void count_once(struct wit_answer *a, bool source, uint64_t others)
{
    uint64_t open = source ? a->to_open : a->from_open;
    a->pairs = others;
    a->pairs_open = open;
    a->from_open = source && open > 0 ? 1 : a->from_open;
    a->to_open = !source && open > 0 ? 1 : a->to_open;
    if (a->verdict == WIT_PARTIAL && open >= others)
        a->verdict = WIT_REACHABLE;
}

void wit_groups_ask(struct wit_answer *out, const struct wit_review *r, const struct wit_group *from,
                    const struct wit_group *to, struct wit_pset ports, bool explain)
{
    struct wit_party source, sink;
    wit_group_party(&source, r, from);
    wit_group_party(&sink, r, to);
    wit_reach_any(out, r->arena, r->reach, &source, &sink, ports, explain);
    if (from->ground->kind == WIT_GROUND_INTERNET && from->ground->n_prefixes > 0 && to->n_interfaces > 0)
        count_once(out, true, to->n_interfaces);
    if (to->ground->kind == WIT_GROUND_INTERNET && to->ground->n_prefixes > 0 && from->n_interfaces > 0)
        count_once(out, false, from->n_interfaces);
}
