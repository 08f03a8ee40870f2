/* tests/unit/test_decode_people.c: roles, users, policies, organizations and blocks as they are answered, to a verdict.
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
#include "pathmap/pathmap.h"
#include "tests/support/decode_kit.h"

#define ROLE    "arn:aws:iam::111122223333:role/kafka/broker"
#define POLICY  "arn:aws:iam::111122223333:policy/tiered"
#define PROFILE "arn:aws:iam::111122223333:instance-profile/kafka/broker"
#define READ                                                                                                           \
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"r\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","       \
    "\"Resource\":\"*\"}}"
#define WRITE                                                                                                          \
    "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::acme/*\"}]}"

static const char as_json[] =
    "{\"UserDetailList\":[{\"UserName\":\"ci\",\"UserId\":\"AIDACI\",\"Arn\":\"arn:aws:iam::111122223333:user/ci\","
    "\"GroupList\":[\"people\"],\"AttachedManagedPolicies\":[]}],"
    "\"GroupDetailList\":[{\"GroupName\":\"people\",\"GroupId\":\"AGPA\",\"Arn\":\"arn:aws:iam::111122223333:group/"
    "people\",\"GroupPolicyList\":[{\"PolicyName\":\"g\",\"PolicyDocument\":" READ "}]}],"
    "\"RoleDetailList\":[{\"RoleName\":\"broker\",\"RoleId\":\"AROABROKER\",\"Arn\":\"" ROLE "\","
    "\"InstanceProfileList\":[{\"Arn\":\"" PROFILE "\",\"InstanceProfileName\":\"broker\"}],"
    "\"RolePolicyList\":[{\"PolicyName\":\"in\",\"PolicyDocument\":" READ "}],"
    "\"AttachedManagedPolicies\":[{\"PolicyName\":\"tiered\",\"PolicyArn\":\"" POLICY "\"}],\"Tags\":[]}],"
    "\"Policies\":[{\"PolicyName\":\"tiered\",\"Arn\":\"" POLICY "\",\"DefaultVersionId\":\"v2\","
    "\"PolicyVersionList\":[{\"Document\":{\"Statement\":[]},\"VersionId\":\"v1\",\"IsDefaultVersion\":false},"
    "{\"Document\":" WRITE ",\"VersionId\":\"v2\",\"IsDefaultVersion\":true}]}]}";
/* The query protocol: documents are URL-encoded. */
#define XREAD                                                                                                          \
    "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Sid%22%3A%22r%22%2C%22Effect%22%3A%22Allow%22%2C"   \
    "%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%7D"
#define XWRITE                                                                                                         \
    "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3APutObject%22%2C%22Resource%22%3A"  \
    "%22arn%3Aaws%3As3%3A%3A%3Aacme%2F%2A%22%7D%5D%7D"
static const char as_xml[] =
    "<GetAccountAuthorizationDetailsResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
    "<GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated>"
    "<UserDetailList><member><UserName>ci</UserName><UserId>AIDACI</UserId><Arn>arn:aws:iam::111122223333:user/ci</Arn>"
    "<GroupList><member>people</member></GroupList><AttachedManagedPolicies/></member></UserDetailList>"
    "<GroupDetailList><member><GroupName>people</GroupName><GroupId>AGPA</GroupId>"
    "<Arn>arn:aws:iam::111122223333:group/people</Arn><GroupPolicyList><member><PolicyName>g</PolicyName>"
    "<PolicyDocument>" XREAD "</PolicyDocument></member></GroupPolicyList></member></GroupDetailList>"
    "<RoleDetailList><member><RoleName>broker</RoleName><RoleId>AROABROKER</RoleId><Arn>" ROLE "</Arn>"
    "<InstanceProfileList><member><Arn>" PROFILE "</Arn><Roles><member><Arn>" ROLE "</Arn></member></Roles></member>"
    "</InstanceProfileList><RolePolicyList><member><PolicyName>in</PolicyName><PolicyDocument>" XREAD
    "</PolicyDocument></member></RolePolicyList><AttachedManagedPolicies><member><PolicyName>tiered</PolicyName>"
    "<PolicyArn>" POLICY "</PolicyArn></member></AttachedManagedPolicies></member></RoleDetailList>"
    "<Policies><member><PolicyName>tiered</PolicyName><Arn>" POLICY "</Arn><DefaultVersionId>v2</DefaultVersionId>"
    "<PolicyVersionList><member><Document>%7B%22Statement%22%3A%5B%5D%7D</Document><VersionId>v1</VersionId>"
    "<IsDefaultVersion>false</IsDefaultVersion></member><member><Document>" XWRITE
    "</Document><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList>"
    "</member></Policies></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>";

