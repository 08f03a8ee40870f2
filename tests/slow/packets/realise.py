"""realise.py: an account, as the AWS CLI prints it, in network namespaces: the rules of AWS in the words of a kernel.

SPDX-License-Identifier: Apache-2.0

  interface         a namespace; its groups are stateful hooks there (filters.py)
  network           a router: one table a subnet, network ACLs without state between subnets and gateways, never inside a subnet
  internet gateway  an edge that translates one to one without state; an egress-only gateway is a state of IPv6 in the same edge
  NAT gateway       a namespace in its subnet that translates with state
  gateway endpoint  a host behind its route
  internet          one namespace that holds hosts
Nothing here is taken from the program: specification 1.1 to 1.9 only. A router drops by sending to a link that goes nowhere.
"""
import ipaddress

from answers import GATES, Account, addresses_of, choices, cidrs, subnet_cidrs
from filters import acl_chain, groups_table, log, open_table
from netns import LOCAL, MAIN, THROW, Space
from outside import Edge, nat_table
from probes import Prober, Station

HOSTS = ["8.8.8.8", "198.51.100.7", "203.0.113.9", "52.218.1.1", "2001:4860:4860::8888", "2a00:1450::5"]
NOWHERE = {"none": 2, "black": 3, "hole": 4, "gone": 5}  # no route, a black hole, nobody has the address, the target is not there
METRIC = {"static": 10, "list": 20, "propagated": 30}
ALL = ("0.0.0.0/0", "::/0")


class Cloud:
    """The namespaces of one account."""

    def __init__(self, answers):
        self.account, self.spaces, self.stations, self.prober = Account(answers), [], {}, None
        try:
            self.build()
        except BaseException:
            self.close()
            raise

    def space(self, name):
        s = Space(name)
        self.spaces.append(s)
        return s

    def close(self):
        if self.prober:
            self.prober.close()
        for s in self.spaces:
            s.close()
        self.spaces = []

    def station(self, space, name, local):
        for a in local:
            space.route(a, 1, table=255, kind=LOCAL)
        for net in ALL if len(local) else ():
            space.route(net, 2, metric=1000)
        self.stations[name] = Station(space, name)

    def build(self):
        a = self.account
        self.internet = self.space("internet")
        self.routers = {v: Router(self, a, v) for v in a.vpcs}
        a.transit.build(self)
        for p, row in a.pcxs.items():
            one, two = self.routers[row["RequesterVpcInfo"]["VpcId"]], self.routers[row["AccepterVpcInfo"]["VpcId"]]
            i, j = one.link(p, "pcx"), two.link(p, "pcx")
            one.space.veth(f"d{i}", i, two.space, f"d{j}", j)
        for r in self.routers.values():
            r.workloads()
            r.space.commit()
        edges = [Edge(self, r, 10 + k) for k, r in enumerate(self.routers.values())]
        i = self.internet
        i.veth("none", 2, i, "none2", 3)
        i.commit()  # links first: the other sides are set up below
        for r in self.routers.values():
            r.finish()
        a.transit.finish(self)
        for e in edges:
            e.finish()
        i.up(1, 2, 3)
        for net in ALL:
            i.route(net, 2, metric=1000)
        for h in HOSTS:
            i.route(h, 1, table=255, kind=LOCAL)
        with i.inside():
            i.set(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1, ipv4__icmp_echo_ignore_all=1, ipv6__icmp__echo_ignore_all=1)
            dead = "".join(f" chain {hook} {{\n  type filter hook {hook} priority 0\n  oifname none {log('address internet')} drop\n }}\n" for hook in ("output", "forward"))
            i.filter(open_table().replace("\n}\n", f"\n{dead}}}\n"))
            self.stations["internet"] = Station(i, "internet")
        i.commit()
        self.prober = Prober(self.spaces, self.stations.values())


