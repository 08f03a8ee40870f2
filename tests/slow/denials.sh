#!/usr/bin/env bash
# The law on the accounts of the cases: an answer that is refused never turns one certainty into another: denials.sh PROGRAM [SEED] [N].
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "denials: python3 is not there"; exit 77; }
python3 tests/slow/cases/denials.py "$1" "${2:-1}" "${3:-600}"
