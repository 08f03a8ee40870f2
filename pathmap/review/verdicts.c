/* pathmap/review/verdicts.c: the first witness of a path: what its lanes permit, at the service and beyond it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

/* One listener of a path: what all its lanes say together. */
struct tally {
    const struct wit_listener *listener;
    bool any_open, any_closed, any_unknown, any_one_way;
    uint64_t pairs, from_open, to_open, pairs_unknown;
    struct wit_answer best;
    bool has_best;
};

/* The more is open, the higher; what may be open stands above what is surely not. */
static int rank(enum wit_verdict v)
{
    return wit_verdict_rank(v);
}

/* Some pairs open and some not: partial. Nothing open: a gap decides before what is closed for sure. */
static enum wit_verdict verdict_of(const struct tally *t)
{
    if (t->any_open)
        return t->any_closed ? WIT_PARTIAL : WIT_REACHABLE;
    if (t->any_unknown)
        return WIT_UNKNOWN;
    return t->any_one_way ? WIT_ONE_WAY : WIT_ISOLATED;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *wit_gap_ids(size_t *n, const struct wit_review *r, const wit_gap_ref *gaps, size_t n_gaps)
{
    const char **ids = WIT_NEW_ARRAY(r->arena, const char *, n_gaps);
    size_t kept = 0, count = 0;
    for (size_t i = 0; i < n_gaps; i++) {
        const struct wit_gap *gap = gaps[i] == WIT_NO_GAP ? NULL : wit_reach_gap(r->reach, gaps[i]);
        if (gap == NULL)
            continue;
        ids[count++] = wit_strdup(r->arena, gap->id);
        if (gaps[i] >= r->estate->n_gaps && wit_strmap_put(r->used->seen, gap->id, r->used))
            WIT_PUSH(r->arena, r->used->refs, r->used->n, r->used->cap) = gaps[i];
    }
    if (count > 0)
        qsort(ids, count, sizeof *ids, by_text);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(ids[i], ids[kept - 1]) != 0)
            ids[kept++] = ids[i];
    *n = kept;
    return ids;
}

struct wit_map_gap wit_endpoint_gap(struct wit_arena *arena)
{
    (void)arena;
    return (struct wit_map_gap){.id = "g-endpoint",
                                .reason = wit_gap_word(WIT_GAP_UNCONFIRMED),
                                .account = "",
                                .region = "",
                                .service = "ec2",
                                .operation = "",
                                .resource = "interface endpoints",
                                .text = "No document of the platform promises that an interface endpoint opens no "
                                        "connections: a statement that its security groups leave open to it stays open",
                                .remedy = "",
                                .evidence = ""};
}

const char *wit_role_words(struct wit_arena *arena, const struct wit_role *const *roles, size_t n)
{
    const char **ids = WIT_NEW_ARRAY(arena, const char *, n);
    const char *text = "";
    for (size_t i = 0; i < n; i++)
        ids[i] = roles[i]->id;
    if (n > 0)
        qsort(ids, n, sizeof *ids, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(ids[i], ids[i - 1]) != 0)
            text = text[0] == '\0' ? ids[i] : wit_fmt(arena, "%s, %s", text, ids[i]);
    return text;
}

static bool holds(const struct wit_review *r, const struct wit_declared_path *d, const struct wit_lane *lane,
                  const struct wit_interface *const *interface)
{
    struct wit_group one = {lane->from.ground, interface, 1}, part;
    return wit_declared_to(r, d, lane->target) && wit_declared_part(&part, r, d->from, d->n_from, &one);
}

/* The part of a lane's source that its declarations hold; all of it when nothing declares the path. */
static struct wit_group part_of(const struct wit_case *c, const struct wit_review *r, const struct wit_lane *lane)
{
    const struct wit_interface **list = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, lane->from.n_interfaces);
    size_t n = 0;
    if (c->n_declared == 0 || lane->from.n_interfaces == 0)
        return lane->from;
    size_t in_force = c->n_in_force > 0 ? c->n_in_force : c->n_declared;
    for (size_t i = 0; i < lane->from.n_interfaces; i++) {
        bool held = false;
        for (size_t k = 0; k < in_force && !held; k++)
            held = holds(r, c->declared[k], lane, &lane->from.interfaces[i]);
        if (held)
            list[n++] = lane->from.interfaces[i];
    }
    return n == 0 ? lane->from : (struct wit_group){lane->from.ground, list, n};
}

