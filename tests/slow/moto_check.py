#!/usr/bin/env python3
# tests/slow/moto_check.py: what was made in moto is in the bundle; every gap is one of moto's own refusals.
# usage: moto_check.py BUNDLE MADE.json      SPDX-License-Identifier: Apache-2.0
import json
import pathlib
import sys

import zstandard

bundle = pathlib.Path(sys.argv[1])
made = json.loads(pathlib.Path(sys.argv[2]).read_text())
records = [json.loads(line) for line in (bundle / "journal.jsonl").read_text().splitlines()]
texts = {}
for record in records:
    if record["kind"] == "artefact":
        digest = record["sha256"]
        raw = zstandard.ZstdDecompressor().decompressobj().decompress(
            (bundle / "blobs" / digest[:2] / digest).read_bytes())
        texts[record["operation"]] = texts.get(record["operation"], "") + raw.decode()
problems = [f"{operation}: {thing} is missing" for operation, things in made.items() for thing in things
            if thing not in texts.get(operation, "")]
for record in records:
    if record["kind"] == "gap" and not record["detail"].startswith(("HTTP status 404", "HTTP status 500")):
        problems.append(f"{record['operation']}: {record['reason']}: {record['detail']}")
print("\n".join(problems) or f"{len(records)} records, all that was made is there")
sys.exit(1 if problems else 0)
