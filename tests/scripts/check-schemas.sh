#!/usr/bin/env bash
# The schemas are schemas, what is written obeys them, and what is wrong does not.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
python3 -c 'import jsonschema, yaml' 2>/dev/null || { echo "python3-jsonschema or python3-yaml is not there"; exit 77; }
sample="$WIT_BUILD_DIR/tests/evidence_sample"
[ -x "$sample" ] || { echo "evidence_sample is not built"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$sample" "$work"
"$WIT_BUILD_DIR/tests/kafka_sample" "$work"
python3 "$WIT_SOURCE_DIR/tests/support/check_schemas.py" "$WIT_SOURCE_DIR" "$work"
