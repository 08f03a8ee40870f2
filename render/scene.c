/* render/scene.c: the boxes and nodes of the picture.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/scene.h"

#include <inttypes.h>
#include <string.h>

#include "render/escape.h"
#include "render/style.h"

#define LABEL_CHARS 30
#define ROW_CHARS   46
#define TITLE_CHARS 200

struct maker {
    struct wit_arena *arena;
    const struct wit_map *map;
    struct wit_scene *scene;
    struct wit_strmap *networks; /* id -> index of its cluster + 1 */
    struct wit_strmap *boxes;    /* other clusters */
};

const char *wit_scene_text(struct wit_arena *arena, const char *s, size_t max)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 1 << 20);
    wit_esc_plain(&buf, s, max);
    const char *text = wit_strdup(arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return text;
}

const char *wit_scene_titled(struct wit_arena *arena, const char *name, const char *id)
{
    const char *plain_id = wit_scene_text(arena, id, TITLE_CHARS);
    if (*name == '\0' || strcmp(name, id) == 0)
        return plain_id;
    return wit_fmt(arena, "%s (%s)", wit_scene_text(arena, name, TITLE_CHARS), plain_id);
}

void wit_scene_note(struct wit_scene *scene, struct wit_arena *arena, const char *sentence)
{
    WIT_PUSH(arena, scene->notes, scene->n_notes, scene->cap_notes) = sentence;
}

size_t wit_scene_node_add(struct wit_scene *s, struct wit_arena *arena, enum wit_scene_kind kind, int cluster,
                          const char *label, const char *detail, const char *title)
{
    struct wit_scene_node *n = &WIT_PUSH(arena, s->nodes, s->n_nodes, s->cap_nodes);
    *n = (struct wit_scene_node){.kind = kind, .cluster = cluster, .title = title};
    n->label = wit_scene_text(arena, label, LABEL_CHARS);
    n->detail = wit_scene_text(arena, detail, ROW_CHARS);
    return s->n_nodes - 1;
}

static int add_cluster(struct maker *m, enum wit_scene_box box, int parent, const char *label, const char *detail,
                       const char *title)
{
    struct wit_scene *s = m->scene;
    struct wit_scene_cluster *c = &WIT_PUSH(m->arena, s->clusters, s->n_clusters, s->cap_clusters);
    *c = (struct wit_scene_cluster){.box = box, .parent = parent, .title = title};
    c->label = wit_scene_text(m->arena, label, LABEL_CHARS + 18);
    c->detail = wit_scene_text(m->arena, detail, LABEL_CHARS + 24);
    return (int)s->n_clusters - 1;
}

static int cluster_of(const struct wit_strmap *boxes, const char *key)
{
    return (int)(intptr_t)wit_strmap_get(boxes, key) - 1;
}

static const char *joined(struct maker *m, const char *const *items, size_t n)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 4096);
    for (size_t i = 0; i < n && i < 3; i++)
        wit_buf_printf(&buf, "%s%s", i > 0 ? ", " : "", items[i]);
    if (n > 3)
        wit_buf_printf(&buf, " and %zu more", n - 3);
    const char *text = wit_strdup(m->arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return text;
}

/* Only networks in which something stands: `used`, ids. */
static void add_networks(struct maker *m, const struct wit_strmap *used)
{
    for (size_t i = 0; i < m->map->n_networks; i++) {
        const struct wit_map_network *net = &m->map->networks[i];
        if (wit_strmap_get(used, net->id) == NULL)
            continue;
        int account = cluster_of(m->boxes, net->account);
        if (account < 0) {
            account = add_cluster(m, WIT_BOX_ACCOUNT, -1, wit_fmt(m->arena, "account %s", net->account), "",
                                  wit_scene_titled(m->arena, "", net->account));
            wit_strmap_put(m->boxes, net->account, (void *)(intptr_t)(account + 1));
        }
        int at = add_cluster(m, WIT_BOX_NETWORK, account, *net->name != '\0' ? net->name : net->id,
                             wit_fmt(m->arena, "%s  %s", net->region, joined(m, net->prefixes, net->n_prefixes)),
                             wit_scene_titled(m->arena, net->name, net->id));
        wit_strmap_put(m->networks, net->id, (void *)(intptr_t)(at + 1));
    }
}

static const char *endpoints_text(struct maker *m, uint64_t n)
{
    return n == 0 ? "" : n == 1 ? "1 endpoint" : wit_fmt(m->arena, "%" PRIu64 " endpoints", n);
}

static void add_row(struct maker *m, struct wit_scene_node *n, size_t *cap, const char *text)
{
    WIT_PUSH(m->arena, n->rows, n->n_rows, *cap) = wit_scene_text(m->arena, text, ROW_CHARS);
}

