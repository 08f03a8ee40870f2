/* tests/unit/test_decode_rules.c: rules of groups and NACLs, and routes, one row each; what cannot be read keeps its
 * place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/decode_kit.h"

struct row {
    const char *name, *rule, *want; /* "number direction action ports peer[ gap]"; several: "; " */
};
static const struct row group_rules[] = {
    {"tcp", "{\"IpProtocol\":\"tcp\",\"FromPort\":9092,\"ToPort\":9098,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow tcp/9092-9098 10.0.0.0/8"},
    {"as XML has it",
     "{\"IpProtocol\":\"tcp\",\"FromPort\":\"22\",\"ToPort\":\"22\",\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow tcp/22 10.0.0.0/8"},
    {"no ports", "{\"IpProtocol\":\"udp\",\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow udp/0-65535 10.0.0.0/8"},
    {"all", "{\"IpProtocol\":\"-1\",\"Ipv6Ranges\":[{\"CidrIpv6\":\"::/0\"}]}", "0 in allow all ::/0"},
    {"host bits", "{\"IpProtocol\":\"-1\",\"IpRanges\":[{\"CidrIp\":\"10.1.2.3/8\"}]}", "0 in allow all 10.0.0.0/8"},
    {"a number", "{\"IpProtocol\":\"50\",\"FromPort\":1,\"ToPort\":2,\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/0\"}]}",
     "0 in allow proto/50 0.0.0.0/0"},
    {"ping", "{\"IpProtocol\":\"icmp\",\"FromPort\":8,\"ToPort\":-1,\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/0\"}]}",
     "0 in allow icmp/8.0-255 0.0.0.0/0"},
    {"any ICMP", "{\"IpProtocol\":\"icmpv6\",\"FromPort\":-1,\"ToPort\":-1,\"Ipv6Ranges\":[{\"CidrIpv6\":\"::/0\"}]}",
     "0 in allow icmpv6/0-255 ::/0"},
    {"four peers are four rules",
     "{\"IpProtocol\":\"-1\",\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}],\"Ipv6Ranges\":[{\"CidrIpv6\":\"::/0\"}],"
     "\"UserIdGroupPairs\":[{\"GroupId\":\"sg-2\",\"UserId\":\"1\"}],\"PrefixListIds\":[{\"PrefixListId\":\"pl-1\"}]}",
     "0 in allow all 10.0.0.0/8; 0 in allow all ::/0; 0 in allow all sg-2; 0 in allow all pl-1 list"},
    {"a deleted group stays what it is",
     "{\"IpProtocol\":\"-1\",\"UserIdGroupPairs\":[{\"GroupId\":\"sg-9\",\"PeeringStatus\":\"deleted\"}]}",
     "0 in allow all sg-9"},
    {"unknown protocol", "{\"IpProtocol\":\"quic\",\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow all 10.0.0.0/8 gap"},
    {"protocol 256", "{\"IpProtocol\":\"256\",\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow all 10.0.0.0/8 gap"},
    {"no protocol", "{\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}", "0 in allow all 10.0.0.0/8 gap"},
    {"one port only", "{\"IpProtocol\":\"tcp\",\"FromPort\":1,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow tcp/0-65535 10.0.0.0/8 gap"},
    {"ports backwards",
     "{\"IpProtocol\":\"tcp\",\"FromPort\":9,\"ToPort\":1,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow tcp/0-65535 10.0.0.0/8 gap"},
    {"a port that is none",
     "{\"IpProtocol\":\"tcp\",\"FromPort\":\"x\",\"ToPort\":1,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]}",
     "0 in allow tcp/0-65535 10.0.0.0/8 gap"},
    {"no CIDR", "{\"IpProtocol\":\"-1\",\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/33\"}]}", "0 in allow all ? gap"},
    {"ranges are no list", "{\"IpProtocol\":\"-1\",\"IpRanges\":\"10.0.0.0/8\"}", "0 in allow all ? gap"},
    {"a peer that is a word", "{\"IpProtocol\":\"-1\",\"UserIdGroupPairs\":[\"sg-1\"]}", "0 in allow all ? gap"},
};
#define E(more) "{\"RuleNumber\":100,\"Egress\":false,\"RuleAction\":\"allow\"," more "}"
#define ANY     "\"CidrBlock\":\"0.0.0.0/0\""
static const struct row acl_rules[] = {
    {"all", E("\"Protocol\":\"-1\"," ANY), "100 in allow all 0.0.0.0/0"},
    {"tcp without ports", E("\"Protocol\":\"6\"," ANY), "100 in allow tcp/0-65535 0.0.0.0/0"},
    {"tcp", E("\"Protocol\":\"6\",\"PortRange\":{\"From\":443,\"To\":443}," ANY), "100 in allow tcp/443 0.0.0.0/0"},
    {"IPv6", E("\"Protocol\":\"17\",\"PortRange\":{\"From\":53,\"To\":53},\"Ipv6CidrBlock\":\"::/0\""),
     "100 in allow udp/53 ::/0"},
    {"ICMP", E("\"Protocol\":\"1\",\"IcmpTypeCode\":{\"Type\":3,\"Code\":4}," ANY), "100 in allow icmp/3.4 0.0.0.0/0"},
    {"any ICMP", E("\"Protocol\":\"58\",\"IcmpTypeCode\":{\"Type\":-1,\"Code\":-1}," ANY),
     "100 in allow icmpv6/0-255 0.0.0.0/0"},
    {"ICMP of no type", E("\"Protocol\":\"1\"," ANY), "100 in deny icmp/0-255 0.0.0.0/0 gap"},
    {"portless", E("\"Protocol\":\"50\",\"PortRange\":{\"From\":1,\"To\":2}," ANY), "100 in allow proto/50 0.0.0.0/0"},
    {"the implied deny of IPv6",
     "{\"RuleNumber\":32768,\"Egress\":true,\"RuleAction\":\"deny\",\"Protocol\":\"-1\",\"Ipv6CidrBlock\":\"::/0\"}",
     "32767 out deny all ::/0"},
    {"unknown action", "{\"RuleNumber\":5,\"Egress\":false,\"RuleAction\":\"log\",\"Protocol\":\"-1\"," ANY "}",
     "5 in deny all 0.0.0.0/0 gap"},
    {"no CIDR", E("\"Protocol\":\"-1\""), "100 in deny all ? gap"},
    {"no number comes first", "{\"Egress\":true,\"RuleAction\":\"allow\",\"Protocol\":\"-1\"," ANY "}",
     "0 out deny all 0.0.0.0/0 gap"},
    {"no direction stands in both", "{\"RuleNumber\":7,\"RuleAction\":\"allow\",\"Protocol\":\"-1\"," ANY "}",
     "7 in deny all 0.0.0.0/0 gap; 7 out deny all 0.0.0.0/0 gap"},
    {"order",
     E("\"Protocol\":\"-1\"," ANY) ",{\"RuleNumber\":90,\"Egress\":false,\"RuleAction\":\"deny\","
                                   "\"Protocol\":\"-1\"," ANY "}",
     "90 in deny all 0.0.0.0/0; 100 in allow all 0.0.0.0/0"},
};

