"""Examples: those that are written come first; those that are made fit the schema, or are not shown."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from registry.model.description import Description
from registry.site.examples import Example, Examples
from registry.source.store import read_bytes


def example(schema: Any, components: dict[str, Any] | None = None, **media: Any) -> Example | None:
    content = {"application/json": {"schema": schema, **media}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shoes", "version": "1"},
        "paths": {"/shoes": {"post": {"requestBody": {"content": content}, "responses": {}}}},
        "components": {"schemas": components or {}},
    }
    description = Description(read_bytes(json.dumps(document).encode(), "openapi.json"))
    body = description.operations[0].body
    assert body is not None
    return Examples(description).of(body.content[0])


def made(schema: Any, components: dict[str, Any] | None = None) -> Any:
    found = example(schema, components)
    assert found is not None
    assert found.made
    return found.value


def test_an_example_that_is_written_is_taken_nearest_first() -> None:
    schema = {"type": "string", "examples": ["far"]}
    assert example(schema, example="near") == Example("near")
    assert example(schema, examples={"one": {"value": "nearest"}}, example="near") == Example("nearest")
    assert example({"$ref": "#/components/schemas/Size"}, {"Size": schema}) == Example("far")


def test_a_made_example_has_every_member_that_a_reader_expects() -> None:
    schema = {
        "type": "object",
        "required": ["size"],
        "properties": {
            "size": {"type": "string", "examples": ["42.5"]},
            "system": {"type": "string", "enum": ["EU", "UK"]},
            "since": {"type": "string", "format": "date"},
            "pairs": {"type": "integer", "minimum": 3},
            "tags": {"type": "array", "items": {"type": "string", "default": "new"}},
            "id": {"type": "string", "readOnly": True},
            "old": {"type": "string", "deprecated": True},
        },
    }
    value = made(schema)
    assert value == {"size": "42.5", "system": "EU", "since": "2026-01-31", "pairs": 3, "tags": ["new"]}


SCHEMAS = [
    {"type": "string", "pattern": "^[A-Z]{3}[0-9]{2}$"},
    {"type": "string", "minLength": 30},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "integer"}},
    {
        "oneOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
            {"type": "string"},
        ]
    },
    {
        "allOf": [{"type": "object", "properties": {"a": {"type": "number"}}}, {"required": ["b"]}],
        "properties": {"b": {"type": "boolean"}},
    },
    {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1},
    {"type": ["string", "null"], "format": "uuid"},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_a_made_example_fits_its_schema(schema: Any) -> None:
    assert jsonschema_rs.is_valid(schema, made(schema), validate_formats=True)


def test_a_schema_that_contains_itself_comes_to_an_end() -> None:
    tree = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    }
    assert made({"$ref": "#/components/schemas/Tree"}, {"Tree": tree}) == {
        "name": "text",
        "children": [{"name": "text"}],
    }


def test_where_nothing_fits_nothing_is_shown() -> None:
    assert example({"type": "string", "pattern": "^a$", "minLength": 5}) is None
    assert example(False) is None
