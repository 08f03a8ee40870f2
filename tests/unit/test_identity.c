/* tests/unit/test_identity.c: the identity plane of the object store: named policies, three-valued verdicts (1.13).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pathmap/identity/identity.h"

#define OWN     "111122223333"
#define OTHER   "444455556666"
#define BUCKET  "arn:aws:s3:::b"
#define OBJECTS "arn:aws:s3:::b/*"
/* In the rows ' stands for ". */
#define S(one)               "{'Version':'2012-10-17','Statement':[" one "]}"
#define S2(one, two)         S(one "," two)
#define ST(effect, rest)     "{'Effect':'" effect "'," rest "}"
#define ALLOW(action, res)   ST("Allow", "'Action':'" action "','Resource':'" res "'")
#define DENY(action, res)    ST("Deny", "'Action':'" action "','Resource':'" res "'")
#define ALL_S3               S(ALLOW("s3:*", "*"))
#define EVERYBODY            "'Principal':'*','Action':'s3:*','Resource':['" BUCKET "','" OBJECTS "']"
#define PUBLIC               S(ST("Allow", EVERYBODY))
#define IF(op, key, value)   ",'Condition':{'" op "':{'" key "':" value "}}"
#define ONLY(op, key, value) S("{'Sid':'only','Effect':'Deny'," EVERYBODY IF(op, key, value) "}")
#define ROLE_ARN             "arn:aws:iam::" OWN ":role/app/broker"
#define NAMED(who)           S(ST("Allow", "'Principal':{'AWS':'" who "'},'Action':'s3:*','Resource':'" OBJECTS "'"))

