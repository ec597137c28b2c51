"""Who is hit without touching the API that changes: whoever carries on what a hit flow brings, or what is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.flow.edges import owner_of
from registry.flow.lineage import Lineage
from registry.flow.trace import walked
from registry.model.fields.spots import of_pointer
from registry.source.pointer import parent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.diff.change import Change
    from registry.flow.edges import Edge
    from registry.flow.impact import Impact
    from registry.flow.trace import Step
    from registry.model.flow import Flow
    from registry.model.registry import Registry


@dataclass(frozen=True, slots=True)
class Indirect:
    """A flow that carries on what changes: ``way`` are the edges from what changes to it, its own row last."""

    flow: Flow
    way: tuple[Edge, ...]

    @property
    def by(self) -> tuple[str, ...]:
        """The flows on the way, the first of which is hit directly; none where the field is computed only."""
        return tuple(dict.fromkeys(edge.flow for edge in self.way[:-1] if edge.kind == "flow"))

    @property
    def sentence(self) -> str:
        """Who is hit, through which field, and by way of what."""
        last, before = self.way[-1], self.way[-2] if len(self.way) > 1 else None
        brought = "" if before is None else f", which {brings(before)}"
        return (
            f"{self.flow.title} ({self.flow.owner}) reads {last.from_path} from {owner_of(last.source)}{brought}: "
            "what goes wrong there goes on here"
        )


def brings(edge: Edge) -> str:
    """Say what brings a value to where it is read."""
    if edge.kind == "derivation":
        return f"is computed from {edge.source.partition('#')[2]}"
    return f"{edge.flow} fills"


def indirect(
    registry: Registry, api_id: str, impacts: Iterable[Impact], changes: Iterable[Change]
) -> tuple[Indirect, ...]:
    """Return the flows beyond those that are hit: over any number of hops, each once, nearest first.

    A row that its flow foresaw brings on what it brought before.
    """
    impacts = tuple(impacts)
    lineage = Lineage(registry)
    begin = [*rows_hit(lineage, impacts), *computed(registry, lineage, api_id, changes)]
    steps = walked(begin, lineage.carried_on)
    known = {hit.flow.id for hit in impacts}
    found: dict[str, Indirect] = {}
    for number, step in enumerate(steps):
        flow = step.edge.flow
        if step.edge.kind == "flow" and flow not in known and flow not in found:
            found[flow] = Indirect(registry.flow(flow), tuple(way_to(steps, number)))
    return tuple(found.values())


def rows_hit(lineage: Lineage, impacts: Iterable[Impact]) -> Iterator[Edge]:
    """Yield the rows through which something happens that nobody foresaw: all of a flow that stops."""
    for hit in impacts:
        numbers = {effect.row for effect in hit.effects if not effect.handled}
        rows = lineage.rows_of(hit.flow)
        yield from (row for row in rows if None in numbers or row.row in numbers)


def computed(registry: Registry, lineage: Lineage, api_id: str, changes: Iterable[Change]) -> Iterator[Edge]:
    """Yield what is computed from the fields that change in what is answered."""
    api = registry.api(api_id)
    named = (
        field_at(change.base)
        for change in changes
        if change.level != "safe" and change.direction != "request"
    )
    changed = {f"{api_id}#{name}" for name in named if name is not None}
    for said in lineage.statements_of(api) if changed else ():
        stated = said.edge(registry) if said.kind == "derivation" else None
        if stated is not None and stated.source in changed:
            yield stated


def field_at(place: str | None) -> str | None:
    """Return the id of the field of a component that a place is in, None if it is in none."""
    while place:
        found = of_pointer(place)
        if found is not None and found[1]:
            name, path = found
            return name + path if path.startswith(("[", "{")) else f"{name}.{path}"
        place = parent(place)
    return None


def way_to(steps: tuple[Step, ...], number: int) -> Iterator[Edge]:
    """Yield the edges that led to a step, and its own."""
    before = steps[number].before
    if before is not None:
        yield from way_to(steps, before)
    yield steps[number].edge
