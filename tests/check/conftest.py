"""Descriptions made of the small pieces that the examples of rules are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from registry.model.description import Description
from registry.source.store import read_bytes
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.check import Example

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


def described(text: str, name: str = "things.yaml") -> Description:
    return Description(read_bytes(text.encode(), name))


def completed(example: Example) -> Description:
    """Put the piece that an example is in its place in a description without any other finding."""
    data: dict[str, Any] = parse(CLEAN.encode(), "clean.yaml").data
    piece = parse(example.text.encode(), "example.yaml").data
    schemas = data["components"]["schemas"]
    item = data["paths"]["/things/{id}"]
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
        case other:
            raise ValueError(other)
    data["openapi"] = example.openapi
    return described(orjson.dumps(data).decode(), "example.json")


@pytest.fixture
def describe() -> Callable[[str], Description]:
    return described


@pytest.fixture
def complete() -> Callable[[Example], Description]:
    return completed


@pytest.fixture
def clean() -> str:
    return CLEAN


@pytest.fixture
def today() -> dt.date:
    return TODAY
