#!/usr/bin/env bash
# The layer rule holds, and the check can fail: a file that breaks it is noticed.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
command -v python3 >/dev/null || exit 77
"$WIT_SOURCE_DIR/scripts/check-layers" "$WIT_SOURCE_DIR"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/base" "$work/render"
printf '#include "cli/cli.h"\n' >"$work/base/bad.c"
printf '#include "pathmap/estate.h"\n#include <curl/curl.h>\n' >"$work/render/bad.c"
if output=$("$WIT_SOURCE_DIR/scripts/check-layers" "$work"); then
    echo "a broken layer went unnoticed"
    exit 1
fi
for expected in "base/bad.c:1" "render/bad.c:1" "render/bad.c:2"; do
    grep -q "$expected" <<<"$output" || { echo "not noticed: $expected"; exit 1; }
done
