#!/bin/sh
# tests/scripts/acme.sh: samples/acme is what scripts/acme/generate.py writes. Skipped without Python.
# SPDX-License-Identifier: Apache-2.0
command -v python3 >/dev/null || exit 77
exec python3 -B "$WIT_SOURCE_DIR/scripts/acme/generate.py" --check
