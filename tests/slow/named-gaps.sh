#!/usr/bin/env bash
# On random accounts with calls denied: what an `unknown` names, given, decides it; what it does not name never does.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/slow/reference/named_gaps.py build/release/pathwitness "${1:-1}" "${2:-40}"
