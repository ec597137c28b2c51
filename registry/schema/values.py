"""JSON values compared as JSON Schema compares them: 1 is 1.0, true is not 1, the order of keys is nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Key = tuple[Any, ...]
"""A hashable stand-in for a JSON value; equal exactly where the values are equal (JSON Schema core, 4.2.2)."""


def key(value: Any) -> Key:
    """Return the stand-in of a JSON value of any depth."""
    match value:
        case None:
            return ("null",)
        case bool():
            return ("boolean", value)
        case int() | float():
            return ("number", value)
        case str():
            return ("string", value)
        case Mapping():
            return ("object", frozenset((name, key(member)) for name, member in value.items()))
        case Sequence():
            return ("array", tuple(key(item) for item in value))
    return ("other", repr(value))


def equal(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same value."""
    return key(one) == key(other)


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values without repetition, in the order given."""
    return tuple({key(value): value for value in values}.values())


def type_of(value: Any) -> str:
    """Return the type of a value, numbers split into ``integer`` and ``fraction``."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if math.isfinite(value) and value.is_integer() else "fraction"
        case str():
            return "string"
        case Mapping():
            return "object"
    return "array"
