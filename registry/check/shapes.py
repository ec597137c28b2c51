"""Which objects an OpenAPI document is made of: for each kind, the keys under which further objects stand.

OpenAPI 3.2.0 section 4; older versions know fewer keys. Values, examples and extensions are opaque.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal["one", "list", "map"]
Shape = "Mapping[str, tuple[Form, str]]"

_OPERATIONS: dict[str, tuple[Form, str]] = dict.fromkeys(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"), ("one", "Operation")
)
_CONTENT: dict[str, tuple[Form, str]] = {
    "schema": ("one", "Schema"),
    "content": ("map", "Media Type"),
    "examples": ("map", "Example"),
}

SHAPES: Mapping[str, Mapping[str, tuple[Form, str]]] = {
    "Document": {
        "info": ("one", "Info"),
        "paths": ("map", "Path Item"),
        "webhooks": ("map", "Path Item"),
        "components": ("one", "Components"),
        "servers": ("list", "Server"),
        "tags": ("list", "Tag"),
        "security": ("list", "Security Requirement"),
    },
    "Components": {
        "schemas": ("map", "Schema"),
        "responses": ("map", "Response"),
        "parameters": ("map", "Parameter"),
        "examples": ("map", "Example"),
        "requestBodies": ("map", "Request Body"),
        "headers": ("map", "Header"),
        "securitySchemes": ("map", "Security Scheme"),
        "links": ("map", "Link"),
        "callbacks": ("map", "Callback"),
        "pathItems": ("map", "Path Item"),
        "mediaTypes": ("map", "Media Type"),
    },
    "Path Item": {
        **_OPERATIONS,
        "parameters": ("list", "Parameter"),
        "servers": ("list", "Server"),
        "additionalOperations": ("map", "Operation"),
    },
    "Operation": {
        "parameters": ("list", "Parameter"),
        "requestBody": ("one", "Request Body"),
        "responses": ("map", "Response"),
        "callbacks": ("map", "Callback"),
        "servers": ("list", "Server"),
        "security": ("list", "Security Requirement"),
    },
    "Parameter": _CONTENT,
    "Header": _CONTENT,
    "Request Body": {"content": ("map", "Media Type")},
    "Response": {
        "headers": ("map", "Header"),
        "content": ("map", "Media Type"),
        "links": ("map", "Link"),
    },
    "Media Type": {
        "schema": ("one", "Schema"),
        "itemSchema": ("one", "Schema"),
        "examples": ("map", "Example"),
        "encoding": ("map", "Encoding"),
        "prefixEncoding": ("list", "Encoding"),
        "itemEncoding": ("one", "Encoding"),
    },
    "Encoding": {"headers": ("map", "Header"), "encoding": ("map", "Encoding")},
    "Link": {"server": ("one", "Server")},
    "Schema": {
        **dict.fromkeys(("properties", "patternProperties", "dependentSchemas"), ("map", "Schema")),
        **dict.fromkeys(("$defs", "definitions"), ("map", "Schema")),
        **dict.fromkeys(("allOf", "oneOf", "anyOf", "prefixItems"), ("list", "Schema")),
        **dict.fromkeys(("items", "additionalProperties", "not", "if", "then", "else"), ("one", "Schema")),
        **dict.fromkeys(("contains", "propertyNames", "contentSchema"), ("one", "Schema")),
        **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), ("one", "Schema")),
    },
}
"""A Callback Object has no fixed keys: each of its members is a Path Item."""
