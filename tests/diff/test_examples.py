"""Examples of what breaks: proved by a validator on both sides, or the reason why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.diff import Comparison

    Compare = Callable[..., Comparison]

LOST = "no value is refused: what is sent or expected under the name is lost without a word"
BEHAVIOUR = "no value is refused: the behaviour changes"

CARD = {"type": "object", "properties": {"kind": {}, "number": {"type": "string"}}, "required": ["number"]}
CASH = {"type": "object", "properties": {"kind": {}, "coins": {"type": "integer"}}, "required": ["coins"]}
PARTS = {"Card": CARD, "Cash": CASH}
BOTH = {"old": PARTS, "new": PARTS}
ANY = {"oneOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Cash"}]}


def shown(run: Compare, direction: str, one: Any, other: Any, **more: Any) -> list[Any]:
    """The examples of one direction, or the reasons for none."""
    return [
        change.witness.value if change.witness else change.unwitnessed
        for change in run(one, other, **more).changes
        if change.level != "safe" and change.direction in (direction, None)
    ]


@pytest.mark.parametrize(
    ("old", "new", "sent"),
    [
        ({"type": "object"}, {"type": "object", "maxProperties": 2}, {"key": "a", "key2": "a", "key3": "a"}),
        ({"type": "object"}, {"type": "object", "minProperties": 1}, {}),
        ({"type": "integer"}, {"type": "integer", "format": "int32"}, 2**31),
        ({"type": "object"}, {"type": "object", "propertyNames": {"minLength": 1}}, {"": "a"}),
        ({"type": "number"}, {"type": "number", "multipleOf": 0.5}, 0.25),
    ],
)
def test_the_smallest_request_that_fails_now_is_shown(
    compare_sides: Compare, old: Any, new: Any, sent: Any
) -> None:
    assert shown(compare_sides, "request", old, new) == [sent]


@pytest.mark.parametrize(
    ("old", "new", "fails"),
    [
        (
            {"type": "array", "items": {"const": 1}},
            {"type": "array", "items": {"const": 1}, "minItems": 1, "maxItems": 3},
            {"request-min-items-added": [], "request-max-items-added": [1, 1, 1, 1]},
        ),
        (
            {"type": "string"},
            {"type": "string", "minLength": 1, "maxLength": 3},
            {"request-min-length-added": "", "request-max-length-added": "aaaa"},
        ),
        (
            {"type": "integer"},
            {"type": "integer", "minimum": 1, "maximum": 3},
            {"request-minimum-added": 0, "request-maximum-added": 4},
        ),
        (
            {"type": "object"},
            {"type": "object", "minProperties": 1, "maxProperties": 2},
            {
                "request-min-properties-added": {},
                "request-max-properties-added": {"key": "a", "key2": "a", "key3": "a"},
            },
        ),
    ],
)
def test_each_end_of_a_new_range_is_shown_by_a_value_beyond_that_end(
    compare_sides: Compare, old: Any, new: Any, fails: Any
) -> None:
    found = compare_sides(old, new).changes
    assert {
        change.rule: change.witness.value
        for change in found
        if change.level == "breaking" and change.direction == "request" and change.witness
    } == fails


def test_an_answer_that_nobody_was_told_of_is_shown(compare_sides: Compare) -> None:
    old, new = ({"type": "integer", "format": name} for name in ("int32", "int64"))
    assert shown(compare_sides, "response", old, new) == [2**31]


def tagged(**discriminator: Any) -> dict[str, Any]:
    return {**ANY, "discriminator": discriminator}


@pytest.mark.parametrize(
    ("old", "new", "sent"),
    [
        (
            {"propertyName": "kind", "mapping": {"card": "Card", "coins": "Cash"}},
            {"propertyName": "kind", "mapping": {"card": "Card"}},
            {"coins": 1, "kind": "coins"},
        ),
        (
            {"propertyName": "kind", "mapping": {"coins": "#/components/schemas/Cash"}},
            {"propertyName": "type", "mapping": {"coins": "#/components/schemas/Cash"}},
            {"coins": 1, "kind": "coins"},
        ),
        ({"propertyName": "kind"}, {"propertyName": "type"}, {"number": "a", "kind": "Card"}),
        (
            {"propertyName": "kind", "mapping": {"Card": "Card", "x": "Gone"}},
            {"propertyName": "kind", "mapping": {"Card": "Card"}},
            BEHAVIOUR,
        ),
    ],
)
def test_a_tag_that_one_side_does_not_know_is_shown(
    compare_sides: Compare, old: dict[str, Any], new: dict[str, Any], sent: Any
) -> None:
    found = shown(compare_sides, "request", tagged(**old), tagged(**new), components=BOTH)
    assert found == [sent]


def test_the_name_of_a_schema_is_a_tag_that_stays(compare_sides: Compare) -> None:
    old = tagged(propertyName="kind", mapping={"Card": "Card", "Cash": "Cash"})
    new = tagged(propertyName="kind", mapping={"Card": "Card"})
    assert compare_sides(old, new, components=BOTH).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"type": "object", "properties": {"a": {}}, "required": ["a"]}, {"type": "object"}, LOST),
        ({"type": "integer", "default": 1}, {"type": "integer", "default": 2}, BEHAVIOUR),
        ({"type": "string"}, {"$ref": "#/components/schemas/Gone"}, "not compared"),
    ],
)
def test_where_no_value_is_refused_the_reason_is_told(
    compare_sides: Compare, old: Any, new: Any, why: str
) -> None:
    assert shown(compare_sides, "request", old, new) == [why]


def test_what_a_webhook_may_leave_out_is_not_missing_from_an_answer(compare_documents: Compare) -> None:
    body = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    loose = {key: value for key, value in body.items() if key != "required"}
    hooks = [
        {"webhooks": {"w": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}}}
        for schema in (body, loose)
    ]
    (change,) = compare_documents(*hooks).changes
    assert (change.level, change.message) == ("breaking", "property 'id' may now be missing")
