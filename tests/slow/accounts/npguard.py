"""npguard.py: np-guard's collected resources as answers of the AWS CLI, and its expected reports as questions.

SPDX-License-Identifier: Apache-2.0

np-guard knows no routes: each network is given one table, local and a default route to its internet gateway, which is what its reports suppose.
Its clauses that are not AWS's are in DIFFERS.
"""
import json
import re

# What a line of np-guard's says, and why AWS's rules say otherwise. ("report", "from", "to")
DIFFERS = {}
LIST = {"vpcs": ("ec2-describe-vpcs", "Vpcs"), "subnets": ("ec2-describe-subnets", "Subnets"), "network_acls": ("ec2-describe-network-acls", "NetworkAcls"),
        "security_groups": ("ec2-describe-security-groups", "SecurityGroups"), "internet_gateways": ("ec2-describe-internet-gateways", "InternetGateways")}


WORDS = {"InstanceId": "i", "VpcId": "vpc", "SubnetId": "subnet", "GroupId": "sg", "InternetGatewayId": "igw", "NetworkAclId": "acl", "NetworkInterfaceId": "eni"}


def real(text):
    """Ids were made anonymous, "VpcId:64": as ids that a cloud gives. Instances that are gone have no interfaces: left out."""
    found = clean(json.loads(re.sub(r'"(' + "|".join(WORDS) + r'):(\d+)"', lambda m: f'"{WORDS[m.group(1)]}-{m.group(2)}"', text)))
    found["instances"] = [i for i in found["instances"] if i.get("NetworkInterfaces")]
    return found


def clean(x):
    """The collector writes null for every field that an answer does not have."""
    if isinstance(x, dict):
        return {k: clean(v) for k, v in x.items() if v is not None}
    return [clean(v) for v in x] if isinstance(x, list) else x


def answers(found, account):
    out = {stem: {key: found.get(name, [])} for name, (stem, key) in LIST.items()}
    for kind in ("vpcs", "subnets", "network_acls", "security_groups", "internet_gateways"):
        for thing in found.get(kind, []):
            thing["OwnerId"] = account
    enis = []
    for i in found["instances"]:
        for n in i["NetworkInterfaces"]:
            n["OwnerId"] = account
            n.setdefault("Attachment", {})["InstanceId"] = i["InstanceId"]
            enis.append(n)
    out["ec2-describe-instances"] = {"Reservations": [{"ReservationId": f"r-{n}", "OwnerId": account, "Groups": [], "Instances": [i]} for n, i in enumerate(found["instances"])]}
    out["ec2-describe-network-interfaces"] = {"NetworkInterfaces": enis}
    gateway = {a["VpcId"]: g["InternetGatewayId"] for g in found["internet_gateways"] for a in g["Attachments"]}
    tables = []
    for v in found["vpcs"]:
        routes = [{"DestinationCidrBlock": c["CidrBlock"], "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"} for c in v["CidrBlockAssociationSet"]]
        if v["VpcId"] in gateway:
            routes.append({"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway[v["VpcId"]], "State": "active", "Origin": "CreateRoute"})
        tables.append({"RouteTableId": "rtb-" + v['VpcId'], "VpcId": v["VpcId"], "OwnerId": account, "PropagatingVgws": [], "Tags": [], "Routes": routes,
                       "Associations": [{"Main": True, "RouteTableAssociationId": "x", "RouteTableId": "rtb-" + v['VpcId'], "AssociationState": {"State": "associated"}}]})
    out["ec2-describe-route-tables"] = {"RouteTables": tables}
    return out


def questions(found, report):
    """(from, to, port, expected verdict, how np-guard says it) of every ordered pair of instances of a network, and of the internet."""
    said = {}
    for line in report.splitlines():
        m = re.match(r"(.+?) => (.+?) : (.*)$", line)
        if m:
            said.setdefault((m.group(1), m.group(2)), []).append(m.group(3))
    ends = {}
    for i in found["instances"]:
        name = next(t["Value"] for t in i["Tags"] if t["Key"] == "Name")
        ends[f"{name}[{i['PrivateIpAddress']}]"] = i
    out = []
    for a in ends:
        for b in ends:
            if a != b:
                out += pair(ends[a]["InstanceId"], ends[b]["InstanceId"], said.get((a, b), []), a, b)
    for word, address in (("Public Internet (all ranges)", "8.8.8.8"), ("Public Internet 147.235.208.136/32", "147.235.208.136")):
        for e in ends:
            every = "Public Internet (all ranges)"
            out += pair(ends[e]["InstanceId"], address, said.get((e, word), said.get((e, every), [])), e, word)
            out += pair(address, ends[e]["InstanceId"], said.get((word, e), said.get((every, e), [])), word, e)
    return out


def pair(src, dst, lines, a, b):
    out = []
    for port, number in (("tcp/9080", 9080), ("tcp/22", 22), ("udp/53", 53), ("icmp/8", None)):
        verdict = "I"
        for text in lines:
            kind = port.split("/")[0].upper()
            if text.startswith("All Connections"):
                verdict = "R" if not text.endswith("*") else "O"
            elif f"protocol: {kind}" in text:
                span = re.search(r"dst-ports: ([0-9,-]+)", text)
                low = re.search(r"src-ports: ([0-9,-]+)", text)
                if span and not any(int(p.split("-")[0]) <= number <= int(p.split("-")[-1]) for p in span.group(1).split(",")):
                    continue
                if low and not text.rstrip().endswith("*"):
                    verdict = "R !usual"
                elif text.rstrip().endswith("*"):
                    verdict = verdict if verdict.startswith("R") else "O"
                else:
                    verdict = "R"
        out.append((src, dst, port, verdict, (a, b)))
    return out
