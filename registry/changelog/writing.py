"""Files put on disk so that whoever kills the process leaves each of them old or new, never half."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the files that differ, in the order given, and return their paths.

    All contents are on disk, under other names, before the first file appears: where one cannot be written,
    none is, and what was made so far is taken away. Each appears whole or not at all (rename is atomic
    within a file system, POSIX rename(2)); a run that was cut short is completed by the same call made again.

    Raises:
        OSError: The system refuses it.
    """
    changed = tuple(path for path, content in files.items() if not holds(root / path, content))
    made: list[Path] = []
    try:
        for path in changed:
            stage(root / path, files[path], made)
        for path in changed:
            appear(root / path)
    except BaseException:  # whoever interrupts it wants no half of it either
        take_away(made)
        raise
    return changed


def holds(path: Path, content: bytes) -> bool:
    """Tell whether the file exists with exactly this content."""
    return path.is_file() and path.read_bytes() == content


def stage(path: Path, content: bytes, made: list[Path]) -> None:
    """Put the content beside where it belongs; ``made`` gets what that makes, folders included."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    for folder in reversed([each for each in path.parents if not each.is_dir()]):
        folder.mkdir()
        made.append(folder)
    made.append(unfinished(path))
    with unfinished(path).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def appear(path: Path) -> None:
    """Let the content that waits take its place."""
    unfinished(path).replace(path)


def unfinished(path: Path) -> Path:
    """Return where a content waits; what a killed run left there is overwritten."""
    return path.with_name(f".{path.name}.unfinished")


def take_away(made: list[Path]) -> None:
    """Remove files that wait, and folders that are empty then."""
    for path in reversed(made):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
