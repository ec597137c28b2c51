"""Ways to write two small descriptions and compare them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from registry.diff import Comparison, Settings, compare
from registry.model.description import Description
from registry.schema import Relation
from registry.source.store import read_bytes

TODAY = date(2026, 11, 23)

Compare = Callable[..., Comparison]


def described(document: Mapping[str, Any], version: str = "3.1.0") -> Description:
    head = {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {}}
    whole = document if "swagger" in document else {**head, **document}
    return Description(read_bytes(orjson.dumps(whole), "openapi.json"))


def around(schema: Any, components: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A description in which one schema is both sent and returned."""
    content = {"content": {"application/json": {"schema": schema}}}
    operation = {
        "requestBody": {"required": True, **content},
        "responses": {"200": {"description": "OK", **content}},
    }
    return {"paths": {"/x": {"post": operation}}, "components": {"schemas": dict(components or {})}}


@pytest.fixture
def compare_schemas() -> Compare:
    """Compare two schemas that are both sent and returned by ``POST /x``."""

    def run(
        old: Any, new: Any, /, *, versions: tuple[str, str] = ("3.1.0", "3.1.0"), **components: Any
    ) -> Comparison:
        one, other = (
            described(around(schema, components.get(name)), version)
            for schema, name, version in zip((old, new), ("old", "new"), versions, strict=True)
        )
        return compare(one, other, settings=Settings(today=TODAY))

    return run


@pytest.fixture
def compare_documents() -> Compare:
    """Compare two descriptions written without their head."""

    def run(
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        *,
        versions: tuple[str, str] = ("3.1.0", "3.1.0"),
        **settings: Any,
    ) -> Comparison:
        chosen = Settings(**{"today": TODAY, **settings})
        return compare(described(old, versions[0]), described(new, versions[1]), settings=chosen)

    return run


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of facts about other tools; a test that asks for it is skipped where there is none."""
    folder = Path(os.environ.get("WAYBILL_FACTS") or Path(__file__).parents[3] / "shared" / "facts")
    if not (folder / "change_kinds.csv").is_file():
        pytest.skip(f"no facts at {folder}: name their folder in WAYBILL_FACTS")
    return folder


WHOLE = frozenset({"openapi", "swagger", "paths", "webhooks", "servers"})
"""Keys that tell a description from a schema."""


@pytest.fixture
def compare_sides() -> Compare:
    """Compare two sides, each the text of a file, a description without its head, or a schema."""

    def run(
        old: Any,
        new: Any,
        *,
        versions: tuple[str, str] = ("3.1.0", "3.1.0"),
        components: Mapping[str, Mapping[str, Any]] | None = None,
        **settings: Any,
    ) -> Comparison:
        shared = components or {}
        one, other = (
            side(written, version, shared.get(name, {}))
            for written, version, name in zip((old, new), versions, ("old", "new"), strict=True)
        )
        return compare(one, other, settings=Settings(**{"today": TODAY, **settings}))

    return run


def side(written: Any, version: str, components: Mapping[str, Any]) -> Description:
    if isinstance(written, str):
        return Description(read_bytes(written.encode(), "openapi.yaml"))
    if isinstance(written, Mapping) and WHOLE & written.keys():
        return described(written, version)
    return described(around(written, components), version)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pairs of schemas that are compared from now on."""
    found: list[Any] = []
    compare = Relation._compared

    def counted(self: Relation, *nodes: Any, **options: Any) -> Any:
        found.append(nodes)
        return compare(self, *nodes, **options)

    monkeypatch.setattr(Relation, "_compared", counted)
    return found
