"""Where a description may hold references, and of which kind: everything else is data and left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Shape: TypeAlias = Literal["one", "map", "list"]
Step: TypeAlias = tuple[Shape, str]
"""What stands at a place: one object of a kind, or a mapping or list of them."""

ROOT: Step = ("one", "root")
DISCRIMINATOR_TARGET: Step = ("one", "discriminator target")

_SCHEMA: Step = ("one", "schema")
_SCHEMAS: Step = ("map", "schema")
_SCHEMA_LIST: Step = ("list", "schema")
_CONTENT: Step = ("map", "mediaType")
_EXAMPLES: Step = ("map", "example")
_HEADERS: Step = ("map", "header")
_PARAMETERS: Step = ("list", "parameter")
_PATH_ITEMS: Step = ("map", "pathItem")
_OPERATION: Step = ("one", "operation")
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_VALUED: Mapping[str, Step] = {"schema": _SCHEMA, "content": _CONTENT, "examples": _EXAMPLES}

SECTIONS: Mapping[str, str] = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "requestBody": "requestBodies",
    "header": "headers",
    "securityScheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
    "pathItem": "pathItems",
    "mediaType": "mediaTypes",
}
"""The section of Components for each kind (OpenAPI 3.2.0, section 4.8.7.1)."""

_GRAMMAR: Mapping[str, Mapping[str, Step]] = {
    "root": {
        "paths": _PATH_ITEMS,
        "webhooks": _PATH_ITEMS,
        "components": ("one", "components"),
        "definitions": _SCHEMAS,  # 2.0, with the next three
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "securityDefinitions": ("map", "securityScheme"),
        "info": ("one", "info"),
        "tags": ("list", "tag"),
        "servers": ("list", "server"),
    },
    "components": {section: ("map", kind) for kind, section in SECTIONS.items()},
    "pathItem": {
        **dict.fromkeys(_METHODS, _OPERATION),
        "parameters": _PARAMETERS,
        "additionalOperations": ("map", "operation"),
    },
    "operation": {
        "parameters": _PARAMETERS,
        "requestBody": ("one", "requestBody"),
        "responses": ("map", "response"),
        "callbacks": ("map", "callback"),
    },
    "callback": {"*": ("one", "pathItem")},
    "parameter": {**_VALUED, "items": _SCHEMA},
    "header": {**_VALUED, "items": _SCHEMA},
    "requestBody": {"content": _CONTENT},
    "response": {
        "headers": _HEADERS,
        "content": _CONTENT,
        "links": ("map", "link"),
        "schema": _SCHEMA,
    },
    "mediaType": {
        "schema": _SCHEMA,
        "itemSchema": _SCHEMA,
        "examples": _EXAMPLES,
        "encoding": ("map", "encoding"),
        "prefixEncoding": ("list", "encoding"),
        "itemEncoding": ("one", "encoding"),
    },
    "encoding": {
        "headers": _HEADERS,
        "encoding": ("map", "encoding"),
        "prefixEncoding": ("list", "encoding"),
        "itemEncoding": ("one", "encoding"),
    },
    "schema": {
        **dict.fromkeys(
            ("properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"),
            _SCHEMAS,
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _SCHEMA_LIST),
        **dict.fromkeys(
            (
                "items",
                "additionalItems",
                "unevaluatedItems",
                "contains",
                "additionalProperties",
                "unevaluatedProperties",
                "propertyNames",
                "contentSchema",
                "not",
                "if",
                "then",
                "else",
            ),
            _SCHEMA,
        ),
        "discriminator": ("one", "discriminator"),
    },
    "discriminator": {
        "mapping": ("map", "discriminator target"),
        "defaultMapping": DISCRIMINATOR_TARGET,
    },
}


def members(node: Any, step: Step) -> Iterator[tuple[str | int, Any, Step]]:
    """List the members of a value that may hold references, with what each of them is."""
    shape, kind = step
    if isinstance(node, list):
        yield from ((index, item, ("one", kind)) for index, item in enumerate(node))
    elif isinstance(node, dict) and shape == "map":
        yield from (
            (key, value, ("one", kind)) for key, value in node.items() if not _is_extension(key, kind)
        )
    elif isinstance(node, dict):
        table = _GRAMMAR.get(kind, {})
        for key, value in node.items():
            below = table.get(key) or (table.get("*") if not key.startswith("x-") else None)
            if below is not None:
                yield key, value, below


def _is_extension(key: str, kind: str) -> bool:
    """Tell whether a key is an extension: Paths and Responses allow them, maps of names do not."""
    return key.startswith("x-") and kind in ("pathItem", "response")
