#!/usr/bin/env bash
# Live captures in network namespaces of their own: real traffic, a mirror, drops, an interface that goes away, a full disk, a signal.
# SPDX-License-Identifier: Apache-2.0
# capture.sh PROGRAM
set -uo pipefail
program=$(realpath "${1:?the program}")
here=$(realpath "$(dirname "$0")")
if [ "${INSIDE:-}" != yes ]; then
    for tool in ip python3 zstd pgrep nsenter; do
        command -v $tool >/dev/null || { echo "$tool is not there"; exit 77; }
    done
    as=(unshare -n -m)
    [ "$(id -u)" -eq 0 ] || as=(unshare -Urnm)
    "${as[@]}" ip link add wit0 type veth peer name wit1 2>/dev/null || { echo "network namespaces are not permitted here"; exit 77; }
    exec env INSIDE=yes REAL_ROOT="$([ "$(id -u)" -eq 0 ] && echo yes)" "${as[@]}" "$0" "$program"
fi
# In a user namespace nobody else exists: root of it stays its own user, without any right.
user=()
[ "$REAL_ROOT" = yes ] || user=(--user root)
work=$(mktemp -d)
peer=
trap 'if [ -n "$peer" ]; then kill "$peer"; fi; umount "$work/small" 2>/dev/null; rm -rf "$work"' EXIT
status=0
fail() { echo "capture: $*"; status=1; }
# the other end of the wire is a second namespace
unshare -n sleep 1000 &
peer=$!
sleep 0.2
there() { nsenter -t "$peer" -n "$@"; }
wire() { # a fresh pair of interfaces
    ip link del wit0 2>/dev/null
    ip link add wit0 type veth peer name wit1 netns "$peer"
    ip addr add 10.9.0.1/24 dev wit0 && ip link set wit0 up
    there ip addr add 10.9.0.2/24 dev wit1 && there ip link set wit1 up
    ip link set lo up
    sleep 0.3
}
counted() { ip -s -j link show wit0 | python3 -c 'import json, sys; s = json.load(sys.stdin)[0]["stats64"]; print(s["rx"]["packets"] + s["tx"]["packets"])'; }
capture() { # DIR OPTION…: in the background, returns when it captures
    local dir=$1 i
    shift
    "$program" collect capture -o "$dir" "${user[@]}" "$@" 2>"$work/err" &
    pid=$!
    for ((i = 0; i < 100; i++)); do
        if grep -q capturing "$work/err" || ! kill -0 "$pid" 2>/dev/null; then break; fi
        sleep 0.1
    done
}
ended() { # EXPECTED WHAT
    local got=0
    wait "$pid" || got=$?
    [ "$got" -eq "$1" ] || { fail "$2: status $got, not $1"; cat "$work/err"; }
}
flows() { "$program" flows "$1" --format jsonl; }
sees() { # DIR PYTHON-EXPRESSION over the list f of flows
    flows "$1" | python3 -c "import json, sys
f = [json.loads(l) for l in sys.stdin]
ok = $2
if not ok: print(json.dumps(f, indent=1))
sys.exit(not ok)" || fail "$3"
}
artefact() { # DIR PYTHON-EXPRESSION over the document d WHAT
    cat "$1"/blobs/*/* | zstd -dcq 2>/dev/null | python3 -c "import json, sys
d = json.load(sys.stdin)
ok = $2
if not ok: print({k: v for k, v in d.items() if k != 'flows'})
sys.exit(not ok)" || fail "$3"
}
talk() { there python3 "$here/../support/capture_talk.py" "$@"; }

# 1. real traffic: Kafka, TLS, HTTP, DNS, a refused and an unanswered opening; one in ten of the rest
wire
python3 "$here/../support/capture_talk.py" serve 10.9.0.1 &
server=$!
sleep 0.5
capture "$work/a" -i wit0 --duration 60s --sample 10
talk clients 10.9.0.1
sleep 0.3
kill -INT "$pid"
ended 0 "ended by SIGINT"
sees "$work/a" "any(x['port'] == 9092 and x['class'] == 'client' and x['client_ids'] == ['orders-api'] for x in f)" "Kafka is not seen"
sees "$work/a" "any(x['port'] == 9093 and x['sni'] == 'broker-1.acme.example' for x in f)" "the hello is not seen"
sees "$work/a" "any(x['port'] == 8083 and x['class'] == 'admin' for x in f)" "HTTP is not seen"
sees "$work/a" "any(x['port'] == 9999 for x in f)" "the refused opening is not seen"
sees "$work/a" "all(x['connections'] == 1 for x in f if x['port'] in (9093, 8083, 9999))" "openings are not counted exactly"
passed=$(counted)
# some thousand packets, sampled: the truth is the interfaces' own count, and 1200 is more than six deviations
sees "$work/a" "any(x['port'] == 9092 and abs(x['packets'] - $passed) < 1200 for x in f)" "the estimate of packets is off"
artefact "$work/a" "d['capture']['sampler'] == 'kernel' and d['capture']['ended'] == 'stopped' and d['at'] == ['10.9.0.1'] and d['interfaces'][0]['dropped'] == 0" "how it was captured is not told"
"$program" verify "$work/a" >/dev/null || fail "the bundle does not verify"

# 2. any: every interface at once, copies count once
capture "$work/b" -i any --duration 60s
talk clients 10.9.0.1
kill -TERM "$pid"
ended 0 "any, ended by SIGTERM"
sees "$work/b" "any(x['port'] == 9092 and x['client_ids'] == ['orders-api'] for x in f)" "any sees nothing"
kill "$server"

# 3. a mirror: packets of others inside VXLAN; openings inside are of the census
capture "$work/c" -i wit0 --duration 60s --sample 1000 --at eni-0a1
talk mirror 10.9.0.1
sleep 0.3
kill -INT "$pid"
ended 0 "a mirror"
sees "$work/c" "any(x['client'] == '10.7.0.5' and x['server'] == '10.7.0.9' and x['port'] == 9094 and x['connections'] == 50 for x in f)" "openings inside the mirror are not all there"
artefact "$work/c" "d['at'] == ['eni-0a1'] and d['capture']['at_told']" "who said where is not told"

# 4. drops: a small ring, and nobody who reads it for a while
capture "$work/d" -i wit0 --duration 60s --buffer 1
child=$(pgrep -P "$pid")
kill -STOP "$child"
talk flood 10.9.0.1
kill -CONT "$child"
sleep 0.5
kill -INT "$pid"
ended 3 "drops"
artefact "$work/d" "d['interfaces'][0]['dropped'] > 0" "drops are not counted"
grep -q '"kind":"gap".*dropped while capturing' "$work/d/journal.jsonl" || fail "drops are no gap"

# 5. the interface goes away
capture "$work/e" -i wit0 --duration 60s
talk flood 10.9.0.1 100
sleep 0.3
ip link del wit0
ended 3 "the interface went away"
grep -q '"kind":"gap".*wit0 went away at' "$work/e/journal.jsonl" || fail "that it went away is no gap"
artefact "$work/e" "d['cut'] and d['capture']['ended'] == 'gone' and len(d['flows']) > 0" "what was seen before is lost"

# 6. no such interface; nothing is written
capture "$work/f" -i wit0 --duration 5s
ended 4 "no such interface"
[ ! -e "$work/f" ] || fail "a bundle was left behind"

# 7. a full disk: a sentence, and a bundle that is whole
wire
mkdir "$work/small"
if mount -t tmpfs -o size=1m tmpfs "$work/small"; then
    capture "$work/small/g" -i wit0 --duration 1s
    ended 0 "a small disk"
    capture "$work/small/g" -i wit0 --duration 60s
    talk flood 10.9.0.1 200
    head -c 2000000 /dev/zero >"$work/small/full" 2>/dev/null
    kill -INT "$pid"
    ended 4 "a full disk"
    grep -qi "no space" "$work/err" || fail "a full disk is not told"
    rm "$work/small/full"
    "$program" verify "$work/small/g" >/dev/null || fail "a full disk broke the bundle"
    [ "$(find "$work/small/g/blobs" -type f | wc -l)" -eq 1 ] || fail "a full disk left half a blob"
else
    echo "capture: no tmpfs may be mounted here: a full disk was not tested"
fi

# 8. rights: the process that reads packets has none
capture "$work/h" -i wit0 --duration 60s
child=$(pgrep -P "$pid")
grep -q '^CapEff:.0000000000000000$' "/proc/$child/status" || fail "the child has capabilities"
grep -q '^Seccomp:.2$' "/proc/$child/status" || fail "the child is not in the sandbox"
if [ "$REAL_ROOT" = yes ] && grep -q '^Uid:.0' "/proc/$child/status"; then fail "the child is root"; fi
kill -INT "$pid"
ended 0 "rights"
[ "$status" -ne 0 ] || echo "capture: traffic, any, mirror, drops, a lost interface, a full disk, rights: as they should be"
exit $status
