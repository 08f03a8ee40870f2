#!/bin/sh
# tests/slow/moto.sh: `collect aws` against moto, an independent server; then `verify`, and --resume.
# usage: moto.sh BUILD_DIR      SPDX-License-Identifier: Apache-2.0
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/python-env.sh"
program=$(find "$1" -name pathwitness -type f -perm -u+x | head -n 1)
[ -n "$program" ] || { echo "pathwitness is not in $1: build it first" >&2; exit 1; }
python_env 'moto[server,ec2,s3]' boto3 zstandard
work=$(mktemp -d)
server=
stop() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT INT TERM

port=$("$PY" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
"$PY" -m moto.server -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
server=$!
tries=0
until "$PY" -c "import urllib.request as u; u.urlopen('$url/moto-api/', timeout=2)" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "moto does not answer:" >&2; cat "$work/moto.log" >&2; exit 1; }
    sleep 1
done
"$PY" "$here/moto_account.py" "$url" >"$work/made.json"

export AWS_ENDPOINT_URL="$url" AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing PATHWITNESS_WAIT_PERCENT=1
unset AWS_PROFILE AWS_SESSION_TOKEN
# Exit status 3: moto does not know every operation, and each of those is a gap.
status=0
"$program" collect aws --region eu-west-1 --attempts 2 --quiet -o "$work/bundle" || status=$?
[ "$status" = 0 ] || [ "$status" = 3 ] || { echo "collect: status $status" >&2; exit 1; }
"$program" verify "$work/bundle"
"$PY" "$here/moto_check.py" "$work/bundle" "$work/made.json"
before=$(wc -l <"$work/bundle/journal.jsonl")
"$program" collect aws --region eu-west-1 --resume --quiet -o "$work/bundle" || [ $? = 3 ]
[ "$before" = "$(wc -l <"$work/bundle/journal.jsonl")" ] || { echo "--resume asked again" >&2; exit 1; }
echo "moto: collected, verified, resumed"
