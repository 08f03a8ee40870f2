/* pathmap/review/exposure.c: one question a group of endpoints that no rule tells apart, and each of its members where
 * they differ.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/exposure.h"

#include <stdlib.h>
#include <string.h>

enum state { CLOSED, POSSIBLY, SURELY };

/* Everybody but the insiders of one kind. */
struct crowd {
    bool made;
    struct wit_part *parts;
    size_t n;
    const char *why, *remedy; /* there may be more */
};
/* One group of endpoints at one port: a state for each source and member. */
struct cell {
    const struct wit_part *sinks;
    unsigned char *states;
    const char **why, **remedy; /* one a source */
};
struct link {
    const struct wit_path *path;
    struct link *next;
};
struct slot {
    const struct wit_part *group; /* NULL: none */
    size_t member;
};
struct wit_exposures {
    struct crowd crowds[WIT_INSIDE_COUNT];
    struct slot *slots; /* one an interface of the estate: endpoints of the platform, in groups that share a subnet and
                           filters */
    struct wit_strmap *cells;
    struct wit_strmap *paths; /* "from\nto" -> links */
};

/* ---- insiders ---- */
struct ids {
    const char **items;
    size_t n, cap;
};

static void add_site(struct ids *out, struct wit_arena *arena, const struct wit_site *site)
{
    for (size_t i = 0; i < site->n_interfaces; i++)
        WIT_PUSH(arena, out->items, out->n, out->cap) = site->interfaces[i]->id;
}

static void add_cluster(struct ids *out, struct wit_arena *arena, const struct wit_kafka_cluster *c)
{
    for (size_t k = 0; k < c->n_nodes; k++)
        add_site(out, arena, &c->nodes[k].site);
    for (size_t k = 0; k < c->n_zookeepers; k++)
        add_site(out, arena, &c->zookeeper_sites[k]);
    for (size_t k = 0; k < c->n_voters; k++)
        add_site(out, arena, &c->voter_sites[k]);
}

static struct ids insider_ids(const struct wit_review *r, enum wit_insiders inside)
{
    const struct wit_platform *p = r->platform;
    struct ids out = {0};
    for (size_t i = 0; inside == WIT_INSIDE_NODES && i < p->n_clusters; i++)
        add_cluster(&out, r->arena, &p->clusters[i]);
    for (size_t i = 0; inside == WIT_INSIDE_WORKERS && i < p->n_connects; i++)
        for (size_t k = 0; k < p->connects[i].n_doors; k++)
            add_site(&out, r->arena, &p->connects[i].doors[k].site);
    for (size_t i = 0; inside == WIT_INSIDE_REGISTRIES && i < p->n_registries; i++)
        add_site(&out, r->arena, &p->registries[i].door.site);
    return out;
}

static bool is_insider_kind(enum wit_role_kind kind, enum wit_insiders inside)
{
    switch (inside) {
    case WIT_INSIDE_NODES:
        return kind == WIT_ROLE_BROKER || kind == WIT_ROLE_CONTROLLER || kind == WIT_ROLE_ZOOKEEPER;
    case WIT_INSIDE_WORKERS:
        return kind == WIT_ROLE_CONNECT_WORKER || kind == WIT_ROLE_MIRROR;
    case WIT_INSIDE_REGISTRIES:
        return kind == WIT_ROLE_SCHEMA_REGISTRY;
    case WIT_INSIDE_COUNT:
        break;
    }
    return false;
}

