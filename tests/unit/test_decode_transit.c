/* tests/unit/test_decode_transit.c: transit gateways, their attachments and tables, lines outside: what each answer
 * tells, and which gap stands where one is missing.
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

#define GW                                                                                                             \
    "{\"TransitGateways\":[{\"TransitGatewayId\":\"tgw-1\",\"OwnerId\":\"111122223333\",\"State\":\"available\","      \
    "\"Options\":{\"SecurityGroupReferencingSupport\":\"enable\"}}]}"
#define ATT_(state, association)                                                                                       \
    "{\"TransitGatewayAttachments\":[{\"TransitGatewayAttachmentId\":\"tgw-attach-1\",\"TransitGatewayId\":\"tgw-1\"," \
    "\"TransitGatewayOwnerId\":\"111122223333\",\"ResourceOwnerId\":\"111122223333\",\"ResourceType\":\"vpc\","        \
    "\"ResourceId\":\"vpc-1\",\"State\":\"" state "\"" association "}]}"
#define ON(table, state) ",\"Association\":{\"TransitGatewayRouteTableId\":\"" table "\",\"State\":\"" state "\"}"
#define ATT              ATT_("available", ON("tgw-rtb-1", "associated"))
#define TABLE                                                                                                          \
    "{\"TransitGatewayRouteTables\":[{\"TransitGatewayRouteTableId\":\"tgw-rtb-1\",\"TransitGatewayId\":"              \
    "\"tgw-1\",\"State\":\"available\"}]}"
#define LINKED(id, state)                                                                                              \
    "{\"Associations\":[{\"TransitGatewayAttachmentId\":\"" id "\",\"ResourceId\":\"vpc-1\",\"ResourceType\":\"vpc\"," \
    "\"State\":\"" state "\"}]}"
#define NONE "{\"Associations\":[]}"
#define A(op, body)                                                                                                    \
    {                                                                                                                  \
        .operation = op, .text = body                                                                                  \
    }
#define OF(op, what, body)                                                                                             \
    {                                                                                                                  \
        .operation = op, .resource = what, .text = body                                                                \
    }
#define ATTACHMENTS  "DescribeTransitGatewayAttachments"
#define TABLES       "DescribeTransitGatewayRouteTables"
#define ASSOCIATIONS "GetTransitGatewayRouteTableAssociations"

static size_t count(const struct wit_kit_answer *answers, size_t most)
{
    size_t n = 0;
    while (n < most && answers[n].operation != NULL)
        n++;
    return n;
}

static void same(const char *row, const char *what, const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        fail_msg("%s: %s is \"%s\", not \"%s\"", row, what, got, want);
}

/* ---- which table stands at an attachment ---- */
static const struct {
    const char *name;
    struct wit_kit_answer answers[6];
    const char *table, *gap; /* of tgw-attach-1 */
    enum wit_gateway_state state;
} tables[] = {
    {"both answers",
     {A(ATTACHMENTS, ATT), A(TABLES, TABLE), OF(ASSOCIATIONS, "tgw-rtb-1", LINKED("tgw-attach-1", "associated"))},
     "tgw-rtb-1",
     "",
     WIT_GW_READY},
    {"the attachment's answer alone", {A(ATTACHMENTS, ATT), A(TABLES, TABLE)}, "tgw-rtb-1", "", WIT_GW_READY},
    {"the table's answer alone",
     {A(ATTACHMENTS, ATT_("available", "")), A(TABLES, TABLE),
      OF(ASSOCIATIONS, "tgw-rtb-1", LINKED("tgw-attach-1", "associated"))},
     "tgw-rtb-1",
     "",
     WIT_GW_READY},
    {"none, by every answer",
     {A(ATTACHMENTS, ATT_("available", "")), A(TABLES, TABLE), OF(ASSOCIATIONS, "tgw-rtb-1", NONE)},
     "",
     "",
     WIT_GW_READY},
    {"none told, and the tables' lists not asked",
     {A(ATTACHMENTS, ATT_("available", "")), A(TABLES, TABLE)},
     "",
     "not-asked GetTransitGatewayRouteTableAssociations tgw-rtb-1",
     WIT_GW_READY},
    {"none told, and the tables denied",
     {A(ATTACHMENTS, ATT_("available", "")), {.operation = TABLES, .reason = WIT_GAP_DENIED, .text = "no"}},
     "",
     "denied DescribeTransitGatewayRouteTables",
     WIT_GW_READY},
    {"that there is no table is not assumed",
     {A(ATTACHMENTS, ATT_("available", "")),
      {.operation = TABLES, .assumed = true},
      {.operation = ASSOCIATIONS, .assumed = true}},
     "",
     "not-asked DescribeTransitGatewayRouteTables",
     WIT_GW_READY},
    {"the table itself is not in evidence",
     {A(ATTACHMENTS, ATT), A(TABLES, "{\"TransitGatewayRouteTables\":[]}")},
     "tgw-rtb-1",
     "dangling DescribeTransitGatewayRouteTables tgw-rtb-1",
     WIT_GW_READY},
    {"the answers differ",
     {A(ATTACHMENTS, ATT), A(TABLES, TABLE), OF(ASSOCIATIONS, "tgw-rtb-1", NONE)},
     "tgw-rtb-1",
     "moving DescribeTransitGatewayAttachments tgw-attach-1",
     WIT_GW_READY},
    {"being changed",
     {A(ATTACHMENTS, ATT_("available", ON("tgw-rtb-1", "associating"))), A(TABLES, TABLE)},
     "tgw-rtb-1",
     "moving DescribeTransitGatewayAttachments tgw-attach-1",
     WIT_GW_READY},
    {"was once",
     {A(ATTACHMENTS, ATT_("available", ON("tgw-rtb-1", "disassociated"))), A(TABLES, TABLE),
      OF(ASSOCIATIONS, "tgw-rtb-1", NONE)},
     "",
     "",
     WIT_GW_READY},
    {"being deleted",
     {A(ATTACHMENTS, ATT_("deleting", ON("tgw-rtb-1", "associated"))), A(TABLES, TABLE)},
     "tgw-rtb-1",
     "",
     WIT_GW_STATE_UNKNOWN},
    {"not accepted", {A(ATTACHMENTS, ATT_("pendingAcceptance", "")), A(TABLES, TABLE)}, "", "", WIT_GW_CLOSED},
};

