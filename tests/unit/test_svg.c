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
    if (!wit_render(out, map, WIT_SCENE_ALL, WIT_FORMAT_SVG, &err))
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
        struct wit_scene *s = wit_scene_new(arena, maps[m], WIT_SCENE_ALL);
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

static bool stands_for(const struct wit_scene_node *n, const struct wit_scope *scope)
{
    for (size_t i = 0; i < n->n_scopes; i++) {
        if (strcmp(n->scopes[i], scope->id) == 0)
            return true;
    }
    return false;
}

/* True when a line of the bundle joins it to a node that stands for the scope. */
static bool joined(const struct wit_scene *s, size_t bundle, const struct wit_scope *scope)
{
    for (size_t e = 0; e < s->n_edges; e++) {
        const struct wit_scene_edge *l = &s->edges[e];
        if (l->bundle == bundle && (stands_for(&s->nodes[l->from], scope) || stands_for(&s->nodes[l->to], scope)))
            return true;
    }
    return false;
}

/* Each path is in one bundle, that bundle has lines to what stands for both of its ends, and nothing is told apart less
 * than its style: class, status and verdict. */
static void test_bundles_are_exact(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *maps[] = {wit_sample_map(arena), wit_sample_map_large(arena, 5, 8),
                                    wit_sample_map_large(arena, 20, 25)};
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        const struct wit_scene *s = wit_scene_new(arena, maps[m], WIT_SCENE_ALL);
        size_t *times = WIT_NEW_ARRAY(arena, size_t, maps[m]->n_paths);
        assert_true(s->n_edges <= WIT_SCENE_MAX_EDGES);
        for (size_t b = 0; b < s->n_bundles; b++) {
            for (size_t i = 0; i < s->bundles[b].n_paths; i++) {
                const struct wit_path *p = &maps[m]->paths[s->bundles[b].paths[i]];
                times[s->bundles[b].paths[i]]++;
                assert_int_equal(p->class, s->bundles[b].class);
                assert_int_equal(p->status, s->bundles[b].status);
                assert_int_equal(p->permitted.verdict, s->bundles[b].verdict);
                assert_true(joined(s, b, &p->from) && joined(s, b, &p->to));
            }
        }
        for (size_t i = 0; i < maps[m]->n_paths; i++)
            assert_int_equal(times[i], 1);
    }
    wit_arena_free(arena);
}

/* A platform of `zones` zones that are alike, and one path that is not. */
static const struct wit_map *alike(struct wit_arena *arena, size_t zones, bool odd)
{
    static const char *const apps[] = {"apps"}, *const brokers[] = {"brokers"};
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    struct wit_map_subnet *subnets = WIT_NEW_ARRAY(arena, struct wit_map_subnet, 2 * zones);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, zones * zones);
    for (size_t i = 0; i < 2 * zones; i++) {
        subnets[i] = map->subnets[0];
        subnets[i].id = wit_fmt(arena, "subnet-%zu", i);
        subnets[i].name = wit_fmt(arena, "%s-%zu", i < zones ? "apps" : "brokers", i);
        subnets[i].roles = i < zones ? apps : brokers;
        subnets[i].n_roles = 1;
    }
    for (size_t i = 0; i < zones * zones; i++) {
        const struct wit_map_subnet *a = &subnets[i / zones], *b = &subnets[zones + i % zones];
        paths[i] = map->paths[0];
        paths[i].id = wit_fmt(arena, "p-%08zu", i);
        paths[i].class = WIT_CLASS_CLIENT;
        paths[i].status = odd && i == 0 ? WIT_RED : WIT_GREEN;
        paths[i].from = (struct wit_scope){"subnet", a->id, a->name, "1", "r", a->network, a->zone, "apps"};
        paths[i].to = (struct wit_scope){"subnet", b->id, b->name, "1", "r", b->network, b->zone, "brokers"};
    }
    map->subnets = subnets;
    map->n_subnets = 2 * zones;
    map->paths = paths;
    map->n_paths = zones * zones;
    map->n_gateways = 0;
    return map;
}

