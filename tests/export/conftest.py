"""The example exported, small registries, hostile ones, and the schemas that others publish."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from registry import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.workspace import Workspace

CHECKOUT = Path(__file__).parents[2]
SCHEMAS = Path(__file__).parent / "schemas"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def example() -> Workspace:
    """The registry of this repository."""
    return workspace.open(CHECKOUT, as_of=TODAY)


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder of the schemas that others publish."""
    return SCHEMAS


@pytest.fixture(scope="session")
def published() -> Callable[[str], jsonschema_rs.Validator]:
    """A validator of one of the schemas that others publish."""

    def load(name: str) -> jsonschema_rs.Validator:
        return jsonschema_rs.validator_for(json.loads((SCHEMAS / name).read_text("utf-8")))

    return load


CATALOG = """
openapi: 3.1.0
info:
  title: Products
  version: 2.1.0
  description: What is sold.
  x-registry:
    team: commerce
    releaseStatus: deprecated
    sunsetDate: 2027-04-01
    noticePeriod: P90D
    support: [{channel: "#catalog", tool: slack, scope: issues}]
    slaProperties: [{property: availability, value: 99.9, unit: percent}]
servers:
  - {url: "https://{region}.shoes.example/v1", variables: {region: {default: eu}}}
  - {url: /here}
paths:
  /products:
    get:
      operationId: listProducts
      summary: List products
      parameters:
        - {name: since, in: query, required: true, description: From when on., schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      x-operation:
        objectives: [{property: latency, percentile: 95, value: 300, unit: ms}]
        retry: {strategy: backoff, backoff: {initialInterval: 500}, statusCodes: ["5XX"]}
      responses:
        "200":
          description: Products
          headers: {X-Total: {schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/Product"}}
                  labels: {type: object, additionalProperties: {type: string}}
webhooks:
  stock:
    post:
      operationId: stockChanged
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Size"}}}
      responses: {"204": {description: Taken}}
components:
  schemas:
    Product:
      description: A shoe in one colour.
      allOf:
        - {$ref: "#/components/schemas/Named"}
        - type: object
          required: [sku, price, sizes]
          properties:
            sku: {type: string, maxLength: 20, x-ogc-role: id, x-ogc-definition: "glossary:sku"}
            price: {$ref: "#/components/schemas/Price"}
            sizes: {type: array, minItems: 1, items: {$ref: "#/components/schemas/Size"}}
            parent: {$ref: "#/components/schemas/Product"}
            dotted.name: {type: string}
            dimensions:
              type: object
              required: [weight]
              properties: {weight: {type: number, exclusiveMinimum: 0, x-ogc-unit: g}}
    Named:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
    Price:
      type: object
      required: [amount]
      properties:
        amount: {type: integer, format: int64, x-ogc-unit: ct, minimum: 0}
    Size:
      type: object
      required: [size, checkedAt, sku]
      properties:
        sku:
          type: string
          x-ogc-role: reference
          x-field:
            relationships:
              - {to: "catalog/products#Product.sku"}
              - {type: partOf, to: "catalog/products#Product"}
        size: {type: string, x-ogc-role: id, x-data-classification: {category: PII, sensitivity: restricted}}
        checkedAt: {type: string, format: date-time}
        availability:
          type: [string, "null"]
          description: Whether it can be ordered.
          oneOf:
            - {const: in_stock, title: In stock, description: It ships today.}
            - {const: sold_out, title: Sold out}
            - {type: "null"}
          x-field:
            businessName: Size availability
            freshness: {threshold: PT15M, timestampField: checkedAt}
            retention: {period: P2Y}
            nullMeaning: {"null": Nobody knows.}
            critical: true
            quality:
              - {metric: nullValues, mustBeLessThan: 1, unit: percent}
              - {metric: guesses, mustBe: 0, id: not a stable id}
              - {metric: rowCount}
            derivation: {from: ["catalog/products#Product.sku"], description: Looked up.}
"""

EMAIL = """
openapi: 3.0.3
info: {title: Mail, version: 1.0.0}
paths:
  /items/{id}:
    put:
      operationId: putItem
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: X-Key, in: header, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/Item"}}
      responses: {"200": {description: Stored}, "201": {description: Made}}
components:
  schemas:
    Item:
      type: object
      required: [name, tags]
      properties:
        name: {type: string}
        price: {type: number, minimum: 0, exclusiveMinimum: true}
        in_stock: {type: boolean}
        tags:
          type: array
          items: {type: object, properties: {label: {type: string}}}
"""

FLOW = """
flow: 1
title: Items
answer: The mail platform gets every item.
producer: {api: catalog/products, operation: listProducts}
consumer: {operation: "email/items#putItem"}
purpose: Write about shoes.
trigger: {type: batch, every: PT10M}
mapping:
  - {from: "items[].sku", to: path.id}
  - {from: "items[].name", to: name}
  - {from: "items[].dotted.name", to: "tags[].label"}
  - {from: "items[].price.amount", to: price, convert: {divide: 100}}
  - {from: "items[].sizes[].availability", to: in_stock, values: {in_stock: true, sold_out: false}, onNull: skip}
delivery:
  retry:
    strategy: backoff
    backoff: {initialInterval: 1000, maxInterval: 4000, maxElapsedTime: 12000, exponent: 2}
    statusCodes: ["429", "503"]
  onExhausted: dead-letter
  deadLetter: Table dead_items
owner: marketing
"""

REGISTRY = """
registry: 1
title: Shoes
url: https://apis.shoes.example
teams:
  commerce: {title: Commerce, contact: commerce@shoes.example, channel: "#commerce"}
  marketing: {title: Marketing, contact: "https://shoes.example/marketing"}
"""

FILES = {
    "specs/registry.yaml": REGISTRY,
    "specs/glossary.yaml": "glossary: 1\nterms: [{id: sku, title: SKU, definition: The number of a shoe.}]\n",
    "specs/catalog/system.yaml": "system: 1\ntitle: Catalogue\nkind: own\nteam: commerce\n",
    "specs/catalog/apis/products/openapi.yaml": CATALOG,
    "specs/catalog/apis/products/releases/2.0.0.yaml": CATALOG.replace("version: 2.1.0", "version: 2.0.0"),
    "specs/catalog/apis/products/releases/2.1.0.yaml": CATALOG,
    "specs/email/system.yaml": (
        "system: 1\ntitle: Mail\nkind: vendor\nteam: marketing\nvendor: {name: Mailwing, url: 'https://mail.example'}\n"
    ),
    "specs/email/apis/items/openapi.yaml": EMAIL,
    "specs/email/flows/items.yaml": FLOW,
}
"""A catalogue with two releases, a mail platform with none, and a flow between them."""


@pytest.fixture
def shop(write_registry: Callable[[Mapping[str, str]], Path]) -> Callable[..., Workspace]:
    """A function that opens the small registry with some of its files written otherwise."""

    def write(files: Mapping[str, str] | None = None) -> Workspace:
        return workspace.open(write_registry({**FILES, **(files or {})}), as_of=TODAY)

    return write
