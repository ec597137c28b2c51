"""What a draft guesses, and from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.check.annotation import entries
from registry.check.guesses import told_unit, unit
from registry.check.needs import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.model.description import Description

    Describe = Callable[[str], Description]

HEAD = "openapi: 3.1.0\ninfo: {title: Things, version: 1.0.0}\npaths: {}\ncomponents: {schemas: {Thing: {properties: {"


def drafts(describe: Describe, properties: str, aspect: str) -> list[object]:
    """Return the drafts of one aspect for properties of an object."""
    described = describe(HEAD + properties + "}}}}")
    return [gap.draft for entry in entries(described, ASPECTS) for gap in entry.gaps if gap.aspect == aspect]


@pytest.mark.parametrize(
    ("name", "text", "guessed"),
    [
        ("weightGrams", "", "g"),
        ("duration_ms", "", "ms"),
        ("timeoutSeconds", "", "s"),
        ("size", "The size of the file in bytes.", "By"),
        ("created", "Measured in seconds since the Unix epoch.", "s"),
        ("open_issues", "", "1"),
        ("total_count", "", "1"),
        ("percent_completed", "", "%"),
        ("n_epochs", "The number of epochs to train for.", "1"),
        ("temperature", "What sampling temperature to use.", None),
        ("minimum", "", None),
        ("size", "", "1"),
        ("dayOfMonth", "The day of month.", None),
        ("updated_at", "", "s"),
    ],
)
def test_a_unit_is_guessed_from_the_name_else_from_the_description(
    name: str, text: str, guessed: str | None
) -> None:
    assert unit(name, text) == guessed


@pytest.mark.parametrize(("name", "text"), [("size", ""), ("open_issues", ""), ("limit", ""), ("amount", "")])
def test_what_may_be_a_count_is_guessed_and_not_taken_for_said(name: str, text: str) -> None:
    assert (unit(name, text), told_unit(name, text)) == ("1", None)


@pytest.mark.parametrize(
    ("properties", "aspect", "drafted"),
    [
        ("price: {type: number}, currencyCode: {type: string}", "currency", {"field": "GUESS: currencyCode"}),
        ("amountEur: {type: number}, priceEur: {type: number}", "currency", "GUESS: EUR"),
        ("closed_at: {type: [string, 'null']}", "null", "GUESS: It has not been closed."),
        ("nextCursor: {type: [string, 'null']}", "null", "GUESS: There is no next one; this was the last."),
        ("parentId: {type: [string, 'null']}", "null", "GUESS: There is no parent."),
        ("customerEmail: {type: string}", "classification", "GUESS: PII"),
        ("iban: {type: string}", "classification", "GUESS: financial"),
        ("passportNumber: {type: string}", "classification", "GUESS: government-id"),
        ("soldAt: {type: string, examples: ['2026-01-01T00:00:00Z']}", "timezone", "GUESS: UTC"),
    ],
)
def test_what_the_name_or_the_neighbours_tell_is_guessed(
    describe: Describe, properties: str, aspect: str, drafted: object
) -> None:
    assert drafted in drafts(describe, properties, aspect)


@pytest.mark.parametrize("aspect", ["description", "null", "absent", "timezone", "unit", "currency"])
def test_what_nothing_tells_is_asked_for(describe: Describe, aspect: str) -> None:
    properties = "score: {type: [number, 'null']}, soldAt: {type: string}, price: {type: number}"
    assert all(str(draft).startswith("FILL IN: ") for draft in drafts(describe, properties, aspect))
    assert drafts(describe, properties, aspect)


def test_the_age_of_a_critical_field_is_guessed_to_be_beside_it(describe: Describe) -> None:
    properties = (
        "stock: {type: string, x-field: {critical: true}}, checkedAt: {type: string, format: date-time}"
    )
    (freshness,) = drafts(describe, properties, "freshness")
    assert isinstance(freshness, dict)
    assert freshness["timestampField"] == "GUESS: checkedAt"
    assert freshness["threshold"].startswith("FILL IN: ")


@pytest.mark.parametrize(
    ("properties", "aspect"),
    [
        ("full_name: {type: string}, private: {type: boolean}", "classification"),
        ("latitude: {type: number}, shop: {type: string}", "classification"),
        ("defaultShippingAddress: {type: integer}", "classification"),
        ("total: {type: integer}, results: {type: array}", "currency"),
        ("amount_refunded: {type: integer}", "unit"),
        ("price_in_dollars: {type: integer}", "unit"),
        ("startLine: {type: integer}", "unit"),
        ("method: {enum: [GET, POST]}", "values"),
        ("currency: {enum: [EUR, usd]}", "values"),
        ("country: {enum: [DE, IT]}", "values"),
        ("order: {enum: [asc, desc]}", "values"),
    ],
)
def test_what_only_looks_like_a_gap_is_not_asked_for(
    describe: Describe, properties: str, aspect: str
) -> None:
    assert drafts(describe, properties, aspect) == []


def test_what_stands_beside_decides_where_the_name_alone_does_not(describe: Describe) -> None:
    assert (
        drafts(describe, "full_name: {type: string}, email: {type: string}", "classification")
        == ["GUESS: PII"] * 2
    )
    assert drafts(describe, "total: {type: number}, currency: {type: string}", "currency")


def test_what_a_reference_leaves_unsaid_is_asked_of_its_target_once(describe: Describe) -> None:
    described = describe(
        "openapi: 3.0.3\ninfo: {title: Things, version: 1.0.0}\npaths: {}\ncomponents: {schemas: {Thing: {properties: "
        "{a: {$ref: '#/components/schemas/Size'}, b: {$ref: '#/components/schemas/Size'}}}, Size: {type: string}}}"
    )
    assert [entry.pointer for entry in entries(described)] == ["/components/schemas/Size"]


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("type: [string, 'null'], x-field: {nullMeaning: Not measured.}", "absent"),
        ("enum: [a, b], x-enumDescriptions: [The first.]", "values"),
        ("type: [string, 'null'], x-field: null-meaning", "null"),
    ],
)
def test_a_draft_never_takes_the_place_of_what_is_said(describe: Describe, said: str, aspect: str) -> None:
    assert drafts(describe, f"size: {{{said}}}", aspect) == []


def test_a_draft_takes_the_place_of_nothing(describe: Describe) -> None:
    assert len(drafts(describe, "size: {type: string, description: ''}", "description")) == 1
