"""evidence.py: what is missing, refused or cut is never a "no", and never a "yes".

SPDX-License-Identifier: Apache-2.0
"""
from account import Place, natted, on, online, pair, peered

T = "tcp/9094"
AB = ("eni-a", "eni-b", T)
NEEDED = ["ec2-describe-vpcs", "ec2-describe-subnets", "ec2-describe-security-groups", "ec2-describe-network-acls", "ec2-describe-route-tables"]


def everything(w):
    """No --assume-empty, and each list there is, empty ones too."""
    w.assume = False
    w.bpa("off")
    w.files.update({"globalaccelerator-list-accelerators": {"Accelerators": []}, "cloudfront-list-vpc-origins": {"VpcOriginList": {"Items": [], "Quantity": 0}},
                    "ec2-describe-client-vpn-endpoints": {"ClientVpnEndpoints": []}, "ec2-describe-instance-connect-endpoints": {"InstanceConnectEndpoints": []},
                    "ec2-describe-carrier-gateways": {"CarrierGateways": []}, "ec2-describe-local-gateways": {"LocalGateways": []},
                    "ec2-describe-addresses": {"Addresses": []}, "elbv2-describe-load-balancers": {"LoadBalancers": []}, "kafka-list-clusters-v2": {"ClusterInfoList": []},
                    "ec2-describe-transit-gateway-attachments": {"TransitGatewayAttachments": []}, "ec2-describe-vpn-connections": {"VpnConnections": []},
                    "ec2-describe-customer-gateways": {"CustomerGateways": []},
                    "vpc-lattice-list-service-network-vpc-associations.vpc-1": {"items": []}, "vpc-lattice-list-service-network-vpc-associations.vpc-2": {"items": []}})


def gone(stem):
    return lambda w: w.drop(stem)


def refused(stem):
    return lambda w: w.deny(stem)


def halved(stem):
    """The last thing of the list was on a page that nobody fetched."""
    def change(w):
        w.cut(stem)
        key = [k for k in w.files[stem] if k != "NextToken"][0]
        w.files[stem] = {key: w.files[stem][key][:-1], "NextToken": "eyJ2IjoyfQ=="}
    return change


LOST = (("not asked", gone), ("refused", refused), ("cut", halved))
STEMS = [s for s, _ in Place.LISTS.values()]
# With everything in evidence: all open inside, by peering, by NAT, nothing else. Missing a file may only turn these into unknown.
INSIDE = {"ec2-describe-vpcs": "R/U", "ec2-describe-subnets": "R/U", "ec2-describe-network-interfaces": "R/U", "ec2-describe-security-groups": "U", "ec2-describe-network-acls": "U/R",
          "ec2-describe-route-tables": "U/R"}


def lost_inside():
    out = []
    for word, lose in LOST:
        for stem in STEMS:
            if (word == "cut" and stem.rsplit("-", 1)[-1] in ("gateways", "connections", "endpoints", "lists", "attachments")) or (word != "refused" and stem == "x"):
                continue
            known = stem not in INSIDE
            out.append((f"inside, {word}: {stem}", on(pair, everything, lose(stem)),
                        [("10.0.1.10", "10.0.2.20", T, "R" if known else "R/U"), ("eni-a", "eni-b", T, "R" if known else "R/U/E" if "interfaces" in stem else "R/U"),
                         ("10.0.2.20", "10.0.1.10", T, "I" if known else "I/U")]))
    return out


def lost_outside(name, base, question, expected, stems):
    return [(f"{name}, {word}: {stem}", on(base, everything, lose(stem)), [question + (f"U/{expected}" if stem not in stems else "U",)])
            for word, lose in LOST[:2] for stem in STEMS + ["ec2-describe-vpc-block-public-access-options"] if not (stem.endswith("interfaces"))]


