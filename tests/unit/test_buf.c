/* tests/unit/test_buf.c: a buffer never passes its cap and is always a string.
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

static void caps(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t cap;
        const char *first, *second, *expected;
        bool over;
    } rows[] = {
        {"fits", 10, "abc", "def", "abcdef", false},      {"fits exactly", 6, "abc", "def", "abcdef", false},
        {"one too many", 5, "abc", "def", "abcde", true}, {"first too long", 2, "abc", "d", "ab", true},
        {"no room at all", 0, "a", "b", "", true},        {"nothing in nothing", 0, "", "", "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf buf;
        print_message("%s\n", rows[i].name);
        wit_buf_init(&buf, rows[i].cap);
        assert_string_equal(wit_buf_str(&buf), "");
        wit_buf_puts(&buf, rows[i].first);
        wit_buf_puts(&buf, rows[i].second);
        assert_string_equal(wit_buf_str(&buf), rows[i].expected);
        assert_int_equal(buf.len, strlen(rows[i].expected));
        assert_int_equal(buf.over, rows[i].over);
        wit_buf_puts(&buf, "");
        if (rows[i].over)
            wit_buf_putc(&buf, 'z'); /* what is dropped stays dropped */
        assert_string_equal(wit_buf_str(&buf), rows[i].expected);
        wit_buf_reset(&buf);
        assert_string_equal(wit_buf_str(&buf), "");
        assert_false(buf.over);
    }
}

static void characters_up_to_the_cap(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf buf;
    wit_buf_init(&buf, 1000);
    for (int i = 0; i < 1000; i++) {
        wit_buf_putc(&buf, (char)('a' + i % 26));
        assert_int_equal(buf.data[buf.len], '\0');
    }
    assert_false(buf.over);
    wit_buf_putc(&buf, '!');
    assert_true(buf.over);
    assert_int_equal(buf.len, 1000);
    assert_int_equal(buf.data[999], 'a' + 999 % 26);
}

static void printf_short_and_long(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf buf;
    wit_buf_init(&buf, 100000);
    wit_buf_printf(&buf, "%s/%u", "tcp", 9094U);
    assert_string_equal(wit_buf_str(&buf), "tcp/9094");
    wit_buf_printf(&buf, "%255d", 1);
    wit_buf_printf(&buf, "%256d", 2);
    wit_buf_printf(&buf, "%10000d", 3);
    assert_int_equal(buf.len, 8 + 255 + 256 + 10000);
    assert_int_equal(buf.data[8 + 254], '1');
    assert_int_equal(buf.data[8 + 255 + 255], '2');
    assert_int_equal(buf.data[buf.len - 1], '3');
    wit_buf_add(&buf, "a\0b", 3);
    assert_memory_equal(buf.data + buf.len - 3, "a\0b", 4);
}

static void deinit_twice(void **state)
{
    (void)state;
    struct wit_buf buf;
    wit_buf_init(&buf, SIZE_MAX);
    wit_buf_puts(&buf, "x");
    wit_buf_deinit(&buf);
    wit_buf_deinit(&buf);
    wit_buf_puts(&buf, "again"); /* the cap is still there */
    assert_string_equal(wit_buf_str(&buf), "again");
    wit_buf_deinit(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caps),
        cmocka_unit_test(characters_up_to_the_cap),
        cmocka_unit_test(printf_short_and_long),
        cmocka_unit_test(deinit_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
