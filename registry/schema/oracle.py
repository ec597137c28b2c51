"""The second opinion: jsonschema-rs asked whether values fit schemas, independent of shapes and comparators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from registry.schema import tags
from registry.schema.admission import INTEGERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.schema.node import Node, Schemas

Direction = Literal["request", "response"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

SCHEMA = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
          "unevaluatedItems", "unevaluatedProperties")  # fmt: skip
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")
PLAIN = ("type", "enum", "const", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
         "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains",
         "minProperties", "maxProperties", "required", "dependentRequired", "contentEncoding",
         "contentMediaType")  # fmt: skip

HIDDEN: dict[Direction, str] = {"request": "readOnly", "response": "writeOnly"}
"""Properties that do not travel one way are not asked for that way (OpenAPI 3.0.3, 4.7.24.2)."""


def verdicts(
    schemas: Schemas, direction: Direction, cases: Sequence[tuple[Node, Any]], *, tagged: bool = False
) -> list[bool | None]:
    """Return for each node and value whether the value fits; None where the validator cannot tell.

    With ``tagged`` a discriminator asks for its property, and for a value that its mapping or the name of a schema
    explains (OpenAPI 3.1.0, 4.8.25): JSON Schema leaves it aside.
    """
    import jsonschema_rs  # noqa: PLC0415 - heavy

    copies = _Copies(schemas, direction, tagged=tagged)
    wanted = [copies.node(node) for node, _ in cases]
    try:
        validator = jsonschema_rs.validator_for(
            {"$schema": DRAFT, "prefixItems": wanted, "$defs": copies.held()},
            validate_formats=True,
            offline=True,
        )
        refused = {error.instance_path[0] for error in validator.iter_errors([value for _, value in cases])}
    except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
        return [None] * len(cases)
    return [at not in refused for at in range(len(cases))]


class _Copies:
    """Schemas in JSON Schema 2020-12, as values that travel one way meet them, each held once."""

    def __init__(self, schemas: Schemas, direction: Direction, *, tagged: bool) -> None:
        self._schemas = schemas
        self._tagged = tagged
        self._hidden = HIDDEN[direction]
        self._names: dict[int, str] = {}
        self._waiting: list[Any] = []
        self._held: dict[str, Any] = {}

    def node(self, node: Node) -> Any:
        """Return a schema for a node: all its parts at once."""
        parts = [self._refer(part.schema) for part in node.parts]
        return parts[0] if len(parts) == 1 else {"allOf": parts} if parts else True

    def held(self) -> dict[str, Any]:
        """Return the copies of everything that is referred to, directly or not."""
        while self._waiting:
            schema = self._waiting.pop()
            self._held[self._names[id(schema)]] = self._copy(schema)
        return self._held

    def _refer(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        if id(schema) not in self._names:
            self._names[id(schema)] = f"s{len(self._names)}"
            self._waiting.append(schema)
        return {"$ref": f"#/$defs/{self._names[id(schema)]}"}

    def _copy(self, schema: dict[str, Any]) -> Any:
        reference = schema.get("$ref")
        if isinstance(reference, str):
            target = self._schemas.target(reference)
            referred = True if target is None else self._refer(target.schema)
            if self._schemas.is_bare_reference(schema):
                return referred
            return {"allOf": [referred, self._keywords(schema)]}
        return self._keywords(schema)

    def _keywords(self, schema: dict[str, Any]) -> Any:
        copy: dict[str, Any] = {name: schema[name] for name in PLAIN if name in schema}
        copy |= {name: self._refer(schema[name]) for name in SCHEMA if name in schema}
        copy |= {
            name: [self._refer(inner) for inner in schema[name]]
            for name in LISTED
            if isinstance(schema.get(name), list) and schema[name]
        }
        copy |= {
            name: {key: self._refer(inner) for key, inner in schema[name].items()}
            for name in NAMED
            if isinstance(schema.get(name), dict)
        }
        if isinstance(copy.get("required"), list):
            names = (name for name in copy["required"] if isinstance(name, str))
            copy["required"] = [name for name in names if not self._stays_away(schema, name)]
        # jsonschema-rs looks at formats of text only.
        edge = INTEGERS.get(str(copy.get("format")))
        if edge:
            copy = {"allOf": [copy, {"minimum": -edge, "maximum": edge - 1}]}
        if self._tagged:
            copy = {"allOf": [copy, *tags.asked(self._schemas, schema)]}
        return self._old(schema, copy) if self._schemas.dialect == "3.0" else copy

    def _stays_away(self, schema: dict[str, Any], name: str) -> bool:
        properties = schema.get("properties")
        declared = properties.get(name) if isinstance(properties, dict) else None
        return isinstance(declared, dict) and declared.get(self._hidden) is True

    def _old(self, schema: dict[str, Any], copy: dict[str, Any]) -> dict[str, Any]:
        """Spell OpenAPI 3.0's exclusive bounds and nullable as JSON Schema 2020-12 does."""
        for plain, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            strict = copy.pop(exclusive, None)
            if strict is True and plain in copy:
                copy[exclusive] = copy.pop(plain)
            elif strict is not None and not isinstance(strict, bool):
                copy[exclusive] = strict
        copy.pop("const", None)
        return {"anyOf": [copy, {"type": "null"}]} if schema.get("nullable") is True else copy