enum { SAME, CROSS }; /* account of the bucket */
struct row {
    const char *name;
    const char *identity, *boundary, *bucket, *endpoint; /* NULL: none (endpoint: the way is the internet) */
    int account;
    enum wit_asked_by by;
    enum wit_s3_action action;
    enum wit_verdict verdict;
    const char *decider; /* "bucket only" */
};
#define BY  WIT_BY_PRINCIPAL
#define YES WIT_REACHABLE
#define NO  WIT_ISOLATED
#define MAY WIT_UNKNOWN
static const struct row rows[] = {
    {"own account, the role alone", ALL_S3, 0, 0, 0, SAME, BY, 0, YES, "identity 1"},
    {"own account, the bucket alone", 0, 0, NAMED(ROLE_ARN), 0, SAME, BY, 0, YES, "bucket 1"},
    {"own account, neither", 0, 0, 0, 0, SAME, BY, 0, NO, "identity "},
    {"the account as principal delegates, it does not grant", 0, 0, NAMED("arn:aws:iam::" OWN ":root"), 0, SAME, BY, 0,
     NO, "identity "},
    {"delegated, and the role allows", ALL_S3, 0, NAMED(OWN), 0, SAME, BY, 0, YES, "identity 1"},
    {"another account, the role alone", ALL_S3, 0, 0, 0, CROSS, BY, 0, NO, "bucket "},
    {"another account, the bucket alone", 0, 0, NAMED(ROLE_ARN), 0, CROSS, BY, 0, NO, "identity "},
    {"another account, both", ALL_S3, 0, NAMED(ROLE_ARN), 0, CROSS, BY, 0, YES, "bucket 1"},
    {"another account, both, by account", ALL_S3, 0, NAMED(OWN), 0, CROSS, BY, 0, YES, "bucket 1"},
    {"another account is named", ALL_S3, 0, NAMED(OTHER), 0, CROSS, BY, 0, NO, "bucket "},
    {"explicit deny of the role", S2(ALLOW("s3:*", "*"), DENY("s3:GetObject", OBJECTS)), 0, 0, 0, SAME, BY, 0, NO,
     "identity 2"},
    {"deny of another action", S2(ALLOW("s3:*", "*"), DENY("s3:DeleteObject", "*")), 0, 0, 0, SAME, BY, 0, YES,
     "identity 1"},
    {"a boundary without it", ALL_S3, S(ALLOW("ec2:*", "*")), 0, 0, SAME, BY, 0, NO, "boundary "},
    {"a boundary with it", ALL_S3, S(ALLOW("s3:Get*", "*")), 0, 0, SAME, BY, 0, YES, "identity 1"},
    {"a boundary that denies", ALL_S3, S2(ALLOW("*", "*"), DENY("*", "*")), 0, 0, SAME, BY, 0, NO, "boundary 2"},
    {"a boundary and a grant of the bucket: not relied on", 0, S(ALLOW("ec2:*", "*")), NAMED(ROLE_ARN), 0, SAME, BY, 0,
     MAY, ""},
    {"endpoint policy: full", ALL_S3, 0, 0, PUBLIC, SAME, BY, 0, YES, "identity 1"},
    {"endpoint policy: another bucket", ALL_S3, 0, 0,
     S(ST("Allow", "'Principal':'*','Action':'*','Resource':'arn:aws:s3:::c/*'")), SAME, BY, 0, NO, "endpoint "},
    {"endpoint policy: denies", ALL_S3, 0, 0, S2(ST("Allow", EVERYBODY), ST("Deny", EVERYBODY)), SAME, BY, 0, NO,
     "endpoint 2"},
    {"endpoint policy: this account", ALL_S3, 0, 0,
     S("{'Effect':'Allow'," EVERYBODY IF("StringEquals", "aws:PrincipalAccount", "'" OWN "'") "}"), SAME, BY, 0, YES,
     "identity 1"},
    {"endpoint policy: buckets of another account", ALL_S3, 0, 0,
     S("{'Effect':'Allow'," EVERYBODY IF("StringEquals", "aws:ResourceAccount", "'" OTHER "'") "}"), SAME, BY, 0, NO,
     "endpoint "},
    {"endpoint policy: not told", ALL_S3, 0, 0, "", SAME, BY, 0, MAY, ""},
    {"45: allow if the endpoint does not exclude other ways", ALL_S3, 0,
     S("{'Effect':'Allow'," EVERYBODY IF("StringEquals", "aws:SourceVpce", "'vpce-1'") "}"), 0, SAME, BY, 0, YES,
     "identity 1"},
    {"45: without the broad role it does", 0, 0,
     S("{'Effect':'Allow'," EVERYBODY IF("StringEquals", "aws:SourceVpce", "'vpce-1'") "}"), 0, SAME, BY, 0, NO,
     "identity "},
    {"45: by the endpoint the bucket lets it in", 0, 0,
     S("{'Effect':'Allow'," EVERYBODY IF("StringEquals", "aws:SourceVpce", "'vpce-1'") "}"), PUBLIC, SAME, BY, 0, YES,
     "bucket 1"},
    {"deny unless the endpoint: off it", ALL_S3, 0, ONLY("StringNotEquals", "aws:SourceVpce", "'vpce-1'"), 0, SAME, BY,
     0, NO, "bucket only"},
    {"deny unless the endpoint: by it", ALL_S3, 0, ONLY("StringNotEquals", "aws:SourceVpce", "'vpce-1'"), PUBLIC, SAME,
     BY, 0, YES, "identity 1"},
    {"deny unless another endpoint", ALL_S3, 0, ONLY("StringNotEquals", "aws:SourceVpce", "['vpce-2','vpce-3']"),
     PUBLIC, SAME, BY, 0, NO, "bucket only"},
    {"deny unless the network", ALL_S3, 0, ONLY("StringNotEquals", "aws:SourceVpc", "'vpc-1'"), 0, SAME, BY, 0, NO,
     "bucket only"},
    {"deny unless the network: inside", ALL_S3, 0, ONLY("StringNotLike", "aws:SourceVpc", "'vpc-*'"), PUBLIC, SAME, BY,
     0, YES, "identity 1"},
    {"…IfExists does not deny without the key's", ALL_S3, 0, ONLY("StringEqualsIfExists", "aws:SourceVpce", "'vpce-2'"),
     0, SAME, BY, 0, NO, "bucket only"},
    {"Null: no endpoint", ALL_S3, 0, ONLY("Null", "aws:SourceVpce", "'true'"), 0, SAME, BY, 0, NO, "bucket only"},
    {"Null: an endpoint", ALL_S3, 0, ONLY("Null", "aws:SourceVpce", "true"), PUBLIC, SAME, BY, 0, YES, "identity 1"},
    {"deny without TLS: the client encrypts", ALL_S3, 0, ONLY("Bool", "aws:SecureTransport", "'false'"), 0, SAME, BY, 0,
     YES, "identity 1"},
    {"deny old TLS", ALL_S3, 0, ONLY("NumericLessThan", "s3:TlsVersion", "1.2"), 0, SAME, BY, 0, YES, "identity 1"},
    {"deny unless an address: off the endpoint nobody knows", ALL_S3, 0,
     ONLY("NotIpAddress", "aws:SourceIp", "'203.0.113.0/24'"), 0, SAME, BY, 0, MAY, ""},
    {"deny unless an address: by an endpoint there is none", ALL_S3, 0,
     ONLY("NotIpAddress", "aws:SourceIp", "'203.0.113.0/24'"), PUBLIC, SAME, BY, 0, NO, "bucket only"},
    {"deny but one role: it", ALL_S3, 0, ONLY("ArnNotEquals", "aws:PrincipalArn", "'" ROLE_ARN "'"), 0, SAME, BY, 0,
     YES, "identity 1"},
    {"deny but another role", ALL_S3, 0, ONLY("ArnNotLike", "aws:PrincipalArn", "'arn:aws:iam::*:role/other'"), 0, SAME,
     BY, 0, NO, "bucket only"},
    {"deny outside the organisation: in none", ALL_S3, 0, ONLY("StringNotEquals", "aws:PrincipalOrgID", "'o-1'"), 0,
     SAME, BY, 0, NO, "bucket only"},
    {"deny but a user id", ALL_S3, 0, ONLY("StringNotLike", "aws:userid", "['AROAX:*','AROAOWN:*']"), 0, SAME, BY, 0,
     YES, "identity 1"},
    {"deny but a session that may be it", ALL_S3, 0, ONLY("StringNotLike", "aws:userid", "'AROAOWN:ci*'"), 0, SAME, BY,
     0, MAY, ""},
    {"deny but another user id", ALL_S3, 0, ONLY("StringNotLike", "aws:userid", "'AROAX:*'"), 0, SAME, BY, 0, NO,
     "bucket only"},
    {"a tag of the principal is not told", ALL_S3, 0, ONLY("StringNotEquals", "aws:PrincipalTag/team", "'kafka'"), 0,
     SAME, BY, 0, MAY, ""},
    {"a date is not compared", ALL_S3, 0, ONLY("DateGreaterThan", "aws:CurrentTime", "'2020-01-01T00:00:00Z'"), 0, SAME,
     BY, 0, MAY, ""},
    {"an operator that nobody knows", ALL_S3, 0, ONLY("StringResembles", "aws:SourceVpce", "'vpce-1'"), 0, SAME, BY, 0,
     MAY, ""},
    {"ForAnyValue without the key", ALL_S3, 0, ONLY("ForAnyValue:StringEquals", "aws:SourceVpce", "'vpce-1'"), 0, SAME,
     BY, 0, YES, "identity 1"},
    {"ForAllValues without the key", ALL_S3, 0, ONLY("ForAllValues:StringEquals", "aws:SourceVpce", "'vpce-1'"), 0,
     SAME, BY, 0, NO, "bucket only"},
    {"services only: never a principal", 0, 0,
     S(ST("Allow", "'Principal':{'Service':'logging.s3.amazonaws.com'},'Action':'s3:*','Resource':'" OBJECTS "'")), 0,
     SAME, BY, 1, NO, "identity "},
    {"a service's source", 0, 0, S("{'Effect':'Allow'," EVERYBODY IF("ArnLike", "aws:SourceArn", "'arn:aws:*'") "}"), 0,
     SAME, BY, 0, NO, "identity "},
    {"a session that may be it", 0, 0, NAMED("arn:aws:sts::" OWN ":assumed-role/broker/s"), 0, SAME, BY, 0, MAY, ""},
    {"a session of another role", 0, 0, NAMED("arn:aws:sts::" OWN ":assumed-role/other/s"), 0, SAME, BY, 0, NO,
     "identity "},
    {"by its unique id", 0, 0, NAMED("AROAOWN"), 0, SAME, BY, 0, YES, "bucket 1"},
    {"by the unique id of one that is gone", 0, 0, NAMED("AROAGONE"), 0, SAME, BY, 0, NO, "identity "},
    {"NotPrincipal: others are denied", ALL_S3, 0,
     S(ST("Deny", "'NotPrincipal':{'AWS':'arn:aws:iam::" OWN ":role/x'},'Action':'s3:*','Resource':'" OBJECTS "'")), 0,
     SAME, BY, 0, NO, "bucket 1"},
    {"NotPrincipal: itself is not relied on", ALL_S3, 0,
     S(ST("Deny", "'NotPrincipal':{'AWS':'" ROLE_ARN "'},'Action':'s3:*','Resource':'" OBJECTS "'")), 0, SAME, BY, 0,
     MAY, ""},
    {"NotAction", S(ST("Allow", "'NotAction':'iam:*','Resource':'*'")), 0, 0, 0, SAME, BY, 0, YES, "identity 1"},
    {"NotAction that leaves it out", S(ST("Allow", "'NotAction':'s3:G*','Resource':'*'")), 0, 0, 0, SAME, BY, 0, NO,
     "identity "},
    {"action in other letters", S(ALLOW("S3:getobject", OBJECTS)), 0, 0, 0, SAME, BY, 0, YES, "identity 1"},
    {"write is not read", S(ALLOW("s3:GetObject", OBJECTS)), 0, 0, 0, SAME, BY, 1, NO, "identity "},
    {"list asks for the bucket itself", S(ALLOW("s3:*", OBJECTS)), 0, 0, 0, SAME, BY, 2, NO, "identity "},
    {"list of the bucket", S(ALLOW("s3:ListBucket", BUCKET)), 0, 0, 0, SAME, BY, 2, YES, "identity 1"},
    {"some objects", S(ALLOW("s3:GetObject", "arn:aws:s3:::b/topics/*")), 0, 0, 0, SAME, BY, 0, YES, "identity 1"},
    {"some objects, all of them denied",
     S2(ALLOW("s3:*", "arn:aws:s3:::b/topics/*"), DENY("s3:*", "arn:aws:s3:::b/t*")), 0, 0, 0, SAME, BY, 0, NO,
     "identity 2"},
    {"some objects, some of them denied",
     S2(ALLOW("s3:*", "arn:aws:s3:::b/topics/*"), DENY("s3:*", "arn:aws:s3:::b/topics/secret/*")), 0, 0, 0, SAME, BY, 0,
     YES, "identity 1"},
    {"another bucket", S(ALLOW("s3:*", "arn:aws:s3:::bb/*")), 0, 0, 0, SAME, BY, 0, NO, "identity "},
    {"NotResource that spares it", S(ST("Allow", "'Action':'*','NotResource':'arn:aws:s3:::c/*'")), 0, 0, 0, SAME, BY,
     0, YES, "identity 1"},
    {"deny NotResource", S2(ALLOW("*", "*"), ST("Deny", "'Action':'*','NotResource':'arn:aws:s3:::c/*'")), 0, 0, 0,
     SAME, BY, 0, NO, "identity 2"},
    {"a variable in the resource", S(ALLOW("s3:*", "arn:aws:s3:::b/${aws:username}/*")), 0, 0, 0, SAME, BY, 0, MAY, ""},
    {"a header that the client can send", ALL_S3, 0,
     ONLY("StringNotEquals", "s3:x-amz-server-side-encryption", "'aws:kms'"), 0, SAME, BY, 1, YES, "identity 1"},
    {"a header that is denied, and one without it", ALL_S3, 0,
     S2("{'Effect':'Deny'," EVERYBODY IF("StringNotEquals", "s3:x-amz-acl", "'private'") "}",
        "{'Sid':'only','Effect':'Deny'," EVERYBODY IF("StringEquals", "s3:x-amz-acl", "'private'") "}"),
     0, SAME, BY, 1, MAY, ""},
    {"list with a prefix",
     S(ST("Allow", "'Action':'s3:ListBucket','Resource':'" BUCKET "'" IF("StringLike", "s3:prefix", "'topics/*'"))), 0,
     0, 0, SAME, BY, 2, YES, "identity 1"},
    {"anyone: a public bucket", 0, 0, PUBLIC, 0, SAME, WIT_BY_ANYONE, 0, YES, "bucket 1"},
    {"anyone: no policy", 0, 0, 0, 0, SAME, WIT_BY_ANYONE, 0, NO, "bucket "},
    {"anyone: a named role", 0, 0, NAMED(ROLE_ARN), 0, SAME, WIT_BY_ANYONE, 0, NO, "bucket "},
    {"any account: the organisation only", 0, 0,
     S("{'Effect':'Allow'," EVERYBODY IF("StringEquals", "aws:PrincipalOrgID", "'o-1'") "}"), 0, SAME, WIT_BY_STRANGER,
     0, NO, "bucket "},
    {"any account: a public bucket", 0, 0, PUBLIC, 0, SAME, WIT_BY_STRANGER, 1, YES, "bucket 1"},
    {"nobody knows who: unknown", 0, 0, 0, 0, SAME, WIT_BY_UNKNOWN, 0, MAY, ""},
    {"nobody knows who: a deny of everybody holds", 0, 0, ONLY("StringNotEquals", "aws:SourceVpce", "'vpce-1'"), 0,
     SAME, WIT_BY_UNKNOWN, 0, NO, "bucket only"},
    {"nobody knows who: the endpoint's policy holds", 0, 0, 0,
     S(ST("Allow", "'Principal':'*','Action':'*','Resource':'arn:aws:s3:::c/*'")), SAME, WIT_BY_UNKNOWN, 0, NO,
     "endpoint "},
    {"not a policy", ALL_S3, 0, "[1,2", 0, SAME, BY, 0, MAY, ""},
    {"a policy with a member that none has", ALL_S3, 0, "{'Statement':[],'Extra':1}", 0, SAME, BY, 0, MAY, ""},
    {"a statement that cannot be read", ALL_S3, 0, S("{'Effect':'Maybe'," EVERYBODY "}"), 0, SAME, BY, 0, MAY, ""},
    {"unreadable, and a deny that is known", ALL_S3, 0, S2("7", "{'Sid':'only','Effect':'Deny'," EVERYBODY "}"), 0,
     SAME, BY, 0, NO, "bucket only"},
};

