#!/usr/bin/env bash
# mutations.sh [NAME...]: breaks the engine on purpose, one way at a time, in a copy of the last commit; each must be caught by the packets or
# by the unit tests of reach. Prints who caught it; fails when one survives or no longer applies. By hand: some minutes.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/slow/packets/mutations.py "$@"
