/* tests/unit/test_lines.c: lines of plain and packed files; what is missing of them is told.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/lines.h"

enum { PLAIN = 0, MEMBER = 1 };

/* A piece of a file: plain bytes or a member of a gzip file, cut after `keep` bytes (0: whole). */
struct piece {
    int how;
    const char *text;
    size_t keep;
};

static size_t put(char *out, size_t room, const struct piece *p)
{
    size_t len = strlen(p->text);
    if (p->how == PLAIN) {
        memcpy(out, p->text, len);
        return p->keep != 0 ? p->keep : len;
    }
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)p->text;
    z.avail_in = (unsigned)len;
    z.next_out = (unsigned char *)out;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = z.total_out;
    deflateEnd(&z);
    return p->keep != 0 ? p->keep : n;
}

#define LONG40 "0123456789012345678901234567890123456789"

static const struct row {
    const char *name;
    struct piece pieces[3];
    const char *lines; /* joined by '|' */
    enum wit_code code;
    const char *why;
} rows[] = {
    {"plain", {{PLAIN, "a\nb\r\n\nc", 0}}, "a|b||c|", WIT_OK, ""},
    {"empty", {{PLAIN, "", 0}}, "", WIT_OK, ""},
    {"one byte", {{PLAIN, "a", 0}}, "a|", WIT_OK, ""},
    {"one member", {{MEMBER, "a\nb\n", 0}}, "a|b|", WIT_OK, ""},
    {"an empty member", {{MEMBER, "", 0}}, "", WIT_OK, ""},
    {"members one behind the other",
     {{MEMBER, "a\nb", 0}, {MEMBER, "c\n", 0}, {MEMBER, "d", 0}},
     "a|bc|d|",
     WIT_OK,
     ""},
    {"a member that ends early", {{MEMBER, "a\nb\n" LONG40, 22}}, "a|b|", WIT_EPARSE, "ends early"},
    {"the check at its end is cut", {{MEMBER, "a\nb\nhalf", 20}}, "a|b|", WIT_EPARSE, "ends early"},
    {"the second member ends early",
     {{MEMBER, "a\nhalf", 0}, {MEMBER, "line\nb\n", 14}},
     "a|",
     WIT_EPARSE,
     "ends early"},
    {"something else behind", {{MEMBER, "a\n", 0}, {PLAIN, "b\n", 0}}, "a|", WIT_EPARSE, "no gzip"},
    {"a broken second member", {{MEMBER, "a\n", 0}, {PLAIN, "\x1f\x8b\x07\x01\x01", 0}}, "a|", WIT_EPARSE, ""},
};

static void lines_and_failures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char bytes[1000], got[200] = "";
        FILE *file = tmpfile();
        struct wit_lines *lines;
        struct wit_err err = {0};
        const char *line;
        size_t len;
        for (size_t k = 0; k < 3 && rows[i].pieces[k].text != NULL; k++)
            fwrite(bytes, 1, put(bytes, sizeof bytes, &rows[i].pieces[k]), file);
        rewind(file);
        assert_true(wit_lines_open_fd(&lines, fileno(file), &err));
        while (wit_lines_next(lines, &line, &len, &err)) {
            size_t used = strlen(got);
            snprintf(got + used, sizeof got - used, "%s|", line);
        }
        if (strcmp(got, rows[i].lines) != 0 || err.code != rows[i].code || strstr(err.text, rows[i].why) == NULL)
            fail_msg("%s: '%s', %d '%s'", rows[i].name, got, (int)err.code, err.text);
        assert_false(wit_lines_next(lines, &line, &len, &err)); /* and stays so */
        assert_int_equal(err.code, rows[i].code);
        wit_lines_close(lines);
        fclose(file);
    }
}

/* A line longer than the room is one cut line, not several. */
static void long_lines(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    struct wit_lines *lines;
    struct wit_err err = {0};
    const char *line;
    size_t len;
    for (size_t i = 0; i < 3000000; i++)
        fputc('x', file);
    fputs("\nnext\n", file);
    rewind(file);
    assert_true(wit_lines_open_fd(&lines, fileno(file), &err));
    assert_true(wit_lines_next(lines, &line, &len, &err));
    assert_int_equal(len, WIT_LINE_MAX);
    assert_true(wit_lines_next(lines, &line, &len, &err));
    assert_string_equal(line, "next");
    assert_false(wit_lines_next(lines, &line, &len, &err));
    assert_int_equal(err.code, WIT_OK);
    wit_lines_close(lines);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_failures),
        cmocka_unit_test(long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
