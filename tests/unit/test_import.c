/* tests/unit/test_import.c: folders of AWS CLI answers become records: pages, gaps, places, assumptions.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "collectors/aws/aws.h"
#include "evidence/operations.h"
#include "tests/support/evidence_kit.h"

#define VPC      "{\"Vpcs\":[{\"VpcId\":\"vpc-1\",\"OwnerId\":\"111122223333\"}]}"
#define VPC_MORE "{\"Vpcs\":[{\"VpcId\":\"vpc-0\",\"OwnerId\":\"111122223333\"}],\"NextToken\":\"t\"}"
#define SUBNET   "{\"Subnets\":[{\"SubnetId\":\"s-1\",\"OwnerId\":\"111122223333\",\"AvailabilityZone\":\"eu-west-1a\"}]}"
#define STS      "{\"Account\":\"444455556666\",\"Arn\":\"arn:aws:iam::444455556666:user/a\",\"UserId\":\"A\"}"
#define DENIED   "{\"Error\":{\"Code\":\"UnauthorizedOperation\",\"Message\":\"You are not authorized\"}}"
#define HERE     "accounts/111122223333/eu-west-1/"

struct file {
    const char *name, *text;
};
struct row {
    const char *name;
    struct file files[5];
    const char *account, *region;
    enum wit_code code;
    const char
        *want; /* every record: "operation.resource#page+ @account/region;"; + is the last page; gaps "!reason" */
};

