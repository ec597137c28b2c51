"""Comparators for types, values, numbers and strings: each constraint of one side is looked for on the other."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from registry.schema import texts
from registry.schema.admission import INTEGERS, accepts
from registry.schema.difference import Action, Difference, Effect, Pointers, Related
from registry.schema.shape import NUMBERS, TYPES, Limit, Shape
from registry.schema.values import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.schema.admission import Document
    from registry.schema.node import Node

NONE, NARROWER, WIDER, UNKNOWN = Effect.NONE, Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN


def type_name(types: frozenset[str]) -> str:
    """Return types in the words of JSON Schema (``string or number``)."""
    if types >= TYPES:
        return "any type"
    names = set(types)
    if "fraction" in names:
        names = names - NUMBERS | {"number"}
    return " or ".join(sorted(names)) or "nothing"


def spot(a: Shape, b: Shape, *keywords: str) -> Pointers:
    """Return where a keyword stands on both sides; the schema itself where it is not written."""

    def of(shape: Shape) -> str | None:
        return next((shape.where[name] for name in (*keywords, "schema") if name in shape.where), None)

    return Pointers(of(a), of(b))


def compare_null(a: Shape, b: Shape) -> Iterator[Difference]:
    """Null allowed by one side only."""
    if a.null != b.null:
        action: Action = "removed" if a.null else "added"
        yield Difference(
            "null",
            action,
            NARROWER if a.null else WIDER,
            a.null,
            b.null,
            at=spot(a, b, "nullable", "type", "enum"),
        )


def compare_types(a: Shape, b: Shape) -> Iterator[Difference]:
    """Types allowed by one side only; the numbers that are no integers count as a type."""
    left, right = a.types, b.types
    listed = a.values is not None or b.values is not None
    if listed and left & right:
        return
    lost, gained = left - right - _without_fractions(a), right - left - _without_fractions(b)
    if lost or gained:
        effect = (NARROWER if lost else NONE) | (WIDER if gained else NONE)
        action: Action = "changed" if lost and gained else "narrowed" if lost else "widened"
        yield Difference(
            "type", action, effect, type_name(left), type_name(right), at=spot(a, b, "type", "enum")
        )


def _without_fractions(shape: Shape) -> frozenset[str]:
    """Return the fractions where the steps of a shape lead to integers only."""
    whole = any(step.denominator == 1 for step in shape.multiples)
    return frozenset({"fraction"}) if whole else frozenset()


def compare_values(a: Shape, b: Shape, here: tuple[Node, Node], relation: Related) -> Iterator[Difference]:
    """Listed values: ``enum``, ``const`` and choices between constants are one list.

    A list is finite, so each of its values is tried on the other side, all keywords considered.
    """
    place = spot(a, b, "enum")
    if a.values is None and not _all_booleans(a, b) and not _all_texts(a, b, relation.b, here[1]):
        yield Difference("enum", "added", NARROWER, None, list(b.values or ()), at=place)
    if b.values is None and not _all_booleans(b, a) and not _all_texts(b, a, relation.a, here[0]):
        yield Difference("enum", "removed", WIDER, list(a.values or ()), None, at=place)
    lost, unsure = _refused(relation.a, here[0], a, relation.b, here[1])
    if lost:
        yield Difference("enum values", "removed", NARROWER, lost, None, at=place)
    gained, doubtful = _refused(relation.b, here[1], b, relation.a, here[0])
    if gained:
        yield Difference("enum values", "added", WIDER, None, gained, at=place)
    if unsure or doubtful:
        yield Difference("enum values", "changed", UNKNOWN, unsure, doubtful, at=place)


def _refused(
    side: Document, node: Node, shape: Shape, other: Document, other_node: Node
) -> tuple[list[Any], list[Any]]:
    """Return the listed values of one side that the other refuses, and those for which it is not known."""
    refused, unsure = [], []
    for value in shape.values or ():
        if accepts(side, node, value) is False:
            continue
        answer = accepts(other, other_node, value)
        if answer is False:
            refused.append(value)
        elif answer is None and not (
            other.shape(other_node).values is not None and accepts(side, node, value) is None
        ):
            unsure.append(value)
    return refused, unsure


def _all_booleans(free: Shape, listed: Shape) -> bool:
    return free.types == {"boolean"} and {key(value) for value in listed.values or ()} >= {
        key(True),
        key(False),
    }


def _all_texts(free: Shape, listed: Shape, side: Document, node: Node) -> bool:
    """Whether the patterns of texts match listed ones only, all of which are allowed for certain."""
    values = [value for value in listed.values or () if isinstance(value, str)]
    if free.types != {"string"} or not free.patterns or not values:
        return False
    spelled = ("".join(f"\\u{{{ord(character):x}}}" for character in value) for value in values)
    wanted = texts.Wanted(
        free.patterns, (f"^(?:{'|'.join(spelled)})$",), free.min_length or 0, free.max_length
    )
    return all(accepts(side, node, value) for value in values) and texts.exists(wanted) is False


def compare_limits(a: Shape, b: Shape) -> Iterator[Difference]:
    """Bounds of numbers, inclusive and exclusive as one; on integers, the bounds of the integers inside."""
    for keyword, sign, before, after in (("minimum", 1, a.low, b.low), ("maximum", -1, a.high, b.high)):
        effect = NONE
        if after is not None and _shuts_out(after, a, before, sign):
            effect |= NARROWER
        if before is not None and _shuts_out(before, b, after, sign):
            effect |= WIDER
        if effect:
            exclusive = f"exclusive{keyword.capitalize()}"
            yield Difference(
                keyword,
                moved(
                    before and before.value, after and after.value, tightened=NARROWER in effect, sign=sign
                ),
                effect,
                before and before.written,
                after and after.written,
                at=spot(a, b, keyword, exclusive),
            )


def _whole(shape: Shape) -> bool:
    return "fraction" not in shape.types


def _shuts_out(limit: Limit, shape: Shape, own: Limit | None, sign: int) -> bool:
    """Whether a limit shuts out numbers of a shape, whose own limit is given; its formats may be bounds, too."""
    edges = [INTEGERS[name] for name in shape.formats if name in INTEGERS]
    formats = [-edge if sign > 0 else edge - 1 for edge in edges]
    limits = (own, *(Limit(Fraction(edge), edge) for edge in formats))
    return all(_tighter(limit, one, sign, whole=_whole(shape)) for one in limits)


def _tighter(one: Limit, other: Limit | None, sign: int, *, whole: bool) -> bool:
    """Whether ``one`` shuts out numbers that ``other`` lets in."""
    return other is None or _position(one, sign, whole=whole) > _position(other, sign, whole=whole)


def _position(limit: Limit, sign: int, *, whole: bool) -> tuple[Fraction, bool]:
    """Return the first number inside (as seen from outside), with whether it is itself excluded."""
    value = sign * limit.value
    if not whole:
        return value, limit.excluded
    first = Fraction(math.ceil(value))
    return (first + 1 if limit.excluded and first == value else first), False


def moved(before: Any, after: Any, *, tightened: bool, sign: int) -> Action:
    """Return what became of a bound, a least one (sign 1) or a most one (-1)."""
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if before == after:
        return "increased" if tightened == (sign > 0) else "decreased"
    return "increased" if after > before else "decreased"


def compare_multiples(a: Shape, b: Shape) -> Iterator[Difference]:
    """``multipleOf`` by divisibility: every multiple of 10 is one of 5; every integer is one of 1."""
    effect = NONE
    if not all(_divides(step, a) for step in b.multiples):
        effect |= NARROWER
    if not all(_divides(step, b) for step in a.multiples):
        effect |= WIDER
    if effect:
        before, after = _steps(a.multiples), _steps(b.multiples)
        action: Action = "added" if before is None else "removed" if after is None else "changed"
        yield Difference("multipleOf", action, effect, before, after, at=spot(a, b, "multipleOf"))


def _divides(step: Fraction, shape: Shape) -> bool:
    """Whether all numbers of a shape are multiples of ``step``."""
    given = (*shape.multiples, *((Fraction(1),) if _whole(shape) else ()))
    return any(one % step == 0 for one in given)


def _steps(multiples: Iterable[Fraction]) -> Any:
    plain = [int(step) if step.denominator == 1 else float(step) for step in multiples]
    return None if not plain else plain[0] if len(plain) == 1 else plain


def compare_patterns(a: Shape, b: Shape) -> Iterator[Difference]:
    """Patterns: one that all texts of the other side match says nothing new (patterns, lengths considered)."""
    if set(a.patterns) == set(b.patterns):
        return
    effect = _patterns_refuse(a, b) | _patterns_refuse(b, a).mirrored()
    if effect:
        before = [pattern for pattern in a.patterns if pattern not in b.patterns]
        after = [pattern for pattern in b.patterns if pattern not in a.patterns]
        action: Action = "changed" if before and after else "added" if after else "removed"
        yield Difference(
            "pattern", action, effect, one_or_all(before), one_or_all(after), at=spot(a, b, "pattern")
        )


def _patterns_refuse(given: Shape, asked: Shape) -> Effect:
    """Return ``NARROWER`` where a text of one side does not match a pattern of the other."""
    effect = NONE
    for pattern in asked.patterns:
        wanted = texts.Wanted(given.patterns, (pattern,), given.min_length or 0, given.max_length)
        answer = False if pattern in given.patterns else texts.text(wanted)
        effect |= UNKNOWN if answer is None else NONE if answer is False else NARROWER
    return NARROWER if NARROWER in effect else effect


def one_or_all(names: list[str]) -> Any:
    """Return the only name alone, several as a list, none as None."""
    return None if not names else names[0] if len(names) == 1 else names
