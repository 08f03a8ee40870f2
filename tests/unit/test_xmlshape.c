/* tests/unit/test_xmlshape.c: AWS's XML in the shape of the CLI's JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Few rows: every operation is compared with the service models in tests/slow/xmlshape_botocore.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "pathmap/decode/xmlshape.h"

static const struct {
    const char *name, *service, *operation, *xml, *want; /* JSON, or the beginning of the error */
} rows[] = {
    {"sets are arrays", "ec2", "DescribeVpcs",
     "<DescribeVpcsResponse><requestId>r</requestId><vpcSet><item><vpcId>vpc-1</vpcId><tagSet/>"
     "<cidrBlockAssociationSet><item><cidrBlockState><state>associated</state></cidrBlockState></item>"
     "</cidrBlockAssociationSet></item></vpcSet><nextToken>t</nextToken></DescribeVpcsResponse>",
     "{\"Vpcs\":[{\"VpcId\":\"vpc-1\",\"Tags\":[],\"CidrBlockAssociationSet\":[{\"CidrBlockState\":{\"State\":"
     "\"associated\"}}]}],\"NextToken\":\"t\"}"},
    {"names by place", "ec2", "DescribeInstances",
     "<R><reservationSet><item><groupSet/><instancesSet><item><groupSet/><networkInterfaceSet><item><groupSet/></item>"
     "</networkInterfaceSet></item></instancesSet></item></reservationSet></R>",
     "{\"Reservations\":[{\"Groups\":[],\"Instances\":[{\"SecurityGroups\":[],\"NetworkInterfaces\":[{\"Groups\":[]}]}]"
     "}]}"},
    {"permissions", "ec2", "DescribeSecurityGroups",
     "<R><securityGroupInfo><item><ipPermissions><item><groups><item><groupId>sg-1</groupId></item></groups>"
     "<ipRanges/></item></ipPermissions><ipPermissionsEgress/></item></securityGroupInfo></R>",
     "{\"SecurityGroups\":[{\"IpPermissions\":[{\"UserIdGroupPairs\":[{\"GroupId\":\"sg-1\"}],\"IpRanges\":[]}],"
     "\"IpPermissionsEgress\":[]}]}"},
    {"tags of interfaces", "ec2", "DescribeNetworkInterfaces",
     "<R><networkInterfaceSet><item><tagSet><item><key>k</key></item></tagSet></item></networkInterfaceSet></R>",
     "{\"NetworkInterfaces\":[{\"TagSet\":[{\"Key\":\"k\"}]}]}"},
    {"an empty list", "ec2", "DescribeVpcs", "<R><vpcSet/></R>", "{\"Vpcs\":[]}"},
    {"a result inside", "sts", "GetCallerIdentity",
     "<R><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult><ResponseMetadata/></R>",
     "{\"Account\":\"1\"}"},
    {"members", "elbv2", "DescribeLoadBalancers",
     "<R><XResult><LoadBalancers><member><VpcId>v</VpcId></member></LoadBalancers></XResult></R>",
     "{\"LoadBalancers\":[{\"VpcId\":\"v\"}]}"},
    {"us-east-1", "s3", "GetBucketLocation", "<LocationConstraint xmlns='urn:x'/>", "{\"LocationConstraint\":null}"},
    {"elsewhere", "s3", "GetBucketLocation", "<LocationConstraint>EU</LocationConstraint>",
     "{\"LocationConstraint\":\"EU\"}"},
    {"rules without a frame", "s3", "GetBucketEncryption",
     "<ServerSideEncryptionConfiguration><Rule><A>1</A></Rule><Rule><A>2</A></Rule></"
     "ServerSideEncryptionConfiguration>",
     "{\"ServerSideEncryptionConfiguration\":{\"Rules\":[{\"A\":\"1\"},{\"A\":\"2\"}]}}"},
    {"EC2's error", "ec2", "DescribeVpcs", "<Response><Errors><Error/></Errors></Response>", "line 1: the answer is"},
    {"S3's error", "s3", "GetBucketLocation", "<Error><Code>x</Code></Error>", "line 1: the answer is an error"},
    {"nothing", "ec2", "DescribeVpcs", "<R/>", "line 1: <R> is empty"},
    {"not XML", "ec2", "DescribeVpcs", "<R><vpcSet></R>", "line 1: "},
    {"entities", "ec2", "DescribeVpcs", "<!DOCTYPE R [<!ENTITY a 'b'>]><R>&a;</R>", "line 1: "},
};

static void shapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        wit_buf_init(&out, 1 << 16);
        struct wit_err err = {WIT_OK, ""};
        struct wit_value *tree = NULL;
        const struct wit_operation *op = wit_operation_find(rows[i].service, rows[i].operation);
        assert_non_null(op);
        if (wit_xmlshape_read(&tree, arena, op, rows[i].xml, strlen(rows[i].xml), &err)) {
            struct wit_jw jw;
            wit_jw_init(&jw, &out, 0);
            wit_jw_value(&jw, tree);
        } else {
            assert_null(tree);
            assert_int_equal(err.code, WIT_EPARSE);
            wit_buf_add(&out, err.text,
                        strlen(err.text) < strlen(rows[i].want) ? strlen(err.text) : strlen(rows[i].want));
        }
        if (strcmp(wit_buf_str(&out), rows[i].want) != 0)
            fail_msg("%s: %s %s", rows[i].name, wit_buf_str(&out), err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
