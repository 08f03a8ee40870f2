/* render/layout.c: positions for a scene, by graphviz's `dot` (the only file that knows graphviz).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: graphviz, "Using Graphviz as a library (cgraph version)". Every node has a fixed size and no label; the room
 * for a cluster's label is an empty table of fixed size. So no font is measured. Names given to graphviz are numbers:
 * no hostile text comes near it. There are no labelled edges (they break `dot` between clusters).
 */
#include "render/layout.h"

#include <gvc.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "render/style.h"

/* libgvc keeps tables and plugins for the life of the process, and some memory of each layout (80 kB for a picture of
 * 40 nodes): the leak checker is told not to look in there. */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#endif
#endif
#if defined(SANITIZER_LSAN_INTERFACE_H)
#define LEAKS_OFF() __lsan_disable()
#define LEAKS_ON()  __lsan_enable()
#else
#define LEAKS_OFF() (void)0
#define LEAKS_ON()  (void)0
#endif

/* The last thing graphviz complained about. Guarded by `door`: libgvc has global state. */
static char complaint[256];
static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;

static int on_complaint(char *text)
{
    snprintf(complaint, sizeof complaint, "%s", text);
    for (char *p = complaint; *p != '\0'; p++)
        *p = (unsigned char)*p < 0x20 ? ' ' : *p;
    return 0;
}

/*
 * cgraph's own identifiers are addresses, and it walks subgraphs by identifier: pictures would differ from run to run.
 * These are numbers in order of creation; declining names makes cgraph keep them itself (cgraph manual, "ID
 * discipline").
 */
static IDTYPE last_id; /* guarded by `door` */

static void *id_open(Agraph_t *g, Agdisc_t *disc)
{
    (void)disc;
    return g;
}

static long id_map(void *state, int type, char *name, IDTYPE *id, int create)
{
    (void)state;
    (void)type;
    if (name != NULL || !create)
        return 0;
    *id = last_id += 2;
    return 1;
}

static long id_alloc(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
    return 0;
}

static void id_free(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
}

static char *id_print(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
    return NULL;
}

static void id_close(void *state)
{
    (void)state;
}

static void id_register(void *state, int type, void *object)
{
    (void)state;
    (void)type;
    (void)object;
}

static Agiddisc_t ids = {id_open, id_map, id_alloc, id_free, id_print, id_close, id_register};

static char *mutable(const char *s)
{
    union {
        const char *in;
        char *out;
    } u = {.in = s};
    return u.out; /* cgraph's older headers take char *, and only read */
}

static void set(void *object, const char *name, const char *value)
{
    agsafeset(object, mutable(name), mutable(value), mutable(""));
}

static void set_number(void *object, const char *name, double value)
{
    char text[48];
    /* Thousandths, written without the locale's decimal sign. */
    long long milli = llround(value * 1000.0);
    snprintf(text, sizeof text, "%lld.%03lld", milli / 1000, milli % 1000);
    set(object, name, text);
}

static void add_clusters(Agraph_t *root, Agraph_t **subs, const struct wit_scene *scene)
{
    for (size_t i = 0; i < scene->n_clusters; i++) {
        const struct wit_scene_cluster *c = &scene->clusters[i];
        char name[32], html[192];
        snprintf(name, sizeof name, "cluster%zu", i);
        subs[i] = agsubg(c->parent < 0 ? root : subs[c->parent], name, 1);
        double width = fmax(wit_text_width(c->label, 12, true), wit_text_width(c->detail, 10, false)) + 16;
        snprintf(html, sizeof html,
                 "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"0\" CELLSPACING=\"0\"><TR><TD FIXEDSIZE=\"TRUE\" "
                 "WIDTH=\"%d\" HEIGHT=\"%d\"></TD></TR></TABLE>",
                 (int)ceil(width), *c->detail != '\0' ? 30 : 18);
        char *label = agstrdup_html(root, html);
        set(subs[i], "label", label);
        agstrfree(root, label);
        set(subs[i], "labeljust", "l");
        set(subs[i], "margin", c->box == WIT_BOX_SUBNET ? "7" : "9");
    }
}

