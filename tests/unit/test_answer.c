/* tests/unit/test_answer.c: errors of every protocol, tokens, lists, buckets' regions; what is no answer at all.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/aws/answer.h"

#define EC2(inside) "<DescribeVpcsResponse xmlns=\"x\">" inside "</DescribeVpcsResponse>"
#define ELB(inside)                                                                                                    \
    "<DescribeLoadBalancersResponse><DescribeLoadBalancersResult>" inside                                              \
    "</DescribeLoadBalancersResult></DescribeLoadBalancersResponse>"

struct row {
    const char *name, *service, *operation;
    int status;
    const char *body;
    const char *fails; /* part of the error, or NULL */
    const char *code, *token;
};

static const struct row rows[] = {
    {"last page", "ec2", "DescribeVpcs", 200, EC2("<vpcSet/>"), NULL, "", NULL},
    {"token", "ec2", "DescribeVpcs", 200, EC2("<vpcSet/><nextToken>a+/=</nextToken>"), NULL, "", "a+/="},
    {"empty token", "ec2", "DescribeVpcs", 200, EC2("<vpcSet/><nextToken/>"), NULL, "", NULL},
    {"token of an item is no token", "ec2", "DescribeVpcs", 200,
     EC2("<vpcSet><item><nextToken>x</nextToken></item></vpcSet>"), NULL, "", NULL},
    {"no list", "ec2", "DescribeVpcs", 200, EC2(""), "no <vpcSet>", NULL, NULL},
    {"another root", "ec2", "DescribeVpcs", 200, "<html/>", "root is <html>", NULL, NULL},
    {"cut", "ec2", "DescribeVpcs", 200, "<DescribeVpcsResponse><vpcSet>", "", NULL, NULL},
    {"empty body", "ec2", "DescribeVpcs", 200, "", "", NULL, NULL},
    {"JSON for XML", "ec2", "DescribeVpcs", 200, "{\"Vpcs\": []}", "", NULL, NULL},
    {"EC2 error", "ec2", "DescribeVpcs", 403,
     "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
     NULL, "UnauthorizedOperation", NULL},
    {"query error", "elbv2", "DescribeLoadBalancers", 400,
     "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate</Message></Error></ErrorResponse>", NULL, "Throttling",
     NULL},
    {"query token", "elbv2", "DescribeLoadBalancers", 200, ELB("<LoadBalancers/><NextMarker>m</NextMarker>"), NULL, "",
     "m"},
    {"query without result", "elbv2", "DescribeLoadBalancers", 200, "<DescribeLoadBalancersResponse/>", "Result", NULL,
     NULL},
    {"HTML error", "ec2", "DescribeVpcs", 500, "<!doctype html><p>oops", NULL, "", NULL},
    {"JSON error", "kms", "ListKeys", 400, "{\"__type\":\"com.amazonaws#AccessDeniedException\",\"message\":\"x\"}",
     NULL, "AccessDeniedException", NULL},
    {"JSON token", "kms", "ListKeys", 200, "{\"Keys\":[],\"Truncated\":true,\"NextMarker\":\"m\"}", NULL, "", "m"},
    {"truncated without a marker", "kms", "ListKeys", 200, "{\"Keys\":[],\"Truncated\":true}", "truncated", NULL, NULL},
    {"JSON without its list", "kms", "ListKeys", 200, "{}", "no list \"Keys\"", NULL, NULL},
    {"list of another type", "kms", "ListKeys", 200, "{\"Keys\":{}}", "no list", NULL, NULL},
    {"two JSON values", "kms", "ListKeys", 200, "{\"Keys\":[]}{}", "", NULL, NULL},
    {"wire name of MSK", "kafka", "ListClustersV2", 200, "{\"clusterInfoList\":[],\"nextToken\":\"n\"}", NULL, "", "n"},
    {"CloudFront's empty list", "cloudfront", "ListVpcOrigins", 200,
     "<VpcOriginList><IsTruncated>false</IsTruncated><Quantity>0</Quantity></VpcOriginList>", NULL, "", NULL},
    {"CloudFront, truncated", "cloudfront", "ListVpcOrigins", 200,
     "<VpcOriginList><IsTruncated>true</IsTruncated></VpcOriginList>", "truncated", NULL, NULL},
    {"error with status 200", "s3", "GetBucketEncryption", 200, "<Error><Code>InternalError</Code></Error>",
     "root is <Error>", NULL, NULL},
    {"policy", "s3", "GetBucketPolicy", 200, "{\"Statement\":[]}", NULL, "", NULL},
    {"no policy", "s3", "GetBucketPolicy", 404, "<Error><Code>NoSuchBucketPolicy</Code></Error>", NULL,
     "NoSuchBucketPolicy", NULL},
};