struct world {
    struct wit_estate e;
    struct wit_bucket bucket;
    struct wit_principal role;
    struct wit_policy_text identity, boundary;
    struct wit_account accounts[2];
};

static const char *quoted(struct wit_arena *arena, const char *text)
{
    char *copy = wit_strdup(arena, text);
    for (char *c = copy; *c != '\0'; c++)
        *c = *c == '\'' ? '"' : *c;
    return copy;
}

static struct wit_policy_text text_of(struct wit_arena *arena, const char *id, const char *text)
{
    return (struct wit_policy_text){id, quoted(arena, text), WIT_NO_GAP, {UINT32_MAX, NULL}};
}

static void build(struct world *w, struct wit_arena *arena, const struct row *row)
{
    *w = (struct world){
        .bucket = {.id = "b",
                   .name = "b",
                   .account = row->account == SAME ? OWN : OTHER,
                   .region = "eu-west-1",
                   .policy = row->bucket == NULL ? "" : quoted(arena, row->bucket),
                   .policy_gap = WIT_NO_GAP,
                   .restricts_public = WIT_TOLD_NO,
                   .ignores_acls = WIT_TOLD_NO,
                   .owner_enforced = WIT_TOLD_YES,
                   .block_gap = WIT_NO_GAP,
                   .ownership_gap = WIT_NO_GAP,
                   .cite = {UINT32_MAX, NULL},
                   .policy_cite = {UINT32_MAX, NULL}},
        .role = {
            .id = ROLE_ARN, .name = "broker", .account = OWN, .region = "", .unique_id = "AROAOWN", .gap = WIT_NO_GAP}};
    if (row->identity != NULL) {
        w->identity = text_of(arena, "arn:aws:iam::" OWN ":policy/p", row->identity);
        w->role.policies = &w->identity;
        w->role.n_policies = 1;
    }
    if (row->boundary != NULL) {
        w->boundary = text_of(arena, "arn:aws:iam::" OWN ":policy/bound", row->boundary);
        w->role.boundary = &w->boundary;
    }
    static const char *const ids[] = {OWN, OTHER};
    for (size_t i = 0; i < 2; i++)
        w->accounts[i] = (struct wit_account){.id = ids[i],
                                              .organized = WIT_TOLD_NO,
                                              .organization = "",
                                              .management = "",
                                              .organized_gap = WIT_NO_GAP,
                                              .policies_gap = WIT_NO_GAP,
                                              .restricts_public = WIT_TOLD_NO,
                                              .ignores_acls = WIT_TOLD_NO,
                                              .block_gap = WIT_NO_GAP,
                                              .principals_gap = WIT_NO_GAP};
    w->e.buckets = &w->bucket;
    w->e.n_buckets = 1;
    w->e.principals = &w->role;
    w->e.n_principals = 1;
    w->e.accounts = w->accounts;
    w->e.n_accounts = 2;
}

