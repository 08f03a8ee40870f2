"""transit.py: transit gateways (cases 19-27, 37, 44, 47 and what one would attack them with), several accounts and regions, equal prefixes.

SPDX-License-Identifier: Apache-2.0

The numbers are those of the rules' chapter 4; 1.2.6, 1.3.5, 1.7 are their clauses.
"""
from account import ALL, ME, OPEN, on, pair

T = "tcp/9094"
AP = ("eni-a", "eni-p", T)
PA = ("eni-p", "eni-a", T)
OTHER = "999988887777"
RT = "tgw-rtb-1"


def transit(subnets=("subnet-a", "subnet-p"), refs="disable", one="disable", two="disable", rules=None, appliance="disable", associated=(1, 2), propagated=(1, 2),
            region=None, account=None):
    """pair() and vpc-2 10.2.0.0/16 with eni-p 10.2.1.30 (zone 2) behind tgw-1; both attachments in one table. w.p is vpc-2's place."""
    def build():
        w = pair()
        w.rules("sg-a", ALL)
        p = w if account is None else w.place(account, w.region)
        w.p = p
        p.vpc("vpc-2", "10.2.0.0/16")
        p.table("rtb-p", "vpc-2", [], ["10.0.0.0/16 tgw-1"])
        p.acl("acl-p", "vpc-2", [], OPEN, OPEN)
        p.subnet("subnet-p", "vpc-2", "10.2.1.0/24", 2, acl="acl-p", table="rtb-p")
        p.group("sg-p", "vpc-2", ALL if rules is None else rules)
        p.eni("eni-p", "subnet-p", "10.2.1.30", "sg-p", instance="i-p")
        for q in {id(x): x for x in (w, p)}.values():
            q.transit("tgw-1", refs, owner=ME)
        w.attach("tgw-attach-1", "tgw-1", "vpc-1", [subnets[0]] if isinstance(subnets[0], str) else subnets[0], one, appliance)
        p.attach("tgw-attach-2", "tgw-1", "vpc-2", [subnets[1]] if isinstance(subnets[1], str) else subnets[1], two, appliance, at=w)
        w.transit_table(RT, "tgw-1", [f"tgw-attach-{n}" for n in associated], [f"tgw-attach-{n}" for n in propagated], vpcs=[p] if p is not w else [])
        w.routes("rtb-a", "10.2.0.0/16 tgw-1")
        return w
    return build


def apart(w):
    """subnet-t 10.2.2.0/24 (zone 2) holds vpc-2's end of the gateway."""
    w.acl("acl-t", "vpc-2", [], OPEN, OPEN)
    w.table("rtb-t", "vpc-2", [], [])
    w.subnet("subnet-t", "vpc-2", "10.2.2.0/24", 2, acl="acl-t", table="rtb-t")
    w["tgw-attach-2"].update(SubnetIds=["subnet-t"])


def second_table(*routes):
    return lambda w: w.transit_table("tgw-rtb-2", "tgw-1", ["tgw-attach-2"], [], routes)


def no_zone_ids(w):
    for s in w.subnets:
        s.pop("AvailabilityZoneId")


def without(key, *ids):
    def change(w):
        for i in ids:
            w[i]["Options"].pop(key, None)
    return change