#define NONE_JSON(code) "{\"__type\":\"" code "\",\"Message\":\"none\"}"
#define NONE_XML(code)  "<Error><Code>" code "</Code><Message>none</Message></Error>"
#define PEOPLE          "GetAccountAuthorizationDetails"

enum { BUCKETS, INSTANCE, ALONE, POLICY_OF, BLOCK, OWNERSHIP, IAM, ORGANIZATION, ACCOUNT_BLOCK, ANSWERS };
static void whole(struct wit_kit_answer answers[ANSWERS])
{
    answers[BUCKETS] =
        (struct wit_kit_answer){.service = "s3",
                                .operation = "ListBuckets",
                                .text = "{\"Buckets\":[{\"Name\":\"acme\",\"BucketRegion\":\"eu-west-1\"}]}"};
    answers[INSTANCE] = (struct wit_kit_answer){
        .operation = "DescribeInstances",
        .text =
            "{\"Reservations\":[{\"OwnerId\":\"111122223333\",\"Instances\":[{\"InstanceId\":\"i-1\","
            "\"IamInstanceProfile\":{\"Arn\":\"" PROFILE "\",\"Id\":\"AIPA\"},\"State\":{\"Name\":\"running\"},"
            "\"NetworkInterfaces\":[{\"NetworkInterfaceId\":\"eni-1\",\"SubnetId\":\"subnet-1\",\"VpcId\":\"vpc-1\","
            "\"PrivateIpAddress\":\"10.0.1.5\",\"Groups\":[{\"GroupId\":\"sg-1\"}]}]}]}]}"};
    answers[ALONE] = (struct wit_kit_answer){.service = "s3",
                                             .operation = "GetBucketLocation",
                                             .resource = "acme",
                                             .text = "{\"LocationConstraint\":\"eu-west-1\"}"};
    answers[POLICY_OF] = (struct wit_kit_answer){.service = "s3",
                                                 .operation = "GetBucketPolicy",
                                                 .resource = "acme",
                                                 .status = 404,
                                                 .text = NONE_XML("NoSuchBucketPolicy")};
    answers[BLOCK] = (struct wit_kit_answer){
        .service = "s3",
        .operation = "GetPublicAccessBlock",
        .resource = "acme",
        .text = "{\"PublicAccessBlockConfiguration\":{\"IgnorePublicAcls\":true,\"RestrictPublicBuckets\":true}}"};
    answers[OWNERSHIP] = (struct wit_kit_answer){
        .service = "s3",
        .operation = "GetBucketOwnershipControls",
        .resource = "acme",
        .text = "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
                "</OwnershipControls>"};
    answers[IAM] = (struct wit_kit_answer){.service = "iam", .operation = PEOPLE, .text = as_json};
    answers[ORGANIZATION] = (struct wit_kit_answer){.service = "organizations",
                                                    .operation = "DescribeOrganization",
                                                    .status = 404,
                                                    .text = NONE_JSON("AWSOrganizationsNotInUseException")};
    answers[ACCOUNT_BLOCK] = (struct wit_kit_answer){
        .service = "s3control",
        .operation = "GetPublicAccessBlock",
        .text = "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets>"
                "</PublicAccessBlockConfiguration>"};
}

static enum wit_verdict ask(struct wit_arena *arena, const struct wit_estate *e, enum wit_s3_action action)
{
    struct wit_identity *id = wit_identity_new(arena, e);
    const struct wit_interface *itf = wit_estate_interface(e, "eni-1");
    assert_non_null(itf);
    struct wit_asker asker = wit_asker_of(id, itf);
    struct wit_way way = wit_way_internet();
    struct wit_identity_answer answer;
    assert_int_equal(e->n_buckets, 1);
    wit_identity_ask(&answer, id, &asker, &e->buckets[0], action, &way);
    return answer.verdict;
}

