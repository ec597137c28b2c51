"""Which field goes where, over any number of systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.errors import WrongUse
from registry.flow.lineage import Lineage

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.model.registry import Registry

RELAY = """
openapi: 3.1.0
info: {title: Relay, version: 1.0.0}
paths:
  /things:
    get:
      operationId: readThings
      responses: {"200": {description: Things, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
    put:
      operationId: writeThings
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"204": {description: Done}}
components: {schemas: {Thing: {type: object, properties: {id: {type: string}}}}}
"""  # noqa: E501

SYSTEM = "system: 1\ntitle: A system\nkind: own\nteam: shop\n"


def flow(producer: str, operation: str, consumer: str, source: str, target: str) -> str:
    return f"""
        flow: 1
        title: A flow
        answer: Things move.
        producer: {{api: {producer}, operation: {operation}}}
        consumer: {consumer}
        purpose: Show them.
        mapping:
          - {{from: "{source}", to: "{target}"}}
        owner: shop
    """


@pytest.fixture
def chain(one_flow: Callable[..., Registry]) -> Lineage:
    """catalog -> relay -> relay again (a circle) and -> a table; beside the flow that the fixture writes."""
    files = {
        "specs/relay/system.yaml": SYSTEM,
        "specs/relay/apis/things/openapi.yaml": RELAY,
        "specs/relay/flows/a.yaml": flow(
            "catalog/products", "listProducts", "{operation: relay/things#writeThings}", "items[].sku", "id"
        ),
        "specs/relay/flows/b.yaml": flow(
            "relay/things", "readThings", "{operation: relay/things#writeThings}", "id", "id"
        ),
        "specs/relay/flows/c.yaml": flow("relay/things", "readThings", "{store: table t}", "id", "name"),
    }
    return Lineage(one_flow(files=files))


def test_a_row_is_an_edge_between_the_fields_that_the_components_declare(chain: Lineage) -> None:
    edges = {(edge.flow, edge.from_field, edge.to_field) for edge in chain.edges}
    assert ("mail/products", "catalog/products#Product.sku", "mail/items#Item.id") in edges
    assert ("relay/c", "relay/things#Thing.id", None) in edges


def test_what_goes_into_a_store_is_named_by_system_store_and_column(chain: Lineage) -> None:
    assert [edge.target for edge in chain.edges if edge.flow == "relay/c"] == ["relay/store:table t#name"]


def test_a_field_is_traced_over_several_systems_and_a_circle_is_walked_once(chain: Lineage) -> None:
    trace = chain.trace("catalog/products#Product.sku")
    assert trace.upstream == ()
    assert [step.edge.flow for step in trace.downstream] == ["mail/products", "relay/a", "relay/b", "relay/c"]


def test_a_trace_goes_back_to_where_a_value_comes_from(chain: Lineage) -> None:
    trace = chain.trace("relay/store:table t#name")
    assert [step.edge.source for step in trace.upstream] == [
        "relay/things#Thing.id",
        "catalog/products#Product.sku",
        "relay/things#Thing.id",
    ]


def test_flows_are_found_by_api_and_by_operation(chain: Lineage) -> None:
    assert [flow.id for flow in chain.flows_using("catalog/products")] == ["mail/products", "relay/a"]
    assert [flow.id for flow in chain.flows_using("relay/things", "writeThings")] == ["relay/a", "relay/b"]
    assert [flow.id for flow in chain.flows_using("mail/items", "PUT /items/{id}")] == ["mail/products"]
    assert chain.flows_using("mail/items", "track") == ()


def test_rows_are_found_by_the_field_at_either_end(chain: Lineage) -> None:
    assert [edge.flow for edge in chain.edges_from("relay/things#Thing.id")] == ["relay/b", "relay/c"]
    assert [edge.flow for edge in chain.edges_to("relay/things#Thing.id")] == ["relay/a", "relay/b"]
    assert chain.edges_from("catalog/products#Product.name") == ()


def test_a_field_is_carried_where_something_inside_it_is(one_flow: Callable[..., Registry]) -> None:
    lineage = Lineage(one_flow('{from: "items[].price.amount", to: price}'))
    (found,) = lineage.edges_from("catalog/products#Product.price")
    assert found.source == "catalog/products#Product.price.amount"
    assert found.from_within[-1] == "catalog/products#Product.price"
    assert [step.edge for step in lineage.trace("catalog/products#Product.price").downstream] == [found]
    assert [edge.target for edge in lineage.edges_from("catalog/products#Product.price.amount")] == [
        "mail/items#Item.price"
    ]


def test_an_edge_keeps_the_paths_that_the_flow_writes(one_flow: Callable[..., Registry]) -> None:
    (step,) = (
        Lineage(one_flow('{from: "items[].price.amount", to: price}')).trace("mail/items#Item.price").upstream
    )
    assert (step.edge.from_path, step.edge.to_path, step.edge.row) == ("items[].price.amount", "price", 1)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("Product.sku", "'Product.sku' names no field; write it as catalog/products#Product.sku"),
        (
            "catalog/product#Product.sku",
            "there is no API 'catalog/product'; did you mean 'catalog/products'?",
        ),
        (
            "catalog/products#Product.skuu",
            "'Product.skuu' is not a field of this API; did you mean 'Product.sku'?",
        ),
    ],
)
def test_a_field_that_does_not_exist_is_refused_with_the_nearest(
    chain: Lineage, field: str, message: str
) -> None:
    with pytest.raises(WrongUse) as refused:
        chain.trace(field)
    assert str(refused.value) == message
