#!/usr/bin/env python3
"""run.py PROGRAM [--pending] [WORD...]: every case of the table through `import aws-cli` and `query --batch` (those with WORD in their name).
--pending prints what pending.py lets fail.

SPDX-License-Identifier: Apache-2.0

A case is a row of a table in a file beside this one: name, account (a function that builds it), questions. A question is
(from, to, port, expected); the words of `expected`:
  R P O I U E    reachable, partial, one-way, isolated, unknown, an error line; R/U: one of them
  usual !usual   the field says so (only beside R)
  d=KIND[:ID[:RULE[:DIRECTION]]]   the decider; an empty part is not compared
  fwd=WORD reply=WORD kind=WORD reason=WORD   that field
The shape of every answer is checked against the contract, whatever is expected.
"""
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import chapter4  # noqa: E402
import edges  # noqa: E402
import evidence  # noqa: E402
import filters  # noqa: E402
import hostile  # noqa: E402
import odd  # noqa: E402
import parties  # noqa: E402
import pending  # noqa: E402
import routes  # noqa: E402
import services  # noqa: E402
import transit  # noqa: E402

VERDICTS = {"R": "reachable", "P": "partial", "O": "one-way", "I": "isolated", "U": "unknown"}
DECIDERS = {"security-group", "network-acl", "route-table", "internet-gateway", "egress-only-gateway", "nat-gateway", "peering", "transit-gateway",
            "vpc-endpoint", "load-balancer", "block-public-access", "firewall", "address", "policy"}
LIMIT_S = 60  # of one call, on a busy machine: nothing may take longer, whatever the evidence
LEGS = {"pass", "blocked", "unknown"}


def shape(a, question):
    """What of the contract this line breaks, or None."""
    src, dst, port = question
    if "error" in a:
        return None if isinstance(a["error"], str) and a["error"] else "error is no text"
    if (a.get("from"), a.get("to"), a.get("port")) != (src, dst, port):
        return "from, to, port are not repeated"
    v, d = a.get("verdict"), a.get("decider")
    if v not in VERDICTS.values():
        return "verdict"
    if a.get("forward") not in LEGS or a.get("reply") not in LEGS:
        return "forward or reply"
    if not isinstance(a.get("gaps"), list) or not all(isinstance(g, str) and g for g in a["gaps"]):
        return "gaps"
    if (v == "unknown") != bool(a["gaps"]):
        return "unknown without a gap" if v == "unknown" else "gaps beside a verdict that is sure"
    if v == "reachable" and (a["forward"], a["reply"]) != ("pass", "pass"):
        return "reachable, and a direction does not pass"
    if v == "one-way" and (a["forward"] != "pass" or a["reply"] == "pass"):
        return "one-way with other directions"
    if v == "isolated" and a["forward"] == "pass" and a["reply"] == "pass":
        return "isolated, and both directions pass"
    if v == "unknown" and (a["forward"], a["reply"]) == ("pass", "pass"):
        return "unknown, and both directions pass"
    if v == "reachable" and not isinstance(a.get("usual"), bool):
        return "no usual"
    if v in ("reachable", "partial") and not isinstance(a.get("kind"), str):
        return "no kind"
    if d is None:
        return None if v in ("reachable", "partial") else "no decider"
    if not isinstance(d, dict) or d.get("kind") not in DECIDERS:
        return "decider.kind"
    if d["kind"] == "network-acl" and v in ("one-way", "isolated") and not (type(d.get("rule")) is int and d.get("direction") in ("ingress", "egress")):
        return "an ACL decides without number or direction"
    if d["kind"] == "security-group" and v in ("one-way", "isolated") and d.get("direction") not in ("ingress", "egress"):
        return "a group decides without direction"
    return None


