"""What is asked while a site is made, and what it is answered: what still holds need not be made again.

An *input* is what may change from outside: a file, a flow, the releases of an API. A *question* rests on inputs and
on other questions. Whatever is answered once and then shared must be asked here, so that all who use the answer
rest on what it rests on; whatever reads an input notes it. A question whose answer is plain data has that data for
its digest: where it comes out the same although what it rests on has changed, nothing above it has to be done again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from registry.errors import WaybillError
from registry.site.table import Key, Known, Plain, Table, as_json
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

A = TypeVar("A")
P = TypeVar("P", bound=Plain)


class Asked:
    """The questions of one run, with what is known of them from the run before; ``known`` is what was learned since."""

    def __init__(self) -> None:
        self.known: dict[Key, Known] = {}
        self._before = Table()
        self._inputs: dict[str, Callable[..., str]] = {}
        self._unlooked: set[str] = set()
        self._seen: dict[str, dict[Key, str]] = {}
        self._again: dict[str, Callable[..., object]] = {}
        self._answers: dict[Key, Any] = {}
        self._holds: dict[Key, bool] = {}
        self._noted: list[dict[Key, None]] = []

    def remember(self, before: Table) -> None:
        """Take up what was known at the end of the run before."""
        self._before = before
        self._unlooked = set(self._inputs)

    def of_input(self, kind: str, digest: Callable[..., str]) -> None:
        """State what gives the digest of an input of this kind today."""
        self._inputs[kind] = digest
        self._unlooked.add(kind)
        self._seen[kind] = {}
        self._holds.clear()

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
        """Return what is made, and what it rests on; the inputs among that are known then."""
        self._noted.append({})
        try:
            made = make()
        finally:
            noted = self._noted.pop()
        for key in noted:
            if key[0] in self._inputs and key not in self.known and not self._is_sure(key):
                self.known[key] = Known(self._now(key))
        return made, tuple(noted)

    def work(self, key: Key, make: Callable[[], A]) -> A:
        """Return what is made, which nothing else rests on; what it rests on itself is known then."""
        made, rests_on = self.watched(make)
        self.known[key] = Known(self._digest_of(rests_on), rests_on)
        return made

    def inputs(self, kind: str) -> Iterator[Key]:
        """Yield the inputs of a kind that were looked at in this run or in the run before."""
        yield from dict.fromkeys((*self._before.inputs(kind), *(key for key in self.known if key[0] == kind)))

    def before(self, key: Key) -> str:
        """Return the digest that a question or an input had in the run before, empty if it was not asked."""
        return self._before.digest(key)

    def aside(self, make: Callable[[], A]) -> A:
        """Return what is made, without any trace of what it was made of."""
        return self.watched(make)[0]

    def digest(self, key: Key) -> str:
        """Return the digest of an input, or of a question that was asked in this run or holds still."""
        if key not in self.known and self._is_sure(key):
            return self._before.digest(key)
        return self._now(key)

    def holds(self, key: Key) -> bool:
        """Tell whether the answer of the run before holds still."""
        if self._is_sure(key):
            return True
        if key not in self._holds:
            self._holds[key] = False  # while it is looked at, whoever asks makes it anew
            self._holds[key] = self._is_as_before(key)
        return self._holds[key]

    def hold_of(self, key: Key, kind: str) -> bool:
        """Tell whether the inputs of a kind hold on which a question rested in the run before."""
        before = self._before.get(key)
        return before is not None and all(
            self.holds(each) for each in before.rests_on or () if each[0] == kind
        )

    def written(self, needed: Iterable[Key]) -> bytes:
        """Return what is known as bytes, for `Table.read` in the next run, which will ask what is ``needed``."""
        return self._before.updated(self.known, needed)

    def _is_sure(self, key: Key) -> bool:
        """Tell whether inputs show that the answer of the run before holds still."""
        while self._unlooked:
            self._before.look(self._unlooked.pop(), self._now)
        return self._before.is_sure(key)

    def _now(self, key: Key) -> str:
        """Return the digest of an input as it is now, or of a question that was asked."""
        if key in self.known:
            return self.known[key].digest
        seen = self._seen[key[0]]
        if key not in seen:
            seen[key] = self._inputs[key[0]](*key[1:])
        return seen[key]

    def _is_as_before(self, key: Key) -> bool:
        """Tell whether an answer holds although something that it rests on has changed."""
        before = self._before.get(key)
        if before is None or (before.rests_on is None and key[0] not in self._inputs):
            return False
        if before.rests_on is not None and key not in self.known:
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
        known = self.known.get(key) or self._before.get(key)
        assert known is not None
        assert known.plain is not None
        return known.plain[0]

    def _plainly(self, key: Key, make: Callable[[], Plain]) -> Plain:
        answer, rests_on = self.watched(make)
        self.known[key] = Known(digest(as_json(answer)), rests_on, (answer,))
        return answer

    def _digest_of(self, rests_on: tuple[Key, ...]) -> str:
        return digest("\0".join(map(self.digest, rests_on)).encode())
