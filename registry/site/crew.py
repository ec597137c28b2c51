"""Processes that make pages side by side: each takes the next batch that is left, and finishes what it has taken.

They are forks of this process, which has read the registry; where there is no fork, one process does it all.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Self

from registry.errors import WaybillError
from registry.site.plan import outline
from registry.site.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    from registry.site.files import Folder
    from registry.site.plan import Plan
    from registry.site.press import Setting
    from registry.site.table import Key, Known

_ENOUGH = 400
"""Pages, about, from which on a second process makes up for what it costs."""


class HelpLost(WaybillError):  # noqa: N818 - says what happened
    """A process that made pages has ended before its time."""

    exit_status = 1

    def __str__(self) -> str:
        return "a process that made pages was ended by the system; try again with fewer (--jobs 1)"


@dataclass(frozen=True, slots=True)
class Result:
    """What one process has made: batches as bytes, what it learned, how many files it changed."""

    made: Mapping[Key, bytes]
    known: Mapping[Key, Known]
    changed: int


@dataclass(frozen=True, slots=True)
class Hand:
    """Another process, and the way to it."""

    process: ForkProcess
    pipe: Connection

    def heard(self) -> Any:
        """Return the next that it says; raises what it raised, or HelpLost."""
        try:
            said = self.pipe.recv()
        except (EOFError, ConnectionError):
            raise HelpLost from None
        if isinstance(said, Exception):
            raise said
        return said

    def tell(self, said: object) -> None:
        """Send it something; raises HelpLost."""
        try:
            self.pipe.send(said)
        except ConnectionError:
            raise HelpLost from None


class Crew:
    """The processes of one build, this one among them; ``jobs`` is how many (0: as many as are worth it)."""

    def __init__(self, plan: Plan, folder: Folder, jobs: int) -> None:
        self._plan = plan
        self._folder = folder
        self._tasks = tuple(key for key in plan.open if not plan.batches[key].is_here)
        self._next: Callable[[], int] = count().__next__
        self._hands: list[Hand] = []
        weight = sum(plan.batches[key].weight for key in self._tasks)
        hands = 0
        if sys.platform == "linux":
            wanted = jobs or (len(os.sched_getaffinity(0)) if weight >= _ENOUGH else 1)
            hands = min(wanted, len(self._tasks)) - 1
        if hands > 0:
            try:
                self._start(hands)
            except BaseException:
                self._dismiss(at_once=True)
                raise

    def __enter__(self) -> Self:
        """Do nothing: they are at work since they are there."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let none go on where this one cannot."""
        self._dismiss(at_once=kind is not None)

    def make(self) -> None:
        """Make the pages of all batches; those that others make are known by where they are."""
        self._plan.make(key for key in self._plan.open if self._plan.batches[key].is_here)
        self._take()
        for hand in self._hands:
            self._plan.elsewhere |= hand.heard()

    def finish(self, setting: Setting) -> None:
        """Let the others make the files of the batches that they have taken."""
        for hand in self._hands:
            hand.tell(setting)

    def results(self) -> Iterator[Result]:
        """Yield what the others have made."""
        for hand in self._hands:
            yield hand.heard()

    def _dismiss(self, *, at_once: bool) -> None:
        for hand in self._hands:
            if at_once:
                hand.process.terminate()
            hand.pipe.close()
            hand.process.join()

    def _take(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Make the pages of batches as long as any are left and somebody waits for them."""
        while not is_over() and (number := self._next()) < len(self._tasks):
            self._plan.make((self._tasks[number],))

    def _start(self, hands: int) -> None:
        context = multiprocessing.get_context("fork")
        taken = context.Value("l", 0)

        def following() -> int:
            with taken.get_lock():
                number: int = taken.value
                taken.value += 1
            return number

        self._next = following
        for _ in range(hands):
            ours, theirs = context.Pipe()
            process = context.Process(target=self._serve, args=(ours, theirs), daemon=True)
            process.start()
            theirs.close()
            self._hands.append(Hand(process, ours))

    def _serve(self, ours: Connection, pipe: Connection) -> None:
        """Do the work of another process."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the build ends this, too
        # A fork holds the other ends, too: as long as any is open, nobody hears that the first process is gone.
        for end in (ours, *(hand.pipe for hand in self._hands)):
            end.close()
        try:
            for said in self._work(pipe):
                pipe.send(said)
        except (EOFError, ConnectionError):  # nobody waits for it any more
            return
        except (WaybillError, OSError) as error:
            pipe.send(error)
        except Exception as error:  # noqa: BLE001 - raised again where it is told
            pipe.send(RuntimeError(f"{type(error).__name__} in a process that made pages: {error}"))

    def _work(self, pipe: Connection) -> Iterator[object]:
        """Take batches and tell where their pages are; then make their files."""
        plan = self._plan
        before = len(plan.asked.known)
        self._take(pipe.poll)
        yield {key: outline(found) for key, found in plan.fresh.items()}
        setting: Setting = pipe.recv()
        plan.lead(setting.moved)
        press = Press(plan, setting)
        made = {key: press.made(key, self._folder).as_bytes() for key in tuple(plan.fresh)}
        learned = dict(islice(plan.asked.known.items(), before, None))
        yield Result(made, learned, self._folder.changed)
