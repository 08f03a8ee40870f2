/* pathmap/reach/filters.c: what security groups and network ACLs let pass, surely and possibly.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.2 (groups: allow only, union, stateful), 1.3 (ACLs: ordered, first match, stateless),
 * chapter 3 (an unreadable entry of an ordered list clouds what comes after it; of a union it only raises hi).
 */
#include <string.h>

#include "pathmap/reach/inside.h"

static bool carries(const struct wit_interface *itf, const char *group)
{
    for (size_t i = 0; i < itf->n_filters; i++) {
        if (strcmp(itf->filter_ids[i], group) == 0)
            return true;
    }
    return false;
}

static enum wit_spoken list_holds(const struct wit_prefix_list *list, struct wit_addr a)
{
    if (list == NULL)
        return WIT_SPOKEN_PERHAPS;
    for (size_t i = 0; i < list->n_entries; i++) {
        if (wit_prefix_has(list->entries[i], a))
            return WIT_SPOKEN_YES;
    }
    return list->gap != WIT_NO_GAP ? WIT_SPOKEN_PERHAPS : WIT_SPOKEN_NO;
}

/* Does the rule speak of that peer? */
enum wit_spoken wit_rule_speaks_of(const struct wit_rule *rule, struct wit_addr peer,
                                   const struct wit_interface *peer_itf, enum wit_scope_of_groups scope)
{
    if (rule->gap != WIT_NO_GAP)
        return WIT_SPOKEN_PERHAPS;
    switch (rule->peer) {
    case WIT_PEER_PREFIX:
        return wit_prefix_has(rule->prefix, peer) ? WIT_SPOKEN_YES : WIT_SPOKEN_NO;
    case WIT_PEER_LIST:
        return list_holds(rule->list, peer);
    case WIT_PEER_GROUP: /* 1.2.5-7: private addresses of interfaces that carry it, within scope */
        if (scope == WIT_GROUPS_NO || peer_itf == NULL)
            return WIT_SPOKEN_NO;
        if (carries(peer_itf, rule->peer_id))
            return scope == WIT_GROUPS_YES ? WIT_SPOKEN_YES : WIT_SPOKEN_PERHAPS;
        return peer_itf->filters_gap != WIT_NO_GAP || (peer_itf->n_filters == 0 && !peer_itf->unfiltered)
                   ? WIT_SPOKEN_PERHAPS
                   : WIT_SPOKEN_NO;
    case WIT_PEER_ANYTHING_UNREADABLE:
        break;
    }
    return WIT_SPOKEN_PERHAPS;
}

static bool groups_unknown(const struct wit_interface *itf)
{
    return itf->filters_gap != WIT_NO_GAP || itf->n_filters == 0;
}

static wit_set rule_ports(struct wit_reach *r, const struct wit_rule *rule)
{
    return rule->gap != WIT_NO_GAP ? r->all : wit_set_of(r, rule->ports);
}

static struct wit_tri groups_evaluate(struct wit_reach *r, const struct wit_interface *itf, bool egress,
                                      struct wit_addr peer, const struct wit_interface *peer_itf,
                                      enum wit_scope_of_groups scope)
{
    struct wit_tri out = wit_tri_none(r);
    if (groups_unknown(itf))
        out.hi = r->all;
    for (size_t i = 0; i < itf->n_filters; i++) {
        const struct wit_filter *filter = itf->filters[i];
        if (filter == NULL || filter->gap != WIT_NO_GAP)
            out.hi = r->all;
        for (size_t k = 0; filter != NULL && k < filter->n_rules; k++) {
            const struct wit_rule *rule = &filter->rules[k];
            if (rule->egress != egress)
                continue;
            enum wit_spoken answer = wit_rule_speaks_of(rule, peer, peer_itf, scope);
            if (answer == WIT_SPOKEN_NO)
                continue;
            wit_set ports = rule_ports(r, rule);
            out.hi = wit_set_or(r, out.hi, ports);
            if (answer == WIT_SPOKEN_YES)
                out.lo = wit_set_or(r, out.lo, ports);
        }
    }
    return out;
}

struct wit_tri wit_filters_prefixes(struct wit_reach *r, const struct wit_filter *filter, bool egress,
                                    struct wit_addr peer)
{
    struct wit_tri out = wit_tri_none(r);
    if (filter == NULL || filter->gap != WIT_NO_GAP)
        out.hi = r->all;
    for (size_t k = 0; filter != NULL && k < filter->n_rules; k++) {
        const struct wit_rule *rule = &filter->rules[k];
        enum wit_spoken answer = rule->egress != egress || (rule->peer == WIT_PEER_GROUP && rule->gap == WIT_NO_GAP)
                                     ? WIT_SPOKEN_NO
                                     : wit_rule_speaks_of(rule, peer, NULL, WIT_GROUPS_NO);
        if (answer == WIT_SPOKEN_NO)
            continue;
        wit_set ports = rule_ports(r, rule);
        out.hi = wit_set_or(r, out.hi, ports);
        if (answer == WIT_SPOKEN_YES)
            out.lo = wit_set_or(r, out.lo, ports);
    }
    return out;
}

