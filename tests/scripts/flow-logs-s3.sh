#!/usr/bin/env bash
# tests/scripts/flow-logs-s3.sh: `collect flow-logs` reads a bucket: pages, times, retries, and gaps for what is not obtained.
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
replay=$(find "$WIT_BUILD_DIR" -maxdepth 2 -name replay -type f -perm -u+x | head -1)
[ -n "$replay" ] || { echo "skipped: the replay server is not built"; exit 77; }
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
status=0
fail() {
    echo "FAILED: $*"
    status=1
}
export HOME=$work AWS_EC2_METADATA_DISABLED=true PATHWITNESS_WAIT_PERCENT=0 PATHWITNESS_NOW_MS=1763762400000 # 2025-11-21T22:00Z
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AWS_REGION=eu-west-1

# serve [FAULT…]: a server with these faults, one a line
serve() {
    [ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null; }
    printf '%s\n' "$@" >faults
    : >log
    rm -f port # or the old server's is read
    "$replay" "$work" --faults faults --log log >port &
    server=$!
    for _ in $(seq 100); do
        [ -s port ] && break
        sleep 0.05
    done
    AWS_ENDPOINT_URL=http://127.0.0.1:$(cut -d' ' -f2 port)
    export AWS_ENDPOINT_URL
}
# run STATUS ARGUMENT…
run() {
    local want=$1 got
    shift
    "$PATHWITNESS" "$@" >out 2>said
    got=$?
    [ $got -eq "$want" ] || fail "'$*' gave $got, not $want: $(head -3 said)"
}
# total: packets of all flows in out
total() { grep -o '"packets":[0-9]*' out | awk -F: '{ n += $2 } END { print n + 0 }'; }
asked() { grep -c "$1" log; }

# a day of logs: hour H has an object of one record with 1 packet; names as AWS writes them
mkdir -p 111122223333/eu-west-1 objects
logs=objects/acme-logs/AWSLogs/111122223333/vpcflowlogs/eu-west-1
header='version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags'
record() { # FILE EPOCH CLIENT PACKETS
    printf '5 111122223333 eni-0a %s 10.0.2.9 50000 9092 6 %s 400 %s %s ACCEPT OK 2\n' "$3" "$4" "$2" $(($2 + 60)) >>"$1"
}
begin=1763596800 # 2025-11-20T00:00:00Z
for hour in $(seq 0 45); do
    at=$((begin + hour * 3600 + 300))
    dir=$logs/$(date -u -d "@$at" +%Y/%m/%d)
    mkdir -p "$dir"
    file=$dir/111122223333_vpcflowlogs_eu-west-1_fl-0a_$(date -u -d "@$at" +%Y%m%dT%H%MZ)_$(printf %08x "$hour").log
    echo "$header" >"$file"
    record "$file" $((at - 120)) "10.0.1.$hour" 1
    gzip -n "$file"
done
mkdir -p $logs/2024/01/01
echo "$header" | gzip -n >"$logs/2024/01/01/111122223333_vpcflowlogs_eu-west-1_fl-0a_20240101T0000Z_0a.log.gz"
echo 7 >objects/page-size

serve
run 0 collect flow-logs --s3 s3://acme-logs/AWSLogs/111122223333/vpcflowlogs/eu-west-1/ -o all
grep -q '47 of 47 objects, 46 records of 1 interfaces, 46 flows' said || fail "all: $(cat said)"
[ "$(asked ListObjectsV2)" -eq 7 ] || fail "pages: $(asked ListObjectsV2)"
[ "$(asked ' 403')" -eq 0 ] || fail "a signature was wrong: $(grep -m1 ' 403' log)"
run 0 verify all
run 0 flows all --format jsonl
[ "$(total)" = 46 ] || fail "packets: $(total)"

# since and until: keys by their names, records by their times; a listing that begins where the days do
serve
run 0 collect flow-logs --s3 s3://acme-logs/AWSLogs/111122223333/vpcflowlogs/eu-west-1/ --since 4h -o recent
[ "$(asked GetObject)" -le 6 ] || fail "since: $(asked GetObject) objects were fetched"
[ "$(asked ListObjectsV2)" -le 6 ] || fail "since: the listing began before its days"
run 0 flows recent --format jsonl
[ "$(total)" = 4 ] || fail "since: $(cat out)"
run 0 collect flow-logs --s3 s3://acme-logs/AWSLogs/111122223333/ --since 2025-11-20T02:00:00Z --until 2025-11-20T04:00:00Z -o between
run 0 flows between --format jsonl
[ "$(total)" = 2 ] || fail "until: $(cat out)"
[ "$(grep -c '"client":"10.0.1.[23]"' out)" -eq 2 ] || fail "until: $(cat out)"
run 4 collect flow-logs --s3 s3://acme-logs/AWSLogs/ --until 2020-01-01 -o none
grep -q 'no object of that time' said || fail "said: $(cat said)"
[ ! -e none ] || fail "none was made"
run 2 collect flow-logs --s3 s3://acme-logs --since yesterday -o none
run 2 collect flow-logs --s3 s3://acme-logs --since 1h --until 2h -o none
run 2 collect flow-logs --s3 https://acme-logs -o none
run 2 collect flow-logs --s3 s3://acme-logs
run 2 collect flow-logs -o none

