from __future__ import annotations

import json
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from registry.errors import UnreadableInput, UnreadableInputs
from registry.model.description import Description
from registry.model.fields import fields
from registry.model.semantics.problems import problems
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: 2.1.0, summary: Sells shoes., description: "**Shoes**, and nothing else."}
servers: [{url: "https://api.example"}]
security: [{key: []}, {oauth: [read, write]}]
tags: [{name: products, description: What we sell.}]
paths:
  /products/{id}:
    summary: One product
    parameters:
      - {name: id, in: path, schema: {type: string}}
      - {name: Lang, in: header, description: of the path}
    servers: [{url: "https://product.example"}]
    get:
      operationId: getProduct
      tags: [products]
      parameters:
        - {name: lang, in: header, description: of the operation}
        - $ref: "#/components/parameters/Sizes"
        - $ref: "#/components/parameters/Missing"
        - {name: no place}
      responses:
        "200":
          $ref: "#/components/responses/Product"
        4XX: {description: Refused.}
        x-note: not a response
    delete:
      deprecated: true
      security: []
      servers: [{url: "https://delete.example"}]
      x-stability-level: draft
      x-sunset: 2027-04-01
      responses: {default: {description: Done.}}
  /orders:
    post:
      operationId: create order!
      requestBody: {$ref: "#/components/requestBodies/Order", description: One order.}
      responses: {"201": {description: Made.}}
      callbacks:
        onShipped:
          "{$request.body#/url}":
            post: {operationId: shipped, responses: {"200": {description: Heard.}}}
  /old: {$ref: "#/components/pathItems/Old", description: From before.}
webhooks:
  stockChanged:
    post: {responses: {"204": {description: Heard.}}}
components:
  parameters:
    Sizes: {name: sizes, in: query, schema: {type: array}, deprecated: true, allowReserved: true}
  requestBodies:
    Order:
      description: An order.
      required: true
      content:
        application/json: {schema: {$ref: "#/components/schemas/Order"}, encoding: {note: {explode: true}}}
  responses:
    Product:
      description: The product.
      headers:
        ETag: {required: true, schema: {type: string}, description: The state.}
        Gone: {$ref: "#/components/headers/Gone"}
      content: {application/json: {schema: true}}
      links: {self: {operationId: getProduct}}
  pathItems:
    Old:
      get: {operationId: getProduct, responses: {"200": {description: As ever.}}}
  schemas:
    Order: {type: object}
    Anything: true
  securitySchemes:
    key: {$ref: "#/components/securitySchemes/apiKey"}
    apiKey: {type: apiKey, name: key, in: header}
