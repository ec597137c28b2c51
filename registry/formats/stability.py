"""How far a thing may still change: the levels that people declare."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Stability: TypeAlias = Literal["draft", "alpha", "beta", "stable"]

STABILITY_LEVELS: tuple[Stability, ...] = get_args(Stability)
"""The values of ``x-stability-level``, least stable first."""
