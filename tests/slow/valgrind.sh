#!/usr/bin/env bash
# The unit tests and the main job under valgrind: no leak, no use of what is not set.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v valgrind >/dev/null; then
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends valgrind >/dev/null
fi
cmake --preset plain >/dev/null
cmake --build --preset plain >/dev/null
run() { valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --suppressions="$PWD/tests/valgrind.supp" "$@"; }
status=0
# Tests that kill themselves, flip every bit or count to a million say nothing more under valgrind, only slower.
skip='test_bundle|test_bundle_stopped|test_journal|test_verify|test_seal|test_aws_collect|test_http|test_reach_naive|test_io_faults'
for test in build/plain/tests/test_*; do
    if [ ! -x "$test" ] || [ ! -f "$test" ]; then continue; fi
    [[ $(basename "$test") =~ ^($skip)$ ]] && continue
    begun=$SECONDS
    if ! run "$test" >build/plain/valgrind.log 2>&1; then
        tail -n 40 build/plain/valgrind.log
        echo "valgrind: $(basename "$test"): FAILED"
        status=1
    fi
    [ $((SECONDS - begun)) -lt 20 ] || echo "valgrind: $(basename "$test"): $((SECONDS - begun)) s"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=build/plain/pathwitness
gaps_are_fine() { "$@" || [ $? -eq 3 ]; }
gaps_are_fine run $program -q import aws-cli samples/acme/2026-10/cli -o "$work/e"
gaps_are_fine run $program -q map "$work/e" --intent samples/acme/intent.yaml -o "$work/m.json"
run $program query "$work/e" --intent samples/acme/intent.yaml --from internet --to brokers --port tcp/9096 >/dev/null
run $program -q packet "$work/m.json" -o "$work/packet"
run $program verify "$work/packet" >/dev/null
exit $status
