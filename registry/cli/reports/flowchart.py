"""A trace as a Mermaid flowchart: https://mermaid.js.org/syntax/flowchart.html."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.flow.edges import owner_of
from registry.flow.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.flow.edges import Edge
    from registry.flow.trace import Trace

STATED: Mapping[str, str] = {
    "derivation": "computed from",
    "sourceOfTruth": "source of truth",
    "relationship": "refers to",
}
PLAIN = re.compile(r"[^A-Za-z0-9 ./_-]")
"""What Mermaid, or the HTML that it becomes, could take for something else than itself."""


def render(trace: Trace, *, fields: bool) -> str:
    """Return the chart: a box for each field, grouped by API or store; else a box for each API or store."""
    edges = tuple(dict.fromkeys(step.edge for step in (*trace.upstream, *trace.downstream)))
    start = [trace.subject] if trace.kind in ("field", "api", "store") else []
    places = [*start, *(place for edge in edges for place in (edge.source, edge.target))]
    nodes = places if fields else [owner_of(place) for place in places]
    names = {node: f"n{number}" for number, node in enumerate(dict.fromkeys(nodes))}
    boxes = grouped(names) if fields else (f"  {box(names, node, node)}" for node in names)
    arrows = field_arrows(edges, names) if fields else owner_arrows(edges, names)
    marked = [f"  style {names[node]} stroke-width:3px" for node in nodes[: len(start)]]
    return "\n".join(["flowchart LR", *boxes, *arrows, *marked])


def grouped(names: Mapping[str, str]) -> Iterator[str]:
    """Yield the boxes of fields, those of one API or store together."""
    owners: dict[str, list[str]] = {}
    for node in names:
        owners.setdefault(owner_of(node), []).append(node)
    for number, (owner, inner) in enumerate(owners.items()):
        yield f'  subgraph g{number}["{label(owner)}"]'
        for node in inner:
            yield f"    {box(names, node, node.partition('#')[2] or owner)}"
        yield "  end"


def box(names: Mapping[str, str], node: str, written: str) -> str:
    """Return the declaration of a box."""
    return f'{names[node]}["{label(written)}"]'


def field_arrows(edges: Iterable[Edge], names: Mapping[str, str]) -> Iterator[str]:
    """Yield an arrow for each two fields and what leads from one to the other; a statement is dotted."""
    for source, target, said, kind in dict.fromkeys(
        (edge.source, edge.target, edge.flow or STATED[edge.kind], edge.kind) for edge in edges
    ):
        yield arrow(names[source], names[target], said, dotted=kind != "flow")


def owner_arrows(edges: Iterable[Edge], names: Mapping[str, str]) -> Iterator[str]:
    """Yield an arrow for each flow between two APIs, and one for all statements between them."""
    found: dict[tuple[str, str, str], int] = {}
    for edge in edges:
        key = (owner_of(edge.source), owner_of(edge.target), edge.flow)
        found[key] = found.get(key, 0) + 1
    for (source, target, flow), count in found.items():
        said = flow or counted(count, "statement")
        yield arrow(names[source], names[target], said, dotted=not flow)


def arrow(source: str, target: str, said: str, *, dotted: bool) -> str:
    """Return one arrow with its label."""
    return f'  {source} {"-.->" if dotted else "-->"}|"{label(said)}"| {target}'


def label(written: str) -> str:
    """Return text that Mermaid shows as it is: all that could mean something is written as a character entity."""
    return PLAIN.sub(lambda found: f"#{ord(found[0])};", written) or "#8709;"
