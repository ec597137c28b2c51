"""Words whose spelling a standard fixes: currencies, time zones, units."""

from __future__ import annotations

import re
from functools import cache

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
    CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS
    VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER
    ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a table is read as a table
)
"""The codes of ISO 4217."""

_UNIT = re.compile(r"(?:[\w%*'\"^.+/()-]|\[[^\[\]\s{}]+\]|\{[\x21-\x7e]*\})+", re.ASCII)
UNIT_WORDS = {
    "percent": "%", "percentage": "%", "pct": "%", "second": "s", "seconds": "s", "sec": "s",
    "millisecond": "ms", "milliseconds": "ms", "minute": "min", "minutes": "min", "hour": "h", "hours": "h",
    "day": "d", "days": "d", "week": "wk", "weeks": "wk", "month": "mo", "months": "mo", "year": "a",
    "years": "a", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "centimeter": "cm",
    "centimeters": "cm", "millimeter": "mm", "millimeters": "mm", "kilometer": "km", "kilometers": "km",
    "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "kgs": "kg", "liter": "L",
    "liters": "L", "litre": "L", "litres": "L", "byte": "By", "bytes": "By", "kb": "kBy", "mb": "MBy",
    "gb": "GBy", "celsius": "Cel", "fahrenheit": "[degF]", "inch": "[in_i]", "inches": "[in_i]",
    "pound": "[lb_av]", "pounds": "[lb_av]", "count": "1", "piece": "{piece}", "pieces": "{piece}",
    "item": "{item}", "items": "{item}", "pair": "{pair}", "pairs": "{pair}",
}  # fmt: skip
"""Words that people write for a unit, and the UCUM code of each."""


@cache
def timezones() -> frozenset[str]:
    """Return the names of the IANA time zone database; empty where the machine has none."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - slow to import

    return frozenset(available_timezones())


def unit_problem(unit: str) -> tuple[str, str] | None:
    """Return what keeps ``unit`` from being a UCUM code, and the remedy; only spelling is looked at."""
    if unit in CURRENCIES:
        return f"'{unit}' is a currency, not a UCUM unit", f"write it as x-field: {{currency: {unit}}}"
    if (code := UNIT_WORDS.get(unit.lower())) is not None:
        return f"'{unit}' is a word, not a UCUM code", f"write '{code}'"
    if not _UNIT.fullmatch(unit):
        return f"'{unit}' is not a UCUM code", "write for example kg, cm, %, min or {pair}"
    return None
