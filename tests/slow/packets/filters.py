"""filters.py: security groups and network ACLs as nftables text, straight from the answers of the AWS CLI.

SPDX-License-Identifier: Apache-2.0

A group is a union of permissions behind a stateful hook, an ACL an ordered list without state (specification 1.2, 1.3). Whatever is dropped is
logged with the words "KIND ID [RULE] DIRECTION", so that the prober learns who decided.
"""
import ipaddress

NAMES = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "icmp": "icmp", "tcp": "tcp", "udp": "udp", "icmpv6": "icmpv6"}
# what a kernel says on its own would only disturb: resets, errors, neighbours, multicast
QUIET = """ chain quiet {
  type filter hook output priority -300
  tcp flags & rst == rst drop
  icmp type != { echo-request, echo-reply } drop
  icmpv6 type != { echo-request, echo-reply } drop
  ip protocol igmp drop
 }
"""


def log(words):
    return f'log group 1 prefix "{words}"'


def service(protocol, ports, icmp):
    """The nftables match of protocol and ports; ports None: all of them; icmp: (type, code), -1 all."""
    if protocol == "-1":
        return ""
    name = NAMES.get(protocol)
    if name in ("tcp", "udp"):
        return f"{name} dport {ports[0]}-{ports[1]}" if ports and ports != (0, 65535) else f"meta l4proto {name}"
    if name:
        match = f"meta l4proto {'icmp' if name == 'icmp' else 'ipv6-icmp'}"
        if icmp and icmp[0] != -1:
            match += f" {name} type {icmp[0]}"
            if icmp[1] != -1:
                match += f" {name} code {icmp[1]}"
        return match
    return f"meta l4proto {protocol}"


def peer(prefix, side):
    net = ipaddress.ip_network(prefix, strict=False)
    family = "ip" if net.version == 4 else "ip6"
    if net.prefixlen == 0:
        return f"meta nfproto {'ipv4' if net.version == 4 else 'ipv6'}"
    return f"{family} {side} {net}"


def never(prefix, protocol):
    """ICMP speaks of IPv4 only, ICMPv6 of IPv6 only (1.1.2)."""
    return NAMES.get(protocol) == ("icmp" if ":" in prefix else "icmpv6")


def permission(p, side, members, lists):
    """nftables matches of one IpPermission. members(group): addresses that a reference to it means here."""
    protocol = p["IpProtocol"]
    pair = (p["FromPort"], p["ToPort"]) if "FromPort" in p else None
    what = service(protocol, pair, pair)
    peers = [r["CidrIp"] for r in p["IpRanges"]] + [r["CidrIpv6"] for r in p["Ipv6Ranges"]]
    for r in p["PrefixListIds"]:
        peers += lists[r["PrefixListId"]]
    for r in p["UserIdGroupPairs"]:
        peers += members(r["GroupId"])
    return [f"{peer(x, side)} {what}".strip() for x in peers if not never(x, protocol)]


def groups_table(owner, groups, members, lists):
    """The table of an interface: `groups` the answers of its groups; members(group, egress)."""
    out = ["table inet groups {", QUIET, " chain ok {", f"  {log('in')} accept", " }"]
    for hook, side, key, egress in (("input", "saddr", "IpPermissions", False), ("output", "daddr", "IpPermissionsEgress", True)):
        out += [f" chain {hook} {{", f"  type filter hook {hook} priority 0"]
        done = "goto ok" if hook == "input" else "accept"
        out.append(f"  ct state established {done}")
        lines = [m for g in groups for p in g[key] for m in permission(p, side, lambda x: members(x, egress), lists)]
        out += [f"  {m} {done}" for m in dict.fromkeys(lines)]
        out += [f"  {log(f'security-group {owner} - ' + ('egress' if egress else 'ingress'))} drop", " }"]
    return "\n".join(out + ["}", ""])


def open_table():
    """A host behind no filter."""
    return f"table inet host {{\n{QUIET} chain input {{\n  type filter hook input priority 0\n  {log('in')} accept\n }}\n}}\n"


def acl_chain(name, acl, egress):
    """An ACL in one direction: returns when it allows, drops when it denies."""
    out = [f" chain {name} {{"]
    side, word = ("daddr", "egress") if egress else ("saddr", "ingress")
    for e in sorted((e for e in acl["Entries"] if e["Egress"] == egress), key=lambda e: e["RuleNumber"]):
        ports = e.get("PortRange")
        icmp = e.get("IcmpTypeCode")
        what = service(e["Protocol"], (ports["From"], ports["To"]) if ports else None, (icmp["Type"], icmp["Code"]) if icmp else None)
        prefix = e.get("CidrBlock") or e["Ipv6CidrBlock"]
        if never(prefix, e["Protocol"]):
            continue
        match = f"{peer(prefix, side)} {what}".strip()
        words = f"network-acl {acl['NetworkAclId']} {e['RuleNumber']} {word}"
        out.append(f"  {match} " + ("return" if e["RuleAction"] == "allow" else f"{log(words)} drop"))
    return "\n".join(out + [f"  {log('network-acl ' + acl['NetworkAclId'] + ' 32767 ' + word)} drop", " }"])
