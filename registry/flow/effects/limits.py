"""Limits of numbers, texts and lists: how they read, and whether one value goes beyond another's."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from registry.flow.carry import calculated, exact, is_number
from registry.flow.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.model.flow import Convert

LIMITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "minimum": ("minimum", "as low as"),
        "maximum": ("maximum", "as high as"),
        "min-length": ("minLength", "as short as"),
        "max-length": ("maxLength", "as long as"),
        "min-items": ("minItems", "as few as"),
        "max-items": ("maxItems", "as many as"),
    }
)
"""By the name that rules begin with: the keyword, and how a value beside it reads."""

NOUNS = {"Length": "character", "Items": "item"}


def measured(keyword: str, value: Any) -> str:
    """Return a limit with what it counts: ``100 characters``."""
    noun = next((noun for end, noun in NOUNS.items() if keyword.endswith(end)), None)
    if not is_number(value):
        return str(value)
    return f"{value:,}" if noun is None else counted(int(value), noun)


def exceeds(keyword: str, value: Any, limit: Any, convert: Convert | None) -> bool:
    """Tell whether values up to one limit go beyond another, after the arithmetic of a row."""
    if not is_number(limit):
        return False
    if not is_number(value):
        return True
    number = exact(value)
    if convert is not None and keyword in ("minimum", "maximum"):
        try:
            number = calculated(convert, number)
        except ZeroDivisionError:
            return True
    return number < exact(limit) if keyword.startswith("min") else number > exact(limit)
