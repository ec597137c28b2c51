"""What a row makes of one value: translated, calculated exactly, replaced, left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from registry.model.flow import Substitute

if TYPE_CHECKING:
    from registry.model.flow import Convert, MappingRow


@dataclass(frozen=True, slots=True)
class Sent:
    """What arrives at the consumer: the ``value``; nothing at all where it is ``left_out``."""

    value: Any = None
    left_out: bool = False


LEFT_OUT = Sent(left_out=True)
"""The field is skipped, or the record rejected, or nothing says what becomes of the value."""


def carried(row: MappingRow, value: Any) -> Sent:
    """Return what a row sends for a value of the producer."""
    if value is None and "null" not in (row.values or {}):
        return instead(row)
    if row.values is not None:
        name = key(value)
        if name not in row.values:
            return LEFT_OUT
        value = row.values[name]
    elif row.convert is not None:
        if not is_number(value):
            return LEFT_OUT
        value = plain(calculated(row.convert, exact(value)))
    return instead(row) if value is None else Sent(value)


def instead(row: MappingRow) -> Sent:
    """Return what a row sends where there is no value."""
    if isinstance(row.on_null, Substitute):
        return Sent(row.on_null.value)
    return LEFT_OUT if row.on_null in ("skip", "reject") else Sent(None)


def calculated(convert: Convert, number: Fraction) -> Fraction:
    """Return a number after the arithmetic of a row, in the order of its keys; halves are rounded away from zero.

    Raises:
        ZeroDivisionError: It divides by zero.
    """
    if convert.multiply is not None:
        number *= exact(convert.multiply)
    if convert.divide is not None:
        number /= exact(convert.divide)
    if convert.add is not None:
        number += exact(convert.add)
    return number if convert.round is None else rounded(number, convert.round)


def reversed_(convert: Convert, number: Fraction) -> Fraction:
    """Return a number of which the arithmetic makes ``number``, rounding aside.

    Raises:
        ZeroDivisionError: The arithmetic makes the same of every number.
    """
    if convert.add is not None:
        number -= exact(convert.add)
    if convert.divide is not None:
        number *= exact(convert.divide)
    return number if convert.multiply is None else number / exact(convert.multiply)


def factor(convert: Convert | None) -> Fraction | None:
    """Return what the arithmetic multiplies with; None where it adds something or divides by zero."""
    if convert is None:
        return Fraction(1)
    if convert.add or convert.divide == 0:
        return None
    return exact(1 if convert.multiply is None else convert.multiply) / exact(
        1 if convert.divide is None else convert.divide
    )


def rounded(number: Fraction, digits: int) -> Fraction:
    """Return a number with so many digits after the point, halves away from zero."""
    scale = 10**digits
    whole = (2 * abs(number) * scale + 1) // 2
    return Fraction(whole if number >= 0 else -whole, scale)


def exact(number: float) -> Fraction:
    """Return a number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def plain(number: Fraction) -> int | float:
    """Return a number as JSON has it."""
    return number.numerator if number.denominator == 1 else float(number)


def is_number(value: Any) -> bool:
    """Tell whether a JSON value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def key(value: Any) -> str:
    """Return a value as it is written as a key: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
