from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from registry.model.description import Description
from registry.model.swagger2 import convert
from registry.source.pointer import find, join, split
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PETSTORE = """
swagger: "2.0"
info: {title: Pets, version: 1.0.0}
host: pets.example
basePath: /v2
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
x-audience: everybody
tags: [{name: pet}]
security: [{key: []}]
paths:
  /pets:
    post:
      operationId: addPet
      parameters: [{$ref: "#/parameters/Pet"}]
      responses: {"405": {description: Refused.}}
    get:
      operationId: findPets
      produces: [application/json]
      schemes: [https]
      parameters:
        - {name: status, in: query, required: true, type: array, items: {type: string, enum: [sold, free]},
           collectionFormat: multi, description: Which ones.}
        - {name: tags, in: query, type: array, items: {type: string}}
        - {name: X-Trace, in: header, type: string, format: uuid, x-example: 9a4c}
        - {$ref: "#/parameters/Limit"}
      responses:
        "200":
          description: Found.
          schema: {type: array, items: {$ref: "#/definitions/Pet"}}
          headers: {X-Left: {type: integer, format: int32, description: Calls left.}}
          examples: {application/json: [{name: Rex}]}
        default: {$ref: "#/responses/Error"}
  /pets/{id}/image:
    parameters: [{name: id, in: path, required: true, type: integer}]
    post:
      parameters:
        - {name: note, in: formData, type: string, description: A note.}
        - {name: sizes, in: formData, type: array, items: {type: integer}, collectionFormat: ssv}
        - {name: file, in: formData, type: file, required: true}
      consumes: [multipart/form-data]
      responses:
        "200": {description: The image., schema: {type: file}}
parameters:
  Limit: {name: limit, in: query, type: integer, maximum: 100, default: 10}
  Pet: {name: body, in: body, required: true, description: A pet., schema: {$ref: "#/definitions/Pet"}}
responses:
  Error: {description: Wrong., schema: {$ref: "#/definitions/Error"}}
definitions:
  Error: {type: object, properties: {code: {type: integer}}}
  Pet:
    type: object
    discriminator: kind
    required: [kind, name]
    properties:
      kind: {type: string}
      name: {type: string, x-nullable: true}
      parent: {$ref: "#/definitions/Pet", x-nullable: true}
  Dog:
    allOf: [{$ref: "#/definitions/Pet"}, {type: object, additionalProperties: {$ref: "#/definitions/Error"}}]
securityDefinitions:
  basic: {type: basic, description: Name and password.}
  key: {type: apiKey, name: key, in: header}
  login: {type: oauth2, flow: accessCode, authorizationUrl: "/a", tokenUrl: "/t", scopes: {r: R}}
  robot: {type: oauth2, flow: application, tokenUrl: "https://t", scopes: {}}
"""

PETSTORE_3 = """
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: "https://pets.example/v2"}, {url: "http://pets.example/v2"}]
x-audience: everybody
tags: [{name: pet}]
security: [{key: []}]
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {$ref: "#/components/requestBodies/Pet"}
      responses: {"405": {description: Refused.}}
    get:
      operationId: findPets
      servers: [{url: "https://pets.example/v2"}]
      parameters:
        - name: status
          in: query
          required: true
          description: Which ones.
          style: form
          explode: true
          schema: {type: array, items: {type: string, enum: [sold, free]}}
        - {name: tags, in: query, style: form, explode: false, schema: {type: array, items: {type: string}}}
        - {name: X-Trace, in: header, schema: {type: string, format: uuid}, example: 9a4c}
        - {$ref: "#/components/parameters/Limit"}
      responses:
        "200":
          description: Found.
          headers: {X-Left: {description: Calls left., schema: {type: integer, format: int32}}}
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}
              example: [{name: Rex}]
        default:
          description: Wrong.
          content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}
  /pets/{id}/image:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                note: {type: string, description: A note.}
                sizes: {type: array, items: {type: integer}}
                file: {type: string, format: binary}
            encoding: {sizes: {style: spaceDelimited, explode: false}}
      responses:
        "200":
          description: The image.
          content:
            application/json: {schema: {type: string, format: binary}}
            application/xml: {schema: {type: string, format: binary}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, maximum: 100, default: 10}}
  requestBodies:
    Pet:
      required: true
      description: A pet.
      content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  responses:
    Error:
      description: Wrong.
      content:
        application/json: {schema: {$ref: "#/components/schemas/Error"}}
        application/xml: {schema: {$ref: "#/components/schemas/Error"}}
  schemas:
    Error: {type: object, properties: {code: {type: integer}}}
    Pet:
      type: object
      discriminator: {propertyName: kind}
      required: [kind, name]
      properties:
        kind: {type: string}
        name: {type: string, nullable: true}
        parent: {allOf: [{$ref: "#/components/schemas/Pet"}], nullable: true}
    Dog:
      allOf:
        - {$ref: "#/components/schemas/Pet"}
        - {type: object, additionalProperties: {$ref: "#/components/schemas/Error"}}
  securitySchemes:
    basic: {type: http, scheme: basic, description: Name and password.}
    key: {type: apiKey, name: key, in: header}
    login:
      type: oauth2
      flows: {authorizationCode: {authorizationUrl: "/a", tokenUrl: "/t", scopes: {r: R}}}
    robot: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://t", scopes: {}}}}
"""


