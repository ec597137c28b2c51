"""A Sankey diagram: bars joined by bands, each as broad as what it carries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.site.drawing import svg
from registry.site.drawing.box import framed
from registry.site.drawing.layers import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from registry.site.drawing.box import Box

_WIDTH, _WIDTH_OF_THREE = 1000.0, 1160.0
_EDGE = 8.0
_GAP, _FLAT_GAP = 12.0, 6.0
_LOWEST, _FLAT, _PADDING = 42.0, 28.0, 6.0
_INSET = 12.0
_NAME, _MINOR, _LABEL = 14.0, 11.5, 12.5
_SPARE = 2.0
_BETWEEN = 150.0
_BETWEEN_NAMED = 230.0
"""Pixels that are left at least between two columns; more where the bands bear names."""


@dataclass(frozen=True, slots=True)
class Band:
    """What runs from bar to bar: ``broad`` pixels, with a ``name`` on it if it has one."""

    source: str
    target: str
    broad: float
    said: str
    url: str = ""
    name: str = ""
    style: str = ""


def sankey(name: str, title: str, bars: Sequence[Box], bands: Sequence[Band]) -> str:
    """Return bars in columns, from what only gives to what only takes, and a band for each thing that runs."""
    named = any(band.name for band in bands)
    heights = {bar.id: _height(bar, bands, _LOWEST if named else _FLAT) for bar in bars}
    pairs = ((band.source, band.target) for band in bands)
    placed = place(heights, pairs, gap=_GAP if named else _FLAT_GAP)
    tops = {bar.id: placed.middles[bar.id] - heights[bar.id] / 2 + _EDGE for bar in bars}
    across = _WIDTH if not named or max(placed.ranks.values(), default=0) < 2 else _WIDTH_OF_THREE  # noqa: PLR2004
    columns = _columns(bars, placed.ranks, across, named=named)
    starts = _stacked(bands, heights, tops, placed.middles, outward=True)
    ends = _stacked(bands, heights, tops, placed.middles, outward=False)
    drawn = "".join(
        _band(
            band, sum(columns[placed.ranks[band.source]]), start, columns[placed.ranks[band.target]][0], end
        )
        for band, start, end in zip(bands, starts, ends, strict=True)
    )
    shown = "".join(_bar(bar, columns[placed.ranks[bar.id]], tops[bar.id], heights[bar.id]) for bar in bars)
    described = "; ".join(band.said for band in bands)
    return svg.picture(name, title, described, (across, placed.height + 2 * _EDGE), drawn + shown)


def _height(bar: Box, bands: Iterable[Band], lowest: float) -> float:
    gives, takes = 0.0, 0.0
    for band in bands:
        gives += band.broad + _SPARE if band.source == bar.id else 0
        takes += band.broad + _SPARE if band.target == bar.id else 0
    return max(lowest, gives + _PADDING, takes + _PADDING)


def _columns(
    bars: Sequence[Box], ranks: Mapping[str, int], across: float, *, named: bool
) -> list[tuple[float, float]]:
    """Return left edge and breadth of each column: as broad as its longest name, as far as there is room."""
    number, room = 1 + max(ranks.values(), default=0), across - 2 * _EDGE
    between = _BETWEEN_NAMED if named else _BETWEEN
    most = (room - between * (number - 1)) / number
    broad = max((min(most, _needed(bar, named=named)) for bar in bars), default=most)
    step = (room - broad) / max(1, number - 1)
    return [(_EDGE + rank * step, broad) for rank in range(number)]


def _needed(bar: Box, *, named: bool) -> float:
    name, minor = svg.width(bar.name, _NAME), svg.width(bar.minor, _MINOR)
    return 2 * _INSET + (max(name, minor) if named else name + (minor + _INSET if minor else 0))


def _stacked(
    bands: Sequence[Band],
    heights: Mapping[str, float],
    tops: Mapping[str, float],
    middles: Mapping[str, float],
    *,
    outward: bool,
) -> list[float]:
    """Return the upper edge of each band at one of its ends: side by side, in the order of what they lead to."""
    own: dict[str, list[int]] = defaultdict(list)
    for number, band in enumerate(bands):
        own[band.source if outward else band.target].append(number)
    found = [0.0] * len(bands)
    for bar, numbers in own.items():
        numbers.sort(key=lambda each: (middles[bands[each].target if outward else bands[each].source], each))
        taken = sum(bands[each].broad + _SPARE for each in numbers) - _SPARE
        y = tops[bar] + (heights[bar] - taken) / 2
        for each in numbers:
            found[each] = y
            y += bands[each].broad + _SPARE
    return found


def _band(band: Band, x1: float, y1: float, x2: float, y2: float) -> str:
    middle, broad = (x1 + x2) / 2, band.broad
    path = (
        f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
        f"v{broad:g}C{middle:g} {y2 + broad:g} {middle:g} {y1 + broad:g} {x1:g} {y1 + broad:g}z"
    )
    label = ""
    if band.name:
        at = (y1 + y2) / 2 + broad / 2 + _LABEL * 0.35
        label = svg.text(middle, at, svg.fitted(band.name, x2 - x1 - _INSET, _LABEL), anchor="middle")
    return svg.link(band.url, band.said, f'<path d="{path}"/>{label}', f"band {band.style}".strip())


def _bar(bar: Box, column: tuple[float, float], top: float, height: float) -> str:
    """Return a bar; the small line stands below the name, or behind it where the bar is flat."""
    x, broad = column
    middle, room = top + height / 2, broad - 2 * _INSET + 2
    below = bool(bar.minor) and height >= _LOWEST
    lines = svg.text(x + _INSET, middle + (-2 if below else 5), svg.fitted(bar.name, room, _NAME))
    if below:
        lines += svg.text(x + _INSET, middle + 14, svg.fitted(bar.minor, room, _MINOR), "minor")
    elif bar.minor:
        rest = room - svg.width(bar.name, _NAME) - _INSET
        behind = svg.fitted(bar.minor, rest, _MINOR) if rest > 2 * _INSET else ""
        lines += svg.text(x + broad - _INSET, middle + 4, behind, "minor", anchor="end") if behind else ""
    return framed(bar, (x, top), (broad, height), lines)
