/* pathmap/review/inventory.c: every path that is open, possible or declared between the scopes.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A source scope and a target are asked once for every port (groups of endpoints, never pairs of machines); listeners
 * are then looked up in the answer. A path is (class, source, destination): a lane is what one listener adds to it.
 */
#include <stdio.h>
#include <string.h>

#include "pathmap/review/review.h"

void wit_review_lane(struct wit_review *r, enum wit_class class, const struct wit_lane *lane)
{
    const struct wit_ground *from = lane->from.ground, *to = lane->target->group.ground;
    const char *key = wit_fmt(r->arena, "%d %td %td", (int)class, from - r->grounds, to - r->grounds);
    uintptr_t at = (uintptr_t)wit_strmap_get(r->bunch_index, key);
    if (at == 0) {
        struct wit_bunch *fresh = &WIT_PUSH(r->arena, r->bunches, r->n_bunches, r->bunches_cap);
        *fresh = (struct wit_bunch){.class = class, .from = from, .to = to};
        at = r->n_bunches;
        wit_strmap_set(r->bunch_index, key, (void *)at);
    }
    struct wit_bunch *bunch = &r->bunches[at - 1];
    WIT_PUSH(r->arena, bunch->lanes, bunch->n_lanes, bunch->lanes_cap) = *lane;
}

void wit_lane_ask(struct wit_lane *lane, const struct wit_review *r)
{
    struct wit_answer answer;
    wit_groups_spread(&answer, r, &lane->from, &lane->target->group);
    lane->open = answer.open;
    lane->possible = wit_pset_subtract(r->arena, answer.possible, answer.open);
    lane->gaps = answer.gaps;
    lane->n_gaps = answer.n_gaps;
}

/* Whether a declared path of the lane's ends and ports has this class: `first` gets it, else the first of any class. */
static bool is_declared_as(const struct wit_review *r, const struct wit_lane *lane, enum wit_class class,
                           const struct wit_declared_path **first)
{
    struct wit_group part;
    *first = NULL;
    for (size_t i = 0; i < r->intent->n_paths; i++) {
        const struct wit_declared_path *d = &r->intent->paths[i];
        if (!wit_pset_meets(d->ports, lane->ports) || !wit_declared_to(r, d, lane->target) ||
            !wit_declared_part(&part, r, d->from, d->n_from, &lane->from) ||
            wit_same_single(&part, &lane->target->group))
            continue;
        if (*first == NULL)
            *first = d;
        if (d->class == class) {
            *first = d;
            return true;
        }
    }
    return false;
}

static bool is_inside(const struct wit_ground *g)
{
    return g->kind == WIT_GROUND_SUBNET || g->kind == WIT_GROUND_NETWORK;
}

static bool is_there(const struct wit_lane *lane)
{
    return wit_pset_meets(lane->open, lane->ports) || wit_pset_meets(lane->possible, lane->ports);
}

static bool holds_role(const struct wit_role *const *roles, size_t n, const struct wit_role *role)
{
    for (size_t i = 0; i < n; i++)
        if (roles[i] == role)
            return true;
    return false;
}

/* What Kafka's evidence names as somebody's destination is a destination of those alone: workers', or brokers'. */
static bool asks(const struct wit_listener *l, const struct wit_role *const *roles, size_t n)
{
    enum wit_source_kind kind = wit_source_kind_of(roles, n);
    bool destination = l->role->derived && l->role->kind == WIT_ROLE_OTHER, node = false;
    for (size_t i = 0; i < n; i++)
        node = node || roles[i]->kind == WIT_ROLE_BROKER || roles[i]->kind == WIT_ROLE_CONTROLLER;
    if (destination && (l->use == WIT_CLASS_OTHER || l->use == WIT_CLASS_TELEMETRY))
        return node;
    if (destination && l->use != WIT_CLASS_OBJECT_STORAGE)
        return kind == WIT_SRC_CONNECT || kind == WIT_SRC_MIRROR;
    return wit_is_platform(roles, n);
}

