"""Schemas where they stand: a document's schemas, and a node, which is one schema or several at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from registry.source import pointer as pointers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Dialect = Literal["3.0", "3.1"]
"""How a schema is read: the dialect of OpenAPI 3.0, or JSON Schema 2020-12 (OpenAPI 3.1 and 3.2)."""


READ = ("https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.")
"""How the names of the dialects begin that are read as JSON Schema 2020-12."""


class Part(NamedTuple):
    """One schema object and its JSON Pointer in the document."""

    schema: Any
    pointer: str


@dataclass(frozen=True, slots=True, eq=False)
class Schemas:
    """The schemas of one self-contained document: where references lead, how siblings of a reference are read.

    ``inhabited`` keeps, by identity, which of them surely allow some value.
    """

    root: Any
    dialect: Dialect
    inhabited: dict[int, bool] = field(default_factory=dict, repr=False)
    _targets: dict[str, Part | None] = field(default_factory=dict, repr=False)
    _named: dict[str, tuple[Part, ...]] = field(default_factory=dict, repr=False)
    _declaring: dict[tuple[str, int], Part] = field(default_factory=dict, repr=False)

    def foreign(self, schema: Mapping[str, Any]) -> str | None:
        """Return the dialect that a schema names where it is not read here, nor the one of the whole document."""
        named = schema.get("$schema")
        if self.dialect == "3.0" or not isinstance(named, str) or named.startswith(READ):
            return None
        return named if named != self.root.get("jsonSchemaDialect") else None

    def target(self, reference: str) -> Part | None:
        """Return what an internal reference (``#/components/schemas/Size``, ``#size``) names.

        None where it leads nowhere, or where different schemas bear the name: which is meant is not worked out.
        """
        if reference not in self._targets:
            self._targets[reference] = self._look_up(reference)
        return self._targets[reference]

    def _look_up(self, reference: str) -> Part | None:
        if reference != "#" and not reference.startswith("#/"):
            found = self.candidates(reference)
            return found[0] if found and all(one.schema == found[0].schema for one in found) else None
        try:
            pointer = pointers.from_fragment(reference[1:])
            return Part(pointers.find(self.root, pointers.split(pointer)), pointer)
        except (KeyError, UnicodeDecodeError):
            return None

    def candidates(self, reference: str) -> tuple[Part, ...]:
        """Return every schema that a reference may name: by pointer one at most, by anchor all that bear it."""
        if reference == "#" or reference.startswith("#/"):
            found = self.target(reference)
            return () if found is None else (found,)
        if self.dialect == "3.0":
            return ()
        if not self._named:
            self._named.update({"": (), **named(self.root)})
        return self._named.get(reference, ())

    def dynamic_target(self, reference: str) -> Part | None:
        """Return what ``$dynamicRef`` names where the way there cannot matter (2020-12 core, 8.2.3.2), else None."""
        found = self.target(reference)
        if found is None or not isinstance(found.schema, dict) or "$dynamicAnchor" not in found.schema:
            return found
        return found if len(self.candidates(f"#{found.schema['$dynamicAnchor']}")) == 1 else None

    def node(self, schema: Any, pointer: str) -> Node:
        """Return the node of one schema; a bare reference is followed, so equal targets are one node."""
        part = Part(schema, pointer)
        if isinstance(schema, dict) and "$ref" in schema:
            part = self._followed(part)
        return Node(self, (part,), (id(part.schema),))

    def declaring(self, name: str, part: Part) -> Part:
        """Return a schema that declares one property and says no more; the same one whenever it is asked for."""
        key = (name, id(part.schema))
        if key not in self._declaring:
            around = pointers.parent(pointers.parent(part.pointer))
            self._declaring[key] = Part({"properties": {name: part.schema}}, around)
        return self._declaring[key]

    def together(self, parts: Sequence[Part]) -> Node:
        """Return the node of the values that every one of the schemas allows; of none: any value."""
        if len(parts) == 1:
            return self.node(*parts[0])
        followed = {id(part.schema): part for part in map(self._followed, parts)}
        return Node(self, tuple(followed.values()), tuple(followed))

    def _followed(self, part: Part) -> Part:
        seen: set[str] = set()
        while self.is_bare_reference(part.schema):
            reference = part.schema["$ref"]
            target = self.target(reference)
            if target is None or reference in seen:
                return part
            seen.add(reference)
            part = target
        return part

    def is_bare_reference(self, schema: Any) -> bool:
        """Whether a schema says no more than what it refers to (OpenAPI 3.0.3, 4.7.23.1: siblings are ignored)."""
        if not isinstance(schema, dict) or "$ref" not in schema:
            return False
        return isinstance(schema["$ref"], str) and (self.dialect == "3.0" or len(schema) == 1)


VALUES = frozenset({"const", "enum", "default", "example", "examples"})
"""Keywords whose values are no schemas, whatever they look like."""


def named(root: Any) -> dict[str, tuple[Part, ...]]:
    """Return the schemas of a document that can be referred to by name: ``#anchor``, or their ``$id``."""
    found: dict[str, tuple[Part, ...]] = {}
    waiting = [Part(root, "")]
    while waiting:
        part = waiting.pop()
        inside = list(enumerate(part.schema)) if isinstance(part.schema, list) else []
        if isinstance(part.schema, dict):
            inside = [(key, value) for key, value in part.schema.items() if key not in VALUES]
            names = {f"#{part.schema[key]}" for key in ANCHORS if isinstance(part.schema.get(key), str)}
            for name in names | {part.schema.get("$id")}:
                if isinstance(name, str):
                    found[name] = (*found.get(name, ()), part)
        waiting += [
            Part(value, pointers.join(part.pointer, key))
            for key, value in inside
            if isinstance(value, (dict, list))
        ]
    return found


ANCHORS = ("$anchor", "$dynamicAnchor")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A set of JSON values: those that all parts allow. No part at all: every value.

    ``key`` is its identity within one comparison: the same schemas of the same document.
    """

    schemas: Schemas
    parts: tuple[Part, ...]
    key: tuple[int, ...]

    @property
    def pointer(self) -> str | None:
        """Where the node stands: its first part's place; None for the node of every value."""
        return self.parts[0].pointer if self.parts else None
