"""Plain YAML scalars to values by the core schema of YAML 1.2 (section 10.3.2): ``no`` and dates are text."""

from __future__ import annotations

import math
import re
from typing import Any

_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_TAG = "tag:yaml.org,2002:"


class NoValue(ValueError):  # noqa: N818 - a reason, turned into UnreadableInput where the place is known
    """A scalar stands for nothing that JSON can hold."""


def resolve(text: str) -> Any:
    """Return the value of a plain scalar; raises NoValue for infinities, NaN and numbers too long to hold."""
    if text and text[0] in _NUMBER_STARTS:
        return _number(text)
    return _WORDS.get(text, text)


def resolve_tagged(text: str, tag: str) -> Any:
    """Return the value of a scalar with an explicit core tag; raises NoValue for every other tag."""
    if tag in ("!", _TAG + "str"):
        return text
    value = resolve(text)
    if tag == _TAG + "float" and type(value) is int:
        return float(value)
    if tag not in _TYPES:
        raise NoValue(f"the tag {shown(tag)} is not plain data")
    if not isinstance(value, _TYPES[tag]) or (tag == _TAG + "int" and isinstance(value, bool)):
        raise NoValue(f"{text!r} is not what its tag {shown(tag)} says")
    return value


_TYPES: dict[str, type] = {
    _TAG + "int": int,
    _TAG + "float": float,
    _TAG + "bool": bool,
    _TAG + "null": type(None),
}


def shown(tag: str) -> str:
    """Write a tag as people do: ``!!int``, ``!mine``."""
    return "!!" + tag.removeprefix(_TAG) if tag.startswith(_TAG) else tag


def _number(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return _integer(text, 10)
    if _OCTAL.fullmatch(text):
        return _integer(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return _integer(text[2:], 16)
    if _FLOAT.fullmatch(text):
        return finite(float(text), text)
    if _NOT_JSON.fullmatch(text):
        raise NoValue(f"{text} is no number in JSON")
    return text


def _integer(digits: str, base: int) -> int:
    try:
        number = int(digits, base)
        if base != 10:  # noqa: PLR2004 - what is read in another base is written in ten
            str(number)
    except ValueError:
        raise NoValue(f"the number of {len(digits):,} digits is too long") from None
    return number


def finite(value: float, text: str) -> float:
    """Return the value unless it overflowed to infinity; raises NoValue."""
    if math.isinf(value):
        raise NoValue(f"{text} is larger than any floating-point number")
    return value
