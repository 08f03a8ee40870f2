/* tests/unit/test_escape.c: hostile text through every door.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "render/escape.h"
#include "tests/support/sample_map.h"

enum door { PLAIN, XML, DOT, CSV };

static const struct row {
    const char *name;
    enum door door;
    const char *in;
    size_t max;
    const char *out;
} ROWS[] = {
    {"plain text is itself", PLAIN, "brokers-a", 0, "brokers-a"},
    {"null is empty", PLAIN, NULL, 0, ""},
    {"line ends become one space", PLAIN, "a\r\nb\nc\td", 0, "a b c d"},
    {"controls are visible", PLAIN, "a\x1b[31m\x07", 0, "a\xef\xbf\xbd[31m\xef\xbf\xbd"},
    {"c1 controls too", PLAIN,
     "a\xc2\x9b"
     "b",
     0,
     "a\xef\xbf\xbd"
     "b"},
    {"invalid utf-8, a byte at a time", PLAIN, "a\xff\xc0\xaf", 0, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"surrogate", PLAIN, "\xed\xa0\x80", 0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"noncharacter U+FFFF", PLAIN, "\xef\xbf\xbf", 0, "\xef\xbf\xbd"},
    {"right-to-left override is a word", PLAIN, "\xe2\x80\xaegnp", 0, "[U+202E]gnp"},
    {"zero-width space is a word", PLAIN, "a\xe2\x80\x8b", 0, "a[U+200B]"},
    {"cut by characters, not bytes", PLAIN, "\xc3\xa4\xc3\xb6\xc3\xbc", 2, "\xc3\xa4\xc3\xb6\xe2\x80\xa6"},
    {"not cut when it just fits", PLAIN, "abc", 3, "abc"},
    {"xml marks", XML, "<a b=\"c\" d='e'>&amp;", 0, "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;"},
    {"xml cut never splits a reference", XML, "<<<", 2, "&lt;&lt;\xe2\x80\xa6"},
    {"dot quotes and backslashes", DOT, "\"\\N\\", 0, "\\\"\\\\N\\\\"},
    {"dot entities do not act", DOT, "&lt;", 0, "&amp;lt;"},
    {"dot braces are text", DOT, "{rank=same}|", 0, "{rank=same}|"},
    {"csv plain", CSV, "tcp/9092", 0, "tcp/9092"},
    {"csv comma", CSV, "a,b", 0, "\"a,b\""},
    {"csv quote", CSV, "a\"b", 0, "\"a\"\"b\""},
    {"csv formula =", CSV, "=1+1", 0, "\"'=1+1\""},
    {"csv formula +", CSV, "+1", 0, "\"'+1\""},
    {"csv formula -", CSV, "-1", 0, "\"'-1\""},
    {"csv formula @", CSV, "@SUM(A1)", 0, "\"'@SUM(A1)\""},
    {"csv formula after blanks", CSV, "  =1", 0, "\"'  =1\""},
    {"csv formula after a tab", CSV, "\t=1", 0, "\"' =1\""},
    {"csv full-width =", CSV,
     "\xef\xbc\x9d"
     "1",
     0,
     "\"'\xef\xbc\x9d"
     "1\""},
    {"csv line ends", CSV, "a\r\nb", 0, "\"a b\""},
    {"csv minus inside is no formula", CSV, "sg-1", 0, "sg-1"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const struct row *r = &ROWS[i];
        struct wit_buf out;
        wit_buf_init(&out, 4096);
        switch (r->door) {
        case PLAIN:
            wit_esc_plain(&out, r->in, r->max);
            break;
        case XML:
            wit_esc_xml(&out, r->in, r->max);
            break;
        case DOT:
            wit_esc_dot(&out, r->in, r->max);
            break;
        case CSV:
            wit_esc_csv(&out, r->in);
            break;
        }
        if (strcmp(wit_buf_str(&out), r->out) != 0)
            fail_msg("%s: expected '%s', got '%s'", r->name, r->out, wit_buf_str(&out));
        wit_buf_deinit(&out);
    }
}

static void test_hostile_has_no_markup(void **state)
{
    (void)state;
    for (size_t i = 0; WIT_HOSTILE[i] != NULL; i++) {
        struct wit_buf out;
        wit_buf_init(&out, 4096);
        wit_esc_xml(&out, WIT_HOSTILE[i], 0);
        assert_null(strpbrk(wit_buf_str(&out), "<>\"'\n\r\x1b"));
        wit_buf_deinit(&out);
    }
}

static void test_columns(void **state)
{
    (void)state;
    assert_int_equal(wit_text_columns("abc"), 3);
    assert_int_equal(wit_text_columns("\xe6\xbc\xa2\xe5\xad\x97"), 4);
    assert_int_equal(wit_text_columns("e\xcc\x81"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_hostile_has_no_markup),
                                       cmocka_unit_test(test_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
