"""Misfits in words: what is sent, what is taken, and values short enough for a sentence."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from registry.schema import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.schema import Difference

SHOWN = 60
"""Characters of a value that a sentence shows."""

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "type": "{one.before} is sent, {one.after} is taken",
        "enum values": "{before} may be sent and is not taken",
        "enum": "any value may be sent, only {after} is taken",
        "null": "null may be sent and is not taken",
        "required properties": "'{one.name}' may be missing, and is required",
        "pattern": "the text need not match {after}",
        "multipleOf": "numbers between the multiples of {after} may be sent and are not taken",
    }
)
"""What a difference means for what is sent, by its keyword."""

LIMITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "maxLength": ("at most", " characters"),
        "minLength": ("at least", " characters"),
        "maxItems": ("at most", " items"),
        "minItems": ("at least", " items"),
        "maximum": ("at most", ""),
        "minimum": ("at least", ""),
    }
)
"""How bounds are said."""


def worded(difference: Difference) -> str:
    """Return a difference between what is sent and what is taken as a sentence."""
    at = f"at '{difference.path.lstrip('.')}' " if difference.path else ""
    return at + sentence(difference)


def sentence(one: Difference) -> str:
    """Return a difference in words, wherever it is."""
    before, after = shown(one.before), shown(one.after)
    if one.keyword in SENTENCES:
        return SENTENCES[one.keyword].format(one=one, before=before, after=after)
    if Effect.UNKNOWN in one.effect:
        return f"'{one.keyword}' could not be compared"
    if one.keyword == "format":
        return f"{'any text' if one.before is None else before} is sent, {after} is taken"
    if one.keyword in LIMITS:
        which, what = LIMITS[one.keyword]
        return f"{limited(which, one.before, what)} may be sent, {which} {after}{what} {'are' if what else 'is'} taken"
    return f"'{one.keyword}' is {before} where it comes from and {after} where it goes"


def limited(which: str, bound: Any, what: str) -> str:
    """Return a bound in words: ``at most 80 characters``, ``any number of characters``."""
    if bound is None:
        return f"any number{f' of{what}' if what else ''}"
    return f"{which} {shown(bound)}{what}"


def shown(value: Any) -> str:
    """Return a value as it reads in a sentence."""
    if value is None:
        return "not limited"
    if isinstance(value, list | tuple):
        return ", ".join(json.dumps(item, ensure_ascii=False) for item in value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
