/* pathmap/reach/filters_tell.c: by which rules a filter lets packets pass or not, and what is missing of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Asked only when a verdict is told, never while it is computed. Same rules as filters.c:
 * docs/reachability.md 1.2, 1.3, chapter 3.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

static wit_set ports_of(struct wit_reach *r, const struct wit_rule *rule)
{
    return rule->gap != WIT_NO_GAP ? r->all : wit_set_of(r, rule->ports);
}

static void push(struct wit_rule_hits *out, struct wit_arena *arena, const struct wit_filter *filter,
                 const struct wit_rule *rule, wit_set ports)
{
    if (out->n == WIT_RULE_HITS)
        out->more++;
    else
        WIT_PUSH(arena, out->list, out->n, out->cap) = (struct wit_rule_hit){filter, rule, ports};
}

static void hits_of_groups(struct wit_rule_hits *out, struct wit_arena *arena, struct wit_reach *r,
                           const struct wit_step *step, wit_set ports)
{
    wit_set left = ports;
    for (size_t i = 0; i < step->itf->n_filters && step->peer.family != 0; i++) {
        const struct wit_filter *f = step->itf->filters[i];
        for (size_t k = 0; f != NULL && k < f->n_rules && left != r->none; k++) {
            const struct wit_rule *rule = &f->rules[k];
            if (rule->egress != step->egress ||
                wit_rule_speaks_of(rule, step->peer, step->peer_itf, step->scope) != WIT_SPOKEN_YES)
                continue;
            wit_set match = wit_set_and(r, left, ports_of(r, rule));
            if (match == r->none)
                continue; /* an earlier rule has let these pass */
            push(out, arena, f, rule, match);
            left = wit_set_minus(r, left, match);
        }
    }
    if (left != r->none)
        push(out, arena, NULL, NULL, left);
}

static void hits_of_acl(struct wit_rule_hits *out, struct wit_arena *arena, struct wit_reach *r,
                        const struct wit_step *step, wit_set ports)
{
    const struct wit_filter *acl = step->subnet->acl;
    wit_set left = ports;
    for (size_t i = 0; acl != NULL && i < acl->n_rules && left != r->none; i++) {
        const struct wit_rule *rule = &acl->rules[i];
        if (rule->egress != step->egress || wit_rule_speaks_of(rule, step->peer, NULL, WIT_GROUPS_NO) != WIT_SPOKEN_YES)
            continue;
        wit_set match = wit_set_and(r, left, ports_of(r, rule));
        if (match == r->none)
            continue;
        push(out, arena, acl, rule, match);
        left = wit_set_minus(r, left, match);
    }
    if (left != r->none)
        push(out, arena, acl, NULL, left);
}

void wit_filters_hits(struct wit_rule_hits *out, struct wit_arena *arena, struct wit_reach *r,
                      const struct wit_step *step, wit_set ports)
{
    *out = (struct wit_rule_hits){0};
    if (step->kind == WIT_STEP_ACL)
        hits_of_acl(out, arena, r, step, ports);
    else if (step->kind == WIT_STEP_GROUP && !step->itf->unfiltered)
        hits_of_groups(out, arena, r, step, ports);
}

const struct wit_rule *wit_filters_group_rule(const struct wit_step *step, const struct wit_filter **filter,
                                              wit_set ports)
{
    for (size_t i = 0; i < step->itf->n_filters; i++) {
        const struct wit_filter *f = step->itf->filters[i];
        for (size_t k = 0; f != NULL && k < f->n_rules; k++) {
            if (f->rules[k].egress == step->egress && wit_pset_meets(f->rules[k].ports, *ports) &&
                wit_rule_speaks_of(&f->rules[k], step->peer, step->peer_itf, step->scope) == WIT_SPOKEN_YES) {
                *filter = f;
                return &f->rules[k];
            }
        }
    }
    return NULL;
}

const struct wit_rule *wit_filters_acl_rule(const struct wit_step *step, uint32_t port)
{
    const struct wit_filter *acl = step->subnet->acl;
    const struct wit_span one = {port, port};
    for (size_t i = 0; acl != NULL && i < acl->n_rules; i++) {
        const struct wit_rule *rule = &acl->rules[i];
        if (rule->egress == step->egress && wit_pset_meets(rule->ports, (struct wit_pset){&one, 1}) &&
            wit_rule_speaks_of(rule, step->peer, NULL, WIT_GROUPS_NO) == WIT_SPOKEN_YES)
            return rule;
    }
    return NULL;
}

