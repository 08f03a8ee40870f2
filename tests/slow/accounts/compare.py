#!/usr/bin/env python3
"""compare.py PROGRAM DATA: imports other people's accounts and compares `query` with what their projects expect (batfish.py, npguard.py).

SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import batfish  # noqa: E402
import npguard  # noqa: E402

VERDICTS = {"R": "reachable", "P": "partial", "O": "one-way", "I": "isolated", "U": "unknown"}
ME = "554773406868"


def read(path):
    return json.loads(path.read_text())


def snapshot(folder):
    """Batfish's file names and its own wrappings of answers about one thing, as answers of the AWS CLI."""
    out = {}
    wrapped = {"TransitGatewayStaticRoutes": ("ec2-search-transit-gateway-routes", "TransitGatewayRouteTableId"),
               "TransitGatewayPropagations": ("ec2-get-transit-gateway-route-table-propagations", "TransitGatewayRouteTableId"),
               "LoadBalancerListeners": ("elbv2-describe-listeners", "LoadBalancerArn"), "LoadBalancerAttributes": ("elbv2-describe-load-balancer-attributes", "LoadBalancerArn"),
               "LoadBalancerTargetHealth": ("elbv2-describe-target-health", "TargetGroupArn")}
    for path in sorted(folder.glob("*.json")):
        answer = read(path)
        if path.stem in wrapped:
            stem, key = wrapped[path.stem]
            for row in answer[path.stem]:
                out[f"{stem}.{row[key].replace('/', '%2F')}"] = {k: v for k, v in row.items() if k != key}
        else:
            out[path.stem] = answer
    for listeners in [a for s, a in out.items() if s.startswith("elbv2-describe-listeners.")]:
        for one in listeners["Listeners"]:  # no rules were collected: of a network balancer the default action is all there is
            out[f"elbv2-describe-rules.{one['ListenerArn'].replace('/', '%2F')}"] = {"Rules": [
                {"RuleArn": one["ListenerArn"] + "/d", "Priority": "default", "IsDefault": True, "Conditions": [], "Actions": one["DefaultActions"]}]}
    blocks = {v["VpcId"]: v["CidrBlock"] for v in out.get("Vpcs", {}).get("Vpcs", [])}
    for stem, answer in list(out.items()):  # what propagates is in the table too; Batfish derives it
        if stem.startswith("ec2-get-transit-gateway-route-table-propagations."):
            rows = out["ec2-search-transit-gateway-routes." + stem.split(".", 1)[1]]["Routes"]
            for p in answer["TransitGatewayRouteTablePropagations"]:
                if p["ResourceId"] in blocks:
                    rows.append({"DestinationCidrBlock": blocks[p["ResourceId"]], "Type": "propagated", "State": "active",
                                 "TransitGatewayAttachments": [{k: p[k] for k in ("TransitGatewayAttachmentId", "ResourceId", "ResourceType")}]})
    out["sts-get-caller-identity"] = {"UserId": "x", "Account": ME, "Arn": f"arn:aws:iam::{ME}:user/x"}
    return out


def ask(program, answers, region, questions):
    with tempfile.TemporaryDirectory() as work:
        where = pathlib.Path(work) / "in" / "accounts" / ME / region
        where.mkdir(parents=True)
        for stem, answer in answers.items():
            (where / f"{stem}.json").write_text(json.dumps(answer))
        done = subprocess.run([program, "-q", "import", "aws-cli", work + "/in", "--assume-empty", "-o", work + "/e"], capture_output=True, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"import ended with {done.returncode}: {done.stderr}")
        lines = "".join(json.dumps({"from": f, "to": t, "port": p}) + "\n" for f, t, p in questions)
        done = subprocess.run([program, "-q", "query", work + "/e", "--batch", "-"], input=lines, capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


def wrong(answer, expected):
    words = expected.split()
    if answer.get("verdict") not in [VERDICTS[w] for w in words[0].split("/")]:
        return True
    for w in words[1:]:
        if w == "!usual" and answer.get("usual") is not False:
            return True
        if w.startswith("d=") and (answer["decider"] or {}).get("kind") != w[2:]:
            return True
        if w.startswith("kind=") and answer.get("kind") != w[5:]:
            return True
    return False


def compare(title, program, answers, region, rows):
    got = ask(program, answers, region, [r[:3] for r in rows])
    if len(got) != len(rows):
        sys.exit(f"{title}: {len(rows)} questions, {len(got)} answers")
    failed = waiting = 0
    for (f, t, p, expected, differs), a in zip(rows, got):
        if wrong(a, expected) and any(f"{title}: {f} -> {t} {p}".startswith(x) for x in batfish.PENDING):
            waiting += 1
        elif wrong(a, expected):
            failed += 1
            print(f"{title}: {f} -> {t} {p}: expected {expected}: {json.dumps(a)}")
        elif isinstance(differs, str):
            print(f"{title}: {f} -> {t} {p}: {a['verdict']}; the project's own expectation: {differs}")
    return failed, waiting, len(rows)


def main():
    program, data = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    results = []
    for name, rows in batfish.CASES:
        first, _, rest = name.partition("/")
        answers = snapshot(data / "batfish" / first / "aws_configs" / rest)
        nodes = sorted(i["NetworkInterfaceId"] for i in answers["NetworkInterfaces"]["NetworkInterfaces"] if i.get("Description", "").startswith("ELB net/"))
        rows = [(f, nodes[int(t[2:])] if t.startswith("LB") else t, p, e, d) for f, t, p, e, d in rows]
        results.append(compare(name, program, answers, rest or "us-east-2", rows))
    for word in ("sg", "acl"):
        found = npguard.real((data / "np-guard" / "input" / f"input_aws_{word}_1.json").read_text())
        rows = npguard.questions(found, (data / "np-guard" / "expected" / f"aws_{word}_1_all_vpcs_.txt").read_text())
        rows = [(f, t, p, *npguard.DIFFERS.get((word, *ends, p), npguard.DIFFERS.get((word, *ends), (e, None)))) for f, t, p, e, ends in rows]
        results.append(compare(f"np-guard {word}", program, npguard.answers(found, ME), "eu-west-1", rows))
    failed, waiting, asked = (sum(r[i] for r in results) for i in range(3))
    print(f"{len(results)} accounts: {asked - failed - waiting} answers as expected, {failed} not, {waiting} pending")
    sys.exit(1 if failed else 0)


main()
