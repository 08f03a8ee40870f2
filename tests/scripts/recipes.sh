#!/usr/bin/env bash
# The recipes of docs/ci parse, name commands and options that there are, and the nightly script does its work.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
ci=$WIT_SOURCE_DIR/docs/ci
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
say() { echo "$*"; failed=1; }

# systemd: sections and keys; systemd-analyze knows better where it is there.
for unit in "$ci"/pathwitness.service "$ci"/pathwitness.timer; do
    grep -vE '^(#.*|\[[A-Z][a-z]+\]|[A-Z][A-Za-z]+=.*|)$' "$unit" && say "$unit: a line that is neither section nor key"
done
grep -q '^OnCalendar=' "$ci/pathwitness.timer" || say "the timer has no time"
grep -q '^WantedBy=timers.target' "$ci/pathwitness.timer" || say "the timer cannot be enabled"
grep -qE '^ExecStart=/usr/lib/pathwitness/nightly ' "$ci/pathwitness.service" || say "the service starts something else"
if command -v systemd-analyze >/dev/null; then
    sed "s|^ExecStart=.*|ExecStart=/bin/true|; /^EnvironmentFile/d" "$ci/pathwitness.service" >"$work/pathwitness.service"
    cp "$ci/pathwitness.timer" "$work/"
    SYSTEMD_UNIT_PATH=$work: systemd-analyze verify --man=no "$work/pathwitness.timer" >"$work/verify" 2>&1 || true
    grep -E 'pathwitness\.(service|timer):.*(Unknown|Failed to parse|Invalid|ignoring)' "$work/verify" && say "systemd-analyze is not content"
fi

# YAML
if python3 -c 'import yaml' 2>/dev/null; then
    python3 - "$ci" <<'PY' || failed=1
import os, sys, yaml
ci = sys.argv[1]
github = yaml.safe_load(open(os.path.join(ci, "github.yml"), encoding="utf-8"))
gitlab = yaml.safe_load(open(os.path.join(ci, "gitlab.yml"), encoding="utf-8"))
problems = []
if True not in github:  # YAML 1.1 reads "on" as a truth value
    problems.append("github.yml: no 'on'")
for name, job in github["jobs"].items():
    if "runs-on" not in job or "timeout-minutes" not in job:
        problems.append(f"github.yml: {name} lacks runs-on or timeout-minutes")
    for step in job["steps"]:
        if ("uses" in step) == ("run" in step):
            problems.append(f"github.yml: a step must use or run: {step}")
        if "uses" in step and "@" not in step["uses"]:
            problems.append(f"github.yml: {step['uses']} has no version")
if github["permissions"].get("contents") != "read":
    problems.append("github.yml: more permission than reading")
for name, job in gitlab.items():
    if not job.get("script"):
        problems.append(f"gitlab.yml: {name} has no script")
    if job["allow_failure"]["exit_codes"] != [3]:
        problems.append("gitlab.yml: red must fail")
steps = [step.get("run", "") for job in github["jobs"].values() for step in job["steps"]] + gitlab["pathwitness"]["script"]
if sum("nightly ../intent.yaml" in step for step in steps) != 2:
    problems.append("a recipe does not run nightly")
print("\n".join(problems))
sys.exit(1 if problems else 0)
PY
else
    echo "python3-yaml is not there: the YAML files were not parsed"
fi

# Two nights on the sample account.
mkdir "$work/state"
export PATHWITNESS
night() { # MONTH EXPECTED
    "$PATHWITNESS" --quiet import aws-cli "$WIT_SOURCE_DIR/samples/acme/$1" -o "$work/$1.evidence" || [ $? -eq 3 ]
    status=0
    (cd "$work/state" && "$ci/nightly" "$WIT_SOURCE_DIR/samples/acme/intent.yaml" "$work/$1.evidence") >"$work/$1.txt" 2>&1 || status=$?
    [ "$status" -eq "$2" ] || { tail -n 5 "$work/$1.txt"; say "night $1: status $status, not $2"; }
}
night 2026-09 1
[ ! -e "$work/state/changes.md" ] || say "the first night has nothing to compare with"
night 2026-10 1
for file in last.map.json history.db packet/index.html packet/summary.md changes.md findings.sarif junit.xml; do
    [ -s "$work/state/$file" ] || say "nightly left no $file"
done
grep -q 'What changed since' "$work/state/packet/summary.md" || say "the second packet does not tell what changed"
[ "$("$PATHWITNESS" history "$work/state/history.db" list --format csv | wc -l)" -eq 3 ] || say "the history has not two snapshots"
"$PATHWITNESS" --quiet verify "$work/state/packet" >/dev/null || say "the packet is not whole"
exit $failed
