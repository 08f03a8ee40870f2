"""filters.py: security groups and network ACLs.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, OPEN, on, online, pair, peered

T = "tcp/9094"
AB = ("eni-a", "eni-b", T)


def acl_in(*lines):
    return ("reacl", "acl-b", list(lines))


def ingress(*lines):
    return ("rules", "sg-b", list(lines))


def q(port, expected):
    return ("eni-a", "eni-b", port, expected)


def many(n):
    """n prefixes in one permission, the last but one is A's."""
    def change(w):
        ranges = [{"CidrIp": f"172.{16 + i // 65536}.{i // 256 % 256}.{i % 256}/32"} for i in range(n - 2)]
        ranges[n // 2:n // 2] = [{"CidrIp": "10.0.1.10/32"}]
        w["sg-b"]["IpPermissions"] = [{"IpProtocol": "tcp", "FromPort": 9094, "ToPort": 9094, "IpRanges": ranges, "Ipv6Ranges": [], "PrefixListIds": [],
                                       "UserIdGroupPairs": []}]
    return change


def second_interface(w):
    w.group("sg-open", "vpc-1", ALL)
    w.eni("eni-b2", "subnet-b", "10.0.2.21", "sg-open", instance="i-b")


CASES = [
    # ACLs: order, protocols, ports, families
    ("acl out of numeric order", on(pair, acl_in("300 allow all 0/0", "100 deny tcp 9094 10.0.1.0/24", "200 allow tcp 9094 0/0", "50 allow tcp 9095 0/0")),
     [q(T, "I d=network-acl:acl-b:100:ingress"), q("tcp/9095", "R"), q("tcp/9096", "R"), q("tcp/9094-9095", "I/P/U/O")]),
    ("acl first match of the narrow", on(pair, acl_in("10 allow tcp 9094 10.0.1.10/32", "20 deny all 10.0.0.0/8", "30 allow all 0/0")),
     [q(T, "R"), q("tcp/9093", "I d=network-acl:acl-b:20:ingress"), ("10.0.1.11", "eni-b", T, "I/U")]),
    ("acl equal rule number of both directions", on(pair, ("reacl", "acl-b", ["100 allow all 0/0"], ["100 deny all 0/0"])), [q(T, "O d=network-acl:acl-b:100:egress")]),
    ("acl numbers of protocols", on(pair, acl_in("10 allow proto50 0/0", "20 allow proto47 0/0", "30 allow udp 53 0/0")),
     [q("proto/50", "R"), q("proto/47", "R"), q("proto/51", "I d=network-acl:acl-b:32767:ingress"), q("udp/53", "R"), q("tcp/53", "I")]),
    ("acl ICMP types and codes", on(pair, acl_in("10 deny icmp 8/0 0/0", "20 allow icmp 0/0")), [q("icmp/8", "I/U/O"), q("icmp/13", "R"), q(T, "I")]),
    ("acl ICMP request in, answer not out", on(pair, ("reacl", "acl-b", ["10 allow icmp 8/-1 0/0"], ["10 allow icmp 8/-1 0/0"])), [q("icmp/8", "O d=network-acl:acl-b:32767:egress")]),
    ("acl ICMP request in, answer out", on(pair, ("reacl", "acl-b", ["10 allow icmp 8/-1 0/0"], ["10 allow icmp 0/-1 0/0"])), [q("icmp/8", "R"), q("icmp/13", "I")]),
    ("acl all protocols with ports are all ports", on(pair, lambda w: w["acl-b"].update(Entries=[e | {"PortRange": {"From": 1, "To": 2}} if e["Protocol"] == "-1" and e["RuleNumber"] == 100 else e
                                                                                              for e in w["acl-b"]["Entries"]])), [q(T, "R")]),
    ("acl number 32766 before the implied", on(pair, acl_in("32766 allow all 0/0")), [q(T, "R")]),
    ("acl 32767 written as allow stays the last", on(pair, acl_in("1 deny tcp 9094 0/0")), [q(T, "I d=network-acl:acl-b:1:ingress")]),
    ("acl of the client stops the request", on(pair, ("reacl", "acl-a", None, ["10 deny tcp 9094 10.0.2.0/24", "20 allow all 0/0"])), [q(T, "I d=network-acl:acl-a:10:egress")]),
    ("acl of the client stops the answer", on(pair, ("reacl", "acl-a", ["10 allow tcp 22 0/0"])), [q(T, "R !usual"), ("eni-a", "eni-b", "udp/53", "O d=network-acl:acl-a:32767:ingress")]),
    ("acl of the client lets no answer in", on(pair, ("reacl", "acl-a", [])), [q(T, "O d=network-acl:acl-a:32767:ingress")]),
    ("acl ephemeral ports of Linux only", on(pair, ("reacl", "acl-a", ["10 allow tcp 32768-61000 10.0.2.0/24"])), [q(T, "R usual")]),
    ("acl ephemeral ports 1024-65535", on(pair, ("reacl", "acl-a", ["10 allow tcp 1024-65535 10.0.2.0/24"])), [q(T, "R usual")]),
    ("acl ephemeral ports one missing", on(pair, ("reacl", "acl-a", ["5 deny tcp 40000 0/0", "10 allow tcp 1024-65535 10.0.2.0/24"])), [q(T, "R !usual")]),
    ("acl IPv6 entries say nothing of IPv4", on(lambda: pair(True), acl_in("10 allow all ::/0")),
     [("10.0.1.10", "10.0.2.20", T, "I d=network-acl:acl-b:32767:ingress"), q(T, "I/R"), ("2600:1f10:0:101::a", "2600:1f10:0:102::b", T, "R")]),
    ("acl denies IPv4, leaves IPv6", on(lambda: pair(True), acl_in("10 deny all 0/0", "11 allow all ::/0")), [q(T, "R"), ("eni-a", "10.0.2.20", T, "I d=network-acl:acl-b:10")]),
    ("acl half a range", on(pair, acl_in("10 allow tcp 9092-9095 0/0")), [q("tcp/9092-9095", "R"), q("tcp/9092-9098", "I/P"), q("tcp/9096-9098", "I")]),
    ("acl range put together from two entries", on(pair, acl_in("10 allow tcp 9092-9094 0/0", "20 allow tcp 9095-9098 0/0")), [q("tcp/9092-9098", "R")]),
    ("acl prefix of half the subnet", on(pair, acl_in("10 allow tcp 9094 10.0.1.0/28")), [q(T, "R"), ("10.0.1.10", "eni-b", T, "R")]),
    # groups: protocols, ports, peers
    ("group protocol by number", on(pair, ingress("6 9094 10.0.0.0/8")), [q(T, "R"), q("tcp/9095", "I")]),
    ("group all protocols", on(pair, ingress("all 10.0.1.0/24")), [q("proto/50", "R"), q("icmp/8", "R"), q("udp/53", "R")]),
    ("group protocol 50", on(pair, ingress("proto50 0/0")), [q("proto/50", "R"), q("proto/51", "I"), q(T, "I")]),
    ("group ICMP type, any code", on(pair, ingress("icmp 8/-1 0/0")), [q("icmp/8", "R"), q("icmp/0", "I"), q("icmp/13", "I")]),
    ("group ICMP all", on(pair, ingress("icmp -1/-1 0/0")), [q("icmp/8", "R"), q("icmp/13", "R"), q("icmpv6/128", "I")]),
    ("group ICMPv6 in IPv4's place", on(lambda: pair(True), ingress("icmpv6 ::/0")), [q("icmpv6/128", "R"), q("icmp/8", "I")]),
    ("group tcp -1 to -1 is all", on(pair, lambda w: w["sg-b"]["IpPermissions"][0].update(IpProtocol="tcp", FromPort=-1, ToPort=-1)), [q(T, "R/U")]),
    ("group port range", on(pair, ingress("tcp 9092-9098 10.0.0.0/16")), [q("tcp/9092-9098", "R"), q("tcp/9098", "R"), q("tcp/9099", "I"), q("tcp/9090-9092", "I/P")]),
    ("group port 0", on(pair, ingress("tcp 0-65535 0/0")), [q(T, "R"), q("udp/53", "I")]),
    ("group other protocol's ports", on(pair, ingress("udp 9094 0/0")), [q(T, "I"), q("udp/9094", "R")]),
    ("group reference and prefix together", on(pair, ingress("tcp 9094 sg-a", "tcp 9095 192.168.0.0/16")), [q(T, "R"), q("tcp/9095", "I"), ("eni-b", "eni-a", T, "I")]),
    ("group reference to a group nobody carries", on(pair, ("group", "sg-x", "vpc-1"), ingress("tcp 9094 sg-x")), [q(T, "I d=security-group:sg-b::ingress")]),
    ("group reference to a group that is not there", on(pair, ingress("tcp 9094 sg-0dead")), [q(T, "I")]),
    ("group reference of another account", on(pair, ingress("tcp 9094 sg-0dead@999988887777")), [q(T, "I")]),
    ("group self reference, others stay out", on(pair, ingress("all sg-b"), second_interface), [q(T, "I"), ("eni-a", "i-b", T, "R"), ("10.0.1.10", "10.0.2.20", T, "I"), ("10.0.1.10", "10.0.2.21", T, "R")]),
    ("group list empty", on(pair, lambda w: (w["eni-b"].update(Groups=[]), w.reservations.clear())), [q(T, "U d=security-group")]),
    ("group egress by reference", on(pair, ("rules", "sg-a", None, ["tcp 9094 sg-b"])), [q(T, "R"), q("tcp/9095", "I d=security-group:sg-a::egress")]),
    ("group egress by prefix of the destination", on(pair, ("rules", "sg-a", None, ["tcp 9094 10.0.2.0/28"])), [q(T, "I d=security-group:sg-a::egress")]),
    ("group egress by wider prefix", on(pair, ("rules", "sg-a", None, ["tcp 9094 10.0.2.0/27"])), [q(T, "R")]),
    ("group by prefix list", on(pair, ("plist", "pl-1", "10.0.1.0/28", "172.16.0.0/12"), ingress("tcp 9094 pl-1")), [q(T, "R")]),
    ("group by prefix list without A", on(pair, ("plist", "pl-1", "10.0.1.16/28"), ingress("tcp 9094 pl-1")), [q(T, "I d=security-group:sg-b")]),
    ("group by empty prefix list", on(pair, ("plist", "pl-1"), ingress("tcp 9094 pl-1")), [q(T, "I")]),
    ("group by overlapping prefix lists", on(pair, ("plist", "pl-1", "10.0.0.0/8"), ("plist", "pl-2", "10.0.1.0/24"), ingress("tcp 9094 pl-1", "udp 53 pl-2")), [q(T, "R"), q("udp/53", "R")]),
    ("group by prefix list nobody read", on(pair, ("plist", "pl-1"), ("drop", "ec2-get-managed-prefix-list-entries.pl-1"), ingress("tcp 9094 pl-1")), [q(T, "U"), q("tcp/22", "I")]),
    ("group by prefix list that is not listed", on(pair, ingress("tcp 9094 pl-77")), [q(T, "U")]),
    ("group 0.0.0.0/0 is not IPv6", on(lambda: pair(True), ingress("tcp 9094 0/0")), [("2600:1f10:0:101::a", "2600:1f10:0:102::b", T, "I"), q(T, "R")]),
    ("group prefix with host bits", on(pair, lambda w: w["sg-b"]["IpPermissions"][0].update(IpRanges=[{"CidrIp": "10.0.1.10/24"}], Ipv6Ranges=[])), [q(T, "R/U"), ("eni-b", "eni-b", T, "R/I/U")]),
    ("group of two, union", on(pair, ("group", "sg-2", "vpc-1", ["tcp 9094 10.0.1.10/32"]), ingress("tcp 22 0/0"),
                               lambda w: w["eni-b"]["Groups"].append({"GroupId": "sg-2", "GroupName": "sg-2"})), [q(T, "R"), q("tcp/22", "R"), q("tcp/23", "I")]),
    ("group with 100,000 rules", on(pair, many(100000)), [q(T, "R"), q("tcp/9095", "I"), ("eni-b", "eni-a", T, "I")]),
    ("group with 100,000 rules without A", on(pair, many(100000), lambda w: w["sg-b"]["IpPermissions"][0]["IpRanges"].remove({"CidrIp": "10.0.1.10/32"})), [q(T, "I")]),
    ("everything 0.0.0.0/0", on(online, ingress("all 0/0")), [("internet", "eni-b", T, "R"), ("internet", "subnet-b", "tcp/1-65535", "R"), ("eni-b", "internet", "udp/53", "R")]),
    ("group 0.0.0.0/1 twice", on(online, ingress("tcp 9094 0.0.0.0/1", "tcp 9094 128.0.0.0/1")), [("internet", "eni-b", T, "R")]),
    ("group half the internet", on(online, ingress("tcp 9094 0.0.0.0/1")), [("internet", "eni-b", T, "P"), ("8.8.8.8", "eni-b", T, "R"), ("200.1.1.1", "eni-b", T, "I")]),
    # references across networks
    ("reference across peering both ways", on(peered, ("rules", "sg-p", ["tcp 9094 sg-a"]), ("rules", "sg-a", None, ["tcp 9094 sg-p"])), [("eni-a", "eni-p", T, "R")]),
    ("reference across a peering that was deleted", on(lambda: peered("deleted"), ("rules", "sg-p", ["tcp 9094 sg-a"])), [("eni-a", "eni-p", T, "I")]),
    ("reference across accounts", on(lambda: peered(account="999988887777"), lambda w: w.p.rules("sg-p", ["tcp 9094 sg-a@111122223333"])), [("eni-a", "eni-p", T, "R")]),
    ("reference inter-region beside a prefix", on(lambda: peered(region="us-east-1"), lambda w: w.p.rules("sg-p", ["tcp 9094 sg-a", "tcp 9095 10.0.1.0/24"])),
     [("eni-a", "eni-p", T, "I"), ("eni-a", "eni-p", "tcp/9095", "R")]),
    ("reference over the public path", on(online, ingress("tcp 9094 sg-a")), [("54.1.1.10", "54.1.1.20", T, "I"), ("eni-a", "10.0.2.20", T, "R")]),
    ("public prefix over the public path", on(online, ingress("tcp 9094 54.1.1.10/32")), [("eni-a", "54.1.1.20", T, "R kind=translated"), ("eni-a", "10.0.2.20", T, "I"), AB + ("R",)]),
    # hosts
    ("two interfaces of one host", on(pair, second_interface, ingress("tcp 22 0/0")), [("eni-a", "i-b", T, "R"), q(T, "I"), ("eni-a", "eni-b2", T, "R")]),
    ("two interfaces of one host as source", on(pair, second_interface, ("rules", "sg-b", None, []), ("rules", "sg-a", ["tcp 9094 10.0.2.21/32"])),
     [("i-b", "eni-a", T, "R"), ("eni-b", "eni-a", T, "I")]),
    ("default ACL for a subnet nobody named", on(pair, ("subnet", "subnet-z", "vpc-1", "10.0.8.0/24"), ("eni", "eni-z", "subnet-z", "10.0.8.8", "sg-b"),
                                                 lambda w: w["acl-main1"].update(Associations=[])), [("eni-a", "eni-z", T, "R/U")]),
    ("ACL of another subnet does not matter", on(pair, ("acl", "acl-z", "vpc-1", [], [], []), ("subnet", "subnet-z", "vpc-1", "10.0.8.0/24", 1, None, "acl-z")), [q(T, "R")]),
    ("two groups of the client, one lets out", on(pair, ("group", "sg-2", "vpc-1", [], ["tcp 9094 10.0.2.20/32"]), ("rules", "sg-a", None, []),
                                                  lambda w: w["eni-a"]["Groups"].append({"GroupId": "sg-2", "GroupName": "sg-2"})), [q(T, "R"), q("tcp/9095", "I")]),
    ("acl as open as can be", on(pair, ("reacl", "acl-b", OPEN, OPEN)), [q(T, "R usual")]),
]
