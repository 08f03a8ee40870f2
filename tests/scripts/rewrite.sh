#!/usr/bin/env bash
# Rules that are rewritten to the same effect are no difference; one that is really wider is.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is not there"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sample=$WIT_SOURCE_DIR/samples/acme
make_map() { # FOLDER NAME
    "$PATHWITNESS" --quiet import aws-cli "$1" -o "$work/$2.evidence" || [ $? -eq 3 ]
    "$PATHWITNESS" --quiet map "$work/$2.evidence" --intent "$sample/intent.yaml" -o "$work/$2.json" || [ $? -eq 3 ]
}
make_map "$sample/2026-09" whole
python3 -B "$WIT_SOURCE_DIR/tests/support/rewrite_rules.py" plain "$sample/2026-09" "$work/plain"
make_map "$work/plain" plain
failed=0
for how in split reorder duplicate renumber all; do
    python3 -B "$WIT_SOURCE_DIR/tests/support/rewrite_rules.py" $how "$sample/2026-09" "$work/$how"
    make_map "$work/$how" $how
    old=whole
    case $how in split | all) old=plain ;; esac
    if ! "$PATHWITNESS" diff "$work/$old.json" "$work/$how.json" >"$work/$how.txt"; then
        echo "$how: told as a change:"
        head -n 20 "$work/$how.txt"
        failed=1
    fi
    # The rules themselves must differ, or nothing was tested.
    if [ $how != reorder ] && cmp -s <(grep '"text"' "$work/$old.json" | sort) <(grep '"text"' "$work/$how.json" | sort); then
        echo "$how: nothing was rewritten"
        failed=1
    fi
done
python3 -B "$WIT_SOURCE_DIR/tests/support/rewrite_rules.py" widen "$sample/2026-09" "$work/widen"
make_map "$work/widen" widen
if "$PATHWITNESS" diff "$work/plain.json" "$work/widen.json" >"$work/widen.txt"; then
    echo "widen: not told as a change"
    failed=1
fi
exit $failed