static struct wit_way way_of(struct wit_arena *arena, const struct row *row)
{
    if (row->endpoint == NULL)
        return wit_way_internet();
    return (struct wit_way){WIT_WAY_GATEWAY, "vpce-1", "vpc-1", quoted(arena, row->endpoint), {UINT32_MAX, NULL}};
}

static void every_row_as_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct row *row = &rows[i];
        struct world w;
        build(&w, arena, row);
        struct wit_identity *id = wit_identity_new(arena, &w.e);
        struct wit_way way = way_of(arena, row);
        struct wit_asker asker = {.kind = row->by, .principal = &w.role, .gap = WIT_NO_GAP};
        struct wit_identity_answer a;
        wit_identity_ask(&a, id, &asker, &w.bucket, row->action, &way);
        const char *decider = a.by[0] == '\0' ? "" : wit_fmt(arena, "%s %s", a.by, a.statement);
        if (a.verdict != row->verdict || strcmp(decider, row->decider) != 0)
            fail_msg("%s: %s by '%s' (%s), not %s by '%s'", row->name, wit_verdict_word(a.verdict), decider, a.text,
                     wit_verdict_word(row->verdict), row->decider);
        if ((a.verdict == WIT_UNKNOWN) != (a.n_gaps > 0))
            fail_msg("%s: %zu gaps", row->name, a.n_gaps);
    }
}

