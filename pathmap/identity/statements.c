/* pathmap/identity/statements.c: does a statement speak of a request: principal, action, resource, conditions.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal", "NotPrincipal", "Action", "Resource".
 */
#include <string.h>

#include "pathmap/identity/request.h"

/* "arn:aws:iam::111122223333:root" or "111122223333": the account, "" neither. */
static size_t account_of(const char **out, const char *text)
{
    const char *at = text;
    if (strncmp(text, "arn:", 4) == 0) {
        for (int i = 0; i < 4 && at != NULL; i++) {
            at = strchr(at, ':');
            at = at == NULL ? NULL : at + 1;
        }
        if (at == NULL || strspn(at, "0123456789") != 12 || strcmp(at + 12, ":root") != 0)
            return 0;
    } else if (strlen(text) != 12 || strspn(text, "0123456789") != 12) {
        return 0;
    }
    *out = at;
    return 12;
}

/* A session of the asker's role: "arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION". The role's path is not in it. */
static enum wit_match session_of(const struct wit_request *r, const char *text)
{
    const char *sts = strstr(text, ":sts::"), *name = strstr(text, ":assumed-role/");
    if (sts == NULL || name == NULL || r->who == WIT_ASKER_USER)
        return WIT_MATCH_NO;
    name += sizeof ":assumed-role/" - 1;
    size_t len = strcspn(name, "/");
    const char *own = strrchr(r->arn, '/');
    bool other_account = r->account[0] != '\0' && strncmp(sts + 6, r->account, strlen(r->account)) != 0;
    bool other_name = own != NULL && (strlen(own + 1) != len || strncmp(own + 1, name, len) != 0);
    return other_account || other_name ? WIT_MATCH_NO : WIT_MATCH_MAYBE; /* the session's name is not known */
}

/* *delegates: by its account only. */
static enum wit_match named(const struct wit_named_principal *p, const struct wit_request *r, bool *delegates)
{
    const char *account;
    *delegates = false;
    if (p->kind == WIT_NAMED_ANY)
        return WIT_MATCH_YES;
    if (r->who == WIT_ASKER_ANONYMOUS)
        return WIT_MATCH_NO;
    if (p->kind == WIT_NAMED_SERVICE)
        return r->who == WIT_ASKER_SOMEBODY ? WIT_MATCH_MAYBE : WIT_MATCH_NO;
    if (p->kind != WIT_NAMED_AWS)
        return WIT_MATCH_MAYBE; /* federated users, canonical ids of accounts: who that is, no answer tells */
    if (account_of(&account, p->text) != 0) {
        *delegates = true;
        if (r->account[0] == '\0')
            return WIT_MATCH_MAYBE;
        return strncmp(account, r->account, 12) == 0 ? WIT_MATCH_YES : WIT_MATCH_NO;
    }
    if (strpbrk(p->text, "*?") != NULL || wit_glob_has_variable(p->text))
        return WIT_MATCH_MAYBE;             /* the platform refuses those */
    if (strncmp(p->text, "arn:", 4) != 0) { /* what becomes of an ARN whose principal was deleted */
        if (r->unique_id[0] == '\0')
            return WIT_MATCH_MAYBE;
        return strcmp(p->text, r->unique_id) == 0 ? WIT_MATCH_YES : WIT_MATCH_NO;
    }
    if (r->arn[0] == '\0') {
        const char *other = strstr(p->text, "::");
        bool elsewhere = other != NULL && r->account[0] != '\0' && strncmp(other + 2, r->account, 12) != 0;
        return elsewhere ? WIT_MATCH_NO : WIT_MATCH_MAYBE;
    }
    return strcmp(p->text, r->arn) == 0 ? WIT_MATCH_YES : session_of(r, p->text);
}

static enum wit_match lower_of(enum wit_match a, enum wit_match b)
{
    return a < b ? a : b;
}

