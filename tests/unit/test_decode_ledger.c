/* tests/unit/test_decode_ledger.c: when a list is complete, assumed empty, or a gap.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/decode_kit.h"

#define V(id)   "{\"Vpcs\":[{\"VpcId\":\"" id "\",\"CidrBlock\":\"10.0.0.0/16\",\"OwnerId\":\"111122223333\"}]}"
#define MORE    "{\"Vpcs\":[],\"NextToken\":\"t\"}"
#define VPCS    "DescribeVpcs"
#define IGWS    "DescribeInternetGateways"
#define ENTRIES "GetManagedPrefixListEntries"
#define LISTS   "DescribeManagedPrefixLists"
#define PL1     "{\"PrefixLists\":[{\"PrefixListId\":\"pl-1\",\"OwnerId\":\"111122223333\"}]}"
#define ONE     "{\"Entries\":[{\"Cidr\":\"10.0.0.0/8\"}]}"

struct row {
    const char *name;
    struct wit_kit_answer answers[6];
    const char *service, *operation;
    enum wit_list_state state;
    const char *gap; /* "reason operation resource" */
};
static const struct row rows[] = {
    {"one page", {{.operation = VPCS, .text = V("vpc-1")}}, "ec2", VPCS, WIT_LIST_COMPLETE, ""},
    {"never asked",
     {{.operation = VPCS, .text = V("vpc-1")}},
     "ec2",
     IGWS,
     WIT_LIST_INCOMPLETE,
     "not-asked DescribeInternetGateways"},
    {"two pages",
     {{.operation = VPCS, .text = V("vpc-1"), .more = true}, {.operation = VPCS, .text = V("vpc-2"), .page = 2}},
     "ec2",
     VPCS,
     WIT_LIST_COMPLETE,
     ""},
    {"the last page never came",
     {{.operation = VPCS, .text = V("vpc-1"), .more = true}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "cut DescribeVpcs"},
    {"a hole",
     {{.operation = VPCS, .text = V("vpc-1"), .more = true}, {.operation = VPCS, .text = V("vpc-2"), .page = 3}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "cut DescribeVpcs"},
    {"the first page is not there",
     {{.operation = VPCS, .text = V("vpc-2"), .page = 2}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "cut DescribeVpcs"},
    {"denied",
     {{.operation = VPCS, .reason = WIT_GAP_DENIED, .text = "UnauthorizedOperation"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "denied DescribeVpcs"},
    {"denied, then answered",
     {{.operation = VPCS, .reason = WIT_GAP_DENIED}, {.operation = VPCS, .text = V("vpc-1")}},
     "ec2",
     VPCS,
     WIT_LIST_COMPLETE,
     ""},
    {"page 2 throttled, then resumed",
     {{.operation = VPCS, .text = V("vpc-1"), .more = true},
      {.operation = VPCS, .reason = WIT_GAP_THROTTLED},
      {.operation = VPCS, .text = V("vpc-2"), .page = 2}},
     "ec2",
     VPCS,
     WIT_LIST_COMPLETE,
     ""},
    {"page 2 throttled, page 1 again",
     {{.operation = VPCS, .text = V("vpc-1"), .more = true},
      {.operation = VPCS, .reason = WIT_GAP_THROTTLED},
      {.operation = VPCS, .text = V("vpc-1"), .more = true}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "throttled DescribeVpcs"},
    {"a whole new listing after a gap",
     {{.operation = VPCS, .text = V("vpc-1"), .more = true},
      {.operation = VPCS, .text = V("vpc-2"), .page = 2, .more = true},
      {.operation = VPCS, .reason = WIT_GAP_FAILED},
      {.operation = VPCS, .text = V("vpc-1")}},
     "ec2",
     VPCS,
     WIT_LIST_COMPLETE,
     ""},
    {"a gap after the answer",
     {{.operation = VPCS, .text = V("vpc-1")}, {.operation = VPCS, .reason = WIT_GAP_CUT}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "cut DescribeVpcs"},
    {"moving stays",
     {{.operation = VPCS, .reason = WIT_GAP_MOVING}, {.operation = VPCS, .text = V("vpc-1")}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "moving DescribeVpcs"},
    {"says more on its last page",
     {{.operation = VPCS, .text = MORE}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"not JSON",
     {{.operation = VPCS, .text = "{\"Vpcs\":["}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"no list", {{.operation = VPCS, .text = "{}"}}, "ec2", VPCS, WIT_LIST_INCOMPLETE, "unreadable DescribeVpcs"},
    {"the list is null",
     {{.operation = VPCS, .text = "{\"Vpcs\":null}"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"the list is a word",
     {{.operation = VPCS, .text = "{\"Vpcs\":\"none\"}"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"an item is a word",
     {{.operation = VPCS, .text = "{\"Vpcs\":[\"vpc-1\"]}"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"an XML error of status 200",
     {{.operation = VPCS, .text = "<Response><Errors><Error><Code>X</Code></Error></Errors></Response>"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"an error that is no fact",
     {{.operation = VPCS, .text = "{}", .status = 403}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"empty and known", {{.operation = IGWS, .text = "{\"InternetGateways\":[]}"}}, "ec2", IGWS, WIT_LIST_COMPLETE, ""},
    {"assumed empty",
     {{.operation = IGWS, .assumed = true, .text = "assumed"}},
     "ec2",
     IGWS,
     WIT_LIST_ASSUMED_EMPTY,
     ""},
    {"nobody may assume that there are no VPCs",
     {{.operation = VPCS, .assumed = true, .text = "assumed"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "not-asked DescribeVpcs"},
    {"denied is not assumed",
     {{.operation = IGWS, .reason = WIT_GAP_DENIED}, {.operation = IGWS, .assumed = true, .text = "assumed"}},
     "ec2",
     IGWS,
     WIT_LIST_INCOMPLETE,
     "denied DescribeInternetGateways"},
    {"a list that stands alone",
     {{.operation = VPCS, .text = "{\"vpcs\":[],\"x\":1}", .root = "/vpcs"}},
     "ec2",
     VPCS,
     WIT_LIST_COMPLETE,
     ""},
    {"an object inside a file",
     {{.operation = VPCS, .text = "{\"a/b\":{\"Vpcs\":[]}}", .root = "/a~1b"}},
     "ec2",
     VPCS,
     WIT_LIST_COMPLETE,
     ""},
    {"a root that is not there",
     {{.operation = VPCS, .text = "{}", .root = "/vpcs"}},
     "ec2",
     VPCS,
     WIT_LIST_INCOMPLETE,
     "unreadable DescribeVpcs"},
    {"each was asked",
     {{.operation = LISTS, .text = PL1}, {.operation = ENTRIES, .resource = "pl-1", .text = ONE}},
     "ec2",
     ENTRIES,
     WIT_LIST_COMPLETE,
     ""},
    {"one was not",
     {{.operation = LISTS, .text = PL1}},
     "ec2",
     ENTRIES,
     WIT_LIST_INCOMPLETE,
     "not-asked GetManagedPrefixListEntries pl-1"},
    {"nobody knows what to ask",
     {{.operation = ENTRIES, .resource = "pl-1", .text = ONE}},
     "ec2",
     ENTRIES,
     WIT_LIST_INCOMPLETE,
     "not-asked DescribeManagedPrefixLists"},
    {"global, asked elsewhere",
     {{.operation = VPCS, .text = V("vpc-1")},
      {.operation = "ListBuckets", .service = "s3", .region = "us-east-1", .text = "{\"Buckets\":[]}"}},
     "s3",
     "ListBuckets",
     WIT_LIST_COMPLETE,
     ""},
    {"the whole region was refused",
     {{.operation = VPCS, .text = V("vpc-1")}, {.service = "ec2", .reason = WIT_GAP_DENIED, .text = "opt-in"}},
     "ec2",
     IGWS,
     WIT_LIST_INCOMPLETE,
     "denied -"},
};

static void lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct row *row = &rows[i];
        size_t n = 0;
        while (n < 6 && (row->answers[n].operation != NULL || row->answers[n].service != NULL))
            n++;
        const struct wit_estate *e = wit_kit_estate(arena, row->answers, n);
        const struct wit_list *list = wit_estate_list(e, WIT_KIT_ACCOUNT, WIT_KIT_REGION, row->service, row->operation);
        const char *gap = wit_kit_gap_text(arena, e, list->gap);
        if (list->state != row->state || strcmp(gap, row->gap) != 0)
            fail_msg("%s: state %d, gap \"%s\"", row->name, (int)list->state, gap);
        wit_kit_bundles_remove();
    }
}

/* One bundle was denied, the other has the answer; pages of two bundles are never one answer. */
static void bundles(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_kit_answer denied = {.operation = VPCS, .reason = WIT_GAP_DENIED},
                                whole = {.operation = VPCS, .text = V("vpc-1")},
                                first = {.operation = VPCS, .text = V("vpc-1"), .more = true},
                                second = {.operation = VPCS, .text = V("vpc-2"), .page = 2};
    const struct wit_bundle *good[] = {wit_kit_answers(arena, &denied, 1), wit_kit_answers(arena, &whole, 1)},
                            *bad[] = {wit_kit_answers(arena, &first, 1), wit_kit_answers(arena, &second, 1)};
    struct wit_err err = {WIT_OK, ""};
    struct wit_estate *e;
    assert_true(wit_estate_decode(&e, arena, good, 2, &err));
    assert_int_equal(wit_estate_list(e, WIT_KIT_ACCOUNT, WIT_KIT_REGION, "ec2", VPCS)->state, WIT_LIST_COMPLETE);
    assert_true(wit_estate_decode(&e, arena, bad, 2, &err));
    assert_int_equal(wit_estate_list(e, WIT_KIT_ACCOUNT, WIT_KIT_REGION, "ec2", VPCS)->state, WIT_LIST_INCOMPLETE);
    assert_int_equal(e->n_networks, 2);
    wit_kit_bundles_remove();
}

static void remedies(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_kit_answer answers[] = {
        {.operation = LISTS, .text = PL1},
        {.service = "s3", .operation = "ListBuckets", .text = "{\"Buckets\":[{\"Name\":\"b\"}]}"}};
    const struct wit_estate *e = wit_kit_estate(arena, answers, 2);
    const char *wanted[] = {"aws ec2 describe-vpcs --region eu-west-1",
                            "aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1 --region eu-west-1",
                            "aws s3api get-bucket-policy --bucket b --region eu-west-1",
                            "aws globalaccelerator list-accelerators --region us-west-2"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        bool there = false;
        for (size_t k = 0; k < e->n_gaps && !there; k++)
            there = strcmp(e->gaps[k].remedy, wanted[i]) == 0;
        if (!there)
            fail_msg("no gap says: %s", wanted[i]);
    }
    wit_kit_bundles_remove();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists), cmocka_unit_test(bundles), cmocka_unit_test(remedies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