/* Stores, keys and names serve everybody; the review is about what the platform asks of them, and what is declared. */
static bool narrow(struct wit_lane *lane, const struct wit_review *r)
{
    const struct wit_group *g = &lane->from;
    struct wit_group part;
    if (!is_inside(g->ground))
        return false;
    const struct wit_interface **list = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, g->n_interfaces);
    size_t n = 0;
    for (size_t i = 0; i < g->n_interfaces; i++) {
        struct wit_roles_of of = wit_review_roles_of(r, g->interfaces[i]);
        struct wit_group one = {g->ground, &g->interfaces[i], 1};
        bool keep = asks(lane->listener, (const struct wit_role *const *)of.roles, of.n);
        for (size_t k = 0; k < r->intent->n_paths && !keep; k++)
            keep = wit_declared_to(r, &r->intent->paths[k], lane->target) &&
                   wit_declared_part(&part, r, r->intent->paths[k].from, r->intent->paths[k].n_from, &one);
        if (keep)
            list[n++] = g->interfaces[i];
    }
    if (n == 0)
        return false;
    bool less = n < g->n_interfaces;
    lane->from = (struct wit_group){g->ground, list, n};
    if (less)
        wit_lane_ask(lane, r);
    return true;
}

/* What is open beyond every listener: a remote shell is a path of its own; the rest where no other path says so. */
static void add_beyond(struct wit_review *r, const struct wit_lane *all, bool served)
{
    struct wit_arena *arena = r->arena;
    const struct wit_target *t = all->target;
    const struct wit_declared_path *first;
    struct wit_pset known = t->role == NULL && !served ? wit_pset_none() : t->known, admin = wit_admin_ports(arena);
    struct wit_pset icmp =
        wit_pset_union(arena, wit_pset_protocol(arena, WIT_ICMP), wit_pset_protocol(arena, WIT_ICMPV6));
    struct wit_pset rest = wit_pset_subtract(arena, wit_pset_union(arena, all->open, all->possible), known);
    struct wit_lane lane = *all;
    bool egress = t->group.ground->kind == WIT_GROUND_INTERNET;
    lane.listener = NULL;
    lane.ports = egress ? wit_pset_none() : wit_pset_intersect(arena, rest, admin);
    if (lane.ports.n > 0)
        wit_review_lane(r, WIT_CLASS_ADMIN, &lane);
    lane.ports = wit_pset_subtract(arena, rest, egress ? icmp : wit_pset_union(arena, icmp, admin));
    struct wit_pset common =
        wit_pset_union(arena, wit_pset_protocol(arena, WIT_TCP), wit_pset_protocol(arena, WIT_UDP));
    if (wit_pset_meets(lane.ports, common)) /* who has these has enough; other protocols stand in permitted.ports */
        lane.ports = wit_pset_intersect(arena, lane.ports, common);
    if (served || lane.ports.n == 0)
        return;
    enum wit_class class = all->source == WIT_SRC_ADMIN               ? WIT_CLASS_ADMIN
                           : egress && all->source == WIT_SRC_CONNECT ? WIT_CLASS_CONNECTOR
                                                                      : WIT_CLASS_OTHER;
    if (!is_declared_as(r, &lane, class, &first) && first != NULL)
        class = first->class;
    wit_review_lane(r, class, &lane);
}

static void list_group(struct wit_review *r, const struct wit_target *t, const struct wit_group *group,
                       enum wit_source_kind source, bool same, bool platform)
{
    const struct wit_declared_path *first, *blocked = NULL;
    struct wit_lane all = {.from = *group, .source = source, .target = t};
    bool served = false;
    if (wit_same_single(group, &t->group))
        return;
    wit_lane_ask(&all, r);
    for (size_t i = 0; i < t->n_listeners; i++) {
        struct wit_lane lane = all;
        lane.listener = &t->listeners[i];
        lane.ports = lane.listener->ports;
        if (lane.listener->platform_only && !narrow(&lane, r))
            continue;
        enum wit_class class = wit_class_derive(source, lane.listener->use, same);
        bool declared = is_declared_as(r, &lane, class, &first);
        if (!declared && first != NULL) {
            class = first->class;
            declared = true;
        }
        if (declared && first->any_port && !is_there(&lane)) { /* said of no port: this one need not be meant */
            blocked = first;
            continue;
        }
        if (!declared && (!is_there(&lane) || t->role == NULL))
            continue;
        served = true;
        wit_review_lane(r, class, &lane);
    }
    if (!served && blocked != NULL) {
        struct wit_lane lane = all;
        lane.ports = wit_pset_all();
        wit_review_lane(r, blocked->class, &lane);
    }
    bool store = t->group.ground->kind == WIT_GROUND_BUCKET || t->group.ground->kind == WIT_GROUND_ENDPOINT;
    bool of_interest =
        t->group.ground->kind == WIT_GROUND_INTERNET ? platform : wit_is_platform(&t->role, t->role != NULL);
    if (!store && of_interest)
        add_beyond(r, &all, served);
}

