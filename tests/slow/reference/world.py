"""world.py: random small AWS accounts, as the AWS CLI prints them.

SPDX-License-Identifier: Apache-2.0

Everything comes from one seeded generator, so a seed is a test case. The accounts use: groups (CIDR, reference, self, prefix list), network
ACLs, route tables (main, explicit, longest prefix, blackhole, prefix-list and propagated routes), internet, NAT and egress-only gateways,
peerings, gateway endpoints, secondary addresses, public addresses, IPv4 and IPv6.
"""
import ipaddress
import json
import pathlib
import random

REGION, ACCOUNT = "eu-west-1", "111122223333"
PORTS = [22, 53, 80, 443, 8083, 9092, 9094, 9096, 9098, 40000]
OUTSIDE = ["198.51.100.7", "203.0.113.9", "8.8.8.8", "52.218.1.1"]
OUTSIDE6 = ["2600:1f00::1", "2a00:1450::5"]
S3_LIST = "pl-6da54004"
S3_NETS = ["52.218.0.0/17", "52.92.0.0/16"]


class World:
    """One account: `answers` maps a CLI file stem to its JSON."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.n = 0
        self.vpcs, self.subnets, self.groups, self.acls, self.tables = [], [], [], [], []
        self.enis, self.igws, self.eigws, self.nats, self.pcxs, self.endpoints, self.lists = [], [], [], [], [], [], []
        self.build()

    def new(self, kind):
        self.n += 1
        return f"{kind}-{self.n:08x}{self.r.getrandbits(32):08x}0"

    # -- pieces --
    def prefix_list(self, name, nets, owner=ACCOUNT, pl=None):
        self.lists.append({"PrefixListId": pl or self.new("pl"), "AddressFamily": "IPv4", "State": "create-complete",
                           "PrefixListName": name, "OwnerId": owner, "MaxEntries": 10, "Version": 1, "nets": nets, "Tags": []})
        return self.lists[-1]

    def cidrs(self):
        r = self.r
        pool = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.1.0.0/16", "10.1.1.0/24",
                "10.2.0.0/16", "198.51.100.0/24", "203.0.113.0/25", "52.218.0.0/17", "10.0.1.8/29"]
        return r.choice(pool)

    def cidr6(self):
        return self.r.choice(["::/0", "2600:1f10::/32", "2600:1f10:0:100::/56", "2600:1f10:0:101::/64", "2600:1f00::/32"])

    def ports(self):
        r = self.r
        k = r.random()
        if k < 0.4:
            p = r.choice(PORTS)
            return p, p
        if k < 0.6:
            return 1024, 65535
        if k < 0.7:
            return 32768, 61000
        if k < 0.8:
            return 0, 65535
        a, b = sorted((r.choice(PORTS), r.choice(PORTS)))
        return a, b

    def permission(self, groups):
        r = self.r
        rule = {"IpRanges": [], "Ipv6Ranges": [], "UserIdGroupPairs": [], "PrefixListIds": []}
        proto = r.choice(["tcp"] * 5 + ["udp", "-1", "-1", "icmp", "50"])
        rule["IpProtocol"] = proto
        if r.random() < 0.25:
            return {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "UserIdGroupPairs": [], "PrefixListIds": []}
        if proto in ("tcp", "udp"):
            rule["FromPort"], rule["ToPort"] = self.ports()
        if proto == "icmp":
            rule["FromPort"], rule["ToPort"] = r.choice([(-1, -1), (8, -1), (8, 0), (0, -1), (3, 4)])
        for _ in range(r.choice([1, 1, 2])):
            k = r.random()
            if k < 0.5:
                rule["IpRanges"].append({"CidrIp": self.cidrs()})
            elif k < 0.62:
                rule["Ipv6Ranges"].append({"CidrIpv6": self.cidr6()})
            elif k < 0.9:
                rule["UserIdGroupPairs"].append({"GroupId": r.choice(groups), "UserId": ACCOUNT})
            else:
                rule["PrefixListIds"].append({"PrefixListId": r.choice(self.lists)["PrefixListId"]})
        return rule

    def acl_entries(self, egress):
        r = self.r
        rows = []
        if r.random() < 0.55:
            rows.append((100, "allow", "-1", None, "0.0.0.0/0"))
            rows.append((101, "allow", "-1", None, "::/0"))
        for _ in range(r.choice([0, 0, 1, 2, 4])):
            proto = r.choice(["6", "6", "6", "17", "-1", "1"])
            net = self.cidrs() if r.random() < 0.75 else self.cidr6()
            rows.append((r.randrange(1, 300), r.choice(["allow", "deny"]), proto, self.ports(), net))
        rows.append((32767, "deny", "-1", None, "0.0.0.0/0"))
        rows.append((32768, "deny", "-1", None, "::/0"))
        seen, out = set(), []
        for number, action, proto, ports, net in rows:
            if number in seen:
                continue
            seen.add(number)
            entry = {"RuleNumber": number, "RuleAction": action, "Protocol": proto, "Egress": egress}
            entry["Ipv6CidrBlock" if ":" in net else "CidrBlock"] = net
            if proto in ("6", "17"):
                entry["PortRange"] = {"From": ports[0], "To": ports[1]}
            if proto == "1":
                entry["IcmpTypeCode"] = self.r.choice([{"Type": -1, "Code": -1}, {"Type": 8, "Code": -1}, {"Type": 0, "Code": -1}])
            out.append(entry)
        r.shuffle(out)
        return out

    # -- the account --
    def build(self):
        r = self.r
        self.prefix_list("com.amazonaws.eu-west-1.s3", S3_NETS, "AWS", S3_LIST)
        self.prefix_list("partners", r.sample(["198.51.100.0/25", "203.0.113.0/24", "10.0.1.0/24", "10.1.0.0/16"], 2))
        for v in range(r.choice([1, 2, 2, 3])):
            self.vpc(v)
        for a in range(len(self.vpcs)):
            for b in range(a + 1, len(self.vpcs)):
                if r.random() < 0.7:
                    self.peering(self.vpcs[a], self.vpcs[b])
        for vpc in self.vpcs:
            self.routes(vpc)
        for vpc in self.vpcs:
            for subnet in [s for s in self.subnets if s["VpcId"] == vpc["VpcId"]]:
                for _ in range(r.choice([0, 1, 2, 2, 3])):
                    self.eni(vpc, subnet)

    def vpc(self, v):
        r = self.r
        vid = self.new("vpc")
        six = r.random() < 0.5
        vpc = {"VpcId": vid, "OwnerId": ACCOUNT, "State": "available", "IsDefault": False, "CidrBlock": f"10.{v}.0.0/16",
               "CidrBlockAssociationSet": [{"AssociationId": self.new("vpc-cidr-assoc"), "CidrBlock": f"10.{v}.0.0/16",
                                            "CidrBlockState": {"State": "associated"}}],
               "Ipv6CidrBlockAssociationSet": [], "Tags": [{"Key": "Name", "Value": f"net{v}"}]}
        if six:
            vpc["Ipv6CidrBlockAssociationSet"].append({"AssociationId": self.new("vpc-cidr-assoc"), "Ipv6CidrBlock": f"2600:1f10:0:{v}00::/56",
                                                       "Ipv6CidrBlockState": {"State": "associated"}})
        self.vpcs.append(vpc)
        ids = [self.new("sg") for _ in range(r.choice([2, 3, 4]))]
        for g in ids:
            self.groups.append({"GroupId": g, "GroupName": g, "VpcId": vid, "OwnerId": ACCOUNT, "Description": "", "Tags": []})
        vpc["groups"] = ids
        for k in range(r.choice([1, 2, 3])):
            sid = self.new("subnet")
            subnet = {"SubnetId": sid, "VpcId": vid, "OwnerId": ACCOUNT, "CidrBlock": f"10.{v}.{k + 1}.0/24", "State": "available",
                      "AvailabilityZone": "eu-west-1a", "AvailabilityZoneId": "euw1-az1", "Ipv6CidrBlockAssociationSet": [], "Tags": []}
            if six and r.random() < 0.8:
                subnet["Ipv6CidrBlockAssociationSet"].append({"AssociationId": self.new("subnet-cidr-assoc"), "Ipv6CidrBlock": f"2600:1f10:0:{v}0{k + 1}::/64",
                                                              "Ipv6CidrBlockState": {"State": "associated"}})
            self.subnets.append(subnet)
        mine = [s["SubnetId"] for s in self.subnets if s["VpcId"] == vid]
        default = {"NetworkAclId": self.new("acl"), "VpcId": vid, "OwnerId": ACCOUNT, "IsDefault": True, "Associations": [], "Tags": [],
                   "Entries": [e for eg in (False, True) for e in
                               ({"RuleNumber": 100, "RuleAction": "allow", "Protocol": "-1", "Egress": eg, "CidrBlock": "0.0.0.0/0"},
                                {"RuleNumber": 101, "RuleAction": "allow", "Protocol": "-1", "Egress": eg, "Ipv6CidrBlock": "::/0"},
                                {"RuleNumber": 32767, "RuleAction": "deny", "Protocol": "-1", "Egress": eg, "CidrBlock": "0.0.0.0/0"},
                                {"RuleNumber": 32768, "RuleAction": "deny", "Protocol": "-1", "Egress": eg, "Ipv6CidrBlock": "::/0"})]}
        self.acls.append(default)
        own = [default]
        for _ in range(r.choice([0, 1, 2])):
            own.append({"NetworkAclId": self.new("acl"), "VpcId": vid, "OwnerId": ACCOUNT, "IsDefault": False, "Associations": [], "Tags": [],
                        "Entries": self.acl_entries(False) + self.acl_entries(True)})
            self.acls.append(own[-1])
        for s in mine:
            acl = r.choice(own)
            acl["Associations"].append({"NetworkAclAssociationId": self.new("aclassoc"), "NetworkAclId": acl["NetworkAclId"], "SubnetId": s})
        if r.random() < 0.7:
            self.igws.append({"InternetGatewayId": self.new("igw"), "OwnerId": ACCOUNT, "Tags": [],
                              "Attachments": [{"State": "available", "VpcId": vid}]})
            vpc["igw"] = self.igws[-1]["InternetGatewayId"]
        if six and r.random() < 0.4:
            self.eigws.append({"EgressOnlyInternetGatewayId": self.new("eigw"), "Attachments": [{"State": "attached", "VpcId": vid}], "Tags": []})
            vpc["eigw"] = self.eigws[-1]["EgressOnlyInternetGatewayId"]
        if "igw" in vpc and r.random() < 0.6:
            self.nat(vpc, r.choice([s for s in self.subnets if s["VpcId"] == vid]))
        if r.random() < 0.4:
            vpc["s3"] = self.new("vpce")

    def nat(self, vpc, subnet):
        nid, eni = self.new("nat"), self.new("eni")
        net = ipaddress.ip_network(subnet["CidrBlock"])
        private, public = str(net[250]), f"54.10.{len(self.nats)}.{self.r.randrange(1, 250)}"
        self.nats.append({"NatGatewayId": nid, "VpcId": vpc["VpcId"], "SubnetId": subnet["SubnetId"], "State": "available", "ConnectivityType": "public",
                          "NatGatewayAddresses": [{"AllocationId": self.new("eipalloc"), "NetworkInterfaceId": eni, "PrivateIp": private,
                                                   "PublicIp": public, "IsPrimary": True, "Status": "succeeded"}], "Tags": []})
        self.enis.append({"NetworkInterfaceId": eni, "VpcId": vpc["VpcId"], "SubnetId": subnet["SubnetId"], "OwnerId": ACCOUNT, "RequesterManaged": True,
                          "InterfaceType": "nat_gateway", "Groups": [], "SourceDestCheck": False, "Status": "in-use", "Description": f"Interface for NAT Gateway {nid}",
                          "PrivateIpAddress": private, "Ipv6Addresses": [], "TagSet": [],
                          "PrivateIpAddresses": [{"Primary": True, "PrivateIpAddress": private, "Association": {"PublicIp": public, "IpOwnerId": ACCOUNT}}],
                          "Attachment": {"Status": "attached", "InstanceOwnerId": "amazon-aws"}})
        vpc["nat"] = nid

    def peering(self, a, b):
        def side(v):
            return {"VpcId": v["VpcId"], "OwnerId": ACCOUNT, "Region": REGION, "CidrBlock": v["CidrBlock"], "CidrBlockSet": [{"CidrBlock": v["CidrBlock"]}],
                    "Ipv6CidrBlockSet": [{"Ipv6CidrBlock": x["Ipv6CidrBlock"]} for x in v["Ipv6CidrBlockAssociationSet"]]}
        state = "active" if self.r.random() < 0.85 else self.r.choice(["pending-acceptance", "deleted", "rejected"])
        self.pcxs.append({"VpcPeeringConnectionId": self.new("pcx"), "RequesterVpcInfo": side(a), "AccepterVpcInfo": side(b),
                          "Status": {"Code": state, "Message": state}, "Tags": []})
        a.setdefault("pcx", []).append((self.pcxs[-1]["VpcPeeringConnectionId"], b))
        b.setdefault("pcx", []).append((self.pcxs[-1]["VpcPeeringConnectionId"], a))

    def routes(self, vpc):
        r = self.r
        mine = [s for s in self.subnets if s["VpcId"] == vpc["VpcId"]]
        tables = []
        for k in range(r.choice([1, 2, 3])):
            rid = self.new("rtb")
            routes = [{"DestinationCidrBlock": vpc["CidrBlock"], "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}]
            for x in vpc["Ipv6CidrBlockAssociationSet"]:
                routes.append({"DestinationIpv6CidrBlock": x["Ipv6CidrBlock"], "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"})

            def add(dest, **target):
                key = "DestinationPrefixListId" if dest.startswith("pl-") else ("DestinationIpv6CidrBlock" if ":" in dest else "DestinationCidrBlock")
                if not any(x.get(key) == dest for x in routes):
                    routes.append({key: dest, "Origin": "CreateRoute", "State": "active", **target})
            roll = r.random()
            if "igw" in vpc and roll < 0.5:
                add("0.0.0.0/0", GatewayId=vpc["igw"])
                if vpc["Ipv6CidrBlockAssociationSet"] and r.random() < 0.7:
                    add("::/0", GatewayId=vpc["igw"])
            elif "nat" in vpc and roll < 0.85:
                add("0.0.0.0/0", NatGatewayId=vpc["nat"])
            if "eigw" in vpc and r.random() < 0.6:
                add("::/0", EgressOnlyInternetGatewayId=vpc["eigw"])
            for pcx, other in vpc.get("pcx", []):
                if r.random() < 0.8:
                    dest = other["CidrBlock"] if r.random() < 0.75 else other["CidrBlock"].replace(".0.0/16", ".1.0/24")
                    add(dest, VpcPeeringConnectionId=pcx)
                for x in other["Ipv6CidrBlockAssociationSet"]:
                    if r.random() < 0.6:
                        add(x["Ipv6CidrBlock"], VpcPeeringConnectionId=pcx)
            if "s3" in vpc and r.random() < 0.7:
                add(S3_LIST, GatewayId=vpc["s3"])
                vpc.setdefault("s3tables", []).append(rid)
            if r.random() < 0.15:
                add(r.choice(["198.51.100.0/24", "203.0.113.0/24", "10.1.2.0/24"]), NetworkInterfaceId=self.new("eni"))
                routes[-1]["State"] = "blackhole"
            if r.random() < 0.1 and "igw" in vpc:
                add(self.lists[1]["PrefixListId"], GatewayId=vpc["igw"])
            r.shuffle(routes)
            tables.append({"RouteTableId": rid, "VpcId": vpc["VpcId"], "OwnerId": ACCOUNT, "Routes": routes, "PropagatingVgws": [], "Tags": [], "Associations": []})
        tables[0]["Associations"].append({"Main": True, "RouteTableAssociationId": self.new("rtbassoc"), "RouteTableId": tables[0]["RouteTableId"],
                                          "AssociationState": {"State": "associated"}})
        for s in mine:
            if r.random() < 0.7:
                t = r.choice(tables)
                t["Associations"].append({"Main": False, "RouteTableAssociationId": self.new("rtbassoc"), "RouteTableId": t["RouteTableId"], "SubnetId": s["SubnetId"],
                                          "AssociationState": {"State": "associated"}})
        self.tables += tables
        if "s3" in vpc:
            self.endpoints.append({"VpcEndpointId": vpc["s3"], "VpcEndpointType": "Gateway", "VpcId": vpc["VpcId"], "ServiceName": "com.amazonaws.eu-west-1.s3",
                                   "State": "available", "OwnerId": ACCOUNT, "RouteTableIds": vpc.get("s3tables", []), "SubnetIds": [], "Groups": [],
                                   "NetworkInterfaceIds": [], "PolicyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}", "Tags": []})

    def eni(self, vpc, subnet):
        r = self.r
        net = ipaddress.ip_network(subnet["CidrBlock"])
        taken = {a["PrivateIpAddress"] for e in self.enis for a in e["PrivateIpAddresses"]}
        free = [str(net[k]) for k in range(4, 20) if str(net[k]) not in taken]
        r.shuffle(free)
        addresses = []
        for k in range(r.choice([1, 1, 1, 2])):
            a = {"Primary": k == 0, "PrivateIpAddress": free[k]}
            if "igw" in vpc and r.random() < 0.3:
                self.n += 1
                a["Association"] = {"PublicIp": f"54.20.{self.n % 200}.{r.randrange(1, 250)}", "IpOwnerId": ACCOUNT}
            addresses.append(a)
        six = []
        if subnet["Ipv6CidrBlockAssociationSet"] and r.random() < 0.7:
            n6 = ipaddress.ip_network(subnet["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"])
            self.n += 1
            six.append({"Ipv6Address": str(n6[self.n + 16])})
        groups = sorted(set(r.choices(vpc["groups"], k=r.choice([1, 1, 2]))))
        self.enis.append({"NetworkInterfaceId": self.new("eni"), "VpcId": vpc["VpcId"], "SubnetId": subnet["SubnetId"], "OwnerId": ACCOUNT, "RequesterManaged": False,
                          "InterfaceType": "interface", "Groups": [{"GroupId": g, "GroupName": g} for g in groups], "SourceDestCheck": True, "Status": "in-use",
                          "Description": "", "PrivateIpAddress": addresses[0]["PrivateIpAddress"], "PrivateIpAddresses": addresses, "Ipv6Addresses": six, "TagSet": []})

    def finish_groups(self):
        r = self.r
        for vpc in self.vpcs:
            visible = list(vpc["groups"])
            for _, other in vpc.get("pcx", []):
                visible += other["groups"]
            for g in [g for g in self.groups if g["VpcId"] == vpc["VpcId"]]:
                g["IpPermissions"] = [self.permission(visible) for _ in range(r.choice([0, 1, 2, 3]))]
                if r.random() < 0.6:
                    g["IpPermissionsEgress"] = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "UserIdGroupPairs": [], "PrefixListIds": []}]
                else:
                    g["IpPermissionsEgress"] = [self.permission(visible) for _ in range(r.choice([0, 1, 2, 3]))]

    def answers(self):
        if "IpPermissions" not in self.groups[0]:
            self.finish_groups()

        def bare(rows):
            return [{k: v for k, v in row.items() if k not in ("groups", "igw", "eigw", "nat", "s3", "s3tables", "pcx", "nets")} for row in rows]
        out = {
            "sts-get-caller-identity": {"UserId": "A", "Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/a"},
            "ec2-describe-vpcs": {"Vpcs": bare(self.vpcs)},
            "ec2-describe-subnets": {"Subnets": bare(self.subnets)},
            "ec2-describe-network-interfaces": {"NetworkInterfaces": bare(self.enis)},
            "ec2-describe-security-groups": {"SecurityGroups": bare(self.groups)},
            "ec2-describe-network-acls": {"NetworkAcls": bare(self.acls)},
            "ec2-describe-route-tables": {"RouteTables": bare(self.tables)},
            "ec2-describe-internet-gateways": {"InternetGateways": bare(self.igws)},
            "ec2-describe-egress-only-internet-gateways": {"EgressOnlyInternetGateways": bare(self.eigws)},
            "ec2-describe-nat-gateways": {"NatGateways": bare(self.nats)},
            "ec2-describe-vpc-peering-connections": {"VpcPeeringConnections": bare(self.pcxs)},
            "ec2-describe-vpc-endpoints": {"VpcEndpoints": bare(self.endpoints)},
            "ec2-describe-managed-prefix-lists": {"PrefixLists": bare(self.lists)},
        }
        for pl in self.lists:
            out[f"ec2-get-managed-prefix-list-entries.{pl['PrefixListId']}"] = {"Entries": [{"Cidr": n} for n in pl["nets"]]}
        return out


def write(answers, folder, denied=()):
    """Writes the answers as the AWS CLI would have printed them; a denied call leaves its error."""
    place = pathlib.Path(folder) / "accounts" / ACCOUNT / REGION
    place.mkdir(parents=True)
    for stem, answer in answers.items():
        if any(stem.startswith(d) for d in denied):
            answer = {"Error": {"Code": "UnauthorizedOperation", "Message": "You are not authorized to perform this operation."}}
        (place / f"{stem}.json").write_text(json.dumps(answer, indent=1))
