#!/usr/bin/env bash
# packets.sh PROGRAM: random accounts realised in network namespaces; each verdict of the program beside what packets do.
# WIT_SEED (1): the first account; WIT_ROUNDS (200): how many; WIT_QUESTIONS (60): asked of each; WIT_JOBS: at a time.
# Unprivileged where user namespaces are allowed; 77 where network namespaces are not. Needs libnftables (package nftables).
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
program=${1:-build/release/pathwitness}
if ! ldconfig -p | grep -q libnftables.so.1 && [ "$(id -u)" -eq 0 ]; then
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nftables >/dev/null
fi
exec python3 "$(dirname "$0")/packets/run.py" "$program"