def loaded(text: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def test_a_whole_document_becomes_the_one_written_by_hand() -> None:
    assert convert(loaded(PETSTORE)).data == loaded(PETSTORE_3)


def test_the_document_itself_is_left_alone() -> None:
    data = loaded(PETSTORE)
    before = copy.deepcopy(data)
    convert(data)
    assert data == before


@pytest.mark.parametrize(
    ("root", "urls"),
    [
        ({"host": "a.example", "schemes": ["https"]}, ["https://a.example"]),
        (
            {"host": "a.example", "basePath": "v1/", "schemes": ["wss", "ws"]},
            ["wss://a.example/v1", "ws://a.example/v1"],
        ),
        ({"host": "a.example"}, ["//a.example"]),
        ({"basePath": "/v1", "schemes": ["https"]}, ["/v1"]),
        ({"basePath": "/"}, ["/"]),
        ({"schemes": ["https"]}, []),
    ],
)
def test_host_base_path_and_schemes_become_servers(root: dict[str, Any], urls: list[str]) -> None:
    assert [server["url"] for server in convert({"swagger": "2.0", **root}).data.get("servers", [])] == urls


@pytest.mark.parametrize(
    ("collection_format", "expected"),
    [
        (None, {"style": "form", "explode": False}),
        ("csv", {"style": "form", "explode": False}),
        ("ssv", {"style": "spaceDelimited", "explode": False}),
        ("pipes", {"style": "pipeDelimited", "explode": False}),
        ("multi", {"style": "form", "explode": True}),
        ("tsv", {"style": "form", "explode": False, "x-collectionFormat": "tsv"}),
    ],
)
def test_collection_formats_become_styles(collection_format: str | None, expected: dict[str, Any]) -> None:
    parameter = {"name": "p", "in": "query", "type": "array", "items": {"type": "string"}}
    if collection_format:
        parameter["collectionFormat"] = collection_format
    data = {"swagger": "2.0", "paths": {"/": {"get": {"parameters": [parameter]}}}}
    (converted,) = convert(data).data["paths"]["/"]["get"]["parameters"]
    assert converted == {
        "name": "p",
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string"}},
        **expected,
    }


def operation(parameters: list[Any], **more: Any) -> dict[str, Any]:
    data = {"swagger": "2.0", "paths": {"/": {"post": {"parameters": parameters, **more}}}}
    found: dict[str, Any] = convert(data).data["paths"]["/"]["post"]
    return found


@pytest.mark.parametrize(
    ("kind", "consumes", "media_types"),
    [
        ("string", [], ["application/x-www-form-urlencoded"]),
        ("file", [], ["multipart/form-data"]),
        ("file", ["application/json"], ["multipart/form-data"]),
        ("string", ["multipart/form-data"], ["multipart/form-data"]),
    ],
)
def test_forms_get_a_media_type_that_can_carry_them(
    kind: str, consumes: list[str], media_types: list[str]
) -> None:
    form = operation([{"name": "f", "in": "formData", "type": kind}], consumes=consumes)
    assert list(form["requestBody"]["content"]) == media_types


def test_a_body_without_consumes_may_be_anything() -> None:
    body = operation([{"name": "b", "in": "body", "schema": {"type": "object"}}])["requestBody"]
    assert body == {"content": {"*/*": {"schema": {"type": "object"}}}}


def test_what_a_parameter_says_of_its_value_goes_into_its_schema() -> None:
    (converted,) = operation(
        [{"name": "w", "in": "query", "type": "number", "x-ogc-unit": "kg", "x-nullable": True}]
    )["parameters"]
    assert converted == {
        "name": "w",
        "in": "query",
        "schema": {"type": "number", "x-ogc-unit": "kg", "nullable": True},
    }


def test_a_body_of_the_path_goes_into_each_operation_without_one() -> None:
    own = {"name": "b", "in": "body", "schema": {"title": "own"}}
    shared = {"name": "b", "in": "body", "schema": {"title": "shared"}}
    data = {
        "swagger": "2.0",
        "paths": {"/": {"parameters": [shared], "put": {}, "post": {"parameters": [own]}}},
    }
    item = convert(data).data["paths"]["/"]
    assert item["parameters"] == []
    assert item["put"]["requestBody"]["content"]["*/*"]["schema"] == {"title": "shared"}
    assert item["post"]["requestBody"]["content"]["*/*"]["schema"] == {"title": "own"}


def test_a_reference_into_a_path_leads_to_where_its_target_went() -> None:
    schema = {"type": "object"}
    response = {"description": "", "schema": schema}
    deep = {"$ref": "#/paths/~1/get/responses/200/schema"}
    data = {
        "swagger": "2.0",
        "produces": ["a/b"],
        "paths": {"/": {"get": {"responses": {"200": response}}}},
        "definitions": {"D": deep},
    }
    assert convert(data).data["components"]["schemas"]["D"] == {
        "$ref": "#/paths/~1/get/responses/200/content/a~1b/schema"
    }


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("/components/schemas/Pet/properties/name", "/definitions/Pet/properties/name"),
        ("/components/schemas/Pet/properties/name/nullable", "/definitions/Pet/properties/name/x-nullable"),
        ("/components/schemas/Pet/discriminator/propertyName", "/definitions/Pet/discriminator"),
        ("/components/requestBodies/Pet/content/application~1json/schema", "/parameters/Pet/schema"),
        ("/components/parameters/Limit/schema/maximum", "/parameters/Limit/maximum"),
        ("/components/responses/Error/content/application~1xml", "/responses/Error/schema"),
        ("/components/securitySchemes/login/flows", "/securityDefinitions/login/flow"),
        ("/paths/~1pets/get/parameters/0/schema/items/enum", "/paths/~1pets/get/parameters/0/items/enum"),
        (
            "/paths/~1pets/get/responses/200/headers/X-Left/schema/type",
            "/paths/~1pets/get/responses/200/headers/X-Left/type",
        ),
        (
            "/paths/~1pets/get/responses/200/content/application~1json/example",
            "/paths/~1pets/get/responses/200/examples/application~1json",
        ),
        (
            "/paths/~1pets~1{id}~1image/post/requestBody/content/multipart~1form-data/schema/properties/file",
            "/paths/~1pets~1{id}~1image/post/parameters/2",
        ),
        ("/servers", "/host"),
        ("/info/title", "/info/title"),
    ],
)
def test_each_node_knows_where_it_was_written(new: str, old: str) -> None:
    converted = convert(loaded(PETSTORE))
    find(converted.data, split(new))
    assert converted.origin(new) == old
    find(loaded(PETSTORE), split(old))