/* What stands in the estate beside the policies. */
struct bound {
    const char *name;
    const char *bucket;
    int account;
    enum wit_asked_by by;
    enum wit_told organized, restricts, account_restricts, enforced, ignores;
    bool policy_gap;
    enum wit_verdict verdict;
    const char *by_whom;
};
static const struct bound bounds[] = {
    {"in no organisation", NULL, SAME, BY, WIT_TOLD_NO, 1, 1, 2, 1, false, YES, "identity"},
    {"in one whose policies nobody read", NULL, SAME, BY, WIT_TOLD_YES, 1, 1, 2, 1, false, MAY, ""},
    {"not asked whether in one", NULL, SAME, BY, WIT_NOT_TOLD, 1, 1, 2, 1, false, MAY, ""},
    {"nobody read them, and a deny is known", ONLY("StringNotEquals", "aws:SourceVpce", "'vpce-1'"), SAME, BY,
     WIT_NOT_TOLD, 1, 1, 2, 1, false, NO, "bucket"},
    {"the bucket's policy was denied", "", SAME, BY, WIT_TOLD_NO, 1, 1, 2, 1, true, MAY, ""},
    {"block on public access: anyone", PUBLIC, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 2, 1, 2, 1, false, NO,
     "public-access-block"},
    {"block of the account", PUBLIC, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 1, 2, 2, 1, false, NO, "public-access-block"},
    {"block not told", PUBLIC, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 0, 1, 2, 1, false, MAY, ""},
    {"block of the account not told", PUBLIC, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 1, 0, 2, 1, false, MAY, ""},
    {"block: the own account is not meant", PUBLIC, SAME, BY, WIT_TOLD_NO, 2, 2, 2, 1, false, YES, "identity"},
    {"block: a named foreigner is not public", NAMED(OWN), CROSS, BY, WIT_TOLD_NO, 2, 2, 2, 1, false, YES, "bucket"},
    {"block: but not in a public policy", PUBLIC, CROSS, BY, WIT_TOLD_NO, 2, 1, 2, 1, false, NO, "public-access-block"},
    {"lists count: anyone", NULL, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 1, 1, 1, 1, false, MAY, ""},
    {"lists count, public ones ignored: anyone", NULL, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 1, 1, 1, 2, false, NO,
     "bucket"},
    {"lists count, public ones ignored: any account", NULL, SAME, WIT_BY_STRANGER, WIT_TOLD_NO, 1, 1, 1, 2, false, MAY,
     ""},
    {"ownership not told", NULL, SAME, WIT_BY_ANYONE, WIT_TOLD_NO, 1, 1, 0, 1, false, MAY, ""},
    {"ownership does not matter to the own account", NULL, SAME, BY, WIT_TOLD_NO, 1, 1, 0, 0, false, YES, "identity"},
};

