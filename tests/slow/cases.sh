#!/usr/bin/env bash
# cases.sh PROGRAM [WORD...]: small hand-made accounts with known answers, from AWS CLI files to `query --batch`.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
program=${1:-build/release/pathwitness}
[ $# -gt 0 ] && shift
exec python3 "$(dirname "$0")/cases/run.py" "$program" "$@"
