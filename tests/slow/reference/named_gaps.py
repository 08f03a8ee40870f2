#!/usr/bin/env python3
"""named_gaps.py PROGRAM [FIRST_SEED [WORLDS]]: an `unknown` names exactly the missing answers that would decide it.

SPDX-License-Identifier: Apache-2.0

On random accounts with calls denied, for each unknown: given the calls that its gaps name, it is known, or it names others that the first
hid, and then the verdict is the one of whole evidence; given all the calls that it does not name, it stays unknown.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from world import OUTSIDE, OUTSIDE6, PORTS, World, write  # noqa: E402

DENIABLE = {"ec2-describe-security-groups": "DescribeSecurityGroups", "ec2-describe-network-acls": "DescribeNetworkAcls",
            "ec2-describe-route-tables": "DescribeRouteTables", "ec2-describe-internet-gateways": "DescribeInternetGateways",
            "ec2-describe-nat-gateways": "DescribeNatGateways", "ec2-describe-vpc-peering-connections": "DescribeVpcPeeringConnections",
            "ec2-get-managed-prefix-list-entries": "GetManagedPrefixListEntries", "ec2-describe-vpc-endpoints": "DescribeVpcEndpoints",
            "ec2-describe-egress-only-internet-gateways": "DescribeEgressOnlyInternetGateways"}


def questions(world, r, n):
    enis = [e for e in world.enis if e["InterfaceType"] == "interface"]
    places = [e["NetworkInterfaceId"] for e in enis] + [s["SubnetId"] for s in world.subnets] + ["internet", "10.0.1.0/24"]
    out = []
    for _ in range(n if enis else 0):
        port = r.choice(["tcp/%d" % r.choice(PORTS)] * 5 + ["tcp/9092-9098", "udp/53", "icmp/8"])
        a, b = r.choice(places + OUTSIDE + OUTSIDE6), r.choice(places)
        if r.random() < 0.5:
            a, b = b, a
        if a != b:
            out.append({"from": a, "to": b, "port": port})
    return out


def ask(program, answers, denied, asked, explain=True):
    with tempfile.TemporaryDirectory() as work:
        write(answers, work + "/in", denied)
        done = subprocess.run([program, "-q", "import", "aws-cli", work + "/in", "--assume-empty", "-o", work + "/e"], capture_output=True, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"import failed: {done.stderr}")
        lines = "".join(json.dumps({**q, "explain": explain}) + "\n" for q in asked)
        done = subprocess.run([program, "query", work + "/e", "--batch", "-"], input=lines, capture_output=True, text=True)
        if done.returncode not in (0, 2):
            sys.exit(f"query failed: {done.returncode} {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def calls_named(answer, denied):
    """The denied calls that the answer's `missing` rows tell to make."""
    named = set()
    for row in answer.get("missing", []):
        for stem in denied:
            service, command = stem.split("-", 1)
            if row.get("call", "").startswith(f"aws {service} {command}"):
                named.add(stem)
    return named


def follow(program, answers, denied, whole, question, answer):
    """Gives what is named until it is known; the number of rounds, or what is wrong."""
    left, rounds = set(denied), 0
    while answer["verdict"] == "unknown":
        named = calls_named(answer, left)
        if not named:
            return "unknown, and no missing call is named" if whole["verdict"] != "unknown" else rounds
        rounds += 1
        left -= named
        answer = ask(program, answers, tuple(sorted(left)), [question])[0]
    if answer["verdict"] != whole["verdict"]:
        return f"{answer['verdict']} instead of {whole['verdict']}"
    return rounds


def main():
    program = os.path.abspath(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    worlds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    good = wrong = unknowns = hidden = spare = 0
    for seed in range(first, first + worlds):
        world = World(seed)
        answers = world.answers()
        r = random.Random(seed * 104729)
        asked = questions(world, r, 40)
        if not asked:
            continue
        denied = tuple(r.sample(sorted(DENIABLE), r.choice([1, 2, 3, 4])))
        whole = ask(program, answers, (), asked)
        cut = ask(program, answers, denied, asked)
        groups = {}
        for q, w, c in zip(asked, whole, cut):
            if c.get("verdict") != "unknown" or w.get("verdict") == "unknown" or "error" in w:
                continue
            unknowns += 1
            groups.setdefault(frozenset(calls_named(c, denied)), []).append((q, w, c))
        for named, rows in sorted(groups.items(), key=lambda g: sorted(g[0])):
            without = ask(program, answers, tuple(d for d in denied if d in named), [q for q, _, _ in rows]) if set(denied) - named else None
            given = ask(program, answers, tuple(d for d in denied if d not in named), [q for q, _, _ in rows])
            for k, (q, w, c) in enumerate(rows):
                problem = None
                if not named:
                    problem = "no missing call is named"
                elif without and without[k].get("verdict") != "unknown":
                    problem = f"{without[k].get('verdict')} by calls that it does not name"
                elif given[k]["verdict"] == "unknown":
                    rounds = follow(program, answers, [d for d in denied if d not in named], w, q, given[k])
                    problem = rounds if isinstance(rounds, str) else None
                    hidden += 1
                elif given[k]["verdict"] != w["verdict"]:
                    problem = f"{given[k]['verdict']} instead of {w['verdict']}"
                spare += bool(without)
                good += problem is None
                if problem:
                    wrong += 1
                    if wrong <= 10:
                        print(f"seed {seed}: denied {denied}: {json.dumps(q)}: named {sorted(named)}: {problem}")
    print(f"{unknowns} unknown: {hidden} needed a second round, {spare} had calls that do not matter")
    print(f"{good} passed, {wrong} failed")
    sys.exit(1 if wrong or unknowns == 0 else 0)


main()
