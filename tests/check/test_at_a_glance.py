"""What is decided without looking closer is decided as it would be by looking closer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from registry.check import check
from registry.check.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.model.description import Description

TODAY = date(2026, 11, 23)
HEAD = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
"""


def rules(description: Description) -> list[str]:
    return [finding.rule for finding in check(description)]


@pytest.mark.parametrize(
    ("schema", "fits"),
    [
        ("{type: string, example: a}", True),
        ("{type: string, example: 1}", False),
        ("{type: [string, 'null'], example: 1}", False),
        ("{type: string, maxLength: 2, example: long}", False),
        ("{type: string, $ref: '#/components/schemas/Short', example: long}", False),
        ("{type: string, $ref: '#/components/schemas/Short', example: a}", True),
    ],
)
def test_an_example_is_held_against_all_that_its_schema_asks_for(
    describe: Callable[[str], Description], schema: str, *, fits: bool
) -> None:
    schemas = f"components: {{schemas: {{Short: {{type: string, maxLength: 2}}, Thing: {schema}}}}}"
    assert ("example-against-schema" not in rules(describe(f"{HEAD}{schemas}"))) == fits


@pytest.mark.parametrize(("value", "fits"), [("1", True), ("one", False)])
@pytest.mark.parametrize("named", ["{value: VALUE}", "{$ref: '#/components/examples/One'}"])
def test_an_example_with_a_name_is_held_against_the_schema_beside_it(
    describe: Callable[[str], Description], named: str, value: str, *, fits: bool
) -> None:
    written = f"""
paths:
  /things:
    get:
      parameters:
        - {{name: size, in: query, schema: {{type: integer}}, examples: {{one: {named}}}}}
      responses: {{"200": {{description: A thing}}}}
components:
  examples: {{One: {{value: VALUE}}}}
"""
    found = rules(describe(HEAD + written.replace("VALUE", value)))
    assert ("example-against-schema" not in found) == fits


@pytest.mark.parametrize(
    ("schema", "may_be_null"),
    [
        ("{type: string}", False),
        ("{type: [string, 'null']}", True),
        ("{enum: [a, null]}", True),
        ("{enum: [a, b]}", False),
        ("{oneOf: [{type: string}, {type: 'null'}]}", True),
        ("{anyOf: [{type: string}, {type: integer}]}", False),
    ],
)
def test_a_field_may_be_null_however_that_is_said(
    describe: Callable[[str], Description], schema: str, *, may_be_null: bool
) -> None:
    described = f"components: {{schemas: {{Thing: {{type: object, properties: {{size: {schema}}}}}}}}}"
    assert ("nullable-without-null-meaning" in rules(describe(HEAD + described))) == may_be_null


def test_an_object_is_found_by_a_reference_that_nobody_wrote(
    describe: Callable[[str], Description],
) -> None:
    survey = Survey(describe(f"{HEAD}components: {{schemas: {{Alone: {{type: string}}}}}}"), TODAY)
    found = survey.node_of("#/components/schemas/Alone")
    assert found is not None
    assert (found.kind, found.key) == ("Schema", "Alone")
    assert survey.node_of("#/components/schemas/Nobody") is None
