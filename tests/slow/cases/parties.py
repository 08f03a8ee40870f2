"""parties.py: who asks whom: addresses, subnets, prefixes, hosts, roles; addresses that nobody or several hold.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, on, online, pair, peered

T = "tcp/9094"
AB = ("eni-a", "eni-b", T)


def mixed(w):
    w.group("sg-shut", "vpc-1", [])
    w.eni("eni-b2", "subnet-b", "10.0.2.21", "sg-shut")


def twin(w):
    """10.2.1.30 once more, in a VPC that nobody is peered with."""
    w.vpc("vpc-3", "10.2.0.0/16")
    w.subnet("subnet-3", "vpc-3", "10.2.1.0/24")
    w.group("sg-3", "vpc-3", ALL)
    w.eni("eni-3", "subnet-3", "10.2.1.30", "sg-3")


def two_homes(w):
    """One host with an interface in each of two VPCs."""
    w.eni("eni-p2", "subnet-p", "10.2.1.31", "sg-p", instance="i-a")


def delegated(w):
    w.eni("eni-d", "subnet-b", "10.0.2.30", "sg-b", prefixes=["10.0.2.64/28"], prefixes6=["2600:1f10:0:102:1::/80"])


def state(word):
    def change(w):
        w.reservations[1]["Instances"][0]["State"].update(Name=word)
    return change


def terminated(w):
    """Still listed for an hour, its interface gone."""
    w.reservations[1]["Instances"][0].update(State={"Code": 48, "Name": "terminated"}, NetworkInterfaces=[], SubnetId="", VpcId="")
    w.enis.remove(w["eni-b"])


def shared(w):
    """The owner's account has the network; a participant has an interface in subnet-b."""
    p = w.place("999988887777")
    p.by_id.update({"subnet-b": w["subnet-b"], "vpc-1": w["vpc-1"]})
    p.subnets.append(w["subnet-b"])
    p.vpcs.append(w["vpc-1"])
    p.group("sg-q", "vpc-1", ["tcp 9094 sg-a@111122223333"])
    p.eni("eni-q", "subnet-b", "10.0.2.90", "sg-q")


ROLES = """version: 1
roles:
  brokers: {kind: broker, match: {subnet: [subnet-b]}}
  apps: {kind: client, match: {security-group: [sg-a]}}
  nobody: {kind: client, match: {subnet: [subnet-0none]}}
"""


def roles(w):
    w.intent = ROLES


