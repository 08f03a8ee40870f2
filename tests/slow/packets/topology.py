"""topology.py: random accounts of about a dozen endpoints, in the words of the AWS CLI.

SPDX-License-Identifier: Apache-2.0

Each begins as a network in which much works; then filters and routes are spoilt, so that every element decides now and then. One seed, one account.
"""
import random

from account import ALL, OPEN, World

PORTS = [22, 443, 9092, 9094, 9098]
NETS = ["0/0", "0/0", "10.0.0.0/8", "10.{v}.0.0/16", "10.{v}.{s}.0/24", "10.{v}.{s}.0/25", "10.{v}.{s}.0/28", "198.51.100.0/24", "8.0.0.0/7", "52.218.0.0/17", "54.1.0.0/16", "203.0.113.9/32"]
NETS6 = ["::/0", "2600:1f10:{v}::/48", "2600:1f10:{v}:{s}::/64", "2001:4860::/32", "2600:1f10::/32"]
SPANS = ["443", "9092-9098", "9094", "9092", "22-443", "1024-65535", "32768-61000", "49152-65535", "0-65535", "1-1023", "2049", "9098-40000", "20000-50000"]
REPLY = ["1024-65535", "32768-61000", "49152-65535", "2049", "1-1023", "20000-50000", "9092-9098", "443"]
S3 = "pl-s3"


