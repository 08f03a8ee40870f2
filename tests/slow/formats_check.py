"""tests/slow/formats_check.py: one report against its public schema.

SPDX-License-Identifier: Apache-2.0

formats_check.py sarif|junit|oscal REPORT SARIF_SCHEMA JUNIT_XSD
"""
import json
import sys

kind, name, sarif_schema, junit_xsd = sys.argv[1:5]


def sarif():
    import jsonschema

    with open(sarif_schema, encoding="utf-8") as file:
        schema = json.load(file)
    with open(name, encoding="utf-8") as file:
        document = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    return [error.message[:300] for error in validator.iter_errors(document)]


def junit():
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(junit_xsd))
    schema.validate(etree.parse(name))
    return [str(error) for error in schema.error_log]


def oscal():
    from trestle.oscal.assessment_results import Model

    with open(name, encoding="utf-8") as file:
        document = json.load(file)
    try:
        Model.model_validate(document)
    except ValueError as error:
        return [str(error)[:2000]]
    return []


problems = {"sarif": sarif, "junit": junit, "oscal": oscal}[kind]()
for problem in problems[:10]:
    print(problem, file=sys.stderr)
sys.exit(1 if problems else 0)