static void add_nodes(Agraph_t *root, Agraph_t **subs, Agnode_t **nodes, const struct wit_scene *scene)
{
    for (size_t i = 0; i < scene->n_nodes; i++) {
        char name[32];
        snprintf(name, sizeof name, "n%zu", i);
        nodes[i] = agnode(root, name, 1);
        set(nodes[i], "label", "");
        set(nodes[i], "shape", "box");
        set(nodes[i], "fixedsize", "true");
        set_number(nodes[i], "width", scene->nodes[i].width / 72.0);
        set_number(nodes[i], "height", scene->nodes[i].height / 72.0);
        if (scene->nodes[i].cluster >= 0)
            agsubnode(subs[scene->nodes[i].cluster], nodes[i], 1);
    }
}

static void add_edges(Agraph_t *root, Agnode_t **nodes, Agedge_t **edges, const struct wit_scene *scene)
{
    for (size_t i = 0; i < scene->n_edges; i++) {
        const struct wit_scene_edge *e = &scene->edges[i];
        char name[32];
        snprintf(name, sizeof name, "e%zu", i);
        edges[i] = agedge(root, nodes[e->from], nodes[e->to], name, 1);
        set(edges[i], "dir",
            e->head_from && e->head_to ? "both"
            : e->head_from             ? "back"
            : e->head_to               ? "forward"
                                       : "none");
        if (e->head_to && !e->head_from) /* at the side: from above it would cross the subnet's title */
            set(edges[i], "headport", "w");
        else if (e->head_from && !e->head_to)
            set(edges[i], "tailport", "e");
        if (e->bundle == WIT_NO_BUNDLE) {
            set(edges[i], "constraint", "false");
            continue;
        }
        if (scene->bundles[e->bundle].status == WIT_RED)
            set(edges[i], "weight", "2");
        /* One bastion and one Prometheus reach everything: in the order from left to right they would make the picture
         * half as wide again, and tell nothing. */
        if (scene->bundles[e->bundle].class == WIT_CLASS_ADMIN ||
            scene->bundles[e->bundle].class == WIT_CLASS_TELEMETRY)
            set(edges[i], "constraint", "false");
    }
}

static bool read_boxes(struct wit_scene *scene, Agraph_t *root, Agraph_t **subs)
{
    boxf all = GD_bb(root);
    scene->width = all.UR.x - all.LL.x;
    scene->height = all.UR.y - all.LL.y;
    for (size_t i = 0; i < scene->n_clusters; i++) {
        struct wit_scene_cluster *c = &scene->clusters[i];
        boxf b = GD_bb(subs[i]);
        c->x0 = b.LL.x - all.LL.x;
        c->x1 = b.UR.x - all.LL.x;
        c->y0 = all.UR.y - b.UR.y;
        c->y1 = all.UR.y - b.LL.y;
        if (!isfinite(c->x0 + c->x1 + c->y0 + c->y1))
            return false;
    }
    return isfinite(scene->width + scene->height) && scene->width < 1e6 && scene->height < 1e6;
}

static bool read_edge(struct wit_scene_edge *e, struct wit_arena *arena, const splines *spline, boxf all)
{
    if (spline == NULL || spline->size < 1 || spline->list[0].size < 4)
        return false;
    const bezier *b = &spline->list[0];
    double *points = WIT_NEW_ARRAY(arena, double, 2 * (size_t)b->size);
    for (int k = 0; k < b->size; k++) {
        points[2 * k] = b->list[k].x - all.LL.x;
        points[2 * k + 1] = all.UR.y - b->list[k].y;
        if (!isfinite(points[2 * k] + points[2 * k + 1]))
            return false;
    }
    e->points = points;
    e->n_points = (size_t)b->size;
    /* sflag, eflag: there is an arrow head from the spline's end to sp, ep. */
    e->head_from = b->sflag != 0;
    e->head_to = b->eflag != 0;
    e->from_end[0] = b->sflag != 0 ? b->sp.x - all.LL.x : points[0];
    e->from_end[1] = b->sflag != 0 ? all.UR.y - b->sp.y : points[1];
    e->to_end[0] = b->eflag != 0 ? b->ep.x - all.LL.x : points[2 * (b->size - 1)];
    e->to_end[1] = b->eflag != 0 ? all.UR.y - b->ep.y : points[2 * (b->size - 1) + 1];
    return true;
}

