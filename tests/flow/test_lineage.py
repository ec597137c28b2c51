"""Which field goes where, over any number of systems."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from registry.errors import WrongUse
from registry.flow.lineage import Lineage
from registry.flow.statements import named_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.flow.trace import Step
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


# ---- what fields say of themselves


STATED = """
openapi: 3.1.0
info: {title: Stated, version: 1.0.0}
paths: {}
components:
  schemas:
    Line:
      type: object
      properties:
        sku: {type: string, x-field: {relationships: [{to: "catalog/products#Product.sku", description: The shoe.}]}}
        count: {type: integer}
        total: {type: integer, x-field: {derivation: {from: [count], description: count times price}}}
        left: {type: integer, x-field: {sourceOfTruth: {system: catalog, field: Product.stock}}}
        self: {type: integer, x-field: {derivation: {from: [self]}}}
        gone: {type: integer, x-field: {sourceOfTruth: {system: nowhere, field: Thing.left}}}
"""


@pytest.fixture
def stated(one_flow: Callable[..., Registry]) -> Lineage:
    files = {"specs/orders/system.yaml": SYSTEM, "specs/orders/apis/lines/openapi.yaml": STATED}
    return Lineage(one_flow('{from: "items[].stock", to: count}', files=files))


def told(steps: tuple[Step, ...]) -> list[tuple[str, str, str]]:
    return [(step.edge.kind, step.edge.source, step.edge.target) for step in steps]


def test_what_refers_to_a_field_or_is_decided_by_it_is_downstream(stated: Lineage) -> None:
    sku = stated.trace("catalog/products#Product.sku", "down")
    assert ("relationship", "catalog/products#Product.sku", "orders/lines#Line.sku") in told(sku.downstream)
    assert sku.upstream == ()
    stock = stated.trace("catalog/products#Product.stock", "down")
    assert ("sourceOfTruth", "catalog/products#Product.stock", "orders/lines#Line.left") in told(
        stock.downstream
    )


def test_each_api_is_asked_once_whom_it_names_however_many_are_traced(
    one_flow: Callable[..., Registry],
) -> None:
    files = {"specs/orders/system.yaml": SYSTEM, "specs/orders/apis/lines/openapi.yaml": STATED}
    registry = one_flow(files=files)
    asked: Counter[tuple[str, ...]] = Counter()
    kept: dict[tuple[str, ...], Any] = {}

    def once(key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        asked[key] += 1
        if key not in kept:
            kept[key] = make()
        return kept[key]

    lineage = Lineage(registry, once)
    for api in registry.apis:
        lineage.trace(api.id)
    assert {asked["named", api.id] for api in registry.apis} == {1}
    assert lineage.naming("catalog/products") == ("catalog/products", "orders/lines")


def test_the_text_of_an_api_names_the_apis_of_the_references_in_it(one_flow: Callable[..., Registry]) -> None:
    more = """
    Other:
      type: object
      properties:
        a: {type: string, x-field: {relationships: [{to: crm/people/v1/contacts#Contact.id}, {to: no#z}]}}
        b: {type: string, description: "see shop/a, shop/b#C.d and https://x.example/shop/c#D"}
"""
    files = {
        "specs/orders/system.yaml": SYSTEM,
        "specs/orders/apis/lines/openapi.yaml": STATED.rstrip() + more,
    }
    known = one_flow('{from: "items[].stock", to: count}', files=files)
    named = named_by(known, known.api("orders/lines"))
    assert named is not None
    assert named.apis == {"orders/lines", "catalog/products", "v1/contacts", "shop/b", "shop/c"}
    assert named.systems == {"catalog"}


def test_what_a_field_is_computed_from_is_upstream(stated: Lineage) -> None:
    (step,) = stated.trace("orders/lines#Line.total").upstream
    assert told((step,)) == [("derivation", "orders/lines#Line.count", "orders/lines#Line.total")]
    assert step.edge.said == "count times price"


def test_a_system_that_is_not_in_the_registry_is_named_all_the_same(stated: Lineage) -> None:
    assert told(stated.trace("orders/lines#Line.gone").upstream) == [
        ("sourceOfTruth", "nowhere#Thing.left", "orders/lines#Line.gone")
    ]


def test_a_field_that_names_itself_says_nothing(stated: Lineage) -> None:
    assert stated.trace("orders/lines#Line.self").upstream == ()


# ---- what can be traced


def test_a_number_of_hops_limits_a_trace_and_tells_where_it_may_go_on(chain: Lineage) -> None:
    steps = chain.trace("catalog/products#Product.sku", "down", 1).downstream
    assert [(step.edge.flow, step.hops, step.cut) for step in steps] == [
        ("mail/products", 1, False),
        ("relay/a", 1, True),
    ]


def test_a_whole_api_is_traced_beyond_itself(chain: Lineage) -> None:
    trace = chain.trace("relay/things")
    assert (trace.kind, [step.edge.flow for step in trace.upstream]) == ("api", ["relay/a"])
    assert [step.edge.flow for step in trace.downstream] == ["relay/c"]


def test_a_system_a_store_and_a_flow_are_traced(chain: Lineage) -> None:
    assert [step.edge.flow for step in chain.trace("catalog").downstream][:2] == ["mail/products", "relay/a"]
    store = chain.trace("relay/store:table t")
    assert (store.kind, store.upstream[0].edge.flow) == ("store", "relay/c")
    flow = chain.trace("relay/a")
    assert (flow.kind, flow.upstream) == ("flow", ())
    assert [step.edge.flow for step in flow.downstream] == ["relay/a", "relay/b", "relay/c"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("catalgo", "there is no system 'catalgo'; did you mean 'catalog'?"),
        (
            "relay/store:table x",
            "there is no API, flow or store 'relay/store:table x'; did you mean 'relay/store:table t'?",
        ),
        (
            "relay/store:table t#nam",
            "no flow writes into 'relay/store:table t#nam'; did you mean 'relay/store:table t#name'?",
        ),
    ],
)
def test_what_cannot_be_traced_is_refused_with_the_nearest(chain: Lineage, name: str, message: str) -> None:
    with pytest.raises(WrongUse) as refused:
        chain.trace(name)
    assert str(refused.value) == message


def test_the_same_field_of_two_holders_is_not_one_way(one_flow: Callable[..., Registry]) -> None:
    relay = RELAY.replace(
        "properties: {id: {type: string}}",
        "properties: {paid: {$ref: '#/components/schemas/Sum'}, due: {$ref: '#/components/schemas/Sum'}}",
    ).replace(
        "components: {schemas: {",
        "components: {schemas: {Sum: {type: object, properties: {amount: {type: string}}}, ",
    )
    files = {
        "specs/relay/system.yaml": SYSTEM,
        "specs/relay/apis/things/openapi.yaml": relay,
        "specs/relay/flows/a.yaml": flow(
            "catalog/products",
            "listProducts",
            "{operation: relay/things#writeThings}",
            "items[].sku",
            "paid.amount",
        ),
        "specs/relay/flows/b.yaml": flow(
            "relay/things", "readThings", "{store: table t}", "paid.amount", "paid"
        ),
        "specs/relay/flows/c.yaml": flow(
            "relay/things", "readThings", "{store: table t}", "due.amount", "due"
        ),
    }
    steps = Lineage(one_flow(files=files)).trace("catalog/products#Product.sku").downstream
    assert [step.edge.flow for step in steps] == ["mail/products", "relay/a", "relay/b"]


def test_what_is_written_as_a_whole_is_read_on_in_its_parts(one_flow: Callable[..., Registry]) -> None:
    relay = RELAY.replace(
        "properties: {id: {type: string}}",
        "properties: {price: {type: object, properties: {amount: {type: integer}}}}",
    )
    files = {
        "specs/relay/system.yaml": SYSTEM,
        "specs/relay/apis/things/openapi.yaml": relay,
        "specs/relay/flows/a.yaml": flow(
            "catalog/products",
            "listProducts",
            "{operation: relay/things#writeThings}",
            "items[].price",
            "price",
        ),
        "specs/relay/flows/b.yaml": flow(
            "relay/things", "readThings", "{store: table t}", "price.amount", "amount"
        ),
    }
    lineage = Lineage(one_flow(files=files))
    steps = lineage.trace("catalog/products#Product.price.amount").downstream
    assert [step.edge.flow for step in steps] == ["relay/a", "relay/b"]
    assert [step.edge.flow for step in lineage.trace("relay/store:table t#amount").upstream] == [
        "relay/b",
        "relay/a",
    ]
