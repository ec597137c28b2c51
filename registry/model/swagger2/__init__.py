"""OpenAPI 2.0 read as 3.0: one pure function on plain data, and the way back for messages.

What 2.0 says and 3.0 cannot (``collectionFormat: tsv``) is kept as an extension of the same name. Where 2.0
leaves a media type open (no ``consumes`` or ``produces``), the result says ``*/*``.
"""

from __future__ import annotations

from typing import Any

from registry.model import lenient
from registry.model.swagger2 import contents, operations, schemas, security, servers
from registry.model.swagger2.trail import Converted, Trail
from registry.source.pointer import join

__all__ = ["Converted", "convert"]

_CONVERTED_KEYS = frozenset({
    "swagger", "host", "basePath", "schemes", "consumes", "produces", "paths", "definitions", "parameters",
    "responses", "securityDefinitions", "x-webhooks",
})  # fmt: skip


def convert(data: dict[str, Any]) -> Converted:
    """Return the OpenAPI 3.0 document that says what the 2.0 document ``data`` says."""
    trail = Trail()  # components go first: where a reference leads is where its target was met first
    document = operations.Document(data, trail)
    result: dict[str, Any] = {"openapi": "3.0.3"}
    trail.note("/openapi", "/swagger")
    if "info" in data:
        result["info"] = data["info"]
    if urls := servers.of(data, lenient.texts(data.get("schemes"))):
        result["servers"] = urls
        trail.note("/servers", next(f"/{key}" for key in ("host", "basePath", "schemes") if key in data))
    components = _components(data, document, trail)
    for key in ("paths", "x-webhooks"):
        if key in data:
            result[key] = document.paths(data[key], f"/{key}")
    if components:
        result["components"] = components
    result.update({key: value for key, value in data.items() if key not in _CONVERTED_KEYS | {"info"}})
    return trail.converted(result)


def _components(data: dict[str, Any], document: operations.Document, trail: Trail) -> dict[str, Any]:
    shared = lenient.mapping(data.get("parameters"))
    components = {
        "schemas": _schemas(data.get("definitions"), trail),
        "responses": _responses(data.get("responses"), document, trail),
        "parameters": {
            name: contents.parameter(
                node, join("/components/parameters", name), join("/parameters", name), trail
            )
            for name, node in shared.items()
            if lenient.mapping(node).get("in") not in ("body", "formData")
        },
        "requestBodies": {
            name: document.shared_body(name)
            for name, node in shared.items()
            if lenient.mapping(node).get("in") == "body"
        },
        "securitySchemes": _security_schemes(data.get("securityDefinitions"), trail),
    }
    return {key: members for key, members in components.items() if members}


def _schemas(node: Any, trail: Trail) -> dict[str, Any]:
    trail.note("/components/schemas", "/definitions")
    return {
        name: schemas.schema(member, join("/components/schemas", name), join("/definitions", name), trail)
        for name, member in lenient.mapping(node).items()
    }


def _responses(node: Any, document: operations.Document, trail: Trail) -> dict[str, Any]:
    trail.note("/components/responses", "/responses")
    return {
        name: contents.response(
            member, document.produces, join("/components/responses", name), join("/responses", name), trail
        )
        for name, member in lenient.mapping(node).items()
    }


def _security_schemes(node: Any, trail: Trail) -> dict[str, Any]:
    trail.note("/components/securitySchemes", "/securityDefinitions")
    return {
        name: security.scheme(
            member, join("/components/securitySchemes", name), join("/securityDefinitions", name), trail
        )
        for name, member in lenient.mapping(node).items()
    }
