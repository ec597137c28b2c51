"""Types that a shape names but no value can have: bounds that cross, members that nothing fits, exclusions.

Without this a difference below them would be reported that no value can show. Only what is sure is taken away.
"""

from __future__ import annotations

import itertools
import math
import operator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from registry.schema.combine import intersection
from registry.schema.counts import compare_lengths
from registry.schema.difference import Effect
from registry.schema.inhabited import surely
from registry.schema.labels import compare_content, compare_formats
from registry.schema.members import item, member
from registry.schema.scalars import compare_limits, compare_multiples, compare_patterns
from registry.schema.shape import ANYTHING, NOWHERE, NUMBERS, Condition, Limit, Shape, Union
from registry.schema.values import type_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.schema.node import Node, Schemas

    Look = Callable[[Node], Shape]
    """From a node to its shape; of one that is being worked out just now nothing is known."""


UNEVALUATED = ("unevaluated_items", "unevaluated_properties")

FIRST = 4
"""Positions of an array that are looked at one by one."""


def sharpened(shape: Shape, schemas: Schemas, look: Look) -> Shape:
    """Return the shape without types that are impossible, and without branches, exclusions, conditions of no use."""
    shape = _chosen(_settled(shape, look), schemas, look)
    types = shape.types - _impossible(shape, schemas, look)
    if not shape.only_union:
        for union in shape.unions:
            types -= _unchosen(union, shape._replace(types=types, unions=()), schemas, look)
    for condition in shape.conditions:
        types -= {kind for kind in types if _fails(condition, kind, look)}
    negations = []
    around = shape._replace(types=types, negations=()) if shape.negations else shape
    for node in shape.negations:
        excluded = look(node)
        types -= {kind for kind in types if _covers(excluded, kind, shape)}
        if (excluded.null and shape.null) or _meet(excluded, around, schemas, look) & types:
            negations.append(node)
    if types == shape.types and len(negations) == len(shape.negations):
        return shape
    return shape._replace(types=types, negations=tuple(negations))


def _settled(shape: Shape, look: Look) -> Shape:
    """Return the shape without conditions that never hold or always do, or from which nothing follows."""
    if not shape.conditions or shape.says(*UNEVALUATED):
        return shape
    kept, binding = [], ANYTHING
    for condition in shape.conditions:
        then, otherwise = condition.then, condition.otherwise
        when = look(condition.when)
        never = not (when.types & shape.types or (when.null and shape.null))
        always = _allows(when, shape)
        if never or (then is not None and _allows(look(then), shape)):
            then = None
        if always or (otherwise is not None and _allows(look(otherwise), shape)):
            otherwise = None
        left = then or otherwise
        outcome = look(left) if left else ANYTHING
        if (never or always) and not outcome.says("unread", *UNEVALUATED):
            binding = intersection(binding, outcome._replace(notes=NOWHERE))
        elif left:
            kept.append(replace(condition, then=then, otherwise=otherwise))
    return intersection(shape._replace(conditions=tuple(kept)), binding)


def _allows(shape: Shape, around: Shape) -> bool:
    """Whether a shape allows every value of the types around it, and null where that is allowed there."""
    return (shape.null or not around.null) and all(shape.allows_all(kind) for kind in around.types)


def _covers(excluded: Shape, kind: str, shape: Shape) -> bool:
    """Whether all values of a type that a shape allows are excluded."""
    if excluded.allows_all(kind):
        return True
    if kind not in excluded.types or kind in {"array", "object"} or not excluded.plain:
        return False
    alone = shape._replace(types=frozenset({kind}))
    differences = itertools.chain(
        compare_limits(alone, excluded) if kind in NUMBERS else (),
        compare_multiples(alone, excluded) if kind in NUMBERS else (),
        compare_lengths(alone, excluded) if kind == "string" else (),
        compare_patterns(alone, excluded) if kind == "string" else (),
        compare_formats(alone, excluded),
        compare_content(alone, excluded) if kind == "string" else (),
    )
    return not any(one.effect & (Effect.NARROWER | Effect.UNKNOWN) for one in differences)


