"""Write a folder so that it holds exactly the given files, touching only those that differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """What it took: how many files were new or different, how many were stale."""

    changed: int
    removed: int


def mirror(content: Iterable[tuple[str, bytes]], folder: Path) -> Written:
    """Make ``folder`` hold exactly ``content``, by path relative to it; hidden files are left alone.

    A path that comes twice holds what came last.
    """
    stale = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    changed = 0
    for name, new in content:
        changed += _write(folder / name, new)
        stale.discard(name)
    for name in stale:
        (folder / name).unlink()
    _remove_empty_folders(folder)
    return Written(changed, len(stale))


def _write(path: Path, content: bytes) -> bool:
    try:
        if path.read_bytes() == content:
            return False
    except (FileNotFoundError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _remove_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
