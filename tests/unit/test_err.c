/* tests/unit/test_err.c: failures are one clean line, the innermost fact last; UTF-8 is told from what is not.
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
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/utf8.h"

static void text_is_one_clean_line(void **state)
{
    (void)state;
    static const struct {
        const char *name, *given, *expected;
    } rows[] = {
        {"plain", "expected a CIDR", "expected a CIDR"},
        {"empty", "", ""},
        {"UTF-8 stays", "Größe \xe6\x97\xa5 \xf0\x9f\x98\x80", "Größe \xe6\x97\xa5 \xf0\x9f\x98\x80"},
        {"line breaks", "a\nb\r\tc", "a?b??c"},
        {"terminal escape", "\x1b[31mred", "?[31mred"},
        {"C1 control",
         "a\xc2\x9b"
         "b",
         "a?b"},
        {"line separator",
         "a\xe2\x80\xa8"
         "b",
         "a?b"},
        {"right-to-left override",
         "a\xe2\x80\xae"
         "b",
         "a?b"},
        {"invalid UTF-8",
         "a\xff\xc0\xaf"
         "b",
         "a???b"},
        {"surrogate", "\xed\xa0\x80", "???"},
        {"cut sequence", "a\xe2\x82", "a??"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_err err;
        print_message("%s\n", rows[i].name);
        assert_false(wit_fail(&err, WIT_EPARSE, "%s", rows[i].given));
        assert_int_equal(err.code, WIT_EPARSE);
        assert_string_equal(err.text, rows[i].expected);
    }
}

static void context_goes_before(void **state)
{
    (void)state;
    struct wit_err err;
    wit_fail(&err, WIT_ELIMIT, "expected a CIDR, found '%s'", "x");
    assert_false(wit_fail_in(&err, "line %d", 41));
    assert_false(wit_fail_in(&err, "route %d\n", 3));
    assert_string_equal(err.text, "route 3?: line 41: expected a CIDR, found 'x'");
    assert_int_equal(err.code, WIT_ELIMIT);
}

static void no_object_is_fine(void **state)
{
    (void)state;
    assert_false(wit_fail(NULL, WIT_EIO, "%d", 1));
    assert_false(wit_fail_in(NULL, "%d", 1));
}

static void own_text_may_be_an_argument(void **state)
{
    (void)state;
    struct wit_err err;
    wit_fail(&err, WIT_EIO, "inner");
    wit_fail(&err, WIT_EPARSE, "outer (%s)", err.text);
    assert_string_equal(err.text, "outer (inner)");
}

static void long_texts_are_cut_cleanly(void **state)
{
    (void)state;
    char many[3 * sizeof((struct wit_err *)NULL)->text];
    for (size_t i = 0; i + 2 < sizeof many; i += 2)
        memcpy(many + i, "\xc3\xa9", 2);
    many[sizeof many - 2] = '\0';
    struct wit_err err;
    for (size_t shift = 0; shift < 2; shift++) { /* one of the two cuts falls within a sequence */
        wit_fail(&err, WIT_EIO, "%s%s", shift == 0 ? "" : "x", many);
        assert_true(strlen(err.text) >= sizeof err.text - 4);
        for (size_t at = 0; at < strlen(err.text);) {
            size_t step = wit_utf8_decode(NULL, err.text + at, strlen(err.text + at));
            assert_int_not_equal(step, 0);
            at += step;
        }
        assert_null(strchr(err.text, '?'));
    }

    wit_fail(&err, WIT_EIO, "the fact");
    for (int i = 0; i < 3; i++)
        wit_fail_in(&err, "%s", many);
    assert_true(strlen(err.text) < sizeof err.text);
    assert_string_equal(err.text + strlen(err.text) - strlen(": the fact"), ": the fact");
}

static void death_is_one_line_and_70(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        wit_die("no memory for %s", "a\nb");
    }
    close(ends[1]);
    char text[256] = "";
    ssize_t got = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(got > 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
    assert_string_equal(text, "pathwitness: no memory for a?b\n");
}

/* RFC 3629, section 4: the edges of each row of the table. */
static void utf8_edges(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes;
        size_t size;
        uint32_t code;
    } rows[] = {
        {"last of one byte", "\x7f", 1, 0x7f},
        {"lone tail", "\x80", 0, 0},
        {"overlong 2", "\xc1\xbf", 0, 0},
        {"first of two", "\xc2\x80", 2, 0x80},
        {"last of two", "\xdf\xbf", 2, 0x7ff},
        {"overlong 3", "\xe0\x9f\xbf", 0, 0},
        {"first of three", "\xe0\xa0\x80", 3, 0x800},
        {"before surrogates", "\xed\x9f\xbf", 3, 0xd7ff},
        {"first surrogate", "\xed\xa0\x80", 0, 0},
        {"last surrogate", "\xed\xbf\xbf", 0, 0},
        {"after surrogates", "\xee\x80\x80", 3, 0xe000},
        {"last of three", "\xef\xbf\xbf", 3, 0xffff},
        {"overlong 4", "\xf0\x8f\xbf\xbf", 0, 0},
        {"first of four", "\xf0\x90\x80\x80", 4, 0x10000},
        {"last", "\xf4\x8f\xbf\xbf", 4, 0x10ffff},
        {"too high", "\xf4\x90\x80\x80", 0, 0},
        {"five bytes", "\xf8\x88\x80\x80\x80", 0, 0},
        {"cut", "\xe2\x82", 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t code = 0;
        char back[4];
        print_message("%s\n", rows[i].name);
        assert_int_equal(wit_utf8_decode(&code, rows[i].bytes, strlen(rows[i].bytes)), rows[i].size);
        if (rows[i].size == 0)
            continue;
        assert_int_equal(code, rows[i].code);
        assert_int_equal(wit_utf8_encode(back, code), rows[i].size);
        assert_memory_equal(back, rows[i].bytes, rows[i].size);
    }
    assert_int_equal(wit_utf8_decode(NULL, "", 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_one_clean_line),
        cmocka_unit_test(context_goes_before),
        cmocka_unit_test(no_object_is_fine),
        cmocka_unit_test(own_text_may_be_an_argument),
        cmocka_unit_test(long_texts_are_cut_cleanly),
        cmocka_unit_test(death_is_one_line_and_70),
        cmocka_unit_test(utf8_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
