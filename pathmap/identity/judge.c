/* pathmap/identity/judge.c: what all policies together say to one request.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * "An explicit deny in any of these policies overrides the allow." Then every bound has to allow (endpoint policy,
 * organisation, permissions boundary), and of the grants: in one account the identity's or the bucket's policy, between
 * accounts both. Source: 1.13.1-2; IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic";
 * Amazon S3 User Guide, "Blocking public access", "Controlling ownership of objects".
 */
#include <string.h>
#include <strings.h>

#include "pathmap/identity/inside.h"

struct said { /* by one layer */
    enum wit_match allow, direct, deny;
    const struct wit_document *allow_document, *deny_document;
    const struct wit_statement *allow_statement, *deny_statement;
};

static void missing(struct wit_judged *out, const struct wit_question *q, const struct wit_gap *gap)
{
    for (size_t i = 0; i < out->n_gaps; i++) {
        if (out->gaps[i] == gap)
            return;
    }
    WIT_PUSH(q->id->arena, out->gaps, out->n_gaps, out->cap_gaps) = gap;
}

static void doubt_gap(struct wit_judged *out, const struct wit_question *q, const struct wit_document *doc,
                      const struct wit_statement *s, const struct wit_doubt *doubt)
{
    const char *what = doubt->part == NULL || strcmp(doubt->part, "statement") == 0 ? "what it says is not understood"
                       : doubt->condition == NULL
                           ? wit_fmt(q->id->arena, "its %s is not decided by the evidence", doubt->part)
                           : wit_fmt(q->id->arena, "its condition %.60s on %.100s is not decided by the evidence",
                                     doubt->condition->word, doubt->condition->key);
    missing(out, q,
            wit_identity_gap(
                q->id, WIT_GAP_NOT_MODELLED, "", NULL, doc->id, "",
                wit_fmt(q->id->arena, "statement %.100s of the %s policy of %s: %s", s->name, doc->by, doc->id, what)));
}

static void weigh(struct said *said, const struct wit_document *doc, const struct wit_statement *s,
                  const struct wit_request *r)
{
    enum wit_match direct, match = wit_statement_matches(s, r, NULL, &direct);
    if (s->may_deny && match > said->deny) {
        said->deny = match;
        said->deny_document = doc;
        said->deny_statement = s;
    }
    if (s->may_allow && match > said->allow) {
        said->allow = match;
        said->allow_document = doc;
        said->allow_statement = s;
    }
    if (s->may_allow && direct > said->direct)
        said->direct = direct;
}

static enum wit_match at_least_maybe(enum wit_match m)
{
    return m == WIT_MATCH_YES ? m : WIT_MATCH_MAYBE;
}

static void ask_layer(struct said *said, struct wit_judged *out, const struct wit_question *q,
                      const struct wit_layer *layer, const struct wit_request *r)
{
    *said = (struct said){0};
    for (size_t i = 0; i < layer->n; i++) {
        const struct wit_document *doc = layer->items[i];
        for (size_t k = 0; k < doc->policy.n; k++)
            weigh(said, doc, &doc->policy.statements[k], r);
        if (doc->gap != NULL) {
            missing(out, q, doc->gap);
            said->deny = at_least_maybe(said->deny);
            said->allow = at_least_maybe(said->allow);
            said->direct = at_least_maybe(said->direct);
        }
    }
    for (size_t i = 0; i < layer->n; i++) { /* doubts that matter */
        const struct wit_document *doc = layer->items[i];
        for (size_t k = 0; k < doc->policy.n; k++) {
            const struct wit_statement *s = &doc->policy.statements[k];
            struct wit_doubt doubt = {NULL, NULL};
            if (wit_statement_matches(s, r, &doubt, NULL) == WIT_MATCH_MAYBE &&
                (s->may_deny || said->allow != WIT_MATCH_YES))
                doubt_gap(out, q, doc, s, &doubt);
        }
    }
}

static enum wit_match least(enum wit_match a, enum wit_match b)
{
    return a < b ? a : b;
}
static enum wit_match most(enum wit_match a, enum wit_match b)
{
    return a > b ? a : b;
}

/* Service and resource control policies of the organisation: who reads them is its management account. */
static enum wit_match bounds(struct wit_judged *out, const struct wit_question *q, const struct wit_account *account,
                             const char *id)
{
    if (account == NULL) {
        missing(
            out, q,
            wit_identity_gap(q->id, WIT_GAP_NOT_ASKED, id, "DescribeOrganization", NULL,
                             "aws organizations describe-organization",
                             wit_fmt(q->id->arena, "whether policies of an organisation bound account %s is not known",
                                     id[0] == '\0' ? "of the asker" : id)));
        return WIT_MATCH_MAYBE;
    }
    const struct wit_gap *gap = wit_identity_gap_at(q->id, account->organized_gap);
    if (gap == NULL)
        gap = wit_identity_gap_at(q->id, account->policies_gap);
    if (account->organized == WIT_TOLD_NO ||
        (account->organized == WIT_TOLD_YES && gap == NULL && account->management[0] != '\0'))
        return WIT_MATCH_YES;
    if (gap == NULL)
        gap = wit_identity_gap(q->id, WIT_GAP_NOT_ASKED, id, "DescribeOrganization", NULL, "",
                               wit_fmt(q->id->arena, "what bounds account %s is not known", id));
    missing(out, q, gap);
    return WIT_MATCH_MAYBE;
}