static void bounds_as_said(void **state)
{
    (void)state;
    static const struct wit_gap gap = {.id = "g-1", .text = "denied", .cite = {UINT32_MAX, NULL}};
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct bound *b = &bounds[i];
        struct row row = {.identity = ALL_S3, .bucket = b->bucket, .account = b->account};
        struct world w;
        build(&w, arena, &row);
        w.e.gaps = &gap;
        w.e.n_gaps = 1;
        for (size_t k = 0; k < 2; k++) {
            w.accounts[k].organized = b->organized;
            w.accounts[k].organized_gap = b->organized == WIT_NOT_TOLD ? 0 : WIT_NO_GAP;
            w.accounts[k].organization = b->organized == WIT_TOLD_YES ? "o-1" : "";
            w.accounts[k].management = b->organized == WIT_TOLD_YES ? "999988887777" : "";
            w.accounts[k].policies_gap = b->organized == WIT_TOLD_YES ? 0 : WIT_NO_GAP;
            w.accounts[k].restricts_public = b->account_restricts;
        }
        w.bucket.restricts_public = b->restricts;
        w.bucket.owner_enforced = b->enforced;
        w.bucket.ignores_acls = b->ignores;
        w.bucket.policy_gap = b->policy_gap ? 0 : WIT_NO_GAP;
        struct wit_identity *id = wit_identity_new(arena, &w.e);
        struct wit_way way = wit_way_internet();
        struct wit_asker asker = {.kind = b->by, .principal = &w.role, .gap = WIT_NO_GAP};
        struct wit_identity_answer a;
        wit_identity_ask(&a, id, &asker, &w.bucket, WIT_S3_READ, &way);
        if (a.verdict != b->verdict || strcmp(a.by, b->by_whom) != 0)
            fail_msg("%s: %s by '%s' (%s)", b->name, wit_verdict_word(a.verdict), a.by, a.text);
    }
}

