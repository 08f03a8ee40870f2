#!/usr/bin/env python3
"""mutations.py [NAME...]: what mutations.sh runs: one row a mutation, (name, file, what stands there once, what shall stand there).

SPDX-License-Identifier: Apache-2.0
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

REACH = "pathmap/reach/"
ROWS = [
    ("an ACL is asked inside its subnet", REACH + "walk.c", "if (via != WIT_VIA_SUBNET && !(p->transit != NULL && p->subnet == subnet))", "if (true)"),
    ("the ACL of the answer is not asked", REACH + "reply.c", "if (!stays && (!b->transit || branch->kind == WIT_GW_LOCAL))", "if (stays && false)"),
    ("the shortest prefix wins", REACH + "routes.c", "if (length > best ||", "if (best < 0 || length < best ||"),
    ("a black hole falls through", REACH + "routes.c", "    if (route->by_list)\n        return list_length(", "    if (route->blackhole)\n        return -1;\n    if (route->by_list)\n        return list_length("),
    ("a reference to a group matches public addresses", REACH + "gateways.c", "    if (dst.family == 4 || a == NULL || b == NULL)\n        return WIT_GROUPS_NO;",
     "    if (a == NULL || b == NULL)\n        return WIT_GROUPS_NO;\n    if (dst.family == 4)\n        return WIT_GROUPS_YES;"),
    ("a peering passes on", REACH + "via_peering.c", "if (!theirs && !may_be) {", "if (!theirs && !may_be && !inside) {"),
    ("a NAT gateway accepts connections", REACH + "via_internet.c", 'if (strcmp(w->b->type, "nat_gateway") == 0) {', "if (w->b == NULL) {"),
    ("ACL entries count in the order of the answer", "pathmap/decode/link_filters.c", "        qsort(placed, raw->n_rules, sizeof *placed, by_number);", "        (void)by_number;"),
    ("egress rules are not looked at", REACH + "walk.c", "    if (p->nat == NULL && p->transit == NULL && w->a != NULL)\n        wit_way_group", "    if (w->a == NULL)\n        wit_way_group"),
    ("0.0.0.0/0 covers IPv6", "base/addr.c", "    return a.family == p.addr.family && wit_addr_cmp(", "    if (p.bits == 0 && p.addr.family == 4)\n        return true;\n    return a.family == p.addr.family && wit_addr_cmp("),
    ("the gateway's own port is not filtered on the way back", REACH + "pair.c", "if (wit_set_meets(r, near, r->tcp_source) && (!nat || wit_set_meets(r, far, r->tcp_nat)))", "if (wit_set_meets(r, near, r->tcp_source))"),
    ("a deny is skipped", REACH + "filters.c", "        undecided = wit_set_minus(r, undecided, match);", "        if (rule->allow)\n            undecided = wit_set_minus(r, undecided, match);"),
    ("a private address needs no public one", REACH + "via_internet.c", "        if (p->src_public.family == 0) {", "        if (p->src_public.family == 1) {"),
    ("a list is its first entry", REACH + "filters.c", "for (size_t i = 0; i < list->n_entries; i++)", "for (size_t i = 0; i < list->n_entries && i < 1; i++)"),
    ("the ACL before a NAT gateway is not asked", REACH + "via_nat.c", "    if (nat->subnet != p->subnet)\n        wit_way_acl(w, p, nat->subnet, false, p->src);", "    (void)p->src;"),
    ("an echo is answered by an echo", REACH + "pair.c", "{WIT_ICMP, 8, 0},", "{WIT_ICMP, 8, 8},"),
    ("a peering that is not active passes", REACH + "gateways.c", "    if (g->state == WIT_GW_CLOSED) {\n        edge.passes = -1;", "    if (g->state == WIT_GW_CLOSED && g->kind != WIT_GW_PEERING) {\n        edge.passes = -1;"),
]
ORACLES = [("packets", None), ("test_reach_cases", "test_reach_cases"), ("test_reach_naive", "test_reach_naive")]


def run(*words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def build(tree, target):
    done = run("ninja", "-C", tree + "/b", target)
    if done.returncode:
        sys.exit(f"mutations: {target} does not build:\n{done.stdout[-3000:]}")


def caught(tree, oracle):
    """Whether that oracle fails."""
    name, target = oracle
    if target is None:
        build(tree, "pathwitness")
        done = run("tests/slow/packets.sh", tree + "/b/pathwitness", env={**os.environ, "WIT_STOP": "1", "WIT_SEED": "1", "WIT_ROUNDS": os.environ.get("WIT_ROUNDS", "150")})
        return done.returncode not in (0, 77)
    build(tree, target)
    where = next(os.path.join(d, target) for d, _, names in os.walk(tree + "/b") if target in names and os.access(os.path.join(d, target), os.X_OK))
    return run(where, cwd=tree, timeout=300).returncode != 0


def main():
    rows = [r for r in ROWS if not sys.argv[1:] or any(w in r[0] for w in sys.argv[1:])]
    bad = 0
    with tempfile.TemporaryDirectory(prefix="mutations-") as tree:
        subprocess.run(f"git archive HEAD | tar -x -C {tree}", shell=True, check=True)
        launcher = ["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        done = run("cmake", "-S", tree, "-B", tree + "/b", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", *launcher)
        if done.returncode:
            sys.exit(done.stdout)
        oracles = []
        for oracle in ORACLES:
            if not caught(tree, oracle):
                oracles.append(oracle)
            elif oracle[1] is None:
                sys.exit(f"mutations: {oracle[0]} already fails without a mutation")
            else:
                print(f"{oracle[0]} fails without a mutation and is left out", flush=True)
        for name, file, old, new in rows:
            begun, path = time.monotonic(), os.path.join(tree, file)
            with open(path) as f:
                text = f.read()
            if text.count(old) != 1:
                bad += 1
                print(f"{name:58} NO LONGER APPLIES: {file} holds the text {text.count(old)} times", flush=True)
                continue
            with open(path, "w") as f:
                f.write(text.replace(old, new))
            who = next((o[0] for o in oracles if caught(tree, o)), None)
            with open(path, "w") as f:
                f.write(text)
            bad += who is None
            print(f"{name:58} {who or 'SURVIVES'} ({time.monotonic() - begun:.0f} s)", flush=True)
    print(f"{len(rows)} mutations, {bad} not caught")
    sys.exit(1 if bad else 0)


main()
