/* pathmap/review/ranges.c: port sets as the ranges and words of the map.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/review.h"

/* A span may run over several protocols: one range each. */
const struct wit_port_range *wit_ranges_of(size_t *n, struct wit_arena *arena, struct wit_pset set)
{
    struct wit_port_range *ranges = NULL;
    size_t cap = 0;
    *n = 0;
    for (size_t i = 0; i < set.n; i++)
        for (uint32_t p = set.spans[i].first >> 16; p <= set.spans[i].last >> 16; p++) {
            uint32_t first = p == set.spans[i].first >> 16 ? set.spans[i].first & 0xffff : 0;
            uint32_t last = p == set.spans[i].last >> 16 ? set.spans[i].last & 0xffff : 0xffff;
            WIT_PUSH(arena, ranges, *n, cap) = (struct wit_port_range){p, first, last};
        }
    return ranges;
}

struct wit_pset wit_pset_of_ranges(struct wit_arena *arena, const struct wit_port_range *ranges, size_t n)
{
    struct wit_pset set = wit_pset_none();
    for (size_t i = 0; i < n; i++)
        set = wit_pset_union(arena, set, wit_pset_ports(arena, ranges[i].protocol, ranges[i].first, ranges[i].last));
    return set;
}

const char *wit_pset_words(struct wit_arena *arena, struct wit_pset set)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 16);
    wit_pset_text(&text, set);
    return wit_strdup(arena, wit_buf_str(&text));
}
