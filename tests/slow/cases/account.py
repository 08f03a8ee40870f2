"""account.py: small accounts in the words of the AWS CLI, with everything in place that the real API prints.

SPDX-License-Identifier: Apache-2.0

Rules, entries and routes are one line of text each:
  group rule   "tcp 9094 10.0.0.0/8"   "all sg-a"   "icmp 8/0 0/0"   "tcp 9092-9098 pl-1"   "proto50 0/0"   "tcp 443 ::/0"
  ACL entry    "100 allow tcp 9094 10.0.0.0/8"   "90 deny all 0/0"
  route        "0/0 igw-1"   "pl-1 nat-1"   "10.9.0.0/16 pcx-1 blackhole"   "10.2.0.0/16 vgw-1 propagated"
"""
import json
import pathlib

from account_services import Services
from account_transit import Transit

ME, REGION = "111122223333", "eu-west-1"
OPEN = ["100 allow all 0/0", "101 allow all ::/0"]
ALL = ["all 0/0", "all ::/0"]
NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58", "all": "-1"}
ZERO = {"0/0": "0.0.0.0/0"}


def net(text):
    return ZERO.get(text, text)


def protocol(word):
    return word[5:] if word.startswith("proto") else "-1" if word == "all" else word


def span(word, text, lo, hi):
    if text is None:
        return {}
    a, _, b = text.partition("/" if word.startswith("icmp") else "-")
    return {lo: int(a), hi: int(b) if b else (-1 if word.startswith("icmp") else int(a))}


