"""The rules that tell whether a description is valid OpenAPI, asked alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.check import check
from registry.check.catalogue import DESCRIPTION_RULES
from registry.check.validity import VALIDITY
from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from registry.check import Rule

WRONG = b"""
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths:
  /things/{id}:
    get:
      operationId: readThing
      parameters:
        - {name: size, in: query, schema: {type: integer, default: small}}
        - {name: unit, in: query, schema: {$ref: "#/components/schemas/Unti"}}
      responses: {"200": {descripton: A thing}}
components:
  schemas:
    Unit: {type: string, enum: [g, kg]}
"""


@pytest.mark.parametrize("rule", VALIDITY, ids=lambda rule: str(rule.id))
def test_what_makes_a_description_invalid_is_an_error_of_the_catalogue(rule: Rule) -> None:
    assert rule in DESCRIPTION_RULES
    assert rule.severity == "error"


def test_every_error_of_structure_makes_a_description_invalid() -> None:
    grave = {rule.id for rule in DESCRIPTION_RULES if rule.area == "structure" and rule.severity == "error"}
    assert grave <= {rule.id for rule in VALIDITY}


def test_asked_alone_they_find_what_they_find_among_all_others() -> None:
    description = Description(read_bytes(WRONG, "wrong.yaml"))
    named = {rule.id for rule in VALIDITY}
    alone = check(description, rules=VALIDITY)
    assert alone == tuple(finding for finding in check(description) if finding.rule in named)
    assert {finding.rule for finding in alone} == {
        "invalid-structure",
        "unresolvable-reference",
        "undeclared-path-parameter",
        "default-against-schema",
    }
