"""Where members stand in a text: a tree of positions, built only where somebody asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Spot:
    """Line and column, counted from 1, of a key or list item, and the spots below it."""

    line: int
    column: int
    members: dict[str, Spot] = field(default_factory=dict)

    def nearest(self, tokens: Iterable[str]) -> Spot:
        """Follow the tokens as far as they lead: an absent member is placed at its nearest ancestor."""
        spot = self
        for token in tokens:
            below = spot.members.get(token)
            if below is None:
                break
            spot = below
        return spot
