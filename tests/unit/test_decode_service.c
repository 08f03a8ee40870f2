/* tests/unit/test_decode_service.c: load balancers, endpoint services, accelerators and doors: what the answers about
 * each tell together, and which gap stands where one is missing.
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

#define ARN(rest) "arn:aws:elasticloadbalancing:eu-west-1:111122223333:" rest
#define NLB       ARN("loadbalancer/net/brokers/50dc6c495c0c9188")
#define ALB       ARN("loadbalancer/app/rest/50dc6c495c0c9199")
#define LISTENER  ARN("listener/net/brokers/50dc6c495c0c9188/f2f7dc8efc522ab2")
#define LISTENER2 ARN("listener/app/rest/50dc6c495c0c9199/f2f7dc8efc522ab3")
#define GROUP     ARN("targetgroup/one/73e2d6bc24d8a067")
#define GROUP2    ARN("targetgroup/two/73e2d6bc24d8a068")
#define LB(op, ...)                                                                                                    \
    {                                                                                                                  \
        .service = "elbv2", .operation = op, __VA_ARGS__                                                               \
    }
#define ABOUT(op, what, body) LB(op, .resource = what, .text = body)
#define EC2(op, ...)                                                                                                   \
    {                                                                                                                  \
        .operation = op, __VA_ARGS__                                                                                   \
    }

#define BALANCERS                                                                                                      \
    LB("DescribeLoadBalancers",                                                                                        \
       .text = "{\"LoadBalancers\":[{\"LoadBalancerArn\":\"" NLB "\",\"LoadBalancerName\":\"brokers\",\"Type\":"       \
               "\"network\",\"Scheme\":\"internal\",\"VpcId\":\"vpc-1\",\"State\":{\"Code\":\"active\"},"              \
               "\"AvailabilityZones\":[{\"ZoneName\":\"a\",\"SubnetId\":\"subnet-1\"}],"                               \
               "\"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic\":\"off\"}]}")
#define APPLICATION                                                                                                    \
    LB("DescribeLoadBalancers",                                                                                        \
       .text =                                                                                                         \
           "<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers><member><LoadBalancerArn>" ALB  \
           "</LoadBalancerArn><Type>application</Type><Scheme>internet-facing</Scheme><State><Code>active</Code>"      \
           "</State><AvailabilityZones><member><SubnetId>subnet-1</SubnetId></member></AvailabilityZones></member>"    \
           "</LoadBalancers></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>")
#define LISTENERS                                                                                                      \
    ABOUT("DescribeListeners", NLB,                                                                                    \
          "{\"Listeners\":[{\"ListenerArn\":\"" LISTENER "\",\"Port\":9094,\"Protocol\":\"TCP\",\"DefaultActions\":["  \
          "{\"Type\":\"forward\",\"TargetGroupArn\":\"" GROUP "\"}]}]}")
#define LISTENERS2(action)                                                                                             \
    ABOUT("DescribeListeners", ALB,                                                                                    \
          "{\"Listeners\":[{\"ListenerArn\":\"" LISTENER2                                                              \
          "\",\"Port\":443,\"Protocol\":\"HTTPS\",\"DefaultActions\":[" action "]}]}")
#define FORWARD "{\"Type\":\"forward\",\"ForwardConfig\":{\"TargetGroups\":[{\"TargetGroupArn\":\"" GROUP "\"}]}}"
#define FIXED   "{\"Type\":\"fixed-response\"}"
#define RULES(body)                                                                                                    \
    ABOUT("DescribeRules", LISTENER2,                                                                                  \
          "<DescribeRulesResponse><DescribeRulesResult><Rules>" body                                                   \
          "</Rules></DescribeRulesResult></DescribeRulesResponse>")
#define RULE(type, more) "<member><Actions><member><Type>" type "</Type>" more "</member></Actions></member>"
#define GROUPS                                                                                                         \
    LB("DescribeTargetGroups",                                                                                         \
       .text =                                                                                                         \
           "{\"TargetGroups\":[{\"TargetGroupArn\":\"" GROUP "\",\"TargetGroupName\":\"one\",\"Protocol\":\"TCP\","    \
           "\"Port\":9092,\"VpcId\":\"vpc-1\",\"TargetType\":\"ip\"},{\"TargetGroupArn\":\"" GROUP2 "\",\"Port\":80,"  \
           "\"TargetGroupName\":\"two\",\"Protocol\":\"HTTP\",\"TargetType\":\"instance\"}]}")
#define ENI(more)                                                                                                      \
    EC2("DescribeNetworkInterfaces",                                                                                   \
        .text = "{\"NetworkInterfaces\":[{\"NetworkInterfaceId\":\"eni-1\",\"OwnerId\":\"111122223333\",\"SubnetId\":" \
                "\"subnet-1\",\"VpcId\":\"vpc-1\",\"PrivateIpAddress\":\"10.0.1.5\",\"Groups\":[]" more "}]}")

static const struct {
    const char *name;
    struct wit_kit_answer answers[6];
    const char *want; /* stands in the estate as it is written, blanks left out */
} rows[] = {
    {"a network balancer with its interface",
     {BALANCERS,
      ENI(",\"InterfaceType\":\"network_load_balancer\",\"Description\":\"ELB net/brokers/50dc6c495c0c9188\"")},
     "\"kind\":\"network\",\"state\":\"ready\",\"state_word\":\"active\",\"network\":\"vpc-1\",\"subnet_ids\":["
     "\"subnet-1\"],\"subnets\":[\"subnet-1\"],\"interfaces\":[\"eni-1\"],\"enforces_on_private_link\":false,"},
    {"somebody wrote that text",
     {BALANCERS, ENI(",\"Description\":\"ELB net/brokers/50dc6c495c0c9188\"")},
     "\"subnets\":[\"subnet-1\"],\"interfaces\":[],"},
    {"another one's interface",
     {BALANCERS,
      ENI(",\"InterfaceType\":\"network_load_balancer\",\"Description\":\"ELB net/brokers/00dc6c495c0c9188\"")},
     "\"interfaces\":[],"},
    {"a listener of a network balancer needs no rules",
     {BALANCERS, LISTENERS, GROUPS},
     "\"port\":9094,\"group_ids\":[\"" GROUP "\"],\"groups\":[\"" GROUP
     "\"],\"cite\":null}],\"attributes_gap\":\"not-asked\""},
    {"across zones",
     {BALANCERS, ABOUT("DescribeLoadBalancerAttributes", NLB,
                       "{\"Attributes\":[{\"Key\":\"load_balancing.cross_zone.enabled\",\"Value\":\"false\"}]}")},
     "\"interfaces\":[],\"cross_zone\":false,\"enforces"},
    {"listeners denied",
     {BALANCERS, LB("DescribeListeners", .resource = NLB, .reason = WIT_GAP_DENIED, .text = "no")},
     "\"listeners\":[],\"listeners_gap\":\"denied\""},
    {"listeners assumed away",
     {BALANCERS, LB("DescribeListeners", .assumed = true)},
     "\"listeners\":[],\"attributes_gap\""},
    {"a group that is not in evidence", {BALANCERS, LISTENERS}, "\"groups\":[null],\"rules_gap\":\"not-asked\""},
    {"rules lead elsewhere too",
     {APPLICATION, LISTENERS2(FORWARD), GROUPS,
      RULES(RULE("authenticate-oidc", "") RULE("forward", "<TargetGroupArn>" GROUP2 "</TargetGroupArn>"))},
     "\"port\":443,\"group_ids\":[\"" GROUP "\",\"" GROUP2 "\"],\"groups\":[\"" GROUP "\",\"" GROUP2 "\"]"},
    {"rules were not asked", {APPLICATION, LISTENERS2(FORWARD), GROUPS}, "\"rules_gap\":\"not-asked\""},
    {"an action of the future",
     {APPLICATION, LISTENERS2(FORWARD), GROUPS, RULES(RULE("teleport", ""))},
     "\"rules_gap\":\"unreadable\""},
    {"answers by itself",
     {APPLICATION, LISTENERS2(FIXED), RULES(RULE("redirect", ""))},
     "\"groups\":[],\"only_answers\":true"},
    {"may answer by itself", {APPLICATION, LISTENERS2(FIXED)}, "\"groups\":[],\"rules_gap\""},
    {"an application balancer is across zones",
     {APPLICATION},
     "\"internet_facing\":true,\"subnet_ids\":[\"subnet-1\"],"
     "\"subnets\":[null],\"interfaces\":[],\"cross_zone\":true,\"listeners\":[],\"listeners_gap\":\"not-asked\","
     "\"gap\":null}"},
    {"targets",
     {GROUPS, ABOUT("DescribeTargetHealth", GROUP,
                    "{\"TargetHealthDescriptions\":[{\"Target\":{\"Id\":\"10.0.1.9\",\"Port\":9092,"
                    "\"AvailabilityZone\":\"all\"}},"
                    "{\"Target\":{\"Id\":\"10.0.1.8\",\"Port\":9092},\"TargetHealth\":{\"State\":\"unhealthy\"}}]}")},
     "\"targets\":[{\"id\":\"10.0.1.8\",\"port\":9092,\"cite\":null},{\"id\":\"10.0.1.9\",\"port\":9092,\"zone\":"
     "\"all\",\"cite\":null}],\"gap\":null}"},
    {"a target being taken out",
     {GROUPS, ABOUT("DescribeTargetHealth", GROUP,
                    "{\"TargetHealthDescriptions\":[{\"Target\":{\"Id\":\"10.0.1.9\"},\"TargetHealth\":{\"State\":"
                    "\"draining\"}}]}")},
     "\"targets\":[],\"targets_gap\":\"moving\""},
    {"a target that is no address",
     {GROUPS, ABOUT("DescribeTargetHealth", GROUP, "{\"TargetHealthDescriptions\":[{\"Target\":{\"Id\":\"ten\"}}]}")},
     "\"targets_gap\":\"unreadable\""},
    {"attributes of a group",
     {GROUPS, ABOUT("DescribeTargetGroupAttributes", GROUP,
                    "{\"Attributes\":[{\"Key\":\"preserve_client_ip.enabled\",\"Value\":\"true\"},"
                    "{\"Key\":\"load_balancing.cross_zone.enabled\",\"Value\":\"use_load_balancer_configuration\"}]}")},
     "\"family\":4,\"keeps_client\":true,\"cross_zone_inherits\":true,\"targets\""},
    {"classic",
     {{.service = "elb",
       .operation = "DescribeLoadBalancers",
       .text =
           "{\"LoadBalancerDescriptions\":[{\"LoadBalancerName\":\"old\",\"Scheme\":\"internal\",\"VPCId\":\"vpc-1\","
           "\"Subnets\":[\"subnet-1\"],\"Instances\":[{\"InstanceId\":\"i-1\"}],\"ListenerDescriptions\":[{"
           "\"Listener\":"
           "{\"Protocol\":\"TCP\",\"LoadBalancerPort\":9092,\"InstanceProtocol\":\"TCP\",\"InstancePort\":9093}}]}]}"},
      ENI(",\"RequesterId\":\"amazon-elb\",\"Description\":\"ELB old\"")},
     "\"interfaces\":[\"eni-1\"],\"listeners\":[{\"id\":\"old:9092\",\"protocol\":\"TCP\",\"port\":9092,\"group_ids\":["
     "\"old:TCP:9093\"],\"groups\":[\"old:TCP:9093\"],\"cite\":null}],\"attributes_gap\":\"not-asked\",\"gap\":null}],"
     "\"target_groups\":"
     "[{\"id\":\"old:TCP:9093\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"cite\":null,\"type\":"
     "\"instance\",\"protocol\":\"TCP\","
     "\"port\":9093,\"network\":\"vpc-1\",\"family\":4,\"keeps_client\":false,\"targets\":[{\"id\":\"i-1\",\"cite\":"
     "null}],\"gap\":null}]"},
    {"a service, its principals and who is connected",
     {EC2("DescribeVpcEndpointServiceConfigurations",
          .text = "{\"ServiceConfigurations\":[{\"ServiceId\":\"vpce-svc-1\",\"ServiceName\":\"s\",\"ServiceState\":"
                  "\"Available\","
                  "\"AcceptanceRequired\":true,\"NetworkLoadBalancerArns\":[\"" NLB "\"]}]}"),
      EC2("DescribeVpcEndpointServicePermissions", .resource = "vpce-svc-1",
          .text = "{\"AllowedPrincipals\":[{\"PrincipalType\":\"All\",\"Principal\":\"*\"}]}"),
      EC2("DescribeVpcEndpointConnections",
          .text = "{\"VpcEndpointConnections\":[{\"ServiceId\":\"vpce-svc-1\",\"VpcEndpointId\":\"vpce-1\","
                  "\"VpcEndpointOwner\":\"444455556666\",\"VpcEndpointState\":\"PendingAcceptance\"}]}"),
      BALANCERS},
     "\"acceptance_required\":true,\"balancer_ids\":[\"" NLB "\"],\"balancers\":[\"" NLB "\"],\"principals\":[\"*\"],"
     "\"connections\":[{\"endpoint\":\"vpce-1\",\"account\":\"444455556666\",\"state\":\"pendingAcceptance\",\"cite\":"
     "null}],\"gap\":null}"},
    {"a service of which nothing else is told",
     {EC2("DescribeVpcEndpointServiceConfigurations",
          .text = "{\"ServiceConfigurations\":[{\"ServiceId\":\"vpce-svc-1\",\"ServiceState\":\"Available\","
                  "\"GatewayLoadBalancerArns\":[\"x\"]}]}")},
     "\"balancers\":[null],\"gateway_kind\":true,\"principals_gap\":\"not-asked\",\"connections\":[],"
     "\"connections_gap\":\"not-asked\",\"gap\":\"not-asked\"}"},
    {"Client VPN",
     {EC2("DescribeClientVpnEndpoints", .text =
                                            "<R><clientVpnEndpoint><item><clientVpnEndpointId>cvpn-endpoint-1</"
                                            "clientVpnEndpointId><vpcId>vpc-1</vpcId>"
                                            "<status><code>available</code></status></item></clientVpnEndpoint></R>"),
      EC2("DescribeClientVpnTargetNetworks", .resource = "cvpn-endpoint-1",
          .text = "<R><clientVpnTargetNetworks><item><targetNetworkId>subnet-1</targetNetworkId><vpcId>vpc-1</"
                  "vpcId><status>"
                  "<code>associated</code></status><securityGroups><item>sg-1</item></securityGroups></item>"
                  "</clientVpnTargetNetworks></R>"),
      EC2("DescribeClientVpnRoutes", .resource = "cvpn-endpoint-1",
          .text = "<R><routes><item><destinationCidr>10.0.0.0/16</destinationCidr><status><code>active</code></"
                  "status></item></routes></R>"),
      EC2("DescribeClientVpnAuthorizationRules", .resource = "cvpn-endpoint-1",
          .text = "<R><authorizationRule><item><destinationCidr>10.0.1.0/24</destinationCidr><status><code>active</"
                  "code></status></item></authorizationRule></R>"),
      ENI(",\"Description\":\"ClientVPN Endpoint resource\"")},
     "\"kind\":\"client-vpn\",\"state\":\"ready\",\"state_word\":\"available\",\"network\":\"vpc-1\",\"subnet_ids\":["
     "\"subnet-1\"],"
     "\"subnets\":[\"subnet-1\"],\"interfaces\":[\"eni-1\"],\"groups\":[\"sg-1\"],\"filters\":[null],\"authorized\":"
     "[\"10.0.1.0/24\"],\"routes\":[\"10.0.0.0/16\"],\"gap\":null}"},
    {"Client VPN, its rules not asked",
     {EC2("DescribeClientVpnEndpoints", .text = "{\"ClientVpnEndpoints\":[{\"ClientVpnEndpointId\":\"cvpn-endpoint-1\","
                                                "\"Status\":{\"Code\":\"available\"}}]}")},
     "\"rules_gap\":\"not-asked\",\"gap\":null}"},
    {"Instance Connect",
     {EC2("DescribeInstanceConnectEndpoints",
          .text =
              "{\"InstanceConnectEndpoints\":[{\"InstanceConnectEndpointId\":\"eice-1\",\"State\":\"create-complete\","
              "\"VpcId\":\"vpc-1\",\"SubnetId\":\"subnet-1\",\"NetworkInterfaceIds\":[\"eni-1\"],\"SecurityGroupIds\":["
              "\"sg-1\"],"
              "\"PreserveClientIp\":false}]}"),
      ENI("")},
     "\"kind\":\"instance-connect\",\"state\":\"ready\",\"state_word\":\"create-complete\",\"network\":\"vpc-1\","
     "\"subnet_ids\":"
     "[\"subnet-1\"],\"subnets\":[\"subnet-1\"],\"interfaces\":[\"eni-1\"],\"groups\":[\"sg-1\"],\"filters\":[null],"
     "\"keeps_client\":false,\"gap\":null}"},
    {"an accelerator",
     {{.service = "globalaccelerator",
       .operation = "ListAccelerators",
       .text = "{\"Accelerators\":[{\"AcceleratorArn\":\"acc\",\"Enabled\":true,\"Status\":\"DEPLOYED\",\"IpSets\":[{"
               "\"IpAddresses\":["
               "\"192.0.2.1\"]}]}]}"},
      {.service = "globalaccelerator",
       .operation = "ListListeners",
       .resource = "acc",
       .text = "{\"Listeners\":[{\"ListenerArn\":\"lis\",\"Protocol\":\"TCP\",\"PortRanges\":[{\"FromPort\":80,"
               "\"ToPort\":81}]}]}"},
      {.service = "globalaccelerator",
       .operation = "ListEndpointGroups",
       .resource = "lis",
       .text = "{\"EndpointGroups\":[{\"EndpointGroupRegion\":\"eu-west-1\",\"PortOverrides\":[{\"ListenerPort\":80,"
               "\"EndpointPort\":8080}],"
               "\"EndpointDescriptions\":[{\"EndpointId\":\"i-1\",\"ClientIPPreservationEnabled\":true}]}]}"}},
     "\"enabled\":true,\"addresses\":[\"192.0.2.1\"],\"endpoints\":[{\"id\":\"i-1\",\"region\":\"eu-west-1\",\"keeps_"
     "client\":true,"
     "\"ports\":\"tcp/80-81\",\"overrides\":[{\"from\":80,\"to\":8080}],\"cite\":null}],\"gap\":null}"},
    {"an accelerator, its endpoints not asked",
     {{.service = "globalaccelerator",
       .operation = "ListAccelerators",
       .text = "{\"Accelerators\":[{\"AcceleratorArn\":\"acc\",\"Status\":\"DEPLOYED\",\"IpSets\":[{\"IpAddresses\":["
               "\"192.0.2.1\"]}]}]}"},
      {.service = "globalaccelerator",
       .operation = "ListListeners",
       .resource = "acc",
       .text = "{\"Listeners\":[{\"ListenerArn\":\"lis\",\"Protocol\":\"TCP\",\"PortRanges\":[{\"FromPort\":80,"
               "\"ToPort\":81}]}]}"}},
     "\"endpoints\":[],\"gap\":\"not-asked\"}"},
};

