"""What a row sends, exactly: arithmetic on bounds and steps, text on the wire, and the law that holds for all of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.flow.carry import calculated, carried, plain
from registry.flow.containment import Passage, misfits
from registry.flow.fit import kind_of
from registry.flow.image import Image, converted, made
from registry.model.flow import Convert, MappingRow
from registry.schema import Effect, oracle
from registry.schema.side import Side

CENTS = {"type": "integer", "minimum": 0, "maximum": 1_000_000}

IMAGES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = [
    (
        "cents into euros have two decimals",
        CENTS,
        {"divide": 100},
        {"type": "number", "minimum": 0, "maximum": 10_000, "multipleOf": 0.01},
    ),
    (
        "whole euros in cents stay whole",
        {"type": "integer", "multipleOf": 100},
        {"divide": 100},
        {"type": "integer", "multipleOf": 1},
    ),
    (
        "a negative factor turns the bounds round",
        {"type": "number", "minimum": 1, "exclusiveMaximum": 3},
        {"multiply": -2},
        {"type": "number", "exclusiveMinimum": -6, "maximum": -2},
    ),
    (
        "a half added to integers makes halves",
        {"type": "integer"},
        {"add": 0.5},
        {"type": "number", "multipleOf": 0.5},
    ),
    (
        "rounding makes integers",
        {"type": "number"},
        {"divide": 3, "round": 0},
        {"type": "integer", "multipleOf": 1},
    ),
    (
        "a third has no last decimal",
        {"type": "integer", "minimum": 3},
        {"divide": 3},
        {"type": "number", "minimum": 1},
    ),
    (
        "an excluded bound of integers is the next one inside",
        {"type": "integer", "exclusiveMinimum": 0},
        {"multiply": 2},
        {"type": "integer", "minimum": 2, "multipleOf": 2},
    ),
    ("listed numbers are calculated one by one", {"enum": [1, 5]}, {"divide": 2}, {"enum": [0.5, 2.5]}),
    ("nothing times zero is but zero", {"type": "number"}, {"multiply": 0, "add": 7}, {"const": 7}),
    ("text is no number", {"type": "string"}, {"divide": 2}, None),
    ("nothing is divided by zero", CENTS, {"divide": 0}, None),
]


@pytest.mark.parametrize(
    ("schema", "steps", "expected"), [row[1:] for row in IMAGES], ids=[row[0] for row in IMAGES]
)
def test_arithmetic_makes_one_set_of_numbers_of_another(
    schema: dict[str, Any], steps: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    node = made(schema)
    assert converted(Convert(**steps), Side(node.schemas).shape(node)) == expected


@pytest.mark.parametrize(
    ("number", "steps", "expected"),
    [
        (12995, {"divide": 100}, 129.95),
        (5, {"multiply": 0.1, "add": 0.2}, 0.7),
        (5, {"divide": 2, "round": 0}, 3),
        (-5, {"divide": 2, "round": 0}, -3),
        (1, {"divide": 3, "round": 2}, 0.33),
    ],
)
def test_arithmetic_is_exact(number: int, steps: dict[str, Any], expected: float) -> None:
    assert plain(calculated(Convert(**steps), Fraction(number))) == expected


@pytest.mark.parametrize(
    ("row", "value", "left_out", "sent"),
    [
        ({}, None, False, None),
        ({"on_null": "skip"}, None, True, None),
        ({"on_null": {"value": 0}}, None, False, 0),
        ({"values": {"a": 1, "true": 2, "null": 3}}, "a", False, 1),
        ({"values": {"a": 1, "true": 2, "null": 3}}, True, False, 2),
        ({"values": {"a": 1, "true": 2, "null": 3}}, None, False, 3),
        ({"values": {"a": 1}}, "b", True, None),
        ({"convert": {"divide": 2}}, "b", True, None),
    ],
)
def test_a_row_makes_of_a_value_what_it_says(
    row: dict[str, Any],
    value: Any,
    left_out: bool,  # noqa: FBT001
    sent: Any,
) -> None:
    made_of = carried(MappingRow.model_validate({"from": "a", "to": "b", **row}), value)
    assert (made_of.left_out, made_of.value) == (left_out, sent)


AS_IT_IS: list[tuple[str, Any, Any, str | None]] = [
    (
        "a UUID has 36 characters",
        {"type": "string", "format": "uuid"},
        {"type": "string", "maxLength": 36},
        None,
    ),
    ("a day has ten", {"type": "string", "format": "date"}, {"type": "string", "maxLength": 10}, None),
    ("a time may have more than 20", {"type": "string", "format": "date-time"}, {"maxLength": 20}, "length"),
    ("a URI may be of another scheme", {"type": "string", "format": "uri"}, {"pattern": "^https://"}, "text"),
    ("an integer is a float", {"type": "integer"}, {"type": "number", "format": "float"}, None),
    ("not every integer has 32 bits", {"type": "integer"}, {"type": "integer", "format": "int32"}, "text"),
    ("listed words are short enough", {"enum": ["EU", "UK"]}, {"type": "string", "maxLength": 2}, None),
    ("one listed word is too long", {"enum": ["EU", "UKX"]}, {"type": "string", "maxLength": 2}, "list"),
    ("some values are of another type", {"type": ["integer", "string"]}, {"type": "string"}, "type"),
    ("nothing is said of the source", {}, {"type": "string"}, "other"),
    ("a format that nobody can check", {"type": "string"}, {"type": "string", "format": "sku"}, "unknown"),
    (
        "a range is what is listed",
        {"type": "integer", "minimum": 1, "maximum": 2},
        {"enum": [1, 2]},
        "unknown",
    ),
    ("a text may be blank", {"type": "string", "minLength": 1}, {"type": "string", "pattern": r"\S"}, "text"),
    (
        "a member that is not taken",
        {"type": "object", "properties": {"a": {}, "b": {}}},
        {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
        "other",
    ),
    (
        "items of another type",
        {"type": "array", "items": {"type": "integer"}},
        {"items": {"type": "string"}},
        "type",
    ),
]


@pytest.mark.parametrize(
    ("source", "target", "kind"), [row[1:] for row in AS_IT_IS], ids=[row[0] for row in AS_IT_IS]
)
def test_a_value_that_is_carried_as_it_is(source: Any, target: Any, kind: str | None) -> None:
    one, other = made(source), made(target)
    same = Image(one, lambda value: value, lambda value: (value,))
    vague = Side(one.schemas).shape(one).unlimited
    found = [(kind_of(each, vague=vague), each.example) for each in misfits(Passage(one, same, other))]
    assert [told for told, _ in found] == ([kind] if kind else [])
    assert all(example is not None for told, example in found if told != "unknown")


small = st.integers(-20, 20)
factors = st.sampled_from([-3, -1, 0.1, 0.5, 2, 3, 7, 100])


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    """A schema of numbers."""
    schema: dict[str, Any] = {"type": draw(st.sampled_from(["integer", "number"]))}
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if draw(st.integers(0, 3)) == 0:
            schema[keyword] = draw(small)
    if draw(st.integers(0, 2)) == 0:
        schema["multipleOf"] = draw(st.sampled_from([0.01, 0.5, 1, 2, 5, 10]))
    return schema


@st.composite
def arithmetic(draw: st.DrawFn) -> Convert:
    """The arithmetic of a row."""
    return Convert(
        multiply=draw(st.none() | factors),
        divide=draw(st.none() | factors),
        add=draw(st.none() | st.sampled_from([-1, 0.5, 3])),
        round=draw(st.none() | st.integers(0, 2)),
    )


@settings(max_examples=150)
@given(source=numbers(), convert=arithmetic(), target=numbers(), value=small)
def test_what_is_not_told_fits_and_what_is_told_is_shown(
    source: dict[str, Any], convert: Convert, target: dict[str, Any], value: int
) -> None:
    """Soundness: without a misfit every value fits; and the example of a misfit is answered and refused."""
    row = MappingRow.model_validate({"from": "a", "to": "b", "convert": convert})
    one, other = made(source), made(target)
    schema = converted(convert, Side(one.schemas).shape(one))
    assume(schema is not None)
    assert schema is not None
    sent = Image(made(schema), lambda given: carried(row, given).value, lambda _: (value, value / 4))
    found = [one for one in misfits(Passage(one, sent, other)) if Effect.NARROWER in one.difference.effect]
    for candidate in (value, value / 4):
        assume(oracle.verdicts(one.schemas, "response", [(one, candidate)]) == [True])
        fits = oracle.verdicts(other.schemas, "request", [(other, sent.forward(candidate))]) == [True]
        assert fits or found
    for misfit in found:
        if misfit.example is not None:
            shown = misfit.example.value
            assert oracle.verdicts(one.schemas, "response", [(one, shown)]) == [True]
            assert oracle.verdicts(other.schemas, "request", [(other, sent.forward(shown))]) == [False]
