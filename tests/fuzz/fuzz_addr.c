/* tests/fuzz/fuzz_addr.c: any text is refused, or is an address, prefix or time whose canonical text reads back as
 * itself.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/arena.h"
#include "base/clock.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_addr(const char *text)
{
    struct wit_addr a, again;
    char canonical[WIT_ADDR_TEXT];
    if (!wit_addr_parse(&a, text, NULL))
        return;
    if (!wit_addr_parse(&again, wit_addr_text(canonical, a), NULL) || wit_addr_cmp(a, again) != 0)
        abort();
    if (!wit_addr_is_max(a) && wit_addr_cmp(wit_addr_prev(wit_addr_next(a)), a) != 0)
        abort();
}

static void check_prefix(const char *text)
{
    struct wit_prefix p, again;
    char canonical[WIT_PREFIX_TEXT];
    bool host_bits;
    if (!wit_prefix_parse(&p, &host_bits, text, NULL))
        return;
    if (!wit_prefix_parse(&again, &host_bits, wit_prefix_text(canonical, p), NULL) || wit_prefix_cmp(p, again) != 0 ||
        host_bits)
        abort();
    struct wit_range range = wit_prefix_range(p);
    if (!wit_prefix_has(p, range.first) || !wit_prefix_has(p, range.last) || wit_addr_cmp(range.first, range.last) > 0)
        abort();
    if (!wit_addr_is_max(range.last) && wit_prefix_has(p, wit_addr_next(range.last)))
        abort();
}

static void check_time(const char *text)
{
    int64_t ms, again;
    char canonical[WIT_TIME_TEXT];
    if (!wit_time_parse(&ms, text, NULL))
        return;
    /* An offset may lead outside the years that can be written. */
    bool writable = ms >= INT64_C(-62167219200000) && ms <= INT64_C(253402300799999);
    if (!wit_time_parse(&again, wit_time_text(canonical, ms), NULL) || (writable && again != ms))
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *text = wit_strndup(arena, (const char *)data, size);
    check_addr(text);
    check_prefix(text);
    check_time(text);
    return 0;
}
