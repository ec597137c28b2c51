"""Operations as commands, for small descriptions."""

from __future__ import annotations

import json
from typing import Any

from registry.model.description import Description
from registry.site.pages.commands import curl
from registry.source.store import read_bytes


def command(operation: dict[str, Any], path: str = "/shoes/{sku}", method: str = "post", **rest: Any) -> str:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shoes", "version": "1"},
        "servers": [{"url": "https://shoes.example/"}],
        "paths": {path: {method: {"responses": {"200": {"description": "Done"}}, **operation}}},
        **rest,
    }
    description = Description(read_bytes(json.dumps(document).encode(), "openapi.json"))
    sample = curl(description, description.operations[0])
    assert sample is not None
    return sample.code


def test_examples_fill_the_address_and_names_stand_where_there_is_none() -> None:
    parameters = [
        {"name": "sku", "in": "path", "required": True, "schema": {"type": "string"}, "example": "A/1"},
        {"name": "size", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
    ]
    assert (
        command({"parameters": parameters}, method="get")
        == "curl 'https://shoes.example/shoes/A%2F1?size={size}'"
    )


def test_secrets_stay_in_the_environment() -> None:
    components = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
    told = command({"security": [{"key": []}]}, components=components)
    assert '-H "X-Key: $API_KEY"' in told


def test_what_a_description_says_cannot_leave_its_quotes() -> None:
    content = {"application/json": {"schema": {}, "example": "'; rm -rf / #"}}
    told = command({"requestBody": {"content": content}}, path="/shoes/$(id)")
    assert "'https://shoes.example/shoes/$(id)'" in told
    assert """--data '"'"'"'; rm -rf / #"'""" in told


def test_a_header_of_a_scheme_that_is_no_name_is_left_out() -> None:
    components = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": '$(id)"'}}}
    assert "$(id)" not in command({"security": [{"key": []}]}, components=components)


def test_a_body_without_an_example_comes_from_a_file() -> None:
    assert "--data @body.json" in command({"requestBody": {"content": {"application/json": {"schema": {}}}}})
