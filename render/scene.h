/* render/scene.h: what is drawn, before anything is drawn: boxes in boxes, nodes, and bundles of paths.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every format (SVG, DOT, draw.io, Mermaid) draws this one model. Account > network are boxes; in them stand endpoints,
 * one node a role and group of subnets; gateways in a list in their network; the internet, prefixes and buckets
 * outside. Subnets are one group ("x3") when nothing in the map tells them apart: the same network, roles and kind of
 * route, and paths of the same class, status, verdict and ports to the same groups. Where that is still too much, a
 * node is a role in a network, and at last a role.
 *
 * Paths are not drawn one by one either: those of one class, status, verdict and ports that connect every node of a set
 * with every node of another (or each with each other) are one bundle: a labelled node with a line from every source
 * and to every destination. The label counts: "x9" stands for each subnet at one end with each at the other, "x5 of 9"
 * for some of them. No line stands for a pair of nodes without a path.
 *
 * Texts are cleaned and cut (render/escape.h) but not yet escaped. Order is that of the map. All memory is in the
 * arena.
 */
#ifndef WIT_RENDER_SCENE_H
#define WIT_RENDER_SCENE_H

#include "base/arena.h"
#include "evidence/map.h"

/* Beyond these a picture neither reads nor lays out in reasonable time: the next coarser level is drawn. */
#define WIT_SCENE_MAX_NODES 140
#define WIT_SCENE_MAX_EDGES 400
/* Names of subnets in one node; the rest is counted. */
#define WIT_SCENE_MAX_ROWS 5
/* Paths of a finding whose hops are drawn. */
#define WIT_SCENE_MAX_WAYS 12

enum wit_scene_box { WIT_BOX_ACCOUNT, WIT_BOX_NETWORK, WIT_BOX_SUBNET };
enum wit_scene_level { WIT_LEVEL_SUBNET, WIT_LEVEL_NETWORK, WIT_LEVEL_ROLE };

/* What of the map is drawn. */
struct wit_scene_view {
    int class;                         /* enum wit_class, -1: every class, with gateways and idle subnets */
    const struct wit_finding *finding; /* its paths, hop by hop; NULL: whole paths */
};
#define WIT_SCENE_ALL ((struct wit_scene_view){-1, NULL})

struct wit_scene_cluster {
    enum wit_scene_box box;
    int parent; /* index, -1 at the top; smaller than its own index */
    const char *label, *detail, *title;
    bool public_route;
    double x0, y0, x1, y1; /* px, y downwards; set by wit_layout, as are all other positions */
};

enum wit_scene_kind { WIT_NODE_ROLE, WIT_NODE_IDLE, WIT_NODE_GATEWAY, WIT_NODE_OUTSIDE, WIT_NODE_HOP, WIT_NODE_BUNDLE };

struct wit_scene_node {
    enum wit_scene_kind kind;
    int cluster; /* -1 outside */
    const char *label, *detail, *title;
    const char **rows; /* names below, one a line */
    size_t n_rows;
    const char **scopes; /* ids of the subnets, prefixes, buckets that it stands for: as in the map, hostile */
    size_t n_scopes, cap_scopes;
    uint64_t endpoints; /* 0: not known */
    bool public_route;
    enum wit_status status;     /* of a WIT_NODE_HOP: red when it closes the way, yellow when nobody knows */
    size_t bundle;              /* of a WIT_NODE_BUNDLE */
    double width, height, x, y; /* px; x, y is the centre */
};

struct wit_scene_bundle {
    enum wit_class class;
    enum wit_status status;
    enum wit_verdict verdict;
    const char *anchor;  /* "p-7f3a91c2" when it is one path, else "c-client" */
    const size_t *paths; /* indices of the map */
    size_t n_paths;
};

#define WIT_NO_BUNDLE ((size_t)-1)
struct wit_scene_edge {
    size_t from, to;         /* nodes; one of them is the bundle's */
    size_t bundle;           /* WIT_NO_BUNDLE: a thing that hangs on another, such as a network on a transit gateway */
    bool head_from, head_to; /* arrow heads */
    const double *points;    /* x, y of a Bezier spline: 3n+1 points */
    size_t n_points;
    double from_end[2], to_end[2]; /* tips of the arrow heads, where there are any */
};

struct wit_scene {
    enum wit_scene_level level;
    const char *heading;
    size_t n_paths; /* that the picture speaks of */
    struct wit_scene_cluster *clusters;
    size_t n_clusters, cap_clusters;
    struct wit_scene_node *nodes;
    size_t n_nodes, cap_nodes;
    struct wit_scene_bundle *bundles;
    size_t n_bundles, cap_bundles;
    struct wit_scene_edge *edges;
    size_t n_edges, cap_edges;
    const char **notes; /* sentences that stand under the picture: what was folded or left out */
    size_t n_notes, cap_notes;
    double width, height; /* px */
};

/* Chooses the level by the limits above. */
struct wit_scene *wit_scene_new(struct wit_arena *arena, const struct wit_map *map, struct wit_scene_view view);

/* ---- part: render/scene_groups.c ---- */
/* One end of paths: a role in a subnet, or something outside. */
struct wit_scene_unit {
    struct wit_scope scope;
    const struct wit_map_subnet *subnet; /* NULL outside */
    uint64_t endpoints;                  /* the largest number that a path counts there */
    size_t group;
};
struct wit_scene_units {
    struct wit_scene_unit *units;
    size_t n, cap;
    size_t *from, *to; /* unit of each path of the map; not set for those that are not drawn */
    const bool *drawn; /* each path of the map */
    size_t n_groups;   /* in order of their first unit */
};
struct wit_scene_units *wit_scene_units_new(struct wit_arena *arena, const struct wit_map *map, const bool *drawn,
                                            bool idle, enum wit_scene_level level);

/* ---- part: render/scene_bundle.c ---- */
struct wit_scene_ends {
    const struct wit_scene_units *units;
    const size_t *node_of_group;
    const size_t *n_of_group; /* units in it */
};
void wit_scene_bundles(struct wit_scene *scene, struct wit_arena *arena, const struct wit_map *map,
                       const struct wit_scene_ends *ends);

/* ---- part: render/scene_gateways.c: gateways of each network as one list, and transit gateways joined to them ---- */
void wit_scene_gateways(struct wit_scene *scene, struct wit_arena *arena, const struct wit_map *map,
                        const struct wit_strmap *networks);

/* ---- part: render/scene_finding.c: ends and the hops that matter ---- */
struct wit_scene *wit_scene_finding(struct wit_arena *arena, const struct wit_map *map,
                                    const struct wit_finding *finding);

/* The cleaned text, cut after `max` characters, in the arena. */
const char *wit_scene_text(struct wit_arena *arena, const char *s, size_t max);
/* "name (id)", or the id alone. */
const char *wit_scene_titled(struct wit_arena *arena, const char *name, const char *id);
size_t wit_scene_node_add(struct wit_scene *scene, struct wit_arena *arena, enum wit_scene_kind kind, int cluster,
                          const char *label, const char *detail, const char *title);
void wit_scene_note(struct wit_scene *scene, struct wit_arena *arena, const char *sentence);
/* Widths and heights from the texts. */
void wit_scene_sizes(struct wit_scene *scene);

#endif
