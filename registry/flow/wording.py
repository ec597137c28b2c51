"""What a row of a mapping does to a value, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.model.flow import Substitute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.model.flow import Convert, MappingRow

LISTED = 4
"""How many things a sentence lists before it counts the rest."""


def conversion(row: MappingRow) -> tuple[str, ...]:
    """Return what becomes of a value, of none, and of an old one; empty where it is carried as it is."""
    said = []
    if row.values is not None:
        said.append(", ".join(f"{key} -> {plain(value)}" for key, value in row.values.items()))
    if row.convert is not None:
        said.append(arithmetic(row.convert))
    if row.on_null is not None:
        said.append(f"no value: {instead(row.on_null)}")
    if row.on_stale is not None:
        said.append(f"an old value: {instead(row.on_stale)}")
    if row.on_misfit is not None:
        said.append(f"a value that is refused: {instead(row.on_misfit)}")
    return tuple(said)


def arithmetic(convert: Convert) -> str:
    """Return the calculation in the order in which it is made."""
    steps = []
    if convert.multiply is not None:
        steps.append(f"multiplied by {convert.multiply:,}")
    if convert.divide is not None:
        steps.append(f"divided by {convert.divide:,}")
    if convert.add is not None:
        steps.append(f"plus {convert.add:,}")
    if convert.round is not None:
        digits = f" to {counted(convert.round, 'digit')} after the point" if convert.round else ""
        steps.append(f"rounded{digits}")
    return ", ".join(steps) or "as it is"


def instead(rule: str | Substitute) -> str:
    """Return what happens where there is no value that can be used."""
    if isinstance(rule, Substitute):
        return f"{plain(rule.value)} instead"
    return {
        "skip": "the field is left out",
        "reject": "the record is left out",
        "send": "sent as it is",
        "truncate": "cut to the length",
    }[rule]


def plain(value: Any) -> str:
    """Return a value as people read it: text without quotes, anything else as JSON."""
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def listed(things: Iterable[str], most: int = LISTED, joint: str = "and") -> str:
    """Return things in one line: a, b and c; beyond some, how many more there are."""
    found = tuple(things)
    if len(found) > most:
        found = (*found[: most - 1], f"{len(found) - most + 1} more")
    return f" {joint} ".join(filter(None, (", ".join(found[:-1]), found[-1] if found else "")))


def counted(count: int, noun: str) -> str:
    """Return ``1 field``, ``2 fields``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def distinct(things: Iterable[str]) -> Iterator[str]:
    """Yield each thing once, in the order in which they come."""
    yield from dict.fromkeys(things)
