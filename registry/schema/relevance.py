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


def _too_low(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return _number(value) and not bad._replace(high=None).bounds(value)


def _too_high(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return _number(value) and not bad._replace(low=None).bounds(value)


def _step(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return _number(value) and any(Fraction(str(value)) % step for step in bad.multiples)


def _too_short(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return isinstance(value, str) and not between(bad.min_length, len(value), None)


def _too_long(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    return isinstance(value, str) and not between(None, len(value), bad.max_length)


def _too_few(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    if isinstance(value, list):
        return not between(bad.min_items, len(value), None)
    return isinstance(value, dict) and not between(bad.min_properties, len(value), None)


def _too_many(_: Difference, _good: Shape, bad: Shape, value: Any) -> bool:
    if isinstance(value, list):
        return not between(None, len(value), bad.max_items)
    return isinstance(value, dict) and not between(None, len(value), bad.max_properties)


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
    "minimum": _too_low,
    "maximum": _too_high,
    "multipleOf": _step,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "minProperties": _too_few,
    "maxProperties": _too_many,
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
