from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.fields import (
    Field,
    NoSuchField,
    fields,
    find,
    json_types,
    named,
    reachable,
)

if TYPE_CHECKING:
    from registry.model.description import Description

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /products:
    get:
      operationId: listProducts
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: "filter[type]", in: query, required: true, schema: {type: string}}
        - {name: where, in: query, content: {application/json: {schema: {properties: {size: {}}}}}}
        - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        "200":
          headers: {RateLimit-Remaining: {required: true, schema: {type: integer}}}
          content:
            text/plain: {schema: {type: string}}
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  next: {type: [string, "null"]}
                  items: {type: array, items: {$ref: "#/components/schemas/Product"}}
        "404": {content: {application/json: {schema: {properties: {problem: {}}}}}}
    post:
      requestBody:
        content:
          application/json:
            schema: {oneOf: [{$ref: "#/components/schemas/Product"}, {$ref: "#/components/schemas/Kit"}]}
      responses:
        default: {content: {application/json: {schema: {$ref: "#/components/schemas/Node"}}}}
  /sizes:
    get:
      responses:
        "200":
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Size"}}}}
  /feed:
    get:
      responses:
        "200": {content: {application/jsonl: {itemSchema: {$ref: "#/components/schemas/Size"}}}}
components:
  schemas:
    Kind: {type: string, enum: [shoe, kit]}
    Base:
      type: object
      required: [sku]
      properties:
        sku: {type: string}
        name: {type: string}
    Product:
      required: [name]
      allOf:
        - {$ref: "#/components/schemas/Base"}
        - type: object
          required: [price]
          properties:
            kind: {$ref: "#/components/schemas/Kind", description: What it is.}
            price:
              type: object
              required: [amount]
              properties:
                amount: {type: integer}
                old:
                  oneOf:
                    - {type: object, required: [amount], properties: {amount: {type: integer}}}
                    - {type: "null"}
            sizes: {type: array, items: {$ref: "#/components/schemas/Size"}}
            labels: {type: object, additionalProperties: {type: string}}
            tags: {type: array, items: {type: string}}
            "dotted.name": {type: string}
            anything: true
    Size:
      properties:
        eu: {type: number}
        availability: {anyOf: [{$ref: "#/components/schemas/Kind"}, {type: "null"}]}
    Kit:
      properties:
        parts: {type: array, prefixItems: [{type: string}, {$ref: "#/components/schemas/Size"}]}
    Node:
      properties:
        child: {$ref: "#/components/schemas/Node"}
        children: {type: array, items: {$ref: "#/components/schemas/Node"}}
    Sizes: {type: array, items: {type: integer}}
