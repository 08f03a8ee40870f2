/* pathmap/diff_who.c: who changed a rule and when, by the events in the evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An event counts when it is not before the first record of the older evidence and names the rule or its object. Events
 * that name the rule itself go before those that name the object; those whose action fits (what came was made, what
 * left was taken away) before others. The latest of them is told; were there several people, all are named: an event
 * that names the object only may have been another change.
 */
#include <string.h>

#include "pathmap/diff_inside.h"

static const char *const MAKES[] = {"Authorize", "Create", "Put",    "Attach", "Associate", "Replace",
                                    "Modify",    "Update", "Enable", "Accept", "Run",       "Set"};
static const char *const TAKES[] = {"Revoke", "Delete", "Detach", "Disassociate", "Replace",
                                    "Modify", "Update", "Put",    "Disable",      "Set"};

static bool fits(const struct wit_map_event *e, const struct wit_rule_change *cause)
{
    const char *const *verbs = cause->added ? MAKES : TAKES;
    size_t n = cause->added ? sizeof MAKES / sizeof *MAKES : sizeof TAKES / sizeof *TAKES;
    for (size_t i = 0; i < n; i++)
        if (strncmp(e->action, verbs[i], strlen(verbs[i])) == 0)
            return true;
    return false;
}

static bool names(const struct wit_map_event *e, const char *id)
{
    for (size_t i = 0; i < e->n_resources && id[0] != '\0'; i++)
        if (strcmp(e->resources[i], id) == 0)
            return true;
    return false;
}

/* 0: has nothing to do with it. */
static int weight(const struct wit_map_event *e, const struct wit_rule_change *cause)
{
    bool object = names(e, cause->rule->id);
    /* Numbers and destinations are no ids: "100" and "0.0.0.0/0" are of many. */
    bool rule = strncmp(cause->rule->rule, "sgr-", 4) == 0 && names(e, cause->rule->rule);
    if (!object && !rule)
        return 0;
    return (rule ? 3 : 1) + fits(e, cause);
}

/* Times of a map are RFC 3339 in UTC, some with parts of a second: compared to the second. */
static int by_time(const char *x, const char *y)
{
    return strncmp(x, y, 19);
}

void wit_cause_who(struct wit_change *change, const struct wit_causes *causes, const struct wit_rule_change *cause)
{
    enum { PEOPLE = 3 };
    const struct wit_map *newer = causes->newer;
    int best = 0;
    for (size_t i = 0; i < newer->n_events; i++) {
        const struct wit_map_event *e = &newer->events[i];
        bool between = by_time(e->time, causes->older->collected_first) >= 0;
        int w = between ? weight(e, cause) : 0;
        best = w > best ? w : best;
    }
    const char *people[PEOPLE] = {NULL};
    size_t n = 0;
    for (size_t i = newer->n_events; best > 0 && i-- > 0;) {
        const struct wit_map_event *e = &newer->events[i];
        if (by_time(e->time, causes->older->collected_first) < 0 || weight(e, cause) != best)
            continue;
        bool known = false;
        for (size_t k = 0; k < n && k < PEOPLE; k++)
            known = known || strcmp(people[k], e->who) == 0;
        if (known)
            continue;
        if (n == 0)
            change->when = e->time;
        if (n < PEOPLE)
            people[n] = e->who;
        n++;
    }
    for (size_t k = 0; k < n && k < PEOPLE; k++)
        change->who = wit_fmt(causes->arena, "%s%s%s", change->who, k > 0 ? ", or " : "", people[k]);
    if (n > PEOPLE)
        change->who = wit_fmt(causes->arena, "%s, or %zu others", change->who, n - PEOPLE);
}
