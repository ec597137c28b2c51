"""Comparators for lengths and counts: a bound that something else keeps to anyway says nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema import texts
from registry.schema.difference import Difference, Effect
from registry.schema.members import item, member, others
from registry.schema.scalars import moved, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.schema.admission import Document
    from registry.schema.difference import Related
    from registry.schema.shape import Shape


class Count(NamedTuple):
    """A facet, its keyword, the type it speaks of, and 1 for a least count or -1 for a most one."""

    facet: str
    keyword: str
    kind: str
    sign: int


LENGTHS = (Count("min_length", "minLength", "string", 1), Count("max_length", "maxLength", "string", -1))

COUNTS = (
    Count("min_items", "minItems", "array", 1),
    Count("max_items", "maxItems", "array", -1),
    Count("min_properties", "minProperties", "object", 1),
    Count("max_properties", "maxProperties", "object", -1),
)


def compare_lengths(a: Shape, b: Shape) -> Iterator[Difference]:
    """Lengths of texts; the patterns may already keep them inside."""
    for count in LENGTHS:
        found = _difference(a, b, count)
        if found is None:
            continue
        tightened = Effect.NARROWER in found.effect
        if not _implied(a if tightened else b, found.after if tightened else found.before, count.sign):
            yield found


def compare_counts(a: Shape, b: Shape, types: frozenset[str], relation: Related) -> Iterator[Difference]:
    """Counts of items and of properties; what is listed, required or declared may already keep them inside."""
    for count in COUNTS:
        found = _difference(a, b, count) if count.kind in types else None
        if found is None:
            continue
        tightened = Effect.NARROWER in found.effect
        bound = found.after if tightened else found.before
        kept = KEPT[count.facet](*((relation.a, a) if tightened else (relation.b, b)))
        if kept is None or count.sign * kept < count.sign * bound:
            yield found


def _difference(a: Shape, b: Shape, count: Count) -> Difference | None:
    """Return how a bound was moved; a least count of 0 says nothing."""
    before, after = _least(getattr(a, count.facet), count.sign), _least(getattr(b, count.facet), count.sign)
    if before == after:
        return None
    tightened = after is not None and (before is None or count.sign * after > count.sign * before)
    return Difference(
        count.keyword,
        moved(before, after, tightened=tightened, sign=count.sign),
        Effect.NARROWER if tightened else Effect.WIDER,
        before,
        after,
        at=spot(a, b, count.keyword),
    )


def _least(count: int | None, sign: int) -> int | None:
    return None if count == 0 and sign > 0 else count


def _implied(shape: Shape, bound: Any, sign: int) -> bool:
    """Whether the patterns of a shape already keep its texts inside a bound on their length."""
    if not shape.patterns:
        return False
    least, most = (shape.min_length or 0, bound - 1) if sign > 0 else (bound + 1, shape.max_length)
    return texts.exists(texts.Wanted(shape.patterns, (), least, most)) is False


def fewest_items(_: Document, shape: Shape) -> int | None:
    """Return how many items an array has at least."""
    return max((shape.min_items or 0, *(contains.least for contains in shape.contains)))


def most_items(side: Document, shape: Shape) -> int | None:
    """Return how many items an array has at most: none stands where nothing fits."""
    listed = max((len(items.first) for items in shape.items), default=0)
    most = shape.max_items
    for at in range(listed + 1 if most is None else min(listed + 1, most)):
        place = item(side.schemas, shape, at if at < listed else None)
        if place.parts and side.shape(place).empty:
            return at
    return most


def fewest_properties(side: Document, shape: Shape) -> int | None:
    """Return how many properties an object has at least, those aside that do not travel both ways."""
    return max(shape.min_properties or 0, sum(travels(side, shape, name) for name in shape.required))


def travels(side: Document, shape: Shape, name: str) -> bool:
    """Whether a property is sent and returned: what is required is required both ways (OpenAPI 3.0.3, 4.7.24.2)."""
    notes = side.shape(member(side.schemas, shape, name)).notes
    return notes.get("readOnly") is not True and notes.get("writeOnly") is not True


def most_properties(side: Document, shape: Shape) -> int | None:
    """Return how many properties an object has at most: a closed one, so many as it declares."""
    undeclared = others(side.schemas, shape)
    by_pattern = any(members.patterns for members in shape.members)
    if by_pattern or undeclared is None or not side.shape(undeclared).empty:
        return shape.max_properties
    return sum(not side.shape(member(side.schemas, shape, name)).empty for name in shape.declared)


KEPT = {
    "min_items": fewest_items,
    "max_items": most_items,
    "min_properties": fewest_properties,
    "max_properties": most_properties,
}
"""The counts that a shape keeps to, whatever says so."""