"""


@pytest.fixture
def shop() -> Description:
    return Description(read_bytes(SHOP.encode(), "shop.yaml"))


def test_what_the_root_says(shop: Description) -> None:
    assert (shop.title, shop.version, shop.summary) == ("Shop", "2.1.0", "Sells shoes.")
    assert shop.description.startswith("**Shoes**")
    assert shop.servers == ({"url": "https://api.example"},)
    assert shop.tags == ({"name": "products", "description": "What we sell."},)
    assert list(shop.schemas) == ["Order"]
    assert shop.security_schemes["key"] == {"type": "apiKey", "name": "key", "in": "header"}


@pytest.mark.parametrize(
    ("written", "declared", "dialect"),
    [
        ("openapi: 3.0.3", "3.0.3", "3.0"),
        ("openapi: 3.0", "3.0", "3.0"),
        ("openapi: 3.1.1", "3.1.1", "3.1"),
        ("openapi: 3.2.0", "3.2.0", "3.1"),
        ('swagger: "2.0"', "2.0", "3.0"),
        ("swagger: 2.0", "2.0", "3.0"),
        ("info: {}", "", "3.1"),
    ],
)
def test_the_dialect_follows_the_declared_version(written: str, declared: str, dialect: str) -> None:
    description = Description(read_bytes(written.encode(), "openapi.yaml"))
    assert (description.declared, description.dialect) == (declared, dialect)


def test_operations_come_in_document_order_with_names_and_slugs(shop: Description) -> None:
    assert [(operation.name, operation.slug) for operation in (*shop.operations, *shop.webhooks)] == [
        ("GET /products/{id}", "get-product"),
        ("DELETE /products/{id}", "delete-products-id"),
        ("POST /orders", "create-order"),
        ("GET /old", "get-old"),
        ("WEBHOOK stockChanged POST", "webhook-stock-changed-post"),
    ]


def test_slugs_are_unique_even_where_names_collapse(describe: Any) -> None:
    paths: dict[str, Any] = {path: {"get": {}} for path in ("/a-b", "/a_b", "/{a}/b", "/")}
    slugs = list(describe({"paths": paths}).slugs.values())
    assert slugs == ["get-a-b", "get-a-b-2", "get-a-b-3", "get"]


def test_parameters_of_the_path_are_inherited_and_overridden_by_place_and_name(shop: Description) -> None:
    parameters = shop.operations[0].parameters
    assert [(p.location, p.name, p.text) for p in parameters] == [
        ("path", "id", ""),
        ("header", "lang", "of the operation"),
        ("query", "sizes", ""),
    ]
    assert parameters[0].required
    assert parameters[2].deprecated
    assert parameters[2].allow_reserved
    assert parameters[2].pointer == "/components/parameters/Sizes"
    assert parameters[2].schema_pointer == "/components/parameters/Sizes/schema"


@pytest.mark.parametrize(
    ("written", "style", "explode"),
    [
        ({"in": "query"}, "form", True),
        ({"in": "query", "explode": False}, "form", False),
        ({"in": "query", "style": "spaceDelimited"}, "spaceDelimited", False),
        ({"in": "query", "style": "deepObject", "explode": True}, "deepObject", True),
        ({"in": "path"}, "simple", False),
        ({"in": "path", "style": "matrix"}, "matrix", False),
        ({"in": "header"}, "simple", False),
        ({"in": "header", "explode": True}, "simple", True),
        ({"in": "cookie"}, "form", True),
        ({"in": "cookie", "style": "cookie"}, "cookie", True),
    ],
)
def test_style_and_explode_have_the_values_that_take_effect(
    describe: Any, written: dict[str, Any], style: str, *, explode: bool
) -> None:
    parameter = {"name": "p", "schema": {"type": "array"}, **written}
    operation = describe({"paths": {"/": {"get": {"parameters": [parameter]}}}}).operations[0]
    assert [(p.style, p.explode) for p in operation.parameters] == [(style, explode)]


def test_a_body_is_read_through_its_reference(shop: Description) -> None:
    body = shop.operations[2].body
    assert body is not None
    assert (body.required, body.text, body.pointer) == (True, "One order.", "/components/requestBodies/Order")
    (media_type,) = body.content
    assert media_type.name == "application/json"
    assert media_type.schema == {"$ref": "#/components/schemas/Order"}
    assert media_type.encoding == {"note": {"explode": True}}
    assert shop.operations[0].body is None


def test_responses_are_read_through_references_and_without_extensions(shop: Description) -> None:
    first, second = shop.operations[0].responses
    assert (first.status, first.text, first.success) == ("200", "The product.", True)
    assert (second.status, second.success) == ("4XX", False)
    assert [(h.name, h.required, h.style, h.explode, h.text) for h in first.headers] == [
        ("ETag", True, "simple", False, "The state.")
    ]
    assert first.content[0].schema is True
    assert first.links == {"self": {"operationId": "getProduct"}}


def test_security_and_servers_are_those_that_take_effect(shop: Description) -> None:
    get, delete, post = shop.operations[:3]
    assert get.security == ({"key": ()}, {"oauth": ("read", "write")})
    assert delete.security == ()
    assert [operation.servers[0]["url"] for operation in (get, delete, post)] == [
        "https://product.example",
        "https://delete.example",
        "https://api.example",
    ]


def test_without_servers_the_server_is_the_root(describe: Any) -> None:
    assert describe({"paths": {"/": {"get": {}}}}).operations[0].servers == ({"url": "/"},)


def test_an_operation_says_where_it_stands_in_its_life(shop: Description) -> None:
    delete = shop.operations[1]
    assert delete.deprecated
    assert delete.stability == "draft"
    assert str(delete.sunset) == "2027-04-01"
    assert delete.summary == "One product"


def test_callbacks_are_operations_within_an_operation(shop: Description) -> None:
    (callback,) = shop.operations[2].callbacks
    assert callback.name == "CALLBACK onShipped {$request.body#/url} POST"
    assert callback.kind == "callback"
    assert callback.within is shop.operations[2]
    assert callback.slug.startswith("create-order-callback-on-shipped")
    assert [response.text for response in callback.responses] == ["Heard."]


def test_callbacks_that_lead_back_to_what_is_around_them_come_to_an_end(describe: Any) -> None:
    def calls(**callbacks: str) -> dict[str, Any]:
        return {"post": {"callbacks": {name: {"$ref": target} for name, target in callbacks.items()}}}

    one = "#/components/callbacks/one"
    shop = describe(
        {
            "paths": {"/a": calls(every="#/paths"), "/b": calls(first=one)},
            "components": {"callbacks": {"one": {"now": calls(again=one)}}},
        }
    )
    first, second = shop.operations
    assert [callback.path for callback in first.callbacks] == ["every /a", "every /b"]
    assert [callback.callbacks for callback in first.callbacks] == [(), ()]
    (inner,) = second.callbacks
    assert [callback.callbacks for callback in inner.callbacks] == [()]


def test_a_path_item_behind_a_reference_keeps_what_stands_beside_it(shop: Description) -> None:
    old = shop.operations[3]
    assert (old.name, old.text) == ("GET /old", "From before.")
    assert old.pointer == "/components/pathItems/Old/get"


def test_webhooks_of_3_0_stand_under_an_extension(describe: Any) -> None:
    description = describe({"paths": {}, "x-webhooks": {"paid": {"post": {}}}}, openapi="3.0.3")
    assert [webhook.name for webhook in description.webhooks] == ["WEBHOOK paid POST"]


def test_3_2_brings_query_more_methods_and_streams(describe: Any) -> None:
    stream = {"content": {"application/jsonl": {"itemSchema": {"type": "object"}}}}
    item = {"query": {"responses": {"200": stream}}, "additionalOperations": {"COPY": {}}}
    query, copied = describe({"paths": {"/files": item}}, openapi="3.2.0").operations
    assert (query.name, copied.name) == ("QUERY /files", "COPY /files")
    media_type = query.responses[0].content[0]
    assert media_type.item_schema == {"type": "object"}
    assert media_type.item_schema_pointer.endswith("/application~1jsonl/itemSchema")


@pytest.mark.parametrize(
    ("reference", "problem", "remedy"),
    [
        ("#/components/schemas/Ordr", "points to nothing", "did you mean '#/components/schemas/Order'?"),
        ("#/components/schemas/Zebra", "points to nothing", "'#/components/schemas' has no 'Zebra'"),
        ("#/components/schemas/A", "refers to itself", "let one of the chain hold the content"),
        ("#nowhere", "names no anchor", "write it as '#/components/...'"),
    ],
)
def test_resolve_names_place_problem_and_remedy(
    describe: Any, reference: str, problem: str, remedy: str
) -> None:
    circle = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    description = describe({"components": {"schemas": {"Order": {}, **circle}}})
    with pytest.raises(UnreadableInput) as caught:
        description.resolve({"$ref": reference}, "/paths")
    assert problem in caught.value.problem
    assert caught.value.remedy == remedy
    assert caught.value.place.file == "openapi.json"


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("#/paths/~1a~1%7Bid%7D/get", "/paths/~1a~1{id}/get"),
        ("#here", "/components/schemas/Named"),
        ("#/components/schemas/Alias", "/components/schemas/Named"),
        ("#", ""),
    ],
)
def test_resolve_follows_pointers_anchors_and_chains(describe: Any, reference: str, pointer: str) -> None:
    schemas = {"Named": {"$anchor": "here"}, "Alias": {"$ref": "#/components/schemas/Named"}}
    description = describe({"paths": {"/a/{id}": {"get": {}}}, "components": {"schemas": schemas}})
    node, at = description.resolve({"$ref": reference}, "")
    assert at == pointer
    assert node == (description.target(f"#{pointer}"))


def test_places_of_an_operation_lead_to_its_line(shop: Description) -> None:
    pointer = shop.operations[0].pointer
    place = shop.place(pointer)
    assert (place.file, place.line) == ("shop.yaml", SHOP.splitlines().index("    get:") + 1)
    assert shop.places([pointer]) == {pointer: place}


def everything(description: Description) -> Iterator[object]:
    """Touch whatever can be asked of a description."""
    yield (description.title, description.version, description.summary, description.description)
    yield (description.tags, description.servers, description.security, description.security_schemes)
    yield (description.meaning, problems(description))
    yield [(field.id, field.types, field.meaning) for field in fields(description)]
    operations = [*description.operations, *description.webhooks]
    operations += [callback for operation in operations for callback in operation.callbacks]
    for operation in operations:
        yield (operation.name, operation.slug, operation.summary, operation.text, operation.tags)
        yield (
            operation.parameters,
            operation.body,
            operation.responses,
            operation.security,
            operation.servers,
        )
        yield (operation.meaning, operation.stability, operation.sunset, operation.deprecated)


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, member in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*path, key)
        if isinstance(member, dict | list):
            yield from paths(member, (*path, key))


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a copy with another value at a path, or as it is if the path is gone."""
    if not path:
        return value
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    copy = {key: replaced(member, path[1:], value) if key == path[0] else member for key, member in members}
    return copy if isinstance(data, dict) else list(copy.values()) if isinstance(data, list) else data


