"""What is told to allow some value without a shape does so, by the word of an independent validator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.schema import Schemas
from registry.schema.inhabited import surely
from registry.schema.sample import sample
from registry.schema.side import Side

if TYPE_CHECKING:
    from random import Random

TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
LISTED: tuple[Any, ...] = (None, True, 1, 1.5, "a", "abc", [], {})


def is_sure(schema: Any) -> bool:
    schemas = Schemas({"self": schema}, "3.1")
    return surely(schemas.node(schema, "/self"))


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {},
        {"type": "string", "description": "words"},
        {"type": ["integer", "null"], "minimum": 3},
        {"type": "string", "minLength": 2, "maxLength": 2},
        {"type": "integer", "enum": ["x", 2]},
        {"type": "array", "minItems": 3, "items": {"type": "number"}},
        {"required": ["a", "b"], "properties": {"a": {"type": "string"}}},
        {"required": ["next"], "properties": {"next": {"properties": {"next": {"$ref": "#/self"}}}}},
    ],
)
def test_most_schemas_surely_allow_something(schema: Any) -> None:
    assert is_sure(schema)


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": []},
        {"type": "text"},
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "integer", "enum": ["x"]},
        {"enum": [3], "minimum": 4},
        {"type": "array", "minItems": 1, "items": False},
        {"required": ["a"], "additionalProperties": False},
        {"required": ["a"], "properties": {"a": False}},
        {"required": ["self"], "properties": {"self": {"$ref": "#/self"}}},
        {"type": "string", "not": {"type": "string"}},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"$ref": "#/nowhere"},
    ],
)
def test_what_may_allow_nothing_is_not_sure(schema: Any) -> None:
    assert not is_sure(schema)


def test_a_long_way_of_members_that_must_be_there_is_followed_to_an_end() -> None:
    below = {
        f"S{at}": {"required": ["n"], "properties": {"n": {"$ref": f"#/S{at + 1}"}}} for at in range(2000)
    }
    root = {**below, "S2000": {"type": "string"}}
    schemas = Schemas(root, "3.1")
    node = schemas.node(root["S0"], "/S0")
    assert not surely(node)
    assert not Side(schemas).shape(node).empty


def some_schema(random: Random, depth: int = 3) -> Any:
    if random.random() < 0.1:
        return random.choice([True, False])
    schema: dict[str, Any] = {}
    if random.random() < 0.8:
        schema["type"] = (
            random.sample(TYPES, random.randint(1, 2)) if random.random() < 0.3 else random.choice(TYPES)
        )
    if random.random() < 0.15:
        schema["enum"] = random.sample(LISTED, random.randint(1, 3))
    for keyword in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"):
        if random.random() < 0.25:
            schema[keyword] = random.randint(0, 3)
    if depth:
        if random.random() < 0.4:
            schema["items"] = some_schema(random, depth - 1)
        if random.random() < 0.6:
            schema["properties"] = {name: some_schema(random, depth - 1) for name in random.sample("abc", 2)}
            schema["required"] = random.sample("abc", random.randint(0, 2))
        if random.random() < 0.3:
            schema["additionalProperties"] = some_schema(random, depth - 1)
    return schema


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_whatever_is_sure_has_a_value_that_another_validator_accepts(random: Random) -> None:
    schema = some_schema(random)
    schemas = Schemas(schema, "3.1")
    node = schemas.node(schema, "")
    if surely(node):
        assert not Side(schemas).shape(node).empty
        assert jsonschema_rs.is_valid(schema, sample(Side(schemas), node))
