"""One business term in two systems: what is told, of which places, and what explains a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.check import check_registry
from registry.check.declare import Example

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.check import Finding
    from registry.model.registry import Registry

    Record = Callable[[Example], Registry]

TERM = "x-ogc-definition: 'glossary:thing'"
PLAIN = f"{{type: number, {TERM}, x-ogc-unit: g}}"


def found(record: Record, depot: str, ports: str, flow: str = "{}") -> list[Finding]:
    """Return what is told of a field of two systems and a row of the flow between them."""
    text = f"depot: {depot}\nports: {ports}\nflow: {flow}"
    told = check_registry(record(Example(reported=True, within="systems", text=text)))
    return [finding for finding in told if finding.rule in {"conflicting-meaning", "differing-wording"}]


def test_one_finding_names_both_fields_and_where_each_says_it(record: Record) -> None:
    (finding,) = found(record, f"{{type: number, {TERM}, x-ogc-unit: kg}}", PLAIN)
    here, there = "specs/ports/apis/boxes/openapi.json", "specs/depot/apis/boxes/openapi.json"
    assert finding.message == (
        f"'thing' is in g here, and in kg in depot/boxes Box.size ({finding.message.rpartition('(')[2]}"
    )
    assert there in finding.message
    assert finding.place.file.endswith(here)
    assert finding.pointer == "/components/schemas/Box/properties/size/x-ogc-unit"
    assert finding.subject == "ports/boxes Box.size"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("x-ogc-unit: kg", "x-ogc-unit: g", "is in g here, and in kg"),
        ("x-field: {currency: EUR}", "x-field: {currency: USD}", "has the currency USD here, and EUR"),
        (
            "x-field: {timezone: Europe/Rome}",
            "x-field: {timezone: UTC}",
            "has the timezone UTC here, and Europe/Rome",
        ),
        ("enum: [held, free]", "enum: [held, lost, sold]", "can be 'lost', 'sold' here, but not"),
        (
            "x-ogc-unit: '{cent}', x-field: {currency: EUR}",
            "x-ogc-unit: '1', x-field: {currency: EUR}",
            "is in 1 here, and in {cent}",
        ),
    ],
)
def test_each_kind_of_conflict_is_told(record: Record, one: str, other: str, said: str) -> None:
    (finding,) = found(record, f"{{{TERM}, {one}}}", f"{{{TERM}, {other}}}")
    assert (finding.rule, finding.severity) == ("conflicting-meaning", "warning")
    assert finding.message.startswith(f"'thing' {said} in depot/boxes")


@pytest.mark.parametrize(
    ("one", "other", "flow"),
    [
        ("x-ogc-unit: kg", "x-ogc-unit: g", "{convert: {multiply: 1000}}"),
        ("enum: [held, free]", "enum: [H, F]", "{values: {held: H, free: F}}"),
        ("x-ogc-unit: kg", "x-ogc-unit: g, x-field: {derivation: {from: [Box.size]}}", "{}"),
        ("x-ogc-unit: kg", "type: number", "{}"),
        ("x-field: {currency: EUR}", "x-field: {currency: {field: currency}}", "{}"),
        ("x-ogc-unit: kg", "x-ogc-unit: '[lb_av]', x-ogc-unitLang: other", "{}"),
    ],
)
def test_what_is_explained_or_only_said_by_one_is_no_conflict(
    record: Record, one: str, other: str, flow: str
) -> None:
    assert found(record, f"{{{TERM}, {one}}}", f"{{{TERM}, {other}}}", flow) == []


def test_a_row_that_does_something_else_explains_nothing(record: Record) -> None:
    assert found(record, f"{{{TERM}, x-ogc-unit: kg}}", PLAIN, "{onNull: skip}")


def test_other_terms_and_the_same_system_are_not_compared(record: Record) -> None:
    assert found(record, "{x-field: {businessName: Net}, x-ogc-unit: kg}", PLAIN) == []
    both = "{properties: {a: {x-ogc-unit: kg, TERM}, b: {x-ogc-unit: g, TERM}}}".replace("TERM", TERM)
    assert found(record, both, "{type: string}") == []


def test_several_fields_of_two_systems_are_told_once(record: Record) -> None:
    several = "{properties: {a: {x-ogc-unit: kg, TERM}, b: {x-ogc-unit: kg, TERM}}}".replace("TERM", TERM)
    assert len(found(record, several, PLAIN)) == 1


def test_a_draft_is_in_conflict_with_nothing(record: Record) -> None:
    assert found(record, f"{{{TERM}, x-ogc-unit: 'GUESS: kg'}}", PLAIN) == []
