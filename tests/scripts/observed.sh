#!/usr/bin/env bash
# tests/scripts/observed.sh: captures and an account's answers become a map whose paths are seen, not seen, not watched.
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
# shellcheck source=../support/script.sh
. "$WIT_SOURCE_DIR/tests/support/script.sh"
case=$WIT_SOURCE_DIR/tests/golden/review/platform

# ---- a capture of raw IP, a few bytes at a time ----
number() { # BYTES VALUE, low byte first
    local i
    for ((i = 0; i < $1; i++)); do printf '%b' "\\x$(printf %02x $((($2 >> (8 * i)) & 255)))"; done
}
big() { # BYTES VALUE, high byte first
    local i
    for ((i = $1 - 1; i >= 0; i--)); do printf '%b' "\\x$(printf %02x $((($2 >> (8 * i)) & 255)))"; done
}
address() { local IFS=.; for part in $1; do big 1 "$part"; done; }
id=1
packet() { # SECOND FROM FROM-PORT TO TO-PORT FLAGS
    number 4 $((1792044000 + $1)); number 4 0; number 4 40; number 4 40
    big 2 17664; big 2 40; big 2 $((id++)); big 2 0; big 1 64; big 1 6; big 2 0; address "$2"; address "$4"
    big 2 "$3"; big 2 "$5"; big 4 $((id * 1000)); big 4 1; big 1 80; big 1 "$6"; big 2 1024; big 2 0; big 2 0
}
head_of() { number 4 2712847316; number 2 2; number 2 4; number 4 0; number 4 0; number 4 65535; number 4 101; }
connection() { # FROM FROM-PORT TO TO-PORT: opened and answered
    packet 10 "$1" "$2" "$3" "$4" 2; packet 11 "$3" "$4" "$1" "$2" 18; packet 12 "$1" "$2" "$3" "$4" 16
    packet 300 "$3" "$4" "$1" "$2" 17
}
declare -A address_of
while read -r eni address; do address_of[$eni]=$address; done < <(
    sed -n 's/.*"\(NetworkInterfaceId\|PrivateIpAddress\)": "\(.*\)".*/\1 \2/p' "$case"/cli/ec2-describe-network-interfaces.json |
        awk '$1 == "NetworkInterfaceId" {eni = $2} $1 == "PrivateIpAddress" && !(eni in done) {addr[eni] = $2}
             END {for (e in addr) print e, addr[e]}')
orders=${address_of[eni-orders]} broker=${address_of[eni-brk-a]}
{
    head_of
    connection "$orders" 40000 "$broker" 9096
    connection 192.168.7.7 40001 "$broker" 9096
    connection 10.0.1.200 40002 "$broker" 9096
    packet 20 203.0.113.9 40003 "$broker" 9095 2
} >a.pcap

import() { # BUNDLE OPTION…
    local to=$1
    shift
    run 3 import aws-cli "$case/cli" --account 111122223333 --region eu-west-1 --assume-empty -o "$to"
    run 0 import pcap a.pcap "$@" -o "$to"
    "$PATHWITNESS" map "$to" --intent "$case/intent.yaml" -o "$to.json" >out 2>said || [ $? -le 3 ] || fail "map: $(cat said)"
}
# path CLASS FROM TO: its row of the CSV
path() { grep -m1 "^[^,]*,[^,]*,$1,.*$2.*$3" paths.csv; }

import watched --at "$broker"
run 0 paths watched.json --format csv
cp out paths.csv
grep ',client,' paths.csv | grep "subnet-apps" | grep subnet-brokers-a | grep -q ',seen,1,' || fail "orders: $(cat paths.csv)"
grep ',client,' paths.csv | grep "subnet-far" | grep subnet-brokers-a | grep -q ',not-watched,' || fail "hidden: $(grep subnet-far paths.csv)"
grep ',connector,' paths.csv | grep -c ',not-watched,' | grep -q '^[1-9]' || fail "what nobody watches: $(cat paths.csv)"
grep ',client,' paths.csv | grep "192.168" | grep subnet-brokers-a | grep -q ',red,\|^red\|,seen,' || fail "plant: $(grep 192.168 paths.csv)"
grep -q '"code": "contradiction"' watched.json || fail "no contradiction"
grep -q 'traffic was seen that the configuration closes: 192.168.7.7 to '"$broker"' at tcp/9096 (a-[0-9]*#/flows/[0-9]*); isolated: .*(a-[0-9]*#/' watched.json ||
    fail "citations: $(grep 'traffic was seen' watched.json)"
grep -q '"check": "traffic-unknown-ends"' watched.json && grep -q '10.0.1.200: in a network of the evidence' watched.json || fail "unknown ends"
grep -q '"check": "traffic-attempts"' watched.json || fail "attempts"
grep -q '"verdict": "not-seen"' watched.json || fail "nothing is not seen"
grep -q 'Nothing in 290 s, 1 in 1 packets, 0 lost: a flow of 1 packet or more' watched.json || fail "what not-seen means: $(grep Nothing watched.json | head -1)"
run 0 packet watched.json -o packet
grep -rqs "Nothing in 290 s, 1 in 1 packets" packet || fail "the packet does not say it"

grep -q 'The capture a.pcap (a-[0-9]*) was taken at '"$broker"', with no filter' watched.json || fail "the assumption is not told"

# sampled: what would have been missed is larger; nobody says where it was taken: nothing is not seen
import sampled --at eni-brk-a --sample 100
grep -q 'a flow of 459 packets or more' sampled.json || fail "sampled: $(grep Nothing sampled.json | head -1)"
import anywhere
grep -q 'not-seen' anywhere.json && fail "not seen, and nobody says by whom"
grep -q '"verdict": "seen"' anywhere.json || fail "anywhere: nothing seen"
run 2 import pcap a.pcap --at somewhere -o wrong

exit $status
