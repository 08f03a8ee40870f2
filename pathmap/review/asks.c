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

static struct wit_prefix host(struct wit_addr addr)
{
    return (struct wit_prefix){addr, addr.family == 4 ? 32 : 128};
}

/* The estate's own public addresses are its interfaces, and no part of the internet that is asked about. */
static void without_own(struct wit_ground *ground, const struct wit_review *r)
{
    const struct wit_prefix *networks, *rest;
    struct wit_prefix *own = NULL;
    size_t n_networks, n_own = 0, cap = 0, n_rest;
    wit_space_networks(&networks, &n_networks, r->arena, r->estate);
    for (size_t i = 0; i < n_networks; i++)
        WIT_PUSH(r->arena, own, n_own, cap) = networks[i];
    for (size_t i = 0; i < r->estate->n_interfaces; i++)
        for (size_t k = 0; k < r->estate->interfaces[i].n_addresses; k++)
            if (r->estate->interfaces[i].addresses[k].public_addr.family != 0)
                WIT_PUSH(r->arena, own, n_own, cap) = host(r->estate->interfaces[i].addresses[k].public_addr);
    for (size_t i = 0; i < r->estate->n_gateways; i++)
        for (size_t k = 0; k < r->estate->gateways[i].n_public_addrs; k++)
            WIT_PUSH(r->arena, own, n_own, cap) = host(r->estate->gateways[i].public_addrs[k]);
    wit_space_minus(&rest, &n_rest, r->arena, ground->prefixes, ground->n_prefixes, own, n_own);
    ground->prefixes = rest;
    ground->n_prefixes = n_rest;
}

/* Every address of one side that lies outside has the way at these ports; family 0: of all families. */
static bool every_address(const struct wit_review *r, const struct wit_group *from, const struct wit_group *to,
                          bool source, struct wit_pset ports, unsigned family)
{
    struct wit_group part = source ? *from : *to;
    struct wit_ground ground = *part.ground;
    struct wit_party parties[2];
    struct wit_answer a;
    size_t n = 0;
    if (ground.kind == WIT_GROUND_INTERNET && ground.n_prefixes > 0)
        without_own(&ground, r);
    struct wit_prefix *list = WIT_NEW_ARRAY(r->arena, struct wit_prefix, ground.n_prefixes);
    for (size_t i = 0; i < ground.n_prefixes; i++)
        if (family == 0 || ground.prefixes[i].addr.family == family)
            list[n++] = ground.prefixes[i];
    if (n == 0 && part.ground->n_prefixes > 0)
        return false;
    ground.prefixes = list;
    ground.n_prefixes = n;
    part.ground = &ground;
    wit_group_party(&parties[0], r, source ? &part : from);
    wit_group_party(&parties[1], r, source ? to : &part);
    wit_reach_ask(&a, r->arena, r->reach, &parties[0], &parties[1], ports, false);
    return a.verdict == WIT_REACHABLE;
}

/*
 * design.md 9: a prefix is reachable when every address of it is, the internet when that holds for all of one address
 * family; for less of it the verdict is partial. The engine's answer about any port does not tell how much of a side it
 * is.
 */
static void partial_or_whole(struct wit_answer *a, const struct wit_review *r, const struct wit_group *from,
                             const struct wit_group *to, bool source)
{
    const struct wit_ground *outside = source ? from->ground : to->ground;
    bool whole = outside->kind == WIT_GROUND_INTERNET && outside->n_prefixes > 0
                     ? every_address(r, from, to, source, a->open, 4) || every_address(r, from, to, source, a->open, 6)
                     : every_address(r, from, to, source, a->open, 0);
    if (!whole)
        a->verdict = WIT_PARTIAL;
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

static bool outside(const struct wit_group *g)
{
    return g->ground->kind == WIT_GROUND_INTERNET || g->ground->kind == WIT_GROUND_PREFIX;
}

void wit_groups_spread(struct wit_answer *out, const struct wit_review *r, const struct wit_group *from,
                       const struct wit_group *to)
{
    struct wit_party source, sink;
    wit_group_party(&source, r, from);
    wit_group_party(&sink, r, to);
    wit_reach_spread(out, r->arena, r->reach, &source, &sink, wit_pset_all());
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
    if (out->verdict == WIT_REACHABLE && outside(from) && to->n_interfaces > 0)
        partial_or_whole(out, r, from, to, true);
    if (out->verdict == WIT_REACHABLE && outside(to) && from->n_interfaces > 0)
        partial_or_whole(out, r, from, to, false);
}
