"""Is a description right, and does it say what its readers need: one catalogue of rules, one engine.

Names are imported when they are first used: to tell the version of a document takes no rules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.check.catalogue import CATALOGUE
    from registry.check.declare import Example, Rule
    from registry.check.engine import check, check_registry
    from registry.check.finding import Finding
    from registry.check.shares import Coverage, Share, coverage

__all__ = [
    "CATALOGUE",
    "Coverage",
    "Example",
    "Finding",
    "Rule",
    "Share",
    "check",
    "check_registry",
    "coverage",
]

_HOMES = {
    "CATALOGUE": "registry.check.catalogue",
    "Coverage": "registry.check.shares",
    "Example": "registry.check.declare",
    "Finding": "registry.check.finding",
    "Rule": "registry.check.declare",
    "Share": "registry.check.shares",
    "check": "registry.check.engine",
    "check_registry": "registry.check.engine",
    "coverage": "registry.check.shares",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used (PEP 562)."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
