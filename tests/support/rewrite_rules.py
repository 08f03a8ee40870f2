"""tests/support/rewrite_rules.py: rewrites the rules of a sample account to the same effect, or wider; plain leaves them.

SPDX-License-Identifier: Apache-2.0

rewrite_rules.py split|reorder|duplicate|renumber|all|widen|plain FROM TO
"""
import ipaddress
import json
import os
import shutil
import sys

how, source, target = sys.argv[1:4]
shutil.copytree(source, target)


def halves(cidr):
    net = ipaddress.ip_network(cidr)
    return [str(net)] if net.prefixlen >= 32 else [str(half) for half in net.subnets()]


def permissions(groups):
    for group in groups:
        for key in ("IpPermissions", "IpPermissionsEgress"):
            yield from group.get(key, [])


def split(document):
    """Each prefix of a group as its two halves."""
    for permission in permissions(document.get("SecurityGroups", [])):
        ranges = permission.get("IpRanges", [])
        permission["IpRanges"] = [{**row, "CidrIp": half} for row in ranges for half in halves(row["CidrIp"])]


def reorder(document):
    """Groups, permissions and ranges the other way round."""
    for group in document.get("SecurityGroups", []):
        for key in ("IpPermissions", "IpPermissionsEgress"):
            group[key] = group.get(key, [])[::-1]
    for permission in permissions(document.get("SecurityGroups", [])):
        permission["IpRanges"] = permission.get("IpRanges", [])[::-1]
    for name in ("SecurityGroups", "NetworkAcls", "RouteTables"):
        if name in document:
            document[name] = document[name][::-1]


def duplicate(document):
    """A second entry of a network ACL that says the same, right behind the first."""
    for acl in document.get("NetworkAcls", []):
        twice = [{**entry, "RuleNumber": entry["RuleNumber"] + 1} for entry in acl["Entries"] if entry["RuleNumber"] < 32766]
        numbers = {(entry["Egress"], entry["RuleNumber"]) for entry in acl["Entries"]}
        acl["Entries"] += [entry for entry in twice if (entry["Egress"], entry["RuleNumber"]) not in numbers]


def renumber(document):
    for acl in document.get("NetworkAcls", []):
        for entry in acl["Entries"]:
            if entry["RuleNumber"] < 3000:
                entry["RuleNumber"] = entry["RuleNumber"] * 10 + 3


def widen(document):
    for permission in permissions(document.get("SecurityGroups", [])):
        if permission.get("FromPort") == 9096:
            permission["FromPort"] = 9090


WAYS = {"plain": [], "split": [split], "reorder": [reorder], "duplicate": [duplicate], "renumber": [renumber], "widen": [widen],
        "all": [split, duplicate, renumber, reorder]}
for folder, _, names in os.walk(target):
    for name in names:
        if not name.endswith(".json"):
            continue
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        # Lists of rules one by one would have to be rewritten too: without them the groups themselves are read.
        if how in ("plain", "split", "all", "widen") and "SecurityGroupRules" in document:
            os.remove(path)
            continue
        for way in WAYS[how]:
            way(document)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
