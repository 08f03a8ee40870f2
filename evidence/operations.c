/* evidence/operations.c: the table of cloud API operations, one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sources: EC2 API Reference 2016-11-15 (names of sets, largest MaxResults), STS 2011-06-15, S3 2006-03-01, KMS
 * TrentService, Elastic Load Balancing 2015-12-01, Global Accelerator V20180706, CloudFront 2020-05-31, VPC Lattice
 * 2022-11-30, Direct Connect 2012-10-25, Amazon MSK v1 and v2, IAM 2010-05-08, Organizations 2016-11-28, S3 Control
 * 2018-08-20; Service Authorization Reference (permissions).
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

/* The same about each thing of a list: `field_` names it there, and is the parameter. */
#define EC2_EACH(op_, cli_, key_, set_, limit_, of_, field_, must_)                                                    \
    {                                                                                                                  \
        .service = "ec2", .operation = op_, .cli = "ec2-" cli_, .protocol = WIT_PROTO_EC2, .scope = WIT_CALL_EACH,     \
        .api_version = "2016-11-15", .list_key = key_, .xml_list = set_, .token_in = "NextToken",                      \
        .token_out = "NextToken", .limit = "MaxResults", .limit_value = (limit_), .each_of = of_,                      \
        .each_field = field_, .each_param = field_, .iam = "ec2:" op_, .must_exist = must_                             \
    }

/* Elastic Load Balancing: a list, and questions about each thing of one. `page_` 0: no pages. */
#define ELB(service_, version_, op_, cli_, key_)                                                                       \
    {                                                                                                                  \
        .service = service_, .operation = op_, .cli = service_ "-" cli_, .protocol = WIT_PROTO_QUERY,                  \
        .scope = WIT_CALL_REGIONAL, .api_version = version_, .list_key = key_, .xml_list = key_, .token_in = "Marker", \
        .token_out = "NextMarker", .limit = "PageSize", .limit_value = 400, .iam = "elasticloadbalancing:" op_         \
    }
#define ELB_EACH(op_, cli_, key_, page_, of_, field_, must_)                                                           \
    {                                                                                                                  \
        .service = "elbv2", .operation = op_, .cli = "elbv2-" cli_, .protocol = WIT_PROTO_QUERY,                       \
        .scope = WIT_CALL_EACH, .api_version = "2015-12-01", .list_key = key_, .xml_list = key_,                       \
        .token_in = (page_) != 0 ? "Marker" : NULL, .token_out = (page_) != 0 ? "NextMarker" : NULL,                   \
        .limit = (page_) != 0 ? "PageSize" : NULL, .limit_value = (page_), .each_of = of_, .each_field = field_,       \
        .each_param = field_, .iam = "elasticloadbalancing:" op_, .must_exist = must_                                  \
    }

