"""Whatever a description holds, a check ends, with findings or with UnreadableInput."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from registry.check import check
from registry.errors import UnreadableInput, UnreadableInputs
from registry.model.description import Description
from registry.source.pointer import find, split
from registry.source.store import read_bytes
from registry.source.tree import parse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from registry.check import Finding

JUNK: tuple[Any, ...] = (7, True, None, "junk", [], {}, [[1], {}], {"$ref": 3}, {"$ref": "#/paths"}, 1e300)


def pointers(data: Any, at: str = "") -> Iterator[str]:
    members = data.items() if isinstance(data, dict) else enumerate(data if isinstance(data, list) else ())
    for key, value in members:
        inner = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
        yield inner
        yield from pointers(value, inner)


def checked(data: Any, today: dt.date) -> tuple[Finding, ...]:
    return check(Description(read_bytes(json.dumps(data).encode(), "hostile.json")), today=today)


def in_schemas(schemas: dict[str, Any], version: str = "3.1.0") -> dict[str, Any]:
    info = {"title": "Hostile", "version": "1"}
    return {"openapi": version, "info": info, "paths": {}, "components": {"schemas": schemas}}


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_junk_in_any_place_is_reported_and_never_a_crash(
    junk: Any, version: str, clean: str, today: dt.date
) -> None:
    data = parse(clean.encode(), "clean.yaml").data
    data["openapi"] = version
    for pointer in pointers(data):
        spoilt = deepcopy(data)
        *parents, key = split(pointer)
        parent = find(spoilt, parents)
        parent[int(key) if isinstance(parent, list) else key] = deepcopy(junk)
        try:
            checked(spoilt, today)
        except (UnreadableInput, UnreadableInputs):
            assert key in {"openapi", "$ref"}


def test_references_that_run_in_circles_are_reported_and_not_followed(today: dt.date) -> None:
    ref = "#/components/schemas/"
    schemas = {
        "Itself": {"$ref": f"{ref}Itself", "default": 1},
        "There": {"allOf": [{"$ref": f"{ref}Back"}], "examples": [1]},
        "Back": {"oneOf": [{"$ref": f"{ref}There"}, {"not": {"$ref": f"{ref}Back"}}], "examples": [{}]},
        "Left": {"anyOf": [{"$ref": f"{ref}Right"}, {"$ref": f"{ref}Below"}], "default": {}},
        "Right": {"allOf": [{"$ref": f"{ref}Below"}]},
        "Below": {"if": {"$ref": f"{ref}Left"}, "examples": [None]},
    }
    found = checked(in_schemas(schemas), today)
    assert [finding.rule for finding in found].count("circular-reference-chain") >= 4


def test_a_list_of_types_where_openapi_knows_none_is_taken_with_nullable(today: dt.date) -> None:
    schema = {"type": ["string"], "nullable": True, "example": 7}
    checked(in_schemas({"Listed": schema}, "3.0.3"), today)


def nested(depth: int) -> dict[str, Any]:
    deep: dict[str, Any] = {"type": "strng"}
    value: Any = "bottom"
    for _ in range(depth):
        deep = {"type": "object", "properties": {"a": deep}}
        value = {"a": value}
    return {"Deep": {**deep, "example": value}}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_deep_schemas_are_checked_to_the_bottom(version: str, today: dt.date) -> None:
    found = checked(in_schemas(nested(100), version), today)
    assert any("did you mean 'string'" in finding.remedy for finding in found)


def test_schemas_deeper_than_files_may_be_are_unreadable(today: dt.date) -> None:
    with pytest.raises(UnreadableInput, match="nested deeper"):
        checked(in_schemas(nested(200)), today)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)+(?=b)$", "(x+x+)+y", "^(?:(?:a*)*)*(?<!b)$"])
def test_patterns_that_blow_up_do_not(pattern: str, today: dt.date) -> None:
    schema = {"type": "string", "pattern": pattern, "examples": ["a" * 5000 + "!", "x" * 5000]}
    checked(in_schemas({"Evil": schema}), today)


def test_a_pattern_of_any_length_is_looked_at_no_longer_than_is_sensible(today: dt.date) -> None:
    checked(in_schemas({"Long": {"type": "string", "pattern": "(" * 100_000, "default": "a"}}), today)


def test_numbers_beyond_every_type_are_compared_and_shown(describe: Callable[[str], Description]) -> None:
    text = """
openapi: 3.1.0
info: {title: Huge, version: '1'}
components:
  schemas:
    Huge: {type: integer, minimum: 1e308, maximum: -1e308, default: 9999999999999999999999999999999}
    Tiny: {type: number, multipleOf: 1e-300, minItems: 99999999999999999999, examples: [1e-308]}
"""
    rules = {finding.rule for finding in check(describe(text))}
    assert "impossible-bounds" in rules


def test_thousands_of_broken_references_are_placed_in_one_pass(today: dt.date) -> None:
    names = [f"N{number}" for number in range(2000)]
    schemas = {name: {"$ref": f"#/components/schemas/X{name}"} for name in names}
    found = checked(in_schemas(schemas), today)
    assert sum(finding.rule == "unresolvable-reference" for finding in found) == len(names)


@pytest.mark.parametrize(
    "text", ["[]", "7", "null", '"openapi"', "{}", '{"openapi": null}', '{"swagger": 2.0}']
)
def test_what_is_no_openapi_document_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableInput):
        check(Description(read_bytes(text.encode(), "other.json")))
