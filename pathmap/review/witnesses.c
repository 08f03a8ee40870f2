/* pathmap/review/witnesses.c: one path for each class, source and destination, with its three witnesses side by side.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/basis.h"
#include "pathmap/review/permits.h"
#include "pathmap/review/review.h"

/* The declared paths that speak of any lane of the bunch, those in force first, as the file has them. */
static void find_declared(struct wit_case *c, const struct wit_review *r)
{
    size_t total = r->intent == NULL ? 0 : r->intent->n_paths, n = 0;
    const struct wit_declared_path **list = WIT_NEW_ARRAY(r->arena, const struct wit_declared_path *, total);
    c->declared_ports = c->elsewhere = wit_pset_none();
    for (int expired = 0; expired < 2; expired++) {
        for (size_t i = 0; i < total; i++) {
            const struct wit_declared_path *d = &r->intent->paths[i];
            bool speaks = false;
            if (wit_declared_expired(r, d) != (expired == 1) || (expired == 1 && d->class != c->bunch->class))
                continue;
            for (size_t k = 0; k < c->bunch->n_lanes && !speaks; k++) {
                const struct wit_lane *lane = &c->bunch->lanes[k];
                struct wit_group part;
                speaks = (d->class != c->bunch->class || wit_pset_meets(d->ports, lane->ports)) &&
                         wit_declared_to(r, d, lane->target) &&
                         wit_declared_part(&part, r, d->from, d->n_from, &lane->from) &&
                         !wit_same_single(&part, &lane->target->group);
            }
            if (!speaks)
                continue;
            if (d->class != c->bunch->class) {
                c->elsewhere = wit_pset_union(r->arena, c->elsewhere, d->ports);
                continue;
            }
            list[n++] = d;
            if (expired == 0 || c->n_in_force == 0)
                c->declared_ports = wit_pset_union(r->arena, c->declared_ports, d->ports);
        }
        if (expired == 0)
            c->n_in_force = n;
    }
    c->declared = list;
    c->n_declared = n;
}

static void declare(struct wit_path *path, const struct wit_case *c)
{
    path->declared.intent = path->declared.expires = "";
    path->review.owner = path->review.purpose = path->review.identity = path->review.encryption = path->review.audit =
        "";
    path->declared.verdict = WIT_UNDECLARED;
    if (c->n_declared == 0)
        return;
    const struct wit_declared_path *d = c->declared[0];
    path->declared.verdict = c->n_in_force > 0 ? WIT_DECLARED : WIT_EXPIRED;
    path->declared.intent = d->id;
    path->declared.expires = d->expires;
    path->review.owner = d->owner;
    path->review.purpose = d->purpose;
    path->review.identity = d->identity;
    path->review.encryption = d->encryption;
    path->review.audit = d->audit;
}

/* The roles that the members of a group hold and that matter here: all, or those that the declarations name. */
static const char *from_roles(const struct wit_review *r, const struct wit_case *c)
{
    const struct wit_role **roles = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        for (size_t k = 0; k < lane->from.ground->n_roles; k++)
            WIT_PUSH(r->arena, roles, n, cap) = lane->from.ground->roles[k];
        for (size_t k = 0; k < lane->from.n_interfaces; k++) {
            struct wit_roles_of of = wit_review_roles_of(r, lane->from.interfaces[k]);
            for (size_t j = 0; j < of.n; j++) {
                bool named = c->n_declared == 0;
                for (size_t m = 0; m < c->n_declared && !named; m++)
                    for (size_t e = 0; e < c->declared[m]->n_from && !named; e++)
                        named = c->declared[m]->from[e].role == of.roles[j];
                if (named)
                    WIT_PUSH(r->arena, roles, n, cap) = of.roles[j];
            }
        }
    }
    return wit_role_words(r->arena, (const struct wit_role *const *)roles, n);
}

static const char *joined(struct wit_arena *arena, const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; len > 0 && (at = strstr(at, word)) != NULL; at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
            return list;
    if (len == 0)
        return list;
    return list[0] == '\0' ? word : wit_fmt(arena, "%s, %s", list, word);
}

