"""A shape: what a node allows, told facet by facet, with every spelling of the same thing made one.

Null stands apart: ``null`` says whether it is allowed, and all other facets speak of the other values only. So
``nullable: true``, ``type: [T, "null"]``, ``anyOf: [T, {type: "null"}]`` and a null inside an enum are one thing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from registry.schema.values import type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.schema.node import Node, Part

TYPES = frozenset({"boolean", "integer", "fraction", "string", "array", "object"})
"""Types beside null; the numbers that are no integers are ``fraction``, so ``number`` is both."""

NUMBERS = frozenset({"integer", "fraction"})

FACETS: Mapping[str, tuple[str, ...]] = {
    "string": ("min_length", "max_length", "patterns", "formats", "encodings", "media_types"),
    "array": ("items", "contains", "min_items", "max_items", "unique", "unevaluated_items"),
    "object": ("members", "required", "min_properties", "max_properties", "names", "dependent_required",
               "dependent_schemas", "unevaluated_properties"),
    "integer": ("low", "high", "multiples", "formats"),
    "fraction": ("low", "high", "multiples", "formats"),
    "boolean": (),
}  # fmt: skip
"""What can shut out a value, by its type; the combining keywords can shut out any."""

BEYOND = ("unions", "negations", "conditions", "unread")
"""What speaks of values of any type."""

OWN = (
    *dict.fromkeys(name for names in FACETS.values() for name in names),
    "negations",
    "conditions",
    "unread",
)
"""Facets that a mere choice between branches leaves unsaid."""

NOWHERE: Mapping[str, str] = MappingProxyType({})


def between(least: int | None, count: int, most: int | None) -> bool:
    """Whether a count is inside its bounds, each of which may be missing."""
    return (least or 0) <= count <= (math.inf if most is None else most)


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on a number: its value, and whether the value itself is outside."""

    value: Fraction
    written: Any
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Members:
    """What one object schema says of properties: declared ones, patterns, and all others.

    ``others`` is None where nothing is written about undeclared properties.
    """

    properties: Mapping[str, Part]
    patterns: tuple[tuple[str, Part], ...]
    others: Part | None


@dataclass(frozen=True, slots=True)
class Items:
    """What one array schema says of items: the first ones by position, and the rest (None: nothing written)."""

    first: tuple[Part, ...]
    rest: Part | None


@dataclass(frozen=True, slots=True)
class Contains:
    """At least ``least`` and at most ``most`` items are allowed by ``node``."""

    node: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Union:
    """``oneOf`` or ``anyOf`` with at least two branches beside null, which is told apart."""

    kind: Literal["oneOf", "anyOf"]
    branches: tuple[Node, ...]
    pointer: str
    discriminator: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """``if`` with what then and otherwise must hold; None where nothing must."""

    when: Node
    then: Node | None
    otherwise: Node | None
    pointer: str


class Shape(NamedTuple):
    """The set of values of a node. A facet at its default says nothing; ``where`` has each keyword's pointer.

    Thousands are made of a large description: a tuple of thirty facets is made eight times as fast as a dataclass.
    """

    types: frozenset[str] = TYPES
    null: bool = True
    values: tuple[Any, ...] | None = None
    low: Limit | None = None
    high: Limit | None = None
    multiples: tuple[Fraction, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    patterns: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    items: tuple[Items, ...] = ()
    contains: tuple[Contains, ...] = ()
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    unevaluated_items: Node | None = None
    members: tuple[Members, ...] = ()
    required: tuple[str, ...] = ()
    min_properties: int | None = None
    max_properties: int | None = None
    names: tuple[Node, ...] = ()
    dependent_required: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dependent_schemas: tuple[tuple[str, Node], ...] = ()
    unevaluated_properties: Node | None = None
    unions: tuple[Union, ...] = ()
    negations: tuple[Node, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unread: tuple[str, ...] = ()
    notes: Mapping[str, Any] = NOWHERE
    where: Mapping[str, str] = NOWHERE

    @property
    def empty(self) -> bool:
        """Whether no value at all is allowed, as far as types and values alone tell."""
        return not self.null and (not self.types or self.values == ())

    @property
    def only_union(self) -> bool:
        """Whether the shape is a choice between branches and adds nothing of its own."""
        return len(self.unions) == 1 and self.types == TYPES and self.values is None and not self.says(*OWN)

    @property
    def plain(self) -> bool:
        """Whether nothing but the facets of each type shuts out a value."""
        return self.values is None and not self.says(*BEYOND)

    @property
    def unlimited(self) -> bool:
        """Whether every value is allowed, as far as the facets tell."""
        return self.null and all(map(self.allows_all, TYPES))

    def allows_all(self, kind: str) -> bool:
        """Whether every value of a type is allowed."""
        return kind in self.types and self.plain and not self.says(*FACETS[kind])

    def says(self, *facets: str) -> bool:
        """Whether any of the facets is written; a most of 0 is."""
        written = (name for name in facets if getattr(self, name) not in (None, (), False))
        return any(written) or any(name.startswith("max_") and getattr(self, name) == 0 for name in facets)

    def admits(self, value: Any) -> bool:
        """Whether a value that is not null passes type, bounds, steps and lengths."""
        kind = type_of(value)
        if kind not in self.types:
            return False
        if kind in NUMBERS:
            return self.bounds(value) and all(Fraction(str(value)) % step == 0 for step in self.multiples)
        if kind == "string":
            return between(self.min_length, len(value), self.max_length)
        return True

    def bounds(self, value: float) -> bool:
        """Whether a number is inside the bounds."""
        number = Fraction(str(value))
        low, high = self.low, self.high
        if low is not None and (number < low.value or (low.excluded and number == low.value)):
            return False
        return high is None or not (number > high.value or (high.excluded and number == high.value))

    @property
    def declared(self) -> tuple[str, ...]:
        """Names of the declared properties, in the order of the document."""
        return tuple(dict.fromkeys(name for members in self.members for name in members.properties))


ANYTHING = Shape()
NOTHING = Shape(types=frozenset(), null=False)
