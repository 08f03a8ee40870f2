#!/usr/bin/env bash
# acme-kafka.sh: Acme's properties files and policy: a listener is the cause, the exception is waived, and no secret gets anywhere.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
command -v zstd >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
acme=$WIT_SOURCE_DIR/samples/acme
cd "$work"
# ends STATUS COMMAND…
ends() {
    local expected=$1 status=0
    shift
    "$@" || status=$?
    [ "$status" -eq "$expected" ] || { echo "acme-kafka: status $status, not $expected: $*"; exit 1; }
}
for month in 2026-09 2026-10; do
    PATHWITNESS_NOW_MS=$(date -u -d "$month-15T06:00:00Z" +%s)000
    export PATHWITNESS_NOW_MS
    ends 3 "$PATHWITNESS" import aws-cli --quiet "$acme/$month/cli" -o "$month.evidence"
    "$PATHWITNESS" import kafka-properties "$acme/$month"/kafka/*.properties -o "$month.evidence" >"$month.txt" 2>&1
    ends 3 "$PATHWITNESS" map --quiet "$month.evidence" --intent "$acme/intent.yaml" --policy "$acme/policy.yaml" -o "$month.json"
done
ends 1 "$PATHWITNESS" diff 2026-09.json 2026-10.json >diff.txt
for node in 1 2 3 4 5 6; do
    grep -q "^kafka-listener .*/$node (PLAIN): tcp/9092 PLAINTEXT .* added" diff.txt || { echo "no listener of broker $node"; exit 1; }
done
ends 1 "$PATHWITNESS" check 2026-10.json >check.txt
grep -A20 '^waived' check.txt | grep -q 'waiver payments-scram of payments until 2026-11-30' || { echo "the waiver is not told"; exit 1; }
"$PATHWITNESS" packet --quiet 2026-10.json --previous 2026-09.json -o packet

# The secrets are in the files, and nowhere else.
grep -rq not-a-real-secret "$acme/2026-10/kafka" || { echo "the sample has no secrets to look for"; exit 1; }
mkdir plain
find . -path '*.evidence/*' -type f | while read -r file; do
    zstd -q -dc "$file" >"plain/${file//\//_}" 2>/dev/null || cp "$file" "plain/${file//\//_}"
done
grep -rlq '(removed)' plain || { echo "the bundles could not be read"; exit 1; }
if grep -rl not-a-real-secret .; then
    echo "a secret of a properties file is in these files"
    exit 1
fi
