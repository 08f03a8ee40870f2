#!/bin/sh
# tests/slow/xmlshape_botocore.sh: compares our reading of AWS's XML with botocore's service models, on random answers.
# usage: xmlshape_botocore.sh BUILD_DIR [COUNT]      SPDX-License-Identifier: Apache-2.0
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/python-env.sh"
python_env botocore
find_program() { find "$1" -name "$2" -type f -perm -u+x | head -n 1; }
shaper=$(find_program "$1" xmlshape)
[ -n "$shaper" ] || { echo "xmlshape is not in $1: build it first" >&2; exit 1; }
exec "$PY" "$here/xmlshape_botocore.py" "$shaper" "$here/../../evidence" "${2:-40}"