# throttled, failing and cut answers are asked again, and nothing is read twice
name=AWSLogs/111122223333/vpcflowlogs/eu-west-1/2025/11/20/111122223333_vpcflowlogs_eu-west-1_fl-0a
first=${name}_20251120T0005Z_00000000.log.gz
second=${name}_20251120T0105Z_00000001.log.gz
third=${name}_20251120T0205Z_00000002.log.gz
serve "s3-GetObject.$first * * throttle 2 SlowDown" "s3-GetObject.$second * * fail 1 503" "s3-GetObject.$third * * cut 40 1" \
    "s3-ListObjectsV2 * 2 fail 2"
run 0 collect flow-logs --s3 s3://acme-logs/ -o retried
run 0 flows retried --format jsonl
[ "$(total)" = 46 ] || fail "retried: $(total)"

# denied, gone, always cut: gaps, each with its name; the rest counts; nothing is called complete
serve "s3-GetObject.$first * * deny AccessDenied" "s3-GetObject.$second * * gone" "s3-GetObject.$third * * cut 40"
run 3 collect flow-logs --s3 s3://acme-logs/ --attempts 3 -o holes
[ "$(grep -c '44 of 47 objects\|3 objects are missing' said)" -eq 2 ] || fail "holes: $(cat said)"
for reason in denied moving cut; do
    grep -q "\"reason\":\"$reason\"" holes/journal.jsonl || fail "no gap '$reason': $(cat holes/journal.jsonl)"
done
grep -q '20251120T0005Z_00000000.log.gz' holes/journal.jsonl || fail "the object is not named"
# a listing that ends early, and one that is denied from the beginning
serve "s3-ListObjectsV2 * 3 deny AccessDenied"
run 3 collect flow-logs --s3 s3://acme-logs/ -o half
grep -q '"operation":"ListObjectsV2".*"reason":"cut"' half/journal.jsonl || fail "no gap: $(cat half/journal.jsonl)"
serve "s3-ListObjectsV2 * * deny AccessDenied"
run 4 collect flow-logs --s3 s3://acme-logs/ -o none
grep -q 'AccessDenied' said || fail "said: $(cat said)"
serve "s3-GetObject.$first * * deny AccessDenied"
run 4 collect flow-logs --s3 "s3://acme-logs/$first" -o none
AWS_SECRET_ACCESS_KEY=wrong run 4 collect flow-logs --s3 s3://acme-logs/ -o none
grep -q 'SignatureDoesNotMatch' said || fail "said: $(cat said)"
AWS_ENDPOINT_URL=http://127.0.0.1:9 run 4 collect flow-logs --s3 s3://acme-logs/ --attempts 1 -o none
[ ! -e none ] || fail "none was made"

# a bucket of another region is asked there
serve "s3-ListObjectsV2 us-east-1 * moved eu-west-1"
AWS_REGION=us-east-1 run 0 collect flow-logs --s3 s3://acme-logs/ -o moved
grep -q 'GetObject eu-west-1' log || fail "not asked there: $(head -3 log)"

# several gzip members in one object, Hive's folders, a key that must be encoded, Parquet, another log, an object cut in itself
hive="objects/odd/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2025/month=11/day=20/hour=05"
mkdir -p "$hive" "objects/odd/a b+c"
for i in 1 2 3; do
    : >part
    [ $i -ne 1 ] || echo "$header" >part
    record part $((begin + 5 * 3600)) "10.0.1.$i" 10
    gzip -n -c part >>"$hive/x_20251120T0505Z_0a.log.gz"
done
echo "$header" >"objects/odd/a b+c/plain=ü.log"
record "objects/odd/a b+c/plain=ü.log" $((begin + 7)) 10.0.1.4 100
serve
run 0 collect flow-logs --s3 s3://odd/ -o odd
run 0 flows odd --format jsonl
[ "$(total)" = 130 ] || fail "odd: $(total): $(cat said)"
run 0 collect flow-logs --s3 s3://odd/ --since 2025-11-20T05:00:00Z --until 2025-11-20T06:00:00Z -o odd-hour
run 0 flows odd-hour --format jsonl
[ "$(total)" = 30 ] || fail "odd hour: $(total)"
printf 'PAR1' >"$hive/y_20251120T0510Z_0b.log.parquet"
run 3 collect flow-logs --s3 s3://odd/ -o parquet
grep -q '1 Parquet objects are not read' parquet/journal.jsonl || fail "Parquet is no gap: $(cat parquet/journal.jsonl)"
run 4 collect flow-logs --s3 "s3://odd/${hive#objects/odd/}/y" -o none
grep -q 'only Parquet' said || fail "said: $(cat said)"
echo '{"Records":[]}' | gzip -n >"$hive/z_20251120T0510Z_0c.json.gz"
head -c 70 "$hive/x_20251120T0505Z_0a.log.gz" >"$hive/w_20251120T0510Z_0d.log.gz"
run 3 collect flow-logs --s3 s3://odd/ -o foreign
[ "$(grep -c '"reason":"unreadable"' foreign/journal.jsonl)" -eq 2 ] || fail "foreign: $(cat foreign/journal.jsonl)"
run 0 collect flow-logs --s3 "s3://odd/a b+c/" --anonymize -o blind
run 0 flows blind --format jsonl
grep -q '"client":"10.0.1.0/24"' out || fail "not anonymous: $(cat out)"

# what it leaves behind holds no credentials
cat ./*/journal.jsonl | grep -aq 'wJalrXUtnFEMI' && fail "credentials are in a bundle"
exit $status