def joined(region="us-east-1", account=ME, back=True, two_bundles=False, rules=None):
    """vpc-2 on tgw-2 in another region (or account), peered with tgw-1."""
    def build():
        w = pair()
        w.rules("sg-a", ALL)
        p = w.place(account, region)
        w.p = p
        w.apart = two_bundles
        p.vpc("vpc-2", "10.2.0.0/16")
        p.table("rtb-p", "vpc-2", [], ["10.0.0.0/16 tgw-2"])
        p.acl("acl-p", "vpc-2", [], OPEN, OPEN)
        p.subnet("subnet-p", "vpc-2", "10.2.1.0/24", 2, acl="acl-p", table="rtb-p")
        p.group("sg-p", "vpc-2", ALL if rules is None else rules)
        p.eni("eni-p", "subnet-p", "10.2.1.30", "sg-p")
        w.transit("tgw-1", "enable")
        p.transit("tgw-2", "enable")
        w.attach("tgw-attach-1", "tgw-1", "vpc-1", ["subnet-a"], "enable")
        p.attach("tgw-attach-2", "tgw-2", "vpc-2", ["subnet-p"], "enable")
        sides = {"TransitGatewayId": "tgw-1", "OwnerId": w.account, "Region": w.region}, {"TransitGatewayId": "tgw-2", "OwnerId": p.account, "Region": p.region}
        for place, tgw, far in ((w, "tgw-1", "tgw-2"), (p, "tgw-2", "tgw-1")):
            place.joined("tgw-attach-peer", tgw, "peering", far)
            place.more("ec2-describe-transit-gateway-peering-attachments", "TransitGatewayPeeringAttachments",
                       {"TransitGatewayAttachmentId": "tgw-attach-peer", "RequesterTgwInfo": sides[0], "AccepterTgwInfo": sides[1], "State": "available",
                        "Status": {"Code": "available"}, "Tags": []})
        w.transit_table(RT, "tgw-1", ["tgw-attach-1", "tgw-attach-peer"], ["tgw-attach-1"], ["10.2.0.0/16 tgw-attach-peer"])
        p.transit_table("tgw-rtb-2", "tgw-2", ["tgw-attach-2", "tgw-attach-peer"], ["tgw-attach-2"], ["10.0.0.0/16 tgw-attach-peer"] if back else [])
        w.routes("rtb-a", "10.2.0.0/16 tgw-1")
        return w
    return build


def egress_vpc(theirs="off", mine="block-bidirectional", back=True, inspect=None):
    """The internet of A's network: tgw-1, then vpc-2 of another account with a NAT gateway."""
    def build():
        w = transit(account=OTHER)()
        p = w.p
        p.igw("igw-2", "vpc-2")
        p.table("rtb-n", "vpc-2", [], ["0/0 igw-2"] + (["10.0.0.0/16 tgw-1"] if back else []))
        p.subnet("subnet-n", "vpc-2", "10.2.9.0/24", 2, table="rtb-n")
        p.nat("nat-2", "subnet-n", "10.2.9.9", "54.2.2.99")
        p.routes("rtb-p", "0/0 nat-2")
        w["rtb-a"]["Routes"].pop()
        w.routes("rtb-a", "0/0 tgw-1")
        w.transit_routes(RT, "0/0 tgw-attach-2")
        w.bpa(mine)
        if theirs:
            p.bpa(theirs)
        return w
    return build


def twins(joined_too=False):
    """vpc-9 of another account has vpc-1's prefixes; vpc-2 reaches vpc-1 only."""
    def build():
        w = transit()()
        p = w.place(OTHER, w.region)
        w.q = p
        p.vpc("vpc-9", "10.0.0.0/16")
        p.table("rtb-x", "vpc-9", [], ["10.2.0.0/16 tgw-1"] if joined_too else [])
        p.subnet("subnet-x", "vpc-9", "10.0.2.0/24", 2, table="rtb-x")
        p.group("sg-x", "vpc-9", ALL)
        p.eni("eni-x", "subnet-x", "10.0.2.20", "sg-x")
        p.eni("eni-y", "subnet-x", "10.0.2.77", "sg-x")
        if joined_too:
            p.transit("tgw-1", "disable", owner=ME)
            p.attach("tgw-attach-9", "tgw-1", "vpc-9", ["subnet-x"], at=w)
            w.files[f"ec2-get-transit-gateway-route-table-associations.{RT}"]["Associations"].append(w.end("tgw-attach-9") | {"State": "associated"})
            for place in (w, p):
                place["tgw-attach-9/row"]["Association"] = {"TransitGatewayRouteTableId": RT, "State": "associated"}
        return w
    return build


def vpn_on_transit(*routes):
    def change(w):
        w.joined("tgw-attach-vpn", "tgw-1", "vpn", "vpn-1")
        w.vpn("vpn-1", "tgw-1", prefixes=["192.168.0.0/16"])
        w.files[f"ec2-get-transit-gateway-route-table-associations.{RT}"]["Associations"].append(w.end("tgw-attach-vpn") | {"State": "associated"})
        w["tgw-attach-vpn/row"]["Association"] = {"TransitGatewayRouteTableId": RT, "State": "associated"}
        w.transit_routes(RT, *routes)
        w.routes("rtb-p", "192.168.0.0/16 tgw-1")
    return change


