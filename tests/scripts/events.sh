#!/usr/bin/env bash
# CloudTrail's events are read when they are handed over, never missed when they are not, and a diff tells by them who.
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
make_map "$sample/2026-09" old
make_map "$sample/2026-10" plain
cp -r "$sample/2026-10" "$work/with"
here=$(find "$work/with" -name ec2-describe-vpcs.json | head -n 1)
group=$(python3 - "$work/plain.json" <<'PY'
import json, sys
rules = json.load(open(sys.argv[1], encoding="utf-8"))["rules"]
print(next(r["id"] for r in rules if r["text"] == "ingress tcp/8083 from 0.0.0.0/0"))
PY
)
# The times of the sample's records are those of the import, so the event lies after them.
python3 - "$group" >"$(dirname "$here")/cloudtrail-lookup-events.json" <<'PY'
import json, sys
def event(number, **fields):
    inner = {"eventVersion": "1.10", "eventID": f"e-{number}", "eventTime": "2099-10-02T09:14:03Z", "eventSource": "ec2.amazonaws.com",
             "eventName": "AuthorizeSecurityGroupIngress", "readOnly": False,
             "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/alice"},
             "requestParameters": {"groupId": sys.argv[1], "ipPermissions": {"items": [{"fromPort": 8083}]}}}
    inner.update(fields)
    return {"EventId": f"e-{number}", "EventName": inner["eventName"], "Username": "x", "Resources": [], "CloudTrailEvent": json.dumps(inner)}
print(json.dumps({"Events": [
    event(1),
    event(1),
    event(2, errorCode="Client.UnauthorizedOperation", userIdentity={"arn": "arn:aws:iam::111122223333:user/refused"}),
    event(3, readOnly=True, eventName="DescribeVpcs", userIdentity={"arn": "arn:aws:iam::111122223333:user/reader"}),
    event(4, eventSource="signin.amazonaws.com", userIdentity={"arn": "arn:aws:iam::111122223333:user/elsewhere"}),
    event(5, eventTime="yesterday", userIdentity={"arn": "arn:aws:iam::111122223333:user/timeless"}),
    {"EventId": "e-6", "CloudTrailEvent": "{not json"},
]}))
PY
make_map "$work/with" new
failed=0
say() { echo "$*"; failed=1; }
python3 - "$work" "$group" <<'PY' || failed=1
import json, sys
work, group = sys.argv[1:3]
old, new = (json.load(open(f"{work}/{name}.json", encoding="utf-8")) for name in ("plain", "new"))
problems = []
if len(new.get("events", [])) != 1 or new["events"][0]["resources"] != [group]:
    problems.append(f"events: {new.get('events')}")
if "events" in old:
    problems.append("events where there are none")
for name in ("paths", "assertions", "findings"):
    if [row["id"] for row in old[name]] != [row["id"] for row in new[name]]:
        problems.append(f"{name} are others with events than without")
for document in (old, new):
    if any(gap["service"] == "cloudtrail" for gap in document["gaps"]):
        problems.append("CloudTrail is missed")
print("\n".join(problems))
sys.exit(1 if problems else 0)
PY
"$PATHWITNESS" diff "$work/old.json" "$work/new.json" >"$work/diff.txt" || true
grep -q 'tcp/8083 from 0.0.0.0/0 added .*, by arn:aws:iam::111122223333:user/alice, 2099-10-02T09:14:03Z$' "$work/diff.txt" || say "the diff does not tell who"
grep -qE 'refused|reader|elsewhere|timeless' "$work/diff.txt" && say "somebody who did nothing is named"
"$PATHWITNESS" --quiet packet "$work/new.json" --previous "$work/old.json" -o "$work/packet"
grep -q 'user/alice' "$work/packet/summary.md" || say "the summary does not tell who"
"$PATHWITNESS" permissions aws | grep -q cloudtrail && say "the least policy has more than is asked by itself"
exit $failed
