/* pathmap/reach/twins.c: hosts outside the cloud that have addresses which a network in evidence has as well.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.8: a site numbers its hosts as it likes; where one is joined to B's network, the same
 * addresses in another network are no proof that no such host is there. An address of B's own network is left out: its
 * answers never leave that network.
 */
#include "pathmap/reach/telling.h"
#include "pathmap/reach/way.h"

void wit_twins_add(struct wit_members *out, struct wit_arena *arena, const struct wit_reach *r, struct wit_range range,
                   bool destination)
{
    struct wit_range *left = NULL, rest = range;
    size_t n = 0, cap = 0;
    if (destination)
        return;
    wit_unclaimed(r, arena, range, &left, &n, &cap);
    for (size_t i = 0; i <= n; i++) { /* the spaces between what no network claims */
        if (i == n || wit_addr_cmp(rest.first, left[i].first) < 0)
            WIT_PUSH(arena, out->twins, out->n_twins, out->cap_twins) =
                (struct wit_range){rest.first, i == n ? range.last : wit_addr_prev(left[i].first)};
        if (i < n && wit_addr_cmp(left[i].last, range.last) >= 0)
            return;
        if (i < n)
            rest.first = wit_addr_next(left[i].last);
    }
}

static bool may_come(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r, struct wit_addr a,
                     const struct wit_unit *to, wit_set ports)
{
    const struct wit_network *network = to->itf->subnet->network;
    bool door = false;
    if (wit_addr_is_public(a) || wit_network_holds(network, a))
        return false;
    for (size_t i = 0; i < to->n_points && !door; i++)
        door = to->points[i].addr.family == a.family && wit_hybrid_has_door(r, network, to->points[i].addr);
    if (!door)
        return false;
    const struct wit_unit *from = wit_unit_outside(r, a);
    if (!wit_set_meets(r, ports, wit_pair_sum(r, from, to)->may_deliver))
        return false;
    wit_doubts_of_units(bag, arena, r, &from, 1, &to, 1, ports);
    if (bag->n == 0)
        wit_bag_add(arena, bag, r->gap_outside);
    return true;
}

bool wit_twins_open(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r,
                    const struct wit_members *from, const struct wit_members *to, wit_set ports)
{
    for (size_t i = 0; i < to->n && from->n_twins > 0; i++) {
        const struct wit_member *m = &to->list[i];
        size_t n;
        const struct wit_addr *cuts = wit_outside_cuts(r, arena, m, from->twins, from->n_twins, &n);
        for (size_t k = 0; k < m->n_units; k++) {
            for (size_t j = 0; j < n && m->units[k]->itf != NULL; j++) {
                if (may_come(bag, arena, r, cuts[j], m->units[k], ports))
                    return true;
            }
        }
    }
    return false;
}
