"""``allOf`` as intersection: two shapes become the shape of the values both allow, facet by facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.schema.shape import ANYTHING, FACETS, NUMBERS, Limit, Shape
from registry.schema.values import key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GATHERED = (
    "multiples",
    "patterns",
    "formats",
    "encodings",
    "media_types",
    "items",
    "contains",
    "members",
    "required",
    "names",
    "dependent_required",
    "dependent_schemas",
    "unions",
    "negations",
    "conditions",
    "unread",
)
"""Facets of which both sides hold at once: the lists are joined."""


def intersection(one: Shape, other: Shape) -> Shape:
    """Return the shape of the values that both shapes allow."""
    if one is ANYTHING:
        return other
    if other is ANYTHING:
        return one
    gathered: dict[str, Any] = {name: _joined(getattr(one, name), getattr(other, name)) for name in GATHERED}
    return one._replace(
        **gathered,
        types=one.types & other.types,
        null=one.null and other.null,
        values=_common(one.values, other.values),
        low=_tighter(one.low, other.low, lambda a, b: (a.value, a.excluded) >= (b.value, b.excluded)),
        high=_tighter(one.high, other.high, lambda a, b: (-a.value, a.excluded) >= (-b.value, b.excluded)),
        min_length=_extreme(one.min_length, other.min_length, max),
        max_length=_extreme(one.max_length, other.max_length, min),
        min_items=_extreme(one.min_items, other.min_items, max),
        max_items=_extreme(one.max_items, other.max_items, min),
        min_properties=_extreme(one.min_properties, other.min_properties, max),
        max_properties=_extreme(one.max_properties, other.max_properties, min),
        unique=one.unique or other.unique,
        unevaluated_items=one.unevaluated_items or other.unevaluated_items,
        unevaluated_properties=one.unevaluated_properties or other.unevaluated_properties,
        notes={**other.notes, **one.notes},
        where={**other.where, **one.where},
    )


def by_type(shapes: Sequence[Shape]) -> Shape | None:
    """Return the union of shapes that share no type, which is one shape: each facet speaks of one type only.

    So ``anyOf: [{type: string}, {type: integer}]`` and ``type: [string, integer]`` are the same. None where types
    are shared, or where a branch says more than facets can.
    """
    found = Shape(types=frozenset(), null=False)
    for shape in shapes:
        if found.types & shape.types or not shape.types or not shape.plain:
            return None
        if (shape.formats and found.formats) or (shape.types & NUMBERS and found.types & NUMBERS):
            return None
        own = {
            name: getattr(shape, name) for kind in shape.types for name in FACETS[kind] if shape.says(name)
        }
        found = found._replace(**own, types=found.types | shape.types, where={**found.where, **shape.where})
    return found


def _joined(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    if not one or not other:
        return one or other
    return one + tuple(item for item in other if item not in one)


def _common(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    allowed = {key(value) for value in other}
    return tuple(value for value in one if key(value) in allowed)


def _extreme(one: int | None, other: int | None, choose: Callable[[int, int], int]) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)


def _tighter(
    one: Limit | None, other: Limit | None, first_wins: Callable[[Limit, Limit], bool]
) -> Limit | None:
    if one is None or other is None:
        return other if one is None else one
    return one if first_wins(one, other) else other
