#!/usr/bin/env python3
# tests/slow/moto_account.py: a small account in moto: two VPCs, subnets, groups, NACL, peering, endpoints, a bucket.
# usage: moto_account.py URL      SPDX-License-Identifier: Apache-2.0
# Prints what was made as JSON, so that the test can look for it in the bundle.
import json
import sys

import boto3

keys = dict(endpoint_url=sys.argv[1], region_name="eu-west-1", aws_access_key_id="testing",
            aws_secret_access_key="testing")
ec2 = boto3.client("ec2", **keys)
s3 = boto3.client("s3", **keys)
kms = boto3.client("kms", **keys)

brokers = ec2.create_vpc(CidrBlock="10.10.0.0/16")["Vpc"]["VpcId"]
apps = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
subnets = [ec2.create_subnet(VpcId=brokers, CidrBlock=f"10.10.{i}.0/24")["Subnet"]["SubnetId"] for i in range(3)]
gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=brokers)
group = ec2.create_security_group(GroupName="brokers", Description="brokers", VpcId=brokers)["GroupId"]
ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[{
    "IpProtocol": "tcp", "FromPort": 9092, "ToPort": 9098, "IpRanges": [{"CidrIp": "10.20.0.0/16"}]}])
peering = ec2.create_vpc_peering_connection(VpcId=brokers, PeerVpcId=apps)
ec2.accept_vpc_peering_connection(
    VpcPeeringConnectionId=peering["VpcPeeringConnection"]["VpcPeeringConnectionId"])
ec2.create_vpc_endpoint(VpcId=brokers, ServiceName="com.amazonaws.eu-west-1.s3", VpcEndpointType="Gateway")
interfaces = [ec2.create_network_interface(SubnetId=s, Groups=[group])["NetworkInterface"]["NetworkInterfaceId"]
              for s in subnets]
prefix_list = ec2.create_managed_prefix_list(PrefixListName="plant", MaxEntries=5, AddressFamily="IPv4",
                                             Entries=[{"Cidr": "192.168.0.0/16"}])["PrefixList"]["PrefixListId"]
s3.create_bucket(Bucket="acme-events", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
far = boto3.client("s3", **{**keys, "region_name": "eu-central-1"})
far.create_bucket(Bucket="acme-far", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
s3.put_bucket_policy(Bucket="acme-events", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-events/*",
     "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}))
key = kms.create_key()["KeyMetadata"]["KeyId"]
print(json.dumps({"DescribeVpcs": [brokers, apps], "DescribeSubnets": subnets, "DescribeInternetGateways": [gateway],
                  "DescribeSecurityGroups": [group], "DescribeNetworkInterfaces": interfaces,
                  "GetManagedPrefixListEntries": ["192.168.0.0/16"], "DescribeVpcPeeringConnections": [brokers],
                  "ListBuckets": ["acme-events", "acme-far"], "GetBucketPolicy": ["aws:SecureTransport"],
                  "GetBucketLocation": ["eu-west-1", "eu-central-1"], "DescribeKey": [key]}))