static const char *text_of(struct wit_arena *arena, const struct wit_filter *f)
{
    const char *out = "";
    for (size_t i = 0; i < f->n_rules; i++) {
        const struct wit_rule *r = &f->rules[i];
        char prefix[WIT_PREFIX_TEXT];
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf ports;
        wit_buf_init(&ports, 1 << 16);
        wit_pset_text(&ports, r->ports);
        const char *peer = r->peer == WIT_PEER_PREFIX                ? wit_prefix_text(prefix, r->prefix)
                           : r->peer == WIT_PEER_ANYTHING_UNREADABLE ? "?"
                                                                     : r->peer_id;
        out = wit_fmt(arena, "%s%s%u %s %s %s %s%s%s", out, i == 0 ? "" : "; ", r->number, r->egress ? "out" : "in",
                      r->allow ? "allow" : "deny", wit_buf_str(&ports), peer, r->gap == WIT_NO_GAP ? "" : " gap",
                      r->list_gap == WIT_NO_GAP ? "" : " list");
    }
    return out;
}

static void check(const struct row *rows, size_t n, const char *operation, const char *format, const char *id)
{
    for (size_t i = 0; i < n; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        char text[4096];
        const char *at = strchr(format, '@');
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - format), format, rows[i].rule, at + 1);
        const struct wit_kit_answer answer = {.operation = operation, .text = text};
        const struct wit_estate *e = wit_kit_estate(arena, &answer, 1);
        const char *got = text_of(arena, wit_estate_filter(e, id));
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s: \"%s\"", rows[i].name, got);
        wit_kit_bundles_remove();
    }
}

static void groups(void **state)
{
    (void)state;
    check(group_rules, sizeof group_rules / sizeof group_rules[0], "DescribeSecurityGroups",
          "{\"SecurityGroups\":[{\"GroupId\":\"sg-1\",\"IpPermissions\":[@],\"IpPermissionsEgress\":[]}]}", "sg-1");
}

static void acls(void **state)
{
    (void)state;
    check(acl_rules, sizeof acl_rules / sizeof acl_rules[0], "DescribeNetworkAcls",
          "{\"NetworkAcls\":[{\"NetworkAclId\":\"acl-1\",\"Associations\":[],\"Entries\":[@]}]}", "acl-1");
}

