#!/usr/bin/env bash
# accounts.sh PROGRAM: other people's accounts (../shared/data/aws-accounts) against the connectivity that their own projects expect.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
program=${1:-build/release/pathwitness}
here=$(cd "$(dirname "$0")" && pwd)
data=${WIT_SHARED_DIR:-$here/../../../shared}/data/aws-accounts
[ -d "$data" ] || { echo "SKIPPED: no accounts at ../shared/data/aws-accounts" >&2; exit 77; }
exec python3 "$here/accounts/compare.py" "$program" "$data"
