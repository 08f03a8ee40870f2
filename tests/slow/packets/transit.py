"""transit.py: transit gateways in namespaces (specification 1.7, 1.3.5, 1.2.6).

SPDX-License-Identifier: Apache-2.0

A gateway is a namespace with a link for each subnet of each attachment. What enters is looked up in the table that the attachment is associated
with, and leaves in the zone in which it came when the other attachment has one there. A network sends only from zones that are attached.
"""
from filters import log

DEAD = {"none": 2, "black": 3}
RANK = {"static": 10, "propagated": 30}


class Transit:
    def __init__(self, answers):
        def rows(stem, key):
            return answers.get(f"ec2-{stem}", {}).get(key, [])
        self.tgws = {t["TransitGatewayId"]: t for t in rows("describe-transit-gateways", "TransitGateways")}
        self.attached = {a["TransitGatewayAttachmentId"]: a for a in rows("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments")
                         if a["State"] == "available"}
        self.zones = {s["SubnetId"]: s["AvailabilityZoneId"] for s in rows("describe-subnets", "Subnets")}
        self.routes, self.table_of = {}, {}
        for stem, answer in answers.items():
            name, _, table = stem.partition(".")
            if name == "ec2-search-transit-gateway-routes":
                self.routes[table] = answer["Routes"]
            elif name == "ec2-get-transit-gateway-route-table-associations":
                self.table_of.update((a["TransitGatewayAttachmentId"], table) for a in answer["Associations"])
        self.lists = {s.partition(".")[2]: [e["Cidr"] for e in a["Entries"]] for s, a in answers.items() if s.startswith("ec2-get-managed-prefix-list-entries.")}
        self.several = False  # somewhere one of several zones is taken, and no document says which
        self.links, self.spaces = {}, {}  # links: (attachment, subnet): (of the router, of the gateway)

    def subnets(self):
        return [s for a in self.attached.values() for s in a["SubnetIds"]]

    def words(self):
        out = [f"{t}: references {row['Options'].get('SecurityGroupReferencingSupport')}" for t, row in self.tgws.items()]
        out += [f"{k}: {a['VpcId']} in {' '.join(a['SubnetIds'])}, references {a['Options'].get('SecurityGroupReferencingSupport')}, table {self.table_of.get(k)}"
                for k, a in self.attached.items()]
        for t, rows in self.routes.items():
            out.append(f"{t}: " + "; ".join(f"{r.get('DestinationCidrBlock') or r['PrefixListId']} "
                                            f"{' '.join(x['TransitGatewayAttachmentId'] for x in r.get('TransitGatewayAttachments', []))} {r['Type']} {r['State']}" for r in rows))
        return out

    def reference_scope(self, vpc):
        """Networks whose groups rules of this one may name over a transit gateway: switched on at the gateway and at both attachments."""
        def on(thing):
            return thing["Options"].get("SecurityGroupReferencingSupport") == "enable"
        out = set()
        for a in self.attached.values():
            if a["VpcId"] == vpc and on(a) and on(self.tgws[a["TransitGatewayId"]]):
                out |= {b["VpcId"] for b in self.attached.values() if b["TransitGatewayId"] == a["TransitGatewayId"] and on(b)}
        return out

    def build(self, cloud):
        for t in self.tgws:
            space = self.spaces[t] = cloud.space(t)
            space.veth("none", 2, space, "black", 3)
            space.commit()
            index = 10
            for k, a in self.attached.items():
                if a["TransitGatewayId"] != t:
                    continue
                router = cloud.routers[a["VpcId"]]
                for s in a["SubnetIds"]:
                    index += 1
                    i = router.transit_link(s)
                    router.space.veth(f"d{i}", i, space, f"a{index}", index)
                    self.links[(k, s)] = (i, index)

    def entry(self, router, target, subnet):
        """The link that a packet of that subnet takes to the gateway, None when its zone is not attached."""
        for (k, s), (i, _) in self.links.items():
            a = self.attached[k]
            if a["TransitGatewayId"] == target and a["VpcId"] == router.vpc and self.zones[s] == self.zones[subnet]:
                return i
        return None

    def exit(self, attachment, zone):
        ways = [(s, j) for (k, s), (_, j) in self.links.items() if k == attachment]
        same = [j for s, j in ways if self.zones[s] == zone]
        self.several = self.several or (not same and len(ways) > 1)
        return (same or [j for _, j in ways] or [DEAD["black"]])[0]

    def finish(self, cloud):
        for t, space in self.spaces.items():
            marks = []
            mine = [(k, s, j) for (k, s), (_, j) in self.links.items() if self.attached[k]["TransitGatewayId"] == t]
            space.up(1, *DEAD.values(), *(j for _, _, j in mine))
            space.route("0.0.0.0/0", DEAD["none"], metric=1000)
            space.route("::/0", DEAD["none"], metric=1000)
            for k, s, j in mine:
                marks.append(f'"a{j}" : {j}')
                space.rule(2, 20, j, j)
                table = {}
                for r in self.routes.get(self.table_of.get(k), []):
                    prefixes = self.lists[r["PrefixListId"]] if "PrefixListId" in r else [r["DestinationCidrBlock"]]
                    rank = 20 if "PrefixListId" in r else RANK[r["Type"]]
                    ends = [x["TransitGatewayAttachmentId"] for x in r.get("TransitGatewayAttachments", [])]
                    for p in prefixes:
                        table.setdefault((p, rank), DEAD["black"] if r["State"] == "blackhole" or not ends else self.exit(ends[0], self.zones[s]))
                for (p, rank), link in table.items():
                    space.route(p, link, j, rank)
                space.route("0.0.0.0/0", DEAD["none"], j, 1000)
            with space.inside():
                space.set(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1)
                space.filter("\n".join(["table inet transit {", " chain marking {", "  type filter hook prerouting priority -300",
                                        f"  ip ttl 1 {log('loop -')} drop"]
                                       + ([f"  meta mark set iifname map {{ {', '.join(marks)} }}"] if marks else [])
                                       + [" }", " chain hush {", "  type filter hook output priority -300", "  drop", " }",
                                          " chain pass {", "  type filter hook forward priority 0", f"  oifname {{ none, black }} {log('transit-gateway ' + t)} drop", " }", "}", ""]))
            space.commit()