/* Only DescribeSecurityGroupRules: the groups are made of it, and open where it is cut. */
static void groups_of_rules(void **state)
{
    (void)state;
    static const char rules[] = "{\"SecurityGroupRules\":[{\"SecurityGroupRuleId\":\"sgr-1\",\"GroupId\":\"sg-1\","
                                "\"IsEgress\":false,\"IpProtocol\":\"tcp\",\"FromPort\":1,\"ToPort\":2,"
                                "\"CidrIpv4\":\"10.0.0.0/8\"}]}";
    for (int cut = 0; cut < 2; cut++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_kit_answer answer = {
            .operation = "DescribeSecurityGroupRules", .text = rules, .more = cut == 1};
        const struct wit_estate *e = wit_kit_estate(arena, &answer, 1);
        const struct wit_filter *f = wit_estate_filter(e, "sg-1");
        assert_string_equal(text_of(arena, f), "0 in allow tcp/1-2 10.0.0.0/8");
        assert_string_equal(f->rules[0].id, "sgr-1");
        assert_string_equal(wit_kit_gap_text(arena, e, f->gap), cut == 1 ? "cut DescribeSecurityGroupRules" : "");
        wit_kit_bundles_remove();
    }
}

static const struct {
    const char *name, *route, *target;
    enum wit_gateway_kind kind;
    enum wit_route_origin origin;
    bool blackhole, gap;
} routes[] = {
    {"local", "\"GatewayId\":\"local\",\"Origin\":\"CreateRouteTable\"", "local", WIT_GW_LOCAL, WIT_ROUTE_LOCAL, 0, 0},
    {"internet", "\"GatewayId\":\"igw-1\",\"Origin\":\"CreateRoute\"", "igw-1", WIT_GW_INTERNET, WIT_ROUTE_STATIC, 0,
     0},
    {"propagated", "\"GatewayId\":\"vgw-1\",\"Origin\":\"EnableVgwRoutePropagation\"", "vgw-1", WIT_GW_VPN,
     WIT_ROUTE_PROPAGATED, 0, 0},
    {"a VPN's of unknown origin", "\"GatewayId\":\"vgw-1\"", "vgw-1", WIT_GW_VPN, WIT_ROUTE_STATIC, 0, 1},
    {"an endpoint by prefix", "\"GatewayId\":\"vpce-1\",\"Origin\":\"CreateRoute\"", "vpce-1", WIT_GW_FIREWALL_ENDPOINT,
     WIT_ROUTE_STATIC, 0, 0},
    {"an instance's interface", "\"InstanceId\":\"i-1\",\"NetworkInterfaceId\":\"eni-1\",\"Origin\":\"CreateRoute\"",
     "eni-1", WIT_GW_INTERFACE, WIT_ROUTE_STATIC, 0, 0},
    {"core network", "\"CoreNetworkArn\":\"arn:x\",\"Origin\":\"CreateRoute\"", "arn:x", WIT_GW_CORE_NETWORK,
     WIT_ROUTE_STATIC, 0, 0},
    {"blackhole", "\"NatGatewayId\":\"nat-1\",\"State\":\"blackhole\",\"Origin\":\"CreateRoute\"", "nat-1", WIT_GW_NAT,
     WIT_ROUTE_STATIC, 1, 0},
    {"nothing at all", "\"State\":\"active\",\"Origin\":\"CreateRoute\"", "", WIT_GW_OTHER, WIT_ROUTE_STATIC, 0, 1},
    {"an unknown gateway", "\"GatewayId\":\"zgw-1\",\"Origin\":\"CreateRoute\"", "zgw-1", WIT_GW_OTHER,
     WIT_ROUTE_STATIC, 0, 1},
    {"filtered", "\"GatewayId\":\"igw-1\",\"State\":\"filtered\",\"Origin\":\"CreateRoute\"", "igw-1", WIT_GW_INTERNET,
     WIT_ROUTE_STATIC, 0, 1},
    {"advertised", "\"NetworkInterfaceId\":\"eni-1\",\"Origin\":\"Advertisement\"", "eni-1", WIT_GW_INTERFACE,
     WIT_ROUTE_PROPAGATED, 0, 1},
};

static void tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct wit_kit_answer answer = {
            .operation = "DescribeRouteTables",
            .text = wit_fmt(arena,
                            "{\"RouteTables\":[{\"RouteTableId\":\"rtb-1\",\"Associations\":[],\"Routes\":[{"
                            "\"DestinationCidrBlock\":\"10.0.0.0/8\",%s}]}]}",
                            routes[i].route)};
        const struct wit_estate *e = wit_kit_estate(arena, &answer, 1);
        const struct wit_route *r = &wit_estate_table(e, "rtb-1")->routes[0];
        if (strcmp(r->target, routes[i].target) != 0 || r->kind != routes[i].kind || r->origin != routes[i].origin ||
            r->blackhole != routes[i].blackhole || (r->gap != WIT_NO_GAP) != routes[i].gap ||
            (r->gateway_gap != WIT_NO_GAP) != (r->kind != WIT_GW_LOCAL && !r->blackhole && routes[i].target[0] != '\0'))
            fail_msg("%s: %s kind %d origin %d gap %d", routes[i].name, r->target, (int)r->kind, (int)r->origin,
                     r->gap != WIT_NO_GAP);
        wit_kit_bundles_remove();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(groups), cmocka_unit_test(acls),
                                       cmocka_unit_test(groups_of_rules), cmocka_unit_test(tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
