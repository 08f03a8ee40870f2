/* tests/support/naive_filters.c: security groups and network ACLs, one packet at a time (1.2, 1.3).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/naive_inside.h"

enum wit_nv wit_nv_least(enum wit_nv a, enum wit_nv b)
{
    return a < b ? a : b;
}
enum wit_nv wit_nv_most(enum wit_nv a, enum wit_nv b)
{
    return a > b ? a : b;
}
static bool covers(struct wit_pset set, unsigned protocol, unsigned port)
{
    uint32_t number = protocol << 16 | port;
    for (size_t i = 0; i < set.n; i++) {
        if (set.spans[i].first <= number && number <= set.spans[i].last)
            return true;
    }
    return false;
}
static enum wit_nv in_list(const struct wit_prefix_list *l, struct wit_addr a)
{
    for (size_t i = 0; l != NULL && i < l->n_entries; i++) {
        if (wit_prefix_has(l->entries[i], a))
            return WIT_NV_YES;
    }
    return l == NULL || l->gap != WIT_NO_GAP ? WIT_NV_MAYBE : WIT_NV_NO;
}

static bool wears(const struct wit_interface *itf, const char *group)
{
    for (size_t i = 0; i < itf->n_filters; i++) {
        if (strcmp(itf->filter_ids[i], group) == 0)
            return true;
    }
    return false;
}

/* anybody: whatever the peer; by then `router` is the only interface whose groups count (NULL: all do) */
enum wit_nv wit_nv_group(const struct wit_nv_ask *q, const struct wit_interface *itf, bool egress, struct wit_addr peer,
                         const struct wit_interface *peer_itf, enum wit_nv scope, bool anybody,
                         const struct wit_interface *router)
{
    if (itf->unfiltered)
        return anybody ? WIT_NV_MAYBE : WIT_NV_YES;
    enum wit_nv out = itf->filters_gap != WIT_NO_GAP || itf->n_filters == 0 ? WIT_NV_MAYBE : WIT_NV_NO;
    for (size_t i = 0; i < itf->n_filters; i++) {
        const struct wit_filter *f = itf->filters[i];
        if (f == NULL || f->gap != WIT_NO_GAP)
            out = wit_nv_most(out, WIT_NV_MAYBE);
        for (size_t k = 0; f != NULL && k < f->n_rules; k++) {
            const struct wit_rule *rule = &f->rules[k];
            enum wit_nv match = WIT_NV_NO;
            if (rule->egress != egress)
                continue;
            if (rule->gap != WIT_NO_GAP) {
                out = wit_nv_most(out, WIT_NV_MAYBE);
                continue;
            }
            if (!covers(rule->ports, q->protocol, q->port))
                continue;
            if (anybody)
                match = rule->peer == WIT_PEER_GROUP && router != NULL && !wears(router, rule->peer_id) &&
                                router->filters_gap == WIT_NO_GAP
                            ? WIT_NV_NO
                            : WIT_NV_MAYBE;
            else if (rule->peer == WIT_PEER_PREFIX)
                match = wit_prefix_has(rule->prefix, peer) ? WIT_NV_YES : WIT_NV_NO;
            else if (rule->peer == WIT_PEER_LIST)
                match = in_list(rule->list, peer);
            else if (peer_itf != NULL && scope != WIT_NV_NO)
                match = wears(peer_itf, rule->peer_id) ? scope
                        : peer_itf->filters_gap != WIT_NO_GAP || (peer_itf->n_filters == 0 && !peer_itf->unfiltered)
                            ? WIT_NV_MAYBE
                            : WIT_NV_NO;
            out = wit_nv_most(out, match);
        }
    }
    return out;
}

enum wit_nv wit_nv_acl(const struct wit_subnet *s, bool egress, struct wit_addr peer, unsigned protocol, unsigned port)
{
    bool doubt = false;
    if (s->acl == NULL || s->acl->gap != WIT_NO_GAP)
        return WIT_NV_MAYBE;
    for (size_t i = 0; i < s->acl->n_rules; i++) {
        const struct wit_rule *rule = &s->acl->rules[i];
        if (rule->egress != egress)
            continue;
        if (rule->gap != WIT_NO_GAP) {
            doubt = true;
            continue;
        }
        if (wit_prefix_has(rule->prefix, peer) && covers(rule->ports, protocol, port))
            return doubt ? WIT_NV_MAYBE : rule->allow ? WIT_NV_YES : WIT_NV_NO;
    }
    return doubt ? WIT_NV_MAYBE : WIT_NV_NO;
}
