/* pathmap/review/declared.c: which declared paths speak of a source group and of a target.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/review/review.h"

static bool every_piece(const struct wit_ground *g, const struct wit_end *ends, size_t n)
{
    for (size_t i = 0; i < g->n_prefixes; i++)
        if (!wit_ends_have_prefix(ends, n, g->prefixes[i], g->roles, g->n_roles))
            return false;
    return g->n_prefixes > 0;
}

bool wit_declared_part(struct wit_group *out, const struct wit_review *r, const struct wit_end *ends, size_t n,
                       const struct wit_group *group)
{
    const struct wit_ground *g = group->ground;
    *out = *group;
    switch (g->kind) {
    case WIT_GROUND_SUBNET:
    case WIT_GROUND_NETWORK: {
        const struct wit_interface **list = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, group->n_interfaces);
        size_t n_list = 0;
        for (size_t i = 0; i < group->n_interfaces; i++) {
            struct wit_roles_of of = wit_review_roles_of(r, group->interfaces[i]);
            const struct wit_role *const *roles = (const struct wit_role *const *)of.roles;
            if (wit_ends_have_interface(ends, n, group->interfaces[i], roles, of.n))
                list[n_list++] = group->interfaces[i];
        }
        out->interfaces = list;
        out->n_interfaces = n_list;
        return n_list > 0;
    }
    case WIT_GROUND_INTERNET:
        return wit_ends_have_internet(ends, n);
    case WIT_GROUND_PREFIX:
        return every_piece(g, ends, n);
    case WIT_GROUND_BUCKET:
    case WIT_GROUND_ENDPOINT:
        return wit_ends_have_roles(ends, n, g->roles, g->n_roles);
    }
    return false;
}

bool wit_declared_to(const struct wit_review *r, const struct wit_declared_path *d, const struct wit_target *target)
{
    struct wit_group part;
    if (target->role != NULL && wit_ends_have_roles(&d->to, 1, &target->role, 1))
        return true;
    return wit_declared_part(&part, r, &d->to, 1, &target->group);
}

/* It holds to the end of its last day, UTC. Time is the evidence's, never that of this run. */
bool wit_declared_expired(const struct wit_review *r, const struct wit_declared_path *d)
{
    return d->expires[0] != '\0' && r->today[0] != '\0' && strcmp(r->today, d->expires) > 0;
}

bool wit_same_single(const struct wit_group *a, const struct wit_group *b)
{
    return a->n_interfaces == 1 && b->n_interfaces == 1 && a->interfaces[0] == b->interfaces[0];
}
