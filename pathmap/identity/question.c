/* pathmap/identity/question.c: one question made ready: the request's keys, and every policy that counts.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM User Guide, "AWS global condition context keys", "Policy evaluation logic".
 */
#include <string.h>

#include "pathmap/identity/inside.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

const char *wit_bucket_arn(struct wit_arena *arena, const struct wit_bucket *bucket)
{
    const char *partition = strncmp(bucket->region, "cn-", 3) == 0       ? "aws-cn"
                            : strncmp(bucket->region, "us-gov-", 7) == 0 ? "aws-us-gov"
                                                                         : "aws";
    return wit_fmt(arena, "arn:%s:s3:::%s", partition, bucket->id);
}

static void set(struct wit_request *r, const char *name, const char *value)
{
    wit_request_set(r, name, value[0] == '\0' ? WIT_KEY_UNKNOWN : WIT_KEY_IS, value);
}

static void absent(struct wit_request *r, const char *name)
{
    wit_request_set(r, name, WIT_KEY_ABSENT, "");
}

static void add(struct wit_question *q, struct wit_layer *layer, const struct wit_document *doc)
{
    WIT_PUSH(q->id->arena, layer->items, layer->n, layer->cap) = doc;
}

/* The organisation of an account, as a key's value. */
static void set_organization(struct wit_request *r, const char *name, const struct wit_account *account)
{
    if (account != NULL && account->organized == WIT_TOLD_NO)
        absent(r, name);
    else
        set(r, name, account == NULL ? "" : account->organization);
}

static void set_way(struct wit_question *q)
{
    struct wit_request *r = &q->base;
    bool internet = q->way->kind == WIT_WAY_INTERNET;
    if (internet) {
        absent(r, "aws:SourceVpce");
        absent(r, "aws:SourceVpc");
        absent(r, "aws:VpcSourceIp");
        return; /* aws:SourceIp: some public address */
    }
    set(r, "aws:SourceVpce", q->way->endpoint);
    set(r, "aws:SourceVpc", or_empty(q->way->network));
    absent(r, "aws:SourceIp");
    const char *policy = or_empty(q->way->policy);
    const struct wit_gap *missing =
        policy[0] != '\0'
            ? NULL
            : wit_identity_gap(q->id, WIT_GAP_NOT_ASKED, "", "DescribeVpcEndpoints", q->way->endpoint,
                               "aws ec2 describe-vpc-endpoints",
                               wit_fmt(q->id->arena, "the policy of endpoint %s is not in evidence", q->way->endpoint));
    add(q, &q->endpoint, wit_document_of(q->id, "endpoint", q->way->endpoint, policy, missing, q->way->cite));
}

static void set_principal(struct wit_question *q, const struct wit_principal *p)
{
    struct wit_request *r = &q->base;
    r->who = p->user ? WIT_ASKER_USER : WIT_ASKER_ROLE;
    r->arn = p->id;
    r->account = p->account;
    r->unique_id = or_empty(p->unique_id);
    set(r, "aws:PrincipalArn", p->id);
    set(r, "aws:PrincipalType", p->user ? "User" : "AssumedRole");
    if (p->user) {
        set(r, "aws:userid", r->unique_id);
        set(r, "aws:username", p->name);
    } else {
        if (r->unique_id[0] != '\0')
            wit_request_set(r, "aws:userid", WIT_KEY_BEGINS, wit_fmt(q->id->arena, "%s:", r->unique_id));
        absent(r, "aws:username");
    }
    for (size_t i = 0; i < p->n_policies; i++)
        add(q, &q->identity,
            wit_document_of(q->id, "identity", p->policies[i].id, p->policies[i].text,
                            wit_identity_gap_at(q->id, p->policies[i].gap), p->policies[i].cite));
    if (p->boundary != NULL)
        add(q, &q->boundary,
            wit_document_of(q->id, "boundary", p->boundary->id, p->boundary->text,
                            wit_identity_gap_at(q->id, p->boundary->gap), p->boundary->cite));
    q->identity_gap = wit_identity_gap_at(q->id, p->gap);
}

