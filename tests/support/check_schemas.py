"""tests/support/check_schemas.py: checks schemas/ with an independent validator.

SPDX-License-Identifier: Apache-2.0

check_schemas.py SOURCE SAMPLE: SAMPLE is what evidence_sample wrote. Valid documents must pass, and each of them must
fail after any small change: a name too many, a value of another type, a required name removed.
"""
import copy
import glob
import json
import os
import sys

import jsonschema
import yaml

source, sample = sys.argv[1:3]
problems = []


class Plain(yaml.SafeLoader):
    """Dates stay text, as in the program."""


Plain.yaml_implicit_resolvers = {
    letter: [(tag, regexp) for tag, regexp in rows if tag != "tag:yaml.org,2002:timestamp"]
    for letter, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_schema(name):
    with open(os.path.join(source, "schemas", name + ".schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    if schema["$schema"] != "https://json-schema.org/draft/2020-12/schema":
        problems.append(f"{name}: another draft")
    return jsonschema.Draft202012Validator(schema)


def must_pass(validator, document, what):
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path)
        problems.append(f"{what}: at /{place}: {error.message[:200]}")


def must_fail(validator, document, what):
    if validator.is_valid(document):
        problems.append(f"{what}: was accepted")


def places(node, path=()):
    yield path, node
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in items:
        yield from places(child, path + (key,))


def changed(document, path, change):
    """A copy in which what stands at `path` went through `change`."""
    result = copy.deepcopy(document)
    if not path:
        return change(result)
    parent = result
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = change(parent[path[-1]])
    return result


def break_everywhere(validator, document, what, free=()):
    """`free`: names of objects that may have any names."""
    for path, node in places(document):
        where = f"{what}, /" + "/".join(str(part) for part in path)
        if isinstance(node, dict) and not any(name in path for name in free):
            must_fail(validator, changed(document, path, lambda v: {**v, "no-such-name": 1}), where + ": a name too many")
        if not isinstance(node, (dict, list)):
            must_fail(validator, changed(document, path, lambda v: {"x": 1}), where + ": an object instead")
            must_fail(validator, changed(document, path, lambda v: 1.5), where + ": a fraction instead")


def remove_each(validator, document, names, what):
    for name in names:
        less = dict(document)
        del less[name]
        must_fail(validator, less, f"{what}: without {name}")


def check_bundle():
    journal, manifest = load_schema("journal"), load_schema("manifest")
    bundle = os.path.join(sample, "sample.evidence")
    kinds = set()
    with open(os.path.join(bundle, "journal.jsonl"), encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    for record in records:
        what = "journal " + record["id"]
        must_pass(journal, record, what)
        for name in record:
            if list(record).index(name) > list(journal.schema["properties"]).index(name):
                problems.append(f"{what}: {name} is out of order in the schema")
        if record["kind"] not in kinds:
            kinds.add(record["kind"])
            break_everywhere(journal, record, what)
            remove_each(journal, record, ["seq", "prev", "kind", "id", "time", "sum"], what)
            must_fail(journal, {**record, "id": "x-000001"}, what + ": id")
            must_fail(journal, {**record, "kind": "rumour"}, what + ": kind")
            if record["kind"] == "artefact":
                remove_each(journal, record, ["page", "sha256", "size", "stored"], what)
                must_fail(journal, {**record, "sha256": "../" * 21 + "x"}, what + ": digest")
                must_fail(journal, {**record, "reason": "denied"}, what + ": reason")
            if record["kind"] == "gap":
                remove_each(journal, record, ["reason"], what)
                must_fail(journal, {**record, "reason": "because"}, what + ": reason")
    if kinds != {"artefact", "gap", "assumption", "note"}:
        problems.append(f"journal: only kinds {sorted(kinds)}")
    reasons = {record["reason"] for record in records if "reason" in record}
    if reasons != set(journal.schema["properties"]["reason"]["enum"]):
        problems.append("journal: the reasons of the schema are not those of the program")
    with open(os.path.join(bundle, "manifest.json"), encoding="utf-8") as file:
        document = json.load(file)
    must_pass(manifest, document, "manifest")
    break_everywhere(manifest, document, "manifest")
    remove_each(manifest, document, list(document), "manifest")
    must_pass(manifest, {**document, "previous_head": document["head"]}, "manifest with a previous bundle")


def check_map():
    validator = load_schema("map")
    with open(os.path.join(sample, "map.json"), encoding="utf-8") as file:
        document = json.load(file)
    must_pass(validator, document, "map")
    with open(os.path.join(sample, "empty.json"), encoding="utf-8") as file:
        must_pass(validator, json.load(file), "empty map")
    definitions = validator.schema["$defs"]["path"]["properties"]
    used = {path["class"] for path in document["paths"]}
    if used != set(definitions["class"]["enum"]):
        problems.append("map: the classes of the schema are not those of the program")
    small = copy.deepcopy(document)
    small["paths"] = document["paths"][1:3]
    break_everywhere(validator, small, "map")
    optional = {"indirect", "sheets", "events", "waivers"}  # absent when empty
    remove_each(validator, small, [name for name in small if name not in optional], "map")
    for index, path in enumerate(small["paths"]):
        for name in path:
            must_fail(validator, changed(small, ("paths", index), lambda v, n=name: {k: v[k] for k in v if k != n}),
                      f"map: path without {name}")
    watched = changed(small, ("paths", 1, "observed"), lambda v: {**v, "verdict": "not-watched"})
    must_fail(validator, watched, "map: numbers where nothing was watched")
    example = os.path.join(source, "docs", "map.md")
    with open(example, encoding="utf-8") as file:
        for block in file.read().split("```json\n")[1:]:
            path = json.loads(block.split("```")[0])
            must_pass(validator, changed(small, ("paths",), lambda v, p=path: [p]), "the example in docs/map.md")
    for name in sorted(glob.glob(os.path.join(source, "samples", "**", "map.json"), recursive=True)):
        with open(name, encoding="utf-8") as file:
            must_pass(validator, json.load(file), name)


INTENT = """
version: 1
roles:
  brokers: {kind: broker,         match: {tag: {Role: kafka-broker}}}
  connect: {kind: connect-worker, match: {security-group: [sg-0c1]}}
  apps:    {kind: client,         match: {subnet: [subnet-0aa1, subnet-0aa2], vpc: vpc-1, account: "111122223333"}}
  plant:   {kind: client,         match: {prefix: 192.168.0.0/16}}
services:
  - {role: brokers, listener: CLIENT,      port: 9096, security: SASL_SSL, use: client}
  - {role: brokers, listener: REPLICATION, port: [9095, tcp/9100-9101], security: SSL, use: replication}
paths:
  - id: app-ingress
    class: client
    from: [apps]
    to: brokers
    ports: [tcp/9096]
    owner: payments-platform
    purpose: produce and read order events
    identity: SCRAM user per service
    encryption: TLS 1.2+
    audit: broker authorizer log, CloudTrail
    expires: 2027-01-31
never:
  - {id: no-internet-to-brokers, from: [internet], to: brokers}
  - {id: quorum-is-closed, from: ["!brokers", "!controllers"], to: controllers, ports: [tcp/9099]}
"""

WRONG_INTENTS = {
    "no version": "roles: {}",
    "another version": "{version: 2, roles: {}}",
    "a section that is none": "{version: 1, roles: {}, path: []}",
    "a kind that is none": "{version: 1, roles: {a: {kind: brokers, match: {id: i}}}}",
    "a role called internet": "{version: 1, roles: {internet: {kind: other, match: {id: i}}}}",
    "a role called !x": "{version: 1, roles: {'!x': {kind: other, match: {id: i}}}}",
    "no match": "{version: 1, roles: {a: {kind: broker}}}",
    "an empty match": "{version: 1, roles: {a: {kind: broker, match: {}}}}",
    "a match key that is none": "{version: 1, roles: {a: {kind: broker, match: {sg: x}}}}",
    "an empty list": "{version: 1, roles: {a: {kind: broker, match: {id: []}}}}",
    "a service without use": "{version: 1, roles: {}, services: [{role: a, port: 1}]}",
    "a port too large": "{version: 1, roles: {}, services: [{role: a, port: 65536, use: client}]}",
    "a path without a class": "{version: 1, roles: {}, paths: [{id: a, from: [a], to: b}]}",
    "a class that is none": "{version: 1, roles: {}, paths: [{id: a, class: clients, from: [a], to: b}]}",
    "ports of another form": "{version: 1, roles: {}, never: [{id: a, from: [a], to: b, ports: [9096/tcp]}]}",
    "a date of another form": "{version: 1, roles: {}, paths: [{id: a, class: dns, from: [a], to: b, expires: 31.1.2027}]}",
    "a statement without an end": "{version: 1, roles: {}, never: [{id: a, from: [a]}]}",
}


def check_intent():
    validator = load_schema("intent")
    document = yaml.load(INTENT, Loader=Plain)
    must_pass(validator, document, "intent")
    break_everywhere(validator, document, "intent", free=("roles",))
    for name, text in WRONG_INTENTS.items():
        must_fail(validator, yaml.load(text, Loader=Plain), f"intent: {name}")
    for node in (node for _, node in places(validator.schema)):
        if isinstance(node, dict) and isinstance(node.get("properties"), dict):
            for name, child in node["properties"].items():
                if isinstance(child, dict) and "description" not in child and "const" not in child:
                    if name not in ("match",):
                        problems.append(f"intent: {name} has no description for an editor to show")
    names = glob.glob(os.path.join(source, "samples", "**", "*intent*.yaml"), recursive=True)
    for name in sorted(names + glob.glob(os.path.join(source, "docs", "**", "*intent*.yaml"), recursive=True)):
        with open(name, encoding="utf-8") as file:
            must_pass(validator, yaml.load(file, Loader=Plain), name)


def check_batch():
    validator = load_schema("batch")
    question = {"from": "10.0.1.5", "to": "eni-0b", "port": "tcp/9094"}
    answer = {"verdict": "reachable", "kind": "direct",
              "decider": {"kind": "network-acl", "id": "acl-1", "rule": 90, "direction": "egress"},
              "forward": "pass", "reply": "pass", "gaps": []}
    must_pass(validator, question, "batch question")
    must_pass(validator, {**answer, **question}, "batch answer")
    must_pass(validator, {"error": "nothing is called x", **question}, "batch error")
    must_fail(validator, answer, "batch answer without its question")
    must_fail(validator, {**question, "port": 9094}, "batch question with a number")
    must_fail(validator, {**answer, **question, "verdict": "open"}, "batch answer with another verdict")
    must_fail(validator, {**answer, **question, "forward": "maybe"}, "batch answer with another word")
    must_fail(validator, {"from": "a", "to": "b"}, "batch question without a port")
    for path in sorted(glob.glob(os.path.join(source, "tests", "golden", "explain", "*.json"))):
        with open(path, encoding="utf-8") as file:
            must_pass(validator, json.load(file), os.path.basename(path))


def check_kafka():
    validator = load_schema("kafka")
    names = sorted(glob.glob(os.path.join(sample, "kafka-*.json")))
    if len(names) != len(validator.schema["oneOf"]):
        problems.append(f"kafka: {len(names)} documents, {len(validator.schema['oneOf'])} kinds of them")
    for name in names:
        what = os.path.basename(name)
        with open(name, encoding="utf-8") as file:
            text = file.read()
        document = json.loads(text)
        if "hush" in text:
            problems.append(f"{what}: a secret is in it")
        must_pass(validator, document, what)
        break_everywhere(validator, document, what)
        remove_each(validator, document, list(document), what)
    must_fail(validator, {"topics": [{}]}, "kafka: an empty topic")


for check in (check_bundle, check_map, check_intent, check_batch, check_kafka):
    check()
for problem in problems[:40]:
    print(problem)
print(f"{len(problems)} problems")
sys.exit(1 if problems else 0)
