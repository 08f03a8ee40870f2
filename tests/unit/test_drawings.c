/* tests/unit/test_drawings.c: draw.io, Mermaid and the matrix draw the same scene, and names in them stay text.
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

#include "base/xml.h"
#include "render/matrix.h"
#include "render/render.h"
#include "tests/support/sample_map.h"

static const char *const MAPS[] = {"sample", "hostile", "empty", "50 subnets", "500 subnets"};

static const struct wit_map *map_of(struct wit_arena *arena, size_t i)
{
    return i == 0   ? wit_sample_map(arena)
           : i == 1 ? wit_sample_map_hostile(arena)
           : i == 2 ? wit_sample_map_empty(arena)
           : i == 3 ? wit_sample_map_large(arena, 5, 10)
                    : wit_sample_map_large(arena, 20, 25);
}

static void render(struct wit_buf *out, const struct wit_map *map, enum wit_format format)
{
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(out, WIT_RENDER_MAX_BYTES);
    if (!wit_render(out, map, WIT_SCENE_ALL, format, &err))
        fail_msg("%s", err.text);
}

static size_t times(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what))
        n++;
    return n;
}

/* Well-formed; every line has both its ends, every cell its container; no label is taken for HTML. */
static void test_drawio(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MAPS / sizeof *MAPS; i++) {
        struct wit_arena *arena = wit_arena_new();
        struct wit_buf out;
        struct wit_xml *xml;
        struct wit_err err = {WIT_OK, ""};
        const struct wit_map *map = map_of(arena, i);
        render(&out, map, WIT_FORMAT_DRAWIO);
        if (!wit_xml_parse(&xml, arena, out.data, out.len, &err))
            fail_msg("%s: %s", MAPS[i], err.text);
        static const char *const refers[] = {" source=\"", " target=\"", " parent=\""};
        for (size_t k = 0; k < 3; k++) {
            for (const char *at = out.data; (at = strstr(at, refers[k])) != NULL;) {
                at += strlen(refers[k]);
                const char *id = wit_fmt(arena, "<mxCell id=\"%.*s\"", (int)strcspn(at, "\""), at);
                if (strstr(out.data, id) == NULL)
                    fail_msg("%s: nothing is %s>", MAPS[i], id);
            }
        }
        assert_int_equal(times(out.data, "html=1"), 0);
        assert_int_equal(times(out.data, " style=\"html=0;"), times(out.data, " style=\""));
        const struct wit_scene *s = wit_scene_new(arena, map, WIT_SCENE_ALL);
        assert_int_equal(times(out.data, " edge=\"1\""), s->n_edges);
        wit_buf_deinit(&out);
        wit_arena_free(arena);
    }
}

/* Outside of labels there are only the words of the language; inside only plain marks and entities. */
static void test_mermaid(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MAPS / sizeof *MAPS; i++) {
        struct wit_arena *arena = wit_arena_new();
        struct wit_buf out;
        render(&out, map_of(arena, i), WIT_FORMAT_MERMAID);
        assert_memory_equal(out.data, "flowchart LR\n", 13);
        bool inside = false;
        for (const char *p = out.data; *p != '\0'; p++) {
            if (*p == '"') {
                inside = !inside;
            } else if (inside && strncmp(p, "<br/>", 5) == 0) {
                p += 4;
            } else if (inside && strchr("<>`{}|\n\\'", *p) != NULL) {
                fail_msg("%s: '%.30s' in a label", MAPS[i], p);
            }
        }
        assert_false(inside);
        assert_int_equal(times(out.data, "subgraph "), times(out.data, "end\n"));
        size_t lines = times(out.data, " --- n") + times(out.data, " --> n") + times(out.data, " === n") +
                       times(out.data, " ==> n") + times(out.data, " -.- n") + times(out.data, " -.-> n") +
                       times(out.data, " --x n");
        assert_int_equal(lines, wit_scene_new(arena, map_of(arena, i), WIT_SCENE_ALL)->n_edges);
        assert_true(lines <= WIT_SCENE_MAX_EDGES);
        wit_buf_deinit(&out);
        wit_arena_free(arena);
    }
}

/* The cells count every path once. */
static void test_matrix(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MAPS / sizeof *MAPS; i++) {
        struct wit_arena *arena = wit_arena_new();
        struct wit_buf WIT_CLEANUP(wit_buf_deinit) out;
        struct wit_xml *xml;
        struct wit_err err = {WIT_OK, ""};
        const struct wit_map *map = map_of(arena, i);
        wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
        if (!wit_matrix_inline(&out, map, &err) || !wit_xml_parse(&xml, arena, out.data, out.len, &err))
            fail_msg("%s: %s", MAPS[i], err.text);
        size_t sum = 0;
        for (const char *at = out.data; (at = strstr(at, "text-anchor=\"middle\"")) != NULL;) {
            at = strchr(at, '>') + 1;
            sum += strtoul(at, NULL, 10);
        }
        assert_int_equal(sum, map->n_paths);
        wit_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_drawio), cmocka_unit_test(test_mermaid),
                                       cmocka_unit_test(test_matrix)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
