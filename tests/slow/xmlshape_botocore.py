"""Random answers by botocore's service models, as XML and as the JSON of the AWS CLI: our converter must turn one into the other.

usage: xmlshape_botocore.py XMLSHAPE FOLDER-OF-OPERATIONS COUNT
Every operation of the table that answers in XML is tried COUNT times; each member of its answer occurs.
SPDX-License-Identifier: Apache-2.0
"""
import json
import pathlib
import random
import re
import subprocess
import sys
from xml.sax.saxutils import escape

import botocore.session

PROTOCOLS = {"ec2": ("ec2", "ec2"), "sts": ("sts", "query"), "elbv2": ("elbv2", "query"),
             "elb": ("elb", "query"), "s3": ("s3", "rest-xml"),
             "cloudfront": ("cloudfront", "rest-xml")}
TEXTS = ["vpc-0a1", "10.0.0.0/16", "", " a <b> & \"c\" ", "übung", "]]>", "true", "-1"]


def table(path):
    """(service, operation) of every row: the macros' and the plain ones'."""
    source = "".join(one.read_text(encoding="utf-8") for one in sorted(pathlib.Path(path).glob("operations*")))
    rows = [("ec2", name) for name in re.findall(r'\bEC2(?:_EACH)?\("(\w+)"', source)]
    rows += [("elbv2", name) for name in re.findall(r'\bELB_EACH\("(\w+)"', source)]
    rows += re.findall(r'\bELB\("(\w+)", "[0-9-]+", "(\w+)"', source)
    rows += [("s3", name) for name in re.findall(r'\bBUCKET\("(\w+)"', source)]
    rows += re.findall(r'\.service = "([\w-]+)",\s*\.operation = "(\w+)"', source)
    return sorted(set(row for row in rows if row[0] in PROTOCOLS))


class Maker:
    """Makes one random answer twice: lines of XML, and what the CLI prints."""

    def __init__(self, protocol, dice):
        self.protocol, self.dice = protocol, dice

    def scalar(self, shape):
        dice = self.dice
        if shape.type_name == "boolean":
            value = dice.choice([True, False])
            return str(value).lower(), value
        if shape.type_name in ("integer", "long", "float", "double"):
            value = dice.randint(-1, 65535)
            return str(value), value
        if shape.type_name == "timestamp":
            return "2026-11-20T23:08:16.000Z", "2026-11-20T23:08:16.000Z"
        value = dice.choice(getattr(shape, "enum", None) or TEXTS)
        return escape(value), value

    def value(self, shape, depth):
        """Inner XML and JSON of one value."""
        if shape.type_name == "structure":
            return self.structure(shape, depth)
        if shape.type_name == "list":
            return self.list(shape, depth)
        return self.scalar(shape)

    def list(self, shape, depth):
        # Elsewhere than in EC2 an empty list has no sign that it is one; nothing that is decoded depends on it.
        n = self.dice.randint(0 if self.protocol == "ec2" else 1, 3 if depth < 3 else 2)
        parts = [self.value(shape.member, depth + 1) for _ in range(n)]
        name = shape.member.serialization.get("name") or ("item" if self.protocol == "ec2" else "member")
        return "".join(f"<{name}>{xml}</{name}>" for xml, _ in parts), [value for _, value in parts]

    def structure(self, shape, depth):
        xml, value = "", {}
        members = list(shape.members.items())
        for key, member in members:
            if member.serialization.get("location") or member.serialization.get("eventstream"):
                continue
            if depth > 0 and self.dice.random() < 0.3 and len(value) > 0:
                continue
            name = member.serialization.get("name", key)
            if member.type_name == "list" and member.serialization.get("flattened"):
                inner = [self.value(member.member, depth + 1) for _ in range(self.dice.randint(1, 2))]
                name = member.member.serialization.get("name", name)
                xml += "".join(f"<{name}>{one}</{name}>" for one, _ in inner)
                value[key] = [one for _, one in inner]
                continue
            inner, value[key] = self.value(member, depth + 1)
            xml += f"<{name}>{inner}</{name}>" if inner or self.dice.random() < 0.5 else f"<{name}/>"
        return xml, value


def answer(service, operation, dice):
    model = botocore.session.get_session().get_service_model(PROTOCOLS[service][0])
    shape = model.operation_model(operation).output_shape
    maker = Maker(PROTOCOLS[service][1], dice)
    payload = shape.serialization.get("payload")
    if payload:
        member = shape.members[payload]
        inner, value = maker.value(member, 0)
        root = member.serialization.get("name", payload)
        return f"<{root} xmlns='http://example.com/'>{inner}</{root}>", {payload: value}
    inner, value = maker.structure(shape, 0)
    if service == "s3" and operation == "GetBucketLocation":
        text = dice.choice(["", "eu-west-1", "EU"])
        return f"<LocationConstraint>{text}</LocationConstraint>", {"LocationConstraint": text or None}
    if maker.protocol == "query":
        inner = (f"<{operation}Result>{inner}</{operation}Result>"
                 "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>")
    if maker.protocol == "ec2":
        inner = f"<requestId>r</requestId>{inner}"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<{operation}Response xmlns='urn:x'>{inner}</{operation}Response>", value


def plain(value):
    """Scalars as text: the shape leaves types to those who read. An empty structure is an empty text in XML."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()} or ""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def difference(path, want, got):
    if type(want) is not type(got):
        return f"{path}: expected {want!r}, found {got!r}"
    if isinstance(want, dict):
        for key in sorted(set(want) | set(got)):
            if key not in want or key not in got:
                return f"{path}/{key}: only in {'the model' if key in want else 'our reading'}"
            found = difference(f"{path}/{key}", want[key], got[key])
            if found:
                return found
    elif isinstance(want, list):
        if len(want) != len(got):
            return f"{path}: {len(want)} items expected, {len(got)} found"
        for i, (one, other) in enumerate(zip(want, got)):
            found = difference(f"{path}/{i}", one, other)
            if found:
                return found
    elif want != got:
        return f"{path}: expected {want!r}, found {got!r}"
    return None


def main():
    shaper, source, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    dice = random.Random(20261120)
    cases, stdin = [], b""
    rows = table(source)
    for service, operation in rows:
        if (service, operation) == ("s3", "GetBucketPolicy"):
            continue  # the answer is the policy itself, in JSON
        for _ in range(count):
            xml, value = answer(service, operation, dice)
            data = xml.encode()
            stdin += f"{service} {operation} {len(data)}\n".encode() + data
            cases.append((service, operation, value, xml))
    done = subprocess.run([shaper], input=stdin, stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().split("\n")[:-1]
    failed = {}
    for (service, operation, value, xml), line in zip(cases, lines):
        got = json.loads(line) if not line.startswith("error") else line
        found = difference("", plain(value), got)
        if found:
            failed.setdefault(f"{service} {operation}", (found, xml[:300]))
    for name, (found, xml) in failed.items():
        print(f"{name}: {found}\n    {xml}")
    if len(lines) != len(cases):
        print(f"{len(cases)} cases, {len(lines)} answers")
        return 1
    print(f"{len(rows)} operations, {len(cases)} answers, {len(failed)} operations differ")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