class Topology(World):
    def __init__(self, seed):
        super().__init__()
        self.seed, self.r = seed, random.Random(seed)
        r = self.r
        self.count, self.publics = 0, 0
        self.nets = {}  # network: (second byte, IPv6)
        self.plist(S3, "52.218.0.0/17", "52.92.0.0/16", name="com.amazonaws.eu-west-1.s3", owner="AWS")
        self.plist("pl-own", *r.sample(["10.0.1.0/24", "10.1.0.0/16", "198.51.100.0/24", "203.0.113.0/25", "10.2.2.0/24", "8.8.8.0/24"], 3))
        self.plist("pl-6", "2600:1f10:1::/48", "2001:4860::/32")
        self["pl-6"]["AddressFamily"] = "IPv6"
        count = r.choice([1, 2, 2, 3, 3])
        twin = count == 3 and r.random() < 0.4
        for v in range(count):
            self.network(v, 1 if twin and v == 2 else v)
        self.connect(twin)
        self.cross(twin)
        for v in self.nets:
            self.gates(v)
        for v in self.nets:
            self.leave(v)
        for v in self.nets:
            self.guard(v)
        self.people()

    def chance(self, p):
        return self.r.random() < p

    # -- networks --
    def network(self, v, second):
        r, six = self.r, self.chance(0.6)
        vpc = f"vpc-{v}"
        more = [f"100.64.{v}.0/24"] if self.chance(0.2) else []
        self.vpc(vpc, f"10.{second}.0.0/16", *more, v6=f"2600:1f10:{v}::/56" if six else None)
        self.nets[vpc] = (second, six)
        if self.chance(0.3):
            self.spoil_acl(f"acl-main{v}")
        for s in range(1, r.choice([2, 3, 3, 4])):
            acl = None
            if self.chance(0.6):
                acl = f"acl-{v}{s}"
                self.acl(acl, vpc, [], OPEN, OPEN)
                if self.chance(0.75):
                    self.spoil_acl(acl)
            table = None
            if self.chance(0.75):
                table = f"rtb-{v}{s}"
                self.table(table, vpc, [], [])
            cidr = more[0] if more and s == 3 else f"10.{second}.{s}.0/24"
            self.subnet(f"subnet-{v}{s}", vpc, cidr, r.choice([1, 2, 3]), v6=f"2600:1f10:{v}:{s}::/64" if six and self.chance(0.85) else None, acl=acl, table=table)
        for g in range(r.choice([2, 3, 4])):
            self.group(f"sg-{v}{g}", vpc)

    def mine(self, vpc):
        return [s for s in self.subnets if s["VpcId"] == vpc]

    def cidr(self, six=None):
        r = self.r
        six = self.chance(0.25) if six is None else six
        vpc = r.choice(list(self.nets))
        v = int(vpc[4:]) if six else self.nets[vpc][0]
        return r.choice(NETS6 if six else NETS).format(v=v, s=r.choice([1, 2, 3]))

    def service(self, spans=SPANS):
        r = self.r
        word = r.choice(["tcp"] * 6 + ["udp", "udp", "all", "all", "icmp", "icmpv6"])
        if word in ("tcp", "udp"):
            return f"{word} {r.choice(spans)}"
        return f"{word} {r.choice(['8/-1', '8/0', '0/0', '-1/-1'] if word == 'icmp' else ['128/0', '129/-1', '-1/-1'])}" if word.startswith("icmp") else word

    def spoil_acl(self, acl):
        r = self.r
        rows = {True: [], False: []}
        for egress, out in rows.items():
            opened = self.chance(0.6)
            if opened:
                out += OPEN
            elif self.chance(0.7):
                out += [f"{n} allow {p} {s} {c}" for n, p, s, c in ((200, "tcp", r.choice(REPLY), "0/0"), (201, "tcp", r.choice(SPANS), "0/0"), (202, "udp", "1024-65535", "0/0"))]
                if self.chance(0.5):
                    out.append(f"210 allow tcp {r.choice(REPLY)} ::/0")
            for _ in range(r.choice([0, 1, 1, 2, 3])):
                out.append(f"{r.randrange(1, 250)} {r.choice(['deny', 'deny', 'allow'])} {self.service(SPANS + REPLY)} {self.cidr()}")
            if self.chance(0.15):
                out.append(f"{r.randrange(1, 90)} deny icmp {r.choice(['0/-1', '8/-1'])} 0/0")
            seen, keep = set(), []
            for line in out:
                if line.split()[0] not in seen:
                    seen.add(line.split()[0])
                    keep.append(line)
            rows[egress] = keep
            r.shuffle(keep)
        six = bool(self[self[acl]["VpcId"]]["Ipv6CidrBlockAssociationSet"])
        self.reacl(acl, *([t for t in rows[e] if six or "::" not in t] for e in (False, True)))

    # -- between networks and the world --
    def connect(self, twin):
        names = list(self.nets)
        for i, a in enumerate(names):
            for b in names[i + 1:]:
                if self.nets[a][0] != self.nets[b][0] and self.chance(0.75):
                    self.pcx(f"pcx-{a[4:]}{b[4:]}", a, b, "active" if self.chance(0.9) else self.r.choice(["deleted", "pending-acceptance"]))

    def cross(self, twin):
        """A transit gateway between the networks whose prefixes do not overlap."""
        r = self.r
        self.ends = {}
        names = [v for k, v in enumerate(self.nets) if not (twin and k == 2)]
        if len(names) < 2 or not self.chance(0.5):
            return
        self.transit("tgw-1", refs=r.choice(["enable", "disable"]))
        for v in names:
            zones = {}
            for s in self.mine(v):
                if self.chance(0.75) or not zones:
                    zones.setdefault(s["AvailabilityZoneId"], s["SubnetId"])
            if self.chance(0.9):
                self.ends[v] = f"tgw-attach-{v[4:]}"
                self.attach(self.ends[v], "tgw-1", v, list(zones.values()), refs=r.choice(["enable", "enable", "disable"]))
        ends = list(self.ends.values())
        cut = r.choice([len(ends), len(ends), 1])
        for n, associated in enumerate([ends[:cut], ends[cut:]]):
            lines = []
            if ends and self.chance(0.25):
                lines.append(f"10.{self.nets[r.choice(names)][0]}.{r.choice([1, 2])}.0/24 {r.choice(['blackhole', r.choice(ends)])}")
            if ends and self.chance(0.3):
                lines.append(f"0/0 {r.choice(ends)}")
            if ends and self.chance(0.15):
                lines.append(f"pl-own {r.choice(ends)}")
            self.transit_table(f"tgw-rtb-{n}", "tgw-1", associated, [e for e in ends if self.chance(0.85)], lines)

    def public(self):
        self.publics += 1
        return f"54.1.{self.r.randrange(1, 4)}.{self.publics}"

    def gates(self, vpc):
        v = vpc[4:]
        if self.chance(0.75):
            self.igw(f"igw-{v}", vpc)
        if self.nets[vpc][1] and self.chance(0.4):
            self.eigw(f"eigw-{v}", vpc)
        if self.chance(0.6):
            subnet = self.r.choice(self.mine(vpc))
            if "CidrBlock" in subnet:
                private = self.chance(0.2)
                host = subnet["CidrBlock"].rsplit(".", 1)[0] + ".200"
                self.nat(f"nat-{v}", subnet["SubnetId"], host, None if private else self.public(), private=private)

    def leave(self, vpc):
        """Routes."""
        r, v = self.r, vpc[4:]
        tables = [t["RouteTableId"] for t in self.tables if t["VpcId"] == vpc]
        for t in tables:
            used = {next(x[k] for k in ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId") if k in x) for x in self[t]["Routes"]}

            def add(dest, target, flags=""):
                full = {"0/0": "0.0.0.0/0"}.get(dest, dest)
                if full not in used:
                    used.add(full)
                    self.routes(t, f"{dest} {target} {flags}".strip())
            out = [x for x in (f"igw-{v}", f"igw-{v}", f"nat-{v}") if x in self.by_id]
            if out and self.chance(0.85):
                add("0/0", r.choice(out))
            elif out:
                for d in ("8.0.0.0/7", "198.51.100.0/24", "54.1.0.0/16"):
                    add(d, r.choice(out))
            six = [x for x in (f"igw-{v}", f"eigw-{v}") if x in self.by_id]
            if self.nets[vpc][1] and six and self.chance(0.8):
                add("::/0", r.choice(six))
                if self.chance(0.2):
                    add("2001:4860::/32", r.choice(six))
            for other in self.ends:
                if vpc in self.ends and other != vpc and self.chance(0.6):
                    add(f"10.{self.nets[other][0]}.0.0/16", "tgw-1")
            if vpc in self.ends and self.chance(0.15):
                add("0/0", "tgw-1")
            for p in self.pcxs:
                sides = [p["RequesterVpcInfo"], p["AccepterVpcInfo"]]
                if vpc not in [s["VpcId"] for s in sides] or self.chance(0.12):
                    continue
                other = next(s for s in sides if s["VpcId"] != vpc)
                second = self.nets[other["VpcId"]][0]
                twin = sum(n[0] == second for n in self.nets.values()) > 1
                add(f"10.{second}.{r.choice([1, 2, 3])}.0/24" if twin or self.chance(0.2) else f"10.{second}.0.0/16", p["VpcPeeringConnectionId"],
                    "blackhole" if p["Status"]["Code"] == "deleted" else "")
                if self.chance(0.3):
                    add(f"10.{second}.{r.choice([1, 2])}.0/25", p["VpcPeeringConnectionId"])
                for c in self[other["VpcId"]]["Ipv6CidrBlockAssociationSet"]:
                    add(c["Ipv6CidrBlock"], p["VpcPeeringConnectionId"])
                if self.chance(0.1):
                    add("0/0", p["VpcPeeringConnectionId"])
            if self.chance(0.15):
                add(r.choice(["198.51.100.0/24", "203.0.113.0/24", "10.2.2.0/24", "8.8.8.8/32", "54.1.1.0/24"]), f"eni-gone{r.randrange(9)}", "blackhole")
            if out and self.chance(0.15):
                add("pl-own", r.choice(out))
            if f"nat-{v}" in self.by_id and self.chance(0.15):  # a whole subnet through the NAT gateway
                s = r.choice(self.mine(vpc))
                if "CidrBlock" in s:
                    add(s["CidrBlock"], f"nat-{v}")
            r.shuffle(self[t]["Routes"])
        if self.chance(0.5):
            self.gateway_endpoint(f"vpce-{v}", vpc, "s3", [t for t in tables if self.chance(0.6)], S3)

    # -- groups and interfaces --
    def visible(self, vpc):
        around = {vpc}
        for p in self.pcxs:
            sides = {p["RequesterVpcInfo"]["VpcId"], p["AccepterVpcInfo"]["VpcId"]}
            if vpc in sides:
                around |= sides
        return [g["GroupId"] for g in self.groups if g["VpcId"] in around]

    def permission(self, vpc):
        r = self.r
        k = r.random()
        if k < 0.35:
            peer = r.choice(self.visible(vpc))
        elif k < 0.45:
            peer = r.choice(["pl-own", S3, "pl-6"])
        else:
            peer = self.cidr()
        return f"{self.service(['9094', '9092-9098', '443', '22', '0-65535', '9092'])} {peer}"

    def guard(self, vpc):
        for g in [g["GroupId"] for g in self.groups if g["VpcId"] == vpc]:
            inside = [self.permission(vpc) for _ in range(self.r.choice([0, 1, 2, 3, 4]))]
            if self.chance(0.4):
                inside += self.r.choice([ALL, ["tcp 9092-9098 0/0", "tcp 9092-9098 ::/0"], ["all 10.0.0.0/8"]])
            self.rules(g, inside, ALL if self.chance(0.65) else [self.permission(vpc) for _ in range(self.r.choice([0, 1, 2, 3]))])

    def people(self):
        r = self.r
        total = r.choice([10, 12, 12, 14])
        places = [s for s in self.subnets]
        for k in range(total):
            s = r.choice(places)
            vpc = s["VpcId"]
            self.count += 1
            host = 10 + self.count * 3
            base = s["CidrBlock"].rsplit(".", 1)[0]
            online = any(f"igw-{vpc[4:]}" == g["InternetGatewayId"] for g in self.igws)
            groups = r.sample([g["GroupId"] for g in self.groups if g["VpcId"] == vpc], r.choice([1, 1, 2]))
            more = []
            if self.chance(0.25):
                more.append((f"{base}.{host + 1}", self.public() if online and self.chance(0.4) else None))
            six = [c["Ipv6CidrBlock"].replace("::/64", f"::{host:x}") for c in s["Ipv6CidrBlockAssociationSet"] if self.chance(0.8)]
            self.eni(f"eni-{k}", s["SubnetId"], f"{base}.{host}", *groups, public=self.public() if online and self.chance(0.4) else None, v6=six, more=more,
                     instance=f"i-{k}" if self.chance(0.7) else None, prefixes=[f"{base}.{208 if k % 2 else 224}/28"] if k < 2 and self.chance(0.6) else ())
