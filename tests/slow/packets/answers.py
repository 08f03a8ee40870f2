"""answers.py: an account as the AWS CLI prints it, by id.

SPDX-License-Identifier: Apache-2.0
"""
from transit import Transit

GATES = {"GatewayId", "NatGatewayId", "VpcPeeringConnectionId", "TransitGatewayId", "EgressOnlyInternetGatewayId", "NetworkInterfaceId"}


def addresses_of(eni):
    """The addresses and prefixes of an interface."""
    return ([a["PrivateIpAddress"] for a in eni["PrivateIpAddresses"]] + [a["Ipv6Address"] for a in eni["Ipv6Addresses"]]
            + [p["Ipv4Prefix"] for p in eni.get("Ipv4Prefixes", [])] + [p["Ipv6Prefix"] for p in eni.get("Ipv6Prefixes", [])])


def publics_of(eni):
    return {a["PrivateIpAddress"]: a["Association"]["PublicIp"] for a in eni["PrivateIpAddresses"] if "Association" in a}


def cidrs(vpc):
    return ([c["CidrBlock"] for c in vpc.get("CidrBlockAssociationSet", [])] + [c["Ipv6CidrBlock"] for c in vpc["Ipv6CidrBlockAssociationSet"]])


def subnet_cidrs(s):
    return [s["CidrBlock"]] * ("CidrBlock" in s) + [c["Ipv6CidrBlock"] for c in s["Ipv6CidrBlockAssociationSet"]]


class Account:
    """The answers, by id."""

    def __init__(self, answers):
        def rows(stem, key, id_):
            return {r[id_]: r for r in answers.get(f"ec2-describe-{stem}", {}).get(key, [])}
        self.vpcs = rows("vpcs", "Vpcs", "VpcId")
        self.subnets = rows("subnets", "Subnets", "SubnetId")
        self.enis = rows("network-interfaces", "NetworkInterfaces", "NetworkInterfaceId")
        self.groups = rows("security-groups", "SecurityGroups", "GroupId")
        self.acls = rows("network-acls", "NetworkAcls", "NetworkAclId")
        self.tables = rows("route-tables", "RouteTables", "RouteTableId")
        self.igws = rows("internet-gateways", "InternetGateways", "InternetGatewayId")
        self.eigws = rows("egress-only-internet-gateways", "EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId")
        self.nats = rows("nat-gateways", "NatGateways", "NatGatewayId")
        self.pcxs = {k: p for k, p in rows("vpc-peering-connections", "VpcPeeringConnections", "VpcPeeringConnectionId").items() if p["Status"]["Code"] == "active"}
        self.endpoints = rows("vpc-endpoints", "VpcEndpoints", "VpcEndpointId")
        self.lists = {}
        for stem, answer in answers.items():
            if stem.startswith("ec2-get-managed-prefix-list-entries."):
                self.lists[stem.split(".", 1)[1]] = [e["Cidr"] for e in answer["Entries"]]
        self.answers = answers
        self.transit = Transit(answers)
        self.nat_of_eni = {a["NetworkInterfaceId"]: n for n in self.nats.values() if n["State"] == "available" for a in n["NatGatewayAddresses"]}

    def acl_of(self, subnet):
        return next(a for a in self.acls.values() if any(x["SubnetId"] == subnet for x in a["Associations"]))

    def table_of(self, subnet):
        vpc = self.subnets[subnet]["VpcId"]
        mine = [t for t in self.tables.values() if t["VpcId"] == vpc]
        for t in mine:
            if any(x.get("SubnetId") == subnet for x in t["Associations"]):
                return t
        return next(t for t in mine if any(x["Main"] for x in t["Associations"]))

    def peer_vpcs(self, vpc):
        out = {vpc}
        for p in self.pcxs.values():
            sides = [p["RequesterVpcInfo"]["VpcId"], p["AccepterVpcInfo"]["VpcId"]]
            if vpc in sides:
                out.update(sides)
        return out

    def members(self, vpc, group, egress):
        """Private addresses of the interfaces that carry the group, where a reference from `vpc` reaches (1.2.5, 1.2.6)."""
        scope = self.peer_vpcs(vpc) | (set() if egress else self.transit.reference_scope(vpc))
        return [a for e in self.enis.values() if e["VpcId"] in scope and any(g["GroupId"] == group for g in e["Groups"]) for a in addresses_of(e)]


def boundaries(account):
    """The stretches of source ports that no ACL divides."""
    edges = {1, 1024, 32768, 61001, 65536}
    for a in account.acls.values():
        for e in a["Entries"]:
            if e.get("PortRange"):
                edges.update((max(1, e["PortRange"]["From"]), e["PortRange"]["To"] + 1))
    edges = sorted(edges)
    return list(zip(edges, (e - 1 for e in edges[1:])))


def choices(account):
    """What a NAT gateway may choose from, in stretches; the prober names one by its number, from 1."""
    return [(lo, hi) for lo, hi in boundaries(account) if lo >= 1024]
