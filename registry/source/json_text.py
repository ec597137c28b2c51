"""JSON to plain data by orjson, with duplicate keys refused, and where the members of a text stand."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import orjson

from registry.errors import Place, UnreadableInput
from registry.source.spots import Spot

if TYPE_CHECKING:
    from registry.source.pointer import Trie

MAX_DEPTH = 256

_MAY_END_KEY = re.compile(rb'"\s*:')
_SURELY_IN_TEXT = re.compile(rb'[^\\]\\"\s*:')  # one backslash before the quote: it does not end a string
_SPACE = re.compile(r"[ \t\n\r]*")
_LARGE = float(2**63)


class _Depth(Exception):  # noqa: N818 - never leaves this module
    """The text is nested deeper than ``MAX_DEPTH``."""


class _Twice(Exception):  # noqa: N818 - never leaves this module
    """A mapping has one key twice."""


def load(text: str, file: str) -> Any:
    """Return the value of a JSON text (RFC 8259); raises UnreadableInput with line, column and remedy."""
    content = text.encode()
    try:
        data = orjson.loads(content)
        keys, inexact = _survey(data)
    except orjson.JSONDecodeError as error:
        raise _unreadable(error, text, file) from None
    except _Depth:
        raise _too_deep(file) from None
    if inexact or _keys_at_most(content) != keys:
        return _load_exactly(text, file)
    return data


def _keys_at_most(content: bytes) -> int:
    """Count what may end a key: never less than the keys written, so equality proves that none is double."""
    return len(_MAY_END_KEY.findall(content)) - len(_SURELY_IN_TEXT.findall(content))


def _survey(data: Any) -> tuple[int, bool]:
    """Count the keys, and tell whether an integer may have lost digits by becoming a float."""
    keys, inexact = 0, False
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for node in level:
            if type(node) is dict:
                keys += len(node)
                below.extend(node.values())
            elif type(node) is list:
                below.extend(node)
            elif type(node) is float and not -_LARGE < node < _LARGE:
                inexact = True
        if not below:
            return keys, inexact
        level = below
    raise _Depth


def _load_exactly(text: str, file: str) -> Any:
    """Parse again with every key seen and integers of any length: the slower way, for the rare text."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except _Twice:
        raise _duplicate(text, file) from None
    except ValueError:
        raise UnreadableInput(
            Place(file), "has a number too long to hold", "write it shorter, or as text in quotes"
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _Twice
    return mapping


def _unreadable(error: orjson.JSONDecodeError, text: str, file: str) -> UnreadableInput:
    if not text.strip():
        return UnreadableInput(Place(file, 1, 1), "is empty", "write the document, or remove the file")
    if "depth" in error.msg or "ecursion" in error.msg:
        return _too_deep(file)
    return UnreadableInput(
        Place(file, error.lineno, error.colno),
        f"is not JSON: {error.msg}",
        "mend the syntax here; JSON has no comments, trailing commas, NaN or single quotes",
    )


def _too_deep(file: str) -> UnreadableInput:
    return UnreadableInput(
        Place(file), f"is nested deeper than {MAX_DEPTH} levels", "flatten it, or use $ref"
    )


def spots(text: str, wish: Trie) -> Spot:
    """Return the spots of the wanted members of a JSON text that is known to be valid."""
    root = Spot(1, 1)
    _Walk(text).value(_skip(text, 0), wish, root)
    return root


def _duplicate(text: str, file: str) -> UnreadableInput:
    walk = _Walk(text)
    walk.value(_skip(text, 0), None, Spot(1, 1))
    key, first, second = walk.twice[0]
    return UnreadableInput(
        Place(file, second.line, second.column),
        f"the key {key!r} is already at line {first.line}, column {first.column}",
        "remove or rename one of them",
    )


class _Walk:
    """Walks a valid JSON text; with a wish it skips, in C, whatever nobody asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scan = json.JSONDecoder().raw_decode
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.twice: list[tuple[str, Spot, Spot]] = []

    def spot(self, offset: int) -> Spot:
        line = bisect_right(self.starts, offset)
        return Spot(line, offset - self.starts[line - 1] + 1)

    def value(self, at: int, wish: Trie | None, spot: Spot) -> int:
        """Fill the spots below the value that begins at an offset; return the offset behind it."""
        text = self.text
        if wish == {} or text[at] not in "{[":
            return self.scan(text, at)[1]
        is_mapping, index = text[at] == "{", 0
        at = _skip(text, at + 1)
        while text[at] not in "}]":
            start, token = at, str(index)
            if is_mapping:
                token, at = self.scan(text, at)
                at = _skip(text, _skip(text, at) + 1)
            at = _skip(text, self._member(token, start, at, wish, spot))
            index += 1
            if text[at] == ",":
                at = _skip(text, at + 1)
        return at + 1

    def _member(self, token: str, start: int, at: int, wish: Trie | None, spot: Spot) -> int:
        """Note one member, or skip it; ``start`` is where its key begins, ``at`` its value."""
        if wish is not None and token not in wish:
            return self.scan(self.text, at)[1]
        here = self.spot(start)
        if token in spot.members:
            self.twice.append((token, spot.members[token], here))
        spot.members[token] = here
        return self.value(at, None if wish is None else wish[token], here)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