static void associations(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_estate *e = wit_kit_estate(arena, tables[i].answers, count(tables[i].answers, 6));
        assert_int_equal(e->n_attachments, 1);
        const struct wit_attachment *a = &e->attachments[0];
        same(tables[i].name, "table", a->table_id, tables[i].table);
        same(tables[i].name, "gap", wit_kit_gap_text(arena, e, a->table_gap), tables[i].gap);
        assert_true((a->table != NULL) == (a->table_id[0] != '\0' && strncmp(tables[i].gap, "dangling", 8) != 0));
        assert_int_equal(a->state, tables[i].state);
        assert_true((a->gap != WIT_NO_GAP) == (a->state == WIT_GW_STATE_UNKNOWN));
        wit_kit_bundles_remove();
    }
}

/* ---- routes ---- */
#define ROUTE(dest, more) "{" dest ",\"Type\":\"static\",\"State\":\"active\"" more "}"
#define TO(id)            ",\"TransitGatewayAttachments\":[{\"TransitGatewayAttachmentId\":\"" id "\",\"ResourceType\":\"vpc\"}]"
#define CIDR(prefix)      "\"DestinationCidrBlock\":\"" prefix "\""
#define SEARCH(body)                                                                                                   \
    OF("SearchTransitGatewayRoutes", "tgw-rtb-1", "{\"Routes\":[" body "],\"AdditionalRoutesAvailable\":false}")
