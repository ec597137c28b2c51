"""Units that can be calculated into each other: the part of UCUM that data exchange meets, and money."""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scale(NamedTuple):
    """What a unit measures, and how much of the basic unit of that it is."""

    measures: str
    size: Fraction


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        code: Scale(measures, Fraction(size))
        for measures, sizes in {
            "mass": {"ug": "1e-6", "mg": "1e-3", "g": "1", "kg": "1000", "t": "1e6", "[lb_av]": "453.59237",
                     "[oz_av]": "28.349523125"},
            "length": {"um": "1e-6", "mm": "1e-3", "cm": "1e-2", "dm": "1e-1", "m": "1", "km": "1000",
                       "[in_i]": "0.0254", "[ft_i]": "0.3048", "[yd_i]": "0.9144", "[mi_i]": "1609.344"},
            "area": {"mm2": "1e-6", "cm2": "1e-4", "m2": "1", "km2": "1e6"},
            "volume": {"mL": "1e-3", "cL": "1e-2", "dL": "1e-1", "L": "1", "m3": "1000", "cm3": "1e-3"},
            "time": {"us": "1e-6", "ms": "1e-3", "s": "1", "min": "60", "h": "3600", "d": "86400", "wk": "604800"},
            "data": {"bit": "0.125", "By": "1", "kBy": "1e3", "MBy": "1e6", "GBy": "1e9", "TBy": "1e12",
                     "KiBy": "1024", "MiBy": "1048576", "GiBy": "1073741824"},
            "energy": {"J": "1", "kJ": "1000", "MJ": "1e6", "W.h": "3600", "kW.h": "3.6e6", "cal": "4.184",
                       "kcal": "4184"},
            "power": {"mW": "1e-3", "W": "1", "kW": "1000", "MW": "1e6"},
            "share": {"1": "1", "%": "0.01", "[ppth]": "1e-3", "[ppm]": "1e-6"},
            "temperature": {"Cel": "1"},
            "angle": {"deg": "1"},
        }.items()
        for code, size in sizes.items()
    }
)  # fmt: skip
"""By UCUM code. Kelvin and Fahrenheit are left out: their zero is elsewhere, so that no factor leads there."""

MONEY = "money"
HUNDREDTHS = re.compile(r"\{(euro)?(cent|cents|minor|penny|pence|hundredth)s?\}", re.IGNORECASE)
WHOLE = re.compile(
    r"\{(euro|euros|dollar|dollars|pound|pounds|franc|francs|major|eur|usd|gbp|chf)\}", re.IGNORECASE
)


def scale(unit: str) -> Scale | None:
    """Return what a unit measures and how much; None where that is not known here.

    UCUM gives what stands in braces no meaning, so ``{pair}`` counts; but money is told by such words.
    """
    if HUNDREDTHS.fullmatch(unit):
        return Scale(MONEY, Fraction(1, 100))
    if WHOLE.fullmatch(unit):
        return Scale(MONEY, Fraction(1))
    if unit.startswith("{") and unit.endswith("}") and unit.count("{") == 1:
        return Scale(f"{unit[1:-1]}", Fraction(1))
    return SCALES.get(unit)
