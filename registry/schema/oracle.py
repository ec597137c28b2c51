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
LEADING_ON = frozenset({*SCHEMA, *LISTED, *NAMED, "$ref"})
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
    return Oracle(schemas, direction, tagged=tagged).verdicts(cases)


class Oracle:
    """Schemas in JSON Schema 2020-12, as values that travel one way meet them, each copied once for all questions."""

    def __init__(self, schemas: Schemas, direction: Direction, *, tagged: bool = False) -> None:
        self._schemas = schemas
        self._tagged = tagged
        self._hidden = HIDDEN[direction]
        self._named: dict[str, dict[str, Any]] = {}
        self._copies: dict[str, tuple[Any, tuple[str, ...]]] = {}
        self._met: list[str] = []

    def verdicts(self, cases: Sequence[tuple[Node, Any]]) -> list[bool | None]:
        """Do as the function of this name does."""
        import jsonschema_rs  # noqa: PLC0415 - heavy

        self._met = []
        wanted = [self._node(node) for node, _ in cases]
        try:
            validator = jsonschema_rs.validator_for(
                {"$schema": DRAFT, "prefixItems": wanted, "$defs": self._held(self._met)},
                validate_formats=True,
                offline=True,
            )
            refused = {
                error.instance_path[0] for error in validator.iter_errors([value for _, value in cases])
            }
        except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
            return [None] * len(cases)
        return [at not in refused for at in range(len(cases))]

    def _node(self, node: Node) -> Any:
        """Return a schema for a node: all its parts at once."""
        parts = [self._refer(part.schema) for part in node.parts]
        return parts[0] if len(parts) == 1 else {"allOf": parts} if parts else True

    def _held(self, names: Sequence[str]) -> dict[str, Any]:
        """Return the copies of schemas, and of all that they refer to, directly or not."""
        held: dict[str, Any] = {}
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            if name not in held:
                held[name], below = self._copied(name)
                waiting += below
        return held

    def _copied(self, name: str) -> tuple[Any, tuple[str, ...]]:
        """Return the copy of a schema and the names of those that it refers to."""
        if name not in self._copies:
            self._met = []
            copy = self._copy(self._named[name])
            self._copies[name] = copy, tuple(self._met)
        return self._copies[name]

    def _refer(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        if LEADING_ON.isdisjoint(schema):
            return self._keywords(schema)
        name = f"s{id(schema)}"
        self._named[name] = schema
        self._met.append(name)
        return {"$ref": f"#/$defs/{name}"}

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