def test_messages_about_a_converted_document_name_its_own_lines() -> None:
    description = Description(read_bytes(PETSTORE.encode(), "pets.yaml"))
    line = PETSTORE.splitlines().index("  Error: {type: object, properties: {code: {type: integer}}}") + 1
    assert description.place("/components/schemas/Error").line == line
    assert description.places(["/components/schemas/Error"])["/components/schemas/Error"].line == line
    assert (description.declared, description.dialect) == ("2.0", "3.0")


def test_examples_are_data_in_which_nothing_is_a_reference() -> None:
    example = {"$ref": "#/definitions/Pet"}
    response = {"description": "", "schema": {"example": example}, "examples": {"a/b": example}}
    data = {"swagger": "2.0", "paths": {"/": {"get": {"responses": {"200": response}}}}}
    (content,) = convert(data).data["paths"]["/"]["get"]["responses"]["200"]["content"].values()
    assert content == {"schema": {"example": example}, "example": example}


@pytest.mark.corpus
def test_every_valid_document_of_the_corpus_becomes_a_valid_one(corpus: Path) -> None:
    from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator  # noqa: PLC0415

    checked = 0
    for data in documents(corpus):
        converted = convert(data)
        if not list(OpenAPIV2SpecValidator(data).iter_errors()):
            assert [error.message for error in OpenAPIV30SpecValidator(converted.data).iter_errors()] == []
            checked += 1
    assert checked > 30


@pytest.mark.corpus
def test_every_reference_of_the_corpus_still_leads_somewhere(corpus: Path) -> None:
    for data in documents(corpus):
        converted = convert(data).data
        for reference in references(converted):
            find(converted, split(reference.removeprefix("#")))


def documents(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the 2.0 documents that stand alone."""
    for path in sorted(corpus.rglob("*")):
        if path.suffix in {".json", ".yaml"} and re.search(
            r"^\W*swagger\W", text := path.read_text("utf-8"), re.MULTILINE
        ):
            data = yaml.load(text, Loader=yaml.CSafeLoader)
            if "paths" in data and all(reference.startswith("#") for reference in references(data)):
                yield data


def references(node: Any, pointer: str = "") -> Iterator[str]:
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for key, member in members:
        if key == "$ref" and isinstance(member, str):
            yield member
        elif isinstance(member, dict | list) and key not in {"example", "examples"}:
            yield from references(member, join(pointer, key))
