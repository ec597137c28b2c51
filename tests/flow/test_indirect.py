"""Who is hit without touching the API that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff import compare
from registry.flow.impact import impact, unused
from registry.flow.indirect import indirect
from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.flow.indirect import Indirect
    from registry.model.registry import Registry

MAIL_READS = """
        flow: 1
        title: Mails into the lake
        answer: Mails move.
        producer: {api: mail/items, operation: listItems}
        consumer: {store: table mails}
        purpose: Keep them.
        mapping:
          - {from: "[].%s", to: kept}
        owner: shop
"""

LIST = """
paths:
  /items:
    get:
      operationId: listItems
      responses:
        "200":
          description: Items
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Item"}}
"""


def further(registry: Registry, before: str, after: str) -> tuple[Indirect, ...]:
    sides = [Description(read_bytes(text.encode(), "openapi.yaml")) for text in (before, after)]
    changes = compare(*sides)
    hits = impact(registry, "catalog/products", changes, revision=sides[1])
    return indirect(registry, "catalog/products", hits, changes.changes)


def relayed(one_flow: Callable[..., Registry], mail: str, row: str, field: str) -> Registry:
    """The mail takes a field of the catalogue, and another flow reads what the mail holds."""
    listed = mail.replace("\npaths:\n", LIST, 1)
    files = {"specs/mail/apis/items/openapi.yaml": listed, "specs/mail/flows/lake.yaml": MAIL_READS % field}
    return one_flow(row, files=files)


def test_a_flow_that_reads_what_a_hit_flow_writes_is_hit_further_on(
    one_flow: Callable[..., Registry], catalog: str, mail: str
) -> None:
    registry = relayed(one_flow, mail, '{from: "items[].name", to: title}', "title")
    (hit,) = further(registry, catalog, catalog.replace("name: {type: string, maxLength: 200}", ""))
    assert (hit.flow.id, hit.by) == ("mail/lake", ("mail/products",))
    assert hit.sentence == (
        "Mails into the lake (shop) reads [].title from mail/items, which mail/products fills: "
        "what goes wrong there goes on here"
    )


def test_a_flow_that_reads_another_field_is_not(
    one_flow: Callable[..., Registry], catalog: str, mail: str
) -> None:
    registry = relayed(one_flow, mail, '{from: "items[].name", to: title}', "count")
    assert further(registry, catalog, catalog.replace("name: {type: string, maxLength: 200}", "")) == ()


def test_what_the_flow_foresaw_goes_no_further(
    one_flow: Callable[..., Registry], catalog: str, mail: str
) -> None:
    registry = relayed(one_flow, mail, '{from: "items[].name", to: title, onNull: skip}', "title")
    nullable = catalog.replace("name: {type: string,", "name: {type: [string, 'null'],")
    assert further(registry, catalog, nullable) == ()


def test_a_flow_that_reads_what_is_computed_from_the_field_is_hit_further_on(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    computed = catalog.replace(
        "onSale: {type: boolean}", "onSale: {type: boolean, x-field: {derivation: {from: [Product.stock]}}}"
    )
    path = "specs/catalog/apis/products/openapi.yaml"
    registry = one_flow('{from: "items[].onSale", to: inStock}', files={path: computed})
    (hit,) = further(registry, computed, computed.replace("stock: {type: integer", "stock: {type: string"))
    assert hit.by == ()
    assert "onSale from catalog/products, which is computed from Product.stock" in hit.sentence


def test_a_breaking_change_that_no_flow_uses_is_known(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    sides = [
        Description(read_bytes(text.encode(), "openapi.yaml"))
        for text in (catalog, catalog.replace("stock: {type: integer", "stock: {type: string"))
    ]
    changes = compare(*sides)
    assert [change.at for change in unused(changes, impact(one_flow(), "catalog/products", changes))] == [
        "GET /products 200 items[].stock"
    ]
