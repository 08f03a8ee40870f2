/* tests/unit/test_decode_law.c: a missing answer is a gap at the place that it leaves open, never a silent default.
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

#define OWN "\"OwnerId\":\"111122223333\""
#define VPC "{\"Vpcs\":[{\"VpcId\":\"vpc-1\",\"CidrBlock\":\"10.0.0.0/16\"," OWN "}]}"
#define SUB "{\"Subnets\":[{\"SubnetId\":\"subnet-1\",\"VpcId\":\"vpc-1\",\"CidrBlock\":\"10.0.1.0/24\"," OWN "}]}"
#define SUB2                                                                                                           \
    "{\"Subnets\":[{\"SubnetId\":\"subnet-1\",\"VpcId\":\"vpc-1\",\"CidrBlock\":\"10.0.1.0/"                           \
    "24\",\"OwnerId\":\"444455556666\"}]}"
#define ENTRY                                                                                                          \
    "{\"RuleNumber\":100,\"Egress\":false,\"RuleAction\":\"allow\",\"Protocol\":\"-1\",\"CidrBlock\":\"0.0.0.0/0\"}"
#define ACL(id, def, assoc)                                                                                            \
    "{\"NetworkAcls\":[{\"NetworkAclId\":\"" id "\",\"VpcId\":\"vpc-1\"," OWN ",\"IsDefault\":" def                    \
    ",\"Associations\":[" assoc "],\"Entries\":[" ENTRY "]}]}"
#define ON(s) "{\"SubnetId\":\"" s "\"}"
#define RT(id, assoc, routes)                                                                                          \
    "{\"RouteTables\":[{\"RouteTableId\":\"" id "\",\"VpcId\":\"vpc-1\"," OWN ",\"Associations\":[" assoc              \
    "],\"Routes\":[" routes "]}]}"
#define MAIN  "{\"Main\":true}"
#define LOCAL "{\"DestinationCidrBlock\":\"10.0.0.0/16\",\"GatewayId\":\"local\",\"Origin\":\"CreateRouteTable\"}"

struct row {
    const char *name;
    struct wit_kit_answer answers[6];
    const char *acl, *acl_gap, *routes, *routes_gap; /* of subnet-1; ids, or "" */
};
static const struct row rows[] = {
    {"explicit",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-1", "false", ON("subnet-1"))},
      {.operation = "DescribeRouteTables", .text = RT("rtb-1", ON("subnet-1"), LOCAL)}},
     "acl-1",
     "",
     "rtb-1",
     ""},
    {"by default, from whole lists",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-1", "true", "")},
      {.operation = "DescribeRouteTables", .text = RT("rtb-1", MAIN, LOCAL)}},
     "acl-1",
     "",
     "rtb-1",
     ""},
    {"no default from cut lists",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-1", "true", ""), .more = true},
      {.operation = "DescribeRouteTables", .text = RT("rtb-1", MAIN, LOCAL), .more = true}},
     "",
     "cut DescribeNetworkAcls",
     "",
     "cut DescribeRouteTables"},
    {"an association that is seen is a fact in a cut list",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-1", "false", ON("subnet-1")), .more = true},
      {.operation = "DescribeRouteTables", .text = RT("rtb-1", ON("subnet-1"), LOCAL), .more = true}},
     "acl-1",
     "",
     "rtb-1",
     ""},
    {"never asked",
     {{.operation = "DescribeVpcs", .text = VPC}, {.operation = "DescribeSubnets", .text = SUB}},
     "",
     "not-asked DescribeNetworkAcls",
     "",
     "not-asked DescribeRouteTables"},
    {"empty where something must be",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB},
      {.operation = "DescribeNetworkAcls", .text = "{\"NetworkAcls\":[]}"},
      {.operation = "DescribeRouteTables", .text = "{\"RouteTables\":[]}"}},
     "",
     "dangling DescribeNetworkAcls vpc-1",
     "",
     "dangling DescribeRouteTables vpc-1"},
    {"a guest of a shared subnet knows nothing by default",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB2},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-1", "true", "")},
      {.operation = "DescribeRouteTables", .text = RT("rtb-1", MAIN, LOCAL)}},
     "",
     "not-asked -",
     "",
     "not-asked -"},
    {"two that claim one subnet",
     {{.operation = "DescribeVpcs", .text = VPC},
      {.operation = "DescribeSubnets", .text = SUB},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-1", "true", ON("subnet-1")), .more = true},
      {.operation = "DescribeNetworkAcls", .text = ACL("acl-2", "false", ON("subnet-1")), .page = 2},
      {.operation = "DescribeRouteTables", .text = RT("rtb-1", ON("subnet-1"), LOCAL), .more = true},
      {.operation = "DescribeRouteTables", .text = RT("rtb-2", ON("subnet-1"), LOCAL), .page = 2}},
     "",
     "moving DescribeNetworkAcls subnet-1",
     "",
     "moving DescribeRouteTables subnet-1"},
};

static size_t count(const struct row *row)
{
    size_t n = 0;
    while (n < 6 && row->answers[n].operation != NULL)
        n++;
    return n;
}

static void same(const char *row, const char *what, const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        fail_msg("%s: %s is \"%s\", not \"%s\"", row, what, got, want);
}

