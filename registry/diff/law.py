"""The severity law: what an effect means to somebody who kept to the old contract.

What a client sends must not become narrower; what it reads must not become wider. Rules do not restate this; one
that differs says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema import Effect

if TYPE_CHECKING:
    from registry.diff.change import Direction, Level

HARMFUL: dict[str, Effect] = {"request": Effect.NARROWER, "response": Effect.WIDER}
"""The effect that breaks somebody, by direction."""


def level(effect: Effect, direction: Direction) -> Level:
    """Return the level that follows from an effect alone; what was not compared is risky."""
    if HARMFUL[direction] & effect:
        return "breaking"
    return "risky" if Effect.UNKNOWN in effect else "safe"


def milder(one: Level) -> Level:
    """Return the next milder level."""
    return "risky" if one == "breaking" else "safe"
