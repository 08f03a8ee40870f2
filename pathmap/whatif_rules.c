/* pathmap/whatif_rules.c: thought changes of security group rules and of network ACL entries.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/whatif_inside.h"

/* "10.0.0.0/8", "sg-…", "pl-…" */
static bool read_peer(const struct wit_whatif_state *s, struct wit_rule *rule, bool acl)
{
    const char *text = s->change->peer;
    bool host_bits = false;
    rule->peer_id = rule->peer_account = rule->peer_network = "";
    rule->list_gap = WIT_NO_GAP;
    if (strncmp(text, "sg-", 3) == 0 && !acl) {
        rule->peer = WIT_PEER_GROUP;
        rule->peer_id = text;
        rule->group = wit_whatif_filter(s, text, WIT_ALLOW_UNION);
        return rule->group != NULL;
    }
    if (strncmp(text, "pl-", 3) == 0 && !acl) {
        rule->peer = WIT_PEER_LIST;
        rule->peer_id = text;
        rule->list = wit_estate_prefix_list(s->estate, text);
        return rule->list != NULL || wit_whatif_bad(s, "there is no prefix list '%.80s' in the evidence", text);
    }
    rule->peer = WIT_PEER_PREFIX;
    if (!wit_prefix_parse(&rule->prefix, &host_bits, text, NULL))
        return wit_whatif_bad(s, "'%.80s' is no peer: there are prefixes (10.0.0.0/8)%s", text,
                              acl ? "" : ", groups (sg-…) and prefix lists (pl-…)");
    if (host_bits)
        return wit_whatif_bad(s, "'%.80s' has bits behind its length", text);
    return true;
}

static bool same_rule(const struct wit_rule *a, const struct wit_rule *b)
{
    return a->egress == b->egress && a->peer == b->peer && a->gap == WIT_NO_GAP && wit_pset_equal(a->ports, b->ports) &&
           strcmp(a->peer_id, b->peer_id) == 0 &&
           (a->peer != WIT_PEER_PREFIX || wit_prefix_cmp(a->prefix, b->prefix) == 0);
}

/* The rules without `without` (NULL: all) and with `with` (NULL: none) before the first that comes behind it. */
static void replace(struct wit_whatif_state *s, struct wit_filter *f, const struct wit_rule *without,
                    const struct wit_rule *with)
{
    struct wit_rule *rules = WIT_NEW_ARRAY(s->arena, struct wit_rule, f->n_rules + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->n_rules; i++) {
        const struct wit_rule *rule = &f->rules[i];
        bool behind = with != NULL && (rule->egress != with->egress ? rule->egress : rule->number > with->number);
        if (behind) {
            rules[n++] = *with;
            with = NULL;
        }
        if (rule != without)
            rules[n++] = *rule;
    }
    if (with != NULL)
        rules[n++] = *with;
    f->rules = rules;
    f->n_rules = n;
    wit_whatif_touch_filter(s, f);
}

static bool new_rule(const struct wit_whatif_state *s, struct wit_rule *rule, bool acl)
{
    *rule = (struct wit_rule){.egress = s->change->egress,
                              .allow = true,
                              .ports = s->change->ports,
                              .id = "",
                              .gap = WIT_NO_GAP,
                              .cite = wit_whatif_cite(s)};
    return read_peer(s, rule, acl);
}

bool wit_whatif_add_rule(struct wit_whatif_state *s)
{
    struct wit_filter *f = wit_whatif_filter(s, s->change->object, WIT_ALLOW_UNION);
    struct wit_rule rule;
    if (f == NULL || !new_rule(s, &rule, false))
        return false;
    for (size_t i = 0; i < f->n_rules; i++) {
        if (same_rule(&f->rules[i], &rule))
            return wit_whatif_bad(s, "%s has this rule already", f->id);
        if (f->rules[i].egress == rule.egress && f->rules[i].number >= rule.number)
            rule.number = f->rules[i].number + 1;
    }
    replace(s, f, NULL, &rule);
    return true;
}

static bool remove_by_id(struct wit_whatif_state *s)
{
    for (size_t i = 0; i < s->estate->n_filters; i++) {
        const struct wit_filter *f = &s->estate->filters[i];
        for (size_t k = 0; f->mode == WIT_ALLOW_UNION && k < f->n_rules; k++) {
            if (strcmp(f->rules[k].id, s->change->other) == 0) {
                replace(s, (struct wit_filter *)(uintptr_t)f, &f->rules[k], NULL);
                return true;
            }
        }
    }
    return wit_whatif_bad(s, "there is no rule '%.80s' in the evidence", s->change->other);
}

bool wit_whatif_remove_rule(struct wit_whatif_state *s)
{
    struct wit_rule rule;
    if (s->change->other[0] != '\0')
        return remove_by_id(s);
    struct wit_filter *f = wit_whatif_filter(s, s->change->object, WIT_ALLOW_UNION);
    if (f == NULL || !new_rule(s, &rule, false))
        return false;
    for (size_t i = 0; i < f->n_rules; i++) {
        if (same_rule(&f->rules[i], &rule)) {
            replace(s, f, &f->rules[i], NULL);
            return true;
        }
    }
    return wit_whatif_bad(s, "%s has no such rule (one with exactly these ports and this peer)", f->id);
}

/* The entry of that number and direction, NULL none. */
static const struct wit_rule *entry_of(const struct wit_whatif_state *s, const struct wit_filter *f)
{
    for (size_t i = 0; i < f->n_rules; i++) {
        if (f->rules[i].egress == s->change->egress && f->rules[i].number == s->change->number)
            return &f->rules[i];
    }
    return NULL;
}

bool wit_whatif_set_entry(struct wit_whatif_state *s)
{
    struct wit_filter *f = wit_whatif_filter(s, s->change->object, WIT_FIRST_MATCH);
    struct wit_rule rule;
    if (f == NULL || !new_rule(s, &rule, true))
        return false;
    rule.number = s->change->number;
    rule.allow = s->change->allow;
    replace(s, f, entry_of(s, f), &rule);
    return true;
}

bool wit_whatif_remove_entry(struct wit_whatif_state *s)
{
    struct wit_filter *f = wit_whatif_filter(s, s->change->object, WIT_FIRST_MATCH);
    const struct wit_rule *entry = f == NULL ? NULL : entry_of(s, f);
    if (f == NULL)
        return false;
    if (entry == NULL)
        return wit_whatif_bad(s, "%s has no %s entry %u", f->id, s->change->egress ? "egress" : "ingress",
                              s->change->number);
    replace(s, f, entry, NULL);
    return true;
}