/* Equal neighbours are one node with their number; one path that differs takes its ends out of it. */
static void test_equal_neighbours_are_one(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t zones;
        bool odd;
        size_t nodes, bundles;
        const char *says;
    } rows[] = {
        {"three alike", 3, false, 2, 1,
         "tcp/9096 \xc3\x97"
         "9"},
        {"twelve alike", 12, false, 2, 1,
         "tcp/9096 \xc3\x97"
         "144"},
        {"one differs", 3, true, 4, 4,
         "apps \xc3\x97"
         "2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wit_arena *arena = wit_arena_new();
        const struct wit_scene *s = wit_scene_new(arena, alike(arena, rows[i].zones, rows[i].odd), WIT_SCENE_ALL);
        bool said = false;
        for (size_t k = 0; k < s->n_nodes; k++)
            said = said || strstr(s->nodes[k].detail, rows[i].says) != NULL ||
                   strcmp(s->nodes[k].label, rows[i].says) == 0;
        if (!said)
            fail_msg("%s: nothing says '%s'", rows[i].name, rows[i].says);
        if (s->n_bundles > rows[i].bundles || s->n_nodes - s->n_bundles != rows[i].nodes)
            fail_msg("%s: %zu nodes, %zu bundles", rows[i].name, s->n_nodes - s->n_bundles, s->n_bundles);
        wit_arena_free(arena);
    }
}

/* A transit gateway has a line to the list of each network that is attached to it, and to no other. */
static void test_transit_gateway(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_map map = *wit_sample_map(arena);
    const char *first = map.networks[0].id, *second = map.networks[1].id;
    const struct wit_map_gateway gateways[] = {
        {"tgw-1", "hub", "transit-gateway", "", "", "2 networks"},
        {"tgw-2", "spare", "transit-gateway", "", "", "1 network"},
        {"tgw-attach-1", "", "transit-attachment", first, "", "hub"},
        {"tgw-attach-2", "", "transit-attachment", second, "", "hub, pending"},
        {"tgw-attach-3", "", "transit-attachment", second, "", "hubble"},
    };
    map.gateways = gateways;
    map.n_gateways = sizeof gateways / sizeof *gateways;
    const struct wit_scene *s = wit_scene_new(arena, &map, WIT_SCENE_ALL);
    size_t lines = 0;
    for (size_t e = 0; e < s->n_edges; e++) {
        if (s->edges[e].bundle != WIT_NO_BUNDLE)
            continue;
        lines++;
        assert_string_equal(s->nodes[s->edges[e].to].detail, "hub");
        assert_int_equal(s->nodes[s->edges[e].from].kind, WIT_NODE_GATEWAY);
    }
    assert_int_equal(lines, 2);
    wit_arena_free(arena);
}

/* One class, one finding: only what they speak of. */
static void test_views(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *map = wit_sample_map(arena);
    for (int c = 0; c < WIT_CLASS_COUNT; c++) {
        const struct wit_scene *s = wit_scene_new(arena, map, (struct wit_scene_view){c, NULL});
        size_t n = 0;
        for (size_t i = 0; i < map->n_paths; i++)
            n += (int)map->paths[i].class == c;
        assert_int_equal(s->n_paths, n);
        for (size_t b = 0; b < s->n_bundles; b++)
            assert_int_equal(s->bundles[b].class, c);
    }
    const char *ids[20];
    struct wit_finding finding = {.id = "f-1", .title = "Twenty paths", .paths = ids};
    for (; finding.n_paths < 20; finding.n_paths++)
        ids[finding.n_paths] = map->paths[finding.n_paths].id;
    const struct wit_scene *s = wit_scene_new(arena, map, (struct wit_scene_view){-1, &finding});
    assert_int_equal(s->n_paths, 20);
    assert_int_equal(s->n_bundles, WIT_SCENE_MAX_WAYS);
    assert_non_null(strstr(s->notes[0], "12 of its 20 paths are drawn"));
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
    assert_false(wit_render(&out, wit_sample_map(arena), WIT_SCENE_ALL, WIT_FORMAT_SVG, &err));
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
        cmocka_unit_test(test_equal_neighbours_are_one),
        cmocka_unit_test(test_transit_gateway),
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_large_is_drawn_by_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
