"""A line of time: what happened and will happen, lane by lane, and where today is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from registry.site.drawing import svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH = 1000.0
_LEFT, _RIGHT, _EDGE = 190.0, 40.0, 8.0
_LANE = 46.0
_HEAD = 26.0
_NAME, _LABEL = 14.0, 11.5
_ROOM = 6.0
_RADIUS = 5.5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_TICKS = 9
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_DAYS_OF_AIR = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """What happens on a day; ``style`` is the tone, ``ends`` draws it as an end instead of a beginning."""

    day: date
    name: str
    said: str
    url: str = ""
    style: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of its own, named at its beginning."""

    name: str
    marks: tuple[Mark, ...]
    url: str = ""


def timeline(name: str, title: str, lanes: Sequence[Lane], today: date) -> str:
    """Return the lanes from the first mark to the last, or to today if that is later."""
    scale = _Scale.over([mark.day for lane in lanes for mark in lane.marks], today)
    height = _HEAD + _LANE * len(lanes) + _EDGE
    drawn = "".join(
        _lane(lane, scale, _HEAD + _LANE * (number + 0.5)) for number, lane in enumerate(lanes, 0)
    )
    said = "; ".join(mark.said for lane in lanes for mark in lane.marks)
    inside = f"{''.join(_ticks(scale, height))}{_now(scale, today, height)}{drawn}"
    return svg.picture(name, title, said, (_WIDTH, height), inside)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days to pixels."""

    first: date
    last: date

    @classmethod
    def over(cls, days: Sequence[date], today: date) -> _Scale:
        first, last = min([*days, today]), max([*days, today])
        earlier = max(first.toordinal() - _DAYS_OF_AIR, date.min.toordinal())
        later = min(last.toordinal() + _DAYS_OF_AIR, date.max.toordinal())
        return cls(date.fromordinal(earlier), date.fromordinal(later))

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _ticks(scale: _Scale, height: float) -> Iterator[str]:
    """Yield a thin line with its name at the beginning of every month, quarter or year, as there is room."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next((each for each in _STEPS if months / each <= _MOST_TICKS), _STEPS[-1])
    begin = scale.first.year * 12 + scale.first.month - 1
    for number in range(-(-begin // step) * step, scale.last.year * 12 + scale.last.month, step):
        year, month = divmod(number, 12)
        if not date.min.year <= year <= date.max.year or date(year, month + 1, 1) < scale.first:
            continue
        x = scale.x(date(year, month + 1, 1))
        named = str(year) if step >= _STEPS[4] else f"{_MONTHS[month]} {year}"
        yield f'<path class="tick" d="M{x:g} {_HEAD:g}V{height - _EDGE:g}"/>'
        yield svg.text(x, _HEAD - 8, named, "side", anchor="middle")


def _now(scale: _Scale, today: date, height: float) -> str:
    x = scale.x(today)
    return (
        f'<path class="now" d="M{x:g} {_HEAD:g}V{height - _EDGE:g}"/>'
        f"{svg.text(x + 4, height - _EDGE - 1, 'today', 'minor')}"
    )


def _lane(lane: Lane, scale: _Scale, y: float) -> str:
    days = [mark.day for mark in lane.marks]
    line = ""
    if days:
        line = f'<path class="lane" d="M{scale.x(min(days)):g} {y:g}H{scale.x(max(days)):g}"/>'
    named = svg.text(_EDGE, y + 5, svg.fitted(lane.name, _LEFT - 3 * _EDGE, _NAME))
    head = svg.link(lane.url, lane.name, named, "node")
    return f"{head}{line}{''.join(_marks(lane, scale, y))}"


def _marks(lane: Lane, scale: _Scale, y: float) -> Iterator[str]:
    """Yield the marks; a name that would run into the one before stands below the line, or gives way to the dot."""
    free = {-1: 0.0, 1: 0.0}
    for mark in sorted(lane.marks, key=lambda each: each.day):
        x, broad = scale.x(mark.day), svg.width(mark.name, _LABEL)
        side = next((each for each in (-1, 1) if x - broad / 2 >= free[each]), 0)
        label = ""
        if side:
            free[side] = x + broad / 2 + _ROOM
            at = y - _RADIUS - 6 if side < 0 else y + _RADIUS + 13
            label = svg.text(x, at, mark.name, "minor", anchor="middle")
        yield svg.link(mark.url, mark.said, _sign(mark, x, y) + label, f"mark {mark.style}".strip())


def _sign(mark: Mark, x: float, y: float) -> str:
    if mark.ends:
        return f'<path d="M{x - _RADIUS:g} {y - _RADIUS:g}l11 11m0 -11l-11 11" class="cross"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="{_RADIUS:g}"/>'