/* Without blanks, and of gaps their reason only. */
static const char *dense(struct wit_arena *arena, const char *text)
{
    char *out = wit_alloc(arena, strlen(text) + 1);
    size_t n = 0;
    while (*text != '\0') {
        if (*text != ' ' && *text != '\n')
            out[n++] = *text;
        if (strncmp(text++, "gap\": \"", 7) != 0)
            continue;
        for (text += 6, memcpy(out + n, "ap\":\"", 5), n += 5; *text != ' ' && *text != '"'; text++)
            out[n++] = *text;
        text += strcspn(text, "\"");
    }
    return out;
}

/* Takes the members that mean nothing out of a wanted text. */
static const char *without(struct wit_arena *arena, const char *want)
{
    static const char *const nothing[] = {",\"cite\":null", ",\"gap\":null"};
    char *out = wit_strdup(arena, want);
    for (size_t i = 0; i < 2; i++) {
        for (char *at; (at = strstr(out, nothing[i])) != NULL;)
            memmove(at, at + strlen(nothing[i]), strlen(at + strlen(nothing[i])) + 1);
    }
    return out;
}

static void services(void **state)
{
    (void)state;
    size_t failed = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        size_t n = 0;
        while (n < 6 && rows[i].answers[n].operation != NULL)
            n++;
        const struct wit_estate *e = wit_kit_estate(arena, rows[i].answers, n);
        const char *got = dense(arena, wit_kit_written(arena, e, true));
        if (strstr(got, without(arena, rows[i].want)) == NULL) {
            const char *from = strstr(got, "\"balancers\":");
            const char *to = strstr(got, "\"block_public_access\"");
            print_error("%s: %.*s\n", rows[i].name, (int)(to - from), from);
            failed++;
        }
        wit_kit_bundles_remove();
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(services)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
