"""The record of what was sent: one line of JSON a fact, only ever added to, so that nothing is said twice or lost."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from registry.errors import Place, UnreadableInput, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

    from filelock import BaseFileLock

PATH = "changelog/deliveries.jsonl"
"""Where a registry keeps it unless told otherwise; in Git, lines of two branches may simply be put together."""

GRACE = timedelta(days=7)
"""What a new reader hears of the past: more than lies between two runs."""


@dataclass(eq=False)
class Deliveries:
    """The record, opened by one process at a time.

    ``since`` is the day from which on there was somebody to tell: what is older was known before anybody subscribed.
    ``readers`` are the subscribers in their channels, each with the day of its own.
    """

    path: Path
    since: date
    readers: dict[str, date]
    _sent: set[str]
    _begun: dict[str, str]
    _lock: BaseFileLock | None = field(default=None, repr=False)

    @classmethod
    def read(cls, path: Path, *, since: date) -> Self:
        """Return the record as it is now, to look at: nothing is held, and nothing made."""
        began, readers, sent, begun = facts(path)
        return cls(path, began or since, readers, sent, begun)

    @classmethod
    def open(cls, path: Path, *, since: date) -> Self:
        """Open the record; a new one begins on the day ``since``.

        Raises:
            WrongUse: Another process sends at this moment.
            UnreadableInput: A line is no record.
        """
        lock = locked(path)
        try:
            drop_unfinished(path)
            began, readers, sent, begun = facts(path)
            opened = cls(path, began or since, readers, sent, begun, lock)
            if began is None:
                opened.add({"since": since.isoformat()})
        except BaseException:
            lock.release()
            raise
        return opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.release()

    def meet(self, readers: Iterable[str], today: date) -> None:
        """Give each reader that is new the day from which on it is told: it need not hear the whole past.

        Who is there from the beginning hears what the record begins with; who comes later, the last days: as
        subscriptions are not read between two runs, nothing told meanwhile is lost.
        """
        start = max(self.since, today - GRACE) if self.readers else self.since
        for reader in readers:
            if reader not in self.readers:
                self.readers[reader] = start
                if self._lock is not None:
                    self.add({"reader": reader, "since": start.isoformat()})

    def was_sent(self, key: str) -> bool:
        """Tell whether a notice was acknowledged."""
        return key in self._sent

    def begun(self, key: str) -> str | None:
        """Return the id of the message in which a notice was on its way, with no end recorded: did it arrive?"""
        return None if key in self._sent else self._begun.get(key)

    def begin(self, keys: Iterable[str], message: str) -> None:
        """Record, before it is sent, that a message with these notices is on its way."""
        keys = list(keys)
        self.add({"state": "sending", "message": message, "notices": keys})
        self._begun |= dict.fromkeys(keys, message)

    def end(self, keys: Iterable[str], message: str) -> None:
        """Record that a message was acknowledged; its notices stand or fall together."""
        keys = list(keys)
        self.add({"state": "sent", "message": message, "notices": keys})
        self._sent.update(keys)

    def add(self, fact: dict[str, Any]) -> None:
        """Put a line on the disk before anything else happens."""
        with self.path.open("ab") as file:
            file.write((json.dumps(fact, ensure_ascii=False, sort_keys=True) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())


def drop_unfinished(path: Path) -> None:
    """Take away a last line that a killed process did not finish; nobody else writes while the record is held."""
    content = path.read_bytes() if path.exists() else b""
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)


def facts(path: Path) -> tuple[date | None, dict[str, date], set[str], dict[str, str]]:
    """Return when the record began, for whom when, what was acknowledged, and in which message the rest is."""
    began: date | None = None
    readers: dict[str, date] = {}
    sent: set[str] = set()
    begun: dict[str, str] = {}
    content = path.read_bytes() if path.exists() else b""
    for number, line in enumerate(content[: content.rfind(b"\n") + 1].splitlines(), start=1):
        try:
            fact = json.loads(line)
            if "reader" in fact:
                readers.setdefault(fact["reader"], date.fromisoformat(fact["since"]))
            elif "since" in fact:
                day = date.fromisoformat(fact["since"])
                began = min(began, day) if began else day
            elif fact["state"] == "sent":
                sent.update(fact["notices"])
            else:
                begun |= dict.fromkeys(fact["notices"], str(fact["message"]))
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableInput(
                Place(str(path), number), "this is no record of a delivery", "restore the file from Git"
            ) from error
    return began, readers, sent, begun


def locked(path: Path) -> BaseFileLock:
    """Hold the record until released; the system lets go of it when the process dies."""
    import filelock  # noqa: PLC0415 - only sending needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(path.with_name(f".{path.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise WrongUse(
            f"another run of 'waybill notify' is sending ({path})", "wait for it to end, then run this again"
        ) from None
    return lock
