"""Two small systems with a flow between them, to be changed one thing at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from registry.flow.compatibility import check_flow
from registry.model.registry import Registry, load
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from registry.check.finding import Finding

CATALOG = """
openapi: 3.1.0
info: {title: Products, version: 2.1.0}
paths:
  /products:
    get:
      operationId: listProducts
      responses:
        "200":
          description: Products
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/Product"}}
components:
  schemas:
    Product:
      type: object
      required: [sku, name, price, availability, stock, onSale]
      properties:
        sku: {type: string, maxLength: 20}
        name: {type: string, maxLength: 200}
        nickname: {type: string, maxLength: 20}
        oldName: {type: string, deprecated: true, x-sunset: 2027-01-01, maxLength: 10}
        onSale: {type: boolean}
        price:
          type: object
          required: [amount]
          properties:
            amount: {type: integer, x-ogc-unit: ct, minimum: 0}
        availability:
          oneOf:
            - {const: in_stock, title: In stock}
            - {const: sold_out, title: Sold out}
            - {type: "null"}
        stock: {type: integer, minimum: 0, x-field: {freshness: {threshold: PT15M}}}
        buyer: {type: string, x-data-classification: {category: PII, sensitivity: confidential}}
"""

MAIL = """
openapi: 3.0.3
info: {title: Mail, version: 1.0.0}
paths:
  /items/{id}:
    put:
      operationId: putItem
      x-operation: {idempotency: {class: idempotent}}
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: X-Revision, in: header, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Item"}
      responses: {"204": {description: Done}}
  /mails:
    post:
      operationId: sendMail
      x-operation: {idempotency: {class: not_idempotent}}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Item"}
      responses: {"204": {description: Done}}
  /events:
    post:
      operationId: track
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Item"}
      responses: {"204": {description: Done}}
components:
  schemas:
    Item:
      type: object
      required: [id]
      properties:
        id: {type: string, maxLength: 40}
        title: {type: string, maxLength: 100}
        note: {type: string, nullable: true}
        count: {type: integer}
        price: {type: number, x-ogc-unit: EUR}
        status: {type: string, enum: [yes, no]}
        inStock: {type: boolean}
        address: {type: string, x-data-classification: {category: PII, sensitivity: confidential}}
        label: {type: string}
        image:
          type: object
          required: [url, alt]
          properties:
            url: {type: string}
            alt: {type: string}
"""

FLOW = """
flow: 1
title: Products for the mail
answer: Every hour the mail gets the products.
producer: {api: catalog/products, version: "PRODUCER", operation: listProducts}
consumer: CONSUMER
purpose: Show products.
trigger: {type: batch, every: EVERY}
mapping:
  - {from: "items[].sku", to: id, required: true}
ROWS
owner: marketing
REST
"""

REGISTRY = """
registry: 1
title: Shoes
teams: {marketing: {title: Marketing}, shop: {title: Shop}}
"""


class OneFlow(Protocol):
    """Writes the two systems and a flow, changed as asked, and returns the registry."""

    def __call__(
        self,
        *rows: str,
        rest: str = "",
        producer: str = "*",
        consumer: str = "{operation: mail/items#putItem}",
        every: str = "PT5M",
        files: Mapping[str, str] | None = None,
    ) -> Registry: ...


@pytest.fixture
def one_flow(write_registry: Callable[[Mapping[str, str]], Path]) -> OneFlow:
    def written(
        *rows: str,
        rest: str = "",
        producer: str = "*",
        consumer: str = "{operation: mail/items#putItem}",
        every: str = "PT5M",
        files: Mapping[str, str] | None = None,
    ) -> Registry:
        flow = (
            FLOW.replace("PRODUCER", producer)
            .replace("CONSUMER", consumer)
            .replace("EVERY", every)
            .replace("ROWS", "\n".join(f"  - {row}" for row in rows))
            .replace("REST", rest)
        )
        root = write_registry(
            {
                "specs/registry.yaml": REGISTRY,
                "specs/catalog/system.yaml": "system: 1\ntitle: Catalogue\nkind: own\nteam: shop\n",
                "specs/mail/system.yaml": "system: 1\ntitle: Mail\nkind: vendor\nteam: marketing\n",
                "specs/catalog/apis/products/openapi.yaml": CATALOG,
                "specs/mail/apis/items/openapi.yaml": MAIL,
                "specs/mail/flows/products.yaml": flow,
                **(files or {}),
            }
        )
        return load(Store.open(root))

    return written


@pytest.fixture
def catalog() -> str:
    """The description of the producer."""
    return CATALOG


@pytest.fixture
def mail() -> str:
    """The description of the consumer."""
    return MAIL


@pytest.fixture
def found(one_flow: OneFlow) -> Callable[..., list[str]]:
    """A function that returns the ids of the rules that find something in a flow."""

    def ids(*rows: str, **changes: Any) -> list[str]:
        return [finding.rule for finding in findings(one_flow(*rows, **changes))]

    return ids


def findings(registry: Registry) -> list[Finding]:
    return [finding for verdict in check_flow(registry, registry.flows[0]) for finding in verdict.findings]
