"""One field: where it is declared, of which types it is, and what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.model.semantics import FieldMeaning, field_meaning, layers
from registry.model.semantics.layers import is_alone

if TYPE_CHECKING:
    from registry.model.description import Description
    from registry.model.semantics.layers import Follow

_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}
_DEEPEST = 100


@dataclass(frozen=True, eq=False)
class Field:
    """A property as its component declares it, or an item of an array (``[]``) or value of a map (``{}``).

    ``schema_name`` is the component schema; for one written into an operation, the operation and the part.
    ``path`` leads from there: ``availability``, ``price.amount``, ``sizes[].eu``, ``labels{}``.
    """

    description: Description = field(repr=False)
    schema_name: str
    path: str
    schema: dict[str, Any] = field(repr=False)
    pointer: str
    required: bool

    @property
    def id(self) -> str:
        """The one name of the field within its description: ``Product.price.amount``."""
        return (
            self.schema_name + self.path
            if self.path.startswith(("[", "{"))
            else f"{self.schema_name}.{self.path}"
        )

    @property
    def is_element(self) -> bool:
        """Whether it is an item of an array or a value of a map, rather than a property."""
        return self.path.endswith(("[]", "{}"))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The JSON types its values may have, as far as the schema says."""
        return json_types(self.schema, self.description.follow)

    @cached_property
    def meaning(self) -> FieldMeaning:
        """What its values mean."""
        return field_meaning(self.schema, self.description.follow)

    def may_say(self, keys: frozenset[str]) -> bool:
        """Tell whether ``x-field`` has any of these keys, without reading all that the field means."""
        if "x-field" not in self.schema and is_alone(self.schema):
            return False
        found = layers(self.schema, self.description.follow)
        written = [lenient.mapping(layer["x-field"]) for layer in found if "x-field" in layer]
        return not all(map(keys.isdisjoint, written))


def json_types(schema: Any, follow: Follow) -> tuple[str, ...]:
    """Return the JSON types that a schema allows, through ``$ref`` and combinators; none if it is silent."""
    return _types(schema, follow, frozenset())


def _types(schema: Any, follow: Follow, seen: frozenset[int]) -> tuple[str, ...]:
    if not isinstance(schema, dict) or id(schema) in seen or len(seen) == _DEEPEST:
        return ()
    seen |= {id(schema)}
    written = schema.get("type")
    own = (written,) if isinstance(written, str) else lenient.texts(written)
    found = own or _implied(schema) or _combined(schema, follow, seen)
    nullable = schema.get("nullable") is True and found
    return tuple(dict.fromkeys((*found, "null") if nullable else found))


def _implied(schema: dict[str, Any]) -> tuple[str, ...]:
    if "const" in schema:
        return (_TYPES[type(schema["const"])],)
    if values := lenient.sequence(schema.get("enum")):
        return tuple(dict.fromkeys(_TYPES[type(value)] for value in values))
    if "properties" in schema or "additionalProperties" in schema:
        return ("object",)
    return ("array",) if "items" in schema else ()


def _combined(schema: dict[str, Any], follow: Follow, seen: frozenset[int]) -> tuple[str, ...]:
    if "$ref" in schema and (target := follow(schema, "")) is not None:
        return _types(target[0], follow, seen)
    for branch in lenient.sequence(schema.get("allOf")):
        if found := _types(branch, follow, seen):
            return found
    branches = (*lenient.sequence(schema.get("oneOf")), *lenient.sequence(schema.get("anyOf")))
    return tuple(kind for branch in branches for kind in _types(branch, follow, seen))
