"""Where the members of a JSON text stand: counted in a text laid out by rule, searched in any other."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

from registry.source.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.source.pointer import Trie

_INDENT = 2
_SPACE = re.compile(r"[ \t\n\r]*")


def spots(content: bytes, data: Any, wish: Trie, *, plain: bool) -> Spot:
    """Return the spots of the wanted members of a valid JSON text in UTF-8, whose value is ``data``.

    ``plain`` is what `is_plain` says of them.
    """
    root = Spot(1, 1)
    if plain:
        _count(data, wish, root, 1 + _INDENT)
    else:
        text = content.decode()
        _Walk(text).value(_skip(text, 0), wish, root)
    return root


def twice(text: str) -> tuple[str, Spot, Spot]:
    """Return the first key that a mapping of a JSON text has twice, and where it stands; there must be one."""
    walk = _Walk(text)
    walk.value(_skip(text, 0), None, Spot(1, 1))
    return walk.twice[0]


def is_plain(content: bytes, data: Any) -> bool:
    """Tell whether a text is laid out as most programs do it: each member on a line, indented by two spaces.

    Then it is also proved that no key is there twice and that no number lost digits: none of that would be written.
    """
    if content[1:2] != b"\n":  # most texts that are laid out otherwise are a single line
        return False
    try:
        return orjson.dumps(data, option=orjson.OPT_INDENT_2) == content.rstrip()
    except orjson.JSONEncodeError:  # nested deeper, or a longer number, than it writes
        return False


def _count(value: Any, wish: Trie, spot: Spot, column: int) -> int:
    """Fill the spots below a value, its members standing in ``column``; return how many lines it takes."""
    if not wish or not isinstance(value, dict | list) or not value:
        return 1 + orjson.dumps(value, option=orjson.OPT_INDENT_2).count(b"\n")
    lines = 1
    for token, member in _members(value):
        below = wish.get(token)
        if below is None:
            lines += 1 + orjson.dumps(member, option=orjson.OPT_INDENT_2).count(b"\n")
        else:
            here = spot.members[token] = Spot(spot.line + lines, column)
            lines += _count(member, below, here, column + _INDENT)
    return lines + 1


def _members(value: dict[str, Any] | list[Any]) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        return value.items()
    return ((str(index), member) for index, member in enumerate(value))


class _Walk:
    """Walks a valid JSON text; with a wish it skips, in C, whatever nobody asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scan = json.JSONDecoder().raw_decode
        self.line, self.start, self.counted = 1, 0, 0
        self.twice: list[tuple[str, Spot, Spot]] = []

    def spot(self, offset: int) -> Spot:
        """Return where an offset is; they are asked for in ascending order, so lines are counted on from the last.

        A text of megabytes may be a single line: what was passed is not looked at again.
        """
        if ends := self.text.count("\n", self.counted, offset):
            self.line += ends
            self.start = self.text.rindex("\n", self.counted, offset) + 1
        self.counted = offset
        return Spot(self.line, offset - self.start + 1)

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
