"""Pictures, drawn at build time: SVG whose text can be selected, searched and followed."""

from __future__ import annotations

import html
from collections import Counter
from typing import TYPE_CHECKING

from registry.site import links, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH = 900
_BOX = 230
_STRAND = 7
_ROW = 44
_GAP = 14
_TOP = 30
_EDGE = 10
_LONGEST_NAME = 30


def system_map(titles: Mapping[str, str], flows: Mapping[tuple[str, str], int]) -> str:
    """Return the map of systems: who gives stands on the left, who takes on the right.

    ``flows`` counts them by producing and consuming system. Every flow is a strand, none is dropped; a system
    that does both stands on both sides, so that no line ever runs backwards.
    """
    givers, takers = _ordered(flows)
    left, right = _places(givers), _places(takers)
    height = max(_bottom(left), _bottom(right)) + _EDGE
    offsets = max(height - _bottom(left), 0) / 2, max(height - _bottom(right), 0) / 2
    left = {name: y + offsets[0] / 2 for name, y in left.items()}
    right = {name: y + offsets[1] / 2 for name, y in right.items()}
    strands = "".join(_strands(flows, left, right, titles))
    boxes = "".join(_box(name, titles, _EDGE, y, f"gives {givers[name]}") for name, y in left.items())
    boxes += "".join(
        _box(name, titles, _WIDTH - _EDGE - _BOX, y, f"takes {takers[name]}") for name, y in right.items()
    )
    said = "; ".join(
        f"{titles.get(source, source)} to {titles.get(target, target)}: {words.counted(count, 'flow')}"
        for (source, target), count in sorted(flows.items())
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:g}" role="img" aria-labelledby="map-title map-desc">'
        f'<title id="map-title">Which system gives data to which</title>'
        f'<desc id="map-desc">{html.escape(said)}</desc>'
        f'<text class="side" x="{_EDGE}" y="16">Gives data</text>'
        f'<text class="side" x="{_WIDTH - _EDGE - _BOX}" y="16">Takes data</text>{strands}{boxes}</svg>'
    )


def _ordered(flows: Mapping[tuple[str, str], int]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the givers and the takers with their numbers of flows, ordered so that strands cross little."""
    gives, takes = Counter[str](), Counter[str]()
    for (source, target), count in flows.items():
        gives[source] += count
        takes[target] += count
    left, right = sorted(gives, key=lambda name: (-gives[name], name)), sorted(takes)
    for _ in range(8):
        right.sort(key=lambda name: (_mean([left.index(a) for a, b in flows if b == name]), name))
        left.sort(key=lambda name: (_mean([right.index(b) for a, b in flows if a == name]), name))
    return {name: gives[name] for name in left}, {name: takes[name] for name in right}


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else 0.0


def _places(counts: Mapping[str, int]) -> dict[str, float]:
    """Return the upper edge of each box."""
    found: dict[str, float] = {}
    below = float(_TOP)
    for name in counts:
        found[name] = below
        below += _ROW + _GAP
    return found


def _bottom(places: Mapping[str, float]) -> float:
    return max(places.values()) + _ROW


def _strands(
    flows: Mapping[tuple[str, str], int],
    left: Mapping[str, float],
    right: Mapping[str, float],
    titles: Mapping[str, str],
) -> list[str]:
    """Draw one band per pair of systems, as broad as its flows are many."""
    starts = _ports(flows, left, right, end=0)
    ends = _ports(flows, left, right, end=1)
    return [
        _strand(
            starts[pair],
            ends[pair],
            count,
            f"{titles.get(pair[0], pair[0])} to {titles.get(pair[1], pair[1])}",
        )
        for pair, count in sorted(flows.items())
    ]


def _ports(
    flows: Mapping[tuple[str, str], int], left: Mapping[str, float], right: Mapping[str, float], *, end: int
) -> dict[tuple[str, str], float]:
    """Return where each band meets its box: side by side, in the order of what they lead to."""
    own, other = (left, right) if end == 0 else (right, left)
    found: dict[tuple[str, str], float] = {}
    for name, y in own.items():
        pairs = sorted((pair for pair in flows if pair[end] == name), key=lambda pair: other[pair[1 - end]])
        step = _ROW / (len(pairs) + 1)
        found |= {pair: y + step * number for number, pair in enumerate(pairs, 1)}
    return found


def _strand(start: float, end: float, count: int, said: str) -> str:
    x1, x2 = _EDGE + _BOX, _WIDTH - _EDGE - _BOX
    middle = (x1 + x2) / 2
    broad = 1.5 + min(count, 6) * _STRAND / 4
    return (
        f"<g><title>{html.escape(said)}: {words.counted(count, 'flow')}</title>"
        f'<path class="edge" stroke-width="{broad:g}" '
        f'd="M{x1} {start:g}C{middle:g} {start:g} {middle:g} {end:g} {x2 - 7} {end:g}"/>'
        f'<path class="head" d="M{x2} {end:g}l-9 -5v10z"/></g>'
    )


def _box(name: str, titles: Mapping[str, str], x: float, y: float, said: str) -> str:
    title = titles.get(name, name)
    shown = title if len(title) <= _LONGEST_NAME else title[: _LONGEST_NAME - 1] + "…"
    return (
        f'<a class="node" href="{html.escape(links.system(name))}"><title>{html.escape(title)}</title>'
        f'<rect x="{x:g}" y="{y:g}" width="{_BOX}" height="{_ROW}" rx="2"/>'
        f'<text x="{x + 12:g}" y="{y + 19:g}">{html.escape(shown)}</text>'
        f'<text class="minor" x="{x + 12:g}" y="{y + 34:g}">{said}</text></a>'
    )
