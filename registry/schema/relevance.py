"""Whether a value shows one particular difference, and not another that happens to stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from registry.schema import texts
from registry.schema.members import matches
from registry.schema.shape import NUMBERS, between
from registry.schema.values import key, type_of

if TYPE_CHECKING:
    from registry.schema.difference import Difference
    from registry.schema.shape import Shape

Test = Callable[["Difference", "Shape", "Shape", Any], bool]
"""From a difference, the shape that allows the value, the one that refuses it, and the value."""


def shows(difference: Difference, good: Shape, bad: Shape, value: Any) -> bool:
    """Whether the value is refused at this spot for what the difference says; True where nothing finer is known."""
    test = TESTS.get(difference.keyword)
    return test is None or test(difference, good, bad, value)


def _number(value: Any) -> bool:
    return type_of(value) in NUMBERS


def _bound(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return _number(value) and not bad.bounds(value)


def _step(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return _number(value) and any(Fraction(str(value)) % step for step in bad.multiples)


def _length(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return isinstance(value, str) and not between(bad.min_length, len(value), bad.max_length)


def _count(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    if isinstance(value, list):
        return not between(bad.min_items, len(value), bad.max_items)
    return isinstance(value, dict) and not between(bad.min_properties, len(value), bad.max_properties)


def _pattern(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return isinstance(value, str) and any(texts.found(pattern, value) is not True for pattern in bad.patterns)


def _listed(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return bad.values is None or key(value) not in {key(one) for one in bad.values}


def _missing(difference: Difference, _good: Shape, _bad: Shape, value: Any) -> bool:
    return isinstance(value, dict) and difference.name not in value


def _undeclared(_: Difference, good: Shape, bad: Shape, value: Any) -> bool:
    return isinstance(value, dict) and bool(set(value) - set(good.declared) - set(bad.declared))


def _by_pattern(difference: Difference, _good: Shape, _bad: Shape, value: Any) -> bool:
    return isinstance(value, dict) and any(matches(difference.name, name) for name in value)


def _of_type(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return value is not None and type_of(value) not in bad.types


TESTS: dict[str, Test] = {
    "null": lambda _difference, _good, _bad, value: value is None,
    "type": _of_type,
    "minimum": _bound,
    "maximum": _bound,
    "multipleOf": _step,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _count,
    "maxItems": _count,
    "minProperties": _count,
    "maxProperties": _count,
    "pattern": _pattern,
    "enum": _listed,
    "enum values": _listed,
    "uniqueItems": lambda _difference, _good, _bad, value: isinstance(value, list),
    "properties": lambda difference, _good, _bad, value: isinstance(value, dict) and difference.name in value,
    "required": _missing,
    "required properties": _missing,
    "dependentRequired": lambda difference, _good, _bad, value: (
        isinstance(value, dict) and difference.name in value
    ),
    "additionalProperties": _undeclared,
    "patternProperties": _by_pattern,
}
"""By keyword, what a value that shows the difference has about it."""
