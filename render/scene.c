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
#define TITLE_CHARS 200

struct maker {
    struct wit_arena *arena;
    const struct wit_map *map;
    struct wit_scene *scene;
    struct wit_strmap *clusters; /* key -> (index + 1) */
    struct wit_strmap *nodes;
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

static int index_of(struct wit_strmap *map, const char *key)
{
    const size_t *at = wit_strmap_get(map, key);
    return at != NULL ? (int)*at : -1;
}

static void remember(struct maker *m, struct wit_strmap *map, const char *key, size_t index)
{
    size_t *at = WIT_NEW(m->arena, size_t);
    *at = index;
    wit_strmap_put(map, key, at);
}

/* "name (id)", or the id alone. */
static const char *titled(struct maker *m, const char *name, const char *id)
{
    const char *plain_id = wit_scene_text(m->arena, id, TITLE_CHARS);
    if (*name == '\0' || strcmp(name, id) == 0)
        return plain_id;
    return wit_fmt(m->arena, "%s (%s)", wit_scene_text(m->arena, name, TITLE_CHARS), plain_id);
}

static int add_cluster(struct maker *m, enum wit_scene_box box, int parent, const char *key, const char *label,
                       const char *detail, const char *title)
{
    struct wit_scene *s = m->scene;
    struct wit_scene_cluster *c = &WIT_PUSH(m->arena, s->clusters, s->n_clusters, s->cap_clusters);
    *c = (struct wit_scene_cluster){.box = box, .parent = parent, .title = title};
    c->label = wit_scene_text(m->arena, label, LABEL_CHARS);
    c->detail = wit_scene_text(m->arena, detail, LABEL_CHARS + 12);
    remember(m, m->clusters, key, s->n_clusters - 1);
    return (int)s->n_clusters - 1;
}

static size_t add_node(struct maker *m, enum wit_scene_kind kind, int cluster, const char *key, const char *label,
                       const char *detail, const char *title)
{
    struct wit_scene *s = m->scene;
    struct wit_scene_node *n = &WIT_PUSH(m->arena, s->nodes, s->n_nodes, s->cap_nodes);
    *n = (struct wit_scene_node){.kind = kind, .cluster = cluster, .title = title};
    n->label = wit_scene_text(m->arena, label, LABEL_CHARS);
    n->detail = wit_scene_text(m->arena, detail, LABEL_CHARS);
    remember(m, m->nodes, key, s->n_nodes - 1);
    return s->n_nodes - 1;
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

static int network_cluster(struct maker *m, const char *id)
{
    return index_of(m->clusters, wit_fmt(m->arena, "n\x1f%s", id));
}

static void add_networks(struct maker *m)
{
    for (size_t i = 0; i < m->map->n_networks; i++) {
        const struct wit_map_network *net = &m->map->networks[i];
        const char *account_key = wit_fmt(m->arena, "a\x1f%s", net->account);
        int account = index_of(m->clusters, account_key);
        if (account < 0)
            account = add_cluster(m, WIT_BOX_ACCOUNT, -1, account_key, wit_fmt(m->arena, "account %s", net->account),
                                  "", titled(m, "", net->account));
        add_cluster(m, WIT_BOX_NETWORK, account, wit_fmt(m->arena, "n\x1f%s", net->id),
                    *net->name != '\0' ? net->name : net->id,
                    wit_fmt(m->arena, "%s  %s", net->region, joined(m, net->prefixes, net->n_prefixes)),
                    titled(m, net->name, net->id));
    }
}

static void add_subnet(struct maker *m, const struct wit_map_subnet *subnet)
{
    int parent = network_cluster(m, subnet->network);
    if (*subnet->zone != '\0') {
        const char *key = wit_fmt(m->arena, "z\x1f%s\x1f%s", subnet->network, subnet->zone);
        int zone = index_of(m->clusters, key);
        parent = zone >= 0
                     ? zone
                     : add_cluster(m, WIT_BOX_ZONE, parent, key, subnet->zone, "",
                                   wit_fmt(m->arena, "zone %s", wit_scene_text(m->arena, subnet->zone, TITLE_CHARS)));
    }
    int at = add_cluster(m, WIT_BOX_SUBNET, parent, wit_fmt(m->arena, "s\x1f%s", subnet->id),
                         *subnet->name != '\0' ? subnet->name : subnet->id,
                         joined(m, subnet->prefixes, subnet->n_prefixes), titled(m, subnet->name, subnet->id));
    m->scene->clusters[at].public_route = subnet->public_route;
}

static const char *endpoints_text(struct maker *m, uint64_t n)
{
    return n == 1 ? "1 endpoint" : wit_fmt(m->arena, "%" PRIu64 " endpoints", n);
}

/* Subnets that play a part: an end of a path, or a place of a role. */
static struct wit_strmap *used_subnets(struct maker *m)
{
    struct wit_strmap *used = wit_strmap_new(m->arena);
    for (size_t i = 0; i < m->map->n_paths; i++) {
        wit_strmap_put(used, m->map->paths[i].from.id, m);
        wit_strmap_put(used, m->map->paths[i].to.id, m);
    }
    for (size_t i = 0; i < m->map->n_subnets; i++) {
        if (m->map->subnets[i].n_roles > 0)
            wit_strmap_put(used, m->map->subnets[i].id, m);
    }
    return used;
}

static void add_idle_counts(struct maker *m, struct wit_strmap *used)
{
    for (size_t i = 0; i < m->map->n_networks; i++) {
        size_t n = 0;
        for (size_t k = 0; k < m->map->n_subnets; k++) {
            const struct wit_map_subnet *subnet = &m->map->subnets[k];
            if (strcmp(subnet->network, m->map->networks[i].id) == 0 && wit_strmap_get(used, subnet->id) == NULL)
                n++;
        }
        if (n > 0)
            add_node(m, WIT_NODE_IDLE, network_cluster(m, m->map->networks[i].id),
                     wit_fmt(m->arena, "i\x1f%s", m->map->networks[i].id), wit_fmt(m->arena, "%zu subnets", n),
                     "without role or path", wit_fmt(m->arena, "%zu subnets that no role and no path touches", n));
    }
}

static void add_subnets(struct maker *m)
{
    struct wit_strmap *used = used_subnets(m);
    size_t idle = 0;
    for (size_t i = 0; i < m->map->n_subnets; i++)
        idle += wit_strmap_get(used, m->map->subnets[i].id) == NULL ? 1 : 0;
    for (size_t i = 0; i < m->map->n_subnets; i++) {
        const struct wit_map_subnet *subnet = &m->map->subnets[i];
        bool is_idle = wit_strmap_get(used, subnet->id) == NULL;
        if (is_idle && idle > WIT_SCENE_MAX_IDLE)
            continue;
        add_subnet(m, subnet);
        if (is_idle)
            add_node(m, WIT_NODE_IDLE, (int)m->scene->n_clusters - 1, wit_fmt(m->arena, "i\x1f%s", subnet->id),
                     endpoints_text(m, subnet->endpoints), "no role", titled(m, subnet->name, subnet->id));
    }
    if (idle > WIT_SCENE_MAX_IDLE)
        add_idle_counts(m, used);
}

/* The node of one end of a path; made when it is not there yet. */
static size_t end_node(struct maker *m, const struct wit_scope *scope, uint64_t endpoints)
{
    struct wit_scene *s = m->scene;
    int subnet =
        strcmp(scope->kind, "subnet") == 0 ? index_of(m->clusters, wit_fmt(m->arena, "s\x1f%s", scope->id)) : -1;
    int network = network_cluster(m, strcmp(scope->kind, "network") == 0 ? scope->id : scope->network);
    const char *label = *scope->role != '\0' ? scope->role : "endpoints";
    const char *key;
    int at;
    if (subnet >= 0 || (s->by_network && network >= 0)) {
        int cluster = subnet >= 0 ? subnet : network;
        key = wit_fmt(m->arena, "%d\x1f%s", cluster, scope->role);
        at = index_of(m->nodes, key);
        if (at < 0)
            at = (int)add_node(m, WIT_NODE_ROLE, cluster, key, label, "",
                               wit_fmt(m->arena, "%s in %s", wit_scene_text(m->arena, label, TITLE_CHARS),
                                       s->clusters[cluster].title));
        if (subnet >= 0 && endpoints > s->nodes[at].endpoints)
            s->nodes[at].endpoints = endpoints;
        return (size_t)at;
    }
    key = wit_fmt(m->arena, "o\x1f%s\x1f%s\x1f%s", scope->kind, scope->id, scope->role);
    at = index_of(m->nodes, key);
    if (at >= 0)
        return (size_t)at;
    const char *name = *scope->name != '\0' ? scope->name : scope->id;
    bool internet = strcmp(scope->kind, "internet") == 0;
    return add_node(m, WIT_NODE_OUTSIDE, network, key, internet ? "Internet" : name,
                    internet               ? "every public address"
                    : *scope->role != '\0' ? wit_fmt(m->arena, "%s, %s", scope->kind, scope->role)
                                           : scope->kind,
                    titled(m, scope->name, scope->id));
}

static void add_roles(struct maker *m)
{
    for (size_t i = 0; i < m->map->n_subnets; i++) {
        const struct wit_map_subnet *subnet = &m->map->subnets[i];
        for (size_t k = 0; k < subnet->n_roles; k++) {
            struct wit_scope scope = {"subnet",       subnet->id,      subnet->name, subnet->account,
                                      subnet->region, subnet->network, subnet->zone, subnet->roles[k]};
            end_node(m, &scope, 0);
        }
    }
}

static void add_gateways(struct maker *m)
{
    for (size_t i = 0; i < m->map->n_gateways; i++) {
        const struct wit_map_gateway *g = &m->map->gateways[i];
        int cluster = index_of(m->clusters, wit_fmt(m->arena, "s\x1f%s", g->subnet));
        if (cluster < 0)
            cluster = network_cluster(m, g->network);
        const char *words = wit_scene_text(m->arena, wit_kind_words(m->arena, g->kind), LABEL_CHARS);
        const char *what = *g->detail != '\0' ? g->detail : g->id;
        if (*g->name != '\0' && strcmp(g->name, g->detail) != 0)
            what = *g->detail != '\0' ? wit_fmt(m->arena, "%s, %s", g->name, g->detail) : g->name;
        add_node(
            m, WIT_NODE_GATEWAY, cluster, wit_fmt(m->arena, "g\x1f%s\x1f%zu", g->id, i), words, what,
            wit_fmt(m->arena, "%s %s", titled(m, g->name, g->id), wit_scene_text(m->arena, g->detail, TITLE_CHARS)));
    }
}

static void size_nodes(struct maker *m)
{
    struct wit_scene *s = m->scene;
    for (size_t i = 0; i < s->n_nodes; i++) {
        struct wit_scene_node *n = &s->nodes[i];
        if (n->kind == WIT_NODE_ROLE && n->endpoints > 0)
            n->detail = endpoints_text(m, n->endpoints);
        bool small = n->kind == WIT_NODE_GATEWAY || n->kind == WIT_NODE_IDLE;
        double label = wit_text_width(n->label, small ? 10.5 : 12.5, !small);
        double detail = wit_text_width(n->detail, 10, false);
        n->width = (label > detail ? label : detail) + 22;
        n->height = *n->detail != '\0' ? 38 : 26;
    }
}

static struct wit_scene *build(struct wit_arena *arena, const struct wit_map *map, bool by_network)
{
    struct maker m = {arena, map, WIT_NEW(arena, struct wit_scene), wit_strmap_new(arena), wit_strmap_new(arena)};
    m.scene->by_network = by_network;
    add_networks(&m);
    if (!by_network) {
        add_subnets(&m);
        add_gateways(&m);
    }
    add_roles(&m);
    struct wit_scene_ends ends = {WIT_NEW_ARRAY(arena, size_t, map->n_paths),
                                  WIT_NEW_ARRAY(arena, size_t, map->n_paths)};
    for (size_t i = 0; i < map->n_paths; i++) {
        ends.from[i] = end_node(&m, &map->paths[i].from, map->paths[i].permitted.from_endpoints);
        ends.to[i] = end_node(&m, &map->paths[i].to, map->paths[i].permitted.to_endpoints);
    }
    size_nodes(&m);
    wit_scene_bundles(m.scene, arena, map, &ends);
    return m.scene;
}

struct wit_scene *wit_scene_new(struct wit_arena *arena, const struct wit_map *map)
{
    struct wit_scene *scene = build(arena, map, false);
    if (scene->n_nodes > WIT_SCENE_MAX_NODES || scene->n_edges > WIT_SCENE_MAX_EDGES) {
        const char *note =
            wit_fmt(arena,
                    "Drawn by networks: by subnets there would be %zu nodes and %zu lines. The inventory "
                    "lists every subnet's paths.",
                    scene->n_nodes, scene->n_edges);
        scene = build(arena, map, true);
        WIT_PUSH(arena, scene->notes, scene->n_notes, scene->cap_notes) = note;
    }
    return scene;
}
