"""Descriptions made for benchmarks: recursive schemas, many operations, one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMAS = 458
LEVELS = 20


def recursive(*, changed: bool) -> dict[str, Any]:
    """458 schemas that all reach each other, 40 ways in; a text becomes a number in one."""
    schemas = {f"S{at}": _knot(at, SCHEMAS) for at in range(SCHEMAS)}
    if changed:
        schemas[f"S{SCHEMAS // 2}"]["properties"]["id"] = {"type": "integer"}
    return _described({f"/things/{at}": f"S{at * 11 % SCHEMAS}" for at in range(40)}, schemas)


def growing_operations(count: int, *, changed: bool) -> dict[str, Any]:
    """So many operations that share one recursive schema, with one change at its bottom."""
    schemas = {f"Level{at}": _level(at, LEVELS) for at in range(LEVELS)}
    if changed:
        schemas[f"Level{LEVELS - 1}"]["properties"]["id"] = {"type": "integer"}
    return _described({f"/things/{at}": "Level0" for at in range(count)}, schemas)


def growing_schemas(count: int, *, changed: bool) -> dict[str, Any]:
    """Ten operations and so many schemas that all reach each other, each of them changed."""
    schemas = {f"S{at}": _knot(at, count) for at in range(count)}
    if changed:
        for schema in schemas.values():
            schema["properties"]["id"]["maxLength"] = 10
    return _described({f"/things/{at}": f"S{at}" for at in range(10)}, schemas)


def _knot(at: int, count: int) -> dict[str, Any]:
    """A schema that leads to three others, so that each reaches all."""
    return {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "maxLength": 40},
            "next": _reference(f"S{(at + 1) % count}"),
            "other": _reference(f"S{(7 * at + 3) % count}"),
            "several": {"type": "array", "items": _reference(f"S{(13 * at + 5) % count}")},
        },
    }


def _level(at: int, levels: int) -> dict[str, Any]:
    """A schema that leads to the next level, and back to the first."""
    below = {"below": _reference(f"Level{at + 1}")} if at + 1 < levels else {}
    return {
        "type": "object",
        "properties": {"id": {"type": "string"}, "first": _reference("Level0"), **below},
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _described(paths: Mapping[str, str], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """A description in which each path takes and gives one schema."""

    def operations(name: str) -> dict[str, Any]:
        content = {"application/json": {"schema": _reference(name)}}
        answer = {"200": {"description": "OK", "content": content}}
        return {
            "get": {"responses": answer},
            "put": {"requestBody": {"content": content}, "responses": {"204": {"description": "Done"}}},
        }

    return {
        "openapi": "3.0.3",
        "info": {"title": "Generated", "version": "1.0.0"},
        "paths": {path: operations(name) for path, name in paths.items()},
        "components": {"schemas": dict(schemas)},
    }