def pods(w, everywhere=False):
    """Pods of the node i-a have 100.64.0.0/24: their own interface, with the CNI's description and the cluster's tag at the node."""
    w["vpc-1"]["CidrBlockAssociationSet"].append({"AssociationId": "vpc-cidr-assoc-pods", "CidrBlock": "100.64.0.0/16", "CidrBlockState": {"State": "associated"}})
    for t in ("rtb-a", "rtb-b", "rtb-main1"):
        w.routes(t, "100.64.0.0/16 local")
    w.subnet("subnet-k", "vpc-1", "100.64.0.0/24", 1, acl="acl-a", table="rtb-a")
    w.eni("eni-k", "subnet-k", "100.64.0.10", "sg-a", more=[("100.64.0.20", None)], instance="i-a", description="aws-K8S-i-a")
    w["eni-k"]["TagSet"] = [{"Key": "node.k8s.amazonaws.com/instance_id", "Value": "i-a"}, {"Key": "cluster.k8s.amazonaws.com/name", "Value": "events"}]
    w["i-a"]["Tags"] = [{"Key": "kubernetes.io/cluster/events", "Value": "owned"}]
    w.transit_routes(RT, "100.64.0.0/16 tgw-attach-1")
    w.routes("rtb-p", "100.64.0.0/16 tgw-1")


def s3_far(w):
    """S3's gateway endpoint in vpc-1, and vpc-2 routes the bucket's addresses to vpc-1."""
    w.plist("pl-s3", "52.218.0.0/17", name="com.amazonaws.eu-west-1.s3", owner="AWS")
    w.gateway_endpoint("vpce-s3", "vpc-1", "s3", ["rtb-a"], "pl-s3")
    w.routes("rtb-p", "52.218.0.0/17 tgw-1")
    w.transit_routes(RT, "52.218.0.0/17 tgw-attach-1")


def state(attachment, word):
    def change(w):
        w[attachment]["State"] = word
        w[attachment + "/row"]["State"] = word
    return change


def association(word):
    def change(w):
        w["tgw-attach-1/row"]["Association"]["State"] = word
        w.files[f"ec2-get-transit-gateway-route-table-associations.{RT}"]["Associations"][0]["State"] = word
    return change