struct wit_tri wit_filters_groups(struct wit_reach *r, const struct wit_interface *itf, bool egress,
                                  struct wit_addr peer, const struct wit_interface *peer_itf,
                                  enum wit_scope_of_groups scope)
{
    if (itf->unfiltered || r->open_groups)
        return wit_tri_all(r);
    if (scope == WIT_GROUPS_NO)
        peer_itf = NULL;
    uint64_t first = (uint64_t)wit_itf_facts_of(r, itf)->group_set << 3 | (uint64_t)egress << 2 | (uint64_t)scope;
    uint64_t third = peer_itf == NULL ? 0 : (uint64_t)wit_itf_facts_of(r, peer_itf)->group_set + 1;
    uint64_t atom = wit_atom_class(r, peer);
    const struct wit_tri *known = wit_memo_get(&r->groups_seen, first, atom, third);
    if (known != NULL)
        return *known;
    struct wit_tri *made = WIT_NEW(r->arena, struct wit_tri);
    *made = groups_evaluate(r, itf, egress, peer, peer_itf, scope);
    wit_memo_put(&r->groups_seen, r->arena, first, atom, third, made);
    return *made;
}

struct wit_tri wit_filters_anybody(struct wit_reach *r, const struct wit_interface *itf, bool egress,
                                   const struct wit_interface *router)
{
    if (r->open_groups)
        return wit_tri_all(r);
    if (itf->unfiltered)
        return wit_tri_maybe(r);
    struct wit_tri out = wit_tri_none(r);
    if (groups_unknown(itf))
        out.hi = r->all;
    for (size_t i = 0; i < itf->n_filters; i++) {
        const struct wit_filter *filter = itf->filters[i];
        if (filter == NULL || filter->gap != WIT_NO_GAP)
            out.hi = r->all;
        for (size_t k = 0; filter != NULL && k < filter->n_rules; k++) {
            const struct wit_rule *rule = &filter->rules[k];
            if (rule->egress != egress)
                continue;
            /* 1.2.7: behind a middlebox inside the network a group is matched by the middlebox's own interface only. */
            bool foreign_group = rule->peer == WIT_PEER_GROUP && rule->gap == WIT_NO_GAP && router != NULL &&
                                 !carries(router, rule->peer_id) && router->filters_gap == WIT_NO_GAP;
            if (!foreign_group)
                out.hi = wit_set_or(r, out.hi, rule_ports(r, rule));
        }
    }
    return out;
}

static struct wit_tri acl_evaluate(struct wit_reach *r, const struct wit_filter *acl, bool egress, struct wit_addr peer)
{
    struct wit_tri out = wit_tri_none(r);
    wit_set undecided = r->all, clouded = r->none; /* clouded: an unreadable entry may have decided them before */
    for (size_t i = 0; i < acl->n_rules && undecided != r->none; i++) {
        const struct wit_rule *rule = &acl->rules[i];
        if (rule->egress != egress)
            continue;
        enum wit_spoken answer = wit_rule_speaks_of(rule, peer, NULL, WIT_GROUPS_NO);
        if (answer == WIT_SPOKEN_NO)
            continue;
        wit_set match = wit_set_and(r, undecided, rule_ports(r, rule));
        if (answer == WIT_SPOKEN_PERHAPS) { /* it may allow, deny, or not match */
            out.hi = wit_set_or(r, out.hi, match);
            clouded = wit_set_or(r, clouded, match);
            continue;
        }
        if (rule->allow) {
            out.hi = wit_set_or(r, out.hi, match);
            out.lo = wit_set_or(r, out.lo, wit_set_minus(r, match, clouded));
        }
        undecided = wit_set_minus(r, undecided, match);
    }
    return out;
}

struct wit_tri wit_filters_acl(struct wit_reach *r, const struct wit_subnet *subnet, bool egress, struct wit_addr peer)
{
    const struct wit_filter *acl = subnet->acl;
    if (acl == NULL || acl->gap != WIT_NO_GAP)
        return wit_tri_maybe(r);
    uint64_t key = (uint64_t)(uintptr_t)acl, atom = wit_atom_class(r, peer);
    const struct wit_tri *known = wit_memo_get(&r->acls_seen, key, atom, egress);
    if (known != NULL)
        return *known;
    struct wit_tri *made = WIT_NEW(r->arena, struct wit_tri);
    *made = acl_evaluate(r, acl, egress, peer);
    wit_memo_put(&r->acls_seen, r->arena, key, atom, egress, made);
    return *made;
}
