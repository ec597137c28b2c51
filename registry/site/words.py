"""Plain language: durations, dates, rules of retry and the like, as one would say them to a colleague."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_DURATION = re.compile(
    r"P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<week>\d+)W)?(?:(?P<day>\d+)D)?"
    r"(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+(?:\.\d+)?)S)?)?"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ACRONYMS = {"api": "API", "sla": "SLA", "url": "URL", "json": "JSON", "http": "HTTP"}
_CRON = re.compile(r"(?P<minute>\d{1,2}) (?P<hour>\d{1,2}|\*) \* \* (?P<weekday>\*|[0-7]|1-5|MON-FRI)")
_WEEKDAYS = {
    "*": "day",
    "1-5": "working day",
    "MON-FRI": "working day",
    "0": "Sunday",
    "1": "Monday",
    "2": "Tuesday",
    "3": "Wednesday",
    "4": "Thursday",
    "5": "Friday",
    "6": "Saturday",
    "7": "Sunday",
}
_SYMBOLS = {
    "1": "a plain number",
    "%": "percent",
    "[ft_i]": "feet",
    "a": "years",
    "Cel": "°C",
    "cm": "centimetres",
    "d": "days",
    "g": "grams",
    "h": "hours",
    "kg": "kilograms",
    "m": "metres",
    "min": "minutes",
    "mm": "millimetres",
    "mo": "months",
    "ms": "milliseconds",
    "s": "seconds",
    "wk": "weeks",
    "y": "years",
}


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 flow`` or ``2 flows``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], joint: str = "and") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last


def duration(iso: str) -> str:
    """Return ``PT15M`` as ``15 minutes``; what is no ISO 8601 duration comes back as it is."""
    found = _DURATION.fullmatch(iso)
    parts = {unit: amount for unit, amount in found.groupdict().items() if amount} if found else {}
    return (
        listed(f"{amount} {unit if amount == '1' else unit + 's'}" for unit, amount in parts.items()) or iso
    )


def every(iso: str) -> str:
    """Return ``PT15M`` as ``every 15 minutes`` and ``P1D`` as ``every day``."""
    return "every " + re.sub(r"^1 (?=\w+$)", "", duration(iso))


def labelled(name: str) -> str:
    """Return ``Owner`` as ``Owner:``; a question ends as it is."""
    return name if name.endswith(("?", ":")) or not name else f"{name}:"


def title(identity: str) -> str:
    """Return ``api-without-owner`` as ``API without owner``."""
    said = " ".join(_ACRONYMS.get(word, word) for word in identity.split("-"))
    return opened(said)


def opened(said: str) -> str:
    """Return the words with a capital at the beginning; names inside keep theirs."""
    return said[:1].upper() + said[1:]


def sentence(said: str) -> str:
    """Return the words with a capital at the beginning and one full stop at the end."""
    said = said.strip()
    return opened(said) + ("" if said.endswith((".", "?", "!")) else ".")


def cron(expression: str, timezone: str = "") -> str:
    """Return ``0 6 * * 1`` as ``every Monday at 06:00``; what is less regular as ``on the schedule ...``."""
    zone = f" ({timezone})" if timezone else ""
    fields = _CRON.fullmatch(expression)
    if fields is None:
        return f"on the schedule {expression}{zone}"
    if fields["hour"] == "*":
        return f"every hour at {int(fields['minute'])} minutes past"
    at = f"at {int(fields['hour']):02}:{int(fields['minute']):02}{zone}"
    return f"every {_WEEKDAYS[fields['weekday']]} {at}"


def milliseconds(amount: float) -> str:
    """Return ``90000`` as ``90 seconds`` and ``500`` as ``0.5 seconds``."""
    seconds = amount / 1000
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size * 2 or seconds == size:
            whole = seconds / size
            return f"{whole:g} {unit if whole == 1 else unit + 's'}"
    return f"{seconds:g} {'second' if seconds == 1 else 'seconds'}"


def day(when: date) -> str:
    """Return ``1 April 2027``."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def days_from(today: date, when: date) -> str:
    """Return ``in 12 days``, ``tomorrow``, ``today``, ``yesterday`` or ``12 days ago``."""
    days = (when - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(days) or (f"in {days:,} days" if days > 0 else f"{-days:,} days ago")


def unit(ucum: str) -> str:
    """Return the UCUM code in words where there are some: ``mm`` as ``millimetres``."""
    annotation = re.fullmatch(r"1?\{(\w+)\}", ucum)
    if annotation:
        return (
            f"number of {annotation[1]}s" if not annotation[1].endswith("s") else f"number of {annotation[1]}"
        )
    return _SYMBOLS.get(ucum, ucum)


def amount(value: object, ucum: str | None) -> str:
    """Return ``12`` of ``mo`` as ``12 months`` and ``99.5`` of ``percent`` as ``99.5 %``."""
    if not ucum:
        return str(value)
    plain = "%" if ucum in ("percent", "%") else unit(ucum)
    return f"{value} {plain.removesuffix('s') if value == 1 and plain != ucum else plain}"


def label(name: str) -> str:
    """Return ``revisionLifetime`` as ``Revision lifetime``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").capitalize()


def status(code: str) -> str:
    """Return what an HTTP status tells the one who called."""
    return _STATUSES.get(code) or _CLASSES.get(code[:1].lower()) or "Any other answer"


_STATUSES = {
    "200": "It worked",
    "201": "Created",
    "202": "Accepted, done later",
    "204": "It worked; there is nothing to read",
    "304": "Not changed since",
    "400": "The request is malformed",
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "There is no such thing",
    "409": "It conflicts with the present state",
    "410": "Gone for good",
    "412": "Somebody else changed it first",
    "413": "Too large",
    "415": "Wrong media type",
    "422": "Understood, but the content is wrong",
    "429": "Too many requests",
    "500": "The server failed",
    "502": "A system behind the server failed",
    "503": "Temporarily not available",
    "504": "A system behind the server was too slow",
}
_CLASSES = {
    "1": "In progress",
    "2": "It worked",
    "3": "Look elsewhere",
    "4": "The request is wrong",
    "5": "The server failed",
}
