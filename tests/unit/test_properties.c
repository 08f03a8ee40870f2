/* tests/unit/test_properties.c: properties files are read as Java reads them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "collectors/kafka/properties.h"

static const struct row {
    const char *name, *in, *out; /* out: "line<key>=<value>" joined by "|", or "error: …" */
} rows[] = {
    {"empty", "", ""},
    {"plain", "a=1\nb=2", "1<a>=<1>|2<b>=<2>"},
    {"colon and blanks", "a:1\nb 2\nc \t=\f 3\nd\t:4", "1<a>=<1>|2<b>=<2>|3<c>=<3>|4<d>=<4>"},
    {"second separator is the value's", "a==1\nb = :2\nc : =3", "1<a>=<=1>|2<b>=<:2>|3<c>=<=3>"},
    {"no value", "a\nb=\nc :", "1<a>=<>|2<b>=<>|3<c>=<>"},
    {"empty key", "=v\n:\n", "2<>=<>"},
    {"comments", "# a=1\n  ! b=2\n\t#\\\nc=3", "4<c>=<3>"},
    {"line ends", "a=1\rb=2\r\nc=3\n\n\r\r\nd=4", "1<a>=<1>|2<b>=<2>|3<c>=<3>|7<d>=<4>"},
    {"indented", " \t\f a=1", "1<a>=<1>"},
    {"trailing blanks stay", "a=1 \t", "1<a>=<1 \t>"},
    {"continued", "a=1,\\\n   2,\\\r\n\t3\nb=4", "1<a>=<1,2,3>|4<b>=<4>"},
    {"continued key", "ab\\\n  c=d", "1<abc>=<d>"},
    {"continued at the separator", "a\\\n = 1", "1<a>=<1>"},
    {"continued by an empty line", "a=1\\\n\nb=2", "1<a>=<1>|3<b>=<2>"},
    {"no comment in a continuation", "a=1\\\n#b=2", "1<a>=<1#b=2>"},
    {"even backslashes", "a=1\\\\\nb=2", "1<a>=<1\\>|2<b>=<2>"},
    {"three backslashes", "a=1\\\\\\\nb=2", "1<a>=<1\\b=2>"},
    {"backslash at the end", "a=1\\", "1<a>=<1>"},
    {"nothing but a continuation", "\\\n\na=1\n\\", "3<a>=<1>"},
    {"escapes", "a=\\t\\n\\r\\f\\z\\\"\\=", "1<a>=<\t\n\r\fz\"=>"},
    {"escaped key", "a\\=b\\:c\\ d=e\n\\#f=g", "1<a=b:c d>=<e>|2<#f>=<g>"},
    {"unicode", "a=\\u00e9\\u20AC\\ud83d\\ude00", "1<a>=<\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80>"},
    {"half pairs", "a=\\ud83dx\\ude00\nb=\\ud83d", "1<a>=<\xef\xbf\xbdx\xef\xbf\xbd>|2<b>=<\xef\xbf\xbd>"},
    {"escape of an equals sign", "a\\u003db=c", "1<a=b>=<c>"},
    {"latin-1", "a=\xe9\xc3\xa9", "1<a>=<\xc3\xa9\xc3\x83\xc2\xa9>"},
    {"the last one counts", "a=1\nb=2\na=3", "2<b>=<2>|3<a>=<3>"},
    {"malformed", "a=1\nb=\\u00g0", "error: line 2: \\u needs four hexadecimal digits behind it"},
    {"malformed key", "b\\u12", "error: line 1: \\u needs four hexadecimal digits behind it"},
    {"nul", "a=\\u0000", "error: line 1: a NUL character"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_properties props;
        struct wit_err err = {0};
        wit_buf_init(&out, 4096);
        if (!wit_properties_parse(&props, arena, rows[i].in, strlen(rows[i].in), &err))
            wit_buf_printf(&out, "error: %s", err.text);
        else
            for (size_t k = 0; k < props.n; k++)
                wit_buf_printf(&out, "%s%u<%s>=<%s>", k > 0 ? "|" : "", props.items[k].line, props.items[k].key,
                               props.items[k].value);
        if (strcmp(wit_buf_str(&out), rows[i].out) != 0)
            fail_msg("%s: %s", rows[i].name, wit_buf_str(&out));
    }
}

static void test_get_and_wipe(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_properties props;
    struct wit_err err = {0};
    static const char text[] = "a=1\npassword=hush";
    assert_true(wit_properties_parse(&props, arena, text, sizeof text - 1, &err));
    assert_string_equal(wit_properties_get(&props, "password"), "hush");
    assert_null(wit_properties_get(&props, "b"));
    char *kept = props.text;
    size_t len = props.text_len;
    wit_properties_wipe(&props);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(kept[i], 0);
    assert_null(wit_properties_get(&props, "password"));
    wit_properties_wipe(NULL);
    assert_false(wit_properties_parse(&props, arena, "a=\0", 3, &err));
    struct wit_err missing = {0};
    assert_false(wit_properties_read(&props, arena, "there-is-no-such-file", &missing));
    assert_int_equal(missing.code, WIT_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_get_and_wipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
