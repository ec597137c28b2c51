"""References that lead back to themselves before they reach any content."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey

_IN_PLACE = frozenset({"allOf", "oneOf", "anyOf", "not", "if", "then", "else", "dependentSchemas"})
"""Keywords whose schemas apply to the very same value (JSON Schema 2020-12 core, section 10.2)."""


def closing(survey: Survey) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield each reference that closes a cycle, with the nodes of the cycle, the one it leads back to first.

    A cycle through ``properties`` or ``items`` is no such cycle: it describes a tree. This one describes
    nothing, and a validator that follows it does not come back.
    """
    edges = _edges(survey)
    done: set[int] = set()
    for start in survey.references:
        if id(start) not in done:
            yield from _from(start, edges, done)


def _edges(survey: Survey) -> dict[int, list[Node]]:
    edges: dict[int, list[Node]] = {}
    for node in survey.references:
        if (target := survey.node_of(node.data["$ref"])) is not None:
            edges.setdefault(id(node), []).append(target)
    for node in survey.of("Schema"):
        if node.relation in _IN_PLACE:
            edges.setdefault(id(node.parent), []).append(node)
    return edges


def _from(
    start: Node, edges: dict[int, list[Node]], done: set[int]
) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    path = [start]
    position = {id(start): 0}
    pending = [iter(edges.get(id(start), ()))]
    while path:
        following = next(pending[-1], None)
        if following is None:
            done.add(id(path[-1]))
            del position[id(path.pop())]
            pending.pop()
        elif id(following) in position:
            cycle = path[position[id(following)] :]
            yield next((node for node in reversed(cycle) if "$ref" in node.data), cycle[-1]), tuple(cycle)
        elif id(following) not in done:
            position[id(following)] = len(path)
            path.append(following)
            pending.append(iter(edges.get(id(following), ())))
