/* render/scene_bundle.c: paths to bundles: complete sets of pairs that one label can stand for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "render/scene.h"
#include "render/style.h"

#define TITLE_PATHS 12

/* Paths of one class, status, verdict and ports. */
struct group {
    size_t *paths;
    size_t n_paths, cap_paths;
};

/* One source of a group and the nodes that it reaches, ascending. */
struct source {
    size_t node;
    size_t *to;
    size_t n_to, cap_to;
    size_t *paths;
    size_t n_paths, cap_paths;
    bool done;
    const char *targets; /* key: the set `to` */
    const char *closure; /* key: the set `to` and the node itself */
    size_t n_closure;
};

struct maker {
    struct wit_scene *scene;
    struct wit_arena *arena;
    const struct wit_map *map;
    const struct wit_scene_ends *ends;
    size_t *group_of_node;
    size_t clipped; /* paths left out */
};

static const char *ports_text(struct maker *m, const struct wit_path *path)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 1 << 16);
    wit_port_ranges_text(&buf, path->service.ports, path->service.n_ports);
    const char *text = wit_scene_text(m->arena, wit_buf_str(&buf), 34);
    wit_buf_deinit(&buf);
    return text;
}

static int size_cmp(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

static const char *set_key(struct maker *m, const size_t *items, size_t n)
{
    struct wit_buf buf;
    wit_buf_init(&buf, (size_t)16 << 20);
    for (size_t i = 0; i < n; i++)
        wit_buf_printf(&buf, "%zu,", items[i]);
    const char *key = wit_strdup(m->arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return key;
}

static void finish_source(struct maker *m, struct source *s)
{
    qsort(s->to, s->n_to, sizeof *s->to, size_cmp);
    size_t n = 0;
    bool self = false;
    for (size_t i = 0; i < s->n_to; i++) {
        if (n == 0 || s->to[n - 1] != s->to[i])
            s->to[n++] = s->to[i];
        self = self || s->to[i] == s->node;
    }
    s->n_to = n;
    s->targets = set_key(m, s->to, n);
    size_t *closure = WIT_NEW_ARRAY(m->arena, size_t, n + 1);
    memcpy(closure, s->to, n * sizeof *closure);
    s->n_closure = n;
    if (!self)
        closure[s->n_closure++] = s->node;
    qsort(closure, s->n_closure, sizeof *closure, size_cmp);
    s->closure = set_key(m, closure, s->n_closure);
}

static int parent_of(const struct wit_scene *scene, int cluster)
{
    return cluster < 0 ? -1 : scene->clusters[cluster].parent;
}

static int depth_of(const struct wit_scene *scene, int cluster)
{
    int depth = 0;
    for (; cluster >= 0; cluster = parent_of(scene, cluster))
        depth++;
    return depth;
}

/* The innermost box that holds both. */
static int common_box(const struct wit_scene *scene, int a, int b)
{
    int da = depth_of(scene, a), db = depth_of(scene, b);
    for (; da > db; da--)
        a = parent_of(scene, a);
    for (; db > da; db--)
        b = parent_of(scene, b);
    while (a != b) {
        a = parent_of(scene, a);
        b = parent_of(scene, b);
    }
    return a;
}

static const char *end_text(struct maker *m, const struct wit_scope *scope)
{
    return wit_scene_text(m->arena, *scope->name != '\0' ? scope->name : scope->id, 60);
}

static const char *title_of(struct maker *m, const size_t *paths, size_t n)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < n && i < TITLE_PATHS; i++) {
        const struct wit_path *p = &m->map->paths[paths[i]];
        wit_buf_printf(&buf, "%s%s: %s to %s, permitted %s, observed %s, %s", i > 0 ? "; " : "",
                       wit_scene_text(m->arena, p->id, 40), end_text(m, &p->from), end_text(m, &p->to),
                       wit_verdict_word(p->permitted.verdict), wit_observed_word(p->observed.verdict),
                       wit_declared_word(p->declared.verdict));
    }
    if (n > TITLE_PATHS)
        wit_buf_printf(&buf, "; and %zu more", n - TITLE_PATHS);
    const char *text = wit_strdup(m->arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return text;
}

/* The paths of one bundle share their ports, save by networks and roles, where the line says only how many there are.
 * `pairs`: how many paths there would be if each end at one side had one to each at the other. */
static const char *detail_of(struct maker *m, const struct wit_path *path, size_t n_paths, uint64_t pairs)
{
    const char *ports = m->scene->level != WIT_LEVEL_SUBNET
                            ? wit_fmt(m->arena, "%zu path%s", n_paths, n_paths == 1 ? "" : "s")
                            : ports_text(m, path);
    if (m->scene->level == WIT_LEVEL_SUBNET && pairs > n_paths)
        ports = wit_fmt(m->arena, "%s \xc3\x97%zu of %" PRIu64, ports, n_paths, pairs);
    else if (m->scene->level == WIT_LEVEL_SUBNET && n_paths > 1)
        ports = wit_fmt(m->arena, "%s \xc3\x97%zu", ports, n_paths);
    const char *word = wit_verdict_word(path->permitted.verdict);
    if (path->permitted.verdict == WIT_REACHABLE)
        return ports;
    if (path->permitted.verdict == WIT_ISOLATED)
        word = "blocked";
    return *ports != '\0' ? wit_fmt(m->arena, "%s  %s", ports, word) : word;
}

/* How many paths a complete bundle would have. */
static uint64_t pairs_of(struct maker *m, struct source *const *members, size_t n)
{
    const struct wit_scene_units *u = m->ends->units;
    uint64_t pairs = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t here = m->ends->n_of_group[m->group_of_node[members[i]->node]];
        bool itself = false; /* a subnet with a path to itself */
        for (size_t k = 0; k < members[i]->n_paths; k++)
            itself = itself || u->from[members[i]->paths[k]] == u->to[members[i]->paths[k]];
        for (size_t k = 0; k < members[i]->n_to; k++) {
            uint64_t there = m->ends->n_of_group[m->group_of_node[members[i]->to[k]]];
            pairs += here * there - (members[i]->to[k] == members[i]->node && !itself ? here : 0);
        }
    }
    return pairs;
}

