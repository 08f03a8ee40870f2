#!/usr/bin/env bash
# tests/scripts/traffic.sh: captures become flow records, and `flows` prints them; the program, end to end.
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
# shellcheck source=../support/script.sh
. "$WIT_SOURCE_DIR/tests/support/script.sh"
captures=$WIT_SOURCE_DIR/tests/fuzz/corpus/capture

run 0 import pcap "$captures/classic.pcap" "$captures/sections.pcapng" -o e
run 0 verify e
run 0 flows e --format jsonl
grep -q '"client":"10.0.1.5","server":"10.0.2.9","port":9092,"protocol":"tcp","class":"replication"' out || fail "no replication: $(cat out)"
grep -q '"software":\["java 3.9"\]' out || fail "no software: $(cat out)"
cp out first
run 0 flows e --format csv
head -1 out | grep -q '^class,client,server,port,' || fail "csv: $(head -1 out)"
run 0 flows e
head -1 out | grep -q '^CLASS .* CLIENT IDS' || fail "table: $(head -1 out)"

# the same bytes from another order of the same files, but for the numbers of artefacts
run 0 import pcap "$captures/sections.pcapng" "$captures/classic.pcap" -o turned
run 0 flows turned --format jsonl
cmp -s <(sed 's/"evidence":.*//' first) <(sed 's/"evidence":.*//' out) || fail "the order of the files shows"

# sampled: estimates are scaled and have an interval
run 0 import pcap --sample 100 "$captures/raw.pcap" -o sampled
run 0 flows sampled --format jsonl
grep -q '"packets":100,.*"bytes_ci95":\[' out || fail "no estimate: $(cat out)"
# prefixes in place of addresses
run 0 import pcap --anonymize "$captures/raw.pcap" -o blind
run 0 flows blind --format jsonl
grep -q '"client":"10.0.1.0/24","server":"10.0.2.0/24"' out || fail "not anonymous: $(cat out)"
! grep -q '10\.0\.1\.5' out || fail "an address is left"

# a file that ends early counts as far as it goes; the cut is a gap
head -c -3 "$captures/classic.pcap" >cut.pcap
run 3 import pcap cut.pcap -o cut
grep -q 'cut: the file ends inside a frame' said || fail "the cut is not told: $(cat said)"
grep -q '"reason":"cut"' cut/journal.jsonl || fail "the cut is no gap"
run 0 flows cut --format jsonl
[ -s out ] || fail "what came before the cut is gone"

# what is no capture leaves nothing behind
echo 'GET / HTTP/1.1' >no.pcap
run 4 import pcap "$captures/raw.pcap" no.pcap -o none
grep -q 'no.pcap: no capture' said || fail "said: $(cat said)"
[ ! -e none ] || fail "none was made"
run 4 import pcap missing.pcap -o none
run 2 import pcap "$captures/raw.pcap"
run 2 flows e --format xml
run 0 flows "$work/blind" --format jsonl

# flow logs: text and gzip, with and without a header, folders; roles by flags, then by servers that flags told
mkdir -p logs/a
cat >logs/a/one.log <<'LOG'
version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags
5 111122223333 eni-0a 10.0.1.5 10.0.2.9 50000 39092 6 5 400 1700000000 1700000060 ACCEPT OK 2
5 111122223333 eni-0a 10.0.2.9 10.0.1.5 39092 50000 6 4 9000 1700000000 1700000060 ACCEPT OK 18
5 111122223333 eni-0a 10.0.2.9 10.0.1.5 39092 50000 6 3 8000 1700000060 1700000120 ACCEPT OK 0
5 111122223333 eni-0b 10.0.1.6 10.0.2.9 50001 39092 6 1 60 1700000000 1700000060 REJECT OK 2
5 111122223333 eni-0c - - - - - - - 1700000000 1700000060 - NODATA -
LOG
printf '2 111122223333 eni-0d 10.0.1.7 10.0.2.9 40000 9092 6 7 700 1700000000 1700000060 ACCEPT OK\n' | gzip >logs/two.log.gz
run 0 import flow-logs logs -o log
grep -q '2 files, 5 records of 4 interfaces' said || fail "said: $(cat said)"
run 0 flows log --format jsonl
grep -q '"client":"10.0.1.5","server":"10.0.2.9","port":39092,.*"connections":1,"packets":12,"bytes":17400' out || fail "roles: $(cat out)"
grep -q '"client":"10.0.1.7","server":"10.0.2.9","port":9092' out || fail "gzip: $(cat out)"
printf '2 1 eni-0e - - - - - - - 1700000000 1700000060 - SKIPDATA\n2 1 eni-0e 10.0.1.5 10.0.2 1 2 6 1 1 1 2 ACCEPT OK\n' >skip.log
run 3 import flow-logs skip.log -o skipped
grep -q '"reason":"cut"' skipped/journal.jsonl && grep -q '"reason":"unreadable"' skipped/journal.jsonl || fail "no gaps: $(cat skipped/journal.jsonl)"
gzip -c logs/a/one.log | head -c 60 >half.gz
run 4 import flow-logs half.gz -o half
grep -q 'half.gz: ' said || fail "said: $(cat said)"
run 2 import flow-logs logs --format '${version} ${bytes}' -o log
run 4 import flow-logs nowhere -o none
[ ! -e none ] || fail "none was made"

# the artefact is what its schema says
if python3 -c 'import jsonschema' 2>/dev/null; then
    mapfile -t blobs < <(find e/blobs log/blobs -type f)
    for blob in "${blobs[@]}"; do
    zstd -qdc "$blob" >flows.json
    python3 - "$WIT_SOURCE_DIR/schemas/flows.schema.json" flows.json <<'PY' || status=1
import json
import sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2])))
PY
    done
fi
exit $status
