"""Where members stand in a text: a tree of positions, built only where somebody asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.source.pointer import unescape

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Spot:
    """Line and column, counted from 1, of a key or list item, and the spots below it."""

    line: int
    column: int
    members: dict[str, Spot] = field(default_factory=dict)

    def of(self, pointers: Iterable[str]) -> dict[str, Spot]:
        """Return the spots that pointers lead to from here; an absent member is placed at its nearest ancestor."""
        spots = {"": self}
        return {pointer: _spot(pointer, spots) for pointer in pointers}


def _spot(pointer: str, spots: dict[str, Spot]) -> Spot:
    """Return the spot of a pointer; no closure, which would keep all spots until they are collected as garbage."""
    spot = spots.get(pointer)
    if spot is None:
        above, _, token = pointer.rpartition("/")
        around = _spot(above, spots)
        spot = spots[pointer] = around.members.get(unescape(token)) or Spot(around.line, around.column)
    return spot
