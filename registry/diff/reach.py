"""From compared pairs to findings: each differing pair once, with all operations that reach it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from registry.diff import semantics
from registry.diff.announced import announced
from registry.diff.found import Found
from registry.diff.naming import called
from registry.diff.visits import State, chosen, edges, spread, walk
from registry.diff.wire_texts import read_as_text
from registry.schema import Action, Difference, Effect, Pointers
from registry.schema.members import member

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from registry.diff.declare import Spot
    from registry.diff.found import Root, Sides

PROPERTIES = frozenset({"properties", "required properties", "required"})
"""Keywords that speak of a property by name."""


def reached(sides: Sides, roots: Iterable[Root], today: date, named: Collection[str] = ()) -> Iterator[Found]:
    """Yield the differences of all pairs below the roots, kind by kind of root, in the order they are met.

    Each tells by which of the ``named`` places it is called, too.
    """
    by_spot: dict[Spot, list[Root]] = {}
    for root in roots:
        by_spot.setdefault(root.spot, []).append(root)
    for spot, group in by_spot.items():
        visits = walk(sides, group, spot)
        spread(visits, group)
        names = [root.operation for root in group]
        starts = [(root, State(root.base, root.revision).key) for root in group]
        calls = called(sides, visits, starts, named) if named else {}
        for visit in visits.values():
            operations = tuple(dict.fromkeys(chosen(names, visit.reached_by)))
            for difference in _differences(sides, visit.state, spot, today):
                suffix = _suffix(difference)
                at = _words(visit.root.at, visit.path + suffix)
                also = tuple(words for words, left in calls.get(visit.state.key, ()) if left == suffix)
                yield Found(difference, at, operations, spot, visit, also)


def _differences(sides: Sides, state: State, spot: Spot, today: date) -> Iterator[Difference]:
    relation = sides.relation
    pair = relation.pair(state.base, state.revision, null_aside=state.null_aside)
    for difference in _own(sides, state, pair.differences):
        if difference.keyword in PROPERTIES and _hidden(sides, state, difference, spot):
            continue
        if spot.text and difference.keyword == "type" and not state.flipped:
            yield from _as_text(sides, state, difference)
        else:
            yield _seen(sides, state, difference, today)
    if not state.flipped:
        yield from _surfaced(sides, state, spot)
        yield from semantics.field_differences(sides, state.base, state.revision)


def _own(sides: Sides, state: State, differences: Iterable[Difference]) -> Iterator[Difference]:
    """Yield what differs at a pair; at heirs that a base leads to without what is told of that base."""
    above = [
        _said(difference)
        for base, revision in state.told
        for difference in sides.relation.pair(base, revision).differences
    ]
    for difference in differences:
        if not (state.told and difference.keyword == "discriminator") and _said(difference) not in above:
            yield difference


def _said(difference: Difference) -> tuple[Any, ...]:
    """Return what a difference says, wherever it does."""
    return (
        difference.keyword,
        difference.action,
        difference.name,
        difference.before,
        difference.after,
        difference.effect,
    )


def _hidden(sides: Sides, state: State, difference: Difference, spot: Spot) -> bool:
    """Whether a property that came, went or became required is one that does not travel this way."""
    note = "readOnly" if spot.direction == "request" else "writeOnly"
    relation = sides.relation
    declared = []
    for side, node in ((relation.a, state.base), (relation.b, state.revision)):
        shape = side.shape(node)
        if difference.name in shape.declared:
            declared.append(side.shape(member(side.schemas, shape, difference.name)).notes.get(note) is True)
    return bool(declared) and all(declared)


def _surfaced(sides: Sides, state: State, spot: Spot) -> Iterator[Difference]:
    """Yield the required properties that now travel this way, or no longer do, though ``required`` stays as it was.

    A read-only one was never sent, whatever was required (OpenAPI 3.0.3, 4.7.24.2); once it is not, it must be. A
    write-only one was never returned; one that becomes so is missing in answers that promised it.
    """
    one, other = sides.relation.a.shape(state.base), sides.relation.b.shape(state.revision)
    for edge, _ in edges(sides, state):
        name = edge.segment.removeprefix(".")
        if not edge.segment.startswith(".") or not (name in one.required and name in other.required):
            continue
        place = Pointers(edge.a.pointer, edge.b.pointer)
        before, after = sides.relation.a.shape(edge.a).notes, sides.relation.b.shape(edge.b).notes
        if spot.direction == "request" and before.get("readOnly") is True and not after.get("readOnly"):
            yield Difference("required", "added", Effect.NARROWER, False, True, name=name, at=place)
        if spot.direction == "response" and after.get("writeOnly") is True and not before.get("writeOnly"):
            yield Difference("required", "removed", Effect.WIDER, True, False, name=name, at=place)


def _excluded(difference: Difference) -> Difference:
    """Return a difference below ``not`` as one of the exclusion: what is excluded is neither accepted nor returned."""
    name = f"{difference.keyword} '{difference.name}'" if difference.name else difference.keyword
    return replace(
        difference, keyword="not", action="changed", effect=difference.effect.mirrored(), name=name
    )


def _seen(sides: Sides, state: State, difference: Difference, today: date) -> Difference:
    """Return a difference as it looks under the circumstances: polarity, text on the wire, announced removals."""
    if state.flipped:
        return _excluded(difference)
    if difference.action == "removed" and difference.keyword in {"properties", "required properties"}:
        shape = sides.relation.a.shape(state.base)
        gone = sides.relation.a.shape(member(sides.relation.a.schemas, shape, difference.name)).notes
        if announced(dict(gone), today):
            return replace(difference, keyword=f"{difference.keyword} past sunset")
    grown = difference.keyword == "enum values" and difference.action == "added"
    if grown and sides.relation.a.shape(state.base).notes.get("x-extensible-enum"):
        return replace(difference, keyword="extensible enum values")
    return difference


def _as_text(sides: Sides, state: State, difference: Difference) -> Iterator[Difference]:
    """Every scalar is text where values travel as text: a string that is not limited takes them all in."""
    scalars = {"string", "number", "integer", "boolean"}
    before, after = (set(str(side).split(" or ")) for side in (difference.before, difference.after))
    if not (before | after) <= scalars or not {"string"} & (before | after):
        yield difference
    elif "string" not in before:
        effect = Effect.WIDER | read_as_text(sides.relation, state.base, state.revision)
        action: Action = "changed" if Effect.NARROWER in effect else "widened"
        yield replace(difference, effect=effect, action=action)
    elif "string" not in after:
        yield replace(difference, effect=Effect.NARROWER, action="narrowed")


def _suffix(difference: Difference) -> str:
    """Return the last step of the way to what a difference speaks of: the property that it names."""
    named = difference.keyword.removesuffix(" past sunset") in PROPERTIES | {"dependentRequired"}
    return f".{difference.name}" if named else ""


def _words(at: str, path: str) -> str:
    """Return the place in words: ``GET /products 200 items[].price``."""
    return f"{at} {path.removeprefix('.')}" if path else at
