"""Drafts of what a field leaves unsaid: a guess where its name, its text or its neighbours tell, else a request."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from registry.check import names
from registry.check.needs import own
from registry.model import lenient
from registry.model.semantics.drafts import FILL_IN, GUESS
from registry.model.semantics.standards import CURRENCIES, UNIT_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.check.needs import Aspect
    from registry.check.nodes import Node
    from registry.check.survey import Survey

_ENDINGS = {"ms": "ms", "millis": "ms", "secs": "s", "mins": "min", "hrs": "h", "kg": "kg", "cm": "cm", "mm": "mm"} | {
    "km": "km", "ml": "mL", "kwh": "kW.h", "mbps": "Mbit/s", "latitude": "deg", "longitude": "deg", "lat": "deg",
    "lng": "deg", "lon": "deg", "ratio": "1", "hertz": "Hz", "hz": "Hz", "khz": "kHz", "mhz": "MHz",
}  # fmt: skip
"""Abbreviations that stand for a unit at the end of a name."""
_UNCLEAR = frozenset(
    {
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "items",
        "item",
        "piece",
        "pair",
        "mb",
        "pound",
    }
)
"""Words of units that more often mean something else."""
_COUNTS = frozenset({"count", "quantity", "qty"})
"""Words at the end of a name by which everybody knows that things are counted."""
_IN_UNITS = re.compile(r"\b(?:in|of|number of|measured in) (?:whole |decimal )?([a-z]+)\b", re.IGNORECASE)
_UNIX = re.compile(r"\bunix\b|\bsince the epoch\b", re.IGNORECASE)
_COUNTED = re.compile(r"\bnumber of\b|\bhow many\b", re.IGNORECASE)
_PLURAL = re.compile(r"[a-z]{2,}[^s]s")
_AGES = re.compile(
    r"(checked|updated|modified|synced|refreshed|measured|changed)_?(at|on|time)", re.IGNORECASE
)
_DONE = re.compile(r"(?!created)[a-z]+ed|sent|paid|sold|won|lost|seen|read|begun|done")
_FINANCIAL = frozenset({"iban", "account", "card", "holder"})
_OFFICIAL = frozenset({"passport", "ssn", "security", "national", "tax", "license"})


def draft(aspect: Aspect, survey: Survey, node: Node) -> Any:
    """Return what to write where a field does not say ``aspect``: plain data whose texts are all drafts."""
    return _DRAFTS[aspect](survey, node)


def unit(name: str, text: str) -> str | None:
    """Return the unit that a name, else a description, tells, or that it may be: ``g`` for ``weightGrams``."""
    told = told_unit(name, text) or ("s" if names.is_timestamp(name) else None)
    counts = names.is_count(name) or _PLURAL.fullmatch((names.words(name) or ("",))[-1])
    return told or ("1" if counts else None)


def told_unit(name: str, text: str) -> str | None:
    """Return the unit that a name, else a description, tells a reader beyond doubt."""
    said = names.words(name)
    by_name = (UNIT_WORDS[word] for word in reversed(said) if word in UNIT_WORDS and word not in _UNCLEAR)
    told = _ENDINGS.get(said[-1] if said else "") or next((code for code in by_name if code != "1"), None)
    if told is not None:
        return told
    words = (word.lower() for word in _IN_UNITS.findall(text))
    by_text = next((UNIT_WORDS[word] for word in words if word in UNIT_WORDS and word not in _UNCLEAR), None)
    if by_text is not None or _UNIX.search(text):
        return by_text or "s"
    counted = _COUNTS.intersection(said[-1:]) or said[:1] == ("num",) or names.is_paging(name)
    return "1" if counted or _COUNTED.search(text) else None


def _description(_: Survey, node: Node) -> str:
    del node
    return f"{FILL_IN} what it is, in the words of those who use it"


def _unit(survey: Survey, node: Node) -> str:
    guessed = unit(node.key, survey.meaning(node).description)
    if guessed is None and any(schema.get("format") in {"unix-time", "unixtime"} for schema in own(node)):
        guessed = "s"
    return (
        f"{GUESS} {guessed}"
        if guessed
        else f"{FILL_IN} a UCUM code such as kg, cm or %; 1 for what is counted"
    )


def _currency(survey: Survey, node: Node) -> Any:
    carriers = [name for name in survey.beside(node) if names.is_currency(name)]
    if carriers:
        shared = set(names.words(node.key)).intersection
        return {"field": f"{GUESS} {max(carriers, key=lambda name: len(shared(names.words(name))))}"}
    last = names.words(node.key)[-1].upper()
    return (
        f"{GUESS} {last}"
        if last in CURRENCIES
        else f"{FILL_IN} a code such as EUR, or {{field: …}} if a field has it"
    )


def _values(survey: Survey, node: Node) -> dict[str, str]:
    silent = (value.value for value in survey.meaning(node).values if not value.explained)
    return {_key(value): f"{FILL_IN} what it means" for value in silent}


def _key(value: Any) -> str:
    """Return a value of an enumeration as a key of ``x-enumDescriptions``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _null(_: Survey, node: Node) -> str:
    said = names.words(node.key)
    match said:
        case (*_, done, "at" | "on" | "date" | "time") if _DONE.fullmatch(done):
            return f"{GUESS} It has not been {done}."
        case ("next", *_):
            return f"{GUESS} There is no next one; this was the last."
        case ("previous" | "prev", *_):
            return f"{GUESS} There is none before; this is the first."
        case (*first, "id"):
            return f"{GUESS} There is no {' '.join(first)}." if first else f"{FILL_IN} why it has none"
    return f"{FILL_IN} unknown, none, not applicable, or not asked for"


def _absent(_: Survey, node: Node) -> str:
    del node
    return f"{FILL_IN} none, unknown, not asked for, or left as it was"


def _classification(_: Survey, node: Node) -> str:
    said = set(names.words(node.key))
    if said & _OFFICIAL:
        return f"{GUESS} government-id"
    return f"{GUESS} financial" if said & _FINANCIAL else f"{GUESS} PII"


def _timezone(_: Survey, node: Node) -> str:
    shown = [node.data.get("example"), *lenient.sequence(node.data.get("examples"))]
    if any(isinstance(value, str) and value.endswith("Z") for value in shown):
        return f"{GUESS} UTC"
    return f"{FILL_IN} a time zone such as Europe/Paris; not needed with format date-time"


def _freshness(survey: Survey, node: Node) -> dict[str, str]:
    age = next((name for name in survey.beside(node) if _AGES.search(name)), None)
    asked = {"threshold": f"{FILL_IN} the greatest age it may have, such as PT15M"}
    return asked | ({"timestampField": f"{GUESS} {age}"} if age else {})


_DRAFTS: Mapping[Aspect, Callable[[Survey, Node], Any]] = MappingProxyType(
    {
        "description": _description,
        "unit": _unit,
        "currency": _currency,
        "values": _values,
        "null": _null,
        "absent": _absent,
        "classification": _classification,
        "timezone": _timezone,
        "freshness": _freshness,
    }
)