static void set_asker(struct wit_question *q)
{
    static const char *const keys[] = {"aws:PrincipalArn", "aws:PrincipalOrgPaths", "aws:username"};
    struct wit_request *r = &q->base;
    const struct wit_asker *a = q->asker;
    struct wit_arena *arena = q->id->arena;
    r->arn = r->account = r->unique_id = "";
    wit_request_set(r, "aws:PrincipalIsAWSService", WIT_KEY_IS, "false");
    wit_request_set(r, "aws:ViaAWSService", WIT_KEY_IS, "false");
    switch (a->kind) {
    case WIT_BY_PRINCIPAL:
        set_principal(q, a->principal);
        break;
    case WIT_BY_ANYONE:
        r->who = WIT_ASKER_ANONYMOUS;
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
            absent(r, keys[i]);
        absent(r, "aws:PrincipalAccount");
        absent(r, "aws:PrincipalOrgID");
        set(r, "aws:PrincipalType", "Anonymous");
        set(r, "aws:userid", "anonymous");
        q->trusted = true;
        return;
    case WIT_BY_STRANGER: /* one that no policy can have meant */
        r->who = WIT_ASKER_ROLE;
        r->account = "000000000000";
        r->arn = "arn:aws:iam::000000000000:role/pathwitness-stranger";
        r->unique_id = "AROAPATHWITNESSSTRANG";
        set(r, "aws:PrincipalArn", r->arn);
        set(r, "aws:PrincipalType", "AssumedRole");
        wit_request_set(r, "aws:userid", WIT_KEY_BEGINS, "AROAPATHWITNESSSTRANG:");
        absent(r, "aws:username");
        set(r, "aws:PrincipalAccount", r->account);
        absent(r, "aws:PrincipalOrgID");
        absent(r, "aws:PrincipalOrgPaths");
        q->trusted = true;
        return;
    case WIT_BY_FOREIGN:
        r->who = WIT_ASKER_ROLE;
        r->arn = wit_strdup(arena, a->arn);
        r->account = wit_strdup(arena, a->account);
        set(r, "aws:PrincipalArn", r->arn);
        q->trusted = strcmp(r->account, q->bucket->account) != 0;
        if (!q->trusted)
            q->identity_gap = wit_identity_gap(
                q->id, WIT_GAP_DANGLING, r->account, "GetAccountAuthorizationDetails", r->arn, "",
                wit_fmt(arena, "the policies of %.200s, which a bucket names, are not in evidence", r->arn));
        break;
    case WIT_BY_UNKNOWN:
        r->who = WIT_ASKER_SOMEBODY;
        q->identity_gap = wit_identity_gap_at(q->id, a->gap);
        if (q->identity_gap == NULL)
            q->identity_gap = wit_identity_gap(
                q->id, WIT_GAP_NOT_ASKED, "", NULL, NULL, "",
                "which credentials are used is not known: the evidence names no instance profile for it");
        return;
    }
    set(r, "aws:PrincipalAccount", r->account);
    set_organization(r, "aws:PrincipalOrgID", wit_identity_account(q->id, r->account));
}

void wit_question_prepare(struct wit_question *q, struct wit_identity *id, const struct wit_asker *asker,
                          const struct wit_bucket *bucket, enum wit_s3_action action, const struct wit_way *way)
{
    *q = (struct wit_question){.id = id, .asker = asker, .bucket = bucket, .way = way, .action = action};
    struct wit_request *r = &q->base;
    const char *arn = wit_bucket_arn(id->arena, bucket);
    q->whole = action == WIT_S3_LIST ? arn : wit_fmt(id->arena, "%s/*", arn);
    r->action = wit_s3_action_name(action);
    r->resource = q->whole;
    q->bucket_account = wit_identity_account(id, bucket->account);
    set_asker(q);
    set_way(q);
    set(r, "aws:ResourceAccount", bucket->account);
    set(r, "s3:ResourceAccount", bucket->account);
    set_organization(r, "aws:ResourceOrgID", q->bucket_account);
    set(r, "aws:RequestedRegion", bucket->region);
    wit_request_set(r, "aws:SecureTransport", WIT_KEY_IS, "true"); /* the client can always encrypt */
    wit_request_set(r, "s3:TlsVersion", WIT_KEY_IS, "1.3");
    wit_request_set(r, "s3:signatureversion", WIT_KEY_IS, "AWS4-HMAC-SHA256");
    q->asker_account = wit_identity_account(id, r->account);
    q->account_known = r->account[0] != '\0' && bucket->account[0] != '\0';
    q->same_account = q->account_known && strcmp(r->account, bucket->account) == 0;
    const struct wit_gap *gap = wit_identity_gap_at(id, bucket->policy_gap);
    if (bucket->policy[0] != '\0' || gap != NULL) {
        struct wit_cite cite = bucket->policy[0] != '\0' ? bucket->policy_cite : bucket->cite;
        add(q, &q->bucket_policy,
            wit_document_of(id, "bucket", bucket->id, bucket->policy, bucket->policy[0] != '\0' ? NULL : gap, cite));
    }
}
