"""Schemas as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from registry.model.description import Description
from registry.site import shapes, types
from registry.site.page import words_of
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from registry.site.shapes import Line


def described(schemas: dict[str, Any], openapi: str = "3.1.0") -> Description:
    document = {
        "openapi": openapi,
        "info": {"title": "Shoes", "version": "1.0.0"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    return Description(read_bytes(orjson.dumps(document), "openapi.json"))


def rows(schemas: dict[str, Any], name: str = "Product", openapi: str = "3.1.0") -> tuple[Line, ...]:
    description = described(schemas, openapi)
    return shapes.lines(description, {"$ref": f"#/components/schemas/{name}"}, "/x")


def names(found: tuple[Line, ...]) -> list[str]:
    return [f"{'  ' * line.depth}{line.name}" for line in found]


def test_properties_of_objects_in_lists_stand_one_step_deeper() -> None:
    size = {"properties": {"size": {"type": "string"}}}
    found = rows({"Product": {"properties": {"sku": {}, "sizes": {"type": "array", "items": size}}}})
    assert names(found) == ["sku", "sizes", "  size"]
    assert found[2].path == ("sizes[]", "size")
    assert found[2].field == "Product.sizes[].size"


def test_a_field_is_named_after_the_component_that_declares_it() -> None:
    found = rows(
        {
            "Base": {"properties": {"name": {}}},
            "Price": {"properties": {"amount": {}}},
            "Product": {
                "allOf": [{"$ref": "#/components/schemas/Base"}],
                "properties": {"price": {"$ref": "#/components/schemas/Price"}},
            },
        }
    )
    assert [line.field for line in found] == ["Product.price", "Price.amount", "Base.name"]


def test_a_shape_that_contains_itself_is_said_once() -> None:
    found = rows(
        {
            "Product": {
                "properties": {
                    "name": {},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Product"}},
                }
            }
        }
    )
    assert names(found) == ["name", "parts"]
    assert found[1].again == ()


def test_shapes_that_contain_each_other_end() -> None:
    found = rows(
        {
            "Product": {"properties": {"brand": {"$ref": "#/components/schemas/Brand"}}},
            "Brand": {"properties": {"best": {"$ref": "#/components/schemas/Product"}, "name": {}}},
        }
    )
    assert names(found) == ["brand", "  best", "  name"]
    assert found[1].again == ()


@pytest.mark.parametrize(
    "schemas",
    [
        {"Product": {"$ref": "#/components/schemas/Product"}},
        {"Product": {"allOf": [{"$ref": "#/components/schemas/Product"}]}},
        {"Product": {"items": {"$ref": "#/components/schemas/Product"}}},
        {"Product": {"additionalProperties": {"$ref": "#/components/schemas/Product"}}},
        {"Product": {"oneOf": [{"$ref": "#/components/schemas/Product"}, {"type": "null"}]}},
        {"Product": {"$ref": "#/components/schemas/Nothing"}},
    ],
)
def test_schemas_that_go_in_circles_or_nowhere_do_no_harm(schemas: dict[str, Any]) -> None:
    assert len(rows(schemas)) <= 1


def test_a_wide_and_deep_shape_is_cut_and_says_so() -> None:

    def level(number: int) -> dict[str, Any]:
        target = {"$ref": f"#/components/schemas/L{number + 1}"}
        return {"properties": {f"p{nth}": target for nth in range(12)} if number < 9 else {"end": {}}}

    found = rows({f"L{number}": level(number) for number in range(10)}, "L0")
    assert len(found) < 1000
    assert any(line.cut for line in found)


def test_alternatives_have_a_row_each() -> None:
    found = rows(
        {
            "Product": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Shoe"},
                    {"title": "Gift card", "properties": {"value": {}}},
                ]
            },
            "Shoe": {"properties": {"size": {}}},
        }
    )
    assert names(found) == ["Shoe", "  size", "Gift card", "  value"]
    assert [line.kind for line in found] == ["variant", "property", "variant", "property"]


def test_a_nullable_reference_is_no_choice() -> None:
    found = rows(
        {
            "Product": {
                "properties": {"price": {"anyOf": [{"$ref": "#/components/schemas/Price"}, {"type": "null"}]}}
            },
            "Price": {"properties": {"amount": {}}},
        }
    )
    assert names(found) == ["price", "  amount"]


def test_values_with_meanings_are_no_alternatives() -> None:
    found = rows({"Product": {"properties": {"type": {"oneOf": [{"const": "a"}, {"const": "b"}]}}}})
    assert names(found) == ["type"]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string"}, "text"),
        ({"type": ["string", "null"], "format": "date-time"}, "date and time or null"),
        ({"type": "integer", "minimum": 0, "maximum": 9}, "whole number 0 to 9"),
        ({"type": "number", "exclusiveMinimum": 0}, "number more than 0"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 3}, "list of text at most 3 items"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "map of names to number"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Size"}}, "list of Size"),
        ({"oneOf": [{"const": "a"}, {"const": "b"}, {"type": "null"}]}, "text or null"),
        ({"const": 1}, "whole number always 1"),
        ({"type": "string", "minLength": 1, "maxLength": 1}, "text exactly 1 character"),
        ({"type": "boolean", "default": False}, "true or false default false"),
        ({}, "any value"),
    ],
)
def test_kinds_of_values_read_as_people_say_them(schema: dict[str, Any], said: str) -> None:
    description = described({"Size": {"type": "object", "properties": {"eu": {}}}})
    assert words_of(types.kind(description, schema, "/x")) == said


def test_the_old_way_to_allow_null_is_understood() -> None:
    description = described({}, "3.0.3")
    assert words_of(types.kind(description, {"type": "string", "nullable": True}, "/x")) == "text or null"
