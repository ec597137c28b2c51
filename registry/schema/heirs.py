"""Heirs of a base: the schemas that stand in for one which has a discriminator and lists no alternatives.

Every component that includes such a base by ``allOf`` is one of its kinds, and so are the heirs of heirs
(OpenAPI 3.1.1, 4.8.25). JSON Schema does not look at them; code that is generated from a description does.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema.keywords import listed
from registry.schema.kinds import COMPONENT, SCHEMAS
from registry.schema.node import Part
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from registry.schema.node import Node, Schemas

OWN = frozenset({"properties", "required", "additionalProperties"})
"""Keywords with which a schema that wraps another one is no mere wrapper."""


class Base(NamedTuple):
    """A schema that its heirs stand in for: where it is, the discriminator (its own or inherited), its heirs."""

    pointer: str
    discriminator: Mapping[str, Any]
    place: str
    heirs: tuple[str, ...]


class Heirs:
    """The bases of one document, by pointer; worked out when they are first asked for."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def base(self, node: Node) -> Base | None:
        """Return the base whose heirs a value of the node may be; an unnamed schema may wrap the base.

        Where several schemas hold at once, as of a property declared again, no heir is meant.
        """
        if not self._bases or len(node.parts) != 1:
            return None
        (part,) = node.parts
        pointer = part.pointer if COMPONENT.fullmatch(part.pointer) else self._wrapped(part.schema)
        return None if pointer is None else self._bases.get(pointer)

    def below(self, pointer: str) -> tuple[str, ...]:
        """Return the heirs of a component, and theirs, nearest first."""
        found = dict.fromkeys(self._direct.get(pointer, ()))
        waiting = list(found)
        while waiting:
            fresh = [heir for heir in self._direct.get(waiting.pop(0), ()) if heir not in found]
            found.update(dict.fromkeys(fresh))
            waiting += fresh
        found.pop(pointer, None)
        return tuple(found)

    def references(self, pointer: str) -> frozenset[str]:
        """Return the references to the heirs of what stands at a pointer; none where it is no base."""
        base = self._bases.get(pointer)
        return frozenset(f"#{heir}" for heir in base.heirs) if base else frozenset()

    def included(self, part: Part) -> frozenset[str]:
        """Return the plain references by which a component includes others, in a document with bases."""
        if not self._bases or not isinstance(part.schema, dict) or not COMPONENT.fullmatch(part.pointer):
            return frozenset()
        everything = listed(part.schema.get("allOf"))
        if not all(isinstance(inner, dict) for inner in everything):
            return frozenset()
        written = (inner["$ref"] for inner in everything if inner.keys() == {"$ref"})
        return frozenset(name for name in written if isinstance(name, str))

    @cached_property
    def _components(self) -> Mapping[str, Mapping[str, Any]]:
        found = self._schemas.target(f"#{SCHEMAS}")
        schemas = found.schema if found is not None and isinstance(found.schema, dict) else {}
        return {join(SCHEMAS, name): schema for name, schema in schemas.items() if isinstance(schema, dict)}

    @cached_property
    def _bases(self) -> Mapping[str, Base]:
        declaring = {
            pointer: found
            for pointer, schema in self._components.items()
            if (found := _discriminator(Part(schema, pointer))) is not None
        }
        bases = {pointer: Base(pointer, *found, self.below(pointer)) for pointer, found in declaring.items()}
        for base in tuple(bases.values()):
            for heir in base.heirs:
                if heir not in bases and heir in self._direct:
                    bases[heir] = Base(heir, base.discriminator, base.place, self.below(heir))
        return bases

    @cached_property
    def _direct(self) -> Mapping[str, Sequence[str]]:
        """The heirs of each component, without theirs."""
        found: dict[str, list[str]] = {}
        for pointer, schema in self._components.items():
            for parent in dict.fromkeys(map(self._referred, listed(schema.get("allOf")))):
                if parent not in (None, pointer):
                    found.setdefault(str(parent), []).append(pointer)
        return found

    def _referred(self, schema: Any) -> str | None:
        """Return the pointer of the component that a reference leads to."""
        if not isinstance(schema, dict) or not isinstance(schema.get("$ref"), str):
            return None
        target = self._schemas.target(schema["$ref"])
        return None if target is None else self._schemas.node(*target).pointer

    def _wrapped(self, schema: Any) -> str | None:
        """Return the pointer of what an unnamed schema only refers to, with words of its own at most."""
        if not isinstance(schema, dict) or OWN & schema.keys():
            return None
        inside = [
            inner
            for keyword in ("allOf", "oneOf", "anyOf")
            for inner in listed(schema.get(keyword))
            if inner != {"type": "null"}
        ]
        if "$ref" in schema:
            return None if inside else self._referred(schema)
        return self._referred(inside[0]) if len(inside) == 1 else None


def _discriminator(part: Part) -> tuple[Mapping[str, Any], str] | None:
    """Return the discriminator of a base and where it stands, which may be in a part that has no name."""
    for schema, pointer in _unnamed(part):
        written = schema.get("discriminator")
        if isinstance(written, dict) and isinstance(written.get("propertyName"), str):
            lists_kinds = "oneOf" in part.schema or "anyOf" in part.schema
            return None if lists_kinds else (written, join(pointer, "discriminator"))
    return None


def _unnamed(part: Part) -> Iterator[Part]:
    """Yield a schema and the parts of its ``allOf`` that are written out there."""
    yield part
    for at, inner in enumerate(listed(part.schema.get("allOf"))):
        if isinstance(inner, dict) and "$ref" not in inner:
            yield Part(inner, join(part.pointer, "allOf", at))
