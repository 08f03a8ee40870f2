/* render/scene.h: what is drawn, before anything is drawn: boxes in boxes, nodes, and bundles of paths.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * account > network > zone > subnet are clusters; endpoints stand in their subnet, one node a role; gateways in their
 * network; the internet, prefixes and buckets outside. Paths are not drawn one by one: those of one class, status,
 * verdict and ports that connect every node of a set with every node of another (or each with each other) are one
 * bundle: a labelled node with a line from every source and to every destination. Nothing is lost by that: the lines of
 * a bundle stand for exactly the paths in it, and no line shares a label with a path that is not there.
 *
 * Texts are cleaned and cut (render/escape.h) but not yet escaped. Order is that of the map. All memory is in the
 * arena.
 */
#ifndef WIT_RENDER_SCENE_H
#define WIT_RENDER_SCENE_H

#include "base/arena.h"
#include "evidence/map.h"

/* Beyond these a picture by subnets neither reads nor lays out in reasonable time: it is drawn by networks. */
#define WIT_SCENE_MAX_NODES 900
#define WIT_SCENE_MAX_EDGES 1500
/* More subnets than this without any path are one node a network. */
#define WIT_SCENE_MAX_IDLE 16

enum wit_scene_box { WIT_BOX_ACCOUNT, WIT_BOX_NETWORK, WIT_BOX_ZONE, WIT_BOX_SUBNET };

struct wit_scene_cluster {
    enum wit_scene_box box;
    int parent; /* index, -1 at the top; smaller than its own index */
    const char *label, *detail, *title;
    bool public_route;
    double x0, y0, x1, y1; /* px, y downwards; set by wit_layout, as are all other positions */
};

enum wit_scene_kind { WIT_NODE_ROLE, WIT_NODE_IDLE, WIT_NODE_GATEWAY, WIT_NODE_OUTSIDE, WIT_NODE_BUNDLE };

struct wit_scene_node {
    enum wit_scene_kind kind;
    int cluster; /* -1 outside */
    const char *label, *detail, *title;
    uint64_t endpoints;         /* 0: not known */
    size_t bundle;              /* of a WIT_NODE_BUNDLE */
    double width, height, x, y; /* px; x, y is the centre */
};

struct wit_scene_bundle {
    enum wit_class class;
    enum wit_status status;
    enum wit_verdict verdict;
    const char *anchor; /* "p-7f3a91c2" when it is one path, else "c-client" */
    size_t n_paths;
};

struct wit_scene_edge {
    size_t from, to; /* nodes; one of them is the bundle's */
    size_t bundle;
    bool head_from, head_to; /* arrow heads */
    const double *points;    /* x, y of a Bezier spline: 3n+1 points */
    size_t n_points;
    double from_end[2], to_end[2]; /* tips of the arrow heads, where there are any */
};

struct wit_scene {
    bool by_network;
    struct wit_scene_cluster *clusters;
    size_t n_clusters, cap_clusters;
    struct wit_scene_node *nodes;
    size_t n_nodes, cap_nodes;
    struct wit_scene_bundle *bundles;
    size_t n_bundles, cap_bundles;
    struct wit_scene_edge *edges;
    size_t n_edges, cap_edges;
    const char **notes; /* sentences that stand under the picture */
    size_t n_notes, cap_notes;
    double width, height; /* px */
};

/* Chooses subnets or networks by the limits above. */
struct wit_scene *wit_scene_new(struct wit_arena *arena, const struct wit_map *map);

/* ---- parts: render/scene_bundle.c ---- */
struct wit_scene_ends {
    size_t *from, *to; /* node of each path of the map, in its order */
};
void wit_scene_bundles(struct wit_scene *scene, struct wit_arena *arena, const struct wit_map *map,
                       const struct wit_scene_ends *ends);

/* The cleaned text, cut after `max` characters, in the arena. */
const char *wit_scene_text(struct wit_arena *arena, const char *s, size_t max);

#endif