static void test_read(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        const struct wit_operation *op = wit_operation_find(row->service, row->operation);
        struct wit_answer a = {0};
        struct wit_err err = {0};
        bool fine = wit_answer_read(&a, arena, op, row->status, "", row->body, strlen(row->body), &err);
        if (fine != (row->fails == NULL))
            fail_msg("%s: %s", row->name, fine ? "taken" : err.text);
        if (!fine && strstr(err.text, row->fails) == NULL)
            fail_msg("%s: %s", row->name, err.text);
        if (!fine)
            continue;
        assert_int_equal(a.is_error, row->status != 200);
        if (strcmp(a.code, row->code) != 0)
            fail_msg("%s: code %s", row->name, a.code);
        if ((a.token == NULL) != (row->token == NULL) || (a.token != NULL && strcmp(a.token, row->token) != 0))
            fail_msg("%s: token", row->name);
    }
    wit_arena_free(arena);
}

static void test_messages_are_safe(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_operation *op = wit_operation_find("sts", "GetCallerIdentity");
    struct wit_answer a;
    static const char quoted[] = "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>It differs.\n"
                                 "The Canonical String for this request should have been 'x-amz-security-token:TOP'"
                                 "</Message></Error></ErrorResponse>";
    assert_true(wit_answer_read(&a, arena, op, 403, "", quoted, strlen(quoted), NULL));
    assert_null(strstr(a.message, "TOP"));
    assert_null(strchr(a.message, '\n'));
    char *lengthy = wit_alloc(arena, 4096);
    strcpy(lengthy, "<Error><Code>X</Code><Message>");
    for (int i = 0; i < 900; i++)
        strcat(lengthy, "\xc3\xa9");
    strcat(lengthy, "</Message></Error>");
    assert_true(wit_answer_read(&a, arena, op, 403, "", lengthy, strlen(lengthy), NULL));
    size_t len = strlen(a.message);
    assert_true(len > 400 && len < sizeof a.message && len % 2 == 0); /* whole characters only */
    wit_arena_free(arena);
}

static void test_lists(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const char **items;
    size_t n;
    static const char vpcs[] =
        EC2("<vpcSet><item><vpcId>vpc-1</vpcId></item><item><vpcId>vpc-2</vpcId></item></vpcSet>");
    const struct wit_operation *op = wit_operation_find("ec2", "DescribeVpcs");
    assert_true(wit_answer_list(&items, &n, arena, op, "VpcId", vpcs, strlen(vpcs), NULL));
    assert_int_equal(n, 2);
    assert_string_equal(items[1], "vpc-2");
    static const char nameless[] = EC2("<vpcSet><item><vpcId/></item></vpcSet>");
    struct wit_err err = {0};
    assert_false(wit_answer_list(&items, &n, arena, op, "VpcId", nameless, strlen(nameless), &err));
    assert_string_equal(err.text, "item 1 has no name");
    static const char keys[] = "{\"Keys\":[{\"KeyId\":\"k\"}]}";
    op = wit_operation_find("kms", "ListKeys");
    assert_true(wit_answer_list(&items, &n, arena, op, "KeyId", keys, strlen(keys), NULL));
    assert_int_equal(n, 1);
    wit_arena_free(arena);
}

static void test_bucket_regions(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    static const char *const cases[][2] = {
        {"<LocationConstraint/>", "us-east-1"},
        {"<LocationConstraint>EU</LocationConstraint>", "eu-west-1"},
        {"<LocationConstraint>eu-central-1</LocationConstraint>", "eu-central-1"},
        {"<LocationConstraint>evil.example/</LocationConstraint>", NULL},
        {"<Other/>", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *region = wit_answer_bucket_region(arena, cases[i][0], strlen(cases[i][0]));
        if (cases[i][1] == NULL)
            assert_null(region);
        else
            assert_string_equal(region, cases[i][1]);
    }
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_messages_are_safe),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_bucket_regions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
