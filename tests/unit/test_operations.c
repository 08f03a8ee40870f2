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
#include "base/io.h"
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
            assert_non_null(wit_operation_lister(op));
            assert_non_null(wit_operation_lister(op)->list_key);
            const struct wit_operation *lister = op;
            for (size_t depth = 0; lister->scope == WIT_CALL_EACH; depth++) { /* it ends at a plain list */
                assert_true(depth < 4);
                lister = wit_operation_lister(lister);
            }
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
    assert_string_equal(wit_operation_lister(wit_operation_find("elbv2", "DescribeListeners"))->service, "elbv2");
    assert_string_equal(
        wit_operation_lister(wit_operation_find("vpc-lattice", "ListServiceNetworkVpcAssociations"))->service, "ec2");
    assert_null(wit_operation_lister(wit_operation_find("ec2", "DescribeVpcs")));
    static const char *const must[] = {"DescribeVpcs",           "DescribeSubnets",     "DescribeNetworkInterfaces",
                                       "DescribeSecurityGroups", "DescribeNetworkAcls", "DescribeRouteTables"};
    for (size_t i = 0; i < sizeof must / sizeof must[0]; i++)
        assert_true(wit_operation_find("ec2", must[i])->must_exist);
    assert_false(wit_operation_find("ec2", "DescribeNatGateways")->must_exist);
}

/* What is asked only by name is found like the rest, reads only, and is in no list that somebody goes through. */
static void test_optional(void **state)
{
    (void)state;
    size_t n, all;
    const struct wit_operation *ops = wit_operations_optional(&n), *rows = wit_operations(&all);
    assert_true(n >= 1);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(wit_operation_find(ops[i].service, ops[i].operation), &ops[i]);
        assert_ptr_equal(wit_operation_by_cli(ops[i].cli), &ops[i]);
        assert_non_null(wit_service_find(ops[i].service));
        assert_true(begins(ops[i].operation, "Lookup") || allowed(ops[i].operation));
        assert_false(ops[i].must_exist);
        for (size_t k = 0; k < all; k++)
            assert_string_not_equal(rows[k].service, ops[i].service);
    }
    assert_string_equal(wit_operation_by_cli("cloudtrail-lookup-events")->service, "cloudtrail");
}

/* Every row can be asked by hand, by a command that a shell takes as it is. */
static void test_commands(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-_ .,=:/";
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        const char *command = wit_operation_command(arena, &ops[i], "eu-west-1", "x-1");
        const char *dash = strchr(ops[i].cli, '-');
        assert_non_null(dash);
        bool known = strncmp(command, "aws ", 4) == 0 && strstr(command, "  ") == NULL;
        bool region = strstr(command, " --region ") != NULL;
        for (const char *c = command; *c != '\0' && known; c++)
            known = strchr(plain, *c) != NULL || (*c >= 'A' && *c <= 'Z'); /* values of fixed parameters */
        if (!known || (ops[i].scope != WIT_CALL_GLOBAL && !region))
            fail_msg("%s: %s", ops[i].operation, command);
        if (ops[i].each_param != NULL && strstr(command, " x-1") == NULL)
            fail_msg("%s does not say about what: %s", ops[i].operation, command);
    }
}

static void test_command_rows(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const struct {
        const char *service, *operation, *resource, *command;
    } rows[] = {
        {"ec2", "DescribeVpcs", "", "aws ec2 describe-vpcs --region r"},
        {"ec2", "GetManagedPrefixListEntries", "pl-1",
         "aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1 --region r"},
        {"s3", "GetBucketPolicy", "a b'c\n", "aws s3api get-bucket-policy --bucket 'a b'\\''c?' --region r"},
        {"s3", "GetBucketPolicy", "--x", "aws s3api get-bucket-policy --bucket '--x' --region r"},
        {"kms", "DescribeKey", "", "aws kms describe-key --key-id ID --region r"},
        {"globalaccelerator", "ListAccelerators", "", "aws globalaccelerator list-accelerators --region us-west-2"},
        {"vpc-lattice", "ListServiceNetworkVpcAssociations", "vpc-1",
         "aws vpc-lattice list-service-network-vpc-associations --vpc-identifier vpc-1 --region r"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct wit_operation *op = wit_operation_find(rows[i].service, rows[i].operation);
        assert_non_null(op);
        assert_string_equal(wit_operation_command(arena, op, "r", rows[i].resource), rows[i].command);
    }
    struct wit_operation search = {.service = "ec2",
                                   .cli = "ec2-search-transit-gateway-routes",
                                   .scope = WIT_CALL_EACH,
                                   .each_param = "TransitGatewayRouteTableId",
                                   .params = "Filter.1.Name=state&Filter.1.Value.1=active&Filter.1.Value.2=blackhole&"
                                             "MaxResults=1000"};
    assert_string_equal(wit_operation_command(arena, &search, "r", "tgw-rtb-1"),
                        "aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id tgw-rtb-1 --filters "
                        "Name=state,Values=active,blackhole --region r");
    assert_string_equal(wit_command_about(arena, "sg-1", "r"), "aws ec2 describe-security-groups --region r");
    assert_string_equal(wit_command_about(arena, "hello", "r"), "");
}

/* docs/import.md names every call, as the AWS CLI writes it after the service. */
static void test_document(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    char *text;
    size_t len, n;
    assert_true(wit_file_read(&text, &len, arena, WIT_SOURCE_DIR "/docs/import.md", 1 << 20, &err));
    const struct wit_operation *ops = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        const char *service = begins(ops[i].cli, "vpc-lattice-") ? "vpc-lattice" : "";
        const char *call = service[0] != '\0' ? ops[i].cli + strlen(service) : strchr(ops[i].cli, '-');
        char end[128];
        snprintf(end, sizeof end, "%s`", call + 1);
        if (strstr(text, end) == NULL)
            fail_msg("docs/import.md does not name %s", ops[i].cli);
    }
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands),       cmocka_unit_test(test_command_rows),
        cmocka_unit_test(test_only_reading),   cmocka_unit_test(test_reading_is_told_from_changing),
        cmocka_unit_test(test_rows_are_whole), cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_document),       cmocka_unit_test(test_optional),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
