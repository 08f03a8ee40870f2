#!/bin/sh
# tests/slow/sigv4_botocore.sh: compares our signatures with botocore's on random requests.
# usage: sigv4_botocore.sh BUILD_DIR [COUNT]      SPDX-License-Identifier: Apache-2.0
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/python-env.sh"
python_env botocore
find_program() { find "$1" -name "$2" -type f -perm -u+x | head -n 1; }
signer=$(find_program "$1" sigv4sign)
[ -n "$signer" ] || { echo "sigv4sign is not in $1: build it first" >&2; exit 1; }
exec "$PY" "$here/sigv4_botocore.py" "$signer" "${2:-500}"
