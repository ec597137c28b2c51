"""A layered layout: what gives stands left of what takes, lines cross little, and nothing overlaps.

The method of Sugiyama, Tagawa and Toda (1981) in its usual steps: turn round the few edges that close a circle
(Eades, Lin and Smyth 1993), rank by longest path, let long edges pass through stops of their own, order each layer by
the mean of its neighbours, and move what is ordered as near to its neighbours as distances allow (least squares under
an order, by pooling violators). Everything is deterministic: ties are broken by the order of the input.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]
_SWEEPS = 16
_STOP = 14.0
"""Height in pixels that a line passing a layer takes."""
_ROUNDS_OF_MOVING = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything stands: rank and middle of each node, and the heights at which an edge passes layers.

    ``ways`` holds for each edge the middles from the layer of its left end to that of its right end; ``turned`` are
    the edges that run from right to left.
    """

    ranks: Mapping[str, int]
    middles: Mapping[str, float]
    ways: Mapping[Pair, tuple[float, ...]]
    turned: frozenset[Pair]
    height: float


def place(heights: Mapping[str, float], edges: Iterable[Pair], *, gap: float) -> Placed:
    """Return the layout of nodes of the given heights (pixels), with at least ``gap`` pixels between them.

    Edges between names that are no nodes, and from a node to itself, are left to the caller.
    """
    wanted = [pair for pair in dict.fromkeys(edges) if pair[0] != pair[1]]
    turned = _turned(tuple(heights), wanted)
    forward = [(b, a) if (a, b) in turned else (a, b) for a, b in wanted]
    ranks = _ranks(tuple(heights), forward)
    net = _Net.of(heights, forward, ranks)
    layers = _ordered(net)
    middles = _moved(net, layers, gap)
    ways = {
        pair: tuple(middles[stop] for stop in net.chains[(pair[1], pair[0]) if pair in turned else pair])
        for pair in wanted
    }
    lowest = max((middles[name] + net.heights[name] / 2 for name in net.heights), default=0.0)
    return Placed(ranks, {name: middles[name] for name in heights}, ways, frozenset(turned), lowest)


def _turned(nodes: Sequence[str], edges: Sequence[Pair]) -> set[Pair]:
    """Return the edges that run against an order in which few do: sinks last, sources first, then who gives most."""
    before, after = _neighbours((b, a) for a, b in edges), _neighbours(edges)
    left, first, last = dict.fromkeys(nodes), list[str](), list[str]()
    gives = {node: len(after[node]) for node in left}
    takes = {node: len(before[node]) for node in left}
    while left:
        sink = next((node for node in reversed(left) if not gives[node]), None)
        source = next((node for node in left if not takes[node]), None)
        chosen = sink or source or max(left, key=lambda node: gives[node] - takes[node])
        (last if sink else first).append(chosen)
        del left[chosen]
        for each in before[chosen]:
            gives[each] -= 1
        for each in after[chosen]:
            takes[each] -= 1
    order = {node: number for number, node in enumerate([*first, *reversed(last)])}
    return {(a, b) for a, b in edges if order[a] > order[b]}


def _ranks(nodes: Sequence[str], edges: Sequence[Pair]) -> dict[str, int]:
    """Return the layer of each node: behind all that give to it; what only gives stands near its taker."""
    before = _neighbours((b, a) for a, b in edges)
    after = _neighbours(edges)
    ranks: dict[str, int] = {}
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting[-1]
        unranked = [each for each in before[node] if each not in ranks]
        if unranked:
            waiting += unranked
        else:
            ranks[waiting.pop()] = 1 + max((ranks[each] for each in before[node]), default=-1)
    for node in nodes:
        if not before[node] and after[node]:
            ranks[node] = min(ranks[each] for each in after[node]) - 1
    return ranks


