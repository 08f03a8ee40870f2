"""edges.py: the internet: public addresses, IPv6, the block on public access, ways in that leave no trace in route tables.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, OPEN, natted, on, online, pair, peered

T = "tcp/9094"
V6, B6, A6 = "2001:4860:4860::8888", "2600:1f10:0:102::b", "2600:1f10:0:101::a"
IN = ("internet", "eni-b", T)
FROM_8 = ("8.8.8.8", "eni-b", T)
OUT = ("eni-a", "8.8.8.8", "tcp/443")


def bare(eni):
    """Without its public address."""
    def change(w):
        w[eni].pop("Association", None)
        w[eni]["PrivateIpAddresses"][0].pop("Association", None)
    return change


def dual(w):
    """An egress-only gateway instead of the internet gateway for IPv6 of A."""
    w.eigw("eigw-1", "vpc-1")
    w["rtb-a"]["Routes"] = [r for r in w["rtb-a"]["Routes"] if r.get("DestinationIpv6CidrBlock") != "::/0"]
    w.routes("rtb-a", "::/0 eigw-1")


def secondary(w):
    """eni-b: a second private address with its own public one."""
    w["eni-b"]["PrivateIpAddresses"].append({"Primary": False, "PrivateIpAddress": "10.0.2.21", "Association": w.association("54.1.1.21")})
    w.reservations[1]["Instances"][0]["NetworkInterfaces"][0]["PrivateIpAddresses"] = w["eni-b"]["PrivateIpAddresses"]


def way_in(stem, answer):
    def change(w):
        w.files[stem] = answer
    return change


ACCELERATOR = way_in("globalaccelerator-list-accelerators", {"Accelerators": [{"AcceleratorArn": "arn:aws:globalaccelerator::111122223333:accelerator/1", "Name": "f", "Enabled": True,
                                                                               "Status": "DEPLOYED", "IpSets": []}]})
CLIENT_VPN = way_in("ec2-describe-client-vpn-endpoints", {"ClientVpnEndpoints": [{"ClientVpnEndpointId": "cvpn-endpoint-1", "VpcId": "vpc-1", "Status": {"Code": "available"},
                                                                                  "SecurityGroupIds": ["sg-a"], "ClientCidrBlock": "172.31.0.0/22"}]})
EICE = way_in("ec2-describe-instance-connect-endpoints", {"InstanceConnectEndpoints": [{"InstanceConnectEndpointId": "eice-1", "VpcId": "vpc-1", "SubnetId": "subnet-a",
                                                                                        "State": "create-complete", "NetworkInterfaceIds": [], "SecurityGroupIds": ["sg-a"]}]})
EMPTY = {"globalaccelerator-list-accelerators": {"Accelerators": []}, "cloudfront-list-vpc-origins": {"VpcOriginList": {"Items": [], "Quantity": 0}},
         "ec2-describe-client-vpn-endpoints": {"ClientVpnEndpoints": []}, "ec2-describe-instance-connect-endpoints": {"InstanceConnectEndpoints": []},
         "vpc-lattice-list-service-network-vpc-associations.vpc-1": {"items": []}, "ec2-describe-vpc-block-public-access-exclusions": {"VpcBlockPublicAccessExclusions": []},
         "elbv2-describe-load-balancers": {"LoadBalancers": []}, "kafka-list-clusters-v2": {"ClusterInfoList": []}}


def across(rules=ALL):
    """vpc-6 with IPv6, peered with vpc-1; its own IPv6 leaves by its internet gateway, the answers come by the peering. No IPv4 between them."""
    def build():
        w = online(True)
        w.vpc("vpc-6", "10.6.0.0/16", v6="2600:1f10:6::/56")
        w.igw("igw-6", "vpc-6")
        w.table("rtb-6", "vpc-6", [], ["::/0 igw-6"])
        w.subnet("subnet-6", "vpc-6", "10.6.1.0/24", v6="2600:1f10:6:1::/64", table="rtb-6")
        w.pcx("pcx-6", "vpc-1", "vpc-6")
        w.routes("rtb-b", "2600:1f10:6::/56 pcx-6")
        w.group("sg-6", "vpc-6")
        w.eni("eni-6", "subnet-6", "10.6.1.6", "sg-6", v6=["2600:1f10:6:1::6"])
        w.rules("sg-b", rules)
        return w
    return build


def told(*without):
    """No assumption: every list that may hide a way in is there and empty, but for these."""
    def change(w):
        w.assume = False
        w.files.update({s: a for s, a in EMPTY.items() if s not in without})
        w.bpa("off")
        for s in without:
            w.files.pop(s, None)
    return change


CASES = [
    # internet as a party
    ("internet all", on(online), [IN + ("R usual kind=translated",), ("internet", "eni-a", T, "I"), ("eni-a", "internet", "tcp/443", "R"), ("internet", "54.1.1.20", T, "R")]),
    ("internet none", on(pair), [IN + ("I",), ("eni-a", "internet", "tcp/443", "I"), FROM_8 + ("I",)]),
    ("internet partial by group", on(online, ("rules", "sg-b", ["tcp 9094 198.51.0.0/16"])), [IN + ("P",), FROM_8 + ("I",), ("198.51.7.7", "eni-b", T, "R")]),
    ("internet partial by ACL", on(online, ("reacl", "acl-b", ["90 deny all 8.0.0.0/8", "100 allow all 0/0"])), [IN + ("P",), FROM_8 + ("I d=network-acl:acl-b:90:ingress",)]),
    ("internet partial by route", on(online, ("routes", "rtb-b", "8.0.0.0/8 pcx-9 blackhole")), [IN + ("P",), FROM_8 + ("O/I",), ("9.9.9.9", "eni-b", T, "R")]),
    ("internet: a private rule opens nothing", on(online, ("rules", "sg-b", ["tcp 9094 10.0.0.0/8", "tcp 9094 192.168.0.0/16", "tcp 9094 172.16.0.0/12"])), [IN + ("I d=security-group:sg-b::ingress",)]),
    ("internet: answers blocked", on(online, ("reacl", "acl-b", None, ["100 allow tcp 443 10.0.0.0/8"])), [IN + ("O",), FROM_8 + ("O d=network-acl:acl-b:32767:egress",)]),
    ("internet: only port 443 may answer", on(online, ("reacl", "acl-b", None, ["100 allow tcp 443 0/0"])), [IN + ("R !usual",)]),
    ("prefix of the internet", on(online, ("rules", "sg-b", ["tcp 9094 198.51.0.0/17"])), [("198.51.0.0/16", "eni-b", T, "P"), ("198.51.1.0/24", "eni-b", T, "R"), ("198.51.200.0/24", "eni-b", T, "I"),
                                                                                          ("198.51.1.7/32", "eni-b", T, "R")]),
    ("internet to a subnet", on(online, ("rules", "sg-a", ["tcp 22 0/0"])), [("internet", "subnet-b", T, "R"), ("internet", "subnet-a", T, "I"), ("internet", "subnet-a", "tcp/22", "R")]),
    ("internet to a subnet, one of two is public", on(online, ("eni", "eni-b2", "subnet-b", "10.0.2.77", "sg-b")), [("internet", "subnet-b", T, "P")]),
    # public addresses
    ("public address pinned as source", on(online, ("rules", "sg-b", ["tcp 9094 54.1.1.10/32"])), [("54.1.1.10", "54.1.1.20", T, "R kind=translated"), ("10.0.1.10", "54.1.1.20", T, "R"), ("10.0.1.10", "10.0.2.20", T, "I"),
                                                                                                  ("8.8.8.8", "54.1.1.20", T, "I")]),
    ("public address, hairpin inside one subnet", on(online, ("eni", "eni-c", "subnet-a", "10.0.1.11", "sg-b", ), lambda w: w["eni-c"]["PrivateIpAddresses"][0].update(Association=w.association("54.1.1.30"))),
     [("eni-a", "54.1.1.30", T, "R kind=translated"), ("eni-a", "eni-c", T, "R kind=direct")]),
    ("public address, hairpin by NAT", on(natted, lambda w: (w["eni-b"]["PrivateIpAddresses"][0].update(Association=w.association("54.1.1.20")), w.routes("rtb-b", "0/0 igw-1"), w.rules("sg-b", ["tcp 9094 54.1.1.99/32"]))),
     [("eni-a", "54.1.1.20", T, "R kind=translated"), ("eni-a", "10.0.2.20", T, "I"), ("8.8.8.8", "54.1.1.20", T, "I")]),
    ("public address, client without one", on(online, bare("eni-a")), [("eni-a", "54.1.1.20", T, "I"), ("eni-a", "eni-b", T, "R kind=direct")]),
    ("public address nobody holds", on(online), [("eni-a", "54.9.9.9", T, "R"), ("8.8.8.8", "54.9.9.9", T, "U")]),
    ("public address of a secondary private one", on(online, secondary), [("8.8.8.8", "54.1.1.21", T, "R"), ("10.0.2.21", "8.8.8.8", "tcp/443", "R"), ("eni-a", "10.0.2.21", T, "R")]),
    ("public address on the secondary only", on(online, secondary, bare("eni-b")), [("10.0.2.20", "8.8.8.8", "tcp/443", "I"), ("10.0.2.21", "8.8.8.8", "tcp/443", "R"), ("eni-b", "8.8.8.8", "tcp/443", "R"),
                                                                                   IN + ("R",), ("8.8.8.8", "54.1.1.20", T, "U/I/E")]),
    ("public address told by describe-addresses only", on(online, bare("eni-b"), way_in("ec2-describe-addresses", {"Addresses": [{"PublicIp": "54.1.1.20", "AllocationId": "eipalloc-1", "AssociationId": "eipassoc-1", "Domain": "vpc",
                                                          "NetworkInterfaceId": "eni-b", "NetworkInterfaceOwnerId": "111122223333", "PrivateIpAddress": "10.0.2.20"}]})), [IN + ("R/U",), ("8.8.8.8", "54.1.1.20", T, "R/U")]),
    ("public address of the NAT gateway", on(natted), [("8.8.8.8", "54.1.1.99", T, "I"), ("internet", "eni-nat-1", T, "I")]),
    # IPv6
    ("IPv6 both ways", on(lambda: online(True)), [(V6, "eni-b", T, "R kind=direct"), (V6, B6, T, "R"), (A6, B6, T, "R"), (A6, V6, "tcp/443", "R"), (V6, "eni-a", T, "I"), ("eni-a", V6, "icmpv6/128", "R")]),
    ("IPv6 without a route", on(lambda: pair(True), ("igw", "igw-1", "vpc-1")), [(V6, "eni-b", T, "I/U/O"), ("eni-a", V6, "tcp/443", "I")]),
    ("IPv6 through the egress-only gateway", on(lambda: online(True), dual), [("eni-a", V6, "tcp/443", "R"), (V6, "eni-a", T, "I"), (V6, A6, "udp/53", "I"), (A6, B6, T, "R")]),
    ("IPv6 egress-only, inbound is open in the group", on(lambda: online(True), dual, ("rules", "sg-a", ALL)), [(V6, A6, T, "I/U"), (V6, A6, "udp/53", "I/U/O"), ("8.8.8.8", "eni-a", T, "R")]),
    ("IPv6 only the gateway for in, egress-only for out", on(lambda: pair(True), ("eigw", "eigw-1", "vpc-1"), ("routes", "rtb-b", "::/0 eigw-1")), [(V6, B6, T, "I"), (B6, V6, "tcp/443", "R"), (B6, "internet", "tcp/443", "R")]),
    ("IPv6 closed, IPv4 open", on(lambda: online(True), ("rules", "sg-b", ["tcp 9094 0/0"])), [IN + ("R",), (V6, "eni-b", T, "I")]),
    ("IPv6 group open, ACL denies ::/0", on(lambda: online(True), ("rules", "sg-b", ["tcp 9094 ::/0"]), ("reacl", "acl-b", ["100 allow all 0/0"])), [IN + ("I",), (V6, B6, T, "I d=network-acl:acl-b:32767:ingress")]),
    ("IPv6-only subnet", on(lambda: online(True), ("subnet", "subnet-6", "vpc-1", None, 3, "2600:1f10:0:106::/64", "acl-a", "rtb-a"), ("eni", "eni-6", "subnet-6", None, "sg-b"),
                            lambda w: w["eni-6"].update(Ipv6Addresses=[{"Ipv6Address": "2600:1f10:0:106::6"}])), [(V6, "eni-6", T, "R"), ("internet", "eni-6", T, "R"), ("eni-a", "eni-6", T, "R"), ("8.8.8.8", "eni-6", T, "I"),
                                                                                                                 ("10.0.1.10", "eni-6", T, "I")]),
    ("IPv6 between peers", on(lambda: online(True), ("vpc", "vpc-2", "10.2.0.0/16", ), lambda w: w["vpc-2"]["Ipv6CidrBlockAssociationSet"].append(
        {"AssociationId": "x", "Ipv6CidrBlock": "2600:1f10:0:200::/56", "Ipv6CidrBlockState": {"State": "associated"}}), ("table", "rtb-p", "vpc-2", [], ["2600:1f10:0:100::/56 pcx-1"]), ("acl", "acl-p", "vpc-2", [], OPEN, OPEN),
        ("subnet", "subnet-p", "vpc-2", "10.2.1.0/24", 1, "2600:1f10:0:201::/64", "acl-p", "rtb-p"), ("group", "sg-p", "vpc-2", ALL), ("eni", "eni-p", "subnet-p", "10.2.1.30", "sg-p"),
        lambda w: w["eni-p"].update(Ipv6Addresses=[{"Ipv6Address": "2600:1f10:0:201::c"}]), ("pcx", "pcx-1", "vpc-1", "vpc-2"), ("routes", "rtb-a", "2600:1f10:0:200::/56 pcx-1")),
     [("eni-a", "eni-p", T, "R kind=direct"), ("10.0.1.10", "eni-p", T, "I"), (A6, "eni-p", T, "R"), (V6, "eni-p", T, "I")]),
    # the block on public access
    ("BPA off", on(online, ("bpa", "off")), [IN + ("R",), OUT + ("R",)]),
    ("BPA both ways", on(online, ("bpa", "block-bidirectional")), [IN + ("I d=block-public-access",), OUT + ("I d=block-public-access",), ("eni-a", "eni-b", T, "R"), ("eni-a", "54.1.1.20", T, "I")]),
    ("BPA inbound", on(online, ("bpa", "block-ingress")), [IN + ("I d=block-public-access",), OUT + ("U/R",), ("eni-a", "eni-b", T, "R")]),
    ("BPA inbound, NAT", on(natted, ("bpa", "block-ingress")), [OUT + ("R",), ("8.8.8.8", "eni-a", T, "I")]),
    ("BPA both ways, NAT", on(natted, ("bpa", "block-bidirectional")), [OUT + ("I d=block-public-access",)]),
    ("IPv6 there by the internet, back by a peering", across(), [("2600:1f10:6:1::6", B6, T, "U"), (B6, "2600:1f10:6:1::6", T, "I d=security-group:sg-6::ingress"), (V6, B6, T, "R")]),
    ("IPv6 there by a peering, back by the internet", on(across(), ("rules", "sg-6", ALL)), [(B6, "2600:1f10:6:1::6", T, "U"), (A6, "2600:1f10:6:1::6", T, "R")]),
    ("IPv6 by the internet, reference to a group of the peer", on(across(["tcp 9094 sg-6"]), lambda w: w["rtb-b"].update(Routes=[r for r in w["rtb-b"]["Routes"] if r.get("VpcPeeringConnectionId") is None])),
     [("2600:1f10:6:1::6", B6, T, "U"), (V6, B6, T, "I")]),
    ("ICMPv6 is decided by IPv6", on(lambda: pair(True), ("rules", "sg-a", None, ["icmpv6 -1/-1 ::/0"]), ("rules", "sg-b", [])), [("eni-a", "eni-b", "icmpv6/128", "I d=security-group:sg-b::ingress")]),
    ("BPA inbound, egress-only", on(lambda: online(True), dual, ("bpa", "block-ingress")), [("eni-a", V6, "tcp/443", "R"), (V6, B6, T, "I")]),
    ("BPA both ways, egress-only", on(lambda: online(True), dual, ("bpa", "block-bidirectional")), [("eni-a", V6, "tcp/443", "I d=block-public-access")]),
    ("BPA, B's subnet excluded", on(online, ("bpa", "block-bidirectional", ("subnet-b", "allow-bidirectional"))), [IN + ("R",), OUT + ("I",), ("eni-b", "8.8.8.8", "tcp/443", "R")]),
    ("BPA, the VPC excluded", on(online, ("bpa", "block-bidirectional", ("vpc-1", "allow-bidirectional"))), [IN + ("R",), OUT + ("R",)]),
    ("BPA, another VPC excluded", on(online, ("bpa", "block-bidirectional", ("vpc-7", "allow-bidirectional"))), [IN + ("I",), OUT + ("I",)]),
    ("BPA, egress excluded", on(online, ("bpa", "block-bidirectional", ("vpc-1", "allow-egress"))), [IN + ("I d=block-public-access",), OUT + ("R",)]),
    ("BPA, exclusion deleted", on(online, ("bpa", "block-bidirectional", ("vpc-1", "allow-bidirectional")), lambda w: w.files["ec2-describe-vpc-block-public-access-exclusions"]["VpcBlockPublicAccessExclusions"][0].update(State="delete-complete")), [IN + ("I",)]),
    ("BPA, exclusion being made", on(online, ("bpa", "block-bidirectional", ("vpc-1", "allow-bidirectional")), lambda w: w.files["ec2-describe-vpc-block-public-access-exclusions"]["VpcBlockPublicAccessExclusions"][0].update(State="create-in-progress")), [IN + ("U",)]),
    ("BPA, exclusions refused", on(online, ("bpa", "block-bidirectional"), ("deny", "ec2-describe-vpc-block-public-access-exclusions")), [IN + ("U d=block-public-access",), OUT + ("U",)]),
    ("BPA, options refused", on(online, ("deny", "ec2-describe-vpc-block-public-access-options")), [IN + ("U d=block-public-access",), OUT + ("U",), ("eni-a", "eni-b", T, "R")]),
    ("BPA, options refused, no gateway", on(pair, ("deny", "ec2-describe-vpc-block-public-access-options")), [IN + ("I",), OUT + ("I",)]),
    ("BPA being changed", on(online, ("bpa", "off"), lambda w: w.files["ec2-describe-vpc-block-public-access-options"]["VpcBlockPublicAccessOptions"].update(State="update-in-progress")), [IN + ("U",)]),
    ("BPA mode unknown", on(online, ("bpa", "block-everything-else")), [IN + ("U",)]),
    # ways in that leave no trace
    ("accelerator, no gateway at all", on(pair, ACCELERATOR), [IN + ("I",)]),
    ("accelerator, gateway attached, no route", on(pair, ("igw", "igw-1", "vpc-1"), ACCELERATOR), [IN + ("U/R",)]),
    ("accelerator, group closed", on(pair, ("igw", "igw-1", "vpc-1"), ACCELERATOR, ("rules", "sg-b", ["tcp 22 0/0"])), [IN + ("I",)]),
    ("client VPN", on(pair, CLIENT_VPN), [IN + ("U/R",), ("internet", "eni-a", T, "I"), ("172.31.1.1", "eni-b", T, "U")]),
    ("instance connect endpoint", on(pair, EICE), [("internet", "eni-b", "tcp/22", "U/R"), ("internet", "eni-a", "tcp/22", "I")]),
    ("told: all lists empty", on(online, told()), [IN + ("R",), ("internet", "eni-a", T, "I"), ("eni-a", "eni-b", T, "R")]),
    ("told: all lists empty, no route", on(pair, ("igw", "igw-1", "vpc-1"), told()), [IN + ("I",), FROM_8 + ("I",)]),
    *((f"not told: {s}", on(pair, ("igw", "igw-1", "vpc-1"), told(s)), [IN + ("U",), ("internet", "eni-a", T, "I"), ("eni-a", "eni-b", T, "R")])
      for s in EMPTY if not s.startswith(("elbv2", "kafka", "ec2-describe-vpc-block"))),
    ("not told: nothing but the network", on(pair, lambda w: setattr(w, "assume", False)), [IN + ("U",), ("eni-a", "eni-b", T, "R"), ("internet", "eni-a", T, "I")]),
    ("not told, public broker", on(online, lambda w: setattr(w, "assume", False)), [IN + ("U",), ("eni-a", "eni-b", T, "R")]),
    ("on premises without any gateway", on(pair), [("192.168.1.1", "eni-b", T, "I"), ("eni-b", "192.168.1.1", T, "I"), ("10.200.0.1", "eni-b", T, "I")]),
    ("on premises by VGW", on(pair, ("vgw", "vgw-1", "vpc-1"), ("routes", "rtb-b", "192.168.0.0/16 vgw-1 propagated")), [("192.168.1.1", "eni-b", T, "U"), ("eni-b", "192.168.1.1", T, "U"), ("192.168.0.0/16", "eni-b", T, "U"),
                                                                                                                   ("192.168.1.1", "eni-a", T, "I"), ("eni-b", "172.16.0.1", T, "I")]),
    ("on premises, VGW refused", on(pair, ("deny", "ec2-describe-vpn-gateways")), [("192.168.1.1", "eni-b", T, "U"), ("192.168.1.1", "eni-a", T, "I")]),
    ("on premises, transit attachments refused", on(pair, ("deny", "ec2-describe-transit-gateway-vpc-attachments")), [("192.168.1.1", "eni-b", T, "U")]),
    ("internet gateways refused", on(pair, ("deny", "ec2-describe-internet-gateways")), [IN + ("I/U",), ("eni-a", "eni-b", T, "R")]),
    ("internet gateways refused, public broker", on(online, ("deny", "ec2-describe-internet-gateways")), [IN + ("U",), OUT + ("U",), ("eni-a", "eni-b", T, "R")]),
    ("peer's internet path", on(peered, ("igw", "igw-1", "vpc-1"), ("routes", "rtb-a", "0/0 igw-1")), [("internet", "eni-p", T, "I"), ("eni-p", "8.8.8.8", "tcp/443", "I")]),
]
