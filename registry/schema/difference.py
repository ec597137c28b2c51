"""What comparing two nodes yields: differences at the spot, and edges to the pairs of nodes below."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from registry.schema.admission import Document
    from registry.schema.node import Node


class Effect(Flag):
    """How the second set of values differs from the first; ``NONE``: not at all."""

    NONE = 0
    NARROWER = 1
    WIDER = 2
    BOTH = 3
    UNKNOWN = 4

    def mirrored(self) -> Effect:
        """Return the effect seen from the other side, as inside ``not``."""
        swapped = self & Effect.UNKNOWN
        if Effect.NARROWER in self:
            swapped |= Effect.WIDER
        if Effect.WIDER in self:
            swapped |= Effect.NARROWER
        return swapped


Action = Literal["added", "removed", "changed", "increased", "decreased", "widened", "narrowed"]


class Pointers(NamedTuple):
    """Where something stands on both sides, as JSON Pointers; None where there is nothing to point at."""

    base: str | None = None
    revision: str | None = None


NO_POINTERS = Pointers()


@dataclass(frozen=True, slots=True)
class Difference:
    """One keyword that differs at one pair of nodes.

    ``name`` is the property or branch concerned. ``path`` leads from the compared roots to the pair
    (``items[].price``). ``undeclared`` marks a difference that matters only to somebody who sends or relies on
    properties that nobody declared.
    """

    keyword: str
    action: Action
    effect: Effect
    before: Any = None
    after: Any = None
    at: Pointers = NO_POINTERS
    name: str = ""
    path: str = ""
    undeclared: bool = False

    @property
    def overlooked(self) -> bool:
        """Whether nobody who keeps to what is declared can meet it."""
        return self.undeclared and self.keyword in {"properties", "additionalProperties"}


@dataclass(frozen=True, slots=True)
class Edge:
    """The way to a pair of nodes below: ``segment`` in words (``.price``, ``[]``, ``{}``, ``(Card)``).

    ``flip`` turns the effect round (below ``not``); ``null_aside`` leaves null to the pair above.
    ``told`` are the bases by which an heir is met: what holds for one of them, too, is told there.
    """

    segment: str
    a: Node
    b: Node
    flip: bool = False
    null_aside: bool = False
    told: tuple[tuple[Node, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Everything about one pair of nodes: its own differences, and where to go on."""

    differences: tuple[Difference, ...] = ()
    edges: tuple[Edge, ...] = ()


SAME = Pair()


class Related(Protocol):
    """Two documents being compared, as the comparators see them; ``relate.Relation`` is the one there is."""

    @property
    def a(self) -> Document:
        """The first document."""

    @property
    def b(self) -> Document:
        """The second document."""

    def effect(self, a: Node, b: Node, *, null_aside: bool = False) -> Effect:
        """Return the effect of everything that differs below a pair of nodes."""