def permission(text, me):
    words = text.split()
    word, peer = words[0], net(words[-1])
    ports = words[1] if len(words) == 3 else None
    out = {"IpProtocol": protocol(word), "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}
    if ports is None and word in ("tcp", "udp"):
        ports = "0-65535"
    out.update(span(word, ports, "FromPort", "ToPort"))
    if peer.startswith("sg-"):
        group, _, owner = peer.partition("@")
        out["UserIdGroupPairs"].append({"GroupId": group, "UserId": owner or me})
    elif peer.startswith("pl-"):
        out["PrefixListIds"].append({"PrefixListId": peer})
    elif ":" in peer:
        out["Ipv6Ranges"].append({"CidrIpv6": peer})
    else:
        out["IpRanges"].append({"CidrIp": peer})
    return out


def entry(text, egress):
    words = text.split()
    number, action, word, peer = words[0], words[1], words[2], net(words[-1])
    ports = words[3] if len(words) == 5 else None
    out = {"RuleNumber": int(number), "RuleAction": action, "Egress": egress,
           "Protocol": NUMBERS.get(word) or protocol(word), "Ipv6CidrBlock" if ":" in peer else "CidrBlock": peer}
    if word.startswith("icmp"):
        out["IcmpTypeCode"] = span(word, ports or "-1/-1", "Type", "Code")
    elif ports:
        out["PortRange"] = span(word, ports, "From", "To")
    return out


FIELDS = {"igw": "GatewayId", "vgw": "GatewayId", "vpce": "GatewayId", "local": "GatewayId", "nat": "NatGatewayId", "tgw": "TransitGatewayId",
          "pcx": "VpcPeeringConnectionId", "eigw": "EgressOnlyInternetGatewayId", "eni": "NetworkInterfaceId", "lgw": "LocalGatewayId",
          "cagw": "CarrierGatewayId"}


def route(text):
    words = text.split()
    dest, target, flags = net(words[0]), words[1], words[2:]
    key = "DestinationPrefixListId" if dest.startswith("pl-") else "DestinationIpv6CidrBlock" if ":" in dest else "DestinationCidrBlock"
    out = {key: dest, "State": "blackhole" if "blackhole" in flags else "active",
           "Origin": "EnableVgwRoutePropagation" if "propagated" in flags else "CreateRouteTable" if target == "local" else "CreateRoute"}
    out[FIELDS.get(target.split("-")[0], "GatewayId")] = target
    return out


class Place(Transit, Services):
    """One account in one region."""
    LISTS = {"vpcs": ("ec2-describe-vpcs", "Vpcs"), "subnets": ("ec2-describe-subnets", "Subnets"),
             "enis": ("ec2-describe-network-interfaces", "NetworkInterfaces"), "groups": ("ec2-describe-security-groups", "SecurityGroups"),
             "acls": ("ec2-describe-network-acls", "NetworkAcls"), "tables": ("ec2-describe-route-tables", "RouteTables"),
             "igws": ("ec2-describe-internet-gateways", "InternetGateways"), "reservations": ("ec2-describe-instances", "Reservations"),
             "eigws": ("ec2-describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"),
             "nats": ("ec2-describe-nat-gateways", "NatGateways"), "pcxs": ("ec2-describe-vpc-peering-connections", "VpcPeeringConnections"),
             "endpoints": ("ec2-describe-vpc-endpoints", "VpcEndpoints"), "lists": ("ec2-describe-managed-prefix-lists", "PrefixLists"),
             "tgws": ("ec2-describe-transit-gateways", "TransitGateways"), "vgws": ("ec2-describe-vpn-gateways", "VpnGateways"),
             "attachments": ("ec2-describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments")}

    def __init__(self, account, region):
        self.account, self.region, self.files, self.dropped = account, region, {}, set()
        self.by_id = {}
        for name in self.LISTS:
            setattr(self, name, [])

    def keep(self, kind, id_, thing):
        self.by_id[id_] = thing
        getattr(self, kind).append(thing)
        return thing

    def __getitem__(self, id_):
        return self.by_id[id_]

    def vpc(self, id_, cidr, *more, v6=None):
        blocks = [{"AssociationId": f"vpc-cidr-assoc-{id_}{i}", "CidrBlock": c, "CidrBlockState": {"State": "associated"}}
                  for i, c in enumerate((cidr,) + more)]
        six = [{"AssociationId": f"vpc-cidr-assoc-{id_}6", "Ipv6CidrBlock": v6, "Ipv6CidrBlockState": {"State": "associated"},
                "NetworkBorderGroup": self.region, "Ipv6Pool": "Amazon"}] if v6 else []
        self.keep("vpcs", id_, {"VpcId": id_, "OwnerId": self.account, "State": "available", "CidrBlock": cidr, "IsDefault": False,
                                "InstanceTenancy": "default", "DhcpOptionsId": "dopt-1", "CidrBlockAssociationSet": blocks,
                                "Ipv6CidrBlockAssociationSet": six, "Tags": []})
        n = id_.removeprefix("vpc-")
        self.acl(f"acl-main{n}", id_, [], OPEN, OPEN, default=True)
        self.table(f"rtb-main{n}", id_, [], [], main=True)

    def locals(self, vpc):
        v = self[vpc]
        return [f"{c['CidrBlock']} local" for c in v["CidrBlockAssociationSet"]] + \
               [f"{c['Ipv6CidrBlock']} local" for c in v["Ipv6CidrBlockAssociationSet"]]

    def subnet(self, id_, vpc, cidr, zone=1, v6=None, acl=None, table=None):
        six = [{"AssociationId": f"subnet-cidr-assoc-{id_}", "Ipv6CidrBlock": v6, "Ipv6CidrBlockState": {"State": "associated"}}] if v6 else []
        out = {"SubnetId": id_, "VpcId": vpc, "OwnerId": self.account, "State": "available", "AvailableIpAddressCount": 200,
               "AvailabilityZone": f"{self.region}{'xabc'[zone]}", "AvailabilityZoneId": f"{self.region[:2]}w1-az{zone}", "DefaultForAz": False,
               "MapPublicIpOnLaunch": False, "Ipv6CidrBlockAssociationSet": six, "Ipv6Native": cidr is None,
               "SubnetArn": f"arn:aws:ec2:{self.region}:{self.account}:subnet/{id_}", "Tags": []}
        if cidr:
            out["CidrBlock"] = cidr
        self.keep("subnets", id_, out)
        n = vpc.removeprefix("vpc-")
        self.put_acl(acl or f"acl-main{n}", id_)
        if table:
            self.put_table(table, id_)

    def put_acl(self, acl, subnet):
        for a in self.acls:
            a["Associations"] = [x for x in a["Associations"] if x["SubnetId"] != subnet]
        self[acl]["Associations"].append({"NetworkAclAssociationId": f"aclassoc-{subnet}", "NetworkAclId": acl, "SubnetId": subnet})

    def acl(self, id_, vpc, subnets, ingress, egress, default=False):
        six = bool(self[vpc]["Ipv6CidrBlockAssociationSet"])
        out = self.keep("acls", id_, {"NetworkAclId": id_, "VpcId": vpc, "OwnerId": self.account, "IsDefault": default, "Associations": [],
                                      "Entries": [], "Tags": []})
        for eg, lines in ((True, egress), (False, ingress)):
            rows = [entry(t, eg) for t in lines if six or "::" not in t]
            rows += [{"RuleNumber": 32767, "RuleAction": "deny", "Protocol": "-1", "Egress": eg, "CidrBlock": "0.0.0.0/0"}]
            if six:
                rows += [{"RuleNumber": 32768, "RuleAction": "deny", "Protocol": "-1", "Egress": eg, "Ipv6CidrBlock": "::/0"}]
            out["Entries"] += rows
        for s in subnets:
            self.put_acl(id_, s)
        return out

    def reacl(self, id_, ingress=None, egress=None):
        """Other entries for an ACL that is there."""
        old = self[id_]
        keep = [e for e in old["Entries"] if e["RuleNumber"] >= 32767 or (ingress is None and not e["Egress"]) or (egress is None and e["Egress"])]
        old["Entries"] = keep + [entry(t, False) for t in ingress or []] + [entry(t, True) for t in egress or []]

    def put_table(self, table, subnet):
        for t in self.tables:
            t["Associations"] = [x for x in t["Associations"] if x.get("SubnetId") != subnet]
        self[table]["Associations"].append({"Main": False, "RouteTableAssociationId": f"rtbassoc-{subnet}", "RouteTableId": table, "SubnetId": subnet,
                                            "AssociationState": {"State": "associated"}})

    def table(self, id_, vpc, subnets, routes, main=False):
        out = self.keep("tables", id_, {"RouteTableId": id_, "VpcId": vpc, "OwnerId": self.account, "PropagatingVgws": [], "Tags": [],
                                        "Associations": [], "Routes": [route(t) for t in self.locals(vpc) + routes]})
        if main:
            out["Associations"].append({"Main": True, "RouteTableAssociationId": f"rtbassoc-{id_}", "RouteTableId": id_,
                                        "AssociationState": {"State": "associated"}})
        for s in subnets:
            self.put_table(id_, s)
        return out

    def routes(self, table, *lines):
        self[table]["Routes"] += [route(t) for t in lines]

    def group(self, id_, vpc, ingress=(), egress=ALL):
        return self.keep("groups", id_, {"GroupId": id_, "GroupName": id_, "VpcId": vpc, "OwnerId": self.account, "Description": id_, "Tags": [],
                                         "SecurityGroupArn": f"arn:aws:ec2:{self.region}:{self.account}:security-group/{id_}",
                                         "IpPermissions": [permission(t, self.account) for t in ingress],
                                         "IpPermissionsEgress": [permission(t, self.account) for t in egress]})

    def rules(self, id_, ingress=None, egress=None):
        if ingress is not None:
            self[id_]["IpPermissions"] = [permission(t, self.account) for t in ingress]
        if egress is not None:
            self[id_]["IpPermissionsEgress"] = [permission(t, self.account) for t in egress]

    def eni(self, id_, subnet, ip, *groups, public=None, v6=(), more=(), instance=None, kind="interface", check=True, prefixes=(), prefixes6=(),
            managed=False, description=""):
        """more: (private, public or None) of secondary addresses."""
        s = self[subnet]
        rows = []
        for i, (a, pub) in enumerate(([(ip, public)] if ip else []) + list(more)):
            rows.append({"Primary": i == 0, "PrivateIpAddress": a, "PrivateDnsName": f"ip-{a.replace('.', '-')}.{self.region}.compute.internal"})
            if pub:
                rows[-1]["Association"] = self.association(pub)
        out = {"NetworkInterfaceId": id_, "SubnetId": subnet, "VpcId": s["VpcId"], "OwnerId": self.account, "AvailabilityZone": s["AvailabilityZone"],
               "InterfaceType": kind, "SourceDestCheck": check, "Status": "in-use", "RequesterManaged": managed, "Description": description,
               "MacAddress": "02:00:00:00:00:01", "Groups": [{"GroupId": g, "GroupName": g} for g in groups], "PrivateIpAddresses": rows,
               "Ipv6Addresses": [{"Ipv6Address": a, "IsPrimaryIpv6": False} for a in v6], "TagSet": [],
               "Attachment": {"AttachmentId": f"eni-attach-{id_}", "DeleteOnTermination": True, "DeviceIndex": 0, "Status": "attached"}}
        if ip:
            out["PrivateIpAddress"] = ip
        if public:
            out["Association"] = self.association(public)
        if prefixes:
            out["Ipv4Prefixes"] = [{"Ipv4Prefix": p} for p in prefixes]
        if prefixes6:
            out["Ipv6Prefixes"] = [{"Ipv6Prefix": p} for p in prefixes6]
        if instance:
            out["Attachment"].update({"InstanceId": instance, "InstanceOwnerId": self.account})
            self.instance(instance, subnet, out)
        return self.keep("enis", id_, out)

    @staticmethod
    def association(public):
        return {"AllocationId": f"eipalloc-{public}", "AssociationId": f"eipassoc-{public}", "IpOwnerId": ME, "PublicIp": public, "PublicDnsName": ""}

    def instance(self, id_, subnet, eni, state="running"):
        found = self.by_id.get(id_)
        if found is None:
            found = {"InstanceId": id_, "SubnetId": subnet, "VpcId": eni["VpcId"], "State": {"Code": 16, "Name": state}, "InstanceType": "t3.small",
                     "ImageId": "ami-1", "PlatformDetails": "Linux/UNIX", "NetworkInterfaces": [], "SecurityGroups": eni["Groups"], "SourceDestCheck": True,
                     "Tags": []}
            self.by_id[id_] = found
            self.reservations.append({"ReservationId": f"r-{id_}", "OwnerId": self.account, "Groups": [], "Instances": [found]})
        found["NetworkInterfaces"].append({k: eni[k] for k in ("NetworkInterfaceId", "SubnetId", "VpcId", "OwnerId", "Groups", "PrivateIpAddresses",
                                                               "Ipv6Addresses", "SourceDestCheck", "Status", "InterfaceType")})

    def igw(self, id_, vpc):
        rows = [{"State": "available", "VpcId": vpc}] if vpc else []
        self.keep("igws", id_, {"InternetGatewayId": id_, "OwnerId": self.account, "Attachments": rows, "Tags": []})

    def eigw(self, id_, vpc):
        self.keep("eigws", id_, {"EgressOnlyInternetGatewayId": id_, "Attachments": [{"State": "attached", "VpcId": vpc}], "Tags": []})

    def nat(self, id_, subnet, ip, public=None, state="available", private=False, more=()):
        s = self[subnet]
        rows = [{"NetworkInterfaceId": f"eni-{id_}", "PrivateIp": ip, "IsPrimary": True, "Status": "succeeded"}]
        if public:
            rows[0].update({"PublicIp": public, "AllocationId": f"eipalloc-{public}", "AssociationId": f"eipassoc-{public}"})
        for a, pub in more:
            rows.append({"NetworkInterfaceId": f"eni-{id_}", "PrivateIp": a, "IsPrimary": False, "Status": "succeeded", "PublicIp": pub,
                         "AllocationId": f"eipalloc-{pub}", "AssociationId": f"eipassoc-{pub}"})
        self.keep("nats", id_, {"NatGatewayId": id_, "SubnetId": subnet, "VpcId": s["VpcId"], "State": state, "CreateTime": "2026-01-01T00:00:00+00:00",
                                "ConnectivityType": "private" if private else "public", "NatGatewayAddresses": rows, "Tags": []})
        if state == "available":
            self.eni(f"eni-{id_}", subnet, ip, public=public, more=more, kind="nat_gateway", check=False, managed=True,
                     description=f"Interface for NAT Gateway {id_}")

    def side(self, vpc, account=None, region=None, cidrs=()):
        if vpc in self.by_id:
            v = self[vpc]
            cidrs = [c["CidrBlock"] for c in v["CidrBlockAssociationSet"]]
            six = [c["Ipv6CidrBlock"] for c in v["Ipv6CidrBlockAssociationSet"]]
        else:
            six = []
        out = {"VpcId": vpc, "OwnerId": account or self.account, "Region": region or self.region}
        if cidrs:
            out.update({"CidrBlock": cidrs[0], "CidrBlockSet": [{"CidrBlock": c} for c in cidrs],
                        "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": False, "AllowEgressFromLocalClassicLinkToRemoteVpc": False,
                                           "AllowEgressFromLocalVpcToRemoteClassicLink": False}})
            if six:
                out["Ipv6CidrBlockSet"] = [{"Ipv6CidrBlock": c} for c in six]
        return out

    def pcx(self, id_, a, b, state="active"):
        """a and b: VPC ids, or sides."""
        sides = [x if isinstance(x, dict) else self.side(x) for x in (a, b)]
        self.keep("pcxs", id_, {"VpcPeeringConnectionId": id_, "RequesterVpcInfo": sides[0], "AccepterVpcInfo": sides[1],
                                "Status": {"Code": state, "Message": state}, "Tags": []})

    def plist(self, id_, *cidrs, name=None, owner=None):
        self.keep("lists", id_, {"PrefixListId": id_, "PrefixListName": name or id_, "OwnerId": owner or self.account, "AddressFamily": "IPv4",
                                 "State": "create-complete", "MaxEntries": 20, "Version": 1, "Tags": [],
                                 "PrefixListArn": f"arn:aws:ec2:{self.region}:{owner or self.account}:prefix-list/{id_}"})
        self.files[f"ec2-get-managed-prefix-list-entries.{id_}"] = {"Entries": [{"Cidr": c} for c in cidrs]}

    def gateway_endpoint(self, id_, vpc, service, tables, plist, state="available"):
        self.keep("endpoints", id_, {"VpcEndpointId": id_, "VpcEndpointType": "Gateway", "VpcId": vpc, "ServiceName": f"com.amazonaws.{self.region}.{service}",
                                     "State": state, "OwnerId": self.account, "RouteTableIds": tables, "SubnetIds": [], "Groups": [],
                                     "NetworkInterfaceIds": [], "PrivateDnsEnabled": False, "RequesterManaged": False, "Tags": [],
                                     "PolicyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"})
        for t in tables:
            self.routes(t, f"{plist} {id_}")

    def interface_endpoint(self, id_, subnet, ip, group, service="com.amazonaws.eu-west-1.kms", state="available"):
        s, groups = self[subnet], [group]
        self.eni(f"eni-{id_}", subnet, ip, *groups, kind="vpc_endpoint", managed=True, description=f"VPC Endpoint Interface {id_}")
        self.keep("endpoints", id_, {"VpcEndpointId": id_, "VpcEndpointType": "Interface", "VpcId": s["VpcId"], "ServiceName": service, "State": state,
                                     "OwnerId": self.account, "RouteTableIds": [], "SubnetIds": [subnet], "Groups": [{"GroupId": g} for g in groups],
                                     "NetworkInterfaceIds": [f"eni-{id_}"], "PrivateDnsEnabled": True, "RequesterManaged": False, "Tags": []})

    def tgw(self, id_, *vpcs):
        """A transit gateway with one table that all are associated with and propagate to."""
        self.transit(id_, refs="disable")
        for vpc, subnets in vpcs:
            self.attach(f"tgw-attach-{vpc}", id_, vpc, subnets, refs="disable")
        ends = [f"tgw-attach-{vpc}" for vpc, _ in vpcs]
        self.transit_table("tgw-rtb-1", id_, ends, ends)

    def vgw(self, id_, vpc):
        self.keep("vgws", id_, {"VpnGatewayId": id_, "State": "available", "Type": "ipsec.1", "AmazonSideAsn": 64512, "Tags": [],
                                "VpcAttachments": [{"VpcId": vpc, "State": "attached"}]})

    def bpa(self, mode, *exclusions):
        self.files["ec2-describe-vpc-block-public-access-options"] = {"VpcBlockPublicAccessOptions": {
            "AwsAccountId": self.account, "AwsRegion": self.region, "State": "update-complete", "InternetGatewayBlockMode": mode, "Reason": "",
            "LastUpdateTimestamp": "2026-01-01T00:00:00+00:00", "ManagedBy": "account", "ExclusionsAllowed": "allowed"}}
        self.files["ec2-describe-vpc-block-public-access-exclusions"] = {"VpcBlockPublicAccessExclusions": [
            {"ExclusionId": f"vpcbpa-exclude-{i}", "State": "create-complete", "InternetGatewayExclusionMode": how,
             "ResourceArn": f"arn:aws:ec2:{self.region}:{self.account}:{'vpc' if what.startswith('vpc') else 'subnet'}/{what}"}
            for i, (what, how) in enumerate(exclusions)]}

    def deny(self, *stems, code="UnauthorizedOperation"):
        for s in stems:
            self.files[s] = {"Error": {"Code": code, "Message": "You are not authorized to perform this operation."}}

    def drop(self, *stems):
        self.dropped.update(stems)

    def cut(self, stem):
        """The list goes on, and nobody fetched the rest."""
        key = [k for s, k in self.LISTS.values() if s == stem][0]
        name = [n for n, (s, _) in self.LISTS.items() if s == stem][0]
        self.files[stem] = {key: getattr(self, name), "NextToken": "eyJ2IjoyfQ=="}

    def answers(self):
        out = {"sts-get-caller-identity": {"UserId": "AIDA", "Account": self.account, "Arn": f"arn:aws:iam::{self.account}:user/reader"}}
        for name, (stem, key) in self.LISTS.items():
            out[stem] = {key: getattr(self, name)}
        out.update(self.files)
        return {s: a for s, a in out.items() if s not in self.dropped}