static const struct row rows[] = {
    {"one answer",
     {{HERE "ec2-describe-vpcs.json", VPC}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1+ @111122223333/eu-west-1;"},
    {"flat with options",
     {{"ec2-describe-vpcs.json", VPC}},
     "999988887777",
     "us-east-1",
     WIT_OK,
     "DescribeVpcs#1+ @999988887777/us-east-1;"},
    {"flat, told by the answers",
     {{"Subnets.json", SUBNET}, {"Vpcs.json", VPC}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1+ @111122223333/eu-west-1;DescribeSubnets#1+ @111122223333/eu-west-1;"},
    {"sts says more than owners",
     {{"a.json", STS}, {"Subnets.json", SUBNET}},
     NULL,
     NULL,
     WIT_OK,
     "GetCallerIdentity#1+ @444455556666/eu-west-1;DescribeSubnets#1+ @444455556666/eu-west-1;"},
    {"nothing tells the region", {{"ec2-describe-vpcs.json", VPC}}, NULL, NULL, WIT_EUSAGE, "--region"},
    {"nothing tells the account",
     {{"ec2-describe-vpcs.json", "{\"Vpcs\":[]}"}},
     NULL,
     "eu-west-1",
     WIT_EUSAGE,
     "--account"},
    {"two regions in one flat folder",
     {{"Subnets.json", SUBNET},
      {"i.json", "{\"NatGateways\":[],\"x\":1}"},
      {"z.json", "{\"Subnets\":[{\"AvailabilityZone\":\"us-east-1a\"}]}"}},
     NULL,
     NULL,
     WIT_EUSAGE,
     "--region"},
    {"two regions in two folders",
     {{"eu-west-1/Vpcs.json", VPC}, {"us-east-1/Vpcs.json", VPC}, {"us-east-1/Subnets.json", "{\"Subnets\":[]}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1+ @111122223333/eu-west-1;DescribeVpcs#1+ @111122223333/us-east-1;"
     "DescribeSubnets#1+ @111122223333/us-east-1;"},
    {"pages",
     {{HERE "ec2-describe-vpcs.p1.json", VPC_MORE}, {HERE "ec2-describe-vpcs.p2.json", VPC}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1 @111122223333/eu-west-1;DescribeVpcs#2+ @111122223333/eu-west-1;"},
    {"pages in any order",
     {{HERE "a-ec2/Vpcs.json", VPC}, {HERE "ec2-describe-vpcs.json", VPC_MORE}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1 @111122223333/eu-west-1;DescribeVpcs#2+ @111122223333/eu-west-1;"},
    {"last page not there",
     {{HERE "ec2-describe-vpcs.json", VPC_MORE}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1 @111122223333/eu-west-1;DescribeVpcs!cut @111122223333/eu-west-1;"},
    {"middle page not there",
     {{HERE "ec2-describe-vpcs.p1.json", VPC_MORE}, {HERE "ec2-describe-vpcs.p3.json", VPC}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1 @111122223333/eu-west-1;DescribeVpcs#2 @111122223333/eu-west-1;"
     "DescribeVpcs!cut @111122223333/eu-west-1;"},
    {"truncated list of S3 and KMS",
     {{HERE "kms-list-keys.json", "{\"Keys\":[],\"Truncated\":true,\"NextMarker\":\"m\"}"}},
     NULL,
     NULL,
     WIT_OK,
     "ListKeys#1 @111122223333/eu-west-1;ListKeys!cut @111122223333/eu-west-1;"},
    {"nested truncation",
     {{HERE "cloudfront-list-vpc-origins.json", "{\"VpcOriginList\":{\"IsTruncated\":true,\"Quantity\":0}}"}},
     NULL,
     NULL,
     WIT_OK,
     "ListVpcOrigins#1 @111122223333/eu-west-1;ListVpcOrigins!cut @111122223333/eu-west-1;"},
    {"a copy is one page",
     {{HERE "ec2-describe-vpcs.json", VPC}, {HERE "Vpcs.json", VPC}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1+ @111122223333/eu-west-1;"},
    {"denied",
     {{HERE "ec2-describe-vpcs.json", DENIED}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!denied @111122223333/eu-west-1;"},
    {"a page denied",
     {{HERE "ec2-describe-vpcs.p1.json", VPC}, {HERE "ec2-describe-vpcs.p2.json", DENIED}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1 @111122223333/eu-west-1;DescribeVpcs!denied @111122223333/eu-west-1;"},
    {"throttled",
     {{HERE "ec2-describe-vpcs.json", "{\"Error\":{\"Code\":\"RequestLimitExceeded\"}}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!throttled @111122223333/eu-west-1;"},
    {"failed",
     {{HERE "ec2-describe-vpcs.json", "{\"Error\":{\"Code\":\"InternalError\"}}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!failed @111122223333/eu-west-1;"},
    {"what the CLI says on stderr",
     {{HERE "ec2-describe-vpcs.json", "\nAn error occurred (UnauthorizedOperation) when calling the DescribeVpcs "
                                      "operation: You are not authorized to perform this operation.\n"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!denied @111122223333/eu-west-1;"},
    {"no policy is an answer",
     {{HERE "s3api-get-bucket-policy.acme.events.json", "{\"Error\":{\"Code\":\"NoSuchBucketPolicy\"}}"}},
     NULL,
     NULL,
     WIT_OK,
     "GetBucketPolicy.acme.events#1+ @111122223333/eu-west-1;"},
    {"resource with a slash",
     {{HERE "kms-describe-key.alias%2Facme.json", "{\"KeyMetadata\":{\"KeyId\":\"k\"}}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeKey.alias/acme#1+ @111122223333/eu-west-1;"},
    {"pages of one resource",
     {{HERE "ec2-get-managed-prefix-list-entries.pl-1.p1.json", "{\"Entries\":[],\"NextToken\":\"n\"}"},
      {HERE "ec2-get-managed-prefix-list-entries.pl-1.p2.json", "{\"Entries\":[]}"}},
     NULL,
     NULL,
     WIT_OK,
     "GetManagedPrefixListEntries.pl-1#1 @111122223333/eu-west-1;"
     "GetManagedPrefixListEntries.pl-1#2+ @111122223333/eu-west-1;"},
    {"empty file",
     {{HERE "ec2-describe-vpcs.json", ""}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;"},
    {"truncated file",
     {{HERE "ec2-describe-vpcs.json", "{\"Vpcs\":[{\"VpcId\""}, {HERE "Subnets.json", SUBNET}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;DescribeSubnets#1+ @111122223333/eu-west-1;"},
    {"truncated file, named by its list",
     {{HERE "Vpcs.json", "{\"Vpcs\":[{\"VpcId\""}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;"},
    {"truncated file, named by nothing",
     {{HERE "x.json", "{\"Vpcs\":[{\"VpcId\""}},
     NULL,
     NULL,
     WIT_OK,
     "-!unreadable @111122223333/eu-west-1;"},
    {"not UTF-8",
     {{HERE "ec2-describe-vpcs.json", "{\"Vpcs\":[\"\xff\"]}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;"},
    {"wrong type",
     {{HERE "ec2-describe-vpcs.json", "{\"Vpcs\":{\"a\":1}}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;"},
    {"another answer",
     {{HERE "ec2-describe-vpcs.json", SUBNET}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;"},
    {"not an object",
     {{HERE "ec2-describe-vpcs.json", "[]"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs!unreadable @111122223333/eu-west-1;"},
    {"a dump of several lists",
     {{"d.json", "{\"vpcs\":[{\"OwnerId\":\"OwnerId:8\"}],\"instances\":[{\"Placement\":{\"AvailabilityZone\":"
                 "\"eu-north-1a\"}}],\"collector_version\":\"1\"}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1+ @OwnerId:8/eu-north-1 /vpcs;DescribeInstances#1+ @OwnerId:8/eu-north-1 "
     "/instances;"},
    {"a folder named like a call",
     {{"data/demo/us-east-1/s3-get-bucket-policy/b_1", "{\"Policy\":\"{}\"}"},
      {"data/demo/us-east-1/sts-get-caller-identity.json", STS}},
     NULL,
     NULL,
     WIT_OK,
     "GetCallerIdentity#1+ @444455556666/us-east-1;GetBucketPolicy.b_1#1+ @444455556666/us-east-1;"},
    {"prefix lists, told by their items",
     {{HERE "a.json", "{\"PrefixLists\":[{\"Cidrs\":[],\"PrefixListId\":\"pl-1\"}]}"},
      {HERE "b.json", "{\"PrefixLists\":[{\"PrefixListId\":\"pl-1\",\"Version\":1}]}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeManagedPrefixLists#1+ @111122223333/eu-west-1;DescribePrefixLists#1+ @111122223333/eu-west-1;"},
    {"not used by this version",
     {{HERE "ec2-describe-vpcs.json", VPC}, {HERE "kafka-list-clusters.json", "{\"ClusterInfoList\":[]}"}},
     NULL,
     NULL,
     WIT_OK,
     "DescribeVpcs#1+ @111122223333/eu-west-1;"},
    {"nothing at all", {{"README.md", "hello"}, {"x.json", "{\"Hello\":[]}"}}, NULL, NULL, WIT_EPARSE, "none of its 2"},
};

static char *make_folder(struct wit_arena *arena, const struct file *files, size_t n)
{
    char *dir = wit_kit_dir(arena);
    for (size_t i = 0; i < n && files[i].name != NULL; i++) {
        char *path = wit_fmt(arena, "%s/%s", dir, files[i].name);
        char *folder = wit_strdup(arena, path);
        *strrchr(folder, '/') = '\0';
        assert_true(wit_dir_make(folder, NULL));
        wit_kit_write(path, files[i].text, strlen(files[i].text));
    }
    return dir;
}

/* Every record but notes, as a row's `want` has it. */
static char *picture(struct wit_arena *arena, const char *bundle)
{
    struct wit_bundle *b;
    struct wit_err err = {WIT_OK, ""};
    char *text = wit_strdup(arena, "");
    if (!wit_bundle_open(&b, arena, bundle, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < b->n; i++) {
        const struct wit_record *r = &b->records[i];
        const char *op = r->subject.operation == NULL ? "-" : r->subject.operation;
        const char *resource = r->subject.resource == NULL ? "" : wit_fmt(arena, ".%s", r->subject.resource);
        const char *what = r->kind == WIT_REC_ARTEFACT ? wit_fmt(arena, "#%u%s", r->page, r->last_page ? "+" : "")
                           : r->kind == WIT_REC_GAP    ? wit_fmt(arena, "!%s", wit_gap_word(r->reason))
                                                       : "?";
        const char *root = r->root == NULL || r->root[0] == '\0' ? "" : wit_fmt(arena, " %s", r->root);
        if (r->kind != WIT_REC_NOTE)
            text = wit_fmt(arena, "%s%s%s%s @%s/%s%s;", text, op, resource, what, r->subject.account, r->subject.region,
                           root);
    }
    return text;
}

static bool import(struct wit_arena *arena, const char *dir, const char *bundle,
                   const struct wit_aws_import_options *options, struct wit_import_summary *summary,
                   struct wit_err *err)
{
    struct wit_bundle_writer *w;
    assert_true(wit_bundle_writer_open(&w, bundle, true, err));
    bool done = wit_aws_import_cli(w, dir, options, arena, summary, err);
    wit_bundle_writer_close(w);
    return done;
}

static void test_folders(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_arena *arena = wit_arena_new();
        char *dir = make_folder(arena, rows[i].files, 5), *bundle = wit_fmt(arena, "%s.evidence", dir);
        struct wit_import_summary summary;
        struct wit_err err = {WIT_OK, ""};
        bool done = import(arena, dir, bundle,
                           &(struct wit_aws_import_options){.account = rows[i].account, .region = rows[i].region},
                           &summary, &err);
        if (err.code != rows[i].code)
            fail_msg("%s: code %d, wanted %d: %s", rows[i].name, (int)err.code, (int)rows[i].code, err.text);
        if (!done && strstr(err.text, rows[i].want) == NULL)
            fail_msg("%s: \"%s\" does not say \"%s\"", rows[i].name, err.text, rows[i].want);
        if (done && strcmp(picture(arena, bundle), rows[i].want) != 0)
            fail_msg("%s:\n is     %s\n wanted %s", rows[i].name, picture(arena, bundle), rows[i].want);
        for (size_t f = 0; done && f < summary.n_list; f++) {
            if (summary.list[f].operation == NULL && summary.list[f].note == NULL)
                fail_msg("%s: %s is left out silently", rows[i].name, summary.list[f].path);
        }
        wit_kit_remove(dir);
        wit_kit_remove(bundle);
        wit_arena_free(arena);
    }
}

/* Every file gets a line; what is not used is told with its name. */
static void test_summary(void **state)
{
    (void)state;
    static const struct file files[] = {{HERE "ec2-describe-vpcs.json", VPC},
                                        {HERE "rds-describe-db-instances.json", "{\"DBInstances\":[]}"},
                                        {"README.md", "x"},
                                        {"bad\n\x1b[31m.json", "{}"}};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *dir = make_folder(arena, files, 4), *bundle = wit_fmt(arena, "%s.evidence", dir);
    char *outside = wit_fmt(arena, "%s.outside", dir);
    wit_kit_write(outside, SUBNET, strlen(SUBNET));
    assert_int_equal(
        symlink(wit_fmt(arena, "../%s", strrchr(outside, '/') != NULL ? strrchr(outside, '/') + 1 : outside),
                wit_fmt(arena, "%s/ec2-describe-subnets.json", dir)),
        0);
    assert_int_equal(symlink("..", wit_fmt(arena, "%s/up", dir)), 0);
    struct wit_import_summary s;
    struct wit_err err = {WIT_OK, ""};
    assert_true(import(arena, dir, bundle, &(struct wit_aws_import_options){0}, &s, &err));
    assert_string_equal(picture(arena, bundle), "DescribeVpcs#1+ @111122223333/eu-west-1;");
    assert_int_equal(s.files, 6);
    assert_int_equal(s.artefacts, 1);
    assert_int_equal(s.unrecognised, 5);
    assert_int_equal(s.gaps, 0);
    assert_int_equal(s.places, 1);
    size_t rows_n, whole = 0;
    const struct wit_operation *ops = wit_operations(&rows_n);
    for (size_t i = 0; i < rows_n; i++)
        whole += ops[i].scope != WIT_CALL_EACH;
    assert_int_equal(s.not_asked, whole - 1);
    const char *said = "";
    for (size_t i = 0; i < s.n_list; i++)
        said = wit_fmt(arena, "%s%s: %s\n", said, s.list[i].path, s.list[i].note == NULL ? "" : s.list[i].note);
    assert_non_null(strstr(said, "rds-describe-db-instances is not used by this version"));
    assert_non_null(strstr(said, "ec2-describe-subnets.json: a link that leaves the folder: refused"));
    assert_non_null(strstr(said, "up: a link that leaves the folder: refused"));
    assert_null(strchr(said, '\x1b'));
    wit_kit_remove(dir);
    wit_kit_remove(bundle);
    unlink(outside);
}

static void test_assume_empty(void **state)
{
    (void)state;
    static const struct file files[] = {{HERE "ec2-describe-vpcs.json", VPC},
                                        {HERE "ec2-describe-nat-gateways.json", DENIED},
                                        {HERE "ec2-describe-addresses.json", "{\"Addresses\":[]}"}};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *dir = make_folder(arena, files, 3), *bundle = wit_fmt(arena, "%s.evidence", dir);
    struct wit_import_summary s;
    struct wit_err err = {WIT_OK, ""};
    const struct wit_aws_import_options options = {.assume_empty = true};
    assert_true(import(arena, dir, bundle, &options, &s, &err));
    struct wit_bundle *b;
    assert_true(wit_bundle_open(&b, arena, bundle, &err));
    unsigned long assumed = 0;
    for (size_t i = 0; i < b->n; i++) {
        const struct wit_record *r = &b->records[i];
        if (r->kind != WIT_REC_ASSUMPTION)
            continue;
        assumed++;
        const struct wit_operation *op = wit_operation_find(r->subject.service, r->subject.operation);
        assert_non_null(op);
        assert_false(op->must_exist);
        assert_non_null(r->detail);
        assert_string_not_equal(op->operation, "DescribeNatGateways"); /* refused is not absent */
        assert_string_not_equal(op->operation, "DescribeAddresses");   /* answered */
        assert_string_not_equal(op->operation, "DescribeKey");         /* not a list */
    }
    assert_true(assumed > 10);
    assert_int_equal(assumed, s.assumptions);
    /* Again into the same bundle: nothing is new. */
    size_t before = b->n;
    assert_true(import(arena, dir, bundle, &options, &s, &err));
    assert_true(wit_bundle_open(&b, arena, bundle, &err));
    assert_int_equal(b->n, before);
    wit_kit_remove(dir);
    wit_kit_remove(bundle);
}

/* Two imports of one folder, wherever it lies: the same journal but for the times, which the environment fixes here. */
static void test_same_journal(void **state)
{
    (void)state;
    static const struct file files[] = {{HERE "ec2-describe-vpcs.p1.json", VPC_MORE},
                                        {HERE "ec2-describe-vpcs.p2.json", VPC},
                                        {HERE "Subnets.json", SUBNET},
                                        {"README", "x"}};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    setenv("PATHWITNESS_NOW_MS", "1790000000000", 1);
    char *text[2];
    for (int i = 0; i < 2; i++) {
        char *dir = make_folder(arena, files, 4), *bundle = wit_fmt(arena, "%s.evidence", dir);
        struct wit_import_summary s;
        struct wit_err err = {WIT_OK, ""};
        assert_true(import(arena, dir, bundle, &(struct wit_aws_import_options){.assume_empty = true}, &s, &err));
        size_t len;
        text[i] = wit_kit_read(arena, wit_fmt(arena, "%s/journal.jsonl", bundle), &len);
        wit_kit_remove(dir);
        wit_kit_remove(bundle);
    }
    unsetenv("PATHWITNESS_NOW_MS");
    assert_string_equal(text[0], text[1]);
}

/* Accounts of other people, when they are there: all of it goes in, nothing silently left out. */
static void test_shared_accounts(void **state)
{
    (void)state;
    static const struct {
        const char *dir;
        unsigned long least;
    } accounts[] = {
        {"batfish/test-load-balancer", 8},
        {"batfish/test-nat-gateway", 8},
        {"batfish/test-vpc-peering", 8},
        {"batfish/test-subnet", 6},
        {"batfish/test-transit-gateway", 8},
        {"batfish/test-public-private-subnet", 8},
        {"batfish/test-vpc-endpoint-gateway", 6},
        {"cloudmapper", 10},
        {"np-guard", 10},
    };
    const char *base = WIT_SHARED_DIR "/data/aws-accounts";
    if (!wit_path_is_dir(base))
        skip();
    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++) {
        struct wit_arena *arena = wit_arena_new();
        char *bundle = wit_kit_dir(arena), *dir = wit_fmt(arena, "%s/%s", base, accounts[i].dir);
        struct wit_import_summary s = {0};
        struct wit_err err = {WIT_OK, ""};
        if (wit_path_is_dir(dir)) {
            if (!import(arena, dir, bundle, &(struct wit_aws_import_options){0}, &s, &err))
                fail_msg("%s: %s", accounts[i].dir, err.text);
            if (s.artefacts < accounts[i].least)
                fail_msg("%s: only %lu artefacts", accounts[i].dir, s.artefacts);
            if (strstr(picture(arena, bundle), "!unreadable") != NULL)
                fail_msg("%s: %s", accounts[i].dir, picture(arena, bundle));
        }
        wit_kit_remove(bundle);
        wit_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folders),         cmocka_unit_test(test_summary),
        cmocka_unit_test(test_assume_empty),    cmocka_unit_test(test_same_journal),
        cmocka_unit_test(test_shared_accounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
