/* evidence/operations.c: the table of cloud API operations, one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sources: EC2 API Reference 2016-11-15 (names of sets, largest MaxResults), STS 2011-06-15, S3 2006-03-01, KMS
 * TrentService, Elastic Load Balancing 2015-12-01, Global Accelerator V20180706, CloudFront 2020-05-31, VPC Lattice
 * 2022-11-30, Amazon MSK v2; Service Authorization Reference (permissions).
 */
#include "evidence/operations.h"

#include <string.h>

/* Lists of EC2 in one region. `limit_` 0: the operation takes no MaxResults and has no pages. */
#define EC2(op_, cli_, key_, set_, limit_, must_)                                                                      \
    {                                                                                                                  \
        .service = "ec2", .operation = op_, .cli = "ec2-" cli_, .protocol = WIT_PROTO_EC2, .scope = WIT_CALL_REGIONAL, \
        .api_version = "2016-11-15", .list_key = key_, .xml_list = set_,                                               \
        .token_in = (limit_) != 0 ? "NextToken" : NULL, .token_out = (limit_) != 0 ? "NextToken" : NULL,               \
        .limit = (limit_) != 0 ? "MaxResults" : NULL, .limit_value = (limit_), .iam = "ec2:" op_, .must_exist = must_  \
    }

/* One question about one bucket. The answer "there is none" is an error code of S3, and a fact. */
#define BUCKET(op_, cli_, path_, iam_, absent_)                                                                        \
    {                                                                                                                  \
        .service = "s3", .operation = op_, .cli = "s3api-" cli_, .protocol = WIT_PROTO_REST_XML,                       \
        .scope = WIT_CALL_EACH, .api_version = "2006-03-01", .each_of = "ListBuckets", .each_field = "Name",           \
        .each_param = "Bucket", .method = "GET", .path = path_, .iam = "s3:" iam_, .absent_error = absent_             \
    }

