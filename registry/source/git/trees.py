"""Tree objects of Git: the names in a folder, with modes and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry: TypeAlias = tuple[int, str]
"""The mode and the object id of one name in a folder."""


def tree_entries(content: bytes, id_length: int) -> Iterator[tuple[str, Entry]]:
    """Cut a tree object into names, modes and ids: ``mode SP name NUL id``, again and again."""
    at = 0
    while at < len(content):
        space = content.index(b" ", at)
        end = content.index(b"\0", space)
        name = content[space + 1 : end].decode("utf-8", "surrogateescape")
        mode = int(content[at:space], 8)
        at = end + 1 + id_length
        yield name, (mode, content[end + 1 : at].hex())
