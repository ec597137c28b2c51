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
    description = described({"requestBody": {"content": content}, "responses": {}}, components or {})
    body = description.operations[0].body
    assert body is not None
    return Examples(description, description.operations).of(body.content[0])


def described(operation: dict[str, Any], components: dict[str, Any]) -> Description:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shoes", "version": "1"},
        "paths": {"/shoes": {"post": operation}},
        "components": {"schemas": components},
    }
    return Description(read_bytes(json.dumps(document).encode(), "openapi.json"))


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


WIDE = {f"m{number}": {"type": "integer"} for number in range(50)}


def test_where_more_is_required_than_is_shown_the_smallest_value_stands_for_it() -> None:
    wide = {"type": "object", "properties": {"more": {"type": "string"}, **WIDE}, "required": list(WIDE)}
    value = made({"type": "object", "properties": {"wide": wide}, "required": ["wide"]})
    assert value == {"wide": dict.fromkeys(WIDE, 1)}


def test_a_choice_may_make_up_for_what_is_not_shown() -> None:
    wide = {"type": "object", "properties": WIDE, "required": list(WIDE)}
    value = made({"anyOf": [wide, {"type": "object", "properties": {"m0": {"type": "integer"}}}]})
    assert value == dict.fromkeys(list(WIDE)[:40], 1)


def test_a_schema_that_is_taken_and_returned_has_an_example_for_each_way() -> None:
    shoe = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
            "size": {"type": "integer"},
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Shoe"}}}
    answer = {"description": "OK", "content": content}
    found = described(
        {"requestBody": {"content": content}, "responses": {"200": answer, "201": answer}}, {"Shoe": shoe}
    )
    operation, examples = found.operations[0], Examples(found, found.operations)
    assert operation.body is not None
    bodies = (operation.body.content[0], *(each.content[0] for each in operation.responses))
    assert [example.value for media in bodies if (example := examples.of(media))] == [
        {"secret": "text", "size": 1},
        {"id": "text", "size": 1},
        {"id": "text", "size": 1},
    ]


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
