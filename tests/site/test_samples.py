"""Operations as code that can be copied, for small descriptions; each sample is read by its own language."""

from __future__ import annotations

import ast
import json
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from registry.model.description import Description
from registry.site.examples import Examples
from registry.site.pages.samples import samples
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY = {"size": "42.5", "half": True, "note": None, "tags": ["a", "b"]}


def codes(
    operation: dict[str, Any], path: str = "/shoes/{sku}", method: str = "post", **rest: Any
) -> Mapping[str, str]:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shoes", "version": "1"},
        "servers": [{"url": "https://shoes.example/"}],
        "paths": {path: {method: {"responses": {"200": {"description": "Done"}}, **operation}}},
        **rest,
    }
    description = Description(read_bytes(json.dumps(document).encode(), "openapi.json"))
    found = samples(description.operations[0], Examples(description, description.operations))
    assert found is not None
    return {label: sample.code for label, sample in found.items}


def with_body(media: str, example: Any, schema: Any = None) -> dict[str, Any]:
    content = {media: {"schema": schema if schema is not None else {}, "example": example}}
    return {"requestBody": {"content": content}}


def words(command: str) -> list[str]:
    return shlex.split(command.replace("\\\n", " "))


def test_examples_fill_the_address_and_what_is_optional_stays_away() -> None:
    parameters = [
        {"name": "sku", "in": "path", "required": True, "schema": {"type": "string"}, "example": "A/1"},
        {"name": "size", "in": "query", "required": True, "schema": {"type": "string", "enum": ["42 EU"]}},
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
    ]
    told = codes({"parameters": parameters}, method="get")
    assert words(told["curl"]) == ["curl", "https://shoes.example/shoes/A%2F1?size=42%20EU"]


@pytest.mark.parametrize(
    ("how", "value", "expected"),
    [
        ({}, ["a", "b"], "size=a&size=b"),
        ({"explode": False}, ["a", "b"], "size=a,b"),
        ({"style": "pipeDelimited", "explode": False}, ["a", "b"], "size=a%7Cb"),
        ({"style": "spaceDelimited", "explode": False}, ["a", "b"], "size=a%20b"),
        ({"style": "deepObject", "explode": True}, {"min": 1, "max": 2}, "size[min]=1&size[max]=2"),
        ({}, {"min": 1, "max": 2}, "min=1&max=2"),
        ({"explode": False}, {"min": 1}, "size=min,1"),
        ({}, True, "size=true"),
    ],
)
def test_a_parameter_is_written_in_its_style(how: dict[str, Any], value: Any, expected: str) -> None:
    parameter = {"name": "size", "in": "query", "required": True, "schema": {}, "example": value, **how}
    told = codes({"parameters": [parameter]}, path="/shoes", method="get")
    assert words(told["curl"])[1] == f"https://shoes.example/shoes?{expected}"


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, '-H "X-Key: $API_KEY"'),
        ({"type": "http", "scheme": "bearer"}, '-H "Authorization: Bearer $TOKEN"'),
        ({"type": "http", "scheme": "Basic"}, '-u "$USER_AND_PASSWORD"'),
        ({"type": "oauth2", "flows": {}}, '-H "Authorization: Bearer $TOKEN"'),
        ({"type": "apiKey", "in": "query", "name": "key"}, "key='\"$API_KEY\"''"),
    ],
)
def test_secrets_stay_in_the_environment(scheme: dict[str, Any], expected: str) -> None:
    told = codes({"security": [{"key": []}]}, components={"securitySchemes": {"key": scheme}})
    assert expected in told["curl"]
    for language in ("Python", "JavaScript"):
        assert "environ" in told[language] or "process.env" in told[language]


@pytest.mark.parametrize("media", ["application/json", "application/merge-patch+json"])
def test_the_body_is_the_same_in_every_language(media: str) -> None:
    told = codes(with_body(media, BODY))
    assert json.loads(words(told["curl"])[-1]) == BODY
    call = next(
        node
        for node in ast.walk(ast.parse(told["Python"]))
        if isinstance(node, ast.keyword) and node.arg == "json"
    )
    assert ast.literal_eval(call.value) == BODY
    written = told["JavaScript"].partition("JSON.stringify(")[2].partition("),\n")[0]
    assert json.loads(written) == BODY


@pytest.mark.parametrize(
    ("media", "example"),
    [
        ("application/x-www-form-urlencoded", {"size": "42"}),
        ("multipart/form-data", {"size": "42", "note": "it's"}),
        ("text/plain", "42"),
        ("application/pdf", None),
        ("application/json", BODY),
    ],
)
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_every_sample_can_be_read_by_its_language(media: str, example: Any, method: str) -> None:
    idempotency = {"class": "replayable", "header": "Idempotency-Key"}
    operation = {**with_body(media, example), "x-operation": {"idempotency": idempotency, "timeout": 5000}}
    told = codes(operation, method=method)
    assert words(told["curl"])[0] == "curl"
    ast.parse(told["Python"])
    assert "Idempotency-Key" in told["Python"]
    assert "timeout=5" in told["Python"]
    node = shutil.which("node")
    if node is not None:
        checked = subprocess.run(
            [node, "--input-type=module", "--check"],
            input=told["JavaScript"],
            text=True,
            capture_output=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr


def test_what_a_description_says_cannot_leave_its_quotes() -> None:
    told = codes(with_body("application/json", "'; rm -rf / #"), path="/shoes/$(id)")
    assert words(told["curl"])[3] == "https://shoes.example/shoes/$(id)"
    assert words(told["curl"])[-1] == '"\'; rm -rf / #"'


def test_a_header_of_a_scheme_that_is_no_name_is_left_out() -> None:
    components = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": '$(id)"'}}}
    assert all(
        "$(id)" not in code for code in codes({"security": [{"key": []}]}, components=components).values()
    )


def test_a_body_without_an_example_comes_from_a_file() -> None:
    told = codes({"requestBody": {"content": {"application/json": {"schema": {"not": {}}}}}})
    assert "--data @body.json" in told["curl"]
    assert 'open("body.json", "rb")' in told["Python"]