def judge(a, expected):
    words = expected.split()
    if "error" in a:
        return None if "E" in words[0].split("/") else "an error line"
    if a["verdict"] not in [VERDICTS.get(w) for w in words[0].split("/")]:
        return "verdict"
    for w in words[1:]:
        if w in ("usual", "!usual"):
            if a["verdict"] == "reachable" and a.get("usual") is not (w == "usual"):
                return "usual"
        elif w.startswith("d="):
            d = a["decider"] or {}
            for have, want in zip((d.get("kind"), d.get("id"), d.get("rule"), d.get("direction")), w[2:].split(":")):
                if want and str(have) != want:
                    return "decider"
        else:
            key, _, want = w.partition("=")
            if str(a.get({"fwd": "forward"}.get(key, key))) != want:
                return key
    return None


def run(program, name, build, questions):
    try:
        return answers_of(program, name, build, questions)
    except subprocess.TimeoutExpired as late:
        return [f"{name}: more than {LIMIT_S} s: {late.cmd[2:4]}"] * len(questions)


def answers_of(program, name, build, questions):
    world = build()
    with tempfile.TemporaryDirectory() as work:
        world.write(work + "/in")
        options = ["--assume-empty"] if world.assume else []
        bundles = [work + "/e"] if not world.apart else [f"{work}/e{i}" for i, _ in enumerate(world.places())]
        for i, bundle in enumerate(bundles):
            done = subprocess.run([program, "-q", "import", "aws-cli", f"{work}/in{i if world.apart else ''}", *options, "-o", bundle], capture_output=True, text=True, timeout=LIMIT_S)
            if done.returncode not in (0, 3):
                return [f"{name}: import ended with {done.returncode}: {done.stderr.strip()}"] * len(questions)
        extra = []
        if world.intent:
            with open(work + "/intent.yaml", "w", encoding="utf-8") as f:
                f.write(world.intent)
            extra = ["--intent", work + "/intent.yaml"]
        lines = "".join(json.dumps({"from": f, "to": t, "port": p}) + "\n" for f, t, p, _ in questions)
        done = subprocess.run([program, "-q", "query", *bundles, *extra, "--batch", "-"], input=lines, capture_output=True, text=True, timeout=LIMIT_S)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        wanted = 2 if any("error" in a for a in answers) else 0
    if len(answers) != len(questions):
        return [f"{name}: {len(questions)} questions, {len(answers)} answers (status {done.returncode}): {done.stderr.strip()}"] * len(questions)
    out = []
    for (f, t, p, expected), a in zip(questions, answers):
        wrong = shape(a, (f, t, p)) or judge(a, expected)
        out.append(wrong and f"{name}: {f} -> {t} {p}: {wrong}: expected {expected}: {json.dumps(a)}")
    if done.returncode != wanted:
        out.append(f"{name}: exit status {done.returncode}, expected {wanted}: {done.stderr.strip()}")
    return out


def main():
    program, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    show = "--pending" in words
    words = [w for w in words if w != "--pending"]
    cases = [c for m in (chapter4, transit, services, filters, routes, edges, parties, evidence, odd, hostile) for c in m.CASES if not words or any(w in c[0] for w in words)]
    names = [c[0] for c in cases]
    if len(set(names)) != len(names):
        sys.exit(f"two cases of one name: {sorted(n for n in names if names.count(n) > 1)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [r for rows in pool.map(lambda c: run(program, *c), cases) for r in rows]
    wrong = [r for r in results if r]
    waiting = [r for r in wrong if any(r.startswith(k) for k in pending.PENDING)]
    failed = [r for r in wrong if r not in waiting]
    for r in failed + (waiting if show else []):
        print(r)
    asked = [f"{c[0]}: {f} -> {t} {p}" for c in cases for f, t, p, _ in c[2]]
    for k in pending.PENDING:
        if not any(r.startswith(k) for r in wrong) and any(a.startswith(k) for a in asked):
            print(f"no longer pending, take it off the list: {k}")
        if not words and not any(a.startswith(k) for a in asked):
            failed.append(f"pending.py names no case: {k}")
            print(failed[-1])
    print(f"{len(cases)} accounts: {len(results) - len(wrong)} passed, {len(failed)} failed, {len(waiting)} pending")
    sys.exit(1 if failed or not results else 0)


if __name__ == "__main__":
    main()
