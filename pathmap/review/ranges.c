/* pathmap/review/ranges.c: port sets as words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/review.h"

const char *wit_pset_words(struct wit_arena *arena, struct wit_pset set)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 16);
    size_t n;
    const struct wit_port_range *ranges = wit_port_ranges_of(&n, arena, set);
    wit_port_ranges_text(&text, ranges, n);
    return wit_strdup(arena, wit_buf_str(&text));
}
