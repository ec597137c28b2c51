"""The schemas that together say what a field means, the one that decides first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.errors import UnreadableInput
from registry.model import lenient

if TYPE_CHECKING:
    from collections.abc import Iterator

Follow: TypeAlias = Callable[[Any, str], tuple[Any, str] | None]
"""`Description.follow` or `Description.resolve`: from a node to what stands behind its ``$ref``."""


_LEADING_ON = frozenset({"$ref", "allOf", "oneOf", "anyOf"})


def layers(schema: Any, follow: Follow) -> tuple[dict[str, Any], ...]:
    """Return the schema, its ``$ref`` target, its ``allOf`` branches, what its nullable wrapper holds."""
    if isinstance(schema, dict) and is_alone(schema):
        return (schema,)
    found: list[dict[str, Any]] = []
    seen: set[int] = set()
    waiting = [schema]  # a stack, so that no chain is too long
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            found.append(node)
            waiting.extend(reversed(tuple(_inner(node, follow))))
    return tuple(found)


def following(schema: dict[str, Any], follow: Follow) -> Iterator[dict[str, Any]]:
    """Return the layers that come right after a schema among its `layers`."""
    return (inner for inner in _inner(schema, follow) if isinstance(inner, dict))


def is_alone(schema: dict[str, Any]) -> bool:
    """Tell whether a schema has no other layers than itself."""
    return _LEADING_ON.isdisjoint(schema)


def is_null(schema: Any) -> bool:
    """Tell whether a schema allows nothing but null."""
    node = lenient.mapping(schema)
    return (
        node.get("type") in ("null", ["null"]) or node.get("enum") == [None] or node.get("const", 0) is None
    )


def _inner(schema: dict[str, Any], follow: Follow) -> Iterator[Any]:
    if "$ref" in schema:
        yield _target(schema, follow)
    yield from lenient.sequence(schema.get("allOf"))
    for key in ("oneOf", "anyOf"):
        branches = lenient.sequence(schema.get(key))
        inner = [branch for branch in branches if not is_null(branch)]
        if len(inner) == 1:
            yield inner[0]


def _target(schema: dict[str, Any], follow: Follow) -> Any:
    try:
        found = follow(schema, "")
    except UnreadableInput:
        return None
    return found[0] if found else None