CASES = [
    ("all there", on(pair, everything), [AB + ("R",), ("internet", "eni-b", T, "I"), ("eni-b", "eni-a", T, "I"), ("192.168.1.1", "eni-b", T, "I")]),
    *lost_inside(),
    *lost_outside("by peering", peered, ("10.0.1.10", "10.2.1.30", T), "R", ["ec2-describe-security-groups", "ec2-describe-vpc-peering-connections"]),
    *lost_outside("by NAT", natted, ("10.0.1.10", "8.8.8.8", "tcp/443"), "R", ["ec2-describe-security-groups", "ec2-describe-nat-gateways", "ec2-describe-vpc-block-public-access-options"]),
    *lost_outside("from the internet", online, ("8.8.8.8", "54.1.1.20", T), "R", ["ec2-describe-security-groups", "ec2-describe-internet-gateways", "ec2-describe-vpc-block-public-access-options"]),
    *lost_outside("closed to the internet", pair, ("8.8.8.8", "10.0.2.20", T), "I", []),
    # assumed empty: what must exist is never assumed
    *((f"assumed, not asked: {s}", on(pair, ("drop", s)), [("10.0.1.10", "10.0.2.20", T, "U" if s not in ("ec2-describe-vpcs", "ec2-describe-subnets") else "R/U")]) for s in NEEDED),
    ("assumed, no group's page end", on(pair, ("cut", "ec2-describe-security-groups")), [AB + ("R",), ("eni-b", "eni-a", T, "I")]),
    ("assumed, last group cut", on(pair, halved("ec2-describe-security-groups")), [AB + ("U",), ("eni-b", "eni-a", T, "I")]),
    ("assumed, last ACL cut", on(pair, halved("ec2-describe-network-acls")), [AB + ("U",)]),
    ("assumed, last table cut", on(pair, halved("ec2-describe-route-tables")), [AB + ("U",)]),
    ("assumed, main table missing", on(pair, ("put_table", "rtb-main1", "subnet-a"), lambda w: (w.tables.remove(w["rtb-a"]), w.tables.remove(w["rtb-main1"]))), [AB + ("U",)]),
    ("assumed, default ACL missing", on(pair, ("put_acl", "acl-main1", "subnet-b"), lambda w: w.acls.remove(w["acl-main1"])), [AB + ("U",)]),
    ("assumed, NAT not listed", on(natted, ("drop", "ec2-describe-nat-gateways")), [("eni-a", "8.8.8.8", "tcp/443", "I/U"), AB + ("R",)]),
    ("assumed, internet gateways not listed", on(online, ("drop", "ec2-describe-internet-gateways")), [("eni-a", "8.8.8.8", "tcp/443", "I/U"), ("8.8.8.8", "eni-b", T, "I/U")]),
    ("assumed, peerings not listed", on(peered, ("drop", "ec2-describe-vpc-peering-connections")), [("eni-a", "eni-p", T, "I/U")]),
    ("assumed, transit refused", on(pair, ("deny", "ec2-describe-transit-gateways", "ec2-describe-transit-gateway-vpc-attachments"), ("routes", "rtb-a", "10.9.0.0/16 tgw-1")), [("eni-a", "10.9.0.1", T, "U"), AB + ("R",)]),
    ("throttled", on(pair, lambda w: w.deny("ec2-describe-security-groups", code="RequestLimitExceeded")), [AB + ("U",)]),
    ("pages", on(pair, lambda w: w.files.update({"ec2-describe-security-groups.p1": {"SecurityGroups": w.groups[:1], "NextToken": "t"}, "ec2-describe-security-groups.p2": {"SecurityGroups": w.groups[1:]}}),
                 ("drop", "ec2-describe-security-groups")), [AB + ("R",)]),
    ("pages, the second is missing", on(pair, lambda w: w.files.update({"ec2-describe-security-groups.p1": {"SecurityGroups": w.groups[:1], "NextToken": "t"}, "ec2-describe-security-groups.p3": {"SecurityGroups": w.groups[1:]}}),
                                        ("drop", "ec2-describe-security-groups")), [AB + ("R/U",), ("eni-b", "eni-a", T, "I/U")]),
    ("stderr of the CLI as a file", on(pair, lambda w: w.files.update({"ec2-describe-network-acls": "\nAn error occurred (UnauthorizedOperation) when calling the DescribeNetworkAcls operation: You are not authorized\n"})),
     [AB + ("U",)]),
    ("file cut in the middle", on(pair, lambda w: w.files.update({"ec2-describe-network-acls": '{"NetworkAcls": [{"NetworkAclId": "acl-a", "Entr'})), [AB + ("U",)]),
    ("file empty", on(pair, lambda w: w.files.update({"ec2-describe-route-tables": ""})), [AB + ("U",)]),
    ("list of the wrong type", on(pair, lambda w: w.files.update({"ec2-describe-network-acls": {"NetworkAcls": "none"}})), [AB + ("U",)]),
    ("list that is null", on(pair, lambda w: w.files.update({"ec2-describe-network-acls": {"NetworkAcls": None}})), [AB + ("U",)]),
    ("a known deny beats a gap: group", on(pair, ("rules", "sg-b", []), ("deny", "ec2-describe-network-acls")), [AB + ("I d=security-group:sg-b::ingress",)]),
    ("a known deny beats a gap: ACL", on(pair, ("reacl", "acl-b", []), ("deny", "ec2-describe-security-groups")), [AB + ("I d=network-acl:acl-b:32767:ingress",)]),
    ("a known deny beats a gap: route", on(online, lambda w: w["rtb-a"]["Routes"].pop(), ("deny", "ec2-describe-security-groups")), [("eni-a", "8.8.8.8", "tcp/443", "I d=route-table:rtb-a")]),
    ("a known deny beats a gap: peering", on(lambda: peered("deleted"), ("deny", "ec2-describe-security-groups", "ec2-describe-network-acls")), [("eni-a", "eni-p", T, "I d=peering:pcx-1")]),
    ("two gaps", on(pair, ("deny", "ec2-describe-security-groups", "ec2-describe-network-acls")), [AB + ("U d=security-group",)]),
    ("peer account refused", on(lambda: peered(account="999988887777"), lambda w: w.p.deny("ec2-describe-security-groups")), [("eni-a", "eni-p", T, "U"), ("eni-p", "eni-b", T, "U")]),
]
