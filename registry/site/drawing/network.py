"""Boxes and arrows in layers: the map of systems, the way of a field."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.site.drawing import svg
from registry.site.drawing.box import framed
from registry.site.drawing.layers import place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from registry.site.drawing.box import Box
    from registry.site.drawing.layers import Placed

_HIGH = 46.0
_GAP = 16.0
_NARROWEST, _BROADEST = 110.0, 214.0
_WIDTH = 1000.0
_LEAST_BETWEEN, _MOST_BETWEEN = 56.0, 90.0
_EDGE = 8.0
_INSET = 13.0
_NAME, _MINOR = 14.0, 11.5
_HEAD = 7.0
_THIN, _PER_WEIGHT, _BROADEST_LINE = 1.6, 1.3, 9.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge from box to box, as broad as ``weight``; ``said`` tells it in words."""

    source: str
    target: str
    said: str
    url: str = ""
    weight: int = 1
    style: str = ""


def network(name: str, title: str, boxes: Sequence[Box], arrows: Sequence[Arrow]) -> str:
    """Return the boxes in layers with an arrow for each edge; none is dropped."""
    placed = place({box.id: _HIGH for box in boxes}, ((a.source, a.target) for a in arrows), gap=_GAP)
    columns = _columns(boxes, placed)
    ports = _ports(arrows, placed)
    drawn = "".join(
        _arrow(arrow, placed, columns, ports) for arrow in sorted(arrows, key=lambda each: -each.weight)
    )
    shown = "".join(_box(box, columns[placed.ranks[box.id]], placed.middles[box.id]) for box in boxes)
    right = max((x + broad for x, broad in columns.values()), default=0.0) + _EDGE
    below = any(arrow.source == arrow.target for arrow in arrows)
    size = (right, placed.height + 2 * _EDGE + (_GAP if below else 0))
    return svg.picture(name, title, "; ".join(arrow.said for arrow in arrows), size, drawn + shown)


def _columns(boxes: Sequence[Box], placed: Placed) -> dict[int, tuple[float, float]]:
    """Return left edge and breadth of each layer: as broad as its longest name, within limits.

    The layers stand closer where that keeps the picture from growing wider than a page.
    """
    wanted: dict[int, float] = defaultdict(lambda: _NARROWEST)
    for box in boxes:
        needed = max(svg.width(box.name, _NAME), svg.width(box.minor, _MINOR)) + 2 * _INSET
        rank = placed.ranks[box.id]
        wanted[rank] = min(_BROADEST, max(wanted[rank], needed))
    last = max(wanted, default=0)
    spare = (_WIDTH - 2 * _EDGE - sum(wanted.values())) / max(1, last)
    between = min(_MOST_BETWEEN, max(_LEAST_BETWEEN, spare))
    found, x = dict[int, tuple[float, float]](), _EDGE
    for rank in range(last + 1):
        found[rank] = (x, wanted[rank])
        x += wanted[rank] + between
    return found


def _ports(
    arrows: Sequence[Arrow], placed: Placed
) -> Mapping[tuple[str, str], Mapping[tuple[str, str], float]]:
    """Return, by side (``right`` of a box, ``left`` of a box), the height at which each edge meets it."""
    sides: dict[tuple[str, str], list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for pair, way in placed.ways.items():
        left, right = (pair[1], pair[0]) if pair in placed.turned else pair
        sides["right", left].append((way[1], pair))
        sides["left", right].append((way[-2], pair))
    del arrows
    return {
        side: {
            pair: placed.middles[side[1]] - _HIGH / 2 + _HIGH * number / (len(found) + 1)
            for number, (_, pair) in enumerate(sorted(found), 1)
        }
        for side, found in sides.items()
    }


def _arrow(
    arrow: Arrow,
    placed: Placed,
    columns: Mapping[int, tuple[float, float]],
    ports: Mapping[tuple[str, str], Mapping[tuple[str, str], float]],
) -> str:
    broad = min(_BROADEST_LINE, _THIN + _PER_WEIGHT * (arrow.weight - 1))
    if arrow.source == arrow.target:
        path, head = _loop(columns[placed.ranks[arrow.source]], placed.middles[arrow.source])
    else:
        path, head = _way((arrow.source, arrow.target), placed, columns, ports)
    drawn = (
        f'<path class="reach" d="{path}"/><path class="edge" stroke-width="{broad:g}" d="{path}"/>'
        f'<path class="head" d="{head}"/>'
    )
    return svg.link(arrow.url, arrow.said, drawn, f"arrow {arrow.style}".strip())


def _way(
    pair: tuple[str, str],
    placed: Placed,
    columns: Mapping[int, tuple[float, float]],
    ports: Mapping[tuple[str, str], Mapping[tuple[str, str], float]],
) -> tuple[str, str]:
    """Return the curve from side to side through the stops between, and the head of the arrow."""
    back = pair in placed.turned
    left, right = (pair[1], pair[0]) if back else pair
    rank = placed.ranks[left]
    start, end = ports["right", left][pair] + _EDGE, ports["left", right][pair] + _EDGE
    x, y = sum(columns[rank]), start
    path = [f"M{x + (_HEAD if back else 0):g} {y:g}"]
    x += _HEAD if back else 0
    for middle in placed.ways[pair][1:-1]:
        rank += 1
        left_edge, broad = columns[rank]
        path += [_curve(x, y, left_edge, middle + _EDGE), f"H{left_edge + broad:g}"]
        x, y = left_edge + broad, middle + _EDGE
    target = columns[rank + 1][0]
    path.append(_curve(x, y, target - (0 if back else _HEAD), end))
    at, tip = (sum(columns[placed.ranks[left]]), start) if back else (target, end)
    turn = 1 if back else -1
    return "".join(path), f"M{at:g} {tip:g}l{turn * (_HEAD + 2):g} -5v10z"


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"


def _loop(column: tuple[float, float], middle: float) -> tuple[str, str]:
    """Return a loop below a box that gives to itself."""
    x, low = sum(column) - 2 * _INSET, middle + _HIGH / 2 + _EDGE
    return f"M{x:g} {low:g}c0 14 -26 14 -26 {_HEAD:g}", f"M{x - 26:g} {low:g}l-5 {_HEAD + 2:g}h10z"


def _box(box: Box, column: tuple[float, float], middle: float) -> str:
    x, broad = column
    y = middle - _HIGH / 2 + _EDGE
    room = broad - 2 * _INSET + 2
    lines = svg.text(x + _INSET, y + (20 if box.minor else 28), svg.fitted(box.name, room, _NAME))
    if box.minor:
        lines += svg.text(x + _INSET, y + 36, svg.fitted(box.minor, room, _MINOR), "minor")
    return framed(box, (x, y), (broad, _HIGH), lines)