static bool read_back(struct wit_scene *scene, struct wit_arena *arena, Agraph_t *root, Agraph_t **subs,
                      Agnode_t **nodes, Agedge_t **edges)
{
    boxf all = GD_bb(root);
    if (!read_boxes(scene, root, subs))
        return false;
    for (size_t i = 0; i < scene->n_nodes; i++) {
        scene->nodes[i].x = ND_coord(nodes[i]).x - all.LL.x;
        scene->nodes[i].y = all.UR.y - ND_coord(nodes[i]).y;
        if (!isfinite(scene->nodes[i].x + scene->nodes[i].y))
            return false;
    }
    for (size_t i = 0; i < scene->n_edges; i++) {
        if (!read_edge(&scene->edges[i], arena, ED_spl(edges[i]), all))
            return false;
    }
    return true;
}

static bool lay_out(struct wit_scene *scene, struct wit_arena *arena, GVC_t *gvc, const char *splines_kind,
                    struct wit_err *err)
{
    Agdisc_t discipline = {NULL, &ids, NULL}; /* NULL: cgraph's own */
    last_id = 0;
    Agraph_t *root = agopen(mutable("map"), Agdirected, &discipline);
    Agraph_t **subs = WIT_NEW_ARRAY(arena, Agraph_t *, scene->n_clusters + 1);
    Agnode_t **nodes = WIT_NEW_ARRAY(arena, Agnode_t *, scene->n_nodes + 1);
    Agedge_t **edges = WIT_NEW_ARRAY(arena, Agedge_t *, scene->n_edges + 1);
    set(root, "rankdir", "LR");
    set(root, "newrank", "true");
    set(root, "nodesep", "0.15");
    /* Tall pictures get wider aisles, or their lines would stand upright and lie on each other. */
    double more = scene->n_nodes > 60 ? (double)(scene->n_nodes - 60) / 60.0 : 0;
    set_number(root, "ranksep", fmin(0.4 + more, 5));
    set(root, "splines", splines_kind);
    set(root, "nslimit", "4"); /* bounds network simplex on dense pictures */
    set(root, "nslimit1", "4");
    add_clusters(root, subs, scene);
    add_nodes(root, subs, nodes, scene);
    add_edges(root, nodes, edges, scene);
    complaint[0] = '\0';
    bool ok = gvLayout(gvc, root, "dot") == 0;
    ok = ok && read_back(scene, arena, root, subs, nodes, edges);
    gvFreeLayout(gvc, root);
    agclose(root);
    if (!ok)
        return wit_fail(err, WIT_EIO, "graphviz could not lay out the picture (%zu nodes, %zu lines)%s%s",
                        scene->n_nodes, scene->n_edges, complaint[0] != '\0' ? ": " : "", complaint);
    return true;
}

bool wit_layout(struct wit_scene *scene, struct wit_arena *arena, struct wit_err *err)
{
    pthread_mutex_lock(&door);
    locale_t posix = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0); /* graphviz reads numbers with atof */
    locale_t before = uselocale(posix);
    agusererrf before_errors = agseterrf(on_complaint);
    agerrlevel_t before_level = agseterr(AGERR);
    LEAKS_OFF();
    GVC_t *gvc = gvContext();
    struct wit_err first = {WIT_OK, ""};
    bool ok = gvc != NULL && lay_out(scene, arena, gvc, "spline", &first);
    if (!ok) /* routing of splines has its own traps: straight lines read well enough */
        ok = gvc != NULL && lay_out(scene, arena, gvc, "polyline", NULL);
    if (gvc != NULL)
        gvFreeContext(gvc);
    LEAKS_ON();
    agseterrf(before_errors);
    agseterr(before_level);
    uselocale(before);
    if (posix != (locale_t)0)
        freelocale(posix);
    pthread_mutex_unlock(&door);
    if (ok)
        return true;
    return first.code != WIT_OK ? wit_fail(err, first.code, "%s", first.text)
                                : wit_fail(err, WIT_EIO, "graphviz cannot be started");
}
