"""Texts that some patterns find and others do not: inclusion of patterns, and the shortest text that shows its lack."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from registry.schema.pattern import TOP, Automaton, Unsupported, automaton

BUDGET = 20_000
"""Sets of states looked at before a question is given up; always the same, so answers are too."""

LIKED = tuple(map(ord, "aA0b1-_ .@/"))
"""Characters preferred in texts that people read."""

Answer = str | None | Literal[False]
"""The shortest text; False: there is none; None: not decided."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text must be: every pattern of ``finds`` is found in it, none of ``misses``, its length is inside."""

    finds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None


def text(wanted: Wanted) -> Answer:
    """Return the shortest text that is as wanted; of equal length, the one of preferred characters."""
    try:
        finds = [automaton(pattern) for pattern in wanted.finds]
        misses = [automaton(pattern) for pattern in wanted.misses]
    except (Unsupported, RecursionError):
        return None
    return _search(finds, misses, wanted)


def found(pattern: str, value: str) -> bool | None:
    """Whether a pattern is found in a text; None where the pattern cannot be read."""
    try:
        machine = automaton(pattern)
    except (Unsupported, RecursionError):
        return None
    states = machine.first()
    for character in value:
        states = machine.after(states, ord(character))
    return machine.accepts(states, begin=not value)


def _search(finds: list[Automaton], misses: list[Automaton], wanted: Wanted) -> Answer:
    machines = [*finds, *misses]
    characters = _characters(machines)
    start = tuple(machine.first() for machine in machines)
    seen = {(start, 0)}
    waiting: deque[tuple[tuple[frozenset[int], ...], str]] = deque([(start, "")])
    while waiting:
        states, read = waiting.popleft()
        if len(read) >= wanted.least and _fits(machines, states, len(finds), begin=not read):
            return read
        if wanted.most is not None and len(read) >= wanted.most:
            continue
        for character in characters:
            after = tuple(
                machine.after(one, character) for machine, one in zip(machines, states, strict=True)
            )
            if not all(after[: len(finds)]):
                continue
            # Beyond both bounds the length makes no difference any more.
            length = len(read) + 1 if wanted.most is not None else min(len(read) + 1, wanted.least)
            if (after, length) in seen:
                continue
            if len(seen) >= BUDGET:
                return None
            seen.add((after, length))
            waiting.append((after, read + chr(character)))
    return False


def _fits(machines: list[Automaton], states: tuple[frozenset[int], ...], finds: int, *, begin: bool) -> bool:
    answers = [machine.accepts(one, begin=begin) for machine, one in zip(machines, states, strict=True)]
    return all(answers[:finds]) and not any(answers[finds:])


def _characters(machines: list[Automaton]) -> tuple[int, ...]:
    """Return one character of each class that the automata tell apart, a readable one where there is one."""
    borders = sorted({0, TOP + 1}.union(*(machine.borders() for machine in machines)))
    chosen = []
    for low, following in pairwise(borders):
        liked = [code for code in LIKED if low <= code < following]
        printable = next((code for code in range(max(low, 33), min(following, 127))), None)
        code = liked[0] if liked else low if printable is None else printable
        if not 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - surrogates are no characters
            chosen.append(code)
    return tuple(
        sorted(chosen, key=lambda code: (code not in LIKED, LIKED.index(code) if code in LIKED else code))
    )
