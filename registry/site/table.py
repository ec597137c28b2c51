"""What the questions of a build were answered, as it is kept for the next one: rows that rest on other rows."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Key: TypeAlias = tuple[str, ...]
"""What is asked, and of what: ``("title", "catalog/products")``."""
Plain: TypeAlias = "str | int | float | bool | tuple[Plain, ...] | None"
"""Data that is the same after it was written and read again."""
Row: TypeAlias = list[Any]
"""A key, a digest, the numbers of the rows that it rests on (None: an input), the plain answer in a list (or None)."""
Bytes: TypeAlias = "bytes | memoryview"
"""Bytes, perhaps those of something larger, which are not copied: words of megabytes are read that nobody needs."""

_LOOSE = 0.25
"""The share of rows that come and go until those are sought that nobody needs any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """The digest of an answer, what it rests on in the order in which that was asked, and the answer if it is plain.

    An input rests on None, a question that asks nothing on ().
    """

    digest: str
    rests_on: tuple[Key, ...] | None = None
    plain: tuple[Plain] | None = None


class Table:
    """What was known at the end of a run, and what of it is *sure*: all that rests on no input that has changed.

    Inputs count as changed until they are looked at. None stands for a row that is gone; ``loose`` is how many rows
    have come and gone since those were sought that nobody needs.
    """

    def __init__(self, rows: Sequence[Row | None] = (), loose: int = 0) -> None:
        self._rows = rows
        self._loose = loose
        self._numbers: dict[Key, int] = {}
        self._resting: list[tuple[int, list[int]]] = []
        self._inputs: defaultdict[str, list[tuple[int, Key, str]]] = defaultdict(list)
        for number, row in enumerate(rows):
            if row is not None:
                key, said, rests_on, _ = row
                key = tuple(key)
                self._numbers[key] = number
                if rests_on is None:
                    self._inputs[key[0]].append((number, key, said))
                elif rests_on:
                    self._resting.append((number, rests_on))
        self._changed = {kind: {row[0] for row in inputs} for kind, inputs in self._inputs.items()}
        self._doubtful: frozenset[int] | None = None

    @classmethod
    def read(cls, content: bytes) -> Table:
        """Read what `updated` wrote."""
        loose, rows = from_json(content)
        return cls(rows, loose)

    def get(self, key: Key) -> Known | None:
        """Return what was known of a question or an input, None if it was not asked."""
        if key not in self._numbers:
            return None
        _, said, rests_on, plain = self._row(self._numbers[key])
        keys = None if rests_on is None else tuple(map(self._key, rests_on))
        return Known(said, keys, None if plain is None else (_frozen(plain[0]),))

    def digest(self, key: Key) -> str:
        """Return the digest that a question or an input had, empty if it was not asked."""
        number = self._numbers.get(key)
        return "" if number is None else str(self._row(number)[1])

    def inputs(self, kind: str) -> Iterator[Key]:
        """Yield the inputs of a kind."""
        yield from (key for _, key, _ in self._inputs.get(kind, ()))

    def look(self, kind: str, digest: Callable[[Key], str]) -> None:
        """Compare the inputs of a kind with what ``digest`` says of them today."""
        changed = {number for number, key, said in self._inputs.get(kind, ()) if digest(key) != said}
        if changed != self._changed.get(kind, set()):
            self._changed[kind] = changed
            self._doubtful = None

    def is_sure(self, key: Key) -> bool:
        """Tell whether a question or an input is answered as it was, as far as inputs tell."""
        number = self._numbers.get(key)
        return number is not None and number not in self._all_doubtful()

    def updated(self, known: Mapping[Key, Known], needed: Iterable[Key]) -> bytes:
        """Return what is sure, and what is ``known`` since, as bytes for the next run.

        Whatever something rests on must be among it. Once many rows have come and gone, only what is ``needed`` stays,
        and what that rests on. If an input has changed after it was looked at, nothing can be told to be right.
        """
        if any(self._was_sure_of(key, each) for key, each in known.items()):
            return as_json([0, []])
        rows, numbers = list(self._rows), dict(self._numbers)
        dropped = [key for key in map(self._key, self._all_doubtful()) if key not in known]
        for key in dropped:
            rows[numbers.pop(key)] = None
        for key in known:
            if key not in numbers:
                numbers[key] = len(rows)
                rows.append(None)
        for key, each in known.items():
            rests_on = None if each.rests_on is None else [numbers[one] for one in each.rests_on]
            rows[numbers[key]] = [key, each.digest, rests_on, each.plain]
        loose = self._loose + len(dropped) + len(rows) - len(self._rows)
        if loose > len(rows) * _LOOSE:
            loose, rows = 0, _reached(rows, [numbers[key] for key in needed])
        return as_json([loose, rows])

    def _was_sure_of(self, key: Key, known: Known) -> bool:
        """Tell whether an input was found to be as before, and yet is another now."""
        is_input = known.rests_on is None and self.is_sure(key)
        return is_input and self.digest(key) != known.digest

    def _all_doubtful(self) -> frozenset[int]:
        """Return the rows that rest on an input that has changed, near or far."""
        if self._doubtful is None:
            self._doubtful = self._resting_on(set().union(*self._changed.values()))
        return self._doubtful

    def _resting_on(self, found: set[int]) -> frozenset[int]:
        """Return some rows, and all that rest on them, near or far."""
        size, rows = 0, self._resting
        while size < len(found):  # to and fro, as a row may rest on a later one
            size = len(found)
            found.update(number for number, rests_on in rows if not found.isdisjoint(rests_on))
            rows = [row for row in reversed(rows) if row[0] not in found]
        return frozenset(found)

    def _row(self, number: int) -> Row:
        row = self._rows[number]
        assert row is not None
        return row

    def _key(self, number: int) -> Key:
        return tuple(self._row(number)[0])


def _reached(rows: Sequence[Row | None], needed: Iterable[int]) -> list[Row | None]:
    """Return the rows that are needed and all that they rest on, with numbers of their own."""
    found: dict[int, Row] = {}
    waiting = list(needed)
    while waiting:
        number = waiting.pop()
        row = rows[number]
        if number not in found and row is not None:
            found[number] = row
            waiting += row[2] or ()
    now = {was: number for number, was in enumerate(found)}
    return [
        [key, said, None if rests_on is None else [now[each] for each in rests_on], plain]
        for key, said, rests_on, plain in found.values()
    ]


def as_json(value: object) -> bytes:
    """Return data as JSON; also texts that are no Unicode, which descriptions may hold (RFC 8259 section 8.2)."""
    try:
        return orjson.dumps(value, default=tuple)
    except TypeError:
        return json.dumps(value).encode()


def from_json(content: Bytes) -> Any:
    """Read what `as_json` wrote."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(bytes(content))


def _frozen(value: Any) -> Plain:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
