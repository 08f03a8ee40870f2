"""routes.py: route tables, peering, NAT gateways, gateway endpoints, routers.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, OPEN, natted, on, online, pair, peered

T = "tcp/9094"
OUT = ("eni-a", "8.8.8.8", "tcp/443")


def routes_of_a(*lines):
    return ("routes", "rtb-a") + lines


def change_side(w, **fields):
    w["pcx-1"]["AccepterVpcInfo"].update(fields)


def unset(table, dest):
    def change(w):
        w[table]["Routes"] = [r for r in w[table]["Routes"] if dest not in r.values()]
    return change


def same_subnet_nat(w):
    """A stands in the gateway's own subnet, whose table leads to the internet; A's default goes nowhere else."""
    w.group("sg-n", "vpc-1", ALL)
    w.eni("eni-n1", "subnet-n", "10.0.9.20", "sg-n")


def s3(*tables, cidrs=("52.218.0.0/17", "3.5.64.0/21")):
    def change(w):
        w.plist("pl-s3", *cidrs, name="com.amazonaws.eu-west-1.s3", owner="AWS")
        w.gateway_endpoint("vpce-s3", "vpc-1", "s3", list(tables or ("rtb-a",)), "pl-s3")
    return change


def dynamo(w):
    w.plist("pl-ddb", "52.94.24.0/23", name="com.amazonaws.eu-west-1.dynamodb", owner="AWS")
    w.gateway_endpoint("vpce-ddb", "vpc-1", "dynamodb", ["rtb-a"], "pl-ddb")


def overlapping_peer(w):
    """Two peers with one prefix; A's table leads to the second, eni-p stands in the first."""
    w.vpc("vpc-3", "10.2.0.0/16")
    w.table("rtb-3", "vpc-3", [], ["10.0.0.0/16 pcx-2"])
    w.subnet("subnet-3", "vpc-3", "10.2.1.0/24", table="rtb-3")
    w.group("sg-3", "vpc-3", ALL)
    w.eni("eni-3", "subnet-3", "10.2.1.30", "sg-3")
    w.pcx("pcx-2", "vpc-1", "vpc-3")


def second_nat_address(w):
    w["nat-1"]["NatGatewayAddresses"].append({"NetworkInterfaceId": "eni-nat-1", "PrivateIp": "10.0.9.10", "IsPrimary": False, "Status": "succeeded",
                                              "PublicIp": "54.1.1.98", "AllocationId": "eipalloc-2", "AssociationId": "eipassoc-2"})
    w["eni-nat-1"]["PrivateIpAddresses"].append({"Primary": False, "PrivateIpAddress": "10.0.9.10", "Association": w.association("54.1.1.98")})


def broker_outside(w):
    """eni-x with a public address in another VPC of the account, for everybody on 54.1.1.0/24 only."""
    w.vpc("vpc-9", "10.9.0.0/16")
    w.igw("igw-9", "vpc-9")
    w.table("rtb-x", "vpc-9", [], ["0/0 igw-9"])
    w.subnet("subnet-x", "vpc-9", "10.9.1.0/24", table="rtb-x")
    w.group("sg-x", "vpc-9", ["tcp 9094 54.1.1.99/32"])
    w.eni("eni-x", "subnet-x", "10.9.1.5", "sg-x", public="54.1.1.70")