/* Source: "The meaning of 'public'": a fixed value for one of these keys makes a grant to everybody not public. */
static bool is_fixed(const struct wit_condition *c)
{
    static const char *const keys[] = {"aws:SourceVpce",   "aws:SourceVpc",       "aws:SourceArn",
                                       "aws:SourceOwner",  "aws:SourceAccount",   "aws:PrincipalOrgID",
                                       "aws:PrincipalArn", "aws:PrincipalAccount"};
    bool known = false, plain = c->op == WIT_OP_STRING || c->op == WIT_OP_ARN || c->op == WIT_OP_STRING_LIKE;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        known = known || strcasecmp(keys[i], c->key) == 0;
    for (size_t i = 0; i < c->n_values; i++)
        plain = plain && strpbrk(c->values[i], "*?") == NULL && !wit_glob_has_variable(c->values[i]);
    return known && plain && !c->negated && !c->if_exists && !c->all;
}

enum wit_match wit_policy_is_public(const struct wit_layer *layer)
{
    enum wit_match best = WIT_MATCH_NO;
    for (size_t i = 0; i < layer->n; i++) {
        if (layer->items[i]->gap != NULL)
            best = most(best, WIT_MATCH_MAYBE);
        for (size_t k = 0; k < layer->items[i]->policy.n; k++) {
            const struct wit_statement *s = &layer->items[i]->policy.statements[k];
            bool everybody = s->not_principal || s->unread, fixed = false;
            for (size_t p = 0; p < s->n_principals; p++)
                everybody = everybody || s->principals[p].kind == WIT_NAMED_ANY;
            for (size_t c = 0; c < s->n_conditions; c++)
                fixed = fixed || is_fixed(&s->conditions[c]);
            if (s->may_allow && everybody && !fixed)
                best = most(best, s->n_conditions == 0 && !s->unread ? WIT_MATCH_YES : WIT_MATCH_MAYBE);
        }
    }
    return best;
}

/* "Blocks public and cross-account access to buckets that have public policies." */
static enum wit_match not_blocked(struct wit_judged *out, const struct wit_question *q)
{
    enum wit_match public = wit_policy_is_public(&q->bucket_policy);
    const struct wit_account *a = q->bucket_account;
    bool bucket_on = q->bucket->restricts_public == WIT_TOLD_YES;
    bool account_on = a != NULL && a->restricts_public == WIT_TOLD_YES;
    if (public == WIT_MATCH_NO)
        return WIT_MATCH_YES;
    if (bucket_on || account_on) {
        if (public == WIT_MATCH_YES) {
            out->by = "public-access-block";
            out->who = bucket_on ? q->bucket->id : a->id;
            return WIT_MATCH_NO;
        }
        missing(out, q,
                wit_identity_gap(
                    q->id, WIT_GAP_NOT_MODELLED, "", "GetPublicAccessBlock", q->bucket->id, "",
                    wit_fmt(q->id->arena, "whether the platform calls the policy of bucket %s public", q->bucket->id)));
        return WIT_MATCH_MAYBE;
    }
    bool bucket_off = q->bucket->restricts_public == WIT_TOLD_NO;
    if (bucket_off && a != NULL && a->restricts_public == WIT_TOLD_NO)
        return WIT_MATCH_YES;
    const struct wit_gap *gap = bucket_off ? a == NULL ? NULL : wit_identity_gap_at(q->id, a->block_gap)
                                           : wit_identity_gap_at(q->id, q->bucket->block_gap);
    if (gap == NULL)
        gap = wit_identity_gap(
            q->id, WIT_GAP_NOT_ASKED, "", "GetPublicAccessBlock", q->bucket->id,
            "aws s3control get-public-access-block",
            wit_fmt(q->id->arena, "whether public access to bucket %s is blocked is not known", q->bucket->id));
    missing(out, q, gap);
    return WIT_MATCH_MAYBE;
}

