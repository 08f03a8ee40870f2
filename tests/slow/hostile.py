#!/usr/bin/env python3
"""hostile.py: a copy of the answers of an account in which every name is an attack on a page.
SPDX-License-Identifier: Apache-2.0

    hostile.py FROM TO        FROM: a folder for `import aws-cli`; names, descriptions and Name tags are replaced
"""
import itertools
import json
import pathlib
import sys

ATTACKS = itertools.cycle([
    '"><script>window.hacked = 1</script>',
    "<img src=x onerror='window.hacked = 1'>",
    "</title></style></script><script>hacked=1</script>",
    "javascript:window.hacked=1",
    "]]></svg><svg onload=\"window.hacked=1\">",
    "' onmouseover='window.hacked=1",
    "&lt;script&gt; &#60;b&#62; %3Cscript%3E",
    "=HYPERLINK(\"http://192.0.2.1/\",\"x\")",
    "\u202egnp.exe \u200b<!-- -->",
    "{{constructor.constructor('hacked=1')()}} ${hacked=1}",
])
NAMES = {"GroupName", "Description", "ServerName", "DomainName", "Comment"}


def walk(value, key=""):
    if isinstance(value, dict):
        if value.get("Key") == "Name" and "Value" in value:
            return {**value, "Value": next(ATTACKS)}
        return {k: walk(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [walk(v, key) for v in value]
    return next(ATTACKS) if key in NAMES and isinstance(value, str) else value


source, target = map(pathlib.Path, sys.argv[1:3])
for path in sorted(p for p in source.rglob("*") if p.is_file()):
    to = target / path.relative_to(source)
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        to.write_text(json.dumps(walk(json.loads(path.read_text()))))
    except ValueError:
        to.write_bytes(path.read_bytes())
