/* tests/unit/test_svg.c: the picture is well-formed, quiet, complete, and the same on every run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xml.h"
#include "render/layout.h"
#include "render/render.h"
#include "render/scene.h"
#include "tests/support/sample_map.h"

static void render(struct wit_buf *out, const struct wit_map *map)
{
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(out, WIT_RENDER_MAX_BYTES);
    if (!wit_render(out, map, WIT_FORMAT_SVG, &err))
        fail_msg("%s", err.text);
}

/* Well-formed by the project's own strict reader, and nothing in it that could run or load. */
static void check(const struct wit_buf *svg)
{
    static const char *const never[] = {"<script",        "onload=\"", "javascript:", "<image", "<use",
                                        "<foreignObject", "@import",   "url(",        "xlink",  "<!ENTITY"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        if (strstr(svg->data, never[i]) != NULL)
            fail_msg("'%s' in the picture", never[i]);
    }
    for (const char *p = svg->data; (p = strstr(p, "href=\"")) != NULL; p += 6)
        assert_memory_equal(p, "href=\"index.html#", 17);
    struct wit_arena *arena = wit_arena_new();
    struct wit_xml *xml;
    struct wit_err err = {WIT_OK, ""};
    const char *body = strstr(svg->data, "<svg"); /* the reader takes no XML declaration's business */
    if (!wit_xml_parse(&xml, arena, body, strlen(body), &err))
        fail_msg("%s", err.text);
    assert_string_equal(xml->name, "svg");
    assert_non_null(wit_xml_text(xml, "title"));
    wit_arena_free(arena);
}

static void test_maps(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *maps[] = {wit_sample_map(arena), wit_sample_map_hostile(arena), wit_sample_map_empty(arena),
                                    wit_sample_map_large(arena, 6, 10)};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        struct wit_buf one, two;
        render(&one, maps[i]);
        check(&one);
        render(&two, maps[i]); /* graphviz keeps state: a second picture must not differ */
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        wit_buf_deinit(&one);
        wit_buf_deinit(&two);
    }
    wit_arena_free(arena);
}

static void test_locale(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf one, two;
    render(&one, wit_sample_map(arena));
    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "fr_FR.UTF-8") == NULL)
        setlocale(LC_ALL, "");
    render(&two, wit_sample_map(arena));
    setlocale(LC_ALL, "C");
    assert_string_equal(one.data, two.data);
    wit_buf_deinit(&one);
    wit_buf_deinit(&two);
    wit_arena_free(arena);
}

static bool overlap(const struct wit_scene_node *a, const struct wit_scene_node *b)
{
    return fabs(a->x - b->x) * 2 < a->width + b->width - 0.5 && fabs(a->y - b->y) * 2 < a->height + b->height - 0.5;
}

/* No node or label lies on another; each lies inside its box, boxes inside theirs. */
static void test_nothing_overlaps(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *maps[] = {wit_sample_map(arena), wit_sample_map_hostile(arena),
                                    wit_sample_map_large(arena, 6, 10)};
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        struct wit_scene *s = wit_scene_new(arena, maps[m]);
        struct wit_err err = {WIT_OK, ""};
        if (!wit_layout(s, arena, &err))
            fail_msg("%s", err.text);
        for (size_t i = 0; i < s->n_nodes; i++) {
            const struct wit_scene_node *n = &s->nodes[i];
            for (size_t k = i + 1; k < s->n_nodes; k++) {
                if (overlap(n, &s->nodes[k]))
                    fail_msg("map %zu: '%s' lies on '%s'", m, n->label, s->nodes[k].label);
            }
            if (n->cluster < 0)
                continue;
            const struct wit_scene_cluster *c = &s->clusters[n->cluster];
            assert_true(n->x - n->width / 2 > c->x0 - 1 && n->x + n->width / 2 < c->x1 + 1);
            assert_true(n->y - n->height / 2 > c->y0 - 1 && n->y + n->height / 2 < c->y1 + 1);
        }
        for (size_t i = 0; i < s->n_clusters; i++) {
            const struct wit_scene_cluster *c = &s->clusters[i];
            if (c->parent < 0)
                continue;
            const struct wit_scene_cluster *o = &s->clusters[c->parent];
            assert_true(c->x0 >= o->x0 && c->y0 >= o->y0 && c->x1 <= o->x1 && c->y1 <= o->y1);
        }
    }
    wit_arena_free(arena);
}

/* The lines of the bundles stand for exactly the paths of the map. */
static void test_bundles_are_exact(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *maps[] = {wit_sample_map(arena), wit_sample_map_large(arena, 5, 8)};
    for (size_t m = 0; m < 2; m++) {
        const struct wit_scene *s = wit_scene_new(arena, maps[m]);
        size_t paths = 0, pairs = 0;
        for (size_t b = 0; b < s->n_bundles; b++) {
            size_t in = 0, out = 0, both = 0;
            for (size_t e = 0; e < s->n_edges; e++) {
                if (s->edges[e].bundle != b)
                    continue;
                both += s->edges[e].head_from ? 1 : 0;
                out += s->edges[e].head_to ? 1 : 0;
                in += !s->edges[e].head_from && !s->edges[e].head_to ? 1 : 0;
            }
            assert_int_not_equal(both, 1); /* that would be a path to itself */
            paths += s->bundles[b].n_paths;
            pairs += both > 0 ? both * (both - 1) + (both == 1 ? 1 : 0) : in * out;
        }
        assert_int_equal(paths, maps[m]->n_paths);
        assert_int_equal(pairs, maps[m]->n_paths); /* the sample has no two paths with the same ends and style */
    }
    wit_arena_free(arena);
}

static void test_large_is_drawn_by_networks(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf svg;
    render(&svg, wit_sample_map_large(arena, 20, 25));
    check(&svg);
    assert_non_null(strstr(svg.data, "Drawn by networks: by subnets there would be"));
    assert_non_null(strstr(svg.data, "Paths by network"));
    wit_buf_deinit(&svg);
    wit_arena_free(arena);
}

static void test_cap(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf out;
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(&out, 1000);
    assert_false(wit_render(&out, wit_sample_map(arena), WIT_FORMAT_SVG, &err));
    assert_int_equal(err.code, WIT_ELIMIT);
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_maps),
        cmocka_unit_test(test_locale),
        cmocka_unit_test(test_nothing_overlaps),
        cmocka_unit_test(test_bundles_are_exact),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_large_is_drawn_by_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
