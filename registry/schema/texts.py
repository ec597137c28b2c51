"""Texts that some patterns find and others do not: inclusion of patterns, and the shortest text that shows its lack."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from registry.schema.pattern import TOP, Automaton, Unsupported, automaton

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        product = _product(wanted.finds, wanted.misses)
    except (Unsupported, RecursionError):
        return None
    return _search(product, wanted)


def exists(wanted: Wanted) -> bool | None:
    """Whether there is a text as wanted, whichever it is; None where that is not decided.

    Of texts that may be repeated in part there are some of any length, so none has to be spelled out.
    """
    try:
        if wanted.most is None and _endless(_product(wanted.finds, wanted.misses)):
            return True
    except (Unsupported, RecursionError):
        return None
    answer = text(wanted)
    return None if answer is None else answer is not False


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


class _Product:
    """Several automata run side by side; sets of states are numbered, and steps between them kept."""

    def __init__(self, finds: tuple[str, ...], misses: tuple[str, ...]) -> None:
        self._machines = [automaton(pattern) for pattern in (*finds, *misses)]
        self._wanted = len(finds)
        self._characters = _characters(self._machines)
        self._states = [tuple(machine.first() for machine in self._machines)]
        self._numbers = {self._states[0]: 0}
        self._steps: dict[int, tuple[tuple[int, int], ...]] = {}

    def steps(self, number: int) -> tuple[tuple[int, int], ...]:
        """Return the next sets that are still worth following, each with the preferred character to it."""
        if number not in self._steps:
            below: dict[int, int] = {}
            for character in self._characters:
                after = tuple(
                    machine.after(one, character)
                    for machine, one in zip(self._machines, self._states[number], strict=True)
                )
                if all(after[: self._wanted]):
                    below.setdefault(self._number(after), character)
            self._steps[number] = tuple(below.items())
        return self._steps[number]

    def _number(self, states: tuple[frozenset[int], ...]) -> int:
        if states not in self._numbers:
            self._numbers[states] = len(self._states)
            self._states.append(states)
        return self._numbers[states]

    def fits(self, number: int, *, begin: bool) -> bool:
        """Whether a text may end here: every wanted pattern found, and no other."""
        answers = [
            machine.accepts(one, begin=begin)
            for machine, one in zip(self._machines, self._states[number], strict=True)
        ]
        return all(answers[: self._wanted]) and not any(answers[self._wanted :])


@lru_cache(maxsize=256)
def _product(finds: tuple[str, ...], misses: tuple[str, ...]) -> _Product:
    return _Product(finds, misses)


def _endless(product: _Product) -> bool:
    """Whether a cycle of sets of states leads to one that fits; no where there are too many sets to tell."""
    above: dict[int, list[int]] = {0: []}
    waiting = [0]
    while waiting:
        number = waiting.pop()
        for below, _ in product.steps(number):
            if below not in above:
                if len(above) >= BUDGET:
                    return False
                above[below] = []
                waiting.append(below)
            above[below].append(number)
    return _cyclic(above, _leading(above, [one for one in above if product.fits(one, begin=False)]))


def _leading(above: Mapping[int, list[int]], ends: Iterable[int]) -> set[int]:
    """Return what leads to the ends of a graph; ``above`` holds for each node those that lead to it at once."""
    leading = set(ends)
    waiting = [*leading]
    while waiting:
        fresh = set(above[waiting.pop()]) - leading
        leading |= fresh
        waiting += fresh
    return leading


def _cyclic(above: Mapping[int, list[int]], kept: set[int]) -> bool:
    """Whether a part of a graph has a cycle: something is left when all that leads nowhere has been taken away."""
    onward = Counter(one for number in kept for one in above[number] if one in kept)
    waiting = [number for number in kept if not onward[number]]
    taken = 0
    while waiting:
        taken += 1
        for one in above[waiting.pop()]:
            if one in kept:
                onward[one] -= 1
                if not onward[one]:
                    waiting.append(one)
    return taken < len(kept)


Reached = tuple[int, int]
"""A set of states by number, and how many characters were read, as far as that still matters."""


def _search(product: _Product, wanted: Wanted) -> Answer:
    """Look through the sets of states in breadth; beyond both bounds the length makes no difference any more."""
    came: dict[Reached, tuple[Reached, int] | None] = {(0, 0): None}
    waiting: deque[tuple[Reached, int]] = deque([((0, 0), 0)])
    while waiting:
        here, length = waiting.popleft()
        if length >= wanted.least and product.fits(here[0], begin=length == 0):
            return _spelled(came, here)
        if wanted.most is not None and length >= wanted.most:
            continue
        counted = length + 1 if wanted.most is not None else min(length + 1, wanted.least)
        for number, character in product.steps(here[0]):
            below = (number, counted)
            if below not in came:
                if len(came) >= BUDGET:
                    return None
                came[below] = (here, character)
                waiting.append((below, length + 1))
    return False


def _spelled(came: dict[Reached, tuple[Reached, int] | None], end: Reached) -> str:
    read = []
    step = came[end]
    while step is not None:
        read.append(chr(step[1]))
        step = came[step[0]]
    return "".join(reversed(read))


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
