"""A trace for people: a tree with a line for each fact about a hop; as JSON; as a Mermaid flowchart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.cli.reports import flowchart
from registry.cli.reports.report import visible
from registry.flow.account import SAY, SAYS, as_json, told
from registry.flow.edges import owner_of
from registry.flow.wording import counted, distinct, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from registry.flow.account import Told
    from registry.flow.trace import Direction, Trace
    from registry.model.registry import Registry

NOTHING = "no recorded flow, and no field that says so"
HEADINGS: dict[Direction, str] = {"up": "Comes from", "down": "Goes to"}


@dataclass(frozen=True, slots=True)
class Tree:
    """All steps of one direction, and how far apart the nodes are: fields, or what has fields."""

    steps: tuple[Told, ...]
    direction: Direction
    fields: bool

    def below(self, number: int | None) -> list[int]:
        """Return the steps that a step led to first; None stands for the start."""
        return [at for at, step in enumerate(self.steps) if step.step.before == number]

    def node(self, number: int) -> str:
        """Return what a step leads to."""
        edge = self.steps[number].step.edge
        place = edge.source if self.direction == "up" else edge.target
        return place if self.fields else owner_of(place)


def render(registry: Registry, trace: Trace, direction: Direction, form: str) -> str:
    """Return a trace as text, json or mermaid."""
    if form == "json":
        return json.dumps(as_json(registry, trace), indent=2, ensure_ascii=False)
    if form == "mermaid":
        return flowchart.render(trace, fields=trace.kind == "field")
    return text(registry, trace, direction)


def text(registry: Registry, trace: Trace, direction: Direction) -> str:
    """Return a trace as a tree: what it comes from, then where it goes."""
    lines = [heading(registry, trace)]
    ways: tuple[tuple[Direction, tuple[Told, ...]], ...] = (
        ("up", told(registry, trace.upstream)),
        ("down", told(registry, trace.downstream)),
    )
    for way, steps in ways:
        if direction in (way, "both"):
            tree = Tree(steps, way, trace.kind in ("field", "flow"))
            lines += [
                "",
                HEADINGS[way],
                *(branches(tree, tree.below(None), "") if steps else [f"  {NOTHING}"]),
            ]
    return "\n".join(map(visible, lines))


def heading(registry: Registry, trace: Trace) -> str:
    """Return what is traced, and who answers for it."""
    if trace.kind == "flow":
        flow = registry.flow(trace.subject)
        return f"{trace.subject}: {flow.title} ({flow.owner})"
    system = registry.find_system(trace.subject.partition("/")[0].partition("#")[0])
    return trace.subject if system is None else f"{trace.subject}: {system.title} ({system.team})"


def branches(tree: Tree, numbers: Sequence[int], indent: str) -> Iterator[str]:
    """Yield the lines of what some steps lead to, one branch for each node."""
    groups: dict[str, list[int]] = {}
    for number in numbers:
        groups.setdefault(tree.node(number), []).append(number)
    for at, (node, group) in enumerate(groups.items()):
        last = at == len(groups) - 1
        yield f"{indent}{'└─' if last else '├─'} {node}"
        inner = f"{indent}{'   ' if last else '│  '}"
        below = [child for number in group for child in tree.below(number)]
        facts = by_row(tree, group) if tree.fields else by_flow(tree, group)
        for fact in (*facts, *more(tree, group, below)):
            yield f"{inner}{'│' if below else ' '}    {fact}"
        yield from branches(tree, below, inner)


def by_row(tree: Tree, group: Sequence[int]) -> Iterator[str]:
    """Yield what is to be said of each row and each statement that leads to a field."""
    for step in (tree.steps[number] for number in group):
        edge = step.step.edge
        if step.flow is None:
            yield f"{edge.target}: {SAYS[edge.kind]} {edge.source}{f': {edge.said}' if edge.said else ''}"
            continue
        yield f"{edge.flow}, row {edge.row + 1}: {edge.from_path} -> {edge.to_path} ({step.flow.owner})"
        yield f"{step.reads} -> {step.writes or step.flow.consumer.store}"
        if step.conversion:
            yield "; ".join(step.conversion)


def by_flow(tree: Tree, group: Sequence[int]) -> Iterator[str]:
    """Yield what is to be said of each flow that leads to an API or a store, and of all statements together."""
    steps = [tree.steps[number] for number in group]
    flows = dict.fromkeys(step.step.edge.flow for step in steps if step.flow is not None)
    for name in flows:
        rows = [step for step in steps if step.step.edge.flow == name]
        flow = rows[0].flow
        paths = listed(distinct(step.step.edge.from_path for step in rows))
        yield f"{name}: {flow.title if flow else name} ({flow.owner if flow else ''})"
        yield f"{rows[0].reads} -> {rows[0].writes or (flow.consumer.store if flow else '')}: {paths}"
    for kind, (of_one, of_many) in SAY.items():
        said = {step.step.edge.target for step in steps if step.step.edge.kind == kind}
        if said:
            yield f"{counted(len(said), 'field')} {of_one if len(said) == 1 else of_many}"


def more(tree: Tree, group: Sequence[int], below: Sequence[int]) -> Iterator[str]:
    """Yield that the way goes on where it is shown elsewhere, or beyond the limit."""
    onward = {number for one in group for number in tree.steps[one].step.onward}
    if onward - set(below):
        nodes = distinct(tree.node(number) for number in sorted(onward - set(below)))
        yield f"goes on to {listed(nodes)}, shown elsewhere"
    if any(tree.steps[number].step.cut for number in group):
        yield "goes on; --depth ends here"
