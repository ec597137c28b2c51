"""Ways to write two small descriptions and compare them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson
import pytest

from registry.diff import Comparison, Settings, compare
from registry.model.description import Description
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
        old: Any, new: Any, *, versions: tuple[str, str] = ("3.1.0", "3.1.0"), **components: Any
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