/* What every estate has is marked must_exist: an empty or absent answer cannot mean that there is none. */
static const struct wit_operation rows[] = {
    {.service = "sts",
     .operation = "GetCallerIdentity",
     .cli = "sts-get-caller-identity",
     .protocol = WIT_PROTO_QUERY,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2011-06-15",
     .iam = "sts:GetCallerIdentity",
     .must_exist = true},

    EC2("DescribeRegions", "describe-regions", "Regions", "regionInfo", 0, true),
    EC2("DescribeAvailabilityZones", "describe-availability-zones", "AvailabilityZones", "availabilityZoneInfo", 0,
        true),
    EC2("DescribeVpcs", "describe-vpcs", "Vpcs", "vpcSet", 1000, true),
    EC2("DescribeSubnets", "describe-subnets", "Subnets", "subnetSet", 1000, true),
    EC2("DescribeNetworkInterfaces", "describe-network-interfaces", "NetworkInterfaces", "networkInterfaceSet", 1000,
        true),
    EC2("DescribeInstances", "describe-instances", "Reservations", "reservationSet", 1000, false),
    EC2("DescribeSecurityGroups", "describe-security-groups", "SecurityGroups", "securityGroupInfo", 1000, true),
    EC2("DescribeSecurityGroupRules", "describe-security-group-rules", "SecurityGroupRules", "securityGroupRuleSet",
        1000, false),
    EC2("DescribeSecurityGroupVpcAssociations", "describe-security-group-vpc-associations",
        "SecurityGroupVpcAssociations", "securityGroupVpcAssociationSet", 1000, false),
    EC2("DescribeNetworkAcls", "describe-network-acls", "NetworkAcls", "networkAclSet", 1000, true),
    EC2("DescribeRouteTables", "describe-route-tables", "RouteTables", "routeTableSet", 100, true),
    EC2("DescribeManagedPrefixLists", "describe-managed-prefix-lists", "PrefixLists", "prefixListSet", 100, true),
    {.service = "ec2",
     .operation = "GetManagedPrefixListEntries",
     .cli = "ec2-get-managed-prefix-list-entries",
     .protocol = WIT_PROTO_EC2,
     .scope = WIT_CALL_EACH,
     .api_version = "2016-11-15",
     .list_key = "Entries",
     .xml_list = "entrySet",
     .token_in = "NextToken",
     .token_out = "NextToken",
     .limit = "MaxResults",
     .limit_value = 100,
     .each_of = "DescribeManagedPrefixLists",
     .each_field = "PrefixListId",
     .each_param = "PrefixListId",
     .iam = "ec2:GetManagedPrefixListEntries",
     .must_exist = true},
    EC2("DescribePrefixLists", "describe-prefix-lists", "PrefixLists", "prefixListSet", 1000, true),
    EC2("DescribeInternetGateways", "describe-internet-gateways", "InternetGateways", "internetGatewaySet", 1000,
        false),
    EC2("DescribeEgressOnlyInternetGateways", "describe-egress-only-internet-gateways", "EgressOnlyInternetGateways",
        "egressOnlyInternetGatewaySet", 255, false),
    EC2("DescribeNatGateways", "describe-nat-gateways", "NatGateways", "natGatewaySet", 1000, false),
    EC2("DescribeCarrierGateways", "describe-carrier-gateways", "CarrierGateways", "carrierGatewaySet", 1000, false),
    EC2("DescribeLocalGateways", "describe-local-gateways", "LocalGateways", "localGatewaySet", 1000, false),
    EC2("DescribeAddresses", "describe-addresses", "Addresses", "addressesSet", 0, false),
    EC2("DescribeVpcPeeringConnections", "describe-vpc-peering-connections", "VpcPeeringConnections",
        "vpcPeeringConnectionSet", 1000, false),
    EC2("DescribeVpcEndpoints", "describe-vpc-endpoints", "VpcEndpoints", "vpcEndpointSet", 1000, false),
    EC2("DescribeFlowLogs", "describe-flow-logs", "FlowLogs", "flowLogSet", 1000, false),
    EC2("DescribeVpcBlockPublicAccessOptions", "describe-vpc-block-public-access-options", NULL, NULL, 0, false),
    EC2("DescribeVpcBlockPublicAccessExclusions", "describe-vpc-block-public-access-exclusions",
        "VpcBlockPublicAccessExclusions", "vpcBlockPublicAccessExclusionSet", 1000, false),
    /* Ways in from the internet and from on-premises networks that leave no trace in route tables: without these lists
     * nothing is isolated from either. */
    EC2("DescribeVpnGateways", "describe-vpn-gateways", "VpnGateways", "vpnGatewaySet", 0, false),
    EC2("DescribeVpnConnections", "describe-vpn-connections", "VpnConnections", "vpnConnectionSet", 0, false),
    EC2("DescribeCustomerGateways", "describe-customer-gateways", "CustomerGateways", "customerGatewaySet", 0, false),
    EC2("DescribeClientVpnEndpoints", "describe-client-vpn-endpoints", "ClientVpnEndpoints", "clientVpnEndpoint", 1000,
        false),
    EC2("DescribeInstanceConnectEndpoints", "describe-instance-connect-endpoints", "InstanceConnectEndpoints",
        "instanceConnectEndpointSet", 50, false),
    EC2("DescribeTransitGateways", "describe-transit-gateways", "TransitGateways", "transitGatewaySet", 1000, false),
    EC2("DescribeTransitGatewayAttachments", "describe-transit-gateway-attachments", "TransitGatewayAttachments",
        "transitGatewayAttachments", 1000, false),
    EC2("DescribeTransitGatewayVpcAttachments", "describe-transit-gateway-vpc-attachments",
        "TransitGatewayVpcAttachments", "transitGatewayVpcAttachments", 1000, false),
    {.service = "globalaccelerator",
     .operation = "ListAccelerators",
     .cli = "globalaccelerator-list-accelerators",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2018-08-08",
     .list_key = "Accelerators",
     .token_in = "NextToken",
     .token_out = "NextToken",
     .limit = "MaxResults",
     .limit_value = 100,
     .target = "GlobalAccelerator_V20180706.ListAccelerators",
     .iam = "globalaccelerator:ListAccelerators"},
    {.service = "cloudfront",
     .operation = "ListVpcOrigins",
     .cli = "cloudfront-list-vpc-origins",
     .protocol = WIT_PROTO_REST_XML,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2020-05-31",
     .list_key = "VpcOriginList",
     .xml_list = "Items",
     .token_in = "Marker",
     .token_out = "NextMarker",
     .limit = "MaxItems",
     .limit_value = 100,
     .method = "GET",
     .path = "/2020-05-31/vpc-origin",
     .iam = "cloudfront:ListVpcOrigins"},
    /* The API wants a VPC or a service network, so it is asked for each VPC. */
    {.service = "vpc-lattice",
     .operation = "ListServiceNetworkVpcAssociations",
     .cli = "vpc-lattice-list-service-network-vpc-associations",
     .protocol = WIT_PROTO_REST_JSON,
     .scope = WIT_CALL_EACH,
     .api_version = "2022-11-30",
     .list_key = "items",
     .token_in = "nextToken",
     .token_out = "nextToken",
     .limit = "maxResults",
     .limit_value = 100,
     .each_of = "DescribeVpcs",
     .each_field = "VpcId",
     .each_param = "vpcIdentifier",
     .method = "GET",
     .path = "/servicenetworkvpcassociations",
     .iam = "vpc-lattice:ListServiceNetworkVpcAssociations"},
    {.service = "elbv2",
     .operation = "DescribeLoadBalancers",
     .cli = "elbv2-describe-load-balancers",
     .protocol = WIT_PROTO_QUERY,
     .scope = WIT_CALL_REGIONAL,
     .api_version = "2015-12-01",
     .list_key = "LoadBalancers",
     .xml_list = "LoadBalancers",
     .token_in = "Marker",
     .token_out = "NextMarker",
     .limit = "PageSize",
     .limit_value = 400,
     .iam = "elasticloadbalancing:DescribeLoadBalancers"},
    /* On the wire the names of MSK begin in lower case ("clusterInfoList"); the AWS CLI prints "ClusterInfoList". */
    {.service = "kafka",
     .operation = "ListClustersV2",
     .cli = "kafka-list-clusters-v2",
     .protocol = WIT_PROTO_REST_JSON,
     .scope = WIT_CALL_REGIONAL,
     .api_version = "2018-11-14",
     .list_key = "ClusterInfoList",
     .token_in = "nextToken",
     .token_out = "nextToken",
     .limit = "maxResults",
     .limit_value = 100,
     .method = "GET",
     .path = "/api/v2/clusters",
     .iam = "kafka:ListClustersV2"},

    {.service = "s3",
     .operation = "ListBuckets",
     .cli = "s3api-list-buckets",
     .protocol = WIT_PROTO_REST_XML,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2006-03-01",
     .list_key = "Buckets",
     .xml_list = "Buckets",
     .token_in = "continuation-token",
     .token_out = "ContinuationToken",
     .limit = "max-buckets",
     .limit_value = 1000,
     .method = "GET",
     .path = "/",
     .iam = "s3:ListAllMyBuckets"},
    BUCKET("GetBucketLocation", "get-bucket-location", "/{}?location=", "GetBucketLocation", NULL),
    BUCKET("GetBucketPolicy", "get-bucket-policy", "/{}?policy=", "GetBucketPolicy", "NoSuchBucketPolicy"),
    BUCKET("GetBucketEncryption", "get-bucket-encryption", "/{}?encryption=", "GetEncryptionConfiguration",
           "ServerSideEncryptionConfigurationNotFoundError"),
    BUCKET("GetPublicAccessBlock", "get-public-access-block", "/{}?publicAccessBlock=", "GetBucketPublicAccessBlock",
           "NoSuchPublicAccessBlockConfiguration"),

    {.service = "kms",
     .operation = "ListKeys",
     .cli = "kms-list-keys",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_REGIONAL,
     .api_version = "2014-11-01",
     .list_key = "Keys",
     .token_in = "Marker",
     .token_out = "NextMarker",
     .limit = "Limit",
     .limit_value = 1000,
     .target = "TrentService.ListKeys",
     .iam = "kms:ListKeys"},
    {.service = "kms",
     .operation = "DescribeKey",
     .cli = "kms-describe-key",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_EACH,
     .api_version = "2014-11-01",
     .each_of = "ListKeys",
     .each_field = "KeyId",
     .each_param = "KeyId",
     .target = "TrentService.DescribeKey",
     .iam = "kms:DescribeKey"},
};

enum { N_ROWS = sizeof rows / sizeof rows[0] };

const struct wit_operation *wit_operations(size_t *n)
{
    *n = N_ROWS;
    return rows;
}

const struct wit_operation *wit_operation_find(const char *service, const char *operation)
{
    if (service == NULL || operation == NULL)
        return NULL;
    for (size_t i = 0; i < N_ROWS; i++) {
        if (strcmp(rows[i].operation, operation) == 0 && strcmp(rows[i].service, service) == 0)
            return &rows[i];
    }
    return NULL;
}

const struct wit_operation *wit_operation_by_cli(const char *cli)
{
    for (size_t i = 0; cli != NULL && i < N_ROWS; i++) {
        if (strcmp(rows[i].cli, cli) == 0)
            return &rows[i];
    }
    return NULL;
}

const struct wit_operation *wit_operation_by_list_key(const char *key)
{
    const struct wit_operation *found = NULL;
    for (size_t i = 0; key != NULL && i < N_ROWS; i++) {
        if (rows[i].list_key == NULL || strcmp(rows[i].list_key, key) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = &rows[i];
    }
    return found;
}