static const char *subnet_row(struct maker *m, const struct wit_map_subnet *s)
{
    const char *zone = s->zone;
    const char *dash = strrchr(zone, '-');
    return wit_fmt(m->arena, "%s  %s%s%s", wit_scene_text(m->arena, *s->name != '\0' ? s->name : s->id, 22),
                   joined(m, s->prefixes, s->n_prefixes > 0), *zone != '\0' ? "  " : "",
                   dash != NULL && strlen(dash) <= 5 ? dash + 1 : zone);
}

/* Names of what a node stands for; of many, how many. */
static void add_rows(struct maker *m, size_t node, const struct wit_scene_units *u, size_t group, size_t n)
{
    struct wit_scene_node *at = &m->scene->nodes[node];
    size_t cap = 0, listed = 0;
    bool folded = m->scene->level != WIT_LEVEL_SUBNET;
    struct wit_strmap *networks = wit_strmap_new(m->arena);
    size_t n_networks = 0, n_subnets = 0;
    for (size_t i = 0; i < u->n; i++) {
        const struct wit_scene_unit *unit = &u->units[i];
        if (unit->group != group)
            continue;
        WIT_PUSH(m->arena, at->scopes, at->n_scopes, at->cap_scopes) = unit->scope.id;
        n_subnets += unit->subnet != NULL ? 1 : 0;
        n_networks += wit_strmap_put(networks, unit->scope.network, m) ? 1 : 0;
        if (unit->subnet != NULL && !folded && listed < WIT_SCENE_MAX_ROWS && ++listed > 0)
            add_row(m, at, &cap, subnet_row(m, unit->subnet));
        else if (unit->subnet == NULL && n > 1 && listed < WIT_SCENE_MAX_ROWS && ++listed > 0)
            add_row(m, at, &cap, *unit->scope.name != '\0' ? unit->scope.name : unit->scope.id);
    }
    if (folded && n_subnets > 0 && m->scene->level == WIT_LEVEL_ROLE)
        add_row(m, at, &cap,
                wit_fmt(m->arena, "%zu subnet%s in %zu network%s", n_subnets, n_subnets == 1 ? "" : "s", n_networks,
                        n_networks == 1 ? "" : "s"));
    else if (folded && n_subnets > 0)
        add_row(m, at, &cap, wit_fmt(m->arena, "%zu subnet%s", n_subnets, n_subnets == 1 ? "" : "s"));
    else if (n > listed && listed > 0)
        add_row(m, at, &cap, wit_fmt(m->arena, "and %zu more", n - listed));
}

static size_t add_outside(struct maker *m, const struct wit_scene_unit *unit, size_t n, int network)
{
    const struct wit_scope *s = &unit->scope;
    bool internet = strcmp(s->kind, "internet") == 0;
    const char *kind = wit_scene_text(m->arena, s->kind, 20);
    const char *name = internet ? "Internet" : *s->name != '\0' ? s->name : s->id;
    if (n > 1)
        name = wit_fmt(m->arena, "%s \xc3\x97%zu", *s->role != '\0' ? wit_scene_text(m->arena, s->role, 24) : kind, n);
    return wit_scene_node_add(m->scene, m->arena, WIT_NODE_OUTSIDE, network, name,
                              internet                     ? "every public address"
                              : *s->role != '\0' && n == 1 ? wit_fmt(m->arena, "%s, %s", kind, s->role)
                                                           : kind,
                              n > 1 ? name : wit_scene_titled(m->arena, s->name, s->id));
}

/* The box of a subnet that holds several roles; -1: there is one role, and the node is the box. */
static int subnet_box(struct maker *m, const struct wit_scene_units *u, const struct wit_scene_unit *unit, size_t n)
{
    size_t roles = 0;
    struct wit_strmap *groups = wit_strmap_new(m->arena);
    for (size_t i = 0; i < u->n; i++) {
        if (u->units[i].subnet == unit->subnet &&
            wit_strmap_put(groups, wit_fmt(m->arena, "%zu", u->units[i].group), m))
            roles++;
    }
    if (roles < 2)
        return -1;
    /* Ends that share a group share their mates' groups: the first subnet names the box. */
    int network = cluster_of(m->networks, unit->scope.network);
    const char *key = wit_fmt(m->arena, "s\x1f%s", unit->scope.id);
    int at = cluster_of(m->boxes, key);
    if (at >= 0)
        return at;
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) names;
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) cidrs;
    wit_buf_init(&names, 4096);
    wit_buf_init(&cidrs, 4096);
    for (size_t i = 0, k = 0; i < u->n; i++) {
        const struct wit_map_subnet *s = u->units[i].subnet;
        if (u->units[i].group != unit->group || s == NULL)
            continue;
        if (k < 3) {
            wit_buf_printf(&names, "%s%s", k > 0 ? ", " : "",
                           wit_scene_text(m->arena, *s->name != '\0' ? s->name : s->id, 20));
            wit_buf_printf(&cidrs, "%s%s", k > 0 ? ", " : "", s->n_prefixes > 0 ? s->prefixes[0] : "");
        }
        k++;
    }
    at = add_cluster(m, WIT_BOX_SUBNET, network,
                     n > 1 ? wit_fmt(m->arena, "%zu subnets: %s", n, wit_buf_str(&names)) : wit_buf_str(&names),
                     wit_buf_str(&cidrs), wit_scene_titled(m->arena, unit->scope.name, unit->scope.id));
    m->scene->clusters[at].public_route = unit->subnet->public_route;
    wit_strmap_put(m->boxes, key, (void *)(intptr_t)(at + 1));
    return at;
}

