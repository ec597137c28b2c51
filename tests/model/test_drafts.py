"""A draft says nothing, wherever it stands, until somebody has filled it in."""

from __future__ import annotations

from typing import Any

import pytest

from registry.model.semantics import FieldMeaning, drafts, field_meaning


def meaning(schema: dict[str, Any]) -> FieldMeaning:
    return field_meaning(schema, lambda _node, _pointer: None)


@pytest.mark.parametrize(
    "written",
    [
        {"description": "FILL IN: what it is"},
        {"title": "GUESS: Weight"},
        {"x-ogc-unit": "GUESS: kg"},
        {"x-data-classification": "GUESS: PII"},
        {"x-field": {"currency": "GUESS: EUR"}},
        {"x-field": {"currency": {"field": "GUESS: currencyCode"}}},
        {"x-field": {"timezone": "GUESS: UTC"}},
        {"x-field": {"nullMeaning": {"null": "FILL IN: unknown, none, or not asked for"}}},
        {"x-field": {"freshness": {"threshold": "FILL IN: PT15M", "timestampField": "GUESS: checkedAt"}}},
    ],
)
def test_a_draft_is_no_meaning(written: dict[str, Any]) -> None:
    assert meaning(written) == FieldMeaning()


def test_a_draft_beside_what_is_said_takes_nothing_from_it() -> None:
    said = meaning(
        {
            "x-field": {
                "critical": True,
                "freshness": {"threshold": "PT15M", "timestampField": "GUESS: checkedAt"},
                "nullMeaning": {"null": "Not measured.", "absent": "FILL IN: why it may be left out"},
            }
        }
    )
    assert said.critical
    assert said.freshness is not None
    assert said.freshness.timestamp_field is None
    assert said.null_meaning == {"null": "Not measured."}


def test_a_value_of_an_enumeration_with_a_draft_is_listed_and_not_explained() -> None:
    values = meaning(
        {"enum": ["open", "held"], "x-enumDescriptions": {"open": "Can ship.", "held": "FILL IN: why"}}
    )
    assert [(value.value, value.explained) for value in values.values] == [("open", True), ("held", False)]


def test_what_holds_no_draft_is_left_as_it_is() -> None:
    written: dict[str, Any] = {"a": [1, None, {"b": {}}], "c": "to FILL IN: the form"}
    assert drafts.without(written) is written
    assert drafts.without({"a": ["FILL IN: x"], "b": 1}) == {"b": 1}
