/* tests/unit/test_dot.c: the DOT of the sample is the golden one; hostile names stay inside their strings.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "render/render.h"
#include "tests/support/sample_map.h"

#define GOLDEN WIT_SOURCE_DIR "/tests/golden/render/sample.dot"

static void render(struct wit_buf *out, const struct wit_map *map)
{
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(out, WIT_RENDER_MAX_BYTES);
    if (!wit_render(out, map, WIT_SCENE_ALL, WIT_FORMAT_DOT, &err))
        fail_msg("%s", err.text);
}

/* WIT_GOLDEN_UPDATE=1 in the environment rewrites the file. */
static void test_golden(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {WIT_OK, ""};
    struct wit_buf out;
    char *expected;
    size_t len;
    render(&out, wit_sample_map(arena));
    if (getenv("WIT_GOLDEN_UPDATE") != NULL && !wit_file_write(GOLDEN, out.data, out.len, &err))
        fail_msg("%s", err.text);
    if (!wit_file_read(&expected, &len, arena, GOLDEN, 1 << 20, &err))
        fail_msg("%s", err.text);
    assert_string_equal(wit_buf_str(&out), expected);
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

/* Braces outside strings balance, each string ends on its line, and no statement but ours stands outside. */
static void test_hostile(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf out;
    render(&out, wit_sample_map_hostile(arena));
    int depth = 0;
    bool inside = false;
    for (const char *p = out.data; *p != '\0'; p++) {
        if (inside) {
            assert_int_not_equal(*p, '\n');
            if (*p == '\\')
                p++;
            else if (*p == '"')
                inside = false;
            continue;
        }
        inside = *p == '"';
        depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
        assert_true(depth >= 0);
        assert_true(*p != '<' && *p != '|');
        if (strncmp(p, "rank=same", 9) == 0)
            fail_msg("a name became a statement");
    }
    assert_false(inside);
    assert_int_equal(depth, 0);
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_golden), cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