def _neighbours(edges: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        found[a].append(b)
    return found


@dataclass(frozen=True, slots=True)
class _Net:
    """The nodes with the stops of long edges between them; every link leads from one layer to the next."""

    heights: Mapping[str, float]
    ranks: Mapping[str, int]
    chains: Mapping[Pair, tuple[str, ...]]

    @classmethod
    def of(cls, heights: Mapping[str, float], edges: Sequence[Pair], ranks: Mapping[str, int]) -> _Net:
        all_heights, all_ranks, chains = dict(heights), dict(ranks), dict[Pair, tuple[str, ...]]()
        for a, b in edges:
            stops = {f"{a}\0{b}\0{rank}": rank for rank in range(ranks[a] + 1, ranks[b])}
            all_heights |= dict.fromkeys(stops, _STOP)
            all_ranks |= stops
            chains[a, b] = (a, *stops, b)
        return cls(all_heights, all_ranks, chains)

    @property
    def links(self) -> tuple[Pair, ...]:
        return tuple(dict.fromkeys(step for chain in self.chains.values() for step in pairwise(chain)))


def _ordered(net: _Net) -> list[list[str]]:
    """Return the layers, each ordered so that few lines cross; the best of several sweeps."""
    layers = [list[str]() for _ in range(1 + max(net.ranks.values(), default=-1))]
    for node, rank in net.ranks.items():
        layers[rank].append(node)
    links = net.links
    before, after = _neighbours((b, a) for a, b in links), _neighbours(links)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, links)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        rightward = sweep % 2 == 0
        for number in range(len(layers)) if rightward else reversed(range(len(layers))):
            _sort(layers, number, before if rightward else after, -1 if rightward else 1)
        found = _crossings(layers, links)
        if found < fewest:
            best, fewest = [list(layer) for layer in layers], found
    return best


def _sort(layers: list[list[str]], number: int, beside: Mapping[str, list[str]], step: int) -> None:
    """Order one layer by the mean place of the neighbours on one side; who has none keeps its place."""
    if not 0 <= number + step < len(layers):
        return
    places = {node: place for place, node in enumerate(layers[number + step])}
    size = max(1, len(layers[number]))
    scale = max(1, len(places)) / size
    mean = {
        node: sum(places[each] for each in found) / len(found) if (found := beside.get(node)) else at * scale
        for at, node in enumerate(layers[number])
    }
    layers[number].sort(key=lambda node: mean[node])


def _crossings(layers: Sequence[Sequence[str]], links: Sequence[Pair]) -> int:
    place = {node: number for layer in layers for number, node in enumerate(layer)}
    rank = {node: number for number, layer in enumerate(layers) for node in layer}
    by_rank: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in links:
        by_rank[rank[a]].append((place[a], place[b]))
    return sum(_inversions(end for _, end in sorted(own)) for own in by_rank.values())


def _inversions(numbers: Iterable[int]) -> int:
    """Return how many pairs of numbers stand in the wrong order."""
    seen: list[int] = []
    found = 0
    for number in numbers:
        at = bisect_right(seen, number)
        found += len(seen) - at
        seen.insert(at, number)
    return found


def _moved(net: _Net, layers: Sequence[Sequence[str]], gap: float) -> dict[str, float]:
    """Return the middle of everything: near to its neighbours, in the order found, ``gap`` apart."""
    middles: dict[str, float] = {}
    for layer in layers:
        middles |= _apart(layer, dict.fromkeys(layer, 0.0), net.heights, gap)
    before, after = _neighbours((b, a) for a, b in net.links), _neighbours(net.links)
    unmoved = 0
    for number in range(_ROUNDS_OF_MOVING):
        known = dict(middles)
        for layer in layers if number % 2 == 0 else reversed(layers):
            desired = {node: _mean(middles, [*before[node], *after[node]], middles[node]) for node in layer}
            middles |= _apart(layer, desired, net.heights, gap)
        unmoved = unmoved + 1 if middles == known else 0
        if unmoved == 2:  # noqa: PLR2004 - there and back
            break
    top = min((middles[node] - net.heights[node] / 2 for node in middles), default=0.0)
    return {node: middle - top for node, middle in middles.items()}


def _mean(middles: Mapping[str, float], beside: Sequence[str], otherwise: float) -> float:
    return sum(middles[node] for node in beside) / len(beside) if beside else otherwise


def _apart(
    layer: Sequence[str], desired: Mapping[str, float], heights: Mapping[str, float], gap: float
) -> dict[str, float]:
    """Return middles nearest to the desired ones that keep order and distance: isotonic regression."""
    offsets, offset, previous = dict[str, float](), 0.0, ""
    for node in layer:
        offset += (heights[previous] + heights[node]) / 2 + gap if previous else 0.0
        offsets[node], previous = offset, node
    pools: list[tuple[float, list[str]]] = []
    for node in layer:
        mean, members = desired[node] - offsets[node], [node]
        while pools and pools[-1][0] > mean:
            other, earlier = pools.pop()
            size = len(earlier) + len(members)
            mean = (other * len(earlier) + mean * len(members)) / size
            members = [*earlier, *members]
        pools.append((mean, members))
    return {node: mean + offsets[node] for mean, members in pools for node in members}