static void who_else(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct row row = {.identity = ALL_S3,
                      .bucket = S(ST("Allow", "'Principal':{'AWS':['" OTHER "','arn:aws:iam::777788889999:role/x']},"
                                              "'Action':'s3:GetObject','Resource':'" OBJECTS "'"))};
    struct world w;
    build(&w, arena, &row);
    struct wit_identity *id = wit_identity_new(arena, &w.e);
    struct wit_way way = wit_way_internet();
    const struct wit_identity_other *others;
    size_t n = wit_identity_who(&others, id, &w.bucket, WIT_S3_READ, &way);
    assert_int_equal(n, 3);
    assert_string_equal(others[0].text, OTHER);
    assert_int_equal(others[0].answer.verdict, WIT_REACHABLE);
}

static void confined(void **state)
{
    (void)state;
    static const struct {
        const char *policy;
        enum wit_confined want;
    } cases[] = {
        {ONLY("StringNotEquals", "aws:SourceVpce", "'vpce-1'"), WIT_CONFINED_YES},
        {ONLY("StringNotEqualsIfExists", "aws:SourceVpc", "'vpc-1'"), WIT_CONFINED_YES},
        {ONLY("StringEquals", "aws:SourceVpce", "'vpce-1'"), WIT_CONFINED_NO},
        {PUBLIC, WIT_CONFINED_NO},
        {"", WIT_CONFINED_NO},
        {"{", WIT_CONFINED_UNKNOWN},
        {S(ST("Deny", "'Principal':'*','Action':'s3:PutObject','Resource':'" OBJECTS
                      "'" IF("StringNotEquals", "aws:SourceVpce", "'vpce-1'"))),
         WIT_CONFINED_NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct row row = {.bucket = cases[i].policy};
        struct world w;
        build(&w, arena, &row);
        if (wit_identity_confined(wit_identity_new(arena, &w.e), &w.bucket) != cases[i].want)
            fail_msg("%s", cases[i].policy);
    }
}

/* Values of conditions may be secrets between companies: no text of an answer holds one. */
static void no_value_is_told(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct row row = {.identity = ALL_S3, .bucket = ONLY("StringNotEquals", "sts:ExternalId", "'hush-42'")};
    struct world w;
    build(&w, arena, &row);
    struct wit_identity *id = wit_identity_new(arena, &w.e);
    struct wit_way way = wit_way_internet();
    struct wit_asker asker = {.kind = BY, .principal = &w.role, .gap = WIT_NO_GAP};
    struct wit_identity_answer a;
    wit_identity_ask(&a, id, &asker, &w.bucket, WIT_S3_READ, &way);
    assert_int_equal(a.verdict, WIT_UNKNOWN);
    assert_null(strstr(a.text, "hush"));
    assert_non_null(strstr(a.text, "sts:ExternalId"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_as_said), cmocka_unit_test(bounds_as_said),   cmocka_unit_test(who_else),
        cmocka_unit_test(confined),          cmocka_unit_test(no_value_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
