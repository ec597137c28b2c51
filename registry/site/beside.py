"""Work that another process does while this one goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")


class Beside(Generic[T]):
    """Does some work, which changes nothing, in a fork of this process; where there is none, once its result is needed.

    ``work`` returns plain data. Should the other process end before its time, the work is done here.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._process: ForkProcess | None = None
        if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
            context = multiprocessing.get_context("fork")
            self._ours, theirs = context.Pipe(duplex=False)
            self._process = context.Process(target=self._send, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()

    def __enter__(self) -> Self:
        """Do nothing: the other is at work since it is there."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the other not go on where nobody waits for it."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._ours.close()

    def result(self) -> T:
        """Return what the work returns; raises what it raises."""
        if self._process is None:
            return self._work()
        try:
            found: T = self._ours.recv()
        except (EOFError, ConnectionError):
            return self._work()
        return found

    def _send(self, pipe: Connection) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts this one ends that, too
        self._ours.close()  # as long as it is open, nobody hears that the first process is gone
        with suppress(OSError):  # the first process is gone, or will meet the same
            pipe.send(self._work())
