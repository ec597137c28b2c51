"""What was made of all batches, kept in a few files: to read one for each batch takes as long as to make some anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING
from zlib import crc32

from registry.site.table import as_json, from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from registry.site.table import Bytes

_PACKS = 64
"""Files: few to read, and each of them small enough to be written again after a change of one batch."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was made of a batch: ``home`` is its name for ever, ``name`` tells also what the result rests on."""

    home: str
    name: str

    @property
    def pack(self) -> int:
        """The number of the file that it lies in."""
        return crc32(self.home.encode()) % _PACKS


@dataclass(frozen=True, slots=True)
class Packs:
    """Results by entry, in files that ``read`` gives by number, None for one that is gone, and ``write`` takes."""

    read: Callable[[int], bytes | None]
    write: Callable[[int, bytes], None]
    _opened: dict[int, Mapping[str, Bytes]] = field(default_factory=dict)

    def get(self, entry: Entry) -> Bytes | None:
        """Return a result, None if it is gone."""
        return self._open(entry.pack).get(entry.name)

    def keep(self, entries: Iterable[Entry], new: Mapping[str, bytes]) -> None:
        """Keep the results of these entries, and no others; by name those that are ``new``."""
        wanted: dict[int, list[str]] = {}
        for entry in entries:
            wanted.setdefault(entry.pack, []).append(entry.name)
        for number, names in wanted.items():
            there = self._open(number)
            if there.keys() != set(names):
                found = ((name, new.get(name, there.get(name))) for name in names)
                self.write(number, _packed({name: made for name, made in found if made is not None}))

    def _open(self, number: int) -> Mapping[str, Bytes]:
        if number not in self._opened:
            content = self.read(number)
            self._opened[number] = {} if content is None else _unpacked(content)
        return self._opened[number]


def _packed(results: Mapping[str, Bytes]) -> bytes:
    """Return results as bytes: their names and lengths as JSON, and behind that, from the next line on, themselves."""
    lengths = [(name, len(made)) for name, made in results.items()]
    return b"\n".join((as_json(lengths), b"".join(results.values())))


def _unpacked(content: bytes) -> Mapping[str, Bytes]:
    start = content.index(b"\n") + 1
    lengths = from_json(content[:start])
    body = memoryview(content)[start:]
    stops = accumulate(length for _, length in lengths)
    return {name: body[stop - length : stop] for (name, length), stop in zip(lengths, stops, strict=True)}