CASES = [
    ("names of all kinds", on(pair), [AB + ("R",), ("i-a", "i-b", T, "R"), ("10.0.1.10", "10.0.2.20", T, "R"), ("subnet-a", "subnet-b", T, "R"), ("10.0.1.0/24", "10.0.2.0/24", T, "R"),
                                      ("10.0.1.10/32", "eni-b", T, "R"), ("subnet-a", "10.0.2.20", T, "R")]),
    ("names nobody has", on(pair), [("eni-z", "eni-b", T, "E"), AB + ("R",), ("eni-a", "subnet-z", T, "E"), ("eni-a", "brokers", T, "E"), ("eni-a", "", T, "E"), ("10.0.0.300", "eni-b", T, "E"),
                                    ("eni-a", "10.0.2.20/33", T, "E"), ("EN1-A", "eni-b", T, "E")]),
    ("ports that are none", on(pair), [("eni-a", "eni-b", "tcp/70000", "E"), ("eni-a", "eni-b", "tcp", "E"), ("eni-a", "eni-b", "9094", "E"), ("eni-a", "eni-b", "tcp/9098-9092", "E"), ("eni-a", "eni-b", "icmp/256", "E"),
                                       ("eni-a", "eni-b", "proto/256", "E"), ("eni-a", "eni-b", "sctp/1", "E"), ("eni-a", "eni-b", "tcp/-1", "E"), ("eni-a", "eni-b", "", "E"), AB + ("R",)]),
    ("ports that are ports", on(pair), [("eni-a", "eni-b", p, "R") for p in ("tcp/1", "tcp/65535", "tcp/9092-9098", "udp/53", "icmp/8", "proto/50", "tcp/1-65535")]),
    # sets
    ("subnet with a closed member", on(pair, mixed), [("eni-a", "subnet-b", T, "P"), ("eni-a", "10.0.2.0/24", T, "P"), ("eni-a", "eni-b2", T, "I"), ("subnet-a", "eni-b2", T, "I"), ("subnet-b", "eni-a", T, "I")]),
    ("subnet without members", on(pair, ("subnet", "subnet-z", "vpc-1", "10.0.8.0/24")), [("eni-a", "subnet-z", T, "I reason=no-endpoint"), ("subnet-z", "eni-b", T, "I reason=no-endpoint"), ("eni-a", "10.0.8.0/24", T, "I")]),
    ("subnet of which every member is closed", on(pair, mixed, ("rules", "sg-b", [])), [("eni-a", "subnet-b", T, "I d=security-group")]),
    ("prefix over two subnets", on(pair, mixed), [("10.0.1.0/24", "10.0.0.0/16", T, "P"), ("10.0.0.0/16", "eni-b", T, "R")]),
    ("prefix with host bits", on(pair), [("eni-a", "10.0.2.20/24", T, "R/E")]),
    ("set with a member whose group is missing", on(pair, mixed, lambda w: w["eni-b2"].update(Groups=[{"GroupId": "sg-gone", "GroupName": "g"}])), [("eni-a", "subnet-b", T, "U"), ("eni-a", "eni-b2", T, "U"), AB + ("R",)]),
    ("set with open, closed and unknown members", on(pair, mixed, ("eni", "eni-b3", "subnet-b", "10.0.2.22", "sg-gone")), [("eni-a", "subnet-b", T, "P/U")]),
    ("set, one way for some", on(pair, mixed, ("reacl", "acl-b", None, [])), [("eni-a", "subnet-b", T, "O"), AB + ("O",)]),
    # roles
    ("roles", on(pair, roles), [("apps", "brokers", T, "R"), ("eni-a", "brokers", T, "R"), ("brokers", "apps", T, "I"), ("internet", "brokers", T, "I"), ("eni-a", "strangers", T, "E")]),
    ("roles, one broker closed", on(pair, roles, mixed), [("apps", "brokers", T, "P")]),
    ("role of nobody", on(pair, roles), [("nobody", "brokers", T, "I/E"), ("apps", "nobody", T, "I/E")]),
    ("role, interfaces cut", on(pair, roles, ("cut", "ec2-describe-network-interfaces")), [("apps", "brokers", T, "U")]),
    # addresses
    ("address pinned to one interface's second address", on(pair, lambda w: w["eni-a"]["PrivateIpAddresses"].append({"Primary": False, "PrivateIpAddress": "10.0.1.12"}), ("rules", "sg-b", ["tcp 9094 10.0.1.12/32"])),
     [("10.0.1.12", "eni-b", T, "R"), ("10.0.1.10", "eni-b", T, "I"), AB + ("R",), ("i-a", "eni-b", T, "R"), ("subnet-a", "eni-b", T, "R/P")]),
    ("address nobody holds", on(pair), [("eni-a", "10.0.2.99", T, "I reason=no-endpoint"), ("10.0.2.99", "eni-b", T, "I reason=no-endpoint"), ("eni-a", "10.0.77.1", T, "I")]),
    ("address nobody holds, interfaces cut", on(pair, ("cut", "ec2-describe-network-interfaces")), [("eni-a", "10.0.2.99", T, "U"), ("10.0.2.99", "eni-b", T, "U"), AB + ("R",), ("eni-a", "subnet-b", T, "U")]),
    ("address nobody holds, interfaces refused", on(pair, ("deny", "ec2-describe-network-interfaces")), [("eni-a", "10.0.2.99", T, "U"), AB + ("R/U",)]),
    ("address nobody holds, known to no network", on(pair), [("eni-a", "10.99.0.1", T, "I"), ("10.99.0.1", "eni-b", T, "I"), ("eni-a", "192.168.1.1", T, "I")]),
    ("address in two networks, one is closed", on(peered, twin), [("eni-a", "eni-p", T, "R"), ("eni-a", "eni-3", T, "I"), ("eni-a", "10.2.1.30", T, "R/P")]),
    ("address in two networks, both closed", on(peered, twin, ("rules", "sg-p", [])), [("eni-a", "10.2.1.30", T, "I")]),
    ("address in two networks, as source", on(peered, twin), [("10.2.1.30", "eni-b", T, "R/P"), ("eni-3", "eni-b", T, "I"), ("eni-p", "eni-b", T, "R")]),
    ("address of an own interface", on(pair), [("eni-b", "eni-b", T, "R/I"), ("10.0.2.20", "10.0.2.20", T, "R/I")]),
    ("secondary CIDR", on(lambda: pair(), lambda w: (w["vpc-1"]["CidrBlockAssociationSet"].append({"AssociationId": "x", "CidrBlock": "100.64.0.0/16", "CidrBlockState": {"State": "associated"}}),
                                                     [w.routes(t, "100.64.0.0/16 local") for t in ("rtb-a", "rtb-b", "rtb-main1")]), ("subnet", "subnet-s", "vpc-1", "100.64.1.0/24"), ("eni", "eni-s", "subnet-s", "100.64.1.5", "sg-b")),
     [("eni-a", "eni-s", T, "R"), ("eni-s", "eni-b", T, "R"), ("eni-a", "100.64.1.6", T, "I reason=no-endpoint")]),
    ("secondary CIDR over peering", on(peered, lambda w: (w["vpc-2"]["CidrBlockAssociationSet"].append({"AssociationId": "x", "CidrBlock": "10.3.0.0/16", "CidrBlockState": {"State": "associated"}}),
                                                          w.routes("rtb-p", "10.3.0.0/16 local"), w["pcx-1"]["AccepterVpcInfo"]["CidrBlockSet"].append({"CidrBlock": "10.3.0.0/16"})),
                                       ("subnet", "subnet-s", "vpc-2", "10.3.1.0/24", 1, None, None, "rtb-p"), ("eni", "eni-s", "subnet-s", "10.3.1.5", "sg-p")), [("eni-a", "eni-s", T, "I d=route-table:rtb-a"), ("eni-s", "eni-b", T, "O")]),
    ("secondary CIDR being taken away", on(pair, lambda w: w["vpc-1"]["CidrBlockAssociationSet"].append({"AssociationId": "x", "CidrBlock": "100.64.0.0/16", "CidrBlockState": {"State": "disassociated"}})),
     [AB + ("R",), ("eni-a", "100.64.1.1", T, "I")]),
    ("delegated prefixes", on(lambda: pair(True), delegated), [("eni-a", "10.0.2.70", T, "R"), ("eni-a", "10.0.2.64/28", T, "R"), ("eni-a", "10.0.2.81", T, "I reason=no-endpoint"), ("10.0.2.70", "eni-b", T, "R"),
                                                               ("eni-a", "2600:1f10:0:102:1::7", T, "R"), ("10.0.2.30", "eni-b", T, "R")]),
    ("delegated prefix, half is let in", on(lambda: pair(True), delegated, ("group", "sg-h", "vpc-1", ["tcp 9094 10.0.2.64/29"]), lambda w: w["eni-b"].update(Groups=[{"GroupId": "sg-h", "GroupName": "h"}])),
     [("10.0.2.65", "10.0.2.20", T, "R"), ("10.0.2.75", "10.0.2.20", T, "I"), ("eni-d", "10.0.2.20", T, "R"), ("10.0.2.64/28", "10.0.2.20", T, "P")]),
    # hosts
    ("host in two networks", on(peered, two_homes, ("rules", "sg-b", [])), [("i-a", "eni-p", T, "R"), ("eni-b", "i-a", T, "R"), ("i-a", "eni-b", T, "I")]),
    ("host in two networks as destination", on(peered, two_homes, ("rules", "sg-a", [])), [("eni-b", "i-a", T, "R"), ("eni-b", "eni-a", T, "I"), ("eni-b", "10.2.1.31", T, "R")]),
    *((f"host {word}", on(pair, state(word)), [AB + ("R",), ("eni-a", "i-b", T, "R")]) for word in ("stopped", "pending", "stopping", "shutting-down")),
    ("host terminated", on(pair, terminated), [("eni-a", "i-b", T, "E/I"), ("eni-a", "10.0.2.20", T, "I reason=no-endpoint")]),
    ("host without the list of instances", on(pair, ("drop", "ec2-describe-instances")), [AB + ("R",), ("eni-a", "10.0.2.20", T, "R")]),
    ("interfaces from instances only", on(pair, ("drop", "ec2-describe-network-interfaces")), [AB + ("R/U",), ("eni-a", "10.0.2.99", T, "U"), ("eni-a", "subnet-b", T, "U")]),
    ("shared subnet, both accounts", on(pair, shared), [("eni-a", "eni-q", T, "R"), ("eni-q", "eni-b", T, "R"), ("eni-b", "eni-q", T, "I")]),
    ("shared subnet, group refused to the participant", on(pair, shared, lambda w: w.others[0].deny("ec2-describe-security-groups")), [("eni-a", "eni-q", T, "U"), AB + ("R",)]),
    ("interface that is no machine's", on(pair, lambda w: w["eni-b"].update(Status="available"), lambda w: (w["eni-b"].pop("Attachment"), w.reservations.pop())), [AB + ("R",)]),
    ("function's interface", on(pair, lambda w: w["eni-b"].update(InterfaceType="lambda", RequesterManaged=True)), [AB + ("U/I",), ("eni-b", "eni-a", T, "I")]),
    ("load balancer as client", on(pair, lambda w: w["eni-a"].update(InterfaceType="network_load_balancer", RequesterManaged=True, Description="ELB net/x/1", Groups=[])), [AB + ("R/U",)]),
    ("same subnet by two names", on(pair, mixed), [("eni-b", "eni-b2", T, "I"), ("eni-b2", "eni-b", T, "R"), ("subnet-b", "subnet-b", T, "P")]),
    ("internet as both", on(online), [("internet", "internet", T, "U/I"), ("8.8.8.8", "9.9.9.9", T, "U/I")]),
]
