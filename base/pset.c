/* base/pset.c: the algebra of port sets: every operation is one merge of two ascending lists.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/pset.h"

#include <string.h>

static const struct wit_span all_span = {0, 0xffffff};

struct wit_pset wit_pset_none(void)
{
    return (struct wit_pset){NULL, 0};
}

struct wit_pset wit_pset_all(void)
{
    return (struct wit_pset){&all_span, 1};
}

static struct wit_pset one_span(struct wit_arena *arena, uint32_t first, uint32_t last)
{
    struct wit_span *span = WIT_NEW(arena, struct wit_span);
    *span = (struct wit_span){first, last};
    return (struct wit_pset){span, 1};
}

struct wit_pset wit_pset_ports(struct wit_arena *arena, unsigned protocol, unsigned first, unsigned last)
{
    if (protocol > 255 || first > last || last > 65535)
        wit_die("a port set of protocol %u, ports %u to %u", protocol, first, last);
    return one_span(arena, protocol << 16 | first, protocol << 16 | last);
}

struct wit_pset wit_pset_protocol(struct wit_arena *arena, unsigned protocol)
{
    return wit_pset_ports(arena, protocol, 0, 65535);
}

bool wit_pset_is_all(struct wit_pset a)
{
    return a.n == 1 && a.spans[0].first == 0 && a.spans[0].last == 0xffffff;
}

/* Room for the largest result of a merge. Ends, not spans, are what a merge counts: n spans have 2n ends. */
static struct wit_span *result_room(struct wit_arena *arena, struct wit_pset a, struct wit_pset b)
{
    return WIT_NEW_ARRAY(arena, struct wit_span, a.n + b.n);
}

struct wit_pset wit_pset_union(struct wit_arena *arena, struct wit_pset a, struct wit_pset b)
{
    if (a.n == 0 || wit_pset_is_all(b))
        return b;
    if (b.n == 0 || wit_pset_is_all(a))
        return a;
    struct wit_span *out = result_room(arena, a, b);
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a.n || j < b.n;) {
        struct wit_span next =
            j == b.n || (i < a.n && a.spans[i].first <= b.spans[j].first) ? a.spans[i++] : b.spans[j++];
        if (n > 0 && next.first <= out[n - 1].last + 1) { /* overlapping or adjacent */
            if (next.last > out[n - 1].last)
                out[n - 1].last = next.last;
        } else {
            out[n++] = next;
        }
    }
    return (struct wit_pset){out, n};
}

struct wit_pset wit_pset_intersect(struct wit_arena *arena, struct wit_pset a, struct wit_pset b)
{
    if (a.n == 0 || b.n == 0)
        return wit_pset_none();
    if (wit_pset_is_all(a))
        return b;
    if (wit_pset_is_all(b))
        return a;
    struct wit_span *out = result_room(arena, a, b);
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a.n && j < b.n;) {
        uint32_t first = a.spans[i].first > b.spans[j].first ? a.spans[i].first : b.spans[j].first;
        uint32_t last = a.spans[i].last < b.spans[j].last ? a.spans[i].last : b.spans[j].last;
        if (first <= last)
            out[n++] = (struct wit_span){first, last};
        if (a.spans[i].last <= b.spans[j].last)
            i++;
        else
            j++;
    }
    return n == 0 ? wit_pset_none() : (struct wit_pset){out, n};
}

struct wit_pset wit_pset_subtract(struct wit_arena *arena, struct wit_pset a, struct wit_pset b)
{
    if (a.n == 0 || b.n == 0)
        return a;
    if (wit_pset_is_all(b))
        return wit_pset_none();
    struct wit_span *out = result_room(arena, a, b);
    size_t n = 0, j = 0;
    for (size_t i = 0; i < a.n; i++) {
        uint32_t first = a.spans[i].first, last = a.spans[i].last;
        bool rest = true; /* first..last is not decided yet */
        while (j < b.n && b.spans[j].last < first)
            j++;
        for (size_t k = j; rest && k < b.n && b.spans[k].first <= last; k++) {
            if (b.spans[k].first > first)
                out[n++] = (struct wit_span){first, b.spans[k].first - 1};
            if (b.spans[k].last >= last)
                rest = false;
            else
                first = b.spans[k].last + 1;
        }
        if (rest)
            out[n++] = (struct wit_span){first, last};
    }
    return n == 0 ? wit_pset_none() : (struct wit_pset){out, n};
}

bool wit_pset_equal(struct wit_pset a, struct wit_pset b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (a.spans[i].first != b.spans[i].first || a.spans[i].last != b.spans[i].last)
            return false;
    }
    return true;
}

bool wit_pset_has(struct wit_pset a, struct wit_pset b)
{
    /* Spans of one set are never adjacent, so a span of b lies within one span of a or not in a at all. */
    size_t i = 0;
    for (size_t j = 0; j < b.n; j++) {
        while (i < a.n && a.spans[i].last < b.spans[j].first)
            i++;
        if (i == a.n || a.spans[i].first > b.spans[j].first || a.spans[i].last < b.spans[j].last)
            return false;
    }
    return true;
}

bool wit_pset_meets(struct wit_pset a, struct wit_pset b)
{
    for (size_t i = 0, j = 0; i < a.n && j < b.n;) {
        if (a.spans[i].last < b.spans[j].first)
            i++;
        else if (b.spans[j].last < a.spans[i].first)
            j++;
        else
            return true;
    }
    return false;
}
