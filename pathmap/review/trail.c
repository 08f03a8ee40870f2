/* pathmap/review/trail.c: what records of a path's traffic are kept, by the platform's own settings.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A flow log is no audit trail of who read which record; it is one of who talked to whom, and the text says so.
 */
#include <string.h>

#include "pathmap/review/basis.h"

static const struct wit_flow_log *of_resource(const struct wit_estate *e, const char *resource)
{
    for (size_t i = 0; i < e->n_flow_logs; i++) {
        const struct wit_flow_log *log = &e->flow_logs[i];
        if (strcmp(log->resource, resource) == 0 && strcmp(log->status, "ACTIVE") == 0 &&
            strcmp(log->delivery, "FAILED") != 0 && strcmp(log->traffic, "ALL") == 0)
            return log;
    }
    return NULL;
}

/* On the interface, its subnet or its network. */
static const struct wit_flow_log *log_of(const struct wit_estate *e, const struct wit_interface *interface)
{
    const struct wit_flow_log *log = of_resource(e, interface->id);
    if (log == NULL)
        log = of_resource(e, interface->subnet->id);
    return log != NULL ? log : of_resource(e, interface->subnet->network->id);
}

struct trail {
    const struct wit_flow_log *first;
    size_t kept, all;
};

static void follow(struct trail *t, const struct wit_estate *e, const struct wit_group *group)
{
    for (size_t i = 0; i < group->n_interfaces; i++) {
        const struct wit_flow_log *log = log_of(e, group->interfaces[i]);
        t->all++;
        t->kept += log != NULL;
        if (t->first == NULL)
            t->first = log;
    }
}

bool wit_audit_trail(const char **text, const char **evidence, const struct wit_review *r, const struct wit_case *c)
{
    struct trail to = {0}, from = {0};
    if (r->estate->n_flow_logs == 0)
        return false;
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        follow(&to, r->estate, &c->bunch->lanes[i].target->group);
        follow(&from, r->estate, &c->bunch->lanes[i].from);
    }
    /* Either end sees every packet. */
    const struct trail *t = &to;
    bool to_whole = to.all > 0 && to.kept == to.all, from_whole = from.all > 0 && from.kept == from.all;
    if (!to_whole && (from_whole || to.kept == 0))
        t = &from;
    if (t->first == NULL)
        return false;
    *text = wit_fmt(r->arena, "connections: VPC flow logs %s of %s to %s%s", t->first->id, t->first->resource,
                    t->first->destination, t->kept == t->all ? "" : ", for a part of the endpoints");
    *evidence = wit_cite_text(r->arena, r->estate, t->first->cite);
    return t->kept == t->all;
}
