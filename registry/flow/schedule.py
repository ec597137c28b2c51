"""How long a flow pauses: the time between two runs, and for cron the longest there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.model.flow import Trigger

SECONDS = 60
DAY = 24 * 60
"""In minutes."""
FIRST = date(2000, 1, 1)
LENGTH = 5 * 366
"""Days from the first in which each expression has shown its longest pause: 29 February is four years away."""

BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
"""Minute, hour, day of the month, month, day of the week, where both 0 and 7 are Sunday."""
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WEEKDAYS = "sun mon tue wed thu fri sat"
NAMES: Mapping[str, int] = MappingProxyType(
    {name: number for number, name in enumerate(MONTHS.split(), 1)}
    | {name: number for number, name in enumerate(WEEKDAYS.split())}
)


def pause(trigger: Trigger | None) -> float | None:
    """Return the longest time between two runs in seconds; None where runs do not come at set times.

    The hour by which a time zone moves its clocks is left out. A cron expression that cannot be read, or never
    comes true, is no set time.
    """
    if trigger is None:
        return None
    if trigger.every is not None:
        return trigger.every.seconds
    return None if trigger.cron is None else longest(trigger.cron)


def longest(expression: str) -> float | None:
    """Return the longest time between two moments of a cron expression, in seconds."""
    try:
        cron = Cron.parse(expression)
    except ValueError:
        return None
    due = [number for number in range(LENGTH) if cron.is_due(FIRST + timedelta(days=number))]
    if not cron.times or len(due) <= 1:
        return None
    by_day = max((later - earlier for earlier, later in pairwise(cron.times)), default=0)
    over_night = (
        max(later - earlier for earlier, later in pairwise(due)) * DAY + cron.times[0] - cron.times[-1]
    )
    return SECONDS * max(by_day, over_night)


@dataclass(frozen=True, slots=True)
class Cron:
    """The five fields of a cron expression; ``times`` are minutes of a day, ``either`` joins the days by or."""

    times: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool

    @classmethod
    def parse(cls, expression: str) -> Self:
        """Read an expression; raises ValueError for anything but numbers, names, lists, ranges and steps."""
        written = expression.split()
        minutes, hours, days, months, weekdays = (
            frozenset(values(part, *bounds)) for part, bounds in zip(written, BOUNDS, strict=True)
        )
        times = tuple(sorted(60 * hour + minute for hour in hours for minute in minutes))
        both_said = not written[2].startswith("*") and not written[4].startswith("*")
        return cls(times, days, months, frozenset(day % 7 for day in weekdays), both_said)

    def is_due(self, day: date) -> bool:
        """Tell whether there is a run on a day; days of month and of week, both given, are alternatives."""
        if day.month not in self.months:
            return False
        fits = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return any(fits) if self.either else all(fits)


def values(field: str, least: int, most: int) -> Iterator[int]:
    """Yield the numbers that one field means: ``*``, ``5``, ``1-5``, ``*/15``, ``mon-fri``, and lists of these."""
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        start = least if span == "*" else number(first)
        stop = most if span == "*" or (step and not dash) else number(last) if dash else start
        if not least <= start <= stop <= most or (step and int(step) <= 0):
            raise ValueError(part)
        yield from range(start, stop + 1, int(step) if step else 1)


def number(word: str) -> int:
    """Return the number that a word stands for: ``7``, ``mon``, ``dec``."""
    return NAMES[word] if word in NAMES else int(word)


def in_words(seconds: float) -> str:
    """Return a length of time as people say it: ``1 hour and 30 minutes``, ``no time``."""
    left, said = round(seconds), []
    for unit, worth in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        amount, left = divmod(left, worth)
        if amount:
            said.append(f"{amount} {unit if amount == 1 else f'{unit}s'}")
    return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:]))) or "no time"
