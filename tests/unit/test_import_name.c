/* tests/unit/test_import_name.c: what names of files and folders tell.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "collectors/aws/import.h"

static const struct row {
    const char *name, *rel;
    const char *operation, *resource; /* "" is none */
    unsigned page;
    bool answer;
    const char *account, *region, *place;
} rows[] = {
    {"plain", "ec2-describe-vpcs.json", "DescribeVpcs", "", 0, true, "", "", ""},
    {"s3api", "s3api-get-bucket-policy.acme-events.json", "GetBucketPolicy", "acme-events", 0, true, "", "", ""},
    {"bucket with dots", "s3api-get-bucket-policy.a.b.p2.json", "GetBucketPolicy", "a.b.p2", 0, true, "", "", ""},
    {"slash in an ARN", "kms-describe-key.arn:aws:kms:x:1:key%2Fk.json", "DescribeKey", "arn:aws:kms:x:1:key/k", 0,
     true, "", "", ""},
    {"percent that is none", "kms-describe-key.a%2.json", "DescribeKey", "a%2", 0, true, "", "", ""},
    {"percent of a NUL stays", "kms-describe-key.a%00b.json", "DescribeKey", "a%00b", 0, true, "", "", ""},
    {"percent of half a character stays", "kms-describe-key.a%ffb.json", "DescribeKey", "a%ffb", 0, true, "", "", ""},
    {"page label", "ec2-describe-vpcs.p12.json", "DescribeVpcs", "", 12, true, "", "", ""},
    {"page number", "ec2-describe-vpcs.2.json", "DescribeVpcs", "", 2, true, "", "", ""},
    {"page and resource", "ec2-get-managed-prefix-list-entries.pl-1.p2.json", "GetManagedPrefixListEntries", "pl-1", 2,
     true, "", "", ""},
    {"not used", "rds-describe-db-instances.json", "", "", 0, true, "", "", ""},
    {"its list alone", "Vpcs.json", "", "", 0, true, "", "", ""},
    {"no ending", "ec2-describe-vpcs", "", "", 0, false, "", "", ""},
    {"accounts folder", "accounts/111122223333/eu-west-1/ec2-describe-vpcs.json", "DescribeVpcs", "", 0, true,
     "111122223333", "eu-west-1", "accounts/111122223333/eu-west-1"},
    {"deeper", "x/accounts/111122223333/eu-west-1/net/ec2-describe-vpcs.json", "DescribeVpcs", "", 0, true,
     "111122223333", "eu-west-1", "x/accounts/111122223333/eu-west-1"},
    {"accounts folder cut off", "111122223333/us-gov-west-1/Vpcs.json", "", "", 0, true, "111122223333",
     "us-gov-west-1", "111122223333/us-gov-west-1"},
    {"region folder", "account-data/demo/us-east-1/Vpcs.json", "", "", 0, true, "", "us-east-1",
     "account-data/demo/us-east-1"},
    {"no region", "demo/east/Vpcs.json", "", "", 0, true, "", "", "demo/east"},
    {"folder of a call", "us-east-1/s3-get-bucket-policy/b", "GetBucketPolicy", "b", 0, true, "", "us-east-1",
     "us-east-1"},
    {"folder of a call, two levels", "a/ecs-describe-tasks/x%2Fy/z", "", "x/y/z", 0, true, "", "", "a"},
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static void test_names(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        struct wit_import_name n;
        wit_import_name_read(&n, arena, r->rel);
        print_message("%s\n", r->name);
        assert_string_equal(n.op == NULL ? "" : n.op->operation, r->operation);
        assert_string_equal(or_empty(n.resource), r->resource);
        assert_int_equal(n.page, r->page);
        assert_int_equal(n.answer, r->answer);
        assert_string_equal(or_empty(n.account), r->account);
        assert_string_equal(or_empty(n.region), r->region);
        assert_string_equal(n.place, r->place);
    }
}

static void test_regions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
    } regions[] = {{"eu-west-1", 9},
                   {"eu-west-1a", 9},
                   {"us-east-1-bos-1a", 9},
                   {"us-gov-east-1", 13},
                   {"ap-southeast-12", 15},
                   {"eusc-de-east-1", 14},
                   {"eu-1", 0},
                   {"eu-west", 0},
                   {"Eu-west-1", 0},
                   {"", 0},
                   {"eu-west-123", 0},
                   {"eu--1", 0}};
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++)
        assert_int_equal(wit_import_region_len(regions[i].text), regions[i].len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_regions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
