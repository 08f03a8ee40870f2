/* pathmap/review/targets.c: what listens: every role in every scope, with the ports that the intent tells.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A role's listeners come from three sources, in this order: the intent's services; ports that only a declared path
 * names; the kind of the role where it leaves no choice (object stores and key services are asked by HTTPS).
 */
#include <string.h>

#include "pathmap/review/review.h"

struct listeners {
    struct wit_listener *items;
    size_t n, cap;
};

static struct wit_pset known_ports(const struct wit_review *r, const struct listeners *l)
{
    struct wit_pset known = wit_pset_none();
    for (size_t i = 0; i < l->n; i++)
        known = wit_pset_union(r->arena, known, l->items[i].ports);
    return known;
}

static bool is_platform_only(enum wit_class use)
{
    return use == WIT_CLASS_OBJECT_STORAGE || use == WIT_CLASS_KEY_SERVICE || use == WIT_CLASS_DNS;
}

/* What Kafka's evidence says that connectors or brokers talk to; not the doors of the platform itself. */
static bool is_destination(const struct wit_service *s)
{
    return s->derived && s->role->derived && s->role->kind == WIT_ROLE_OTHER && s->use != WIT_CLASS_ADMIN;
}

static void add(struct wit_review *r, struct listeners *l, const struct wit_role *role, struct wit_pset ports,
                enum wit_class use)
{
    if (ports.n > 0)
        WIT_PUSH(r->arena, l->items, l->n, l->cap) = (struct wit_listener){.role = role,
                                                                           .listener = "",
                                                                           .security = "",
                                                                           .ports = ports,
                                                                           .use = use,
                                                                           .platform_only = is_platform_only(use)};
}

/* Whether a declared path leads to the role (NULL: to this end itself). */
static bool leads_to(const struct wit_declared_path *d, const struct wit_role *role)
{
    return role != NULL && wit_ends_have_roles(&d->to, 1, &role, 1);
}

static struct listeners listeners_of(struct wit_review *r, const struct wit_role *role)
{
    struct listeners l = {0};
    const struct wit_intent *intent = r->intent;
    for (size_t i = 0; i < intent->n_services; i++) {
        const struct wit_service *s = &intent->services[i];
        if (s->role == role)
            WIT_PUSH(r->arena, l.items, l.n, l.cap) =
                (struct wit_listener){.role = role,
                                      .listener = s->listener,
                                      .security = s->security,
                                      .ports = s->ports,
                                      .use = s->use,
                                      .told = true,
                                      .platform_only = is_platform_only(s->use) || is_destination(s)};
    }
    if (l.n == 0)
        add(r, &l, role, wit_role_kind_ports(r->arena, role->kind), wit_role_kind_class(role->kind));
    for (size_t i = 0; i < intent->n_paths; i++) {
        const struct wit_declared_path *d = &intent->paths[i];
        if (!leads_to(d, role))
            continue;
        struct wit_pset known = known_ports(r, &l);
        if (!d->any_port)
            add(r, &l, role, wit_pset_subtract(r->arena, d->ports, known), d->class);
        else if (l.n == 0)
            add(r, &l, role, wit_pset_all(), d->class);
    }
    return l;
}

static struct wit_target *add_target(struct wit_review *r, struct wit_group group, const struct wit_role *role,
                                     const struct listeners *l)
{
    struct wit_target *t = &WIT_PUSH(r->arena, r->targets, r->n_targets, r->targets_cap);
    *t = (struct wit_target){.group = group, .role = role, .listeners = l->items, .n_listeners = l->n};
    t->known = known_ports(r, l);
    return t;
}

/* The members of one role in one subnet. */
static void add_members(struct wit_review *r, const struct wit_ground *g, const struct wit_role *role,
                        const struct listeners *of)
{
    const struct wit_interface **list = NULL;
    size_t n = 0, cap = 0;
    struct wit_pset known = wit_pset_none();
    for (size_t i = 0; i < g->n_interfaces; i++) {
        struct wit_roles_of roles = wit_review_roles_of(r, g->interfaces[i]);
        for (size_t k = 0; k < roles.n; k++)
            if (roles.roles[k] == role)
                WIT_PUSH(r->arena, list, n, cap) = g->interfaces[i];
    }
    for (size_t i = 0; i < n; i++) {
        struct wit_roles_of roles = wit_review_roles_of(r, list[i]);
        for (size_t k = 0; k < roles.n; k++)
            if (i == 0 || roles.n > 1)
                known = wit_pset_union(r->arena, known, known_ports(r, &of[roles.roles[k] - r->intent->roles]));
    }
    if (n > 0)
        add_target(r, (struct wit_group){g, list, n}, role, &of[role - r->intent->roles])->known = known;
}

/* The internet, and prefixes that no role holds, are targets where a declared path leads to them. */
static void add_open_end(struct wit_review *r, const struct wit_ground *g)
{
    struct listeners l = {0};
    for (size_t i = 0; i < r->intent->n_paths; i++) {
        const struct wit_declared_path *d = &r->intent->paths[i];
        struct wit_target probe = {.group = {g, NULL, 0}};
        if (wit_declared_to(r, d, &probe))
            add(r, &l, NULL, d->any_port ? wit_pset_all() : wit_pset_subtract(r->arena, d->ports, known_ports(r, &l)),
                d->class);
    }
    if (l.n > 0 || g->kind == WIT_GROUND_INTERNET)
        add_target(r, (struct wit_group){g, NULL, 0}, NULL, &l);
}

/* Of the platform's own machines every open port is told, also when nobody said what listens there. */
static bool is_platform(const struct wit_role *role)
{
    return wit_is_platform(&role, 1);
}

void wit_review_targets(struct wit_review *r)
{
    struct listeners *of = WIT_NEW_ARRAY(r->arena, struct listeners, r->intent->n_roles);
    for (size_t i = 0; i < r->intent->n_roles; i++)
        of[i] = listeners_of(r, &r->intent->roles[i]);
    for (size_t i = 0; i < r->n_grounds; i++) {
        const struct wit_ground *g = &r->grounds[i];
        if (g->kind == WIT_GROUND_SUBNET || g->kind == WIT_GROUND_NETWORK) {
            for (size_t k = 0; k < r->intent->n_roles; k++)
                if (of[k].n > 0 || is_platform(&r->intent->roles[k]))
                    add_members(r, g, &r->intent->roles[k], of);
            continue;
        }
        bool told = false;
        for (size_t k = 0; k < g->n_roles; k++) {
            const struct listeners *l = &of[g->roles[k] - r->intent->roles];
            if (l->n > 0)
                add_target(r, (struct wit_group){g, NULL, 0}, g->roles[k], l);
            told = told || l->n > 0;
        }
        if (!told && (g->kind == WIT_GROUND_INTERNET || g->kind == WIT_GROUND_PREFIX))
            add_open_end(r, g);
    }
}
