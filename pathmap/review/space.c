/* pathmap/review/space.c: differences of address space, as prefixes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "pathmap/review/roles.h"

static int by_first(const void *a, const void *b)
{
    return wit_addr_cmp(((const struct wit_range *)a)->first, ((const struct wit_range *)b)->first);
}

/* Ascending, disjoint ranges of the prefixes. */
static size_t merge(struct wit_range **out, struct wit_arena *arena, const struct wit_prefix *prefixes, size_t n)
{
    struct wit_range *ranges = WIT_NEW_ARRAY(arena, struct wit_range, n);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        ranges[i] = wit_prefix_range(prefixes[i]);
    qsort(ranges, n, sizeof *ranges, by_first);
    for (size_t i = 0; i < n; i++) {
        struct wit_range *last = kept == 0 ? NULL : &ranges[kept - 1];
        if (last == NULL || wit_addr_cmp(ranges[i].first, last->last) > 0)
            ranges[kept++] = ranges[i];
        else if (wit_addr_cmp(ranges[i].last, last->last) > 0)
            last->last = ranges[i].last;
    }
    *out = ranges;
    return kept;
}

struct pieces {
    struct wit_arena *arena;
    struct wit_prefix *items;
    size_t n, cap;
};

/* The fewest prefixes that make up a range. */
static void split(struct pieces *out, struct wit_range range)
{
    uint8_t most = range.first.family == 4 ? 32 : 128;
    for (struct wit_addr at = range.first;;) {
        uint8_t bits = 0;
        struct wit_prefix p = wit_prefix_of(at, bits);
        while (bits < most && (wit_addr_cmp(p.addr, at) != 0 || wit_addr_cmp(wit_prefix_range(p).last, range.last) > 0))
            p = wit_prefix_of(at, ++bits);
        WIT_PUSH(out->arena, out->items, out->n, out->cap) = p;
        struct wit_addr last = wit_prefix_range(p).last;
        if (wit_addr_cmp(last, range.last) >= 0)
            return;
        at = wit_addr_next(last);
    }
}

void wit_space_minus(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena, const struct wit_prefix *a,
                     size_t n_a, const struct wit_prefix *b, size_t n_b)
{
    struct wit_range *have, *less;
    size_t n_have = merge(&have, arena, a, n_a), n_less = merge(&less, arena, b, n_b), j = 0;
    struct pieces pieces = {.arena = arena};
    for (size_t i = 0; i < n_have; i++) {
        struct wit_range rest = have[i];
        bool left = true;
        while (j < n_less && wit_addr_cmp(less[j].last, rest.first) < 0)
            j++;
        for (size_t k = j; left && k < n_less && pieces.n < WIT_SPACE_MAX; k++) {
            if (wit_addr_cmp(less[k].first, rest.last) > 0)
                break;
            if (wit_addr_cmp(less[k].first, rest.first) > 0)
                split(&pieces, (struct wit_range){rest.first, wit_addr_prev(less[k].first)});
            left = wit_addr_cmp(less[k].last, rest.last) < 0;
            if (left)
                rest.first = wit_addr_next(less[k].last);
        }
        if (left)
            split(&pieces, rest);
    }
    *out = pieces.items;
    *n_out = pieces.n;
}

/* A network that is only named by others has no prefixes to go by: of it, just the interfaces in evidence are inside.
 */
static void add_strays(struct pieces *out, const struct wit_estate *estate)
{
    for (size_t i = 0; i < estate->n_interfaces; i++) {
        const struct wit_interface *interface = &estate->interfaces[i];
        for (size_t k = 0; interface->subnet->network->placeholder && k < interface->n_addresses; k++)
            WIT_PUSH(out->arena, out->items, out->n, out->cap) =
                wit_prefix_of(interface->addresses[k].addr, interface->addresses[k].bits);
    }
}

void wit_space_networks(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena,
                        const struct wit_estate *estate)
{
    struct pieces pieces = {.arena = arena};
    add_strays(&pieces, estate);
    for (size_t i = 0; i < estate->n_networks; i++) {
        const struct wit_network *network = &estate->networks[i];
        for (size_t k = 0; !network->placeholder && k < network->n_prefixes; k++)
            WIT_PUSH(arena, pieces.items, pieces.n, pieces.cap) = network->prefixes[k];
    }
    *out = pieces.items;
    *n_out = pieces.n;
}

void wit_space_public(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena)
{
    struct pieces pieces = {.arena = arena};
    for (uint8_t family = 4; family <= 6; family = (uint8_t)(family + 2)) {
        size_t n;
        const struct wit_range *ranges = wit_public_ranges(family, &n);
        for (size_t i = 0; i < n; i++)
            split(&pieces, ranges[i]);
    }
    *out = pieces.items;
    *n_out = pieces.n;
}

/* RFC 1918, RFC 6598 (shared space of carriers) and RFC 4193 (unique local IPv6): what sites number their hosts from.
 * Link-local and multicast space does not cross a router. */
void wit_space_private_outside(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena,
                               const struct wit_estate *estate)
{
    static const char *const texts[] = {"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"};
    enum { COUNT = sizeof texts / sizeof *texts };
    struct wit_prefix space[COUNT];
    const struct wit_prefix *networks;
    size_t n_networks;
    for (size_t i = 0; i < COUNT; i++)
        if (!wit_prefix_parse(&space[i], NULL, texts[i], NULL))
            wit_die("%s is no prefix", texts[i]);
    wit_space_networks(&networks, &n_networks, arena, estate);
    wit_space_minus(out, n_out, arena, space, COUNT, networks, n_networks);
}
