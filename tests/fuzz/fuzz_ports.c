/* tests/fuzz/fuzz_ports.c: a port list is refused or reads back from its text, and the laws of sets hold.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/pset.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_sound(struct wit_pset set)
{
    for (size_t i = 0; i < set.n; i++) {
        if (set.spans[i].first > set.spans[i].last || set.spans[i].last > 0xffffff ||
            (i > 0 && set.spans[i].first <= set.spans[i - 1].last + 1))
            abort();
    }
}

/* The text of a set, entry by entry, is the set. */
static void check_text(struct wit_arena *arena, struct wit_pset set)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)16 << 20);
    wit_pset_text(&out, set);
    if (set.n == 0 || wit_pset_is_all(set)) {
        if (strcmp(wit_buf_str(&out), set.n == 0 ? "none" : "all") != 0)
            abort();
        return;
    }
    struct wit_pset again = wit_pset_none();
    char *rest = wit_strdup(arena, wit_buf_str(&out)), *entry;
    while ((entry = strsep(&rest, ",")) != NULL) {
        struct wit_pset one;
        if (!wit_ports_parse(&one, arena, entry + (entry[0] == ' '), NULL))
            abort();
        again = wit_pset_union(arena, again, one);
    }
    if (!wit_pset_equal(set, again))
        abort();
}

static void check_laws(struct wit_arena *arena, struct wit_pset a, struct wit_pset b)
{
    struct wit_pset both = wit_pset_intersect(arena, a, b), any = wit_pset_union(arena, a, b);
    struct wit_pset only_a = wit_pset_subtract(arena, a, b), only_b = wit_pset_subtract(arena, b, a);
    check_sound(both);
    check_sound(any);
    check_sound(only_a);
    if (!wit_pset_equal(any, wit_pset_union(arena, wit_pset_union(arena, only_a, only_b), both)) ||
        wit_pset_meets(only_a, b) || wit_pset_meets(a, b) != (both.n > 0) || !wit_pset_has(any, a) ||
        wit_pset_has(a, b) != (only_b.n == 0) || !wit_pset_equal(both, wit_pset_subtract(arena, a, only_a)))
        abort();
}

/* Lines: "+tcp/1-2" adds to the first set, "-…" takes away, others add to the second. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size > 4096)
        return 0;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_pset a = wit_pset_none(), b = wit_pset_none(), one;
    char *rest = wit_strndup(arena, (const char *)data, size), *line;
    while ((line = strsep(&rest, "\n")) != NULL) {
        bool add = line[0] == '+', take = line[0] == '-';
        if (!wit_ports_parse(&one, arena, line + (add || take), NULL))
            continue;
        check_sound(one);
        check_text(arena, one);
        if (add)
            a = wit_pset_union(arena, a, one);
        else if (take)
            a = wit_pset_subtract(arena, a, one);
        else
            b = wit_pset_union(arena, b, one);
    }
    check_laws(arena, a, b);
    check_laws(arena, wit_pset_subtract(arena, wit_pset_all(), a), b);
    check_text(arena, a);
    check_text(arena, wit_pset_subtract(arena, wit_pset_all(), a));
    return 0;
}
