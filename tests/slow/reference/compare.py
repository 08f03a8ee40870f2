#!/usr/bin/env python3
"""compare.py PROGRAM [FIRST_SEED [WORLDS]]: the program's `query --batch` beside a naive evaluator, on random accounts.

SPDX-License-Identifier: Apache-2.0

With whole evidence the verdicts must be equal. With calls denied, each verdict must be the one of whole evidence, or `unknown`: evidence that
is missing may never turn an answer into another answer.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from evaluator import Account, Unsettled, ip  # noqa: E402
from world import OUTSIDE, OUTSIDE6, PORTS, World, write  # noqa: E402

DENIABLE = ["ec2-describe-security-groups", "ec2-describe-network-acls", "ec2-describe-route-tables", "ec2-describe-internet-gateways",
            "ec2-describe-nat-gateways", "ec2-describe-vpc-peering-connections", "ec2-get-managed-prefix-list-entries",
            "ec2-describe-vpc-endpoints", "ec2-describe-egress-only-internet-gateways", "ec2-describe-subnets", "ec2-describe-vpcs"]


def port_text(proto, port):
    return {6: f"tcp/{port}", 17: f"udp/{port}", 1: f"icmp/{port >> 8}", 58: f"icmpv6/{port >> 8}"}.get(proto, f"proto/{proto}")


def questions(world, account, r, n):
    enis = [e for e in world.enis if e["InterfaceType"] == "interface"]
    out = []
    for _ in range(n if enis else 0):
        try:
            out += question(account, enis, r)
        except Unsettled:
            continue
    return out


def question(account, enis, r):
    """At most one question with the verdict that the rules give."""
    out = []
    for _ in range(1):
        proto, port = r.choice([(6, r.choice(PORTS))] * 6 + [(17, r.choice(PORTS)), (1, 8 << 8), (50, 0)])
        a, b = r.choice(enis), r.choice(enis)
        kind = r.random()
        if kind < 0.4 and a is not b:
            out.append((a["NetworkInterfaceId"], b["NetworkInterfaceId"], proto, port, account.interfaces(a, b, proto, port)))
        elif kind < 0.6:
            s = r.choice(account.addresses(a, False))
            d = r.choice(account.addresses(b, True))
            if a is b or s.version != d.version:
                continue
            vpcs_with = [v for v in account.vpcs if (v, d) in account.private]
            if len(vpcs_with) > 1:
                continue
            out.append((str(s), str(d), proto, port, account.address_pair(a, s, d, proto, port)))
        elif kind < 0.8:
            s = ip(r.choice(OUTSIDE + OUTSIDE6))
            dests = [d for d in account.addresses(b, True) if d.version == s.version and d in account.public]
            if dests:
                d = r.choice(dests)
                out.append((str(s), str(d), proto, port, account.outside_in(s, d, proto, port)))
        else:
            d = ip(r.choice(OUTSIDE + OUTSIDE6))
            verdicts = [account.address_pair(a, s, d, proto, port) for s in account.addresses(a, False) if s.version == d.version]
            out.append((a["NetworkInterfaceId"], str(d), proto, port, account.best(verdicts)))
    return out


def ask(program, answers, denied, asked):
    with tempfile.TemporaryDirectory() as work:
        write(answers, work + "/in", denied)
        done = subprocess.run([program, "-q", "import", "aws-cli", work + "/in", "--assume-empty", "-o", work + "/e"], capture_output=True, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"import failed: {done.stderr}")
        lines = "".join(json.dumps({"from": f, "to": t, "port": port_text(p, n)}) + "\n" for f, t, p, n, _ in asked)
        done = subprocess.run([program, "query", work + "/e", "--batch", "-"], input=lines, capture_output=True, text=True)
        if done.returncode not in (0, 2):
            sys.exit(f"query failed: {done.returncode} {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    program = os.path.abspath(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    worlds = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    keep = os.environ.get("KEEP")
    total = wrong = unknown = changed = asked_again = 0
    seen = {}
    for seed in range(first, first + worlds):
        world = World(seed)
        answers = world.answers()
        account = Account(answers)
        r = random.Random(seed * 7919)
        asked = questions(world, account, r, 60)
        if not asked:
            continue
        got = ask(program, answers, (), asked)
        if len(got) != len(asked):
            sys.exit(f"seed {seed}: {len(asked)} questions, {len(got)} answers")
        for (f, t, p, n, (verdict, usual)), answer in zip(asked, got):
            total += 1
            seen[verdict] = seen.get(verdict, 0) + 1
            if answer.get("verdict") != verdict or (verdict == "reachable" and answer.get("usual") is not usual):
                wrong += 1
                if wrong <= 20:
                    print(f"seed {seed}: {f} -> {t} {port_text(p, n)}: expected {verdict} (usual {usual}), got {json.dumps(answer)}")
                if keep and wrong == 1:
                    write(answers, keep)
        denied = r.sample(DENIABLE, r.choice([1, 1, 2]))
        for (f, t, p, n, _), before, after in zip(asked, got, ask(program, answers, denied, asked)):
            asked_again += 1
            if "error" in after:
                continue
            if after.get("verdict") == "unknown":
                unknown += 1
                if not after.get("gaps"):
                    changed += 1
                    print(f"seed {seed}: denied {denied}: {f} -> {t} {port_text(p, n)}: unknown without a gap")
            elif after.get("verdict") != before.get("verdict"):
                changed += 1
                if changed <= 20:
                    print(f"seed {seed}: denied {denied}: {f} -> {t} {port_text(p, n)}: {before.get('verdict')} became {json.dumps(after)}")
    print(f"{total} answers {seen}, {wrong} differ; {asked_again} with gaps: {unknown} unknown, {changed} changed")
    print(f"{total + asked_again - wrong - changed} passed, {wrong + changed} failed")
    sys.exit(1 if wrong or changed or total == 0 else 0)


main()
