"""Units that can be calculated into each other, and those of which nothing is known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from registry.flow.units import scale


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("kg", "g", 1000),
        ("cm", "[in_i]", Fraction(100, 254)),
        ("h", "min", 60),
        ("MiBy", "By", 1048576),
        ("%", "1", Fraction(1, 100)),
        ("{cent}", "{euro}", Fraction(1, 100)),
        ("{pair}", "{pair}", 1),
        ("kW.h", "J", 3_600_000),
    ],
)
def test_one_unit_is_so_many_of_another(one: str, other: str, factor: Fraction) -> None:
    given, taken = scale(one), scale(other)
    assert given is not None
    assert taken is not None
    assert given.measures == taken.measures
    assert given.size / taken.size == factor


@pytest.mark.parametrize(("one", "other"), [("kg", "cm"), ("{pair}", "{item}"), ("s", "By"), ("{cent}", "%")])
def test_what_measures_something_else_has_no_factor(one: str, other: str) -> None:
    assert scale(one).measures != scale(other).measures  # type: ignore[union-attr]


@pytest.mark.parametrize("unit", ["K", "[degF]", "furlong", ""])
def test_of_some_units_nothing_is_known(unit: str) -> None:
    assert scale(unit) is None
