#!/usr/bin/env bash
# tests/scripts/traffic.sh: captures become flow records, and `flows` prints them; the program, end to end.
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
status=0
captures=$WIT_SOURCE_DIR/tests/fuzz/corpus/capture
fail() {
    echo "FAILED: $*"
    status=1
}
# run STATUS COMMAND…
run() {
    local want=$1 got
    shift
    "$PATHWITNESS" "$@" >out 2>said
    got=$?
    [ $got -eq "$want" ] || fail "'$*' gave $got, not $want: $(head -3 said)"
}

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

# the artefact is what its schema says
if python3 -c 'import jsonschema' 2>/dev/null; then
    blob=$(find e/blobs -type f | sort | head -1)
    zstd -qdc "$blob" >flows.json
    python3 - "$WIT_SOURCE_DIR/schemas/flows.schema.json" flows.json <<'PY' || status=1
import json
import sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2])))
PY
fi
exit $status
