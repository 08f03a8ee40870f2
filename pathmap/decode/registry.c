/* pathmap/decode/registry.c: the one table of decoders: which function reads the things of which operation.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Operations without a row are counted and their completeness is kept; their things open no ways that this version
 * reads from them.
 */
#include "pathmap/decode/decode.h"

const struct wit_decoder wit_decoders[] = {
    {"ec2", "DescribeVpcs", wit_decode_vpc},
    {"ec2", "DescribeSubnets", wit_decode_subnet},
    {"ec2", "DescribeNetworkInterfaces", wit_decode_interface},
    {"ec2", "DescribeInstances", wit_decode_reservation},
    {"ec2", "DescribeSecurityGroups", wit_decode_group},
    {"ec2", "DescribeSecurityGroupRules", wit_decode_group_rule},
    {"ec2", "DescribeNetworkAcls", wit_decode_acl},
    {"ec2", "DescribeRouteTables", wit_decode_table},
    {"ec2", "DescribeManagedPrefixLists", wit_decode_managed_list},
    {"ec2", "GetManagedPrefixListEntries", wit_decode_entry},
    {"ec2", "DescribePrefixLists", wit_decode_plain_list},
    {"ec2", "DescribeInternetGateways", wit_decode_internet_gateway},
    {"ec2", "DescribeEgressOnlyInternetGateways", wit_decode_egress_only},
    {"ec2", "DescribeNatGateways", wit_decode_nat},
    {"ec2", "DescribeCarrierGateways", wit_decode_carrier},
    {"ec2", "DescribeLocalGateways", wit_decode_local_gateway},
    {"ec2", "DescribeVpnGateways", wit_decode_vpn_gateway},
    {"ec2", "DescribeTransitGateways", wit_decode_transit},
    {"ec2", "DescribeTransitGatewayAttachments", wit_decode_attachment},
    {"ec2", "DescribeTransitGatewayVpcAttachments", wit_decode_vpc_attachment},
    {"ec2", "DescribeTransitGatewayPeeringAttachments", wit_decode_peering_attachment},
    {"ec2", "DescribeTransitGatewayConnects", wit_decode_connect},
    {"ec2", "DescribeTransitGatewayRouteTables", wit_decode_transit_table},
    {"ec2", "SearchTransitGatewayRoutes", wit_decode_transit_route},
    {"ec2", "GetTransitGatewayRouteTableAssociations", wit_decode_transit_association},
    {"ec2", "GetTransitGatewayPrefixListReferences", wit_decode_transit_reference},
    {"ec2", "DescribeVpnConnections", wit_decode_vpn_connection},
    {"directconnect", "DescribeVirtualInterfaces", wit_decode_virtual_interface},
    {"directconnect", "DescribeDirectConnectGatewayAssociations", wit_decode_direct_association},
    {"ec2", "DescribeAddresses", wit_decode_address},
    {"ec2", "DescribeVpcPeeringConnections", wit_decode_peering},
    {"ec2", "DescribeVpcEndpoints", wit_decode_endpoint},
    {"ec2", "DescribeVpcBlockPublicAccessOptions", wit_decode_bpa},
    {"ec2", "DescribeVpcBlockPublicAccessExclusions", wit_decode_bpa_exclusion},
    {"ec2", "DescribeClientVpnEndpoints", wit_decode_client_vpn},
    {"ec2", "DescribeInstanceConnectEndpoints", wit_decode_connect_endpoint},
    {"globalaccelerator", "ListAccelerators", wit_decode_accelerator},
    {"cloudfront", "ListVpcOrigins", wit_decode_origin},
    {"vpc-lattice", "ListServiceNetworkVpcAssociations", wit_decode_lattice},
    {"elbv2", "DescribeLoadBalancers", wit_decode_balancer},
    {"s3", "ListBuckets", wit_decode_bucket},
    {"s3", "GetBucketLocation", wit_decode_bucket_location},
    {"s3", "GetBucketPolicy", wit_decode_bucket_policy},
    {"s3", "GetBucketEncryption", wit_decode_bucket_encryption},
    {"s3", "GetPublicAccessBlock", wit_decode_bucket_block},
    {"kms", "ListKeys", wit_decode_key_listed},
    {"kms", "DescribeKey", wit_decode_key},
    {NULL, NULL, NULL},
};
