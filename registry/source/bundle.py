"""Many files to one self-contained description, with the way back to the file where each value was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.source import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.errors import Place
    from registry.source.files import Files


@dataclass(frozen=True, slots=True)
class Bundle:
    """A description whose references all begin with ``#``."""

    file: str
    data: Any
    document: tree.Document

    def place(self, pointer: str) -> Place:
        """Return the place, in the file where it was written, of a JSON Pointer into ``data``."""
        return self.document.place(pointer)

    def places(self, pointers: Iterable[str]) -> dict[str, Place]:
        """Return the places of many pointers, in one pass over each file."""
        return self.document.places(pointers)


def bundle(
    file: str, files: Files, *, overlay: str | None = None, remote_hosts: tuple[str, ...] = ()
) -> Bundle:
    """Read a description."""
    document = tree.parse(files.read(file), files.shown(file))
    return Bundle(document.file, document.data, document)
