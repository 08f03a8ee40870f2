"""questions.py: what is asked about an account, and the packets that decide each question.

SPDX-License-Identifier: Apache-2.0
"""
import dataclasses
import ipaddress

from answers import addresses_of, boundaries, choices, publics_of
from probes import ICMP, ICMP6, TCP, UDP, Probe
from realise import HOSTS

PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "icmpv6": ICMP6}


@dataclasses.dataclass
class Question:
    source: str
    dest: str
    port: str
    usual: tuple                  # source ports of this client's system, from and to
    target: str                   # the station that must be reached
    flows: list = dataclasses.field(default_factory=list)  # one list of probes an address pair


def points(items):
    """One address of each: of a delegated prefix its fourth."""
    return [str(ipaddress.ip_network(x)[3]) if "/" in x else x for x in items]


class Asker:
    def __init__(self, cloud, topology, ports, random):
        self.cloud, self.r, self.ports = cloud, random, ports
        account = cloud.account
        self.atoms, self.probes = boundaries(account), {}
        nats = [account.enis[a["NetworkInterfaceId"]] for n in account.nats.values() for a in n["NatGatewayAddresses"]]
        self.doors = [p for e in nats for p in publics_of(e).values()]  # nobody is let in there
        self.enis = [e for e in account.enis.values() if e["InterfaceType"] == "interface"]

    def source_ports(self, protocol, port):
        """A port of each stretch; ports that are asked about are left out, for an answer to them would open the way back."""
        if protocol not in (TCP, UDP):
            return [0]
        out = []
        for lo, hi in self.atoms:
            for _ in range(20):
                p = self.r.randint(lo, hi)
                if p not in self.ports or (p == 443 and port != 443):
                    out.append(p)
                    break
        return out

    def again(self, q):
        """Every stretch of source ports, every choice of a NAT gateway, and no connection in the way of another."""
        nat = range(len(choices(self.cloud.account)) + 1) if self.cloud.account.nats else [0]
        for k, flow in enumerate(q.flows):
            p = flow[0]
            ports = [self.r.randint(lo, hi) for lo, hi in self.atoms] if p.protocol in (TCP, UDP) else [0]
            q.flows[k] = [Probe(p.station, p.source, p.dest, p.protocol, p.port, s, c) for s in ports for c in (nat if ":" not in p.source else [0])]
            self.cloud.prober.one_by_one(q.flows[k])

    def question(self, source, dest, port):
        word, number = port.split("/")
        protocol, number = PROTOCOLS[word], int(number)
        account = self.cloud.account
        eni = account.enis.get(source) or next((e for e in self.enis if source in points(addresses_of(e))), None)
        usual = (32768, 61000) if eni and "InstanceId" in eni["Attachment"] else (1024, 65535)
        froms = points(addresses_of(eni)) if source.startswith("eni-") else [source]
        station = self.cloud.stations[eni["NetworkInterfaceId"] if eni else "internet"]
        if dest.startswith("eni-"):
            e = account.enis[dest]
            tos, target = points(addresses_of(e)) + list(publics_of(e).values()), dest
        else:
            holder = next((e for e in self.enis if dest in points(addresses_of(e)) or dest in publics_of(e).values()), None)
            tos, target = [dest], holder["NetworkInterfaceId"] if holder else "nobody" if dest in self.doors else "outside"
        q = Question(source, dest, port, usual, target)
        ports = self.source_ports(protocol, number)
        for s in froms:
            for d in tos:
                if (":" in s) == (":" in d) and (":" in s) == (protocol == ICMP6) | (":" in s and protocol != ICMP):
                    key = (station.name, s, d, protocol, number)
                    if key not in self.probes:
                        self.probes[key] = [Probe(station, s, d, protocol, number, p) for p in ports]
                    q.flows.append(self.probes[key])
        return q

    def some(self, count):
        r, out, seen = self.r, [], set()
        public = [p for e in self.enis for p in publics_of(e).values()]
        private = {}
        for e in self.enis:
            for a in points(addresses_of(e)):
                private.setdefault(a, []).append(e)
        single = [a for a, es in private.items() if len(es) == 1]
        for _ in range(count):
            a, b = r.sample(self.enis, 2)
            kind = r.random()
            source, dest = a["NetworkInterfaceId"], b["NetworkInterfaceId"]
            if kind < 0.15:
                dest = r.choice(single + public)
            elif kind < 0.25:
                source, dest = r.choice(single), r.choice(single + public)
            elif kind < 0.4:
                dest = r.choice(HOSTS)
            elif kind < 0.43 and self.doors:
                source, dest = r.choice(["8.8.8.8", "203.0.113.9"]), r.choice(self.doors)
            elif kind < 0.55:
                source = r.choice([h for h in HOSTS if not h.startswith("52.")])
                dest = r.choice(public) if public and r.random() < 0.4 and ":" not in source else dest
            port = r.choice([f"tcp/{p}" for p in self.ports] * 2 + ["udp/443", "udp/9094", "icmp/8", "icmpv6/128"])
            if (source, dest, port) not in seen and not self.same(source, dest):
                seen.add((source, dest, port))
                q = self.question(source, dest, port)
                if q.flows or r.random() < 0.1:
                    out.append(q)
        return out

    def same(self, source, dest):
        """Nothing is asked about an interface and itself."""
        def holder(x):
            return x if x.startswith("eni-") else next((e["NetworkInterfaceId"] for e in self.enis if x in points(addresses_of(e)) + list(publics_of(e).values())), x)
        return holder(source) == holder(dest)


def verdict(q):
    """(verdict, forward passed, usual, who dropped) by the packets."""
    arrived = answered = usual = False
    ends, arrivals = set(), set()
    for flow in q.flows:
        for p in flow:
            here = p.arrived is not None and (p.arrived.name == q.target or (q.target == "outside" and not p.arrived.name.startswith("eni-")))
            arrived |= here
            answered |= here and p.answered
            ends.add(p.ended if p.arrived is None or here else "elsewhere")
            if here and not p.answered:
                arrivals.add(p.ended)
        inside = [p for p in flow if q.usual[0] <= p.source_port <= q.usual[1] or p.source_port == 0]
        usual |= bool(inside) and all(p.answered for p in inside)
    word = "reachable" if answered else "one-way" if arrived else "isolated"
    return word, arrived, usual, arrivals if word == "one-way" else ends