/* The ports at which the lane is judged: declared ones of the listener, else the listener's. */
static struct wit_pset judged_ports(const struct wit_case *c, const struct wit_review *r, const struct wit_lane *lane)
{
    if (c->n_declared == 0)
        return lane->ports;
    return wit_pset_intersect(r->arena, lane->ports, c->declared_ports);
}

static void count(struct tally *t, const struct wit_answer *a)
{
    t->any_open = t->any_open || a->verdict == WIT_REACHABLE || a->verdict == WIT_PARTIAL;
    t->any_closed = t->any_closed || a->verdict != WIT_REACHABLE;
    t->any_unknown = t->any_unknown || a->verdict == WIT_UNKNOWN;
    t->any_one_way = t->any_one_way || a->verdict == WIT_ONE_WAY;
    t->pairs += a->pairs_open;
    t->from_open += a->from_open;
    t->to_open += a->to_open;
    t->pairs_unknown += a->pairs_unknown;
    if (!t->has_best || rank(a->verdict) > rank(t->best.verdict)) {
        t->best = *a;
        t->has_best = true;
    }
}

struct gaps {
    wit_gap_ref *items;
    size_t n, cap;
};

static void add_gaps(struct gaps *g, struct wit_arena *arena, const wit_gap_ref *refs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        WIT_PUSH(arena, g->items, g->n, g->cap) = refs[i];
}

/* A role whose members are not all known leaves "isolated" open: the missing one may be the one that is not. */
wit_gap_ref wit_case_members_gap(const struct wit_review *r, const struct wit_case *c)
{
    for (size_t i = 0; i < c->n_declared; i++)
        for (size_t k = 0; k <= c->declared[i]->n_from; k++) {
            const struct wit_end *end = k < c->declared[i]->n_from ? &c->declared[i]->from[k] : &c->declared[i]->to;
            if (end->role != NULL && r->members[end->role - r->intent->roles].gap != WIT_NO_GAP)
                return r->members[end->role - r->intent->roles].gap;
        }
    return WIT_NO_GAP;
}

static void cite(struct wit_path *path, const struct wit_review *r, const struct wit_answer *a)
{
    const char **list = WIT_NEW_ARRAY(r->arena, const char *, a->n_hops + 1);
    size_t n = 0;
    const char *decider = wit_cite_text(r->arena, r->estate, a->decider.cite);
    for (size_t i = 0; i <= a->n_hops; i++) {
        const char *text = i < a->n_hops ? a->hops[i].evidence : decider;
        bool seen = text[0] == '\0';
        for (size_t k = 0; k < n && !seen; k++)
            seen = strcmp(list[k], text) == 0;
        if (!seen)
            list[n++] = text;
    }
    path->evidence = list;
    path->n_evidence = n;
}

static struct tally *tally_of(struct tally *tallies, size_t *n, const struct wit_listener *listener)
{
    for (size_t i = 0; i < *n; i++)
        if (tallies[i].listener == listener)
            return &tallies[i];
    tallies[*n].listener = listener;
    return &tallies[(*n)++];
}

/* A prefix, a bucket and the internet count as one. */
static uint64_t endpoints_of(const struct wit_group *g)
{
    return g->ground->kind == WIT_GROUND_SUBNET || g->ground->kind == WIT_GROUND_NETWORK ? g->n_interfaces : 1;
}