static const struct {
    const char *name;
    struct wit_kit_answer answers[4];
    const char *routes; /* "prefix|list origin targets[ blackhole][ gap]; …" */
    const char *gap;    /* of the table */
} searches[] = {
    {"longest first",
     {A(TABLES, TABLE),
      SEARCH(ROUTE(CIDR("10.0.0.0/8"), TO("tgw-attach-1")) "," ROUTE(CIDR("10.1.0.0/16"), TO("tgw-attach-2")))},
     "10.1.0.0/16 static tgw-attach-2; 10.0.0.0/8 static tgw-attach-1",
     ""},
    {"propagated, of equal cost",
     {A(TABLES, TABLE),
      SEARCH("{" CIDR("10.0.0.0/8") ",\"Type\":\"propagated\",\"State\":\"active\",\"TransitGatewayAttachments\":["
                                    "{\"TransitGatewayAttachmentId\":\"tgw-attach-9\",\"ResourceType\":\"vpn\"},"
                                    "{\"TransitGatewayAttachmentId\":\"tgw-attach-3\",\"ResourceType\":\"vpn\"}]}")},
     "10.0.0.0/8 propagated tgw-attach-3 tgw-attach-9",
     ""},
    {"blackhole",
     {A(TABLES, TABLE), SEARCH("{" CIDR("10.0.0.0/8") ",\"Type\":\"static\",\"State\":\"blackhole\"}")},
     "10.0.0.0/8 static blackhole",
     ""},
    {"deleted",
     {A(TABLES, TABLE), SEARCH("{" CIDR("10.0.0.0/8") ",\"Type\":\"static\",\"State\":\"deleted\"}")},
     "",
     ""},
    {"what a list stands for",
     {A(TABLES, TABLE), SEARCH(ROUTE("\"PrefixListId\":\"pl-1\"," CIDR("10.0.0.0/8"), TO("tgw-attach-1"))),
      OF("GetTransitGatewayPrefixListReferences", "tgw-rtb-1",
         "{\"TransitGatewayPrefixListReferences\":[{\"PrefixListId\":\"pl-1\",\"State\":\"available\","
         "\"TransitGatewayAttachment\":{\"TransitGatewayAttachmentId\":\"tgw-attach-1\"}}]}")},
     "10.0.0.0/8 list tgw-attach-1",
     ""},
    {"a list, and the search denied",
     {A(TABLES, TABLE),
      {.operation = "SearchTransitGatewayRoutes", .resource = "tgw-rtb-1", .reason = WIT_GAP_DENIED, .text = "no"},
      OF("GetTransitGatewayPrefixListReferences", "tgw-rtb-1",
         "{\"TransitGatewayPrefixListReferences\":[{\"PrefixListId\":\"pl-1\",\"State\":\"available\","
         "\"TransitGatewayAttachment\":{\"TransitGatewayAttachmentId\":\"tgw-attach-1\"}}]}")},
     "pl-1 list tgw-attach-1",
     "denied SearchTransitGatewayRoutes tgw-rtb-1"},
    {"no state",
     {A(TABLES, TABLE), SEARCH("{" CIDR("10.0.0.0/8") ",\"Type\":\"static\"" TO("tgw-attach-1") "}")},
     "10.0.0.0/8 static tgw-attach-1 gap",
     ""},
    {"no type",
     {A(TABLES, TABLE), SEARCH("{" CIDR("10.0.0.0/8") ",\"State\":\"active\"" TO("tgw-attach-1") "}")},
     "10.0.0.0/8 local tgw-attach-1 gap",
     ""},
    {"active, to nowhere", {A(TABLES, TABLE), SEARCH(ROUTE(CIDR("10.0.0.0/8"), ""))}, "10.0.0.0/8 static gap", ""},
    {"more than was told",
     {A(TABLES, TABLE),
      OF("SearchTransitGatewayRoutes", "tgw-rtb-1",
         "{\"Routes\":[" ROUTE(CIDR("10.0.0.0/8"), TO("tgw-attach-1")) "],\"AdditionalRoutesAvailable\":true}")},
     "10.0.0.0/8 static tgw-attach-1",
     "unreadable SearchTransitGatewayRoutes tgw-rtb-1"},
    {"never searched", {A(TABLES, TABLE)}, "", "not-asked SearchTransitGatewayRoutes tgw-rtb-1"},
    {"assumed away",
     {A(TABLES, TABLE), {.operation = "SearchTransitGatewayRoutes", .assumed = true}},
     "",
     "not-asked SearchTransitGatewayRoutes tgw-rtb-1"},
    {"a table that no list has",
     {SEARCH(ROUTE(CIDR("10.0.0.0/8"), TO("tgw-attach-1")))},
     "10.0.0.0/8 static tgw-attach-1",
     ""},
    {"two targets of one route",
     {A(TABLES, TABLE),
      SEARCH(ROUTE(CIDR("10.0.0.0/8"), TO("tgw-attach-1")) "," ROUTE(CIDR("10.0.0.0/8"), TO("tgw-attach-2")))},
     "10.0.0.0/8 static tgw-attach-1; 10.0.0.0/8 static tgw-attach-2",
     "moving DescribeTransitGatewayRouteTables tgw-rtb-1"},
};

