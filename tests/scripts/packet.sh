#!/usr/bin/env bash
# packet.sh: the packet of samples/acme says what it should, twice the same; every table has every path, every link a target.
# SPDX-License-Identifier: Apache-2.0
#
# WIT_GOLDEN_UPDATE=1 rewrites tests/golden/packet/acme.txt.
set -euo pipefail
command -v python3 >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATHWITNESS_NOW_MS=1792044000000
acme=$WIT_SOURCE_DIR/samples/acme
allowed() { # 3: done, with gaps
    local status=0
    "$@" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
}
for month in 2026-09 2026-10; do
    allowed "$PATHWITNESS" import aws-cli --quiet "$acme/$month/cli" -o "$work/$month.evidence"
    allowed "$PATHWITNESS" map --quiet "$work/$month.evidence" --intent "$acme/intent.yaml" -o "$work/$month.json"
done
for name in one two; do
    "$PATHWITNESS" packet --quiet "$work/2026-10.json" --previous "$work/2026-09.json" -o "$work/$name"
done
cmp "$work/one/manifest.json" "$work/two/manifest.json"
"$PATHWITNESS" verify --quiet "$work/one"
python3 - "$work/one" >"$work/told" <<'PY'
import csv, collections, html.parser, json, pathlib, sys

folder = pathlib.Path(sys.argv[1])
statements = list(csv.DictReader((folder / "statements.csv").open(newline="")))
for key in dict.fromkeys((s["id"], s["outcome"]) for s in statements):
    print("statement", *key)
rows = list(csv.DictReader((folder / "paths.csv").open(newline="")))
for key, n in sorted(collections.Counter((r["class"], r["permitted"]) for r in rows).items()):
    print("paths", *key, n)
page = (folder / "index.html").read_text()


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.open, self.paths = set(), [], [], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            assert attrs["id"] not in self.ids, f"two things are {attrs['id']}"
            self.ids.add(attrs["id"])
        if "href" in attrs:
            self.links.append(attrs["href"])
        self.paths += tag == "tr" and attrs.get("class", "").startswith("p ")
        if tag not in {"meta", "br", "rect", "path", "circle", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in {"rect", "path", "circle"}:
            assert self.open and self.open.pop() == tag, f"</{tag}> closes something else at {self.getpos()}"


p = Page()
p.feed(page)
assert not p.open, p.open
for link in p.links:
    assert (link[1:] in p.ids) if link.startswith("#") else (folder / link).is_file(), f"{link} leads nowhere"
assert p.paths == len(rows) == len(json.loads((folder / "paths.json").read_text()))
for part in "statements changes findings picture paths gaps evidence ways rules verify".split():
    assert part in p.ids, part
for c in {r["class"] for r in rows}:
    assert f"pic-{c}" in p.ids, c
print("page", "whole")
PY
golden=$WIT_SOURCE_DIR/tests/golden/packet/acme.txt
[ -z "${WIT_GOLDEN_UPDATE:-}" ] || cp "$work/told" "$golden"
diff "$golden" "$work/told"
