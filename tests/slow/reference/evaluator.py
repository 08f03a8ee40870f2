"""evaluator.py: one connection at a time, straight from the rules, for whole evidence.

SPDX-License-Identifier: Apache-2.0

It shares nothing with the program but the AWS CLI's files. A source port is tried one by one at every boundary that a network ACL has.
Source: docs/reachability.md, chapters 1 and 2. NO, MAYBE and YES: MAYBE is only for behaviour that no document settles.
"""
import ipaddress

NO, MAYBE, YES = 0, 1, 2
PRIVATE = [ipaddress.ip_network(n) for n in ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                                             "192.168.0.0/16", "224.0.0.0/3")]
NUMBER = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58}


def ip(text):
    return ipaddress.ip_address(text)


def within(address, net):
    net = ipaddress.ip_network(net)
    return address.version == net.version and address in net


def is_public(a):
    return not any(a in n for n in PRIVATE) if a.version == 4 else within(a, "2000::/3")


class Unsettled(Exception):
    """No document says what happens here, and the program may say `unknown`."""


class Account:
    def __init__(self, answers):
        def rows(stem, key):
            return answers[stem][key]
        self.vpcs = {v["VpcId"]: v for v in rows("ec2-describe-vpcs", "Vpcs")}
        self.subnets = {s["SubnetId"]: s for s in rows("ec2-describe-subnets", "Subnets")}
        self.enis = {e["NetworkInterfaceId"]: e for e in rows("ec2-describe-network-interfaces", "NetworkInterfaces")}
        self.groups = {g["GroupId"]: g for g in rows("ec2-describe-security-groups", "SecurityGroups")}
        self.igw_of = {a["VpcId"]: g["InternetGatewayId"] for g in rows("ec2-describe-internet-gateways", "InternetGateways") for a in g["Attachments"]}
        self.nats = {n["NatGatewayId"]: n for n in rows("ec2-describe-nat-gateways", "NatGateways")}
        self.pcxs = {p["VpcPeeringConnectionId"]: p for p in rows("ec2-describe-vpc-peering-connections", "VpcPeeringConnections")}
        self.lists = {stem.split(".", 1)[1]: [e["Cidr"] for e in a["Entries"]] for stem, a in answers.items()
                      if stem.startswith("ec2-get-managed-prefix-list-entries.")}
        self.acl_of, self.table_of, self.main_of = {}, {}, {}
        self.source_ports = {1, 2, 443, 1023, 1024, 32767, 32768, 61000, 61001, 65535}
        for acl in rows("ec2-describe-network-acls", "NetworkAcls"):
            for a in acl["Associations"]:
                self.acl_of[a["SubnetId"]] = acl
            for e in acl["Entries"]:
                if "PortRange" in e:
                    lo, hi = e["PortRange"]["From"], e["PortRange"]["To"]
                    self.source_ports |= {x for x in (lo - 1, lo, hi, hi + 1) if 1 <= x <= 65535}
        for table in rows("ec2-describe-route-tables", "RouteTables"):
            for a in table["Associations"]:
                if a.get("Main"):
                    self.main_of[table["VpcId"]] = table
                elif "SubnetId" in a:
                    self.table_of[a["SubnetId"]] = table
        self.private, self.public = {}, {}
        for e in self.enis.values():
            for a in e["PrivateIpAddresses"]:
                self.private[(e["VpcId"], ip(a["PrivateIpAddress"]))] = e
                if "Association" in a:
                    self.public[ip(a["Association"]["PublicIp"])] = (e, ip(a["PrivateIpAddress"]))
            for a in e["Ipv6Addresses"]:
                self.private[(e["VpcId"], ip(a["Ipv6Address"]))] = e
                self.public[ip(a["Ipv6Address"])] = (e, ip(a["Ipv6Address"]))

    # -- filters --
    @staticmethod
    def group_ports(rule, proto, port):
        p = rule["IpProtocol"]
        if p == "-1":
            return True
        if (NUMBER.get(p) or int(p)) != proto:
            return False
        if proto in (6, 17):
            return rule.get("FromPort", 0) <= port <= rule.get("ToPort", 65535)
        if proto in (1, 58):
            kind, code = rule["FromPort"], rule["ToPort"]
            return (kind == -1 or kind == port >> 8) and (code == -1 or code == port & 255)
        return True

    def group(self, eni, egress, peer, peer_eni, proto, port):
        if eni["InterfaceType"] == "nat_gateway":
            return True
        for g in eni["Groups"]:
            for rule in self.groups[g["GroupId"]]["IpPermissionsEgress" if egress else "IpPermissions"]:
                if not self.group_ports(rule, proto, port):
                    continue
                nets = [x["CidrIp"] for x in rule.get("IpRanges", [])] + [x["CidrIpv6"] for x in rule.get("Ipv6Ranges", [])]
                for pl in rule.get("PrefixListIds", []):
                    nets += self.lists[pl["PrefixListId"]]
                if any(within(peer, n) for n in nets):
                    return True
                if peer_eni is not None:
                    carried = {x["GroupId"] for x in peer_eni["Groups"]}
                    if any(x["GroupId"] in carried for x in rule.get("UserIdGroupPairs", [])):
                        return True
        return False

    def by_reference(self, eni, egress, other, proto, port):
        """Whether a reference to a group matches an IPv6 address that is met through internet gateways is not documented."""
        holder = self.public.get(other, (None,))[0]
        if other.version == 6 and holder is not None and self.group(eni, egress, other, None, proto, port) != self.group(eni, egress, other, holder, proto, port):
            raise Unsettled("a reference to a group by way of the internet")

    def acl(self, subnet, egress, peer, proto, port):
        for e in sorted(self.acl_of[subnet]["Entries"], key=lambda e: e["RuleNumber"]):
            if e["Egress"] != egress or not within(peer, e.get("CidrBlock") or e.get("Ipv6CidrBlock")):
                continue
            if e["Protocol"] != "-1":
                if int(e["Protocol"]) != proto:
                    continue
                if proto in (6, 17) and "PortRange" in e and not e["PortRange"]["From"] <= port <= e["PortRange"]["To"]:
                    continue
                if proto in (1, 58) and "IcmpTypeCode" in e:
                    t = e["IcmpTypeCode"]
                    if t["Type"] not in (-1, port >> 8) or t["Code"] not in (-1, port & 255):
                        continue
            return e["RuleAction"] == "allow"
        return False

    # -- routes --
    def route(self, subnet, dest):
        """Every route that may be taken (several only where prefix lists tie)."""
        table = self.table_of.get(subnet) or self.main_of[self.subnets[subnet]["VpcId"]]
        best, key = [], None
        for r in table["Routes"]:
            by_list = "DestinationPrefixListId" in r
            nets = self.lists[r["DestinationPrefixListId"]] if by_list else [r.get("DestinationCidrBlock") or r.get("DestinationIpv6CidrBlock")]
            for n in nets:
                if within(dest, n):
                    k = (ipaddress.ip_network(n).prefixlen, 0 if by_list else 1)
                    if key is None or k > key:
                        best, key = [r], k
                    elif k == key:
                        best.append(r)
        return best or [None]

    def local(self, vpc, dest):
        v = self.vpcs[vpc]
        return any(within(dest, c) for c in [v["CidrBlock"]] + [x["Ipv6CidrBlock"] for x in v["Ipv6CidrBlockAssociationSet"]])

    @staticmethod
    def target(route):
        if route is None:
            return "none", None
        if route.get("State") == "blackhole":
            return "blackhole", None
        for key in ("GatewayId", "NatGatewayId", "VpcPeeringConnectionId", "EgressOnlyInternetGatewayId", "NetworkInterfaceId"):
            if key in route:
                return route[key].split("-")[0], route[key]
        return "none", None

    def other_side(self, pcx, vpc):
        p = self.pcxs.get(pcx)
        if p is None or p["Status"]["Code"] != "active":
            return None
        ends = [p["RequesterVpcInfo"]["VpcId"], p["AccepterVpcInfo"]["VpcId"]]
        return ends[1] if ends[0] == vpc else ends[0]

    # -- one way through the network: what stands at the other end, and how replies come back --
    def send(self, eni, src, dest, route, proto, port, seen_nat=None):
        """-> (delivered, reply function s -> bool, far end interface or None) for one choice of route."""
        subnet, vpc = eni["SubnetId"], eni["VpcId"]
        kind, name = self.target(route)
        stop = (NO, lambda s: False)
        acl = self.acl
        if kind in ("local", "pcx"):
            where = vpc if kind == "local" else self.other_side(name, vpc)
            if where is None or (kind == "pcx" and not self.local(where, dest)):
                return stop
            b = self.private.get((where, dest))
            if b is None:
                return stop
            ok = (acl(subnet, True, dest, proto, port) and acl(b["SubnetId"], False, src, proto, port)
                  and self.group(b, False, src, eni if seen_nat is None else None, proto, port))

            def back(s):
                takes = self.route(b["SubnetId"], src)
                if src.version == 6 and kind == "pcx" and any(self.target(t)[0] in ("igw", "eigw") for t in takes):
                    raise Unsettled("IPv6 there by a peering, back by the internet")
                good = all(self.brings(t, where, vpc, src) for t in takes)
                return good and acl(b["SubnetId"], True, src, self.rproto, s) and acl(subnet, False, dest, self.rproto, s)
            return (YES if ok else NO), back
        if kind in ("igw", "eigw"):
            if dest.version == 4 and (kind == "eigw" or not is_public(dest)):
                return stop
            if kind == "igw" and self.igw_of.get(vpc) != name:
                return stop
            if dest.version == 4:
                public = seen_nat or next((ip(a["Association"]["PublicIp"]) for a in eni["PrivateIpAddresses"]
                                           if ip(a["PrivateIpAddress"]) == src and "Association" in a), None)
                if public is None:
                    return stop
            else:
                public = src
            if not acl(subnet, True, dest, proto, port):
                return stop
            delivered, far = self.arrive(public, dest, proto, port)
            return delivered, lambda s: far(s) and acl(subnet, False, dest, self.rproto, s)
        if kind == "nat":
            nat = self.nats[name]
            if dest.version != 4 or proto not in (1, 6, 17) or seen_nat is not None:
                return stop
            a = nat["NatGatewayAddresses"][0]
            nat_eni = self.enis[a["NetworkInterfaceId"]]
            cross = nat["SubnetId"] != subnet
            if cross and not (acl(subnet, True, dest, proto, port) and acl(nat["SubnetId"], False, src, proto, port)):
                return stop
            results = [self.send(nat_eni, ip(a["PrivateIp"]), dest, r, proto, port, ip(a["PublicIp"])) for r in self.route(nat["SubnetId"], dest)]
            self.nat_used = True

            def back(s):
                home = all(self.target(t)[0] == "local" for t in self.route(nat["SubnetId"], src))
                return (not cross) or (home and acl(nat["SubnetId"], True, src, self.rproto, s) and acl(subnet, False, dest, self.rproto, s))
            delivered = min(r[0] for r in results)
            self.nat_back = results[0][1]
            return delivered, back
        if kind == "vpce":
            return (YES if acl(subnet, True, dest, proto, port) else NO), lambda s: acl(subnet, False, dest, self.rproto, s)
        return stop

    def brings(self, route, here, there, dest):
        kind, name = self.target(route)
        if kind == "local":
            return here == there
        return kind == "pcx" and here != there and self.other_side(name, here) == there

    def arrive(self, src, dest, proto, port):
        """From the internet at a public address: one of ours, or anybody's."""
        if dest not in self.public:
            return YES, lambda s: True
        b, inner = self.public[dest]
        if b["VpcId"] not in self.igw_of or b["InterfaceType"] == "nat_gateway":
            return NO, lambda s: False
        ok = self.acl(b["SubnetId"], False, src, proto, port) and self.group(b, False, src, None, proto, port)
        self.by_reference(b, False, src, proto, port)
        takes = self.route(b["SubnetId"], src)
        if not ok:
            return NO, lambda s: False
        if any(self.target(t)[0] == "eigw" for t in takes):
            raise Unsettled("an answer through an egress-only gateway to a connection that came in another way")
        if src.version == 6 and any(self.target(t)[0] == "pcx" for t in takes):
            raise Unsettled("IPv6 there by the internet, back by a peering")

        def back(s):
            good = all(self.target(t) == ("igw", self.igw_of[b["VpcId"]]) for t in takes)
            return good and self.acl(b["SubnetId"], True, src, self.rproto, s)
        return (MAYBE if takes == [None] else YES), back

    # -- verdicts --
    def reply_ports(self, proto, port):
        if proto in (6, 17):
            return sorted(self.source_ports), (1024, 65535)
        if proto in (1, 58):
            pairs = {1: {8: 0, 13: 14, 17: 18, 10: 9}, 58: {128: 129}}[proto]
            return ([pairs[port >> 8] << 8] if port >> 8 in pairs else []), (0, 65535)
        return [0], (0, 65535)

    def judge(self, delivered, back, nat, proto, port):
        ports, (low, high) = self.reply_ports(proto, port)
        answered = [s for s in ports if back(s)]
        usual_ports = [s for s in ports if low <= s <= high]
        usual = bool(answered) and all(s in answered for s in usual_ports)
        ok = bool(answered)
        if nat is not None:
            allowed = [s for s in usual_ports if nat(s)]
            ok = ok and bool(allowed)
            usual = usual and len(allowed) == len(usual_ports)
        if delivered == NO:
            return "isolated", None
        if delivered == YES:
            return ("reachable", usual) if ok else ("one-way", None)
        if ok:
            return "unknown", None
        return ("isolated" if proto == 6 else "unknown"), None

    def address_pair(self, eni, src, dest, proto, port):
        """One source address of an interface to one destination address."""
        self.rproto = proto
        if proto == {4: 58, 6: 1}[dest.version]:  # ICMP is IPv4's, ICMPv6 is IPv6's
            return "isolated", None
        same = self.private.get((eni["VpcId"], dest)) if self.local(eni["VpcId"], dest) else None
        if same is not None and same["SubnetId"] == eni["SubnetId"]:
            ok = self.group(eni, True, dest, same, proto, port) and self.group(same, False, src, eni, proto, port)
            if not ok:
                return "isolated", None
            return self.judge(YES, lambda s: True, None, proto, port)
        verdicts = set()
        for route in self.route(eni["SubnetId"], dest):
            kind, name = self.target(route)
            where = eni["VpcId"] if kind == "local" else self.other_side(name, eni["VpcId"]) if kind == "pcx" else None
            peer = self.private.get((where, dest)) if where else None
            if kind in ("igw", "eigw"):
                self.by_reference(eni, True, dest, proto, port)
            if not self.group(eni, True, dest, peer, proto, port):
                verdicts.add(("isolated", None))
                continue
            self.nat_used, self.nat_back = False, None
            delivered, back = self.send(eni, src, dest, route, proto, port)
            verdicts.add(self.judge(delivered, back, self.nat_back if self.nat_used else None, proto, port))
        return verdicts.pop() if len(verdicts) == 1 else ("unknown", None)

    def outside_in(self, src, dest, proto, port):
        self.rproto = proto
        if proto == {4: 58, 6: 1}[dest.version]:
            return "isolated", None
        delivered, back = self.arrive(src, dest, proto, port)
        return self.judge(delivered, back, None, proto, port)

    def addresses(self, eni, public):
        out = [ip(a["PrivateIpAddress"]) for a in eni["PrivateIpAddresses"]]
        if public:
            out += [ip(a["Association"]["PublicIp"]) for a in eni["PrivateIpAddresses"] if "Association" in a]
        return out + [ip(a["Ipv6Address"]) for a in eni["Ipv6Addresses"]]

    @staticmethod
    def best(verdicts):
        order = [("reachable", True), ("reachable", False), ("unknown", None), ("one-way", None), ("isolated", None)]
        return min(verdicts, key=order.index) if verdicts else ("isolated", None)

    def interfaces(self, a, b, proto, port):
        return self.best([self.address_pair(a, s, d, proto, port) for s in self.addresses(a, False) for d in self.addresses(b, True) if s.version == d.version])
