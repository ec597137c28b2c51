"""What need not be compared: the same text on both sides, all the way down its references."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from registry.schema.heirs import Heirs
    from registry.schema.node import Node, Part, Schemas


class Equality:
    """Whether two values are the same text with the same referents, which needs no further comparison.

    With ``heirs`` of both documents a base refers to those that stand in for it, too.
    """

    def __init__(self, a: Schemas, b: Schemas, heirs: tuple[Heirs, Heirs] | None = None) -> None:
        self._a, self._b = a, b
        self._heirs = heirs
        self._clean: dict[str, bool] = {}
        self._below: dict[str, frozenset[str] | None] = {}

    def same(self, a: Node, b: Node) -> bool:
        """Whether the two nodes can be skipped."""
        if len(a.parts) != len(b.parts):
            return False
        if self._a.dialect != self._b.dialect:
            return False
        return all(self._same_part(one, other) for one, other in zip(a.parts, b.parts, strict=True))

    def _same_part(self, one: Part, other: Part) -> bool:
        referred = self._referents(one, other)
        return referred is not None and all(map(self._clean_below, referred))

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
            self._below[name] = self._shared(name)
        return self._below[name]

    def _shared(self, name: str) -> frozenset[str] | None:
        stands_in = not name.startswith(INCLUDED)
        reference = name.removeprefix(INCLUDED)
        left, right = self._a.candidates(reference), self._b.candidates(reference)
        if len(left) != len(right):
            return None
        referred: frozenset[str] = frozenset()
        for one, other in zip(left, right, strict=True):
            below = self._referents(one, other, heirs=stands_in)
            if below is None:
                return None
            referred |= below
        return referred

    def _referents(self, one: Part, other: Part, *, heirs: bool = True) -> frozenset[str] | None:
        """Return what two schemas refer to, a base also to its heirs; None where they, or those heirs, differ."""
        referred = shared_references(one.schema, other.schema)
        if referred is None or self._heirs is None:
            return referred
        before, after = (
            side.references(part.pointer) for side, part in zip(self._heirs, (one, other), strict=True)
        )
        if heirs and before != after:
            return None
        included = self._heirs[0].included(one)
        if included:
            rest = [inner for inner in one.schema["allOf"] if inner.get("$ref") not in included]
            outside = {**one.schema, "allOf": rest}
            referred = references(outside) | {f"{INCLUDED}{name}" for name in included}
        return referred | before if heirs else referred


INCLUDED = "allOf "
"""Marks a reference by which a named schema includes a base: it is no place where other heirs stand in."""

REFERENCE = re.compile(rb'"\$(?:ref|dynamicRef)":("(?:[^"\\]|\\.)*")')


def shared_references(one: Any, other: Any) -> frozenset[str] | None:
    """Return the references in two values that are the same JSON; None where they differ.

    Python's own equality only shuts out what differs: it would take true for 1.
    """
    if one is not other and one != other:
        return None
    text = written(one)
    if one is not other and text != written(other) and written(one, IN_ORDER) != written(other, IN_ORDER):
        return None
    return _named(text)


def references(value: Any) -> frozenset[str]:
    """Return the references in a value."""
    return _named(written(value))


def _named(text: bytes) -> frozenset[str]:
    return frozenset(orjson.loads(name) for name in REFERENCE.findall(text))


IN_ORDER = orjson.OPT_SORT_KEYS


def written(value: Any, option: int = 0) -> bytes:
    """Return a value as JSON; numbers of any size, any depth that a document may have."""
    try:
        return orjson.dumps(value, option=option)
    except TypeError:
        return json.dumps(value, sort_keys=option == IN_ORDER, separators=(",", ":")).encode()