static size_t add_group(struct maker *m, const struct wit_scene_units *u, size_t first, size_t n, uint64_t endpoints)
{
    const struct wit_scene_unit *unit = &u->units[first];
    int network = m->scene->level == WIT_LEVEL_ROLE ? -1 : cluster_of(m->networks, unit->scope.network);
    if (unit->subnet == NULL && strcmp(unit->scope.kind, "network") == 0)
        network = cluster_of(m->networks, unit->scope.id);
    size_t at;
    if (unit->subnet == NULL) {
        at = add_outside(m, unit, n, m->scene->level == WIT_LEVEL_SUBNET && n == 1 ? network : -1);
        add_rows(m, at, u, unit->group, n);
        return at;
    }
    int box = m->scene->level == WIT_LEVEL_SUBNET ? subnet_box(m, u, unit, n) : -1;
    const char *role = *unit->scope.role != '\0' ? unit->scope.role : "endpoints";
    const char *label = n > 1 ? wit_fmt(m->arena, "%s \xc3\x97%zu", wit_scene_text(m->arena, role, 24), n) : role;
    at = wit_scene_node_add(m->scene, m->arena, WIT_NODE_ROLE, box >= 0 ? box : network, label,
                            endpoints_text(m, endpoints),
                            wit_fmt(m->arena, "%s in %s", wit_scene_text(m->arena, role, TITLE_CHARS),
                                    n > 1 ? wit_fmt(m->arena, "%zu subnets", n)
                                          : wit_scene_titled(m->arena, unit->scope.name, unit->scope.id)));
    add_rows(m, at, u, unit->group, n);
    m->scene->nodes[at].endpoints = endpoints;
    m->scene->nodes[at].public_route = m->scene->level == WIT_LEVEL_SUBNET && unit->subnet->public_route;
    if (box >= 0)
        m->scene->nodes[at].n_rows = 0; /* the box names the subnets */
    return at;
}

static void add_idle(struct maker *m, const struct wit_scene_units *u)
{
    struct wit_strmap *used = wit_strmap_new(m->arena);
    for (size_t i = 0; i < u->n; i++)
        wit_strmap_put(used, u->units[i].scope.id, m);
    for (size_t i = 0; i < m->map->n_networks; i++) {
        size_t n = 0, cap = 0, node = 0;
        for (size_t k = 0; k < m->map->n_subnets; k++) {
            const struct wit_map_subnet *s = &m->map->subnets[k];
            if (strcmp(s->network, m->map->networks[i].id) != 0 || wit_strmap_get(used, s->id) != NULL)
                continue;
            if (n++ == 0)
                node = wit_scene_node_add(m->scene, m->arena, WIT_NODE_IDLE, cluster_of(m->networks, s->network), "",
                                          "without role or path", "subnets that no role and no path touches");
            struct wit_scene_node *at = &m->scene->nodes[node];
            WIT_PUSH(m->arena, at->scopes, at->n_scopes, at->cap_scopes) = s->id;
            if (n <= WIT_SCENE_MAX_ROWS && m->scene->level == WIT_LEVEL_SUBNET)
                add_row(m, at, &cap, subnet_row(m, s));
        }
        if (n == 0)
            continue;
        m->scene->nodes[node].label = wit_fmt(m->arena, "%zu subnet%s", n, n == 1 ? "" : "s");
        if (n > WIT_SCENE_MAX_ROWS && m->scene->level == WIT_LEVEL_SUBNET)
            add_row(m, &m->scene->nodes[node], &cap, wit_fmt(m->arena, "and %zu more", n - WIT_SCENE_MAX_ROWS));
    }
}

