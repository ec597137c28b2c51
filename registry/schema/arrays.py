"""Comparators for arrays: items by position and the rest, what must be contained, and what is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema.counts import most_items
from registry.schema.difference import Action, Difference, Edge, Effect, Related
from registry.schema.members import EVALUATING, item
from registry.schema.scalars import spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.schema.shape import Contains, Shape

NONE, NARROWER, WIDER, UNKNOWN = Effect.NONE, Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN


def compare_arrays(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """Items by position and the rest, uniqueness, what must be contained, and what is not evaluated."""
    listed = max((len(items.first) for shape in (a, b) for items in shape.items), default=0)
    longest = min((most for most in (a.max_items, b.max_items) if most is not None), default=None)
    for position in (*range(listed), None):
        if longest is not None and (listed if position is None else position) >= longest:
            continue
        one, other = item(relation.a.schemas, a, position), item(relation.b.schemas, b, position)
        closed = relation.a.shape(one).empty, relation.b.shape(other).empty
        if position is None and closed[0] != closed[1]:
            yield _further_items(a, b, closed=closed[1])
        elif one.parts or other.parts:
            yield Edge("[]" if position is None else f"[{position}]", one, other)
        if any(closed):
            break  # no array of both sides goes on behind an item that nothing fits
    yield from _compare_unique(a, b, relation)
    yield from _compare_contains(a, b, relation)
    if a.unevaluated_items is not None or b.unevaluated_items is not None:
        yield from unevaluated("unevaluatedItems", a, b)


def _compare_unique(a: Shape, b: Shape, relation: Related) -> Iterator[Difference]:
    """Whether items may repeat; where there is one at most, none can."""
    if a.unique == b.unique:
        return
    most = most_items(relation.b, b) if a.unique else most_items(relation.a, a)
    if most is None or most > 1:
        action: Action = "removed" if a.unique else "added"
        effect = WIDER if a.unique else NARROWER
        yield Difference("uniqueItems", action, effect, a.unique, b.unique, at=spot(a, b, "uniqueItems"))


def _further_items(a: Shape, b: Shape, *, closed: bool) -> Difference:
    action: Action = "removed" if closed else "added"
    place = spot(a, b, "items", "unevaluatedItems", "prefixItems")
    return Difference("further items", action, NARROWER if closed else WIDER, not closed, closed, at=place)


def unevaluated(keyword: str, a: Shape, b: Shape) -> Iterator[Difference]:
    """What combinations and conditions evaluate depends on the value: beside them the keyword is not compared."""
    if any(shape.says(*EVALUATING) for shape in (a, b)):
        yield Difference(keyword, "changed", UNKNOWN, at=spot(a, b, keyword))


def _compare_contains(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    before, after = ([one for one in shape.contains if one.least or one.most is not None] for shape in (a, b))
    effect = NONE
    if not all(any(_implies(one, other, relation, flip=False) for one in before) for other in after):
        effect |= NARROWER
    if not all(any(_implies(other, one, relation, flip=True) for other in after) for one in before):
        effect |= WIDER
    if effect:
        action: Action = "added" if not before else "removed" if not after else "changed"
        yield Difference("contains", action, effect, len(before), len(after), at=spot(a, b, "contains"))


def _implies(given: Contains, wanted: Contains, relation: Related, *, flip: bool) -> bool:
    """Whether an array with enough items of one kind has enough, and not too many, of the other."""
    effect = relation.effect(wanted.node, given.node) if flip else relation.effect(given.node, wanted.node)
    if flip:
        effect = effect.mirrored()
    if wanted.most is not None:
        return (
            effect is NONE
            and given.most is not None
            and given.most <= wanted.most
            and given.least >= wanted.least
        )
    return given.least >= wanted.least and not effect & (NARROWER | UNKNOWN)
