/* pathmap/whatif_apply.c: applies thought changes to an estate: finds what is named, replaces what changes, in place.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The arrays of the estate are const for everybody else; here alone, before an engine looks at them (or between two, by
 * wit_reach_again), their elements are written.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pathmap/whatif_inside.h"

bool wit_whatif_bad(const struct wit_whatif_state *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char what[400];
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    return wit_fail(s->err, WIT_EINTENT, "%s:%zu:%zu: %s", s->whatif->name, s->change->line, s->change->col, what);
}

struct wit_cite wit_whatif_cite(const struct wit_whatif_state *s)
{
    size_t number = (size_t)(s->change - s->whatif->changes);
    return (struct wit_cite){s->artefact, wit_fmt(s->arena, "/changes/%zu", number)};
}

#define TOUCH(s, list, object)                                                                                         \
    do {                                                                                                               \
        for (size_t i_ = 0; i_ < (s)->list.n; i_++) {                                                                  \
            if ((s)->list.items[i_] == (object))                                                                       \
                return;                                                                                                \
        }                                                                                                              \
        WIT_PUSH((s)->arena, (s)->list.items, (s)->list.n, (s)->list.cap) = (object);                                  \
    } while (0)

void wit_whatif_touch_filter(struct wit_whatif_state *s, const struct wit_filter *f)
{
    TOUCH(s, filters, f);
}
void wit_whatif_touch_table(struct wit_whatif_state *s, const struct wit_route_table *t)
{
    TOUCH(s, tables, t);
}
static void touch_interface(struct wit_whatif_state *s, const struct wit_interface *itf)
{
    TOUCH(s, interfaces, itf);
}
static void touch_subnet(struct wit_whatif_state *s, const struct wit_subnet *subnet)
{
    TOUCH(s, subnets, subnet);
}

struct wit_filter *wit_whatif_filter(const struct wit_whatif_state *s, const char *id, enum wit_filter_mode mode)
{
    const struct wit_filter *f = wit_estate_filter(s->estate, id);
    if (f == NULL || f->mode != mode) {
        wit_whatif_bad(s, "there is no %s '%.80s' in the evidence",
                       mode == WIT_ALLOW_UNION ? "security group" : "network ACL", id);
        return NULL;
    }
    return (struct wit_filter *)(uintptr_t)f;
}

static struct wit_interface *interface_of(const struct wit_whatif_state *s, const char *id)
{
    const struct wit_interface *itf = wit_estate_interface(s->estate, id);
    const struct wit_instance *instance = itf == NULL ? wit_estate_instance(s->estate, id) : NULL;
    if (instance != NULL && instance->n_interfaces == 1)
        itf = instance->interfaces[0];
    if (itf == NULL)
        wit_whatif_bad(s,
                       instance == NULL ? "there is no interface '%.80s' in the evidence"
                                        : "instance '%.80s' has several interfaces: name one of them",
                       id);
    return (struct wit_interface *)(uintptr_t)itf;
}

static bool set_groups(struct wit_whatif_state *s)
{
    const struct wit_whatif_change *c = s->change;
    struct wit_interface *itf = interface_of(s, c->object);
    struct wit_filter *group = itf == NULL ? NULL : wit_whatif_filter(s, c->other, WIT_ALLOW_UNION);
    if (group == NULL)
        return false;
    if (itf->unfiltered)
        return wit_whatif_bad(s, "%s is of a kind that has no security groups", itf->id);
    size_t n = 0;
    bool has = false, join = c->verb == WIT_DO_JOIN_GROUP;
    for (size_t i = 0; i < itf->n_filters; i++)
        has = has || strcmp(itf->filter_ids[i], c->other) == 0;
    if (has == join)
        return wit_whatif_bad(s, join ? "%s carries %s already" : "%s does not carry %s", itf->id, c->other);
    const char **ids = WIT_NEW_ARRAY(s->arena, const char *, itf->n_filters + 1);
    const struct wit_filter **filters = WIT_NEW_ARRAY(s->arena, const struct wit_filter *, itf->n_filters + 1);
    bool placed = !join;
    for (size_t i = 0; i < itf->n_filters; i++) {
        if (!placed && strcmp(itf->filter_ids[i], c->other) > 0) {
            ids[n] = group->id;
            filters[n++] = group;
            placed = true;
        }
        if (!join && strcmp(itf->filter_ids[i], c->other) == 0)
            continue;
        ids[n] = itf->filter_ids[i];
        filters[n++] = itf->filters[i];
    }
    if (!placed) {
        ids[n] = group->id;
        filters[n++] = group;
    }
    if (n == 0)
        return wit_whatif_bad(s, "%s would be left without a security group: an interface has one at least", itf->id);
    itf->filter_ids = ids;
    itf->filters = filters;
    itf->n_filters = n;
    touch_interface(s, itf);
    return true;
}

static bool set_subnet(struct wit_whatif_state *s)
{
    const struct wit_whatif_change *c = s->change;
    struct wit_subnet *subnet = (struct wit_subnet *)(uintptr_t)wit_estate_subnet(s->estate, c->object);
    if (subnet == NULL)
        return wit_whatif_bad(s, "there is no subnet '%.80s' in the evidence", c->object);
    if (c->verb == WIT_DO_USE_ACL) {
        const struct wit_filter *acl = wit_whatif_filter(s, c->other, WIT_FIRST_MATCH);
        if (acl == NULL)
            return false;
        if (acl->network[0] != '\0' && strcmp(acl->network, subnet->network->id) != 0)
            return wit_whatif_bad(s, "%s belongs to %s, %s to %s", acl->id, acl->network, subnet->id,
                                  subnet->network->id);
        subnet->acl = acl;
        subnet->acl_gap = WIT_NO_GAP;
    } else {
        const struct wit_route_table *table = wit_estate_table(s->estate, c->other);
        if (table == NULL)
            return wit_whatif_bad(s, "there is no route table '%.80s' in the evidence", c->other);
        if (strcmp(table->network, subnet->network->id) != 0)
            return wit_whatif_bad(s, "%s belongs to %s, %s to %s", table->id, table->network, subnet->id,
                                  subnet->network->id);
        subnet->routes = table;
        subnet->routes_gap = WIT_NO_GAP;
    }
    touch_subnet(s, subnet);
    return true;
}

static bool (*const appliers[WIT_DO_COUNT])(struct wit_whatif_state *) = {
    [WIT_DO_ADD_RULE] = wit_whatif_add_rule,   [WIT_DO_REMOVE_RULE] = wit_whatif_remove_rule,
    [WIT_DO_SET_ENTRY] = wit_whatif_set_entry, [WIT_DO_REMOVE_ENTRY] = wit_whatif_remove_entry,
    [WIT_DO_SET_ROUTE] = wit_whatif_set_route, [WIT_DO_REMOVE_ROUTE] = wit_whatif_remove_route,
    [WIT_DO_JOIN_GROUP] = set_groups,          [WIT_DO_LEAVE_GROUP] = set_groups,
    [WIT_DO_USE_TABLE] = set_subnet,           [WIT_DO_USE_ACL] = set_subnet,
};

/* What is thought stands beside what was assumed, and rules made by it cite an artefact of their own. */
static void tell(struct wit_whatif_state *s)
{
    struct wit_estate *e = s->estate;
    struct wit_artefact_ref *artefacts = WIT_NEW_ARRAY(s->arena, struct wit_artefact_ref, e->n_artefacts + 1);
    const char **assumptions = WIT_NEW_ARRAY(s->arena, const char *, e->n_assumptions + s->whatif->n);
    if (e->n_artefacts > 0)
        memcpy(artefacts, e->artefacts, e->n_artefacts * sizeof *artefacts);
    if (e->n_assumptions > 0)
        memcpy(assumptions, e->assumptions, e->n_assumptions * sizeof *assumptions);
    artefacts[e->n_artefacts] = (struct wit_artefact_ref){"what-if", "what-if", "what-if", "", ""};
    for (size_t i = 0; i < s->whatif->n; i++)
        assumptions[e->n_assumptions + i] = wit_fmt(s->arena, "what if: %s", s->whatif->changes[i].text);
    s->artefact = (uint32_t)e->n_artefacts;
    e->artefacts = artefacts;
    e->n_artefacts++;
    e->assumptions = assumptions;
    e->n_assumptions += s->whatif->n;
}

bool wit_whatif_apply(struct wit_touched *touched, struct wit_arena *arena, struct wit_estate *estate,
                      const struct wit_whatif *whatif, struct wit_err *err)
{
    struct wit_whatif_state s = {.arena = arena, .estate = estate, .whatif = whatif, .err = err};
    tell(&s);
    for (size_t i = 0; i < whatif->n; i++) {
        s.change = &whatif->changes[i];
        if (!appliers[s.change->verb](&s))
            return false;
    }
    *touched = (struct wit_touched){s.filters.items,    s.filters.n,    s.tables.items,  s.tables.n,
                                    s.interfaces.items, s.interfaces.n, s.subnets.items, s.subnets.n};
    return true;
}
