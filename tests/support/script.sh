# tests/support/script.sh: what tests of the whole program share; sourced. Leaves the shell in a folder of its own, $work.
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034 # status: the script that sources it exits with it
set -uo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
status=0
fail() {
    echo "FAILED: $*"
    status=1
}
# run STATUS COMMAND…: its output becomes the file `out`, its messages `said`
run() {
    local want=$1 got
    shift
    "$PATHWITNESS" "$@" >out 2>said
    got=$?
    [ $got -eq "$want" ] || fail "'$*' gave $got, not $want: $(head -3 said)"
}
