"""Write a folder so that it holds exactly the given files, touching only those that differ."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class State(NamedTuple):
    """What tells a file that was left alone from one that was touched: bytes, nanoseconds since 1970."""

    size: int
    changed: int


Found: TypeAlias = "tuple[dict[str, tuple[int, int]], list[str]]"
"""What lies in a folder: files by path, each with what makes up its `State`; and what is neither file nor folder."""
Sum: TypeAlias = tuple[str, State]
"""A file that is made of many others: a digest of what it was made of, and how it was left."""


@dataclass(frozen=True, slots=True)
class Written:
    """What it took: how many files were new or different, how many were stale."""

    changed: int
    removed: int


@dataclass(slots=True)
class Folder:
    """A folder on disk: what lay in it at the beginning by path, and what was put there since."""

    root: Path
    before: Mapping[str, State]
    now: dict[str, State] = field(default_factory=dict)
    changed: int = 0
    _made: set[Path] = field(default_factory=set)

    @classmethod
    def at(cls, root: Path, found: Found | None = None) -> Folder:
        """Take up a folder with what is ``found`` in it; what is neither file nor folder has to go.

        A link would lead elsewhere what is written.
        """
        states, strange = found or found_in(root)
        for path in strange:
            Path(path).unlink()
        return cls(root, dict(zip(states, map(State._make, states.values()), strict=True)))

    def put(self, name: str, content: bytes) -> State:
        """Have a file hold the content, and return its state."""
        path = self.root / name
        state = self.before.get(name)
        if state is None or state.size != len(content) or self.content(name) != content:
            self._write(path, content)
            self.changed += 1
            status = path.stat()
            state = State(status.st_size, status.st_mtime_ns)
        self.now[name] = state
        return state

    def renew(self, name: str, said: str, before: Mapping[str, Sum], make: Callable[[], bytes]) -> Sum:
        """Have a file hold what is made, unless it was made of the same ``before`` and lies there as it was left."""
        was, state = before.get(name, ("", None))
        if was == said and state is not None and self.holds({name: state}):
            self.keep({name: state})
            return said, state
        return said, self.put(name, make())

    def holds(self, files: Mapping[str, State]) -> bool:
        """Tell whether files lie there as they were left."""
        return all(self.before.get(name) == state for name, state in files.items())

    def content(self, name: str) -> bytes:
        """Return what a file holds."""
        with open(f"{self.root}/{name}", "rb") as file:  # noqa: PTH123 - as often as there are pages
            return file.read()

    def keep(self, files: Mapping[str, State]) -> None:
        """Leave files as they are."""
        self.now.update(files)

    def rid(self) -> Written:
        """Remove every file that was neither put nor kept, and what is empty then."""
        stale = self.before.keys() - self.now.keys()
        for name in stale:
            (self.root / name).unlink()
        for folder in sorted({(self.root / name).parent for name in stale}, reverse=True):
            self._remove_if_empty(folder)
        return Written(self.changed, len(stale))

    def _write(self, path: Path, content: bytes) -> None:
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        path.write_bytes(content)

    def _remove_if_empty(self, folder: Path) -> None:
        while folder != self.root:
            try:
                folder.rmdir()
            except OSError:  # there is something in it
                return
            folder = folder.parent


def mirror(content: Iterable[tuple[str, bytes]], root: Path) -> Written:
    """Make a folder hold exactly ``content``, by path relative to it; hidden files are left alone.

    A path that comes twice holds what came last.
    """
    folder = Folder.at(root)
    for name, new in dict(content).items():
        folder.put(name, new)
    return folder.rid()


def found_in(root: Path) -> Found:
    """Look through a folder; hidden files are none of ours."""
    states: dict[str, tuple[int, int]] = {}
    strange: list[str] = []
    waiting = [(str(root), "")] if root.is_dir() else []
    while waiting:
        folder, before = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{before}{entry.name}/"))
                elif entry.name.startswith("."):
                    continue
                elif not entry.is_file(follow_symlinks=False):
                    strange.append(entry.path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    states[f"{before}{entry.name}"] = status.st_size, status.st_mtime_ns
    return states, strange
