"""JSON Pointers (RFC 6901): how this layer names a node of a document."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote


class Absent(LookupError):  # noqa: N818 - says what the node is
    """A pointer leads to nothing: the node at ``reached`` has no ``key``."""

    def __init__(self, reached: str, key: str, parent: Any) -> None:
        super().__init__(reached, key)
        self.reached = reached
        self.key = key
        self.parent = parent


def join(pointer: str, *keys: str | int) -> str:
    """Return the pointer to a descendant: ``join("/paths", "/a", "get")`` is ``/paths/~1a/get``."""
    return "/".join((pointer, *(str(key).replace("~", "~0").replace("/", "~1") for key in keys)))


def split(pointer: str) -> tuple[str, ...]:
    """Return the keys of ``pointer``, unescaped; the root has none."""
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:])


def of_reference(reference: str) -> str | None:
    """Return the pointer that ``#/...`` holds (RFC 6901 section 6); None for any other reference."""
    if reference == "#":
        return ""
    if not reference.startswith("#/"):
        return None
    fragment = reference[1:]
    return unquote(fragment) if "%" in fragment else fragment


def look_up(data: Any, pointer: str) -> Any:
    """Return the node at ``pointer``.

    Raises:
        Absent: There is no such node.
    """
    node, reached = data, ""
    for key in split(pointer):
        try:
            node = node[key] if isinstance(node, dict) else _item(node, key)
        except (KeyError, IndexError, ValueError):
            raise Absent(reached, key, node) from None
        reached = join(reached, key)
    return node


def _item(node: Any, key: str) -> Any:
    if isinstance(node, list) and key.isdecimal():
        return node[int(key)]
    raise KeyError(key)
