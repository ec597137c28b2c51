"""A large registry made for benchmarks of the site: APIs with many versions, operations, fields and flows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from registry.changelog.bump import Bump
from registry.changelog.entry import Entry
from registry.diff import compare
from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from registry.diff.change import Change

SCHEMAS = 20
PROPERTIES = 10
CRITICAL = 2
"""Properties of each schema that matter, and so have a page of their own."""
FLOWS = 5
"""Flows that read each API."""


def write(root: Path, apis: int, versions: int, operations: int) -> None:
    """Write so many APIs in so many versions with so many operations each, their changelog, and flows between them."""
    _write(
        root / "specs" / "registry.yaml", {"registry": 1, "title": "Large", "teams": {"t": {"title": "Team"}}}
    )
    changes = _changes(operations)
    for number in range(apis):
        system = f"system-{number:03}"
        _write(
            root / "specs" / system / "system.yaml",
            {"system": 1, "title": f"System {number}", "kind": "own", "team": "t"},
        )
        folder = root / "specs" / system / "apis" / "main"
        for minor in range(versions):
            text = description(number, minor, operations)
            _write(folder / "releases" / f"1.{minor}.0.json", text)
            entry = _entry(f"{system}/main", minor, changes if minor else ())
            _write(root / "changelog" / system / "main" / f"1.{minor}.0.json", entry.as_json())
        _write(folder / "openapi.json", description(number, versions - 1, operations))
        for flow in range(FLOWS):
            _write(root / "specs" / system / "flows" / f"flow-{flow}.yaml", _flow(number, flow, apis))


def description(number: int, minor: int, operations: int) -> dict[str, Any]:
    """Return one version of one API; each version has one property more."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"API {number}",
            "version": f"1.{minor}.0",
            "description": "Things, and what they are.",
        },
        "servers": [{"url": f"https://api-{number}.example"}],
        "paths": {f"/things/{at}/{{id}}": {"get": _operation(at)} for at in range(operations)},
        "components": {"schemas": {f"Thing{at}": _schema(at, minor) for at in range(SCHEMAS)}},
    }


def _operation(at: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Thing{at % SCHEMAS}"}
    return {
        "operationId": f"getThing{at}",
        "summary": f"Get thing {at}",
        "description": "Returns the thing as it is now. It may be a few minutes old.",
        "tags": [f"group {at // 10}"],
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
                "description": "Which one.",
            }
        ],
        "responses": {
            "200": {"description": "The thing.", "content": {"application/json": {"schema": schema}}}
        },
    }


def _schema(at: int, minor: int) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "A thing.",
        "properties": {
            f"value{each}": _property(at, each) for each in range(PROPERTIES + (minor if at == 0 else 0))
        },
    }


def _property(at: int, each: int) -> dict[str, Any]:
    said: dict[str, Any] = {"businessName": f"Value {each} of thing {at}"}
    if each < CRITICAL:
        said["critical"] = True
    return {
        "type": ["string", "null"],
        "description": f"The value {each} that the thing has.",
        "x-field": said,
    }


def _flow(number: int, flow: int, apis: int) -> dict[str, Any]:
    source = (number + flow + 1) % apis
    return {
        "flow": 1,
        "title": f"Things of {source} into {number}",
        "answer": f"Every hour system {number} copies things from system {source}, so that it has them.",
        "producer": {"api": f"system-{source:03}/main", "operation": f"getThing{flow}"},
        "consumer": {"store": "things"},
        "purpose": "To have them.",
        "trigger": {"type": "batch", "every": "PT1H"},
        "mapping": [{"from": f"value{each}", "to": f"value_{each}"} for each in range(CRITICAL)],
        "owner": "t",
    }


def _changes(operations: int) -> tuple[Change, ...]:
    """What one version adds to the version before; alike for all."""
    sides = (
        Description(read_bytes(json.dumps(description(0, minor, operations)).encode(), "openapi.json"))
        for minor in (0, 1)
    )
    return compare(*sides).changes[:20]


def _entry(api: str, minor: int, changes: tuple[Change, ...]) -> Entry:
    released = date(2024, 1, 1) + timedelta(days=30 * minor)
    base = f"1.{minor - 1}.0" if minor else None
    return Entry(api, f"1.{minor}.0", released, base, Bump("minor", "minor"), changes)


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
