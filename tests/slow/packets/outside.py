"""outside.py: what a network has towards the internet, and NAT gateways.

SPDX-License-Identifier: Apache-2.0
"""
from answers import cidrs, publics_of
from filters import log

ALL = ("0.0.0.0/0", "::/0")


class Edge:
    """What a network has towards the internet: internet gateway and egress-only gateway."""

    def __init__(self, cloud, router, index):
        a, vpc = router.account, router.vpc
        self.igw = next((k for k, g in a.igws.items() if any(x["VpcId"] == vpc for x in g["Attachments"])), None)
        self.eigw = next((k for k, g in a.eigws.items() if any(x["VpcId"] == vpc for x in g["Attachments"])), None)
        self.space = None
        if not self.igw and not self.eigw:
            return
        self.cloud, self.router, self.index = cloud, router, index
        self.space = cloud.space(f"edge-{vpc}")
        for name, target, k in (("vpc", self.igw or "igw", 2), ("eo", self.eigw or "eigw", 3)):
            i = router.link(target, "edge")
            router.space.veth(f"d{i}", i, self.space, name, k)
        cloud.internet.veth(f"d{index}", index, self.space, "up", 4)
        router.space.commit()

    def finish(self):
        if not self.space:
            return
        s, i, a = self.space, self.cloud.internet, self.router.account
        own = {}
        for e in a.enis.values():
            if e["VpcId"] == self.router.vpc:
                own.update(publics_of(e))
        i.up(self.index)
        for public in own.values():
            i.route(public, self.index)
        for c in cidrs(a.vpcs[self.router.vpc]):
            if ":" in c:
                i.route(c, self.index)
        s.up(1, 2, 3, 4)
        for net in ALL:
            s.route(net, 4)
            s.route(net, 2, table=100)
        for family in (2, 10):
            s.rule(family, 10, 100, 1)
        there = ", ".join(f"{a} : {b}" for a, b in own.items())
        back = ", ".join(f"{b} : {a}" for a, b in own.items())
        no_igw = f"  iifname up {log('egress-only-gateway ' + str(self.eigw))} drop\n" if not self.igw else ""
        with s.inside():
            s.set(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1)
            s.filter(f"""table inet edge {{
 chain hush {{
  type filter hook output priority -300
  drop
 }}
 chain first {{
  type filter hook prerouting priority -300
  iifname up meta mark set 1
  iifname eo accept
  iifname up meta nfproto ipv6 accept
  notrack
  iifname vpc meta nfproto ipv4 {'ip saddr != { ' + ', '.join(own) + ' } ' if own else ''}{log('internet-gateway ' + str(self.igw))} drop
""" + (f"""  iifname vpc ip saddr set ip saddr map {{ {there} }}
  iifname up ip daddr set ip daddr map {{ {back} }}
""" if own else "") + f""" }}
 chain pass {{
  type filter hook forward priority 0
  iifname eo meta nfproto ipv6 ct direction original accept
  iifname eo {log('egress-only-gateway ' + str(self.eigw))} drop
  iifname up meta nfproto ipv6 ct state established ct direction reply accept
{no_igw} }}
}}
""")
        s.commit()


def nat_table(name, mine, stretches):
    """Opened from inside only; TCP, UDP, ICMP; any port from 1024 (1.5.3)."""
    forced = "\n".join(f"  ip dscp {k} meta l4proto {{ tcp, udp }} snat ip to {mine}:{lo}-{hi}" for k, (lo, hi) in enumerate(stretches[:62], 1))
    return f"""table inet nat {{
 chain hush {{
  type filter hook output priority -300
  drop
 }}
 chain first {{
  type filter hook prerouting priority -300
  ip saddr {mine} {log('nat-gateway ' + name)} drop
 }}
 chain here {{
  type filter hook input priority 0
  {log('nat-gateway ' + name)} drop
 }}
 chain pass {{
  type filter hook forward priority 0
  ct state invalid {log('nat-gateway ' + name)} drop
  meta l4proto != {{ tcp, udp, icmp }} {log('nat-gateway ' + name)} drop
 }}
 chain out {{
  type nat hook postrouting priority 100
{forced}
  meta l4proto {{ tcp, udp }} snat ip to {mine}:1024-65535
  meta l4proto icmp snat ip to {mine}
 }}
}}
"""