static const char *routes_text(struct wit_arena *arena, const struct wit_transit_table *t)
{
    static const char *const origins[] = {"local", "static", "list", "propagated"};
    const char *text = "";
    for (size_t i = 0; i < t->n_routes; i++) {
        const struct wit_transit_route *r = &t->routes[i];
        char prefix[WIT_PREFIX_TEXT];
        text = wit_fmt(arena, "%s%s%s %s", text, i == 0 ? "" : "; ",
                       r->by_list ? r->list_id : wit_prefix_text(prefix, r->prefix), origins[r->origin]);
        for (size_t k = 0; k < r->n_attachments; k++)
            text = wit_fmt(arena, "%s %s", text, r->attachment_ids[k]);
        text = wit_fmt(arena, "%s%s%s", text, r->blackhole ? " blackhole" : "", r->gap != WIT_NO_GAP ? " gap" : "");
    }
    return text;
}

static void routes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof searches / sizeof searches[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_estate *e = wit_kit_estate(arena, searches[i].answers, count(searches[i].answers, 4));
        assert_int_equal(e->n_transit_tables, 1);
        same(searches[i].name, "routes", routes_text(arena, &e->transit_tables[0]), searches[i].routes);
        same(searches[i].name, "gap", wit_kit_gap_text(arena, e, e->transit_tables[0].gap), searches[i].gap);
        wit_kit_bundles_remove();
    }
}

/* ---- the lists of kinds, put together ---- */
#define VPC_ATT                                                                                                        \
    "{\"TransitGatewayVpcAttachments\":[{\"TransitGatewayAttachmentId\":\"tgw-attach-1\",\"TransitGatewayId\":\"tgw-"  \
    "1\","                                                                                                             \
    "\"VpcId\":\"vpc-1\",\"VpcOwnerId\":\"111122223333\",\"State\":\"available\",\"SubnetIds\":[\"subnet-2\","         \
    "\"subnet-1\"],\"Options\":{\"ApplianceModeSupport\":\"enable\",\"SecurityGroupReferencingSupport\":\"disable\"}}" \
    "]}"
#define SUBNETS                                                                                                        \
    "{\"Subnets\":[{\"SubnetId\":\"subnet-1\",\"VpcId\":\"vpc-1\",\"CidrBlock\":\"10.0.1.0/24\"},"                     \
    "{\"SubnetId\":\"subnet-2\",\"VpcId\":\"vpc-1\",\"CidrBlock\":\"10.0.2.0/24\"}]}"

static void parts(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_kit_answer answers[] = {A("DescribeTransitGatewayVpcAttachments", VPC_ATT), A(ATTACHMENTS, ATT),
                                             A("DescribeTransitGateways", GW), A(TABLES, TABLE),
                                             A("DescribeSubnets", SUBNETS)};
    const struct wit_estate *e = wit_kit_estate(arena, answers, 5);
    const struct wit_attachment *a = &e->attachments[0];
    assert_int_equal(e->n_attachments, 1);
    assert_int_equal(a->kind, WIT_ATTACHED_NETWORK);
    assert_string_equal(a->transit->id, "tgw-1");
    assert_int_equal(a->transit->n_attachments, 1);
    assert_ptr_equal(a->transit->attachments[0], a);
    assert_int_equal(a->transit->attachments_gap, WIT_NO_GAP);
    assert_int_equal(a->transit->group_references, WIT_TOLD_YES);
    assert_string_equal(a->network->id, "vpc-1");
    assert_int_equal(a->n_subnets, 2);
    assert_string_equal(a->subnets[0]->id, "subnet-1");
    assert_int_equal(a->subnets_gap, WIT_NO_GAP);
    assert_int_equal(a->appliance_mode, WIT_TOLD_YES);
    assert_int_equal(a->group_references, WIT_TOLD_NO);
    assert_string_equal(a->table->id, "tgw-rtb-1");
    assert_int_equal(a->gap, WIT_NO_GAP);
    /* without the list of networks' attachments: which subnets is not known */
    e = wit_kit_estate(arena, answers + 1, 4);
    same("parts", "subnets_gap", wit_kit_gap_text(arena, e, e->attachments[0].subnets_gap),
         "not-asked DescribeTransitGatewayVpcAttachments");
    /* without the list of all: others may be attached */
    const struct wit_kit_answer two[] = {A("DescribeTransitGatewayVpcAttachments", VPC_ATT),
                                         A("DescribeTransitGateways", GW)};
    e = wit_kit_estate(arena, two, 2);
    same("parts", "attachments_gap", wit_kit_gap_text(arena, e, wit_estate_gateway(e, "tgw-1")->attachments_gap),
         "not-asked DescribeTransitGatewayAttachments");
    same("parts", "a subnet's gap", wit_kit_gap_text(arena, e, e->attachments[0].subnets_gap),
         "not-asked DescribeSubnets");
    wit_kit_bundles_remove();
}

