"""From compared pairs to findings: each differing pair once, with all operations that reach it.

All roots of one kind (direction, success, text) are walked together, breadth first, in the order of the document;
so a pair is told by the shortest way from the first operation. Which operations reach it flows along the edges
as bit sets, so the work grows with the pairs and edges, not with the ways through them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from registry.diff import semantics
from registry.diff.announced import announced
from registry.diff.found import Found, Root, Sides, Step
from registry.diff.naming import called
from registry.schema import Difference, Effect
from registry.schema.members import member

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from registry.diff.declare import Spot
    from registry.schema import Node
    from registry.schema.difference import Edge

StateKey = tuple[tuple[int, ...], tuple[int, ...], bool, bool]

PROPERTIES = frozenset({"properties", "required properties", "required"})
"""Keywords that speak of a property by name."""


class State(NamedTuple):
    """A pair of nodes on the way, and whether effects are turned round here."""

    base: Node
    revision: Node
    null_aside: bool = False
    flipped: bool = False

    @property
    def key(self) -> StateKey:
        """Identity: the same pair met again is not walked again."""
        return (self.base.key, self.revision.key, self.null_aside, self.flipped)


@dataclass(slots=True)
class Visit:
    """What is known of a state: the way to it in words, the roots that reach it, the states below."""

    state: State
    root: Root
    path: str
    above: Visit | None = None
    segment: str = ""
    reached_by: int = 0
    below: list[StateKey] = field(default_factory=list)

    def steps(self) -> tuple[Step, ...]:
        """Return the pairs from the root down to this one."""
        steps, visit = [], self
        while visit.above is not None:
            steps.append(Step(visit.segment, visit.state.base, visit.state.revision))
            visit = visit.above
        steps.append(Step("", visit.state.base, visit.state.revision))
        return tuple(reversed(steps))

    def ways(self, sides: Sides) -> Iterator[tuple[str, StateKey]]:
        """Yield the states below that values get to, each with the segment that leads there."""
        for edge, below in _edges(sides, self.state):
            if below.key in self.below:
                yield edge.segment, below.key


def reached(sides: Sides, roots: Iterable[Root], today: date, named: Collection[str] = ()) -> Iterator[Found]:
    """Yield the differences of all pairs below the roots, kind by kind of root, in the order they are met.

    Each tells by which of the ``named`` places it is called, too.
    """
    by_spot: dict[Spot, list[Root]] = {}
    for root in roots:
        by_spot.setdefault(root.spot, []).append(root)
    for spot, group in by_spot.items():
        visits = _walk(sides, group, spot)
        _spread(visits, group)
        names = [root.operation for root in group]
        starts = [(root, State(root.base, root.revision).key) for root in group]
        calls = called(sides, visits, starts, named) if named else {}
        for visit in visits.values():
            operations = tuple(dict.fromkeys(_chosen(names, visit.reached_by)))
            for difference in _differences(sides, visit.state, spot, today):
                suffix = _suffix(difference)
                at = _words(visit.root.at, visit.path + suffix)
                also = tuple(words for words, left in calls.get(visit.state.key, ()) if left == suffix)
                yield Found(difference, at, operations, spot, visit, also)


def _walk(sides: Sides, roots: list[Root], spot: Spot) -> dict[StateKey, Visit]:
    visits: dict[StateKey, Visit] = {}
    waiting: deque[Visit] = deque()

    def meet(state: State, root: Root, above: Visit | None = None, segment: str = "") -> StateKey:
        key = state.key
        if key not in visits:
            path = above.path + segment if above else ""
            visits[key] = Visit(state, root, path, above, segment)
            waiting.append(visits[key])
        return key

    for root in roots:
        meet(State(root.base, root.revision), root)
    while waiting:
        visit = waiting.popleft()
        state = visit.state
        for edge, below in _edges(sides, state):
            if _travels(sides, edge, spot):
                visit.below.append(meet(below, visit.root, visit, edge.segment))
    return visits


def _edges(sides: Sides, state: State) -> Iterator[tuple[Edge, State]]:
    pair = sides.relation.pair(state.base, state.revision, null_aside=state.null_aside)
    for edge in pair.edges:
        yield edge, State(edge.a, edge.b, edge.null_aside, state.flipped != edge.flip)


def _travels(sides: Sides, edge: Edge, spot: Spot) -> bool:
    """Whether values go this way: a read-only property is never sent, a write-only one never returned."""
    if not edge.segment.startswith("."):
        return True
    hidden = "readOnly" if spot.direction == "request" else "writeOnly"
    notes = sides.relation.a.shape(edge.a).notes, sides.relation.b.shape(edge.b).notes
    return not all(note.get(hidden) is True for note in notes)


def _spread(visits: dict[StateKey, Visit], roots: list[Root]) -> None:
    """Let the sets of roots flow down the edges until nothing changes."""
    waiting: deque[StateKey] = deque()
    for at, root in enumerate(roots):
        key = State(root.base, root.revision).key
        visits[key].reached_by |= 1 << at
        waiting.append(key)
    queued = set(waiting)
    while waiting:
        key = waiting.popleft()
        queued.discard(key)
        mine = visits[key].reached_by
        for below in visits[key].below:
            visit = visits[below]
            if mine & ~visit.reached_by:
                visit.reached_by |= mine
                if below not in queued:
                    queued.add(below)
                    waiting.append(below)


def _chosen(names: list[str], bits: int) -> Iterator[str]:
    while bits:
        lowest = bits & -bits
        yield names[lowest.bit_length() - 1]
        bits ^= lowest


def _differences(sides: Sides, state: State, spot: Spot, today: date) -> Iterator[Difference]:
    relation = sides.relation
    pair = relation.pair(state.base, state.revision, null_aside=state.null_aside)
    for difference in pair.differences:
        if difference.keyword in PROPERTIES and _hidden(sides, state, difference, spot):
            continue
        if spot.text and difference.keyword == "type":
            yield from _as_text(difference)
        else:
            yield _seen(sides, state, difference, today)
    if not state.flipped:
        yield from semantics.field_differences(sides, state.base, state.revision)


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


def _seen(sides: Sides, state: State, difference: Difference, today: date) -> Difference:
    """Return a difference as it looks under the circumstances: polarity, text on the wire, announced removals."""
    if state.flipped:
        difference = replace(difference, effect=difference.effect.mirrored())
    if difference.action == "removed" and difference.keyword in {"properties", "required properties"}:
        shape = sides.relation.a.shape(state.base)
        gone = sides.relation.a.shape(member(sides.relation.a.schemas, shape, difference.name)).notes
        if announced(dict(gone), today):
            return replace(difference, keyword=f"{difference.keyword} past sunset")
    grown = difference.keyword == "enum values" and difference.action == "added"
    if grown and sides.relation.a.shape(state.base).notes.get("x-extensible-enum"):
        return replace(difference, keyword="extensible enum values")
    return difference


def _as_text(difference: Difference) -> Iterator[Difference]:
    """Every scalar is text where values travel as text: a string takes them all in."""
    scalars = {"string", "number", "integer", "boolean"}
    before, after = (set(str(side).split(" or ")) for side in (difference.before, difference.after))
    if not (before | after) <= scalars or not {"string"} & (before | after):
        yield difference
    elif "string" not in before:
        yield replace(difference, effect=Effect.WIDER, action="widened")
    elif "string" not in after:
        yield replace(difference, effect=Effect.NARROWER, action="narrowed")


def _suffix(difference: Difference) -> str:
    """Return the last step of the way to what a difference speaks of: the property that it names."""
    named = difference.keyword.removesuffix(" past sunset") in PROPERTIES | {"dependentRequired"}
    return f".{difference.name}" if named else ""


def _words(at: str, path: str) -> str:
    """Return the place in words: ``GET /products 200 items[].price``."""
    return f"{at} {path.removeprefix('.')}" if path else at
