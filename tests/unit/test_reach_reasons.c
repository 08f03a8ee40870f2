/* tests/unit/test_reach_reasons.c: the table of reasons is sorted, and docs/reasons.md says the same.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/io.h"
#include "pathmap/reach/reach.h"

static void documented(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    size_t n, len, told = 0;
    char *text;
    struct wit_err err = {0};
    const struct wit_reason_row *rows = wit_reason_rows(&n);
    if (!wit_file_read(&text, &len, arena, WIT_SOURCE_DIR "/docs/reasons.md", 1 << 20, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            assert_true(strcmp(rows[i - 1].code, rows[i].code) < 0);
        if (strstr(text, wit_fmt(arena, "\n| `%s` | %s |", rows[i].code, rows[i].text)) == NULL)
            fail_msg("docs/reasons.md does not say: | `%s` | %s |", rows[i].code, rows[i].text);
    }
    for (const char *at = text; (at = strstr(at, "\n| `")) != NULL; at++)
        told++;
    assert_int_equal(told, n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(documented)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
