/* pathmap/diff_why.c: why a path changed where no rule did: members of roles, declarations, evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/diff_inside.h"

/* Endpoints that came to a subnet, or left it: what the other map has of that end. */
static const char *moved(const struct wit_causes *causes, const struct wit_strmap *other, bool any,
                         const struct wit_scope *end, const char *did)
{
    if (strcmp(end->kind, "subnet") != 0 || end->role[0] == '\0' || !any)
        return "";
    const struct wit_map_subnet *subnet = wit_strmap_get(other, end->id);
    for (size_t i = 0; subnet != NULL && i < subnet->n_roles; i++)
        if (strcmp(subnet->roles[i], end->role) == 0)
            return "";
    return wit_fmt(causes->arena, "endpoints of role %s %s %s", end->role, did,
                   end->name[0] == '\0' ? end->id : end->name);
}

/* Those of `list` that are not in `other`: both sorted; at most a few by name. */
static const char *those(struct wit_arena *arena, const struct wit_map_role *list, const struct wit_map_role *other,
                         const char *did)
{
    enum { NAMED = 5 };
    const char *text = "";
    size_t n = 0, k = 0;
    for (size_t i = 0; i < list->n_members; i++) {
        while (k < other->n_members && strcmp(other->members[k], list->members[i]) < 0)
            k++;
        if (k < other->n_members && strcmp(other->members[k], list->members[i]) == 0)
            continue;
        if (n++ < NAMED)
            text = wit_fmt(arena, "%s%s%s", text, n > 1 ? ", " : "", list->members[i]);
    }
    if (n == 0)
        return "";
    return n > NAMED ? wit_fmt(arena, "%s and %zu more %s", text, n - NAMED, did) : wit_fmt(arena, "%s %s", text, did);
}

/* "role apps: eni-0b7 came, eni-0a1 left"; "" when its members are the same or nobody knows them all. */
static const char *membership(const struct wit_causes *causes, const char *role)
{
    const struct wit_map_role *was = wit_strmap_get(causes->older_roles, role);
    const struct wit_map_role *is = wit_strmap_get(causes->newer_roles, role);
    enum { KEPT = 1000 }; /* a list of that length is cut */
    if (was == NULL || is == NULL || was->n_members >= KEPT || is->n_members >= KEPT)
        return "";
    const char *came = those(causes->arena, is, was, "came"), *left = those(causes->arena, was, is, "left");
    if (came[0] == '\0' && left[0] == '\0')
        return "";
    return wit_fmt(causes->arena, "role %s: %s%s%s", role, came, came[0] != '\0' && left[0] != '\0' ? ", " : "", left);
}

static const char *counted(const struct wit_causes *causes, const struct wit_path *before, const struct wit_path *after)
{
    const char *from = membership(causes, after->from.role), *to = membership(causes, after->to.role);
    return wit_fmt(
        causes->arena, "endpoints: %llu to %llu before, %llu to %llu now%s%s%s%s",
        (unsigned long long)before->permitted.from_endpoints, (unsigned long long)before->permitted.to_endpoints,
        (unsigned long long)after->permitted.from_endpoints, (unsigned long long)after->permitted.to_endpoints,
        from[0] != '\0' ? "; " : "", from, to[0] != '\0' ? "; " : "", to);
}

/* Ways that end with new or lost machines rather than rules. */
const char *wit_cause_without_rule(const struct wit_causes *causes, const struct wit_path *before,
                                   const struct wit_path *after)
{
    struct wit_arena *arena = causes->arena;
    const struct wit_path *only = before == NULL ? after : after == NULL ? before : NULL;
    if (only != NULL) {
        const struct wit_strmap *other = before == NULL ? causes->older_subnets : causes->newer_subnets;
        bool any = (before == NULL ? causes->older : causes->newer)->n_subnets > 0;
        const char *did = before == NULL ? "came to" : "left";
        const char *text = moved(causes, other, any, &only->from, did);
        text = text[0] != '\0' ? text : moved(causes, other, any, &only->to, did);
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
        (before == NULL || before->permitted.verdict != WIT_UNKNOWN)) {
        const struct wit_map_gap *gap = wit_strmap_get(causes->newer_gaps, after->permitted.gaps[0]);
        if (gap != NULL)
            return wit_fmt(arena, "missing evidence: %s", wit_gap_brief(arena, gap->text));
    }
    if (before != NULL && before->permitted.verdict == WIT_UNKNOWN && before->permitted.n_gaps > 0 &&
        (after == NULL || after->permitted.verdict != WIT_UNKNOWN))
        return "evidence that was missing is there";
    if (before != NULL && after != NULL &&
        (before->permitted.from_endpoints != after->permitted.from_endpoints ||
         before->permitted.to_endpoints != after->permitted.to_endpoints))
        return counted(causes, before, after);
    const struct wit_path *one = before != NULL ? before : after;
    const char *who = one != NULL ? membership(causes, one->from.role) : "";
    if (one != NULL && who[0] == '\0')
        who = membership(causes, one->to.role);
    if (who[0] != '\0')
        return who;
    if (strcmp(causes->older->intent_sha256, causes->newer->intent_sha256) != 0)
        return "the intent changed";
    return "";
}
