"""odd.py: answers that the real API would not give: malformed, of the wrong type, of kinds that nobody knows. Never a wrong verdict, never a crash.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, natted, on, online, pair, peered

T = "tcp/9094"
AB = ("eni-a", "eni-b", T)


def first(group, **fields):
    """Other fields for the first permission of a group's ingress; None takes one away."""
    def change(w):
        p = w[group]["IpPermissions"][0]
        for k, v in fields.items():
            p.pop(k, None)
            if v is not None:
                p[k] = v
    return change


def acl_entry(**fields):
    """An entry before all others at B's ACL, denying tcp/9094 from everywhere, but for these fields."""
    def change(w):
        e = {"RuleNumber": 50, "RuleAction": "deny", "Protocol": "6", "Egress": False, "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 9094, "To": 9094}}
        for k, v in fields.items():
            e.pop(k, None)
            if v is not None:
                e[k] = v
        w["acl-b"]["Entries"].append(e)
    return change


def route(**fields):
    def change(w):
        w["rtb-a"]["Routes"].append({"DestinationCidrBlock": "10.0.2.0/24", "GatewayId": "local", "State": "active", "Origin": "CreateRoute"} | fields)
    return change


def rules_listed(*without):
    """describe-security-group-rules beside the groups."""
    def change(w):
        rows = []
        for g in w.groups:
            for eg, key in ((False, "IpPermissions"), (True, "IpPermissionsEgress")):
                for p in g[key]:
                    for r in [("CidrIpv4", x["CidrIp"]) for x in p["IpRanges"]] + [("CidrIpv6", x["CidrIpv6"]) for x in p["Ipv6Ranges"]]:
                        rows.append({"SecurityGroupRuleId": f"sgr-{len(rows)}", "GroupId": g["GroupId"], "GroupOwnerId": w.account, "IsEgress": eg, "IpProtocol": p["IpProtocol"],
                                     "FromPort": p.get("FromPort", -1), "ToPort": p.get("ToPort", -1), r[0]: r[1], "Tags": []})
        w.files["ec2-describe-security-group-rules"] = {"SecurityGroupRules": [r for r in rows if r["SecurityGroupRuleId"] not in without]}
    return change


def both(w):
    """The interface is in two answers that contradict each other."""
    w.reservations[1]["Instances"][0]["NetworkInterfaces"][0]["Groups"] = [{"GroupId": "sg-other", "GroupName": "o"}]


CASES = [
    # groups
    ("odd group: prefix too long", on(pair, first("sg-b", IpRanges=[{"CidrIp": "10.0.0.0/33"}], Ipv6Ranges=[])), [AB + ("U d=security-group:sg-b",)]),
    ("odd group: prefix too long beside a good one", on(pair, first("sg-b", IpRanges=[{"CidrIp": "10.0.0.0/33"}, {"CidrIp": "10.0.1.0/24"}])), [AB + ("R",)]),
    ("odd group: prefix without length", on(pair, first("sg-b", IpRanges=[{"CidrIp": "10.0.1.10"}], Ipv6Ranges=[])), [AB + ("U/R",)]),
    ("odd group: prefix with spaces", on(pair, first("sg-b", IpRanges=[{"CidrIp": " 10.0.1.0/24 "}], Ipv6Ranges=[])), [AB + ("U/R",)]),
    ("odd group: octets with zeros before", on(pair, first("sg-b", IpRanges=[{"CidrIp": "10.00.01.0/24"}], Ipv6Ranges=[])), [AB + ("U/R",)]),
    ("odd group: prefix null", on(pair, first("sg-b", IpRanges=[{"CidrIp": None}], Ipv6Ranges=[])), [AB + ("U",)]),
    ("odd group: prefix missing", on(pair, first("sg-b", IpRanges=[{"Description": "x"}], Ipv6Ranges=[])), [AB + ("U",)]),
    ("odd group: range is a string", on(pair, first("sg-b", IpRanges=["10.0.0.0/8"], Ipv6Ranges=[])), [AB + ("U",)]),
    ("odd group: ranges null", on(pair, first("sg-b", IpRanges=None)), [AB + ("I/U",)]),
    ("odd group: ranges JSON null", on(pair, lambda w: w["sg-b"]["IpPermissions"][0].update(IpRanges=None, Ipv6Ranges=None)), [AB + ("U/I/R",)]),
    ("odd group: ranges a number", on(pair, first("sg-b", IpRanges=7)), [AB + ("U",)]),
    ("odd group: permissions null", on(pair, lambda w: w["sg-b"].update(IpPermissions=None)), [AB + ("U",)]),
    ("odd group: permissions missing", on(pair, lambda w: w["sg-b"].pop("IpPermissions")), [AB + ("U",)]),
    ("odd group: egress missing", on(pair, lambda w: w["sg-a"].pop("IpPermissionsEgress")), [AB + ("U",)]),
    ("odd group: permission a string", on(pair, lambda w: w["sg-b"].update(IpPermissions=["all"])), [AB + ("U",)]),
    ("odd group: protocol unknown word", on(pair, first("sg-b", IpProtocol="quic")), [AB + ("U",)]),
    ("odd group: protocol 999", on(pair, first("sg-b", IpProtocol="999")), [AB + ("U",)]),
    ("odd group: protocol a number", on(pair, first("sg-b", IpProtocol=6, FromPort=9094, ToPort=9094)), [AB + ("R/U",)]),
    ("odd group: protocol missing", on(pair, first("sg-b", IpProtocol=None)), [AB + ("U",)]),
    ("odd group: protocol in capitals", on(pair, first("sg-b", IpProtocol="TCP", FromPort=9094, ToPort=9094)), [AB + ("R/U",)]),
    ("odd group: ports as text", on(pair, first("sg-b", IpProtocol="tcp", FromPort="9094", ToPort="9094")), [AB + ("R/U",)]),
    ("odd group: ports the wrong way round", on(pair, first("sg-b", IpProtocol="tcp", FromPort=9095, ToPort=9090)), [AB + ("U",)]),
    ("odd group: one port missing", on(pair, first("sg-b", IpProtocol="tcp", FromPort=9094)), [AB + ("U",)]),
    ("odd group: port beyond the last", on(pair, first("sg-b", IpProtocol="tcp", FromPort=0, ToPort=70000)), [AB + ("U",)]),
    ("odd group: port with a fraction", on(pair, first("sg-b", IpProtocol="tcp", FromPort=9094.5, ToPort=9095.5)), [AB + ("U",)]),
    ("odd group: port of 1e4", on(pair, first("sg-b", IpProtocol="tcp", FromPort=0, ToPort=1e4)), [AB + ("R/U",)]),
    ("odd group: reference without id", on(pair, first("sg-b", IpRanges=[], Ipv6Ranges=[], UserIdGroupPairs=[{"UserId": "1"}])), [AB + ("U",)]),
    ("odd group: list without id", on(pair, first("sg-b", IpRanges=[], Ipv6Ranges=[], PrefixListIds=[{}])), [AB + ("U",)]),
    ("odd group: a peer kind nobody knows", on(pair, first("sg-b", IpRanges=[], Ipv6Ranges=[], Galaxies=[{"GalaxyId": "g-1"}])), [AB + ("U/I",)]),
    ("odd group: twice, the same", on(pair, lambda w: w.groups.append(dict(w["sg-b"]))), [AB + ("R/U",)]),
    ("odd group: twice, different", on(pair, lambda w: w.groups.append(dict(w["sg-b"], IpPermissions=[]))), [AB + ("U",)]),
    ("odd group: without id", on(pair, lambda w: w["sg-b"].pop("GroupId")), [AB + ("U",)]),
    ("odd group: rules listed too", on(pair, rules_listed()), [AB + ("R d=security-group",), ("eni-b", "eni-a", T, "I")]),
    ("odd group: a rule in one answer only", on(pair, ("rules", "sg-b", ["tcp 22 0/0"]), rules_listed("sgr-2", "sgr-3")), [AB + ("U/I",)]),
    ("odd group: rules listed only", on(pair, rules_listed(), ("drop", "ec2-describe-security-groups")), [AB + ("R/U",)]),
    # ACLs
    ("odd ACL: as it should be", on(pair, acl_entry()), [AB + ("I d=network-acl:acl-b:50:ingress",)]),
    ("odd ACL: number missing", on(pair, acl_entry(RuleNumber=None)), [AB + ("U d=network-acl:acl-b",)]),
    ("odd ACL: number as text", on(pair, acl_entry(RuleNumber="50")), [AB + ("I/U",)]),
    ("odd ACL: number negative", on(pair, acl_entry(RuleNumber=-5)), [AB + ("U",)]),
    ("odd ACL: number with a fraction", on(pair, acl_entry(RuleNumber=50.5)), [AB + ("U/I",)]),
    ("odd ACL: number too large", on(pair, acl_entry(RuleNumber=10 ** 20)), [AB + ("U",)]),
    ("odd ACL: number 32766", on(pair, acl_entry(RuleNumber=32766)), [AB + ("R",)]),
    ("odd ACL: action missing", on(pair, acl_entry(RuleAction=None)), [AB + ("U",)]),
    ("odd ACL: action unknown", on(pair, acl_entry(RuleAction="log")), [AB + ("U",)]),
    ("odd ACL: action unknown on another port", on(pair, acl_entry(RuleAction="log", PortRange={"From": 22, "To": 22})), [AB + ("R/U",)]),
    ("odd ACL: action in capitals", on(pair, acl_entry(RuleAction="DENY")), [AB + ("I/U",)]),
    ("odd ACL: direction missing", on(pair, acl_entry(Egress=None)), [AB + ("U",)]),
    ("odd ACL: direction as text", on(pair, acl_entry(Egress="false")), [AB + ("I/U",)]),
    ("odd ACL: protocol missing", on(pair, acl_entry(Protocol=None)), [AB + ("U",)]),
    ("odd ACL: protocol a word", on(pair, acl_entry(Protocol="tcp")), [AB + ("I/U",)]),
    ("odd ACL: protocol a number", on(pair, acl_entry(Protocol=6)), [AB + ("I/U",)]),
    ("odd ACL: protocol unknown", on(pair, acl_entry(Protocol="abc")), [AB + ("U",)]),
    ("odd ACL: protocol 300", on(pair, acl_entry(Protocol="300")), [AB + ("U/R",)]),
    ("odd ACL: prefix too long", on(pair, acl_entry(CidrBlock="0.0.0.0/33")), [AB + ("U",)]),
    ("odd ACL: prefix missing", on(pair, acl_entry(CidrBlock=None)), [AB + ("U",)]),
    ("odd ACL: prefix with host bits", on(pair, acl_entry(CidrBlock="10.0.1.77/24")), [AB + ("I/U",)]),
    ("odd ACL: ports missing are all", on(pair, acl_entry(PortRange=None)), [AB + ("I",)]),
    ("odd ACL: ports as text", on(pair, acl_entry(PortRange={"From": "9094", "To": "9094"})), [AB + ("I/U",)]),
    ("odd ACL: ports the wrong way round", on(pair, acl_entry(PortRange={"From": 9095, "To": 9090})), [AB + ("U",)]),
    ("odd ACL: half a range", on(pair, acl_entry(PortRange={"From": 9094})), [AB + ("U",)]),
    ("odd ACL: ports a list", on(pair, acl_entry(PortRange=[9094])), [AB + ("U",)]),
    ("odd ACL: two entries of one number", on(pair, acl_entry(), acl_entry(RuleAction="allow")), [AB + ("I/U",)]),
    ("odd ACL: entry null", on(pair, lambda w: w["acl-b"]["Entries"].append(None)), [AB + ("U",)]),
    ("odd ACL: entries null", on(pair, lambda w: w["acl-b"].update(Entries=None)), [AB + ("U",)]),
    ("odd ACL: entries empty", on(pair, lambda w: w["acl-b"].update(Entries=[])), [AB + ("I/U",)]),
    ("odd ACL: associations null", on(pair, lambda w: w["acl-b"].update(Associations=None)), [AB + ("U",)]),
    ("odd ACL: subnet at two", on(pair, lambda w: w["acl-main1"]["Associations"].append({"NetworkAclId": "acl-main1", "SubnetId": "subnet-b", "NetworkAclAssociationId": "x"}), ("reacl", "acl-b", [])), [AB + ("U",)]),
    ("odd ACL: twice, different", on(pair, lambda w: w.acls.append(dict(w["acl-b"], Entries=[]))), [AB + ("U",)]),
    ("odd ACL: unreadable after the match", on(pair, acl_entry(RuleNumber=200, RuleAction="?")), [AB + ("R",)]),
    ("odd ACL: ICMP entry without type", on(pair, acl_entry(Protocol="1", PortRange=None)), [("eni-a", "eni-b", "icmp/8", "U/I/O"), AB + ("R/U",)]),
    ("odd ACL: protocol -1 as a number", on(pair, acl_entry(Protocol=-1, PortRange=None)), [AB + ("I/U",)]),
    # tables
    ("odd table: destination too long", on(pair, route(DestinationCidrBlock="10.0.0.0/33", GatewayId="igw-1")), [AB + ("U",)]),
    ("odd table: destination with host bits", on(peered, lambda w: w["rtb-a"]["Routes"][-1].update(DestinationCidrBlock="10.2.1.7/16")), [("eni-a", "eni-p", T, "R/U")]),
    ("odd table: destination missing", on(pair, lambda w: w["rtb-a"]["Routes"].append({"GatewayId": "igw-1", "State": "active", "Origin": "CreateRoute"})), [AB + ("U",)]),
    ("odd table: target missing", on(pair, lambda w: w["rtb-a"]["Routes"].append({"DestinationCidrBlock": "10.0.2.0/24", "State": "active", "Origin": "CreateRoute"})), [AB + ("U",)]),
    ("odd table: target missing, blackhole", on(pair, lambda w: w["rtb-a"]["Routes"].append({"DestinationCidrBlock": "10.0.2.0/24", "State": "blackhole", "Origin": "CreateRoute"})), [AB + ("I d=route-table:rtb-a:10.0.2.0/24",)]),
    ("odd table: state missing", on(peered, lambda w: w["rtb-a"]["Routes"][-1].pop("State")), [("eni-a", "eni-p", T, "R/U")]),
    ("odd table: state unknown", on(peered, lambda w: w["rtb-a"]["Routes"][-1].update(State="filtered")), [("eni-a", "eni-p", T, "U"), ("eni-a", "eni-b", T, "R")]),
    ("odd table: state null", on(peered, lambda w: w["rtb-a"]["Routes"][-1].update(State=None)), [("eni-a", "eni-p", T, "R/U")]),
    ("odd table: origin unknown", on(peered, lambda w: w["rtb-a"]["Routes"][-1].update(Origin="Telepathy")), [("eni-a", "eni-p", T, "U/R")]),
    ("odd table: routes null", on(pair, lambda w: w["rtb-a"].update(Routes=None)), [AB + ("U",)]),
    ("odd table: routes empty", on(pair, lambda w: w["rtb-a"].update(Routes=[])), [AB + ("I/U",)]),
    ("odd table: associations null", on(pair, lambda w: w["rtb-a"].update(Associations=None)), [AB + ("U/R",)]),
    ("odd table: subnet at two tables", on(online, lambda w: w["rtb-b"]["Associations"].append({"Main": False, "RouteTableId": "rtb-b", "SubnetId": "subnet-a", "RouteTableAssociationId": "x", "AssociationState": {"State": "associated"}}),
                                           lambda w: w["rtb-a"]["Routes"].pop()), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd table: association failed", on(online, lambda w: w["rtb-a"]["Associations"][0].update(AssociationState={"State": "failed"})), [("eni-a", "8.8.8.8", "tcp/443", "I/U")]),
    ("odd table: association being made", on(online, lambda w: w["rtb-a"]["Associations"][0].update(AssociationState={"State": "associating"})), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd table: two main tables", on(online, lambda w: (w["rtb-a"].update(Associations=[]), w.table("rtb-m2", "vpc-1", [], ["0/0 igw-1"], main=True))), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd table: two equal routes, two targets", on(peered, ("igw", "igw-1", "vpc-1"), ("routes", "rtb-a", "10.2.0.0/16 igw-1")), [("eni-a", "eni-p", T, "U")]),
    ("odd table: gateway id of a new kind", on(pair, route(GatewayId="wormhole-1")), [AB + ("U",)]),
    # interfaces, networks, gateways
    ("odd interface: address that is none", on(pair, lambda w: (w["eni-b"]["PrivateIpAddresses"][0].update(PrivateIpAddress="10.0.2.256"), w["eni-b"].update(PrivateIpAddress="10.0.2.256"))), [("eni-a", "10.0.2.20", T, "R/U"), AB + ("R/U",)]),
    ("odd interface: groups null", on(pair, lambda w: w["eni-b"].update(Groups=None)), [AB + ("U",)]),
    ("odd interface: groups missing", on(pair, lambda w: w["eni-b"].pop("Groups")), [AB + ("U/R",)]),
    ("odd interface: group without id", on(pair, lambda w: w["eni-b"].update(Groups=[{"GroupName": "x"}])), [AB + ("U/R",)]),
    ("odd interface: subnet unknown", on(pair, lambda w: (w["eni-b"].update(SubnetId="subnet-gone"), w.reservations.pop())), [AB + ("U",)]),
    ("odd interface: no addresses", on(pair, lambda w: (w["eni-b"].update(PrivateIpAddresses=[], Ipv6Addresses=[]), w["eni-b"].pop("PrivateIpAddress"), w.reservations.pop())), [AB + ("I/U",)]),
    ("odd interface: two answers contradict", on(pair, both), [AB + ("R/U",)]),
    ("odd interface: twice", on(pair, lambda w: w.enis.append(dict(w["eni-b"]))), [AB + ("R",)]),
    ("odd interface: twice, different groups", on(pair, ("group", "sg-shut", "vpc-1", []), lambda w: w.enis.append(dict(w["eni-b"], Groups=[{"GroupId": "sg-shut", "GroupName": "s"}]))), [AB + ("U",)]),
    ("odd network: prefix that is none", on(pair, lambda w: (w["vpc-1"].update(CidrBlock="10.0.0.0/99"), w["vpc-1"]["CidrBlockAssociationSet"][0].update(CidrBlock="10.0.0.0/99"))), [AB + ("R/U",), ("eni-a", "10.0.9.9", T, "U/I")]),
    ("odd gateway: attachments null", on(online, lambda w: w["igw-1"].update(Attachments=None)), [("eni-a", "8.8.8.8", "tcp/443", "U"), ("8.8.8.8", "eni-b", T, "U")]),
    ("odd gateway: state unknown", on(online, lambda w: w["igw-1"]["Attachments"][0].update(State="levitating")), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd NAT: addresses null", on(natted, lambda w: w["nat-1"].update(NatGatewayAddresses=None)), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd NAT: state missing", on(natted, lambda w: w["nat-1"].pop("State")), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd NAT: its subnet unknown", on(natted, lambda w: w["nat-1"].update(SubnetId="subnet-gone")), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("odd peering: status missing", on(peered, lambda w: w["pcx-1"].pop("Status")), [("eni-a", "eni-p", T, "U")]),
    ("odd peering: status unknown", on(peered, lambda w: w["pcx-1"].update(Status={"Code": "dreaming"})), [("eni-a", "eni-p", T, "U")]),
    ("odd peering: a side missing", on(peered, lambda w: w["pcx-1"].pop("AccepterVpcInfo")), [("eni-a", "eni-p", T, "U")]),
    ("odd peering: a side of another kind", on(peered, lambda w: w["pcx-1"].update(AccepterVpcInfo="vpc-2")), [("eni-a", "eni-p", T, "U")]),
    ("odd list: entry that is none", on(pair, ("plist", "pl-1", "10.0.0.0/8", "10.0.0.0/40"), ("rules", "sg-b", ["tcp 9094 pl-1"])), [AB + ("R",)]),
    ("odd list: only an entry that is none", on(pair, ("plist", "pl-1", "10.0.0.0/40"), ("rules", "sg-b", ["tcp 9094 pl-1"])), [AB + ("U",)]),
    ("odd list: being changed", on(pair, ("plist", "pl-1", "172.16.0.0/12"), lambda w: w["pl-1"].update(State="modify-in-progress"), ("rules", "sg-b", ["tcp 9094 pl-1"])), [AB + ("U",)]),
    ("odd list: IPv6 in a list of IPv4", on(pair, ("plist", "pl-1", "::/0"), ("rules", "sg-b", ["tcp 9094 pl-1"])), [AB + ("I/U",)]),
    ("odd file: nested without end", on(pair, lambda w: w.files.update({"ec2-describe-nat-gateways": "[" * 100000})), [AB + ("R",)]),
    ("odd file: other call's answer", on(pair, lambda w: w.files.update({"ec2-describe-network-acls": {"Vpcs": []}})), [AB + ("U",)]),
    ("odd file: a call nobody knows", on(pair, lambda w: w.files.update({"rds-describe-db-instances": {"DBInstances": []}})), [AB + ("R",)]),
    ("odd file: all open, everything null", on(pair, ("rules", "sg-b", ALL), lambda w: w.files.update({"ec2-describe-vpc-peering-connections": {"VpcPeeringConnections": None}, "ec2-describe-internet-gateways": {"InternetGateways": None}})),
     [AB + ("R",), ("8.8.8.8", "eni-b", T, "U/I")]),
]
