"""What was and what is, for people: in words where there are some."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from registry.formats.brief import fitted
from registry.site import words

if TYPE_CHECKING:
    from registry.diff.change import Change

_DURATION = re.compile(r"P(?=[\dT])[\dYMWDTHS.]+")
_OBJECTS = re.compile(r'(?:;? it (?:was|is)|,? from|:) \{".*$', re.DOTALL)


def values(change: Change) -> tuple[str | None, str | None]:
    """Return what was and what is, in words where the rule knows some; None where there was or is nothing."""
    if "required" in change.rule and isinstance(change.before, bool) and isinstance(change.after, bool):
        names = {True: "required", False: "optional"}
        return names[change.before], names[change.after]
    return _worded(change, change.before), _worded(change, change.after)


def message(change: Change) -> str:
    """Return what a change says, with its values in words; whole objects stand beside it, not in it."""
    said = _OBJECTS.sub("", change.message)
    for value in (change.before, change.after):
        told = _worded(change, value) if isinstance(value, str) else None
        if told is not None and told != value:
            said = said.replace(f'"{value}"', told).replace(value, told)
    return words.opened(said)


def unit(code: str) -> str:
    """Return ``{cent}`` as ``cent`` and ``mm`` as ``millimetres``."""
    annotation = re.fullmatch(r"1?\{(\w+)\}", code)
    return annotation[1] if annotation else words.unit(code)


def _worded(change: Change, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if change.rule == "null-meaning-changed" and isinstance(value, dict):
        return "; ".join(f"{how}: {meant}" for how, meant in value.items())
    if not isinstance(value, str):
        return fitted(value)
    if _DURATION.fullmatch(value):
        return words.duration(value)
    if change.rule.startswith("unit-") or "-unit-" in change.rule:
        return unit(value)
    if "sunset" in change.rule or "deprecat" in change.rule:
        return _day(value)
    return fitted(value)


def _day(value: str) -> str:
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:
        return value
