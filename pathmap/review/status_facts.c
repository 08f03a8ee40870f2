/* pathmap/review/status_facts.c: what the table of status asks about a path that takes more than a look.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/review/status.h"

bool wit_status_idle(const struct wit_status_facts *f)
{
    const struct wit_review_policy *p = f->r->policy;
    return f->path->observed.verdict == WIT_NOT_SEEN && f->path->observed.seconds / 3600 >= p->watched_hours &&
           (p->smallest_packets == 0 || f->path->observed.smallest_packets <= p->smallest_packets);
}

/* Event data, from another account, from addresses outside the cloud or from nobody knows whose network. */
bool wit_status_outside(const struct wit_status_facts *f)
{
    static const enum wit_class data[] = {WIT_CLASS_CLIENT,    WIT_CLASS_REPLICATION,    WIT_CLASS_CONNECTOR,
                                          WIT_CLASS_MIGRATION, WIT_CLASS_OBJECT_STORAGE, WIT_CLASS_CONTROLLER};
    const struct wit_path *p = f->path;
    bool is_data = false;
    for (size_t i = 0; i < sizeof data / sizeof *data; i++)
        is_data = is_data || p->class == data[i];
    return is_data && (p->from.account[0] == '\0' || strcmp(p->from.account, p->to.account) != 0);
}

const struct wit_review_basis *wit_status_disagreement(const struct wit_status_facts *f)
{
    for (size_t i = 0; i < f->path->review.n_basis; i++)
        if (f->path->review.basis[i].disagree)
            return &f->path->review.basis[i];
    return NULL;
}

/* The first flow on it that the configuration closes; NULL: none. */
const struct wit_sighting *wit_status_contradiction(const struct wit_status_facts *f)
{
    for (size_t i = 0; i < f->c->bunch->n_sightings; i++)
        if (f->c->bunch->sightings[i]->against != NULL)
            return f->c->bunch->sightings[i];
    return NULL;
}

bool wit_status_of_platform(const struct wit_status_facts *f)
{
    for (size_t i = 0; i < f->c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &f->c->bunch->lanes[i];
        if (wit_is_platform(&lane->target->role, lane->target->role != NULL) ||
            wit_is_platform(lane->from.ground->roles, lane->from.ground->n_roles))
            return true;
        for (size_t k = 0; k < lane->from.n_interfaces; k++) {
            struct wit_roles_of of = wit_review_roles_of(f->r, lane->from.interfaces[k]);
            if (wit_is_platform((const struct wit_role *const *)of.roles, of.n))
                return true;
        }
    }
    return false;
}

/* What is open beyond the declared ports, ICMP (which carries no service) left out; and of that what listens. Brokers
 * among each other need not name each listener that they use. */
void wit_status_widen(struct wit_status_facts *f)
{
    struct wit_arena *arena = f->r->arena;
    const struct wit_case *c = f->c;
    f->wider = f->wider_service = wit_pset_none();
    bool store = c->bunch->to->kind == WIT_GROUND_BUCKET || c->bunch->to->kind == WIT_GROUND_ENDPOINT;
    if (f->path->declared.verdict != WIT_DECLARED || store)
        return; /* which ports a store listens on is not ours to close */
    struct wit_pset icmp =
        wit_pset_union(arena, wit_pset_protocol(arena, WIT_ICMP), wit_pset_protocol(arena, WIT_ICMPV6));
    struct wit_pset told = wit_pset_union(arena, c->declared_ports, wit_pset_union(arena, c->elsewhere, icmp));
    struct wit_pset own = wit_pset_none(), known = wit_admin_ports(arena);
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        own = wit_pset_union(arena, own, c->bunch->lanes[i].ports);
        known = wit_pset_union(arena, known, c->bunch->lanes[i].target->known);
    }
    told = wit_pset_union(arena, told, wit_pset_subtract(arena, known, own)); /* these have paths of their own */
    f->wider = wit_pset_subtract(arena, c->open, told);
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        bool folded = c->bunch->class == WIT_CLASS_REPLICATION && lane->listener != NULL &&
                      lane->listener->use == WIT_CLASS_CLIENT;
        if (lane->listener != NULL && lane->listener->told && !folded)
            f->wider_service =
                wit_pset_union(arena, f->wider_service, wit_pset_intersect(arena, f->wider, lane->ports));
    }
}
