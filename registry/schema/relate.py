"""``relate(a, b)``: how the values that b allows differ from those a allows, each pair of nodes compared once.

Read on in ``shape.py`` (what a node allows), then the comparators: ``scalars.py``, ``labels.py``,
``arrays.py``, ``objects.py``, ``unions.py``.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from registry.schema import arrays, counts, inherited, labels, objects, scalars, unions
from registry.schema.difference import SAME, Action, Difference, Edge, Effect, Pair
from registry.schema.equality import Equality
from registry.schema.kinds import property_of, told_by_tags
from registry.schema.shape import NUMBERS, Shape, Union
from registry.schema.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.schema.heirs import Base
    from registry.schema.node import Node, Schemas

T = TypeVar("T")

PairKey = tuple[tuple[int, ...], tuple[int, ...], bool]


UNREAD = frozenset({"xml", "contentSchema"})
"""Keywords that say how a value is written or what a text holds; whether two of them agree is not decided."""


class Relation:
    """Two documents side by side; every pair of nodes is compared once, however many ways lead to it.

    With ``contract`` one alternative covers another if it does for people who send only what is declared: JSON
    Schema leaves objects open, but nobody puts a number under a name that the next version declares as text. And a
    base with a discriminator is what its heirs are, which validators do not look at.
    """

    def __init__(self, a: Schemas, b: Schemas, *, contract: bool = False) -> None:
        self.a, self.b = Side(a), Side(b)
        self._contract = contract
        self._pairs: dict[PairKey, Pair] = {}
        self._effects: dict[PairKey, Effect] = {}
        self._open: set[PairKey] = set()
        self._assumed = False
        self._equality = Equality(a, b, (self.a.heirs, self.b.heirs) if contract else None)

    def equal(self, a: Node, b: Node) -> bool:
        """Whether two nodes are the same text with the same referents."""
        return self._equality.same(a, b)

    def equal_values(self, one: Any, other: Any) -> bool:
        """Whether two parts of the documents, of any kind, are the same text with the same referents."""
        return self._equality.same_value(one, other)

    def pair(self, a: Node, b: Node, *, null_aside: bool = False) -> Pair:
        """Return the differences at a pair of nodes and the edges to the pairs below."""
        key = (a.key, b.key, null_aside)
        if key not in self._pairs:
            if self._equality.same(a, b):
                self._pairs[key] = SAME
                return SAME
            self._open.add(key)
            found, alone = self._decided(lambda: self._compared(a, b, null_aside=null_aside))
            self._open.discard(key)
            if not alone and self._open:
                return found
            # With no pair open any more, all that was assumed was assumed of this pair, which is what coinduction is.
            self._pairs[key] = found
        return self._pairs[key]

    def effect(self, a: Node, b: Node, *, null_aside: bool = False) -> Effect:
        """Return the effect of the whole difference below a pair; a pair met again is assumed equal (coinduction)."""
        key = (a.key, b.key, null_aside)
        if key not in self._effects:
            total, alone = self._decided(lambda: self._total(a, b, null_aside=null_aside))
            if not alone:
                return total
            self._effects[key] = total
        return self._effects[key]

    def walk(self, a: Node, b: Node, *, null_aside: bool = False) -> Iterator[tuple[str, bool, Pair]]:
        """Yield each pair below two nodes once, nearest first: the way to it, whether effects turn round, the pair.

        A pair that is being compared just now is left out, and taken to be equal.
        """
        first = ("", a, b, null_aside, False)
        seen = {((a.key, b.key, null_aside), False)}
        waiting = deque([first])
        while waiting:
            path, one, other, aside, flipped = waiting.popleft()
            if (one.key, other.key, aside) in self._open:
                self._assumed = True
                continue
            pair = self.pair(one, other, null_aside=aside)
            yield path, flipped, pair
            for edge in pair.edges:
                state = ((edge.a.key, edge.b.key, edge.null_aside), flipped != edge.flip)
                if state not in seen:
                    seen.add(state)
                    waiting.append((path + edge.segment, edge.a, edge.b, edge.null_aside, state[1]))

    def _total(self, a: Node, b: Node, *, null_aside: bool) -> Effect:
        total = Effect.NONE
        for _, flipped, pair in self.walk(a, b, null_aside=null_aside):
            for difference in pair.differences:
                if not (self._contract and difference.overlooked):
                    total |= difference.effect.mirrored() if flipped else difference.effect
            if total == Effect.BOTH | Effect.UNKNOWN:
                break
        return total

    def _decided(self, work_out: Callable[[], T]) -> tuple[T, bool]:
        """Return an outcome, and whether it stands alone: without a pair taken to be equal while it was open."""
        outer, self._assumed = self._assumed, False
        outcome = work_out()
        alone = not self._assumed
        self._assumed = self._assumed or outer
        return outcome, alone

    def _compared(self, a: Node, b: Node, *, null_aside: bool) -> Pair:
        outcome = tuple(self._compare(a, b, null_aside=null_aside))
        return Pair(
            tuple(one for one in outcome if isinstance(one, Difference)),
            tuple(one for one in outcome if isinstance(one, Edge) and not self._equality.same(one.a, one.b)),
        )

    def _compare(self, a: Node, b: Node, *, null_aside: bool) -> Iterator[Difference | Edge]:
        one, other = self.a.shape(a), self.b.shape(b)
        if one.unread or other.unread:
            keyword = "$schema" if "$schema" in (*one.unread, *other.unread) else "$ref"
            place = scalars.spot(one, other, keyword, "$dynamicRef")
            yield Difference(keyword, "changed", Effect.UNKNOWN, None, None, at=place)
            return
        if not null_aside:
            yield from scalars.compare_null(one, other)
        bases = self._bases(a, b)
        if bases is not None:
            yield from inherited.compare_heirs(a, b, bases, (self.a, self.b))
        yield from _compare_notes(one, other, tagged=bases is not None or told_by_tags(one, other))
        if one.only_union != other.only_union and not (one.unions and other.unions):
            yield from self._choice_and_plain(a, b, one, other)
            return
        yield from scalars.compare_types(one, other)
        listed = one.values is not None or other.values is not None
        if listed and one.types & other.types:
            yield from scalars.compare_values(one, other, (a, b), self)
        elif one.types & other.types:
            yield from self._compare_facets(one, other)
            yield from unions.compare_unions(one, other, (a, b), self)
            yield from unions.compare_logic(one, other, self)

    def _bases(self, a: Node, b: Node) -> tuple[Base, Base] | None:
        """Return the bases that two nodes are, where heirs bear the same property as their tag."""
        one = self.a.heirs.base(a) if self._contract else None
        other = self.b.heirs.base(b) if one is not None else None
        if one is None or other is None or not (one.heirs or other.heirs):
            return None
        moved = property_of(one.discriminator) != property_of(other.discriminator)
        return None if moved else (one, other)

    def _choice_and_plain(self, a: Node, b: Node, one: Shape, other: Shape) -> Iterator[Difference | Edge]:
        """A plain schema against a choice: the plain one is a choice of one."""
        if one.only_union:
            whole = Union(one.unions[0].kind, (b,), b.pointer or "")
            yield from unions.compare_branches(one.unions[0], whole, self)
        else:
            whole = Union(other.unions[0].kind, (a,), a.pointer or "")
            yield from unions.compare_branches(whole, other.unions[0], self)

    def _compare_facets(self, a: Shape, b: Shape) -> Iterator[Difference | Edge]:
        """Compare the keywords of the types that both sides allow."""
        shared = a.types & b.types
        yield from counts.compare_counts(a, b, shared, self)
        if shared & NUMBERS:
            yield from scalars.compare_limits(a, b)
            yield from scalars.compare_multiples(a, b)
        if "string" in shared:
            yield from counts.compare_lengths(a, b)
            yield from scalars.compare_patterns(a, b)
            yield from labels.compare_content(a, b)
        if shared & NUMBERS or "string" in shared:
            yield from labels.compare_formats(a, b)
        if "array" in shared:
            yield from arrays.compare_arrays(a, b, self)
        if "object" in shared:
            yield from objects.compare_objects(a, b, self)


def _compare_notes(a: Shape, b: Shape, *, tagged: bool) -> Iterator[Difference]:
    """Annotations that matter to somebody; they change no set of values. ``tagged``: discriminators were compared."""
    for name in dict.fromkeys((*a.notes, *b.notes)):
        if name == "discriminator" and tagged:
            continue
        before, after = a.notes.get(name), b.notes.get(name)
        if name != "title" and (before != after or (name in a.notes) != (name in b.notes)):
            action: Action = "changed"
            if name not in a.notes or name not in b.notes:
                action = "added" if name in b.notes else "removed"
            effect = Effect.UNKNOWN if name in UNREAD else Effect.NONE
            yield Difference(name, action, effect, before, after, at=scalars.spot(a, b, name))


def relate(a: Node, b: Node) -> tuple[Difference, ...]:
    """Return all differences between two nodes, each with the path that leads to it first (in breadth).

    An empty result proves that both allow the same values. Differences without ``NARROWER`` or ``UNKNOWN`` prove
    that every value of a is one of b. Effects below ``not`` are already turned round.
    """
    relation = Relation(a.schemas, b.schemas)
    return tuple(
        replace(difference, path=path, effect=difference.effect.mirrored() if flipped else difference.effect)
        for path, flipped, pair in relation.walk(a, b)
        for difference in pair.differences
    )