static void fill(struct wit_path *path, struct wit_case *c, const struct wit_review *r, const struct tally *best,
                 struct gaps *gaps)
{
    struct wit_pset possible = wit_pset_none();
    path->permitted.verdict = verdict_of(best);
    wit_gap_ref gap = wit_case_members_gap(r, c);
    if (gap != WIT_NO_GAP && rank(path->permitted.verdict) < rank(WIT_UNKNOWN)) {
        path->permitted.verdict = WIT_UNKNOWN;
        add_gaps(gaps, r->arena, &gap, 1);
    }
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        c->open = wit_pset_union(r->arena, c->open, lane->open);
        possible = wit_pset_union(r->arena, possible, lane->possible);
    }
    possible = wit_pset_subtract(r->arena, possible, c->open);
    if (path->permitted.verdict != WIT_UNKNOWN && !wit_pset_meets(possible, c->service_ports) &&
        best->pairs_unknown == 0)
        gaps->n = 0;
    bool open = best->any_open;
    path->permitted.kind = open ? best->best.kind : "";
    path->permitted.ports = wit_port_ranges_of(&path->permitted.n_ports, r->arena, c->open);
    path->permitted.possible = wit_port_ranges_of(&path->permitted.n_possible, r->arena, possible);
    path->permitted.from_endpoints = open ? best->from_open : endpoints_of(&c->bunch->lanes[0].from);
    path->permitted.to_endpoints = open ? best->to_open : endpoints_of(&c->bunch->lanes[0].target->group);
    path->permitted.pairs = best->pairs;
    path->permitted.hops = best->best.hops;
    path->permitted.n_hops = best->best.n_hops;
    path->permitted.gaps = wit_gap_ids(&path->permitted.n_gaps, r, gaps->items, gaps->n);
    cite(path, r, &best->best);
}

void wit_case_permitted(struct wit_path *path, struct wit_case *c, const struct wit_review *r)
{
    struct tally *tallies = WIT_NEW_ARRAY(r->arena, struct tally, c->bunch->n_lanes);
    struct gaps gaps = {0};
    size_t n = 0;
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        struct wit_pset ports = judged_ports(c, r, lane);
        struct wit_group group = part_of(c, r, lane);
        struct wit_answer answer;
        if (ports.n == 0 || wit_same_single(&group, &lane->target->group))
            continue;
        wit_groups_ask(&answer, r, &group, &lane->target->group, ports, true);
        count(tally_of(tallies, &n, lane->listener), &answer);
        add_gaps(&gaps, r->arena, answer.gaps, answer.n_gaps);
        c->service_ports = wit_pset_union(r->arena, c->service_ports, ports);
    }
    const struct tally *best = &tallies[0];
    for (size_t i = 1; i < n; i++)
        if (rank(verdict_of(&tallies[i])) > rank(verdict_of(best)))
            best = &tallies[i];
    fill(path, c, r, best, &gaps);
}

/* Who else in the source scope has the way, though no declaration in force speaks of him. */
void wit_case_strangers(struct wit_case *c, const struct wit_review *r)
{
    for (size_t i = 0; i < c->bunch->n_lanes && c->n_in_force > 0; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        struct wit_group held = part_of(c, r, lane);
        const struct wit_interface **list =
            WIT_NEW_ARRAY(r->arena, const struct wit_interface *, lane->from.n_interfaces);
        size_t n = 0, k = 0;
        for (size_t j = 0; j < lane->from.n_interfaces; j++) {
            if (k < held.n_interfaces && held.interfaces[k] == lane->from.interfaces[j])
                k++;
            else
                list[n++] = lane->from.interfaces[j];
        }
        struct wit_group rest = {lane->from.ground, list, n};
        struct wit_answer answer;
        if (n == 0 || wit_same_single(&rest, &lane->target->group))
            continue;
        wit_groups_ask(&answer, r, &rest, &lane->target->group, lane->ports, false);
        c->strange = wit_pset_union(r->arena, c->strange, answer.open);
        c->strange_possible =
            wit_pset_union(r->arena, c->strange_possible, wit_pset_subtract(r->arena, answer.possible, answer.open));
        if (answer.from_open > c->strangers)
            c->strangers = answer.from_open;
        for (size_t e = c->n_in_force; e < c->n_declared && answer.open.n > 0 && c->ended == NULL; e++)
            for (size_t j = 0; j < n && c->ended == NULL; j++)
                if (wit_pset_meets(c->declared[e]->ports, answer.open) && holds(r, c->declared[e], lane, &list[j]))
                    c->ended = c->declared[e];
    }
}
