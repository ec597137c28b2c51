"""Schema Objects of 2.0 as those of 3.0, and the types that 2.0 writes into parameters and headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model.reference import reference_of
from registry.source.pointer import join

if TYPE_CHECKING:
    from registry.model.swagger2.trail import Trail

PRIMITIVE_KEYS = frozenset({
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf",
    "x-nullable", "x-field", "x-ogc-definition", "x-ogc-unit", "x-ogc-unitLang", "x-ogc-nullValues",
    "x-ogc-role", "x-ogc-uriTemplate", "x-data-classification", "x-pii", "x-enumDescriptions",
    "x-enum-descriptions", "x-enum-varnames", "x-ms-enum", "x-extensible-enum",
})  # fmt: skip
"""What a 2.0 parameter, header or item says of its value rather than of itself."""

_MAPS = frozenset({"properties", "patternProperties"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf"})
_SINGLE = frozenset({"items", "additionalProperties", "not"})


def schema(node: Any, new: str, old: str, trail: Trail) -> Any:
    """Return the Schema Object of 3.0; anything but a mapping as it is."""
    if not isinstance(node, dict):
        return node
    if reference_of(node) is not None:
        return _reference(node, new, trail)
    result = {key: _member(key, value, join(new, key), join(old, key), trail) for key, value in node.items()}
    if node.get("type") == "file":
        result |= {"type": "string", "format": "binary"}
    if isinstance(node.get("discriminator"), str):
        result["discriminator"] = {"propertyName": node["discriminator"]}
        trail.note(join(new, "discriminator", "propertyName"), join(old, "discriminator"))
    if "x-nullable" in node:
        result["nullable"] = result.pop("x-nullable")
        trail.note(join(new, "nullable"), join(old, "x-nullable"))
    result.pop("collectionFormat", None)
    return result


def primitive(node: dict[str, Any], new: str, old: str, trail: Trail) -> dict[str, Any]:
    """Return as a schema what the parameter or header ``node``, at ``old``, says of its value."""
    own = {key: value for key, value in node.items() if key in PRIMITIVE_KEYS}
    trail.note(new, old)
    result: dict[str, Any] = schema(own, new, old, trail)
    return result


def _reference(node: dict[str, Any], new: str, trail: Trail) -> dict[str, Any]:
    """``x-nullable`` beside ``$ref`` means what people write ``allOf`` with ``nullable`` for in 3.0."""
    copy = trail.reference(node)
    nullable = copy.pop("x-nullable", False)
    if nullable is not True:
        return copy
    trail.note(join(new, "allOf", 0), new)
    return {"allOf": [copy], "nullable": True}


def _member(key: str, value: Any, new: str, old: str, trail: Trail) -> Any:
    if key in _SINGLE:
        return schema(value, new, old, trail)
    if key in _MAPS and isinstance(value, dict):
        return {
            name: schema(member, join(new, name), join(old, name), trail) for name, member in value.items()
        }
    if key in _LISTS and isinstance(value, list):
        return [
            schema(member, join(new, index), join(old, index), trail) for index, member in enumerate(value)
        ]
    return value
