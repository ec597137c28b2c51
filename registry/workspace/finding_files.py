"""The descriptions in a folder, however it is laid out."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".yaml", ".yml", ".json")
DECLARES = re.compile(rb"""(?:^|[\n{,])[ \t\r\n]*["']?(?:openapi|swagger)["']?[ \t]*:""")
"""How a description says what it is, at the top of a file in YAML or JSON; what only looks so is told when read."""
HEAD = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """The descriptions of a folder, in the order of their paths, and how many other files of their kind there are."""

    files: tuple[Path, ...]
    others: int


def descriptions(folder: Path) -> Found:
    """Return the descriptions below a folder; hidden folders and symbolic links are not entered."""
    files = tuple(candidates(folder))
    found = tuple(path for path in files if declares(path))
    return Found(found, len(files) - len(found))


def candidates(folder: Path) -> Iterator[Path]:
    """Yield the YAML and JSON files below a folder, sorted."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if name.lower().endswith(SUFFIXES) and not name.startswith(".") and not path.is_symlink():
                yield path


def declares(path: Path) -> bool:
    """Tell whether a file says at its beginning that it is an OpenAPI description."""
    try:
        with path.open("rb") as file:
            return DECLARES.search(file.read(HEAD)) is not None
    except OSError:
        return True  # reading it will say why