static void the_same_from_either_form(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const char *const texts[] = {as_json, as_xml};
    for (size_t form = 0; form < 2; form++) {
        struct wit_kit_answer answers[ANSWERS];
        whole(answers);
        answers[IAM].text = texts[form];
        const struct wit_estate *e = wit_kit_estate(arena, answers, ANSWERS);
        assert_int_equal(e->n_principals, 2);
        const struct wit_principal *role = &e->principals[0], *user = &e->principals[1];
        assert_string_equal(role->id, ROLE);
        assert_string_equal(role->unique_id, "AROABROKER");
        assert_false(role->user);
        assert_int_equal(role->n_profiles, 1);
        assert_string_equal(role->profiles[0], PROFILE);
        assert_int_equal(role->n_policies, 2);
        assert_string_equal(role->policies[0].id, POLICY);
        assert_string_equal(role->policies[0].text, WRITE);
        assert_string_equal(role->policies[1].id, ROLE "#in");
        assert_string_equal(role->policies[1].text, READ);
        assert_true(user->user);
        assert_int_equal(user->n_policies, 1); /* of its group */
        assert_int_equal(user->gap, WIT_NO_GAP);
        assert_int_equal(e->n_accounts, 1);
        assert_int_equal(e->accounts[0].organized, WIT_TOLD_NO);
        assert_int_equal(e->accounts[0].restricts_public, WIT_TOLD_YES);
        assert_int_equal(e->buckets[0].owner_enforced, WIT_TOLD_YES);
        assert_int_equal(e->buckets[0].restricts_public, WIT_TOLD_YES);
        assert_int_equal(ask(arena, e, WIT_S3_READ), WIT_REACHABLE);
        assert_int_equal(ask(arena, e, WIT_S3_WRITE), WIT_REACHABLE);
        assert_int_equal(ask(arena, e, WIT_S3_LIST), WIT_ISOLATED);
        wit_kit_bundles_remove();
    }
}

/* Each answer that is missing leaves the verdict open, and names itself. */
static void what_is_missing_is_unknown(void **state)
{
    (void)state;
    static const struct {
        int answer;
        enum wit_verdict read, list; /* list is closed: nothing allows it */
    } rows[] = {
        {POLICY_OF, WIT_UNKNOWN, WIT_UNKNOWN},     {IAM, WIT_UNKNOWN, WIT_UNKNOWN},
        {ORGANIZATION, WIT_UNKNOWN, WIT_ISOLATED}, {BLOCK, WIT_REACHABLE, WIT_ISOLATED}, /* not about the own account */
        {OWNERSHIP, WIT_REACHABLE, WIT_ISOLATED},  {ACCOUNT_BLOCK, WIT_REACHABLE, WIT_ISOLATED}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[ANSWERS];
        whole(answers);
        answers[rows[i].answer] = answers[ANSWERS - 1]; /* its place is taken by the last */
        size_t n = ANSWERS - 1;
        const struct wit_estate *e = wit_kit_estate(arena, answers, n);
        if (ask(arena, e, WIT_S3_READ) != rows[i].read || ask(arena, e, WIT_S3_LIST) != rows[i].list)
            fail_msg("row %zu: %s, %s", i, wit_verdict_word(ask(arena, e, WIT_S3_READ)),
                     wit_verdict_word(ask(arena, e, WIT_S3_LIST)));
        wit_kit_bundles_remove();
    }
}

static void in_an_organization(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum wit_verdict want;
    } rows[] = {{"{\"Organization\":{\"Id\":\"o-1\",\"MasterAccountId\":\"111122223333\"}}", WIT_REACHABLE},
                {"{\"Organization\":{\"Id\":\"o-1\",\"MasterAccountId\":\"999988887777\"}}", WIT_UNKNOWN},
                {"{\"Organization\":{}}", WIT_UNKNOWN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[ANSWERS];
        whole(answers);
        answers[ORGANIZATION].status = 200;
        answers[ORGANIZATION].text = rows[i].text;
        const struct wit_estate *e = wit_kit_estate(arena, answers, ANSWERS);
        if (ask(arena, e, WIT_S3_READ) != rows[i].want)
            fail_msg("row %zu: %s", i, wit_verdict_word(ask(arena, e, WIT_S3_READ)));
        wit_kit_bundles_remove();
    }
}

