"""The pairs below the roots of a comparison, each visited once.

All roots of one kind (direction, success, text) are walked together, breadth first, in the order of the document;
so a pair is told by the shortest way from the first operation. Which operations reach it flows along the edges
as bit sets, so the work grows with the pairs and edges, not with the ways through them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from registry.diff.found import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.diff.declare import Spot
    from registry.diff.found import Root, Sides
    from registry.schema import Node
    from registry.schema.difference import Edge

StateKey = tuple[tuple[int, ...], tuple[int, ...], bool, bool, tuple[tuple[tuple[int, ...], ...], ...]]


class State(NamedTuple):
    """A pair of nodes on the way, and whether effects are turned round here; ``told``: see `Edge`."""

    base: Node
    revision: Node
    null_aside: bool = False
    flipped: bool = False
    told: tuple[tuple[Node, Node], ...] = ()

    @property
    def key(self) -> StateKey:
        """Identity: the same pair met again is not walked again."""
        told = tuple((one.key, other.key) for one, other in self.told)
        return (self.base.key, self.revision.key, self.null_aside, self.flipped, told)


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
        for edge, below in edges(sides, self.state):
            if below.key in self.below:
                yield edge.segment, below.key


def walk(sides: Sides, roots: list[Root], spot: Spot) -> dict[StateKey, Visit]:
    """Return a visit for each pair that values get to from the roots, in the order they are met."""
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
        for edge, below in edges(sides, state):
            if _travels(sides, edge, spot):
                visit.below.append(meet(below, visit.root, visit, edge.segment))
    return visits


def edges(sides: Sides, state: State) -> Iterator[tuple[Edge, State]]:
    """Yield the edges from a pair that differs, each with the pair it leads to.

    An heir that is met by its base leads to no heirs of its own: the base does.
    """
    pair = sides.relation.pair(state.base, state.revision, null_aside=state.null_aside)
    for edge in pair.edges:
        if not (state.told and edge.told):
            yield edge, State(edge.a, edge.b, edge.null_aside, state.flipped != edge.flip, edge.told)


def _travels(sides: Sides, edge: Edge, spot: Spot) -> bool:
    """Whether values go this way: a read-only property is never sent, a write-only one never returned."""
    if not edge.segment.startswith("."):
        return True
    hidden = "readOnly" if spot.direction == "request" else "writeOnly"
    notes = sides.relation.a.shape(edge.a).notes, sides.relation.b.shape(edge.b).notes
    return not all(note.get(hidden) is True for note in notes)


def spread(visits: dict[StateKey, Visit], roots: list[Root]) -> None:
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


def chosen(names: list[str], bits: int) -> Iterator[str]:
    """Yield the names whose bits are set."""
    while bits:
        lowest = bits & -bits
        yield names[lowest.bit_length() - 1]
        bits ^= lowest
