#!/usr/bin/env bash
# The program beside the naive evaluator, on random accounts: equal with whole evidence, equal or unknown with calls denied.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/slow/reference/compare.py build/release/pathwitness "${1:-1}" "${2:-300}"