static void add_edge(struct maker *m, size_t from, size_t to, size_t bundle, bool head_from, bool head_to)
{
    struct wit_scene *s = m->scene;
    WIT_PUSH(m->arena, s->edges, s->n_edges, s->cap_edges) =
        (struct wit_scene_edge){.from = from, .to = to, .bundle = bundle, .head_from = head_from, .head_to = head_to};
}

/* One label, with a line to each member of `members` sources and of the first one's targets. */
static void add_bundle(struct maker *m, struct source *const *members, size_t n, bool each_other)
{
    struct wit_scene *s = m->scene;
    const struct wit_path *path = &m->map->paths[members[0]->paths[0]];
    /* At most one bundle past the limit is added (the caller then draws a coarser level); at the coarsest the rest is
     * left out and counted. */
    size_t lines = n + (each_other ? 0 : members[0]->n_to);
    if (s->level == WIT_LEVEL_ROLE ? s->n_edges + lines > WIT_SCENE_MAX_EDGES : s->n_edges > WIT_SCENE_MAX_EDGES) {
        for (size_t i = 0; i < n; i++)
            m->clipped += members[i]->n_paths;
        return;
    }
    size_t *paths = NULL, n_paths = 0, cap = 0;
    int box = s->nodes[members[0]->node].cluster;
    for (size_t i = 0; i < n; i++) {
        box = common_box(s, box, s->nodes[members[i]->node].cluster);
        for (size_t k = 0; k < members[i]->n_paths; k++)
            WIT_PUSH(m->arena, paths, n_paths, cap) = members[i]->paths[k];
    }
    for (size_t i = 0; i < members[0]->n_to; i++)
        box = common_box(s, box, s->nodes[members[0]->to[i]].cluster);
    const char *anchor = n_paths == 1 ? path->id : wit_fmt(m->arena, "c-%s", wit_class_word(path->class));
    WIT_PUSH(m->arena, s->bundles, s->n_bundles, s->cap_bundles) =
        (struct wit_scene_bundle){path->class, path->status, path->permitted.verdict, anchor, paths, n_paths};
    size_t bundle = s->n_bundles - 1;
    struct wit_scene_node *node = &WIT_PUSH(m->arena, s->nodes, s->n_nodes, s->cap_nodes);
    *node = (struct wit_scene_node){.kind = WIT_NODE_BUNDLE, .cluster = box, .bundle = bundle};
    node->label = wit_class_word(path->class);
    node->detail = detail_of(m, path, n_paths, pairs_of(m, members, n));
    node->title = title_of(m, paths, n_paths);
    double label = wit_text_width(node->label, 11, true) + 16, detail = wit_text_width(node->detail, 10, false);
    node->width = (label > detail ? label : detail) + 16;
    node->height = *node->detail != '\0' ? 32 : 20;
    size_t at = s->n_nodes - 1;
    for (size_t i = 0; i < n; i++)
        add_edge(m, members[i]->node, at, bundle, each_other, false);
    for (size_t i = 0; !each_other && i < members[0]->n_to; i++)
        add_edge(m, at, members[0]->to[i], bundle, false, true);
}

