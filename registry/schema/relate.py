"""``relate(a, b)``: how the values that b allows differ from those a allows, each pair of nodes compared once.

Read on in ``shape.py`` (what a node allows), ``scalars.py``, ``containers.py``, ``unions.py`` (the comparators).
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from registry.schema import containers, scalars, unions
from registry.schema.difference import SAME, Action, Difference, Edge, Effect, Pair
from registry.schema.shape import NUMBERS, Shape, Union
from registry.schema.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.schema.node import Node, Schemas

PairKey = tuple[tuple[int, ...], tuple[int, ...], bool]


UNREAD = frozenset({"xml", "contentSchema"})
"""Keywords that say how a value is written or what a text holds; whether two of them agree is not decided."""


class Relation:
    """Two documents side by side; every pair of nodes is compared once, however many ways lead to it.

    With ``contract`` one alternative covers another if it does for people who send only what is declared: JSON
    Schema leaves objects open, but nobody puts a number under a name that the next version declares as text.
    """

    def __init__(self, a: Schemas, b: Schemas, *, contract: bool = False) -> None:
        self.a, self.b = Side(a), Side(b)
        self._contract = contract
        self._pairs: dict[PairKey, Pair] = {}
        self._effects: dict[PairKey, Effect] = {}
        self._open: set[PairKey] = set()
        self._assumed = False
        self._equality = Equality(a, b)

    def equal(self, a: Node, b: Node) -> bool:
        """Whether two nodes are the same text with the same referents."""
        return self._equality.same(a, b)

    def equal_values(self, one: Any, other: Any) -> bool:
        """Whether two parts of the documents, of any kind, are the same text with the same referents."""
        return self._equality.same_value(one, other)

    def pair(self, a: Node, b: Node, *, null_aside: bool = False) -> Pair:
        """Return the differences at a pair of nodes and the edges to the pairs below."""
        key = (a.key, b.key, null_aside)
        found = self._pairs.get(key)
        if found is not None:
            return found
        if self._equality.same(a, b):
            self._pairs[key] = SAME
            return SAME
        self._open.add(key)
        outer, self._assumed = self._assumed, False
        outcome = tuple(self._compare(a, b, null_aside=null_aside))
        found = Pair(
            tuple(one for one in outcome if isinstance(one, Difference)),
            tuple(one for one in outcome if isinstance(one, Edge) and not self._equality.same(one.a, one.b)),
        )
        self._open.discard(key)
        if not self._assumed or not self._open:
            self._pairs[key] = found
        self._assumed = self._assumed or outer
        return found

    def effect(self, a: Node, b: Node, *, null_aside: bool = False) -> Effect:
        """Return the effect of the whole difference below a pair; a pair met again is assumed equal (coinduction)."""
        start = (a.key, b.key, null_aside)
        if start in self._effects:
            return self._effects[start]
        outer, self._assumed = self._assumed, False
        total = Effect.NONE
        seen = {(start, False)}
        waiting = [(a, b, null_aside, False)]
        while waiting and total != Effect.BOTH | Effect.UNKNOWN:
            one, other, aside, flipped = waiting.pop()
            if (one.key, other.key, aside) in self._open:
                self._assumed = True
                continue
            pair = self.pair(one, other, null_aside=aside)
            for difference in pair.differences:
                if not (self._contract and difference.overlooked):
                    total |= difference.effect.mirrored() if flipped else difference.effect
            for edge in pair.edges:
                state = ((edge.a.key, edge.b.key, edge.null_aside), flipped != edge.flip)
                if state not in seen:
                    seen.add(state)
                    waiting.append((edge.a, edge.b, edge.null_aside, flipped != edge.flip))
        if not self._assumed:
            self._effects[start] = total
        self._assumed = self._assumed or outer
        return total

    def _compare(self, a: Node, b: Node, *, null_aside: bool) -> Iterator[Difference | Edge]:
        one, other = self.a.shape(a), self.b.shape(b)
        if not null_aside:
            yield from scalars.compare_null(one, other)
        yield from _compare_notes(one, other)
        if one.unread or other.unread:
            place = scalars.spot(one, other, "$ref", "$dynamicRef")
            yield Difference("$ref", "changed", Effect.UNKNOWN, None, None, at=place)
            return
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
        yield from scalars.compare_counts(a, b, shared)
        if shared & NUMBERS:
            yield from scalars.compare_limits(a, b)
            yield from scalars.compare_multiples(a, b)
        if "string" in shared:
            yield from scalars.compare_patterns(a, b)
            yield from scalars.compare_content(a, b)
        if shared & NUMBERS or "string" in shared:
            yield from scalars.compare_formats(a, b)
        if "array" in shared:
            yield from containers.compare_arrays(a, b, self)
        if "object" in shared:
            yield from containers.compare_objects(a, b, self)


def _compare_notes(a: Shape, b: Shape) -> Iterator[Difference]:
    """Annotations that matter to somebody; they change no set of values."""
    for name in dict.fromkeys((*a.notes, *b.notes)):
        before, after = a.notes.get(name), b.notes.get(name)
        if name != "title" and (before != after or (name in a.notes) != (name in b.notes)):
            action: Action = (
                "added" if name not in a.notes else "removed" if name not in b.notes else "changed"
            )
            effect = Effect.UNKNOWN if name in UNREAD else Effect.NONE
            yield Difference(name, action, effect, before, after, at=scalars.spot(a, b, name))


class Equality:
    """Whether two values are the same text with the same referents, which needs no further comparison."""

    def __init__(self, a: Schemas, b: Schemas) -> None:
        self._a, self._b = a, b
        self._clean: dict[str, bool] = {}
        self._below: dict[str, frozenset[str] | None] = {}

    def same(self, a: Node, b: Node) -> bool:
        """Whether the two nodes can be skipped."""
        if len(a.parts) != len(b.parts):
            return False
        return all(
            self.same_value(one.schema, other.schema) for one, other in zip(a.parts, b.parts, strict=True)
        )

    def same_value(self, one: Any, other: Any) -> bool:
        """Whether two parts of the documents are the same text, and everything they refer to is too."""
        if self._a.dialect != self._b.dialect:
            return False
        referred = shared_references(one, other)
        return referred is not None and all(map(self._clean_below, referred))

    def _clean_below(self, reference: str) -> bool:
        """Whether everything reachable from a reference is the same on both sides."""
        if reference in self._clean:
            return self._clean[reference]
        seen = {reference}
        waiting = [reference]
        while waiting:
            name = waiting.pop()
            referred = self._referred(name)
            if referred is None or not self._clean.get(name, True):
                self._clean[reference] = False
                return False
            fresh = referred - seen
            seen |= fresh
            waiting += [inner for inner in fresh if not self._clean.get(inner, False)]
        self._clean.update(dict.fromkeys(seen, True))
        return True

    def _referred(self, name: str) -> frozenset[str] | None:
        """Return what the target of a reference refers to, None where the two targets differ."""
        if name not in self._below:
            one, other = self._a.target(name), self._b.target(name)
            both_missing = one is None and other is None
            self._below[name] = (
                frozenset()
                if both_missing
                else shared_references(one.schema, other.schema)
                if one is not None and other is not None
                else None
            )
        return self._below[name]


REFERENCE = re.compile(rb'"\$ref":("(?:[^"\\]|\\.)*")')


def shared_references(one: Any, other: Any) -> frozenset[str] | None:
    """Return the references in two values that are the same JSON; None where they differ.

    Python's own equality only shuts out what differs: it would take true for 1.
    """
    if one is not other and one != other:
        return None
    text = written(one)
    if one is not other and text != written(other):
        return None
    return frozenset(orjson.loads(name) for name in REFERENCE.findall(text))


def written(value: Any) -> bytes:
    """Return a value as JSON with sorted keys; numbers of any size, any depth that a document may have."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def relate(a: Node, b: Node) -> tuple[Difference, ...]:
    """Return all differences between two nodes, each with the path that leads to it first (in breadth).

    An empty result proves that both allow the same values. Differences without ``NARROWER`` or ``UNKNOWN`` prove
    that every value of a is one of b. Effects below ``not`` are already turned round.
    """
    relation = Relation(a.schemas, b.schemas)
    found: list[Difference] = []
    seen = {((a.key, b.key, False), False)}
    level: Iterable[tuple[str, Node, Node, bool, bool]] = [("", a, b, False, False)]
    while level:
        below = []
        for path, one, other, aside, flipped in level:
            pair = relation.pair(one, other, null_aside=aside)
            for difference in pair.differences:
                effect = difference.effect.mirrored() if flipped else difference.effect
                found.append(replace(difference, path=path, effect=effect))
            for edge in pair.edges:
                state = ((edge.a.key, edge.b.key, edge.null_aside), flipped != edge.flip)
                if state not in seen:
                    seen.add(state)
                    below.append((path + edge.segment, edge.a, edge.b, edge.null_aside, state[1]))
        level = below
    return tuple(found)