"""


@pytest.fixture
def shop(describe: Any) -> Description:
    description: Description = describe(SHOP)
    return description


def test_fields_are_listed_once_however_many_descriptions_are_read_meanwhile(
    shop: Description, describe: Any
) -> None:
    """They keep what they mean; of a large registry there are thousands of descriptions at a time."""
    known = fields(shop)
    others = [describe("openapi: 3.1.0") for _ in range(2000)]
    assert all(fields(other) == () for other in others)
    assert fields(shop) is known


def test_fields_are_the_properties_of_components_and_of_what_is_inline(shop: Description) -> None:
    assert [field.id for field in fields(shop)] == [
        "Base.sku",
        "Base.name",
        "Product.kind",
        "Product.price",
        "Product.price.amount",
        "Product.price.old",
        "Product.price.old.amount",
        "Product.sizes",
        "Product.labels",
        "Product.labels{}",
        "Product.tags",
        "Product.tags[]",
        "Product.dotted.name",
        "Product.anything",
        "Size.eu",
        "Size.availability",
        "Kit.parts",
        "Kit.parts[]",
        "Node.child",
        "Node.children",
        "Sizes[]",
    ]


def test_a_field_may_say_what_a_layer_of_it_has_a_key_for(describe: Any) -> None:
    price = {"type": "object", "x-field": {"critical": False, "freshness": 7}}
    declared = {
        "plain": {"type": "string"},
        "own": {"x-field": {"critical": True}},
        "price": {"$ref": "#/components/schemas/Price", "x-field": {"businessName": "Price"}},
        "wrong": {"x-field": "critical"},
    }
    found = fields(
        describe({"components": {"schemas": {"Product": {"properties": declared}, "Price": price}}})
    )
    assert [field.path for field in found if field.may_say(frozenset({"critical", "term"}))] == [
        "own",
        "price",
    ]
    assert not any(field.may_say(frozenset({"retention"})) for field in found)


def test_a_field_knows_where_it_is_declared_and_whether_it_is_required(shop: Description) -> None:
    known = {field.id: field for field in fields(shop)}
    assert known["Product.price.amount"].pointer == (
        "/components/schemas/Product/allOf/1/properties/price/properties/amount"
    )
    required = {name for name, field in known.items() if field.required}
    assert required == {"Base.sku", "Product.price", "Product.price.amount", "Product.price.old.amount"}
    assert known["Product.labels{}"].is_element
    assert not known["Product.labels"].is_element
    assert known["Product.kind"].meaning.description == "What it is."
    assert [value.value for value in known["Product.kind"].meaning.values] == ["shoe", "kit"]


@pytest.mark.parametrize(
    ("operation", "side", "path", "found", "required"),
    [
        (0, "response", "items", "GET /products 200.items", True),
        (0, "response", "next", "GET /products 200.next", False),
        (0, "response", "items[]", "GET /products 200.items[]", False),
        (0, "response", "items[].sku", "Base.sku", True),
        (0, "response", "items[].name", "Base.name", True),
        (0, "response", "items[].price.amount", "Product.price.amount", True),
        (0, "response", "items[].price.old.amount", "Product.price.old.amount", True),
        (0, "response", "items[].sizes[].availability", "Size.availability", False),
        (0, "response", "items[].labels{}", "Product.labels{}", False),
        (0, "response", "items[].tags[]", "Product.tags[]", False),
        (0, "response", "items[].dotted.name", "Product.dotted.name", False),
        (0, "response", "items[].anything", "Product.anything", False),
        (0, "response", "header.ratelimit-remaining", "GET /products 200 header.RateLimit-Remaining", True),
        (0, "request", "query.limit", "GET /products query.limit", False),
        (0, "request", "query.filter[type]", "GET /products query.filter[type]", True),
        (0, "request", "query.where.size", "GET /products query.where.size", False),
        (0, "request", "header.x-trace", "GET /products header.X-Trace", False),
        (1, "request", "sku", "Base.sku", True),
        (1, "request", "parts[].eu", "Size.eu", False),
        (1, "response", "child.children[].child", "Node.child", False),
        (2, "response", "[].eu", "Size.eu", False),
        (3, "response", "[].eu", "Size.eu", False),
    ],
)
def test_a_path_leads_to_the_field_as_its_component_declares_it(
    shop: Description, operation: int, side: Any, path: str, found: str, *, required: bool
) -> None:
    field = find(shop, shop.operations[operation], path, side)
    assert (field.id, field.required) == (found, required)


@pytest.mark.parametrize(
    ("side", "path", "nearest"),
    [
        ("response", "items[].sizes[].availabilty", "items[].sizes[].availability"),
        ("response", "item[].sku", "items[].sku"),
        ("response", "availability", "items[].sizes[].availability"),
        ("response", "items.sku", "items[].sku"),
        ("response", "items[].price.amount.cents", "items[].price.amount"),
        ("request", "query.limt", "query.limit"),
        ("request", "limit", "query.limit"),
        ("response", "items[..sku", "items[].sku"),
    ],
)
def test_a_path_that_leads_nowhere_names_the_nearest_that_does(
    shop: Description, side: Any, path: str, nearest: str
) -> None:
    with pytest.raises(NoSuchField) as caught:
        find(shop, shop.operations[0], path, side)
    assert caught.value.nearest[0] == nearest
    assert (
        str(caught.value)
        == f"'{path}' is not a field of the {side} of GET /products; did you mean '{nearest}'?"
    )


def test_without_any_field_there_is_no_nearest(shop: Description) -> None:
    with pytest.raises(NoSuchField) as caught:
        find(shop, shop.operations[2], "body", "request")
    assert caught.value.nearest == ()


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Product.sku", "Base.sku"),
        ("Base.sku", "Base.sku"),
        ("Product.sizes[].eu", "Size.eu"),
        ("Product.labels{}", "Product.labels{}"),
        ("Sizes[]", "Sizes[]"),
    ],
)
def test_a_name_leads_to_the_one_name_of_a_field(shop: Description, written: str, canonical: str) -> None:
    assert named(shop, written).id == canonical


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("Product.skku", "Product.sku"), ("Prodct.sku", "Product.sku"), ("Size.ue", "Size.eu")],
)
def test_a_name_that_leads_nowhere_names_the_nearest(shop: Description, written: str, nearest: str) -> None:
    with pytest.raises(NoSuchField) as caught:
        named(shop, written)
    assert caught.value.nearest[0] == nearest


def test_a_schema_within_itself_is_entered_once(shop: Description) -> None:
    paths = [path for path, _ in reachable(shop, shop.operations[1], "response")]
    assert "child.child" in paths
    assert "child.child.child" not in paths


@pytest.mark.parametrize("side", ["response", "request"])
def test_every_reachable_path_is_found_as_the_same_field(shop: Description, side: Any) -> None:
    for operation in shop.operations:
        for path, field in reachable(shop, operation, side):
            assert find(shop, operation, path, side).id == field.id


def test_a_webhook_gives_what_its_request_carries(describe: Any) -> None:
    body: dict[str, Any] = {"content": {"application/json": {"schema": {"properties": {"sku": {}}}}}}
    description = describe({"webhooks": {"sold": {"post": {"requestBody": body}}}})
    (webhook,) = description.webhooks
    assert find(description, webhook, "sku", "request").id == "WEBHOOK sold POST body.sku"


NAMES = st.text("abc", min_size=1, max_size=2)


def schemas(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    leaf = st.sampled_from(
        [{"type": "string"}, {}, *({"$ref": f"#/components/schemas/{name}"} for name in names)]
    )

    def deeper(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        return st.one_of(
            st.dictionaries(NAMES, inner, max_size=3).map(lambda properties: {"properties": properties}),
            inner.map(lambda items: {"type": "array", "items": items}),
            inner.map(lambda values: {"additionalProperties": values}),
            st.tuples(st.sampled_from(["allOf", "oneOf", "anyOf"]), st.lists(inner, max_size=2)).map(
                lambda pair: {pair[0]: pair[1]}
            ),
        )

    return st.recursive(leaf, deeper, max_leaves=6)


@given(st.fixed_dictionaries({name: schemas(["A", "B"]) for name in ("A", "B")}))
def test_a_field_is_found_by_its_own_name(describe: Any, components: dict[str, Any]) -> None:
    description = describe({"components": {"schemas": components}})
    for field in fields(description):
        assert named(description, field.id).id == field.id


@given(st.fixed_dictionaries({name: schemas(["A", "B"]) for name in ("A", "B")}))
def test_a_reachable_path_is_found(describe: Any, components: dict[str, Any]) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    paths = {"/": {"get": {"responses": {"200": {"content": content}}}}}
    description = describe({"paths": paths, "components": {"schemas": components}})
    operation = description.operations[0]
    for path, _ in reachable(description, operation, "response"):
        assert isinstance(find(description, operation, path, "response"), Field)


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "string"}, ("string",)),
        ({"type": ["string", "null"]}, ("string", "null")),
        ({"type": "string", "nullable": True}, ("string", "null")),
        ({"const": 1}, ("integer",)),
        ({"enum": ["a", None]}, ("string", "null")),
        ({"properties": {}}, ("object",)),
        ({"items": {}}, ("array",)),
        ({"$ref": "#/components/schemas/Text"}, ("string",)),
        (
            {"allOf": [{"description": "x"}, {"$ref": "#/components/schemas/Text"}], "nullable": True},
            ("string", "null"),
        ),
        ({"oneOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]}, ("string", "null")),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "integer"}]}, ("integer", "number")),
        ({"$ref": "#/components/schemas/Loop"}, ()),
        ({"$ref": "#/components/schemas/Nowhere"}, ()),
        ({}, ()),
        (True, ()),
    ],
)
def test_the_types_of_a_schema(describe: Any, schema: Any, types: tuple[str, ...]) -> None:
    known = {"Text": {"type": "string"}, "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]}}
    assert json_types(schema, describe({"components": {"schemas": known}}).follow) == types


@pytest.mark.corpus
def test_every_field_of_a_large_description_is_found_by_its_name(corpus: Any) -> None:
    from registry.model.description import Description  # noqa: PLC0415
    from registry.source.store import read_file  # noqa: PLC0415

    description = Description(read_file(max((corpus / "klaviyo-catalogs").glob("*/openapi.json"))))
    known = fields(description)
    assert len(known) > 100
    assert {named(description, field.id).id for field in known} == {field.id for field in known}


def test_no_chain_is_too_long(describe: Any) -> None:
    chain = {f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}]} for n in range(3000)}
    end = {"type": "object", "properties": {"end": {"$ref": "#/components/schemas/S0", "title": "End"}}}
    description = describe({"components": {"schemas": {**chain, "S3000": end}}})
    field = named(description, "S0.end")
    assert (field.id, field.meaning.title) == ("S3000.end", "End")
    assert field.types in {(), ("object",)}


def test_a_path_that_goes_round_for_ever_is_no_path(shop: Description) -> None:
    with pytest.raises(NoSuchField):
        find(shop, shop.operations[1], ".".join(["child"] * 5000), "response")
    with pytest.raises(NoSuchField):
        find(shop, shop.operations[0], ".".join(["a"] * 60), "response")
