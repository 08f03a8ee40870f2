/* tests/unit/test_operations.c: the operation table only reads, and every row is whole.
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

#include "base/arena.h"
#include "collectors/aws/endpoints.h"
#include "evidence/operations.h"

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool reads(const char *operation)
{
    return begins(operation, "Describe") || begins(operation, "List") || begins(operation, "Get") ||
           begins(operation, "Search");
}

/* Answers that hold secrets, or calls that only sound like reading. */
static bool allowed(const char *operation)
{
    static const char *const not [] = {"GetSecretValue", "GetPasswordData",    "GetSessionToken",
                                       "GetObject",      "GetFederationToken", "GetParameter"};
    for (size_t i = 0; i < sizeof not / sizeof not [0]; i++) {
        if (begins(operation, not [i]))
            return false;
    }
    return reads(operation);
}

static void test_only_reading(void **state)
{
    (void)state;
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    assert_true(n >= 40);
    for (size_t i = 0; i < n; i++) {
        if (!allowed(ops[i].operation))
            fail_msg("%s is not a reading operation", ops[i].operation);
        const char *action = strchr(ops[i].iam, ':');
        if (action == NULL || !reads(action + 1))
            fail_msg("%s: permission %s is not a reading one", ops[i].operation, ops[i].iam);
        bool rest = ops[i].protocol == WIT_PROTO_REST_XML || ops[i].protocol == WIT_PROTO_REST_JSON;
        if (rest && (ops[i].method == NULL || strcmp(ops[i].method, "GET") != 0))
            fail_msg("%s: a REST call that is not GET", ops[i].operation);
        if (ops[i].protocol == WIT_PROTO_JSON && !reads(strchr(ops[i].target, '.') + 1))
            fail_msg("%s: target %s", ops[i].operation, ops[i].target);
    }
}

static void test_reading_is_told_from_changing(void **state)
{
    (void)state;
    static const char *const bad[] = {"CreateVpc",
                                      "DeleteBucketPolicy",
                                      "ModifySubnetAttribute",
                                      "PutBucketPolicy",
                                      "StartNetworkInsightsAnalysis",
                                      "GetSecretValue",
                                      "RunInstances",
                                      "describeVpcs"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(allowed(bad[i]));
}

static void test_rows_are_whole(void **state)
{
    (void)state;
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        const struct wit_operation *op = &ops[i];
        assert_non_null(op->service);
        assert_non_null(op->cli);
        assert_non_null(op->api_version);
        assert_non_null(wit_service_find(op->service));
        assert_ptr_equal(wit_operation_find(op->service, op->operation), op);
        assert_ptr_equal(wit_operation_by_cli(op->cli), op);
        assert_true((op->token_in == NULL) == (op->token_out == NULL));
        assert_true((op->limit == NULL) == (op->limit_value == 0));
        assert_true((op->scope == WIT_CALL_EACH) == (op->each_of != NULL));
        if (op->scope == WIT_CALL_EACH) {
            assert_non_null(op->each_field);
            assert_non_null(op->each_param);
            size_t lists = 0;
            for (size_t k = 0; k < n; k++)
                lists += strcmp(ops[k].operation, op->each_of) == 0 && ops[k].list_key != NULL;
            assert_int_equal(lists, 1);
        }
        /* "ec2-describe-vpcs" is the service and the operation's name with hyphens */
        char plain[80];
        size_t len = 0;
        for (const char *c = strchr(op->cli, '-'); *c != '\0' && len + 1 < sizeof plain; c++) {
            if (*c != '-')
                plain[len++] = *c;
        }
        plain[len] = '\0';
        const char *tail = plain + len - strlen(op->operation);
        assert_true(len >= strlen(op->operation));
        for (size_t k = 0; op->operation[k] != '\0'; k++)
            assert_int_equal(tail[k] | 0x20, op->operation[k] | 0x20);
    }
}

static void test_lookups(void **state)
{
    (void)state;
    assert_string_equal(wit_operation_by_list_key("Vpcs")->operation, "DescribeVpcs");
    assert_null(wit_operation_by_list_key("PrefixLists")); /* two operations answer with it */
    assert_null(wit_operation_by_list_key("Nothing"));
    assert_null(wit_operation_by_list_key(NULL));
    assert_null(wit_operation_by_cli("ec2-create-vpc"));
    assert_null(wit_operation_find("ec2", NULL));
    static const char *const must[] = {"DescribeVpcs",           "DescribeSubnets",     "DescribeNetworkInterfaces",
                                       "DescribeSecurityGroups", "DescribeNetworkAcls", "DescribeRouteTables"};
    for (size_t i = 0; i < sizeof must / sizeof must[0]; i++)
        assert_true(wit_operation_find("ec2", must[i])->must_exist);
    assert_false(wit_operation_find("ec2", "DescribeNatGateways")->must_exist);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_reading),
        cmocka_unit_test(test_reading_is_told_from_changing),
        cmocka_unit_test(test_rows_are_whole),
        cmocka_unit_test(test_lookups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
