#!/usr/bin/env python3
# tests/slow/sigv4_botocore.py: random requests, signed by botocore and by our signer; any difference fails.
# usage: sigv4_botocore.py SIGNER [COUNT [SEED]]      SPDX-License-Identifier: Apache-2.0
import datetime
import json
import random
import subprocess
import sys
from urllib.parse import quote

import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

signer = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
rnd = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 20260102)
HOST = "host.example"
CHARS = "abcXYZ019-._~ /:=+&%?#@!$'()*,;[]é漢\U0001f600"


def text(low, high):
    return "".join(rnd.choice(CHARS) for _ in range(rnd.randint(low, high)))


def wire_path(s3):
    """As a client writes it: every segment encoded once; dots and double slashes may stand in it."""
    parts = [rnd.choice(["", ".", "..", quote(text(1, 12), safe="-._~")]) if rnd.random() < 0.3
             else quote(text(1, 12), safe="-._~") for _ in range(rnd.randint(0, 5))]
    return "/" + "/".join(parts)


def wire_query():
    names = [text(1, 6) for _ in range(rnd.randint(0, 5))]
    return "&".join(f"{quote(n, safe='-._~')}={quote(text(0, 10), safe='-._~')}" for n in names)


def one():
    s3 = rnd.random() < 0.3
    when = datetime.datetime(2026, rnd.randint(1, 12), rnd.randint(1, 28), rnd.randint(0, 23), rnd.randint(0, 59), 7)
    headers = [["Host", HOST]]
    if rnd.random() < 0.6:
        headers.append(["Content-Type", rnd.choice(["application/x-amz-json-1.1", "text/plain;  charset=utf-8"])])
    for i in range(rnd.randint(0, 3)):
        headers.append([f"X-Amz-Extra-{rnd.choice('aBc')}{i}", rnd.choice(["v", "  two   words ", "a,b", "x"])])
    method = rnd.choice(["GET", "POST", "PUT", "DELETE"])
    return {"service": "s3" if s3 else rnd.choice(["ec2", "kafka", "sts", "vpc-lattice"]),
            "region": rnd.choice(["eu-west-1", "us-east-1", "cn-north-1"]),
            "date": when.strftime("%Y%m%dT%H%M%SZ"), "method": method, "path": wire_path(s3), "query": wire_query(),
            "headers": headers, "body": text(0, 40) if method in ("POST", "PUT") else "",
            "access": "AKIAIOSFODNN7EXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "token": rnd.choice(["", "", "a/token+with=signs"]), "s3": s3}, when


def theirs(case, when):
    auth.get_current_datetime = lambda remove_tzinfo=True: when
    keys = Credentials(case["access"], case["secret"], case["token"] or None)
    url = f"https://{HOST}{case['path']}" + (f"?{case['query']}" if case["query"] else "")
    request = AWSRequest(method=case["method"], url=url, data=case["body"].encode(), headers=dict(case["headers"]))
    if case["s3"]:
        request.context["client_config"] = None
        request.context["payload_signing_enabled"] = True
    signing = (auth.S3SigV4Auth if case["s3"] else auth.SigV4Auth)(keys, case["service"], case["region"])
    signing.add_auth(request)
    return request.headers["Authorization"].rsplit("Signature=", 1)[1], signing.canonical_request(request)


cases = [one() for _ in range(count)]
lines = "".join(json.dumps(c, ensure_ascii=False) + "\n" for c, _ in cases)
run = subprocess.run([signer], input=lines.encode(), stdout=subprocess.PIPE, check=True)
ours = [json.loads(line) for line in run.stdout.splitlines()]
assert len(ours) == count, f"{len(ours)} answers to {count} requests"
bad = 0
for (case, when), mine in zip(cases, ours):
    signature, canonical = theirs(case, when)
    if signature != mine["signature"]:
        bad += 1
        if bad <= 3:
            print(f"differs: {json.dumps(case)}\n--- botocore\n{canonical}\n--- ours\n{mine['canonical']}\n")
print(f"{count} requests, {bad} signatures differ")
sys.exit(1 if bad else 0)