class World(Place):
    """The first place, and others beside it."""

    def __init__(self):
        super().__init__(ME, REGION)
        self.others, self.assume, self.intent = [], True, None
        self.apart = False  # each place is a bundle of its own

    def place(self, account=ME, region=REGION):
        p = Place(account, region)
        self.others.append(p)
        return p

    def places(self):
        return [self] + self.others

    def write(self, folder):
        for i, p in enumerate(self.places()):
            where = pathlib.Path(f"{folder}{i if self.apart else ''}") / "accounts" / p.account / p.region
            where.mkdir(parents=True)
            for stem, answer in p.answers().items():
                text = answer if isinstance(answer, str) else json.dumps(answer, indent=1)
                (where / f"{stem}.json").write_text(text)


def pair(six=False):
    """One VPC, two subnets, A may open everything, B lets everything in: eni-a 10.0.1.10, eni-b 10.0.2.20."""
    w = World()
    w.vpc("vpc-1", "10.0.0.0/16", v6="2600:1f10:0:100::/56" if six else None)
    for n, last, zone in (("a", 1, 1), ("b", 2, 2)):
        w.acl(f"acl-{n}", "vpc-1", [], OPEN, OPEN)
        w.table(f"rtb-{n}", "vpc-1", [], [])
        w.subnet(f"subnet-{n}", "vpc-1", f"10.0.{last}.0/24", zone, v6=f"2600:1f10:0:10{last}::/64" if six else None, acl=f"acl-{n}", table=f"rtb-{n}")
    w.group("sg-a", "vpc-1")
    w.group("sg-b", "vpc-1", ALL)
    w.eni("eni-a", "subnet-a", "10.0.1.10", "sg-a", instance="i-a", v6=["2600:1f10:0:101::a"] if six else [])
    w.eni("eni-b", "subnet-b", "10.0.2.20", "sg-b", instance="i-b", v6=["2600:1f10:0:102::b"] if six else [])
    return w


