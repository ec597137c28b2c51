"""Types that a shape names but no value can have: bounds that cross, members that nothing fits, exclusions.

Without this a difference below them would be reported that no value can show. Only what is sure is taken away.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from registry.schema.combine import intersection
from registry.schema.members import item, member
from registry.schema.shape import FACETS, NUMBERS, Condition, Limit, Shape, Union

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.schema.node import Node, Schemas

    Look = Callable[[Node], Shape]
    """From a node to its shape; one that is being worked out just now is taken to allow anything."""


FIRST = 4
"""Positions of an array that are looked at one by one."""


def sharpened(shape: Shape, schemas: Schemas, look: Look) -> Shape:
    """Return the shape without types that are impossible and exclusions that exclude nothing."""
    types = shape.types - _impossible(shape, schemas, look)
    if not shape.only_union:
        for union in shape.unions:
            types -= _unchosen(union, replace(shape, types=types, unions=()), schemas, look)
    for condition in shape.conditions:
        types -= {kind for kind in types if _fails(condition, kind, look)}
    negations = []
    for node in shape.negations:
        excluded = look(node)
        types -= {kind for kind in types if allows_all(excluded, kind)}
        if excluded.types & types or (excluded.null and shape.null):
            negations.append(node)
    if types == shape.types and len(negations) == len(shape.negations):
        return shape
    return replace(shape, types=types, negations=tuple(negations))


def _unchosen(union: Union, around: Shape, schemas: Schemas, look: Look) -> frozenset[str]:
    """Return the types that no branch allows together with what stands around, or that two of ``oneOf`` allow whole."""
    branches = [look(branch) for branch in union.branches]
    # What is left unevaluated depends on all branches that a value fits, so one alone decides nothing about it.
    open_end = around.says("unevaluated_items", "unevaluated_properties")
    joined = branches if open_end else [intersection(around, branch) for branch in branches]
    left = frozenset().union(*(shape.types - _impossible(shape, schemas, look) for shape in joined))
    if union.kind == "oneOf":
        left -= {kind for kind in left if sum(allows_all(branch, kind) for branch in branches) > 1}
    return around.types - left


def _fails(condition: Condition, kind: str, look: Look) -> bool:
    """Whether no value of a type passes: what then must hold excludes it, and what must hold otherwise too."""
    when = look(condition.when)
    then = condition.then is not None and kind not in look(condition.then).types
    otherwise = condition.otherwise is not None and kind not in look(condition.otherwise).types
    return (then or kind not in when.types) and (otherwise or allows_all(when, kind)) and (then or otherwise)


def allows_all(shape: Shape, kind: str) -> bool:
    """Whether every value of a type is allowed."""
    combined = shape.values is not None or shape.says("unions", "negations", "conditions", "unread")
    return kind in shape.types and not combined and not shape.says(*FACETS[kind])


def _impossible(shape: Shape, schemas: Schemas, look: Look) -> frozenset[str]:
    found: set[str] = set()
    if _crossed(shape.min_length, shape.max_length):
        found.add("string")
    if _no_array(shape, schemas, look):
        found.add("array")
    if _no_object(shape, schemas, look):
        found.add("object")
    if _no_number(shape.low, shape.high):
        found |= NUMBERS
    elif _no_integer(shape):
        found.add("integer")
    return frozenset(found)


def _no_number(low: Limit | None, high: Limit | None) -> bool:
    if low is None or high is None:
        return False
    return low.value > high.value or (low.value == high.value and (low.excluded or high.excluded))


def _no_integer(shape: Shape) -> bool:
    """Whether the first multiple of a step behind the lower bound is already beyond the upper one."""
    low, high = shape.low, shape.high
    if low is None or high is None:
        return False
    for step in (*shape.multiples, Fraction(1)):
        first = math.ceil(low.value / step) * step
        first += step if low.excluded and first == low.value else 0
        if first > high.value or (high.excluded and first == high.value):
            return True
    return False


def _crossed(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most


def _no_array(shape: Shape, schemas: Schemas, look: Look) -> bool:
    least = shape.min_items or 0
    if _crossed(shape.min_items, shape.max_items):
        return True
    for contains in shape.contains:
        held = item(schemas, shape, None).parts if not any(one.first for one in shape.items) else ()
        if contains.least and look(schemas.together((*contains.node.parts, *held))).empty:
            return True
        if contains.most is not None and contains.most < contains.least:
            return True
        least = max(least, contains.least)
    if _crossed(least, shape.max_items):
        return True
    return any(look(item(schemas, shape, at)).empty for at in range(min(least, FIRST)))


def _no_object(shape: Shape, schemas: Schemas, look: Look) -> bool:
    if _crossed(max(shape.min_properties or 0, len(shape.required)), shape.max_properties):
        return True
    return any(
        look(member(schemas, shape, name)).empty or not all(look(names).admits(name) for names in shape.names)
        for name in shape.required
    )
