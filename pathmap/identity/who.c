/* pathmap/identity/who.c: who else a bucket lets in, whether it is confined to endpoints, and policies that say
 * nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: 1.13.2, 1.13.3.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pathmap/identity/inside.h"

struct found {
    struct wit_identity *id;
    const struct wit_bucket *bucket;
    enum wit_s3_action action;
    const struct wit_way *way;
    struct wit_identity_other *items;
    size_t n, cap;
};

static bool ask(struct found *f, const struct wit_asker *asker)
{
    struct wit_identity_other one = {.asker = *asker, .text = wit_asker_text(f->id->arena, asker)};
    wit_identity_ask(&one.answer, f->id, asker, f->bucket, f->action, f->way);
    if (one.answer.verdict != WIT_ISOLATED)
        WIT_PUSH(f->id->arena, f->items, f->n, f->cap) = one;
    return one.answer.verdict == WIT_REACHABLE;
}

/* The account in an ARN, or the text when it is an account id; "" neither. */
static const char *account_in(struct wit_arena *arena, const char *text)
{
    const char *at = text;
    if (strncmp(text, "arn:", 4) == 0) {
        for (int i = 0; i < 4 && at != NULL; i++) {
            at = strchr(at, ':');
            at = at == NULL ? NULL : at + 1;
        }
    }
    return at != NULL && strspn(at, "0123456789") == 12 && (at[12] == '\0' || at[12] == ':')
               ? wit_strndup(arena, at, 12)
               : "";
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Those whom the bucket's policy names and whom nobody described. */
static void ask_named(struct found *f, const struct wit_question *q)
{
    const char **names = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < q->bucket_policy.n; i++) {
        const struct wit_policy *policy = &q->bucket_policy.items[i]->policy;
        for (size_t k = 0; k < policy->n; k++) {
            const struct wit_statement *s = &policy->statements[k];
            for (size_t p = 0; p < s->n_principals && s->may_allow && !s->not_principal; p++) {
                if (s->principals[p].kind == WIT_NAMED_AWS)
                    WIT_PUSH(f->id->arena, names, n, cap) = s->principals[p].text;
            }
        }
    }
    if (n > 1)
        qsort(names, n, sizeof *names, by_text);
    for (size_t i = 0; i < n; i++) {
        const char *account = account_in(f->id->arena, names[i]);
        bool again = i > 0 && strcmp(names[i], names[i - 1]) == 0;
        if (again || account[0] == '\0' || wit_strmap_get(f->id->principals, names[i]) != NULL)
            continue;
        size_t len = strlen(names[i]);
        bool root = len == 12 || (len > 5 && strcmp(names[i] + len - 5, ":root") == 0);
        if (root && strcmp(account, f->bucket->account) == 0)
            continue; /* its own account: those who are in evidence speak for it */
        struct wit_asker asker = {.kind = WIT_BY_FOREIGN, .arn = names[i], .account = account, .gap = WIT_NO_GAP};
        ask(f, &asker);
    }
}

size_t wit_identity_who(const struct wit_identity_other **out, struct wit_identity *id, const struct wit_bucket *bucket,
                        enum wit_s3_action action, const struct wit_way *way)
{
    struct found f = {.id = id, .bucket = bucket, .action = action, .way = way};
    struct wit_asker asker = {.kind = WIT_BY_ANYONE, .gap = WIT_NO_GAP};
    bool public = ask(&f, &asker);
    asker.kind = WIT_BY_STRANGER;
    public = ask(&f, &asker) || public;
    if (!public) {
        struct wit_question q;
        wit_question_prepare(&q, id, &asker, bucket, action, way);
        ask_named(&f, &q);
    }
    for (size_t i = 0; i < id->estate->n_principals; i++) {
        asker =
            (struct wit_asker){.kind = WIT_BY_PRINCIPAL, .principal = &id->estate->principals[i], .gap = WIT_NO_GAP};
        ask(&f, &asker);
    }
    *out = f.items;
    return f.n;
}

/* Deny … StringNotEquals aws:SourceVpce or aws:SourceVpc (…Like, …IfExists: the same without the key), for everybody
 * and the whole bucket. */
static bool confines(const struct wit_statement *s, const struct wit_question *q)
{
    bool everybody = false, way = false, others = false;
    for (size_t i = 0; i < s->n_principals; i++)
        everybody = everybody || s->principals[i].kind == WIT_NAMED_ANY;
    for (size_t i = 0; i < s->n_conditions; i++) {
        const struct wit_condition *c = &s->conditions[i];
        bool key = strcasecmp(c->key, "aws:SourceVpce") == 0 || strcasecmp(c->key, "aws:SourceVpc") == 0;
        bool text = c->op == WIT_OP_STRING || c->op == WIT_OP_STRING_LIKE || c->op == WIT_OP_STRING_NO_CASE;
        way = way || (key && text && c->negated && !c->any);
        others = others || !(key && text && c->negated && !c->any);
    }
    bool all = false, object = false;
    for (size_t i = 0; i < s->n_resources; i++)
        all = all || wit_glob_covers(s->resources[i], q->whole, false);
    for (size_t i = 0; i < s->n_actions; i++)
        object = object || wit_glob_covers(s->actions[i], q->base.action, true);
    return s->may_deny && !s->may_allow && !s->unread && !s->not_principal && !s->not_action && !s->not_resource &&
           everybody && way && !others && all && object;
}

enum wit_confined wit_identity_confined(struct wit_identity *id, const struct wit_bucket *bucket)
{
    struct wit_asker asker = {.kind = WIT_BY_ANYONE, .gap = WIT_NO_GAP};
    struct wit_way way = wit_way_internet();
    struct wit_question q;
    enum wit_confined answer = WIT_CONFINED_NO;
    wit_question_prepare(&q, id, &asker, bucket, WIT_S3_READ, &way);
    for (size_t i = 0; i < q.bucket_policy.n; i++) {
        const struct wit_document *doc = q.bucket_policy.items[i];
        if (doc->gap != NULL && answer == WIT_CONFINED_NO)
            answer = WIT_CONFINED_UNKNOWN;
        for (size_t k = 0; k < doc->policy.n; k++) {
            if (confines(&doc->policy.statements[k], &q))
                answer = WIT_CONFINED_YES;
            else if (doc->policy.statements[k].unread && answer == WIT_CONFINED_NO)
                answer = WIT_CONFINED_UNKNOWN;
        }
    }
    return answer;
}

bool wit_identity_policy_is_full(struct wit_identity *id, const char *endpoint, const char *policy)
{
    const struct wit_document *doc =
        wit_document_of(id, "endpoint", endpoint, policy, NULL, (struct wit_cite){UINT32_MAX, NULL});
    bool full = false;
    for (size_t i = 0; i < doc->policy.n && doc->gap == NULL; i++) {
        const struct wit_statement *s = &doc->policy.statements[i];
        bool everybody = false, action = false, resource = false;
        if (s->may_deny || s->unread)
            return false;
        for (size_t k = 0; k < s->n_principals; k++)
            everybody = everybody || (s->principals[k].kind == WIT_NAMED_ANY && !s->not_principal);
        for (size_t k = 0; k < s->n_actions && !s->not_action; k++)
            action = action || strcmp(s->actions[k], "*") == 0 || strcasecmp(s->actions[k], "s3:*") == 0;
        for (size_t k = 0; k < s->n_resources && !s->not_resource; k++)
            resource = resource || strcmp(s->resources[k], "*") == 0 || strcmp(s->resources[k], "arn:aws:s3:::*") == 0;
        full = full || (everybody && action && resource && s->n_conditions == 0);
    }
    return full;
}
