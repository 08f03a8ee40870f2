/* pathmap/diff_cause.c: which rule made a path change: the changed rules of two maps, matched with the path's hops.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A rule is its object and its text, never its citation. Of the changed rules the one counts that stands nearest to the
 * path: cited by one of its hops; else of an object on its way, with ports in common; else of an object on its way.
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

/* The first word of a rule's text: "ingress", "egress"; a number counts once a direction. */
static bool same_word(const char *x, const char *y)
{
    size_t n = strcspn(x, " ");
    return n == strcspn(y, " ") && strncmp(x, y, n) == 0;
}

/* A rule that is gone and one that is new are one change when object and number (or destination) are the same. */
static void find_others(struct wit_causes *out)
{
    for (size_t i = 0; i < out->n; i++) {
        struct wit_rule_change *x = &out->changes[i];
        size_t found = 0;
        for (size_t k = (size_t)(uintptr_t)wit_strmap_get(out->by_object, x->rule->id); k != 0;
             k = out->changes[k - 1].next) {
            const struct wit_rule_change *y = &out->changes[k - 1];
            bool pair = y->added != x->added && x->rule->rule[0] != '\0' && strcmp(x->rule->kind, y->rule->kind) == 0 &&
                        strcmp(x->rule->rule, y->rule->rule) == 0 &&
                        (strcmp(x->rule->kind, "network-acl") != 0 || same_word(x->rule->text, y->rule->text));
            if (pair && ++found == 1)
                x->other = y->rule;
        }
        if (found > 1) /* several of one number: nobody can tell which became which */
            x->other = NULL;
    }
}

static struct wit_strmap *index_of(struct wit_arena *arena, const void *first, size_t n, size_t size_bytes)
{
    struct wit_strmap *map = wit_strmap_new(arena);
    for (size_t i = 0; i < n; i++) {
        const char *row = (const char *)first + i * size_bytes;
        wit_strmap_put(map, *(const char *const *)(const void *)row, (void *)(uintptr_t)row);
    }
    return map;
}

void wit_causes_find(struct wit_causes *out, struct wit_arena *arena, const struct wit_map *older,
                     const struct wit_map *newer)
{
    size_t cap = 0, i = 0, k = 0;
    *out = (struct wit_causes){.arena = arena, .older = older, .newer = newer, .by_object = wit_strmap_new(arena)};
    while (i < older->n_rules || k < newer->n_rules) {
        int order = i == older->n_rules ? 1 : k == newer->n_rules ? -1 : compare(&older->rules[i], &newer->rules[k]);
        if (order == 0) {
            i++;
            k++;
            continue;
        }
        const struct wit_map_rule *rule = order < 0 ? &older->rules[i++] : &newer->rules[k++];
        WIT_PUSH(arena, out->changes, out->n, cap) =
            (struct wit_rule_change){rule, NULL, order > 0, ports_of(arena, rule), 0};
    }
    for (size_t at = out->n; at-- > 0;) { /* so that each chain is in the order of the list */
        struct wit_rule_change *c = &out->changes[at];
        c->next = (size_t)(uintptr_t)wit_strmap_get(out->by_object, c->rule->id);
        wit_strmap_set(out->by_object, c->rule->id, (void *)(uintptr_t)(at + 1));
    }
    find_others(out);
    /* The first member of each of these structs is its id. */
    out->older_roles = index_of(arena, older->roles, older->n_roles, sizeof *older->roles);
    out->newer_roles = index_of(arena, newer->roles, newer->n_roles, sizeof *newer->roles);
    out->older_subnets = index_of(arena, older->subnets, older->n_subnets, sizeof *older->subnets);
    out->newer_subnets = index_of(arena, newer->subnets, newer->n_subnets, sizeof *newer->subnets);
    out->newer_gaps = index_of(arena, newer->gaps, newer->n_gaps, sizeof *newer->gaps);
}

static void name(struct wit_change *change, const struct wit_causes *causes, const struct wit_rule_change *c)
{
    const struct wit_map_rule *rule = c->rule;
    const char *what = wit_fmt(causes->arena, "%s %s%s%s%s", rule->kind, rule->id, rule->name[0] == '\0' ? "" : " (",
                               rule->name, rule->name[0] == '\0' ? "" : ")");
    if (c->other != NULL)
        change->cause = wit_fmt(causes->arena, "%s: %s => %s", what, c->added ? c->other->text : rule->text,
                                c->added ? rule->text : c->other->text);
    else
        change->cause = wit_fmt(causes->arena, "%s: %s %s", what, rule->text, c->added ? "added" : "removed");
    change->cause_evidence = c->other != NULL && !c->added ? c->other->evidence : rule->evidence;
    wit_cause_who(change, causes, c);
}

/* How near a changed rule stands to a hop of one map. `own`: the rule is of that map. A route of one's own map that the
 * way does not take has nothing to do with it; one of the other map may have been the better way. */
static int near_hop(const struct wit_rule_change *c, const struct wit_hop *h, bool own, struct wit_pset ports)
{
    bool route = strcmp(c->rule->kind, "route-table") == 0;
    bool cited = own && h->evidence[0] != '\0' && strcmp(h->evidence, c->rule->evidence) == 0;
    bool taken = !own || strcmp(h->rule, c->rule->rule) == 0;
    bool speaks = ports.n == 0 || wit_pset_meets(c->ports, ports);
    return cited ? 3 : route ? (taken ? (own ? 2 : 1) : 0) : speaks ? 2 : 0;
}

