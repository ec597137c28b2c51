"""Files put on disk so that whoever kills the process leaves each of them old or new, never half."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the files that differ, in the order given, and return their paths.

    Each appears whole or not at all (rename is atomic within a file system, POSIX rename(2)); a run
    that was cut short is completed by the same call made again.
    """
    changed = tuple(path for path, content in files.items() if not holds(root / path, content))
    for path in changed:
        replace(root / path, files[path])
    return changed


def holds(path: Path, content: bytes) -> bool:
    """Tell whether the file exists with exactly this content."""
    return path.is_file() and path.read_bytes() == content


def replace(path: Path, content: bytes) -> None:
    """Put the content where the path says; what a killed run left beside it is overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
