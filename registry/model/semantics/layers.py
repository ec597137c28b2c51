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


def layers(schema: Any, follow: Follow) -> tuple[dict[str, Any], ...]:
    """Return the schema, its ``$ref`` target, its ``allOf`` branches, what its nullable wrapper holds."""
    return tuple(_layers(schema, follow, set()))


def is_null(schema: Any) -> bool:
    """Tell whether a schema allows nothing but null."""
    node = lenient.mapping(schema)
    return (
        node.get("type") in ("null", ["null"]) or node.get("enum") == [None] or node.get("const", 0) is None
    )


def _layers(schema: Any, follow: Follow, seen: set[int]) -> Iterator[dict[str, Any]]:
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.add(id(schema))
    yield schema
    if "$ref" in schema:
        yield from _layers(_target(schema, follow), follow, seen)
    for branch in lenient.sequence(schema.get("allOf")):
        yield from _layers(branch, follow, seen)
    for key in ("oneOf", "anyOf"):
        branches = lenient.sequence(schema.get(key))
        inner = [branch for branch in branches if not is_null(branch)]
        if len(inner) == 1:
            yield from _layers(inner[0], follow, seen)


def _target(schema: dict[str, Any], follow: Follow) -> Any:
    try:
        found = follow(schema, "")
    except UnreadableInput:
        return None
    return found[0] if found else None