/* The two sides of a peering inside one region. */
static void sides(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
#define SIDE(id, region) "{\"TransitGatewayId\":\"" id "\",\"OwnerId\":\"111122223333\",\"Region\":\"" region "\"}"
#define PEERING(region)                                                                                                \
    "{\"TransitGatewayPeeringAttachments\":[{\"TransitGatewayAttachmentId\":\"tgw-attach-7\",\"State\":\"available\"," \
    "\"RequesterTgwInfo\":" SIDE("tgw-1", "eu-west-1") ",\"AccepterTgwInfo\":" SIDE("tgw-2", region) "}]}"
    const struct wit_kit_answer here[] = {A("DescribeTransitGatewayPeeringAttachments", PEERING("eu-west-1"))};
    const struct wit_estate *e = wit_kit_estate(arena, here, 1);
    assert_int_equal(e->n_attachments, 2);
    assert_string_equal(e->attachments[0].transit_id, "tgw-1");
    assert_string_equal(e->attachments[0].peer_transit, "tgw-2");
    assert_string_equal(e->attachments[1].transit_id, "tgw-2");
    assert_string_equal(e->attachments[1].peer_transit, "tgw-1");
    const struct wit_kit_answer there[] = {A("DescribeTransitGatewayPeeringAttachments", PEERING("us-east-1"))};
    e = wit_kit_estate(arena, there, 1);
    assert_int_equal(e->n_attachments, 1);
    assert_string_equal(e->attachments[0].peer_region, "us-east-1");
    wit_kit_bundles_remove();
}

/* ---- lines ---- */
static void lines(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_kit_answer answers[] = {
        A("DescribeVpnConnections",
          "{\"VpnConnections\":[{\"VpnConnectionId\":\"vpn-1\",\"State\":\"available\",\"VpnGatewayId\":\"vgw-1\","
          "\"CustomerGatewayId\":\"cgw-1\",\"Options\":{\"StaticRoutesOnly\":true},\"Routes\":["
          "{\"DestinationCidrBlock\":\"192.168.0.0/16\",\"State\":\"available\"},"
          "{\"DestinationCidrBlock\":\"172.16.0.0/12\",\"State\":\"deleted\"}]}]}"),
        {.service = "directconnect",
         .operation = "DescribeDirectConnectGatewayAssociations",
         .resource = "vgw-1",
         .text =
             "{\"directConnectGatewayAssociations\":[{\"associationId\":\"dx-1\",\"associationState\":\"associated\","
             "\"directConnectGatewayId\":\"dxgw-1\",\"associatedGateway\":{\"id\":\"vgw-1\"},"
             "\"allowedPrefixesToDirectConnectGateway\":[{\"cidr\":\"10.0.0.0/16\"}]}]}"},
        {.service = "directconnect",
         .operation = "DescribeVirtualInterfaces",
         .text = "{\"virtualInterfaces\":[{\"virtualInterfaceId\":\"dxvif-1\",\"virtualInterfaceState\":\"down\","
                 "\"virtualGatewayId\":\"vgw-1\",\"connectionId\":\"dxcon-1\"}]}"}};
    const struct wit_estate *e = wit_kit_estate(arena, answers, 3);
    assert_int_equal(e->n_lines, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(e->lines[i].gateway_id, "vgw-1");
        assert_int_equal(e->lines[i].state, WIT_GW_READY);
        assert_int_equal(e->lines[i].gap, WIT_NO_GAP);
    }
    assert_string_equal(e->lines[0].id, "dx-1");
    assert_string_equal(e->lines[0].far_id, "dxgw-1");
    assert_int_equal(e->lines[0].n_prefixes, 1);
    assert_string_equal(e->lines[1].far_id, "dxcon-1");
    assert_true(e->lines[2].static_only);
    assert_int_equal(e->lines[2].n_prefixes, 1);
    wit_kit_bundles_remove();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(associations), cmocka_unit_test(routes),
                                       cmocka_unit_test(parts), cmocka_unit_test(sides), cmocka_unit_test(lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
