"""What is asked while a site is made, and what it is answered: what still holds need not be made again.

An *input* is what may change from outside: a file, a flow, the releases of an API. A *question* rests on inputs and
on other questions. Whatever is answered once and then shared must be asked here, so that all who use the answer
rest on what it rests on; whatever reads an input notes it. A question whose answer is plain data has that data for
its digest: where it comes out the same although what it rests on has changed, nothing above it has to be done again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import orjson

from registry.errors import WaybillError
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Key: TypeAlias = tuple[str, ...]
"""What is asked, and of what: ``("title", "catalog/products")``."""
Plain: TypeAlias = "str | int | float | bool | tuple[Plain, ...] | None"
"""Data that is the same after it was written and read again."""

A = TypeVar("A")
P = TypeVar("P", bound=Plain)


@dataclass(frozen=True, slots=True)
class Known:
    """The digest of an answer, what it rests on in the order in which that was asked, and the answer if it is plain."""

    digest: str
    rests_on: tuple[Key, ...] = ()
    plain: tuple[Plain] | None = None


class Asked:
    """The questions of one run, with what is known of them from the run before; ``known`` is for the next one."""

    def __init__(self) -> None:
        self.known: dict[Key, Known] = {}
        self._before: Mapping[Key, Known] = {}
        self._inputs: dict[str, Callable[..., str]] = {}
        self._again: dict[str, Callable[..., object]] = {}
        self._answers: dict[Key, Any] = {}
        self._holds: dict[Key, bool] = {}
        self._noted: list[dict[Key, None]] = []

    def remember(self, before: Mapping[Key, Known]) -> None:
        """Take up what was known at the end of the run before."""
        self._before = before

    def of_input(self, kind: str, digest: Callable[..., str]) -> None:
        """State what gives the digest of an input of this kind today."""
        self._inputs[kind] = digest

    def of_question(self, kind: str, ask: Callable[..., object]) -> None:
        """State what asks a question of this kind again."""
        self._again[kind] = ask

    def note(self, *key: str) -> None:
        """Note that the work at hand rests on an input or a question."""
        if self._noted:
            self._noted[-1][key] = None

    def answer(self, key: Key, make: Callable[[], A]) -> A:
        """Return the answer to a question, made once; it holds as long as all that it rests on."""
        self.note(*key)
        if key not in self._answers:
            answer, rests_on = self.watched(make)
            self.known[key] = Known(self._digest_of(rests_on), rests_on)
            self._answers[key] = answer
        return cast("A", self._answers[key])

    def plain(self, key: Key, make: Callable[[], P]) -> P:
        """Return the plain answer to a question, made once, or as it was in the run before if that holds."""
        self.note(*key)
        if key not in self._answers:
            self._answers[key] = self._kept(key) if self.holds(key) else self._plainly(key, make)
        return cast("P", self._answers[key])

    def watched(self, make: Callable[[], A]) -> tuple[A, tuple[Key, ...]]:
        """Return what is made, and what it rests on."""
        self._noted.append({})
        try:
            made = make()
        finally:
            noted = self._noted.pop()
        return made, tuple(noted)

    def work(self, key: Key, make: Callable[[], A]) -> A:
        """Return what is made, which nothing else rests on; what it rests on itself is known then."""
        made, rests_on = self.watched(make)
        self.known[key] = Known(self._digest_of(rests_on), rests_on)
        return made

    def before(self, key: Key) -> str:
        """Return the digest that a question had in the run before, empty if it was not asked."""
        known = self._before.get(key)
        return known.digest if known else ""

    def aside(self, make: Callable[[], A]) -> A:
        """Return what is made, without any trace of what it was made of."""
        return self.watched(make)[0]

    def digest(self, key: Key) -> str:
        """Return the digest of an input, or of a question that was asked in this run or holds still."""
        return (self.known.get(key) or self._today(key)).digest

    def holds(self, key: Key) -> bool:
        """Tell whether the answer of the run before holds still."""
        if key not in self._holds:
            self._holds[key] = False  # while it is looked at, whoever asks makes it anew
            self._holds[key] = self._is_as_before(key)
        return self._holds[key]

    def hold_of(self, key: Key, kind: str) -> bool:
        """Tell whether the inputs of a kind hold on which a question rested in the run before."""
        before = self._before.get(key)
        return before is not None and all(self.holds(each) for each in before.rests_on if each[0] == kind)

    def reached(self, keys: Iterable[Key]) -> dict[Key, Known]:
        """Return all that some questions rest on, near or far, with themselves."""
        found: dict[Key, Known] = {}
        waiting = [*keys]
        while waiting:
            key = waiting.pop()
            if key not in found:
                known = self.known.get(key) or self._today(key)
                found[key] = known
                waiting += known.rests_on
        return found

    def _today(self, key: Key) -> Known:
        """Return what is known of an input by looking at it."""
        known = self.known[key] = Known(self._inputs[key[0]](*key[1:]))
        return known

    def _is_as_before(self, key: Key) -> bool:
        before = self._before.get(key)
        if before is None:
            return False
        if key[0] not in self._inputs and key not in self.known:
            if all(map(self.holds, before.rests_on)):
                self.known[key] = before
                return True
            if before.plain is None or not self._ask(key):
                return False
        return self.digest(key) == before.digest

    def _ask(self, key: Key) -> bool:
        """Ask a question again; what cannot be asked any more is no longer answered as before."""
        try:
            self._again[key[0]](*key[1:])
        except (WaybillError, LookupError):
            return False
        return key in self.known

    def _kept(self, key: Key) -> Plain:
        plain = self.known[key].plain
        assert plain is not None
        return plain[0]

    def _plainly(self, key: Key, make: Callable[[], Plain]) -> Plain:
        answer, rests_on = self.watched(make)
        self.known[key] = Known(digest(as_json(answer)), rests_on, (answer,))
        return answer

    def _digest_of(self, rests_on: tuple[Key, ...]) -> str:
        return digest("\0".join(map(self.digest, rests_on)).encode())


def as_json(value: object) -> bytes:
    """Return data as JSON; also texts that are no Unicode, which descriptions may hold (RFC 8259 section 8.2)."""
    try:
        return orjson.dumps(value, default=tuple)
    except TypeError:
        return json.dumps(value).encode()


def from_json(content: bytes) -> Any:
    """Read what `as_json` wrote."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(content)


def written(known: Mapping[Key, Known]) -> bytes:
    """Return what is known as bytes, for the next run."""
    numbers = {key: number for number, key in enumerate(known)}
    rows = [
        [key, each.digest, [numbers[one] for one in each.rests_on], each.plain] for key, each in known.items()
    ]
    return as_json(rows)


def read(content: bytes) -> dict[Key, Known]:
    """Return what was known, as `written` wrote it."""
    rows = from_json(content)
    keys = [tuple(row[0]) for row in rows]
    return dict(zip(keys, _read(rows, keys), strict=True))


def _read(rows: list[Any], keys: list[Key]) -> Iterator[Known]:
    for _, said, rests_on, plain in rows:
        answer = None if plain is None else (_frozen(plain[0]),)
        yield Known(said, tuple(keys[number] for number in rests_on), answer)


def _frozen(value: Any) -> Plain:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
