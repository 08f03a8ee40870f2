/* pathmap/diff_cause.c: which rule made a path change: the changed rules of two maps, matched with the path's hops.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A rule is its object and its text, never its citation. Of the changed rules the one counts that stands nearest to the
 * path: cited by one of its hops; else of an object on its way, with ports in common; else of an object on its way.
 * Where no rule changed, what else differs is told: the declaration, the endpoints, a gap.
 */
#include <string.h>

#include "pathmap/diff_inside.h"

static int compare(const struct wit_map_rule *x, const struct wit_map_rule *y)
{
    int order = strcmp(x->kind, y->kind);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->text, y->text);
}

/* The ports that a rule's text names: "ingress 90 deny tcp/8083, udp/53 from …". Routes: all. */
static struct wit_pset ports_of(struct wit_arena *arena, const struct wit_map_rule *rule)
{
    struct wit_pset set = wit_pset_none(), one;
    if (strcmp(rule->kind, "route-table") == 0)
        return wit_pset_all();
    for (const char *at = rule->text; *at != '\0';) {
        size_t len = strcspn(at, " ,");
        const char *word = wit_strndup(arena, at, len);
        if (strcmp(word, "from") == 0 || strcmp(word, "to") == 0)
            break;
        if (strcmp(word, "all") == 0)
            return wit_pset_all();
        if (strchr(word, '/') != NULL && wit_ports_parse(&one, arena, word, NULL))
            set = wit_pset_union(arena, set, one);
        at += len + strspn(at + len, " ,");
    }
    return set;
}

void wit_causes_find(struct wit_causes *out, struct wit_arena *arena, const struct wit_map *older,
                     const struct wit_map *newer)
{
    size_t cap = 0, i = 0, k = 0;
    *out = (struct wit_causes){.arena = arena, .older = older, .newer = newer};
    while (i < older->n_rules || k < newer->n_rules) {
        int order = i == older->n_rules ? 1 : k == newer->n_rules ? -1 : compare(&older->rules[i], &newer->rules[k]);
        if (order == 0) {
            i++;
            k++;
            continue;
        }
        const struct wit_map_rule *rule = order < 0 ? &older->rules[i++] : &newer->rules[k++];
        WIT_PUSH(arena, out->changes, out->n, cap) = (struct wit_rule_change){rule, order > 0, ports_of(arena, rule)};
    }
}

static void name(struct wit_change *change, const struct wit_causes *causes, const struct wit_rule_change *c)
{
    const struct wit_map_rule *rule = c->rule;
    change->cause =
        wit_fmt(causes->arena, "%s %s%s%s%s: %s %s", rule->kind, rule->id, rule->name[0] == '\0' ? "" : " (",
                rule->name, rule->name[0] == '\0' ? "" : ")", rule->text, c->added ? "added" : "removed");
    change->cause_evidence = rule->evidence;
}

/* How near a changed rule stands to the hops of one map. `own`: the rule is of that map. A route of one's own map that
 * the way does not take has nothing to do with it; one of the other map may have been the better way. */
static int near_hops(const struct wit_rule_change *c, const struct wit_path *p, bool own, struct wit_pset ports)
{
    bool route = strcmp(c->rule->kind, "route-table") == 0;
    int best = 0;
    for (size_t i = 0; p != NULL && i < p->permitted.n_hops; i++) {
        const struct wit_hop *h = &p->permitted.hops[i];
        if (strcmp(h->id, c->rule->id) != 0)
            continue;
        bool cited = own && h->evidence[0] != '\0' && strcmp(h->evidence, c->rule->evidence) == 0;
        bool taken = !own || strcmp(h->rule, c->rule->rule) == 0;
        bool speaks = ports.n == 0 || wit_pset_meets(c->ports, ports);
        int score = cited ? 3 : route ? (taken ? (own ? 2 : 1) : 0) : speaks ? 2 : 0;
        best = score > best ? score : best;
    }
    return best;
}

/* Endpoints that came to a subnet, or left it: what the other map has of that end. */
static const char *moved(const struct wit_causes *causes, const struct wit_map *other, const struct wit_scope *end,
                         const char *did)
{
    const struct wit_map_subnet *subnet = NULL;
    if (strcmp(end->kind, "subnet") != 0 || end->role[0] == '\0' || other->n_subnets == 0)
        return "";
    for (size_t i = 0; i < other->n_subnets && subnet == NULL; i++)
        if (strcmp(other->subnets[i].id, end->id) == 0)
            subnet = &other->subnets[i];
    for (size_t i = 0; subnet != NULL && i < subnet->n_roles; i++)
        if (strcmp(subnet->roles[i], end->role) == 0)
            return "";
    return wit_fmt(causes->arena, "endpoints of role %s %s %s", end->role, did,
                   end->name[0] == '\0' ? end->id : end->name);
}

