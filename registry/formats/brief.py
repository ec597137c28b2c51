"""JSON values for people: short without being cut in the middle."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 160
_LONGEST_TEXT = 48
_MOST_ITEMS = 8
_DEEPEST = 4
_STEP = re.compile(r"\[\]|\{\}|[^.\[\]{}()]+|\([^)]*\)")


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters, cut between words."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.") + "…"


def fitted(value: Any, limit: int = _LONGEST) -> str:
    """Return a JSON value on one line, what lies deep elided first; text without quotes."""
    if isinstance(value, str):
        return shorten(value, limit)
    full = json.dumps(value, ensure_ascii=False)
    if len(full) <= limit:
        return full
    tries = [_elided(value, depth, _MOST_ITEMS) for depth in range(_DEEPEST, -1, -1)]
    tries[-1:-1] = [_elided(value, 1, most) for most in range(_MOST_ITEMS - 1, 0, -1)]
    return next((tried for tried in tries if len(tried) <= limit), tries[-1])


def way(value: Any, path: str, *, lacking: bool = False) -> str:
    """Return a body with only the way to the field at ``path``; other members are elided as ``…``.

    ``lacking`` looks for an item of a list that does without the field.
    """
    return _way(value, tuple(_steps(path)), lacking=lacking)


def _steps(path: str) -> Iterator[str]:
    """Yield the names on the way and ``[]``; the name of a variant in brackets leads nowhere in a value."""
    return (step for step in _STEP.findall(path) if not step.startswith("("))


def _way(value: Any, steps: tuple[str, ...], *, lacking: bool) -> str:
    if not steps:
        return _part(value)
    if isinstance(value, list):
        rest = steps[1:] if steps[0] == "[]" else steps
        chosen = next((item for item in value if _leads(item, rest) is not lacking), None)
        chosen = value[0] if chosen is None and value else chosen
        inside = _way(chosen, rest, lacking=lacking) if value else ""
        return f"[{inside}{', …' if len(value) > 1 else ''}]"
    if isinstance(value, dict):
        name = next(iter(value), "") if steps[0] == "{}" else steps[0]
        if name not in value:
            return "{…}" if value else "{}"
        inside = _way(value[name], steps[1:], lacking=lacking)
        return f"{{{_quoted(name)}: {inside}{', …' if len(value) > 1 else ''}}}"
    return _part(value)


def _leads(value: Any, steps: tuple[str, ...]) -> bool:
    for number, step in enumerate(steps):
        if isinstance(value, list):
            return any(_leads(item, steps[number + (step == "[]") :]) for item in value)
        if not isinstance(value, dict) or (step != "{}" and step not in value):
            return False
        value = next(iter(value.values()), None) if step == "{}" else value[step]
    return True


def _part(value: Any) -> str:
    """Return the end of the way: short even where the value is long."""
    return _text(value) if isinstance(value, str) else fitted(value, _LONGEST_TEXT)


def _elided(value: Any, depth: int, most: int) -> str:
    if isinstance(value, str):
        return _text(value)
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if depth == 0:
        return f"{opening}…{closing}"
    if isinstance(value, dict):
        shown = [
            f"{_quoted(name)}: {_elided(held, depth - 1, most)}" for name, held in [*value.items()][:most]
        ]
    else:
        shown = [_elided(held, depth - 1, most) for held in value[:most]]
    more = ["…"] if len(value) > most else []
    return f"{opening}{', '.join([*shown, *more])}{closing}"


def _text(value: str) -> str:
    if len(value) <= _LONGEST_TEXT:
        return _quoted(value)
    return f"{_quoted(shorten(value, _LONGEST_TEXT // 2))} ({len(value)} characters)"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
