/* tests/unit/test_clock.c: RFC 3339 both ways, over the whole range.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

static void parsed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *canonical;
        int64_t ms;
    } rows[] = {
        {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", 0},
        {"1970-01-01", "1970-01-01T00:00:00.000Z", 0},
        {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z", -1},
        {"2026-11-20T23:08:16.123Z", "2026-11-20T23:08:16.123Z", 1795216096123},
        {"2026-11-20t23:08:16.1239999z", "2026-11-20T23:08:16.123Z", 1795216096123},
        {"2026-11-20T23:08:16.1Z", "2026-11-20T23:08:16.100Z", 1795216096100},
        {"2026-11-21T04:38:16+05:30", "2026-11-20T23:08:16.000Z", 1795216096000},
        {"2026-11-20T15:08:16-08:00", "2026-11-20T23:08:16.000Z", 1795216096000},
        {"2026-11-20T23:08:16-00:00", "2026-11-20T23:08:16.000Z", 1795216096000},
        {"2000-02-29", "2000-02-29T00:00:00.000Z", 951782400000},
        {"2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000Z", 1709208000000},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z", 1483228800000},
        {"0000-01-01", "0000-01-01T00:00:00.000Z", -62167219200000},
        {"0000-03-01", "0000-03-01T00:00:00.000Z", -62162035200000},
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", 253402300799999},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms = 0;
        char text[WIT_TIME_TEXT];
        print_message("%s\n", rows[i].text);
        assert_true(wit_time_parse(&ms, rows[i].text, NULL));
        assert_int_equal(ms, rows[i].ms);
        assert_string_equal(wit_time_text(text, ms), rows[i].canonical);
    }
}

static void refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "now",
        "2026",
        "2026-11",
        "2026-11-2",
        "2026-1-20",
        "26-11-20",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-01-32",
        "2026-04-31",
        "2026-02-29",
        "1900-02-29",
        "2026-11-20T",
        "2026-11-20T23:08Z",
        "2026-11-20T23:08:16",
        "2026-11-20 23:08:16Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T23:60:00Z",
        "2026-11-20T23:08:61Z",
        "2026-11-20T23:08:16.Z",
        "2026-11-20T23:08:16,5Z",
        "2026-11-20T23:08:16+0530",
        "2026-11-20T23:08:16+24:00",
        "2026-11-20T23:08:16+05:60",
        "2026-11-20T23:08:16ZZ",
        "2026-11-20Z",
        " 2026-11-20",
        "2026-11-20 ",
        "-2026-11-20",
        "2026/11/20",
        "1795216096",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms = 42;
        struct wit_err err = {0};
        print_message("'%s'\n", rows[i]);
        assert_false(wit_time_parse(&ms, rows[i], &err));
        assert_int_equal(err.code, WIT_EPARSE);
        assert_int_equal(ms, 42);
    }
}

/* Every day of the whole range, against the C library's calendar. */
static void every_day(void **state)
{
    (void)state;
    for (int64_t day = -719528; day <= 2932896; day++) {
        char text[WIT_TIME_TEXT], expected[128];
        struct tm tm;
        time_t seconds = (time_t)(day * 86400 + (day & 0x3fff));
        assert_non_null(gmtime_r(&seconds, &tm));
        if (day % 97 != 0 && tm.tm_mday != 1 && tm.tm_mday < 28)
            continue;
        snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02d.007Z", tm.tm_year + 1900, tm.tm_mon + 1,
                 tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
        int64_t ms = (int64_t)seconds * 1000 + 7, again = 0;
        if (strcmp(wit_time_text(text, ms), expected) != 0)
            assert_string_equal(text, expected);
        if (!wit_time_parse(&again, text, NULL) || again != ms)
            fail_msg("%s", text);
    }
}

static void far_away(void **state)
{
    (void)state;
    char text[WIT_TIME_TEXT];
    assert_string_equal(wit_time_text(text, INT64_MAX), "9999-12-31T23:59:59.999Z");
    assert_string_equal(wit_time_text(text, INT64_MIN), "0000-01-01T00:00:00.000Z");
}

static void now_can_be_set(void **state)
{
    (void)state;
    assert_int_equal(setenv("PATHWITNESS_NOW_MS", "1795216096123", 1), 0);
    assert_int_equal(wit_now_ms(), 1795216096123);
    static const char *const wrong[] = {"", "x", "1x", "-1", " 1", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) { /* then the clock is asked */
        assert_int_equal(setenv("PATHWITNESS_NOW_MS", wrong[i], 1), 0);
        assert_true(wit_now_ms() > 1000000000000);
    }
    unsetenv("PATHWITNESS_NOW_MS");
    int64_t before = (int64_t)time(NULL) * 1000;
    assert_true(wit_now_ms() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsed),   cmocka_unit_test(refused),        cmocka_unit_test(every_day),
        cmocka_unit_test(far_away), cmocka_unit_test(now_can_be_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
