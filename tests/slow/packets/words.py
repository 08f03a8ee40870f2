"""words.py: the part of an account that a question is about, in words short enough to build it again by hand.

SPDX-License-Identifier: Apache-2.0
"""
from answers import GATES, addresses_of, cidrs, publics_of, subnet_cidrs


def permission(p):
    ports = f" {p['FromPort']}-{p['ToPort']}" if "FromPort" in p else ""
    peers = [r["CidrIp"] for r in p["IpRanges"]] + [r["CidrIpv6"] for r in p["Ipv6Ranges"]]
    peers += [r["PrefixListId"] for r in p["PrefixListIds"]] + [r["GroupId"] for r in p["UserIdGroupPairs"]]
    return f"{p['IpProtocol']}{ports} {' '.join(peers)}"


def entry(e):
    ports = "{From}-{To} ".format(**e["PortRange"]) if e.get("PortRange") else "{Type}/{Code} ".format(**e["IcmpTypeCode"]) if e.get("IcmpTypeCode") else ""
    return f"{e['RuleNumber']} {e['RuleAction']} {e['Protocol']} {ports}{e.get('CidrBlock') or e['Ipv6CidrBlock']}"


def route(r):
    dest = r.get("DestinationCidrBlock") or r.get("DestinationIpv6CidrBlock") or r["DestinationPrefixListId"]
    return f"{dest} {next(r[g] for g in GATES if g in r)}" + (" blackhole" if r["State"] == "blackhole" else "")


def interface(a, id_):
    e = a.enis[id_]
    s = e["SubnetId"]
    yield f"{id_}: {' '.join(addresses_of(e))} in {s}, groups {' '.join(g['GroupId'] for g in e['Groups'])}, public {publics_of(e) or 'none'}"
    for g in e["Groups"]:
        rows = a.groups[g["GroupId"]]
        yield f"  {g['GroupId']} in: " + "; ".join(map(permission, rows["IpPermissions"]))
        yield f"  {g['GroupId']} out: " + "; ".join(map(permission, rows["IpPermissionsEgress"]))


def subnet(a, id_):
    row, acl, table = a.subnets[id_], a.acl_of(id_), a.table_of(id_)
    yield f"{id_}: {' '.join(subnet_cidrs(row))} in {row['VpcId']}, zone {row['AvailabilityZoneId']}"
    for egress in (False, True):
        rows = sorted((e for e in acl["Entries"] if e["Egress"] == egress and e["RuleNumber"] < 32767), key=lambda e: e["RuleNumber"])
        yield f"  {acl['NetworkAclId']} {'out' if egress else 'in'}: " + "; ".join(map(entry, rows))
    yield f"  {table['RouteTableId']}: " + "; ".join(map(route, table["Routes"]))


def describe(a, question):
    """Lines."""
    ends = {p.station.name for flow in question.flows for p in flow} | {question.target}
    ends |= {p.arrived.name for flow in question.flows for p in flow if p.arrived}
    enis = sorted(e for e in ends if e in a.enis)
    subnets = sorted({a.enis[e]["SubnetId"] for e in enis} | {n["SubnetId"] for n in a.nats.values()} | set(a.transit.subnets()))
    out = [line for e in enis for line in interface(a, e)] + [line for s in subnets for line in subnet(a, s)]
    out += [f"{v}: {' '.join(cidrs(row))}" for v, row in a.vpcs.items()]
    out += [f"{k} of {' '.join(x['VpcId'] for x in g['Attachments'])}" for k, g in {**a.igws, **a.eigws}.items()]
    out += [f"{k}: {n['NatGatewayAddresses'][0]['PrivateIp']} {n['ConnectivityType']} in {n['SubnetId']}" for k, n in a.nats.items()]
    out += [f"{k}: {p['RequesterVpcInfo']['VpcId']} and {p['AccepterVpcInfo']['VpcId']}" for k, p in a.pcxs.items()]
    out += [f"{k}: {' '.join(v)}" for k, v in a.lists.items()] + a.transit.words()
    return out
