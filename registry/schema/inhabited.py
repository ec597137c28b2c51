"""Whether a schema surely allows some value, told from its keywords: most do, and need no shape for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.schema.shape import NUMBERS, TYPES
from registry.schema.values import type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.schema.node import Node, Schemas

UNSURE = frozenset({
    "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "const", "multipleOf", "exclusiveMinimum",
    "exclusiveMaximum", "contains", "prefixItems", "propertyNames", "patternProperties", "minProperties",
    "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties",
})  # fmt: skip
"""Keywords that may leave nothing, together with others."""

BOUNDS = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))

BOUNDED = frozenset().union(*BOUNDS)

OF_SCALARS = frozenset({"minimum", "maximum", "minLength", "maxLength", "pattern"})
"""Keywords that may refuse a listed value."""

NAMED = {**{name: {name} for name in TYPES - {"fraction"}}, "number": NUMBERS, "null": {"null"}}


DEEPEST = 30
"""Levels of members that must be there down to which it is looked."""


def surely(node: Node) -> bool:
    """Whether some value is allowed; False says nothing."""
    return len(node.parts) <= 1 and all(_known(node.schemas, part.schema, DEEPEST) for part in node.parts)


def _known(schemas: Schemas, schema: Any, levels: int) -> bool:
    if not isinstance(schema, dict) or not levels:
        return schema is True
    key = id(schema)
    if key not in schemas.inhabited:
        schemas.inhabited[key] = False  # for as long as it asks for itself
        schemas.inhabited[key] = _told(schemas, schema, levels - 1)
    return schemas.inhabited[key]


def _told(schemas: Schemas, schema: Mapping[str, Any], levels: int) -> bool:
    written = schema.get("type", [])
    names = written if isinstance(written, list) else [written]
    if "type" in schema and not names:
        return False
    if not UNSURE.isdisjoint(schema) or not all(isinstance(name, str) and name in NAMED for name in names):
        return False
    if not BOUNDED.isdisjoint(schema) and not all(_apart(schema, *pair) for pair in BOUNDS):
        return False
    if "enum" in schema:
        return _listed(schema, names)
    return _filled(schemas, schema, levels) and _members(schemas, schema, levels)


def _apart(schema: Mapping[str, Any], least: str, most: str) -> bool:
    if least not in schema or most not in schema:
        return True
    return type(schema[least]) is type(schema[most]) is int and 0 <= schema[least] <= schema[most]


def _listed(schema: Mapping[str, Any], names: list[str]) -> bool:
    """Whether one of the listed values is of a type that is allowed and not subject to anything else."""
    values = schema["enum"]
    if not isinstance(values, list) or not OF_SCALARS.isdisjoint(schema):
        return False
    allowed = frozenset().union(*(NAMED[name] for name in names)) if "type" in schema else TYPES
    return any(type_of(value) in allowed - {"null", "array", "object"} for value in values)


def _filled(schemas: Schemas, schema: Mapping[str, Any], levels: int) -> bool:
    if "minItems" not in schema or "items" not in schema:
        return True
    return _known(schemas, _followed(schemas, schema["items"]), levels)


def _members(schemas: Schemas, schema: Mapping[str, Any], levels: int) -> bool:
    """Whether there is a value for every property that must be there."""
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        return False
    others = schema.get("additionalProperties", True)
    return all(
        isinstance(name, str) and _known(schemas, _followed(schemas, properties.get(name, others)), levels)
        for name in required
    )


def _followed(schemas: Schemas, schema: Any) -> Any:
    return schemas.node(schema, "").parts[0].schema
