"""Places in words that somebody wrote down: which of the pairs met on the way they lead to.

A pair is told by the shortest way from the first operation. Where a waiver was written, another operation may have
been first, or another way the shortest: so the ways that it names are followed, each step by step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from registry.diff.found import Root, Sides
    from registry.diff.visits import StateKey, Visit

Called = dict["StateKey", list[tuple[str, str]]]
"""By pair, the places that lead there, each with what is left of it: nothing, or a property (``.price``)."""


def called(
    sides: Sides,
    visits: Mapping[StateKey, Visit],
    roots: Iterable[tuple[Root, StateKey]],
    named: Collection[str],
) -> Called:
    """Return the pairs to which the named places lead from the roots."""
    found: Called = {}
    for root, key in roots:
        for words in named:
            if words == root.at or words.startswith(f"{root.at} "):
                for reached, left in _followed(sides, visits, key, _path(words.removeprefix(root.at))):
                    found.setdefault(reached, []).append((words, left))
    return found


def _path(words: str) -> str:
    """Return the steps of a place: its words leave out the first dot."""
    path = words.removeprefix(" ")
    return path if not path or path[0] in ".[{(" else f".{path}"


def _followed(
    sides: Sides, visits: Mapping[StateKey, Visit], key: StateKey, path: str
) -> Iterator[tuple[StateKey, str]]:
    waiting, seen = [(key, path)], set()
    while waiting:
        here = waiting.pop()
        if here in seen or here[0] not in visits:
            continue
        seen.add(here)
        key, left = here
        if not left or left.startswith("."):
            yield here
        for segment, below in visits[key].ways(sides):
            if segment and left.startswith(segment):
                waiting.append((below, left.removeprefix(segment)))
