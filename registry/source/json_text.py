"""JSON to plain data by orjson, with duplicate keys refused."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from registry.errors import Place, UnreadableInput
from registry.source import json_places
from registry.source.text import decode

MAX_DEPTH = 256

_LARGE = float(2**63)


class _Depth(Exception):  # noqa: N818 - never leaves this module
    """The text is nested deeper than ``MAX_DEPTH``."""


class _Twice(Exception):  # noqa: N818 - never leaves this module
    """A mapping has one key twice."""


def load(content: bytes, file: str) -> tuple[Any, bool]:
    """Return the value of a JSON text (RFC 8259) in UTF-8, and whether it is laid out as `json_places.is_plain` says.

    Raises UnreadableInput with line, column and remedy.
    """
    try:
        data = orjson.loads(content)
        if json_places.is_plain(content, data):
            return data, True
        keys, inexact = _survey(data)
    except orjson.JSONDecodeError as error:
        raise _unreadable(error, decode(content, file), file) from None
    except _Depth:
        raise _too_deep(file) from None
    if inexact or _keys_at_most(content) != keys:
        return _load_exactly(content.decode(), file), False
    return data, False


_SPACED_END = re.compile(rb'"\s+:')


def _keys_at_most(content: bytes) -> int:
    """Count what may end a key: never less than the keys written, so equality proves that none is double.

    A quote with one backslash before it ends no text; with two before it, it may.
    """
    close = content.count(b'":') - content.count(b'\\":') + content.count(b'\\\\":')
    return close + sum(
        content[end.start() - 2 : end.start()] == b"\\\\" or content[end.start() - 1 : end.start()] != b"\\"
        for end in _SPACED_END.finditer(content)
    )


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


def _duplicate(text: str, file: str) -> UnreadableInput:
    key, first, second = json_places.twice(text)
    return UnreadableInput(
        Place(file, second.line, second.column),
        f"the key {key!r} is already at line {first.line}, column {first.column}",
        "remove or rename one of them",
    )