SEARCH = f"ec2-search-transit-gateway-routes.{RT}"
ON = {"refs": "enable", "one": "enable", "two": "enable"}
CASES = [
    ("19 transit gateway, source zone not attached", transit(("subnet-b", "subnet-p")),
     [AP + ("I d=transit-gateway",), ("eni-a", "eni-p", "udp/53", "I d=transit-gateway"), PA + ("I reply=blocked",), ("eni-p", "eni-a", "udp/53", "U")]),
    ("19a transit gateway, both attached", transit(), [AP + ("R usual kind=direct",), PA + ("R usual kind=direct",), ("eni-a", "eni-p", "udp/53", "R"), ("eni-a", "eni-p", "icmp/8", "R"),
                                                       ("eni-b", "eni-p", T, "I d=route-table:rtb-b"), ("eni-a", "10.2.1.30", T, "R"), ("subnet-a", "subnet-p", T, "R")]),
    ("19b target's zone attached beside another", transit((["subnet-b", "subnet-a"], "subnet-p")), [AP + ("R",), PA + ("R",)]),
    ("19c zone ids not told", on(transit(("subnet-b", "subnet-p")), no_zone_ids), [AP + ("I/U",)]),
    ("19d zone ids not told, attached", on(transit(), no_zone_ids), [AP + ("R/U",)]),
    ("19e B's zone not attached", on(transit(), ("subnet", "subnet-t", "vpc-2", "10.2.2.0/24", 1), lambda w: w["tgw-attach-2"].update(SubnetIds=["subnet-t"])),
     [AP + ("I reply=blocked",), ("eni-a", "eni-p", "udp/53", "U"), PA + ("I d=transit-gateway fwd=blocked",)]),
    ("19f attachment without subnets told", on(transit(), lambda w: w["tgw-attach-1"].pop("SubnetIds")), [AP + ("U",), PA + ("U",)]),
    ("20 19, zone names equal, ids differ", on(transit(("subnet-b", "subnet-p")), lambda w: w["subnet-b"].update(AvailabilityZone="eu-west-1a")), [AP + ("I d=transit-gateway",)]),
    ("20b zone names differ, ids are equal", on(transit(("subnet-b", "subnet-p")), lambda w: w["subnet-b"].update(AvailabilityZoneId="euw1-az1")), [AP + ("R",)]),
    ("21 transit interface in B's subnet, ACL denies in from A", on(transit(), ("reacl", "acl-p", ["90 deny all 10.0.0.0/16", "100 allow all 0/0"])), [AP + ("R usual",), PA + ("R",)]),
    ("21b 21, ACL denies all in: B's reply is B's", on(transit(), ("reacl", "acl-p", [])), [AP + ("O d=network-acl:acl-p:32767:ingress",), PA + ("I d=network-acl:acl-p:32767:ingress",)]),
    ("21c 21, ACL denies all out", on(transit(), ("reacl", "acl-p", None, [])), [AP + ("O d=network-acl:acl-p:32767:egress",), PA + ("I d=network-acl:acl-p:32767:egress",)]),
    ("21d A's side, ACL denies in from B", on(transit(), ("reacl", "acl-a", ["90 deny all 10.2.0.0/16", "100 allow all 0/0"])), [AP + ("R usual",), PA + ("R",)]),
    ("21e A's side, ACL denies in from A", on(transit(), ("reacl", "acl-a", ["90 deny all 10.0.1.0/24", "100 allow all 0/0"])), [AP + ("I d=network-acl:acl-a:90:ingress",), PA + ("O",)]),
    ("21f A's side, ACL denies out to B", on(transit(), ("reacl", "acl-a", None, ["90 deny all 10.2.0.0/16", "100 allow all 0/0"])), [AP + ("I d=network-acl:acl-a:90:egress",), PA + ("O",)]),
    ("21g B's ACL in denies B's low source ports", on(transit(), ("reacl", "acl-p", ["90 deny tcp 32768-61000 10.2.1.0/24", "100 allow all 0/0"])), [AP + ("R !usual",)]),
    ("22 21, separate transit subnet", on(transit(), apart, ("reacl", "acl-p", [])), [AP + ("I d=network-acl:acl-p:32767:ingress",)]),
    ("22a separate transit subnet, open", on(transit(), apart), [AP + ("R usual",), PA + ("R usual",)]),
    ("22b separate: its ACL denies out to B", on(transit(), apart, ("reacl", "acl-t", None, ["90 deny all 10.2.1.0/24", "100 allow all 0/0"])), [AP + ("I d=network-acl:acl-t:90:egress",), PA + ("O",)]),
    ("22c separate: its ACL denies in from A", on(transit(), apart, ("reacl", "acl-t", ["90 deny all 10.0.0.0/16", "100 allow all 0/0"])), [AP + ("R usual",), PA + ("R usual",)]),
    ("22d separate: its ACL denies in from B", on(transit(), apart, ("reacl", "acl-t", ["90 deny all 10.2.1.0/24", "100 allow all 0/0"])), [AP + ("O d=network-acl:acl-t:90:ingress",), PA + ("I d=network-acl:acl-t:90:ingress",)]),
    ("22e separate: its ACL denies out to A", on(transit(), apart, ("reacl", "acl-t", None, ["90 deny all 10.0.0.0/16", "100 allow all 0/0"])), [AP + ("R usual",), PA + ("R usual",)]),
    ("22f separate: B's ACL denies out", on(transit(), apart, ("reacl", "acl-p", None, [])), [AP + ("O d=network-acl:acl-p:32767:egress",)]),
    ("22g separate: its table leads to an appliance", on(transit(), apart, ("group", "sg-m", "vpc-2", ALL), ("eni", "eni-m", "subnet-t", "10.2.2.9", "sg-m"), lambda w: w["eni-m"].update(SourceDestCheck=False),
                                                        ("routes", "rtb-t", "10.2.1.0/24 eni-m")), [AP + ("U",), PA + ("R/U",)]),
    ("22h separate: its ACL is in no answer: the default one", on(transit(), apart, lambda w: w.acls.remove(w["acl-t"])), [AP + ("R/U",)]),
    ("22i separate: its table leads B into the void", on(transit(), apart, ("routes", "rtb-t", "10.2.1.0/24 eni-gone blackhole")), [AP + ("I d=route-table:rtb-t",), PA + ("R/O",)]),
    ("23 transit propagated one way", on(transit(propagated=(2,))), [AP + ("O d=transit-gateway fwd=pass reply=blocked",), PA + ("I d=transit-gateway",), ("eni-a", "eni-p", "udp/53", "O")]),
    ("23b B's table has no route back", on(transit(), lambda w: w["rtb-p"]["Routes"].pop()), [AP + ("O d=route-table:rtb-p",), PA + ("I d=route-table:rtb-p",)]),
    ("23c two tables, both ways", on(transit(associated=(1,)), second_table("10.0.0.0/16 tgw-attach-1")), [AP + ("R",), PA + ("R",)]),
    ("23d two tables, one way", on(transit(associated=(1,)), second_table()), [AP + ("O d=transit-gateway",), PA + ("I d=transit-gateway",)]),
    ("23e A's attachment is associated with none", on(transit(associated=(2,))), [AP + ("I d=transit-gateway",), PA + ("O d=transit-gateway",)]),
    ("23f association being made", on(transit(), association("associating")), [AP + ("U",)]),
    ("23g association going", on(transit(), association("disassociating")), [AP + ("U",)]),
    ("24 transit /24 blackhole under /16", on(transit(), ("transit_routes", RT, "10.2.1.0/24 blackhole")), [AP + ("I d=transit-gateway",), PA + ("O d=transit-gateway",)]),
    ("24b 24, /32 above it", on(transit(), ("transit_routes", RT, "10.2.1.0/24 blackhole", "10.2.1.30/32 tgw-attach-2")), [AP + ("R",)]),
    ("24c /16 blackhole above /24", on(transit(), ("transit_routes", RT, "10.2.0.0/16 blackhole", "10.2.1.0/24 tgw-attach-2")), [AP + ("R",)]),
    ("24d /24 leads elsewhere", on(transit(), ("transit_routes", RT, "10.2.1.0/24 tgw-attach-1")), [AP + ("I",)]),
    ("24e static and propagated of one length", on(transit(), lambda w: w.files[SEARCH]["Routes"].append({"DestinationCidrBlock": "10.2.0.0/16", "Type": "static", "State": "blackhole"})), [AP + ("I d=transit-gateway",)]),
    ("24f by prefix list, propagated has the same length", on(transit(), ("plist", "pl-1", "10.2.0.0/16"), ("transit_routes", RT, "pl-1 blackhole")), [AP + ("I d=transit-gateway",)]),
    ("24g by prefix list that nobody read", on(transit(), ("transit_routes", RT, "pl-gone blackhole")), [AP + ("U",), PA + ("U",)]),
    ("24h route pending", on(transit(), lambda w: w.files[SEARCH]["Routes"][1].update(State="pending")), [AP + ("U/I",)]),
    ("24i default route only", on(transit(propagated=(1,)), ("transit_routes", RT, "0/0 tgw-attach-2")), [AP + ("R",)]),
    ("24j rule with host bits", on(transit(), lambda w: w.files[SEARCH]["Routes"][1].update(DestinationCidrBlock="10.2.1.7/16")), [AP + ("R/U",)]),
    ("25 transit reference, one attachment off", transit(refs="enable", one="enable", rules=["tcp 9094 sg-a"]), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("25a transit reference, other attachment off", transit(refs="enable", two="enable", rules=["tcp 9094 sg-a"]), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("25b transit reference, all on", transit(rules=["tcp 9094 sg-a"], **ON), [AP + ("R",), ("eni-a", "eni-p", "tcp/9095", "I d=security-group:sg-p::ingress")]),
    ("25c transit reference, gateway off", transit(one="enable", two="enable", rules=["tcp 9094 sg-a"]), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("25d transit reference, gateway does not tell", transit(refs=None, one="enable", two="enable", rules=["tcp 9094 sg-a"]), [AP + ("U",)]),
    ("25e transit reference, attachment does not tell", transit(refs="enable", one="enable", two=None, rules=["tcp 9094 sg-a"]), [AP + ("U",)]),
    ("25f transit reference, all on, other group", on(transit(rules=["tcp 9094 sg-b"], **ON), ("routes", "rtb-b", "10.2.0.0/16 tgw-1")), [AP + ("I d=security-group:sg-p::ingress",), ("eni-b", "eni-p", T, "I")]),
    ("25h no transit reference, but a peering that the way does not take", on(transit(refs="enable", one="enable", rules=["tcp 9094 sg-a"]), ("pcx", "pcx-9", "vpc-1", "vpc-2")), [AP + ("U",), ("eni-a", "eni-p", "tcp/9095", "I")]),
    ("25i the same, in the client's group", on(transit(), ("pcx", "pcx-9", "vpc-1", "vpc-2"), ("rules", "sg-a", None, ["tcp 9094 sg-p"])), [AP + ("U",)]),
    ("25j the same, the peering is not active", on(transit(), ("pcx", "pcx-9", "vpc-1", "vpc-2", "rejected"), ("rules", "sg-a", None, ["tcp 9094 sg-p"])), [AP + ("I",)]),
    ("25g transit reference, use1-az3", on(transit(rules=["tcp 9094 sg-a"], **ON), lambda w: w["subnet-a"].update(AvailabilityZoneId="use1-az3")), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("25h transit reference across accounts", transit(rules=[f"tcp 9094 sg-a@{ME}"], account=OTHER, **ON), [AP + ("R",)]),
    ("25i transit reference, attachments refused", on(transit(rules=["tcp 9094 sg-a"], **ON), ("deny", "ec2-describe-transit-gateway-vpc-attachments")), [AP + ("U",)]),
    ("26 transit, reference only in A's egress", on(transit(), ("rules", "sg-a", None, ["tcp 9094 sg-p"])), [AP + ("I d=security-group:sg-a::egress",)]),
    ("26b 26, references on everywhere", on(transit(**ON), ("rules", "sg-a", None, ["tcp 9094 sg-p"])), [AP + ("I d=security-group:sg-a::egress",)]),
    ("27 transit tables refused, B open", on(transit(), ("deny", "ec2-describe-transit-gateway-route-tables", SEARCH)), [AP + ("U d=transit-gateway",), PA + ("U",)]),
    ("27a 27, B closed", on(transit(rules=[]), ("deny", "ec2-describe-transit-gateway-route-tables", SEARCH)), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("27b routes of the table refused", on(transit(), ("deny", SEARCH)), [AP + ("U d=transit-gateway",), PA + ("U",)]),
    ("27c routes of the table not asked", on(transit(), ("drop", SEARCH)), [AP + ("U",)]),
    ("27d more routes than were fetched", on(transit(), lambda w: w.files[SEARCH].update(AdditionalRoutesAvailable=True)), [AP + ("U",)]),
    ("27e attachments cut", on(transit(), ("cut", "ec2-describe-transit-gateway-vpc-attachments")), [AP + ("R/U",)]),
    ("27f VPC attachments refused", on(transit(), ("deny", "ec2-describe-transit-gateway-vpc-attachments")), [AP + ("U",)]),
    ("27g attachments of the gateway refused", on(transit(), ("deny", "ec2-describe-transit-gateway-attachments", f"ec2-get-transit-gateway-route-table-associations.{RT}")), [AP + ("U",)]),
    ("27h gateways refused", on(transit(), ("deny", "ec2-describe-transit-gateways")), [AP + ("U/R",)]),
    ("27i all of transit refused", on(transit(), ("deny", "ec2-describe-transit-gateways", "ec2-describe-transit-gateway-vpc-attachments", "ec2-describe-transit-gateway-attachments",
                                                   "ec2-describe-transit-gateway-route-tables", SEARCH)), [AP + ("U",), PA + ("U",), ("eni-a", "eni-b", T, "R"), ("eni-b", "eni-p", T, "I")]),
    ("27j transit gateway of others, not shown", on(transit(), ("drop", "ec2-describe-transit-gateways", "ec2-describe-transit-gateway-route-tables", SEARCH)), [AP + ("U",)]),
    ("27k attachment rejected", on(transit(), state("tgw-attach-2", "rejected")), [AP + ("I d=transit-gateway",)]),
    ("27l attachment waits", on(transit(), state("tgw-attach-1", "pendingAcceptance")), [AP + ("I d=transit-gateway",)]),
    ("27m attachment goes", on(transit(), state("tgw-attach-1", "deleting")), [AP + ("U/I",)]),
    ("27n attachment is being changed", on(transit(), state("tgw-attach-1", "modifying")), [AP + ("R/U",)]),
    ("27o gateway deleted", on(transit(), lambda w: w["tgw-1"].update(State="deleted")), [AP + ("I/U",)]),
    ("27p network not attached", on(transit(), lambda w: (w.attachments.remove(w["tgw-attach-1"]), w.files["ec2-describe-transit-gateway-attachments"]["TransitGatewayAttachments"].remove(w["tgw-attach-1/row"]),
                                    w.files[f"ec2-get-transit-gateway-route-table-associations.{RT}"]["Associations"].pop(0))), [AP + ("I d=transit-gateway",)]),
    ("27q appliance mode on both", transit(appliance="enable"), [AP + ("R",), PA + ("R",)]),
    # VPCs of two accounts behind a gateway that one of them owns
    ("transit of two accounts", transit(account=OTHER), [AP + ("R",), PA + ("R",)]),
    ("transit of two accounts, two bundles", on(transit(account=OTHER), lambda w: setattr(w, "apart", True)), [AP + ("R",), PA + ("R",)]),
    ("transit of two accounts, theirs not in evidence", on(transit(account=OTHER), lambda w: w.others.clear()), [("eni-a", "10.2.1.30", T, "U"), ("10.2.1.30", "eni-b", T, "I/U"), ("eni-b", "10.2.1.30", T, "I/U")]),
    ("transit of two accounts, theirs refused", on(transit(account=OTHER), lambda w: w.p.deny("ec2-describe-security-groups")), [AP + ("U",)]),
    ("transit of two accounts, owner's part not in evidence", on(transit(account=OTHER), lambda w: (w.drop("ec2-describe-transit-gateway-route-tables", SEARCH, f"ec2-get-transit-gateway-route-table-associations.{RT}",
                                                                                                      f"ec2-get-transit-gateway-route-table-propagations.{RT}"))), [AP + ("U",)]),
    # peered gateways
    ("peered gateways, two regions", joined(), [AP + ("R kind=direct",), PA + ("R",)]),
    ("peered gateways, two bundles", joined(two_bundles=True), [AP + ("R",), PA + ("R",)]),
    ("peered gateways, two accounts", joined(account=OTHER), [AP + ("R",)]),
    ("peered gateways, no route back", joined(back=False), [AP + ("O d=transit-gateway",), PA + ("I d=transit-gateway",)]),
    ("peered gateways, reference", joined(rules=["tcp 9094 sg-a"]), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("peered gateways, one region, reference", joined(region="eu-west-1", account=OTHER, rules=[f"tcp 9094 sg-a@{ME}"]), [AP + ("I d=security-group:sg-p::ingress",)]),
    ("peered gateways, far region not in evidence", on(joined(), lambda w: w.others.clear()), [("eni-a", "10.2.1.30", T, "U"), ("10.2.1.30", "eni-a", T, "U")]),
    ("peered gateways, far table refused", on(joined(), lambda w: w.p.deny("ec2-search-transit-gateway-routes.tgw-rtb-2")), [AP + ("U",), PA + ("U",)]),
    ("peered gateways, attachment of the peering associated with none", on(joined(), lambda w: (w.p.files["ec2-get-transit-gateway-route-table-associations.tgw-rtb-2"]["Associations"].pop(),
                                                                          w.p["tgw-attach-peer/row"].pop("Association"))), [AP + ("I d=transit-gateway",), PA + ("O",)]),
    ("peered gateways, three in a ring", on(joined(), lambda w: (w.transit_routes(RT, "10.9.0.0/16 tgw-attach-peer"), w.p.transit_routes("tgw-rtb-2", "10.9.0.0/16 tgw-attach-peer"),
                                                               w.routes("rtb-a", "10.9.0.0/16 tgw-1"))), [("eni-a", "10.9.1.1", T, "I/U"), AP + ("R",)]),
    # 37
    ("37 blocked public access, internet through transit", egress_vpc(), [("eni-a", "8.8.8.8", "tcp/443", "R kind=translated"), ("8.8.8.8", "eni-a", T, "I"), ("eni-a", "internet", "udp/53", "R")]),
    ("37b 37, their account blocks too", egress_vpc("block-bidirectional"), [("eni-a", "8.8.8.8", "tcp/443", "I d=block-public-access")]),
    ("37c 37, their account blocks the way in", egress_vpc("block-ingress"), [("eni-a", "8.8.8.8", "tcp/443", "R")]),
    ("37d 37, their account did not tell", on(egress_vpc(None), lambda w: w.p.deny("ec2-describe-vpc-block-public-access-options")), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("37e 37, no way back from the NAT gateway", egress_vpc(back=False), [("eni-a", "8.8.8.8", "tcp/443", "O d=route-table:rtb-n"), ("eni-a", "8.8.8.8", "udp/53", "O")]),
    ("37f 37, their account not in evidence", on(egress_vpc(), lambda w: w.others.clear()), [("eni-a", "8.8.8.8", "tcp/443", "U")]),
    ("37g 37, the NAT subnet's ACL lets nothing in", on(egress_vpc(), lambda w: (w.p.acl("acl-n", "vpc-2", ["subnet-n"], [], OPEN))), [("eni-a", "8.8.8.8", "tcp/443", "I d=network-acl:acl-n:32767:ingress")]),
    ("37h 37, the gateway straight to their internet gateway", on(egress_vpc(), lambda w: (w.p["rtb-p"]["Routes"].pop(), w.p.routes("rtb-p", "0/0 igw-2"))), [("eni-a", "8.8.8.8", "tcp/443", "I")]),
    # 44
    ("44 S3 gateway endpoint, from behind transit", on(transit(), s3_far), [("eni-p", "52.218.1.1", "tcp/443", "I d=vpc-endpoint"), ("eni-a", "52.218.1.1", "tcp/443", "R")]),
    ("44b 44, no route", on(transit(), s3_far, lambda w: w["rtb-p"]["Routes"].pop()), [("eni-p", "52.218.1.1", "tcp/443", "I d=route-table:rtb-p")]),
    # 47
    ("47 pod over transit, B allows the pods", on(transit(rules=["tcp 9094 100.64.0.0/16"]), pods), [("100.64.0.20", "eni-p", T, "U"), ("eni-p", "100.64.0.20", T, "R/U")]),
    ("47b 47, B allows pods and nodes", on(transit(rules=["tcp 9094 100.64.0.0/16", "tcp 9094 10.0.0.0/16"]), pods), [("100.64.0.20", "eni-p", T, "R/U")]),
    ("47c 47, B allows neither", on(transit(rules=["tcp 9094 10.9.0.0/16"]), pods), [("100.64.0.20", "eni-p", T, "I d=security-group:sg-p::ingress")]),
    ("47d 47, B allows the node", on(transit(rules=["tcp 9094 10.0.1.10/32"]), pods), [("100.64.0.20", "eni-p", T, "U")]),
    ("47e pod inside the network", on(transit(), pods, ("rules", "sg-b", ["tcp 9094 100.64.0.0/16"])), [("100.64.0.20", "eni-b", T, "R")]),
    # on premises behind transit
    ("VPN on transit", on(transit(), vpn_on_transit("192.168.0.0/16 tgw-attach-vpn")), [("eni-p", "192.168.1.5", T, "U"), ("192.168.1.5", "eni-p", T, "U"), ("192.168.1.5", "eni-b", T, "I/U"), AP + ("R",)]),
    ("VPN on transit, B closed", on(transit(rules=[]), vpn_on_transit("192.168.0.0/16 tgw-attach-vpn")), [("192.168.1.5", "eni-p", T, "I")]),
    ("VPN on transit, no route there", on(transit(), vpn_on_transit()), [("eni-p", "192.168.1.5", T, "I d=transit-gateway")]),
    ("VPN on transit, blackhole", on(transit(), vpn_on_transit("192.168.0.0/16 blackhole")), [("eni-p", "192.168.1.5", T, "I d=transit-gateway")]),
    ("VPN on transit, egress closed", on(transit(), vpn_on_transit("192.168.0.0/16 tgw-attach-vpn"), ("rules", "sg-p", None, ["tcp 443 0/0"])), [("eni-p", "192.168.1.5", T, "I d=security-group:sg-p::egress")]),
    # equal prefixes
    ("equal prefixes, not joined", twins(), [("eni-a", "eni-b", T, "R"), ("eni-a", "eni-x", T, "I"), ("eni-x", "eni-a", T, "I"), ("eni-x", "eni-y", T, "R"), ("eni-p", "eni-a", T, "R"), ("eni-p", "eni-x", T, "I"),
                                             ("eni-x", "eni-p", T, "I"), ("eni-a", "10.0.2.20", T, "R/P")]),
    ("equal prefixes, both on transit", twins(True), [("eni-p", "eni-a", T, "R"), ("eni-p", "eni-x", T, "I"), ("eni-x", "eni-p", T, "O"), ("eni-x", "eni-a", T, "I")]),
    ("equal prefixes, two bundles", on(twins(True), lambda w: setattr(w, "apart", True)), [("eni-p", "eni-a", T, "R"), ("eni-p", "eni-x", T, "I")]),
]