/* The endpoints of a subnet, parted by what they are as sources, by whether they are of the target's own role, and by
 * whether they belong to the platform. */
static void list_subnet(struct wit_review *r, const struct wit_target *t, const struct wit_ground *from)
{
    enum { PARTS = WIT_SRC_COUNT * 4 };
    const struct wit_interface **parts[PARTS];
    size_t n[PARTS] = {0}, cap[PARTS] = {0};
    memset(parts, 0, sizeof parts);
    for (size_t i = 0; i < from->n_interfaces; i++) {
        const struct wit_interface *x = from->interfaces[i];
        struct wit_roles_of of = wit_review_roles_of(r, x);
        const struct wit_role *const *roles = (const struct wit_role *const *)of.roles;
        if (wit_never_starts(x) || wit_should_not_start(x))
            continue;
        size_t same = t->role != NULL && holds_role(roles, of.n, t->role);
        size_t at = ((size_t)wit_source_kind_of(roles, of.n) * 2 + same) * 2 + wit_is_platform(roles, of.n);
        WIT_PUSH(r->arena, parts[at], n[at], cap[at]) = x;
    }
    for (size_t at = 0; at < PARTS; at++)
        if (n[at] > 0) {
            struct wit_group group = {from, parts[at], n[at]};
            list_group(r, t, &group, (enum wit_source_kind)(at / 4), at / 2 % 2 == 1, at % 2 == 1);
        }
}

static void list_between(struct wit_review *r, const struct wit_target *t, const struct wit_ground *from)
{
    if (is_inside(from)) {
        list_subnet(r, t, from);
    } else if (is_inside(
                   t->group.ground)) { /* between two places outside there is nothing that the evidence could tell */
        struct wit_group group = {from, NULL, 0};
        bool same = t->role != NULL && holds_role(from->roles, from->n_roles, t->role);
        list_group(r, t, &group, wit_source_kind_of(from->roles, from->n_roles), same,
                   wit_is_platform(from->roles, from->n_roles));
    }
}

void wit_review_inventory(struct wit_review *r)
{
    for (size_t i = 0; i < r->n_targets; i++) {
        if (r->progress != NULL)
            r->progress(r->context, "paths", i, r->n_targets);
        for (size_t k = 0; k < r->n_sources; k++)
            list_between(r, &r->targets[i], &r->grounds[k]);
    }
}

/* Of an inside ground: what may start, and what no role of the platform has (its ends are listed with their roles). */
static struct wit_group plain_part(struct wit_review *r, const struct wit_ground *g, bool starts, bool nameless)
{
    const struct wit_interface **list = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, g->n_interfaces);
    size_t n = 0;
    for (size_t i = 0; i < g->n_interfaces; i++) {
        const struct wit_interface *x = g->interfaces[i];
        struct wit_roles_of of = wit_review_roles_of(r, x);
        if (starts && (wit_never_starts(x) || wit_should_not_start(x)))
            continue;
        if (!nameless || !wit_is_platform((const struct wit_role *const *)of.roles, of.n))
            list[n++] = x;
    }
    return (struct wit_group){g, list, n};
}

/* Without an intent nobody is anybody but what Kafka's own evidence tells: every scope to every other, and the internet
 * both ways, as class `other`. */
void wit_review_inventory_plain(struct wit_review *r)
{
    struct wit_target *targets = WIT_NEW_ARRAY(r->arena, struct wit_target, r->n_grounds);
    for (size_t i = 0; i < r->n_grounds; i++) {
        const struct wit_ground *to = &r->grounds[i];
        bool internet = to->kind == WIT_GROUND_INTERNET;
        if (r->progress != NULL)
            r->progress(r->context, "paths", i, r->n_grounds);
        targets[i].group = plain_part(r, to, false, true);
        if (!internet && targets[i].group.n_interfaces == 0)
            continue;
        for (size_t k = 0; k < r->n_sources; k++) {
            const struct wit_ground *from = &r->grounds[k];
            struct wit_lane lane = {.from = plain_part(r, from, true, internet), .target = &targets[i]};
            if ((internet && !is_inside(from)) || (is_inside(from) && lane.from.n_interfaces == 0) ||
                wit_same_single(&lane.from, &targets[i].group))
                continue;
            wit_lane_ask(&lane, r);
            lane.ports = wit_pset_union(r->arena, lane.open, lane.possible);
            if (lane.ports.n > 0)
                wit_review_lane(r, WIT_CLASS_OTHER, &lane);
        }
    }
}
