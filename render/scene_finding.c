/* render/scene_finding.c: the picture of one finding: its paths from end to end, with the hops that matter.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A hop matters when it stops the way, when nobody knows what it does, when it rewrites addresses, when it is a gateway
 * or service, and when it is the rule of the destination that lets the connection in. What only passes on the way is
 * left out; the inventory has every hop. Hops that several paths share are drawn once.
 */
#include <string.h>

#include "render/scene.h"
#include "render/style.h"

struct maker {
    struct wit_scene *scene;
    struct wit_arena *arena;
    struct wit_strmap *nodes, *edges; /* key -> node + 1 */
};

static bool is_filter(const char *kind)
{
    return strcmp(kind, "security-group") == 0 || strcmp(kind, "network-acl") == 0 || strcmp(kind, "route-table") == 0;
}

/* The last filter on the way there: what lets the connection in. */
static size_t door_of(const struct wit_path *p)
{
    size_t door = p->permitted.n_hops;
    for (size_t i = 0; i < p->permitted.n_hops; i++) {
        const struct wit_hop *h = &p->permitted.hops[i];
        if (strcmp(h->direction, "forward") == 0 && strcmp(h->facing, "ingress") == 0 &&
            strcmp(h->kind, "security-group") == 0)
            door = i;
    }
    return door;
}

static bool matters(const struct wit_path *p, size_t i, size_t door)
{
    const struct wit_hop *h = &p->permitted.hops[i];
    if (strcmp(h->action, "block") == 0 || strcmp(h->action, "unknown") == 0)
        return true;
    if (strcmp(h->direction, "forward") != 0)
        return false;
    return i == door || strcmp(h->action, "rewrite") == 0 || !is_filter(h->kind);
}

static size_t node_of(struct maker *m, const char *key, enum wit_scene_kind kind, const char *label, const char *detail,
                      const char *title)
{
    uintptr_t at = (uintptr_t)wit_strmap_get(m->nodes, key);
    if (at == 0) {
        at = wit_scene_node_add(m->scene, m->arena, kind, -1, label, detail, title) + 1;
        wit_strmap_put(m->nodes, key, (void *)at);
    }
    return at - 1;
}

static size_t end_of(struct maker *m, const struct wit_scope *s)
{
    bool internet = strcmp(s->kind, "internet") == 0, subnet = strcmp(s->kind, "subnet") == 0;
    const char *key = wit_fmt(m->arena, "e\x1f%s\x1f%s\x1f%s", s->kind, s->id, s->role);
    const char *name = internet ? "Internet" : *s->name != '\0' ? s->name : s->id;
    size_t n = node_of(m, key, subnet ? WIT_NODE_ROLE : WIT_NODE_OUTSIDE, name,
                       internet           ? "every public address"
                       : *s->role != '\0' ? wit_fmt(m->arena, "%s%s%s", wit_scene_text(m->arena, s->role, 24),
                                                    *s->zone != '\0' ? ", " : "", s->zone)
                                          : s->kind,
                       wit_scene_titled(m->arena, s->name, s->id));
    struct wit_scene_node *at = &m->scene->nodes[n];
    if (at->n_scopes == 0)
        WIT_PUSH(m->arena, at->scopes, at->n_scopes, at->cap_scopes) = s->id;
    return n;
}

static size_t hop_of(struct maker *m, const struct wit_hop *h)
{
    const char *key =
        wit_fmt(m->arena, "h\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s", h->direction, h->kind, h->id, h->rule, h->facing);
    const char *what = h->name != NULL && *h->name != '\0' ? h->name : h->id;
    const char *reply = strcmp(h->direction, "reply") == 0 ? " (answer)" : "";
    size_t before = m->scene->n_nodes;
    size_t n = node_of(
        m, key, WIT_NODE_HOP, wit_fmt(m->arena, "%s%s", wit_kind_words(m->arena, h->kind), reply), what,
        wit_fmt(m->arena, "%s: %s", wit_scene_titled(m->arena, what, h->id), wit_scene_text(m->arena, h->text, 200)));
    struct wit_scene_node *at = &m->scene->nodes[n];
    if (m->scene->n_nodes == before)
        return n;
    at->status = strcmp(h->action, "block") == 0 ? WIT_RED : strcmp(h->action, "unknown") == 0 ? WIT_YELLOW : WIT_GREEN;
    size_t cap = 0;
    if (*h->text != '\0')
        WIT_PUSH(m->arena, at->rows, at->n_rows, cap) = wit_scene_text(m->arena, h->text, 52);
    if (*h->before != '\0' && *h->after != '\0' && strcmp(h->before, h->after) != 0)
        WIT_PUSH(m->arena, at->rows, at->n_rows, cap) =
            wit_scene_text(m->arena, wit_fmt(m->arena, "becomes %s", h->after), 52);
    return n;
}

static void join(struct maker *m, size_t from, size_t to, size_t bundle, bool last)
{
    enum wit_status status = m->scene->bundles[bundle].status;
    const char *key = wit_fmt(m->arena, "%zu %zu %d", from, to, (int)status);
    if (from == to || !wit_strmap_put(m->edges, key, m))
        return;
    WIT_PUSH(m->arena, m->scene->edges, m->scene->n_edges, m->scene->cap_edges) =
        (struct wit_scene_edge){.from = from, .to = to, .bundle = bundle, .head_to = last};
}

static void add_path(struct maker *m, const struct wit_map *map, size_t index)
{
    const struct wit_path *p = &map->paths[index];
    struct wit_scene *s = m->scene;
    size_t *paths = WIT_NEW_ARRAY(m->arena, size_t, 1);
    *paths = index;
    WIT_PUSH(m->arena, s->bundles, s->n_bundles, s->cap_bundles) =
        (struct wit_scene_bundle){p->class, p->status, p->permitted.verdict, p->id, paths, 1};
    size_t bundle = s->n_bundles - 1, at = end_of(m, &p->from), to = end_of(m, &p->to), door = door_of(p);
    for (size_t i = 0; i < p->permitted.n_hops; i++) {
        if (!matters(p, i, door))
            continue;
        size_t next = hop_of(m, &p->permitted.hops[i]);
        join(m, at, next, bundle, false);
        at = next;
    }
    join(m, at, to, bundle, true);
}

struct wit_scene *wit_scene_finding(struct wit_arena *arena, const struct wit_map *map,
                                    const struct wit_finding *finding)
{
    struct maker m = {WIT_NEW(arena, struct wit_scene), arena, wit_strmap_new(arena), wit_strmap_new(arena)};
    size_t drawn = 0;
    struct wit_strmap *wanted = wit_strmap_new(arena);
    for (size_t k = 0; k < finding->n_paths; k++)
        wit_strmap_put(wanted, finding->paths[k], m.scene);
    for (size_t i = 0; i < map->n_paths; i++) {
        if (wit_strmap_get(wanted, map->paths[i].id) == NULL)
            continue;
        m.scene->n_paths++;
        if (drawn < WIT_SCENE_MAX_WAYS) {
            add_path(&m, map, i);
            drawn++;
        }
    }
    if (m.scene->n_paths > drawn)
        wit_scene_note(
            m.scene, arena,
            wit_fmt(arena, "%zu of its %zu paths are drawn; the inventory has all of them.", drawn, m.scene->n_paths));
    wit_scene_note(m.scene, arena, "Hops that only pass the connection on are left out.");
    m.scene->heading = wit_scene_text(arena, finding->title, 100);
    wit_scene_sizes(m.scene);
    return m.scene;
}
