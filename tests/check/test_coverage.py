"""How much of its meaning a description says, counted for each aspect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.check import CATALOGUE, Share, check, coverage
from registry.check.needs import NEEDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from registry.model.description import Description

THING = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths: {}
components:
  schemas:
    Weight: {type: number, x-ogc-unit: kg}
    Height: {type: number}
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string, description: Which thing.}
        weight: {$ref: '#/components/schemas/Weight'}
        height: {$ref: '#/components/schemas/Height'}
        price: {type: integer, x-field: {currency: EUR}}
        state: {enum: [open, held], x-enumDescriptions: {open: Can ship.}}
        size: {type: [string, 'null'], x-field: {nullMeaning: {"null": Not measured., absent: Not asked for.}}}
        colour: {type: [string, 'null'], default: red}
        customerEmail: {type: string, x-data-classification: PII}
        phone: {type: string}
        soldAt: {type: string}
        stock: {type: string, x-field: {critical: true, freshness: {threshold: PT15M}}}
"""


@pytest.mark.parametrize(
    ("aspect", "share"),
    [
        ("description", Share(1, 11)),
        ("unit", Share(1, 2)),
        ("currency", Share(1, 1)),
        ("values", Share(0, 1)),
        ("null", Share(1, 2)),
        ("absent", Share(1, 9)),
        ("classification", Share(1, 2)),
        ("timezone", Share(0, 1)),
        ("freshness", Share(1, 1)),
    ],
)
def test_a_share_counts_the_fields_that_need_an_aspect_and_those_that_say_it(
    describe: Callable[[str], Description], aspect: str, share: Share
) -> None:
    found = coverage(describe(THING))
    assert found.fields == 11
    assert {str(name): counted for name, counted in found.shares.items()}[aspect] == share


def test_a_percentage_is_never_rounded_up_and_none_where_nothing_is_wanted() -> None:
    assert Share(999, 1000).percent == 99
    assert Share(0, 0).percent is None
    assert Share(3, 5).missing == 2


def test_coverages_of_several_descriptions_add_up(describe: Callable[[str], Description]) -> None:
    one = coverage(describe(THING))
    assert (one + one).fields == 22
    assert (one + one).total == one.total + one.total


def test_what_only_tells_values_apart_is_no_field(describe: Callable[[str], Description]) -> None:
    text = (
        THING
        + "      if: {properties: {state: {const: held}}}\n      not: {properties: {weight: {const: 0}}}\n"
    )
    assert coverage(describe(text)) == coverage(describe(THING))


def test_every_aspect_has_a_rule_of_the_catalogue() -> None:
    assert {need.rule for need in NEEDS} <= {rule.id for rule in CATALOGUE}


def test_what_the_coverage_misses_the_rules_report(
    describe: Callable[[str], Description], today: dt.date
) -> None:
    described = describe(THING)
    severities = {need.rule: "error" for need in NEEDS}
    reported = {finding.rule for finding in check(described, severities=severities, today=today)}
    shares = coverage(described).shares
    assert {need.rule for need in NEEDS if shares[need.aspect].missing} == reported & set(severities)


@pytest.mark.corpus
def test_the_figures_of_a_large_description_are_those_of_its_findings(
    corpus: Path, describe: Callable[[str], Description], today: dt.date
) -> None:
    described = describe((corpus / "stripe/2018-07-26/openapi.json").read_text())
    found = check(described, today=today)
    for aspect, rule in (
        ("description", "missing-field-description"),
        ("null", "nullable-without-null-meaning"),
    ):
        counted = len({finding.pointer for finding in found if finding.rule == rule})
        assert coverage(described).shares[aspect].missing == counted  # type: ignore[index]
