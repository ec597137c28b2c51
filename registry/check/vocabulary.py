"""The words of JSON Schema: its types, its keywords, and which keyword speaks of which type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model import lenient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")

GUARDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("minLength", "maxLength", "pattern", "contentEncoding"), frozenset({"string"})),
    **dict.fromkeys(("contentMediaType", "contentSchema"), frozenset({"string"})),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), frozenset({"number", "integer"})),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), frozenset({"number", "integer"})),
    **dict.fromkeys(("items", "prefixItems", "contains", "minItems", "maxItems"), frozenset({"array"})),
    **dict.fromkeys(("uniqueItems", "minContains", "maxContains", "unevaluatedItems"), frozenset({"array"})),
    **dict.fromkeys(("properties", "patternProperties", "required", "propertyNames"), frozenset({"object"})),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), frozenset({"object"})),
    **dict.fromkeys(("minProperties", "maxProperties", "dependentRequired"), frozenset({"object"})),
    **dict.fromkeys(("dependentSchemas", "discriminator"), frozenset({"object"})),
}
"""Which types a keyword speaks of; it has no effect on others (JSON Schema 2020-12 validation, section 6)."""

KNOWN = (
    *GUARDS,
    *(
        "$id",
        "$schema",
        "$ref",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$vocabulary",
        "$comment",
        "$defs",
    ),
    *("$recursiveRef", "$recursiveAnchor", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    *(
        "type",
        "enum",
        "const",
        "format",
        "title",
        "description",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
    ),
    *("examples", "example", "xml", "externalDocs", "definitions", "dependencies", "additionalItems"),
)
"""The keywords of JSON Schema 2020-12 and OpenAPI 3.1, and those of older drafts that are still known."""

FORMATS_OF_TEXT = frozenset(
    [
        "date",
        "date-time",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
        "byte",
        "binary",
        "password",
    ]
)

BOUNDS = (
    ("minimum", "maximum", False),
    ("exclusiveMinimum", "exclusiveMaximum", True),
    ("exclusiveMinimum", "maximum", True),
    ("minimum", "exclusiveMaximum", True),
    ("minLength", "maxLength", False),
    ("minItems", "maxItems", False),
    ("minProperties", "maxProperties", False),
    ("minContains", "maxContains", False),
)
"""Lower and upper bounds, and whether a value at both of them is refused."""


def types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the types that a schema states itself, "null" for ``nullable`` too."""
    stated = schema.get("type")
    found = (stated,) if isinstance(stated, str) else lenient.texts(stated)
    return (*found, "null") if found and schema.get("nullable") is True else found


def fits(value: Any, name: str) -> bool:
    """Return whether ``value`` is of the JSON type ``name``; a name that does not exist takes everything."""
    if name == "integer":
        return (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, float) and value.is_integer()
        )
    if name == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    held = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}.get(name)
    return held is None or isinstance(value, held)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list_of_text(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, str) for each in value)
        and len(set(value)) == len(value)
    )


def _is_type(value: Any) -> bool:
    named = value if isinstance(value, list) else [value]
    return (
        bool(named)
        and all(isinstance(name, str) and name in TYPES for name in named)
        and len(set(named)) == len(named)
    )


def _is_schema(value: Any) -> bool:
    return isinstance(value, dict | bool)


def _is_list_of_schemas(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


DEMANDS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _is_count
    ),
    **dict.fromkeys(("minContains", "maxContains"), _is_count),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _is_number),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _is_list_of_schemas),
    **dict.fromkeys(("items", "contains", "not", "if", "then", "else", "propertyNames"), _is_schema),
    **dict.fromkeys(("additionalProperties", "unevaluatedItems", "unevaluatedProperties"), _is_schema),
    "contentSchema": _is_schema,
    **dict.fromkeys(
        ("properties", "patternProperties", "dependentSchemas"), lambda value: isinstance(value, dict)
    ),
    "dependentRequired": lambda value: isinstance(value, dict) and all(map(_is_list_of_text, value.values())),
    "multipleOf": lambda value: _is_number(value) and value > 0,
    "required": _is_list_of_text,
    "type": _is_type,
    "enum": lambda value: isinstance(value, list),
    "uniqueItems": lambda value: isinstance(value, bool),
    **dict.fromkeys(("format", "contentEncoding", "contentMediaType"), lambda value: isinstance(value, str)),
}
"""What the values of keywords must be (JSON Schema 2020-12 validation, section 6)."""