void wit_scene_sizes(struct wit_scene *s)
{
    for (size_t i = 0; i < s->n_nodes; i++) {
        struct wit_scene_node *n = &s->nodes[i];
        if (n->kind == WIT_NODE_BUNDLE)
            continue;
        bool small = n->kind == WIT_NODE_GATEWAY || n->kind == WIT_NODE_IDLE;
        double width = wit_text_width(n->label, small ? 10.5 : 12.5, !small);
        double detail = wit_text_width(n->detail, 10, false);
        width = detail > width ? detail : width;
        for (size_t k = 0; k < n->n_rows; k++) {
            double row = wit_text_width(n->rows[k], 10, false);
            width = row > width ? row : width;
        }
        n->width = width + 22;
        n->height = (*n->detail != '\0' ? 38 : 26) + (n->n_rows > 0 ? 6 + 13.0 * (double)n->n_rows : 0);
    }
}

static struct wit_scene *build(struct wit_arena *arena, const struct wit_map *map, const bool *drawn, bool all,
                               enum wit_scene_level level)
{
    struct maker m = {arena, map, WIT_NEW(arena, struct wit_scene), wit_strmap_new(arena), wit_strmap_new(arena)};
    m.scene->level = level;
    const struct wit_scene_units *u = wit_scene_units_new(arena, map, drawn, all, level);
    size_t *node = WIT_NEW_ARRAY(arena, size_t, u->n_groups), *count = WIT_NEW_ARRAY(arena, size_t, u->n_groups);
    uint64_t *endpoints = WIT_NEW_ARRAY(arena, uint64_t, u->n_groups);
    struct wit_strmap *used = wit_strmap_new(arena);
    for (size_t i = 0; i < u->n; i++) {
        count[u->units[i].group]++;
        endpoints[u->units[i].group] += u->units[i].endpoints;
        wit_strmap_put(used, u->units[i].scope.network, used);
        if (strcmp(u->units[i].scope.kind, "network") == 0)
            wit_strmap_put(used, u->units[i].scope.id, used);
    }
    for (size_t i = 0; all && i < map->n_networks; i++)
        wit_strmap_put(used, map->networks[i].id, used);
    if (level != WIT_LEVEL_ROLE)
        add_networks(&m, used);
    for (size_t i = 0, next = 0; i < u->n; i++) { /* groups are numbered by their first unit */
        if (u->units[i].group == next) {
            node[next] = add_group(&m, u, i, count[next], endpoints[next]);
            next++;
        }
    }
    if (all && level != WIT_LEVEL_ROLE)
        add_idle(&m, u);
    if (all && level == WIT_LEVEL_SUBNET)
        wit_scene_gateways(m.scene, arena, map, m.networks);
    wit_scene_sizes(m.scene);
    struct wit_scene_ends ends = {u, node, count};
    wit_scene_bundles(m.scene, arena, map, &ends);
    return m.scene;
}

struct wit_scene *wit_scene_new(struct wit_arena *arena, const struct wit_map *map, struct wit_scene_view view)
{
    static const char *const by[] = {"subnet", "network", "role"};
    if (view.finding != NULL)
        return wit_scene_finding(arena, map, view.finding);
    bool *drawn = WIT_NEW_ARRAY(arena, bool, map->n_paths);
    size_t n = 0;
    for (size_t i = 0; i < map->n_paths; i++)
        n += drawn[i] = view.class < 0 || (int)map->paths[i].class == view.class;
    struct wit_scene *scene = NULL;
    const char *note = NULL;
    for (int level = WIT_LEVEL_SUBNET; level <= WIT_LEVEL_ROLE; level++) {
        scene = build(arena, map, drawn, view.class < 0, (enum wit_scene_level)level);
        if ((scene->n_nodes <= WIT_SCENE_MAX_NODES && scene->n_edges <= WIT_SCENE_MAX_EDGES) || level == WIT_LEVEL_ROLE)
            break;
        note = wit_fmt(arena,
                       "Drawn by %s: by %ss there would be more than %d nodes or %d lines. The inventory lists "
                       "the paths of every subnet.",
                       level == WIT_LEVEL_SUBNET ? "networks" : "roles", by[level], WIT_SCENE_MAX_NODES,
                       WIT_SCENE_MAX_EDGES);
    }
    if (note != NULL)
        wit_scene_note(scene, arena, note);
    scene->n_paths = n;
    scene->heading = view.class < 0 ? wit_fmt(arena, "Paths by %s%s", by[scene->level],
                                              scene->level == WIT_LEVEL_SUBNET    ? " and role"
                                              : scene->level == WIT_LEVEL_NETWORK ? " and role"
                                                                                  : "")
                                    : wit_class_title((enum wit_class)view.class);
    return scene;
}
