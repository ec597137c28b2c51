"""How many times one unit of measure goes into another, for the units that people mix up."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {
        **{unit: ("money", Fraction(1)) for unit in ("euro", "EUR", "dollar", "USD", "pound", "GBP")},
        **{unit: ("money", Fraction(1, 100)) for unit in ("cent", "ct", "penny", "c")},
        **{
            unit: ("mass", Fraction(size))
            for unit, size in (("mg", "1/1000"), ("g", "1"), ("kg", "1000"), ("t", "1000000"))
        },
        **{
            unit: ("length", Fraction(size))
            for unit, size in (("mm", "1/1000"), ("cm", "1/100"), ("m", "1"), ("km", "1000"))
        },
        **{
            unit: ("time", Fraction(size))
            for unit, size in (("ms", "1/1000"), ("s", "1"), ("min", "60"), ("h", "3600"), ("d", "86400"))
        },
        **{
            unit: ("share", Fraction(size))
            for unit, size in (("%", "1/100"), ("1", "1"), ("[ppm]", "1/1000000"))
        },
        **{
            unit: ("data", Fraction(size))
            for unit, size in (("By", "1"), ("kBy", "1000"), ("MBy", "1000000"), ("GBy", "1000000000"))
        },
    }
)
"""Of what each is a measure, and how large it is (UCUM; annotations without their braces)."""


def bare(unit: str) -> str:
    """Return a unit as people say it: ``{cent}`` is cent."""
    return unit.strip("{}")


def times(one: str, other: str) -> Fraction | None:
    """Return how many of ``other`` go into ``one``, None where nobody can say."""
    found, against = SIZES.get(bare(one)), SIZES.get(bare(other))
    if found is None or against is None or found[0] != against[0]:
        return None
    return found[1] / against[1]


def wrong_by(factor: Fraction | None) -> str:
    """Return how wrong a number is that should have been divided by a factor."""
    if factor is None or factor == 1:
        return "as numbers of another size"
    shown, direction = (factor, "too large") if factor > 1 else (1 / factor, "too small")
    return f"{float(shown):,.6g} times {direction}"