/* ACLs of the bucket and of single objects are not read: they count unless the owner has switched them off. */
static enum wit_match by_acl(struct wit_judged *out, const struct wit_question *q, const struct wit_request *r)
{
    const struct wit_bucket *b = q->bucket;
    const struct wit_account *a = q->bucket_account;
    bool ignored = b->ignores_acls == WIT_TOLD_YES || (a != NULL && a->ignores_acls == WIT_TOLD_YES);
    if (b->owner_enforced == WIT_TOLD_YES || (r->who == WIT_ASKER_ANONYMOUS && ignored) || q->same_account ||
        r->who == WIT_ASKER_SOMEBODY)
        return WIT_MATCH_NO;
    const struct wit_gap *gap = b->owner_enforced == WIT_NOT_TOLD ? wit_identity_gap_at(q->id, b->ownership_gap) : NULL;
    if (gap == NULL)
        gap = wit_identity_gap(q->id, WIT_GAP_NOT_MODELLED, "", "GetBucketOwnershipControls", b->id, "",
                               wit_fmt(q->id->arena,
                                       "access control lists count in bucket %s, and are not read: each "
                                       "object has its own",
                                       b->id));
    missing(out, q, gap);
    return WIT_MATCH_MAYBE;
}

/* The first layer that is shut, by its own word. */
static void shut(struct wit_judged *out, const struct wit_layer *layer, const char *by, const char *who)
{
    out->open = WIT_MATCH_NO;
    out->document = layer->n > 0 ? layer->items[0] : NULL;
    out->by = by;
    out->who = who;
}

void wit_judge(struct wit_judged *out, const struct wit_question *q, const struct wit_request *r)
{
    const struct wit_layer *layers[] = {&q->identity, &q->boundary, &q->endpoint, &q->bucket_policy};
    struct said said[4] = {0};
    enum wit_match deny = WIT_MATCH_NO;
    *out = (struct wit_judged){0};
    for (size_t i = 0; i < 4; i++) {
        ask_layer(&said[i], out, q, layers[i], r);
        if (said[i].deny == WIT_MATCH_YES) { /* nothing else matters */
            *out = (struct wit_judged){.document = said[i].deny_document, .statement = said[i].deny_statement};
            return;
        }
        deny = most(deny, said[i].deny);
    }
    const struct said *own = &said[0], *limit = &said[1], *endpoint = &said[2], *bucket = &said[3];
    enum wit_match gate = q->endpoint.n == 0 ? WIT_MATCH_YES : endpoint->allow;
    if (gate == WIT_MATCH_NO) {
        shut(out, &q->endpoint, "endpoint", q->way->endpoint);
        return;
    }
    enum wit_match boundary = q->boundary.n == 0 ? WIT_MATCH_YES : limit->allow, identity = own->allow, grant;
    if (q->identity_gap != NULL && identity != WIT_MATCH_YES) {
        identity = WIT_MATCH_MAYBE;
        missing(out, q, q->identity_gap);
    }
    if (q->identity_gap != NULL) { /* what is missing may deny as well */
        deny = most(deny, WIT_MATCH_MAYBE);
        missing(out, q, q->identity_gap);
    }
    identity = least(identity, boundary);
    enum wit_match by_bucket = bucket->allow;
    if (by_bucket != WIT_MATCH_YES)
        by_bucket = most(by_bucket, by_acl(out, q, r));
    enum wit_match direct = bucket->direct; /* a boundary does not limit what a bucket grants to a user */
    if (r->who != WIT_ASKER_USER && boundary != WIT_MATCH_YES && direct != WIT_MATCH_NO) {
        direct = WIT_MATCH_MAYBE;
        missing(out, q,
                wit_identity_gap(
                    q->id, WIT_GAP_UNCONFIRMED, "", NULL, r->arn, "",
                    wit_fmt(q->id->arena, "whether the boundary of %s limits what a bucket grants to it", r->arn)));
    }
    if (q->trusted)
        grant = by_bucket;
    else if (!q->account_known)
        grant = least(most(identity, by_bucket), WIT_MATCH_MAYBE);
    else
        grant = q->same_account ? most(identity, direct) : least(identity, by_bucket);
    if (grant == WIT_MATCH_NO) {
        bool needs_bucket = !q->same_account && by_bucket == WIT_MATCH_NO;
        bool needs_boundary = boundary == WIT_MATCH_NO && own->allow != WIT_MATCH_NO;
        if (needs_bucket)
            shut(out, &q->bucket_policy, "bucket", q->bucket->id);
        else if (needs_boundary)
            shut(out, &q->boundary, "boundary", "");
        else
            shut(out, &(struct wit_layer){0}, "identity", r->arn);
        return;
    }
    enum wit_match open = least(gate, grant);
    if (!q->same_account && r->who != WIT_ASKER_SOMEBODY)
        open = least(open, not_blocked(out, q));
    if (open == WIT_MATCH_NO) {
        out->open = WIT_MATCH_NO;
        return;
    }
    if (q->account_known && !q->trusted)
        open = least(open, bounds(out, q, q->asker_account, r->account));
    if (!q->same_account)
        open = least(open, bounds(out, q, q->bucket_account, q->bucket->account));
    out->open = least(open, wit_match_not(deny));
    const struct said *grants =
        bucket->allow == WIT_MATCH_YES && (!q->same_account || own->allow != WIT_MATCH_YES) ? bucket : own;
    out->document = grants->allow_document;
    out->statement = grants->allow_statement;
}