/* Global Accelerator. */
#define GA(op_, cli_, key_, scope_, of_, field_)                                                                       \
    {                                                                                                                  \
        .service = "globalaccelerator", .operation = op_, .cli = "globalaccelerator-" cli_,                            \
        .protocol = WIT_PROTO_JSON, .scope = scope_, .api_version = "2018-08-08", .list_key = key_,                    \
        .token_in = "NextToken", .token_out = "NextToken", .limit = "MaxResults", .limit_value = 100, .each_of = of_,  \
        .each_field = field_, .each_param = field_, .target = "GlobalAccelerator_V20180706." op_,                      \
        .iam = "globalaccelerator:" op_                                                                                \
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

#include "evidence/operations_ec2.def"

    GA("ListAccelerators", "list-accelerators", "Accelerators", WIT_CALL_GLOBAL, NULL, NULL),
    GA("ListListeners", "list-listeners", "Listeners", WIT_CALL_EACH, "ListAccelerators", "AcceleratorArn"),
    GA("ListEndpointGroups", "list-endpoint-groups", "EndpointGroups", WIT_CALL_EACH, "ListListeners", "ListenerArn"),
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
     .each_service = "ec2",
     .each_of = "DescribeVpcs",
     .each_field = "VpcId",
     .each_param = "vpcIdentifier",
     .method = "GET",
     .path = "/servicenetworkvpcassociations",
     .iam = "vpc-lattice:ListServiceNetworkVpcAssociations"},
    /* Load balancers and what they forward to (1.10). */
    ELB("elbv2", "2015-12-01", "DescribeLoadBalancers", "describe-load-balancers", "LoadBalancers"),
    ELB_EACH("DescribeLoadBalancerAttributes", "describe-load-balancer-attributes", "Attributes", 0,
             "DescribeLoadBalancers", "LoadBalancerArn", true),
    ELB_EACH("DescribeListeners", "describe-listeners", "Listeners", 400, "DescribeLoadBalancers", "LoadBalancerArn",
             false),
    ELB_EACH("DescribeRules", "describe-rules", "Rules", 400, "DescribeListeners", "ListenerArn", true),
    ELB("elbv2", "2015-12-01", "DescribeTargetGroups", "describe-target-groups", "TargetGroups"),
    ELB_EACH("DescribeTargetGroupAttributes", "describe-target-group-attributes", "Attributes", 0,
             "DescribeTargetGroups", "TargetGroupArn", true),
    ELB_EACH("DescribeTargetHealth", "describe-target-health", "TargetHealthDescriptions", 0, "DescribeTargetGroups",
             "TargetGroupArn", false),
    ELB("elb", "2012-06-01", "DescribeLoadBalancers", "describe-load-balancers", "LoadBalancerDescriptions"),
    /* Direct Connect. Asked for each virtual private gateway: so gateways of other accounts are seen too. */
    {.service = "directconnect",
     .operation = "DescribeVirtualInterfaces",
     .cli = "directconnect-describe-virtual-interfaces",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_REGIONAL,
     .api_version = "2012-10-25",
     .list_key = "virtualInterfaces",
     .token_in = "nextToken",
     .token_out = "nextToken",
     .target = "OvertureService.DescribeVirtualInterfaces",
     .iam = "directconnect:DescribeVirtualInterfaces"},
    {.service = "directconnect",
     .operation = "DescribeDirectConnectGatewayAssociations",
     .cli = "directconnect-describe-direct-connect-gateway-associations",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_EACH,
     .api_version = "2012-10-25",
     .list_key = "directConnectGatewayAssociations",
     .token_in = "nextToken",
     .token_out = "nextToken",
     .each_service = "ec2",
     .each_of = "DescribeVpnGateways",
     .each_field = "VpnGatewayId",
     .each_param = "associatedGatewayId",
     .target = "OvertureService.DescribeDirectConnectGatewayAssociations",
     .iam = "directconnect:DescribeDirectConnectGatewayAssociations"},
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
    {.service = "kafka",
     .operation = "ListVpcConnections",
     .cli = "kafka-list-vpc-connections",
     .protocol = WIT_PROTO_REST_JSON,
     .scope = WIT_CALL_REGIONAL,
     .api_version = "2018-11-14",
     .list_key = "VpcConnections",
     .token_in = "nextToken",
     .token_out = "nextToken",
     .limit = "maxResults",
     .limit_value = 100,
     .method = "GET",
     .path = "/v1/vpc-connections",
     .iam = "kafka:ListVpcConnections"},

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
    BUCKET("GetBucketOwnershipControls", "get-bucket-ownership-controls",
           "/{}?ownershipControls=", "GetBucketOwnershipControls", "OwnershipControlsNotFoundError"),
    /* Of the account itself; its id is in the host's name and in a header. */
    {.service = "s3control",
     .operation = "GetPublicAccessBlock",
     .cli = "s3control-get-public-access-block",
     .protocol = WIT_PROTO_REST_XML,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2018-08-20",
     .method = "GET",
     .path = "/v20180820/configuration/publicAccessBlock",
     .iam = "s3:GetAccountPublicAccessBlock",
     .absent_error = "NoSuchPublicAccessBlockConfiguration"},
    /* Four lists in one answer: users, groups, roles, policies. */
    {.service = "iam",
     .operation = "GetAccountAuthorizationDetails",
     .cli = "iam-get-account-authorization-details",
     .protocol = WIT_PROTO_QUERY,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2010-05-08",
     .token_in = "Marker",
     .token_out = "Marker",
     .limit = "MaxItems",
     .limit_value = 1000,
     .iam = "iam:GetAccountAuthorizationDetails",
     .must_exist = true},
    {.service = "organizations",
     .operation = "DescribeOrganization",
     .cli = "organizations-describe-organization",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_GLOBAL,
     .api_version = "2016-11-28",
     .target = "AWSOrganizationsV20161128.DescribeOrganization",
     .iam = "organizations:DescribeOrganization",
     .absent_error = "AWSOrganizationsNotInUseException"},

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
    size_t n;
    const struct wit_operation *more = wit_operations_optional(&n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(more[i].operation, operation) == 0 && strcmp(more[i].service, service) == 0)
            return &more[i];
    }
    return NULL;
}

const struct wit_operation *wit_operation_by_cli(const char *cli)
{
    for (size_t i = 0; cli != NULL && i < N_ROWS; i++) {
        if (strcmp(rows[i].cli, cli) == 0)
            return &rows[i];
    }
    size_t n;
    const struct wit_operation *more = wit_operations_optional(&n);
    for (size_t i = 0; cli != NULL && i < n; i++) {
        if (strcmp(more[i].cli, cli) == 0)
            return &more[i];
    }
    return NULL;
}

const struct wit_operation *wit_operation_lister(const struct wit_operation *op)
{
    if (op->scope != WIT_CALL_EACH || op->each_of == NULL)
        return NULL;
    return wit_operation_find(op->each_service != NULL ? op->each_service : op->service, op->each_of);
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