/* "When you use NotPrincipal you must also specify the account, and for a role its session": what happens to a role
 * whose own ARN, or account alone, is listed is not relied on. */
static enum wit_match principal_matches(const struct wit_statement *s, const struct wit_request *r,
                                        enum wit_match *direct)
{
    enum wit_match best = WIT_MATCH_NO;
    *direct = WIT_MATCH_YES;
    if (!s->names_principals)
        return WIT_MATCH_YES;
    *direct = WIT_MATCH_NO;
    for (size_t i = 0; i < s->n_principals; i++) {
        bool by_account;
        enum wit_match one = named(&s->principals[i], r, &by_account);
        best = one > best ? one : best;
        if (!by_account && one > *direct)
            *direct = one;
    }
    if (!s->not_principal)
        return best;
    bool everybody = s->n_principals == 1 && s->principals[0].kind == WIT_NAMED_ANY;
    *direct = everybody                                              ? WIT_MATCH_NO
              : best == WIT_MATCH_NO && s->may_deny && !s->may_allow ? WIT_MATCH_YES
                                                                     : WIT_MATCH_MAYBE;
    return *direct;
}

static enum wit_match action_matches(const struct wit_statement *s, const struct wit_request *r)
{
    bool listed = false;
    for (size_t i = 0; i < s->n_actions; i++)
        listed = listed || wit_glob_covers(s->actions[i], r->action, true);
    return listed != s->not_action ? WIT_MATCH_YES : WIT_MATCH_NO;
}

static enum wit_match resource_matches(const struct wit_statement *s, const struct wit_request *r)
{
    enum wit_match best = WIT_MATCH_NO;
    for (size_t i = 0; i < s->n_resources && best != WIT_MATCH_YES; i++) {
        if (wit_glob_covers(s->resources[i], r->resource, false))
            best = WIT_MATCH_YES;
        else if (wit_glob_meets(s->resources[i], r->resource))
            best = WIT_MATCH_MAYBE;
    }
    return s->not_resource ? wit_match_not(best) : best;
}

static enum wit_match doubtful(struct wit_doubt *doubt, const char *part, const struct wit_condition *c)
{
    if (doubt != NULL && doubt->part == NULL)
        *doubt = (struct wit_doubt){c, part};
    return WIT_MATCH_MAYBE;
}

enum wit_match wit_statement_matches(const struct wit_statement *s, const struct wit_request *r,
                                     struct wit_doubt *doubt, enum wit_match *direct)
{
    struct wit_doubt found = {NULL, NULL};
    enum wit_match by_name, rest = WIT_MATCH_YES;
    if (direct != NULL)
        *direct = s->unread ? WIT_MATCH_MAYBE : WIT_MATCH_NO;
    if (s->unread)
        return doubtful(doubt, "statement", NULL);
    enum wit_match principal = principal_matches(s, r, &by_name), resource = resource_matches(s, r);
    if (action_matches(s, r) == WIT_MATCH_NO || principal == WIT_MATCH_NO || resource == WIT_MATCH_NO)
        return WIT_MATCH_NO;
    if (principal == WIT_MATCH_MAYBE)
        doubtful(&found, "Principal", NULL);
    if (resource == WIT_MATCH_MAYBE)
        rest = doubtful(&found, "Resource", NULL);
    for (size_t i = 0; i < s->n_conditions; i++) {
        enum wit_match one = wit_condition_holds(&s->conditions[i], r);
        if (one == WIT_MATCH_NO)
            return WIT_MATCH_NO;
        if (one == WIT_MATCH_MAYBE)
            rest = doubtful(&found, "Condition", &s->conditions[i]);
    }
    if (direct != NULL)
        *direct = lower_of(rest, by_name);
    if (lower_of(rest, principal) == WIT_MATCH_MAYBE && doubt != NULL && doubt->part == NULL)
        *doubt = found;
    return lower_of(rest, principal);
}
