"""Each rule about flows reports what its examples say, and allows what they allow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from registry.flow.compatibility import check_flow
from registry.flow.rules import CATALOGUE
from registry.model.registry import load
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from registry.flow.declare import Example, Rule

DAY = date(2026, 11, 23)
REGISTRY = "registry: 1\ntitle: Shoes\nteams: {shop: {title: Shop}}\n"
SYSTEM = "system: 1\ntitle: A system\nkind: own\nteam: shop\n"
ROWS = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in CATALOGUE
    for number, example in enumerate(rule.examples, 1)
]


def read(piece: str) -> Any:
    return yaml.safe_load(piece) or {}


def schema(piece: str) -> Any:
    return read(piece) if piece else {"type": "string", "maxLength": 40}


def answer(body: Any) -> dict[str, Any]:
    return {"200": {"description": "Fine.", "content": {"application/json": {"schema": body}}}}


def produced(example: Example, version: str) -> dict[str, Any]:
    """The description of the producer; the operation listNews is new in 2.0.0."""
    text = {"type": "string", "maxLength": 40}
    properties = {
        "value": schema(example.source),
        "id": text,
        "at": {"type": "string", "format": "date-time"},
    }
    record = {
        "type": "object",
        "required": ["value", "id", "at"],
        "properties": properties,
        **read(example.record),
    }
    items = {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": record}},
    }
    paths = {
        "/records": {
            "get": {"operationId": "listRecords", "responses": answer(items), **read(example.answers)}
        }
    }
    if version != "1.0.0":
        paths["/news"] = {"get": {"operationId": "listNews", "responses": answer(items)}}
    content = {"content": {"application/json": {"schema": record}}}
    changed = {
        "operationId": "changed",
        "requestBody": content,
        "responses": {"204": {"description": "Fine."}},
    }
    info = {"title": "Records", "version": version, "x-registry": read(example.api)}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "webhooks": {"changed": {"post": changed}}}


def consumed(example: Example) -> dict[str, Any]:
    """The description of the consumer."""
    properties = {"value": schema(example.target), "title": {"type": "string"}}
    body = {"type": "object", "properties": properties, **read(example.body)}
    operation = {
        "operationId": "putRecord",
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"204": {"description": "Fine."}},
        **read(example.takes),
    }
    info = {"title": "Taker", "version": "1.0.0"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/records": {"post": operation}}}


def flow(example: Example) -> dict[str, Any]:
    """The flow, with the pieces of the example in it."""
    written = read(example.flow)
    producer = {"api": "maker/records", "operation": "listRecords", "version": example.versions or "*"}
    return {
        "flow": 1,
        "title": "Records",
        "answer": "Records move.",
        "consumer": {"operation": "taker/records#putRecord"},
        "purpose": "Have them there.",
        "mapping": [{"from": "items[].value", "to": "value", **read(example.row)}],
        "owner": "shop",
        **written,
        "producer": {**producer, **written.get("producer", {})},
    }


@pytest.mark.parametrize(("rule", "example"), ROWS)
def test_an_example_is_reported_as_it_says(
    rule: Rule[Any], example: Example, write_registry: Callable[[Mapping[str, str]], Path]
) -> None:
    documents = {
        **{f"maker/apis/records/releases/{v}.yaml": produced(example, v) for v in ("1.0.0", "2.0.0")},
        "maker/apis/records/openapi.yaml": produced(example, "2.0.0"),
        "taker/apis/records/openapi.yaml": consumed(example),
        "taker/flows/records.yaml": flow(example),
    }
    files = {
        f"specs/{path}": yaml.safe_dump(document, sort_keys=False) for path, document in documents.items()
    }
    files |= {
        "specs/registry.yaml": REGISTRY,
        "specs/maker/system.yaml": SYSTEM,
        "specs/taker/system.yaml": SYSTEM,
    }
    registry = load(Store.open(write_registry(files)))
    verdicts = check_flow(registry, registry.flows[0], DAY)
    found = {finding.rule for verdict in verdicts for finding in verdict.findings}
    assert (rule.id in found) is example.reported, found


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_each_rule_has_an_example_that_it_reports_and_one_that_it_allows(rule: Rule[Any]) -> None:
    assert {example.reported for example in rule.examples} == {True, False}
    assert all(example.text for example in rule.examples)