/* The nearest changed rule to the hops of `p`, of equally near ones the first; better than *score, or *best stays. */
static void nearest(const struct wit_rule_change **best, int *score, const struct wit_causes *causes,
                    const struct wit_path *p, bool newer, struct wit_pset ports)
{
    for (size_t i = 0; p != NULL && i < p->permitted.n_hops; i++) {
        const struct wit_hop *h = &p->permitted.hops[i];
        for (size_t k = (size_t)(uintptr_t)wit_strmap_get(causes->by_object, h->id); k != 0;
             k = causes->changes[k - 1].next) {
            const struct wit_rule_change *c = &causes->changes[k - 1];
            int is = near_hop(c, h, c->added == newer, ports);
            if (is > *score || (is == *score && is > 0 && c < *best)) {
                *score = is;
                *best = c;
            }
        }
    }
}

void wit_cause_of_path(struct wit_change *change, const struct wit_causes *causes, const struct wit_path *before,
                       const struct wit_path *after, struct wit_pset ports)
{
    const struct wit_rule_change *best = NULL;
    int score = 0;
    nearest(&best, &score, causes, before, false, ports);
    nearest(&best, &score, causes, after, true, ports);
    /* A declaration that came or went explains a declared verdict better than a rule beside the way. */
    bool declared = before != NULL && after != NULL && before->declared.verdict != after->declared.verdict &&
                    before->permitted.verdict == after->permitted.verdict && ports.n == 0;
    const char *came = before == NULL || after == NULL ? wit_cause_without_rule(causes, before, after) : "";
    if (best != NULL && !declared && (score == 3 || strncmp(came, "endpoints", 9) != 0))
        name(change, causes, best);
    else
        change->cause = wit_cause_without_rule(causes, before, after);
}

void wit_cause_of_listener(struct wit_change *change, const struct wit_causes *causes, const struct wit_path *before,
                           const struct wit_path *after)
{
    const char *was = before->service.listener, *is = after->service.listener;
    for (size_t i = 0; i < causes->n; i++) {
        const struct wit_rule_change *c = &causes->changes[i];
        if (strcmp(c->rule->kind, "kafka-listener") != 0)
            continue;
        const char *listener = c->added ? is : was;
        if (listener[0] != '\0' && (strcmp(c->rule->rule, listener) == 0 || strstr(c->rule->text, listener) != NULL)) {
            name(change, causes, c);
            return;
        }
    }
    change->cause = strcmp(causes->older->intent_sha256, causes->newer->intent_sha256) != 0 ? "the intent changed" : "";
}

void wit_cause_of_evidence(struct wit_change *change, const struct wit_causes *causes, const char *const *evidence,
                           size_t n, bool newer)
{
    for (size_t k = 0; k < causes->n; k++) {
        const struct wit_rule_change *c = &causes->changes[k];
        for (size_t i = 0; i < n && c->added == newer; i++)
            if (evidence[i][0] != '\0' && strcmp(c->rule->evidence, evidence[i]) == 0) {
                name(change, causes, c);
                return;
            }
    }
    if (newer && n > 0)
        change->cause_evidence = evidence[0];
}

/* A witness that is surely open says more than one that is half open. */
static int near_witnesses(const struct wit_rule_change *c, const struct wit_assertion *a, bool own)
{
    int best = 0;
    for (size_t i = 0; i < a->n_witnesses && best < 5; i++) {
        const struct wit_witness *w = &a->witnesses[i];
        int score = 0;
        if (own && w->evidence[0] != '\0' && strcmp(w->evidence, c->rule->evidence) == 0)
            score = w->verdict == WIT_REACHABLE ? 5 : w->verdict == WIT_PARTIAL ? 4 : 3;
        else if (strstr(w->decider, c->rule->id) != NULL)
            score = 2;
        best = score > best ? score : best;
    }
    return best;
}

/* The first gap that leaves a statement open, when the older map did not have it: "" otherwise. */
static const char *new_gap(const struct wit_causes *causes, const struct wit_assertion *after, bool *is_new)
{
    const struct wit_map_gap *gap = after->n_gaps > 0 ? wit_strmap_get(causes->newer_gaps, after->gaps[0]) : NULL;
    *is_new = gap != NULL;
    if (gap == NULL)
        return "";
    for (size_t i = 0; i < causes->older->n_gaps && *is_new; i++) {
        const struct wit_map_gap *old = &causes->older->gaps[i];
        *is_new = strcmp(old->operation, gap->operation) != 0 || strcmp(old->resource, gap->resource) != 0 ||
                  strcmp(old->account, gap->account) != 0 || strcmp(old->region, gap->region) != 0;
    }
    return wit_fmt(causes->arena, "missing evidence: %s", wit_gap_brief(causes->arena, gap->text));
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
    bool is_new = false;
    const char *gap = after->proof == WIT_UNDECIDED ? new_gap(causes, after, &is_new) : "";
    if (gap[0] != '\0' && (is_new || best == NULL))
        change->cause = gap;
    else if (best != NULL)
        name(change, causes, best);
    else if (before->proof == WIT_UNDECIDED)
        change->cause = "evidence that was missing is there";
}
