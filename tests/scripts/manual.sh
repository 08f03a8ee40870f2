#!/usr/bin/env bash
# The manual page and --help name every command and option of the table; every command has an example that parses.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
status=0
page=$(sed 's/\\-/-/g' "$WIT_SOURCE_DIR/man/pathwitness.1")
while IFS= read -r words; do
    grep -qF "$words" <<<"$page" || { echo "man page lacks: $words"; status=1; }
    # shellcheck disable=SC2086
    "$PATHWITNESS" $words --help | grep -q '^Examples:' || { echo "no example: $words"; status=1; }
done < <(sed -n 's/^COMMAND([a-z_]*, "\([^"]*\)".*/\1/p' "$WIT_SOURCE_DIR/cli/commands.def")
while IFS= read -r option; do
    grep -qF -- "-$option" <<<"$page" || { echo "man page lacks: --$option"; status=1; }
done < <(sed -n 's/^OPTION("\([^"]*\)".*/\1/p' "$WIT_SOURCE_DIR/cli/commands.def" | sort -u)
for shell in bash zsh fish; do
    cmp <("$PATHWITNESS" completion $shell) "$WIT_SOURCE_DIR/completions/pathwitness.$shell" || { echo "completions/pathwitness.$shell is old"; status=1; }
done
exit $status
