"""References that lead back to themselves before they reach any content."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from registry.check.nodes import Node

_IN_PLACE = frozenset({"allOf", "oneOf", "anyOf", "not", "if", "then", "else", "dependentSchemas"})
"""Keywords whose schemas apply to the very same value (JSON Schema 2020-12 core, section 10.2)."""


def cycles(
    schemas: Iterable[Node], references: Iterable[Node], follow: Callable[[str], Node | None]
) -> Iterator[tuple[Node, ...]]:
    """Yield each cycle as its nodes; the last leads back to the first. Without the last ones, none is left.

    A cycle through ``properties`` or ``items`` is no such cycle: it describes a tree. This one describes
    nothing, and a validator that follows it does not come back. ``follow`` returns what a reference names.
    """
    starts = tuple(references)
    edges: dict[int, list[Node]] = {}
    for node in starts:
        if (target := follow(node.data["$ref"])) is not None:
            edges.setdefault(id(node), []).append(target)
    for node in schemas:
        if node.relation in _IN_PLACE:
            edges.setdefault(id(node.parent), []).append(node)
    done: set[int] = set()
    for start in starts:
        # Most references lead to what leads no further.
        if id(start) not in done and any(id(target) in edges for target in edges.get(id(start), ())):
            yield from _from(start, edges, done)


def _from(start: Node, edges: dict[int, list[Node]], done: set[int]) -> Iterator[tuple[Node, ...]]:
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
            yield tuple(path[position[id(following)] :])
        elif id(following) not in done:
            position[id(following)] = len(path)
            path.append(following)
            pending.append(iter(edges.get(id(following), ())))
