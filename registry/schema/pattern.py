"""Patterns as automata: ECMA-262 text read into states, without the parts that no automaton can tell.

Lookaround, back references, word boundaries and Unicode properties raise `Unsupported`: whoever asks then says
"not compared". A pattern is searched for, not matched whole (JSON Schema core, 6.4), so an automaton begins and
ends with any text unless ``^`` or ``$`` stand in the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

MOST_STATES = 4_000
"""States of one automaton; counted repetition of long patterns ends here."""

TOP = 0x10FFFF

Ranges = tuple[tuple[int, int], ...]
"""Sorted, disjoint ranges of code points, ends included."""

DIGITS: Ranges = ((48, 57),)
WORDS: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACES: Ranges = (
    (9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
LINE_ENDS: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
ESCAPED = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}
CLASSES = {"d": DIGITS, "w": WORDS, "s": SPACES}


class Unsupported(Exception):  # noqa: N818 - what the pattern is, for this module
    """The pattern needs more than an automaton, or is none."""


def union(*several: Ranges) -> Ranges:
    """Return the code points in any of the ranges."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(pair for ranges in several for pair in ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """Return all other code points."""
    found, at = [], 0
    for low, high in ranges:
        if at < low:
            found.append((at, low - 1))
        at = high + 1
    if at <= TOP:
        found.append((at, TOP))
    return tuple(found)


EVERY: Ranges = ((0, TOP),)

Condition = Literal["", "begin", "end"]


@dataclass(slots=True)
class Automaton:
    """States by number; ``steps`` read a character, ``jumps`` read none and may hold at begin or end only."""

    steps: list[list[tuple[Ranges, int]]] = field(default_factory=list)
    jumps: list[list[tuple[Condition, int]]] = field(default_factory=list)
    start: int = 0
    final: int = 0

    def state(self) -> int:
        """Return a new state."""
        if len(self.steps) >= MOST_STATES:
            raise Unsupported("too many states")
        self.steps.append([])
        self.jumps.append([])
        return len(self.steps) - 1

    def closure(self, states: frozenset[int], *, begin: bool = False, end: bool = False) -> frozenset[int]:
        """Return the states reached without reading a character."""
        seen, waiting = set(states), list(states)
        while waiting:
            for condition, target in self.jumps[waiting.pop()]:
                holds = not condition or (begin if condition == "begin" else end)
                if holds and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return frozenset(seen)

    def first(self) -> frozenset[int]:
        """Return the states before any character."""
        return self.closure(frozenset((self.start,)), begin=True)

    def after(self, states: frozenset[int], character: int) -> frozenset[int]:
        """Return the states after one more character."""
        reached = frozenset(
            target
            for state in states
            for ranges, target in self.steps[state]
            if any(low <= character <= high for low, high in ranges)
        )
        return self.closure(reached)

    def accepts(self, states: frozenset[int], *, begin: bool = False) -> bool:
        """Whether the text may end here."""
        return self.final in self.closure(states, begin=begin, end=True)

    def borders(self) -> set[int]:
        """Return the code points at which the automaton begins to tell characters apart."""
        pairs = (pair for steps in self.steps for ranges, _ in steps for pair in ranges)
        return {border for low, high in pairs for border in (low, high + 1)}


@lru_cache(maxsize=512)
def automaton(pattern: str) -> Automaton:
    """Return the automaton of the texts in which the pattern is found; raises `Unsupported`."""
    machine = Automaton()
    machine.start = before = machine.state()
    machine.steps[before].append((EVERY, before))
    begin = machine.state()
    machine.jumps[before].append(("", begin))
    end = _Reader(pattern, machine).whole(begin)
    machine.final = machine.state()
    machine.jumps[end].append(("", machine.final))
    machine.steps[machine.final].append((EVERY, machine.final))
    return machine


class _Reader:
    """Reads a pattern from left to right; each method adds states behind ``start`` and returns the last one."""

    def __init__(self, text: str, machine: Automaton) -> None:
        self.text = text
        self.machine = machine
        self.at = 0

    def whole(self, start: int) -> int:
        end = self.choice(start)
        if self.at < len(self.text):
            raise Unsupported("an unbalanced parenthesis")
        return end

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, token: str) -> bool:
        if self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False

    def character(self) -> str:
        if self.at >= len(self.text):
            raise Unsupported("an end too early")
        self.at += 1
        return self.text[self.at - 1]

    def choice(self, start: int) -> int:
        end = self.machine.state()
        while True:
            branch = self.machine.state()
            self.machine.jumps[start].append(("", branch))
            self.machine.jumps[self.sequence(branch)].append(("", end))
            if not self.take("|"):
                return end

    def sequence(self, start: int) -> int:
        while self.peek() not in ("", "|", ")"):
            start = self.term(start)
        return start

    def term(self, start: int) -> int:
        if self.take("^"):
            return self.jump(start, "begin")
        if self.take("$"):
            return self.jump(start, "end")
        begin = self.at
        end = self.atom(start)
        return self.repeated(start, end, begin, self.at)

    def jump(self, start: int, condition: Condition) -> int:
        end = self.machine.state()
        self.machine.jumps[start].append((condition, end))
        return end

    def atom(self, start: int) -> int:
        if self.take("("):
            return self.group(start)
        end = self.machine.state()
        self.machine.steps[start].append((self.one(), end))
        return end

    def group(self, start: int) -> int:
        if self.take("?") and not self.take(":"):
            if not self.take("<") or self.peek() in ("=", "!"):
                raise Unsupported("lookaround")
            while self.character() != ">":
                pass
        inner = self.machine.state()
        self.machine.jumps[start].append(("", inner))
        end = self.choice(inner)
        if not self.take(")"):
            raise Unsupported("an unbalanced parenthesis")
        return end

    def one(self) -> Ranges:
        """Read what stands for a single character."""
        character = self.character()
        if character == ".":
            return complement(LINE_ENDS)
        if character == "[":
            return self.listed()
        if character == "\\":
            return self.escaped(inside=False)
        if character in "*+?{":
            raise Unsupported("nothing to repeat")
        return ((ord(character), ord(character)),)

    def escaped(self, *, inside: bool) -> Ranges:
        character = self.character()
        if character.lower() in CLASSES:
            ranges = CLASSES[character.lower()]
            return ranges if character.islower() else complement(ranges)
        if character == "b" and inside:
            return ((8, 8),)
        if character in "bBpPk" or character in "123456789":
            raise Unsupported(f"\\{character}")
        code = self.coded(character)
        return ((code, code),)

    def coded(self, character: str) -> int:
        if character in ESCAPED:
            return ESCAPED[character]
        if character == "u" and self.take("{"):
            return self.hexadecimal(self.text.find("}", self.at) - self.at, closing=1)
        if character in "ux":
            return self.hexadecimal(4 if character == "u" else 2)
        if character == "c":
            return ord(self.character()) % 32
        return ord(character)

    def hexadecimal(self, length: int, *, closing: int = 0) -> int:
        digits = self.text[self.at : self.at + length]
        self.at += length + closing
        try:
            return min(int(digits, 16), TOP)
        except ValueError:
            raise Unsupported("a bad escape") from None

    def listed(self) -> Ranges:
        negated = self.take("^")
        found: list[Ranges] = []
        while not self.take("]"):
            low = self.member()
            single = len(low) == 1 and low[0][0] == low[0][1]
            if single and self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.member()
                if len(high) != 1 or high[0][0] != high[0][1] or high[0][0] < low[0][0]:
                    raise Unsupported("a bad range")
                low = ((low[0][0], high[0][0]),)
            found.append(low)
        ranges = union(*found)
        return complement(ranges) if negated else ranges

    def member(self) -> Ranges:
        character = self.character()
        if character == "\\":
            return self.escaped(inside=True)
        return ((ord(character), ord(character)),)

    def repeated(self, start: int, end: int, begin: int, behind: int) -> int:
        """Read a quantifier, if one follows, and repeat the atom between ``begin`` and ``behind``."""
        bounds = self.bounds()
        if bounds is None:
            return end
        least, most = bounds
        self.take("?")
        resume = self.at
        jumps = self.machine.jumps
        ends = [start, end]
        for _ in range((least if most is None else most) - 1):
            ends.append(self.again(ends[-1], begin, behind))
        self.at = resume
        last = self.machine.state()
        if most is None:
            loop = ends[-1] if least else start
            inner = self.machine.state()
            jumps[loop].append(("", inner))
            jumps[self.again(inner, begin, behind)].append(("", inner))
            jumps[inner].append(("", last))
            self.at = resume
            if least:
                return last
        for state in ends[least : len(ends) if most != 0 else 1]:
            jumps[state].append(("", last))
        return last

    def again(self, start: int, begin: int, behind: int) -> int:
        """Read the atom once more, into states of its own."""
        self.at = begin
        inner = self.machine.state()
        self.machine.jumps[start].append(("", inner))
        end = self.atom(inner)
        assert self.at == behind
        return end

    def bounds(self) -> tuple[int, int | None] | None:
        for token, pair in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(token):
                return pair
        if self.peek() != "{":
            return None
        closing = self.text.find("}", self.at)
        numbers = self.text[self.at + 1 : closing].split(",") if closing > 0 else []
        if not numbers or len(numbers) > 2 or not numbers[0].isdecimal():  # noqa: PLR2004 - {least,most}
            raise Unsupported("a bad quantifier")
        least = int(numbers[0])
        most = least if len(numbers) == 1 else int(numbers[1]) if numbers[1].isdecimal() else None
        self.at = closing + 1
        if max(least, most or 0) > MOST_STATES or (most is not None and most < least):
            raise Unsupported("too many repetitions")
        return least, most