static void defaults(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct row *row = &rows[i];
        const struct wit_estate *e = wit_kit_estate(arena, row->answers, count(row));
        const struct wit_subnet *s = wit_estate_subnet(e, "subnet-1");
        assert_non_null(s);
        same(row->name, "acl", s->acl == NULL ? "" : s->acl->id, row->acl);
        same(row->name, "acl_gap", wit_kit_gap_text(arena, e, s->acl_gap), row->acl_gap);
        same(row->name, "routes", s->routes == NULL ? "" : s->routes->id, row->routes);
        same(row->name, "routes_gap", wit_kit_gap_text(arena, e, s->routes_gap), row->routes_gap);
        wit_kit_bundles_remove();
    }
}

/* Answers filed under another account than the one they are of: what only the owner sees tells it. */
static void misfiled(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_kit_answer answers[] = {
        {.operation = "DescribeSubnets", .account = "999999999999", .text = SUB},
        {.operation = "DescribeVpcs", .account = "999999999999", .text = VPC},
        {.operation = "DescribeNetworkAcls", .account = "999999999999", .text = ACL("acl-1", "true", "")},
        {.operation = "DescribeInternetGateways",
         .account = "999999999999",
         .text = "{\"InternetGateways\":[{\"InternetGatewayId\":\"igw-1\"," OWN ",\"Attachments\":[]}]}"}};
    const struct wit_estate *e = wit_kit_estate(arena, answers, 4);
    assert_non_null(wit_estate_subnet(e, "subnet-1")->acl);
    e = wit_kit_estate(arena, answers, 3); /* without the gateway it may be a guest's view */
    assert_null(wit_estate_subnet(e, "subnet-1")->acl);
    wit_kit_bundles_remove();
}

#define ENI(more)                                                                                                      \
    "{\"NetworkInterfaces\":[{\"NetworkInterfaceId\":\"eni-1\",\"SubnetId\":\"subnet-1\",\"VpcId\":\"vpc-1\"," OWN     \
    ",\"PrivateIpAddress\":\"10.0.1.5\"" more "}]}"
static const struct {
    const char *name, *eni;
    bool unfiltered;
    const char *gap;
    size_t n_filters;
} interfaces[] = {
    {"groups", ENI(",\"Groups\":[{\"GroupId\":\"sg-1\"},{\"GroupId\":\"sg-1\"}]"), false, "", 1},
    {"no list", ENI(""), false, "unreadable DescribeNetworkInterfaces eni-1", 0},
    {"a group without its id", ENI(",\"Groups\":[{\"GroupName\":\"x\"}]"), false,
     "unreadable DescribeNetworkInterfaces eni-1", 0},
    {"none", ENI(",\"Groups\":[]"), false, "unconfirmed DescribeNetworkInterfaces eni-1", 0},
    {"NAT gateway", ENI(",\"Groups\":[],\"InterfaceType\":\"nat_gateway\""), true, "", 0},
    {"NAT gateway, as the model spells it", ENI(",\"Groups\":[],\"InterfaceType\":\"natGateway\""), true, "", 0},
    {"NLB made without", ENI(",\"Groups\":[],\"InterfaceType\":\"network_load_balancer\""), true, "", 0},
    {"NLB made with", ENI(",\"Groups\":[{\"GroupId\":\"sg-1\"}],\"InterfaceType\":\"network_load_balancer\""), false,
     "", 1},
    {"NLB of which nothing is told", ENI(",\"InterfaceType\":\"network_load_balancer\""), false,
     "unreadable DescribeNetworkInterfaces eni-1", 0},
    {"transit gateway", ENI(",\"Groups\":[],\"InterfaceType\":\"transit_gateway\""), false,
     "unconfirmed DescribeNetworkInterfaces eni-1", 0},
};

static void filters_of_interfaces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof interfaces / sizeof interfaces[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_kit_answer answers[] = {{.operation = "DescribeNetworkInterfaces", .text = interfaces[i].eni}};
        const struct wit_estate *e = wit_kit_estate(arena, answers, 1);
        const struct wit_interface *o = wit_estate_interface(e, "eni-1");
        assert_int_equal(o->unfiltered, interfaces[i].unfiltered);
        assert_int_equal(o->n_filters, interfaces[i].n_filters);
        same(interfaces[i].name, "filters_gap", wit_kit_gap_text(arena, e, o->filters_gap), interfaces[i].gap);
        assert_false(o->source_dest_check); /* not told is not on */
        assert_string_equal(o->subnet->id, "subnet-1");
        assert_true(o->subnet->network->placeholder);
        assert_int_not_equal(o->subnet->network->gap, WIT_NO_GAP);
        assert_int_not_equal(o->subnet->acl_gap, WIT_NO_GAP);
        wit_kit_bundles_remove();
    }
}

/* The same thing twice, with a change: the later stands, and its list is not trusted. */
static void moving(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_kit_answer answers[] = {
        {.operation = "DescribeNetworkInterfaces", .text = ENI(",\"Groups\":[{\"GroupId\":\"sg-1\"}]"), .more = true},
        {.operation = "DescribeNetworkInterfaces", .text = ENI(",\"Groups\":[{\"GroupId\":\"sg-2\"}]"), .page = 2}};
    const struct wit_estate *e = wit_kit_estate(arena, answers, 2);
    assert_int_equal(e->n_interfaces, 1);
    assert_string_equal(e->interfaces[0].filter_ids[0], "sg-2");
    const struct wit_list *list =
        wit_estate_list(e, WIT_KIT_ACCOUNT, WIT_KIT_REGION, "ec2", "DescribeNetworkInterfaces");
    assert_string_equal(wit_kit_gap_text(arena, e, list->gap), "moving DescribeNetworkInterfaces eni-1");
    wit_kit_bundles_remove();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(defaults), cmocka_unit_test(misfiled),
                                       cmocka_unit_test(filters_of_interfaces), cmocka_unit_test(moving)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