class Router:
    """One network. Marks: 1… a packet of a workload of that subnet, 1001… one that came out of a transit attachment in it, 0 any other gateway."""

    def __init__(self, cloud, account, vpc):
        self.cloud, self.account, self.vpc = cloud, account, vpc
        self.space = cloud.space(vpc)
        self.subnets = [s for s, row in account.subnets.items() if row["VpcId"] == vpc]
        self.number = {s: k + 1 for k, s in enumerate(self.subnets)}
        self.next, self.links, self.devices, self.transits = 20, {}, {s: [] for s in self.subnets}, []
        s = self.space
        s.veth("none", 2, s, "black", 3)
        s.veth("hole", 4, s, "gone", 5)

    def link(self, target, kind):
        """The index of a new link, named d<index>, to a gateway or host."""
        self.next += 1
        self.links[target] = (self.next, kind)
        return self.next

    def transit_link(self, subnet):
        """A link of a transit gateway's attachment in a subnet."""
        self.next += 1
        self.transits.append((self.next, subnet))
        return self.next

    def host(self, name, subnet):
        space = self.cloud.space(name)
        i = self.link(name, "host")
        self.space.veth(f"d{i}", i, space, "eth0", 2)
        if subnet:
            self.devices[subnet].append(i)
        return space, i

    def workloads(self):
        """A namespace for each interface, NAT gateway and gateway endpoint."""
        a, self.hosts = self.account, []
        for e in [e for e in a.enis.values() if e["VpcId"] == self.vpc]:
            nat = a.nat_of_eni.get(e["NetworkInterfaceId"])
            self.hosts.append((*self.host(nat["NatGatewayId"] if nat else e["NetworkInterfaceId"], e["SubnetId"]), e, nat))
        for k, v in a.endpoints.items():
            if v["VpcId"] == self.vpc and v["VpcEndpointType"] == "Gateway" and v["State"] == "available":
                self.hosts.append((*self.host(k, None), None, None))

    def finish(self):
        s = self.space
        s.up(1, *NOWHERE.values(), *(i for i, _ in self.links.values()), *(i for i, _ in self.transits))
        for space, index, eni, nat in self.hosts:
            space.up(1, 2)
            for x in addresses_of(eni) if eni else ():
                s.route(x, index)
            self.finish_host(space, eni, nat)
        for net in ALL:
            s.route(net, NOWHERE["hole"], metric=1000)
        for subnet, k in self.number.items():
            for mark in (k, 1000 + k):
                for c in subnet_cidrs(self.account.subnets[subnet]):
                    s.rule(10 if ":" in c else 2, 10, MAIN, mark, c)
                for family in (2, 10):
                    s.rule(family, 20, mark, mark)
                for (net, metric), (index, kind) in self.table(subnet).items():
                    s.route(net, index, mark, metric, kind)
        with s.inside():
            s.set(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1)
            s.filter(self.rules())
        s.commit()

    def finish_host(self, space, eni, nat):
        with space.inside():
            space.set(ipv4__icmp_echo_ignore_all=1, ipv6__icmp__echo_ignore_all=1)
            if nat:
                mine = eni["PrivateIpAddresses"][0]["PrivateIpAddress"]
                space.set(ipv4__ip_forward=1)
                space.route("0.0.0.0/0", 2)
                space.route(mine, 1, table=255, kind=LOCAL)
                space.filter(nat_table(nat["NatGatewayId"], mine, choices(self.account)))
            elif eni:
                a = self.account
                groups = [a.groups[g["GroupId"]] for g in eni["Groups"]]
                space.filter(groups_table(eni["NetworkInterfaceId"], groups, lambda g, egress: a.members(self.vpc, g, egress), a.lists))
                self.cloud.station(space, eni["NetworkInterfaceId"], addresses_of(eni))
            else:
                space.filter(open_table())
                self.cloud.station(space, space.name, [h for h in HOSTS if h.startswith("52.")])
        space.commit()

    def table(self, subnet):
        """{(prefix, metric): (link, kind)} of a subnet (1.4). The kernel finds the longest prefix, then the lowest metric."""
        a, out = self.account, {}
        rows = a.table_of(subnet)["Routes"]
        local = [ipaddress.ip_network(c) for c in cidrs(a.vpcs[self.vpc])]
        for r in rows:
            dest = r.get("DestinationPrefixListId")
            prefixes = a.lists[dest] if dest else [r.get("DestinationCidrBlock") or r["DestinationIpv6CidrBlock"]]
            target = next(r[g] for g in GATES if g in r)
            rank = "list" if dest else "propagated" if r["Origin"] == "EnableVgwRoutePropagation" else "static"
            for p in prefixes:
                net = ipaddress.ip_network(p)
                if target == "local":
                    out[(p, 5)] = (0, THROW)
                elif rank == "propagated" and any(net.version == c.version and net.overlaps(c) for c in local):
                    continue
                else:
                    out.setdefault((p, METRIC[rank]), (NOWHERE["black"] if r["State"] == "blackhole" else self.exit(target, subnet), 1))
        for net in ALL:
            out[(net, 1000)] = (NOWHERE["none"], 1)
        return out

    def exit(self, target, subnet):
        if target.startswith("tgw-"):
            return self.account.transit.entry(self, target, subnet) or NOWHERE["gone"]
        return self.links.get(target, (NOWHERE["gone"], ""))[0]

    def rules(self):
        a = self.account
        marks = [f'"d{i}" : {self.number[s]}' for s, devices in self.devices.items() for i in devices]
        marks += [f'"d{i}" : {1000 + self.number[s]}' for i, s in self.transits]
        out = ["table inet router {", " chain marking {", "  type filter hook prerouting priority -300",
               f"  ip ttl 1 {log('loop -')} drop", f"  ip6 hoplimit 1 {log('loop -')} drop"]
        out += [f"  meta mark set iifname map {{ {', '.join(marks)} }}"] if marks else []
        out += [" }", " chain hush {", "  type filter hook output priority -300", "  drop", " }"]
        for s, k in self.number.items():
            out += [acl_chain(f"o{k}", a.acl_of(s), True), acl_chain(f"i{k}", a.acl_of(s), False)]
        out += [" chain pass {", "  type filter hook forward priority 0"]
        for s, k in self.number.items():
            inside = ", ".join(f'"d{i}"' for i in self.devices[s])
            if inside:
                out.append(f"  meta mark {{ {k}, {1000 + k} }} oifname {{ {inside} }} accept")
            for dead in ("none", "black"):
                out.append(f"  meta mark {1000 + k} oifname {dead} {log('route-table ' + a.table_of(s)['RouteTableId'])} drop")
            out.append(f"  meta mark {{ {k}, {1000 + k} }} jump o{k}")
        for i, kind in self.links.values():
            if kind == "pcx":  # nothing is passed on: what a peering brings stays inside (1.6)
                for c in cidrs(a.vpcs[self.vpc]):
                    out.append(f"  iifname d{i} {'ip6' if ':' in c else 'ip'} daddr {c} goto into")
                out.append(f"  iifname d{i} {log('peering -')} drop")
                out.append(f"  meta mark > 1000 oifname d{i} {log('peering -')} drop")
        for s, k in self.number.items():
            for dead in ("none", "black"):
                out.append(f"  meta mark {k} oifname {dead} {log('route-table ' + a.table_of(s)['RouteTableId'])} drop")
        out += [f"  oifname hole {log('address -')} drop", f"  oifname gone {log('gone -')} drop", "  goto into", " }", " chain into {",
                f"  oifname hole {log('address -')} drop"]
        for s, k in self.number.items():
            for i in self.devices[s]:
                out.append(f"  oifname d{i} jump i{k}")
        out += [f"  oifname d{i} jump i{self.number[s]}" for i, s in self.transits]
        # nft needs a chain before the jump to it
        cut = next(n for n, line in enumerate(out) if line == " chain pass {")
        into = next(n for n, line in enumerate(out) if line == " chain into {")
        return "\n".join(out[:cut] + out[into:] + [" }"] + out[cut:into] + ["}", ""])
