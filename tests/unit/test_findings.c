/* tests/unit/test_findings.c: the document names every reason and every check as the tables have them.
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
#include "pathmap/review/findings.h"

static size_t rows_in(const char *text)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, "\n| `")) != NULL; at++)
        n++;
    return n;
}

static void the_document_has_every_row(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    char *text;
    size_t len, n_status, n_checks;
    if (!wit_file_read(&text, &len, arena, WIT_SOURCE_DIR "/docs/findings.md", 1 << 20, &err))
        fail_msg("%s", err.text);
    const struct wit_status_row *status = wit_status_rows(&n_status);
    const struct wit_check *checks = wit_checks(&n_checks);
    for (size_t i = 0; i < n_status; i++) {
        const char *row =
            wit_fmt(arena, "\n| `%s` | %s | %s |\n", status[i].code, wit_status_word(status[i].status), status[i].text);
        if (strstr(text, row) == NULL)
            fail_msg("docs/findings.md lacks%s", row);
    }
    for (size_t i = 0; i < n_checks; i++) {
        const char *row = wit_fmt(arena, "\n| `%s` | %s | %s |\n", checks[i].key, wit_severity_word(checks[i].severity),
                                  checks[i].title);
        if (strstr(text, row) == NULL)
            fail_msg("docs/findings.md lacks%s", row);
    }
    assert_int_equal(rows_in(text), n_status + n_checks);
}

static void keys_are_unique(void **state)
{
    (void)state;
    size_t n_status, n_checks;
    const struct wit_status_row *status = wit_status_rows(&n_status);
    const struct wit_check *checks = wit_checks(&n_checks);
    for (size_t i = 0; i < n_status; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(status[i].code, status[k].code);
    for (size_t i = 0; i < n_checks; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(checks[i].key, checks[k].key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_has_every_row),
        cmocka_unit_test(keys_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
