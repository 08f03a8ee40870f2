"""chapter4.py: the numbered cases of the reachability rules, but for those of transit gateways (transit.py) and services (services.py).

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, OPEN, natted, on, online, pair, peered

T = "tcp/9094"
AB = ("eni-a", "eni-b", T)
HERE = "10.0.0.0/8"


def same_subnet(w):
    w.eni("eni-c", "subnet-a", "10.0.1.11", "sg-b")


def two_groups(*extra):
    def change(w):
        w["eni-b"]["Groups"].append({"GroupId": "sg-gone", "GroupName": "gone"})
        w.reservations[1]["Instances"][0]["NetworkInterfaces"][0]["Groups"] = w["eni-b"]["Groups"]
        w.rules("sg-b", list(extra))
    return change


def third_peer(w):
    """A - B - C: vpc-2 is peered with vpc-3, and everybody has routes."""
    w.vpc("vpc-3", "10.3.0.0/16")
    w.table("rtb-3", "vpc-3", [], ["10.0.0.0/16 pcx-2"])
    w.subnet("subnet-3", "vpc-3", "10.3.1.0/24", table="rtb-3")
    w.group("sg-3", "vpc-3", ALL)
    w.eni("eni-3", "subnet-3", "10.3.1.30", "sg-3")
    w.pcx("pcx-2", "vpc-2", "vpc-3")
    w.routes("rtb-p", "10.3.0.0/16 pcx-2")
    w.routes("rtb-a", "10.3.0.0/16 pcx-1")


def peer_nat(w):
    w.igw("igw-2", "vpc-2")
    w.table("rtb-n", "vpc-2", [], ["0/0 igw-2"])
    w.subnet("subnet-n", "vpc-2", "10.2.9.0/24", table="rtb-n")
    w.nat("nat-2", "subnet-n", "10.2.9.9", "54.1.1.99")
    w.routes("rtb-p", "0/0 nat-2")
    w.routes("rtb-a", "0/0 pcx-1")


def s3(w):
    w.plist("pl-s3", "52.218.0.0/17", "3.5.64.0/21", name="com.amazonaws.eu-west-1.s3", owner="AWS")
    w.gateway_endpoint("vpce-s3", "vpc-1", "s3", ["rtb-a"], "pl-s3")


def brokers(w):
    w.subnet("subnet-k", "vpc-1", "10.0.5.0/24", table="rtb-b")
    w.group("sg-shut", "vpc-1", [])
    for n, g in ((1, "sg-b"), (2, "sg-b"), (3, "sg-shut")):
        w.eni(f"eni-k{n}", "subnet-k", f"10.0.5.{n + 10}", g)


def unreadable_50(w):
    w["acl-b"]["Entries"].append({"RuleNumber": 50, "RuleAction": "perhaps", "Protocol": "6", "Egress": False, "CidrBlock": "10.0.1.0/24",
                                  "PortRange": {"From": 9094, "To": 9094}})


def participant(w):
    """Seen by the participant of a shared VPC: its interface, the shared subnet, nothing else of the network."""
    w.drop("ec2-describe-route-tables", "ec2-describe-network-acls", "ec2-describe-vpc-peering-connections", "ec2-describe-internet-gateways")
    for s in w.subnets + w.vpcs:
        s["OwnerId"] = "999988887777"


CASES = [
    ("01 same subnet, the ACL denies all", on(pair, same_subnet, ("reacl", "acl-a", [], [])), [("eni-a", "eni-c", T, "R usual kind=direct")]),
    ("02 B's out-ACL has no ephemeral ports", on(pair, ("reacl", "acl-b", None, ["100 allow udp 0/0"])),
     [(*AB, "O d=network-acl:acl-b:32767:egress"), ("i-a", "i-b", T, "O"), ("10.0.1.10", "10.0.2.20", T, "O fwd=pass reply=blocked")]),
    ("03 02, but B lets tcp/443 out", on(pair, ("reacl", "acl-b", None, ["100 allow tcp 443 0/0"])), [(*AB, "R !usual")]),
    ("04 ACL 90 deny, 100 allow", on(pair, ("reacl", "acl-b", ["100 allow all 0/0", "90 deny tcp 9094 0/0"])),
     [(*AB, "I d=network-acl:acl-b:90:ingress fwd=blocked"), ("eni-a", "eni-b", "tcp/9095", "R")]),
    ("05 A has no egress rules", on(pair, ("rules", "sg-a", None, [])), [(*AB, "I d=security-group:sg-a::egress"), ("eni-b", "eni-a", T, "I d=security-group:sg-a::ingress")]),
    ("06 B has no egress rules", on(pair, ("rules", "sg-b", None, [])), [(*AB, "R usual")]),
    ("07 from group A, by the public address", on(online, ("rules", "sg-b", ["tcp 9094 sg-a"])),
     [("eni-a", "54.1.1.20", T, "I d=security-group:sg-b::ingress"), (*AB, "R kind=direct"), ("10.0.1.10", "54.1.1.20", T, "I")]),
    ("08 same group, no self rule", on(pair, same_subnet, ("rules", "sg-b", ["tcp 9094 192.168.0.0/16"])), [("eni-c", "eni-b", T, "I d=security-group:sg-b::ingress")]),
    ("08b same group, with self rule", on(pair, same_subnet, ("rules", "sg-b", ["tcp 9094 sg-b"])), [("eni-c", "eni-b", T, "R"), (*AB, "I")]),
    ("09 one of B's groups is missing, the other allows", on(pair, two_groups("tcp 9094 10.0.0.0/8")), [(*AB, "R")]),
    ("10 one of B's groups is missing, the other is closed", on(pair, two_groups()), [(*AB, "U d=security-group:sg-gone")]),
    ("11 B's group has no ingress, routes denied", on(pair, ("rules", "sg-b", []), ("deny", "ec2-describe-route-tables")), [(*AB, "I d=security-group:sg-b::ingress")]),
    ("12 reference behind a middlebox", on(pair, ("group", "sg-m", "vpc-1", ALL), ("eni", "eni-m", "subnet-a", "10.0.1.99", "sg-m"),
                                           lambda w: w["eni-m"].update(SourceDestCheck=False), ("routes", "rtb-a", "10.0.2.0/24 eni-m"),
                                           ("rules", "sg-b", ["tcp 9094 sg-a"])), [(*AB, "I d=security-group:sg-b")]),
    ("12b prefix behind a middlebox", on(pair, ("group", "sg-m", "vpc-1", ALL), ("eni", "eni-m", "subnet-a", "10.0.1.99", "sg-m"),
                                         lambda w: w["eni-m"].update(SourceDestCheck=False), ("routes", "rtb-a", "10.0.2.0/24 eni-m"),
                                         ("rules", "sg-b", ["tcp 9094 10.0.0.0/16"])), [(*AB, "U"), ("eni-b", "eni-a", T, "I")]),
    ("13 same-region peering, reference", on(peered, ("rules", "sg-p", ["tcp 9094 sg-a"])), [("eni-a", "eni-p", T, "R kind=direct"), ("eni-b", "eni-p", T, "I")]),
    ("14 inter-region peering, reference", on(lambda: peered(region="us-east-1"), lambda w: w.p.rules("sg-p", ["tcp 9094 sg-a"])), [("eni-a", "eni-p", T, "I d=security-group:sg-p")]),
    ("15 peering, return route missing", on(peered, lambda w: w["rtb-p"]["Routes"].pop()), [("eni-a", "eni-p", T, "O d=route-table:rtb-p")]),
    ("16 A-B-C peered, A to C", on(peered, third_peer), [("eni-a", "eni-3", T, "I d=peering:pcx-1"), ("eni-p", "eni-3", T, "O")]),
    ("17 A uses the peer's NAT", on(peered, peer_nat), [("eni-a", "8.8.8.8", "tcp/443", "I d=peering:pcx-1"), ("eni-p", "8.8.8.8", "tcp/443", "R kind=translated")]),
    ("18 A uses the peer's interface endpoint", on(peered, ("group", "sg-e", "vpc-2", ["tcp 443 10.0.0.0/8"]), ("interface_endpoint", "vpce-1", "subnet-p", "10.2.1.80", "sg-e")),
     [("eni-a", "vpce-1", "tcp/443", "R"), ("eni-a", "10.2.1.80", "tcp/443", "R"), ("eni-a", "vpce-1", "tcp/80", "I")]),
    ("28 propagated inside local", on(pair, ("vgw", "vgw-1", "vpc-1"), ("routes", "rtb-a", "10.0.2.0/24 vgw-1 propagated")), [(*AB, "R kind=direct")]),
    ("28b static inside local", on(pair, ("vgw", "vgw-1", "vpc-1"), ("routes", "rtb-a", "10.0.2.0/24 vgw-1")), [(*AB, "U/I")]),
    ("29 static subnet route to an unchecked interface", on(pair, same_subnet, lambda w: w["eni-c"].update(SourceDestCheck=False), ("routes", "rtb-a", "10.0.2.0/24 eni-c")),
     [(*AB, "U"), ("eni-b", "eni-a", T, "I")]),
    ("30 two prefix lists, two targets", on(peered, ("plist", "pl-1", "10.2.0.0/16"), ("plist", "pl-2", "10.2.0.0/16"), ("vgw", "vgw-1", "vpc-1"),
                                            lambda w: w["rtb-a"]["Routes"].pop(), ("routes", "rtb-a", "pl-1 pcx-1", "pl-2 vgw-1")), [("eni-a", "eni-p", T, "U")]),
    ("31 public address, no route to the gateway", on(online, lambda w: w["rtb-b"]["Routes"].pop()),
     [("8.8.8.8", "eni-b", T, "I reply=blocked"), ("8.8.8.8", "54.1.1.20", T, "I"), ("8.8.8.8", "eni-b", "udp/53", "U"), ("8.8.8.8", "eni-a", T, "I")]),
    ("32 public address, default route to a NAT gateway", on(natted, lambda w: (w["eni-a"]["PrivateIpAddresses"][0].update(Association=w.association("54.1.1.10")),
                                                                              w.rules("sg-a", ALL))),
     [("8.8.8.8", "54.1.1.10", T, "O fwd=pass"), ("8.8.8.8", "eni-a", "udp/53", "O")]),
    ("33 IPv4 closed, IPv6 open", on(lambda: online(True), ("rules", "sg-b", ["tcp 9094 ::/0"])),
     [("internet", "eni-b", T, "R"), ("8.8.8.8", "eni-b", T, "I"), ("2001:4860:4860::8888", "eni-b", T, "R"), (*AB, "R"), ("10.0.1.10", "10.0.2.20", T, "I")]),
    ("34 egress-only gateway, inbound", on(lambda: pair(True), ("eigw", "eigw-1", "vpc-1"), ("routes", "rtb-b", "::/0 eigw-1")),
     [("2001:4860:4860::8888", "eni-b", T, "I"), ("eni-b", "2001:4860:4860::8888", T, "R"), ("internet", "eni-b", T, "I"), ("eni-b", "internet", T, "R")]),
    ("45 a bucket is never network-isolated", on(pair, s3, lambda w: w.files.update({"s3api-list-buckets": {"Buckets": [{"Name": "acme-events"}], "Owner": {"ID": "x"}},
     "s3api-get-bucket-location.acme-events": {"LocationConstraint": "eu-west-1"}})), [("eni-a", "acme-events", "tcp/443", "R/U"), ("internet", "acme-events", "tcp/443", "R/U")]),
    ("46 network firewall endpoint", on(pair, ("routes", "rtb-a", "10.0.2.0/24 vpce-fw")), [(*AB, "U")]),
    ("49 public broker", on(online, ("rules", "sg-b", ["tcp 9094 0/0"])), [("internet", "eni-b", T, "R kind=translated"), ("8.8.8.8", "54.1.1.20", T, "R usual"), ("internet", "eni-b", "tcp/9092", "I")]),
    ("50 client to worker, worker to S3", on(pair, s3, lambda w: w["rtb-a"]["Routes"].pop(), ("routes", "rtb-b", "pl-s3 vpce-s3")),
     [(*AB, "R"), ("eni-b", "52.218.1.1", "tcp/443", "R"), ("eni-a", "52.218.1.1", "tcp/443", "I d=route-table:rtb-a")]),
    ("51 shared VPC, participant only", on(pair, participant), [(*AB, "U"), ("internet", "eni-b", T, "U")]),
    ("52 two of three brokers open", on(pair, brokers), [("eni-a", "subnet-k", T, "P"), ("eni-a", "10.0.5.0/24", T, "P"), ("eni-a", "eni-k3", T, "I")]),
    ("53 on-premises supernet at two gateways", on(peered, ("vgw", "vgw-1", "vpc-1"), ("vgw", "vgw-2", "vpc-2"), lambda w: (w["rtb-a"]["Routes"].pop(), w["rtb-p"]["Routes"].pop()),
                                                   ("routes", "rtb-a", "10.0.0.0/8 vgw-1 propagated"), ("routes", "rtb-p", "10.0.0.0/8 vgw-2 propagated")), [("eni-a", "eni-p", T, "U")]),
    ("54 B's region is not in evidence", on(pair, lambda w: (w.pcx("pcx-1", "vpc-1", w.side("vpc-9", region="us-east-1", cidrs=["10.9.0.0/16"])),
                                                             w.routes("rtb-a", "10.9.0.0/16 pcx-1"))), [("eni-a", "10.9.1.5", T, "U"), ("10.9.1.5", "eni-b", T, "U")]),
    ("55 entry 50 unreadable, 40 allows", on(pair, unreadable_50, ("reacl", "acl-b", ["40 allow tcp 9094 0/0"])), [(*AB, "R/U")]),
    ("55b entry 50 unreadable stays, 40 allows", on(pair, ("reacl", "acl-b", ["40 allow tcp 9094 0/0", "100 allow all 0/0"]), unreadable_50), [(*AB, "R usual")]),
    ("56 entry 50 unreadable, 100 allows", on(pair, unreadable_50), [(*AB, "U d=network-acl:acl-b"), ("eni-a", "eni-b", "udp/9094", "R/U")]),
    ("57 egress closed but for the SSM endpoint", on(pair, ("group", "sg-e", "vpc-1", ["tcp 443 10.0.0.0/16"]), ("rules", "sg-a", None, ["tcp 443 sg-e"]),
                                                     ("interface_endpoint", "vpce-1", "subnet-b", "10.0.2.80", "sg-e", "com.amazonaws.eu-west-1.ssm")),
     [("eni-a", "vpce-1", "tcp/443", "R"), ("eni-a", "eni-b", "tcp/443", "I d=security-group:sg-a::egress")]),
    ("58 VPN to a peer network", on(peered, ("vgw", "vgw-1", "vpc-1"), ("routes", "rtb-a", "192.168.0.0/16 vgw-1 propagated"), ("routes", "rtb-p", "192.168.0.0/16 pcx-1")),
     [("192.168.1.5", "eni-p", T, "I"), ("192.168.1.5", "eni-a", T, "I"), ("192.168.1.5", "eni-b", T, "U"), ("eni-p", "192.168.1.5", T, "I d=peering:pcx-1")]),
    ("60 NAT between A and B, reference", on(natted, ("routes", "rtb-a", "10.0.2.0/24 nat-1"), ("rules", "sg-b", ["tcp 9094 sg-a"])), [(*AB, "I d=security-group:sg-b")]),
    ("60d NAT between A and B, reference in the client's group", on(natted, ("routes", "rtb-a", "10.0.2.0/24 nat-1"), ("rules", "sg-a", None, ["tcp 9094 sg-b"])), [(*AB, "U"), ("eni-a", "eni-b", "tcp/9095", "I d=security-group:sg-a::egress")]),
    ("60b NAT between A and B, prefix", on(natted, ("routes", "rtb-a", "10.0.2.0/24 nat-1"), ("rules", "sg-b", ["tcp 9094 10.0.9.0/24"])), [(*AB, "R kind=translated")]),
    ("60c NAT between A and B, by A's address", on(natted, ("routes", "rtb-a", "10.0.2.0/24 nat-1"), ("rules", "sg-b", ["tcp 9094 10.0.1.0/24"])), [(*AB, "I")]),
]
