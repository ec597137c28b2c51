"""Descriptions made of the small pieces that the examples of rules are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from registry.model.description import Description
from registry.model.registry import load
from registry.source.store import Store, read_bytes
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from registry.check import Example
    from registry.model.registry import Registry

TODAY = dt.date(2026, 11, 23)

CLEAN = """
openapi: 3.1.0
info:
  title: Things
  version: 1.0.0
  description: Every thing we sell.
  contact: {email: things@example.com}
  x-registry: {team: commerce, noticePeriod: P90D}
servers: [{url: 'https://things.example.com'}]
tags: [{name: things, description: What we sell.}]
security: [{key: []}]
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, description: Which thing., schema: {type: string}}
    get:
      operationId: getThing
      summary: One thing
      tags: [things]
      x-operation:
        retry: {strategy: backoff, statusCodes: ['503']}
        timeout: 5000
        objectives: [{property: latency, value: 300, unit: ms}]
      responses:
        '200':
          description: The thing.
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
        default: {$ref: '#/components/responses/Problem'}
components:
  schemas:
    Thing:
      type: object
      properties: {name: {type: string, description: What people call it.}}
  responses:
    Problem: {description: It failed.}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
"""


REGISTRY = """
registry.yaml:
  registry: 1
  title: Things
  teams: {commerce: {title: Commerce}}
  channels: {ops-slack: 'slack://x/#ops'}
glossary.yaml: {glossary: 1, terms: [{id: thing, title: Thing, definition: What we sell.}]}
shop/system.yaml: {system: 1, title: Shop, kind: own, team: commerce}
shop/flows/things.yaml:
  flow: 1
  title: Things
  answer: Every thing moves to the list once a day.
  producer: {api: shop/things, operation: getThing}
  consumer: {store: the list}
  purpose: To sell them.
  mapping: [{from: name, to: name}]
  owner: commerce
"""

BOXES = """
openapi: 3.1.0
info: {title: Boxes, version: 1.0.0}
paths:
  /boxes:
    post:
      operationId: boxes
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}
      responses:
        '200': {description: A box., content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}
components:
  schemas:
    Box: {type: object, properties: {}}
"""

OVERLAY = "overlay: 1.0.0\ninfo: {title: More, version: 1.0.0}\nactions: []\n"


def described(text: str, name: str = "things.yaml") -> Description:
    return Description(read_bytes(text.encode(), name))


def completed(example: Example) -> dict[str, Any]:
    """Put the piece that an example is in its place in a description without any other finding."""
    data: dict[str, Any] = parse(CLEAN.encode(), "clean.yaml").data
    piece = parse(example.text.encode(), "example.yaml").data
    schemas = data["components"]["schemas"]
    item = data["paths"]["/things/{id}"]
    data["openapi"] = example.openapi
    match example.within:
        case "document":
            data.update(piece)
        case "info":
            data["info"] = piece
        case "path":
            data["paths"]["/things/{id}"] = piece
        case "operation":
            item["get"] = piece
        case "schema":
            schemas["Thing"] = piece
        case "properties":
            schemas["Thing"]["properties"] = piece
        case "description":
            schemas["Thing"]["properties"]["kind"] = piece
    return data


def two_systems(said: dict[str, Any]) -> dict[str, Any]:
    """Return files of two systems, what each says of a field, and a flow from the one to the other."""
    files: dict[str, Any] = {}
    for name in ("depot", "ports"):
        files[f"{name}/system.yaml"] = {"system": 1, "title": name, "kind": "own", "team": "commerce"}
        boxes = parse(BOXES.encode(), "boxes.yaml").data
        boxes["components"]["schemas"]["Box"]["properties"]["size"] = said[name]
        files[f"{name}/apis/boxes/openapi.json"] = boxes
    flow = parse(REGISTRY.encode(), "registry.yaml").data["shop/flows/things.yaml"]
    flow["producer"] = {"api": "depot/boxes", "operation": "boxes"}
    flow["consumer"] = {"operation": "ports/boxes#boxes"}
    flow["mapping"] = [{"from": "size", "to": "size", **said.get("flow", {})}]
    return {**files, "ports/flows/boxes.yaml": flow}


def recorded(example: Example, root: Path) -> Registry:
    """Write a small registry in which the example has its place, and read it."""
    files: dict[str, Any] = parse(REGISTRY.encode(), "registry.yaml").data
    piece = parse(example.text.encode(), "example.yaml").data
    files["shop/apis/things/openapi.json"] = completed(example)
    match example.within:
        case "registry":
            files |= piece
        case "settings":
            files["registry.yaml"] |= piece
        case "flow":
            files["shop/flows/things.yaml"] |= piece
        case "wants":
            files["subscriptions.yaml"] = [{"subscriber": "commerce", "channels": [], "wants": piece}]
        case "terms":
            files["glossary.yaml"]["terms"] = piece
        case "systems":
            files |= two_systems(piece)
        case "overlay":
            files["shop/apis/things/overlay.json"] = {**parse(OVERLAY.encode(), "o").data, "actions": [piece]}
    for path, data in files.items():
        file = root / "specs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(orjson.dumps(data))
    return load(Store.open(root))


@pytest.fixture
def describe() -> Callable[[str], Description]:
    return described


@pytest.fixture
def complete() -> Callable[[Example], Description]:
    return lambda example: described(orjson.dumps(completed(example)).decode(), "example.json")


@pytest.fixture
def record(tmp_path: Path) -> Callable[[Example], Registry]:
    return lambda example: recorded(example, tmp_path)


@pytest.fixture
def clean() -> str:
    return CLEAN


@pytest.fixture
def today() -> dt.date:
    return TODAY