static void gaps_of_rule(struct wit_reach *r, const struct wit_step *step, const struct wit_filter *f,
                         const struct wit_rule *rule, const char *kind, wit_gap_fn *found, void *context)
{
    if (rule->egress != step->egress)
        return;
    enum wit_spoken answer = step->peer.family == 0 ? (rule->gap != WIT_NO_GAP ? WIT_SPOKEN_PERHAPS : WIT_SPOKEN_NO)
                                                    : wit_rule_speaks_of(rule, step->peer, step->peer_itf, step->scope);
    if (answer != WIT_SPOKEN_PERHAPS)
        return;
    if (rule->gap != WIT_NO_GAP) {
        found(context, rule->gap, kind, f->id);
    } else if (rule->peer == WIT_PEER_LIST) {
        wit_gap_ref gap = rule->list != NULL ? rule->list->gap : WIT_NO_GAP;
        if (gap == WIT_NO_GAP)
            gap = wit_list_gap_of(r, f->account, f->region, "ec2", "DescribeManagedPrefixLists");
        if (gap == WIT_NO_GAP)
            gap =
                wit_gap_add(r, WIT_GAP_DANGLING, f->account, f->region, rule->peer_id,
                            wit_fmt(r->arena, "the entries of prefix list %s are not in evidence", rule->peer_id), "");
        found(context, gap, kind, f->id);
    } else if (rule->peer == WIT_PEER_GROUP && step->peer_itf != NULL) {
        wit_gap_ref gap = step->peer_itf->filters_gap;
        if (gap == WIT_NO_GAP && step->scope == WIT_GROUPS_MAYBE)
            gap = wit_gap_unconfirmed(r, rule->peer_id,
                                      "whether a group reference holds across this peering: its region is not in "
                                      "evidence, or the group is associated with several networks");
        found(context, gap == WIT_NO_GAP ? r->gap_no_group : gap, kind, f->id);
    } else {
        found(context, r->gap_no_group, kind, f->id);
    }
}

static void gaps_of_acl(struct wit_reach *r, const struct wit_step *step, wit_set doubt, wit_gap_fn *found,
                        void *context)
{
    const struct wit_filter *acl = step->subnet->acl;
    if (acl == NULL || acl->gap != WIT_NO_GAP) {
        wit_gap_ref gap = acl != NULL ? acl->gap : step->subnet->acl_gap;
        if (gap == WIT_NO_GAP)
            gap = wit_list_gap_of(r, step->subnet->account, step->subnet->region, "ec2", "DescribeNetworkAcls");
        if (gap == WIT_NO_GAP)
            gap = wit_gap_add(r, WIT_GAP_DANGLING, step->subnet->account, step->subnet->region, step->subnet->id,
                              wit_fmt(r->arena, "the network ACL of %s is not in evidence", step->subnet->id), "");
        found(context, gap, "network-acl", acl != NULL ? acl->id : "");
        return;
    }
    wit_set left = doubt; /* what an entry before has not decided */
    for (size_t i = 0; i < acl->n_rules && left != r->none; i++) {
        const struct wit_rule *rule = &acl->rules[i];
        if (rule->egress != step->egress || !wit_set_meets(r, left, ports_of(r, rule)))
            continue;
        if (wit_rule_speaks_of(rule, step->peer, NULL, WIT_GROUPS_NO) == WIT_SPOKEN_YES)
            left = wit_set_minus(r, left, ports_of(r, rule));
        else
            gaps_of_rule(r, step, acl, rule, "network-acl", found, context);
    }
}

void wit_filters_gaps(struct wit_reach *r, const struct wit_step *step, wit_set doubt, wit_gap_fn *found, void *context)
{
    if (step->kind == WIT_STEP_ACL) {
        gaps_of_acl(r, step, doubt, found, context);
        return;
    }
    const struct wit_interface *itf = step->itf;
    if ((itf->filters_gap != WIT_NO_GAP || itf->n_filters == 0) && !itf->unfiltered)
        found(context, itf->filters_gap != WIT_NO_GAP ? itf->filters_gap : r->gap_no_group, "security-group", "");
    for (size_t i = 0; i < itf->n_filters; i++) {
        const struct wit_filter *f = itf->filters[i];
        if (f == NULL || f->gap != WIT_NO_GAP) {
            wit_gap_ref gap = f != NULL ? f->gap : WIT_NO_GAP;
            if (f == NULL)
                gap = wit_list_gap_of(r, itf->account, itf->region, "ec2", "DescribeSecurityGroups");
            if (gap == WIT_NO_GAP)
                gap = wit_gap_add(r, WIT_GAP_DANGLING, itf->account, itf->region, itf->filter_ids[i],
                                  wit_fmt(r->arena, "security group %s is not in evidence", itf->filter_ids[i]), "");
            found(context, gap, "security-group", itf->filter_ids[i]);
        }
        for (size_t k = 0; f != NULL && k < f->n_rules; k++) {
            if (wit_set_meets(r, doubt, ports_of(r, &f->rules[k])))
                gaps_of_rule(r, step, f, &f->rules[k], "security-group", found, context);
        }
    }
}
