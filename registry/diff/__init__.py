"""Two versions of one API: what changed, how grave it is, whom it reaches.

Names are imported when they are first used: to write down changes takes neither the rules nor the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.diff.change import LEVELS, Change, Comparison, Level
    from registry.diff.declare import Rule
    from registry.diff.engine import Settings, compare
    from registry.diff.rules import CATALOGUE

__all__ = ["CATALOGUE", "LEVELS", "Change", "Comparison", "Level", "Rule", "Settings", "compare"]

_HOMES = {
    "CATALOGUE": "registry.diff.rules",
    "LEVELS": "registry.diff.change",
    "Change": "registry.diff.change",
    "Comparison": "registry.diff.change",
    "Level": "registry.diff.change",
    "Rule": "registry.diff.declare",
    "Settings": "registry.diff.engine",
    "compare": "registry.diff.engine",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used (PEP 562)."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
