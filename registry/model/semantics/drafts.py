"""Drafts of meaning: what stands where a person still has to write, and says nothing until then."""

from __future__ import annotations

from typing import Any

FILL_IN = "FILL IN:"
"""Begins a text that tells what is to be written in its place."""
GUESS = "GUESS:"
"""Begins a value that somebody has to confirm, by taking the word away."""


def is_draft(value: Any) -> bool:
    """Whether a value is a draft: a text that begins with `FILL_IN` or `GUESS`."""
    return isinstance(value, str) and value.startswith((FILL_IN, GUESS))


def holds_draft(value: Any) -> bool:
    """Whether a value is a draft, or a mapping or list that holds one at any depth."""
    if isinstance(value, dict):
        return any(holds_draft(member) for member in value.values())
    if isinstance(value, list):
        return any(holds_draft(member) for member in value)
    return is_draft(value)


def text(value: Any) -> str:
    """Return ``value`` if it is a text and no draft, else an empty one."""
    return value if isinstance(value, str) and not is_draft(value) else ""


def without(value: Any) -> Any:
    """Return ``value`` less its drafts, and less what holds nothing else; None if it is one itself."""
    if not holds_draft(value):
        return value
    if isinstance(value, dict):
        kept = {key: without(member) for key, member in value.items()}
        return {key: member for key, member in kept.items() if member is not None} or None
    if isinstance(value, list):
        return [member for member in map(without, value) if member is not None] or None
    return None