static void make_crowd(struct crowd *c, struct wit_review *r, enum wit_insiders inside)
{
    size_t n_roles = r->intent == NULL ? 0 : r->intent->n_roles, n = 0;
    struct ids ids = insider_ids(r, inside);
    struct wit_role *own = WIT_NEW(r->arena, struct wit_role);
    struct wit_end *ends = WIT_NEW_ARRAY(r->arena, struct wit_end, n_roles + 1);
    struct wit_party everybody;
    *own = (struct wit_role){.id = "platform", .match.ids = {ids.items, ids.n}};
    if (ids.n > 0)
        ends[n++] = (struct wit_end){.kind = WIT_END_NOT_ROLE, .text = "!platform", .role = own};
    for (size_t i = 0; i < n_roles; i++)
        if (is_insider_kind(r->intent->roles[i].kind, inside))
            ends[n++] = (struct wit_end){.kind = WIT_END_NOT_ROLE, .text = "!role", .role = &r->intent->roles[i]};
    c->made = true;
    c->why = c->remedy = "";
    if (n == 0) {
        c->why = "who belongs to the platform is not known";
        return;
    }
    wit_ends_party(&everybody, r->arena, r->estate, ends, n, false);
    c->parts = wit_parts_of(&c->n, r, &everybody, true, false);
    const struct wit_gap *gap = everybody.gap == WIT_NO_GAP ? NULL : wit_reach_gap(r->reach, everybody.gap);
    if (gap != NULL) {
        c->why = gap->text;
        c->remedy = gap->remedy == NULL ? "" : gap->remedy;
    }
}

/* ---- asking ---- */
static enum state state_of(const struct wit_answer *a, struct wit_pset ports)
{
    if (wit_pset_meets(a->open, ports))
        return SURELY;
    return wit_pset_meets(a->possible, ports) || a->verdict == WIT_UNKNOWN ? POSSIBLY : CLOSED;
}

static void ask(struct wit_answer *out, struct wit_review *r, const struct wit_part *from,
                const struct wit_interface *const *to, size_t n, struct wit_pset ports)
{
    struct wit_party sink;
    wit_party_interfaces(&sink, r->arena, "platform", to, n, WIT_NO_GAP);
    wit_reach_spread(out, r->arena, r->reach, &from->party, &sink, ports);
}

static void fill_row(struct cell *cell, struct wit_review *r, const struct crowd *crowd, size_t source,
                     struct wit_pset ports)
{
    const struct wit_part *from = &crowd->parts[source];
    size_t n = cell->sinks->n_interfaces;
    unsigned char *states = cell->states + source * n;
    struct wit_answer a;
    ask(&a, r, from, cell->sinks->interfaces, n, ports);
    enum state all = state_of(&a, ports);
    bool alike = all == CLOSED || (all == SURELY && a.to_open == n) || n == 1;
    for (size_t i = 0; i < n; i++) {
        struct wit_answer one;
        if (!alike)
            ask(&one, r, from, &cell->sinks->interfaces[i], 1, ports);
        states[i] = (unsigned char)(alike ? all : state_of(&one, ports));
    }
    const struct wit_gap *gap = a.n_gaps == 0 ? NULL : wit_reach_gap(r->reach, a.gaps[0]);
    cell->why[source] = gap == NULL ? "evidence is missing" : gap->text;
    cell->remedy[source] = gap == NULL || gap->remedy == NULL ? "" : gap->remedy;
    if (from->doubtful) {
        cell->why[source] = wit_endpoint_gap(r->arena).text;
        cell->remedy[source] = "";
    }
}

static const struct cell *cell_of(struct wit_review *r, const struct crowd *crowd, enum wit_insiders inside,
                                  const struct wit_part *sinks, unsigned port)
{
    const char *key = wit_fmt(r->arena, "%d %u %s", (int)inside, port, sinks->interfaces[0]->id);
    struct cell *cell = wit_strmap_get(r->exposures->cells, key);
    if (cell != NULL)
        return cell;
    struct wit_pset ports = wit_pset_ports(r->arena, WIT_TCP, port, port);
    cell = WIT_NEW(r->arena, struct cell);
    *cell = (struct cell){.sinks = sinks,
                          .states = WIT_NEW_ARRAY(r->arena, unsigned char, crowd->n * sinks->n_interfaces),
                          .why = WIT_NEW_ARRAY(r->arena, const char *, crowd->n),
                          .remedy = WIT_NEW_ARRAY(r->arena, const char *, crowd->n)};
    for (size_t i = 0; i < crowd->n; i++)
        fill_row(cell, r, crowd, i, ports);
    wit_strmap_set(r->exposures->cells, key, cell);
    return cell;
}