SCALARS = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.just({"$ref": "#/nowhere"})
)
WRONG = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "2.0"])
@given(data=st.data())
def test_a_document_wrong_in_any_place_still_has_a_view(version: str, data: st.DataObject) -> None:
    document: Any = {**SWAGGER, "swagger": version} if version == "2.0" else {**DOCUMENT, "openapi": version}
    wrong = st.tuples(st.sampled_from(list(paths(document))), WRONG)
    for path, value in data.draw(st.lists(wrong, min_size=1, max_size=3)):
        document = replaced(document, path, value)
    try:
        bundle = read_bytes(json.dumps(document).encode(), "openapi.json")
    except UnreadableInputs:
        reject()  # a reference into another file
    assert list(everything(Description(bundle)))


def test_a_document_that_is_no_mapping_has_an_empty_view() -> None:
    description = Description(read_bytes(b"[1, 2]", "openapi.json"))
    assert description.operations == ()
    assert list(everything(description))


DOCUMENT: dict[str, Any] = dict(Description(read_bytes(SHOP.encode(), "shop.yaml")).data)
SWAGGER: dict[str, Any] = {
    "info": {"title": "Shop", "version": "1"},
    "host": "api.example",
    "schemes": ["https"],
    "paths": {
        "/products": {
            "parameters": [{"$ref": "#/parameters/Body"}, {"name": "file", "in": "formData", "type": "file"}],
            "get": {
                "parameters": [{"name": "q", "in": "query", "type": "array", "items": {"type": "string"}}],
                "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Product"}}},
            },
        }
    },
    "parameters": {"Body": {"name": "body", "in": "body", "schema": {"type": "object"}}},
    "definitions": {
        "Product": {
            "type": "object",
            "properties": {"sku": {"type": "string", "x-field": {"critical": True}}},
        }
    },
    "securityDefinitions": {"basic": {"type": "basic"}},
}


def test_a_description_that_lets_go_of_its_operations_is_gone_at_once() -> None:
    description = Description(read_bytes(SHOP.encode(), "shop.yaml"))
    assert description.operations[0].responses
    description.forget()
    assert len(description.operations) == 4
    description.forget()
    gone = weakref.ref(description)
    del description
    assert gone() is None
