"""facts.py: an expression over the artefacts of a bundle, for tests/slow/kafka.sh: facts.py BUNDLE EXPRESSION, or --dump BUNDLE…
SPDX-License-Identifier: Apache-2.0"""
import json
import os
import subprocess
import sys


def blob(bundle, digest):
    path = os.path.join(bundle, "blobs", digest[:2], digest)
    return subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout


def records(bundle):
    with open(os.path.join(bundle, "journal.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def value(document, name):
    return next((entry["value"] or "" for entry in document["entries"] if entry["name"] == name), "")


def connector(artefacts, name):
    return next(d["connectors"][name]["info"]["config"] for r, d in artefacts["ListConnectors"] if name in d["connectors"])


if sys.argv[1] == "--dump":
    for bundle in sys.argv[2:]:
        for record in records(bundle):
            sys.stdout.write(json.dumps(record) + "\n")
            if record["kind"] == "artefact":
                sys.stdout.buffer.flush()
                sys.stdout.buffer.write(blob(bundle, record["sha256"]) + b"\n")
    sys.exit(0)

artefacts, gaps = {}, []
for record in records(sys.argv[1]):
    subject = record.get("subject", record)
    if record["kind"] == "artefact":
        document = json.loads(blob(sys.argv[1], record["sha256"]))
        artefacts.setdefault(subject["operation"], []).append((subject.get("resource", ""), document))
    elif record["kind"] == "gap":
        gaps.append({**record, **subject})
names = {"a": artefacts, "g": gaps, "value": value, "connector": connector}
print(eval(sys.argv[2], names))  # the expression is the test's own
