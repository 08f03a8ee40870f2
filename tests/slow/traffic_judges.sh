#!/usr/bin/env bash
# tests/slow/traffic_judges.sh BUILD: tshark and nfdump judge what captures become: layers, names, amounts, flow by flow.
# SPDX-License-Identifier: Apache-2.0
#
# BUILD is a folder with pathwitness and bench_traffic. Captures are made up; those of ../shared/data/traffic are read too where they are.
set -euo pipefail
build=$(cd "${1:-build/release}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export LC_ALL=C.UTF-8
for tool in tshark nfpcapd nfdump tcpdump zstd python3; do
    command -v $tool >/dev/null || { echo "skipped: $tool is not there"; exit 77; }
done
[ -x "$build/bench_traffic" ] || { echo "skipped: bench_traffic is not built"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# judge NAME FILE JUDGE…
judge() {
    local name=$1 file=$2
    shift 2
    rm -rf "$work/ev"
    "$build/pathwitness" import pcap "$file" -o "$work/ev" --quiet || [ $? -eq 3 ]
    zstd -qdc "$work"/ev/blobs/*/* >"$work/flows.json"
    for by in "$@"; do
        case $by in
            tshark)
                tshark -n -r "$file" -o tcp.desegment_tcp_streams:FALSE -o ip.defragment:FALSE -o udp.check_checksum:FALSE --disable-protocol kafka \
                    -d tcp.port==7071,http -d tcp.port==8083,http -d tcp.port==9000,http -d tcp.port==9098,tls -d tcp.port==9094,tls -d tcp.port==9095,tls \
                    -d tcp.port==9096,tls -d tcp.port==9099,tls -T fields -E occurrence=l -E separator=/t -e frame.protocols -e ip.src -e ip.dst -e ipv6.src -e ipv6.dst \
                    -e tcp.srcport -e tcp.dstport -e udp.srcport -e udp.dstport -e ip.len -e ipv6.plen -e tls.handshake.extensions_server_name -e dns.qry.name \
                    -e http.host -e ip.proto -e ipv6.nxt >"$work/tshark.tsv" 2>/dev/null
                python3 -B tests/slow/traffic_judges.py tshark "$name" "$work/flows.json" "$work/tshark.tsv" || status=1
                ;;
            nfdump)
                rm -rf "$work/nf" && mkdir "$work/nf"
                nfpcapd -r "$file" -w "$work/nf" >/dev/null 2>&1 || nfpcapd -r "$file" -l "$work/nf" >/dev/null 2>&1
                nfdump -R "$work/nf" -q -N -6 -o 'fmt:%pr,%sa,%da,%sp,%dp,%pkt,%byt' >"$work/nfdump.csv" 2>/dev/null
                python3 -B tests/slow/traffic_judges.py nfdump "$name" "$work/flows.json" "$work/nfdump.csv" || status=1
                ;;
        esac
    done
}

"$build/bench_traffic" pcap packets=60000 flows=3000 seed=3 six=1 tunnels=1 >"$work/tunnels.pcap"
judge 'made up, with tunnels' "$work/tunnels.pcap" tshark
"$build/bench_traffic" pcap packets=60000 flows=3000 seed=4 six=1 >"$work/plain.pcap"
judge 'made up' "$work/plain.pcap" tshark nfdump
for name in plaintext tls plaintext_vxlan plaintext_any_b1_sll2; do
    file=../shared/data/traffic/$name.pcap
    [ -r "$file" ] || continue
    judge "$name" "$file" tshark
done
exit $status