/* Ways that end with new or lost machines rather than rules. */
static const char *other_cause(const struct wit_causes *causes, const struct wit_path *before,
                               const struct wit_path *after)
{
    struct wit_arena *arena = causes->arena;
    const struct wit_path *only = before == NULL ? after : after == NULL ? before : NULL;
    if (only != NULL) {
        const struct wit_map *other = before == NULL ? causes->older : causes->newer;
        const char *did = before == NULL ? "came to" : "left";
        const char *text = moved(causes, other, &only->from, did);
        text = text[0] != '\0' ? text : moved(causes, other, &only->to, did);
        if (text[0] != '\0')
            return text;
    }
    if (before != NULL && after != NULL && before->declared.verdict != after->declared.verdict) {
        if (after->declared.verdict == WIT_EXPIRED)
            return wit_fmt(arena, "the declaration '%s' expired on %s", after->declared.intent,
                           after->declared.expires);
        return "the intent changed";
    }
    if (after != NULL && after->permitted.verdict == WIT_UNKNOWN && after->permitted.n_gaps > 0 &&
        (before == NULL || before->permitted.verdict != WIT_UNKNOWN))
        for (size_t i = 0; i < causes->newer->n_gaps; i++)
            if (strcmp(causes->newer->gaps[i].id, after->permitted.gaps[0]) == 0)
                return wit_fmt(arena, "missing evidence: %s", wit_gap_brief(arena, causes->newer->gaps[i].text));
    if (before != NULL && before->permitted.verdict == WIT_UNKNOWN && before->permitted.n_gaps > 0 &&
        (after == NULL || after->permitted.verdict != WIT_UNKNOWN))
        return "evidence that was missing is there";
    if (before != NULL && after != NULL &&
        (before->permitted.from_endpoints != after->permitted.from_endpoints ||
         before->permitted.to_endpoints != after->permitted.to_endpoints))
        return wit_fmt(
            arena, "endpoints: %llu to %llu before, %llu to %llu now",
            (unsigned long long)before->permitted.from_endpoints, (unsigned long long)before->permitted.to_endpoints,
            (unsigned long long)after->permitted.from_endpoints, (unsigned long long)after->permitted.to_endpoints);
    if (strcmp(causes->older->intent_sha256, causes->newer->intent_sha256) != 0)
        return "the intent changed";
    return "";
}

void wit_cause_of_path(struct wit_change *change, const struct wit_causes *causes, const struct wit_path *before,
                       const struct wit_path *after, struct wit_pset ports)
{
    const struct wit_rule_change *best = NULL;
    int best_score = 0;
    for (size_t i = 0; i < causes->n; i++) {
        const struct wit_rule_change *c = &causes->changes[i];
        int was = near_hops(c, before, !c->added, ports), is = near_hops(c, after, c->added, ports);
        int score = was > is ? was : is;
        if (score > best_score) {
            best_score = score;
            best = c;
        }
    }
    /* A declaration that came or went explains a declared verdict better than a rule beside the way. */
    bool declared = before != NULL && after != NULL && before->declared.verdict != after->declared.verdict &&
                    before->permitted.verdict == after->permitted.verdict && ports.n == 0;
    const char *came = before == NULL || after == NULL ? other_cause(causes, before, after) : "";
    if (best != NULL && !declared && (best_score == 3 || strncmp(came, "endpoints", 9) != 0))
        name(change, causes, best);
    else
        change->cause = other_cause(causes, before, after);
}

static int near_witnesses(const struct wit_rule_change *c, const struct wit_assertion *a, bool own)
{
    int best = 0;
    for (size_t i = 0; i < a->n_witnesses; i++) {
        const struct wit_witness *w = &a->witnesses[i];
        if (own && w->evidence[0] != '\0' && strcmp(w->evidence, c->rule->evidence) == 0)
            return 3;
        if (strstr(w->decider, c->rule->id) != NULL)
            best = 2;
    }
    return best;
}

void wit_cause_of_assertion(struct wit_change *change, const struct wit_causes *causes,
                            const struct wit_assertion *before, const struct wit_assertion *after)
{
    const struct wit_rule_change *best = NULL;
    int best_score = 0;
    for (size_t i = 0; i < causes->n; i++) {
        const struct wit_rule_change *c = &causes->changes[i];
        int was = near_witnesses(c, before, !c->added), is = near_witnesses(c, after, c->added);
        int score = was > is ? was : is;
        if (score > best_score) {
            best_score = score;
            best = c;
        }
    }
    if (after->proof == WIT_UNDECIDED) {
        for (size_t i = 0; i < causes->newer->n_gaps && after->n_gaps > 0; i++)
            if (strcmp(causes->newer->gaps[i].id, after->gaps[0]) == 0)
                change->cause = wit_fmt(causes->arena, "missing evidence: %s",
                                        wit_gap_brief(causes->arena, causes->newer->gaps[i].text));
    } else if (best != NULL) {
        name(change, causes, best);
    } else if (before->proof == WIT_UNDECIDED) {
        change->cause = "evidence that was missing is there";
    }
}
