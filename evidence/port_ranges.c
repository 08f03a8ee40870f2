/* evidence/port_ranges.c: sets of ports as the ranges of the map, and back, and as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/buf.h"
#include "evidence/map.h"

/* Every row of the four protocols that have ports or types. */
static struct wit_pset worded(struct wit_arena *arena)
{
    static const unsigned protocols[] = {WIT_ICMP, WIT_TCP, WIT_UDP, WIT_ICMPV6};
    struct wit_pset set = wit_pset_none();
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        set = wit_pset_union(arena, set, wit_pset_protocol(arena, protocols[i]));
    return set;
}

static int by_first(const void *a, const void *b)
{
    const struct wit_span *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Sorted and joined at once: a map from elsewhere may hold a great many. */
struct wit_pset wit_port_ranges_set(struct wit_arena *arena, const struct wit_port_range *ports, size_t n)
{
    struct wit_pset other = wit_pset_subtract(arena, wit_pset_all(), worded(arena));
    struct wit_span *spans = WIT_NEW_ARRAY(arena, struct wit_span, n + other.n);
    size_t count = 0, kept = 0;
    bool others = false;
    for (size_t i = 0; i < n; i++) {
        if (ports[i].protocol == WIT_PROTOCOL_OTHER)
            others = true;
        else
            spans[count++] =
                (struct wit_span){ports[i].protocol << 16 | ports[i].first, ports[i].protocol << 16 | ports[i].last};
    }
    for (size_t i = 0; others && i < other.n; i++)
        spans[count++] = other.spans[i];
    qsort(spans, count, sizeof *spans, by_first);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && spans[i].first <= spans[kept - 1].last + 1)
            spans[kept - 1].last = spans[i].last > spans[kept - 1].last ? spans[i].last : spans[kept - 1].last;
        else
            spans[kept++] = spans[i];
    }
    return (struct wit_pset){spans, kept};
}

/* A span may run over several protocols: one range each. */
const struct wit_port_range *wit_port_ranges_of(size_t *n, struct wit_arena *arena, struct wit_pset set)
{
    struct wit_port_range *ranges = NULL;
    size_t cap = 0;
    struct wit_pset other = wit_pset_subtract(arena, wit_pset_all(), worded(arena));
    bool others = wit_pset_has(set, other); /* 252 rows that nobody wants to read one by one */
    if (others)
        set = wit_pset_subtract(arena, set, other);
    *n = 0;
    for (size_t i = 0; i < set.n; i++)
        for (uint32_t p = set.spans[i].first >> 16; p <= set.spans[i].last >> 16; p++) {
            uint32_t first = p == set.spans[i].first >> 16 ? set.spans[i].first & 0xffff : 0;
            uint32_t last = p == set.spans[i].last >> 16 ? set.spans[i].last & 0xffff : 0xffff;
            WIT_PUSH(arena, ranges, *n, cap) = (struct wit_port_range){p, first, last};
        }
    if (others)
        WIT_PUSH(arena, ranges, *n, cap) = (struct wit_port_range){WIT_PROTOCOL_OTHER, 0, 65535};
    return ranges;
}

void wit_port_ranges_text(struct wit_buf *out, const struct wit_port_range *ports, size_t n)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    if (n == 0)
        return;
    struct wit_pset set = wit_port_ranges_set(arena, ports, n);
    if (wit_pset_is_all(set)) {
        wit_pset_text(out, set);
        return;
    }
    ports = wit_port_ranges_of(&n, arena, set);
    for (size_t i = 0; i < n; i++) { /* one by one: a run of protocols would hide TCP inside it */
        struct wit_span span = {ports[i].protocol << 16 | ports[i].first, ports[i].protocol << 16 | ports[i].last};
        if (i > 0)
            wit_buf_puts(out, ", ");
        if (ports[i].protocol == WIT_PROTOCOL_OTHER)
            wit_buf_puts(out, "other protocols");
        else
            wit_pset_text(out, (struct wit_pset){&span, 1});
    }
}