CASES = [
    # longest prefix, main, blackhole
    ("main table when none is named", on(pair, lambda w: w["rtb-a"].update(Associations=[]), ("igw", "igw-1", "vpc-1"), ("routes", "rtb-main1", "0/0 igw-1")),
     [("eni-a", "eni-b", T, "R"), ("eni-a", "8.8.8.8", "tcp/443", "I")]),
    ("explicit table before main", on(online, unset("rtb-a", "0.0.0.0/0"), ("routes", "rtb-main1", "0/0 igw-1")), [OUT + ("I d=route-table:rtb-a",), ("eni-b", "8.8.8.8", "tcp/443", "R")]),
    ("blackhole longer than a good route", on(peered, routes_of_a("10.2.1.0/24 pcx-9 blackhole")), [("eni-a", "eni-p", T, "I d=route-table:rtb-a:10.2.1.0/24"), ("eni-b", "eni-p", T, "R")]),
    ("blackhole shorter than a good route", on(peered, routes_of_a("10.0.0.0/8 pcx-9 blackhole")), [("eni-a", "eni-p", T, "R"), ("eni-a", "10.3.1.1", T, "I")]),
    ("blackhole of one address", on(peered, routes_of_a("10.2.1.30/32 nat-9 blackhole")), [("eni-a", "eni-p", T, "I"), ("eni-a", "eni-b", T, "R")]),
    ("blackhole on the way back", on(peered, ("routes", "rtb-p", "10.0.1.0/24 pcx-9 blackhole")), [("eni-a", "eni-p", T, "O d=route-table:rtb-p:10.0.1.0/24"), ("eni-b", "eni-p", T, "R")]),
    ("no route at all", on(pair), [OUT + ("I d=route-table:rtb-a",), ("eni-a", "10.9.1.1", T, "I")]),
    ("routes out of order", on(peered, lambda w: w["rtb-a"]["Routes"].reverse()), [("eni-a", "eni-p", T, "R"), ("eni-a", "eni-b", T, "R")]),
    ("link-local is not forwarded", on(online), [("eni-a", "169.254.169.254", "tcp/80", "I/U")]),
    ("prefix-list route", on(peered, ("plist", "pl-1", "10.2.1.0/24"), unset("rtb-a", "pcx-1"), routes_of_a("pl-1 pcx-1")), [("eni-a", "eni-p", T, "R")]),
    ("prefix-list route without the address", on(peered, ("plist", "pl-1", "10.2.2.0/24"), unset("rtb-a", "pcx-1"), routes_of_a("pl-1 pcx-1")), [("eni-a", "eni-p", T, "I")]),
    ("prefix-list route that nobody read", on(peered, ("plist", "pl-1"), ("deny", "ec2-get-managed-prefix-list-entries.pl-1"), unset("rtb-a", "pcx-1"), routes_of_a("pl-1 pcx-1")),
     [("eni-a", "eni-p", T, "U"), ("eni-a", "eni-b", T, "U")]),
    ("static before prefix list of one length", on(peered, ("plist", "pl-1", "10.2.0.0/16"), ("vgw", "vgw-1", "vpc-1"), routes_of_a("pl-1 vgw-1")), [("eni-a", "eni-p", T, "R")]),
    ("prefix list longer than static", on(online, ("plist", "pl-1", "8.8.8.0/24"), ("vgw", "vgw-1", "vpc-1"), routes_of_a("pl-1 vgw-1")), [OUT + ("U",), ("eni-a", "9.9.9.9", "tcp/443", "R")]),
    ("two prefix lists, one target", on(peered, ("plist", "pl-1", "10.2.0.0/16"), ("plist", "pl-2", "10.2.1.0/24"), unset("rtb-a", "pcx-1"), routes_of_a("pl-1 pcx-1", "pl-2 pcx-1")),
     [("eni-a", "eni-p", T, "R")]),
    ("propagated before nothing", on(pair, ("vgw", "vgw-1", "vpc-1"), routes_of_a("192.168.0.0/16 vgw-1 propagated")), [("eni-a", "192.168.1.5", T, "U"), ("192.168.1.5", "eni-a", T, "I"), ("192.168.1.5", "eni-b", T, "U/O/I")]),
    # internet gateway
    ("gateway detached", on(online, lambda w: w["igw-1"].update(Attachments=[])), [OUT + ("I d=internet-gateway:igw-1",), ("8.8.8.8", "eni-b", T, "I")]),
    ("gateway of another network", on(online, ("vpc", "vpc-9", "10.9.0.0/16"), lambda w: w["igw-1"]["Attachments"][0].update(VpcId="vpc-9")), [OUT + ("I",), ("8.8.8.8", "54.1.1.20", T, "I")]),
    ("gateway that is just being detached", on(online, lambda w: w["igw-1"]["Attachments"][0].update(State="detaching")), [OUT + ("I/U",)]),
    ("gateway attached, no public address", on(online, lambda w: w["eni-a"]["PrivateIpAddresses"][0].pop("Association")), [OUT + ("I",), ("8.8.8.8", "eni-a", T, "I")]),
    ("gateway route by a narrower prefix", on(online, unset("rtb-a", "0.0.0.0/0"), routes_of_a("8.8.8.0/24 igw-1")), [OUT + ("R",), ("eni-a", "8.8.9.8", "tcp/443", "I"), ("internet", "eni-a", T, "I")]),
    ("gateway route of B covers one client only", on(online, unset("rtb-b", "0.0.0.0/0"), ("routes", "rtb-b", "8.8.8.0/24 igw-1")), [("8.8.8.8", "eni-b", T, "R"), ("9.9.9.9", "eni-b", T, "I")]),
    ("egress-only gateway is of IPv6", on(pair, ("eigw", "eigw-1", "vpc-1"), routes_of_a("0/0 eigw-1")), [OUT + ("I",)]),
    # NAT
    ("NAT out", on(natted), [OUT + ("R kind=translated",), ("eni-a", "8.8.8.8", "udp/53", "R"), ("eni-a", "8.8.8.8", "icmp/8", "R"), ("eni-a", "8.8.8.8", "proto/50", "I d=nat-gateway:nat-1"),
                             ("8.8.8.8", "eni-a", T, "I"), ("internet", "54.1.1.99", T, "I"), ("eni-a", "internet", "tcp/443", "R")]),
    ("NAT in the client's subnet", on(natted, same_subnet_nat, unset("rtb-n", "0.0.0.0/0"), ("routes", "rtb-n", "0/0 nat-1")), [("eni-n1", "8.8.8.8", "tcp/443", "I"), OUT + ("I",)]),
    ("NAT in the client's subnet, ACL closed inside", on(natted, same_subnet_nat, ("reacl", "acl-n", ["100 allow tcp 1024-65535 0/0"], ["100 allow tcp 443 0/0"])),
     [("eni-n1", "8.8.8.8", "tcp/443", "I"), OUT + ("I",)]),
    ("NAT whose subnet leads to itself", on(natted, unset("rtb-n", "0.0.0.0/0"), ("routes", "rtb-n", "0/0 nat-1")), [OUT + ("I",)]),
    ("NAT whose subnet has no route", on(natted, unset("rtb-n", "0.0.0.0/0")), [OUT + ("I d=route-table:rtb-n",)]),
    ("NAT private to the internet", on(pair, ("igw", "igw-1", "vpc-1"), ("table", "rtb-n", "vpc-1", [], ["0/0 igw-1"]), ("subnet", "subnet-n", "vpc-1", "10.0.9.0/24", 3, None, None, "rtb-n"),
                                       ("nat", "nat-1", "subnet-n", "10.0.9.9", None, "available", True), routes_of_a("0/0 nat-1")), [OUT + ("I",)]),
    ("NAT private to a peer", on(peered, ("table", "rtb-n", "vpc-1", [], ["10.2.0.0/16 pcx-1"]), ("subnet", "subnet-n", "vpc-1", "10.0.9.0/24", 3, None, None, "rtb-n"),
                                 ("nat", "nat-1", "subnet-n", "10.0.9.9", None, "available", True), unset("rtb-a", "pcx-1"), routes_of_a("10.2.0.0/16 nat-1"),
                                 ("rules", "sg-p", ["tcp 9094 10.0.9.9/32"])), [("eni-a", "eni-p", T, "R kind=translated"), ("eni-p", "eni-a", T, "I")]),
    ("NAT failed", on(natted, lambda w: w["nat-1"].update(State="failed", NatGatewayAddresses=[])), [OUT + ("I d=nat-gateway:nat-1",)]),
    ("NAT deleting", on(natted, lambda w: w["nat-1"].update(State="deleting")), [OUT + ("I/U",)]),
    ("NAT that is not listed", on(natted, lambda w: (w.nats.clear(), w.enis.remove(w["eni-nat-1"]))), [OUT + ("I/U",)]),
    ("NAT subnet's ACL keeps requests out", on(natted, ("reacl", "acl-n", ["100 allow tcp 1024-65535 0/0"])), [OUT + ("I d=network-acl:acl-n:32767:ingress",), ("eni-a", "8.8.8.8", "tcp/8443", "R")]),
    ("NAT subnet's ACL keeps answers out", on(natted, ("reacl", "acl-n", ["100 allow tcp 443 0/0"])), [OUT + ("O d=network-acl:acl-n:32767:ingress",)]),
    ("NAT subnet's ACL lets part of the answers in", on(natted, ("reacl", "acl-n", ["90 allow tcp 443 10.0.1.0/24", "100 allow tcp 1024-2000 0/0"])), [OUT + ("R !usual",)]),
    ("NAT subnet's ACL keeps answers from the client", on(natted, ("reacl", "acl-n", None, ["100 allow tcp 443 0/0"])), [OUT + ("R !usual",)]),
    ("NAT subnet's ACL lets no answer to the client", on(natted, ("reacl", "acl-n", None, ["90 deny all 10.0.0.0/8", "100 allow tcp 443 0/0"])), [OUT + ("O d=network-acl:acl-n:90:egress",)]),
    ("NAT not from a peer", on(peered, ("igw", "igw-1", "vpc-1"), ("table", "rtb-n", "vpc-1", [], ["0/0 igw-1", "10.2.0.0/16 pcx-1"]),
                               ("subnet", "subnet-n", "vpc-1", "10.0.9.0/24", 3, None, None, "rtb-n"), ("nat", "nat-1", "subnet-n", "10.0.9.9", "54.1.1.99"), ("routes", "rtb-p", "0/0 pcx-1")),
     [("eni-p", "8.8.8.8", "tcp/443", "I d=peering:pcx-1")]),
    ("NAT hairpin to a public address", on(natted, broker_outside), [("eni-a", "54.1.1.70", T, "R kind=translated"), ("eni-a", "eni-x", T, "R"), ("eni-a", "10.9.1.5", T, "I")]),
    ("NAT with two public addresses, one is let in", on(natted, second_nat_address, broker_outside), [("eni-a", "54.1.1.70", T, "U/R")]),
    ("NAT with two public addresses, the second is let in", on(natted, second_nat_address, broker_outside, ("rules", "sg-x", ["tcp 9094 54.1.1.98/32"])), [("eni-a", "54.1.1.70", T, "U/R")]),
    ("NAT with two public addresses, both are let in", on(natted, second_nat_address, broker_outside, ("rules", "sg-x", ["tcp 9094 54.1.1.98/31"])), [("eni-a", "54.1.1.70", T, "R")]),
    ("NAT with two public addresses, none is let in", on(natted, second_nat_address, broker_outside, ("rules", "sg-x", ["tcp 9094 54.1.1.0/28"])), [("eni-a", "54.1.1.70", T, "I")]),
    ("NAT regional", on(natted, lambda w: w["nat-1"].update(AvailabilityMode="regional", SubnetId="")), [OUT + ("U",)]),
    ("NAT chained to NAT", on(natted, ("table", "rtb-n2", "vpc-1", [], ["0/0 nat-1"]), ("subnet", "subnet-n2", "vpc-1", "10.0.10.0/24", 3, None, None, "rtb-n2"),
                              ("nat", "nat-2", "subnet-n2", "10.0.10.9", None, "available", True), unset("rtb-a", "0.0.0.0/0"), routes_of_a("0/0 nat-2")), [OUT + ("U/R",)]),
    # peering
    *((f"peering {state}", on(lambda s=state: peered(s)), [("eni-a", "eni-p", T, "I d=peering:pcx-1"), ("eni-p", "eni-a", T, "I")])
      for state in ("pending-acceptance", "rejected", "expired", "deleted", "failed")),
    ("peering route on the client's side only", on(peered, unset("rtb-p", "pcx-1")), [("eni-a", "eni-p", T, "O d=route-table:rtb-p"), ("eni-p", "eni-b", T, "I d=route-table:rtb-p"), ("eni-a", "eni-p", "udp/53", "O")]),
    ("peering route on the server's side only", on(peered, unset("rtb-a", "pcx-1")), [("eni-a", "eni-p", T, "I d=route-table:rtb-a")]),
    ("peering route back covers half", on(peered, unset("rtb-p", "pcx-1"), ("routes", "rtb-p", "10.0.2.0/24 pcx-1")), [("eni-a", "eni-p", T, "O"), ("eni-b", "eni-p", T, "R")]),
    ("peering ACL of the peer", on(peered, ("reacl", "acl-p", ["100 allow tcp 9094 10.0.2.0/24"])), [("eni-a", "eni-p", T, "I d=network-acl:acl-p:32767:ingress"), ("eni-b", "eni-p", T, "R")]),
    ("peering overlapping peers", on(peered, overlapping_peer, unset("rtb-a", "pcx-1"), routes_of_a("10.2.0.0/16 pcx-2")), [("eni-a", "eni-p", T, "I"), ("eni-a", "eni-3", T, "R"), ("eni-b", "eni-p", T, "R"), ("eni-b", "eni-3", T, "I")]),
    ("peering overlapping peers, by address", on(peered, overlapping_peer, unset("rtb-a", "pcx-1"), routes_of_a("10.2.0.0/16 pcx-2"), ("rules", "sg-3", [])), [("eni-a", "10.2.1.30", T, "I/P"), ("eni-b", "10.2.1.30", T, "R/P")]),
    ("peering replies by the longer route", on(peered, overlapping_peer, ("routes", "rtb-p", "10.0.1.0/24 pcx-9 blackhole")), [("eni-a", "eni-p", T, "O")]),
    ("peering to a network not in evidence", on(peered, lambda w: (w.pcx("pcx-5", "vpc-1", w.side("vpc-5", "999988887777", cidrs=["10.5.0.0/16"])), w.routes("rtb-a", "10.5.0.0/16 pcx-5"))),
     [("eni-a", "10.5.1.1", T, "U"), ("10.5.1.1", "eni-a", T, "I/U"), ("10.5.1.1", "eni-b", T, "U/O/I"), ("eni-b", "10.5.1.1", T, "I/U")]),
    ("peering between regions by prefix", on(lambda: peered(region="us-east-1")), [("eni-a", "eni-p", T, "R kind=direct")]),
    ("peering known to one side's region only", on(lambda: peered(region="us-east-1"), lambda w: w.p.pcxs.clear()), [("eni-a", "eni-p", T, "R/U")]),
    ("peering that nobody lists", on(peered, lambda w: w.pcxs.clear()), [("eni-a", "eni-p", T, "I/U")]),
    ("peering list refused", on(peered, ("deny", "ec2-describe-vpc-peering-connections")), [("eni-a", "eni-p", T, "U d=peering:pcx-1")]),
    ("peering not for the internet gateway", on(peered, ("igw", "igw-2", "vpc-2"), ("routes", "rtb-p", "0/0 igw-2"), routes_of_a("0/0 pcx-1")), [OUT + ("I d=peering:pcx-1",)]),
    # gateway endpoints
    ("S3 inside and outside the list", on(pair, s3()), [("eni-a", "52.218.1.1", "tcp/443", "R"), ("eni-a", "3.5.64.9", "tcp/443", "R"), ("eni-a", "52.219.1.1", "tcp/443", "I"), ("eni-b", "52.218.1.1", "tcp/443", "I")]),
    ("S3 prefix partly in the list", on(pair, s3()), [("eni-a", "52.218.0.0/16", "tcp/443", "P"), ("eni-a", "52.218.64.0/18", "tcp/443", "R"), ("eni-a", "52.219.0.0/16", "tcp/443", "I")]),
    ("S3 endpoint before NAT", on(natted, s3()), [("eni-a", "52.218.1.1", "tcp/443", "R"), ("eni-a", "52.219.1.1", "tcp/443", "R kind=translated")]),
    ("S3 endpoint, egress by its list", on(pair, s3(), ("rules", "sg-a", None, ["tcp 443 pl-s3"])), [("eni-a", "52.218.1.1", "tcp/443", "R"), ("eni-a", "52.218.1.1", "tcp/80", "I d=security-group:sg-a::egress")]),
    ("S3 endpoint, ACL out", on(pair, s3(), ("reacl", "acl-a", None, ["100 allow tcp 443 10.0.0.0/8"])), [("eni-a", "52.218.1.1", "tcp/443", "I d=network-acl:acl-a:32767:egress")]),
    ("S3 endpoint, ACL in", on(pair, s3(), ("reacl", "acl-a", ["100 allow all 10.0.0.0/8"])), [("eni-a", "52.218.1.1", "tcp/443", "O d=network-acl:acl-a:32767:ingress")]),
    ("S3 endpoint deleted", on(pair, s3(), lambda w: w["vpce-s3"].update(State="deleted")), [("eni-a", "52.218.1.1", "tcp/443", "I/U")]),
    ("S3 endpoint's list not read", on(pair, s3(), ("drop", "ec2-get-managed-prefix-list-entries.pl-s3")), [("eni-a", "52.218.1.1", "tcp/443", "U"), ("eni-a", "eni-b", T, "R")]),
    ("S3 list not read beside a NAT gateway", on(natted, s3(), ("deny", "ec2-get-managed-prefix-list-entries.pl-s3")), [("eni-a", "eni-b", T, "R"), ("eni-a", "192.168.1.1", T, "I"), OUT + ("R/U",)]),
    ("S3 list not read, its lister neither", on(natted, s3(), ("drop", "ec2-get-managed-prefix-list-entries.pl-s3", "ec2-describe-managed-prefix-lists")), [("eni-a", "eni-b", T, "R"), OUT + ("R/U",)]),
    ("S3 from the internet", on(online, s3()), [("8.8.8.8", "52.218.1.1", "tcp/443", "U/R")]),
    ("DynamoDB", on(pair, dynamo), [("eni-a", "52.94.24.7", "tcp/443", "R"), ("eni-a", "52.94.26.7", "tcp/443", "I")]),
    ("S3 never calls back", on(online, s3()), [("52.218.1.1", "eni-a", "tcp/9094", "I")]),
    # interface endpoints
    ("interface endpoint", on(pair, ("group", "sg-e", "vpc-1", ["tcp 443 10.0.1.0/24"]), ("interface_endpoint", "vpce-1", "subnet-b", "10.0.2.80", "sg-e")),
     [("eni-a", "vpce-1", "tcp/443", "R"), ("eni-b", "vpce-1", "tcp/443", "I"), ("eni-a", "eni-vpce-1", "tcp/443", "R"), ("vpce-1", "eni-b", T, "I/U")]),
    *((f"interface endpoint {state}", on(pair, ("group", "sg-e", "vpc-1", ["tcp 443 10.0.1.0/24"]),
                                         ("interface_endpoint", "vpce-1", "subnet-b", "10.0.2.80", "sg-e", "com.amazonaws.eu-west-1.kms", state)),
       [("eni-a", "vpce-1", "tcp/443", "I/U"), ("eni-a", "10.0.2.80", "tcp/443", "I/U")]) for state in ("pendingAcceptance", "rejected", "failed", "deleted", "expired")),
    # routers and what is not modelled
    *((f"target {target}", on(pair, ("routes", "rtb-a", f"10.0.2.0/24 {target}"), lambda w: None), [("eni-a", "eni-b", T, "I/U" if target == "vgw-1" else "U"), ("eni-b", "eni-a", T, "I")])
      for target in ("tgw-1", "vgw-1", "vpce-fw", "lgw-1", "cagw-1", "xyz-1")),
    ("target an instance that checks", on(pair, ("group", "sg-m", "vpc-1", ALL), ("eni", "eni-m", "subnet-a", "10.0.1.99", "sg-m"), ("routes", "rtb-a", "10.0.2.0/24 eni-m")), [("eni-a", "eni-b", T, "I")]),
    ("target an interface that is gone", on(pair, ("routes", "rtb-a", "10.0.2.0/24 eni-gone")), [("eni-a", "eni-b", T, "U/I")]),
    ("target behind a closed group", on(pair, ("routes", "rtb-a", "10.0.2.0/24 tgw-1"), ("rules", "sg-b", [])), [("eni-a", "eni-b", T, "I d=security-group:sg-b::ingress")]),
    ("target field unknown", on(pair, lambda w: w["rtb-a"]["Routes"].append({"DestinationCidrBlock": "10.0.2.0/24", "WarpGateId": "warp-1", "State": "active", "Origin": "CreateRoute"})), [("eni-a", "eni-b", T, "U")]),
    ("router back only", on(pair, ("group", "sg-m", "vpc-1", ALL), ("eni", "eni-m", "subnet-b", "10.0.2.99", "sg-m"), lambda w: w["eni-m"].update(SourceDestCheck=False), ("routes", "rtb-b", "10.0.1.0/24 eni-m")),
     [("eni-a", "eni-b", T, "U"), ("eni-a", "eni-b", "udp/53", "U")]),
    ("core network", on(pair, lambda w: w["rtb-a"]["Routes"].append({"DestinationCidrBlock": "10.9.0.0/16", "CoreNetworkArn": "arn:aws:networkmanager::1:core-network/x", "State": "active", "Origin": "CreateRoute"})),
     [("eni-a", "10.9.1.1", T, "U"), ("eni-a", "10.10.1.1", T, "I")]),
    ("transit list not asked, route there", on(pair, ("routes", "rtb-a", "10.9.0.0/16 tgw-1")), [("eni-a", "10.9.1.1", T, "U")]),
    ("edge table to an appliance", on(online, ("group", "sg-m", "vpc-1", ALL), ("eni", "eni-m", "subnet-a", "10.0.1.99", "sg-m"), lambda w: (w["eni-m"].update(SourceDestCheck=False),
                                      w.table("rtb-edge", "vpc-1", [], ["10.0.2.0/24 eni-m"])["Associations"].append({"Main": False, "GatewayId": "igw-1", "RouteTableId": "rtb-edge",
                                      "RouteTableAssociationId": "rtbassoc-e", "AssociationState": {"State": "associated"}}))),
     [("8.8.8.8", "eni-b", T, "U"), ("8.8.8.8", "eni-a", T, "I"), ("eni-b", "8.8.8.8", "tcp/443", "U")]),
    ("open as can be", on(pair, ("reacl", "acl-a", OPEN, OPEN)), [("eni-a", "eni-b", T, "R")]),
]
