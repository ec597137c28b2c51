"""JSON Pointer (RFC 6901): the address of a value inside a document, as text and as tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")

Trie: TypeAlias = "dict[str, Trie]"


def escape(token: str) -> str:
    """Write one key as a reference token (RFC 6901, section 3)."""
    if "~" in token or "/" in token:
        return token.replace("~", "~0").replace("/", "~1")
    return token


def unescape(token: str) -> str:
    """Return the key that a reference token stands for."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


def join(pointer: str, *tokens: object) -> str:
    """Extend a pointer by keys or list indexes: ``join("/paths", "/products", "get")``."""
    for token in tokens:
        pointer = f"{pointer}/{escape(str(token))}"
    return pointer


def split(pointer: str) -> tuple[str, ...]:
    """Return the unescaped tokens of a pointer; ``""`` has none."""
    return tuple(map(unescape, pointer.split("/")[1:]))


def parent(pointer: str) -> str:
    """Return the pointer one level up; the root is its own parent."""
    return pointer.rpartition("/")[0]


def from_fragment(fragment: str) -> str:
    """Turn the fragment of a URI reference, without ``#``, into a pointer (RFC 6901, section 6)."""
    return unquote(fragment, errors="strict")


def find(data: Any, tokens: Iterable[str]) -> Any:
    """Return the value the tokens lead to; raises KeyError with the token that leads nowhere."""
    for token in tokens:
        data = member(data, token)
    return data


def member(data: Any, token: str) -> Any:
    """Return one member of a mapping or list; raises KeyError when there is none."""
    if isinstance(data, dict):
        return data[token]
    if isinstance(data, list) and is_index(token) and int(token) < len(data):
        return data[int(token)]
    raise KeyError(token)


def is_index(token: str) -> bool:
    """Tell whether a token can be a list index: digits without leading zero (RFC 6901, section 4)."""
    return _INDEX.fullmatch(token) is not None


def trie(pointers: Iterable[str]) -> Trie:
    """Gather pointers into nested mappings of tokens, so that one walk answers all of them."""
    nodes: dict[str, Trie] = {"": {}}
    for pointer in pointers:
        _node(pointer, nodes)
    return nodes[""]


def _node(pointer: str, nodes: dict[str, Trie]) -> Trie:
    """Return the node of a pointer; no closure, which would keep all nodes until they are collected as garbage."""
    node = nodes.get(pointer)
    if node is None:
        above, _, token = pointer.rpartition("/")
        node = nodes[pointer] = _node(above, nodes).setdefault(unescape(token), {})
    return node
