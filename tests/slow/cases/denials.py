#!/usr/bin/env python3
"""denials.py PROGRAM SEED N: the law, on the accounts of the cases: N times one answer of one account is refused in place of given; each verdict must stay,
or become unknown (or the name asked for is known no more). Never another certainty.

SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import run  # noqa: E402

REFUSED = {"Error": {"Code": "UnauthorizedOperation", "Message": "You are not authorized to perform this operation."}}
ROOM = "/dev/shm" if os.path.isdir("/dev/shm") else None


def ask(program, work, world, questions):
    extra, bundle = [], work + "/e"
    subprocess.run(["rm", "-rf", bundle], check=True)
    done = subprocess.run([program, "-q", "import", "aws-cli", work + "/in", *(["--assume-empty"] if world.assume else []), "-o", bundle],
                          capture_output=True, text=True, timeout=run.LIMIT_S)
    if done.returncode not in (0, 3):
        raise SystemExit(f"import ended with {done.returncode}: {done.stderr}")
    if world.intent:
        with open(work + "/intent.yaml", "w", encoding="utf-8") as f:
            f.write(world.intent)
        extra = ["--intent", work + "/intent.yaml"]
    lines = "".join(json.dumps({"from": f, "to": t, "port": p}) + "\n" for f, t, p, _ in questions)
    done = subprocess.run([program, "-q", "query", bundle, *extra, "--batch", "-"], input=lines, capture_output=True, text=True, timeout=run.LIMIT_S)
    return [json.loads(line).get("verdict", "error") for line in done.stdout.splitlines()]


def main():
    program, seed, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    tables = [run.chapter4, run.edges, run.evidence, run.filters, run.odd, run.parties, run.routes, run.services, run.transit]
    cases = [c for t in tables for c in t.CASES]
    asked = bad = 0
    while asked < rounds:
        name, build, questions = chance.choice(cases)
        world = build()
        if world.apart:
            continue
        with tempfile.TemporaryDirectory(dir=ROOM) as work:
            world.write(work + "/in")
            before = ask(program, work, world, questions)
            files = sorted(os.path.join(d, f) for d, _, names in os.walk(work + "/in") for f in names if f.endswith(".json"))
            for path in chance.sample(files, min(6, len(files))):
                with open(path, encoding="utf-8", errors="surrogateescape") as f:
                    kept = f.read()
                with open(path, "w", encoding="utf-8") as f:
                    json.dump(REFUSED, f)
                after = ask(program, work, world, questions)
                with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
                    f.write(kept)
                asked += 1
                for q, b, a in zip(questions, before, after):
                    if a not in (b, "unknown", "error") and b not in ("unknown", "error"):
                        bad += 1
                        print(f"{name}: {q[0]} -> {q[1]} {q[2]}: {b}, without {os.path.basename(path)}: {a}")
                    elif b == "unknown" and a not in ("unknown", "error"):
                        print(f"note: {name}: {q[0]} -> {q[1]} {q[2]}: unknown, without {os.path.basename(path)}: {a}")
    print(f"{asked} denials, {bad} certainties that changed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
