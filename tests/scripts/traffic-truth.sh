#!/usr/bin/env bash
# tests/scripts/traffic-truth.sh: `flows` on real captures with their ground truth: right or unknown, never wrong; with the intent's services and
# roles nearly all of TLS too. Skipped where the captures are not.
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
data=$WIT_SHARED_DIR/data/traffic
[ -r "$data/tls.truth.txt" ] || { echo "skipped: no captures"; exit 77; }
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
cat >intent.yaml <<'YAML'
version: 1
roles:
  brokers: {kind: broker, match: {prefix: [10.10.1.11/32, 10.10.2.11/32, 10.10.3.11/32, 10.20.1.11/32]}}
  controllers: {kind: controller, match: {prefix: [10.10.1.11/32, 10.10.2.11/32, 10.10.3.11/32]}}
  connect: {kind: connect-worker, match: {prefix: 10.10.20.31/32}}
  mirror: {kind: mirror, match: {prefix: 10.10.20.41/32}}
  store: {kind: object-store, match: {prefix: 10.10.40.61/32}}
services:
  - {role: brokers, listener: CLIENT, port: 9096, security: SASL_SSL, use: client}
  - {role: brokers, listener: REPLICATION, port: 9095, security: SSL, use: replication}
  - {role: controllers, listener: CONTROLLER, port: 9099, security: SSL, use: controller}
  - {role: brokers, listener: METRICS, port: 7071, security: PLAINTEXT, use: telemetry}
  - {role: connect, listener: REST, port: 8443, security: SSL, use: admin}
  - {role: store, listener: S3, port: 443, security: SSL, use: object-storage}
YAML
status=0
# judge NAME PERCENT [OPTION…]: of the edges whose clients sent something so many have their class
judge() {
    local name=$1 percent=$2
    shift 2
    rm -rf e
    "$PATHWITNESS" import pcap "$data/$name.pcap" -o e -q || status=1
    "$PATHWITNESS" flows e --format jsonl "$@" >flows.jsonl || status=1
    python3 -B - "$name" "$data/$name.truth.txt" "$percent" <<'PY' || status=1
import json
import sys

CLASSES = {"admin": "admin", "broker-to-controller": "controller", "client-fetch": "client", "client-produce": "client", "connect-rest": "admin",
           "connect-sink-consumer": "connector", "connect-source-producer": "connector", "connect-worker-internal": "connector",
           "kraft-quorum": "controller", "metrics-scrape": "telemetry", "mm2-to-dr": "migration", "mm2-to-primary": "migration",
           "replica-fetch": "replication", "s3-put": "object-storage"}
name, path, percent = sys.argv[1], sys.argv[2], float(sys.argv[3])
truth = {}
for line in open(path, encoding="utf-8"):
    f = line.rstrip("\n").split("\t")
    if len(f) < 10 or ":" not in f[0] or f[2] not in CLASSES or f[8] in ("0", "-"):
        continue
    server, port = f[1].split(":")
    key = (f[0].split(":")[0], server, int(port))
    truth.setdefault(key, {}).setdefault(CLASSES[f[2]], 0)
    truth[key][CLASSES[f[2]]] += 1
seen, wrong = {}, 0
for line in open("flows.jsonl", encoding="utf-8"):
    f = json.loads(line)
    key = (f["client"], f["server"], f["port"])
    if key not in truth or f["class"] == "unknown":
        continue
    seen.setdefault(key, set()).add(f["class"])
    if f["class"] not in truth[key]:
        wrong += 1
        print(f"{name}: {key} is {sorted(truth[key])}, told as {f['class']} ({f['confidence']})")
every = sum(sum(c.values()) for c in truth.values())
right = sum(n for key, classes in truth.items() for c, n in classes.items() if c in seen.get(key, ()))
print(f"{name}: of {every} connections {right} right, {every - right} not told, {wrong} records wrong")
sys.exit(wrong > 0 or right * 100 < percent * every)
PY
}
judge plaintext 99
judge plaintext_vxlan 99
judge plaintext_any_b1_sll2 99
judge plaintext_60s_1in100 90
judge plaintext 99 --intent intent.yaml
judge tls 97 --intent intent.yaml
judge tls 0
exit $status
