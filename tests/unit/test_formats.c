/* tests/unit/test_formats.c: formats by ending and word; the inventory as table, JSON and JSON lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/json.h"
#include "render/escape.h"
#include "render/render.h"
#include "tests/support/sample_map.h"

static const struct wit_paths_filter EVERY = {-1, -1};

static const struct {
    const char *path;
    int format; /* -1: none */
} ENDINGS[] = {
    {"a.dot", WIT_FORMAT_DOT},
    {"dir.x/a.svg", WIT_FORMAT_SVG},
    {"a.svg.svg", WIT_FORMAT_SVG},
    {"a.png", -1},
    {"svg", -1},
    {"dir.svg/a", -1},
    {"", -1},
    {"a.SVGZ", -1},
};

static void test_endings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        enum wit_format f;
        struct wit_err err = {WIT_OK, ""};
        bool ok = wit_format_of(&f, ENDINGS[i].path, &err);
        if (ok != (ENDINGS[i].format >= 0) || (ok && (int)f != ENDINGS[i].format))
            fail_msg("'%s'", ENDINGS[i].path);
        if (!ok) {
            assert_int_equal(err.code, WIT_EUSAGE);
            assert_non_null(strstr(err.text, "dot, svg"));
        }
    }
}

static void test_words(void **state)
{
    (void)state;
    enum wit_table_format f;
    struct wit_err err = {WIT_OK, ""};
    assert_true(wit_table_format_of(&f, "jsonl", &err));
    assert_int_equal(f, WIT_TABLE_JSONL);
    assert_false(wit_table_format_of(&f, "yaml", &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_non_null(strstr(err.text, "table, csv, json, jsonl"));
}

static void print(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter,
                  enum wit_table_format format, unsigned width)
{
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(out, WIT_RENDER_MAX_BYTES);
    if (!wit_paths_print(out, map, filter, format, width, &err))
        fail_msg("%s", err.text);
}

static void test_table(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *maps[] = {wit_sample_map(arena), wit_sample_map_hostile(arena)};
    for (size_t m = 0; m < 2; m++) {
        struct wit_buf out;
        print(&out, maps[m], EVERY, WIT_TABLE_TEXT, m == 0 ? 120 : 0);
        size_t lines = 0;
        char *save = NULL;
        for (char *line = strtok_r(out.data, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
            lines++;
            if (m == 0 && wit_text_columns(line) > 120)
                fail_msg("line %zu has %zu columns", lines, wit_text_columns(line));
            assert_null(strpbrk(line, "\r\x1b\x07"));
        }
        assert_int_equal(lines, maps[m]->n_paths + 1);
        wit_buf_deinit(&out);
    }
    wit_arena_free(arena);
}

/* Red ones first; an empty table says why it is empty. */
static void test_order_and_nothing(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = wit_sample_map(arena);
    struct wit_buf out;
    print(&out, map, EVERY, WIT_TABLE_TEXT, 0);
    const char *red = strstr(wit_buf_str(&out), "\nred "), *yellow = strstr(wit_buf_str(&out), "\nyellow "),
               *green = strstr(wit_buf_str(&out), "\ngreen ");
    assert_true(red != NULL && yellow != NULL && green != NULL && red < yellow && yellow < green);
    assert_null(strstr(green, "\nred "));
    wit_buf_deinit(&out);
    struct wit_map gap = {.n_gaps = 2}, closed = {0};
    const struct {
        const struct wit_map *map;
        struct wit_paths_filter filter;
        const char *says;
    } rows[] = {
        {map, {WIT_CLASS_DNS, WIT_RED}, "no path of that class and status; "},
        {&gap, EVERY, "2 answers are missing in its evidence, so this is no proof"},
        {&closed, EVERY, "nothing is open or declared"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print(&out, rows[i].map, rows[i].filter, WIT_TABLE_TEXT, 0);
        assert_non_null(strstr(wit_buf_str(&out), rows[i].says));
        wit_buf_deinit(&out);
    }
    wit_arena_free(arena);
}

static void test_filter(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = wit_sample_map(arena);
    struct wit_paths_filter red = {WIT_CLASS_CONTROLLER, WIT_RED};
    struct wit_buf out;
    print(&out, map, red, WIT_TABLE_JSONL, 0);
    assert_int_equal(strchr(out.data, '\n') + 1 - out.data, out.len); /* one line */
    struct wit_value *tree;
    struct wit_err err = {WIT_OK, ""};
    assert_true(wit_json_parse(&tree, arena, out.data, out.len, &err));
    assert_string_equal(wit_str(tree, "class"), "controller");
    assert_string_equal(wit_str(tree, "status"), "red");
    assert_string_equal(wit_str(wit_get(tree, "from"), "name"), "apps-a");
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

static void test_json_is_that_of_the_map(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = wit_sample_map(arena);
    struct wit_buf out;
    struct wit_value *tree;
    struct wit_err err = {WIT_OK, ""};
    print(&out, map, EVERY, WIT_TABLE_JSON, 0);
    assert_true(wit_json_parse(&tree, arena, out.data, out.len, &err));
    assert_int_equal(tree->kind, WIT_ARRAY);
    assert_int_equal(tree->count, map->n_paths);
    wit_buf_deinit(&out);
    print(&out, wit_sample_map_empty(arena), EVERY, WIT_TABLE_JSON, 0);
    assert_string_equal(wit_buf_str(&out), "[]\n");
    wit_buf_deinit(&out);
    print(&out, wit_sample_map_hostile(arena), EVERY, WIT_TABLE_JSONL, 0);
    assert_null(strchr(out.data, '<'));
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

static void test_cap(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf out;
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(&out, 100);
    assert_false(wit_paths_print(&out, wit_sample_map(arena), EVERY, WIT_TABLE_TEXT, 0, &err));
    assert_int_equal(err.code, WIT_ELIMIT);
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

/* The longest line, of UTF-8, in columns. */
static size_t widest(const char *text)
{
    size_t most = 0, now = 0;
    for (; *text != '\0'; text++) {
        now = *text == '\n' ? 0 : now + (((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0);
        most = now > most ? now : most;
    }
    return most;
}

static void test_narrow(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned width;
        const char *left_out; /* NULL: nothing */
    } rows[] = {
        {"wide", 120, NULL},
        {"a hundred", 100, "left out, the terminal is too narrow: OBSERVED, OWNER\n"},
        {"eighty", 80, "left out, the terminal is too narrow: OBSERVED, DECLARED, OWNER\n"},
        {"no terminal", 0, NULL},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = wit_sample_map(arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        wit_buf_init(&out, 1 << 24);
        print(&out, map, EVERY, WIT_TABLE_TEXT, rows[i].width);
        const char *text = wit_buf_str(&out), *note = strstr(text, "left out");
        bool good =
            (rows[i].left_out == NULL) == (note == NULL) && (note == NULL || strcmp(note, rows[i].left_out) == 0);
        if (!good || (rows[i].width > 0 && widest(text) > rows[i].width))
            fail_msg("%s: %zu columns, '%s'", rows[i].name, widest(text), note == NULL ? "" : note);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_narrow),
                                       cmocka_unit_test(test_endings),
                                       cmocka_unit_test(test_order_and_nothing),
                                       cmocka_unit_test(test_words),
                                       cmocka_unit_test(test_table),
                                       cmocka_unit_test(test_filter),
                                       cmocka_unit_test(test_json_is_that_of_the_map),
                                       cmocka_unit_test(test_cap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