/* ---- the inventory's paths ---- */
static void index_paths(struct wit_review *r)
{
    for (size_t i = r->n_paths; i-- > 0;) {
        const char *key = wit_fmt(r->arena, "%s\n%s", r->paths[i].from.id, r->paths[i].to.id);
        struct link *link = WIT_NEW(r->arena, struct link);
        *link = (struct link){&r->paths[i], wit_strmap_get(r->exposures->paths, key)};
        wit_strmap_set(r->exposures->paths, key, link);
    }
}

static void add_paths(struct wit_exposure *e, const struct wit_review *r, const char *from, const char *to,
                      struct wit_pset ports)
{
    const char *key = wit_fmt(r->arena, "%s\n%s", from, to);
    for (const struct link *l = wit_strmap_get(r->exposures->paths, key); l != NULL; l = l->next) {
        struct wit_pset own = wit_port_ranges_set(r->arena, l->path->service.ports, l->path->service.n_ports);
        bool there = !wit_pset_meets(own, ports);
        for (size_t i = 0; i < e->n_paths && !there; i++)
            there = strcmp(e->paths[i], l->path->id) == 0;
        if (there)
            continue;
        const char **longer = WIT_NEW_ARRAY(r->arena, const char *, e->n_paths + 1);
        for (size_t i = 0; i < e->n_paths; i++)
            longer[i] = e->paths[i];
        longer[e->n_paths++] = l->path->id;
        e->paths = longer;
    }
}

/* ---- the answer ---- */
static int by_weight(const void *a, const void *b)
{
    const struct wit_reacher *x = a, *y = b;
    if (x->surely != y->surely)
        return x->surely ? -1 : 1;
    int net = (strcmp(y->kind, "internet") == 0) - (strcmp(x->kind, "internet") == 0);
    int order = net != 0 ? net : strcmp(x->label, y->label);
    return order != 0 ? order : strcmp(x->id, y->id);
}

/* Endpoints that share subnet and groups. */
static struct wit_part *sink_parts(size_t *n, const struct wit_review *r, const struct wit_interface *const *interfaces,
                                   size_t n_interfaces)
{
    struct wit_party party;
    const struct wit_interface **sorted = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, n_interfaces);
    memcpy(sorted, interfaces, n_interfaces * sizeof *sorted);
    wit_sort_interfaces(sorted, n_interfaces);
    wit_party_interfaces(&party, r->arena, "platform", sorted, n_interfaces, WIT_NO_GAP);
    return wit_parts_of(n, r, &party, false, true);
}

static void group_platform(struct wit_review *r)
{
    const struct wit_interface **list = NULL;
    size_t n = 0, cap = 0, n_groups;
    r->exposures->slots = WIT_NEW_ARRAY(r->arena, struct slot, r->estate->n_interfaces);
    bool *in = WIT_NEW_ARRAY(r->arena, bool, r->estate->n_interfaces);
    for (int k = 0; k < WIT_INSIDE_COUNT; k++) {
        struct ids ids = insider_ids(r, (enum wit_insiders)k);
        for (size_t i = 0; i < ids.n; i++) {
            const struct wit_interface *itf = wit_estate_interface(r->estate, ids.items[i]);
            if (itf == NULL || in[itf - r->estate->interfaces])
                continue;
            in[itf - r->estate->interfaces] = true;
            WIT_PUSH(r->arena, list, n, cap) = itf;
        }
    }
    if (n == 0)
        return;
    struct wit_part *groups = sink_parts(&n_groups, r, list, n);
    for (size_t i = 0; i < n_groups; i++)
        for (size_t k = 0; k < groups[i].n_interfaces; k++)
            r->exposures->slots[groups[i].interfaces[k] - r->estate->interfaces] = (struct slot){&groups[i], k};
}

static bool all_platform(const struct wit_review *r, const struct wit_part *part)
{
    for (size_t i = 0; i < part->n_interfaces; i++) {
        struct wit_roles_of of = wit_review_roles_of(r, part->interfaces[i]);
        if (!wit_is_platform(of.roles, of.n))
            return false;
    }
    return part->n_interfaces > 0;
}

