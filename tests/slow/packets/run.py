#!/usr/bin/env python3
"""run.py PROGRAM: random accounts in network namespaces; what packets do beside what the program says. WIT_SEED, WIT_ROUNDS.

SPDX-License-Identifier: Apache-2.0
"""
import collections
import errno
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "cases")]
sys.dont_write_bytecode = True
import netns  # noqa: E402
from filters import groups_table  # noqa: E402
from questions import Asker, verdict  # noqa: E402
from realise import Cloud  # noqa: E402
from topology import PORTS, Topology  # noqa: E402
from words import describe  # noqa: E402

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # many small files
PER_ROUND = int(os.environ.get("WIT_QUESTIONS", "60"))


def ask(program, topology, questions):
    with tempfile.TemporaryDirectory(dir=MEMORY) as work:
        topology.write(work + "/in")
        done = subprocess.run([program, "-q", "import", "aws-cli", work + "/in", "--assume-empty", "-o", work + "/e"], capture_output=True, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"import failed: {done.stderr}")
        lines = "".join(json.dumps({"from": q.source, "to": q.dest, "port": q.port}) + "\n" for q in questions)
        done = subprocess.run([program, "query", work + "/e", "--batch", "-"], input=lines, capture_output=True, text=True)
        if done.returncode not in (0, 2):
            sys.exit(f"query failed: {done.returncode} {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def judge(q, answer, several):
    """What differs, or None. several: the packets took one of several ways that no document tells apart, the program means all of them."""
    word, arrived, usual, ends = verdict(q)
    said = answer.get("verdict", "error")
    if said == "unknown":
        return None
    # a public address whose subnet has no route back: whether packets are delivered there is not documented, and TCP does not come up
    undocumented = said == "isolated" and word == "one-way" and q.port.startswith("tcp/") and answer["forward"] == "unknown"
    if said != word and not undocumented:
        return f"verdict {said}, packets {word}"
    if several:
        return None
    if word == "reachable" and answer["usual"] != usual:
        return f"usual {answer['usual']}, packets {usual}"
    if (answer["forward"] == "pass") != arrived and answer["forward"] != "unknown":
        return f"forward {answer['forward']}, packets {'arrive' if arrived else 'do not arrive'}"
    if word != "reachable" and said == word:
        if answer.get("reason") in ("reply-route", "nat-inbound") or answer.get("reason") == "loop":
            return None  # the answer went another way, or the packet in a circle, whatever became of it there; what dials a NAT gateway may be closed by its ACL before
        if word == "one-way" and ends == {e for e in ends if e.startswith("egress-only-gateway")}:
            return None  # whether it takes answers to what came in elsewhere is not documented: a sure deny behind it is named
        if ends and not any(same_decider(answer["decider"], e) for e in ends):
            return f"decider {answer['decider']}, packets {sorted(ends)}"
    return None


# the same fact in other words: what nobody holds, what has no gateway; a gateway that is not the one of the way there
LIKE = {"route-table": {"address"}, "address": {"internet-gateway", "gone"}, "internet-gateway": {"address", "gone", "egress-only-gateway"},
        "transit-gateway": {"gone", "address"}, "peering": {"gone", "address"}, "nat-gateway": {"stranger", "gone", "address"}}


def same_decider(said, end):
    kind, *rest = end.split()
    if end == "address internet" and said["kind"] == "security-group":
        return True  # a reference does not match a private address that is sought on the internet; a set of addresses does
    if kind == "peering" and said["kind"] in ("security-group", "network-acl"):
        return True  # whether a peering takes what a transit gateway hands over is not documented: a sure deny behind it is named
    if kind != said["kind"]:
        return kind in LIKE.get(said["kind"], ())
    if kind == "network-acl":
        return rest == [said["id"], str(said["rule"]), said["direction"]] or rest[1:] == ["32768", said["direction"]]
    if kind == "security-group":
        return rest[-1] == said["direction"]
    return kind != "route-table" or rest[0] == said["id"]


def story(seed, account, q, wrong, answer):
    """All that is needed to see it again."""
    word, arrived, usual, ends = verdict(q)
    out = [f"WIT_SEED={seed} WIT_ROUNDS=1: {q.source} -> {q.dest} {q.port}: {wrong}", f"the program: {json.dumps(answer)}",
           f"the packets: {word}{' (usual)' if usual else ''}, they end with: {'; '.join(sorted(ends)) or 'none was sent'}"]
    for flow in q.flows:
        for end in sorted({(p.arrived.name if p.arrived else "-", p.ended) for p in flow}):
            mine = [f"{p.source_port}" + (f" by {p.choice}" if p.choice else "") for p in flow if (p.arrived.name if p.arrived else "-", p.ended) == end]
            out.append(f"  {flow[0].source} -> {flow[0].dest}: arrives at {end[0]}, ends with {end[1]}; source ports {', '.join(mine[:12])}")
    return "\n".join(out + ["the account:"] + ["  " + line for line in describe(account, q)]) + "\n"


def round_of(program, seed):
    """One account. Returns (counts, lines about what differs)."""
    totals, lines = collections.Counter(), []
    topology = Topology(seed)
    begun = time.monotonic()
    cloud = Cloud(topology.answers())
    totals["setup ms"] += int((time.monotonic() - begun) * 1000)
    try:
        asker = Asker(cloud, topology, PORTS, random.Random(seed))
        questions = asker.some(PER_ROUND)
        begun = time.monotonic()
        cloud.prober.run([p for flow in asker.probes.values() for p in flow])
        totals["probing ms"] += int((time.monotonic() - begun) * 1000)
        begun = time.monotonic()
        answers = ask(program, topology, questions)
        totals["program ms"] += int((time.monotonic() - begun) * 1000)
        for q, answer in zip(questions, answers, strict=True):
            totals["questions"] += 1
            totals[verdict(q)[0]] += 1
            totals["said unknown"] += answer.get("verdict") == "unknown"
            wrong = judge(q, answer, cloud.account.transit.several)
            if wrong:
                totals["asked again"] += 1
                asker.again(q)
                wrong = judge(q, answer, cloud.account.transit.several)
            if wrong:
                totals["differ"] += 1
                lines.append(story(seed, cloud.account, q, wrong, answer))
        totals["probes"] += cloud.prober.sent
        totals["answers"] += cloud.prober.answers
        totals["endpoints"] += len(cloud.stations)
        totals["topologies"] += 1
    finally:
        cloud.close()
    return totals, lines


def worker(job):
    return round_of(*job)


def allowed():
    """Becomes one who may make namespaces, and tries all that is needed; raises NotAllowed."""
    try:
        try:
            if os.getuid() != 0:
                netns.own_users()
            space = netns.Space("try")
        except PermissionError:
            if os.getuid() != 0:
                raise
            netns.own_users()
            space = netns.Space("try")
    except OSError as e:
        if e.errno not in (errno.EPERM, errno.EACCES, errno.ENOSPC, errno.ENOSYS, errno.EINVAL, errno.EROFS):
            raise
        raise netns.NotAllowed(f"network namespaces are not allowed here ({e.strerror})") from e
    try:
        with space.inside():
            space.filter(groups_table("try", [], None, {}))
            netns.log_socket(space)
    except OSError as e:
        raise netns.NotAllowed(f"this kernel does not filter as needed ({e})") from e
    space.close()


def main():
    program = os.path.abspath(sys.argv[1])
    first, rounds = int(os.environ.get("WIT_SEED", "1")), int(os.environ.get("WIT_ROUNDS", "200"))
    try:
        allowed()
    except netns.NotAllowed as e:
        print(f"packets: {e}; nothing was compared")
        sys.exit(77)
    totals, begun, shown = collections.Counter(), time.monotonic(), 0
    with multiprocessing.Pool(int(os.environ.get("WIT_JOBS", os.cpu_count()))) as pool:
        for counts, lines in pool.imap(worker, [(program, s) for s in range(first, first + rounds)]):
            totals.update(counts)
            for line in lines:
                shown += 1
                if shown <= 8:
                    print(line, flush=True)
            if shown and os.environ.get("WIT_STOP"):  # one is enough
                pool.terminate()
                break
    print(", ".join(f"{n} {word}" for word, n in sorted(totals.items())) + f"; {time.monotonic() - begun:.1f} s")
    sys.exit(1 if totals["differ"] or not totals["reachable"] or totals["said unknown"] * 20 > totals["questions"] else 0)


main()
