/* pathmap/review/indirect_map.c: the chains of the map: between roles, into instances by sessions, out by names.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/review/indirect.h"
#include "pathmap/review/review.h"

enum { SESSION_ENDS_MAX = 200, RESOLVERS_MAX = 50 };

static bool plays(const struct wit_scope *scope, const char *name)
{
    return strcmp(scope->role, name) == 0 || strcmp(scope->id, name) == 0;
}

/* The path of the inventory that a connection of a chain is, so that a reader finds its hops. */
static const char *path_of(const struct wit_review *r, const struct wit_indirect_leg *leg)
{
    const char *any = "";
    for (size_t i = 0; i < r->n_paths; i++) {
        const struct wit_path *p = &r->paths[i];
        if (!plays(&p->from, leg->from) || !plays(&p->to, leg->to))
            continue;
        if (p->permitted.verdict == WIT_REACHABLE || p->permitted.verdict == WIT_PARTIAL)
            return p->id;
        if (any[0] == '\0')
            any = p->id;
    }
    return any;
}

static void sessions(struct wit_indirect_list *list, const struct wit_indirect_asking *q, struct wit_review *r)
{
    size_t asked = 0;
    if (r->intent != NULL) {
        for (size_t i = 0; i < r->intent->n_roles && asked < SESSION_ENDS_MAX; i++, asked++)
            wit_indirect_sessions(list, q, r->members[i].interfaces, r->members[i].n_interfaces,
                                  r->intent->roles[i].id);
        list->cut = list->cut || asked < r->intent->n_roles;
        return;
    }
    for (size_t i = 0; i < r->n_grounds; i++) {
        if (r->grounds[i].n_interfaces == 0)
            continue;
        if (asked++ == SESSION_ENDS_MAX) {
            list->cut = true;
            return;
        }
        wit_indirect_sessions(list, q, r->grounds[i].interfaces, r->grounds[i].n_interfaces, r->grounds[i].scope.id);
    }
}

static void resolvers(struct wit_indirect_list *list, const struct wit_indirect_asking *q, const struct wit_review *r)
{
    bool *used = WIT_NEW_ARRAY(r->arena, bool, r->estate->n_networks);
    size_t n = 0;
    for (size_t i = 0; i < r->estate->n_interfaces; i++) {
        const struct wit_interface *itf = &r->estate->interfaces[i];
        size_t at = (size_t)(itf->subnet->network - r->estate->networks);
        if (at < r->estate->n_networks && (!wit_intent_declares(r->intent) || r->roles[i].n > 0))
            used[at] = true;
    }
    for (size_t i = 0; i < r->estate->n_networks; i++) {
        const struct wit_network *network = &r->estate->networks[i];
        if (!used[i])
            continue;
        if (n++ == RESOLVERS_MAX) {
            list->cut = true;
            return;
        }
        wit_indirect_resolver(list, q, network, wit_fmt(r->arena, "endpoints of %s", network->id));
    }
}

void wit_review_indirect(struct wit_review *r)
{
    struct wit_indirect_asking q = {r->arena, r->reach, r->estate, r->intent};
    struct wit_indirect_list list = {0};
    wit_indirect_all(&list, &q);
    sessions(&list, &q, r);
    resolvers(&list, &q, r);
    for (size_t i = 0; i < list.n; i++) {
        struct wit_indirect_leg *legs = WIT_NEW_ARRAY(r->arena, struct wit_indirect_leg, list.rows[i].n_legs);
        for (size_t k = 0; k < list.rows[i].n_legs; k++) {
            legs[k] = list.rows[i].legs[k];
            legs[k].path = path_of(r, &legs[k]);
        }
        list.rows[i].legs = legs;
    }
    r->indirect = list.rows;
    r->n_indirect = list.n;
    r->indirect_cut = list.cut;
}
