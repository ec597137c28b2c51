"""Removals that were announced: what was promised until a date, and whether the date has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model import semantics

if TYPE_CHECKING:
    from datetime import date


def announced(data: Any, today: date) -> bool:
    """Whether a removal was announced: deprecated, with a sunset date that has passed (the day itself counts)."""
    if not isinstance(data, dict) or data.get("deprecated") is not True:
        return False
    day = semantics.sunset(data)
    return day is not None and day <= today


def promised(data: Any, today: date) -> str:
    """Return the date, still to come, until which something was promised to stay; nothing where there is none."""
    day = semantics.sunset(data) if isinstance(data, dict) else None
    return day.isoformat() if day is not None and day > today else ""


def removal(keyword: str, data: Any, today: date) -> str:
    """Return the keyword of a removal, which says how it stands with the announced date."""
    if announced(data, today):
        return f"{keyword} past sunset"
    return f"{keyword} before sunset" if promised(data, today) else keyword