/* What listens: the listeners that the path leads to (open, possible or declared), not every one of the role. */
static void describe_service(struct wit_path *path, const struct wit_review *r, const struct wit_case *c)
{
    const struct wit_role **roles = NULL;
    size_t n = 0, cap = 0;
    const char *kinds = "", *listeners = "";
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        if (!wit_pset_meets(lane->ports, c->service_ports))
            continue;
        if (lane->listener != NULL && lane->listener->listener[0] != '\0')
            listeners = joined(r->arena, listeners, lane->listener->listener);
        if (lane->target->role == NULL)
            continue;
        WIT_PUSH(r->arena, roles, n, cap) = lane->target->role;
        kinds = joined(r->arena, kinds, wit_role_kind_word(lane->target->role->kind));
    }
    path->to.role = wit_role_words(r->arena, (const struct wit_role *const *)roles, n);
    path->service.role = kinds;
    path->service.listener = listeners;
    path->service.ports = wit_port_ranges_of(&path->service.n_ports, r->arena, c->service_ports);
}

/* Every source of the path, whether it was declared or not. */
static void permit(struct wit_path *path, const struct wit_review *r, const struct wit_bunch *bunch)
{
    const struct wit_interface **list = NULL;
    size_t n = 0, cap = 0;
    if (bunch->to->kind != WIT_GROUND_BUCKET)
        return;
    for (size_t i = 0; i < bunch->n_lanes; i++)
        for (size_t k = 0; k < bunch->lanes[i].from.n_interfaces; k++)
            WIT_PUSH(r->arena, list, n, cap) = bunch->lanes[i].from.interfaces[k];
    wit_permits_of_interfaces(&path->identity, r->identity, list, n, bunch->to->bucket);
    for (size_t i = 0; i < path->identity.n; i++)
        wit_review_identity_gaps(r, &path->identity.rows[i]);
}

static void build(struct wit_path *path, struct wit_review *r, const struct wit_bunch *bunch)
{
    char id[16];
    struct wit_case c = {.bunch = bunch};
    path->class = bunch->class;
    path->from = bunch->from->scope;
    path->to = bunch->to->scope;
    wit_path_id(id, path->class, &path->from, &path->to);
    path->id = wit_strdup(r->arena, id);
    c.service_ports = c.open = c.strange = c.strange_possible = wit_pset_none();
    find_declared(&c, r);
    declare(path, &c);
    wit_case_permitted(path, &c, r);
    permit(path, r, bunch);
    wit_case_strangers(&c, r);
    path->from.role = from_roles(r, &c);
    describe_service(path, r, &c);
    wit_observe_path(path, r, bunch,
                     wit_interfaces_gap(r->estate, NULL) == WIT_NO_GAP && wit_case_members_gap(r, &c) == WIT_NO_GAP);
    wit_review_basis(path, r, &c);
    wit_path_judge(r, path, &c);
}

struct sortable {
    struct wit_path path;
    const struct wit_bunch *bunch;
};

static int by_place(const void *a, const void *b)
{
    const struct wit_path *x = &((const struct sortable *)a)->path, *y = &((const struct sortable *)b)->path;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    const char *const keys[][2] = {
        {x->to.kind, y->to.kind}, {x->to.id, y->to.id}, {x->from.kind, y->from.kind}, {x->from.id, y->from.id}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int order = strcmp(keys[i][0], keys[i][1]);
        if (order != 0)
            return order;
    }
    return strcmp(x->id, y->id);
}

void wit_review_paths(struct wit_review *r)
{
    struct sortable *all = WIT_NEW_ARRAY(r->arena, struct sortable, r->n_bunches);
    for (size_t i = 0; i < r->n_bunches; i++) {
        if (r->progress != NULL)
            r->progress(r->context, "witnesses", i, r->n_bunches);
        all[i].bunch = &r->bunches[i];
        build(&all[i].path, r, &r->bunches[i]);
    }
    if (r->n_bunches > 0)
        qsort(all, r->n_bunches, sizeof *all, by_place);
    r->paths = WIT_NEW_ARRAY(r->arena, struct wit_path, r->n_bunches);
    r->path_bunches = WIT_NEW_ARRAY(r->arena, const struct wit_bunch *, r->n_bunches);
    r->n_paths = r->n_bunches;
    for (size_t i = 0; i < r->n_bunches; i++) {
        r->paths[i] = all[i].path;
        r->path_bunches[i] = all[i].bunch;
    }
}