static void odd_answers(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}",
        "{\"RoleDetailList\":[7]}",
        "{\"RoleDetailList\":[{\"RoleName\":\"x\"}]}",
        "{\"RoleDetailList\":[{\"Arn\":\"" ROLE "\",\"InstanceProfileList\":[{\"Arn\":\"" PROFILE
        "\"}],\"RolePolicyList\":[{\"PolicyName\":\"in\"}]}]}",
        "{\"RoleDetailList\":[{\"Arn\":\"" ROLE "\",\"InstanceProfileList\":[{\"Arn\":\"" PROFILE
        "\"}],\"AttachedManagedPolicies\":[{\"PolicyArn\":\"" POLICY "\"}]}]}",
        "{\"RoleDetailList\":[{\"Arn\":\"" ROLE "\",\"InstanceProfileList\":[{\"Arn\":\"" PROFILE
        "\"}],\"RolePolicyList\":[{\"PolicyName\":\"in\",\"PolicyDocument\":\"%7B%zz\"}]}]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[ANSWERS];
        whole(answers);
        answers[IAM].text = texts[i];
        const struct wit_estate *e = wit_kit_estate(arena, answers, ANSWERS);
        if (ask(arena, e, WIT_S3_READ) != WIT_UNKNOWN)
            fail_msg("row %zu: %s", i, wit_verdict_word(ask(arena, e, WIT_S3_READ)));
        wit_kit_bundles_remove();
    }
}

/* Case 45 of the specification, from answers to `query`: the bucket lets its endpoint in, a broad role comes from
 * anywhere; a deny of every other way shuts it out. The network's verdict stays its own. */
static void case_45_in_query(void **state)
{
    (void)state;
    static const struct {
        const char *policy;
    } rows[] = {
        {"{\"Policy\":\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":"
         "\\\"s3:*\\\",\\\"Resource\\\":\\\"arn:aws:s3:::acme/*\\\",\\\"Condition\\\":{\\\"StringEquals\\\":{"
         "\\\"aws:SourceVpce\\\":\\\"vpce-1\\\"}}}]}\"}"},
        {"{\"Policy\":\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":"
         "\\\"s3:*\\\",\\\"Resource\\\":\\\"*\\\",\\\"Condition\\\":{\\\"StringNotEquals\\\":{"
         "\\\"aws:SourceVpce\\\":\\\"vpce-1\\\"}}}]}\"}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kit_answer answers[ANSWERS];
        whole(answers);
        answers[POLICY_OF].status = 200;
        answers[POLICY_OF].text = rows[i].policy;
        const struct wit_estate *e = wit_kit_estate(arena, answers, ANSWERS);
        assert_int_equal(ask(arena, e, WIT_S3_READ), i == 0 ? WIT_REACHABLE : WIT_ISOLATED);
        struct wit_reach *reach = wit_reach_new(e);
        struct wit_buf out;
        wit_buf_init(&out, 1 << 20);
        static const char line[] = "{\"from\":\"eni-1\",\"to\":\"s3://acme\",\"port\":\"tcp/443\"}";
        assert_true(wit_query_line(&out, reach, e, NULL, line, sizeof line - 1));
        /* Where the machine's routes lead is not in this evidence: it may come by the endpoint or not. */
        if (strstr(wit_buf_str(&out), "\"identity\":{\"verdict\":\"unknown\"") == NULL)
            fail_msg("%s", wit_buf_str(&out));
        assert_non_null(strstr(wit_buf_str(&out), "\"verdict\":\"unknown\",\"kind\":null"));
        wit_buf_deinit(&out);
        wit_reach_free(reach);
        wit_kit_bundles_remove();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_from_either_form), cmocka_unit_test(what_is_missing_is_unknown),
        cmocka_unit_test(in_an_organization),        cmocka_unit_test(odd_answers),
        cmocka_unit_test(case_45_in_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
