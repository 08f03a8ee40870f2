"""scripts/acme/answers.py: what each call of the API answers about the account of estate.py, in the words of the AWS CLI.

SPDX-License-Identifier: Apache-2.0

Source: EC2 API Reference (2016-11-15), S3, KMS and STS API references.
"""
import ipaddress
import json

from estate import (ACCOUNT, BUCKETS, CIDR, CIDR6, DYNAMODB_LIST, KEYS, NATS, PARTNER_ACCOUNT, PARTNER_LIST, REGION,
                    S3_LIST, STOPPED, SUBNETS, ZONES, Time, acls, arn, groups, instances, oid, peerings, tables, tags)
from people import profile_of

S3_PREFIXES = ["18.34.240.0/22", "18.34.32.0/20", "3.5.64.0/21", "3.5.72.0/23", "52.218.0.0/17", "52.92.0.0/17"]
DYNAMODB_PREFIXES = ["3.248.180.0/22", "52.119.240.0/21", "52.94.24.0/22", "52.94.5.0/24"]
OTHER_REGIONS = ["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
                 "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
                 "us-east-2", "us-west-1", "us-west-2"]


class Account:
    def __init__(self, late):
        self.late = late
        self.groups, self.acls, self.tables = groups(late), acls(late), tables(late)
        self.instances, self.peerings = instances(late), peerings(late)

    def id(self, kind, name):
        return oid(kind, name)

    def vpc(self, name):
        return self.id("vpc", name)

    # ---- networks ----
    def vpcs(self):
        out = []
        for name, cidr in CIDR.items():
            vpc = {"OwnerId": ACCOUNT, "InstanceTenancy": "default"}
            if name in CIDR6:
                vpc["Ipv6CidrBlockAssociationSet"] = [
                    {"AssociationId": oid("vpc-cidr-assoc", name + " v6"), "Ipv6CidrBlock": CIDR6[name],
                     "Ipv6CidrBlockState": {"State": "associated"}, "NetworkBorderGroup": REGION, "Ipv6Pool": "Amazon"}]
            vpc |= {"CidrBlockAssociationSet": [{"AssociationId": oid("vpc-cidr-assoc", name), "CidrBlock": cidr,
                                                 "CidrBlockState": {"State": "associated"}}],
                    "IsDefault": False, "Tags": tags(name), "VpcId": self.vpc(name), "State": "available",
                    "CidrBlock": cidr, "DhcpOptionsId": oid("dopt", "default")}
            out.append(vpc)
        return out

    def subnets(self):
        out = []
        for name, (vpc, zone, cidr, _, _, v6) in SUBNETS.items():
            sid = self.id("subnet", name)
            used = sum(1 for e in self.interfaces() if e["SubnetId"] == sid)
            out.append({
                "AvailabilityZoneId": ZONES[zone][1], "MapCustomerOwnedIpOnLaunch": False, "OwnerId": ACCOUNT,
                "AssignIpv6AddressOnCreation": v6 is not None,
                "Ipv6CidrBlockAssociationSet": [] if v6 is None else [
                    {"AssociationId": oid("subnet-cidr-assoc", name), "Ipv6CidrBlock": v6,
                     "Ipv6CidrBlockState": {"State": "associated"}}],
                "Tags": tags(name), "SubnetArn": arn("ec2", f"subnet/{sid}"), "EnableDns64": False, "Ipv6Native": False,
                "PrivateDnsNameOptionsOnLaunch": {"HostnameType": "ip-name", "EnableResourceNameDnsARecord": False,
                                                  "EnableResourceNameDnsAAAARecord": False},
                "SubnetId": sid, "State": "available", "VpcId": self.vpc(vpc), "CidrBlock": cidr,
                "AvailableIpAddressCount": ipaddress.ip_network(cidr).num_addresses - 5 - used,
                "AvailabilityZone": ZONES[zone][0], "DefaultForAz": False,
                "MapPublicIpOnLaunch": False})
        return out

    def route(self, destination, target):
        kind, name = target.split(":")
        key = {"pcx": "VpcPeeringConnectionId", "nat": "NatGatewayId", "igw": "GatewayId", "vpce": "GatewayId",
               "eigw": "EgressOnlyInternetGatewayId"}[kind]
        to = "DestinationPrefixListId" if destination.startswith("pl-") else (
            "DestinationIpv6CidrBlock" if ":" in destination else "DestinationCidrBlock")
        return {to: destination, key: self.id(kind, name), "Origin": "CreateRoute", "State": "active"}

    def route_tables(self):
        out = []
        for name, (vpc, main, routes) in self.tables.items():
            tid = self.id("rtb", name)
            associations = [{"Main": True, "RouteTableAssociationId": oid("rtbassoc", name), "RouteTableId": tid,
                             "AssociationState": {"State": "associated"}}] if main else []
            for subnet, spec in SUBNETS.items():
                if spec[3] == name:
                    associations.append({"Main": False, "RouteTableAssociationId": oid("rtbassoc", subnet),
                                         "RouteTableId": tid, "SubnetId": self.id("subnet", subnet),
                                         "AssociationState": {"State": "associated"}})
            local = [{"DestinationCidrBlock": CIDR[vpc], "GatewayId": "local", "Origin": "CreateRouteTable",
                      "State": "active"}]
            if vpc in CIDR6:
                local.append({"DestinationIpv6CidrBlock": CIDR6[vpc], "GatewayId": "local",
                              "Origin": "CreateRouteTable", "State": "active"})
            out.append({"Associations": associations, "PropagatingVgws": [], "RouteTableId": tid,
                        "Routes": local + [self.route(*r) for r in routes], "Tags": tags(name), "VpcId": self.vpc(vpc),
                        "OwnerId": ACCOUNT})
        return out

    def network_acls(self):
        out = []
        for name, (vpc, default, entries) in self.acls.items():
            aid = self.id("acl", name)
            implied = [(32767, e, False, ("-1", None, None), "0.0.0.0/0") for e in (True, False)]
            if vpc in CIDR6:
                implied += [(32768, e, False, ("-1", None, None), "::/0") for e in (True, False)]
            rows = []
            for number, egress, allow, (protocol, first, last), prefix in sorted(
                    entries + implied, key=lambda e: (not e[1], e[0])):
                row = {"Ipv6CidrBlock" if ":" in prefix else "CidrBlock": prefix, "Egress": egress}
                if first is not None:
                    row["PortRange"] = {"From": first, "To": last}
                row |= {"Protocol": {"tcp": "6", "-1": "-1"}[protocol], "RuleAction": "allow" if allow else "deny",
                        "RuleNumber": number}
                rows.append(row)
            out.append({"Associations": [{"NetworkAclAssociationId": oid("aclassoc", s), "NetworkAclId": aid,
                                          "SubnetId": self.id("subnet", s)}
                                         for s, spec in SUBNETS.items() if spec[4] == name],
                        "Entries": rows, "IsDefault": default, "NetworkAclId": aid, "Tags": tags(name),
                        "VpcId": self.vpc(vpc), "OwnerId": ACCOUNT})
        return out

    # ---- security groups ----
    def pair(self, vpc, name, text):
        """A reference to a group; over a peering it says so."""
        other = self.groups[name][0]
        out = {"Description": text} if text else {}
        out |= {"UserId": ACCOUNT, "GroupId": self.id("sg", name)}
        if other != vpc:
            peering = next(p for p, ends in self.peerings.items() if {vpc, other} == set(ends[:2]))
            out |= {"VpcId": self.vpc(other), "VpcPeeringConnectionId": self.id("pcx", peering),
                    "PeeringStatus": "active"}
        return out

    def permissions(self, vpc, rules):
        """Rules with the same ports share one permission, as the API groups them."""
        out = {}
        for (protocol, first, last), peer, text in rules:
            p = out.setdefault((protocol, first, last), {
                "IpProtocol": protocol, **({} if first is None else {"FromPort": first, "ToPort": last}),
                "UserIdGroupPairs": [], "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": []})
            described = {"Description": text} if text else {}
            if peer.startswith("sg:"):
                p["UserIdGroupPairs"].append(self.pair(vpc, peer[3:], text))
            elif peer.startswith("pl:"):
                p["PrefixListIds"].append({**described, "PrefixListId": peer[3:]})
            elif ":" in peer:
                p["Ipv6Ranges"].append({**described, "CidrIpv6": peer})
            else:
                p["IpRanges"].append({**described, "CidrIp": peer})
        return list(out.values())

    def security_groups(self):
        out = []
        for name, (vpc, text, ingress, egress) in self.groups.items():
            default = name.endswith("-default")
            gid = self.id("sg", name)
            out.append({"GroupId": gid, "IpPermissionsEgress": self.permissions(vpc, egress),
                        **({} if default else {"Tags": tags(name)}), "VpcId": self.vpc(vpc),
                        "SecurityGroupArn": arn("ec2", f"security-group/{gid}"), "OwnerId": ACCOUNT,
                        "GroupName": "default" if default else name, "Description": text,
                        "IpPermissions": self.permissions(vpc, ingress)})
        return out

    def security_group_rules(self):
        out = []
        for name, (vpc, _, ingress, egress) in self.groups.items():
            for is_egress, rules in ((False, ingress), (True, egress)):
                for (protocol, first, last), peer, text in rules:
                    # A rule that was edited keeps its id: ports are not part of it.
                    rid = oid("sgr", f"{name} {is_egress} {peer} {text}")
                    row = {"SecurityGroupRuleId": rid, "GroupId": self.id("sg", name), "GroupOwnerId": ACCOUNT,
                           "IsEgress": is_egress, "IpProtocol": protocol, "FromPort": -1 if first is None else first,
                           "ToPort": -1 if last is None else last}
                    if peer.startswith("sg:"):
                        pair = self.pair(vpc, peer[3:], None)
                        row["ReferencedGroupInfo"] = {k: pair[k] for k in ("GroupId", "PeeringStatus", "UserId", "VpcId",
                                                                          "VpcPeeringConnectionId") if k in pair}
                    elif peer.startswith("pl:"):
                        row["PrefixListId"] = peer[3:]
                    else:
                        row["CidrIpv6" if ":" in peer else "CidrIpv4"] = peer
                    if text:
                        row["Description"] = text
                    row["Tags"] = []
                    row["SecurityGroupRuleArn"] = arn("ec2", f"security-group-rule/{rid}")
                    out.append(row)
        return out

    # ---- interfaces and instances ----
    def interface(self, name, subnet, address, group_names, **more):
        vpc, zone = SUBNETS[subnet][:2]
        public = more.pop("public", None)
        v6 = more.pop("ipv6", None)
        mac = ":".join(["06"] + [f"{b:02x}" for b in ipaddress.ip_address(address).packed] + ["17"])
        dns = f"ip-{address.replace('.', '-')}.{REGION}.compute.internal"
        association = {}
        if public:
            association = {"Association": {
                "AllocationId": oid("eipalloc", public), "AssociationId": oid("eipassoc", public),
                "IpOwnerId": ACCOUNT, "PublicDnsName": f"ec2-{public.replace('.', '-')}.{REGION}.compute.amazonaws.com",
                "PublicIp": public}}
        return {**association,
                "Attachment": more.pop("attachment"), "AvailabilityZone": ZONES[zone][0],
                "AvailabilityZoneId": ZONES[zone][1], "Description": more.pop("description", ""),
                "Groups": [{"GroupId": self.id("sg", g), "GroupName": g} for g in group_names],
                "InterfaceType": more.pop("kind", "interface"),
                "Ipv6Addresses": [{"Ipv6Address": v6, "IsPrimaryIpv6": False}] if v6 else [],
                "MacAddress": mac, "NetworkInterfaceId": self.id("eni", name), "OwnerId": ACCOUNT,
                "PrivateDnsName": dns, "PrivateIpAddress": address,
                "PrivateIpAddresses": [{**association, "Primary": True, "PrivateDnsName": dns,
                                        "PrivateIpAddress": address}],
                **({"RequesterId": more["requester"]} if "requester" in more else {}),
                "RequesterManaged": "requester" in more, "SourceDestCheck": more.pop("check", True), "Status": "in-use",
                "SubnetId": self.id("subnet", subnet), "TagSet": more.pop("tags", []), "VpcId": self.vpc(vpc)}

    def interfaces(self):
        out = []
        for name, (role, app, subnet, address, group_names, _, public, v6) in self.instances.items():
            out.append(self.interface(
                name, subnet, address, group_names, public=public, ipv6=v6, tags=tags(name, Role=role, App=app),
                attachment={"AttachTime": Time("2026-06-02T08:15:00"), "AttachmentId": oid("eni-attach", name),
                            "DeleteOnTermination": True, "DeviceIndex": 0, "NetworkCardIndex": 0,
                            "InstanceId": self.id("i", name), "InstanceOwnerId": ACCOUNT, "Status": "attached"}))
        managed = {"AttachTime": Time("2025-11-04T09:40:00"), "DeleteOnTermination": False, "DeviceIndex": 1,
                   "NetworkCardIndex": 0, "InstanceOwnerId": "amazon-aws", "Status": "attached"}
        for name, (_, subnet, address, public) in NATS.items():
            out.append(self.interface(name, subnet, address, [], public=public, kind="nat_gateway", check=False,
                                      description=f"Interface for NAT Gateway {self.id('nat', name)}",
                                      requester="396488612843",
                                      attachment={**managed, "AttachmentId": "ela-attach-" + oid("x", name)[3:]}))
        for zone, address in (("a", "10.20.51.10"), ("b", "10.20.52.10")):
            out.append(self.interface(f"kafka-kms-{zone}", f"kafka-endpoints-{zone}", address, ["kafka-endpoints"],
                                      kind="vpc_endpoint", requester="727180483921",
                                      description=f"VPC Endpoint Interface {self.id('vpce', 'kafka-kms')}",
                                      attachment={**managed, "AttachmentId": "ela-attach-" + oid("x", zone)[3:]}))
        return out

    def reservations(self):
        by_name = {e["NetworkInterfaceId"]: e for e in self.interfaces()}
        out = []
        for name, (role, app, subnet, address, group_names, kind, public, _) in self.instances.items():
            e = by_name[self.id("eni", name)]
            short = {k: v for k, v in e.items() if k not in (
                "AvailabilityZone", "AvailabilityZoneId", "RequesterManaged", "TagSet")}
            short["Attachment"] = {k: v for k, v in e["Attachment"].items() if not k.startswith("Instance")}
            for holder in [short, *short["PrivateIpAddresses"]]:
                if "Association" in holder:
                    holder["Association"] = {k: holder["Association"][k] for k in ("IpOwnerId", "PublicDnsName",
                                                                                  "PublicIp")}
            short["PrivateIpAddresses"] = [dict(a) for a in short["PrivateIpAddresses"]]
            zone, vpc = SUBNETS[subnet][1], SUBNETS[subnet][0]
            stopped = name in STOPPED
            arm = "g." in kind
            instance = {
                "Architecture": "arm64" if arm else "x86_64", "BlockDeviceMappings": [],
                "ClientToken": f"terraform-{name}", "EbsOptimized": True, "EnaSupport": True, "Hypervisor": "xen",
                "NetworkInterfaces": [short], "RootDeviceName": "/dev/xvda", "RootDeviceType": "ebs",
                "SecurityGroups": e["Groups"], "SourceDestCheck": True, "Tags": tags(name, Role=role, App=app),
                "VirtualizationType": "hvm", "PlatformDetails": "Linux/UNIX",
                "MetadataOptions": {"State": "applied", "HttpTokens": "required", "HttpPutResponseHopLimit": 1,
                                    "HttpEndpoint": "enabled", "HttpProtocolIpv6": "disabled",
                                    "InstanceMetadataTags": "disabled"},
                "InstanceId": self.id("i", name), "ImageId": oid("ami", "debian-12-" + ("arm64" if arm else "amd64")),
                "State": {"Code": 80, "Name": "stopped"} if stopped else {"Code": 16, "Name": "running"},
                **profile_of(role, app),
                "PrivateDnsName": e["PrivateDnsName"],
                "PublicDnsName": e["Association"]["PublicDnsName"] if public else "",
                "StateTransitionReason": "User initiated (2026-08-12 07:01:44 GMT)" if stopped else "",
                "AmiLaunchIndex": 0, "InstanceType": kind, "LaunchTime": Time("2026-06-02T08:15:00"),
                "Placement": {"AvailabilityZone": ZONES[zone][0], "AvailabilityZoneId": ZONES[zone][1], "GroupName": "",
                              "Tenancy": "default"},
                "Monitoring": {"State": "disabled"}, "SubnetId": e["SubnetId"], "VpcId": self.vpc(vpc),
                "PrivateIpAddress": address}
            if public:
                instance["PublicIpAddress"] = public
            out.append({"ReservationId": oid("r", name), "OwnerId": ACCOUNT, "Groups": [], "Instances": [instance]})
        return out

    # ---- gateways and endpoints ----
    def internet_gateways(self):
        return [{"Attachments": [{"State": "available", "VpcId": self.vpc(v)}], "InternetGatewayId": self.id("igw", v),
                 "OwnerId": ACCOUNT, "Tags": tags(v + "-igw")} for v in ("kafka", "apps")]

    def egress_only(self):
        return [{"Attachments": [{"State": "attached", "VpcId": self.vpc("apps")}],
                 "EgressOnlyInternetGatewayId": self.id("eigw", "apps"), "Tags": tags("apps-eigw")}]

    def nat_gateways(self):
        return [{"CreateTime": Time("2025-11-04T09:39:12"), "NatGatewayAddresses": [
                    {"AllocationId": oid("eipalloc", public), "NetworkInterfaceId": self.id("eni", name),
                     "PrivateIp": private, "PublicIp": public, "AssociationId": oid("eipassoc", public),
                     "IsPrimary": True, "Status": "succeeded"}],
                 "NatGatewayId": self.id("nat", name), "State": "available", "SubnetId": self.id("subnet", subnet),
                 "VpcId": self.vpc(vpc), "Tags": tags(name), "ConnectivityType": "public"}
                for name, (vpc, subnet, private, public) in NATS.items()]

    def addresses(self):
        out = []
        for e in self.interfaces():
            if "Association" not in e:
                continue
            a = e["Association"]
            out.append({**({"InstanceId": e["Attachment"]["InstanceId"]} if "InstanceId" in e["Attachment"] else {}),
                        "AllocationId": a["AllocationId"], "AssociationId": a["AssociationId"], "Domain": "vpc",
                        "NetworkInterfaceId": e["NetworkInterfaceId"], "NetworkInterfaceOwnerId": ACCOUNT,
                        "PrivateIpAddress": e["PrivateIpAddress"], "PublicIpv4Pool": "amazon",
                        "NetworkBorderGroup": REGION, "PublicIp": a["PublicIp"]})
        return out

    def vpc_peerings(self):
        def side(vpc):
            out = {"CidrBlock": CIDR[vpc], "CidrBlockSet": [{"CidrBlock": CIDR[vpc]}]}
            if vpc in CIDR6:
                out["Ipv6CidrBlockSet"] = [{"Ipv6CidrBlock": CIDR6[vpc]}]
            return {**out, "OwnerId": ACCOUNT, "PeeringOptions": {
                "AllowDnsResolutionFromRemoteVpc": False, "AllowEgressFromLocalClassicLinkToRemoteVpc": False,
                "AllowEgressFromLocalVpcToRemoteClassicLink": False}, "VpcId": self.vpc(vpc), "Region": REGION}
        return [{"AccepterVpcInfo": side(accepter), "RequesterVpcInfo": side(requester),
                 "Status": {"Code": "active", "Message": "Active"}, "Tags": tags(name),
                 "VpcPeeringConnectionId": self.id("pcx", name)}
                for name, (requester, accepter, _) in self.peerings.items()]

    def vpc_endpoints(self):
        buckets = ["arn:aws:s3:::acme-events-tiered", "arn:aws:s3:::acme-connect-dlq"]
        policy = {"Version": "2012-10-17", "Statement": [{
            "Sid": "OnlyOwnBuckets", "Effect": "Allow", "Principal": "*",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
            "Resource": buckets + [b + "/*" for b in buckets], "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}}]}
        kms_policy = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
            "Resource": arn("kms", "key/" + KEYS["acme-events"])}]}
        base = {"VpcId": self.vpc("kafka"), "State": "available", "RequesterManaged": False, "OwnerId": ACCOUNT}
        vid = self.id("vpce", "kafka-kms")
        return [
            {"VpcEndpointId": self.id("vpce", "kafka-s3"), "VpcEndpointType": "Gateway", **base,
             "ServiceName": f"com.amazonaws.{REGION}.s3", "PolicyDocument": json.dumps(policy),
             "RouteTableIds": [self.id("rtb", "kafka-private")], "SubnetIds": [], "Groups": [],
             "PrivateDnsEnabled": False, "NetworkInterfaceIds": [], "DnsEntries": [],
             "CreationTimestamp": Time("2025-11-04T09:51:00"), "Tags": tags("kafka-s3"), "ServiceRegion": REGION},
            {"VpcEndpointId": vid, "VpcEndpointType": "Interface", **base,
             "ServiceName": f"com.amazonaws.{REGION}.kms", "PolicyDocument": json.dumps(kms_policy),
             "RouteTableIds": [], "SubnetIds": [self.id("subnet", f"kafka-endpoints-{z}") for z in "ab"],
             "Groups": [{"GroupId": self.id("sg", "kafka-endpoints"), "GroupName": "kafka-endpoints"}],
             "IpAddressType": "ipv4", "DnsOptions": {"DnsRecordIpType": "ipv4"}, "PrivateDnsEnabled": True,
             "NetworkInterfaceIds": [self.id("eni", f"kafka-kms-{z}") for z in "ab"],
             "DnsEntries": [{"DnsName": f"{vid}-q1w2e3r4.kms.{REGION}.vpce.amazonaws.com",
                             "HostedZoneId": "Z38GZ743OKFT7T"},
                            {"DnsName": f"kms.{REGION}.amazonaws.com", "HostedZoneId": "Z0ACME2KMS0PRIVATE"}],
             "CreationTimestamp": Time("2025-11-04T09:55:00"), "Tags": tags("kafka-kms"), "ServiceRegion": REGION}]

    def prefix_lists(self):
        def managed(list_id, name):
            return {"PrefixListId": list_id, "AddressFamily": "IPv4", "State": "create-complete",
                    "PrefixListArn": arn("ec2", f"prefix-list/{list_id}", "aws"), "PrefixListName": name, "Tags": [],
                    "OwnerId": "AWS"}
        return [managed(S3_LIST, f"com.amazonaws.{REGION}.s3"),
                managed(DYNAMODB_LIST, f"com.amazonaws.{REGION}.dynamodb"),
                {"PrefixListId": PARTNER_LIST, "AddressFamily": "IPv4", "State": "modify-complete",
                 "PrefixListArn": arn("ec2", f"prefix-list/{PARTNER_LIST}", PARTNER_ACCOUNT),
                 "PrefixListName": "acme-partner-networks", "MaxEntries": 20, "Version": 7, "Tags": [],
                 "OwnerId": PARTNER_ACCOUNT}]

    def ec2(self):
        """{operation: (list key or None, answer)}"""
        zones = [{"OptInStatus": "opt-in-not-required", "Messages": [], "RegionName": REGION, "ZoneName": name,
                  "ZoneId": zid, "GroupName": REGION + "-zg-1", "NetworkBorderGroup": REGION,
                  "ZoneType": "availability-zone", "State": "available"} for name, zid in ZONES.values()]
        regions = [{"OptInStatus": "opt-in-not-required", "RegionName": r, "Endpoint": f"ec2.{r}.amazonaws.com"}
                   for r in sorted(OTHER_REGIONS + [REGION])]
        flow_logs = [{"CreationTime": Time("2025-11-05T11:00:00"), "DeliverLogsStatus": "SUCCESS",
                      "FlowLogId": oid("fl", "kafka"), "FlowLogStatus": "ACTIVE", "ResourceId": self.vpc("kafka"),
                      "TrafficType": "ALL", "LogDestinationType": "s3",
                      "LogDestination": "arn:aws:s3:::acme-audit-logs/vpc/",
                      "LogFormat": "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} "
                                   "${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} "
                                   "${log-status} ${tcp-flags} ${pkt-srcaddr} ${pkt-dstaddr} ${flow-direction}",
                      "Tags": tags("kafka-flow-logs"), "MaxAggregationInterval": 60}]
        block = {"AwsAccountId": ACCOUNT, "AwsRegion": REGION, "State": "default-state",
                 "InternetGatewayBlockMode": "off", "LastUpdateTimestamp": Time("2025-11-01T00:00:00"),
                 "ManagedBy": "account", "ExclusionsAllowed": "allowed"}
        lists = [{"Cidrs": c, "PrefixListId": i, "PrefixListName": n} for i, n, c in (
            (S3_LIST, f"com.amazonaws.{REGION}.s3", S3_PREFIXES),
            (DYNAMODB_LIST, f"com.amazonaws.{REGION}.dynamodb", DYNAMODB_PREFIXES))]
        return {
            "DescribeRegions": {"Regions": regions},
            "DescribeAvailabilityZones": {"AvailabilityZones": zones},
            "DescribeVpcs": {"Vpcs": self.vpcs()},
            "DescribeSubnets": {"Subnets": self.subnets()},
            "DescribeNetworkInterfaces": {"NetworkInterfaces": self.interfaces()},
            "DescribeInstances": {"Reservations": self.reservations()},
            "DescribeSecurityGroups": {"SecurityGroups": self.security_groups()},
            "DescribeSecurityGroupRules": {"SecurityGroupRules": self.security_group_rules()},
            "DescribeNetworkAcls": {"NetworkAcls": self.network_acls()},
            "DescribeRouteTables": {"RouteTables": self.route_tables()},
            "DescribeManagedPrefixLists": {"PrefixLists": self.prefix_lists()},
            "DescribePrefixLists": {"PrefixLists": lists},
            "DescribeInternetGateways": {"InternetGateways": self.internet_gateways()},
            "DescribeEgressOnlyInternetGateways": {"EgressOnlyInternetGateways": self.egress_only()},
            "DescribeNatGateways": {"NatGateways": self.nat_gateways()},
            "DescribeAddresses": {"Addresses": self.addresses()},
            "DescribeVpcPeeringConnections": {"VpcPeeringConnections": self.vpc_peerings()},
            "DescribeVpcEndpoints": {"VpcEndpoints": self.vpc_endpoints()},
            "DescribeFlowLogs": {"FlowLogs": flow_logs},
            "DescribeVpcBlockPublicAccessOptions": {"VpcBlockPublicAccessOptions": block},
        }

    def prefix_list_entries(self):
        """{list id: entries, None where the call is denied}"""
        return {S3_LIST: [{"Cidr": c} for c in S3_PREFIXES], DYNAMODB_LIST: [{"Cidr": c} for c in DYNAMODB_PREFIXES],
                PARTNER_LIST: None}

    # ---- S3 and KMS ----
    def buckets(self):
        """{name: {call: answer}}; a string is the code of an error"""
        out = {}
        for name, key in BUCKETS.items():
            sse = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn("kms", "key/" + KEYS[key])} if key else {
                "SSEAlgorithm": "AES256"}
            out[name] = {
                "created": Time("2025-11-04T09:20:00"), "location": REGION, "policy": "NoSuchBucketPolicy",
                "encryption": [{"ApplyServerSideEncryptionByDefault": sse, "BucketKeyEnabled": key is not None}],
                "block": {k: True for k in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy",
                                            "RestrictPublicBuckets")}}
        tiered = "arn:aws:s3:::acme-events-tiered"
        out["acme-events-tiered"]["policy"] = {"Version": "2012-10-17", "Statement": [
            {"Sid": "OnlyThroughTheEndpoint", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
             "Resource": [tiered, tiered + "/*"],
             "Condition": {"StringNotEquals": {"aws:SourceVpce": self.id("vpce", "kafka-s3")}}},
            {"Sid": "Brokers", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/kafka-broker"},
             "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": tiered + "/*"}]}
        out["acme-audit-logs"]["policy"] = "AccessDenied"
        out["acme-connect-dlq"]["block"] = "NoSuchPublicAccessBlockConfiguration"
        return out

    def keys(self):
        return [{"AWSAccountId": ACCOUNT, "KeyId": kid, "Arn": arn("kms", "key/" + kid),
                 "CreationDate": Time("2025-11-04T09:10:00"), "Enabled": True, "Description": name,
                 "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER",
                 "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT", "KeySpec": "SYMMETRIC_DEFAULT",
                 "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"], "MultiRegion": False} for name, kid in KEYS.items()]
