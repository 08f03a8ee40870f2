/* tests/unit/test_reach_reasons.c: the table of reasons is sorted, and docs/reasons.md says the same.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
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

static bool is_row(const char *code, size_t len)
{
    size_t n;
    const struct wit_reason_row *rows = wit_reason_rows(&n);
    for (size_t i = 0; i < n; i++)
        if (strlen(rows[i].code) == len && strncmp(rows[i].code, code, len) == 0)
            return true;
    return false;
}

/* The literals of a statement that look like codes must be codes, or words for what decides. */
static void statement(struct wit_arena *arena, const char *file, const char *at, const char *stop, size_t *found)
{
    const char *end = at + strcspn(at, stop);
    for (const char *quote = memchr(at, '"', (size_t)(end - at)); quote != NULL;) {
        size_t len = strcspn(quote + 1, "\"");
        bool code = len > 0 && strspn(quote + 1, "abcdefghijklmnopqrstuvwxyz-") == len;
        if (code && is_row(quote + 1, len))
            ++*found;
        else if (code && !wit_decider_is_word(wit_strndup(arena, quote + 1, len)))
            fail_msg("%s: '%.*s' is no row of pathmap/reach/reasons.c", file, (int)len, quote + 1);
        const char *next = quote + 1 + len + 1;
        quote = next < end ? memchr(next, '"', (size_t)(end - next)) : NULL;
    }
}

/* Every code that some step of a way sets is a row. */
static void every_code_is_a_row(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const struct {
        const char *mark, *stop;
    } marks[] = {{"reason = ", ",;"}, {"add_end(", ";"}, {"end_here(", ";"}, {"way_end(", ";"}};
    struct wit_err err = {0};
    size_t found = 0;
    DIR *folder = opendir(WIT_SOURCE_DIR "/pathmap/reach");
    assert_non_null(folder);
    for (const struct dirent *d = readdir(folder); d != NULL; d = readdir(folder)) {
        size_t len = strlen(d->d_name);
        char *text;
        if (len < 3 || strcmp(d->d_name + len - 2, ".c") != 0)
            continue;
        if (!wit_file_read(&text, &len, arena, wit_fmt(arena, WIT_SOURCE_DIR "/pathmap/reach/%s", d->d_name), 1 << 20,
                           &err))
            fail_msg("%s", err.text);
        for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++)
            for (const char *at = text; (at = strstr(at, marks[m].mark)) != NULL; at++)
                statement(arena, d->d_name, at, marks[m].stop, &found);
    }
    closedir(folder);
    assert_true(found > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(documented), cmocka_unit_test(every_code_is_a_row)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
