"""hostile.py: evidence that is right in form and foul in content: rules out of order, overlaps, things that are not there, circles, masses.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, natted, on, online, pair, peered
from transit import joined, transit

T = "tcp/9094"
AB = ("eni-a", "eni-b", T)
AP = ("eni-a", "eni-p", T)


def backwards(w):
    """The entries of B's ACL, in no order."""
    w["acl-b"]["Entries"].reverse()


def masses(n, hit):
    """n rules in B's group, of which the last one lets A in, when `hit`."""
    def change(w):
        w["sg-b"]["IpPermissions"] = [{"IpProtocol": "tcp", "FromPort": 9094, "ToPort": 9094, "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": [],
                                       "IpRanges": [{"CidrIp": f"172.{16 + i // 65536}.{i // 256 % 256}.{i % 256}/32"} for i in range(n)]
                                       + ([{"CidrIp": "10.0.1.10/32"}] if hit else [])}]
    return change


def ports(n):
    """n rules of one port each."""
    def change(w):
        w["sg-b"]["IpPermissions"] = [{"IpProtocol": "tcp", "FromPort": p % 65536, "ToPort": p % 65536, "IpRanges": [{"CidrIp": "10.0.0.0/8" if p < 65536 else "0.0.0.0/0"}],
                                       "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []} for p in range(n)]
    return change


def nat_ring(w):
    """A second NAT gateway; each one's subnet leads to the other."""
    w.table("rtb-o", "vpc-1", [], ["0/0 nat-1"])
    w.subnet("subnet-o", "vpc-1", "10.0.8.0/24", 3, table="rtb-o")
    w.nat("nat-2", "subnet-o", "10.0.8.9", "54.1.1.88")
    w["rtb-n"]["Routes"].pop()
    w.routes("rtb-n", "0/0 nat-2")


def self_ring(w):
    """The NAT gateway's own subnet leads to it."""
    w["rtb-n"]["Routes"].pop()
    w.routes("rtb-n", "0/0 nat-1")


def transit_ring(w):
    w.transit_routes("tgw-rtb-1", "10.9.0.0/16 tgw-attach-1", "10.8.0.0/16 tgw-attach-2")
    w.routes("rtb-a", "10.9.0.0/16 tgw-1", "10.8.0.0/16 tgw-1")
    w.routes("rtb-p", "10.8.0.0/16 tgw-1")


CASES = [
    ("hostile ACL: no order", on(pair, ("reacl", "acl-b", ["100 allow all 0/0", "90 deny tcp 9094 0/0", "80 deny tcp 1-100 0/0"]), backwards),
     [AB + ("I d=network-acl:acl-b:90:ingress",), ("eni-a", "eni-b", "tcp/9095", "R")]),
    ("hostile ACL: allowed before it is denied, no order", on(pair, ("reacl", "acl-b", ["120 deny all 0/0", "7 allow tcp 9094 10.0.1.0/24"]), backwards), [AB + ("R",), ("eni-a", "eni-b", "tcp/9095", "I d=network-acl:acl-b:120:ingress")]),
    ("hostile list: entries overlap", on(pair, ("plist", "pl-1", "10.0.0.0/8", "10.0.1.0/24", "10.0.1.10/32", "10.0.0.0/8"), ("rules", "sg-b", ["tcp 9094 pl-1"])), [AB + ("R",), ("eni-b", "eni-a", T, "I")]),
    ("hostile list: lists overlap, one route each, one target", on(peered, ("plist", "pl-1", "10.2.0.0/16"), ("plist", "pl-2", "10.0.0.0/8", "10.2.1.0/24"), lambda w: w["rtb-a"]["Routes"].pop(),
                                                                 ("routes", "rtb-a", "pl-1 pcx-1", "pl-2 pcx-1")), [AP + ("R",)]),
    ("hostile list: lists overlap, one leads nowhere", on(peered, ("plist", "pl-1", "10.2.0.0/16"), ("plist", "pl-2", "10.2.1.0/24"), lambda w: w["rtb-a"]["Routes"].pop(),
                                                          ("routes", "rtb-a", "pl-1 pcx-1", "pl-2 pcx-gone blackhole")), [AP + ("U",)]),
    ("hostile list: refers to itself by name only", on(pair, ("plist", "pl-1"), ("rules", "sg-b", ["tcp 9094 pl-1"])), [AB + ("I d=security-group:sg-b::ingress",)]),
    ("hostile group: names a group that is not there", on(pair, ("rules", "sg-b", ["tcp 9094 sg-gone"])), [AB + ("I/U",)]),
    ("hostile group: names a list that is not there", on(pair, ("rules", "sg-b", ["tcp 9094 pl-gone"])), [AB + ("U",)]),
    ("hostile group: host bits", on(pair, ("rules", "sg-b", ["tcp 9094 10.0.1.77/24"])), [AB + ("R/U",)]),
    ("hostile group: host bits, elsewhere", on(pair, ("rules", "sg-b", ["tcp 9094 10.9.1.77/24"])), [AB + ("I/U",)]),
    ("hostile table: host bits", on(peered, lambda w: w["rtb-a"]["Routes"][-1].update(DestinationCidrBlock="10.2.9.9/16")), [AP + ("R/U",)]),
    ("hostile group: everything from everywhere, twice", on(pair, ("rules", "sg-b", ALL + ALL + ["tcp 0-65535 0/0", "udp 0/0", "all 0/0"])), [AB + ("R",)]),
    ("hostile network: everything everywhere", on(online, ("rules", "sg-a", ALL, ALL), ("rules", "sg-b", ALL, ALL), ("reacl", "acl-a", ["1 allow all 0/0"], ["1 allow all 0/0"])),
     [AB + ("R",), ("internet", "eni-b", T, "R"), ("internet", "eni-a", T, "R"), ("eni-a", "internet", T, "R")]),
    ("hostile network: of the whole world", on(pair, lambda w: (w["vpc-1"].update(CidrBlock="0.0.0.0/0"), w["vpc-1"]["CidrBlockAssociationSet"][0].update(CidrBlock="0.0.0.0/0"))), [AB + ("R/U",), ("8.8.8.8", "eni-b", T, "I/U")]),
    # circles
    ("hostile circle: two NAT gateways", on(natted, nat_ring), [("eni-a", "8.8.8.8", "tcp/443", "I/U"), AB + ("R",)]),
    ("hostile circle: a NAT gateway and itself", on(natted, self_ring), [("eni-a", "8.8.8.8", "tcp/443", "I/U"), AB + ("R",)]),
    ("hostile circle: transit gateway and network", on(transit(), transit_ring), [("eni-a", "10.9.1.1", T, "I/U"), ("eni-a", "10.8.1.1", T, "I/U"), AP + ("R",)]),
    ("hostile circle: two transit gateways", on(joined(), lambda w: w.p.transit_routes("tgw-rtb-2", "10.2.1.0/24 tgw-attach-peer")), [AP + ("I/U",), ("eni-p", "eni-a", T, "O/U")]),
    ("hostile circle: three peered networks", on(peered, lambda w: (w.vpc("vpc-3", "10.3.0.0/16"), w.table("rtb-3", "vpc-3", [], ["10.9.0.0/16 pcx-3"]), w.subnet("subnet-3", "vpc-3", "10.3.1.0/24", table="rtb-3"),
                                                                  w.pcx("pcx-2", "vpc-2", "vpc-3"), w.pcx("pcx-3", "vpc-3", "vpc-1"), w.routes("rtb-p", "10.9.0.0/16 pcx-2"), w.routes("rtb-a", "10.9.0.0/16 pcx-1"))),
     [("eni-a", "10.9.1.1", T, "I"), AP + ("R",)]),
    ("hostile circle: interface that leads to itself", on(pair, lambda w: w["eni-a"].update(SourceDestCheck=False), ("routes", "rtb-a", "10.0.2.0/24 eni-a")), [AB + ("U/I",)]),
    # masses: bounded by run.py's time
    ("hostile mass: 100,000 rules, the last one hits", on(pair, masses(100_000, True)), [AB + ("R",), ("eni-a", "eni-b", "tcp/22", "I d=security-group:sg-b::ingress")]),
    ("hostile mass: 100,000 rules, none hits", on(pair, masses(100_000, False)), [AB + ("I d=security-group:sg-b::ingress",)]),
    ("hostile mass: 100,000 rules of a port each", on(pair, ports(100_000)), [AB + ("R",), ("eni-a", "eni-b", "udp/53", "I")]),
    ("hostile mass: 20,000 entries of an ACL", on(pair, ("reacl", "acl-b", [f"{i + 1} deny tcp 9094 172.16.{i // 256 % 256}.{i % 256}/32" for i in range(20_000)] + ["32000 allow all 0/0"])), [AB + ("R",)]),
    ("hostile mass: 10,000 routes", on(pair, lambda w: w.routes("rtb-a", *(f"172.{16 + i // 256 % 16}.{i % 256}.0/24 pcx-{i}" for i in range(10_000)))), [AB + ("R",), ("eni-a", "172.16.1.1", T, "U")]),
]