def peered(active="active", region=REGION, account=ME):
    """pair(), and vpc-2 10.2.0.0/16 behind pcx-1 with eni-p 10.2.1.30 (all open); w.p is its place."""
    w = pair()
    p = w if (region, account) == (REGION, ME) else w.place(account, region)
    w.p = p
    p.vpc("vpc-2", "10.2.0.0/16")
    p.table("rtb-p", "vpc-2", [], ["10.0.0.0/16 pcx-1"])
    p.acl("acl-p", "vpc-2", [], OPEN, OPEN)
    p.subnet("subnet-p", "vpc-2", "10.2.1.0/24", acl="acl-p", table="rtb-p")
    p.group("sg-p", "vpc-2", ALL)
    p.eni("eni-p", "subnet-p", "10.2.1.30", "sg-p", instance="i-p")
    sides = w.side("vpc-1"), p.side("vpc-2")
    for q in {id(w): w, id(p): p}.values():
        q.pcx("pcx-1", *sides, state=active)
    w.routes("rtb-a", "10.2.0.0/16 pcx-1")
    w.routes("rtb-b", "10.2.0.0/16 pcx-1")
    return w


def online(six=False):
    """pair() with igw-1, default routes to it, and public addresses: eni-a 54.1.1.10, eni-b 54.1.1.20."""
    w = pair(six)
    w.igw("igw-1", "vpc-1")
    for n, pub in (("a", "54.1.1.10"), ("b", "54.1.1.20")):
        w.routes(f"rtb-{n}", "0/0 igw-1", *(["::/0 igw-1"] if six else []))
        row = w[f"eni-{n}"]
        row["Association"] = row["PrivateIpAddresses"][0]["Association"] = w.association(pub)
    return w


def natted():
    """pair(); subnet-n 10.0.9.0/24 with igw-1 and nat-1 10.0.9.9 / 54.1.1.99; A's default route goes to nat-1."""
    w = pair()
    w.igw("igw-1", "vpc-1")
    w.acl("acl-n", "vpc-1", [], OPEN, OPEN)
    w.table("rtb-n", "vpc-1", [], ["0/0 igw-1"])
    w.subnet("subnet-n", "vpc-1", "10.0.9.0/24", 3, acl="acl-n", table="rtb-n")
    w.nat("nat-1", "subnet-n", "10.0.9.9", "54.1.1.99")
    w.routes("rtb-a", "0/0 nat-1")
    return w


def on(base, *steps):
    """A function that builds base and changes it: a step is (method, arguments...) or a function of the world."""
    def build():
        w = base()
        for step in steps:
            if callable(step):
                step(w)
            else:
                getattr(w, step[0])(*step[1:])
        return w
    return build
