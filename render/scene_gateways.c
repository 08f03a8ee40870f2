/* render/scene_gateways.c: gateways, services and doors in the picture: one list a network, and transit gateways.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "render/scene.h"
#include "render/style.h"

#define LISTED   8
#define KINDS    "gateways and services"
#define IS(a, b) (strcmp((a), (b)) == 0)

struct maker {
    struct wit_scene *scene;
    struct wit_arena *arena;
    const struct wit_map *map;
};

static const char *line_of(struct maker *m, const struct wit_map_gateway *g)
{
    const char *what = *g->name != '\0' ? g->name : *g->detail != '\0' ? g->detail : g->id;
    const char *service = strncmp(g->detail, "com.amazonaws.", 14) == 0 ? strrchr(g->detail, '.') + 1 : "";
    if (*service != '\0')
        what = service;
    else if (*g->name != '\0' && *g->detail != '\0' && (IS(g->kind, "peering") || IS(g->kind, "nat-gateway")))
        what = g->detail;
    return wit_scene_text(m->arena, wit_fmt(m->arena, "%s %s", wit_kind_words(m->arena, g->kind), what), 44);
}

/* The transit gateway that an attachment names in its detail ("tgw-hub", "tgw-hub, pending"). */
static bool names(const struct wit_map_gateway *transit, const char *detail)
{
    const char *const called[] = {transit->name, transit->id};
    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(called[i]);
        if (len > 0 && strncmp(detail, called[i], len) == 0 && (detail[len] == '\0' || detail[len] == ','))
            return true;
    }
    return false;
}

static size_t list_of(struct maker *m, int cluster, const char *network)
{
    const struct wit_map *map = m->map;
    struct wit_scene *s = m->scene;
    size_t node = WIT_NO_BUNDLE, n = 0, cap = 0;
    for (size_t i = 0; i < map->n_gateways; i++) {
        const struct wit_map_gateway *g = &map->gateways[i];
        if (!IS(g->network, network) || IS(g->kind, "transit-gateway"))
            continue;
        if (n++ == 0)
            node = wit_scene_node_add(s, m->arena, WIT_NODE_GATEWAY, cluster, KINDS, "", KINDS);
        struct wit_scene_node *at = &s->nodes[node];
        if (n <= LISTED)
            WIT_PUSH(m->arena, at->rows, at->n_rows, cap) = line_of(m, g);
        at->title = n == 1 ? line_of(m, g)
                           : wit_scene_text(m->arena, wit_fmt(m->arena, "%s; %s", at->title, line_of(m, g)), 600);
    }
    if (n > LISTED)
        WIT_PUSH(m->arena, s->nodes[node].rows, s->nodes[node].n_rows, cap) =
            wit_fmt(m->arena, "and %zu more", n - LISTED);
    return node;
}

void wit_scene_gateways(struct wit_scene *scene, struct wit_arena *arena, const struct wit_map *map,
                        const struct wit_strmap *networks)
{
    struct maker m = {scene, arena, map};
    struct wit_strmap *lists = wit_strmap_new(arena); /* network -> node + 1 */
    for (size_t i = 0; i < map->n_networks; i++) {
        int cluster = (int)(intptr_t)wit_strmap_get(networks, map->networks[i].id) - 1;
        size_t node = list_of(&m, cluster, map->networks[i].id);
        if (node != WIT_NO_BUNDLE)
            wit_strmap_put(lists, map->networks[i].id, (void *)(uintptr_t)(node + 1));
    }
    (void)list_of(&m, -1, ""); /* VPN connections, accelerators */
    for (size_t i = 0; i < map->n_gateways; i++) {
        const struct wit_map_gateway *g = &map->gateways[i];
        if (!IS(g->kind, "transit-gateway"))
            continue;
        size_t at = wit_scene_node_add(scene, arena, WIT_NODE_GATEWAY, -1, "transit gateway",
                                       *g->name != '\0' ? g->name : g->id, wit_scene_titled(arena, g->name, g->id));
        size_t cap = 0;
        if (*g->detail != '\0')
            WIT_PUSH(arena, scene->nodes[at].rows, scene->nodes[at].n_rows, cap) = wit_scene_text(arena, g->detail, 44);
        for (size_t k = 0; k < map->n_gateways; k++) {
            const struct wit_map_gateway *a = &map->gateways[k];
            uintptr_t list = (uintptr_t)wit_strmap_get(lists, a->network);
            if (list > 0 && IS(a->kind, "transit-attachment") && names(g, a->detail))
                WIT_PUSH(arena, scene->edges, scene->n_edges, scene->cap_edges) =
                    (struct wit_scene_edge){.from = list - 1, .to = at, .bundle = WIT_NO_BUNDLE};
        }
    }
}
