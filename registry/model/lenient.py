"""Plain data read without trust: what is not of the expected type counts as not written.

The views of this layer are built on documents that may be invalid; saying so is the work of `check`.
"""

from __future__ import annotations

from typing import Any


def mapping(value: Any) -> dict[str, Any]:
    """Return ``value`` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Return ``value`` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return ``value`` if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def texts(value: Any) -> tuple[str, ...]:
    """Return the strings of the list ``value``."""
    return tuple(member for member in sequence(value) if isinstance(member, str))


def mappings(value: Any) -> tuple[dict[str, Any], ...]:
    """Return the mappings of the list ``value``."""
    return tuple(member for member in sequence(value) if isinstance(member, dict))


def flag(value: Any, *, default: bool = False) -> bool:
    """Return ``value`` if it is a boolean, else ``default``."""
    return value if isinstance(value, bool) else default