static const struct wit_exposure *compute(struct wit_review *r, const struct wit_interface *const *interfaces, size_t n,
                                          unsigned port, enum wit_insiders inside)
{
    const struct crowd *crowd = &r->exposures->crowds[inside];
    struct wit_pset ports = wit_pset_ports(r->arena, WIT_TCP, port, port);
    struct wit_exposure *e = WIT_NEW(r->arena, struct wit_exposure);
    enum state *best = WIT_NEW_ARRAY(r->arena, enum state, crowd->n);
    struct wit_reacher *who = WIT_NEW_ARRAY(r->arena, struct wit_reacher, crowd->n);
    *e = (struct wit_exposure){.placed = n > 0, .why = crowd->why, .remedy = crowd->remedy, .who = who};
    for (size_t i = 0; i < n; i++) {
        struct slot slot = r->exposures->slots[interfaces[i] - r->estate->interfaces];
        if (slot.group == NULL) {
            size_t n_parts;
            slot.group = sink_parts(&n_parts, r, &interfaces[i], 1);
        }
        const struct cell *cell = cell_of(r, crowd, inside, slot.group, port);
        for (size_t s = 0; s < crowd->n; s++) {
            enum state state = (enum state)cell->states[s * cell->sinks->n_interfaces + slot.member];
            if (state == SURELY && crowd->parts[s].doubtful)
                state = POSSIBLY;
            if (state == POSSIBLY && e->why[0] == '\0') {
                e->why = cell->why[s];
                e->remedy = cell->remedy[s];
            }
            best[s] = state > best[s] ? state : best[s];
            if (state != CLOSED)
                add_paths(e, r, crowd->parts[s].id, interfaces[i]->subnet->id, ports);
        }
    }
    for (size_t s = 0; s < crowd->n; s++) {
        const struct wit_part *part = &crowd->parts[s];
        bool net = strcmp(part->kind, "internet") == 0;
        if (best[s] == CLOSED)
            continue;
        who[e->n++] = (struct wit_reacher){part->label,       part->kind,        part->id,
                                           best[s] == SURELY, part->doubtful,    all_platform(r, part),
                                           part->interfaces,  part->n_interfaces};
        e->n_surely += best[s] == SURELY;
        e->n_doubtful += part->doubtful;
        e->internet |= net && best[s] == SURELY;
        e->internet_possibly |= net && best[s] == POSSIBLY;
    }
    if (e->n > 1)
        qsort(who, e->n, sizeof *who, by_weight);
    return e;
}

const struct wit_exposure *wit_exposure_of(struct wit_review *r, const struct wit_interface *const *interfaces,
                                           size_t n, unsigned port, enum wit_insiders inside)
{
    if (r->exposures == NULL) {
        r->exposures = WIT_NEW(r->arena, struct wit_exposures);
        r->exposures->cells = wit_strmap_new(r->arena);
        r->exposures->paths = wit_strmap_new(r->arena);
        index_paths(r);
        group_platform(r);
    }
    if (n > 0 && !r->exposures->crowds[inside].made)
        make_crowd(&r->exposures->crowds[inside], r, inside);
    return compute(r, interfaces, n, port, inside);
}

bool wit_exposure_is_open(const struct wit_exposure *e)
{
    return e->n_surely > 0;
}

bool wit_exposure_is_closed(const struct wit_exposure *e)
{
    return e->placed && e->n == 0 && e->why[0] == '\0';
}

const char *wit_exposure_words(struct wit_arena *arena, const struct wit_exposure *e, size_t max)
{
    const char *text = "";
    size_t told = 0;
    if (!e->placed)
        return "not known: it is not placed";
    for (size_t i = 0; i < e->n && told < max; i++, told++) {
        const char *before = i == 0 ? "" : e->who[i].surely == e->who[i - 1].surely ? ", " : "; ";
        bool perhaps = !e->who[i].surely && (i == 0 || e->who[i - 1].surely);
        text = wit_fmt(arena, "%s%s%s%s", text, before, perhaps ? "perhaps " : "", e->who[i].label);
    }
    if (told < e->n)
        text = wit_fmt(arena, "%s and %zu more", text, e->n - told);
    if (e->n == 0)
        return e->why[0] == '\0' ? "nobody else" : "nobody else that is known";
    return text;
}