static void add_group(struct maker *m, const struct group *g)
{
    struct wit_strmap *by_node = wit_strmap_new(m->arena);
    struct source **sources = WIT_NEW_ARRAY(m->arena, struct source *, g->n_paths);
    size_t n = 0;
    for (size_t i = 0; i < g->n_paths; i++) {
        const struct wit_scene_units *u = m->ends->units;
        size_t from = m->ends->node_of_group[u->units[u->from[g->paths[i]]].group];
        size_t to = m->ends->node_of_group[u->units[u->to[g->paths[i]]].group];
        const char *key = wit_fmt(m->arena, "%zu", from);
        struct source *s = wit_strmap_get(by_node, key);
        if (s == NULL) {
            s = WIT_NEW(m->arena, struct source);
            s->node = from;
            wit_strmap_put(by_node, key, s);
            sources[n++] = s;
        }
        WIT_PUSH(m->arena, s->to, s->n_to, s->cap_to) = to;
        WIT_PUSH(m->arena, s->paths, s->n_paths, s->cap_paths) = g->paths[i];
    }
    struct wit_strmap *closures = wit_strmap_new(m->arena), *targets = wit_strmap_new(m->arena);
    struct list {
        struct source **items;
        size_t n, cap;
    };
    for (size_t i = 0; i < n; i++) {
        finish_source(m, sources[i]);
        struct list *l = wit_strmap_get(closures, sources[i]->closure);
        if (l == NULL)
            wit_strmap_put(closures, sources[i]->closure, l = WIT_NEW(m->arena, struct list));
        WIT_PUSH(m->arena, l->items, l->n, l->cap) = sources[i];
    }
    for (size_t i = 0; i < n; i++) {
        struct list *l = wit_strmap_get(closures, sources[i]->closure);
        if (!sources[i]->done && l->n == sources[i]->n_closure) { /* each with each other */
            add_bundle(m, l->items, l->n, true);
            for (size_t k = 0; k < l->n; k++)
                l->items[k]->done = true;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (sources[i]->done)
            continue;
        struct list *l = wit_strmap_get(targets, sources[i]->targets);
        if (l == NULL)
            wit_strmap_put(targets, sources[i]->targets, l = WIT_NEW(m->arena, struct list));
        WIT_PUSH(m->arena, l->items, l->n, l->cap) = sources[i];
    }
    for (size_t i = 0; i < n; i++) {
        struct list *l = wit_strmap_get(targets, sources[i]->targets);
        if (!sources[i]->done && l->items[0] == sources[i])
            add_bundle(m, l->items, l->n, false);
    }
}

void wit_scene_bundles(struct wit_scene *scene, struct wit_arena *arena, const struct wit_map *map,
                       const struct wit_scene_ends *ends)
{
    struct maker m = {scene, arena, map, ends, WIT_NEW_ARRAY(arena, size_t, scene->n_nodes), 0};
    for (size_t i = 0; i < ends->units->n_groups; i++)
        m.group_of_node[ends->node_of_group[i]] = i;
    struct wit_strmap *by_key = wit_strmap_new(arena);
    struct group **groups = WIT_NEW_ARRAY(arena, struct group *, map->n_paths);
    size_t n = 0;
    /* What blocks comes first, so that it is never what is left out. */
    for (int status = WIT_RED; status >= WIT_GREEN; status--) {
        for (size_t i = 0; i < map->n_paths; i++) {
            const struct wit_path *p = &map->paths[i];
            if ((int)p->status != status || !ends->units->drawn[i])
                continue;
            const char *key = scene->level != WIT_LEVEL_SUBNET
                                  ? wit_fmt(arena, "%d %d %d", (int)p->class, status, (int)p->permitted.verdict)
                                  : wit_fmt(arena, "%d %d %d %s", (int)p->class, status, (int)p->permitted.verdict,
                                            ports_text(&m, p));
            struct group *g = wit_strmap_get(by_key, key);
            if (g == NULL) {
                g = WIT_NEW(arena, struct group);
                wit_strmap_put(by_key, key, g);
                groups[n++] = g;
            }
            WIT_PUSH(arena, g->paths, g->n_paths, g->cap_paths) = i;
        }
    }
    for (size_t i = 0; i < n; i++)
        add_group(&m, groups[i]);
    if (m.clipped > 0)
        wit_scene_note(
            scene, arena,
            wit_fmt(arena, "%zu of %zu paths are not drawn: they are in the inventory.", m.clipped, map->n_paths));
}