def _meet(one: Shape, other: Shape, schemas: Schemas, look: Look) -> frozenset[str]:
    """Return the types of the values that two shapes may share."""
    # What is left unevaluated is counted inside each schema, so the two cannot be read as one.
    if one.says(*UNEVALUATED) or other.says(*UNEVALUATED):
        return one.types & other.types
    return _left(intersection(one, other), schemas, look)


def _left(shape: Shape, schemas: Schemas, look: Look) -> frozenset[str]:
    """Return the types of a shape of which some value may be allowed."""
    types = shape.types - _impossible(shape, schemas, look)
    if shape.values is None:
        return types
    return types & {type_of(value) for value in shape.values if shape.admits(value)}


def _chosen(shape: Shape, schemas: Schemas, look: Look) -> Shape:
    """Return the shape with the branches that allow something inside it; a single one left is no choice any more."""
    if not shape.unions or shape.only_union or shape.says(*UNEVALUATED):
        return shape
    around, unions, only = shape._replace(unions=()), [], ANYTHING
    for union in shape.unions:
        kept = tuple(node for node in union.branches if _meet(look(node), around, schemas, look))
        alone = look(kept[0]) if len(kept) == 1 else None
        if alone is not None and not alone.says("unread", *UNEVALUATED):
            only = intersection(only, alone._replace(null=True, notes=NOWHERE))
        else:
            whole = len(kept) in {0, len(union.branches)}
            unions.append(union if whole else replace(union, branches=kept))
    if only is not ANYTHING:
        return intersection(around._replace(unions=tuple(unions)), only)
    same = all(map(operator.is_, unions, shape.unions))
    return shape if same else shape._replace(unions=tuple(unions))


def _unchosen(union: Union, around: Shape, schemas: Schemas, look: Look) -> frozenset[str]:
    """Return the types that no branch allows together with what stands around, or that two of ``oneOf`` allow whole."""
    branches = [look(branch) for branch in union.branches]
    # What is left unevaluated depends on all branches that a value fits, so one alone decides nothing about it.
    joined = branches if around.says(*UNEVALUATED) else [intersection(around, branch) for branch in branches]
    left = frozenset().union(*(_left(shape, schemas, look) for shape in joined))
    if union.kind == "oneOf":
        left -= {kind for kind in left if sum(branch.allows_all(kind) for branch in branches) > 1}
    return around.types - left


def _fails(condition: Condition, kind: str, look: Look) -> bool:
    """Whether no value of a type passes: what then must hold excludes it, and what must hold otherwise too."""
    when = look(condition.when)
    then = condition.then is not None and kind not in look(condition.then).types
    otherwise = condition.otherwise is not None and kind not in look(condition.otherwise).types
    return (then or kind not in when.types) and (otherwise or when.allows_all(kind)) and (then or otherwise)


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
    places = (*range(max((len(one.first) for one in shape.items), default=0)), None)
    for contains in shape.contains:
        held = (schemas.together((*contains.node.parts, *item(schemas, shape, at).parts)) for at in places)
        if contains.least and all(_void(node, look) for node in held):
            return True
        if contains.most is not None and contains.most < contains.least:
            return True
        least = max(least, contains.least)
    if _crossed(least, shape.max_items):
        return True
    return any(_void(item(schemas, shape, at), look) for at in range(min(least, FIRST)))


def _void(node: Node, look: Look) -> bool:
    return not surely(node) and look(node).empty


def _no_object(shape: Shape, schemas: Schemas, look: Look) -> bool:
    if _crossed(max(shape.min_properties or 0, len(shape.required)), shape.max_properties):
        return True
    return any(
        _void(member(schemas, shape, name), look)
        or not all(look(names).admits(name) for names in shape.names)
        for name in shape.required
    )
